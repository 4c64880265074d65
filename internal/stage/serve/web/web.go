package web

import (
	"context"
	"embed"
	"errors"
	"io"
	"iter"
	"net/http"
	"slices"
	"sync"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/saved"
	"chancery/record"
	"chancery/relations"
)

//go:embed templates assets
var files embed.FS

// Archive is what the pages ask of an archive.
type Archive interface {
	serve.Lists
	serve.Things
	serve.Decisions
}

// Options are what the desk is made of.
type Options struct {
	Archive Archive
	// Names resolves the names in filters.
	Names filter.Names
	// Complete tells in words what the answer to a filter was drawn from; nil
	// leaves that out.
	Complete func(context.Context, filter.Expr) (string, error)
	// Code codes a text that is pasted; nil leaves that view out.
	Code func(context.Context, record.Page) (record.Record, []record.Diagnostic, error)
	// Fetch gives the page at an address, for those of the role Fetchers; nil when
	// nothing is fetched. Nothing of it is kept.
	Fetch    func(ctx context.Context, url string) (record.Page, []record.Diagnostic, error)
	Fetchers serve.Role
	// Calendar writes planned meetings as iCalendar; nil leaves the feed out.
	Calendar func(ctx context.Context, w io.Writer, plans iter.Seq2[archive.Incident, error]) error
	// Aggregate gives the kept sums by month of what two of the sides take part in,
	// or without sides of all; nil reads the incidents instead.
	Aggregate func(ctx context.Context, sides ...[]string) (*relations.Aggregate, error)
	// States are those of today, for the map.
	States []State
	// Saved keeps the searches that users save; nil leaves them out.
	Saved *saved.Keeper
	// Now is the clock; time.Now when nil.
	Now func() time.Time
	// Version is that of the program, shown at the foot.
	Version string
}

// desk answers with pages.
type desk struct {
	o     Options
	views map[string]view

	covered memo[covered]
	names   memo[map[string]string]
	outlets memo[[]archive.Outlet]
	all     memo[*relations.Aggregate]
	surveys shelf[survey]
	ties    shelf[relationPage]
	counts  shelf[filter.Count]
	// renewing is held while one of them is gathered again.
	renewing sync.Mutex
	coding   chan struct{}
	maps     shelf[mapSums]
	world    *globe
}

// Mounts gives the places of the desk.
func Mounts(o Options) ([]serve.Mount, error) {
	if o.Archive == nil || o.Names == nil {
		return nil, errors.New("cannot make the desk without an archive and names")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	d := &desk{o: o, coding: make(chan struct{}, maxCoding)}
	var err error
	if d.views, err = parseViews(); err != nil {
		return nil, err
	}
	if d.world, err = newGlobe(slices.Clone(o.States)); err != nil {
		return nil, err
	}
	static, err := newAssets()
	if err != nil {
		return nil, err
	}
	mounts := []serve.Mount{
		{Pattern: "GET /assets/", Handler: static, Open: true},
		{Pattern: "/", Handler: d.pages(), Read: serve.Reader, Write: serve.Reviewer, Pages: true},
	}
	if o.Code != nil {
		mounts = append(mounts, serve.Mount{Pattern: "/try", Handler: d.handle(d.try), Read: serve.Reader, Write: serve.Reader, Pages: true, Body: maxPasted})
	}
	return append(mounts, d.searchMounts()...), nil
}

// pages are the views, and the decisions that reviewers send.
func (d *desk) pages() http.Handler {
	mux := http.NewServeMux()
	for pattern, make := range map[string]maker{
		"GET /{$}":              d.today,
		"GET /incidents":        d.incidents,
		"GET /incident/{id}":    d.incident,
		"GET /page/{sha256}":    d.page,
		"GET /statements":       d.statements,
		"GET /people":           d.people,
		"GET /person/{id...}":   d.person,
		"GET /posts":            d.posts,
		"GET /agenda":           d.agenda,
		"GET /search":           d.search,
		"GET /relation":         d.relation,
		"GET /network":          d.network,
		"GET /map":              d.mapView,
		"GET /forums":           d.forums,
		"GET /claims":           d.claims,
		"GET /review":           reviewers(d.review),
		"POST /review":          reviewers(d.decide),
		"GET /review/log":       reviewers(d.decisions),
		"GET /review/agreement": reviewers(d.agreement),
		"POST /review/undo":     reviewers(d.undo),
		"POST /review/join":     reviewers(d.join),
		"/":                     d.unknown,
	} {
		mux.Handle(pattern, d.handle(make))
	}
	if d.o.Calendar != nil {
		mux.HandleFunc("GET /agenda.ics", d.feed)
	}
	return mux
}

func (d *desk) unknown(*http.Request) (shown, error) { return shown{}, archive.ErrUnknown }

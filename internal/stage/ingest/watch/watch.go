// Package watch polls feeds and fetches the articles that they list: what
// chancery watch does, as pure steps over a state that the caller keeps.
//
// What must stay true:
//   - What is known of a feed is its State, a value. The same state, answer and
//     clock give the same next state; nothing is kept elsewhere.
//   - A feed is asked no more often than its interval, its own ttl, its cache
//     headers and Retry-After allow; after failures more and more seldom.
//   - An article is fetched once, and again when its entry changes. One that
//     cannot be fetched is tried again a few times with the next polls.
//   - The caller stores items and state together: what was not stored is met again.
package watch

import (
	"context"
	"errors"
	"fmt"
	"time"

	"chancery/internal/stage/ingest"
	"chancery/internal/stage/ingest/feed"
	"chancery/internal/stage/ingest/fetch"
	"chancery/record"
)

// Getter fetches; fetch.Client is one.
type Getter interface {
	Get(ctx context.Context, req fetch.Request) (*fetch.Response, error)
}

// Options say how to watch.
type Options struct {
	Get Getter
	// Now and Chance (0 ≤ n < 1) come from outside, so that tests choose them.
	Now    func() time.Time
	Chance func() float64
	// Articles bounds the pages that one poll fetches; what is left is fetched by
	// the next ones. Default 50.
	Articles int
	// FromFeed takes the text that a feed gives when its page cannot be fetched.
	FromFeed bool
}

// State is what is remembered of a feed between polls. Its JSON form is what a
// store keeps.
type State struct {
	URL          string    `json:"url"` // as in the list; the key
	Moved        string    `json:"moved,omitempty"`
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	Next         time.Time `json:"next"`
	Polled       time.Time `json:"polled,omitzero"`
	Succeeded    time.Time `json:"succeeded,omitzero"`
	Failures     int       `json:"failures,omitempty"` // in a row
	Problem      string    `json:"problem,omitempty"`  // code of the last one
	Gone         bool      `json:"gone,omitempty"`     // 410: it is not asked again
	Seen         []Seen    `json:"seen,omitempty"`     // the newest first
}

// Seen is an entry that was met.
type Seen struct {
	Key    string `json:"key"`
	Digest string `json:"digest"`
	// Tries counts failed fetches; Open tells that one is still to be made.
	Tries int  `json:"tries,omitempty"`
	Open  bool `json:"open,omitempty"`
}

const (
	seenMost  = 5000 // entries remembered of a feed, beyond those that it lists now
	triesMost = 4    // of fetching an article
	waitMost  = 24 * time.Hour
	articles  = 50
)

// Result is what a poll brought.
type Result struct {
	Items       []ingest.Item // articles, in the order of the feed
	State       State
	NotModified bool
	Listed      int // entries in the feed
	New         int // entries met for the first time
	Changed     int // entries met before in another form
	Diagnostics []record.Diagnostic
}

// Poll asks for a feed and fetches what is new in it. An error is one of the
// context; everything else is told in the result.
func Poll(ctx context.Context, source Source, state State, opts Options) (Result, error) {
	if opts.Articles <= 0 {
		opts.Articles = articles
	}
	p := polling{ctx: ctx, source: source, opts: opts, now: opts.Now().UTC()}
	p.out.State = state
	s := &p.out.State
	s.URL, s.Polled = source.URL, p.now
	address := source.URL
	if s.Moved != "" {
		address = s.Moved
	}
	res, err := opts.Get.Get(ctx, fetch.Request{URL: address, ETag: s.ETag, LastModified: s.LastModified,
		Accept: "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"})
	if err != nil {
		return p.failed(err)
	}
	s.Failures, s.Problem, s.Succeeded = 0, "", p.now
	pause := res.MaxAge
	if res.NotModified {
		p.out.NotModified = true
		// Articles that are still open have no entry now; they wait for the next feed.
	} else {
		if res.Moved != "" {
			s.Moved = res.Moved
		}
		f := feed.Read(res.Body, feed.Options{Name: source.URL, URL: res.URL, ContentType: res.ContentType, Now: p.now})
		p.out.Diagnostics = append(p.out.Diagnostics, f.Diagnostics...)
		if f.Kind == "" {
			s.Failures, s.Problem = s.Failures+1, record.FeedInvalid
		}
		pause = max(pause, f.Pause)
		open, err := p.articles(f)
		if err != nil {
			return p.out, err
		}
		s.ETag, s.LastModified = res.ETag, res.LastModified
		if open {
			s.ETag, s.LastModified = "", "" // so that the entries come again
		}
	}
	s.Next = p.now.Add(After(*s, source.Interval, pause, 0, opts.Chance()))
	return p.out, nil
}

// After is how long to wait after a poll: the interval, or what the feed asks for
// if that is more, doubled with each failure in a row, and a tenth by chance so
// that feeds do not come all at once. Retry is what a server asked for.
func After(s State, interval, pause, retry time.Duration, chance float64) time.Duration {
	wait := max(interval, min(pause, waitMost))
	for range min(s.Failures, 10) {
		wait = min(2*wait, max(interval, waitMost))
	}
	wait += time.Duration(float64(wait) * 0.1 * chance)
	return max(wait, retry)
}

// polling is one poll on its way.
type polling struct {
	ctx    context.Context
	source Source
	opts   Options
	now    time.Time
	out    Result
}

// failed notes that the feed could not be fetched.
func (p *polling) failed(err error) (Result, error) {
	var failed *fetch.Error
	if p.ctx.Err() != nil || !errors.As(err, &failed) {
		return p.out, fmt.Errorf("cannot poll %s: %w", p.source.URL, err)
	}
	s := &p.out.State
	s.Failures, s.Problem = s.Failures+1, failed.Code
	s.Gone = failed.Status == 410
	if s.Failures > 3 {
		s.Moved = "" // perhaps it has moved back
	}
	d := failed.Diagnostic()
	d.Document, d.Severity = p.source.URL, record.Warning
	p.out.Diagnostics = append(p.out.Diagnostics, d)
	s.Next = p.now.Add(After(*s, p.source.Interval, 0, failed.RetryAfter, p.opts.Chance()))
	return p.out, nil
}

// articles fetches the pages of entries that are new, changed or still open. It
// tells whether some stay open.
func (p *polling) articles(f feed.Feed) (open bool, err error) {
	known := make(map[string]Seen, len(p.out.State.Seen))
	for _, s := range p.out.State.Seen {
		known[s.Key] = s
	}
	p.out.Listed = len(f.Entries)
	seen := make([]Seen, 0, len(f.Entries)+len(known))
	listed := make(map[string]bool, len(f.Entries))
	for i := range f.Entries {
		e := &f.Entries[i]
		if listed[e.Key] {
			continue // twice in one feed
		}
		listed[e.Key] = true
		old, met := known[e.Key]
		now := Seen{Key: e.Key, Digest: e.Digest, Tries: old.Tries, Open: true}
		switch {
		case !met:
			p.out.New++
		case old.Digest != e.Digest:
			p.out.Changed++
			now.Tries = 0
		default:
			now.Open = old.Open
		}
		if now.Open {
			if now, err = p.article(f, e, now); err != nil {
				return false, err
			}
		}
		open = open || now.Open
		seen = append(seen, now)
	}
	left := seenMost
	for _, s := range p.out.State.Seen {
		if !listed[s.Key] && left > 0 {
			s.Open = false // no longer in the feed
			seen = append(seen, s)
			left--
		}
	}
	p.out.State.Seen = seen
	return open, nil
}

// article fetches the page of an entry, if there is room for it in this poll.
func (p *polling) article(f feed.Feed, e *feed.Entry, s Seen) (Seen, error) {
	if len(p.out.Items) >= p.opts.Articles {
		return s, nil
	}
	opts := p.source.options(f, e)
	if e.Link == "" {
		s.Open = false
		return s, p.fromFeed(e, opts, nil)
	}
	res, err := p.opts.Get.Get(p.ctx, fetch.Request{URL: e.Link, Accept: "text/html, application/xhtml+xml, text/plain;q=0.5"})
	var failed *fetch.Error
	switch {
	case err == nil:
		s.Open, s.Tries = false, 0
		p.add(e, res, opts)
	case p.ctx.Err() != nil || !errors.As(err, &failed):
		return s, fmt.Errorf("cannot poll %s: %w", p.source.URL, err)
	default:
		s.Tries++
		s.Open = s.Tries < triesMost && mayPass(failed)
		d := failed.Diagnostic()
		d.Severity = record.Warning
		if s.Open {
			p.out.Diagnostics = append(p.out.Diagnostics, d)
			return s, nil
		}
		return s, p.fromFeed(e, opts, &d)
	}
	return s, nil
}

// mayPass tells whether the reason of a failure may be gone the next time.
func mayPass(e *fetch.Error) bool {
	switch e.Code {
	case record.FetchTimeout, record.FetchFailed:
		return true
	case record.FetchStatus:
		return e.Status == 408 || e.Status == 425 || e.Status == 429 || e.Status >= 500
	}
	return false
}

// add reads a page that was fetched.
func (p *polling) add(e *feed.Entry, res *fetch.Response, opts ingest.Options) {
	opts.ContentType, opts.URL = res.ContentType, res.URL
	item := ingest.Convert(res.URL, res.Body, opts)
	item.Fetched = res.Fetched
	if res.Broken {
		item.Diagnostics = append(item.Diagnostics, record.Diagnostic{Code: record.BodyBroken, Severity: record.Warning, Document: res.URL, Message: "the page broke off on its way"})
	}
	p.out.Items = append(p.out.Items, p.dated(item, e))
}

// dated adds what the feed was found wrong about an entry, but for a missing
// date when the page has its own.
func (p *polling) dated(item ingest.Item, e *feed.Entry) ingest.Item {
	for _, d := range e.Diagnostics {
		if item.Page.Published == "" || d.Code == record.FeedDateFuture || d.Code == record.FeedLinkMissing {
			item.Diagnostics = append(item.Diagnostics, d)
		}
	}
	return item
}

// fromFeed takes the text of the feed for an article without a page, when that
// is wanted; else the reason is told.
func (p *polling) fromFeed(e *feed.Entry, opts ingest.Options, reason *record.Diagnostic) error {
	if reason == nil && len(e.Diagnostics) > 0 {
		reason = &e.Diagnostics[0]
	}
	if !p.opts.FromFeed || !e.Full {
		if reason != nil {
			p.out.Diagnostics = append(p.out.Diagnostics, *reason)
		}
		return nil
	}
	opts.From, opts.URL = ingest.HTML, e.Link
	place := e.Link
	if place == "" {
		place = p.source.URL
	}
	item := ingest.Convert(place, []byte("<article>"+e.Content+"</article>"), opts)
	if reason != nil {
		item.Diagnostics = append(item.Diagnostics, *reason)
	}
	item.Fetched = p.now
	p.out.Items = append(p.out.Items, p.dated(item, e))
	return nil
}

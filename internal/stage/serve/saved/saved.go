// Package saved keeps the searches that users save: the filter of a list under a
// name, with a feed of what it finds and an address that is told of what is new.
//
// What must stay true:
//   - A search is its owner's: nobody else sees, changes or deletes it, and its
//     feed and alerts end when the owner may not read any more.
//   - Keys and secrets are shown once, when they are made. Of a key the digest is
//     kept; a secret is kept, for it signs.
//   - What an alert tells is noted in the transaction that keeps the alert: nothing
//     is told twice, nothing is left out, whenever the program ends. An alert that
//     is sent again has the same id and the same body.
//   - Only Options.Post asks other machines, and it decides which.
package saved

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/serve"
)

// Store is where searches are kept.
type Store interface {
	SaveSearch(ctx context.Context, x archive.SavedSearch, found []archive.Match, note string) error
	ForgetSearch(ctx context.Context, owner, id, note string) error
	Searches(ctx context.Context, owner string) iter.Seq2[archive.SavedSearch, error]
	Found(ctx context.Context, search string, things []archive.Match, make func(fresh []int) (*archive.Alert, error)) error
	Claim(ctx context.Context, lease time.Duration) (*archive.Alert, error)
	Settle(ctx context.Context, id string, arrived bool, outcome string, again time.Time) error
	Alerts(ctx context.Context, search string, most int) ([]archive.Alert, error)
}

// Lists are the lists that are searched.
type Lists interface {
	Incidents(ctx context.Context, q filter.Query) iter.Seq2[archive.Incident, error]
	Agenda(ctx context.Context, q filter.Query) iter.Seq2[archive.Incident, error]
	Statements(ctx context.Context, q filter.Query) iter.Seq2[archive.Statement, error]
	Event(ctx context.Context, key string) (archive.Event, error)
	Revision(ctx context.Context) (string, error)
}

// Options are what a keeper is made of.
type Options struct {
	Store Store
	Lists Lists
	Names filter.Names
	// Role tells what a user may do now; Nobody when there is no such user.
	Role func(ctx context.Context, name string) (serve.Role, error)
	// Post sends a body to an address; nil when nothing may be sent. Least is the
	// role of those whose searches may have an address.
	Post  func(ctx context.Context, url string, header http.Header, body []byte) (status int, err error)
	Least serve.Role
	// Allowed says what is wrong with an address, as far as it can be seen.
	Allowed func(url string) error
	// Now is the clock; time.Now when nil. Trouble takes what fails while nobody waits.
	Now     func() time.Time
	Trouble func(error)
}

// Keeper keeps searches. It may be used from several goroutines.
type Keeper struct {
	o Options

	mu       sync.Mutex
	revision string
	seen     map[string]map[string]int // by search and thing: how many marks it had
}

// New makes a keeper.
func New(o Options) *Keeper {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Trouble == nil {
		o.Trouble = func(error) {}
	}
	if o.Role == nil {
		o.Role = func(context.Context, string) (serve.Role, error) { return serve.Reader, nil }
	}
	if o.Allowed == nil {
		o.Allowed = func(string) error { return nil }
	}
	return &Keeper{o: o, seen: map[string]map[string]int{}}
}

// Form is what a user says of a search.
type Form struct {
	Name   string `json:"name"`
	List   string `json:"list"`
	Filter string `json:"filter"`
	Hook   string `json:"hook,omitempty"`
}

// Made are the secrets that were made, shown once.
type Made struct {
	Key    string // of the feed
	Secret string // of the address
}

// Refusal says what is wrong with a form.
type Refusal struct{ Field, Words string }

func (r Refusal) Error() string { return r.Words }

// Lists of which filters are saved.
const (
	Incidents  = "incidents"
	Statements = "statements"
	Agenda     = "agenda"
)

const (
	mostSearches = 50 // of one user
	mostName     = 100
	mostFilter   = 2000
	mostHook     = 500
	keyPrefix    = "chanfeed_"
	secretPrefix = "chanhook_"
)

// MayTell says whether somebody's searches may have an address.
func (k *Keeper) MayTell(c serve.Caller) bool {
	return k.o.Post != nil && c.Name != "" && c.Token == "" && c.May(max(k.o.Least, serve.Reader))
}

// Of gives the searches of a user, in order of name.
func (k *Keeper) Of(ctx context.Context, owner string) ([]archive.SavedSearch, error) {
	if owner == "" {
		return nil, nil
	}
	var out []archive.SavedSearch
	for x, err := range k.o.Store.Searches(ctx, owner) {
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b archive.SavedSearch) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return out, nil
}

// One gives a search of a user.
func (k *Keeper) One(ctx context.Context, owner, id string) (archive.SavedSearch, error) {
	list, err := k.Of(ctx, owner)
	if err != nil {
		return archive.SavedSearch{}, err
	}
	for _, x := range list {
		if x.ID == id {
			return x, nil
		}
	}
	return archive.SavedSearch{}, archive.ErrUnknown
}

// Alerts gives the newest alerts of a search of a user.
func (k *Keeper) Alerts(ctx context.Context, owner, id string, most int) ([]archive.Alert, error) {
	if _, err := k.One(ctx, owner, id); err != nil {
		return nil, err
	}
	return k.o.Store.Alerts(ctx, id, most)
}

// Create saves a search, with a feed of its own.
func (k *Keeper) Create(ctx context.Context, c serve.Caller, f Form) (archive.SavedSearch, Made, error) {
	if err := signedIn(c); err != nil {
		return archive.SavedSearch{}, Made{}, err
	}
	have, err := k.Of(ctx, c.Name)
	if err != nil {
		return archive.SavedSearch{}, Made{}, err
	}
	if len(have) >= mostSearches {
		return archive.SavedSearch{}, Made{}, Refusal{"name", fmt.Sprintf("You have %d searches, which is the most; delete one first.", mostSearches)}
	}
	x := archive.SavedSearch{ID: random(9), Owner: c.Name, Made: k.o.Now().UTC().Truncate(time.Second)}
	made := Made{Key: keyPrefix + random(20)}
	x.FeedKey = digest(made.Key)
	return k.keep(ctx, c, x, f, made, "saved")
}

// Change says anew what a search is. A new address gets a new secret.
func (k *Keeper) Change(ctx context.Context, c serve.Caller, id string, f Form) (archive.SavedSearch, Made, error) {
	x, err := k.changing(ctx, c, id)
	if err != nil {
		return x, Made{}, err
	}
	return k.keep(ctx, c, x, f, Made{}, "changed")
}

// Renew makes a new key of the feed, and a new secret of the address if it has
// one; the old ones end.
func (k *Keeper) Renew(ctx context.Context, c serve.Caller, id string) (archive.SavedSearch, Made, error) {
	x, err := k.changing(ctx, c, id)
	if err != nil {
		return x, Made{}, err
	}
	made := Made{Key: keyPrefix + random(20)}
	x.FeedKey = digest(made.Key)
	if x.Hook != "" {
		made.Secret = secretPrefix + random(24)
		x.Secret = made.Secret
	}
	return x, made, k.o.Store.SaveSearch(ctx, x, nil, note(c, "made new keys of", x))
}

// Delete deletes a search with all that was to be told of it.
func (k *Keeper) Delete(ctx context.Context, c serve.Caller, id string) error {
	x, err := k.changing(ctx, c, id)
	if err != nil {
		return err
	}
	return k.o.Store.ForgetSearch(ctx, c.Name, id, note(c, "deleted", x))
}

// changing gives a search to who may change it.
func (k *Keeper) changing(ctx context.Context, c serve.Caller, id string) (archive.SavedSearch, error) {
	if err := signedIn(c); err != nil {
		return archive.SavedSearch{}, err
	}
	return k.One(ctx, c.Name, id)
}

// ErrNotSignedIn is that a search is to be changed by nobody, or with a token.
var ErrNotSignedIn = errors.New("searches are saved and changed by users who have signed in")

func signedIn(c serve.Caller) error {
	if c.Name == "" || c.Token != "" {
		return ErrNotSignedIn
	}
	return nil
}

// keep checks a form and saves the search. What it finds now is not new later.
func (k *Keeper) keep(ctx context.Context, c serve.Caller, x archive.SavedSearch, f Form, made Made, verb string) (archive.SavedSearch, Made, error) {
	f.Name, f.Filter, f.Hook = strings.TrimSpace(f.Name), strings.TrimSpace(f.Filter), strings.TrimSpace(f.Hook)
	if err := k.check(c, f, x); err != nil {
		return x, Made{}, err
	}
	other := x.List != f.List || x.Filter != f.Filter || x.Hook == "" && f.Hook != ""
	switch {
	case f.Hook == "":
		x.Secret = ""
	case f.Hook != x.Hook:
		made.Secret = secretPrefix + random(24)
		x.Secret = made.Secret
	}
	x.Name, x.List, x.Filter, x.Hook = f.Name, f.List, f.Filter, f.Hook
	var found []archive.Match
	if other && x.Hook != "" {
		things, err := k.things(ctx, x, baseline, false)
		if err != nil {
			return x, Made{}, err
		}
		found = matches(things)
	}
	return x, made, k.o.Store.SaveSearch(ctx, x, found, note(c, verb, x))
}

func (k *Keeper) check(c serve.Caller, f Form, old archive.SavedSearch) error {
	switch {
	case f.Name == "" || utf8.RuneCountInString(f.Name) > mostName || strings.ContainsFunc(f.Name, func(r rune) bool { return r < ' ' }):
		return Refusal{"name", fmt.Sprintf("Give the search a name of 1 to %d letters.", mostName)}
	case !slices.Contains([]string{Incidents, Statements, Agenda}, f.List):
		return Refusal{"list", "Searches are of incidents, statements or the agenda."}
	case len(f.Filter) > mostFilter:
		return Refusal{"filter", "The filter is too long to be saved."}
	}
	if _, err := k.expr(f.List, f.Filter); err != nil {
		return err
	}
	if f.Hook == "" || f.Hook == old.Hook {
		return nil
	}
	if !k.MayTell(c) {
		return Refusal{"hook", "This server tells no addresses in your name; an administrator decides who may have that."}
	}
	u, err := url.Parse(f.Hook)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" || len(f.Hook) > mostHook {
		return Refusal{"hook", "Give the address as https://host/path, without a user name."}
	}
	if err := k.o.Allowed(f.Hook); err != nil {
		return Refusal{"hook", "This address is not told: " + err.Error() + "."}
	}
	return nil
}

// note is a line for the log: names have a fixed form, ids and hosts are ours or checked.
func note(c serve.Caller, verb string, x archive.SavedSearch) string {
	out := c.Name + " " + verb + " the search " + x.ID + " of " + x.List
	if u, err := url.Parse(x.Hook); err == nil && x.Hook != "" {
		out += fmt.Sprintf(", which tells %q", u.Host)
	}
	return out
}

func (k *Keeper) expr(list, text string) (filter.Expr, error) {
	of := filter.Incidents
	if list == Statements {
		of = filter.Statements
	}
	return filter.Parse(text, filter.Options{For: of, Names: k.o.Names, Today: k.o.Now().Format(time.DateOnly)})
}

// random is n random bytes as text.
func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

func digest(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

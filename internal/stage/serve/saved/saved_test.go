package saved_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/registry"
	"chancery/internal/stage/link"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/saved"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
	"chancery/internal/stage/store/storetest"
)

// post is what was sent.
type post struct {
	url    string
	header http.Header
	body   string
}

// bench is an archive with a keeper, whose clock and addressees are the test's.
type bench struct {
	*saved.Keeper
	o      saved.Options
	store  *store.Store
	clock  time.Time
	roles  map[string]serve.Role
	posts  []post
	status int
	fault  error
	pages  int
}

func ann() serve.Caller { return serve.Caller{Name: "ann", Role: serve.Reviewer} }

func open(t *testing.T) *bench {
	t.Helper()
	b := &bench{clock: time.Date(2031, 5, 2, 12, 0, 0, 0, time.UTC), status: 204, roles: map[string]serve.Role{"ann": serve.Reviewer, "ben": serve.Reader}}
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), store.Options{Now: func() time.Time { return b.clock }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	b.store = s
	reg, err := registry.Load()
	if err != nil {
		t.Fatal(err)
	}
	b.o = saved.Options{Store: s, Lists: s, Names: filter.World(reg), Least: serve.Reviewer, Now: func() time.Time { return b.clock },
		Role: func(_ context.Context, name string) (serve.Role, error) { return b.roles[name], nil },
		Post: func(_ context.Context, url string, h http.Header, body []byte) (int, error) {
			b.posts = append(b.posts, post{url, h, string(body)})
			return b.status, b.fault
		},
		Trouble: func(err error) { t.Error(err) }}
	b.restart()
	b.add(t, 3)
	return b
}

// restart makes the keeper anew, as another run of the program does.
func (b *bench) restart() { b.Keeper = saved.New(b.o) }

// add puts pages of invented news into the archive.
func (b *bench) add(t *testing.T, n int) {
	t.Helper()
	for range n {
		b.pages++
		page := storetest.Page(b.pages, "courier", fmt.Sprintf("2031-04-%02d", b.pages))
		if _, err := b.store.Add(t.Context(), []archive.Addition{page}, link.Link); err != nil {
			t.Fatal(err)
		}
	}
}

func (b *bench) round(t *testing.T) {
	t.Helper()
	if err := errors.Join(b.Check(t.Context()), b.Tell(t.Context())); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) hook(t *testing.T) (archive.SavedSearch, saved.Made) {
	t.Helper()
	x, made, err := b.Create(t.Context(), ann(), saved.Form{Name: "Aid", List: "statements", Hook: "https://a.example/hook"})
	if err != nil {
		t.Fatal(err)
	}
	return x, made
}

// A search is its owner's: nobody else reads, changes or deletes it, and tokens
// change nothing.
func TestSearchesAreTheirOwners(t *testing.T) {
	b, ctx := open(t), t.Context()
	x, _ := b.hook(t)
	ben := serve.Caller{Name: "ben", Role: serve.Administrator}
	if _, err := b.One(ctx, "ben", x.ID); !errors.Is(err, archive.ErrUnknown) {
		t.Errorf("another reads it: %v", err)
	}
	if _, err := b.Keeper.Alerts(ctx, "ben", x.ID, 1); !errors.Is(err, archive.ErrUnknown) {
		t.Errorf("another reads its alerts: %v", err)
	}
	if _, _, err := b.Change(ctx, ben, x.ID, saved.Form{Name: "Mine", List: "incidents"}); !errors.Is(err, archive.ErrUnknown) {
		t.Errorf("another changes it: %v", err)
	}
	if _, _, err := b.Renew(ctx, ben, x.ID); !errors.Is(err, archive.ErrUnknown) {
		t.Errorf("another makes keys: %v", err)
	}
	if err := b.Delete(ctx, ben, x.ID); !errors.Is(err, archive.ErrUnknown) {
		t.Errorf("another deletes it: %v", err)
	}
	for what, c := range map[string]serve.Caller{"nobody": {Role: serve.Reader}, "a token": {Name: "ann", Role: serve.Reader, Token: "t"}} {
		_, _, create := b.Create(ctx, c, saved.Form{Name: "x", List: "incidents"})
		_, _, change := b.Change(ctx, c, x.ID, saved.Form{Name: "x", List: "incidents"})
		_, _, renew := b.Renew(ctx, c, x.ID)
		for _, err := range []error{create, change, renew, b.Delete(ctx, c, x.ID)} {
			if !errors.Is(err, saved.ErrNotSignedIn) {
				t.Errorf("%s changes a search: %v", what, err)
			}
		}
	}
	if got, err := b.One(ctx, "ann", x.ID); err != nil || got != x {
		t.Errorf("it was changed: %+v, %v", got, err)
	}
}

func TestFormsOfSearches(t *testing.T) {
	b, ctx := open(t), t.Context()
	for field, f := range map[string]saved.Form{
		"name": {Name: " ", List: "incidents"}, "list": {Name: "x", List: "users"}, "filter": {Name: "x", List: "incidents", Filter: strings.Repeat("a ", 1500)},
		"hook": {Name: "x", List: "incidents", Hook: "file:///etc/passwd"},
	} {
		var no saved.Refusal
		if _, _, err := b.Create(ctx, ann(), f); !errors.As(err, &no) || no.Field != field {
			t.Errorf("%+v: %v", f, err)
		}
	}
	var bad *filter.Error
	if _, _, err := b.Create(ctx, ann(), saved.Form{Name: "x", List: "incidents", Filter: "type:NONE"}); !errors.As(err, &bad) {
		t.Errorf("a wrong filter: %v", err)
	}
	var no saved.Refusal
	if _, _, err := b.Create(ctx, serve.Caller{Name: "ben", Role: serve.Reader}, saved.Form{Name: "x", List: "incidents", Hook: "https://a.example/"}); !errors.As(err, &no) || no.Field != "hook" {
		t.Errorf("a reader has an address told: %v", err)
	}
	// Days are counted from when the search is asked, not from when it is saved.
	x, made, err := b.Create(ctx, ann(), saved.Form{Name: "New", List: "incidents", Filter: "since:40d"})
	if err != nil || x.Filter != "since:40d" || x.Hook != "" || made.Secret != "" || made.Key == "" || strings.Contains(x.FeedKey, made.Key) {
		t.Errorf("%+v, %+v, %v", x, made, err)
	}
	for range 60 {
		_, _, err = b.Create(ctx, ann(), saved.Form{Name: "More", List: "incidents"})
	}
	if list, _ := b.Of(ctx, "ann"); len(list) != 50 || !errors.As(err, &no) {
		t.Errorf("%d searches, %v", len(list), err)
	}
}

// What is new is told once, signed; what was there before is not.
func TestAlertsTellWhatIsNewOnce(t *testing.T) {
	b := open(t)
	x, made := b.hook(t)
	b.round(t)
	if len(b.posts) != 0 {
		t.Fatalf("told of what was there before: %v", b.posts)
	}
	b.add(t, 2)
	b.round(t)
	b.round(t)
	b.restart()
	b.round(t)
	if len(b.posts) != 1 {
		t.Fatalf("%d posts", len(b.posts))
	}
	p := b.posts[0]
	var got struct {
		Alert  string
		Search struct{ ID, Name string }
		Things []saved.Thing
		More   int
	}
	if err := json.Unmarshal([]byte(p.body), &got); err != nil || got.Search.ID != x.ID || len(got.Things) == 0 || got.More != 0 || p.url != "https://a.example/hook" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, thing := range got.Things {
		if thing.Words == "" || !strings.HasPrefix(thing.Path, "/page/") || thing.Source == "" {
			t.Errorf("without evidence: %+v", thing)
		}
	}
	if at := p.header.Get("Chancery-Time"); p.header.Get("Chancery-Signature") != "v1="+saved.Sign(made.Secret, at, []byte(p.body)) || p.header.Get("Chancery-Alert") != got.Alert {
		t.Errorf("the signature: %v", p.header)
	}
	// The value is that of Python's hmac module.
	if got := saved.Sign("key", "1700000000", []byte(`{"a":1}`)); got != "a438e398bfafc57e4396bb7fc2304422f0f768e965d073ca313cb52e22e6ad03" {
		t.Errorf("the signature of the example is %s", got)
	}
	if strings.Contains(p.body, made.Secret) || strings.Contains(p.body, made.Key) {
		t.Error("the body tells the secret")
	}
	list, err := b.Keeper.Alerts(t.Context(), "ann", x.ID, 5)
	if err != nil || len(list) != 1 || !list[0].Told || list[0].Things != len(got.Things) {
		t.Errorf("%+v, %v", list, err)
	}
}

// An incident that new reports join is told once, whatever it is called then.
func TestAlertsOfIncidents(t *testing.T) {
	b := open(t)
	if _, _, err := b.Create(t.Context(), ann(), saved.Form{Name: "All", List: "incidents", Hook: "https://a.example/hook"}); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for range 4 {
		b.add(t, 2)
		b.round(t)
	}
	for _, p := range b.posts {
		var got struct{ Things []saved.Thing }
		if err := json.Unmarshal([]byte(p.body), &got); err != nil {
			t.Fatal(err)
		}
		for _, thing := range got.Things {
			if seen[thing.ID] {
				t.Errorf("%s is told twice", thing.ID)
			}
			seen[thing.ID] = true
		}
	}
	if len(seen) == 0 {
		t.Error("nothing was told")
	}
}

// What does not arrive is tried again, later each time, with the same id and the
// same body; in the end it is given up.
func TestAlertsAreTriedAgain(t *testing.T) {
	b := open(t)
	x, _ := b.hook(t)
	b.status = 503
	b.add(t, 1)
	b.round(t)
	b.round(t)
	if len(b.posts) != 1 {
		t.Fatalf("%d posts at once", len(b.posts))
	}
	b.clock = b.clock.Add(saved.Wait(1) + time.Second)
	b.restart()
	b.fault = errors.New("lookup a.example on 10.0.0.2:53: no such host")
	b.round(t)
	if len(b.posts) != 2 || b.posts[0].body != b.posts[1].body || b.posts[0].header.Get("Chancery-Alert") != b.posts[1].header.Get("Chancery-Alert") || b.posts[1].header.Get("Chancery-Try") != "2" {
		t.Fatalf("%+v", b.posts)
	}
	list, err := b.Keeper.Alerts(t.Context(), "ann", x.ID, 5)
	if err != nil || len(list) != 1 || list[0].Told || list[0].Tries != 2 || strings.Contains(list[0].Outcome, "10.0.0.2") {
		t.Errorf("%+v, %v", list, err)
	}
	b.status, b.fault = 500, nil
	for range 40 {
		b.clock = b.clock.Add(7 * time.Hour)
		b.round(t)
	}
	if list, _ = b.Keeper.Alerts(t.Context(), "ann", x.ID, 5); len(b.posts) != 12 || !list[0].Due.IsZero() || !strings.Contains(list[0].Outcome, "given up") {
		t.Errorf("%d posts, %+v", len(b.posts), list)
	}
	b.status = http.StatusGone
	b.add(t, 1)
	b.round(t)
	b.clock = b.clock.Add(time.Hour)
	b.round(t)
	if len(b.posts) != 13 {
		t.Errorf("a gone address is asked again: %d", len(b.posts))
	}
	for n, want := range []time.Duration{30 * time.Second, 90 * time.Second, 270 * time.Second} {
		if saved.Wait(n+1) != want {
			t.Errorf("wait %d: %v", n+1, saved.Wait(n+1))
		}
	}
	if saved.Wait(50) != 6*time.Hour {
		t.Errorf("the longest wait: %v", saved.Wait(50))
	}
}

// A user who may not any more tells nothing, and has no feed.
func TestSearchesEndWithTheirOwners(t *testing.T) {
	b := open(t)
	x, made := b.hook(t)
	b.status = 500
	b.add(t, 1)
	b.round(t)
	b.roles["ann"] = serve.Nobody
	b.add(t, 1)
	b.clock = b.clock.Add(time.Hour)
	b.round(t)
	if len(b.posts) != 1 {
		t.Errorf("%d posts", len(b.posts))
	}
	if w := b.ask(made.Key, ""); w.Code != http.StatusNotFound {
		t.Errorf("a feed of %s: %d", x.Owner, w.Code)
	}
}

func (b *bench) ask(key, tag string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "http://localhost"+saved.FeedPath+"?key="+key, nil)
	if tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	b.Mount().Handler.ServeHTTP(w, r)
	return w
}

// The feed is for who knows its key, until there is another one.
func TestFeedsOfSearches(t *testing.T) {
	b := open(t)
	x, made, err := b.Create(t.Context(), ann(), saved.Form{Name: `<script>alert(1)</script> & "Co"`, List: "incidents"})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"", "x", "chanfeed_", "chanfeed_AAAAAAAAAAAAAAAAAAAAAAAAAAA", x.FeedKey, "chanfeed_" + x.FeedKey} {
		if w := b.ask(key, ""); w.Code != http.StatusNotFound {
			t.Errorf("key %q: %d", key, w.Code)
		}
	}
	w := b.ask(made.Key, "")
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Link    struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
			Content string `xml:"content"`
		} `xml:"entry"`
	}
	body := w.Body.String()
	if err := xml.Unmarshal([]byte(body), &feed); err != nil || feed.Title != x.Name || feed.ID == "" || strings.Contains(body, "<script") {
		t.Fatalf("%v: %s", err, body)
	}
	if len(feed.Entries) == 0 || w.Header().Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		t.Fatal("an empty feed, or one of another type")
	}
	for _, e := range feed.Entries {
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || !strings.HasPrefix(e.ID, "urn:chancery:incident:i") || !strings.HasPrefix(e.Link.Href, "http://localhost/incident/i") || !strings.Contains(e.Content, "“") {
			t.Errorf("%+v, %v", e, err)
		}
	}
	if again := b.ask(made.Key, w.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("unchanged: %d", again.Code)
	}
	_, renewed, err := b.Renew(t.Context(), ann(), x.ID)
	if err != nil || b.ask(made.Key, "").Code != http.StatusNotFound || b.ask(renewed.Key, "").Code != http.StatusOK {
		t.Errorf("a new key: %v", err)
	}
	if err := b.Delete(t.Context(), ann(), x.ID); err != nil || b.ask(renewed.Key, "").Code != http.StatusNotFound {
		t.Errorf("deleted: %v", err)
	}
}

// The log of the archive has a line for each change, without keys, secrets and
// what stands behind the host of an address.
func TestSearchesAreLogged(t *testing.T) {
	b, ctx := open(t), t.Context()
	x, made, err := b.Create(ctx, ann(), saved.Form{Name: "line\u2028two", List: "incidents", Hook: "https://a.example/hook?token=hidden"})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Delete(ctx, ann(), x.ID); err != nil {
		t.Fatal(err)
	}
	log, err := b.store.Log(ctx, 10)
	if err != nil || len(log) < 2 || log[0].Note != "ann deleted the search "+x.ID+` of incidents, which tells "a.example"` || !strings.Contains(log[1].Note, "ann saved") {
		t.Fatalf("%+v, %v", log, err)
	}
	for _, line := range log {
		if strings.Contains(line.Note, "hidden") || strings.Contains(line.Note, made.Key) || strings.Contains(line.Note, made.Secret) {
			t.Errorf("the log tells: %s", line.Note)
		}
	}
}

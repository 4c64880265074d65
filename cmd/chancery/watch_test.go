package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/internal/stage/ingest/fetch"
	"chancery/internal/stage/ingest/watch"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
)

// feedSite is a site of this host with one feed, whose articles tests add.
type feedSite struct {
	*httptest.Server
	mu       sync.Mutex
	articles []string
	status   int            // of the feed, when it fails
	asked    map[string]int // by path; "304" counts answers that say nothing new
	stop     func()         // called when /slow is asked for, which then never answers
}

func newFeedSite(t *testing.T) *feedSite {
	s := &feedSite{asked: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(s.Close)
	return s
}

func (s *feedSite) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked[r.URL.Path]++
	list, status, stop := s.articles, s.status, s.stop
	tag := fmt.Sprintf(`"%d"`, len(list))
	same := r.URL.Path == "/feed" && status == 0 && r.Header.Get("If-None-Match") == tag
	if same {
		s.asked["304"]++
	}
	s.mu.Unlock()
	switch {
	case r.URL.Path == "/slow" && stop != nil:
		stop()
		<-r.Context().Done()
	case r.URL.Path == "/robots.txt":
		http.NotFound(w, r)
	case r.URL.Path == "/feed" && status != 0:
		http.Error(w, "no", status)
	case same:
		w.WriteHeader(http.StatusNotModified)
	case r.URL.Path == "/feed":
		w.Header().Set("ETag", tag)
		fmt.Fprint(w, "<rss><channel><title>Averna Courier</title>")
		for _, a := range list {
			fmt.Fprintf(w, "<item><link>/%s</link><title>Aid %s</title><pubDate>4 Mar 2031 09:00 GMT</pubDate></item>", a, a)
		}
		fmt.Fprint(w, "</channel></rss>")
	default:
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<html><head><title>Aid %[1]s</title></head><body><article><h1>Aid %[1]s</h1><p>%[2]s The %[1]s.</p></article></body></html>", r.URL.Path[1:],
			strings.Repeat("Averna sent tents and blankets to Vessin after the flood in the north of the valley. ", 3))
	}
}

func (s *feedSite) add(names ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.articles = append(names, s.articles...)
}

func (s *feedSite) times(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[path]
}

// watching is one program that watches sites for an archive, with a clock of its
// own.
type watching struct {
	*watcher
	store *store.Store
	now   time.Time
	err   bytes.Buffer
}

func openArchive(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func startWatch(t *testing.T, s *store.Store, now time.Time, sites ...*feedSite) *watching {
	t.Helper()
	out := &watching{store: s, now: now}
	a := &app{err: &out.err}
	var sources []watch.Source
	for i, site := range sites {
		sources = append(sources, watch.Source{Outlet: fmt.Sprintf("Outlet %d", i+1), Country: "NOR", URL: site.URL + "/feed", Interval: 10 * time.Minute})
	}
	f := &watchFlags{once: true, atOnce: 2}
	f.workers = 2
	var err error
	if out.watcher, err = a.watcher(t.Context(), s, &coder{fakeCode, "fake"}, f, sources); err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return out.now }
	client := fetch.New(fetch.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Delay: -1, Now: clock})
	t.Cleanup(client.Close)
	out.opts.Get, out.opts.Now, out.opts.Chance = client, clock, func() float64 { return 0 }
	return out
}

// titles are those of the archive's documents, in order.
func titles(t *testing.T, s *store.Store) string {
	t.Helper()
	found := map[string]int{}
	for d, err := range s.Documents(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		found[d.Title]++
	}
	var out []string
	for _, title := range sortedKeys(found) {
		if found[title] > 1 {
			t.Errorf("%q is there %d times", title, found[title])
		}
		out = append(out, strings.TrimPrefix(title, "Aid "))
	}
	return strings.Join(out, " ")
}

func (w *watching) poll(t *testing.T) {
	t.Helper()
	if err := w.run(t.Context()); err != nil {
		t.Fatalf("%v\n%s", err, w.err.String())
	}
}

var noon = time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)

// New articles come into the archive; a feed with nothing new costs one answer
// without a body; and another program goes on where this one stopped.
func TestWatchKeepsWhatIsNew(t *testing.T) {
	site, s := newFeedSite(t), openArchive(t, filepath.Join(t.TempDir(), "a.db"))
	site.add("a", "b")
	w := startWatch(t, s, noon, site)
	w.poll(t)
	if got := titles(t, s); got != "a b" {
		t.Fatalf("kept %q\n%s", got, w.err.String())
	}
	if !strings.Contains(w.err.String(), "Outlet 1: 2 listed, 2 new; 2 new documents with 2 events") {
		t.Errorf("told:\n%s", w.err.String())
	}
	w.poll(t)
	if n := site.times("/feed"); n != 1 {
		t.Errorf("asked %d times before the interval was over", n)
	}
	w.now = noon.Add(time.Hour)
	w.poll(t)
	if site.times("304") != 1 || site.times("/a") != 1 || !strings.Contains(w.err.String(), "nothing new; again at") {
		t.Errorf("%d answers of nothing new, /a fetched %d times:\n%s", site.times("304"), site.times("/a"), w.err.String())
	}
	site.add("c")
	again := startWatch(t, s, noon.Add(2*time.Hour), site)
	again.poll(t)
	if got := titles(t, s); got != "a b c" || site.times("/a") != 1 || site.times("/c") != 1 {
		t.Errorf("after a restart %q, /a fetched %d times", got, site.times("/a"))
	}
	known, err := sourcesByOutlet(t.Context(), s)
	if err != nil || known["Outlet 1"].Country != "NOR" {
		t.Errorf("the outlet is not known: %+v, %v", known, err)
	}
}

// A feed that fails is asked more and more seldom, and the others go on.
func TestWatchBacksOff(t *testing.T) {
	bad, good, s := newFeedSite(t), newFeedSite(t), openArchive(t, filepath.Join(t.TempDir(), "a.db"))
	bad.status = 503
	good.add("a")
	w := startWatch(t, s, noon, bad, good)
	for range 13 { // two hours
		w.poll(t)
		w.now = w.now.Add(10 * time.Minute)
	}
	// After 0, 20 and 60 minutes; the pause after the third failure is 80.
	if n := bad.times("/feed"); n != 3 {
		t.Errorf("a feed that fails was asked %d times in two hours", n)
	}
	if n := good.times("/feed"); n != 13 || titles(t, s) != "a" {
		t.Errorf("the other was asked %d times, kept %q", n, titles(t, s))
	}
	if !strings.Contains(w.err.String(), "Outlet 1: failed, 3 times in a row [fetch-status]") {
		t.Errorf("told:\n%s", w.err.String())
	}
	var state watch.State
	if found, err := s.Feed(t.Context(), bad.URL+"/feed", &state); !found || err != nil || state.Failures != 3 {
		t.Errorf("noted %+v, %v", state, err)
	}
}

var errKilled = errors.New("killed")

// A program that dies between fetching and committing, or between committing and
// noting the state of the feed, loses nothing and keeps nothing twice.
func TestWatchThatDies(t *testing.T) {
	for _, before := range []bool{true, false} {
		site, s := newFeedSite(t), openArchive(t, filepath.Join(t.TempDir(), "a.db"))
		site.add("a", "b")
		w := startWatch(t, s, noon, site)
		keep := w.keep
		w.keep = func(ctx context.Context, r *watch.Result) (string, error) {
			if before {
				return "", errKilled
			}
			return keep(ctx, r)
		}
		w.note = func(context.Context, watch.State) error { return errKilled }
		if err := w.run(t.Context()); err == nil {
			t.Error("a poll that was not kept passes as good")
		}
		again := startWatch(t, s, noon, site)
		again.poll(t)
		if got := titles(t, s); got != "a b" {
			t.Errorf("died before the commit %v: kept %q", before, got)
		}
	}
}

// A signal ends the watch at once; what was fetched before it is kept, and the
// rest comes with the next watch.
func TestWatchIsStopped(t *testing.T) {
	site, s := newFeedSite(t), openArchive(t, filepath.Join(t.TempDir(), "a.db"))
	site.add("a", "slow", "b")
	w := startWatch(t, s, noon, site)
	w.once = false
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	site.stop = cancel
	if err := w.run(ctx); err != nil {
		t.Fatalf("%v\n%s", err, w.err.String())
	}
	if got := titles(t, s); got != "a" || !strings.Contains(w.err.String(), "stopped") {
		t.Errorf("kept %q\n%s", got, w.err.String())
	}
	site.mu.Lock()
	site.stop = nil
	site.mu.Unlock()
	startWatch(t, s, noon, site).poll(t)
	if got := titles(t, s); got != "a b slow" {
		t.Errorf("kept %q after a restart", got)
	}
}

// Between polls the watch sleeps until the next feed is due.
func TestWatchSleeps(t *testing.T) {
	site, s := newFeedSite(t), openArchive(t, filepath.Join(t.TempDir(), "a.db"))
	w := startWatch(t, s, noon, site)
	w.once = false
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var slept []time.Duration
	w.after = func(d time.Duration) <-chan time.Time {
		slept = append(slept, d)
		w.now = w.now.Add(d)
		if len(slept) == 3 {
			cancel()
			return nil
		}
		woken := make(chan time.Time, 1)
		woken <- w.now
		return woken
	}
	if err := w.run(ctx); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(slept) != "[10m0s 10m0s 10m0s]" || site.times("/feed") != 3 {
		t.Errorf("slept %v, asked %d times", slept, site.times("/feed"))
	}
}

// Something that panics while a feed is polled is told, and the others go on.
func TestWatchSurvivesABug(t *testing.T) {
	bad, good, s := newFeedSite(t), newFeedSite(t), openArchive(t, filepath.Join(t.TempDir(), "a.db"))
	good.add("a")
	w := startWatch(t, s, noon, bad, good)
	w.opts.Get = panicking{w.opts.Get, bad.URL}
	w.poll(t)
	if titles(t, s) != "a" || !strings.Contains(w.err.String(), "a bug in Chancery") {
		t.Errorf("kept %q:\n%s", titles(t, s), w.err.String())
	}
}

type panicking struct {
	watch.Getter
	at string
}

func (p panicking) Get(ctx context.Context, r fetch.Request) (*fetch.Response, error) {
	if strings.HasPrefix(r.URL, p.at) {
		panic("index out of range")
	}
	return p.Getter.Get(ctx, r)
}

// The command as a whole, as cron runs it.
func TestWatchOnce(t *testing.T) {
	site := newFeedSite(t)
	site.add("a")
	dir := folder(t, map[string]string{"feeds.toml": "[[feed]]\noutlet = \"Averna Courier\"\nurl = \"" + site.URL + "/feed\"\n"})
	list, db := filepath.Join(dir, "feeds.toml"), filepath.Join(dir, "a.db")
	args := []string{"watch", "--once", "--archive", db, list}
	denied := run(t, app{}, args...)
	if denied.code != 1 || !strings.Contains(denied.err, "[fetch-denied]") || site.times("/feed") != 0 {
		t.Errorf("an inner address is asked without --allow: %d\n%s", denied.code, denied.err)
	}
	db = filepath.Join(dir, "b.db")
	args = []string{"watch", "--once", "--allow", "127.0.0.0/8", "--delay", "0s", "--archive", db, list}
	if r := run(t, app{}, args...); r.code != 0 || !strings.Contains(r.err, "1 new documents") {
		t.Errorf("%d\n%s", r.code, r.err)
	}
	if r := run(t, app{}, args...); r.code != 0 || !strings.Contains(r.err, "no feed is due") || site.times("/feed") != 1 {
		t.Errorf("%d\n%s", r.code, r.err)
	}
}

func TestWatchSaysWhatIsWrong(t *testing.T) {
	dir := folder(t, map[string]string{"feeds.toml": "[[feed]]\nurl = \"ftp://x\"\n"})
	list := filepath.Join(dir, "feeds.toml")
	for _, tc := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{filepath.Join(dir, "none.toml")}, 1, "cannot read the list of feeds"},
		{[]string{list}, 1, "is no web address"},
		{[]string{"--allow", "home", list}, 2, "--allow home"},
		{[]string{"--delay", "10ms", list}, 2, "out of courtesy"},
		{[]string{"--at-once", "0", list}, 2, "1 or more"},
		{[]string{"--proxy", "x", list}, 2, "--proxy x"},
	} {
		if got := run(t, app{}, append([]string{"watch", "--archive", filepath.Join(dir, "x.db")}, tc.args...)...); got.code != tc.code || !strings.Contains(got.err, tc.want) {
			t.Errorf("%v: exit %d, want %d and %q:\n%s", tc.args, got.code, tc.code, tc.want, got.err)
		}
	}
}

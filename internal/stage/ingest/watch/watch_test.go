package watch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"chancery/internal/stage/ingest/fetch"
	"chancery/record"
)

const words = "The foreign ministers of Averna and Belmoria met in Port Calder on Tuesday to discuss fishing rights in the northern strait. "

func page(title string) string {
	return `<html><head><title>` + title + `</title></head><body><article><h1>` + title + `</h1><p>` + strings.Repeat(words, 4) + title + `.</p></article></body></html>`
}

// site is a server with one feed and its pages, and a clock that tests move.
type site struct {
	t       *testing.T
	feed    string
	pages   map[string]string
	status  map[string]int // of a path
	header  http.Header    // of the feed
	etag    string
	asked   map[string]int
	server  *httptest.Server
	now     time.Time
	options Options
	source  Source
	state   State
}

func newSite(t *testing.T) *site {
	s := &site{t: t, pages: map[string]string{}, status: map[string]int{}, header: http.Header{}, asked: map[string]int{}, now: time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)}
	s.server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.server.Close)
	client := fetch.New(fetch.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, NoRobots: true, Delay: -1, Now: func() time.Time { return s.now }})
	t.Cleanup(client.Close)
	s.options = Options{Get: client, Now: func() time.Time { return s.now }, Chance: func() float64 { return 0 }}
	s.source = Source{Outlet: "Averna Courier", URL: s.server.URL + "/feed", Interval: 10 * time.Minute}
	return s
}

func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	s.asked[r.URL.Path]++
	if n := s.status[r.URL.Path]; n != 0 {
		for name, v := range s.header {
			w.Header()[name] = v
		}
		w.WriteHeader(n)
		return
	}
	if r.URL.Path == "/feed" {
		for name, v := range s.header {
			w.Header()[name] = v
		}
		if s.etag != "" {
			w.Header().Set("ETag", s.etag)
			if r.Header.Get("If-None-Match") == s.etag {
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		_, _ = w.Write([]byte(s.feed))
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(s.pages[r.URL.Path]))
}

// list makes a feed of entries "path|title|guid".
func (s *site) list(entries ...string) {
	var b strings.Builder
	b.WriteString("<rss><channel><title>x</title>")
	for _, e := range entries {
		f := strings.Split(e, "|")
		fmt.Fprintf(&b, "<item><link>%s</link><title>%s</title><guid isPermaLink=\"false\">%s</guid><pubDate>4 Mar 2031 09:00 GMT</pubDate></item>", f[0], f[1], f[2])
		if s.pages[f[0]] == "" {
			s.pages[f[0]] = page(f[1])
		}
	}
	s.feed = b.String() + "</channel></rss>"
}

// poll polls once, through the JSON form of the state.
func (s *site) poll() Result {
	s.t.Helper()
	raw, err := json.Marshal(s.state)
	if err != nil {
		s.t.Fatal(err)
	}
	var state State
	if err := json.Unmarshal(raw, &state); err != nil || !reflect.DeepEqual(state, s.state) {
		s.t.Fatalf("the state changes in its JSON form: %+v, %+v, %v", state, s.state, err)
	}
	res, err := Poll(s.t.Context(), s.source, state, s.options)
	if err != nil {
		s.t.Fatal(err)
	}
	s.state = res.State
	s.now = s.now.Add(time.Hour)
	return res
}

func titles(r Result) string {
	var out []string
	for _, i := range r.Items {
		out = append(out, i.Page.Title)
	}
	return strings.Join(out, ", ")
}

func codes(list []record.Diagnostic) string {
	var out []string
	for _, d := range list {
		out = append(out, d.Code)
	}
	return strings.Join(out, " ")
}

func TestPoll(t *testing.T) {
	s := newSite(t)
	s.etag = `"1"`
	s.list("/a|Talks in Averna|1", "/b|Aid for Belmoria|2")
	r := s.poll()
	if titles(r) != "Talks in Averna, Aid for Belmoria" || r.New != 2 || r.Diagnostics != nil {
		t.Fatalf("%s: %+v", titles(r), r)
	}
	item := r.Items[0]
	if p := item.Page; p.Source != "Averna Courier" || p.Published != "2031-03-04T09:00:00Z" || p.URL != s.server.URL+"/a" || item.Fetched.IsZero() || item.Failed() {
		t.Errorf("%+v", item)
	}
	if r.State.Next != r.State.Polled.Add(10*time.Minute) {
		t.Errorf("next %s after %s", r.State.Next, r.State.Polled)
	}
	// Nothing new: asked with the validator, no page fetched.
	if r := s.poll(); !r.NotModified || len(r.Items) != 0 || s.asked["/a"] != 1 {
		t.Errorf("%+v", r)
	}
	// Changed GUIDs are nothing new; a new entry is; a changed one is fetched again.
	s.etag = `"2"`
	s.list("/c|Strike in Corvania|9", "/a|Talks in Averna|7", "/b|More aid for Belmoria|8")
	s.pages["/b"] = page("More aid for Belmoria")
	if r := s.poll(); titles(r) != "Strike in Corvania, More aid for Belmoria" || r.New != 1 || r.Changed != 1 || s.asked["/a"] != 1 {
		t.Errorf("%s: %+v", titles(r), r)
	}
}

// Articles that fail for a while are tried again, others are given up at once.
func TestArticlesThatFail(t *testing.T) {
	s := newSite(t)
	s.list("/a|Talks in Averna|1", "/b|Aid for Belmoria|2", "/c|Strike in Corvania|3")
	s.status["/a"], s.status["/b"] = 503, 404
	if r := s.poll(); titles(r) != "Strike in Corvania" || codes(r.Diagnostics) != "fetch-status fetch-status" {
		t.Fatalf("%s, %s", titles(r), codes(r.Diagnostics))
	}
	s.poll()
	delete(s.status, "/a")
	if r := s.poll(); titles(r) != "Talks in Averna" || s.asked["/a"] != 3 || s.asked["/b"] != 1 || s.asked["/c"] != 1 {
		t.Errorf("%s, asked %v", titles(r), s.asked)
	}
	// One that never comes is given up.
	s.list("/d|Never|4")
	s.status["/d"] = 500
	for range 6 {
		s.poll()
	}
	if s.asked["/d"] != triesMost {
		t.Errorf("asked %d times", s.asked["/d"])
	}
}

// What one poll leaves, the next ones fetch, and a validator does not hide it.
func TestArticlesInTurns(t *testing.T) {
	s := newSite(t)
	s.options.Articles = 2
	s.etag = `"1"`
	s.list("/a|A a|1", "/b|B b|2", "/c|C c|3", "/d|D d|4", "/e|E e|5")
	got := ""
	for range 4 {
		got += titles(s.poll()) + "; "
	}
	if got != "A a, B b; C c, D d; E e; ; " || s.asked["/feed"] != 4 {
		t.Errorf("%s", got)
	}
}

func TestFeedsThatFail(t *testing.T) {
	s := newSite(t)
	s.status["/feed"] = 503
	var waits []string
	for i := range 9 {
		if i == 2 {
			s.header.Set("Retry-After", "36000")
		} else {
			s.header.Del("Retry-After")
		}
		r := s.poll()
		waits = append(waits, r.State.Next.Sub(r.State.Polled).String())
		if codes(r.Diagnostics) != record.FetchStatus || r.State.Failures != i+1 || r.State.Problem != record.FetchStatus {
			t.Fatalf("%+v", r)
		}
	}
	if got := strings.Join(waits, " "); got != "20m0s 40m0s 10h0m0s 2h40m0s 5h20m0s 10h40m0s 21h20m0s 24h0m0s 24h0m0s" {
		t.Error(got)
	}
	delete(s.status, "/feed")
	s.list("/a|A a|1")
	if r := s.poll(); r.State.Failures != 0 || r.State.Problem != "" || r.State.Next.Sub(r.State.Polled) != 10*time.Minute {
		t.Errorf("%+v", r.State)
	}
	s.feed = "<html>now a page</html>"
	if r := s.poll(); codes(r.Diagnostics) != record.FeedInvalid || r.State.Failures != 1 {
		t.Errorf("%+v", r)
	}
	s.status["/feed"] = 410
	if r := s.poll(); !r.State.Gone {
		t.Errorf("%+v", r.State)
	}
}

func TestPauses(t *testing.T) {
	for _, c := range []struct {
		what                   string
		failures               int
		interval, pause, retry time.Duration
		chance                 float64
		want                   time.Duration
	}{
		{"the interval", 0, time.Hour, 0, 0, 0, time.Hour},
		{"what the feed asks for", 0, time.Hour, 3 * time.Hour, 0, 0, 3 * time.Hour},
		{"less is not asked for", 0, time.Hour, time.Minute, 0, 0, time.Hour},
		{"no more than a day", 0, time.Hour, 1000 * time.Hour, 0, 0, 24 * time.Hour},
		{"an interval over a day", 3, 48 * time.Hour, 0, 0, 0, 48 * time.Hour},
		{"chance", 0, time.Hour, 0, 0, 0.5, 63 * time.Minute},
		{"retry", 1, time.Hour, 0, 5 * time.Hour, 0.5, 5 * time.Hour},
		{"failures", 3, time.Hour, 0, 0, 0, 8 * time.Hour},
		{"many failures", 1000, time.Hour, 0, 0, 0, 24 * time.Hour},
	} {
		if got := After(State{Failures: c.failures}, c.interval, c.pause, c.retry, c.chance); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}

func TestSchedule(t *testing.T) {
	now := time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)
	sources := []Source{{URL: "a"}, {URL: "b"}, {URL: "c"}, {URL: "d"}}
	states := map[string]State{"a": {Next: now.Add(time.Minute)}, "b": {Next: now.Add(-time.Minute)}, "c": {Next: now.Add(-time.Hour)}, "d": {Gone: true}}
	if got := fmt.Sprint(Due(sources, states, now)); got != "[2 1]" {
		t.Error(got)
	}
	if got := fmt.Sprint(Due(sources, nil, now)); got != "[0 1 2 3]" {
		t.Error(got)
	}
	if w, ok := Wait(sources[:1], states, now); !ok || w != time.Minute {
		t.Error(w, ok)
	}
	if w, ok := Wait(sources, states, now); !ok || w != 0 {
		t.Error(w, ok)
	}
	if _, ok := Wait(sources[3:], states, now); ok {
		t.Error("a feed that is gone is waited for")
	}
	fresh := map[string]State{}
	n := 0.0
	Spread(sources, fresh, now, time.Hour, func() float64 { n += 0.25; return n - 0.25 })
	if len(fresh) != 4 || fresh["c"].Next != now.Add(30*time.Minute) {
		t.Errorf("%+v", fresh)
	}
}

// The text of the feed stands in for a page that cannot be had, when asked for.
func TestFromFeed(t *testing.T) {
	s := newSite(t)
	s.options.FromFeed = true
	s.status["/a"] = 404
	full := "<item><link>/a</link><title>Talks</title><description>Short.</description><encoded:x/><content:encoded><![CDATA[<p>" + strings.Repeat(words, 3) + "<script>alert(1)</script></p>]]></content:encoded></item>"
	s.feed = "<rss><channel>" + full + "<item><title>No address</title><content:encoded>" + strings.Repeat(words, 3) + "</content:encoded></item></channel></rss>"
	r := s.poll()
	if len(r.Items) != 2 || !strings.Contains(r.Items[0].Page.Text, "fishing rights") || strings.Contains(r.Items[0].Page.Text, "alert") {
		t.Fatalf("%+v", r)
	}
	if c := codes(r.Items[1].Diagnostics); !strings.Contains(c, record.FeedLinkMissing) {
		t.Error(c)
	}
	if r := s.poll(); len(r.Items) != 0 {
		t.Errorf("again: %s", titles(r))
	}
}

func TestContextEnds(t *testing.T) {
	s := newSite(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Poll(ctx, s.source, State{}, s.options); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestReadSources(t *testing.T) {
	got, err := ReadSources(`interval = "20m"
[[feed]]
outlet = "Averna Courier"
country = "AUT"
ownership = "public"
url = "https://courier.example/rss"
interval = "1h30m"
note = "fast"
[[feed]]
url = "http://www.post.example/feed"
`)
	want := []Source{
		{"Averna Courier", "AUT", "public", "https://courier.example/rss", 90 * time.Minute, "fast"},
		{"post.example", "", "", "http://www.post.example/feed", 20 * time.Minute, ""},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if p := got[0].Profile(); p.Outlet != "Averna Courier" || p.Ownership != "public" || p.Feed == "" {
		t.Errorf("%+v", p)
	}
	for raw, want := range map[string]string{
		"":                                     "there is no [[feed]]",
		"[[feed]\n":                            "cannot read the list of feeds",
		"[[feed]]\n":                           `feed 1: url "" is no web address`,
		"[[feed]]\nurl=\"file:///etc/passwd\"": "no web address",
		"[[feed]]\nurl=\"https://a.example\"\ninterval=\"1s\"":                     "give at least 1m",
		"[[feed]]\nurl=\"https://a.example\"\ncountry=\"Austria\"":                 "three capitals",
		"[[feed]]\nurl=\"https://a.example\"\nownership=\"mine\"":                  "give one of state, public",
		"[[feed]]\nurl=\"https://a.example\"\ncolour=\"red\"":                      "feed.colour is no key",
		"[[feed]]\nurl=\"https://a.example\"\n[[feed]]\nurl=\"https://a.example\"": "feed 2: its url is that of feed 1",
	} {
		if _, err := ReadSources(raw); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", raw, err)
		}
	}
}

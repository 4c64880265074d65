package watch

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chancery/internal/stage/ingest/fetch"
)

// hostile is a feed, or a site behind one, that means harm or is broken.
type hostile struct {
	name string
	feed string // the answer to /feed, when serve does not write it
	// serve answers any other path; it returns false for a good page.
	serve  func(w http.ResponseWriter, r *http.Request) bool
	titles string // of the articles that come of it
	codes  string // of the poll and of its articles, in order
}

func rss(items string) string {
	return `<rss version="2.0"><channel><title>Averna Courier</title>` + items + `</channel></rss>`
}

func item(path, title, more string) string {
	return fmt.Sprintf("<item><title>%s</title><link>%s</link>%s</item>", title, path, more)
}

const dated = "<pubDate>Tue, 04 Mar 2031 09:00:00 GMT</pubDate>"

func packed(raw []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(raw) // to memory
	_ = w.Close()
	return b.Bytes()
}

func redirects(path, to string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == path {
			http.Redirect(w, r, to, http.StatusFound)
		}
		return r.URL.Path == path
	}
}

func writes(path string, header http.Header, body []byte) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != path {
			return false
		}
		for name, v := range header {
			w.Header()[name] = v
		}
		_, _ = w.Write(body)
		return true
	}
}

func endless(path string, wait bool) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != path {
			return false
		}
		_, _ = w.Write([]byte("<rss><channel>"))
		w.(http.Flusher).Flush()
		if wait {
			<-r.Context().Done()
		}
		for r.Context().Err() == nil {
			_, _ = w.Write(bytes.Repeat([]byte("<item>"), 10_000))
		}
		return true
	}
}

var hostiles = []hostile{
	{name: "external entity", feed: `<!DOCTYPE rss [<!ENTITY x SYSTEM "/secret"><!ENTITY % y SYSTEM "/secret"> %y;]>` + rss(item("/a", "Talks &x;", dated)),
		titles: "Talks", codes: "feed-entities"},
	{name: "entities that grow", feed: `<!DOCTYPE rss [<!ENTITY a "` + strings.Repeat("a", 1000) + `"><!ENTITY b "` + strings.Repeat("&a;", 1000) + `"><!ENTITY c "` + strings.Repeat("&b;", 1000) + `">]>` + rss(item("/a", "Talks", dated+"<description>&c;</description>")),
		titles: "Talks", codes: "feed-entities"},
	{name: "feed that is a gzip bomb", serve: writes("/feed", http.Header{"Content-Encoding": {"gzip"}}, packed(make([]byte, 3<<20))), codes: "body-bomb"},
	{name: "article that is a gzip bomb", feed: rss(item("/a", "Talks", dated) + item("/b", "Aid", dated)),
		serve: writes("/a", http.Header{"Content-Encoding": {"gzip"}, "Content-Type": {"text/html"}}, packed(make([]byte, 3<<20))), titles: "Aid", codes: "body-bomb"},
	{name: "feed in a redirect loop", serve: redirects("/feed", "/feed"), codes: "fetch-redirects"},
	{name: "article in a redirect loop", feed: rss(item("/a", "Talks", dated) + item("/b", "Aid", dated)), serve: redirects("/a", "/a?x"), titles: "Aid", codes: "fetch-redirects"},
	{name: "feed without an end", serve: endless("/feed", false), codes: "fetch-too-long"},
	{name: "feed that stops in the middle", serve: endless("/feed", true), codes: "fetch-timeout"},
	{name: "link to a metadata service", feed: rss(item("http://169.254.169.254/latest/meta-data/", "Talks", dated) + item("/b", "Aid", dated)), titles: "Aid", codes: "fetch-denied"},
	{name: "link to a private network", feed: rss(item("http://10.0.0.1/", "Talks", dated) + item("http://[fd00::1]/", "More", dated) + item("/b", "Aid", dated)), titles: "Aid", codes: "fetch-denied fetch-denied"},
	{name: "article that redirects inside", feed: rss(item("/a", "Talks", dated) + item("/b", "Aid", dated)), serve: redirects("/a", "http://192.168.0.1/admin"), titles: "Aid", codes: "fetch-denied"},
	{name: "link to a file", feed: rss(item("file:///etc/passwd", "Talks", dated) + item("/b", "Aid", dated)), titles: "Aid", codes: "feed-link-missing"},
	{name: "link that is a script", feed: rss(item("javascript:alert(1)", "Talks", dated) + item("/b", "Aid", dated)), titles: "Aid", codes: "feed-link-missing"},
	{name: "script in a title", feed: rss(item("/a", "&lt;script&gt;alert(1)&lt;/script&gt;Talks", dated)),
		serve: writes("/a", http.Header{"Content-Type": {"text/html"}}, []byte(page("Talks<script>alert(1)</script>"))), titles: "Talks"},
	{name: "one bad byte", feed: rss(item("/a", "Entretien \xFFt\xC3\xA9 \xC3\xA0 Gen\xC3\xA8ve", dated)), titles: "Talks", codes: "encoding-repaired",
		serve: writes("/a", http.Header{"Content-Type": {"text/html; charset=utf-8"}}, []byte(page("Talks")))},
	{name: "wrong charset in the header", feed: rss(item("/a", "Talks", dated)), titles: "Café talks",
		serve: writes("/a", http.Header{"Content-Type": {"text/html; charset=iso-8859-1"}}, []byte(page("Café talks")))},
	{name: "charset that does not exist", feed: rss(item("/a", "Talks", dated)), titles: "Café talks",
		serve: writes("/a", http.Header{"Content-Type": {"text/html; charset=klingon"}}, []byte(page("Café talks")))},
	{name: "date in the future", feed: rss(item("/a", "Talks", "<pubDate>2099-01-01</pubDate>")), titles: "Talks", codes: "published-missing feed-date-future"},
	{name: "date missing", feed: rss(item("/a", "Talks", "")), titles: "Talks", codes: "published-missing published-missing"},
	{name: "date unreadable", feed: rss(item("/a", "Talks", "<pubDate>03/04/2031</pubDate>")), titles: "Talks", codes: "published-missing published-unreadable"},
	{name: "feed that breaks off", feed: rss(item("/a", "Talks", dated) + item("/b", "Aid", dated))[:190], titles: "Talks", codes: "feed-broken"},
	{name: "feed that is a page", feed: page("No feed"), codes: "feed-invalid"},
	{name: "article that is an image", feed: rss(item("/a", "Talks", dated)), titles: "", codes: "text-binary",
		serve: writes("/a", http.Header{"Content-Type": {"image/png"}}, []byte("\x89PNG\r\n\x1A\n\x00\x00"))},
	{name: "article torn on its way", feed: rss(item("/a", "Talks", dated)), titles: "Talks", codes: "body-broken",
		serve: writes("/a", http.Header{"Content-Type": {"text/html"}, "Content-Length": {"99999"}}, []byte(page("Talks")))},
	{name: "the same entry a thousand times", feed: rss(strings.Repeat(item("/a", "Talks", dated), 1000)), titles: "Talks"},
}

// Each case is polled from a server on this host. The table of docs/sources.md
// shows the same cases.
func TestHostile(t *testing.T) {
	for _, c := range hostiles {
		t.Run(c.name, func(t *testing.T) {
			secret := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch {
				case r.URL.Path == "/secret":
					secret++
				case c.serve != nil && c.serve(w, r):
				case r.URL.Path == "/feed":
					_, _ = w.Write([]byte(c.feed))
				case r.URL.Path == "/a":
					_, _ = w.Write([]byte(page("Talks")))
				default:
					_, _ = w.Write([]byte(page("Aid")))
				}
			}))
			defer server.Close()
			now := func() time.Time { return time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC) }
			client := fetch.New(fetch.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, NoRobots: true, Delay: -1, Now: now,
				MaxBytes: 4 << 20, MaxRatio: 50, Idle: 100 * time.Millisecond})
			defer client.Close()
			res, err := Poll(t.Context(), Source{Outlet: "Averna Courier", URL: server.URL + "/feed", Interval: time.Hour}, State{},
				Options{Get: client, Now: now, Chance: func() float64 { return 0 }})
			if err != nil {
				t.Fatal(err)
			}
			all := res.Diagnostics
			var got []string
			for _, i := range res.Items {
				all = append(all, i.Diagnostics...)
				if !i.Failed() {
					got = append(got, i.Page.Title)
				}
				if strings.Contains(i.Page.Title+i.Page.Text, "alert(") || strings.Contains(i.Page.Title, "<") {
					t.Errorf("markup in %+v", i.Page)
				}
			}
			if strings.Join(got, ", ") != c.titles || codes(all) != c.codes || secret > 0 {
				t.Errorf("articles %q, codes %q, secret asked for %d times; want %q, %q\n%v", got, codes(all), secret, c.titles, c.codes, all)
			}
		})
	}
}

// The document shows every case with its outcome.
func TestHostileIsDocumented(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "docs", "sources.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range hostiles {
		outcome := c.codes
		if outcome == "" {
			outcome = "–"
		}
		articles := 0
		if c.titles != "" {
			articles = 1 + strings.Count(c.titles, ", ")
		}
		if row := fmt.Sprintf("| %s | %d | %s |", c.name, articles, outcome); !strings.Contains(string(raw), row) {
			t.Errorf("docs/sources.md has no row\n%s", row)
		}
	}
}

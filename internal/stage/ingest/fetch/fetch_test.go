package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/record"
)

// loopback lets tests reach their servers.
var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

// serve starts a server and a client that may reach it and sleeps on paper only.
func serve(t *testing.T, opts Options, h http.HandlerFunc) (*Client, string) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	if opts.Allow == nil {
		opts.Allow = loopback
	}
	if opts.Sleep == nil {
		opts.Sleep = func(context.Context, time.Duration) error { return nil }
	}
	opts.NoRobots = true
	c := New(opts)
	t.Cleanup(c.Close)
	return c, s.URL
}

// code is the code of an error, or "".
func code(err error) string {
	var failed *Error
	if errors.As(err, &failed) {
		return failed.Code
	}
	if err != nil {
		return "other: " + err.Error()
	}
	return ""
}

func TestPublic(t *testing.T) {
	for _, c := range []struct {
		address string
		want    bool
	}{
		{"93.184.215.14", true}, {"8.8.8.8", true}, {"2606:2800:220:1::1", true}, {"64:ff9b::808:808", true}, {"::ffff:8.8.8.8", true},
		{"127.0.0.1", false}, {"127.255.0.9", false}, {"0.0.0.0", false}, {"10.1.2.3", false}, {"172.16.0.1", false}, {"172.31.255.255", false},
		{"192.168.1.1", false}, {"169.254.169.254", false}, {"100.64.0.1", false}, {"100.100.100.200", false}, {"168.63.129.16", false},
		{"224.0.0.1", false}, {"239.1.1.1", false}, {"240.0.0.1", false}, {"255.255.255.255", false}, {"192.0.2.1", false}, {"198.18.0.1", false},
		{"::", false}, {"::1", false}, {"::127.0.0.1", false}, {"::ffff:127.0.0.1", false}, {"::ffff:169.254.169.254", false},
		{"fe80::1", false}, {"fe80::1%eth0", false}, {"fc00::1", false}, {"fd00:ec2::254", false}, {"fec0::1", false}, {"ff02::1", false},
		{"64:ff9b::7f00:1", false}, {"64:ff9b::a9fe:a9fe", false}, {"64:ff9b:1::1", false}, {"2002:7f00:1::", false}, {"2002:808:808::", false},
		{"2001::1", false}, {"2001:db8::1", false}, {"3fff::1", false}, {"100::1", false}, {"5f00::1", false},
	} {
		if got := Public(netip.MustParseAddr(c.address)); got != c.want {
			t.Errorf("%s: %v", c.address, got)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("no address at all is public")
	}
}

// A client that has been allowed nothing reaches no server of this host, however
// its address is written or resolved.
func TestSSRF(t *testing.T) {
	hits := 0
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits++ }))
	defer s.Close()
	_, service, _ := net.SplitHostPort(s.Listener.Addr().String())
	for _, c := range []struct {
		what, url string
		resolved  string
	}{
		{"loopback", "http://127.0.0.1:" + service, ""},
		{"mapped loopback", "http://[::ffff:127.0.0.1]:" + service, ""},
		{"loopback of IPv6", "http://[::1]:" + service, ""},
		{"unspecified", "http://0.0.0.0:" + service, ""},
		{"a name that resolves to loopback", "http://rebind.example:" + service, "127.0.0.1"},
		{"a name that resolves to a metadata service", "http://meta.example:" + service, "169.254.169.254"},
		{"NAT64 of loopback", "http://nat.example:" + service, "64:ff9b::7f00:1"},
		{"6to4 of loopback", "http://six.example:" + service, "2002:7f00:1::"},
		{"a short form of loopback", "http://127.1:" + service, "127.0.0.1"},
		{"a number for loopback", "http://2130706433:" + service, "127.0.0.1"},
		{"file", "file:///etc/passwd", ""},
		{"gopher", "gopher://127.0.0.1:" + service, ""},
		{"credentials", "http://user:secret@127.0.0.1:" + service, ""},
		{"no host", "http:///x", ""},
	} {
		client := New(Options{NoRobots: true, Delay: -1, Resolve: func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr(c.resolved)}, nil
		}})
		if _, err := client.Get(t.Context(), Request{URL: c.url}); code(err) != record.FetchDenied {
			t.Errorf("%s: %v", c.what, err)
		}
		client.Close()
	}
	if hits > 0 {
		t.Errorf("the server was reached %d times", hits)
	}
}

// A name is resolved once for a connection, and what was checked is dialled.
func TestRebinding(t *testing.T) {
	asked, dialled := 0, []string{}
	client := New(Options{NoRobots: true, Delay: -1,
		Resolve: func(context.Context, string) ([]netip.Addr, error) {
			asked++
			if asked == 1 {
				return []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("8.8.8.8")}, nil
			}
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
		},
		Dial: func(_ context.Context, _, address string) (net.Conn, error) {
			dialled = append(dialled, address)
			return nil, io.ErrUnexpectedEOF
		},
	})
	defer client.Close()
	_, err := client.Get(t.Context(), Request{URL: "http://rebind.example/"})
	if asked != 1 || fmt.Sprint(dialled) != "[8.8.8.8:80]" || code(err) != record.FetchFailed {
		t.Errorf("asked %d times, dialled %v, %v", asked, dialled, err)
	}
	if _, err = client.Get(t.Context(), Request{URL: "http://rebind.example/"}); code(err) != record.FetchDenied || len(dialled) != 1 {
		t.Errorf("the second time: dialled %v, %v", dialled, err)
	}
}

// Ports of other services are not dialled on public addresses.
func TestPorts(t *testing.T) {
	for service, want := range map[string]bool{"80": true, "443": true, "8080": true, "25": false, "22": false, "0": false, "99999": false, "x": false} {
		if _, err := port(service); (err == nil) != want {
			t.Errorf("port %s: %v", service, err)
		}
	}
}

func TestRedirects(t *testing.T) {
	c, base := serve(t, Options{MaxRedirects: 3, Delay: -1}, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/loop":
			http.Redirect(w, r, "/pool", http.StatusFound)
		case "/pool":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/self":
			http.Redirect(w, r, "/self", http.StatusFound)
		case "/inside":
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/nowhere":
			w.WriteHeader(http.StatusFound)
		case "/once":
			http.Redirect(w, r, "/end", http.StatusMovedPermanently)
		case "/twice":
			http.Redirect(w, r, "/once", http.StatusFound)
		case "/end":
			_, _ = io.WriteString(w, "here")
		default:
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		}
	})
	for path, want := range map[string]string{
		"/loop": record.FetchRedirects, "/self": record.FetchRedirects, "/long": record.FetchRedirects, "/nowhere": record.FetchRedirects,
		"/inside": record.FetchDenied, "/file": record.FetchDenied, "/once": "", "/twice": "",
	} {
		res, err := c.Get(t.Context(), Request{URL: base + path})
		if code(err) != want {
			t.Errorf("%s: %v", path, err)
		}
		if err == nil && (string(res.Body) != "here" || res.URL != base+"/end") {
			t.Errorf("%s: %+v", path, res)
		}
		if err == nil && (res.Moved == base+"/end") != (path == "/once") {
			t.Errorf("%s: moved to %q", path, res.Moved)
		}
	}
}

func gz(raw []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(raw) // to memory
	_ = w.Close()
	return b.Bytes()
}

func TestBodies(t *testing.T) {
	bomb := gz(make([]byte, 2<<20))
	c, base := serve(t, Options{MaxBytes: 4 << 20, MaxRatio: 50, Idle: 100 * time.Millisecond, Timeout: time.Second, Delay: -1}, func(w http.ResponseWriter, r *http.Request) {
		flush := func() { w.(http.Flusher).Flush() }
		switch r.URL.Path {
		case "/endless":
			for r.Context().Err() == nil {
				_, _ = w.Write(make([]byte, 64<<10)) // the client hangs up
			}
		case "/claims":
			w.Header().Set("Content-Length", "99999999999")
			flush()
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb)
		case "/gzip":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(gz([]byte("hello")))
		case "/torn":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "hello")
		case "/slow":
			_, _ = io.WriteString(w, "hel")
			flush()
			<-r.Context().Done()
		case "/silent":
			<-r.Context().Done()
		case "/headers":
			for i := range 2000 {
				w.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("x", 500))
			}
		case "/gone":
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	for path, want := range map[string]string{
		"/endless": record.FetchTooLong, "/claims": record.FetchTooLong, "/bomb": record.BodyBomb, "/gzip": "", "/torn": "",
		"/slow": record.FetchTimeout, "/silent": record.FetchTimeout, "/headers": record.FetchFailed, "/gone": record.FetchStatus,
	} {
		res, err := c.Get(t.Context(), Request{URL: base + path})
		if code(err) != want {
			t.Errorf("%s: %v", path, err)
		}
		if err == nil && (string(res.Body) != "hello" || res.Broken != (path == "/torn")) {
			t.Errorf("%s: %q, broken %v", path, res.Body, res.Broken)
		}
		var failed *Error
		if path == "/gone" && (!errors.As(err, &failed) || failed.RetryAfter != 2*time.Minute || failed.Status != 503) {
			t.Errorf("%s: %+v", path, failed)
		}
	}
}

func TestConditional(t *testing.T) {
	c, base := serve(t, Options{Version: "1.2", Contact: "mailto:desk@averna.example", Delay: -1}, func(w http.ResponseWriter, r *http.Request) {
		if ua := r.UserAgent(); ua != "chancery/1.2 (reads news feeds and their articles for its user; mailto:desk@averna.example)" {
			t.Errorf("user agent %q", ua)
		}
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Tue, 04 Mar 2031 10:00:00 GMT")
		w.Header().Set("Cache-Control", "public, max-age=600")
		if r.Header.Get("If-None-Match") == `"v1"` || r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(w, "new")
	})
	res, err := c.Get(t.Context(), Request{URL: base})
	if err != nil || string(res.Body) != "new" || res.MaxAge != 10*time.Minute {
		t.Fatalf("%+v, %v", res, err)
	}
	for _, req := range []Request{{ETag: res.ETag}, {LastModified: res.LastModified}} {
		req.URL = base
		if res, err := c.Get(t.Context(), req); err != nil || !res.NotModified || res.Body != nil {
			t.Errorf("%+v: %+v, %v", req, res, err)
		}
	}
	// A validator that would break out of its header is not sent.
	if res, err := c.Get(t.Context(), Request{URL: base, ETag: "\"v1\"\r\nHost: x"}); err != nil || string(res.Body) != "new" {
		t.Errorf("%+v, %v", res, err)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2031, 3, 4, 10, 0, 0, 0, time.UTC)
	for s, want := range map[string]time.Duration{
		"": 0, "5": 5 * time.Second, "-5": 0, "soon": 0, "99999999999999": 24 * time.Hour,
		"Tue, 04 Mar 2031 10:00:30 GMT": 30 * time.Second, "Tue, 04 Mar 2031 09:00:00 GMT": 0, "Thu, 04 Mar 2032 09:00:00 GMT": 24 * time.Hour,
	} {
		if got := RetryAfter(s, now); got != want {
			t.Errorf("%q: %s", s, got)
		}
	}
}

// clock is a time that goes on only by waiting.
type clock struct {
	mu  sync.Mutex
	t   time.Time
	log []time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) sleep(_ context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
	c.log = append(c.log, d)
	return nil
}

func TestPoliteness(t *testing.T) {
	asked := map[string]int{}
	rules := "User-agent: *\nDisallow: /\n\nUser-agent: chancery\nDisallow: /private\nCrawl-delay: 7\n"
	status := http.StatusOK
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked[r.URL.Path]++
		if r.URL.Path == "/robots.txt" {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, rules)
		}
	}))
	defer s.Close()
	ck := &clock{t: time.Date(2031, 3, 4, 0, 0, 0, 0, time.UTC)}
	c := New(Options{Allow: loopback, Now: ck.now, Sleep: ck.sleep, Delay: 2 * time.Second, MaxDelay: 5 * time.Second})
	defer c.Close()
	get := func(path string) string {
		_, err := c.Get(t.Context(), Request{URL: s.URL + path})
		return code(err)
	}
	if a, b, d := get("/a"), get("/private/x"), get("/b"); a != "" || b != record.FetchRobots || d != "" {
		t.Errorf("%q, %q, %q", a, b, d)
	}
	// robots.txt, then /a after 2 s, then /b after the 5 s that are the most.
	if fmt.Sprint(ck.log) != "[2s 5s]" || asked["/robots.txt"] != 1 || asked["/private/x"] != 0 {
		t.Errorf("waited %v, asked %v", ck.log, asked)
	}
	// The rules are held for a day; a server that fails then closes the site.
	ck.t, status = ck.t.Add(25*time.Hour), http.StatusInternalServerError
	if got := get("/a"); got != record.FetchRobots || asked["/robots.txt"] != 2 {
		t.Errorf("failing robots.txt: %q, asked %v", got, asked)
	}
	// One that has no rules opens it, after a while.
	status = http.StatusNotFound
	if got := get("/a"); got != record.FetchRobots {
		t.Errorf("asked again too soon: %q", got)
	}
	ck.t = ck.t.Add(time.Hour)
	if got := get("/private/x"); got != "" {
		t.Errorf("no robots.txt: %q", got)
	}
}

// The environment's proxy is not asked.
func TestNoProxyFromEnvironment(t *testing.T) {
	proxied := false
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { proxied = true }))
	defer proxy.Close()
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	client := New(Options{NoRobots: true, Delay: -1,
		Resolve: func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("8.8.8.8")}, nil
		},
		Dial: func(context.Context, string, string) (net.Conn, error) { return nil, io.ErrUnexpectedEOF },
	})
	defer client.Close()
	if _, err := client.Get(t.Context(), Request{URL: "http://averna.example/"}); code(err) != record.FetchFailed || proxied {
		t.Errorf("proxied %v, %v", proxied, err)
	}
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c, base := serve(t, Options{Delay: -1}, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	if _, err := c.Get(ctx, Request{URL: base}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

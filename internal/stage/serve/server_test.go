package serve

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// still is an archive of which only the revision is asked.
type still struct {
	Archive
	err error
}

func (s still) Revision(context.Context) (string, error) { return "1", s.err }

func echo(text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err != nil {
			FailWith(w, r, err)
			return
		}
		_, _ = io.WriteString(w, text)
	})
}

// as puts a caller of a role into the request, as access does.
func as(role Role) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			name := "ada"
			if role == Nobody {
				name = ""
			}
			h.ServeHTTP(w, r.WithContext(WithCaller(r.Context(), Caller{Name: name, Role: role})))
		})
	}
}

func server(t *testing.T, o Options) *Server {
	t.Helper()
	if o.Archive == nil {
		o.Archive = still{}
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ask(s *Server, method, target string, change func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.Host = "127.0.0.1:8642"
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

func TestRolesAtMounts(t *testing.T) {
	mounts := []Mount{
		{Pattern: "/page", Handler: echo("page"), Read: Reader, Write: Reviewer, Pages: true},
		{Pattern: "/open", Handler: echo("open"), Open: true},
		{Pattern: "/unsaid", Handler: echo("unsaid")},
	}
	for _, tc := range []struct {
		role         Role
		method, path string
		want         int
	}{
		{Nobody, "GET", "/page", 303}, {Nobody, "POST", "/page", 401}, {Nobody, "GET", "/open", 200}, {Nobody, "POST", "/open", 200}, {Nobody, "GET", "/unsaid", 401},
		{Reader, "GET", "/page", 200}, {Reader, "HEAD", "/page", 200}, {Reader, "POST", "/page", 403}, {Reader, "PATCH", "/page", 403}, {Reader, "GET", "/unsaid", 403},
		{Reviewer, "POST", "/page", 200}, {Reviewer, "DELETE", "/page", 200}, {Reviewer, "GET", "/unsaid", 403},
		{Administrator, "GET", "/unsaid", 200}, {Administrator, "POST", "/page", 200}, {Nobody, "GET", "/metrics", 401}, {Reader, "GET", "/metrics", 200},
		{Nobody, "GET", "/healthz", 200}, {Nobody, "GET", "/readyz", 200}, {Administrator, "GET", "/elsewhere", 404},
	} {
		s := server(t, Options{Mounts: mounts, Access: as(tc.role), SignIn: "/sign-in"})
		if w := ask(s, tc.method, tc.path, nil); w.Code != tc.want {
			t.Errorf("%s %s as %s: %d, want %d", tc.method, tc.path, tc.role, w.Code, tc.want)
		}
	}
}

func TestHeadersOnEveryAnswer(t *testing.T) {
	s := server(t, Options{Mounts: []Mount{{Pattern: "/a", Handler: echo("a"), Read: Reader}}})
	for _, path := range []string{"/a", "/none", "/healthz"} {
		h := ask(s, "GET", path, nil).Header()
		if !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'; script-src 'self'") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestOtherNamesReachNothing(t *testing.T) {
	s := server(t, Options{Hosts: []string{"desk.example"}})
	for host, want := range map[string]int{"localhost:8642": 200, "[::1]:8642": 200, "127.0.0.1": 200, "desk.example": 200, "evil.example": 421, "127.0.0.1.evil.example": 421} {
		if w := ask(s, "GET", "/healthz", func(r *http.Request) { r.Host = host }); w.Code != want {
			t.Errorf("%s: %d, want %d", host, w.Code, want)
		}
	}
}

func TestOtherSitesChangeNothing(t *testing.T) {
	s := server(t, Options{Mounts: []Mount{{Pattern: "/a", Handler: echo("a"), Write: Reader}}})
	for site, want := range map[string]int{"cross-site": 403, "same-site": 403, "same-origin": 200, "none": 200} {
		if w := ask(s, "POST", "/a", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", site) }); w.Code != want {
			t.Errorf("%s: %d, want %d", site, w.Code, want)
		}
	}
}

func TestRateLimit(t *testing.T) {
	now := time.Unix(1e9, 0)
	s := server(t, Options{Rate: 1, Burst: 2, Now: func() time.Time { return now }})
	from := func(address string) int {
		return ask(s, "GET", "/healthz", func(r *http.Request) { r.RemoteAddr = address }).Code
	}
	for i, want := range []int{200, 200, 429} {
		if got := from("192.0.2.1:1"); got != want {
			t.Errorf("request %d: %d, want %d", i, got, want)
		}
	}
	if from("192.0.2.2:1") != 200 || from("[2001:db8::1]:1") != 200 || from("[2001:db8::2]:1") != 200 || from("[2001:db8::3]:1") != 429 {
		t.Error("clients are counted alone, and a /64 as one")
	}
	now = now.Add(time.Second)
	if from("192.0.2.1:1") != 200 {
		t.Error("a bucket fills again")
	}
}

func TestForwardedOnlyFromOurProxy(t *testing.T) {
	for _, tc := range []struct {
		proxy       bool
		from, given string
		want        string
	}{
		{false, "127.0.0.1:9", "198.51.100.7", "127.0.0.1"},
		{true, "127.0.0.1:9", "203.0.113.9, 198.51.100.7", "198.51.100.7"},
		{true, "192.0.2.1:9", "198.51.100.7", "192.0.2.1"},
		{true, "127.0.0.1:9", "x\"y", "127.0.0.1"},
	} {
		var got string
		h := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = ClientOf(r) })
		s := server(t, Options{Proxy: tc.proxy, Mounts: []Mount{{Pattern: "/a", Handler: h, Open: true}}})
		ask(s, "GET", "/a", func(r *http.Request) { r.RemoteAddr = tc.from; r.Header.Set("X-Forwarded-For", tc.given) })
		if got != tc.want {
			t.Errorf("%+v: %q", tc, got)
		}
	}
}

func TestLogIsOneLineAndHoldsNoQuery(t *testing.T) {
	var log bytes.Buffer
	s := server(t, Options{Log: &log})
	ask(s, "GET", "/a%0a{%22forged%22:1}?token=secret", func(r *http.Request) { r.Header.Set("Authorization", "Bearer secret") })
	if text := log.String(); strings.Count(text, "\n") != 1 || strings.Contains(text, "secret") {
		t.Errorf("log %q", text)
	}
	var l line
	if err := json.Unmarshal(log.Bytes(), &l); err != nil || l.Status != 404 || l.Path != "/a%0A%7B%22forged%22:1%7D" {
		t.Errorf("%+v %v", l, err)
	}
}

func TestPanicIsAnAnswerAndALogLine(t *testing.T) {
	var log bytes.Buffer
	s := server(t, Options{Log: &log, Mounts: []Mount{{Pattern: "/a", Open: true, Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("oh") })}}})
	w := ask(s, "GET", "/a", nil)
	if w.Code != 500 || strings.Contains(w.Body.String(), "oh") || !strings.Contains(log.String(), "a bug: oh") {
		t.Errorf("%d %s, log %s", w.Code, w.Body, log.String())
	}
}

func TestOversizedBody(t *testing.T) {
	s := server(t, Options{Mounts: []Mount{{Pattern: "/a", Handler: echo("a"), Write: Reader, Body: 10}}})
	for _, known := range []bool{true, false} {
		w := ask(s, "POST", "/a", func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader(strings.Repeat("x", 11)))
			r.ContentLength = -1
			if known {
				r.ContentLength = 11
			}
		})
		if w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("length known %v: %d", known, w.Code)
		}
	}
}

func TestNotReady(t *testing.T) {
	s := server(t, Options{Archive: still{err: errors.New("/secret/path.db is gone")}})
	if w := ask(s, "GET", "/readyz", nil); w.Code != 503 || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestMetrics(t *testing.T) {
	s := server(t, Options{Mounts: []Mount{{Pattern: "/a/{x}", Handler: echo("a"), Read: Reader}}})
	ask(s, "GET", "/a/1", nil)
	ask(s, "GET", "/a/2", nil)
	ask(s, "BREW", "/b", func(r *http.Request) { r.Method = "BREW\n" })
	text := ask(s, "GET", "/metrics", nil).Body.String()
	for _, want := range []string{
		`chancery_requests_total{route="/a/{x}",method="GET",status="200"} 2`,
		`chancery_requests_total{route="none",method="other",status="404"} 1`,
		`chancery_request_seconds_bucket{route="/a/{x}",le="+Inf"} 2`,
	} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("no line %s in\n%s", want, text)
		}
	}
}

// serveOn serves on a port of loopback and gives its address; stop ends it.
func serveOn(t *testing.T, s *Server) (address string, stop func() error) {
	t.Helper()
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if !Loopback(l) {
		t.Fatal("not on loopback")
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	return l.Addr().String(), func() error { cancel(); return <-done }
}

func TestGracefulStop(t *testing.T) {
	begun, go_on := make(chan bool), make(chan bool)
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-go_on
		fmt.Fprint(w, "whole")
	})
	address, stop := serveOn(t, server(t, Options{Mounts: []Mount{{Pattern: "/a", Handler: h, Open: true}}}))
	answer := make(chan string)
	go func() {
		res, err := http.Get("http://" + address + "/a")
		if err != nil {
			answer <- err.Error()
			return
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		answer <- string(body)
	}()
	<-begun
	stopped := make(chan error)
	go func() { stopped <- stop() }()
	close(go_on)
	if got := <-answer; got != "whole" {
		t.Errorf("the answer under way was %q", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

func TestSlowRequestIsCutOff(t *testing.T) {
	address, stop := serveOn(t, server(t, Options{Limits: Limits{Header: 50 * time.Millisecond, Request: 50 * time.Millisecond}}))
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprint(c, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
	if err := c.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(c); err != nil { // the server ends it
		t.Errorf("still open: %v", err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestOversizedHeader(t *testing.T) {
	address, stop := serveOn(t, server(t, Options{}))
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: %s\r\n\r\n", strings.Repeat("x", 64<<10))
	status, err := bufio.NewReader(c).ReadString('\n')
	if err != nil || !strings.Contains(status, "431") {
		t.Errorf("%q %v", status, err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestRefusalsAreLogged(t *testing.T) {
	var log bytes.Buffer
	s := server(t, Options{Log: &log, Access: as(Reader), Mounts: []Mount{{Pattern: "/users", Handler: echo("users")}}})
	ask(s, "GET", "/users", nil)
	if text := log.String(); !strings.Contains(text, `"user":"ada"`) || !strings.Contains(text, `"status":403`) {
		t.Errorf("log %s", text)
	}
}

package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery"
	"chancery/internal/pipeline"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/access"
	"chancery/internal/stage/serve/complete"
	"chancery/internal/stage/store"
)

// words is where a server tells what it does, while the test reads.
type words struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (w *words) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.Write(b)
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.String()
}

// served serves an archive and gives its address; stop ends it and gives what
// was said.
func served(t *testing.T, f *serveFlags) (address string, said *words, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ready, done := make(chan string, 1), make(chan error, 1)
	f.listen, f.ready = "127.0.0.1:0", func(a string) { ready <- a }
	if f.rate == 0 {
		f.rate = 20
	}
	said = &words{}
	a := &app{err: said, out: io.Discard, newCode: func(chancery.Options) (pipeline.Code, error) { return fakeCode, nil }}
	go func() { done <- a.serve(ctx, f) }()
	stop = func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	select {
	case address = <-ready:
	case err := <-done:
		t.Fatal(err)
	}
	return address, said, stop
}

func fetched(t *testing.T, c *http.Client, address string) (int, string) {
	t.Helper()
	res, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

var shownCode = regexp.MustCompile(`(?m)^    ([a-z0-9-]+)$`)

// What a newcomer does: the code of the terminal, a password, and the evidence of
// an act.
func TestServeFromFirstRunToEvidence(t *testing.T) {
	f := &serveFlags{anonymous: "none"}
	f.place = kept(t)
	begun := time.Now()
	address, said, stop := served(t, f)
	jar, _ := cookiejar.New(nil)
	c := &http.Client{Jar: jar}
	if status, _ := fetched(t, c, address+"sign-in"); status != 200 {
		t.Errorf("first page: %d", status)
	}
	t.Logf("first page after %v", time.Since(begun))
	code := shownCode.FindStringSubmatch(said.String())
	if code == nil || !strings.Contains(said.String(), "no users yet") {
		t.Fatalf("said %s", said)
	}
	if status, _ := fetched(t, c, address+"api/v1/events"); status != 401 {
		t.Errorf("before signing in: %d", status)
	}
	res, err := c.PostForm(address+"setup", url.Values{"code": {code[1]}, "name": {"ada"}, "password": {"four plain words here"}})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if status, body := fetched(t, c, address+"api/v1/events?filter=text:ships"); status != 200 || !strings.Contains(body, `"evidence":"Ships"`) || !strings.Contains(body, "Drawn from") {
		t.Errorf("%d %s", status, body)
	}
	if status, body := fetched(t, c, address+"api/v1/incidents?format=csv"); status != 200 || strings.Count(body, "\n") != 4 {
		t.Errorf("%d %s", status, body)
	}
	if status, body := fetched(t, c, address+"users/log"); status != 200 || !strings.Contains(body, "ada signed in") {
		t.Errorf("%d %s", status, body)
	}
	stop()
	// The next run has the user and no code.
	_, said, stop = served(t, f)
	stop()
	if strings.Contains(said.String(), "no users") {
		t.Errorf("said %s", said)
	}
	f.forget = true
	_, said, stop = served(t, f)
	stop()
	if !strings.Contains(said.String(), "no users") {
		t.Errorf("the users are not forgotten: %s", said)
	}
}

func TestServeAnonymousRead(t *testing.T) {
	f := &serveFlags{anonymous: "read", log: "-"}
	f.place = kept(t)
	address, said, stop := served(t, f)
	for path, want := range map[string]string{
		"api/v1/people": `"items"`, "api/v1/posts": `"items"`, "api/v1/coverage": `"gap":true`, "api/openapi.json": `"3.1.0"`, "metrics": "\nchancery_documents 3\n", "readyz": "ready",
	} {
		if status, body := fetched(t, http.DefaultClient, address+path); status != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	// What the API streams is what export writes, byte for byte.
	for _, kind := range []string{"events", "incidents", "statements"} {
		_, body := fetched(t, http.DefaultClient, address+"api/v1/"+kind+"?format=csv&order=oldest")
		if want := run(t, app{}, "export", "-q", "--archive", f.place, "--to", "csv", "--of", kind); want.code != 0 || body != want.out {
			t.Errorf("%s: %q, export writes %q", kind, body, want.out)
		}
	}
	res, err := http.Post(address+"api/v1/code", "application/json", strings.NewReader(`{"text":"Ships left Oranda."}`))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err != nil || res.StatusCode != 200 || !strings.Contains(string(body), `"type":"AID"`) {
		t.Errorf("code: %d %s", res.StatusCode, body)
	}
	res, err = http.Post(address+"mcp", "application/json", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"ping"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode == http.StatusNotFound || res.StatusCode == http.StatusUnauthorized {
		t.Errorf("mcp: %d", res.StatusCode)
	}
	stop()
	if !strings.Contains(said.String(), `"path":"/api/v1/people","status":200`) {
		t.Errorf("log %s", said)
	}
}

// Every address is for somebody, and only these are for everybody.
func TestServeMountsAreGuarded(t *testing.T) {
	f := &serveFlags{}
	f.place = kept(t)
	err := f.with(t.Context(), false, func(s *store.Store) error {
		db := &desk{Store: s, err: io.Discard}
		db.full = complete.New(db, nil, 0)
		elsewhere, err := (&oidcFlags{issuer: "https://id.example", client: "desk", standing: "reader"}).elsewhere()
		if err != nil {
			return err
		}
		gate, _, err := access.Open(t.Context(), access.Options{Notebook: db, Elsewhere: elsewhere})
		if err != nil {
			return err
		}
		mounts, err := (&app{newCode: newCode}).mounts(f, db, gate)
		if err != nil {
			return err
		}
		open := []string{"GET /sign-in", "POST /sign-in", "GET /sign-in/oidc", "GET /sign-in/oidc/return", "GET /setup", "POST /setup", "GET /access.css", "GET /feed.atom"}
		tokens := []string{"/api/", "POST /api/v1/code", "/mcp"}
		for _, m := range mounts {
			if m.Open && !slices.Contains(open, m.Pattern) && !strings.Contains(m.Pattern, "/assets/") {
				t.Errorf("%s is for everybody", m.Pattern)
			}
			if m.Scope != "" && !slices.Contains(tokens, m.Pattern) {
				t.Errorf("%s is for tokens with the scope %s", m.Pattern, m.Scope)
			}
			if strings.HasPrefix(m.Pattern, "/users") && min(m.Read, m.Write) != serve.Administrator {
				t.Errorf("%s is for a %s", m.Pattern, min(m.Read, m.Write))
			}
			if m.Pattern == "/" && m.Write < serve.Reviewer {
				t.Errorf("a %s decides on events", m.Write)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestServeRefusals(t *testing.T) {
	for args, code := range map[string]int{
		"serve --archive /nowhere/x.db": 1, "serve --anonymous all": 2, "serve --rate 0": 2, "serve x": 2,
		"serve --oidc-client x": 2, "serve --oidc-issuer https://id.example --oidc-client x": 2, "serve --oidc-issuer http://id.example --oidc-client x --oidc-default reader": 2,
		"serve --oidc-issuer https://id.example --oidc-default reader": 2, "serve --oidc-issuer https://id.example --oidc-client x --oidc-role news=chief": 2,
		"serve --oidc-issuer https://id.example --oidc-client x --oidc-default all": 2, "serve --oidc-issuer https://id.example --oidc-client x --oidc-default reader --oidc-secret-file /nowhere/x": 1,
	} {
		if got := run(t, app{}, strings.Fields(args)...); got.code != code {
			t.Errorf("%s: exit %d, %s", args, got.code, got.err)
		}
	}
}

func TestMCPOnStandardStreams(t *testing.T) {
	db := kept(t)
	in := `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"search_reports","arguments":{"filter":"text:ships"}}}
`
	out := &awaited{words: &words{}, what: `"id":2,"result"`, seen: make(chan struct{})}
	got := run(t, app{in: &until{strings.NewReader(in), out.seen}, out: out}, "mcp", "--archive", db)
	if text := out.String(); got.code != 0 || !strings.Contains(text, "gazette.example") || !strings.Contains(text, "Drawn from") {
		t.Errorf("exit %d\n%s\n%s", got.code, text, got.err)
	}
}

// awaited tells when some words were written.
type awaited struct {
	*words
	what string
	once sync.Once
	seen chan struct{}
}

func (a *awaited) Write(b []byte) (int, error) {
	n, err := a.words.Write(b)
	if strings.Contains(a.String(), a.what) {
		a.once.Do(func() { close(a.seen) })
	}
	return n, err
}

// until is an input that ends after something was seen.
type until struct {
	io.Reader
	seen chan struct{}
}

func (u *until) Read(b []byte) (int, error) {
	n, err := u.Reader.Read(b)
	if err == io.EOF {
		<-u.seen
	}
	return n, err
}

// What the flags say of an issuer is what the server does and tells; it is asked
// for nothing before somebody wants to sign in.
func TestServeWithAnIssuer(t *testing.T) {
	t.Setenv("CHANCERY_OIDC_SECRET", "of the issuer")
	f := &serveFlags{anonymous: "read"}
	f.place = kept(t)
	f.oidcFlags = oidcFlags{issuer: "https://id.example", client: "desk", standing: "none", label: "Example", domains: []string{"@Corp.example"}, roles: []string{"cn=news,o=x=reader", "desk=reviewer"}}
	e, err := f.elsewhere()
	if err != nil || e.Roles["cn=news,o=x"] != serve.Reader || e.Roles["desk"] != serve.Reviewer || !slices.Equal(e.Domains, []string{"corp.example"}) || e.Default != serve.Nobody {
		t.Fatalf("%+v, %v", e, err)
	}
	address, said, stop := served(t, f)
	if _, body := fetched(t, http.DefaultClient, address+"setup"); !strings.Contains(body, "no users yet") {
		t.Errorf("%s", body)
	}
	code := shownCode.FindStringSubmatch(said.String())
	if code == nil {
		t.Fatalf("said %s", said)
	}
	status, _ := someone(t).post(address, "setup", "code", code[1], "name", "ada", "password", "four plain words here")
	if _, body := fetched(t, http.DefaultClient, address+"sign-in"); status != 200 || !strings.Contains(body, "Sign in with Example") {
		t.Errorf("%d %s", status, body)
	}
	stop()
	if !strings.Contains(said.String(), "may sign in at id.example") || strings.Contains(said.String(), "of the issuer") {
		t.Errorf("said %s", said)
	}
}

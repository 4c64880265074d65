package access

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/stage/serve"
)

// notes is a notebook in memory. What is noted passes through JSON, as it does
// through a store.
type notes struct {
	serve.Archive
	kept map[string][]byte
	log  []archive.Entry
	at   int64
	// broken is what every question for the moment of a state fails with.
	broken error
}

func (n *notes) State(_ context.Context, kind, name string, into any) (bool, error) {
	data, ok := n.kept[kind+" "+name]
	if !ok {
		return false, nil
	}
	return true, json.Unmarshal(data, into)
}

func (n *notes) SetState(_ context.Context, kind, name string, value any) error {
	data, err := json.Marshal(value)
	n.kept[kind+" "+name] = data
	n.at++
	return err
}

func (n *notes) StateAt(_ context.Context, kind, name string) (int64, error) {
	return n.at, n.broken
}

func (n *notes) ChangeState(ctx context.Context, kind, name string, into any, change func() (string, error)) (int64, error) {
	if _, err := n.State(ctx, kind, name, into); err != nil {
		return 0, err
	}
	note, err := change()
	if err == nil {
		err = n.SetState(ctx, kind, name, into)
	}
	if err == nil && note != "" {
		err = n.Note(ctx, kind, note)
	}
	return n.at, err
}

func (n *notes) Note(_ context.Context, kind, note string) error {
	n.log = append([]archive.Entry{{Kind: kind, Note: note}}, n.log...)
	return nil
}

func (n *notes) Log(context.Context, int) ([]archive.Entry, error) { return n.log, nil }
func (n *notes) Revision(context.Context) (string, error)          { return "1", nil }
func (n *notes) text() string                                      { return fmt.Sprintf("%s %v", n.kept, n.log) }
func (n *notes) book(t *testing.T) (b book) {
	t.Helper()
	_, _ = n.State(t.Context(), stateKind, stateName, &b)
	return b
}

// desk is a server with users.
type desk struct {
	t       *testing.T
	notes   *notes
	gate    *Gate
	code    string
	server  *serve.Server
	now     time.Time
	log     bytes.Buffer
	decided []string // who decided on something
}

const goodPassword = "four plain words here"

func open(t *testing.T, change func(*Options)) *desk {
	t.Helper()
	return at(t, &notes{kept: map[string][]byte{}}, time.Date(2041, 1, 1, 0, 0, 0, 0, time.UTC), change)
}

// reopened is another server on the same archive.
func reopened(t *testing.T, d *desk) *desk {
	t.Helper()
	return at(t, d.notes, d.now, nil)
}

func at(t *testing.T, n *notes, now time.Time, change func(*Options)) *desk {
	t.Helper()
	d := &desk{t: t, notes: n, now: now}
	o := Options{Notebook: d.notes, Now: func() time.Time { return d.now }, Cost: Cost{Memory: 64, Passes: 1}}
	if change != nil {
		change(&o)
	}
	var err error
	if d.gate, d.code, err = Open(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	mounts, err := d.gate.Mounts()
	if err != nil {
		t.Fatal(err)
	}
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			d.decided = append(d.decided, serve.CallerOf(r.Context()).Name)
		}
		_, _ = io.WriteString(w, "caller "+serve.CallerOf(r.Context()).Name)
	})
	mounts = append(mounts,
		serve.Mount{Pattern: "/", Handler: page, Read: serve.Reader, Write: serve.Reviewer, Pages: true},
		serve.Mount{Pattern: "/api/", Handler: page, Read: serve.Reader, Write: serve.Reader, Scope: serve.ReadScope})
	d.server, err = serve.New(serve.Options{Archive: d.notes, Mounts: mounts, Access: d.gate.Wrap, SignIn: SignIn, Log: &d.log, Now: o.Now, Burst: 100000, Proxy: true})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// browser keeps cookies and looks up the form's value of its session.
type browser struct {
	*desk
	cookie string
	// awayCookie is held while the browser is at an issuer.
	awayCookie string
	from       string
	header     http.Header
}

func (d *desk) browser() *browser {
	return &browser{desk: d, from: "192.0.2.7:1", header: http.Header{}}
}

func (b *browser) do(method, target string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	r.Host, r.RemoteAddr = "localhost", b.from
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, values := range b.header {
		r.Header[name] = values
	}
	for _, c := range []string{b.cookie, b.awayCookie} {
		if c != "" {
			r.Header.Add("Cookie", c)
		}
	}
	w := httptest.NewRecorder()
	b.server.Handler().ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		switch {
		case !strings.HasSuffix(c.Name, "chancery-oidc"):
			b.cookie = c.Name + "=" + c.Value
		case c.MaxAge < 0:
			b.awayCookie = ""
		default:
			b.awayCookie = c.Name + "=" + c.Value
		}
	}
	return w
}

func (b *browser) get(target string) *httptest.ResponseRecorder { return b.do("GET", target, nil) }

// post sends a form of the session.
func (b *browser) post(target string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{"form": {b.form()}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return b.do("POST", target, form)
}

var formValue = regexp.MustCompile(`name="form" value="([a-z0-9]+)"`)

func (b *browser) form() string {
	if m := formValue.FindStringSubmatch(b.get("/account").Body.String()); m != nil {
		return m[1]
	}
	return ""
}

// setUp makes the administrator ada and signs her in.
func (b *browser) setUp() *browser {
	b.t.Helper()
	if w := b.post("/setup", "code", b.code, "name", "ada", "password", goodPassword); w.Code != 303 || w.Header().Get("Location") != "/" {
		b.t.Fatalf("setup: %d %s", w.Code, w.Body)
	}
	return b
}

var onceValue = regexp.MustCompile(`(?s)class="once".*?<p><code>([^<]+)</code>`)

// once is the secret that a page shows only now.
func once(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	m := onceValue.FindStringSubmatch(w.Body.String())
	if m == nil {
		t.Fatalf("%d, nothing is shown once in %s", w.Code, w.Body)
	}
	return m[1]
}

// invite makes a user and signs him in, in a browser of his own.
func (b *browser) invite(name, role string) *browser {
	b.t.Helper()
	code := once(b.t, b.post("/users", "name", name, "role", role))
	other := b.browser()
	if w := other.post("/setup", "code", code, "name", name, "password", goodPassword+" "+strings.ToUpper(name)); w.Code != 303 {
		b.t.Fatalf("%s: %d %s", name, w.Code, w.Body)
	}
	return other
}

func (b *browser) want(what string, w *httptest.ResponseRecorder, status int) {
	b.t.Helper()
	if w.Code != status {
		b.t.Errorf("%s: %d, want %d: %s", what, w.Code, status, w.Body)
	}
}

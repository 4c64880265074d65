package access

import (
	"bytes"
	_ "embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"chancery/internal/stage/serve"
)

//go:embed pages.html
var pagesHTML string

//go:embed access.css
var style []byte

// pages are the pages of access.
type pages struct {
	*Gate
	templates *template.Template
}

// Where people sign in.
const SignIn = "/sign-in"

// Mounts are the pages with those who may reach them.
func (g *Gate) Mounts() ([]serve.Mount, error) {
	t, err := template.New("pages").Funcs(template.FuncMap{
		"moment": func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") + " UTC" },
		"join":   func(s []string) string { return strings.Join(s, ", ") },
		"scopes": serve.Scopes, "roles": serve.Roles,
	}).Parse(pagesHTML)
	if err != nil {
		return nil, err
	}
	p := &pages{g, t}
	own := http.NewServeMux()
	own.HandleFunc("GET /account", p.account)
	own.HandleFunc("POST /account/password", p.newPassword)
	own.HandleFunc("POST /account/tokens", p.newToken)
	own.HandleFunc("POST /account/tokens/drop", p.dropToken)
	own.HandleFunc("POST /account/sessions/end", p.endSessions)
	own.HandleFunc("POST /sign-out", p.signOut)
	admin := http.NewServeMux()
	admin.HandleFunc("GET /users", p.users)
	admin.HandleFunc("POST /users", p.newUser)
	admin.HandleFunc("POST /users/role", p.newRole)
	admin.HandleFunc("POST /users/close", p.closeUser)
	admin.HandleFunc("POST /users/invite", p.inviteAgain)
	admin.HandleFunc("GET /users/log", p.log)
	mount := func(pattern string, h http.Handler, read, write serve.Role, open bool) serve.Mount {
		return serve.Mount{Pattern: pattern, Handler: h, Read: read, Write: write, Open: open, Pages: true, Body: 16 << 10}
	}
	var elsewhere []serve.Mount
	if g.o.Elsewhere != nil {
		elsewhere = []serve.Mount{
			mount("GET "+goElsewhere, http.HandlerFunc(p.goElsewhere), 0, 0, true),
			mount("GET "+comeBack, http.HandlerFunc(p.comeBack), 0, 0, true),
		}
	}
	return append(elsewhere, []serve.Mount{
		mount("GET /sign-in", http.HandlerFunc(p.signInPage), 0, 0, true),
		mount("POST /sign-in", http.HandlerFunc(p.signIn), 0, 0, true),
		mount("GET /setup", http.HandlerFunc(p.setupPage), 0, 0, true),
		mount("POST /setup", http.HandlerFunc(p.setup), 0, 0, true),
		mount("GET /access.css", http.HandlerFunc(css), 0, 0, true),
		mount("/account", signedIn(own), serve.Reader, serve.Reader, false),
		mount("/account/", signedIn(own), serve.Reader, serve.Reader, false),
		mount("/sign-out", signedIn(own), serve.Reader, serve.Reader, false),
		mount("/users", admin, serve.Administrator, serve.Administrator, false),
		mount("/users/", admin, serve.Administrator, serve.Administrator, false),
	}...), nil
}

// signedIn keeps out those who may read without a name.
func signedIn(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if serve.CallerOf(r.Context()).Name == "" {
			http.Redirect(w, r, SignIn+"?to=/account", http.StatusSeeOther)
			return
		}
		h.ServeHTTP(w, r)
	})
}

func css(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(style)
}

// shown is what a page is made of.
type shown struct {
	Title  string
	Caller serve.Caller
	Fault  string
	Secret string // shown once
	To     string
	Name   string
	Code   string
	First  bool
	Data   any
	// Elsewhere names where people may sign in too, Out where they may sign out.
	Elsewhere, Out string
}

func (p *pages) show(w http.ResponseWriter, r *http.Request, status int, page string, s shown) {
	s.Caller = serve.CallerOf(r.Context())
	if p.o.Elsewhere != nil {
		s.Elsewhere = p.o.Elsewhere.label()
	}
	var out bytes.Buffer
	if err := p.templates.ExecuteTemplate(&out, page, s); err != nil {
		serve.FailWith(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = out.WriteTo(w)
}

// within gives an address on this server, or that of the first page: nobody is
// sent elsewhere after signing in.
func within(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return to
}

// done sends a browser on, or shows what was refused.
func (p *pages) done(w http.ResponseWriter, r *http.Request, err error, to string, again func(fault string)) {
	var no refusal
	switch {
	case errors.As(err, &no):
		again(string(no))
	case err != nil:
		serve.FailWith(w, r, err)
	default:
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
}

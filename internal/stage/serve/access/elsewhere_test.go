package access

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/issuer"
)

func TestSignInThroughAnIssuer(t *testing.T) {
	d, p, ada := federated(t, nil)
	if page := d.browser().get("/sign-in?to=/agenda").Body.String(); !strings.Contains(page, `href="/sign-in/oidc?to=%2fagenda"`) || !strings.Contains(page, "Sign in with Corp") || !strings.Contains(page, `type="password"`) {
		t.Errorf("the page for signing in: %s", page)
	}
	b := d.browser()
	b.cookie = "chancery-session=planted"
	w := b.get(p.authorize(b.away("/incidents?f=type%3AAID")))
	if w.Code != 303 || w.Header().Get("Location") != "/incidents?f=type%3AAID" {
		t.Fatalf("%d %s %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	if b.cookie == "chancery-session=planted" || b.awayCookie != "" {
		t.Errorf("session %q, away %q", b.cookie, b.awayCookie)
	}
	if w := b.get("/"); w.Body.String() != "caller bea" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	u := d.notes.book(t).Users["bea"]
	if u == nil || u.Role != serve.Reader || u.Password != "" || u.From.Subject != "7001" || u.From.Issuer != p.server.URL {
		t.Fatalf("%+v", u)
	}
	first := b.cookie
	b.want("signing in again", b.through(p), 303)
	if b.cookie == first {
		t.Error("the session stays the same at another sign-in")
	}
	old := d.browser()
	old.cookie = first
	old.want("the former session", old.get("/"), 303)
	// There is no password to sign in with, to change or to be given.
	if page := b.get("/account").Body.String(); strings.Contains(page, "password\" type") || !strings.Contains(page, "change your password there") {
		t.Errorf("account %s", page)
	}
	b.want("a password", d.browser().post("/sign-in", "name", "bea", "password", ""), 401)
	b.want("changing the password", b.post("/account/password", "old", "", "password", goodPassword), 422)
	ada.want("a code for bea", ada.post("/users/invite", "name", "bea"), 200)
	if b := d.notes.book(t); len(b.Invites) != 0 {
		t.Error("there is a code with which bea could choose a password")
	}
	page := ada.get("/users").Body.String()
	if !strings.Contains(page, "as bea@corp.example") || !strings.Contains(page, `value="issuer" selected`) {
		t.Errorf("users %s", page)
	}
	log := ada.get("/users/log").Body.String()
	for _, want := range []string{"bea signed in through 127.0.0.1", "&#34;bea@corp.example&#34;, a new user and reader, from 192.0.2.7"} {
		if !strings.Contains(log, want) {
			t.Errorf("no %q in %s", want, log)
		}
	}
	w = b.post("/sign-out")
	if w.Header().Get("Location") != "/sign-in?out=1" {
		t.Errorf("after signing out: %s", w.Header().Get("Location"))
	}
	if page := b.get("/sign-in?out=1").Body.String(); !strings.Contains(page, p.server.URL+"/bye?client_id=desk") {
		t.Errorf("no way to sign out at the issuer: %s", page)
	}
	b.want("after signing out", b.get("/"), 303)
	// A fresh archive is set up by its administrator first.
	fresh := open(t, func(o *Options) { o.Elsewhere = d.gate.o.Elsewhere }).browser()
	if w := fresh.get("/sign-in/oidc"); w.Header().Get("Location") != "/setup" {
		t.Errorf("before there is an administrator: %d %s", w.Code, w.Header().Get("Location"))
	}
}

// What is wrong with an answer lets nobody in.
func TestBadAnswersOfAnIssuer(t *testing.T) {
	stranger := newKey(t)
	claim := func(name string, value any) func(*provider) {
		return func(p *provider) {
			p.spoil = func(_, claims map[string]any) {
				claims[name] = value
				if value == nil {
					delete(claims, name)
				}
			}
		}
	}
	for name, spoil := range map[string]func(*provider){
		"nonce of another":      claim("nonce", "x"),
		"no nonce":              claim("nonce", nil),
		"another audience":      claim("aud", "other"),
		"audiences, no party":   claim("aud", []string{client, "other"}),
		"another party":         claim("azp", "other"),
		"another issuer":        claim("iss", "https://evil.example"),
		"expired":               claim("exp", time.Date(2040, 12, 31, 23, 0, 0, 0, time.UTC).Unix()),
		"no expiry":             claim("exp", nil),
		"old":                   claim("iat", time.Date(2040, 12, 31, 23, 0, 0, 0, time.UTC).Unix()),
		"of tomorrow":           claim("iat", time.Date(2041, 1, 2, 0, 0, 0, 0, time.UTC).Unix()),
		"no subject":            claim("sub", ""),
		"another access token":  claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
		"alg none":              func(p *provider) { p.spoil = func(h, _ map[string]any) { h["alg"] = "none" } },
		"alg HS256":             func(p *provider) { p.spoil = func(h, _ map[string]any) { h["alg"] = "HS256" } },
		"another's signature":   func(p *provider) { p.forge = stranger },
		"a state of another":    func(p *provider) { p.answer = func(q url.Values) { q.Set("state", "x") } },
		"no state":              func(p *provider) { p.answer = func(q url.Values) { q.Del("state") } },
		"two states":            func(p *provider) { p.answer = func(q url.Values) { q.Add("state", "x") } },
		"no code":               func(p *provider) { p.answer = func(q url.Values) { q.Del("code") } },
		"a code of another":     func(p *provider) { p.answer = func(q url.Values) { q.Set("code", "x") } },
		"refused at the issuer": func(p *provider) { p.answer = func(q url.Values) { q.Set("error", "access_denied") } },
		"named otherwise":       func(p *provider) { p.answer = func(q url.Values) { q.Set("iss", "https://evil.example") } },
		"not named, as it must": func(p *provider) { p.more = map[string]any{"authorization_response_iss_parameter_supported": true} },
		"closed groups":         func(p *provider) { p.claims["groups"] = []string{"sports"} },
		"groups of no form":     func(p *provider) { p.claims["groups"] = map[string]any{"news": true} },
	} {
		t.Run(name, func(t *testing.T) {
			d, p, _ := federated(t, nil)
			spoil(p)
			b := d.browser()
			w := b.through(p)
			b.want("the answer", w, 403)
			b.want("the first page", b.get("/"), 303)
			if book := d.notes.book(t); len(book.Users) != 1 || len(book.Sessions) != 1 {
				t.Errorf("%d users, %d sessions", len(book.Users), len(book.Sessions))
			}
			if strings.Contains(w.Body.String(), "evil") || strings.Contains(w.Body.String(), "access_denied") {
				t.Errorf("the page says what others wrote: %s", w.Body)
			}
		})
	}
}

// An answer counts once, and only in the browser that went away.
func TestAnswersOfAnIssuerAreNotUsedTwice(t *testing.T) {
	d, p, _ := federated(t, nil)
	p.lenient = true // the issuer takes a code twice
	b := d.browser()
	back, cookie := p.authorize(b.away("/")), b.awayCookie
	b.want("the answer", b.get(back), 303)
	b.want("once more", b.get(back), 403)
	b.awayCookie = cookie
	b.want("once more with the cookie that was kept", b.get(back), 403)
	second := &browser{desk: reopenedAs(t, d), from: b.from, header: http.Header{}, awayCookie: cookie}
	second.want("at the other server of the archive", second.get(back), 403)
	if n := len(d.notes.book(t).Sessions); n != 2 {
		t.Errorf("%d sessions", n)
	}
	// Somebody else's answer signs nobody in: one cannot be made to work under
	// another's name.
	mallory, victim := d.browser(), d.browser()
	planted := p.authorize(mallory.away("/"))
	victim.want("another's answer", victim.get(planted), 403)
	victim.away("/")
	victim.want("another's answer, while away", victim.get(planted), 403)
	victim.header.Set("Sec-Fetch-Site", "cross-site")
	if w := victim.get("/sign-in/oidc?to=/agenda"); w.Header().Get("Location") != "/sign-in?to=%2Fagenda" {
		t.Errorf("sent away by another site's page: %s", w.Header().Get("Location"))
	}
	// Tries slow down.
	for range freePair {
		mallory.get(comeBack + "?state=x&code=y")
	}
	mallory.want("too many", mallory.get(comeBack+"?state=x&code=y"), 429)
}

func reopenedAs(t *testing.T, d *desk) *desk {
	return at(t, d.notes, d.now, func(o *Options) { o.Elsewhere = d.gate.o.Elsewhere })
}

// An issuer may sign with new keys at any time; what old ones sign counts no more.
func TestKeysOfAnIssuerChange(t *testing.T) {
	d, p, _ := federated(t, nil)
	b := d.browser()
	b.want("the first key", b.through(p), 303)
	asked := len(p.asked)
	b.want("the first key again", b.through(p), 303)
	if got := p.asked[asked:]; !slices.Equal(got, []string{"/token"}) {
		t.Errorf("keys are kept, but the issuer was asked %q", got)
	}
	old := p.key
	p.rotate()
	if w := b.through(p); w.Code != 303 { // keys that were just fetched may be given out once more
		b.want("the second key", b.through(p), 303)
	}
	p.forge = old
	b.want("the first key under the name of the second", b.through(p), 403)
	for _, path := range p.asked {
		if !slices.Contains([]string{"/.well-known/openid-configuration", "/keys", "/token"}, path) {
			t.Errorf("the issuer was asked %s", path)
		}
	}
}

func TestDomainsOfAnIssuer(t *testing.T) {
	d, p, _ := federated(t, func(e *Elsewhere) {
		e.Domains, e.Roles, e.Default = []string{"corp.example"}, nil, serve.Reader
	})
	for name, c := range map[string]struct {
		email    any
		verified any
		status   int
	}{
		"right":                     {"bea@corp.example", true, 303},
		"large letters":             {"Bea@CORP.example", "true", 303},
		"not confirmed":             {"bea@corp.example", false, 403},
		"confirmed, it is not said": {"bea@corp.example", nil, 403},
		"another domain":            {"bea@evil.example", true, 403},
		"a domain under it":         {"bea@x.corp.example", true, 403},
		"a domain that ends so":     {"bea@evilcorp.example", true, 403},
		"two signs":                 {"bea@corp.example@evil.example", true, 403},
		"only the domain":           {"corp.example", true, 403},
		"none":                      {nil, true, 403},
	} {
		p.claims["email"], p.claims["email_verified"] = c.email, c.verified
		b := d.browser()
		b.from = "198.51.100.1:1"
		b.want(name, b.through(p), c.status)
	}
}

func TestRolesOfAnIssuer(t *testing.T) {
	d, p, ada := federated(t, nil)
	b := d.browser()
	role := func() serve.Role { return d.notes.book(t).Users["bea"].Role }
	in := func(groups ...string) int {
		p.claims["groups"] = groups
		return b.through(p).Code
	}
	if in("news", "desk", "sports"); role() != serve.Reviewer {
		t.Errorf("the greatest role of groups: %s", role())
	}
	value := once(t, b.post("/account/tokens", "name", "notebook", "scope", "read"))
	program := d.browser()
	program.header.Set("Authorization", "Bearer "+value)
	// A group that was left takes its role along, and ends other sessions.
	other := d.browser()
	other.through(p)
	if in("news"); role() != serve.Reader {
		t.Errorf("after leaving a group: %s", role())
	}
	other.want("the session of before", other.get("/"), 303)
	// By hand: kept at the next sign-in, until it is left to the issuer again.
	ada.want("by hand", ada.post("/users/role", "name", "bea", "role", "reviewer"), 303)
	if in("news"); role() != serve.Reviewer {
		t.Errorf("a role by hand: %s", role())
	}
	ada.want("not by hand any more", ada.post("/users/role", "name", "bea", "role", "issuer"), 303)
	b.want("the session of before", b.get("/"), 303)
	if in("chiefs"); role() != serve.Administrator {
		t.Errorf("left to the issuer: %s", role())
	}
	ada.want("no issuer for who has a password", ada.post("/users/role", "name", "ada", "role", "issuer"), 422)
	// Who comes from elsewhere is not the last administrator.
	b.want("closing the last one with a password", b.post("/users/close", "name", "ada"), 422)
	// Who is in no group any more is out at once, tokens too.
	program.want("the token", program.get("/api/x"), 200)
	if got := in("sports"); got != 403 {
		t.Errorf("in no group: %d", got)
	}
	b.want("the session of before", b.get("/"), 303)
	program.want("the token of before", program.get("/api/x"), 401)
	if got := in("news"); got != 303 {
		t.Errorf("in a group again: %d", got)
	}
	program.want("the token", program.get("/api/x"), 200)
	d.now = d.now.Add(originLasts + time.Hour)
	program.want("the token after a month without signing in", program.get("/api/x"), 401)
	// A closed account stays closed, whatever the issuer says.
	in("news")
	ada = d.browser()
	ada.post("/sign-in", "name", "ada", "password", goodPassword)
	ada.want("closing", ada.post("/users/close", "name", "bea"), 303)
	b.from = "198.51.100.2:1"
	if got := in("chiefs"); got != 403 {
		t.Errorf("a closed account: %d", got)
	}
	ada.want("opening again", ada.post("/users/invite", "name", "bea"), 200)
	if got := in("news"); got != 303 {
		t.Errorf("opened again: %d", got)
	}
	// Without the issuer its users are out.
	without := at(t, d.notes, d.now, nil).browser()
	without.cookie = b.cookie
	without.want("a server without the issuer", without.get("/"), 303)
}

// The subject is who somebody is: no name or address makes one person of two.
func TestPeopleOfAnIssuerAreTheirSubjects(t *testing.T) {
	d, p, _ := federated(t, nil)
	for _, c := range []struct{ sub, name, email, want string }{
		{"1", "ada", "ada@corp.example", "ada-2"},
		{"2", "ADA", "ada@corp.example", "ada-3"},
		{"1", "root", "new@corp.example", "ada-2"},
		{"3", "", "cleo.sand@corp.example", "cleo.sand"},
		{"4", "<script>alert(1)</script>\n", "", "script-alert-1-script"},
		{"5", "ünïcode", "", "n-code"},
		{"6", "", "", "user"},
		{"7", strings.Repeat("long", 50), "", strings.Repeat("long", 8) + "lo"},
	} {
		p.claims = map[string]any{"sub": c.sub, "preferred_username": c.name, "email": c.email, "groups": "news"}
		b := d.browser()
		b.want(c.name, b.through(p), 303)
		if got := b.get("/").Body.String(); got != "caller "+c.want || !userName.MatchString(c.want) {
			t.Errorf("%q <%s>: %s", c.name, c.email, got)
		}
	}
	for _, e := range d.notes.log {
		if strings.ContainsAny(e.Note, "\n\r") {
			t.Errorf("line %q", e.Note)
		}
	}
	secrets := d.notes.text() + d.log.String()
	if strings.Contains(secrets, clientSecret) || strings.Contains(secrets, "code1") || strings.Contains(secrets, "7001\"") {
		t.Error("a secret is kept or logged")
	}
}

// Where a person goes after signing in is on this server.
func TestNobodyIsSentElsewhereByAnIssuer(t *testing.T) {
	d, p, _ := federated(t, nil)
	for to, want := range map[string]string{
		"https://evil.example/": "/", "//evil.example": "/", `/\evil.example`: "/", "/a\r\nX: y": "/", "/agenda": "/agenda", "/" + strings.Repeat("x", 3000): "/",
	} {
		b := d.browser()
		if w := b.get(p.authorize(b.away(to))); w.Code != 303 || w.Header().Get("Location") != want {
			t.Errorf("%.40q leads to %d %q", to, w.Code, w.Header().Get("Location"))
		}
	}
	// Not even when the cookie was changed.
	b := d.browser()
	back := p.authorize(b.away("/"))
	name, value, _ := strings.Cut(b.awayCookie, "=")
	whole, _, _ := strings.Cut(value, ".")
	b.awayCookie = name + "=" + away{whole, "//evil.example"}.String()
	if w := b.get(back); w.Code != 303 || w.Header().Get("Location") != "/" {
		t.Errorf("%d %q", w.Code, w.Header().Get("Location"))
	}
}

// The cookie of a sign-in under way is bound to this host and lasts ten minutes.
func TestCookieOfASignInUnderWay(t *testing.T) {
	d, _, _ := federated(t, nil)
	b := d.browser()
	b.from = "127.0.0.1:9"
	b.header.Set("X-Forwarded-Proto", "https")
	w := b.get("/sign-in/oidc")
	c := w.Result().Cookies()[0]
	if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.MaxAge != 600 {
		t.Errorf("%+v", c)
	}
	to, err := url.Parse(w.Header().Get("Location"))
	if err != nil || to.Query().Get("redirect_uri") != "https://localhost"+comeBack {
		t.Errorf("%s, %v", to, err)
	}
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		if v := to.Query().Get(name); v == "" || strings.Contains(c.Value, v) {
			t.Errorf("%s %q", name, v)
		}
	}
}

// An issuer that is away or says strange things keeps nobody else out.
func TestIssuerAway(t *testing.T) {
	d, p, _ := federated(t, nil)
	p.more = map[string]any{"token_endpoint": "http://evil.example/token"}
	b := d.browser()
	w := b.get("/sign-in/oidc")
	b.want("a token address without TLS", w, 502)
	if !strings.Contains(d.log.String(), "evil.example") || strings.Contains(w.Body.String(), "evil") {
		t.Errorf("%s\n%s", w.Body, d.log.String())
	}
	p.more = map[string]any{"issuer": "https://evil.example"}
	d.now = d.now.Add(time.Minute)
	b.want("the description of another", b.get("/sign-in/oidc"), 502)
	p.more = nil
	b.want("asked again too soon", b.get("/sign-in/oidc"), 502)
	d.now = d.now.Add(time.Minute)
	b.want("back again", b.through(p), 303)
	p.server.Close()
	d.now = d.now.Add(time.Minute)
	if w := b.get("/sign-in/oidc"); w.Code != 303 {
		t.Errorf("the description is known: %d", w.Code)
	}
	b.want("ada has a password", b.post("/sign-in", "name", "ada", "password", goodPassword), 303)
	for _, bad := range []issuer.Options{{URL: "http://corp.example", ClientID: "x"}, {URL: "corp.example", ClientID: "x"}, {URL: "http://127.corp.example", ClientID: "x"}, {URL: "https://corp.example"}, {URL: "https://a:b@corp.example", ClientID: "x"}} {
		if _, err := issuer.New(bad); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}

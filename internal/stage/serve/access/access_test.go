package access

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"chancery/internal/stage/serve"
)

func TestFirstRun(t *testing.T) {
	d := open(t, nil)
	b := d.browser()
	b.want("a page", b.get("/"), 303)
	if w := b.get("/sign-in"); w.Header().Get("Location") != "/setup" {
		t.Errorf("sign-in leads to %q", w.Header().Get("Location"))
	}
	b.want("a wrong code", b.post("/setup", "code", "aaaaa-bbbbb", "name", "eve", "password", goodPassword), 403)
	b.want("a short password", b.post("/setup", "code", d.code, "name", "ada", "password", "short"), 422)
	b.want("a bad name", b.post("/setup", "code", d.code, "name", "<b>", "password", goodPassword), 422)
	b.setUp()
	if w := b.get("/"); w.Body.String() != "caller ada" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	b.want("the code again", d.browser().post("/setup", "code", d.code, "name", "eve", "password", goodPassword), 403)
	// Another run knows the users and has no code.
	if _, code, err := Open(t.Context(), Options{Notebook: d.notes}); err != nil || code != "" {
		t.Errorf("code %q, %v", code, err)
	}
}

func TestAnonymousReads(t *testing.T) {
	d := open(t, func(o *Options) { o.Anonymous = serve.Reader })
	b := d.browser()
	b.want("a page", b.get("/"), 200)
	b.want("a decision", b.do("POST", "/", url.Values{}), 401)
	b.want("the users", b.get("/users"), 303)
	b.want("the account", b.get("/account"), 303)
	b.want("a token", b.do("POST", "/account/tokens", url.Values{"name": {"x"}, "scope": {"read"}}), 303)
	if n := len(d.notes.book(t).Tokens); n != 0 {
		t.Errorf("%d tokens of nobody", n)
	}
}

func TestSessionFixation(t *testing.T) {
	d := open(t, nil)
	b := d.browser()
	b.cookie = "chancery-session=planted"
	b.setUp()
	if b.cookie == "chancery-session=planted" {
		t.Fatal("the session that was planted is that of ada")
	}
	first := b.cookie
	if w := b.post("/sign-in", "name", "ada", "password", goodPassword); w.Code != 303 || b.cookie == first {
		t.Errorf("%d: the session stays the same at another sign-in", w.Code)
	}
	old := d.browser()
	old.cookie = first
	old.want("the former session", old.get("/"), 303)
}

func TestCookie(t *testing.T) {
	d := open(t, nil)
	b := d.browser()
	w := b.post("/setup", "code", d.code, "name", "ada", "password", goodPassword)
	c := w.Result().Cookies()[0]
	if !c.HttpOnly || c.SameSite == 0 || c.Path != "/" || c.Secure || len(c.Value) < 32 {
		t.Errorf("%+v", c)
	}
	tls := d.browser()
	tls.from = "127.0.0.1:9"
	tls.header.Set("X-Forwarded-Proto", "https")
	w = tls.post("/sign-in", "name", "ada", "password", goodPassword)
	if c := w.Result().Cookies()[0]; !c.Secure || !strings.HasPrefix(c.Name, "__Host-") {
		t.Errorf("over TLS: %+v", c)
	}
	if w.Header().Get("Strict-Transport-Security") == "" {
		t.Error("no Strict-Transport-Security over TLS")
	}
}

func TestCSRF(t *testing.T) {
	d := open(t, nil)
	b := d.browser().setUp()
	for name, form := range map[string]url.Values{"none": {}, "empty": {"form": {""}}, "another's": {"form": {"abc"}}} {
		b.want("form value: "+name, b.do("POST", "/", form), 403)
	}
	b.header.Set("Sec-Fetch-Site", "cross-site")
	b.want("from another site, with the value", b.post("/"), 403)
	b.header.Del("Sec-Fetch-Site")
	if len(d.decided) != 0 {
		t.Fatalf("decided %v", d.decided)
	}
	b.want("our form", b.post("/"), 200)
	b.header.Set(serve.FormHeader, b.form())
	b.want("our script", b.do("POST", "/", nil), 200)
}

func TestBruteForce(t *testing.T) {
	d := open(t, nil)
	d.browser().setUp()
	eve := d.browser()
	for i := range freePair {
		eve.want("a try", eve.post("/sign-in", "name", "ada", "password", "guess number one two"), 401)
		_ = i
	}
	w := eve.post("/sign-in", "name", "ada", "password", goodPassword)
	eve.want("the right one after five", w, 429)
	if w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	ada := d.browser()
	ada.from = "198.51.100.1:1"
	ada.want("ada from elsewhere", ada.post("/sign-in", "name", "ada", "password", goodPassword), 303)
	d.now = d.now.Add(time.Minute)
	eve.want("after a minute", eve.post("/sign-in", "name", "ada", "password", goodPassword), 303)
	// One client, many names.
	for i := range freeClient {
		eve.post("/sign-in", "name", "user"+string(rune('a'+i)), "password", "x")
	}
	eve.want("another name", eve.post("/sign-in", "name", "bob", "password", "x"), 429)
	// Codes are guessed no faster.
	mallory := d.browser()
	mallory.from = "203.0.113.5:1"
	for range freePair {
		mallory.post("/setup", "code", "aaaaa", "name", "bob", "password", goodPassword)
	}
	mallory.want("a code after five", mallory.post("/setup", "code", "aaaaa", "name", "bob", "password", goodPassword), 429)
}

func TestUnknownNamesLookLikeKnownOnes(t *testing.T) {
	d := open(t, nil)
	d.browser().setUp()
	b := d.browser()
	known, unknown := b.post("/sign-in", "name", "ada", "password", "x"), b.post("/sign-in", "name", "eve", "password", "x")
	if known.Code != unknown.Code || strings.ReplaceAll(known.Body.String(), "ada", "eve") != unknown.Body.String() {
		t.Errorf("%s\n%s", known.Body, unknown.Body)
	}
}

func TestRoleEscalation(t *testing.T) {
	d := open(t, nil)
	ada := d.browser().setUp()
	bob := ada.invite("bob", "reader")
	rita := ada.invite("rita", "reviewer")
	bob.want("a reader's decision", bob.post("/"), 403)
	rita.want("a reviewer's decision", rita.post("/"), 200)
	for _, path := range []string{"/users", "/users/log"} {
		bob.want(path, bob.get(path), 403)
		rita.want(path, rita.get(path), 403)
	}
	for _, target := range []string{"/users", "/users/role", "/users/close", "/users/invite"} {
		rita.want(target, rita.post(target, "name", "rita", "role", "administrator"), 403)
	}
	if r := d.notes.book(t).Users["rita"].Role; r != serve.Reviewer {
		t.Errorf("rita is a %s", r)
	}
	// A role that changes counts at once, and ends the sessions.
	ada.want("a new role", ada.post("/users/role", "name", "rita", "role", "reader"), 303)
	rita.want("with the old session", rita.get("/"), 303)
	ada.want("no such role", ada.post("/users/role", "name", "rita", "role", "nobody"), 422)
	ada.want("the last administrator", ada.post("/users/role", "name", "ada", "role", "reader"), 422)
	ada.want("the last administrator", ada.post("/users/close", "name", "ada"), 422)
	ada.want("the last administrator", ada.post("/users/invite", "name", "ada"), 422)
	// An invitation is for its name only.
	code := once(t, ada.post("/users", "name", "carl", "role", "reader"))
	eve := d.browser()
	eve.want("another's name", eve.post("/setup", "code", code, "name", "ada", "password", goodPassword), 403)
	d.now = d.now.Add(inviteLasts + time.Minute)
	eve.want("an old code", eve.post("/setup", "code", code, "name", "carl", "password", goodPassword), 403)
}

func TestTokens(t *testing.T) {
	d := open(t, nil)
	ada := d.browser().setUp()
	value := once(t, ada.post("/account/tokens", "name", "notebook", "scope", "read"))
	program := d.browser()
	program.header.Set("Authorization", "Bearer "+value)
	if w := program.get("/api/x"); w.Body.String() != "caller ada" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	// An administrator's token reads, and does nothing else.
	program.want("metrics without the scope", program.get("/metrics"), 403)
	for _, path := range []string{"/", "/users", "/account"} {
		program.want(path, program.get(path), 403)
	}
	program.want("a decision", program.do("POST", "/", nil), 403)
	program.header.Set("Authorization", "Bearer "+value+"x")
	program.want("a wrong token", program.get("/api/x"), 401)
	program.header.Set("Authorization", "Basic YTpi")
	program.want("another scheme", program.get("/api/x"), 401)
	program.header.Set("Authorization", "Bearer "+value)
	d.now = d.now.Add(tokenLasts + time.Hour)
	program.want("an old token", program.get("/api/x"), 401)
	for _, bad := range [][]string{{"name", "x"}, {"name", "", "scope", "read"}, {"name", "x", "scope", "everything"}} {
		b := d.browser()
		b.post("/sign-in", "name", "ada", "password", goodPassword)
		b.want("a token for what is not", b.post("/account/tokens", bad...), 422)
	}
}

func TestOthersTokensAndSessionsAreTheirs(t *testing.T) {
	d := open(t, nil)
	ada := d.browser().setUp()
	bob := ada.invite("bob", "reader")
	value := once(t, ada.post("/account/tokens", "name", "notebook", "scope", "read"))
	id := hash(value)[:16]
	if strings.Contains(bob.get("/account").Body.String(), id) || !strings.Contains(ada.get("/account").Body.String(), id) {
		t.Error("each sees only tokens of his own")
	}
	bob.want("taking ada's back", bob.post("/account/tokens/drop", "id", id), 422)
	bob.want("taking all back", bob.post("/account/tokens/drop", "id", ""), 422)
	bob.want("ending sessions", bob.post("/account/sessions/end"), 303)
	ada.want("ada's session", ada.get("/"), 200)
	ada.want("taking hers back", ada.post("/account/tokens/drop", "id", id), 303)
	program := d.browser()
	program.header.Set("Authorization", "Bearer "+value)
	program.want("the token that was taken back", program.get("/api/x"), 401)
}

func TestSecretsAreNowhere(t *testing.T) {
	d := open(t, nil)
	ada := d.browser().setUp()
	value := once(t, ada.post("/account/tokens", "name", "notebook", "scope", "read"))
	code := once(t, ada.post("/users", "name", "bob", "role", "reader"))
	program := d.browser()
	program.header.Set("Authorization", "Bearer "+value)
	program.get("/api/x?token=" + value)
	ada.post("/sign-in", "name", "ada", "password", "a wrong password it is")
	_, session, _ := strings.Cut(ada.cookie, "=")
	for what, secret := range map[string]string{"token": value, "invitation": code, "first code": d.code, "password": goodPassword, "wrong password": "a wrong password it is", "session": session} {
		if strings.Contains(d.notes.text(), secret) {
			t.Errorf("the %s is kept", what)
		}
		if strings.Contains(d.log.String(), secret) || strings.Contains(d.log.String(), url.QueryEscape(secret)) {
			t.Errorf("the %s is in the request log", what)
		}
	}
	if p := d.notes.book(t).Users["ada"].Password; !strings.HasPrefix(p, "$argon2id$v=19$") {
		t.Errorf("password kept as %q", p)
	}
	if strings.Contains(ada.get("/account").Body.String(), value) {
		t.Error("the token is shown again")
	}
}

func TestSessionsEnd(t *testing.T) {
	d := open(t, nil)
	ada := d.browser().setUp()
	other := d.browser()
	other.post("/sign-in", "name", "ada", "password", goodPassword)
	ada.want("a wrong old password", ada.post("/account/password", "old", "x", "password", "another four words now"), 422)
	ada.want("a new password", ada.post("/account/password", "old", goodPassword, "password", "another four words now"), 303)
	other.want("the other session", other.get("/"), 303)
	ada.want("this one", ada.get("/"), 200)
	other.want("the old password", other.post("/sign-in", "name", "ada", "password", goodPassword), 401)
	cookie := ada.cookie
	ada.want("signing out", ada.post("/sign-out"), 303)
	ada.cookie = cookie
	ada.want("after signing out", ada.get("/"), 303)
	other.want("the new password", other.post("/sign-in", "name", "ada", "password", "another four words now"), 303)
	d.now = d.now.Add(sessionIdle + time.Minute)
	other.want("after half a day", other.get("/"), 303)
	other.post("/sign-in", "name", "ada", "password", "another four words now")
	for range 20 {
		d.now = d.now.Add(sessionIdle - time.Hour)
		other.get("/")
	}
	other.want("after a week, though never idle", other.get("/"), 303)
	bob := d.browser()
	bob.post("/sign-in", "name", "ada", "password", "another four words now")
	carl := bob.invite("carl", "reader")
	bob.want("closing", bob.post("/users/close", "name", "carl"), 303)
	carl.want("a closed account", carl.get("/"), 303)
	carl.want("signing in to it", carl.post("/sign-in", "name", "carl", "password", goodPassword+" CARL"), 401)
}

func TestNobodyIsSentElsewhere(t *testing.T) {
	d := open(t, nil)
	b := d.browser().setUp()
	for to, want := range map[string]string{
		"/incidents?f=type%3AAID": "/incidents?f=type%3AAID", "https://evil.example/": "/", "//evil.example": "/", `/\evil.example`: "/", "javascript:alert(1)": "/",
		"/a\r\nSet-Cookie: x=y": "/", "": "/",
	} {
		w := b.post("/sign-in", "name", "ada", "password", goodPassword, "to", to)
		if got := w.Header().Get("Location"); got != want {
			t.Errorf("%q leads to %q", to, got)
		}
	}
}

func TestAuditLog(t *testing.T) {
	d := open(t, nil)
	ada := d.browser().setUp()
	ada.invite("bob", "reviewer")
	ada.post("/users/role", "name", "bob", "role", "reader")
	ada.post("/users/role", "name", "bob\nforged line", "role", "reader")
	d.browser().post("/sign-in", "name", "ada\nforged", "password", "x")
	d.browser().post("/sign-in", "name", "ada", "password", "x")
	page := ada.get("/users/log").Body.String()
	for _, want := range []string{"ada chose a password", "ada signed in from 192.0.2.7", "ada invited bob as reviewer", "ada made a reader of bob", "refused: ada from 192.0.2.7"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in the log", want)
		}
	}
	for _, e := range d.notes.log {
		if strings.ContainsAny(e.Note, "\n\r") {
			t.Errorf("line %q", e.Note)
		}
	}
}

func TestHostileNamesAreText(t *testing.T) {
	d := open(t, nil)
	ada := d.browser().setUp()
	ada.post("/account/tokens", "name", `"><script>alert(1)</script>`, "scope", "read")
	w := ada.get("/account")
	if strings.Contains(w.Body.String(), "<script>") || !strings.Contains(w.Body.String(), "&lt;script&gt;") {
		t.Error("a name is not shown as text")
	}
	if w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("pages of an account may be kept: %q", w.Header().Get("Cache-Control"))
	}
}

func TestPasswords(t *testing.T) {
	for password, ok := range map[string]bool{
		goodPassword: true, "aaaaaaaaaaaaaaaaaaaa": false, "ada ada ada ada": false, "short": false, strings.Repeat("long words ", 30): false, "Grüße aus dem Süden": true,
		"qwertyuiopasdfghjkl": false, "password12345678": false, "123456789abcdefgh": false, "harbourharbourharbour": false, "chancery admin!!": false, "an archive of harbour lights": true, "bad \xff byte in here now": false,
	} {
		if err := badPassword("ada", password); (err == nil) != ok {
			t.Errorf("%q: %v", password, err)
		}
	}
	d := Cost{Memory: 64, Passes: 1}.digest("a", "0123456789abcdef")
	if !fits("a", d) || fits("b", d) || fits("a", "") || fits("a", "$argon2id$v=19$m=99999999,t=1,p=1$AAAA$AAAA") {
		t.Error(d)
	}
}

// Two servers on one archive: what one knows of a session the other learns.
func TestTwoServersOneBook(t *testing.T) {
	d := open(t, nil)
	ada := d.browser().setUp()
	second := reopened(t, d)
	far := &browser{desk: second, cookie: ada.cookie, from: ada.from, header: ada.header}
	far.want("the session at the other server", far.get("/"), 200)
	// It is used here only, for longer than an unused one lasts.
	for range 20 {
		d.now = d.now.Add(time.Hour)
		second.now = d.now
		ada.want("in use", ada.get("/"), 200)
	}
	far.want("in use at the first server", far.get("/"), 200)
	// A change at one server takes nothing away from the other.
	bob := ada.invite("bob", "reviewer")
	far.want("a role from there", far.post("/users/role", "name", "bob", "role", "reader"), 303)
	bob.want("the old session", bob.get("/"), 303)
	if u := d.notes.book(t).Users; len(u) != 2 || u["bob"].Role != serve.Reader {
		t.Errorf("%d users, bob %+v", len(u), u["bob"])
	}
	far.want("signing out", far.post("/sign-out"), 303)
	ada.want("after signing out elsewhere", ada.get("/"), 303)
}

// Who is calling is not guessed when the archive does not answer.
func TestNobodyComesInWhenTheBookCannotBeRead(t *testing.T) {
	d := open(t, func(o *Options) { o.Anonymous = serve.Reader })
	ada := d.browser().setUp()
	d.notes.broken = errors.New("the disk is gone")
	w := ada.get("/")
	ada.want("a session", w, 500)
	if strings.Contains(w.Body.String(), "disk") || !strings.Contains(d.log.String(), "the disk is gone") {
		t.Errorf("%s\n%s", w.Body, d.log.String())
	}
	d.browser().want("nobody", d.browser().get("/"), 200)
}

package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// ownSchema gives the address of an empty archive in the PostgreSQL that
// .ci/postgres.sh started.
func ownSchema(t *testing.T, name string) string {
	t.Helper()
	base := os.Getenv("CHANCERY_POSTGRES")
	if base == "" {
		if os.Getenv("CHANCERY_POSTGRES_REQUIRED") != "" {
			t.Fatal("CHANCERY_POSTGRES_REQUIRED is set and CHANCERY_POSTGRES names no database; run .ci/postgres.sh go test …")
		}
		t.Skip("no database: run .ci/postgres.sh go test ./cmd/chancery")
	}
	c, err := pgx.Connect(t.Context(), base)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(t.Context())
	if _, err := c.Exec(t.Context(), `CREATE SCHEMA "`+name+`"`); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

// person is a browser that may go to several servers; cookies are of the name of
// the machine, whatever the port.
type person struct {
	t *testing.T
	c *http.Client
}

func someone(t *testing.T) *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &person{t, &http.Client{Jar: jar}}
}

var formField = regexp.MustCompile(`name="form" value="([a-z0-9]+)"`)

// post sends a form with the value of the session.
func (p *person) post(address, path string, pairs ...string) (int, string) {
	p.t.Helper()
	form := url.Values{}
	if _, body := fetched(p.t, p.c, address+"account"); formField.MatchString(body) {
		form.Set("form", formField.FindStringSubmatch(body)[1])
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	res, err := p.c.PostForm(address+path, form)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// Two servers on one archive know the same users, sessions and tokens, at once.
func TestServeTwoOnOneArchive(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { twoServers(t, kept(t)) })
	t.Run("postgres", func(t *testing.T) { twoServers(t, ownSchema(t, "two_servers")) })
}

var secretShown = regexp.MustCompile(`(?s)class="once".*?<p><code>([^<]+)</code>`)

func twoServers(t *testing.T, archive string) {
	var address [2]string
	var said [2]*words
	for i := range address {
		f := &serveFlags{anonymous: "none", rate: 1000}
		f.place = archive
		var stop func()
		address[i], said[i], stop = served(t, f)
		defer stop()
	}
	one, two := address[0], address[1]
	const password = "four plain words here"
	code := shownCode.FindStringSubmatch(said[0].String())
	other := shownCode.FindStringSubmatch(said[1].String())
	if code == nil || other == nil {
		t.Fatal("no code for the first run")
	}
	want := func(what string, status, wanted int) {
		t.Helper()
		if status != wanted {
			t.Errorf("%s: %d, want %d", what, status, wanted)
		}
	}
	ada := someone(t)
	status, _ := ada.post(one, "setup", "code", code[1], "name", "ada", "password", password)
	want("the first administrator", status, 200)
	status, _ = someone(t).post(two, "setup", "code", other[1], "name", "eve", "password", password)
	want("the other server's code, now that there is an administrator", status, 403)

	// The session counts at the other server, and so does a user made there.
	status, _ = fetched(t, ada.c, two+"users")
	want("ada's session at the other server", status, 200)
	_, page := ada.post(two, "users", "name", "bob", "role", "reader")
	invited := secretShown.FindStringSubmatch(page)
	if invited == nil {
		t.Fatalf("no code in %s", page)
	}
	bob := someone(t)
	status, _ = bob.post(one, "setup", "code", invited[1], "name", "bob", "password", password+" bob")
	want("bob's password", status, 200)
	status, _ = someone(t).post(two, "sign-in", "name", "bob", "password", password+" bob")
	want("bob signs in at the other server", status, 200)

	// A token, and its end.
	_, page = bob.post(two, "account/tokens", "name", "notebook", "scope", "read")
	token := secretShown.FindStringSubmatch(page)
	if token == nil {
		t.Fatalf("no token in %s", page)
	}
	ask := func(address string) int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+"api/v1/me", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token[1])
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	want("the token at the first server", ask(one), 200)
	want("the token at the second server", ask(two), 200)
	status, _ = ada.post(one, "users/close", "name", "bob")
	want("closing bob's account", status, 200)
	want("his token at the second server", ask(two), 401)
	status, _ = fetched(t, bob.c, two+"api/v1/me")
	want("his session there", status, 401)
	status, _ = someone(t).post(two, "sign-in", "name", "bob", "password", password+" bob")
	want("signing in there", status, 401)

	// Changes at both servers stay.
	for i := range 6 {
		status, _ := ada.post(address[i%2], "account/tokens", "name", string(rune('a'+i)), "scope", "read")
		want("a token", status, 200)
	}
	if _, page = fetched(t, ada.c, one+"account"); strings.Count(page, "account/tokens/drop") != 6 {
		t.Errorf("of six tokens made at two servers %d are there", strings.Count(page, "account/tokens/drop"))
	}
	status, _ = ada.post(one, "sign-out")
	want("signing out", status, 200)
	status, _ = fetched(t, ada.c, two+"api/v1/me")
	want("the session at the other server after signing out", status, 401)
}

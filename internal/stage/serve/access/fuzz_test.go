package access

import (
	"net/url"
	"strings"
	"testing"

	"chancery/internal/stage/serve/issuer"
)

// FuzzWithin sends nobody to another server, as a browser reads the address.
func FuzzWithin(f *testing.F) {
	for _, to := range []string{"/", "/a?b=c", "//evil.example", `/\evil.example`, "https://evil.example", "/\t/evil.example", "/%2f/evil.example", "/a//b", "javascript:x"} {
		f.Add(to)
	}
	base, err := url.Parse("http://desk.example/sign-in")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, to string) {
		got := within(to)
		// Browsers take backslashes for slashes, and leave out tabs and ends of lines.
		seen := strings.NewReplacer(`\`, "/", "\t", "", "\r", "", "\n", "").Replace(strings.Trim(got, " \x00\x1f"))
		u, err := base.Parse(seen)
		if err != nil || u.Host != base.Host || u.Scheme != "http" || !strings.HasPrefix(seen, "/") || strings.HasPrefix(seen, "//") {
			t.Errorf("%q leads to %q", to, got)
		}
		if got != "/" && got != to {
			t.Errorf("%q became %q", to, got)
		}
	})
}

// FuzzAway reads only cookies that this server writes, and leads nowhere else.
func FuzzAway(f *testing.F) {
	f.Add(away{secret() + secret(), "/agenda?x=y"}.String())
	f.Add(strings.Repeat("a", 64) + ".Ly9ldmlsLmV4YW1wbGU")
	f.Add(".")
	f.Fuzz(func(t *testing.T, cookie string) {
		a, ok := parseAway(cookie)
		if !ok {
			if a != (away{}) {
				t.Errorf("%q is refused and gives %+v", cookie, a)
			}
			return
		}
		if a.to != within(a.to) {
			t.Errorf("%q leads to %q", cookie, a.to)
		}
		if again, ok := parseAway(a.String()); !ok || again != a {
			t.Errorf("%+v is read back as %+v", a, again)
		}
	})
}

// FuzzNames makes a name of a user's form of whatever an issuer says, which nobody
// has.
func FuzzNames(f *testing.F) {
	for _, name := range []string{"bea", "", "Bea Sand", "--", "bea@corp.example", strings.Repeat("x-", 40), "\xff\x00"} {
		f.Add(name, "mail@corp.example")
	}
	f.Fuzz(func(t *testing.T, name, email string) {
		b := book{}
		b.fill()
		p := issuer.Person{Name: name, Email: email}
		for range 3 {
			got := b.free(&p)
			if !userName.MatchString(got) || b.Users[got] != nil {
				t.Fatalf("%q, %q: %q", name, email, got)
			}
			b.Users[got] = &user{}
		}
	})
}

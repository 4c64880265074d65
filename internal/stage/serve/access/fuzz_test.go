package access

import (
	"net/url"
	"strings"
	"testing"
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

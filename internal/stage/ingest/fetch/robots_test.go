package fetch

import (
	"strings"
	"testing"
	"time"
)

func TestRobots(t *testing.T) {
	for _, c := range []struct {
		what, file  string
		allow, deny string // paths
	}{
		{"empty", "", "/ /x", ""},
		{"everything", "User-agent: *\nDisallow: /", "/robots.txt", "/ /x"},
		{"nothing", "User-agent: *\nDisallow:", "/ /x", ""},
		{"ours only", "User-agent: *\nDisallow: /\nUser-agent: Chancery/2.0\nDisallow: /a", "/ /b", "/a /a/b /ab"},
		{"ours twice", "User-agent: chancery\nDisallow: /a\n\nUser-agent: other\nDisallow: /\n\nUser-agent: CHANCERY\nDisallow: /b", "/ /c", "/a /b"},
		{"two names for one group", "User-agent: other\nUser-agent: chancery\nDisallow: /a", "/b", "/a"},
		{"a longer name is another", "User-agent: chancery-bot\nDisallow: /", "/", ""},
		{"the longest wins", "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c", "/a/b /a/bx", "/a /a/b/c"},
		{"a tie allows", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", ""},
		{"stars", "User-agent: *\nDisallow: /*/print$\nDisallow: *.pdf\nAllow: /free*.pdf", "/a/print/x /free/a.pdf", "/a/print /x.pdf?y"},
		{"closing dollar", "User-agent: *\nDisallow: /a$", "/ab /a/", "/a"},
		{"escapes", "User-agent: *\nDisallow: /caf%C3%A9\nDisallow: /%7euser\nDisallow: /x%2fy", "/x/y", "/café /~user /x%2Fy"},
		{"comments, capitals, lone returns", "# hello\rUSER-AGENT : * # all\rDISALLOW : /a # this\r", "/b", "/a"},
		{"a rule before any name", "Disallow: /\nUser-agent: *\nDisallow: /a", "/b", "/a"},
		{"other lines between", "User-agent: chancery\nSitemap: https://x/\nCrawl-delay: 3\nDisallow: /a", "/b", "/a"},
		{"byte-order mark", "\uFEFFUser-agent: *\nDisallow: /a", "/b", "/a"},
		{"query", "User-agent: *\nDisallow: /*?print=", "/a?x=1", "/a?print=1"},
	} {
		r := ParseRobots([]byte(c.file), "chancery")
		for p := range strings.FieldsSeq(c.allow) {
			if !r.Allowed(p) {
				t.Errorf("%s: %s is denied", c.what, p)
			}
		}
		for p := range strings.FieldsSeq(c.deny) {
			if r.Allowed(p) {
				t.Errorf("%s: %s is allowed", c.what, p)
			}
		}
	}
	if d := ParseRobots([]byte("User-agent: *\nCrawl-delay: 1.5"), "chancery").Delay; d != 1500*time.Millisecond {
		t.Errorf("delay %s", d)
	}
}

// Whatever the bytes: robots.txt itself may be read, rules stay within their
// bounds, and a path escaped in full is judged as the plain one.
func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a$\nAllow: /%61", "/a")
	f.Add("user-agent:chancery\rdisallow:**$$\rcrawl-delay: 1e99", "/é?x")
	f.Fuzz(func(t *testing.T, file, path string) {
		r := ParseRobots([]byte(file), "chancery")
		if !r.Allowed("/robots.txt") || len(r.rules) > robotsRules || r.Delay < 0 || r.Delay > time.Hour {
			t.Fatalf("%+v", r)
		}
		if r.Allowed(path) != r.Allowed(normal(path)) {
			t.Fatalf("%q and %q differ", path, normal(path))
		}
	})
}

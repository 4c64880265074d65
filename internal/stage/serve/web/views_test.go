package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"chancery/internal/filter"
	"chancery/internal/pipeline"
	"chancery/internal/registry"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/web"
)

// desk is the server of the whole desk over a fake archive.
func desk(t *testing.T, f *fake) http.Handler {
	t.Helper()
	return deskFor(t, f, asReviewer)
}

func deskFor(t *testing.T, f *fake, who func(http.Handler) http.Handler) http.Handler {
	t.Helper()
	return deskWith(t, f, who, code)
}

func deskWith(t *testing.T, f *fake, who func(http.Handler) http.Handler, code pipeline.Code) http.Handler {
	t.Helper()
	reg, err := registry.Load()
	if err != nil {
		t.Fatal(err)
	}
	mounts, err := web.Mounts(web.Options{Archive: f, Names: filter.World(reg), Code: code, Calendar: calendar, Version: "<1>", States: fakeStates(), Saved: keeper(f, filter.World(reg)), Fetch: f.fetch, Fetchers: serve.Reviewer,
		Now: func() time.Time { return time.Date(2042, 5, 7, 12, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	s, err := serve.New(serve.Options{Archive: f, Mounts: mounts, Access: who, Rate: 1000, Burst: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

func get(t *testing.T, h http.Handler, address string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "http://localhost"+address, nil)
	r.Header.Set("Accept", "text/html")
	h.ServeHTTP(w, r)
	return w
}

func post(t *testing.T, h http.Handler, address string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "http://localhost"+address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "text/html")
	h.ServeHTTP(w, r)
	return w
}

// views are the addresses of all views.
func views() []string {
	return []string{"/", "/incidents", "/incidents?q=type:CONSULT+since:2042", "/incident/i0123456789abcdef", "/page/0123456789abcdef", "/statements", "/people", "/posts",
		"/person/name/%22x", "/agenda", "/search?words=%3Cscript%3E", "/try", "/incidents?q=%3Cscript%3E:x", "/none", "/relation", "/relation?a=France&b=Germany&c=Italy", "/relation?a=%22%3E%3Cscript%3E&b=x", "/searches", "/searches?list=incidents&q=%3Cscript%3E&name=%3Cscript%3E", "/map", "/map?show=balance&with=France&q=type:CONSULT", "/map?with=%3Cscript%3E", "/network", "/network?from=%3Cscript%3E", "/forums", "/claims", "/claims?a=France", "/claims?a=%3Cscript%3E",
		"/review", "/review?event=0123456789abcdef:44-47:CONSULT", "/review/log", "/review/agreement"}
}

// What stands in a page is shown as text in every view, and no page asks for
// anything from elsewhere or holds script or style of its own.
func TestHostile(t *testing.T) {
	h := desk(t, &fake{})
	for _, address := range views() {
		sound(t, address, get(t, h, address))
	}
	sound(t, "/page without text", get(t, desk(t, &fake{bare: true}), "/page/0123456789abcdef"))
	sound(t, "/try", post(t, h, "/try", url.Values{"text": {fakeText}, "title": {hostileTitle}, "published": {"2042-05-05"}}))
	sound(t, "/try", post(t, h, "/try", url.Values{"text": {fakeText}, "published": {hostileQuote}}))
}

// sound checks a page: what every view must hold, for harm and for use by
// keyboard and screen readers.
func sound(t *testing.T, address string, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code >= 500 {
		t.Errorf("%s: status %d", address, w.Code)
	}
	root, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	c := checker{t: t, at: address, ids: map[string]int{}}
	c.walk(root)
	c.finish()
}

// checker looks at one page.
type checker struct {
	t                        *testing.T
	at                       string
	ids                      map[string]int
	labels, fields, refs     []string
	h1, mains, titles, level int
}

func (c *checker) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		c.element(n)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.walk(child)
	}
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func wordsIn(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(wordsIn(c))
	}
	return b.String()
}

func (c *checker) element(n *html.Node) {
	c.attributes(n)
	switch n.Data {
	case "script":
		if src, _ := attr(n, "src"); src != "/assets/desk.js" || n.FirstChild != nil {
			c.t.Errorf("%s: a script that is not ours: %s", c.at, wordsIn(n))
		}
	case "style", "img", "iframe", "object", "embed", "base", "b":
		c.t.Errorf("%s: an element <%s>", c.at, n.Data)
	case "h1", "h2", "h3", "h4":
		level := int(n.Data[1] - '0')
		if level > c.level+1 {
			c.t.Errorf("%s: %s after h%d: %s", c.at, n.Data, c.level, wordsIn(n))
		}
		c.level = level
		if level == 1 {
			c.h1++
		}
	case "main":
		c.mains++
	case "title":
		if n.Namespace == "" {
			c.titles++
		}
	case "html":
		if lang, _ := attr(n, "lang"); lang != "en" {
			c.t.Errorf("%s: no language", c.at)
		}
	case "label":
		target, _ := attr(n, "for")
		c.labels = append(c.labels, target)
	case "input", "select", "textarea":
		if kind, _ := attr(n, "type"); kind != "hidden" {
			id, _ := attr(n, "id")
			c.fields = append(c.fields, id)
		}
	case "a", "button":
		name, _ := attr(n, "aria-label")
		if strings.TrimSpace(name+wordsIn(n)) == "" {
			c.t.Errorf("%s: a <%s> without a name: %v", c.at, n.Data, n.Attr)
		}
	case "th":
		if _, ok := attr(n, "scope"); !ok {
			c.t.Errorf("%s: a head of a table without scope", c.at)
		}
	}
}

func (c *checker) attributes(n *html.Node) {
	for _, a := range n.Attr {
		switch {
		case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcset", a.Key == "ping":
			c.t.Errorf("%s: <%s %s=%q>", c.at, n.Data, a.Key, a.Val)
		case a.Key == "id":
			c.ids[a.Val]++
		case a.Key == "href" || a.Key == "src" || a.Key == "action" || a.Key == "formaction":
			rel, _ := attr(n, "rel")
			outside := strings.HasPrefix(a.Val, "https://") && n.Data == "a" && strings.Contains(rel, "noreferrer")
			inside := strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "//") || strings.HasPrefix(a.Val, "#")
			if !inside && !outside {
				c.t.Errorf("%s: <%s %s=%q> leads elsewhere", c.at, n.Data, a.Key, a.Val)
			}
			if ref, ok := strings.CutPrefix(a.Val, "#"); ok {
				c.refs = append(c.refs, ref)
			}
		case a.Key == "aria-labelledby" || a.Key == "aria-describedby":
			c.refs = append(c.refs, a.Val)
		}
	}
}

func (c *checker) finish() {
	if c.h1 != 1 || c.mains != 1 || c.titles != 1 {
		c.t.Errorf("%s: %d h1, %d main, %d title; want one of each", c.at, c.h1, c.mains, c.titles)
	}
	for id, n := range c.ids {
		if n > 1 {
			c.t.Errorf("%s: %d elements have the id %q", c.at, n, id)
		}
	}
	for _, f := range c.fields {
		if !slices.Contains(c.labels, f) {
			c.t.Errorf("%s: the field %q has no label", c.at, f)
		}
	}
	for _, ref := range c.refs {
		if c.ids[ref] == 0 {
			c.t.Errorf("%s: nothing has the id %q", c.at, ref)
		}
	}
}

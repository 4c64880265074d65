package web_test

import (
	"bytes"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
)

// finding is a rule of axe-core that a page breaks.
type finding struct {
	ID, Impact, Help string
	Nodes            []string
}

const runAxe = `axe.run(document, {runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}).then((r) => {
  const out = document.createElement("pre");
  out.id = "axe-says";
  out.textContent = JSON.stringify(r.violations.map((v) => ({ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.slice(0, 3).map((n) => n.html)})));
  document.body.append(out);
});`

// withAxe serves another server's pages with axe-core in them.
func withAxe(t *testing.T, base, axe string) string {
	t.Helper()
	script, err := os.ReadFile(axe)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/axe.js":
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = w.Write(script)
			return
		case "/axe-run.js":
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = io.WriteString(w, runAxe)
			return
		}
		res, err := http.Get(base + r.URL.RequestURI())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer func() { _ = res.Body.Close() }()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		for _, name := range []string{"Content-Type", "Content-Security-Policy"} {
			w.Header().Set(name, res.Header.Get(name))
		}
		w.WriteHeader(res.StatusCode)
		_, _ = w.Write(bytes.Replace(body, []byte("</body>"), []byte(`<script src="/axe.js"></script><script src="/axe-run.js"></script></body>`), 1))
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// TestBrowserAxe runs axe-core (MPL 2.0; CHANCERY_AXE is its file, and it is no part
// of the program) over every view, in light and dark mode and at phone width: no finding is serious.
func TestBrowserAxe(t *testing.T) {
	axe := os.Getenv("CHANCERY_AXE")
	if axe == "" {
		t.Skip("make browser runs this where npm brings axe-core")
	}
	base := openDesk(t)
	address := withAxe(t, base, axe)
	for name, path := range demoViews(t, base) {
		for mode, flag := range map[string][]string{
			"light": {"--blink-settings=preferredColorScheme=1"}, "dark": {"--blink-settings=preferredColorScheme=0"}, "phone": {"--window-size=500,900"},
		} {
			dom := browser(t, append(flag, "--virtual-time-budget=20000", "--dump-dom", address+path)...)
			_, says, ok := strings.Cut(dom, `<pre id="axe-says">`)
			says, _, _ = strings.Cut(says, "</pre>")
			var list []finding
			if err := json.Unmarshal([]byte(html.UnescapeString(says)), &list); !ok || err != nil {
				t.Errorf("%s, %s: axe said nothing: %v", name, mode, err)
				continue
			}
			for _, f := range list {
				report := t.Logf
				if slices.Contains([]string{"serious", "critical"}, f.Impact) {
					report = t.Errorf
				}
				report("%s, %s: %s (%s): %s\n\t%s", name, mode, f.ID, f.Impact, f.Help, strings.Join(f.Nodes, "\n\t"))
			}
		}
	}
}

package web_test

import (
	"io"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// finding is a rule of axe-core that a page breaks.
type finding struct {
	ID, Impact, Help string
	Nodes            []string
}

const runAxe = `axe.run(document, {runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}).then((r) =>
  r.violations.map((v) => ({ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.slice(0, 3).map((n) => n.html)})))`

// looks are the ways in which each view is looked at.
func looks() []struct {
	name          string
	width, height int
	scheme        string
} {
	return []struct {
		name          string
		width, height int
		scheme        string
	}{{"", 1280, 1400, "light"}, {"-dark", 1280, 1400, "dark"}, {"-phone", 500, 1100, "light"}}
}

// TestBrowser opens every view of an archive of invented news in Chromium: in light
// and dark mode and at phone width. It keeps pictures for a person to look at, checks
// each page as the browser has built it, runs axe-core over it (MPL 2.0; CHANCERY_AXE is
// its file, and it is no part of the program), of which no finding may be serious, and
// shows that nothing is asked of any other machine.
func TestBrowser(t *testing.T) {
	base := openDesk(t)
	axe := ""
	if file := os.Getenv("CHANCERY_AXE"); file != "" {
		script, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		axe = string(script)
	}
	views := demoViews(t, base)
	c := startChromium(t)
	for _, l := range looks() {
		c.look(l.width, l.height, l.scheme)
		for _, name := range slices.Sorted(maps.Keys(views)) {
			c.open(base + views[name])
			c.shoot(name + l.name)
			var seen struct {
				H1    int
				Wide  bool
				Words string
			}
			c.run(`({H1: document.querySelectorAll("h1").length, Wide: document.documentElement.scrollWidth > innerWidth, Words: document.body.innerText.slice(0, 4000)})`, &seen)
			if seen.H1 != 1 || strings.Contains(seen.Words, "Internal Server Error") {
				t.Errorf("%s%s: no page: %d headings, %.200s", name, l.name, seen.H1, seen.Words)
			}
			if seen.Wide {
				t.Errorf("%s%s: the page is wider than its window", name, l.name)
			}
			if axe == "" {
				continue
			}
			c.run(axe, nil)
			var list []finding
			c.run(runAxe, &list)
			for _, f := range list {
				report := t.Logf
				if slices.Contains([]string{"serious", "critical"}, f.Impact) {
					report = t.Errorf
				}
				report("%s%s: %s (%s): %s\n\t%s", name, l.name, f.ID, f.Impact, f.Help, strings.Join(f.Nodes, "\n\t"))
			}
		}
	}
	for _, fault := range c.faults {
		if !strings.Contains(fault, "status of 4") { // the page of problems
			t.Errorf("the console says: %s", fault)
		}
	}
	c.stayed(base)
}

// demoViews finds an address of each view by following links as a reader does.
func demoViews(t *testing.T, base string) map[string]string {
	t.Helper()
	return map[string]string{
		"today": "/", "incidents": "/incidents", "statements": "/statements?q=polarity:denies", "people": "/people", "posts": "/posts", "agenda": "/agenda",
		"search": "/search?words=talks", "network": "/network", "map": "/map", "map-balance": "/map?show=balance&with=Avernia", "forums": "/forums", "claims": "/claims?a=Avernia", "pairs": "/relation",
		"review": "/review", "decisions": "/review/log", "agreement": "/review/agreement", "searches": "/searches?list=incidents&q=type:CONSULT", "saved": firstLink(t, base+"/searches", `/searches/[\w-]+`),
		"relation": "/relation?a=Avernia&b=Belmoria&c=Corvania&measure=net", "try": "/try", "problem": "/incidents?q=type:NONE",
		"incident": firstLink(t, base+"/incidents?q=outlets:>=3", `/incident/i[0-9a-f]+`),
		"page":     firstLink(t, base+"/incidents?q=type:CONSULT", `/page/[0-9a-f]+#c[0-9]+`),
		"person":   firstLink(t, base+"/people", `/person/[^"]+`),
	}
}

// firstLink gives the first address of a form on a page.
func firstLink(t *testing.T, address, form string) string {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(form).FindString(string(body))
	if found == "" {
		t.Fatalf("%s has no %s", address, form)
	}
	return found
}

package web_test

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestBrowser takes pictures of every view of an archive of invented news, for a
// person to look at, and checks each page as a browser has built it.
func TestBrowser(t *testing.T) {
	base := openDesk(t)
	for name, path := range demoViews(t, base) {
		shoot(t, name, base+path, "1280,1400")
		shoot(t, name+"-phone", base+path, "500,1100")
		if dom := browser(t, "--dump-dom", base+path); !strings.Contains(dom, "<h1") || strings.Contains(dom, "Internal Server Error") {
			t.Errorf("%s: no page", name)
		}
	}
	for name, path := range map[string]string{"page": demoViews(t, base)["page"], "incidents": "/incidents", "map": "/map"} {
		shoot(t, name+"-dark", base+path, "1280,1400", "--blink-settings=preferredColorScheme=0")
	}
}

// demoViews finds an address of each view by following links as a reader does.
func demoViews(t *testing.T, base string) map[string]string {
	t.Helper()
	return map[string]string{
		"today": "/", "incidents": "/incidents", "statements": "/statements?q=polarity:denies", "people": "/people", "posts": "/posts", "agenda": "/agenda",
		"search": "/search?words=talks", "network": "/network", "map": "/map", "map-balance": "/map?show=balance&with=Avernia", "forums": "/forums", "claims": "/claims?a=Avernia", "pairs": "/relation", "review": "/review", "decisions": "/review/log", "agreement": "/review/agreement",
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

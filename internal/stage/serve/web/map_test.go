package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"chancery/internal/stage/serve/web"
)

// fakeStates are some states: the incident of the fake archive is Estravia's.
func fakeStates() []web.State {
	return []web.State{{Code: "XES", Name: "Estravia", Lat: 12, Lon: -40, HasCoord: true}, {Code: "FRA", Name: "France", Lat: 48.9, Lon: 2.3, HasCoord: true}, {Code: "TUV", Name: "Tuvalu", Lat: -8.5, Lon: 179.2, HasCoord: true}}
}

// The table has the numbers of the picture, and what is not reported is never 0.
func TestMap(t *testing.T) {
	h := desk(t, &fake{happened: true})
	for show, want := range map[string]string{"incidents": "1 incident", "contacts": "1 contact", "cooperation": "1 act of cooperation", "conflict": "0 acts of conflict", "balance": "balance +1 of 1 act"} {
		page := strings.ReplaceAll(get(t, h, "/map?show="+show).Body.String(), "&#43;", "+")
		if !strings.Contains(page, `aria-label="Estravia: `+want+`"`) {
			t.Errorf("%s: the picture does not say %q", show, want)
		}
		if !regexp.MustCompile(`Estravia</a> <span class="code">XES</span></th><td class="n">1</td><td class="n">1</td><td class="n">1</td><td class="n">0</td><td class="n">0</td><td class="n">\+1</td>`).MatchString(page) {
			t.Errorf("%s: the table has other numbers", show)
		}
		for _, state := range []string{"France", "Tuvalu"} {
			if !strings.Contains(page, "<title>"+state+": no report</title>") || strings.Contains(page, state+": 0") || strings.Contains(page, ">"+state+"</a>") {
				t.Errorf("%s: %s has no report, and the page says otherwise", show, state)
			}
		}
		if !strings.Contains(page, "1 state has reports; of 2 others there is no report, which is not zero") {
			t.Errorf("%s: the table does not say of how many nothing is reported", show)
		}
	}
}

// All that is chosen is in the address, and stays in it when a condition is taken away.
func TestMapInTheAddress(t *testing.T) {
	h := desk(t, &fake{})
	page := get(t, h, "/map?q=type:CONSULT+since:2042&show=balance&with=France").Body.String()
	for _, want := range []string{`value="type:CONSULT since:2042"`, `value="France"`, `<option value="balance" selected>`,
		`href="/map?q=since%3A2042&amp;show=balance&amp;with=France"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if w := get(t, h, "/map?with=Nowhere+Land"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "is not known") {
		t.Errorf("an unknown state: %d", w.Code)
	}
	if w := get(t, h, "/map?show=nothing"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `<option value="incidents" selected>`) {
		t.Errorf("an unknown measure: %d", w.Code)
	}
	if w := get(t, h, "/map?q=type:NONE"); w.Code != http.StatusBadRequest {
		t.Errorf("a wrong filter: %d", w.Code)
	}
}

package train

import (
	"strings"
	"testing"

	"chancery/internal/stage/extract"
)

// placed makes an act that may have two places, each with one feature.
func placed(first, second string) *extract.PlaceCase {
	return &extract.PlaceCase{Type: "PROTEST", Silent: []string{"none\tPROTEST"}, Options: []extract.PlaceOption{
		{Name: "Alba", Code: "AAA", Features: []string{first}},
		{Name: "Borga", Code: "BBB", Features: []string{second}},
	}}
}

func TestPlacesLearn(t *testing.T) {
	l := &placesLearner{index: map[string]int{}}
	for range 20 {
		l.add(DefaultPlaces, placed("any\tx", "any\ty"), "Alba", "AAA")
		l.add(DefaultPlaces, placed("any\tz", "any\ty"), "", "")
	}
	l.add(DefaultPlaces, placed("any\tx", "any\ty"), "Cerna", "CCC") // not on the page: nothing to learn
	if len(l.cases) != 40 {
		t.Fatalf("%d cases, want 40", len(l.cases))
	}
	l.learn(DefaultPlaces)
	weight := func(name string) float64 { return l.weights[l.index[name]] }
	if weight("any\tx") <= 0 || weight("any\ty") >= 0 || weight("any\tz") >= 0 {
		t.Errorf("x %.2f, y %.2f, z %.2f: want x to speak for a place and the others against one",
			weight("any\tx"), weight("any\ty"), weight("any\tz"))
	}
	if got := l.report(); !strings.Contains(got, "20 of 20 places right, 20 of 20") {
		t.Errorf("report: %s", got)
	}
}

func TestPlacesFaults(t *testing.T) {
	for _, test := range []struct{ docs, gold, want string }{
		{"{", "", "documents: line 1"}, {"", "{", "gold: line 1"}, {"", "", "no act"},
	} {
		_, err := Places(DefaultPlaces, nil, nil, strings.NewReader(test.docs), strings.NewReader(test.gold), &strings.Builder{})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("docs %q, gold %q: %v, want %q", test.docs, test.gold, err, test.want)
		}
	}
}

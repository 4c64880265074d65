package extract

import (
	"strings"
	"testing"
)

func TestPlaceWeights(t *testing.T) {
	w, err := loadPlaceWeights(placeWeightData)
	if err != nil {
		t.Fatal(err)
	}
	for typ, test := range map[string]struct{ more, less placeFeature }{
		"ASSAULT": {hangsOn, adjectival}, "CONSULT": {hangsOn, hangsFar}, "COERCE": {ruled, located4}, "ACCUSE": {hangsOn, hangsClose},
	} {
		if a, b := w.score(typ, []placeFeature{test.more}), w.score(typ, []placeFeature{test.less}); a <= b {
			t.Errorf("%s: %s is worth %.2f, %s %.2f", typ, placeFeatureNames[test.more], a, placeFeatureNames[test.less], b)
		}
	}
	for data, want := range map[string]string{"any\thangs-on": "places.tsv:1", "any\thangs-on\tx": "no number",
		"some\thangs-on\t1": "no sort", "# ok\nany\thangs-off\t1": "places.tsv:2"} {
		if _, err := loadPlaceWeights(data); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", data, err, want)
		}
	}
	for i, name := range placeFeatureNames {
		if name == "" {
			t.Errorf("feature %d has no name", i)
		}
	}
}

// TestManyPlaces reads a sentence with more places than an act may have.
func TestManyPlaces(t *testing.T) {
	p := &placer{coder: &coder{page: &page{}}}
	for i := range int32(2 * maxCandidates) {
		p.add(i, mentioned)
		p.add(i, mentioned)
	}
	if len(p.candidates) != maxCandidates || len(p.candidates[0].features) != 1 {
		t.Errorf("%d candidates, the first with %d features; want %d with 1", len(p.candidates), len(p.candidates[0].features), maxCandidates)
	}
}

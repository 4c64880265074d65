package extract

import "testing"

func TestRoman(t *testing.T) {
	for s, want := range map[string]int{"II": 2, "IV": 4, "XIX": 19, "XXI": 21, "XLIV": 44, "X": 0, "MIX": 0, "Iv": 0, "": 0} {
		if got := roman(s); got != want {
			t.Errorf("roman(%q) = %d, want %d", s, got, want)
		}
	}
}

func TestSameOffice(t *testing.T) {
	words, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	p := &page{Extractor: &Extractor{words: words}}
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"prime minister", "prime minister", true},
		{"minister", "foreign minister", true},
		{"minister", "prime minister", false},
		{"president", "vice president", false},
		{"deputy foreign minister", "foreign minister", false},
		{"chairman", "man", false},
		{"senator", "governor", false},
	} {
		if got := p.sameOffice(c.a, c.b); got != c.want {
			t.Errorf("sameOffice(%q, %q) = %t, want %t", c.a, c.b, got, c.want)
		}
	}
}

package timex

import "testing"

func TestNumber(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		text  string
		value float64
		words int
		vague bool
	}{
		{"three people", 3, 1, false},
		{"3 people", 3, 1, false},
		{"2,000 troops", 2000, 1, false},
		{"1,234,567 votes", 1234567, 1, false},
		{"1.5 million refugees", 1.5e6, 2, false},
		{"two hundred and five men", 205, 4, false},
		{"two hundred men and five women", 200, 2, false},
		{"twenty-one soldiers", 21, 3, false},
		{"twenty one soldiers", 21, 2, false},
		{"forty thousand", 40000, 2, false},
		{"three million two hundred thousand", 3.2e6, 5, false},
		{"one hundred thousand", 1e5, 3, false},
		{"nineteen eighty", 19, 1, false},
		{"five and six", 5, 1, false},
		{"a dozen", 12, 2, false},
		{"two dozen", 24, 2, false},
		{"half a dozen", 6, 3, false},
		{"a hundred", 100, 2, false},
		{"a couple of aides", 2, 3, false},
		{"two and a half", 2.5, 4, false},
		{"dozens of people", 24, 1, true},
		{"hundreds of thousands of people", 200000, 3, true},
		{"tens of thousands", 20000, 3, true},
		{"several ministers", 5, 1, true},
		{"a few aides", 3, 2, true},
	} {
		got, ok := g.Number(c.text, tokenise(c.text))
		if !ok || got != (Num{c.value, c.words, c.vague}) {
			t.Errorf("Number(%q) = %+v, %v; want %g in %d words", c.text, got, ok, c.value, c.words)
		}
	}
	for _, text := range []string{"", "the three", "a minister", "first", "57th", "and five", "half the house", "22:30", "1990s"} {
		if got, ok := g.Number(text, tokenise(text)); ok {
			t.Errorf("Number(%q) = %+v", text, got)
		}
	}
}

func TestOrdinal(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		text  string
		value float64
		words int
	}{
		{"11th International Meeting", 11, 1},
		{"8th meeting", 8, 1},
		{"eighth round", 8, 1},
		{"twenty-first century", 21, 3},
		{"second day", 2, 1},
		{"hundredth", 100, 1},
		{"two hundredth", 200, 2},
		{"one hundred and fifth", 105, 4},
		{"78th session", 78, 1},
	} {
		got, ok := g.Ordinal(c.text, tokenise(c.text))
		if !ok || got.Value != c.value || got.Words != c.words {
			t.Errorf("Ordinal(%q) = %+v, %v; want %g in %d words", c.text, got, ok, c.value, c.words)
		}
	}
	for _, text := range []string{"", "three", "the first", "20", "five first"} {
		if got, ok := g.Ordinal(text, tokenise(text)); ok {
			t.Errorf("Ordinal(%q) = %+v", text, got)
		}
	}
}

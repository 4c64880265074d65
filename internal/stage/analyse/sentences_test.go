package analyse_test

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestSentenceEnds reads testdata/sentences.txt: abbreviations, initials,
// datelines, quotations and brackets as news have them.
func TestSentenceEnds(t *testing.T) {
	b, err := os.ReadFile("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	a := analyser(t)
	for line := range strings.Lines(string(b)) {
		parts := strings.Split(strings.TrimSpace(line), "|")
		if strings.HasPrefix(line, "#") {
			continue
		}
		d, _ := a.Analyse(parts[0])
		var got []string
		for _, s := range d.Sentences {
			got = append(got, d.Cut(s.Span))
		}
		if !slices.Equal(got, parts[1:]) {
			t.Errorf("%q: %q, want %q", parts[0], got, parts[1:])
		}
	}
}

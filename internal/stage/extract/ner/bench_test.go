package ner_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/registry"
	"chancery/internal/stage/analyse"
	"chancery/internal/stage/extract/ner"
	"chancery/record"
	"chancery/weights"
)

// shipped loads the recogniser and the analyser that are built in.
func shipped(t testing.TB) (*ner.Recogniser, *analyse.Analyser) {
	t.Helper()
	reg, err := registry.Load()
	if err != nil {
		t.Fatal(err)
	}
	names, err := weights.Names()
	if err != nil {
		t.Fatal(err)
	}
	r, err := ner.New(names, reg)
	if err != nil {
		t.Fatal(err)
	}
	english, err := weights.English()
	if err != nil {
		t.Fatal(err)
	}
	a, err := analyse.New(english)
	if err != nil {
		t.Fatal(err)
	}
	return r, a
}

// The shipped model must know plain cases; a file trained against another set
// of features would find nonsense.
func TestShipped(t *testing.T) {
	r, a := shipped(t)
	d, _ := a.Analyse("President Emmanuel Macron met Angela Merkel in Berlin on Tuesday. Officials from the World Bank and Microsoft attended, " +
		"and Merkel later travelled to Pakistan.")
	found := map[string]record.Kind{}
	for _, s := range r.Find(nil, d) {
		found[d.Text[d.Words[s.Lo].Start:d.Words[s.Hi-1].End]] = s.Kind
	}
	for name, kind := range map[string]record.Kind{"Emmanuel Macron": record.Person, "Angela Merkel": record.Person, "Berlin": record.Place,
		"World Bank": record.Organization, "Microsoft": record.Organization, "Merkel": record.Person, "Pakistan": record.Place} {
		if found[name] != kind {
			t.Errorf("%q is %q, want %q; found %v", name, found[name], kind, found)
		}
	}
}

// BenchmarkFind is the recogniser on analysed news text.
func BenchmarkFind(b *testing.B) {
	r, a := shipped(b)
	names, err := filepath.Glob("../../../../testdata/relations/*.txt")
	if err != nil || len(names) == 0 {
		b.Fatal("cannot find the sentences")
	}
	var t strings.Builder
	for _, n := range names {
		text, err := os.ReadFile(n)
		if err != nil {
			b.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if line[0] != ' ' && line[0] != '\n' {
				t.WriteString(line + "\n")
			}
		}
	}
	d, _ := a.Analyse(strings.Repeat(t.String(), 5))
	spans := r.Find(nil, d)
	b.ReportAllocs()
	for b.Loop() {
		spans = r.Find(spans[:0], d)
	}
	b.ReportMetric(float64(len(d.Words)*b.N)/b.Elapsed().Seconds(), "words/s")
}

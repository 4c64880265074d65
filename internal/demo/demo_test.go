package demo

import (
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/internal/stage/ingest"
)

func TestSamples(t *testing.T) {
	samples := Samples()
	if n := len(samples); n < 12 || n > 14 {
		t.Errorf("%d samples, want a dozen or so", n)
	}
	var names []string
	for _, s := range samples {
		if s.Name == "" || slices.Contains(names, s.Name) {
			t.Errorf("the name %q is empty or taken", s.Name)
		}
		names = append(names, s.Name)
		d := s.Page.Document
		if d.Title == "" || !strings.HasPrefix(d.Source, "Sample ") {
			t.Errorf("%s: title %q, outlet %q: a sample must say that it is one", s.Name, d.Title, d.Source)
		}
		if _, err := time.Parse(time.DateOnly, d.Published); err != nil {
			t.Errorf("%s: published: %v", s.Name, err)
		}
		if n := len(strings.Fields(s.Page.Text)); n < 120 || n > 250 {
			t.Errorf("%s has %d words, want 120 to 250", s.Name, n)
		}
	}
}

// What demo --keep writes must come back through the reader of pages.
func TestHTMLReadsBack(t *testing.T) {
	for _, s := range Samples() {
		page, err := s.HTML()
		if err != nil {
			t.Fatal(err)
		}
		for item, err := range ingest.Documents(s.Name+".html", strings.NewReader(string(page)), ingest.Options{}) {
			if err != nil || item.Failed() {
				t.Fatalf("%s: %v %v", s.Name, err, item.Diagnostics)
			}
			got, want := item.Page, s.Page
			if got.Title != want.Title || got.Source != want.Source || !strings.HasPrefix(got.Published, want.Published) {
				t.Errorf("%s: read back as %q, %q, %q", s.Name, got.Title, got.Source, got.Published)
			}
			for line := range strings.Lines(want.Text) {
				if line = strings.TrimSpace(line); !strings.Contains(got.Text, line) {
					t.Errorf("%s: lost %q", s.Name, line)
				}
			}
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, data := range []string{"title: x", "title: x\ncolour: red\n\ntext", "no key\n\ntext"} {
		if _, err := parse("01-x.txt", data); err == nil {
			t.Errorf("no error for %q", data)
		}
	}
}

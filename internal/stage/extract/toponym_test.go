package extract

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"chancery/record"
)

// TestToponyms reads the pages of testdata/toponyms.txt, laid out as those of
// testdata/trees, and compares the states and places found with the lines "= ".
func TestToponyms(t *testing.T) {
	const file = "testdata/toponyms.txt"
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for block := range strings.SplitSeq(strings.TrimRight(string(raw), "\n"), "\n\n") {
		b, err := parseTree(block)
		if err != nil {
			t.Fatalf("%s: %v", block, err)
		}
		if b == nil {
			out = append(out, block)
			continue
		}
		rec := extractor(t).Extract(b.doc, b.meta)
		var got []string
		for _, e := range rec.Entities {
			if e.Kind == record.Place || e.Kind == record.State {
				got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", e.Name, e.Code, e.Registry)))
			}
		}
		if !*update && !slices.Equal(got, b.want) {
			t.Errorf("%s\n%s", b.doc.Text, differences(b.want, got))
		}
		out = append(out, strings.Join(append(b.given, prefixed("= ", got)...), "\n"))
	}
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(out, "\n\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

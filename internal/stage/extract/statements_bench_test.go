package extract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkStatements measures the step that finds statements, behind parsing
// and the steps before it, on the trees of testdata/trees.
func BenchmarkStatements(b *testing.B) {
	files, err := filepath.Glob("testdata/trees/*.txt")
	if err != nil || len(files) == 0 {
		b.Fatalf("no trees: %v", err)
	}
	var pages []*page
	words := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		for block := range strings.SplitSeq(strings.TrimRight(string(raw), "\n"), "\n\n") {
			t, err := parseTree(block)
			if err != nil {
				b.Fatal(err)
			}
			if t == nil {
				continue
			}
			p := newPage(extractor(b), t.doc, &t.meta)
			p.beforeStatements()
			pages = append(pages, p)
			words += len(t.doc.Words)
		}
	}
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range pages {
			p.statements = p.statements[:0]
			p.findStatements()
		}
		n++
	}
	b.ReportMetric(float64(words)*float64(n)/b.Elapsed().Seconds(), "words/s")
}

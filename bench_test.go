package chancery

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/syntax"
	"chancery/record"
)

// BenchmarkExtract measures all that is read from trees, names to record, behind
// the analysis, on the texts of testdata/cases or those of the folder
// CHANCERY_BENCH, one a file.
func BenchmarkExtract(b *testing.B) {
	c, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	folder := os.Getenv("CHANCERY_BENCH")
	if folder == "" {
		folder = "testdata/cases"
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil || len(files) == 0 {
		b.Fatalf("no texts: %v", err)
	}
	var docs []*syntax.Doc
	words, size := 0, 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		text, _, _ := strings.Cut(string(raw), "\n= ") // what a case expects
		d, _ := c.analyser.Analyse(text)
		docs = append(docs, d)
		words, size = words+len(d.Words), size+len(text)
	}
	meta := record.Document{Published: "2024-03-13", Language: "en"}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range docs {
			c.extractor.Extract(d, meta)
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

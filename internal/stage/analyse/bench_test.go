package analyse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/stage/analyse/segment"
	"chancery/weights"
)

// newsText is the sentences of testdata/relations as running text, a document
// of about a thousand words, repeated.
func newsText(b *testing.B, times int) string {
	b.Helper()
	names, err := filepath.Glob("../../../testdata/relations/*.txt")
	if err != nil || len(names) == 0 {
		b.Fatal("cannot find the sentences")
	}
	var t strings.Builder
	for _, n := range names {
		text, err := os.ReadFile(n)
		if err != nil {
			b.Fatal(err)
		}
		for _, line := range strings.Split(string(text), "\n") {
			if line != "" && line[0] != ' ' {
				t.WriteString(line + "\n\n")
			}
		}
	}
	return strings.Repeat(t.String(), times)
}

func benchAnalyser(b *testing.B) *Analyser {
	b.Helper()
	m, err := weights.English()
	if err != nil {
		b.Fatal(err)
	}
	a, err := New(m)
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// BenchmarkText is all steps, from raw text to trees.
func BenchmarkText(b *testing.B) {
	a, text := benchAnalyser(b), newsText(b, 5)
	d, _ := a.Analyse(text)
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		a.Analyse(text)
	}
	b.ReportMetric(float64(len(d.Words)*b.N)/b.Elapsed().Seconds(), "words/s")
}

// BenchmarkTextParallel is the same with a document on each core.
func BenchmarkTextParallel(b *testing.B) {
	a, text := benchAnalyser(b), newsText(b, 5)
	d, _ := a.Analyse(text)
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			a.Analyse(text)
		}
	})
	b.ReportMetric(float64(len(d.Words)*b.N)/b.Elapsed().Seconds(), "words/s")
}

// BenchmarkTextCold is all steps with nothing remembered from before.
func BenchmarkTextCold(b *testing.B) {
	a, text := benchAnalyser(b), newsText(b, 1)
	d, _ := a.Analyse(text)
	for b.Loop() {
		a.idle[0].table.Reset()
		a.Analyse(text)
	}
	b.ReportMetric(float64(len(d.Words)*b.N)/b.Elapsed().Seconds(), "words/s")
}

// BenchmarkSteps is each step by itself, over sentences that are found before.
func BenchmarkSteps(b *testing.B) {
	a, text := benchAnalyser(b), newsText(b, 5)
	w := a.take()
	tokens := a.split.Words(text, &w.find, nil)
	var sentences [][]segment.Token
	from := 0
	for i := range tokens {
		if i+1 == len(tokens) || tokens[i+1].Gap == segment.Paragraph {
			sentences = append(sentences, tokens[from:i+1])
			from = i + 1
		}
	}
	run := func(name string, f func(s []segment.Token)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				for _, s := range sentences {
					f(s)
				}
			}
			b.ReportMetric(float64(len(tokens)*b.N)/b.Elapsed().Seconds(), "words/s")
		})
	}
	var buffer []segment.Token
	run("words", func(s []segment.Token) {
		buffer = a.split.Words(text[s[0].Start:s[len(s)-1].End], &w.find, buffer[:0])
	})
	run("sentences", func(s []segment.Token) {
		w.views = w.views[:0]
		for _, t := range s {
			w.views = append(w.views, segment.Look(t, &w.table.Forms[w.table.ID(text[t.Start:t.End])]))
		}
		a.ender.Ends(w.views, &w.find, func(int, int) {})
	})
	run("tags", func(s []segment.Token) {
		w.load(text, s)
		a.tagger.Tag(&w.words, w.table, &w.tag)
	})
	run("tags and tree", func(s []segment.Token) {
		w.load(text, s)
		a.tagger.Tag(&w.words, w.table, &w.tag)
		a.parser.Parse(&w.words, w.table, &w.tree)
	})
}

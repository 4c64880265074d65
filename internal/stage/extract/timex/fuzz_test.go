package timex

import (
	"os"
	"strings"
	"testing"

	"chancery/internal/syntax"
)

// FuzzFind checks what must stay true of any words: spans in range and in
// order, an interval that is closed or absent, and the side of the anchor.
func FuzzFind(f *testing.F) {
	data, err := os.ReadFile("testdata/cases.tsv")
	if err != nil {
		f.Fatal(err)
	}
	for _, line := range strings.Split(string(data), "\n") {
		if field := strings.Split(line, "\t"); len(field) == 7 {
			f.Add(field[2], byte(len(line)%4))
		}
	}
	f.Add("in 9999999999999999999999 billion billion years ago - - 12/31/99 of of the the", byte(1))
	g := load(f)
	f.Fuzz(func(t *testing.T, text string, n byte) {
		if len(text) > 1<<12 {
			return
		}
		words := tokenise(text)
		anchor := Anchor{Published: Date{2023, 5, 25}, Narrative: Date{2023, 5, 18}}
		tense := Tense(n % 4)
		at := 0
		for _, e := range g.Find(nil, text, words, Options{DayFirst: n&8 != 0}) {
			if e.First < at || e.End <= e.First || e.End > len(words) {
				t.Fatalf("words [%d, %d) of %d after %d", e.First, e.End, len(words), at)
			}
			at = e.End - 1 // two expressions may share a hyphenated word
			first, last := words[e.First], words[e.End-1]
			if e.Span.Start < first.Start || e.Span.End > last.End || e.Span.Start >= e.Span.End {
				t.Fatalf("the span %v is not that of the words %d to %d", e.Span, e.First, e.End)
			}
			g.Resolve(&e, anchor, tense)
			holds(t, text, &e, tense)
			if a, b, ok := g.Ends(&e, anchor, tense); ok {
				holds(t, text, &a, Unknown)
				holds(t, text, &b, Unknown)
			}
			g.Resolve(&e, Anchor{}, tense)
			if e.Relative && e.Resolved {
				t.Fatalf("%q: resolved without an anchor", text[e.Span.Start:e.Span.End])
			}
		}
	})
}

// holds checks one resolved expression.
func holds(t *testing.T, text string, e *Expr, tense Tense) {
	t.Helper()
	cut := text[e.Span.Start:e.Span.End]
	base := Date{2023, 5, 25}
	switch {
	case !e.Resolved:
		if !e.From.IsZero() || !e.To.IsZero() {
			t.Fatalf("%q: days without being resolved", cut)
		}
		return
	case !e.From.Valid() || !e.To.Valid() || e.To.Before(e.From):
		t.Fatalf("%q: %v to %v", cut, e.From, e.To)
	case e.Grain == "":
		t.Fatalf("%q: no grain", cut)
	}
	if e.of.op == opWeekday || e.of.op == opDate && e.Relative {
		free := e.of.pick == pickTense && !e.of.narrative && e.of.lean == 0 && e.of.shiftUnit == noUnit && e.till.op == opNone && e.of.part == whole
		if free && tense == Past && e.From.After(base) || free && tense == Future && e.To.Before(base) {
			t.Fatalf("%q: %v to %v in tense %d", cut, e.From, e.To, tense)
		}
	}
}

// TestLinear finds nothing odd in a long sentence of date words.
func TestLinear(t *testing.T) {
	g := load(t)
	text := strings.Repeat("the end of the first half of the second day of May - 3 and ", 20_000)
	if got := g.Find(nil, text, tokenise(text), Options{}); len(got) == 0 {
		t.Error("nothing found")
	}
}

func BenchmarkFind(b *testing.B) {
	g := load(b)
	data, err := os.ReadFile("testdata/cases.tsv")
	if err != nil {
		b.Fatal(err)
	}
	var texts []string
	var sents [][]syntax.Word
	size, words := 0, 0
	for _, line := range strings.Split(string(data), "\n") {
		if field := strings.Split(line, "\t"); len(field) == 7 {
			w := tokenise(field[2])
			for i := range w {
				w[i].Norm = strings.ToLower(field[2][w[i].Start:w[i].End])
			}
			texts, sents = append(texts, field[2]), append(sents, w)
			size, words = size+len(field[2]), words+len(w)
		}
	}
	anchor := Anchor{Published: Date{2023, 5, 25}}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	var out []Expr
	for b.Loop() {
		for i, w := range sents {
			out = g.Find(out[:0], texts[i], w, Options{})
			for k := range out {
				g.Resolve(&out[k], anchor, Past)
			}
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

package timex

import (
	"os"
	"strings"
	"testing"

	"chancery/internal/syntax"
)

// parseTense reads the tense column of the cases.
func parseTense(t *testing.T, s string) Tense {
	for i, n := range []string{"unknown", "past", "present", "future", "habitual", "planned"} {
		if n == s {
			return Tense(i)
		}
	}
	t.Fatalf("no tense %q", s)
	return Unknown
}

func TestCases(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.tsv")
	if err != nil {
		t.Fatal(err)
	}
	g, n := load(t), 0
	for i, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 7 {
			t.Fatalf("line %d has %d fields", i+1, len(f))
		}
		n++
		if got := readCase(g, f, parseTense(t, f[1])); got != f[4]+" "+f[5]+" "+f[6] {
			t.Errorf("line %d: %s\n\t%q: got %s, want %s %s %s", i+1, f[2], f[3], got, f[4], f[5], f[6])
		}
	}
	t.Logf("%d cases", n)
}

// readCase gives what is read of the expression of a case, in the form of its
// last three columns.
func readCase(g *Grammar, f []string, tense Tense) string {
	text, words := f[2], tokenise(f[2])
	doc := &syntax.Doc{Text: text, Words: words, Sentences: []syntax.Sentence{{End: int32(len(words))}}}
	anchor := ParseAnchor(f[0])
	at := strings.LastIndex(text, f[3])
	want := syntax.Span{Start: int32(at), End: int32(at + len(f[3]))}
	other := ""
	for _, e := range g.Read(doc, anchor, Options{}, func(*Expr) Tense { return tense }) {
		switch {
		case e.Span == want && e.yearly:
			from, to, _ := e.EachYear()
			return from + " " + to + " " + string(e.Grain)
		case e.Span == want && e.Resolved:
			return e.From.String() + " " + e.To.String() + " " + string(e.Grain)
		case e.Span == want:
			return "- - " + e.Kind.String()
		case e.Span.Overlaps(want):
			if a, b, ok := g.Ends(&e, anchor, tense); ok && e.Resolved {
				for _, x := range [...]Expr{a, b} {
					if x.Span == want && x.Resolved {
						return x.From.String() + " " + x.To.String() + " " + string(x.Grain)
					}
				}
			}
			other = "the span " + doc.Cut(e.Span)
		}
	}
	if other == "" {
		return "- - none"
	}
	return other
}

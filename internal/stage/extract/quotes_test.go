package extract

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"chancery/internal/syntax"
	"chancery/record"
)

var token = regexp.MustCompile("``|''|[\\p{L}\\d]+|[^\\s]")

// flat is a page without trees: a sentence a line, a blank line before a paragraph.
func flat(text string) *page {
	d := &syntax.Doc{Text: text}
	paragraph, at := true, 0
	for line := range strings.Lines(text) {
		first := int32(len(d.Words))
		for _, m := range token.FindAllStringIndex(line, -1) {
			d.Words = append(d.Words, syntax.Word{Span: syntax.Span{Start: int32(at + m[0]), End: int32(at + m[1])},
				Head: -1, Sent: int32(len(d.Sentences)), UPOS: syntax.X, Rel: syntax.Root})
		}
		if n := int32(len(d.Words)); n > first {
			d.Sentences = append(d.Sentences, syntax.Sentence{First: first, End: n, Root: first, ParagraphStart: paragraph})
			paragraph = false
		} else {
			paragraph = true
		}
		at += len(line)
	}
	return newPage(&Extractor{}, d, &record.Document{})
}

func TestFindQuotes(t *testing.T) {
	long := func(n int) string { return strings.TrimSpace(strings.Repeat("so ", n)) }
	tests := []struct {
		name, text string
		want       []string
	}{
		{"none", "He left.", nil},
		{"curly", "“Yes,” he said, “no.”", []string{"Yes,", "no."}},
		{"straight", `"Yes," he said, "no."`, []string{"Yes,", "no."}},
		{"straight, between spaces", `He said " yes " twice`, []string{"yes"}},
		{"guillemets", "Il dit «oui» hier", []string{"oui"}},
		{"typewriter", "``Yes'' he said", []string{"Yes"}},
		{"single marks", "'Yes,' he said, ‘no.’", []string{"Yes,", "no."}},
		{"single marks inside double ones", "“He said ‘no’ twice.”", []string{"He said ‘no’ twice."}},
		{"apostrophes", "He 'as no friends ' here", nil},
		{"low marks", "„Ja,“ sagte er", []string{"Ja,"}},
		{"guillemets turned inwards", "»Ja«, sagte er", []string{"Ja"}},
		{"two apostrophes on both sides", "''Yes,'' he said", []string{"Yes,"}},
		{"another style inside", "“one «two» three”", []string{"one «two» three"}},
		{"never closed, from a colon to the end of its paragraph", "He said: “One two three four.\n\nFive.", []string{"One two three four"}},
		{"over sentences of a paragraph", "“Yes.\nNo.” He left.", []string{"Yes.\nNo."}},
		{"nothing inside", "“” “yes”", []string{"yes"}},
		{"never closed", "He said “yes and left.", nil},
		{"never opened", "yes” he said “no”", []string{"no"}},
		{"second opening", "“one “two” three", []string{"two"}},
		{"nested keeps the inner", "“one “two” three” four", []string{"two"}},
		{"never closed, next paragraph closed", "“One.\n\nTwo “three” four.", []string{"three"}},
		{"repeated at the head of a paragraph", "“One.\n\n“Two.”", []string{"One.\n\n“Two."}},
		{"straight, repeated at the head of a paragraph", "\"One.\n\n\"Two.\"", []string{"One.\n\n\"Two."}},
		{"longest", "“" + long(maxQuote-1) + "” “b”", []string{long(maxQuote - 1), "b"}},
		{"too long", "“" + long(maxQuote) + "” “b”", []string{"b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := flat(tt.text)
			var got []string
			for _, q := range p.findQuotes() {
				got = append(got, p.Cut(p.span(q.open+1, q.close)))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestQuoteOver(t *testing.T) {
	p := flat("He “a b” c “d” e")
	s := speech{page: p, quotes: p.findQuotes()}
	// words:      He “ a b ” c  “ d ” e
	want := []int{-1, 0, 0, 0, 0, -1, 1, 1, 1, -1}
	for i, w := range want {
		if got := s.quoteOver(int32(i)); got != w {
			t.Errorf("quoteOver(%s) = %d, want %d", p.Form(int32(i)), got, w)
		}
	}
	if got := (&speech{page: p}).quoteOver(0); got != -1 {
		t.Errorf("without quotes: %d", got)
	}
}

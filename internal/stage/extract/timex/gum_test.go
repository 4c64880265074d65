package timex

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"chancery/internal/syntax"
	"chancery/record"
)

// TestWriteTimes writes what score_time.py reads: TIMEX_DOCS names the output of
// its "docs" command, TIMEX_OUT the file to write. Without them it does nothing.
// With TIMEX_CONTEXT the sentences of one document share their narrative, which
// that command takes apart.
func TestWriteTimes(t *testing.T) {
	docs, out := os.Getenv("TIMEX_DOCS"), os.Getenv("TIMEX_OUT")
	if docs == "" || out == "" {
		t.Skip("TIMEX_DOCS and TIMEX_OUT are not set")
	}
	in, err := os.Open(docs)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	w, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	g, enc := load(t), json.NewEncoder(w)
	var anchor Anchor
	var story string
	for sc := bufio.NewScanner(in); sc.Scan(); {
		var page struct {
			ID, Text, Published string
			Words               [][3]any // start and end in bytes, and UPOS; our own tokens when absent
		}
		if err := json.Unmarshal(sc.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		name, _, _ := strings.Cut(page.ID, "-")
		if name != story || os.Getenv("TIMEX_CONTEXT") == "" {
			anchor = Anchor{}
		}
		story = name
		a := ParseAnchor(page.Published)
		anchor.Published, anchor.Precision = a.Published, a.Precision
		if err := enc.Encode(map[string]any{"id": page.ID, "times": timesOf(g, page.Text, wordsOf(page.Text, page.Words), &anchor)}); err != nil {
			t.Fatal(err)
		}
	}
}

func wordsOf(text string, given [][3]any) []syntax.Word {
	if len(given) == 0 {
		return tokenise(text)
	}
	words := make([]syntax.Word, len(given))
	for i, w := range given {
		pos, _ := syntax.ParseUPOS(w[2].(string))
		words[i] = syntax.Word{Span: syntax.Span{Start: int32(w[0].(float64)), End: int32(w[1].(float64))}, UPOS: pos}
	}
	return words
}

func timesOf(g *Grammar, text string, words []syntax.Word, anchor *Anchor) []map[string]any {
	doc := &syntax.Doc{Text: text, Words: words, Sentences: []syntax.Sentence{{End: int32(len(words))}}}
	exprs := g.Read(doc, *anchor, Options{}, func(e *Expr) Tense { return g.Tense(doc, e) })
	mark := func(s syntax.Span) record.Span {
		n := utf8.RuneCountInString(text[:s.Start])
		return record.Span{Start: n, End: n + utf8.RuneCountInString(text[s.Start:s.End])}
	}
	for i := range exprs {
		*anchor = anchor.After(&exprs[i])
	}
	out := []map[string]any{}
	for _, t := range g.Times(exprs, *anchor, mark) {
		out = append(out, map[string]any{"start": t.Text.Start, "end": t.Text.End, "from": t.Start, "to": t.End})
	}
	return out
}

package timex_test

import (
	"fmt"

	"chancery/internal/stage/extract/timex"
	"chancery/internal/syntax"
)

// The caller gives the words of a sentence, and the tense of the clause that
// each expression hangs from.
func Example() {
	g, err := timex.Load()
	if err != nil {
		panic(err)
	}
	text := "They met on Monday and will meet again from June 1 to 3 ."
	words := make([]syntax.Word, 0, 16)
	for start, i := 0, 0; i <= len(text); i++ {
		if i == len(text) || text[i] == ' ' {
			words = append(words, syntax.Word{Span: syntax.Span{Start: int32(start), End: int32(i)}})
			start = i + 1
		}
	}
	anchor := timex.ParseAnchor("2023-05-24")
	exprs := g.Find(nil, text, words, timex.Options{})
	for i, tense := range []timex.Tense{timex.Past, timex.Future} {
		e := &exprs[i]
		g.Resolve(e, anchor, tense)
		anchor = anchor.After(e)
		fmt.Println(text[e.Span.Start:e.Span.End], e.From, e.To, e.Grain)
	}
	// Output:
	// Monday 2023-05-22 2023-05-22 day
	// June 1 to 3 2023-06-01 2023-06-03 day
}

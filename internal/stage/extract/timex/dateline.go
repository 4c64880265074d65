package timex

import (
	"unicode"
	"unicode/utf8"

	"chancery/internal/syntax"
)

// Bounds of a dateline, in sentences from the head of the text and in words
// before and after its date.
const (
	headSentences = 3
	placeWords    = 7
	agencyWords   = 8
)

// Dated gives the anchor the day that the dateline of a text names, or a line
// at its head that is a date and nothing else. A date without a year counts
// only beside a day of publication.
func (g *Grammar) Dated(doc *syntax.Doc, anchor Anchor, opt Options) Anchor {
	var found []Expr
	for s := 0; s < len(doc.Sentences) && s < headSentences; s++ {
		sent := doc.Sentences[s]
		words := doc.Words[sent.First:sent.End]
		found = g.Find(found[:0], doc.Text, words[:min(len(words), placeWords+agencyWords)], opt)
		if len(found) == 0 {
			continue
		}
		e := &found[0]
		if e.Kind != Point || e.of.op != opDate || e.of.day == 0 || e.of.n != 0 || e.till.op != opNone || !dateline(doc.Text, words, e) {
			continue
		}
		if g.Resolve(e, anchor, Past); e.Resolved {
			anchor.Dateline = e.From
			return anchor
		}
	}
	return anchor
}

// dateline says whether a date stands in a dateline: names of places before it,
// at most an agency in brackets after it, and then a dash, or nothing.
func dateline(text string, words []syntax.Word, e *Expr) bool {
	if e.First > placeWords {
		return false
	}
	form := func(i int) string { return text[words[i].Start:words[i].End] }
	for i := range e.First {
		if r, _ := utf8.DecodeRuneInString(form(i)); unicode.IsLetter(r) && !unicode.IsUpper(r) {
			return false
		}
	}
	depth := 0
	if e.First > 0 && form(e.First-1) == "(" {
		depth = 1 // "GENEVA (3 March 2021) –"
	}
	for i := e.End; i < len(words) && i < e.End+agencyWords; i++ {
		switch f := form(i); f {
		case "(", "/":
			depth++
		case ")":
			depth--
		case "-", "--", "–", "—", ":", "|":
			return depth <= 0
		case ",", ".":
		default:
			if depth <= 0 {
				return false
			}
		}
	}
	return e.End+agencyWords > len(words)
}

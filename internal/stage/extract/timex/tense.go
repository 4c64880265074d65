package timex

import (
	"strings"

	"chancery/internal/syntax"
)

// reach is how many words from an expression Tense looks.
const reach = 24

// Tense guesses the tense of the clause around e, an expression that Read found
// in doc, from the nearest telling word of its sentence. It is for texts that
// have no trees.
func (g *Grammar) Tense(doc *syntax.Doc, e *Expr) Tense {
	if !e.Relative {
		return Unknown
	}
	sent := doc.Words[e.First].Sent
	for i := e.First - 1; i >= 0 && i >= e.First-reach && doc.Words[i].Sent == sent; i-- {
		if t := g.tellBefore(doc, i); t != Unknown {
			return t
		}
	}
	for i := e.End; i < len(doc.Words) && i < e.End+reach && doc.Words[i].Sent == sent; i++ {
		if t := g.tell(doc.Text, &doc.Words[i]); t == Past || t == Future {
			return t
		}
	}
	return Unknown
}

// tellBefore is the tense that the word at i tells of what comes after it.
func (g *Grammar) tellBefore(doc *syntax.Doc, i int) Tense {
	switch t := g.tell(doc.Text, &doc.Words[i]); {
	case t == Past && i > 0 && strings.EqualFold(doc.Form(int32(i-1)), "be"):
		return Future // "to be held", "will be held"
	case t == Present && i+1 < len(doc.Words) && g.class(doc.Text, &doc.Words[i+1])&cTo != 0:
		return Future // "is to"
	case t != Present:
		return t
	}
	return Unknown
}

// class is the class of a word.
func (g *Grammar) class(text string, w *syntax.Word) class {
	return g.entries[g.lookup(text[w.Start:w.End], w.Norm)].class
}

// tell is the tense that a word by itself speaks for.
func (g *Grammar) tell(text string, w *syntax.Word) Tense {
	form := text[w.Start:w.End]
	if id := g.lookup(form, w.Norm); id != 0 {
		switch e := &g.entries[id]; {
		case e.minor&mFuture != 0:
			return Future
		case e.minor&mWas != 0:
			return Past
		case e.minor&mIs != 0:
			return Present
		}
		return Unknown
	}
	if n := len(form); n > 4 && form[n-2:] == "ed" && form[n-3] != 'e' && (w.UPOS == syntax.VERB || w.UPOS == syntax.NoPOS) {
		return Past
	}
	return Unknown
}

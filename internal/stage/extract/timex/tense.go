package timex

import (
	"strings"

	"chancery/internal/syntax"
)

// reach is how many words from an expression Tense looks.
const reach = 24

// Tense guesses the tense of the clause around e from the nearest telling word,
// for texts that have no trees. words are the sentence in which e was found.
func (g *Grammar) Tense(text string, words []syntax.Word, e *Expr) Tense {
	if !e.Relative {
		return Unknown
	}
	for i := e.First - 1; i >= 0 && i >= e.First-reach; i-- {
		switch t := g.tell(text, &words[i]); t {
		case Future:
			return t
		case Past:
			if i > 0 && strings.EqualFold(text[words[i-1].Start:words[i-1].End], "be") {
				return Future // "to be held", "will be held"
			}
			return t
		case Present:
			if i+1 < len(words) && g.class(text, &words[i+1])&cTo != 0 {
				return Future // "is to"
			}
		}
	}
	for i := e.End; i < len(words) && i < e.End+reach; i++ {
		if t := g.tell(text, &words[i]); t == Past || t == Future {
			return t
		}
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

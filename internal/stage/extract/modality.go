package extract

import (
	"slices"

	"chancery/internal/syntax"
	"chancery/record"
)

// This file holds what softens or shifts the words that status.go reads.

// futureInPast says whether "would" stands for "will" in what was said: "she
// announced that she would resign", without a condition.
func (v *verdict) futureInPast(i int32) bool {
	w := &v.Words[i]
	if v.words.is("tentative", w.Lemma) { // she said that she would consider …
		return false
	}
	if w.Rel != syntax.Ccomp || w.Head < 0 || v.lex.Speech(v.Words[w.Head].Lemma, v.posOf(w.Head)) == nil || !v.feature(w.Head, "Tense=Past") {
		return false
	}
	for _, k := range v.children(i) {
		if base(v.Words[k].Rel) != syntax.Advcl {
			continue
		}
		if m := v.child(k, syntax.Mark); m >= 0 {
			switch v.Words[m].Norm {
			case "if", "unless", "should":
				return false
			}
		}
	}
	return true
}

// said says whether a verb does by being told what it names, though it is put
// as a wish: "I want to congratulate", "we would urge".
func (c *coder) said(e *event) bool {
	switch e.typ {
	case "SUPPORT", "REQUEST", "ACCUSE":
	default:
		return false
	}
	verb := e.predicate()
	if verb < 0 {
		return false
	}
	i := verb
	h := c.Words[i].Head
	if c.Words[i].Rel == syntax.Xcomp && h >= 0 && c.words.is("wishing", c.Words[h].Lemma) {
		i = h
	}
	if i != verb && !c.plainPresent(i) || i == verb && (e.typ != "REQUEST" || !c.wouldOnly(i)) {
		return false
	}
	s := c.subjectOf(i)
	return s >= 0 && (c.Words[s].Norm == "i" || c.Words[s].Norm == "we")
}

// plainPresent says whether a verb is in the present, "would" or "must" at most before it.
func (c *coder) plainPresent(i int32) bool {
	return c.feature(i, "Tense=Pres") || c.wouldOnly(i)
}

// wouldOnly says whether the only word that softens a verb is "would" or "must".
func (c *coder) wouldOnly(i int32) bool {
	n := 0
	for _, k := range c.children(i) {
		switch w := &c.Words[k]; base(w.Rel) {
		case syntax.Aux:
			if w.Norm != "would" && w.Norm != "'d" && w.Norm != "’d" && w.Norm != "must" {
				return false
			}
			n++
		case syntax.Advmod:
			if w.Norm == "not" || w.Norm == "n't" || w.Norm == "n’t" {
				return false
			}
		case syntax.Advcl:
			return false
		}
	}
	return n > 0
}

// predicate is the verb that tells an act: its own, or the light verb of a noun; -1 for none.
func (e *event) predicate() int32 {
	if e.pos == 'n' {
		return e.light
	}
	return e.i
}

// spoken says whether acts of a type are done by words.
func spoken(typ string) bool {
	switch typ {
	case "AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN":
		return true
	}
	return false
}

// stated says whether an act of words is done though its verb stands in the
// future: it goes on ("we will continue to call for"), is what a vote was for
// ("voted to adopt"), or refuses by "not" ("he will not sign").
func (c *coder) stated(e *event) bool {
	v := e.predicate()
	if v < 0 || !spoken(e.typ) {
		return false
	}
	if e.typ == "REJECT" && e.pos == 'v' && c.wills(v) && slices.ContainsFunc(e.parts, func(k int32) bool { return c.Words[k].Norm == "not" || c.Words[k].Norm == "never" }) {
		return true
	}
	h := c.Words[v].Head
	if h < 0 || c.Words[v].Rel != syntax.Xcomp {
		return false
	}
	return c.words.is("continuing", c.Words[h].Lemma) && c.wills(h) || c.Words[h].Lemma == "vote" && c.pastTense(h)
}

// happened says whether an act of force or of words is spoken of as a fact,
// whatever is said of it: "the air strikes", "this request", "Saturday's bombing".
func (c *coder) happened(e *event) bool {
	if e.pos != 'n' || e.light >= 0 || e.typ != "ASSAULT" && e.typ != "PROTEST" && !spoken(e.typ) {
		return false
	}
	if c.definite(e.i) {
		return true
	}
	for _, k := range c.children(e.i) {
		if k := c.timed[k]; k >= 0 && !(c.times[k].Resolved && c.ahead(int(k))) && c.possesses(&c.times[k], e) {
			return true
		}
	}
	return false
}

// softened gives the status of a verdict for an event.
func (c *coder) softened(e *event, v *verdict) record.Status {
	switch {
	case v.found == record.Hypothetical && c.said(e), v.found == record.Planned && c.stated(e):
		return record.Actual
	case v.found == "":
		return record.Actual
	}
	return v.found
}

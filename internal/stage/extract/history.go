package extract

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// This file tells what a page tells as history, beside what its dates say.

// leadWords is how far from the head of a page a definition may stand.
const leadWords = 45

// ofALife says whether a page without a date is the life of a person: it begins
// with the person's name and says what that person is or was.
func (p *page) ofALife() bool {
	if !p.anchor.Today().IsZero() || len(p.Words) < 2 || p.cover[0] < 0 {
		return false
	}
	m := &p.mentions[p.cover[0]]
	if len(m.ents) != 1 || p.entities[m.ents[0]].kind != record.Person || m.role == adjective {
		return false
	}
	depth := 0
	for i := m.hi; i+1 < int32(len(p.Words)) && i < leadWords; i++ {
		w := &p.Words[i]
		switch {
		case w.Norm == "(":
			depth++
		case w.Norm == ")":
			depth--
		case w.Norm == "is" || w.Norm == "was":
			n := p.Words[i+1].Norm
			return n == "a" || n == "an" || n == "the"
		case depth <= 0 && p.feature(i, "VerbForm=Fin"):
			return false
		}
	}
	return false
}

// toldAsHistory says whether an act without a date of its own belongs to the
// past that the page has turned to: a plain past tense beside an act that is
// told as history, or any past in the life of a person.
func (c *coder) toldAsHistory(e *event, told story, quoted, life bool) bool {
	if e.status != record.Actual || quoted {
		return false
	}
	past := e.pos == 'v' && c.pastTense(e.i) || e.pos == 'n' && c.governedInPast(e.i)
	if life {
		return past || e.time >= 0 && !c.times[e.time].Since()
	}
	return e.time < 0 && past && told.time >= 0 && c.longAgo(told.time) && c.Words[e.i].Sent <= told.sent+1 && !c.ownTime(e.i)
}

// longAgo says whether a time lies more than a year before publication.
func (c *coder) longAgo(k int) bool {
	today := c.anchor.Today()
	return !today.IsZero() && today.Since(c.times[k].To) > 365
}

// pastTense says whether a verb is in a plain or an earlier past, or a participle
// that hangs on such a verb.
func (c *coder) pastTense(i int32) bool {
	for n := 0; i >= 0 && n < 4; i, n = c.Words[i].Head, n+1 {
		if c.simplePast(i) || c.pluperfect(i) {
			return true
		}
		if c.feature(i, "VerbForm=Fin") {
			return false
		}
		switch base(c.Words[i].Rel) {
		case syntax.Conj, syntax.Advcl, syntax.Acl, syntax.Xcomp:
		default:
			return false
		}
	}
	return false
}

// governedInPast says whether the first verb above a noun is in a past tense.
func (c *coder) governedInPast(i int32) bool {
	for n := 0; i >= 0 && n < 6; i, n = c.Words[i].Head, n+1 {
		if c.verbal(i) || c.child(i, syntax.Cop) >= 0 {
			return c.pastTense(i)
		}
	}
	return false
}

// goesOn says whether a sentence goes on with the story: in the past, without a date.
func (c *coder) goesOn(sent int32) bool {
	s := &c.Sentences[sent]
	past := false
	for i := s.First; i < s.End; i++ {
		if k := c.timed[i]; k >= 0 && c.times[k].Resolved {
			return false
		}
		if c.Words[i].Rel == syntax.Root {
			past = c.verbal(i) && c.pastTense(i) || c.pastCopula(i)
		}
	}
	return past
}

func (c *coder) pastCopula(i int32) bool {
	k := c.child(i, syntax.Cop)
	return k >= 0 && c.feature(k, "Tense=Past")
}

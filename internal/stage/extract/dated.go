package extract

import (
	"chancery/internal/stage/extract/timex"
	"chancery/internal/syntax"
	"chancery/record"
)

// This file tells which dates of a sentence speak of something else than an act.

// namesAnother says whether a date stands inside a noun phrase that is not the
// event's and does not say when it fell: "the December 2011 agreement", "by
// reports on Saturday". Of an occasion it does: "in the 2018 election".
func (c *coder) namesAnother(e *event, k int) bool {
	date := c.headOf(int32(c.times[k].First), int32(c.times[k].End))
	h := c.Words[date].Head
	if h != e.i && c.caseOf(date) == "as" { // "as of Sunday, four were in hospital"
		return true
	}
	if c.caseOf(date) == "since" && c.addsUp(e.i) {
		return true
	}
	if h < 0 || h == e.i || c.Words[h].UPOS != syntax.NOUN || c.words.is("daypart", c.Words[h].Lemma) {
		return false
	}
	if date < h && c.eventAt[h] >= 0 || c.eventAt[h] < 0 && c.words.is("document", c.Words[h].Lemma) {
		return true
	}
	if date > h && c.caseOf(date) != "of" {
		return false
	}
	switch c.caseOf(h) {
	case "under", "of", "with", "to", "from", "by", "for", "about", "against":
		return true
	}
	return false
}

// addsUp says whether several acts are added up: "have held four rounds since 2022".
func (c *coder) addsUp(i int32) bool {
	if c.child(i, syntax.Nummod) >= 0 {
		return true
	}
	o := c.child(i, syntax.Obj, syntax.NsubjPass)
	return o >= 0 && c.child(o, syntax.Nummod) >= 0
}

// charge says whether an act is what somebody is accused of, tried or punished
// for: "sentenced on Friday for driving into a crowd".
func (c *coder) charge(e *event) bool {
	tied := false
	for i, n := e.i, 0; n < 6 && c.Words[i].Head >= 0; n++ {
		switch c.relator(i) {
		case "for", "of", "over", "with", "from":
			tied = true
		}
		i = c.Words[i].Head
		if o := c.eventAt[i]; o >= 0 {
			switch c.events[o].typ {
			case "ACCUSE", "SANCTION", "COERCE", "THREATEN":
				return tied
			}
			return false
		}
	}
	return false
}

// relator is the preposition or conjunction that ties a word to its head, "" for none.
func (c *coder) relator(i int32) string {
	if m := c.child(i, syntax.Mark); m >= 0 {
		return c.Words[m].Norm
	}
	return c.caseOf(i)
}

// known says whether an act is spoken of as known in what another is about: the
// attack of "condemned the attack on Friday".
func (c *coder) known(e, o *event) bool {
	if e.pos != 'n' || !c.definite(e.i) || o.pos != 'v' {
		return false
	}
	for i, n := c.Words[e.i].Head, 0; i >= 0 && n < 6; i, n = c.Words[i].Head, n+1 {
		if i == o.i {
			return true
		}
	}
	return false
}

// tellsWhen says whether the clause of a verb only says when or where the act it
// modifies happens: "the talks, which began on Monday", "a visit planned for June".
func (c *coder) tellsWhen(i int32) bool {
	return base(c.Words[i].Rel) == syntax.Acl && c.words.is("occurring", c.Words[i].Lemma)
}

// possesses says whether a date owns the act's noun: "Monday's deadly attack".
func (c *coder) possesses(t *timex.Expr, e *event) bool {
	i := int32(t.End)
	if i >= int32(len(c.Words)) || int32(t.End) > e.i || e.i > i+3 {
		return false
	}
	last := c.Form(i - 1)
	if hasSuffix(last, "'s") || hasSuffix(last, "’s") {
		return true
	}
	return c.Form(i) == "'s" || c.Form(i) == "’s"
}

// finer is the day that a sentence names beside a wider date of an act and
// within it: "on Independence Day, February 6, this year".
func (c *coder) finer(k int) int {
	for _, j := range [2]int{k - 1, k + 1} {
		if k < 0 || j < 0 || j >= len(c.times) || !c.datesAct(j) || c.times[j].Grain != record.Day || c.times[k].Grain == record.Day {
			continue
		}
		a, b := &c.times[k], &c.times[j]
		if gap := max(a.First-b.End, b.First-a.End); gap <= 1 && !b.From.Before(a.From) && !b.To.After(a.To) && c.Words[a.First].Sent == c.Words[b.First].Sent {
			return j
		}
	}
	return k
}

package extract

import (
	"chancery/internal/stage/extract/timex"
	"chancery/internal/syntax"
	"chancery/record"
)

// story is the date that the page last told an act of: what a plain past tense
// goes on from.
type story struct {
	time int   // index in page.times, -1 for none
	sent int32 // of the act that it was carried to last
}

// carryTimes dates acts whose own clause names no date: by the act that governs
// theirs; a definite noun ("the attack") by the act of its kind told before;
// victims by the last act of force; and a plain past tense by the story that it
// goes on with, from one sentence to the next.
func (c *coder) carryTimes() {
	inside := c.insideStatements()
	told := story{time: -1}
	last := map[string]int{} // type → last event that is past and dated
	sent, life := int32(0), c.ofALife()
	for k := range c.events {
		e := &c.events[k]
		for ; sent < c.Words[e.i].Sent; sent++ {
			if t := c.toldIn(sent); t >= 0 {
				told = story{t, sent}
			} else if told.time >= 0 && told.sent == sent-1 && c.longAgo(told.time) && c.goesOn(sent) {
				told.sent = sent
			}
		}
		if e.time >= 0 && life && c.toldAsHistory(e, told, false, life) {
			e.status = record.Historical
		}
		if e.time < 0 && (e.status == record.Actual || e.status == record.Historical) {
			quoted := inside[e.i] >= 0 && c.statements[inside[e.i]].kind == "direct"
			if c.toldAsHistory(e, told, quoted, life) {
				e.status = record.Historical
			}
			e.time = c.carried(e, last, told, quoted)
			if e.time < 0 && inside[e.i] < 0 && c.performed(e) {
				e.time = c.todayAt(e.i)
			}
			c.dateStatus(e)
		}
		if e.time >= 0 && e.status != record.Planned && e.status != record.Hypothetical && !c.ahead(e.time) {
			last[e.typ] = k
			if !c.longAgo(e.time) || !c.aside(e.i) {
				told = story{e.time, c.Words[e.i].Sent}
			}
		}
	}
}

// toldIn is the date that opens a sentence, else one of its main clause when that
// is in the plain past; -1 for none.
func (c *coder) toldIn(sent int32) int {
	s := &c.Sentences[sent]
	found := -1
	for i := s.First; i < s.End; i++ {
		k := int(c.timed[i])
		if k < 0 || int(i) != c.times[k].First || c.spoken[k] || !c.datesAct(k) || c.ahead(k) || c.caseOf(c.headOf(i, int32(c.times[k].End))) == "as" {
			continue
		}
		if i <= s.First+1 && s.End-s.First > int32(c.times[k].End-c.times[k].First)+3 { // "On Saturday morning, …"
			return k
		}
		h := c.Words[c.headOf(i, int32(c.times[k].End))].Head
		if h >= 0 && c.verbal(h) && c.mainClause(h) && c.simplePast(h) && c.lex.Speech(c.Words[h].Lemma, 'v') == nil {
			found = k
		}
	}
	return found
}

// aside says whether a verb stands in a clause that only tells which one is meant:
// "China, which signed a pact with Samoa in 2022, criticised …". The story does not go
// on from there.
func (c *coder) aside(i int32) bool {
	for n := 0; i >= 0 && n < maxClimb; i, n = c.Words[i].Head, n+1 {
		if c.Words[i].Rel == syntax.AclRelcl {
			return true
		}
	}
	return false
}

// mainClause says whether a verb is the root of its sentence or goes along with it.
func (c *coder) mainClause(i int32) bool {
	return c.Words[c.firstConjunct(i)].Rel == syntax.Root
}

// carried is the time that an undated act takes from the telling around it, -1 for none.
func (c *coder) carried(e *event, last map[string]int, told story, quoted bool) int {
	if t := c.governorTime(e); t >= 0 {
		return t
	}
	if j, ok := last[e.typ]; ok && c.takesUp(e, &c.events[j]) {
		return c.events[j].time
	}
	if told.time < 0 || quoted || e.pos != 'v' || !material(e.typ) || c.Words[e.i].Sent > told.sent+1 || !c.simplePast(e.i) {
		return -1
	}
	if c.ownTime(e.i) {
		return -1
	}
	return told.time
}

// takesUp says whether an undated act is the dated one before it told again: a
// definite noun of its kind, or the victims of an act of force.
func (c *coder) takesUp(e, o *event) bool {
	if e.pos == 'n' {
		return c.definite(e.i) && c.kin(e, o) && (o.pos == 'n' || e.typ != "CONSULT")
	}
	return e.typ == "ASSAULT" && c.simplePast(e.i) && !c.ownTime(e.i)
}

// governorTime is the date of the act that a verb without a subject and tense
// of its own hangs on: "shelled the town, killing four".
func (c *coder) governorTime(e *event) int {
	if e.pos != 'v' {
		return -1
	}
	switch base(c.Words[e.i].Rel) {
	case syntax.Conj, syntax.Advcl:
	default:
		return -1
	}
	h := c.Words[e.i].Head
	if c.eventAt[h] < 0 || c.feature(e.i, "VerbForm=Inf") || c.charge(e) {
		return -1
	}
	if base(c.Words[e.i].Rel) == syntax.Advcl && c.feature(e.i, "VerbForm=Fin") {
		return -1
	}
	return c.events[c.eventAt[h]].time
}

// ownTime says whether the sentence of a word names a date that is not one of speaking.
func (c *coder) ownTime(i int32) bool {
	sent := c.sentenceOf(i)
	for w := sent.First; w < sent.End; w++ {
		if k := c.timed[w]; k >= 0 && !c.spoken[k] && c.times[k].Resolved {
			return true
		}
	}
	return false
}

// simplePast says whether a verb is told in the plain past: "arrested", "was
// arrested", not "has arrested".
func (c *coder) simplePast(i int32) bool {
	if c.Words[i].Rel == syntax.Conj && !c.feature(i, "VerbForm=Fin") && c.child(i, syntax.Aux, syntax.AuxPass) < 0 && c.verbal(c.Words[i].Head) {
		i = c.Words[i].Head
	}
	past := c.feature(i, "VerbForm=Fin") && c.feature(i, "Tense=Past")
	for _, k := range c.children(i) {
		if base(c.Words[k].Rel) != syntax.Aux {
			continue
		}
		if c.Words[k].Lemma == "have" || !c.feature(k, "Tense=Past") && c.Words[k].Lemma != "be" {
			return false
		}
		past = past || c.feature(k, "Tense=Past")
	}
	return past
}

// material says whether acts of a type are deeds: of words and judgements ("X
// praised Y") the page seldom says when they fell.
func material(typ string) bool {
	switch typ {
	case "ACCUSE", "SUPPORT", "REJECT", "REQUEST", "THREATEN", "AGREE":
		return false
	}
	return true
}

// performed says whether the text itself does an act by telling it: "we condemn
// the attack", "we call on the parties to return to talks".
func (c *coder) performed(e *event) bool {
	if e.pos != 'v' || material(e.typ) && e.typ != "AGREE" || e.status != record.Actual || !c.home.official {
		return false
	}
	if !c.feature(e.i, "Tense=Pres") || !c.feature(e.i, "VerbForm=Fin") || !c.mainClause(e.i) {
		return false
	}
	s := c.subjectOf(e.i)
	return s >= 0 && (c.Words[s].Norm == "we" || c.Words[s].Norm == "i")
}

// todayAt enters the day of publication as a time that a verb tells; -1 when it
// is not known.
func (c *coder) todayAt(i int32) int {
	from, to, grain := c.anchor.Now()
	if from.IsZero() {
		return -1
	}
	c.times = append(c.times, timex.Expr{First: int(i), End: int(i) + 1, Span: c.Words[i].Span, From: from, To: to, Grain: grain, Relative: true, Resolved: true})
	c.spoken = append(c.spoken, false)
	return len(c.times) - 1
}

package extract

import (
	"slices"

	"chancery/internal/syntax"
	"chancery/record"
)

// takeUpAgain finds acts told more than once. A definite noun without parties
// ("the talks") takes up the last act of its kind; acts of one type with the
// same parties, status and no clash of dates are one. What one telling leaves
// out is filled in from the other.
func (c *coder) takeUpAgain() {
	for k := range c.events {
		e := &c.events[k]
		j := c.earlier(k, func(o *event) bool { return c.sameAct(e, o) && c.sameWord(e, o) })
		if j < 0 {
			j = c.earlier(k, func(o *event) bool { return c.sameAct(e, o) })
		}
		if j < 0 {
			c.bodyOf(e)
			c.fillSide(k, e)
			c.talkedOver(k, e)
			c.nextOfSeries(k, e)
			continue
		}
		o := &c.events[j]
		e.same = j
		if o.same >= 0 {
			e.same = o.same
		}
		c.fillFrom(e, o)
	}
}

// fillSide gives a definite noun of force ("the attack") the side that it leaves
// open, from the last act of its kind that agrees with it otherwise.
func (c *coder) fillSide(k int, e *event) {
	if e.pos != 'n' || !c.definite(e.i) || e.typ != "ASSAULT" && e.typ != "PROTEST" {
		return
	}
	j := c.earlier(k, func(o *event) bool {
		return (len(e.actors) == 0 || len(e.recipients) == 0) && len(o.actors)+len(o.recipients) > 0 &&
			(e.time < 0 || o.time < 0 || c.timesMeet(e.time, o.time))
	})
	if j < 0 {
		return
	}
	o := &c.events[j]
	if len(e.actors) == 0 {
		e.actors = without(append([]int32(nil), o.actors...), e.recipients)
	}
	if len(e.recipients) == 0 {
		e.recipients = without(append([]int32(nil), o.recipients...), e.actors)
	}
}

// talkedOver gives talks that are over and name nobody ("after the talks") the
// two sides that signed or agreed on something shortly before, as inferred.
func (c *coder) talkedOver(k int, e *event) {
	if e.typ != "CONSULT" || e.pos != 'n' || len(e.actors)+len(e.recipients) > 0 || !c.definite(e.i) || !c.overBy(e.i) {
		return
	}
	for j := k - 1; j >= 0 && c.Words[c.events[j].i].Sent >= c.Words[e.i].Sent-talksReach; j-- {
		o := &c.events[j]
		if o.doubts != 0 || o.status != record.Actual || o.typ != "AGREE" && o.typ != "SUPPORT" && o.typ != "COOPERATE" || len(o.recipients) > 0 && o.typ == "SUPPORT" {
			continue
		}
		if codes := c.partyCodes(o); len(codes) == 2 {
			e.actors = unique(append(slices.Clone(o.actors), o.recipients...))
			e.inferred = slices.Clone(e.actors)
			return
		}
	}
}

// nextOfSeries gives a further meeting that names nobody ("the next round") those
// who held the last one, as inferred.
func (c *coder) nextOfSeries(k int, e *event) {
	if e.typ != "CONSULT" || len(e.actors)+len(e.recipients) > 0 || !c.anotherOne(e) {
		return
	}
	j := c.earlier(k, func(o *event) bool { return len(c.partyCodes(o)) > 1 })
	if j < 0 || c.Words[e.i].Sent-c.Words[c.events[j].i].Sent > seriesReach {
		return
	}
	for side := range 2 {
		for _, x := range c.events[j].side(side) {
			if s := c.stateOf(x); s >= 0 && c.entities[x].kind == record.Person {
				x = s // who will go is not said
			}
			e.actors = append(e.actors, x)
		}
	}
	e.actors = unique(e.actors)
	e.inferred = slices.Clone(e.actors)
}

// seriesReach is how many sentences back the meeting before a further one may stand.
const seriesReach = 6

// anotherOne says whether a noun tells one more of its kind: "the next meeting".
func (c *coder) anotherOne(e *event) bool {
	if slices.ContainsFunc(e.parts, c.laterRound) {
		return true
	}
	i := e.i
	if h := c.Words[i].Head; h >= 0 && c.Words[h].Lemma == "round" && c.caseOf(i) == "of" {
		i = h // the next round of talks
	}
	return e.pos == 'n' && slices.ContainsFunc(c.children(i), func(k int32) bool {
		return base(c.Words[k].Rel) == syntax.Amod && c.words.is("another_one", c.Words[k].Norm)
	})
}

// laterRound says whether a word numbers one of a series that bears no other name:
// "the tenth round", "the third session of talks".
func (c *coder) laterRound(i int32) bool {
	if i < 0 || c.heads[i] < 0 {
		return false
	}
	m := &c.mentions[c.heads[i]]
	if m.form != record.Name || len(m.ents) != 1 || c.entities[m.ents[0]].edition < 2 {
		return false
	}
	for j := i + 1; j < m.hi; j++ {
		if c.Words[j].Norm != "of" && !c.words.is("series_noun", c.Words[j].Lemma) {
			return false
		}
	}
	return true
}

// talksReach is how many sentences back what came of talks may stand.
const talksReach = 4

// tellings is how many events back an act may be taken up again.
const tellings = 12

// earlier is the last event before k of the same type that passes; -1 for none.
func (c *coder) earlier(k int, ok func(o *event) bool) int {
	for j, n := k-1, 0; j >= 0 && n < tellings; j-- {
		o := &c.events[j]
		if o.doubts != 0 {
			continue
		}
		n++
		if o.typ == c.events[k].typ && ok(o) {
			return j
		}
	}
	return -1
}

// sameWord says whether two events are told with the same noun or verb.
func (c *coder) sameWord(e, o *event) bool {
	a := c.Words[e.i].Lemma
	if a == c.Words[o.i].Lemma {
		return true
	}
	for _, w := range o.parts {
		if w >= 0 && c.Words[w].Lemma == a {
			return true
		}
	}
	return false
}

// bodyOf gives a summit that names nobody to the intergovernmental body named
// before it in its sentence: "… the SCO … amid the summit".
func (c *coder) bodyOf(e *event) {
	if len(e.actors)+len(e.recipients) > 0 || e.mode != "multilateral" || !c.definite(e.i) {
		return
	}
	for i := e.i - 1; i >= c.sentenceOf(e.i).First; i-- {
		k := c.cover[i]
		if k < 0 {
			continue
		}
		if x := &c.entities[c.mentions[k].ents[0]]; x.code == "IGO" || x.code == "EUR" || x.code == "UNO" {
			e.actors = c.mentions[k].ents
			return
		}
	}
}

// sameAct says whether event e tells the earlier event o again.
func (c *coder) sameAct(e, o *event) bool {
	if e.time >= 0 && o.time >= 0 && !c.timesMeet(e.time, o.time) {
		return false
	}
	if e.place >= 0 && o.place >= 0 && c.entities[e.place].code != "" && c.entities[o.place].code != "" && c.entities[e.place].code != c.entities[o.place].code {
		return false
	}
	bare := len(e.actors)+len(e.recipients) == 0
	if bare && c.anotherOne(e) {
		return false
	}
	if bare && o.status != record.Actual && c.overBy(e.i) {
		return false
	}
	if bare {
		return e.pos == 'n' && c.definite(e.i) && len(o.actors)+len(o.recipients) > 0 && c.kin(e, o)
	}
	if e.forum != o.forum && (c.isEdition(e.forum) || c.isEdition(o.forum)) {
		return false
	}
	if e.status != o.status || e.mode != o.mode && e.mode != "" && o.mode != "" {
		return false
	}
	return c.sameParties(e, o)
}

// overBy says whether a noun tells an act that is over, or goes on, when what its
// sentence tells in the past was done: "told reporters after the talks".
func (c *coder) overBy(i int32) bool {
	switch c.caseOf(i) {
	case "after", "following", "during", "at", "amid":
	default:
		return false
	}
	v := c.Words[i].Head
	for n := 0; v >= 0 && n < maxClimb && c.Words[v].UPOS != syntax.VERB; n++ {
		v = c.Words[v].Head
	}
	return v >= 0 && c.simplePast(v)
}

// isEdition says whether a forum is one numbered meeting of a series.
func (c *coder) isEdition(k int32) bool { return k >= 0 && c.entities[k].edition > 0 }

// kin says whether a noun can take up an act told with another word: the same
// word, or a general one for its kind.
func (c *coder) kin(e, o *event) bool {
	a, b := c.Words[e.i].Lemma, c.Words[o.i].Lemma
	if a == b || e.typ != "CONSULT" {
		return true
	}
	return a != "summit" && a != "conference" && b != "summit" && b != "attend" && b != "conference"
}

func (c *coder) timesMeet(a, b int) bool {
	s, t := &c.times[a], &c.times[b]
	return !s.From.After(t.To) && !t.From.After(s.To)
}

// sameParties says whether two events have the same parties: each party of one
// answers to one of the other.
func (c *coder) sameParties(e, o *event) bool {
	return c.answered(e, o) && c.answered(o, e)
}

// answered says whether each party of an event answers to a party of another.
func (c *coder) answered(e, o *event) bool {
	n := 0
	for _, side := range [2][]int32{e.actors, e.recipients} {
		for _, k := range side {
			n++
			if !c.answers(k, o.actors) && !c.answers(k, o.recipients) {
				return false
			}
		}
	}
	return n > 0
}

// answers says whether an entity, or another that stands for the same country,
// is in a list. Two persons with names of their own never stand for each other.
func (c *coder) answers(k int32, list []int32) bool {
	a := &c.entities[k]
	for _, x := range list {
		b := &c.entities[x]
		if x == k || a.code != "" && a.code == b.code && !(a.kind == record.Person && a.named && b.kind == record.Person && b.named) {
			return true
		}
	}
	return false
}

// fillFrom completes both tellings of one act.
func (c *coder) fillFrom(e, o *event) {
	if len(e.actors)+len(e.recipients) == 0 {
		e.actors, e.recipients = o.actors, o.recipients
		e.status = o.status
		if e.mode == "" {
			e.mode, e.cameo = o.mode, o.cameo
		}
	}
	if e.time < 0 {
		e.time = o.time
	}
	if e.place < 0 {
		e.place = o.place
	}
	if o.time < 0 {
		o.time = e.time
	}
	if o.place < 0 {
		o.place = e.place
	}
	if e.forum < 0 {
		e.forum = o.forum
	}
}

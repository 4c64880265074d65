package extract

import (
	"slices"

	"chancery/internal/stage/extract/timex"
	"chancery/internal/syntax"
	"chancery/record"
)

// occasions gives the events the time, place and forum that the tree ties to
// them; then what is left open, the only date or place of the sentence, if no
// other act there has taken it.
func (c *coder) occasions() {
	owner := map[[2]int32]int{} // sentence and time → event
	for k := range c.events {
		e := &c.events[k]
		e.time, e.place, e.forum = c.timeOf(e), c.placeOf(e), c.forumOf(e)
		if e.time >= 0 && e.doubts == 0 {
			owner[[2]int32{c.Words[e.i].Sent, int32(e.time)}] = k
		}
	}
	for k := range c.events {
		e := &c.events[k]
		if e.time < 0 {
			if t := c.onlyTime(e); t >= 0 && !(e.status == record.Actual && c.ahead(t)) {
				if o, taken := owner[[2]int32{c.Words[e.i].Sent, int32(t)}]; !taken || c.events[o].status == e.status && !c.known(e, &c.events[o]) {
					e.time = t
				}
			}
		}
		if e.place < 0 {
			e.place = c.onlyPlace(e)
		}
		if e.place < 0 {
			e.place = c.scene(e)
		}
		c.dateStatus(e)
	}
}

// ahead says whether a date lies after publication.
func (c *coder) ahead(k int) bool {
	today := c.anchor.Today()
	return !today.IsZero() && c.times[k].From.After(today)
}

// inClauseOf says whether the clause that word j stands in is the event's own
// or one that holds it.
func (c *coder) inClauseOf(e *event, j int32) bool {
	for n := 0; j >= 0 && n < 30; n++ {
		switch base(c.Words[j].Rel) {
		case syntax.Acl, syntax.Advcl, syntax.Ccomp, syntax.Parataxis:
			for i := e.i; i >= 0; i = c.Words[i].Head {
				if i == j {
					return true
				}
			}
			return c.purposeClause(j)
		}
		j = c.Words[j].Head
	}
	return true
}

// bilateral gives a meeting of two sides that is held in the country of one of
// them the mode of a visit, and one of more sides that of a multilateral one.
func (c *coder) bilateral(e *event) {
	if e.typ != "CONSULT" || e.mode != "" {
		return
	}
	codes := c.partyCodes(e)
	switch {
	case len(codes) > 2 || c.withBody(e):
		e.mode, e.cameo = "multilateral", "040"
	case len(codes) == 2 && e.place >= 0:
		if code := c.entities[e.place].code; code == codes[0] || code == codes[1] {
			e.mode, e.cameo = "visit", "042"
		}
	}
}

// ofCounterpart gives a meeting with "his counterpart", which names nobody else, him
// whose counterpart it is.
func (c *coder) ofCounterpart(e *event) {
	if e.typ != "CONSULT" || len(e.actors)+len(e.recipients) != 1 {
		return
	}
	lo, hi := c.extent(e.i)
	for i := lo; i < hi; i++ {
		if c.Words[i].Lemma != "counterpart" {
			continue
		}
		if x := c.possessor(i); x >= 0 && !slices.Contains(e.actors, x) && !slices.Contains(e.recipients, x) {
			e.actors = append([]int32{x}, e.actors...)
		}
		return
	}
}

// withBody says whether an intergovernmental body takes part itself.
func (c *coder) withBody(e *event) bool {
	for _, side := range [2][]int32{e.actors, e.recipients} {
		for _, k := range side {
			if x := &c.entities[k]; x.kind == record.Organization && (x.code == "IGO" || x.code == "UNO") {
				return true
			}
		}
	}
	return false
}

// partyCodes are the distinct codes of both sides.
func (c *coder) partyCodes(e *event) []string {
	var out []string
	for _, side := range [2][]int32{e.actors, e.recipients} {
		for _, k := range side {
			if code := c.entities[k].code; code != "" && !contains(out, code) {
				out = append(out, code)
			}
		}
	}
	return out
}

// timeOf is the date in the event's own subtree, else one that hangs on what
// governs it within the clause.
func (c *coder) timeOf(e *event) int {
	sent := c.sentenceOf(e.i)
	best, bestCost := -1, 100
	for i := sent.First; i < sent.End; i++ {
		k := int(c.timed[i])
		if k < 0 || int(i) != c.times[k].First {
			continue
		}
		if !c.datesAct(k) || c.namesAnother(e, k) {
			continue
		}
		t := &c.times[k]
		if c.possesses(t, e) {
			return k
		}
		if cost, ok := c.distance(e, c.headOf(int32(t.First), int32(t.End))); ok && cost < bestCost {
			best, bestCost = k, cost
		}
	}
	return c.finer(best)
}

// onlyTime is the one resolved date of the event's sentence, when no other act
// or date competes for it.
func (c *coder) onlyTime(e *event) int {
	sent := c.sentenceOf(e.i)
	found := -1
	for i := sent.First; i < sent.End; i++ {
		k := c.timed[i]
		if k < 0 || int(k) == found || !c.datesAct(int(k)) || !c.inClauseOf(e, i) {
			continue
		}
		if c.namesAnother(e, int(k)) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = int(k)
	}
	if found < 0 {
		return -1
	}
	if c.spoken[found] || c.charge(e) { // the date of speaking or judging is not the date of the act
		return -1
	}
	return found
}

// datesAct says whether a time can say when an act fell.
func (c *coder) datesAct(k int) bool {
	t := &c.times[k]
	return t.Resolved && t.Kind == timex.Point && !t.Long() && !c.bound(k)
}

// bound says whether a date only ends a stretch of time, "until September", or opens
// one in which something was the first of its kind: "the first visit since 2018".
func (c *coder) bound(k int) bool {
	lo := int32(c.times[k].First)
	switch c.caseOf(c.headOf(lo, int32(c.times[k].End))) {
	case "until", "till":
		return true
	case "since":
		for i := c.sentenceOf(lo).First; i < lo; i++ {
			if c.Words[i].Norm == "first" || c.feature(i, "Degree=Sup") {
				return true
			}
		}
	}
	return false
}

// distance is how far an adjunct stands from an event in the tree: the words
// from the adjunct up to the first that lies on the event's own way up. It is
// false when another event, or the border of a clause, lies between.
func (c *coder) distance(e *event, adjunct int32) (int, bool) {
	c.path = c.wayUp(c.path[:0], e)
	cost := 0
	for i := adjunct; i >= 0 && cost < 8; i = c.Words[i].Head {
		for n, w := range c.path {
			if w == i {
				return cost + 2*n, true
			}
		}
		if i != adjunct && (c.eventAt[i] >= 0 && i != e.i || c.plansAnother(e, i) || c.verbal(i) && c.Words[i].Rel != syntax.Xcomp && !c.purposeClause(i) && !c.tellsWhen(i)) {
			return 0, false
		}
		cost++
	}
	return 0, false
}

// plansAnother says whether a verb only tells when what an act concerns had been
// planned for: "called off a visit scheduled for May".
func (c *coder) plansAnother(e *event, i int32) bool {
	return e.typ != "CONSULT" && c.tellsWhen(i) && c.Words[i].Head != e.i && c.plans(i)
}

// purposeClause says whether a verb is an infinitive of purpose: an adjunct
// that the tree hangs on it ("met to discuss trade on Monday") may be its head's.
func (c *coder) purposeClause(i int32) bool {
	return c.Words[i].Rel == syntax.Advcl && c.feature(i, "VerbForm=Inf")
}

// wayUp appends the event's trigger, its light verb, and the words above as far
// as its clause reaches.
func (c *coder) wayUp(path []int32, e *event) []int32 {
	path = append(path, e.i)
	for i := e.i; len(path) < 6; {
		w := &c.Words[i]
		if w.Head < 0 {
			break
		}
		switch base(w.Rel) {
		case syntax.Ccomp, syntax.Advcl, syntax.Acl, syntax.Parataxis, syntax.Appos:
			return path
		case syntax.Conj:
			if c.child(i, syntax.Nsubj, syntax.NsubjPass) >= 0 {
				return path
			}
		}
		i = w.Head
		if i != e.light && c.eventAt[i] >= 0 && (e.pos == 'v' || c.definite(e.i)) {
			return path // "condemned the attack on Friday"
		}
		path = append(path, i)
	}
	return path
}

// dateStatus lets the date decide: what lies after publication is planned,
// what lies more than a year before it is told as history.
func (c *coder) dateStatus(e *event) {
	if e.time < 0 || e.status != record.Actual {
		return
	}
	pub := c.anchor.Today()
	if pub.IsZero() {
		return
	}
	t := &c.times[e.time]
	switch {
	case t.From.After(pub) && e.pos == 'v' && c.words.is("continuing", c.Words[e.i].Lemma):
		e.time = -1 // what goes on now is not planned for then
	case t.From.After(pub) && e.pos == 'v' && spoken(e.typ):
		e.time = -1 // what was agreed or asked for is for then, the words are spoken now
	case t.From.After(pub):
		e.status = record.Planned
	case pub.Since(t.To) > 365 && !t.Since():
		e.status = record.Historical
	}
}

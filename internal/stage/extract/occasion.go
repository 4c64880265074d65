package extract

import (
	"chancery/internal/stage/extract/timex"
	"chancery/internal/syntax"
	"chancery/record"
)

// findTimes finds the date expressions and resolves them by the tense of the
// clause that each stands in.
func (p *page) findTimes() {
	anchor := timex.Anchor{}
	if d, ok := timex.ParseDate(p.meta.Published); ok {
		anchor.Published = d
	}
	p.times = p.grammar.Read(p.Doc, anchor, timex.Options{}, func(e *timex.Expr) timex.Tense {
		return p.tenseAt(p.headOf(int32(e.First), int32(e.End)))
	})
	for k := range p.times {
		t := &p.times[k]
		for i := t.First; i < t.End; i++ {
			p.timed[i] = int32(k)
		}
	}
}

// tenseAt is the tense of the clause that governs word i; a noun that is
// scheduled or planned lies in the future.
func (p *page) tenseAt(i int32) timex.Tense {
	for n := 0; i >= 0 && n < 10; n++ {
		w := &p.Words[i]
		if w.UPOS == syntax.NOUN {
			v := verdict{page: p}
			v.modifiers(i)
			if v.found == record.Planned {
				return timex.Future
			}
		}
		if p.verbal(i) || p.child(i, syntax.Cop) >= 0 {
			if t := p.verbTense(i); t != timex.Unknown {
				return t
			}
		}
		i = w.Head
	}
	return timex.Unknown
}

func (p *page) verbTense(i int32) timex.Tense {
	v := verdict{page: p}
	v.climb(i, 0)
	if v.found == record.Planned {
		return timex.Future
	}
	for _, c := range p.children(i) {
		if r := base(p.Words[c].Rel); r == syntax.Aux || r == syntax.Cop {
			switch {
			case p.Words[c].Norm == "will":
				return timex.Future
			case p.feature(c, "Tense=Past") || p.Words[c].Lemma == "have":
				return timex.Past
			case p.feature(c, "Tense=Pres"):
				if p.passive(i) || hasSuffix(p.Words[i].Norm, "ing") {
					return timex.Present
				}
			}
		}
	}
	switch {
	case p.feature(i, "Tense=Past"):
		return timex.Past
	case p.feature(i, "Tense=Pres"):
		return timex.Present
	}
	return timex.Unknown
}

// occasion gives an event the time, place and forum that the tree ties to it.
func (c *coder) occasion(e *event) {
	e.time = c.timeOf(e)
	e.place = c.placeOf(e)
	e.forum = c.forumOf(e)
	c.dateStatus(e)
}

// timeOf is the date in the event's own subtree, else one that hangs on what
// governs it within the clause.
func (c *coder) timeOf(e *event) int {
	sent := c.sentenceOf(e.i)
	best, bestCost := -1, 100
	for k := range c.times {
		t := &c.times[k]
		if int32(t.First) < sent.First || !t.Resolved || t.Kind != timex.Point {
			continue
		}
		if int32(t.First) >= sent.End {
			break
		}
		if cost, ok := c.distance(e, c.headOf(int32(t.First), int32(t.End))); ok && cost < bestCost {
			best, bestCost = k, cost
		}
	}
	return best
}

// distance is how far an adjunct stands from an event in the tree: the words
// from the adjunct up to the first that lies on the event's own way up. It is
// false when another event, or the border of a clause, lies between.
func (c *coder) distance(e *event, adjunct int32) (int, bool) {
	path := c.wayUp(e)
	cost := 0
	for i := adjunct; i >= 0 && cost < 8; i = c.Words[i].Head {
		for n, w := range path {
			if w == i {
				return cost + 2*n, true
			}
		}
		if i != adjunct && (c.eventAt[i] >= 0 && i != e.i || c.verbal(i) && c.Words[i].Rel != syntax.Xcomp) {
			return 0, false
		}
		cost++
	}
	return 0, false
}

// wayUp lists the event's trigger, its light verb, and the words above as far
// as its clause reaches.
func (c *coder) wayUp(e *event) []int32 {
	path := append(make([]int32, 0, 6), e.i)
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
		if i != e.light && c.eventAt[i] >= 0 && e.pos == 'v' {
			return path
		}
		path = append(path, i)
	}
	return path
}

// placeOf is the place that the tree ties to an event: after "in", "at", "near"
// or as modifier; for a visit, the place visited.
func (c *coder) placeOf(e *event) int32 {
	sent := c.sentenceOf(e.i)
	best, bestCost := int32(-1), 100
	for j := sent.First; j < sent.End; j++ {
		k := c.heads[j]
		if k < 0 || !c.isPlace(&c.mentions[k], j) {
			continue
		}
		if cost, ok := c.distance(e, j); ok && cost < bestCost {
			best, bestCost = c.mentions[k].ents[0], cost
		}
	}
	if best >= 0 {
		return best
	}
	if e.mode == "visit" || e.typ == "ASSAULT" {
		for _, r := range e.recipients {
			if k := c.entities[r].kind; k == record.State && e.mode == "visit" || k == record.Place {
				return r
			}
		}
	}
	if e.mode == "visit" {
		return c.destination(e)
	}
	return -1
}

// destination is the place after "to" of a visit.
func (c *coder) destination(e *event) int32 {
	for _, w := range c.obliques(&e.site, "to") {
		if k := c.mentionAt(w); k >= 0 && len(c.mentions[k].ents) == 1 {
			return c.mentions[k].ents[0]
		}
	}
	return -1
}

// isPlace says whether a mention tells where something happens.
func (c *coder) isPlace(m *mention, i int32) bool {
	if m.form != record.Name || len(m.ents) != 1 || m.role == adjective {
		return false
	}
	k := c.entities[m.ents[0]].kind
	if k != record.Place && k != record.State {
		return false
	}
	w := &c.Words[m.head]
	switch prep := c.caseOf(m.head); {
	case c.words.is("locative", prep):
		return true
	case prep == "on":
		return k == record.Place
	case prep == "" && k == record.Place:
		return w.Rel == syntax.Compound || w.Rel == syntax.Nmod
	}
	return false
}

// forumOf is the forum, mechanism or body in whose frame an act happens.
func (c *coder) forumOf(e *event) int32 {
	if k := c.cover[e.i]; k >= 0 && c.entities[c.mentions[k].ents[0]].kind == record.Forum {
		return c.mentions[k].ents[0]
	}
	sent := c.sentenceOf(e.i)
	best, bestCost := int32(-1), 6
	for j := sent.First; j < sent.End; j++ {
		k := c.heads[j]
		if k < 0 || len(c.mentions[k].ents) != 1 || c.entities[c.mentions[k].ents[0]].kind != record.Forum {
			continue
		}
		if cost, ok := c.distance(e, j); ok && cost < bestCost {
			best, bestCost = c.mentions[k].ents[0], cost
		}
	}
	return best
}

// dateStatus lets the date decide: what lies after publication is planned,
// what lies more than a year before it is told as history.
func (c *coder) dateStatus(e *event) {
	if e.time < 0 || e.status != record.Actual {
		return
	}
	pub, ok := timex.ParseDate(c.meta.Published)
	if !ok {
		return
	}
	t := &c.times[e.time]
	switch {
	case t.From.After(pub):
		e.status = record.Planned
	case pub.Since(t.To) > 365:
		e.status = record.Historical
	}
}

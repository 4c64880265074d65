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
	if p.feature(i, "VerbForm=Fin") && p.subjectOf(i) < 0 && base(p.Words[i].Rel) == syntax.Advcl {
		return timex.Unknown // a finite clause has a subject: the word is no verb
	}
	switch {
	case p.feature(i, "Tense=Past"):
		return timex.Past
	case p.feature(i, "Tense=Pres"):
		return timex.Present
	}
	return timex.Unknown
}

// occasions gives the events the time, place and forum that the tree ties to
// them; then what is left open, the only date or place of the sentence, if no
// other act there has taken it.
func (c *coder) occasions() {
	owner := map[[2]int32]int{} // sentence and time → event
	for k := range c.events {
		e := &c.events[k]
		e.time, e.place, e.forum = c.timeOf(e), c.placeOf(e), c.forumOf(e)
		if e.time >= 0 {
			owner[[2]int32{c.Words[e.i].Sent, int32(e.time)}] = k
		}
	}
	for k := range c.events {
		e := &c.events[k]
		if e.time < 0 {
			if t := c.onlyTime(e); t >= 0 {
				if o, taken := owner[[2]int32{c.Words[e.i].Sent, int32(t)}]; !taken || c.events[o].status == e.status {
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

// sceneReach is how many sentences back the scene of an act of force may have
// been named.
const sceneReach = 3

// scene is the place last named before an act on the ground that names none.
func (c *coder) scene(e *event) int32 {
	switch e.typ {
	case "ASSAULT", "PROTEST", "COERCE", "MOBILIZE":
	default:
		return -1
	}
	if e.status != record.Actual {
		return -1
	}
	from := c.Words[e.i].Sent - sceneReach
	for i := c.sentenceOf(e.i).First - 1; i >= 0 && c.Words[i].Sent >= from; i-- {
		k := c.heads[i]
		if k < 0 || !c.isPlace(&c.mentions[k], i) {
			continue
		}
		return c.mentions[k].ents[0]
	}
	return -1
}

// bilateral gives a meeting of two sides that is held in the country of one of
// them the mode of a visit, and one of more sides that of a multilateral one.
func (c *coder) bilateral(e *event) {
	if e.typ != "CONSULT" || e.mode != "" {
		return
	}
	codes := c.partyCodes(e)
	switch {
	case len(codes) > 2:
		e.mode, e.cameo = "multilateral", "040"
	case len(codes) == 2 && e.place >= 0:
		if code := c.entities[e.place].code; code == codes[0] || code == codes[1] {
			e.mode, e.cameo = "visit", "042"
		}
	}
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
		t := &c.times[k]
		if !t.Resolved || t.Kind != timex.Point {
			continue
		}
		if cost, ok := c.distance(e, c.headOf(int32(t.First), int32(t.End))); ok && cost < bestCost {
			best, bestCost = k, cost
		}
	}
	return best
}

// onlyTime is the one resolved date of the event's sentence, when no other act
// or date competes for it.
func (c *coder) onlyTime(e *event) int {
	sent := c.sentenceOf(e.i)
	found := -1
	for i := sent.First; i < sent.End; i++ {
		k := c.timed[i]
		if k < 0 || int(k) == found || !c.times[k].Resolved || c.times[k].Kind != timex.Point || !c.inClauseOf(e, i) {
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
	if c.spoken[found] { // the date of speaking is not the date of the act
		return -1
	}
	return found
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
		if i != adjunct && (c.eventAt[i] >= 0 && i != e.i || c.verbal(i) && c.Words[i].Rel != syntax.Xcomp && !c.purposeClause(i)) {
			return 0, false
		}
		cost++
	}
	return 0, false
}

// purposeClause says whether a verb is an infinitive of purpose: an adjunct
// that the tree hangs on it ("met to discuss trade on Monday") may be its head's.
func (c *coder) purposeClause(i int32) bool {
	return c.Words[i].Rel == syntax.Advcl && c.feature(i, "VerbForm=Inf")
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

// onlyPlace is the one place that the event's sentence names; towns with their
// country count as one.
func (c *coder) onlyPlace(e *event) int32 {
	sent := c.sentenceOf(e.i)
	found := int32(-1)
	for j := sent.First; j < sent.End; j++ {
		k := c.heads[j]
		if k < 0 || !c.isPlace(&c.mentions[k], j) || !c.inClauseOf(e, j) {
			continue
		}
		x := c.mentions[k].ents[0]
		if found >= 0 && x != found && c.entities[x].code != c.entities[found].code {
			return -1
		}
		if found < 0 || c.entities[found].kind == record.State {
			found = x
		}
	}
	return found
}

// destination is the place after "to" of a visit.
func (c *coder) destination(e *event) int32 {
	for _, w := range c.obliques(&e.site, "to") {
		if k := c.mentionAt(w); k >= 0 && len(c.mentions[k].ents) == 1 {
			switch x := c.mentions[k].ents[0]; c.entities[x].kind {
			case record.Place, record.State:
				return x
			}
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

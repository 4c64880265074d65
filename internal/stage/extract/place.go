package extract

import (
	"chancery/internal/syntax"
	"chancery/record"
)

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

// placeOf is the place that the tree ties to an event: after "in", "at", "near"
// or as modifier; for a visit, the place visited.
func (c *coder) placeOf(e *event) int32 {
	if o := c.child(e.i, syntax.Obj); e.mode == "visit" && e.pos == 'v' && o >= 0 {
		if k := c.mentionAt(o); k >= 0 && len(c.mentions[k].ents) == 1 && c.entities[c.mentions[k].ents[0]].kind == record.Place {
			return c.mentions[k].ents[0] // the town visited
		}
	}
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
	if base(w.Rel) == syntax.Nmod && w.Head >= 0 && c.words.is("diplomatic", c.Words[w.Head].Lemma) {
		return false // where an embassy is
	}
	switch prep := c.caseOf(m.head); {
	case c.words.is("locative", prep):
		return true
	case prep == "on":
		return k == record.Place
	case prep == "" && k == record.Place && w.Rel == syntax.Compound && c.consults(w.Head):
		return false // a Darfur meeting is about Darfur
	case prep == "" && k == record.Place:
		return w.Rel == syntax.Compound || w.Rel == syntax.Nmod
	}
	return false
}

// consults says whether a word tells a meeting.
func (c *coder) consults(i int32) bool {
	return i >= 0 && c.eventAt[i] >= 0 && int(c.eventAt[i]) < len(c.events) && c.events[c.eventAt[i]].typ == "CONSULT"
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

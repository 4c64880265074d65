package extract

import (
	"chancery/internal/syntax"
)

// joinPairs makes one event of two that state the same act together: a noun
// that the frame of its verb names ("imposed sanctions"), or two of one type
// tied by an arc.
func (c *coder) joinPairs() {
	drop := make([]bool, len(c.events))
	for k := range c.events {
		e := &c.events[k]
		if e.doubts != 0 {
			continue
		}
		for _, w := range e.parts {
			if w >= 0 && c.eventAt[w] >= 0 && int(c.eventAt[w]) != k {
				c.absorb(e, &c.events[c.eventAt[w]])
				drop[c.eventAt[w]] = true
			}
		}
	}
	for k := range c.events {
		e := &c.events[k]
		if e.pos != 'n' || drop[k] {
			continue
		}
		h := e.light
		if h < 0 {
			w := &c.Words[e.i]
			if w.Head >= 0 && (w.Rel == syntax.Obj || w.Rel == syntax.NsubjPass || w.Rel == syntax.Nsubj || w.Rel == syntax.OblAgent) {
				h = w.Head
			} else if w.Rel == syntax.Obl && w.Head >= 0 && c.eventAt[w.Head] >= 0 && c.limitNames(&c.events[c.eventAt[w.Head]], e.i) {
				h = w.Head // placed under arrest
			}
		}
		if h < 0 || c.eventAt[h] < 0 || drop[c.eventAt[h]] {
			continue
		}
		o := &c.events[c.eventAt[h]]
		if o.typ != e.typ && (e.doubts != 0 || !c.limitNames(o, e.i)) {
			continue
		}
		if e.doubts != 0 {
			drop[k] = true
			continue
		}
		if o.typ == e.typ && h == e.light { // keep the noun: "hold talks"
			c.absorb(e, o)
			drop[c.eventAt[h]] = true
			continue
		}
		c.absorb(o, e)
		drop[k] = true
	}
	c.keep(func(k int) bool {
		if drop[k] {
			c.tell(c.events[k].i, "dropped: one act with another trigger")
		}
		return !drop[k]
	})
}

// limitNames says whether a limit of an event's frame asks for the lemma of word i.
func (c *coder) limitNames(e *event, i int32) bool {
	for k := range e.frame.Limits {
		l := &e.frame.Limits[k]
		if l.Op == 0 && l.Has(c.Words[i].Lemma) {
			return true
		}
	}
	return false
}

// absorb gives an event what another that states the same act knows more.
func (c *coder) absorb(e, o *event) {
	if len(e.actors) == 0 {
		e.actors = without(append([]int32(nil), o.actors...), e.recipients)
	}
	if len(e.recipients) == 0 {
		e.recipients = without(append([]int32(nil), o.recipients...), e.actors)
	}
	if e.typ == "CONSULT" && o.typ == e.typ {
		c.joinGuests(e, o)
	}
	if e.mode == "" && o.typ == e.typ {
		e.mode, e.cameo = o.mode, o.cameo
	}
	if statusRank[o.status] > statusRank[e.status] && o.typ == e.typ {
		e.status = o.status
	}
	e.evidLo, e.evidHi = min(e.evidLo, o.evidLo), max(e.evidHi, o.evidHi)
}

// joinGuests adds those whom only the second of two words for one meeting names,
// unless their country takes part already: "arrived for talks with X".
func (c *coder) joinGuests(e, o *event) {
	for _, side := range [2][]int32{o.actors, o.recipients} {
		for _, x := range side {
			if code := c.entities[x].code; code != "" && !contains(c.partyCodes(e), code) {
				e.recipients = append(e.recipients, x)
			}
		}
	}
}

// keep drops events and renumbers what points at them.
func (c *coder) keep(ok func(int) bool) {
	to := make([]int, len(c.events))
	n := 0
	for k := range c.events { // all are asked before any moves: they point at each other
		e := &c.events[k]
		to[k] = n
		if ok(k) {
			n++
			continue
		}
		to[k] = -1
		if e.doubts == 0 {
			c.eventAt[e.i] = -1
		}
	}
	for k := range c.events {
		if to[k] >= 0 {
			c.events[to[k]] = c.events[k]
		}
	}
	c.events = c.events[:n]
	for k := range c.events {
		e := &c.events[k]
		if e.doubts == 0 {
			c.eventAt[e.i] = int32(k)
		}
		if e.same >= 0 {
			e.same = to[e.same]
		}
	}
}

// dropGoverned drops what is only the content of another act: of "X urges Y to
// release Z" stays the request.
// An agreement to meet on a day to come is that meeting, planned.
func (c *coder) dropGoverned() {
	meetings := map[int32]bool{} // triggers of agreements that are meetings to come
	for k := range c.events {
		if h := c.governor(k); h >= 0 && c.arranged(&c.events[k], h) {
			meetings[h] = true
		}
	}
	c.keep(func(k int) bool {
		e := &c.events[k]
		if meetings[e.i] {
			c.tell(e.i, "dropped: what was agreed is a meeting to come")
			return false
		}
		h := c.governor(k)
		if h < 0 || meetings[h] && e.typ == "CONSULT" {
			return true
		}
		c.tell(e.i, "dropped: the content of %q", c.Form(h))
		return c.doubt(e, governed)
	})
}

// arranged says whether an act is a meeting on a day to come that the parties to
// an agreement at word h arranged: "agreed to meet in Oslo on 3 May".
func (c *coder) arranged(e *event, h int32) bool {
	o := &c.events[c.eventAt[h]]
	if e.typ != "CONSULT" || e.doubts != 0 || o.typ != "AGREE" || o.pos != 'v' {
		return false
	}
	t := c.timeOf(e)
	return t >= 0 && c.ahead(t)
}

// governor is the trigger of the act whose content an event is; -1 for none.
func (c *coder) governor(k int) int32 {
	e := &c.events[k]
	i := e.i
	if e.light >= 0 {
		i = e.light
	}
	for n := 0; n < 4; n++ {
		w := &c.Words[i]
		if w.Head < 0 {
			return -1
		}
		switch base(w.Rel) {
		case syntax.Xcomp, syntax.Ccomp, syntax.Obj, syntax.Obl, syntax.Acl, syntax.Nmod, syntax.Conj:
		case syntax.Advcl:
			if !c.feature(i, "VerbForm=Inf") {
				return -1
			}
		case syntax.Nsubj:
			if w.Rel != syntax.NsubjPass {
				return -1
			}
		default:
			return -1
		}
		if n := c.caseOf(i); base(w.Rel) == syntax.Obl && (n == "after" || n == "following") {
			return -1 // what came before it: "agreed to … after ten hours of talks"
		}
		if a := c.eventAt[w.Head]; a >= 0 && int(a) != k && c.swallows(&c.events[a], base(w.Rel), w.Head, i) {
			return w.Head
		}
		i = w.Head
	}
	return -1
}

// swallows says whether an act takes another that hangs on it as its content.
func (c *coder) swallows(o *event, rel syntax.Rel, head, i int32) bool {
	if rel == syntax.Conj {
		return false
	}
	switch o.typ {
	case "REQUEST", "THREATEN", "AGREE":
		return rel != syntax.Ccomp || c.Words[i].Head == head
	case "REJECT":
		return rel == syntax.Xcomp || rel == syntax.Obj
	}
	return false
}

// isEmpty says whether an event names nobody: neither a party nor, for acts of
// force, victims or a place.
func (c *coder) isEmpty(e *event) bool {
	if len(e.actors)+len(e.recipients) > 0 || e.forum >= 0 {
		return false
	}
	switch e.typ {
	case "ASSAULT", "PROTEST", "COERCE":
		if e.place >= 0 || e.pos == 'v' && len(c.fill(&e.site, []string{"obj"})) > 0 {
			return false
		}
	}
	return true
}

// attribute points each event at the innermost statement that holds its trigger.
func (c *coder) attribute() {
	inside := c.insideStatements()
	for k := range c.events {
		c.events[k].statement = int(inside[c.events[k].i])
	}
}

// insideStatements gives for each word the innermost statement that holds it, -1 for none.
func (c *coder) insideStatements() []int32 {
	inside, size := filled(len(c.Words)), make([]int32, len(c.Words))
	for s := range c.statements {
		for _, st := range c.statements[s].content {
			for i := st.lo; i < st.hi; i++ {
				if n := st.hi - st.lo; inside[i] < 0 || n < size[i] {
					inside[i], size[i] = int32(s), n
				}
			}
		}
	}
	return inside
}

package extract

import (
	"slices"

	"chancery/internal/syntax"
	"chancery/record"
)

// Acts of which both sides are told together, or none: clashes between two,
// meetings that are called off.

// mutual says whether an act of force is told of two sides at once: "clashes between
// X and Y". Nobody else suffers it, and neither side is only its victim.
func (c *coder) mutual(e *event) bool {
	if e.typ != "ASSAULT" || e.pos != 'n' || len(e.actors) < 2 {
		return false
	}
	for _, k := range c.children(e.i) {
		if base(c.Words[k].Rel) == syntax.Nmod && c.caseOf(k) == "between" {
			return true
		}
	}
	return false
}

// joinHarm makes one act of force and what it did, where a relative clause tells
// it: "clashes in which eleven people were injured". The counts stay with the act.
func (c *coder) joinHarm() {
	drop := make([]bool, len(c.events))
	any := false
	for k := range c.events {
		e := &c.events[k]
		if e.typ != "ASSAULT" || e.pos != 'v' || e.doubts != 0 || !c.words.is("harming", c.Words[e.i].Lemma) {
			continue
		}
		w := &c.Words[e.i]
		if w.Rel != syntax.AclRelcl || w.Head < 0 || c.eventAt[w.Head] < 0 || c.subjectOf(e.i) < 0 || !c.inWhich(e.i) {
			continue
		}
		if o := &c.events[c.eventAt[w.Head]]; o.typ == "ASSAULT" && o.doubts == 0 && o.status == e.status {
			if o.time < 0 {
				o.time = e.time
			}
			if o.place < 0 {
				o.place = e.place
			}
			if !c.mutual(o) && len(o.recipients) == 0 {
				o.recipients = without(slices.Clone(e.recipients), o.actors)
			}
			drop[k], any = true, true
		}
	}
	if any {
		c.keep(func(k int) bool { return !drop[k] })
	}
}

// inWhich says whether a clause tells what happened in the course of what it
// modifies: "in which", "during which", "where".
func (c *coder) inWhich(v int32) bool {
	for _, k := range c.children(v) {
		switch c.Words[k].Norm {
		case "where":
			return true
		case "which":
			if p := c.caseOf(k); p == "in" || p == "during" {
				return true
			}
		}
	}
	return false
}

// cancelled looks over who was inferred to be turned down by calling a meeting off:
// only a side of a meeting told of close by, or of the two states that the page is
// about, and not who is told only as its place.
func (c *coder) cancelled() {
	for k := range c.events {
		e := &c.events[k]
		if e.typ != "REJECT" || e.mode != "meet" {
			continue
		}
		e.recipients = slices.DeleteFunc(e.recipients, func(x int32) bool {
			scene := e.deep && c.entities[x].kind == record.Place // talks in Doha
			if !scene && (!slices.Contains(e.inferred, x) || c.mayMeet(k, c.entities[x].code)) {
				return false
			}
			c.tell(e.i, "recipients: %s is no side of what was called off", c.entities[x].name)
			e.inferred = without(e.inferred, []int32{x})
			return true
		})
	}
}

// mayMeet says whether a state or body is one of the two that the page is about, or
// meets somebody close to an event.
func (c *coder) mayMeet(k int, code string) bool {
	for i := range c.weights[:min(2, len(c.weights))] {
		if c.weights[i].code == code {
			return true
		}
	}
	for j := max(0, k-tellings); j < min(len(c.events), k+tellings+1); j++ {
		if o := &c.events[j]; o.typ == "CONSULT" && max(c.Words[o.i].Sent-c.Words[c.events[k].i].Sent, c.Words[c.events[k].i].Sent-c.Words[o.i].Sent) <= reactReach && contains(c.partyCodes(o), code) {
			return true
		}
	}
	return false
}

// toldOnly drops from the recipients of what is told in a statement's own cue the
// outlet that the statement was made to: "…," she told Le Monde, blames no newspaper.
func (c *coder) toldOnly(e *event) {
	if e.pos != 'v' {
		return
	}
	e.recipients = slices.DeleteFunc(e.recipients, func(x int32) bool {
		return first(c.entities[x].sectors) == "JRN" && slices.ContainsFunc(c.statements, func(st statement) bool {
			return st.via == x && st.cueLo == e.i
		})
	})
}

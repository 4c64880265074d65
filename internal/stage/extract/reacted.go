package extract

import (
	"slices"

	"chancery/internal/syntax"
)

// Who blames, praises or turns down an act means those who do it: "the EU
// condemned the operation", "the call was seconded by X", "criticised the move".

// reactedTo gives acts of ACCUSE, SUPPORT and REJECT that name no recipient
// those who do the act that they are about, which its own clause or the
// sentences before tell. Read from before, it counts as inferred.
func (c *coder) reactedTo() {
	for k := range c.events {
		e := &c.events[k]
		if e.doubts != 0 || len(e.recipients) > 0 || e.typ != "ACCUSE" && e.typ != "SUPPORT" && e.typ != "REJECT" {
			continue
		}
		i := c.aboutWhat(e)
		if i < 0 {
			continue
		}
		if j := c.eventAt[i]; j >= 0 {
			if got := c.others(c.events[j].actors, e); len(got) > 0 {
				e.recipients = got
				continue
			}
		}
		if !c.pointsBack(i) {
			continue
		}
		if got := c.doersBefore(k, i); len(got) > 0 {
			e.recipients = got
			e.inferred = append(e.inferred, got...)
		}
	}
}

// aboutWhat is the word for what an act is about; -1 for none.
func (c *coder) aboutWhat(e *event) int32 {
	v := e.i
	if e.pos == 'n' {
		if v = e.light; v < 0 {
			v = e.i
		}
	}
	if c.passive(v) {
		if i := c.subjectOf(v); i >= 0 {
			return i
		}
	}
	if i := c.child(v, syntax.Obj); i >= 0 && i != e.i {
		return i
	}
	for _, k := range c.children(v) {
		switch base(c.Words[k].Rel) {
		case syntax.Obl, syntax.Nmod:
			if p := c.caseOf(k); k > v && c.words.is("about", p) && !c.isTime(k) {
				return k
			}
		}
	}
	return -1
}

// pointsBack says whether a noun takes up an act told before: "the move",
// "this decision".
func (c *coder) pointsBack(i int32) bool {
	if !c.words.is("act_noun", c.Words[i].Lemma) && c.eventAt[i] < 0 {
		return false
	}
	return c.definite(i)
}

// reactReach is how many sentences before are looked through.
const reactReach = 2

// doersBefore are the actors of the last act before event k that has any others
// than event k and stands close enough: one told with the same noun, else of
// the last sentence that tells one.
func (c *coder) doersBefore(k int, i int32) []int32 {
	e := &c.events[k]
	var last []int32
	for j := k - 1; j >= 0; j-- {
		o := &c.events[j]
		if o.doubts != 0 {
			continue
		}
		if c.Words[e.i].Sent-c.Words[o.i].Sent > reactReach {
			break
		}
		if o.i >= i || o.typ != "ASSAULT" && c.words.is("harming", c.Words[i].Lemma) {
			continue
		}
		got := c.others(o.actors, e)
		if len(got) == 0 {
			continue
		}
		if c.Words[o.i].Lemma == c.Words[i].Lemma {
			return got
		}
		if last == nil {
			last = got
		}
	}
	return last
}

// others are the parties of a list that are on no side of an event and, by
// code, not of its actors.
func (c *coder) others(list []int32, e *event) (out []int32) {
	for _, x := range list {
		code := c.entities[x].code
		if !slices.ContainsFunc(e.actors, func(a int32) bool { return a == x || code != "" && c.entities[a].code == code }) {
			out = append(out, x)
		}
	}
	return out
}

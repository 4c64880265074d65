package extract

import (
	"slices"
	"strings"

	"chancery/record"
)

// ownSides looks over recipients that were inferred of the doer's own state.
// Whoever speaks for a state abroad (a foreign minister, an embassy) demands and
// rejects nothing of it: the other state of the story is meant, or nobody is
// told. Who rejects a view turns down no state.
func (c *coder) ownSides() {
	for k := range c.events {
		e := &c.events[k]
		code := c.onlyCode(e.actors)
		if e.typ == "SANCTION" && e.mode == "withdraw" && code != "" && code == c.onlyCode(e.recipients) && c.diplomatic(c.entities[e.recipients[0]].name) {
			c.takeBack(e) // "recalled its ambassador" strikes where he is
			c.lendOther(k, code)
		}
		if e.doubts != 0 || !c.addressed(e.typ) || !c.allInferred(e) {
			continue
		}
		own := code != "" && code == c.onlyCode(e.recipients)
		switch {
		case len(e.recipients) > 0 && c.opinion(e):
			c.takeBack(e)
		case own && c.abroad(e.actors):
			c.takeBack(e)
			c.lendOther(k, code)
		case own && c.governs(e.actors) && c.otherBefore(k, code) >= 0:
			c.takeBack(e)
			c.lendOther(k, code)
		case len(e.recipients) > 0 || code == "" || !c.abroad(e.actors):
		case e.typ == "REQUEST", e.typ == "ACCUSE" && c.otherBefore(k, code) >= 0:
			c.lendOther(k, code)
		}
	}
}

// addressed says whether acts of a type are meant for another.
func (c *coder) addressed(typ string) bool {
	switch typ {
	case "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT":
		return true
	}
	return false
}

// allInferred says whether the words of an act give none of its recipients, and
// those given are whole states or places.
func (c *coder) allInferred(e *event) bool {
	for _, x := range e.recipients {
		if k := c.entities[x].kind; !slices.Contains(e.inferred, x) || k != record.State && k != record.Place {
			return false
		}
	}
	return true
}

// onlyCode is the code that all parties of a side bear; "" when they differ.
func (c *coder) onlyCode(side []int32) string {
	code := ""
	for k, x := range side {
		if k > 0 && c.entities[x].code != code {
			return ""
		}
		code = c.entities[x].code
	}
	return code
}

// takeBack empties the recipients of an act.
func (c *coder) takeBack(e *event) {
	c.tell(e.i, "recipients: %s is the doer's own state, or nobody's", c.entities[e.recipients[0]].name)
	e.inferred = slices.DeleteFunc(e.inferred, func(x int32) bool { return slices.Contains(e.recipients, x) && !slices.Contains(e.actors, x) })
	e.recipients = nil
}

// opinion says whether an act is about a view that somebody holds.
func (c *coder) opinion(e *event) bool {
	i := c.aboutWhat(e)
	return e.typ == "REJECT" && i >= 0 && c.words.is("opinion", c.Words[i].Lemma)
}

// abroad says whether a side consists of those who speak for a state to others.
func (c *coder) abroad(side []int32) bool {
	for _, x := range side {
		if !c.diplomatic(c.entities[x].name) && !slices.ContainsFunc(c.held[x], func(i int) bool { return !c.posts[i].former && c.diplomatic(c.titleText(&c.posts[i])) }) {
			return false
		}
	}
	return len(side) > 0
}

// governs says whether a side is a state, or those who govern it.
func (c *coder) governs(side []int32) bool {
	for _, x := range side {
		if y := &c.entities[x]; y.kind != record.State && first(y.sectors) != "GOV" && (y.level == 0 || y.level > 2) {
			return false
		}
	}
	return len(side) > 0
}

// diplomatic says whether a title or name is that of an office for dealings with
// other states.
func (c *coder) diplomatic(name string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(name)) {
		if c.words.is("diplomatic", w) {
			return true
		}
	}
	return false
}

// lendOther gives an act the other state of the story as recipient.
func (c *coder) lendOther(k int, code string) {
	e := &c.events[k]
	x := c.otherBefore(k, code)
	if x < 0 {
		x = c.otherOfPair(code)
	}
	if x < 0 || slices.Contains(e.actors, x) {
		return
	}
	c.tell(e.i, "recipients: %s inferred, the other state of the story", c.entities[x].name)
	e.recipients, e.inferred = []int32{x}, append(e.inferred, x)
}

// otherReach is how many sentences back the other state is looked for.
const otherReach = 3

// otherBefore is the state, or its officials, that a state faces in the nearest
// act before; -1 for none, or when another state of that side is told.
func (c *coder) otherBefore(k int, code string) int32 {
	for j := k - 1; j >= 0 && c.Words[c.events[j].i].Sent >= c.Words[c.events[k].i].Sent-otherReach; j-- {
		o := &c.events[j]
		a, b := c.onlyCode(o.actors), c.onlyCode(o.recipients)
		switch {
		case a == code && b != "" && b != code && c.reg.State(b) != nil:
			return c.stateNamed(b)
		case b == code && a != "" && a != code && c.reg.State(a) != nil:
			return c.stateNamed(a)
		}
	}
	return -1
}

// otherOfPair is the other of the two states that the page is about; -1 when it
// is about one, or more.
func (c *coder) otherOfPair(code string) int32 {
	w := c.weights
	if len(w) < 2 || len(w) > 2 && 2*w[2].n > w[1].n {
		return -1
	}
	switch code {
	case w[0].code:
		return c.stateNamed(w[1].code)
	case w[1].code:
		return c.stateNamed(w[0].code)
	}
	return -1
}

// stateNamed is the entity of a state that the page names; -1 for none.
func (c *coder) stateNamed(code string) int32 {
	if s := c.reg.State(code); s != nil {
		if x, ok := c.index[s.Key]; ok {
			return x
		}
	}
	return -1
}

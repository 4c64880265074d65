package extract

import (
	"slices"

	"chancery/record"
)

// bearer is the entity that stands for a code on a side of an event: who has
// that side in another telling of an act of its type, else a state, body or
// group named close by, else the page's. A person who merely is of the country
// never stands for it, nor does anyone for both sides. -1 for nobody,
// and where only an outlet bears the code: it passes on what others say.
func (c *coder) bearer(s *sides, k int, d *decision, side int, code int32) int32 {
	x := c.closest(s, k, d, side, code)
	if x >= 0 && s.passes(c, x) {
		return -1
	}
	return x
}

// closest is the bearer of a code, which may be an outlet.
func (c *coder) closest(s *sides, k int, d *decision, side int, code int32) int32 {
	not := c.events[k].side(1 - side)
	fits := func(x int32) bool {
		y := &c.entities[x]
		return y.code == s.codes[code].code && y.kind != record.Agreement && y.kind != record.Forum && !slices.Contains(not, x)
	}
	if x := c.retold(s, k, side, fits); x >= 0 {
		return x
	}
	second := int32(-1) // a place: it stands for its country where nothing else does
	consider := func(x int32) bool {
		switch c.entities[x].kind {
		case record.State, record.Organization, record.Group:
			return true
		case record.Place:
			if second < 0 {
				second = x
			}
		}
		return false
	}
	for i := range d.cands {
		if d.cands[i].code != code {
			continue
		}
		for _, m := range [2]int32{d.cands[i].best, d.cands[i].prior} {
			if m < 0 {
				continue
			}
			for _, x := range c.mentions[m].ents {
				if fits(x) && consider(x) {
					return x
				}
			}
		}
	}
	if x := s.codes[code].ent; x >= 0 && fits(x) && consider(x) {
		return x
	}
	return second
}

// retold finds who has a side in the acts of the same type around an event.
func (c *coder) retold(s *sides, k, side int, fits func(int32) bool) int32 {
	for _, j := range c.around(s, k) {
		o := &c.events[j]
		if o.typ != c.events[k].typ {
			continue
		}
		for _, x := range o.side(side) {
			if fits(x) && !slices.Contains(o.inferred, x) {
				return x
			}
		}
	}
	return -1
}

// A code that the rules do not read needs more to be blamed for force and
// arrest, and more still for punishment, which was seldom inferred right, and
// where it is the victim's own.
const (
	blameBar = -400
	selfBar  = -1200
)

// bar is what a candidate that nobody read on a side has to make up for.
func (d *candidate) bar(typ string, side int) int32 {
	if side != actorSide || d.rule[actorSide] != notRule || typ != "ASSAULT" && typ != "COERCE" && typ != "SANCTION" {
		return 0
	}
	if typ == "SANCTION" || typ == "ASSAULT" && d.rule[recipientSide] != notRule {
		return selfBar
	}
	return blameBar
}

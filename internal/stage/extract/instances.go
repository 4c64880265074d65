package extract

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// instances are the parties that a phrase names as examples of the nominal
// before it: "allies such as Germany and Japan", "states including Mali",
// "militias like Hezbollah".
func (c *coder) instances(i int32) []int32 {
	var out []int32
	for _, k := range c.children(i) {
		if k < i || base(c.Words[k].Rel) != syntax.Nmod || !c.words.is("such_as", c.caseOf(k)) {
			continue
		}
		for _, j := range c.listed(k) {
			if m := c.mentionAt(j); m >= 0 && c.mentions[m].form == record.Name && c.mentions[m].role != adjective {
				out = append(out, c.party(j, "obj")...)
			}
		}
	}
	return out
}

// withInstances joins a nominal that names nobody, or nobody but by guess, with
// those named as examples of it.
func (c *coder) withInstances(i int32, ents []int32) []int32 {
	own := c.instances(i)
	if len(own) == 0 {
		return ents
	}
	for _, x := range ents {
		if y := &c.entities[x]; y.foreign {
			y.code, y.foreign = "", false
		}
	}
	return append(ents, own...)
}

// apposed is the one whose name follows a nominal in apposition: "the militant
// organisation, the Islamic State", "an Australian, Tom Brent". -1 for nobody.
func (c *coder) apposed(i int32, m *mention) int32 {
	if len(m.ents) != 1 || m.plural {
		return -1
	}
	x := &c.entities[m.ents[0]]
	nominal := m.form == record.Nominal && (x.code == "" || x.foreign)
	if !nominal && m.role != adjective {
		return -1
	}
	for _, k := range c.children(i) {
		if k < i || base(c.Words[k].Rel) != syntax.Appos {
			continue
		}
		at := c.mentionAt(k)
		if at < 0 || c.mentions[at].form != record.Name || len(c.mentions[at].ents) != 1 {
			continue
		}
		y := &c.entities[c.mentions[at].ents[0]]
		if y.kind == record.Person && (!nominal || x.kind == record.Person) ||
			nominal && (y.kind == record.Organization || y.kind == record.Group) && x.kind != record.Person {
			if !nominal && (y.code == "" || y.foreign) {
				y.code, y.foreign = x.code, false
			}
			return c.mentions[at].ents[0]
		}
	}
	return -1
}

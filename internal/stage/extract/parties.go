package extract

import (
	"chancery/internal/lexicon"
	"chancery/internal/syntax"
	"chancery/record"
)

// sidesOfSeries adds the states named in the title of a numbered meeting ("the
// 8th meeting of the X–Y commission") to the one who holds it.
func (c *coder) sidesOfSeries(e *event) {
	if e.typ != "CONSULT" || len(c.partyCodes(e)) > 1 {
		return
	}
	for _, w := range append(e.parts, e.i) {
		if w < 0 || c.heads[w] < 0 {
			continue
		}
		m := &c.mentions[c.heads[w]]
		if m.form != record.Name || len(m.ents) != 1 || c.entities[m.ents[0]].edition == 0 {
			continue
		}
		have := c.partyCodes(e)
		for i := m.lo; i < m.hi; i++ {
			if k := c.cover[i]; k >= 0 && c.listable(k) && !contains(have, c.entities[c.mentions[k].ents[0]].code) {
				e.recipients = unique(append(e.recipients, c.mentions[k].ents[0]))
			}
		}
	}
}

func without(s, drop []int32) []int32 {
	n := 0
	for _, v := range s {
		keep := true
		for _, d := range drop {
			keep = keep && d != v
		}
		if keep {
			s[n] = v
			n++
		}
	}
	return s[:n]
}

// parties gives the entities of the first alternative whose slots are filled
// with parties; a slot of several paths takes all that are there.
func (c *coder) parties(s *site, slots []lexicon.Slot) []int32 {
	for _, slot := range slots {
		var out []int32
		missing := false
		for _, path := range slot {
			got := c.entitiesOf(c.fill(s, path), path)
			if len(got) == 0 && len(path) == 1 && path[0] == "obj" && s.pos == 'v' { // asked the Queen for …
				got = c.entitiesOf(c.withRel(s.i, syntax.Iobj), path)
			}
			missing = missing || len(got) == 0
			out = append(out, got...)
		}
		if len(out) > 0 && (!missing || len(slots) == 1) {
			return unique(out)
		}
		if len(out) > 0 && slot[0][0] == "subj" && len(slot) > 1 {
			if alt := c.laterFull(s, slots, slot); alt != nil {
				return alt
			}
			return unique(out)
		}
	}
	return nil
}

// laterFull is the first later alternative that is filled throughout.
func (c *coder) laterFull(s *site, slots []lexicon.Slot, after lexicon.Slot) []int32 {
	seen := false
	for _, slot := range slots {
		if &slot[0] == &after[0] {
			seen = true
			continue
		}
		if !seen || len(slot) < 2 {
			continue
		}
		var out []int32
		full := true
		for _, path := range slot {
			got := c.entitiesOf(c.fill(s, path), path)
			full = full && len(got) > 0
			out = append(out, got...)
		}
		if full {
			return unique(out)
		}
	}
	return nil
}

// entitiesOf gives the parties that words stand for, with their conjuncts.
func (c *coder) entitiesOf(words []int32, path lexicon.Path) []int32 {
	var out []int32
	for _, w := range words {
		for _, j := range c.listed(w) {
			out = append(out, c.party(j, path[len(path)-1])...)
		}
	}
	return out
}

// listed is a word with those coordinated with it in the tree, and with the
// states and bodies that its list names right before it ("China, Iran, and
// Russia"), which the tree may have hung elsewhere.
func (c *coder) listed(w int32) []int32 {
	out := c.conjuncts(nil, w)
	k := c.mentionAt(w)
	if k < 0 || c.mentions[k].form != record.Name || c.mentions[k].role == adjective {
		return out
	}
	closed := false
	for i := c.mentions[k].lo - 1; i > c.sentenceOf(w).First; i-- {
		switch n := c.Words[i].Norm; {
		case n == "and" && !closed:
			closed = true
			continue
		case n == "," && closed:
			continue
		case closed && c.cover[i] >= 0 && c.listable(c.cover[i]) && c.mentions[c.cover[i]].hi == i+1:
			out = append(out, c.mentions[c.cover[i]].head)
			i = c.mentions[c.cover[i]].lo
			continue
		case n == "the" && closed:
			continue
		}
		break
	}
	return unique(out)
}

// listable says whether a mention is a state or known body by name.
func (c *coder) listable(k int32) bool {
	m := &c.mentions[k]
	if m.form != record.Name || m.role == adjective || m.role == location || len(m.ents) != 1 {
		return false
	}
	e := &c.entities[m.ents[0]]
	return e.kind == record.State || e.kind == record.Organization && e.key != ""
}

// party gives the entities that a word stands for as a party in a slot.
func (c *coder) party(i int32, slot string) []int32 {
	k := c.mentionAt(i)
	if k < 0 {
		if slot == "mod" || c.isTime(i) || c.Words[i].UPOS == syntax.PRON {
			return nil
		}
		return c.withInstances(i, c.owners(i))
	}
	m := &c.mentions[k]
	if x := c.apposed(i, m); x >= 0 {
		return []int32{x}
	}
	var out []int32
	for _, e := range m.ents {
		if c.canAct(&c.entities[e], m, slot) {
			out = append(out, e)
		}
	}
	if m.form == record.Nominal && m.plural {
		out = c.withInstances(i, out)
	}
	return out
}

// owners are the states and bodies that a noun which is no party belongs to:
// "Russian aircraft", "the positions of the army".
func (c *coder) owners(i int32) []int32 {
	var out []int32
	for _, e := range c.countries(i, nil) {
		switch c.entities[e].kind {
		case record.State, record.Organization, record.Group:
			out = append(out, e)
		}
	}
	if out == nil { // drones launched by X
		for _, v := range c.withRel(i, syntax.Acl) {
			if c.passive(v) && c.words.is("sending", c.Words[v].Lemma) {
				return c.entitiesOf(c.doers(v, 0), []string{"subj"})
			}
		}
	}
	return out
}

// canAct says whether an entity can be a party of an act.
func (c *coder) canAct(e *entity, m *mention, slot string) bool {
	switch e.kind {
	case record.Agreement:
		return false
	case record.Forum:
		return e.code != "" && slot != "mod" && e.edition == 0
	case record.Place:
		return e.code != "" && slot != "mod" && slot != "in" && slot != "at"
	}
	return true
}

package extract

import (
	"slices"

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

// claimed gives acts of force those who claim them: "the attack was claimed by
// X", "X claimed responsibility for the bombings".
func (c *coder) claimed() {
	for k := range c.events {
		e := &c.events[k]
		if e.typ != "ASSAULT" || e.pos != 'n' || len(e.actors) > 0 {
			continue
		}
		i := c.firstConjunct(e.i)
		v := c.Words[i].Head
		if v < 0 {
			continue
		}
		switch rel := c.Words[i].Rel; {
		case rel == syntax.Obj || rel == syntax.NsubjPass:
		case c.caseOf(i) == "for" && c.verbal(v):
			if o := c.child(v, syntax.Obj, syntax.NsubjPass); o < 0 || !c.words.is("owning_up", c.Words[o].Lemma) {
				continue
			}
		case c.caseOf(i) == "for" && c.words.is("owning_up", c.Words[v].Lemma) && c.Words[v].Head >= 0:
			v = c.Words[v].Head
		default:
			continue
		}
		if c.words.is("claiming", c.Words[v].Lemma) && c.verbal(v) {
			e.actors = without(c.entitiesOf(c.doers(v, 0), []string{"subj"}), e.recipients)
		}
	}
}

// authorities gives an arrest or verdict told without its doer the police who
// tell of it, else the state in which it is said to be done: "a journalist was
// jailed in Belarus". It counts as inferred.
func (c *coder) authorities() {
	for k := range c.events {
		e := &c.events[k]
		if len(e.actors) > 0 || e.pos != 'v' || !c.passive(e.i) || !byAuthority(e) {
			continue
		}
		x := c.policeWhoTell(e)
		if x < 0 {
			x = c.stateOfClause(e.i)
		}
		if x >= 0 && !slices.Contains(e.recipients, x) {
			e.actors, e.inferred = []int32{x}, append(e.inferred, x)
		}
	}
}

// byAuthority says whether an act is one that the authorities of a country do.
func byAuthority(e *event) bool {
	switch e.typ {
	case "COERCE":
		return e.mode == "arrest" || e.mode == "restrict" || e.mode == "censor"
	case "SANCTION":
		return e.mode == "convict"
	}
	return false
}

// policeWhoTell is the police that say that there was an arrest; -1 for none.
func (c *coder) policeWhoTell(e *event) int32 {
	if e.mode != "arrest" {
		return -1
	}
	for k := range c.statements {
		st := &c.statements[k]
		if st.speaker < 0 || !c.inContents(st, e.i) {
			continue
		}
		if x := &c.entities[st.speaker]; len(x.sectors) > 0 && x.sectors[0] == "COP" && x.kind != record.Person {
			return st.speaker
		}
	}
	return -1
}

// inContents says whether a word is part of what a statement says.
func (c *coder) inContents(st *statement, i int32) bool {
	for _, s := range st.content {
		if s.lo <= i && i < s.hi {
			return true
		}
	}
	return false
}

// stateOfClause is the state that a clause names as where it happens; -1 for none.
func (c *coder) stateOfClause(v int32) int32 {
	for _, k := range c.children(v) {
		if base(c.Words[k].Rel) != syntax.Obl || c.caseOf(k) != "in" {
			continue
		}
		if m := c.mentionAt(k); m >= 0 && c.mentions[m].form == record.Name && len(c.mentions[m].ents) == 1 {
			if x := c.mentions[m].ents[0]; c.entities[x].kind == record.State {
				return x
			}
		}
	}
	return -1
}

// hosts makes the place to which a visit leads a party of it: "arrived in Moscow
// for talks".
func (c *coder) hosts() {
	for k := range c.events {
		e := &c.events[k]
		if e.typ != "CONSULT" || e.mode != "visit" || e.pos != 'v' {
			continue
		}
		for _, prep := range [...]string{"in", "at"} {
			for _, w := range c.under(e.i, prep) {
				m := c.mentionAt(w)
				if m < 0 || c.mentions[m].form != record.Name || len(c.mentions[m].ents) != 1 {
					continue
				}
				x := c.mentions[m].ents[0]
				if y := &c.entities[x]; y.kind == record.Place && y.code != "" && !contains(c.partyCodes(e), y.code) {
					e.recipients = append(e.recipients, x)
				}
			}
		}
	}
}

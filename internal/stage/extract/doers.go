package extract

import (
	"slices"

	"chancery/internal/syntax"
	"chancery/record"
)

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

// purposes gives talks that somebody goes to, or is to meet for, those who go,
// and the status of their going: "X will travel to Y for talks with Z".
func (c *coder) purposes() {
	for k := range c.events {
		e := &c.events[k]
		w := &c.Words[e.i]
		if e.typ != "CONSULT" || e.pos != 'n' || e.light >= 0 || base(w.Rel) != syntax.Obl || w.Head < 0 || !c.verbal(w.Head) || c.caseOf(e.i) != "for" {
			continue
		}
		v := c.eventAt[w.Head]
		if v < 0 || c.events[v].typ != "CONSULT" {
			continue
		}
		o := &c.events[v]
		if e.status == record.Actual {
			e.status = o.status
		}
		who := o.actors
		if o.mode != "visit" { // both who meet and whom they meet
			who = append(append([]int32(nil), who...), o.recipients...)
		}
		e.actors = unique(append(without(append([]int32(nil), who...), e.recipients), e.actors...))
	}
}

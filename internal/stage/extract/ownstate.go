package extract

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// ownCountries gives "his country" the state of the person meant, and "her
// government", "our troops" that person's country. It is called again when the
// speakers of "my" and "our" are known.
func (p *page) ownCountries() {
	for k := range p.mentions {
		m := &p.mentions[k]
		if m.form != record.Nominal || m.role == title || len(m.ents) != 1 {
			continue
		}
		country := !m.plural && p.words.is("state_noun", p.Words[m.head].Lemma)
		if !country && !ofState(m) {
			continue
		}
		e := &p.entities[m.ents[0]]
		if e.named || e.code != "" && !e.foreign {
			continue
		}
		state := p.stateOf(p.possessor(m.head))
		switch all := p.possessingStates(m); {
		case all != nil:
			m.ents = p.nominalEntities(m, all)
		case state < 0:
		case country:
			m.ents = []int32{state}
		default:
			m.ents = p.nominalEntities(m, []int32{state})
		}
	}
}

// ofState says whether what a nominal names belongs to the state of him whose it
// is: his government and his troops, not his lawyers.
func ofState(m *mention) bool {
	switch m.sector {
	case "GOV", "MIL", "LEG", "COP", "JUD", "SPY":
		return true
	}
	return false
}

// possessingStates are the states that "their" stands for before a plural: each of
// "their foreign ministers" is of one of them; nil for fewer than two.
func (p *page) possessingStates(m *mention) []int32 {
	for _, c := range p.children(m.head) {
		k := p.heads[c]
		if !m.plural || p.Words[c].Rel != syntax.NmodPoss || k < 0 || p.mentions[k].form != record.Pronoun || len(p.mentions[k].ents) < 2 {
			continue
		}
		var states []int32
		for _, x := range p.mentions[k].ents {
			e := &p.entities[x]
			switch s := p.reg.State(e.code); {
			case e.kind == record.State:
				states = unique(append(states, x))
			case e.kind == record.Person && e.level == 1 && s != nil: // of two presidents
				states = unique(append(states, p.registered(s)))
			default:
				return nil
			}
		}
		if len(states) < 2 {
			return nil
		}
		return states
	}
	return nil
}

// possessor is the only party that a possessive pronoun before a noun stands
// for; -1 for none.
func (p *page) possessor(i int32) int32 {
	for _, c := range p.children(i) {
		k := p.heads[c]
		if p.Words[c].Rel == syntax.NmodPoss && k >= 0 && p.mentions[k].form == record.Pronoun && len(p.mentions[k].ents) == 1 {
			return p.mentions[k].ents[0]
		}
	}
	return -1
}

// stateOf is the state that a person or body is of by its own words; -1 for none.
func (p *page) stateOf(x int32) int32 {
	if x < 0 || p.entities[x].code == "" || p.entities[x].foreign {
		return -1
	}
	s := p.reg.State(p.entities[x].code)
	if s == nil {
		return -1
	}
	return p.registered(s)
}

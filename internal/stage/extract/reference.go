package extract

import (
	"strings"

	"chancery/internal/syntax"
	"chancery/record"
)

// refer gives every nominal and pronoun the entities that it stands for: what
// its own words tell, else what was named before. What could be anyone stays
// without an entity of a name.
func (p *page) refer() {
	p.addPronouns()
	p.focus = p.focusCode()
	order := p.mentionOrder()
	for at, k := range order {
		m := &p.mentions[k]
		before := order[max(0, at-lookBack):at]
		switch {
		case m.form == record.Name || m.role == title:
		case m.form == record.Pronoun:
			m.ents = p.antecedent(k, before)
		default:
			p.resolveNominal(k, before)
		}
	}
}

// lookBack bounds how many mentions back a reference may reach.
const lookBack = 200

// addPronouns enters personal and possessive pronouns of the third person.
func (p *page) addPronouns() {
	for i := range p.Words {
		w := &p.Words[i]
		if w.UPOS != syntax.PRON || p.heads[i] >= 0 {
			continue
		}
		switch w.Norm {
		case "he", "him", "his", "she", "her", "they", "them", "their", "it", "its", "we", "us", "our", "i", "me", "my", "who", "which":
			j := int32(i)
			p.addMention(mention{lo: j, hi: j + 1, head: j, form: record.Pronoun})
		}
	}
}

// mentionOrder lists mentions in text order.
func (p *page) mentionOrder() []int32 {
	order := make([]int32, 0, len(p.mentions))
	for i := range p.Words {
		if k := p.heads[i]; k >= 0 {
			order = append(order, k)
		}
	}
	return order
}

// focusCode is the code of the state that the page names most, counting
// places; "" when none leads.
func (p *page) focusCode() string {
	count := map[string]int{}
	best := ""
	for i := range p.mentions {
		m := &p.mentions[i]
		if m.form != record.Name || len(m.ents) != 1 {
			continue
		}
		e := &p.entities[m.ents[0]]
		if e.code == "" || e.kind == record.Organization && e.key == "" {
			continue
		}
		n := 1
		if e.kind == record.Place {
			n = 2
		}
		count[e.code] += n
		if best == "" || count[e.code] > count[best] {
			best = e.code
		}
	}
	return best
}

// resolveNominal finds whom a common noun stands for.
func (p *page) resolveNominal(k int32, before []int32) {
	m := &p.mentions[k]
	if p.pairNoun(m) {
		if ents := p.pair(k, before); len(ents) > 1 {
			m.ents = ents
			return
		}
	}
	owners := p.countries(m.head, nil)
	if p.apposed(k) {
		return
	}
	if len(owners) == 0 && p.definite(m.head) && !m.plural {
		if e := p.definiteAntecedent(k, before); e >= 0 {
			m.ents = []int32{e}
			return
		}
	}
	m.ents = p.nominalEntities(m, owners)
}

// apposed gives a nominal in apposition to a personal name, or named by one,
// the person's entity.
func (p *page) apposed(k int32) bool {
	m := &p.mentions[k]
	w := &p.Words[m.head]
	if w.Rel == syntax.Appos {
		if o := p.mentionAt(w.Head); o >= 0 && p.isPerson(o) && !m.plural {
			m.ents = p.mentions[o].ents
			p.raise(m)
			return true
		}
	}
	if at := p.nameAfterPhrase(m); at >= 0 && !m.plural {
		m.ents = p.mentions[at].ents
		p.raise(m)
		return true
	}
	for _, c := range p.children(m.head) {
		if r := p.Words[c].Rel; (r == syntax.Appos || r == syntax.Flat) && c > m.head && !m.plural {
			if o := p.mentionAt(c); o >= 0 && p.isPerson(o) {
				m.ents = p.mentions[o].ents
				p.raise(m)
				return true
			}
		}
	}
	return false
}

// raise gives the person of a mention the rank of the mention's office.
func (p *page) raise(m *mention) {
	e := &p.entities[m.ents[0]]
	if o := m.office; o != nil && o.level > 0 && (e.level == 0 || o.level < e.level) {
		e.level = o.level
	}
}

func (p *page) isPerson(k int32) bool {
	m := &p.mentions[k]
	return len(m.ents) == 1 && p.entities[m.ents[0]].kind == record.Person
}

// nominalEntities makes, or finds again, the entities of a nominal: one for
// each owner ("Chinese and Russian officials" are two).
func (p *page) nominalEntities(m *mention, owners []int32) []int32 {
	var out []int32
	seen := map[string]bool{}
	for _, o := range owners {
		code := p.entities[o].code
		if code == "" && len(owners) > 1 || seen[code] {
			continue
		}
		seen[code] = true
		out = append(out, p.nominalEntity(m, o))
	}
	if len(out) == 0 {
		return append(out, p.nominalEntity(m, -1))
	}
	if len(out) > 1 { // each of "Chinese and Russian officials" has a name of its own
		for i, k := range out {
			if owner := p.entities[k].state; owner >= 0 {
				p.entities[out[i]].name = p.plainText(m.lo, m.hi) + " of " + p.entities[owner].name
			}
		}
	}
	return out
}

func (p *page) nominalEntity(m *mention, owner int32) int32 {
	e := entity{kind: p.nominalKind(m), head: p.Words[m.head].Lemma, plural: m.plural, state: owner}
	if owner >= 0 {
		e.code = p.entities[owner].code
	}
	if m.sector != "" {
		e.sectors = []string{m.sector}
	}
	if m.office != nil {
		e.level = m.office.level
	}
	switch lemma := p.Words[m.head].Lemma; {
	case e.code == "" && (lemma == "coalition" || lemma == "alliance" || lemma == "bloc"):
		e.code = "IGO" // of states, unless its words say whose
	}
	if e.code == "" && m.office != nil && m.office.level > 0 && m.office.level < 4 && !m.plural {
		e.code, e.foreign = p.domestic(m.office.title), true
	} else if e.code == "" && p.local(m) {
		e.code, e.foreign = p.localCode(m.head), true
	}
	e.name = p.nominalName(m, owner)
	key := "nominal\x00" + e.name + "\x00" + e.code
	if k, ok := p.index[key]; ok {
		return k
	}
	p.index[key] = p.addEntity(e)
	return p.index[key]
}

func (p *page) nominalKind(m *mention) record.Kind {
	switch {
	case m.plural:
		return record.Group
	case m.office != nil:
		return record.Person
	}
	if a, ok := p.lex.Agent(p.Words[m.head].Norm); ok && a.Group {
		return record.Organization
	}
	return record.Person
}

// nominalName is the noun phrase without article and quantity, or, for one of
// several owners, the owner's name with the noun.
func (p *page) nominalName(m *mention, owner int32) string {
	lo, hi := m.lo, m.hi
	for lo > p.sentenceOf(lo).First {
		w := &p.Words[lo-1]
		inside := w.Head >= lo-1 && w.Head < hi || w.Head == m.head
		switch w.Rel {
		case syntax.Amod, syntax.Compound, syntax.Flat, syntax.NmodPoss:
			if !inside && w.Rel != syntax.Amod {
				return p.plainText(lo, hi)
			}
		case syntax.Conj, syntax.Cc:
			if lo-1 == p.sentenceOf(lo).First || p.Words[lo].Rel != syntax.Conj && w.Rel == syntax.Cc || p.Words[lo-2].UPOS != syntax.ADJ && w.Rel == syntax.Cc {
				return p.plainText(lo, hi)
			}
		case syntax.Case:
			if w.Norm != "'s" && w.Norm != "’s" {
				return p.plainText(lo, hi)
			}
		case syntax.Punct:
			if !isHyphen(w.Norm) || lo-1 == p.sentenceOf(lo).First || !p.tightAt(lo-1) {
				return p.plainText(lo, hi)
			}
		default:
			return p.plainText(lo, hi)
		}
		lo--
	}
	return p.plainText(lo, hi)
}

// local says whether a nominal without a country is the kind of body that
// belongs to the country that the page is about.
func (p *page) local(m *mention) bool {
	switch m.sector {
	case "COP", "GOV", "MIL", "LEG", "JUD", "CVL", "OPP", "PTY", "CRM", "MED", "LAB", "REB", "UAF", "SPY", "BUS", "REF", "REL", "SOC", "PRM", "ELI":
		return true
	}
	return false
}

// localCode is the country of the place named in the sentence, else the one
// that the page is about.
func (p *page) localCode(i int32) string {
	s := p.sentenceOf(i)
	code := ""
	for j := s.First; j < s.End; j++ {
		k := p.cover[j]
		if k < 0 {
			continue
		}
		m := &p.mentions[k]
		if len(m.ents) == 1 && m.role == location {
			if c := p.entities[m.ents[0]].code; c != "" {
				if code != "" && code != c {
					return p.focus
				}
				code = c
			}
		}
	}
	if code != "" {
		return code
	}
	return p.focus
}

// definite says whether a noun has a definite article or demonstrative.
func (p *page) definite(i int32) bool {
	for _, c := range p.children(i) {
		if w := &p.Words[c]; w.Rel == syntax.Det {
			switch w.Norm {
			case "the", "this", "that", "these", "those":
				return true
			}
		}
	}
	return false
}

// definiteAntecedent finds what "the minister", "the expert" or "the council"
// takes up again: a person with such a post, a body with such a word in its
// name, else, for a singular noun that can be a person, the last speaker.
func (p *page) definiteAntecedent(k int32, before []int32) int32 {
	m := &p.mentions[k]
	lemma := p.Words[m.head].Lemma
	for i := len(before) - 1; i >= 0; i-- {
		o := &p.mentions[before[i]]
		if len(o.ents) != 1 {
			continue
		}
		e := &p.entities[o.ents[0]]
		sameNoun := o.form == record.Nominal && p.Words[o.head].Lemma == lemma && !o.plural
		switch {
		case sameNoun && (m.office == nil || o.office == nil || m.office.title == o.office.title):
			return o.ents[0]
		case e.kind == record.Person && e.named && p.called(o.ents[0], m, before):
			return o.ents[0]
		case lemma == "bloc" && e.named && (e.code == "EUR" || e.code == "IGO"):
			return o.ents[0]
		case e.named && e.kind != record.Person && e.kind != record.State && e.kind != record.Place && lastWordIs(e.name, lemma):
			return o.ents[0]
		}
	}
	if p.personNoun(lemma) {
		for i := len(before) - 1; i >= 0; i-- {
			if o := before[i]; p.isPerson(o) && p.entities[p.mentions[o].ents[0]].named {
				return p.mentions[o].ents[0]
			}
		}
	}
	return -1
}

// called says whether a person was met under a title with that noun.
func (p *page) called(ent int32, title *mention, upTo []int32) bool {
	lemma := p.Words[title.head].Lemma
	for _, k := range upTo {
		m := &p.mentions[k]
		if m.form == record.Nominal && len(m.ents) == 1 && m.ents[0] == ent && p.Words[m.head].Lemma == lemma &&
			(m.office == nil || title.office == nil || m.office.title == title.office.title || title.office.title == lemma) {
			return true
		}
	}
	return false
}

func (p *page) personNoun(lemma string) bool {
	switch lemma {
	case "expert", "analyst", "scholar", "researcher", "professor", "politician", "activist", "journalist", "lawmaker":
		return true
	}
	return false
}

func lastWordIs(name, lemma string) bool {
	low := strings.ToLower(name)
	return strings.HasSuffix(low, " "+lemma) || strings.HasPrefix(low, lemma+" of ") || strings.HasPrefix(low, lemma+" for ")
}

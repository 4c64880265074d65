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
	p.quoted = p.findQuotes()
	p.addPronouns()
	p.addAges()
	p.findFocus()
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
		case "he", "him", "his", "she", "her", "they", "them", "their", "it", "its", "we", "us", "our", "i", "me", "my", "who", "which", "whose":
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

// resolveNominal finds whom a common noun stands for.
func (p *page) resolveNominal(k int32, before []int32) {
	m := &p.mentions[k]
	if p.pairNoun(m) {
		if ents := p.pair(k, before); len(ents) > 1 {
			m.ents = ents
			return
		}
	}
	if p.aged(m) {
		if m.ents = p.lastAged(m, before); m.ents != nil {
			return
		}
	}
	for _, i := range p.children(m.head) { // the presidents of both countries
		if o := p.heads[i]; o >= 0 && o != k && p.caseOf(i) == "of" && p.mentions[o].form == record.Nominal && p.mentions[o].ents == nil && p.pairNoun(&p.mentions[o]) {
			p.mentions[o].ents = p.pair(o, before)
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
	if p.Words[m.head].Lemma == "side" && !m.plural && len(owners) == 1 && p.entities[owners[0]].kind == record.State {
		m.ents = owners // the Chinese side
		return
	}
	if b := p.bodyOf(m, before); len(owners) == 0 && b >= 0 {
		owners = append(owners, b)
	}
	m.ents = p.nominalEntities(m, owners)
}

// apposed gives a nominal in apposition to a personal name, or named by one,
// the person's entity.
func (p *page) apposed(k int32) bool {
	m := &p.mentions[k]
	w := &p.Words[m.head]
	if o := p.namedBody(m); o >= 0 {
		m.ents = p.mentions[o].ents
		return true
	}
	if w.Rel == syntax.Appos {
		if o := p.mentionAt(w.Head); o >= 0 && p.isPerson(o) && !m.plural {
			m.ents = p.mentions[o].ents
			p.raise(m)
			return true
		}
	}
	if w.Rel == syntax.Appos && m.plural { // China and Russia, two founding members
		if g := p.group(w.Head); len(g) > 1 {
			m.ents = g
			return true
		}
	}
	if at := p.nameAfterPhrase(m); at >= 0 && !m.plural && !p.ofTheOther(m, at) {
		m.ents = p.mentions[at].ents
		p.raise(m)
		return true
	}
	if o := p.outletBefore(m); o >= 0 {
		m.ents = p.mentions[o].ents
		return true
	}
	for _, c := range p.children(m.head) {
		if r := p.Words[c].Rel; (r == syntax.Appos || r == syntax.Flat) && c > m.head && !m.plural {
			o := p.mentionAt(c)
			if o >= 0 && p.isPerson(o) && !p.ofTheOther(m, o) {
				m.ents = p.mentions[o].ents
				p.raise(m)
				return true
			}
			if o >= 0 && p.mentions[o].lo == m.hi && p.isBody(o) { // the news agency X
				m.ents = p.mentions[o].ents
				return true
			}
		}
	}
	return false
}

// namedBody finds the name in "the organisation, the X, …"; -1 for none.
func (p *page) namedBody(m *mention) int32 {
	a, ok := p.lex.Agent(p.Words[m.head].Norm)
	end := p.sentenceOf(m.head).End
	if !ok || !a.Group || m.hi+1 >= end || p.Words[m.hi].Norm != "," {
		return -1
	}
	i := m.hi + 1
	if p.Words[i].UPOS == syntax.DET && i+1 < end {
		i++
	}
	k := p.cover[i]
	if k < 0 || p.mentions[k].lo != i || p.mentions[k].hi >= end || p.Words[p.mentions[k].hi].Norm != "," {
		return -1
	}
	switch p.entities[p.mentions[k].ents[0]].kind {
	case record.Organization, record.Group:
		return k
	}
	return -1
}

// outletBefore finds the name in "the Asia-Plus news agency": a body named right
// before a noun for an outlet; -1 for none.
func (p *page) outletBefore(m *mention) int32 {
	if m.plural || !p.words.is("outlet", p.Words[m.head].Lemma) {
		return -1
	}
	i := m.lo - 1
	for i >= 0 && p.cover[i] < 0 && p.Words[i].Rel == syntax.Compound && !startsUpper(p.Form(i)) {
		i--
	}
	if i < 0 || p.Words[i].Sent != p.Words[m.head].Sent || p.cover[i] < 0 || !p.isBody(p.cover[i]) {
		return -1
	}
	return p.cover[i]
}

func (p *page) isBody(k int32) bool {
	m := &p.mentions[k]
	if len(m.ents) != 1 || m.form != record.Name || m.role == adjective {
		return false
	}
	kind := p.entities[m.ents[0]].kind
	return kind == record.Organization || kind == record.Group
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
	if p.words.is("state_noun", lemma) {
		return p.takesUp(k, before)
	}
	for i := len(before) - 1; i >= 0; i-- {
		o := &p.mentions[before[i]]
		if len(o.ents) != 1 {
			continue
		}
		e := &p.entities[o.ents[0]]
		sameNoun := o.form == record.Nominal && strings.EqualFold(p.Words[o.head].Lemma, lemma) && !o.plural
		switch {
		case sameNoun && (m.office == nil || o.office == nil || strings.HasSuffix(o.office.title, m.office.title)):
			return o.ents[0]
		case e.kind == record.Person && e.named && p.called(o.ents[0], m, before):
			return o.ents[0]
		case lemma == "bloc" && e.named && (e.code == "EUR" || e.code == "IGO"):
			return o.ents[0]
		case e.named && e.kind != record.Person && e.kind != record.State && e.kind != record.Place && namedFor(e.name, lemma) && !p.anotherBody(m.head):
			return o.ents[0]
		}
	}
	return p.takesUp(k, before)
}

// namedFor says whether a noun is what a body's name says that it is: the last word,
// or that before "of": "the court" for the "International Court of Justice".
func namedFor(name, noun string) bool {
	kind, _, _ := strings.Cut(name, " of ")
	return lastWordIs(name, noun) || lastWordIs(kind, noun)
}

// anotherBody says whether a noun for a body tells by its own words that it is not
// one named before: "the joint commission", "the commission on missing persons".
func (p *page) anotherBody(i int32) bool {
	for _, c := range p.children(i) {
		switch base(p.Words[c].Rel) {
		case syntax.Amod, syntax.Compound:
			if p.words.is("another_body", p.Words[c].Norm) {
				return true
			}
		case syntax.Nmod:
			if n := p.caseOf(c); c > i && (n == "on" || n == "for") && p.timed[c] < 0 {
				return true
			}
		}
	}
	return false
}

// called says whether a person was met under a title with that noun.
func (p *page) called(ent int32, title *mention, upTo []int32) bool {
	lemma := p.Words[title.head].Lemma
	for _, k := range upTo {
		m := &p.mentions[k]
		if m.form == record.Nominal && len(m.ents) == 1 && m.ents[0] == ent && strings.EqualFold(p.Words[m.head].Lemma, lemma) &&
			(m.office == nil || title.office == nil || m.office.title == title.office.title || strings.EqualFold(title.office.title, lemma)) {
			return true
		}
	}
	return false
}

func lastWordIs(name, lemma string) bool {
	low := strings.ToLower(name)
	return strings.HasSuffix(low, " "+lemma) || strings.HasPrefix(low, lemma+" of ") || strings.HasPrefix(low, lemma+" for ")
}

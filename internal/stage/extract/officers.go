package extract

import (
	"strings"

	"chancery/record"
)

// standIns tells which named persons stand for the entities that common nouns
// made; -1 for none or several.
type standIns map[int32]int32

// add makes a nominal a mention of a person, and its entity, unless that stands
// for somebody else too.
func (s standIns) add(m *mention, person int32) {
	if len(m.ents) != 1 || m.ents[0] == person {
		return
	}
	old := m.ents[0]
	m.ents = []int32{person}
	if before, met := s[old]; met && before != person {
		person = -1
	}
	s[old] = person
}

// replace puts persons where entities stood for which they stand in; a named
// entity stays.
func (p *page) replace(s standIns) {
	if len(s) == 0 {
		return
	}
	for k := range p.mentions {
		for i, e := range p.mentions[k].ents {
			if person, ok := s[e]; ok && person >= 0 && !p.entities[e].named {
				p.mentions[k].ents = append([]int32(nil), p.mentions[k].ents...)
				p.mentions[k].ents[i] = person
			}
		}
	}
}

// joinOfficers makes one of "the Armenian prime minister" and the person whom
// the page names as Armenia's prime minister, when it names just one.
func (p *page) joinOfficers() {
	to := standIns{}
	known := map[[2]string]int32{} // by title and country
	for k := range p.mentions {
		m := &p.mentions[k]
		if m.form != record.Nominal || m.office == nil || m.plural || m.role == title || len(m.ents) != 1 || !p.definiteOffice(m) {
			continue
		}
		e := &p.entities[m.ents[0]]
		if e.named || e.kind != record.Person || e.code == "" || e.foreign || e.plural {
			continue
		}
		if _, done := to[m.ents[0]]; !done {
			key := [2]string{m.office.title, e.code}
			if _, done := known[key]; !done {
				known[key] = p.officer(key[0], key[1])
			}
			to[m.ents[0]] = known[key]
		}
	}
	if len(to) == 0 {
		return
	}
	p.replace(to)
}

// definiteOffice says whether a title stands for one certain holder: with the
// article, a possessor, or as the bare adjective of its state ("Armenia's
// president"), but not "an Armenian minister" or "the former president".
func (p *page) definiteOffice(m *mention) bool {
	for _, c := range p.children(m.head) {
		switch p.Words[c].Norm {
		case "a", "an", "another", "any", "some", "no", "next", "new", "first":
			return false
		}
		if p.words.is("former", p.Words[c].Norm) {
			return false
		}
	}
	return !p.formerBefore(m.lo, m.head)
}

// officer is the only person whom the page names as present holder of an office
// of a state or body; -1 when there is none or several.
func (p *page) officer(title, code string) int32 {
	found := int32(-1)
	for i := range p.posts {
		q := &p.posts[i]
		m := p.postMention(q)
		if q.former || q.code != code || m.office == nil || p.entities[q.person].foreign {
			continue
		}
		if !p.sameOffice(m.office.title, title) {
			continue
		}
		if found >= 0 && found != q.person {
			return -1
		}
		found = q.person
	}
	return found
}

// sameOffice says whether one of two titles is the other with more of its name
// before it: "minister" and "foreign minister", but not "president" and "vice
// president".
func (p *page) sameOffice(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	more, ok := strings.CutSuffix(a, b)
	if !ok || more != "" && more[len(more)-1] != ' ' {
		return false
	}
	return !p.deputizes(more)
}

// deputizes says whether the words before a title make it another one.
func (p *page) deputizes(more string) bool {
	for w := range strings.FieldsSeq(more) {
		if p.words.is("deputizing", w) || w == "prime" || w == "first" {
			return true
		}
	}
	return false
}

package extract

import (
	"strings"

	"chancery/internal/syntax"
	"chancery/record"
)

// takesUp finds the state, body or person that a definite noun such as "the
// country", "the alliance" or "the diplomat" takes up; -1 when several could be
// meant.
func (p *page) takesUp(k int32, before []int32) int32 {
	m := &p.mentions[k]
	lemma := p.Words[m.head].Lemma
	switch {
	case p.words.is("state_noun", lemma):
		return p.lastState(m, before)
	case p.words.is("charged_noun", lemma):
		return p.lastOf(m, before, func(o *mention, e *entity) bool {
			r := p.Words[o.head].Rel
			return e.kind == record.Person && (r == syntax.Obj || r == syntax.NsubjPass)
		})
	case p.words.is("person_noun", lemma):
		return p.lastOf(m, before, func(_ *mention, e *entity) bool { return e.kind == record.Person })
	}
	if lemma == "region" {
		return p.lastOf(m, before, func(_ *mention, e *entity) bool {
			return e.kind == record.Place && (strings.HasPrefix(e.key, "area/") || strings.HasPrefix(e.key, "region/"))
		})
	}
	if fits := p.bodyTest(lemma); fits != nil {
		return p.lastOf(m, before, func(_ *mention, e *entity) bool { return fits(e) })
	}
	return -1
}

// bodyTest tells which entities a noun for bodies can take up; nil for other nouns.
func (p *page) bodyTest(lemma string) func(e *entity) bool {
	body := func(e *entity) bool { return e.kind == record.Organization || e.kind == record.Group }
	first := func(e *entity, sector string) bool { return len(e.sectors) > 0 && e.sectors[0] == sector }
	switch {
	case p.words.is("bloc_noun", lemma):
		return func(e *entity) bool {
			return (body(e) || e.kind == record.Forum) && (e.code == "EUR" || e.code == "IGO")
		}
	case p.words.is("party_noun", lemma):
		return func(e *entity) bool { return body(e) && (first(e, "PTY") || first(e, "OPP")) }
	case p.words.is("firm_noun", lemma):
		return func(e *entity) bool { return body(e) && (first(e, "BUS") || e.code == "MNC") }
	case p.words.is("group_noun", lemma):
		return func(e *entity) bool {
			return e.kind == record.Group || e.kind == record.Organization && !first(e, "GOV") && !first(e, "JRN")
		}
	case p.words.is("body_noun", lemma):
		return func(e *entity) bool { return body(e) && (lemma == "agency" || !first(e, "JRN")) }
	}
	return nil
}

// lastOf gives the named entity that passes fits in the nearest sentence that
// has one, looking a few sentences back: the only one there, else the subject.
func (p *page) lastOf(m *mention, before []int32, fits func(o *mention, e *entity) bool) int32 {
	sent := p.Words[m.head].Sent
	for i := len(before); i > 0; {
		s := p.Words[p.mentions[before[i-1]].head].Sent
		if sent-s > reach {
			return -1
		}
		var found []int32
		subject := int32(-1)
		for ; i > 0 && p.Words[p.mentions[before[i-1]].head].Sent == s; i-- {
			o := &p.mentions[before[i-1]]
			if len(o.ents) != 1 || o.role == title || o.role == adjective || !p.entities[o.ents[0]].named || !fits(o, &p.entities[o.ents[0]]) {
				continue
			}
			found = appendNew(found, o.ents)
			if base(p.Words[o.head].Rel) == syntax.Nsubj && !p.joined(o.head) {
				subject = o.ents[0]
			}
		}
		switch {
		case len(found) == 1:
			return found[0]
		case len(found) > 1 && s < sent:
			return subject
		case len(found) > 1:
			return -1
		}
	}
	return -1
}

// lastState gives the state that "the country" takes up: the only one that the
// nearest sentence names, by adjective if not by name, else its subject, else
// the one that the page is about.
func (p *page) lastState(m *mention, before []int32) int32 {
	sent := p.Words[m.head].Sent
	for i := len(before) - 1; i >= 0; {
		s := p.Words[p.mentions[before[i]].head].Sent
		if sent-s > reach {
			return -1
		}
		var named, adjectives []int32
		subject := int32(-1)
		for ; i >= 0 && p.Words[p.mentions[before[i]].head].Sent == s; i-- {
			o := &p.mentions[before[i]]
			if len(o.ents) != 1 || p.entities[o.ents[0]].kind != record.State {
				continue
			}
			if o.role == adjective {
				adjectives = appendNew(adjectives, o.ents)
				continue
			}
			named = appendNew(named, o.ents)
			if base(p.Words[o.head].Rel) == syntax.Nsubj {
				if p.joined(o.head) {
					return -1 // Vietnam and China held …: neither is "the country"
				}
				subject = o.ents[0]
			}
		}
		switch {
		case len(named) == 1:
			return named[0]
		case len(named) > 1 && s < sent && subject >= 0:
			return subject
		case len(named) == 0 && len(adjectives) == 1:
			return adjectives[0]
		case len(named)+len(adjectives) > 0:
			for _, e := range append(named, adjectives...) {
				if p.focus != "" && p.entities[e].code == p.focus {
					return e
				}
			}
			return -1
		}
	}
	return -1
}

// addAges enters "the 57-year-old" where no noun follows it: a person named before.
func (p *page) addAges() {
	for i := int32(1); i+4 < int32(len(p.Words)); i++ {
		if p.Words[i].UPOS != syntax.NUM || p.Words[i-1].Norm != "the" || p.Words[i+2].Norm != "year" || p.Words[i+4].Norm != "old" ||
			!isHyphen(p.Words[i+1].Norm) || !isHyphen(p.Words[i+3].Norm) || p.heads[i+4] >= 0 || p.Words[i+4].Sent != p.Words[i-1].Sent {
			continue
		}
		if i+5 < int32(len(p.Words)) {
			switch p.Words[i+5].UPOS {
			case syntax.NOUN, syntax.PROPN, syntax.ADJ:
				continue
			}
		}
		p.addMention(mention{lo: i, hi: i + 5, head: i + 4, form: record.Nominal, sector: "CVL"})
		i += 4
	}
}

// aged says whether a nominal is a bare age.
func (p *page) aged(m *mention) bool {
	return m.form == record.Nominal && m.hi-m.lo == 5 && p.Words[m.head].Norm == "old"
}

// lastAged is the person whom a bare age takes up: nil for none.
func (p *page) lastAged(m *mention, before []int32) []int32 {
	return p.best(m.head, before, func(o *mention) bool {
		return len(o.ents) == 1 && p.entities[o.ents[0]].kind == record.Person
	})
}

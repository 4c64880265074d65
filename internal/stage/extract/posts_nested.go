package extract

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// Two titles may stand before one name: "a spokesman for the secretary general,
// António Guterres, said". It is the name of one of them.

// ofTheOther says whether a name behind a title belongs to another one beside it. The
// name is the first's, who speaks, unless the registry knows it for the second's.
func (p *page) ofTheOther(m *mention, name int32) bool {
	at := &p.mentions[name]
	if m.lo > at.lo {
		return false
	}
	if other := p.titleWithin(m, at); other != nil {
		return p.knownAs(at, other)
	}
	if other := p.titleAround(m, at); other != nil {
		return !p.knownAs(at, m)
	}
	return false
}

// speaksFor is the head of the title of one who speaks for the bearer of a name: "a
// spokesman for the secretary general, António Guterres, said"; -1 for none.
func (p *page) speaksFor(name *mention) int32 {
	if name.lo < 2 || p.heads[name.lo-2] < 0 {
		return -1
	}
	m := &p.mentions[p.heads[name.lo-2]]
	if m.form != record.Nominal || m.hi != name.lo-1 {
		return -1
	}
	if outer := p.titleAround(m, name); outer != nil && p.knownAs(name, m) {
		return outer.head
	}
	return -1
}

// titleWithin is the title that ends right before a name and a comma in the complement
// of another one, nil for none.
func (p *page) titleWithin(m, name *mention) *mention {
	i := name.lo - 1
	if i <= m.hi || p.Words[i].Norm != "," || p.heads[i-1] < 0 {
		return nil
	}
	other := &p.mentions[p.heads[i-1]]
	if other == m || other.form != record.Nominal || other.office == nil || other.plural || other.hi != i || other.lo <= m.hi || !p.complements(m, other) {
		return nil
	}
	return other
}

// titleAround is the title in whose complement another one ends right before a name
// and a comma, nil for none.
func (p *page) titleAround(m, name *mention) *mention {
	for i := m.lo - 1; i >= p.sentenceOf(m.lo).First; i-- {
		if k := p.heads[i]; k >= 0 && p.mentions[k].form == record.Nominal && p.titleNoun(&p.mentions[k]) && p.titleWithin(&p.mentions[k], name) == m {
			return &p.mentions[k]
		}
	}
	return nil
}

// complements says whether a preposition hangs the second of two nominals on the
// first, and nothing else stands between them.
func (p *page) complements(m, other *mention) bool {
	switch p.Words[m.hi].Norm {
	case "for", "of", "to":
	default:
		return false
	}
	for i := m.hi + 1; i < other.lo; i++ {
		switch w := &p.Words[i]; w.UPOS {
		case syntax.DET, syntax.ADJ, syntax.NOUN, syntax.PROPN, syntax.PRON, syntax.PART:
		default:
			return false
		}
	}
	return true
}

// knownAs says whether the registry has the bearer of a name in the office that a
// title tells.
func (p *page) knownAs(name, m *mention) bool {
	known := p.reg.ByKey(p.entities[name.ents[0]].key)
	if known == nil || m.office == nil {
		return false
	}
	for i := range known.Affiliations {
		if p.oneOffice(known.Affiliations[i].Post, m.office.title) {
			return true
		}
	}
	return false
}

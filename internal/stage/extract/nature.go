package extract

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// byNature says whether what a trigger tells is done by what cannot act: weather,
// water, prices, disease. Such a happening is no act of anybody: "silt has closed
// the ports", "roads cut off by floods".
func (p *page) byNature(s *site) bool {
	if s.pos == 'n' {
		for _, k := range p.children(s.i) {
			if w := &p.Words[k]; (w.Rel == syntax.NmodPoss || base(w.Rel) == syntax.Nmod && p.caseOf(k) == "by") && p.natural(k) {
				return true
			}
		}
		return false
	}
	return s.pos == 'v' && p.naturalDoers(s.i)
}

// naturalDoers says whether all that do what a verb tells are forces of nature.
func (p *page) naturalDoers(v int32) bool {
	doers := p.doers(v, 0)
	for _, i := range doers {
		for _, j := range p.conjuncts(nil, i) {
			if !p.natural(j) {
				return false
			}
		}
	}
	return len(doers) > 0
}

// natural says whether a word names what cannot act; "a flood of migrants" can.
func (p *page) natural(i int32) bool {
	w := &p.Words[i]
	if k := p.mentionAt(i); k >= 0 && p.mentions[k].form == record.Name {
		return p.stormName(&p.mentions[k])
	}
	if w.UPOS != syntax.NOUN && w.UPOS != syntax.PROPN || p.heads[i] >= 0 || !p.words.is("natural", w.Lemma) && !p.words.is("natural", w.Norm) {
		return false
	}
	for _, k := range p.children(i) {
		if base(p.Words[k].Rel) == syntax.Nmod && p.caseOf(k) == "of" && p.heads[k] >= 0 && p.mentions[p.heads[k]].form == record.Nominal {
			return false
		}
	}
	return true
}

// stormName says whether what was taken for a name is that of a storm, or a
// common noun with the capital of its sentence.
func (p *page) stormName(m *mention) bool {
	if len(m.ents) != 1 || p.entities[m.ents[0]].key != "" {
		return false
	}
	lo := p.sentenceOf(m.lo).First
	if m.hi == m.lo+1 && m.lo == lo {
		return p.words.is("natural", p.Words[m.lo].Norm)
	}
	return p.words.is("storm", p.Words[m.lo].Norm) || m.lo > lo && p.words.is("storm", p.Words[m.lo-1].Norm)
}

package extract

import (
	"chancery/internal/lexicon"
	"chancery/internal/syntax"
	"chancery/record"
)

// hasParts says whether the further words of a trigger stand by its head.
func (p *page) hasParts(i int32, parts []lexicon.Part) bool {
	for k := range parts {
		if p.partAt(i, &parts[k]) < 0 {
			return false
		}
	}
	return true
}

// partAt is the word that stands for a part of a trigger with head i; -1 for none.
func (p *page) partAt(i int32, part *lexicon.Part) int32 {
	switch part.Kind {
	case lexicon.Marker:
		return p.marker(i, part)
	case lexicon.Modifier:
		for _, c := range p.modifiers(i) {
			if part.Is(p.Words[c].Lemma) || part.Is(p.Words[c].Norm) {
				return c
			}
		}
		if i > 1 && isHyphen(p.Words[i-1].Norm) && part.Is(p.Words[i-2].Lemma) {
			return i - 2
		}
		return -1
	}
	return p.dependent(i, part)
}

// marker finds a particle, adverb or preposition of a head or of its obliques.
func (p *page) marker(i int32, part *lexicon.Part) int32 {
	for _, c := range p.children(i) {
		w := &p.Words[c]
		switch base(w.Rel) {
		case syntax.Compound, syntax.Advmod, syntax.Xcomp, syntax.Mark, syntax.Fixed, syntax.Amod, syntax.Case:
			if part.Is(w.Norm) || part.Is(w.Lemma) {
				return c
			}
		}
		switch base(w.Rel) {
		case syntax.Obl, syntax.Nmod, syntax.Advcl, syntax.Xcomp, syntax.Acl, syntax.Obj, syntax.Iobj:
			for _, m := range p.children(c) {
				if r := p.Words[m].Rel; (r == syntax.Case || r == syntax.Mark) && part.Is(p.Words[m].Norm) {
					return m
				}
			}
		}
	}
	return -1
}

// dependent finds a noun of a trigger below its head: object, passive subject,
// oblique, nominal complement, also one step down ("take part in the summit").
func (p *page) dependent(i int32, part *lexicon.Part) int32 {
	for _, c := range p.children(i) {
		w := &p.Words[c]
		if w.Rel == syntax.Xcomp && !p.nominal(c) { // "promised to release" promises no release yet
			continue
		}
		switch base(w.Rel) {
		case syntax.Obj, syntax.Iobj, syntax.Obl, syntax.Nmod, syntax.Xcomp, syntax.Compound:
			if j := p.nounAmong(c, part); j >= 0 {
				return j
			}
		case syntax.Nsubj:
			if w.Rel == syntax.NsubjPass || p.passive(i) {
				if j := p.nounAmong(c, part); j >= 0 {
					return j
				}
			}
		}
	}
	if w := &p.Words[i]; base(w.Rel) == syntax.Acl && w.Head >= 0 && p.participle(i) && part.Is(p.Words[w.Head].Lemma) {
		return w.Head // the agreement signed by …
	}
	return -1
}

// nounAmong finds a lemma at a word, its conjuncts, or the last word of the
// name that it stands in.
func (p *page) nounAmong(c int32, part *lexicon.Part) int32 {
	for _, j := range p.conjuncts(nil, c) {
		if part.Is(p.Words[j].Lemma) || part.Is(p.Words[j].Norm) {
			return j
		}
		if m := p.measured(j); m >= 0 && part.Is(p.Words[m].Lemma) {
			return m
		}
		if k := p.cover[j]; k >= 0 {
			for n := p.mentions[k].lo; n < p.mentions[k].hi; n++ {
				if part.Is(p.Words[n].Norm) && (n == p.mentions[k].hi-1 || p.Words[n+1].Norm == "of" || p.Words[n+1].Norm == "on" || p.Words[n+1].Norm == "for") {
					return j
				}
			}
		}
	}
	return -1
}

// measured is what a noun of measure counts: "tons of food", "a package of aid";
// -1 for any other noun.
func (p *page) measured(i int32) int32 {
	if !p.words.is("measure", p.Words[i].Lemma) {
		return -1
	}
	for _, c := range p.children(i) {
		if base(p.Words[c].Rel) == syntax.Nmod && p.caseOf(c) == "of" {
			return c
		}
	}
	return -1
}

// fits says whether all limits of a frame hold at a site.
func (p *page) fits(s *site, limits []lexicon.Limit) bool {
	for k := range limits {
		if !p.holds(s, &limits[k]) {
			return false
		}
	}
	return true
}

// holds says whether one limit holds; a limit on several slots, when one does.
func (p *page) holds(s *site, l *lexicon.Limit) bool {
	for _, path := range l.Paths {
		if p.holdsAt(s, path, l) {
			return true
		}
	}
	return false
}

func (p *page) holdsAt(s *site, path lexicon.Path, l *lexicon.Limit) bool {
	if path[0] == "near" {
		return p.near(s.i, l) == (l.Op == lexicon.In)
	}
	words := p.fill(s, path)
	switch l.Op {
	case lexicon.Filled:
		return len(words) > 0
	case lexicon.Empty:
		return len(words) == 0
	case lexicon.In, lexicon.NotIn:
		return p.anyLemma(words, l) == (l.Op == lexicon.In)
	}
	return p.anyKind(words, l) == (l.Op == lexicon.Of)
}

func (p *page) near(i int32, l *lexicon.Limit) bool {
	sent := p.sentenceOf(i)
	for j := sent.First; j < sent.End; j++ {
		if j != i && l.Has(p.Words[j].Lemma) {
			return true
		}
	}
	return false
}

func (p *page) anyLemma(words []int32, l *lexicon.Limit) bool {
	for _, w := range words {
		for _, j := range p.conjuncts(nil, w) {
			if l.Has(p.Words[j].Lemma) || l.Has(p.Words[j].Norm) {
				return true
			}
			if m := p.measured(j); m >= 0 && l.Has(p.Words[m].Lemma) {
				return true
			}
			if k := p.cover[j]; k >= 0 && l.Has(p.Words[p.mentions[k].hi-1].Norm) {
				return true
			}
		}
	}
	return false
}

func (p *page) anyKind(words []int32, l *lexicon.Limit) bool {
	for _, w := range words {
		for _, j := range p.conjuncts(nil, w) {
			if p.isOf(j, l) {
				return true
			}
		}
	}
	return false
}

// isOf says whether what a word stands for is of one of a limit's kinds,
// sectors or classes.
func (p *page) isOf(i int32, l *lexicon.Limit) bool {
	w := &p.Words[i]
	human := l.Has("human")
	if l.Has("party") || human {
		if w.UPOS == syntax.PRON && p.personalPronoun(i) {
			return true
		}
	}
	if human && (w.UPOS == syntax.NUM || p.words.is("human", w.Lemma)) {
		return true
	}
	k := p.mentionAt(i)
	if k < 0 {
		return false
	}
	m := &p.mentions[k]
	if m.form == record.Nominal && m.sector != "" && l.Has(m.sector) {
		return true
	}
	if m.form == record.Nominal && (l.Has("party") || human && m.sector != "") {
		return true
	}
	for _, e := range m.ents {
		if p.entityIsOf(&p.entities[e], l) {
			return true
		}
	}
	return false
}

func (p *page) entityIsOf(e *entity, l *lexicon.Limit) bool {
	if l.Has(string(e.kind)) {
		return true
	}
	for _, s := range e.sectors {
		if l.Has(s) {
			return true
		}
	}
	switch e.kind {
	case record.Person, record.Group:
		return l.Has("human") || l.Has("party")
	case record.State:
		return l.Has("party") || l.Has("GOV")
	case record.Organization:
		return l.Has("party") || l.Has("igo") && (e.code == "IGO" || e.code == "UNO" || e.code == "EUR")
	case record.Place:
		return l.Has("party") && e.code != ""
	}
	return false
}

func (p *page) personalPronoun(i int32) bool {
	switch p.Words[i].Norm {
	case "he", "him", "she", "her", "they", "them", "we", "us", "i", "me", "who", "whom":
		return true
	}
	return false
}

package extract

import (
	"chancery/internal/lexicon"
	"chancery/internal/syntax"
)

// site is one place where a frame may fire: a trigger word with the verb that
// lends it a subject, if it is a noun.
type site struct {
	i         int32 // the trigger's head
	pos       byte  // 'v', 'n' or 'a'
	light     int32 // light verb or copula of a noun, -1 for none
	undergoes bool  // the light verb's subject is the recipient
}

// fill gives the words that stand in a slot path of a site.
func (p *page) fill(s *site, path lexicon.Path) []int32 {
	words := p.slot(s, path[0])
	for _, step := range path[1:] {
		var next []int32
		for _, w := range words {
			inner := site{i: w, pos: 'n', light: -1}
			if p.verbal(w) {
				inner.pos = 'v'
			}
			next = append(next, p.slot(&inner, step)...)
		}
		words = next
	}
	return words
}

// slot gives the heads that stand in one slot of a site.
func (p *page) slot(s *site, name string) []int32 {
	switch name {
	case "subj":
		return p.subjects(s)
	case "obj":
		return p.objects(s)
	case "iobj":
		return p.withRel(s.i, syntax.Iobj)
	case "poss":
		return p.withRel(s.i, syntax.NmodPoss)
	case "mod":
		return p.modifiers(s.i)
	case "adv":
		return p.withRel(s.i, syntax.Advmod)
	case "inf", "that", "ing":
		return p.clauses(s.i, name)
	case "act":
		return p.acts(s)
	case "comp":
		return p.complementSubjects(s.i)
	}
	return p.obliques(s, name)
}

func (p *page) withRel(i int32, rel syntax.Rel) (out []int32) {
	for _, c := range p.children(i) {
		if p.Words[c].Rel == rel {
			out = append(out, c)
		}
	}
	return out
}

// modifiers are adjectives and compounds of a noun, adverbs left out.
func (p *page) modifiers(i int32) (out []int32) {
	for _, c := range p.children(i) {
		switch p.Words[c].Rel {
		case syntax.Amod, syntax.Compound, syntax.NmodDesc, syntax.Flat:
			out = append(out, c)
		case syntax.Nmod, syntax.NmodUnmarked:
			if c < i && p.caseOf(c) == "" {
				out = append(out, c)
			}
		}
	}
	return out
}

// obliques are the nominals that a preposition ties to a trigger: its own, those
// of its object for a verb, those of its light verb for a noun.
func (p *page) obliques(s *site, prep string) []int32 {
	if out := p.under(s.i, prep); out != nil {
		return out
	}
	if s.pos == 'v' {
		for _, c := range p.children(s.i) {
			if r := p.Words[c].Rel; r == syntax.Obj || r == syntax.NsubjPass || r == syntax.Xcomp && p.nominal(c) {
				if out := p.under(c, prep); out != nil && prep != "of" {
					return out
				}
			}
		}
	}
	if out := p.displaced(s, prep); out != nil {
		return out
	}
	if s.light >= 0 {
		return p.under(s.light, prep)
	}
	return nil
}

// displaced are the nominals that the tree hangs on a party of the act though
// they belong to the act: "the destruction of a bridge by X", "the visit of the
// president to X", "sanctions imposed by X on Y".
func (p *page) displaced(s *site, prep string) []int32 {
	if !p.words.is("displaced", prep) {
		return nil
	}
	for _, c := range p.children(s.i) {
		w := &p.Words[c]
		if w.Rel != syntax.OblAgent && (s.pos != 'n' || base(w.Rel) != syntax.Nmod || p.caseOf(c) != "of" && p.caseOf(c) != "by") {
			continue
		}
		if prep == "to" && p.words.is("accredited", w.Lemma) {
			continue
		}
		if out := p.under(c, prep); out != nil {
			return out
		}
	}
	return nil
}

// under are the nominal children of a word with that preposition, times left out.
func (p *page) under(i int32, prep string) (out []int32) {
	for _, c := range p.children(i) {
		switch base(p.Words[c].Rel) {
		case syntax.Obl, syntax.Nmod:
			if p.caseOf(c) == prep && !p.isTime(c) {
				out = append(out, c)
			}
		case syntax.Acl, syntax.Advcl:
			if p.nominal(c) && p.caseOf(c) == prep {
				out = append(out, c)
			}
		}
	}
	return out
}

// isTime says whether a word is part of a date expression.
func (p *page) isTime(i int32) bool { return p.timed[i] >= 0 }

// clauses are the heads of clauses that a trigger takes.
func (p *page) clauses(i int32, name string) (out []int32) {
	for _, c := range p.children(i) {
		w := &p.Words[c]
		inf, ger := p.infinitive(c), hasSuffix(w.Norm, "ing") && p.verbal(c)
		switch base(w.Rel) {
		case syntax.Xcomp:
			if name == "inf" && inf || name == "ing" && ger {
				out = append(out, c)
			}
		case syntax.Ccomp:
			if name == "that" && !inf || name == "inf" && inf || name == "ing" && ger {
				out = append(out, c)
			}
		case syntax.Acl, syntax.Advcl:
			if name == "inf" && inf && (base(w.Rel) == syntax.Acl || p.Words[i].UPOS == syntax.VERB && p.child(i, syntax.Xcomp, syntax.Ccomp) < 0) || name == "ing" && ger {
				out = append(out, c)
			}
		}
	}
	return out
}

// acts are the heads of the act that a trigger takes, however it is put.
func (p *page) acts(s *site) []int32 {
	for _, name := range [...]string{"inf", "that", "ing"} {
		if out := p.clauses(s.i, name); out != nil {
			return out
		}
	}
	if s.pos == 'v' {
		for _, o := range p.withRel(s.i, syntax.Obj) {
			if p.Words[o].UPOS == syntax.NOUN && p.mentionAt(o) < 0 {
				return []int32{o}
			}
		}
	}
	for _, prep := range [...]string{"for", "to", "on", "in", "about", "of", "with", "against", "from"} {
		for _, o := range p.under(s.i, prep) {
			if p.Words[o].UPOS == syntax.NOUN || p.verbal(o) {
				return []int32{o}
			}
		}
	}
	return nil
}

// complementSubjects are the subjects of the clauses that a verb takes.
func (p *page) complementSubjects(i int32) (out []int32) {
	for _, c := range p.children(i) {
		switch p.Words[c].Rel {
		case syntax.Ccomp, syntax.Xcomp, syntax.Advcl, syntax.Acl:
			if k := p.child(c, syntax.Nsubj, syntax.NsubjPass); k >= 0 {
				out = append(out, k)
			}
		}
	}
	return out
}

// infinitive says whether a verb is an infinitive of its own: not one behind a
// modal or other auxiliary, which makes a finite clause.
func (p *page) infinitive(i int32) bool {
	if !p.feature(i, "VerbForm=Inf") { // to be named
		b := p.child(i, syntax.AuxPass)
		return b >= 0 && p.feature(b, "VerbForm=Inf") && p.child(i, syntax.Mark) >= 0 && p.child(i, syntax.Aux) < 0
	}
	for _, c := range p.children(i) {
		if w := &p.Words[c]; w.Rel == syntax.Aux && p.feature(c, "VerbForm=Fin") {
			return false
		}
	}
	return true
}

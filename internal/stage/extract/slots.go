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

// subjects are those who do what a trigger says, through passives, control,
// conjunction, participles and relative clauses.
func (p *page) subjects(s *site) []int32 {
	if s.pos != 'n' {
		return p.doers(s.i, 0)
	}
	if s.light >= 0 && !s.undergoes {
		return p.doers(s.light, 0)
	}
	return nil
}

// maxClimb bounds the way up a tree in the search of a subject.
const maxClimb = 6

// doers are the logical subjects of a verb.
func (p *page) doers(v int32, depth int) []int32 {
	if depth > maxClimb {
		return nil
	}
	if p.Words[v].Rel == syntax.Amod && p.afterAnd(v) {
		return p.surfaceSubject(p.sentenceOf(v).Root, depth+1)
	}
	if p.passive(v) {
		var out []int32
		for _, c := range p.children(v) {
			if w := &p.Words[c]; w.Rel == syntax.OblAgent || w.Rel == syntax.Obl && p.caseOf(c) == "by" && !p.isTime(c) {
				out = append(out, c)
			}
		}
		return out
	}
	if c := p.subjectOf(v); c >= 0 {
		return []int32{p.relative(c)}
	}
	w := &p.Words[v]
	if w.Head < 0 {
		return nil
	}
	switch base(w.Rel) {
	case syntax.Conj:
		if p.verbal(w.Head) || p.Words[w.Head].UPOS == syntax.ADJ || p.child(w.Head, syntax.Cop) >= 0 {
			return p.surfaceSubject(w.Head, depth+1)
		}
		return p.doers(w.Head, depth+1)
	case syntax.Xcomp:
		return p.controller(w.Head, depth+1)
	case syntax.Advcl, syntax.Parataxis:
		return p.surfaceSubject(w.Head, depth+1)
	case syntax.Acl:
		if p.finiteByPlace(v) || !p.participle(v) && !p.feature(v, "VerbForm=Inf") { // forces shelling the town
			return []int32{w.Head}
		}
		if p.feature(v, "VerbForm=Inf") { // a decision to attack: whoever decides
			return p.nounOwner(w.Head, depth+1)
		}
	case syntax.Ccomp, syntax.Obl, syntax.Nmod: // in a gerund after a preposition
		if p.feature(v, "VerbForm=Ger") || p.Words[v].Norm != "" && hasSuffix(p.Words[v].Norm, "ing") {
			return p.surfaceSubject(w.Head, depth+1)
		}
	case syntax.Amod: // visiting officials
		if hasSuffix(p.Words[v].Norm, "ing") {
			return []int32{w.Head}
		}
	}
	return nil
}

// afterAnd says whether a participle before a noun is rather a second finite
// verb: "expelled … and imposed sanctions".
func (p *page) afterAnd(i int32) bool {
	return i > p.sentenceOf(i).First && p.Words[i-1].Rel == syntax.Cc && p.participle(i)
}

func hasSuffix(s, suffix string) bool {
	return len(s) > len(suffix) && s[len(s)-len(suffix):] == suffix
}

// subjectOf is the grammatical subject that stands closest before a verb, else
// the first one; -1 for none.
func (p *page) subjectOf(v int32) int32 {
	found := int32(-1)
	for _, c := range p.children(v) {
		switch p.Words[c].Rel {
		case syntax.Nsubj, syntax.NsubjPass, syntax.NsubjOuter:
			if found < 0 || c < v {
				found = c
			}
		}
	}
	return found
}

// surfaceSubject is the grammatical subject of a clause, whatever its voice.
func (p *page) surfaceSubject(v int32, depth int) []int32 {
	if depth > maxClimb {
		return nil
	}
	if c := p.subjectOf(v); c >= 0 {
		return []int32{p.relative(c)}
	}
	if p.nominal(v) && p.child(v, syntax.Cop) < 0 {
		return nil
	}
	return p.doers(v, depth)
}

// controller is who does what an infinitive says: the object of the verb above
// it when it has one, else its subject.
func (p *page) controller(v int32, depth int) []int32 {
	if depth > maxClimb {
		return nil
	}
	if !p.passive(v) {
		if o := p.child(v, syntax.Obj, syntax.Iobj); o >= 0 && p.Words[v].Lemma != "promise" {
			return []int32{o}
		}
	}
	return p.surfaceSubject(v, depth)
}

// nounOwner is whose noun it is: possessor, adjective, "by", or the subject of
// the verb that governs it.
func (p *page) nounOwner(i int32, depth int) []int32 {
	for _, c := range p.children(i) {
		w := &p.Words[c]
		if w.Rel == syntax.NmodPoss || w.Rel == syntax.Nmod && (p.caseOf(c) == "by" || p.caseOf(c) == "of") ||
			(w.Rel == syntax.Amod || w.Rel == syntax.Compound) && p.cover[c] >= 0 {
			return []int32{c}
		}
	}
	if h := p.Words[i].Head; h >= 0 && p.verbal(h) {
		return p.doers(h, depth)
	}
	return nil
}

// objects are those to whom it is done.
func (p *page) objects(s *site) []int32 {
	if s.pos == 'n' {
		if s.light >= 0 && s.undergoes {
			return p.doers(s.light, 0)
		}
		return nil
	}
	return p.patients(s.i, 0)
}

// patients are the logical objects of a verb.
func (p *page) patients(v int32, depth int) []int32 {
	if depth > maxClimb {
		return nil
	}
	if p.passive(v) {
		if c := p.subjectOf(v); c >= 0 {
			return []int32{p.relative(c)}
		}
		w := &p.Words[v]
		switch base(w.Rel) {
		case syntax.Acl, syntax.Amod:
			return []int32{w.Head}
		case syntax.Conj, syntax.Advcl, syntax.Xcomp:
			return p.surfaceSubject(w.Head, depth+1)
		}
	}
	if out := p.withRel(v, syntax.Obj); out != nil {
		for k := range out {
			out[k] = p.relative(out[k])
		}
		return out
	}
	w := &p.Words[v]
	switch {
	case w.Rel == syntax.AclRelcl && w.Head >= 0 && p.child(v, syntax.Nsubj) >= 0 && p.relative(p.child(v, syntax.Nsubj)) != w.Head:
		return []int32{w.Head} // the town (that) forces shelled
	case w.Rel == syntax.Conj && p.verbal(w.Head) && !p.passive(v) && v > w.Head && p.child(v, syntax.Obl, syntax.Advmod) < 0 && p.participle(v) == p.participle(w.Head):
		return nil
	case w.Rel == syntax.Amod && p.participle(v):
		return []int32{w.Head}
	}
	return nil
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
	if s.light >= 0 {
		return p.under(s.light, prep)
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
		inf, ger := p.feature(c, "VerbForm=Inf"), hasSuffix(w.Norm, "ing") && p.verbal(c)
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

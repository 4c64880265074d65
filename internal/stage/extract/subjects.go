package extract

import (
	"chancery/internal/syntax"
)

// subjects are those who do what a trigger says, through passives, control,
// conjunction, participles and relative clauses.
func (p *page) subjects(s *site) []int32 {
	switch s.pos {
	case 'v':
		return p.doers(s.i, 0)
	case 'a': // of an adjective, whoever it is said of
		return p.surfaceSubject(s.i, 0)
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
		return []int32{p.relative(p.behindDate(c))}
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
		if m := p.child(v, syntax.Mark, syntax.Case); m >= 0 && !p.passive(w.Head) { // accused, blamed, thanked X of or for doing
			switch p.Words[m].Norm {
			case "of", "for", "from":
				if o := p.child(w.Head, syntax.Obj, syntax.Iobj); o >= 0 && o < v && p.mentionAt(o) >= 0 {
					return []int32{o}
				}
			}
		}
		h := p.resultOf(v)
		if hasSuffix(p.Words[v].Norm, "ing") && p.lex.Speech(p.Words[h].Lemma, 'v') != nil {
			return p.toldDoers(h, v, depth+1)
		}
		return p.surfaceSubject(h, depth+1)
	case syntax.Acl:
		if p.child(v, syntax.Mark) >= 0 && !p.feature(v, "VerbForm=Inf") {
			return nil // claims that enhancing …: nobody's act yet
		}
		if p.transitive(v) { // missiles killed four: whoever the clause above is about
			for h := w.Head; h >= 0; h = p.Words[h].Head {
				if p.verbal(h) {
					return p.surfaceSubject(h, depth+1)
				}
			}
			return nil
		}
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

// resultOf is the clause that a participle tells the result of: behind a comma
// it is no part of a participle that modifies a noun, "fired at boats carrying
// supplies, injuring three".
func (p *page) resultOf(v int32) int32 {
	h := p.Words[v].Head
	if v == 0 || p.Words[v-1].Norm != "," || !hasSuffix(p.Words[v].Norm, "ing") {
		return h
	}
	for n := 0; n < maxClimb && p.Words[h].Rel == syntax.Acl && hasSuffix(p.Words[h].Norm, "ing"); n++ {
		up := p.Words[h].Head
		for up >= 0 && !p.verbal(up) {
			up = p.Words[up].Head
		}
		if up < 0 {
			break
		}
		h = up
	}
	return h
}

// toldDoers are the doers of a participle that the tree hangs on a verb of
// saying although a verb that is told stands between: who says "X rammed a
// boat, injuring four" injures nobody.
func (p *page) toldDoers(said, v int32, depth int) []int32 {
	for u := v - 1; u > said; u-- {
		if p.Words[u].UPOS == syntax.VERB && p.cover[u] < 0 && p.Words[u].Rel != syntax.Amod && p.Words[u].Rel != syntax.Acl {
			return p.doers(u, depth)
		}
	}
	return p.surfaceSubject(said, depth)
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

// behindDate is the subject of "hours after the envoy arrived", where the tree
// has the hours arrive.
func (p *page) behindDate(c int32) int32 {
	if !p.words.is("time_unit", p.Words[c].Lemma) {
		return c
	}
	for _, k := range p.children(c) {
		if k > c && base(p.Words[k].Rel) == syntax.Nmod {
			switch p.caseOf(k) {
			case "after", "before":
				return k
			}
		}
	}
	return c
}

// surfaceSubject is the grammatical subject of a clause, whatever its voice.
func (p *page) surfaceSubject(v int32, depth int) []int32 {
	if depth > maxClimb {
		return nil
	}
	if c := p.subjectOf(v); c >= 0 {
		return []int32{p.relative(p.behindDate(c))}
	}
	if p.nominal(v) && p.child(v, syntax.Cop) < 0 {
		return nil
	}
	return p.doers(v, depth)
}

// controller is who does what an infinitive says: the object of a verb that makes
// somebody do something, else the subject.
func (p *page) controller(v int32, depth int) []int32 {
	if depth > maxClimb {
		return nil
	}
	if !p.passive(v) {
		if o := p.child(v, syntax.Obj, syntax.Iobj); o >= 0 && p.words.is("object_control", p.Words[v].Lemma) {
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
	if c := p.child(v, syntax.Xcomp); c >= 0 && p.participle(c) && p.child(c, syntax.Det) >= 0 && p.heads[c] >= 0 {
		return []int32{c} // arrested the accused
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

package extract

import (
	"slices"

	"chancery/internal/syntax"
	"chancery/record"
)

// statusOf tells whether an act happened, is planned, is only possible, or did
// not happen, from tense, modality, negation and the words that govern it.
// It is false for an infinitive of purpose that only says what another act was
// for, and for a participle that a clause is about.
func (c *coder) statusOf(e *event) (record.Status, bool) {
	v := verdict{page: c.page, parts: e.parts}
	anchor := e.i
	if e.pos == 'n' {
		v.modifiers(e.i)
		if e.light >= 0 {
			anchor = e.light
			v.light = true
			if e.typ == "CONSULT" && !v.nominal(e.light) {
				v.entry(e.light, 'v', "obj") // postponed a visit
			}
		}
	}
	if e.pos == 'a' {
		v.entry(e.i, 'a', "subj") // the envoy is due in Rabat
	}
	own := v.found
	v.climb(anchor, 0)
	if (v.found == record.Hypothetical || v.found == record.Planned && spoken(e.typ)) && own == "" && c.happened(e) {
		v.found = own
	}
	if e.pos == 'v' && (v.purpose || c.subordinateNonfinite(e.i)) {
		return "", false
	}
	return c.softened(e, &v), true
}

// subordinateNonfinite says whether a participle stands behind "that" without a
// finite verb of its own: "claims that enhancing ties would …" tells no act.
func (c *coder) subordinateNonfinite(i int32) bool {
	m := c.child(i, syntax.Mark)
	return m >= 0 && c.Words[m].Norm == "that" && hasSuffix(c.Words[i].Norm, "ing") && c.child(i, syntax.Aux) < 0
}

// verdict gathers what the words above an act say of it.
type verdict struct {
	*page
	found   record.Status
	purpose bool    // an infinitive of purpose
	light   bool    // the climb began at a light verb
	parts   []int32 // words of the trigger: their "not" belongs to what the act is
}

var statusRank = map[record.Status]int{"": 0, record.Actual: 1, record.Planned: 2, record.Hypothetical: 3, record.Denied: 4}

// set keeps the stronger of two statuses: denied over hypothetical over planned.
func (v *verdict) set(s record.Status) record.Status {
	if statusRank[s] > statusRank[v.found] {
		v.found = s
	}
	return v.found
}

// modifiers reads adjectives and determiners of an event noun: scheduled,
// possible, alleged, no.
func (v *verdict) modifiers(i int32) {
	for _, c := range v.children(i) {
		w := &v.Words[c]
		switch w.Rel {
		case syntax.Amod, syntax.Compound, syntax.Nmod:
			pos := byte('a')
			if w.UPOS == syntax.VERB {
				pos = 'v'
			}
			if !v.entry(c, pos, "mod") && pos == 'v' {
				v.entry(c, 'a', "mod")
			}
		case syntax.Det:
			if w.Norm == "no" || w.Norm == "neither" {
				v.set(record.Denied)
			}
		case syntax.Acl:
			if v.participle(c) { // a visit planned for June
				if !v.entry(c, 'v', "obj") {
					v.entry(c, 'a', "mod")
				}
			}
		}
	}
}

// entry applies the lexicon's word at i, when it governs an act in that way.
func (v *verdict) entry(i int32, pos byte, takes string) bool {
	lemma := v.Words[i].Lemma
	for _, lem := range [2]string{lemma, v.Words[i].Norm} {
		for _, s := range v.lex.Status(lem, pos) {
			if !v.hasParts(i, s.Parts) || !contains(s.Takes, takes) {
				continue
			}
			if s.Status != "" {
				v.set(record.Status(s.Status))
			}
			return true
		}
		if lemma == v.Words[i].Norm {
			break
		}
	}
	return false
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// climb reads the clause of word i and goes up through what governs it.
func (v *verdict) climb(i int32, depth int) {
	if depth > maxClimb || i < 0 {
		return
	}
	v.clause(i)
	w := &v.Words[i]
	h := w.Head
	if h < 0 {
		return
	}
	switch base(w.Rel) {
	case syntax.Conj:
		if v.feature(h, "VerbForm=Inf") && v.finitePast(i) {
			return // fired tear gas to disperse them and arrested ten: joined to what stands above
		}
		if v.feature(i, "VerbForm=Inf") && v.feature(h, "VerbForm=Fin") { // hopes to … but also to deepen
			v.governed(h, "inf", depth)
		} else if v.verbal(i) && v.verbal(h) && v.child(i, syntax.Nsubj, syntax.NsubjPass, syntax.Aux) < 0 {
			v.climb(h, depth+1)
		} else if !v.verbal(i) {
			v.climb(h, depth+1)
		}
	case syntax.Xcomp:
		takes := "inf"
		if hasSuffix(v.Words[i].Norm, "ing") && v.child(i, syntax.Mark) < 0 {
			takes = "ing" // "is considering freezing"
		}
		v.governed(h, takes, depth)
	case syntax.Ccomp:
		v.complement(h, depth)
	case syntax.Acl:
		if v.feature(i, "VerbForm=Inf") {
			v.governed(h, "inf", depth)
		} else if m := v.child(i, syntax.Mark); m >= 0 && v.Words[m].Norm == "that" {
			v.report(h)
		} else {
			v.gerund(i, h, depth)
		}
	case syntax.Advcl:
		v.adverbial(i, h, depth)
	case syntax.Obj:
		v.noun(i, h, "obj", depth)
	case syntax.Nsubj, syntax.Csubj:
		if v.posOf(h) == 'a' && v.entry(h, 'a', "subj") { // their meeting is due in June
			v.clause(h)
		} else if w.Rel == syntax.NsubjPass {
			v.noun(i, h, "obj", depth)
		} else if v.verbal(h) && !(v.definite(i) && v.posOf(i) == 'n' && v.wills(h)) {
			v.clause(h) // but "the grant will support …" is given
		}
	case syntax.Obl, syntax.Nmod:
		v.noun(i, h, v.caseOf(i), depth)
	}
}

// finitePast says whether a verb tells what was done or has been done.
func (v *verdict) finitePast(i int32) bool {
	if v.feature(i, "Tense=Past") && (v.feature(i, "VerbForm=Fin") || v.child(i, syntax.Obj) >= 0 && v.child(i, syntax.Aux, syntax.AuxPass) < 0) {
		return true
	}
	for _, c := range v.children(i) {
		if w := &v.Words[c]; w.Rel == syntax.Aux && w.Lemma == "have" && v.feature(c, "VerbForm=Fin") {
			return true
		}
	}
	return false
}

// wills says whether a verb in the future tells what an act will do rather than
// that it will take place.
func (v *verdict) wills(h int32) bool {
	if v.words.is("taking_place", v.Words[h].Lemma) {
		return false
	}
	for _, c := range v.children(h) {
		if v.Words[c].Rel == syntax.Aux && v.Words[c].Norm == "will" {
			return true
		}
	}
	return false
}

// posOf is the part of speech under which the lexicon files a word.
func (p *page) posOf(i int32) byte {
	switch p.Words[i].UPOS {
	case syntax.VERB, syntax.AUX:
		return 'v'
	case syntax.ADJ:
		return 'a'
	case syntax.ADV:
		return 'd'
	}
	return 'n'
}

// governed reads the word above an infinitive.
func (v *verdict) governed(h int32, takes string, depth int) {
	if !v.entry(h, v.posOf(h), takes) && v.posOf(h) == 'v' && v.participle(h) {
		v.entry(h, 'a', takes)
	}
	v.climb(h, depth+1)
}

// complement reads the word above a finite clause. The tense of a verb of
// saying says nothing of the act that is told.
func (v *verdict) complement(h int32, depth int) {
	if v.entry(h, v.posOf(h), "that") {
		return
	}
	if v.lex.Speech(v.Words[h].Lemma, v.posOf(h)) == nil && depth < 2 && v.posOf(h) != 'v' {
		v.climb(h, depth+1)
	}
}

// report reads the noun above a clause with "that", and the verb above the noun:
// "denied reports that a helicopter had been shot down".
func (v *verdict) report(h int32) {
	v.entry(h, v.posOf(h), "that")
	up := v.Words[h].Head
	if r := v.Words[h].Rel; up >= 0 && r == syntax.Obj && v.words.is("rebutting", v.Words[up].Lemma) {
		v.set(record.Denied)
	}
}

// adverbial reads "if …", "in order to …" and infinitives of purpose.
func (v *verdict) adverbial(i, h int32, depth int) {
	if !v.infinitive(i) {
		if hasSuffix(v.Words[i].Norm, "ing") && v.child(i, syntax.Aux, syntax.Nsubj) < 0 && v.alongside(i) {
			v.clause(h) // "will return to the Gulf, visiting Oman"
		} else {
			v.gerund(i, h, depth)
		}
		return
	}
	if v.entry(h, v.posOf(h), "inf") {
		v.climb(h, depth+1)
		return
	}
	v.purpose = true
	v.set(record.Planned)
}

// alongside says whether a verb in -ing goes on with the clause above it: without a
// preposition, or with one that puts it into the same course of things ("will
// travel to Rabat before meeting the king").
func (v *verdict) alongside(i int32) bool {
	m := v.child(i, syntax.Mark)
	return m < 0 || v.words.is("in_course", v.Words[m].Norm)
}

// gerund reads the word above a verb in -ing with a preposition: "plans on leaving".
func (v *verdict) gerund(i, h int32, depth int) {
	if m := v.child(i, syntax.Mark); m >= 0 && hasSuffix(v.Words[i].Norm, "ing") && v.entry(h, v.posOf(h), v.Words[m].Norm) {
		v.climb(h, depth+1)
	}
}

// noun reads the word that governs an event noun.
func (v *verdict) noun(i, h int32, how string, depth int) {
	if v.light && depth == 0 {
		return
	}
	if v.entry(h, v.posOf(h), how) {
		v.clause(h)
		if v.posOf(h) != 'v' {
			v.climb(h, depth+1)
		}
		return
	}
	if v.posOf(h) == 'n' && depth < 3 && how != "" {
		if v.entry(h, 'n', "mod") {
			v.climb(h, depth+1)
		}
	}
}

// clause reads negation, modals and conjunctions of one clause.
func (v *verdict) clause(i int32) {
	for _, c := range v.children(i) {
		w := &v.Words[c]
		switch base(w.Rel) {
		case syntax.Advmod:
			switch w.Norm {
			case "not", "n't", "n’t", "never":
				if !slices.Contains(v.parts, c) && !v.notOnly(c) {
					v.set(record.Denied)
				}
			default:
				v.entry(c, 'd', "adv")
			}
		case syntax.Aux, syntax.Cop:
			v.auxiliary(w.Norm, i)
			if m := v.child(i, syntax.Mark); m >= 0 && v.Words[m].Norm == "to" && w.Lemma == "be" && v.feature(c, "Tense=Pres") {
				v.set(record.Planned) // "is to step down"
			}
		case syntax.Mark:
			switch w.Norm {
			case "if", "unless", "whether", "lest":
				v.set(record.Hypothetical)
			}
		case syntax.Nsubj:
			if n := v.child(c, syntax.CcPreconj); n >= 0 && v.Words[n].Norm == "neither" {
				v.set(record.Denied)
			}
			if d := v.child(c, syntax.Det); d >= 0 && v.Words[d].Norm == "no" || w.Norm == "nobody" || w.Norm == "none" {
				v.set(record.Denied)
			}
		}
	}
}

// notOnly says whether a negation denies nothing: "not only to meet but also …".
func (v *verdict) notOnly(i int32) bool {
	if i+1 >= int32(len(v.Words)) {
		return false
	}
	switch v.Words[i+1].Norm {
	case "only", "just", "merely", "simply":
		return true
	}
	return false
}

func (v *verdict) auxiliary(norm string, i int32) {
	switch norm {
	case "will", "shall", "'ll", "’ll", "wo":
		v.set(record.Planned)
	case "would", "could", "may", "might", "should", "must", "can", "'d", "’d", "ca":
		if v.child(i, syntax.Aux) >= 0 && v.perfect(i) && norm == "must" {
			return
		}
		if norm == "would" && v.futureInPast(i) {
			v.set(record.Planned)
			return
		}
		v.set(record.Hypothetical)
	}
}

func (v *verdict) perfect(i int32) bool {
	for _, c := range v.children(i) {
		if v.Words[c].Rel == syntax.Aux && v.Words[c].Lemma == "have" {
			return true
		}
	}
	return false
}

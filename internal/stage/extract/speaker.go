package extract

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// speakerOf is the word that heads the one who speaks; -1 for none.
func (s *speech) speakerOf(v int32) int32 {
	if first, ok := s.speakerAs[v]; ok {
		return s.speakerOf(first)
	}
	if c := s.citedAs(v); c >= 0 {
		return c
	}
	if c := s.behindQuote(v); c >= 0 {
		return c
	}
	if c := s.behindComma(v); c >= 0 {
		return c
	}
	if s.passive(v) {
		for _, c := range s.children(v) {
			if w := &s.Words[c]; w.Rel == syntax.OblAgent || w.Rel == syntax.Obl && s.caseOf(c) == "by" {
				return c
			}
		}
		return -1
	}
	if c := s.inverted(v); c >= 0 {
		return c
	}
	for u, n := v, 0; u >= 0 && n < 4; n++ {
		if c := s.subjectOf(u); c >= 0 {
			return s.relative(c)
		}
		w := &s.Words[u]
		switch w.Rel {
		case syntax.Conj, syntax.Advcl, syntax.Xcomp:
			u = w.Head
		case syntax.Acl:
			if hasSuffix(s.Words[v].Norm, "ing") && s.quoteOver(w.Head) >= 0 && s.quoteOver(v) < 0 || s.words.is("chaining", s.Words[v].Lemma) && s.Words[v-1].Norm == "," {
				if c := s.spokeBefore(v); c >= 0 {
					return c
				}
			}
			return w.Head
		default:
			return s.speakerBefore(v)
		}
	}
	return s.speakerBefore(v)
}

// spokeBefore is the speaker of the last statement in the sentence of a
// participle of saying, as a word; -1 for none.
func (s *speech) spokeBefore(v int32) int32 {
	if n := len(s.statements); n > 0 {
		if o := &s.statements[n-1]; s.Words[o.cueLo].Sent == s.Words[v].Sent && o.cueLo < v && o.textHi > o.textLo {
			return s.headOf(o.textLo, o.textHi)
		}
	}
	return -1
}

// inverted is the one named right behind a verb of saying that closes a
// quotation, where the tree may call him an object: `"…?" asked X`; -1 for none.
func (s *speech) inverted(v int32) int32 {
	if s.subjectOf(v) >= 0 || v == s.sentenceOf(v).First {
		return -1
	}
	if q := s.quoteOver(v - 1); q < 0 || s.quotes[q].close != v-1 {
		return -1
	}
	for _, c := range s.children(v) {
		if w := &s.Words[c]; c > v && (w.Rel == syntax.Obj || w.Rel == syntax.Iobj || w.Rel == syntax.Xcomp) && s.nominal(c) {
			if lo, _ := s.extent(c); lo == v+1 {
				return c
			}
		}
	}
	return -1
}

// speakerBeside finds the one named where a subject stands, right before a verb
// of saying or before a phrase set off by commas, when the tree has no subject:
// "Reuters, citing two officials, reported".
func (s *speech) speakerBeside(v int32, sent *syntax.Sentence) int32 {
	if s.Words[v].Rel != syntax.Root && s.Words[v].Rel != syntax.Parataxis || s.passive(v) {
		return -1
	}
	for _, c := range s.children(v) {
		if w := &s.Words[c]; c < v && (w.Rel == syntax.Vocative || w.Rel == syntax.Dislocated || w.Rel == syntax.OblUnmarked || w.Rel == syntax.Discourse) && s.heads[c] >= 0 {
			if k := s.mentionAt(c); len(s.mentions[k].ents) > 0 && s.entities[s.mentions[k].ents[0]].kind != record.Place {
				return c
			}
		}
	}
	return -1
}

// nameEndingAt is the name of one who can speak that ends right before a verb
// of saying, whatever the tree made of it; -1 for none.
func (s *speech) nameEndingAt(v int32, sent *syntax.Sentence) int32 {
	if r := s.Words[v].Rel; r != syntax.Root && r != syntax.Parataxis && r != syntax.Conj || s.passive(v) || hasSuffix(s.Words[v].Norm, "ing") {
		return -1
	}
	j := v - 1
	for j > sent.First && (s.Words[j].UPOS == syntax.ADV || s.Words[j].UPOS == syntax.AUX) {
		j--
	}
	if j < sent.First || s.cover[j] < 0 {
		return -1
	}
	m := &s.mentions[s.cover[j]]
	if m.hi != j+1 || m.role == adjective || m.lo > sent.First && s.Words[m.lo-1].UPOS == syntax.ADP {
		return -1
	}
	if s.speaks(m.head) < 0 {
		return -1
	}
	return m.head
}

// speakerBefore finds the person named before a verb of saying that the tree
// left without a subject: "…, X, an expert from Y, told the Daily".
func (s *speech) speakerBefore(v int32) int32 {
	first := s.sentenceOf(v).First
	if v-2 <= first || s.Words[v-1].Norm != "," && s.namedPerson(v-1) < 0 {
		return -1
	}
	for j := v - 1; j > first && j > v-20; j-- {
		if u := s.Words[j].UPOS; u == syntax.AUX || u == syntax.VERB && s.cover[j] < 0 {
			return -1
		}
		k := s.namedPerson(j)
		if k < 0 {
			continue
		}
		m := &s.mentions[k]
		if n := s.Words[m.hi].Norm; (n == "," || m.hi == v) && m.lo > first && s.Words[m.lo-1].Norm == "," {
			return m.head
		}
		return -1
	}
	return -1
}

// relative turns a relative pronoun into the noun that its clause modifies.
func (p *page) relative(i int32) int32 {
	switch p.Words[i].Norm {
	case "who", "which", "that", "whom":
		v := p.Words[i].Head
		for v >= 0 && p.Words[v].Rel != syntax.AclRelcl && p.Words[v].Rel == syntax.Conj {
			v = p.Words[v].Head
		}
		if v >= 0 && base(p.Words[v].Rel) == syntax.Acl && p.Words[v].Head >= 0 {
			return p.Words[v].Head
		}
	}
	return i
}

// setSpeaker fills in the speaker from the head of the subject. A noun that is no
// party and no document counts only with anyNoun.
func (s *speech) setSpeaker(st *statement, subject int32, anyNoun bool) {
	switch s.Words[subject].Norm {
	case "nobody", "none", "no-one", "neither":
		return
	}
	if k := s.mentionAt(subject); k >= 0 {
		m := &s.mentions[k]
		if len(m.ents) > 0 {
			st.speaker = m.ents[0]
		} else if s.firstPerson(subject) && s.home.official {
			st.speaker = s.registered(s.reg.Entry(s.home.body))
		}
		st.textLo, st.textHi = m.lo, m.hi
		for _, c := range s.children(subject) { // Armenia and Azerbaijan
			if o := s.mentionAt(c); s.Words[c].Rel == syntax.Conj && o >= 0 && c < subject+12 && s.mentions[o].form == record.Name {
				st.textHi = max(st.textHi, s.mentions[o].hi)
			}
		}
		if m.form == record.Nominal {
			st.textLo, st.textHi = s.nounPhrase(subject)
		}
		if m.form != record.Name && (len(m.ents) == 0 || !s.entities[m.ents[0]].named) && s.words.is("document", s.Words[subject].Lemma) {
			if e := s.authorOf(subject); e >= 0 {
				st.speaker = e
			}
		}
		return
	}
	switch s.Words[subject].UPOS {
	case syntax.NOUN, syntax.PROPN, syntax.NUM:
		if s.Words[subject].UPOS == syntax.NOUN && !s.words.is("document", s.Words[subject].Lemma) && !s.words.is("writing", s.Words[subject].Lemma) && !anyNoun {
			return
		}
		st.textLo, st.textHi = s.nounPhrase(subject)
		st.speaker = s.authorOf(subject)
	case syntax.DET:
		if s.words.is("unnamed", s.Words[subject].Norm) {
			st.textLo, st.textHi = subject, subject+1
		}
	case syntax.PRON:
		if n := s.Words[subject].Norm; n != "it" && n != "there" && n != "what" && n != "that" && n != "this" && n != "which" {
			st.textLo, st.textHi = subject, subject+1
		}
	}
}

// nounPhrase is the phrase of a noun without article and without what comes
// after a comma or in a clause.
func (p *page) nounPhrase(i int32) (lo, hi int32) {
	lo, hi = i, i+1
	for _, c := range p.children(i) {
		w := &p.Words[c]
		switch w.Rel {
		case syntax.Det, syntax.Punct, syntax.Acl, syntax.AclRelcl, syntax.Appos, syntax.Conj, syntax.Cc, syntax.Case,
			syntax.Parataxis, syntax.Cop, syntax.Advcl, syntax.Nsubj, syntax.Aux, syntax.Mark, syntax.DetPredet:
			continue
		}
		a, b := p.extent(c)
		if b-a > 12 {
			continue
		}
		lo, hi = min(lo, a), max(hi, b)
	}
	for lo < i && (p.Words[lo].UPOS == syntax.DET || p.Words[lo].UPOS == syntax.PUNCT) {
		lo++
	}
	return lo, hi
}

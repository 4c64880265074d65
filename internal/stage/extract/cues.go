package extract

import (
	"chancery/internal/lexicon"
	"chancery/internal/syntax"
)

// prepositional reads "according to X" and its like at word i and gives the number
// of its words, 0 when there is no statement.
func (s *speech) prepositional(i int32, sent *syntax.Sentence) int32 {
	if w := s.Words[i+min(1, sent.End-1-i)].Norm; s.Words[i].Norm == "in" && i+3 < sent.End && s.Words[i+2].Norm == "words" && (w == "his" || w == "her" || w == "their" || w == "its") {
		out, kind := s.finish(s.around(i, i+3, sent), i)
		st := statement{speaker: -1, via: -1, time: -1, cueLo: i, cueHi: i + 3, content: out, kind: kind, polarity: "asserts"}
		s.setSpeaker(&st, i+1, false)
		if len(out) > 0 && st.speaker >= 0 {
			s.add(st)
			return 3
		}
	}
	for _, cue := range s.lex.Cues() {
		if !s.wordsAt(i, sent.End, cue.Words) {
			continue
		}
		n := int32(len(cue.Words))
		if cue.Words[0] == "per" && (i > sent.First && s.Words[i-1].UPOS == syntax.NUM || i+1 < sent.End && s.words.is("unit", s.Words[i+1].Norm) || i+1 < sent.End && i > sent.First && s.Words[i+1].UPOS == syntax.NOUN && !s.words.is("document", s.Words[i+1].Lemma)) {
			return 0 // ten per cent, twice per day
		}
		if s.Words[i].UPOS == syntax.VERB && s.child(i, syntax.AuxPass, syntax.NsubjPass) >= 0 {
			return 0 // was quoted by X as saying
		}
		subject := s.objectOf(i, n, sent)
		if subject < 0 {
			return 0
		}
		_, hi := s.extent(subject)
		if u := s.Words[subject].Rel; u == syntax.Compound {
			hi = subject + 1
		}
		hi = min(s.attributionEnd(i+n, hi, subject, sent), sent.End)
		if i > sent.First && s.Words[i-1].Norm == "," { // set between commas
			for j := subject; j < hi; j++ {
				if s.Words[j].Norm == "," && s.Words[j+1].UPOS != syntax.DET && s.cover[j] < 0 && (j+1 >= hi || s.cover[j+1] < 0) {
					hi = j
				}
			}
		}
		hi = s.pastRelative(hi, sent)
		content := s.around(i, hi, sent)
		if len(content) == 0 {
			return 0
		}
		out, kind := s.finish(content, i)
		if len(out) == 0 {
			return 0
		}
		st := statement{speaker: -1, via: -1, time: -1, cueLo: i, cueHi: i + n, content: out, kind: kind, polarity: cue.Polarity}
		if k := s.mentionAt(subject); k >= 0 {
			s.asOutlet(k, cue)
		}
		s.setSpeaker(&st, s.nameOf(subject, hi), true)
		if st.textHi == 0 {
			return 0
		}
		if !s.passedOn(&st) {
			s.add(st)
		}
		return n
	}
	return 0
}

func (s *speech) wordsAt(i, end int32, words []string) bool {
	if i+int32(len(words)) > end {
		return false
	}
	for k, w := range words {
		if s.Words[i+int32(k)].Norm != w {
			return false
		}
	}
	return true
}

// objectOf is the noun that a prepositional cue of n words governs.
func (s *speech) objectOf(i, n int32, sent *syntax.Sentence) int32 {
	for j := i; j < i+n; j++ {
		if h := s.Words[j].Head; h >= i+n && (s.Words[j].Rel == syntax.Case || s.Words[j].Rel == syntax.Fixed) {
			for k := i + n; k < h; k++ { // according to the army | three men …
				if u := s.Words[k+1].UPOS; (u == syntax.NUM || u == syntax.DET || u == syntax.PRON) && s.mentionOrAgent(k) && s.Words[k].UPOS != syntax.ADJ && s.timed[k+1] < 0 {
					return k
				}
			}
			return h
		}
	}
	for j := i + n; j < sent.End && j < i+n+12; j++ {
		if k := s.heads[j]; k >= 0 {
			return j
		}
		if s.nominal(j) && s.Words[j].Rel != syntax.Compound && s.Words[j].Rel != syntax.NmodPoss {
			return j
		}
	}
	return -1
}

// attributionEnd ends a prepositional attribution at the first comma behind
// its noun, so that a clause that the tree hung on the noun is not lost.
func (s *speech) attributionEnd(lo, hi, subject int32, sent *syntax.Sentence) int32 {
	for j := max(lo, subject); j < hi; j++ {
		if s.Words[j].Norm == "," && s.finiteBetween(j, sent.End) {
			return j
		}
	}
	return hi
}

// around is the sentence without the attribution [lo, hi), on the side where
// its clause stands; both sides when the attribution is set between commas.
func (s *speech) around(lo, hi int32, sent *syntax.Sentence) []stretch {
	left := stretch{s.clauseStart(lo, sent), lo}
	right := stretch{hi, sent.End}
	leftFinite := s.finiteBetween(left.lo, left.hi)
	rightFinite := s.finiteBetween(right.lo, right.hi)
	commaBefore := lo > sent.First && s.Words[lo-1].Norm == ","
	commaAfter := hi < sent.End && s.Words[hi].Norm == ","
	switch {
	case left.hi-left.lo <= 1 || lo-1 > sent.First && !commaBefore && s.joins(lo-1) && rightFinite:
		return []stretch{right}
	case commaBefore && commaAfter && s.splits(lo-2, hi+1, sent): // was, according to X, among the dead
		return []stretch{left, right}
	case leftFinite && !rightFinite:
		return []stretch{left}
	case !leftFinite && rightFinite && (commaAfter || lo == sent.First):
		if commaBefore && lo-sent.First > 1 { // "The talks, according to …, were held"
			return []stretch{left, right}
		}
		return []stretch{right}
	case leftFinite:
		return []stretch{left}
	case rightFinite:
		return []stretch{right}
	}
	return nil
}

// pastRelative is the end of an attribution past a relative clause set off by
// commas: "according to the Post, which cited officials, …".
func (s *speech) pastRelative(hi int32, sent *syntax.Sentence) int32 {
	if hi+2 >= sent.End || s.Words[hi].Norm != "," || s.Words[hi+1].Norm != "which" && s.Words[hi+1].Norm != "who" {
		return hi
	}
	for j := hi + 2; j < sent.End && j < hi+25; j++ {
		if s.Words[j].Norm == "," && s.finiteBetween(j, sent.End) {
			return j
		}
	}
	return hi
}

// afterDateline is the first word of a sentence behind its dateline: "DOHA, Qatar
// (AP) —", "MOSCOW, 5 September. /TASS/."
func (s *speech) afterDateline(sent *syntax.Sentence) int32 {
	if !sent.ParagraphStart || !s.allCapitals(sent.First) {
		return sent.First
	}
	for i := sent.First + 1; i+2 < sent.End && i < sent.First+14; i++ {
		w := &s.Words[i]
		if s.dash(i) || w.Norm == "-" && s.Words[i-1].End < w.Start && w.End < s.Words[i+1].Start {
			return i + 1
		}
		if w.UPOS == syntax.AUX || w.UPOS == syntax.VERB && s.cover[i] < 0 {
			break
		}
	}
	return sent.First
}

// allCapitals says whether a word is written in capitals and has three letters or more.
func (s *speech) allCapitals(i int32) bool {
	form := s.Form(i)
	for _, r := range form {
		if r >= 'a' && r <= 'z' {
			return false
		}
	}
	return len(form) > 2 && startsUpper(form)
}

// joins says whether a word ties a clause to the one before: "and according to X".
func (s *speech) joins(i int32) bool {
	return s.Words[i].UPOS == syntax.CCONJ || s.Words[i].UPOS == syntax.SCONJ || s.Words[i].Norm == "that"
}

// clauseStart is where the clause begins that an attribution at lo closes or
// interrupts: the sentence, or what follows a semicolon, a "that" or an "and"
// right before it.
func (s *speech) clauseStart(lo int32, sent *syntax.Sentence) int32 {
	i := lo - 1
	if i > sent.First && s.Words[i].Norm == "," {
		i--
	}
	if i > sent.First && i < lo-1 && s.joins(i) {
		return lo
	}
	if r := s.relativeBefore(i, sent); r >= 0 {
		return r
	}
	for ; i > sent.First; i-- {
		if n := s.Words[i].Norm; n == ":" || n == ";" && s.finiteBetween(i+1, sent.End) {
			return i + 1
		}
	}
	return s.afterDateline(sent)
}

// relativeBefore is where a relative clause begins that an attribution behind
// word i interrupts: past "which", at "whose"; -1 for none.
func (s *speech) relativeBefore(i int32, sent *syntax.Sentence) int32 {
	for j := i; j > sent.First && j > i-4; j-- {
		switch s.Words[j].Norm {
		case "which", "who", "that", "including":
			if j == i {
				return j + 1
			}
			return -1
		case "whose":
			return j
		}
		if u := s.Words[j].UPOS; u == syntax.AUX || u == syntax.VERB || u == syntax.PUNCT {
			return -1
		}
	}
	return -1
}

// splits says whether an attribution between words i and j, past its commas,
// stands inside a clause: after a copula or before a verb without a subject.
func (s *speech) splits(i, j int32, sent *syntax.Sentence) bool {
	if i < sent.First || j >= sent.End {
		return false
	}
	if u := s.Words[i].UPOS; u == syntax.AUX || u == syntax.DET || u == syntax.VERB && s.child(i, syntax.Obj, syntax.Obl) < i {
		return true
	}
	w := &s.Words[j]
	return w.UPOS == syntax.AUX || w.UPOS == syntax.VERB && (s.feature(j, "VerbForm=Fin") || s.feature(j, "Tense=Past")) && s.subjectOf(j) < i && s.subjectOf(j) >= 0
}

// noun reads "Western claims that …" and "his warning that …". Claims that are
// nobody's ("reports that …") speak for themselves.
func (s *speech) noun(i int32, sent *syntax.Sentence) {
	cue := s.cueOf(i, 'n')
	s.noteGiver(i)
	if s.Words[i].Norm == "reports" && s.outletReports(i, sent) {
		return
	}
	if cue == nil || cue.Takes&lexicon.That == 0 {
		return
	}
	clause := s.clauseOf(i)
	if clause < 0 {
		return
	}
	subject := s.ownerOf(i)
	if subject < 0 && s.words.is("hearsay", cue.Head) {
		subject = i
	}
	if subject < 0 {
		return
	}
	lo, hi := s.extent(clause)
	hi = s.untilMainClause(lo, s.toComma(i, hi, sent), i)
	lo = max(lo, i+1)
	for j := i + 1; j < clause && j < i+8; j++ {
		if s.Words[j].Norm == "that" {
			lo = max(lo, j+1)
			break
		}
	}
	if q := s.quoteOver(hi - 1); q >= 0 && s.quotes[q].open >= lo {
		hi = s.quotes[q].close + 1
	}
	out, kind := s.finish([]stretch{{lo, hi}}, i)
	if len(out) == 0 {
		return
	}
	st := statement{speaker: -1, via: -1, time: -1, cueLo: i, cueHi: i + 1, content: out, kind: kind, polarity: cue.Polarity}
	if subject == i {
		st.textLo, st.textHi = i, i+1
	} else {
		s.setSpeaker(&st, subject, false)
	}
	if st.textHi > 0 {
		s.add(st)
	}
}

// outletReports reads "Reuters reports the fire is out" where the tree takes
// the verb for a noun.
func (s *speech) outletReports(i int32, sent *syntax.Sentence) bool {
	if i == sent.First || i+3 >= sent.End || s.cover[i-1] < 0 || !s.opensClause(i+1) {
		return false
	}
	m := &s.mentions[s.cover[i-1]]
	if len(m.ents) != 1 || !s.isOutlet(m.ents[0]) || !s.finiteBetween(i+1, sent.End) {
		return false
	}
	out, kind := s.finish([]stretch{{i + 1, s.cutTail(i, i+1, sent.End, sent)}}, i)
	if len(out) == 0 {
		return false
	}
	s.add(statement{speaker: m.ents[0], textLo: m.lo, textHi: m.hi, via: -1, time: -1, cueLo: i, cueHi: i + 1, content: out, kind: kind, polarity: "asserts"})
	return true
}

// clauseOf is the head of the "that" clause of a noun, also where the tree hung
// it on the noun's owner or took "that" for a relative pronoun; -1 for none.
func (s *speech) clauseOf(i int32) int32 {
	found := int32(-1)
	for _, c := range s.children(i) {
		if r := s.Words[c].Rel; c > i && (r == syntax.Ccomp || base(r) == syntax.Acl) && s.hasThat(c, i) {
			found = c
		}
	}
	for _, o := range s.children(i) {
		if found >= 0 || o < i || s.Words[o].Rel != syntax.Nmod || s.caseOf(o) != "by" && s.caseOf(o) != "from" {
			continue
		}
		for _, c := range s.children(o) {
			if r := s.Words[c].Rel; c > o && (r == syntax.Ccomp || base(r) == syntax.Acl) && s.hasThat(c, o) {
				found = c
			}
		}
	}
	return found
}

// hasThat says whether a clause begins with the conjunction "that".
func (s *speech) hasThat(c, noun int32) bool {
	for _, k := range s.children(c) {
		if w := &s.Words[k]; w.Norm == "that" && k > noun {
			return w.Rel == syntax.Mark || s.wholeClause(k)
		}
	}
	return false
}

// ownerOf is the noun or adjective that tells whose claim a noun is.
func (s *speech) ownerOf(i int32) int32 {
	for _, c := range s.children(i) {
		w := &s.Words[c]
		switch {
		case w.Rel == syntax.NmodPoss, w.Rel == syntax.Nmod && (s.caseOf(c) == "by" || s.caseOf(c) == "of" || s.caseOf(c) == "from"):
			return c
		case (w.Rel == syntax.Amod || w.Rel == syntax.Compound) && s.cover[c] >= 0:
			return c
		}
	}
	if h := s.Words[i].Head; s.Words[i].Rel == syntax.Obj && h >= 0 && h < i && s.words.is("giving", s.Words[h].Lemma) { // issued a warning
		if found := s.doers(h, 0); len(found) > 0 {
			return found[0]
		}
	}
	return -1
}

// toComma lets the clause of a claim that opens its sentence ("Commenting on
// claims that …, she said") run to the comma before the main clause, where the
// tree ended it too early.
func (s *speech) toComma(noun, hi int32, sent *syntax.Sentence) int32 {
	if s.Words[noun].Rel == syntax.Nsubj || noun-sent.First > 6 {
		return hi
	}
	for j := hi; j < sent.End; j++ {
		if s.Words[j].Norm == "," {
			return j
		}
	}
	return hi
}

// untilMainClause cuts a claim's clause before ", X said", which the tree may
// have hung on it.
func (s *speech) untilMainClause(lo, hi, noun int32) int32 {
	for j := lo; j+2 < hi; j++ {
		if s.Words[j].Norm == "," && s.namedPerson(j+1) >= 0 {
			return j
		}
	}
	return hi
}

// adjective reads "the council is clear that …".
func (s *speech) adjective(i int32, sent *syntax.Sentence) {
	cue := s.cueOf(i, 'a')
	cop := s.child(i, syntax.Cop)
	if cue == nil || cop < 0 || i+2 >= sent.End {
		return
	}
	subject := s.subjectOf(i)
	that := s.thatAfter(i, i+1, sent.End, cue)
	if subject < 0 || subject > i || that < 0 || s.notSaid(i) || s.firstPerson(subject) {
		return
	}
	hi := sent.End
	if c := s.Words[that].Head; c > that {
		_, hi = s.extent(c)
		hi = s.andThat(max(hi, that+1), sent)
	}
	out, kind := s.finish([]stretch{{that + 1, s.cutTail(i, that+1, hi, sent)}}, i)
	if len(out) == 0 {
		return
	}
	st := statement{speaker: -1, via: -1, time: -1, cueLo: cop, cueHi: i + 1, content: out, kind: kind, polarity: cue.Polarity}
	s.setSpeaker(&st, s.nameOf(subject, cop), false)
	if st.textHi > 0 {
		s.add(st)
	}
}

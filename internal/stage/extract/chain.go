package extract

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// linkStatements tells, when all statements of a page are known, in whose words
// each is told, and which claim it answers.
func (s *speech) linkStatements() {
	s.nest()
	for k := range s.statements {
		s.statements[k].who = s.kindOfSpeaker(&s.statements[k])
	}
	for k := range s.statements {
		s.statements[k].answers = s.answered(k)
	}
	for k := range s.statements {
		s.takeWords(&s.statements[k])
	}
}

// nest points each statement at the smallest other one that holds its cue and
// its words.
func (s *speech) nest() {
	inside, size := filled(len(s.Words)), make([]int32, len(s.Words))
	for k := range s.statements {
		for _, c := range s.statements[k].content {
			for i := c.lo; i < c.hi; i++ {
				if n := c.hi - c.lo; inside[i] < 0 || n < size[i] && !s.holds(k, int(inside[i])) {
					inside[i], size[i] = int32(k), n
				}
			}
		}
	}
	for k := range s.statements {
		st := &s.statements[k]
		st.parent, st.answers = -1, -1
		if o := inside[st.cueLo]; o >= 0 && int(o) != k && s.within(st, &s.statements[o]) {
			st.parent = int(o)
		}
	}
}

// holds says whether statement k would be told in its own words, were it
// preferred to statement o: never, as the smaller one wins.
func (s *speech) holds(k, o int) bool {
	return s.statements[k].cueLo == s.statements[o].cueLo
}

// within says whether the words of a statement lie inside those of another.
func (s *speech) within(st, outer *statement) bool {
	for _, c := range st.content {
		in := false
		for _, o := range outer.content {
			in = in || o.lo <= c.lo && c.hi <= o.hi
		}
		if !in {
			return false
		}
	}
	return true
}

// kindOfSpeaker tells a named person from an office, a body, an outlet and
// those who stay unnamed.
func (s *speech) kindOfSpeaker(st *statement) string {
	head := s.headOf(st.textLo, st.textHi)
	lemma := s.Words[head].Lemma
	if st.speaker < 0 {
		switch {
		case s.words.is("outlet", lemma):
			return "outlet"
		case s.words.is("unnamed", lemma):
			return "anonymous"
		case s.words.is("document", lemma):
			return "document"
		case s.Words[head].UPOS == syntax.PRON:
			return ""
		}
		if a, ok := s.lex.Agent(s.Words[head].Norm); ok {
			if a.Group {
				return "body"
			}
			return "group"
		}
		return ""
	}
	e := &s.entities[st.speaker]
	switch e.kind {
	case record.Person:
		switch {
		case e.named:
			return "named"
		case s.words.is("unnamed", lemma):
			return "anonymous"
		}
		return "office"
	case record.Group:
		if len(e.sectors) > 0 && e.sectors[0] == "JRN" {
			return "outlet"
		}
		if !e.named && s.words.is("unnamed", lemma) {
			return "anonymous"
		}
		if a, ok := s.lex.Agent(s.Words[head].Norm); ok && a.Group || e.named {
			return "body"
		}
		return "group"
	}
	if len(e.sectors) > 0 && e.sectors[0] == "JRN" {
		return "outlet"
	}
	return "body"
}

// backToClaim is how many statements back an answer may reach.
const backToClaim = 6

// answered is the claim that a statement answers, -1 for none: one told in the
// words that lead up to it ("commenting on claims that …"), one told inside its
// own ("rejected reports that …"), or, for denials and for what takes up "the
// claim", "this" or "it", an earlier one of another speaker.
func (s *speech) answered(k int) int {
	st := &s.statements[k]
	sent := s.sentenceOf(st.cueLo)
	for j := k - 1; j >= 0 && j >= k-backToClaim; j-- {
		if o := &s.statements[j]; s.other(st, o) && s.sentenceOf(o.cueLo) == sent && s.leadsUp(o, st) {
			return j
		}
	}
	if !s.takesUp(st) {
		return -1
	}
	for j := max(0, k-backToClaim); j < len(s.statements) && j < k+backToClaim; j++ {
		if o := &s.statements[j]; j != k && s.other(st, o) && s.within(o, st) && s.cueInside(o, st) {
			return j
		}
	}
	demand := s.pointsAtDemand(st)
	for j := k - 1; j >= 0 && j >= k-backToClaim; j-- {
		o := &s.statements[j]
		if demand && o.polarity != "demands" {
			continue
		}
		if !s.other(st, o) || s.Words[st.cueLo].Sent-s.Words[o.cueLo].Sent > 3 || s.statements[j].parent >= 0 && s.statements[j].parent == k {
			continue
		}
		if s.within(st, o) { // told in the claim itself
			continue
		}
		return j
	}
	return -1
}

// other says whether two statements are of different speakers, as far as told.
func (s *speech) other(a, b *statement) bool {
	return a.speaker < 0 || b.speaker < 0 || a.speaker != b.speaker
}

func (s *speech) cueInside(o, st *statement) bool {
	for _, c := range st.content {
		if c.lo <= o.cueLo && o.cueLo < c.hi {
			return true
		}
	}
	return false
}

// leadsUp says whether a claim stands in the words that an answer refers to:
// "commenting on", "asked about", "in response to" before it in the sentence.
func (s *speech) leadsUp(claim, st *statement) bool {
	if claim.cueLo > st.cueLo || s.cueInside(claim, st) || s.Words[claim.cueLo].UPOS != syntax.NOUN && s.Words[claim.cueLo].UPOS != syntax.VERB {
		return false
	}
	for i, n := claim.cueLo, 0; i >= 0 && n < 6; i, n = s.Words[i].Head, n+1 {
		if s.words.is("answering", s.Words[i].Norm) {
			return true
		}
	}
	for i := claim.cueLo - 1; i >= s.sentenceOf(st.cueLo).First && i > claim.cueLo-6; i-- {
		if s.words.is("answering", s.Words[i].Norm) {
			return true
		}
	}
	return false
}

// takesUp says whether a statement refers to an earlier one: a denial or reply
// of something said, of "this" or of "it".
func (s *speech) takesUp(st *statement) bool {
	lemma := s.Words[st.cueLo].Lemma
	if s.words.is("replying", lemma) {
		return true
	}
	if st.polarity != "denies" && st.polarity != "doubts" {
		return false
	}
	if i := st.cueLo + 1; i+1 < int32(len(s.Words)) && s.Words[i+1].Norm == "as" && s.saidBefore(i) {
		return true // dismissed that as false
	}
	if o := s.child(st.cueLo, syntax.Obj); o > st.cueLo && s.saidBefore(o) {
		return true
	}
	return s.bare(st)
}

// pointsAtDemand says whether what is denied is a demand: "rejected the call".
func (s *speech) pointsAtDemand(st *statement) bool {
	if !s.bare(st) {
		return false
	}
	for _, cue := range s.lex.Speech(s.Words[st.content[0].hi-1].Lemma, 'n') {
		if cue.Polarity == "demands" {
			return true
		}
	}
	return false
}

// bare says whether the content of a denial is nothing but a word for the claim:
// "this", "the accusation".
func (s *speech) bare(st *statement) bool {
	if len(st.content) != 1 || st.polarity != "denies" && st.polarity != "doubts" {
		return false
	}
	c := st.content[0]
	h := s.headOf(c.lo, c.hi)
	if c.hi-c.lo > 3 || h != c.hi-1 {
		return false
	}
	w := &s.Words[h]
	switch w.Norm {
	case "it", "this", "that", "them", "these", "those":
		return true
	}
	return s.words.is("claim", w.Lemma)
}

// takeWords gives a denial that only points at a claim the words of the claim.
func (s *speech) takeWords(st *statement) {
	if st.answers >= 0 && s.bare(st) {
		o := &s.statements[st.answers]
		st.content, st.kind = o.content, "indirect"
	}
}

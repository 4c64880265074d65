package extract

import (
	"chancery/internal/lexicon"
	"chancery/internal/syntax"
	"chancery/record"
)

// viaOf is the outlet or addressee of a statement: the one told, the one to
// whom an interview was given, or the place where it was posted; -1 for none.
func (s *speech) viaOf(v int32, cue *lexicon.Speech, a stretch, st *statement) int32 {
	if cue.Polarity != "demands" && st.polarity != "demands" && !s.words.is("accusing", cue.Head) {
		if e := s.addressee(v, cue, st.speaker); e >= 0 {
			return e
		}
	}
	sent := s.sentenceOf(v)
	for i := sent.First; i < sent.End; i++ {
		if s.inContent(st, i) {
			continue
		}
		if e := s.channelAt(i, sent); e >= 0 && e != st.speaker {
			return e
		}
	}
	return -1
}

func (s *speech) inContent(st *statement, i int32) bool {
	for _, c := range st.content {
		if c.lo <= i && i < c.hi {
			return true
		}
	}
	return false
}

// channelAt reads "interview with X", "speaking to X", "on Twitter", "quoted by
// X", "according to X" at word i; -1 for none.
func (s *speech) channelAt(i int32, sent *syntax.Sentence) int32 {
	w := &s.Words[i]
	next := ""
	if i+1 < sent.End {
		next = s.Words[i+1].Norm
	}
	switch {
	case s.words.is("channel", w.Norm) && (next == "with" || next == "to" || next == "on" || next == "for"):
		return s.namedAfter(i+2, sent, false)
	case (w.Norm == "carried" || w.Norm == "published" || w.Norm == "quoted" || w.Norm == "reported" || w.Norm == "cited") && next == "by":
		return s.namedAfter(i+2, sent, true)
	case w.Norm == "saying" && next == "by":
		return s.namedAfter(i+2, sent, true)
	case w.Norm == "according" && next == "to":
		return s.namedAfter(i+2, sent, true)
	case w.Norm == "on" || w.Norm == "via":
		if k := s.cover[min(i+1, sent.End-1)]; k >= 0 && s.words.is("platform", s.Words[s.mentions[k].head].Norm) {
			return s.mentions[k].ents[0]
		}
	}
	return -1
}

// namedAfter is the named body or, unless only outlets will do, person that
// begins at word i, past an article and adjectives; -1 for none.
func (s *speech) namedAfter(i int32, sent *syntax.Sentence, outlet bool) int32 {
	for j := i; j < sent.End && j < i+4; j++ {
		k := s.cover[j]
		if k < 0 {
			if u := s.Words[j].UPOS; u == syntax.DET || u == syntax.ADJ || u == syntax.NOUN {
				continue
			}
			return -1
		}
		m := &s.mentions[k]
		if m.role == adjective || len(m.ents) != 1 {
			continue
		}
		e := &s.entities[m.ents[0]]
		if outlet && (len(e.sectors) == 0 || e.sectors[0] != "JRN") {
			return -1
		}
		switch e.kind {
		case record.Organization, record.Person, record.Group:
			return m.ents[0]
		}
		return -1
	}
	return -1
}

// isOutlet says whether an entity prints or broadcasts.
func (s *speech) isOutlet(k int32) bool {
	return k >= 0 && len(s.entities[k].sectors) > 0 && s.entities[k].sectors[0] == "JRN"
}

// passedOn lets the outlet of ", RIA reported" or ", according to Tass" be the
// channel of the statement that it passes on, when that has none: no statement
// of its own.
func (s *speech) passedOn(st *statement) bool {
	if !s.isOutlet(st.speaker) || len(st.content) == 0 {
		return false
	}
	for k := len(s.statements) - 1; k >= 0 && k >= len(s.statements)-3; k-- {
		o := &s.statements[k]
		if s.Words[o.cueLo].Sent != s.Words[st.cueLo].Sent || o.speaker == st.speaker || o.speaker < 0 {
			continue
		}
		c := st.content[0]
		if c.lo <= o.textLo && o.cueLo < c.hi && o.textLo-c.lo < 4 && st.cueLo >= c.hi { // the whole of it is an attribution
			if o.via < 0 {
				o.via = st.speaker
			}
			return true
		}
	}
	return false
}

// addressee is the one told, when he is an entity.
func (s *speech) addressee(v int32, cue *lexicon.Speech, speaker int32) int32 {
	for _, c := range s.children(v) {
		w := &s.Words[c]
		told := w.Rel == syntax.Obj || w.Rel == syntax.Iobj
		if !told && w.Rel == syntax.Obl {
			prep := s.caseOf(c)
			told = prep == "to" || prep == "with" && s.Words[c].Lemma == "interview"
			if w.Lemma == "interview" {
				if k := s.child(c, syntax.Nmod, syntax.NmodPoss, syntax.Compound, syntax.Amod); k >= 0 {
					c = k
				}
			}
		}
		if !told || c == v {
			continue
		}
		if k := s.mentionAt(c); k >= 0 && len(s.mentions[k].ents) == 1 && (s.mentions[k].form == record.Name || s.outletBefore(&s.mentions[k]) >= 0) && s.mentions[k].ents[0] != speaker && s.entities[s.mentions[k].ents[0]].kind != record.Place {
			e := s.mentions[k].ents[0]
			if s.entities[e].kind == record.State && w.Rel == syntax.Obj && s.words.is("telling", cue.Head) && cue.Head != "tell" && cue.Head != "warn" {
				continue // "said Serbia should go first"
			}
			if len(cue.Addressee) > 0 || s.entities[e].kind == record.Organization {
				return e
			}
		}
	}
	return -1
}

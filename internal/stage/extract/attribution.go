package extract

import (
	"chancery/internal/lexicon"
	"chancery/internal/syntax"
)

// clause is the stretch of the attribution itself: speaker, cue, addressee and
// time, without the words attributed.
func (s *speech) clause(v, subject int32, cue *lexicon.Speech) stretch {
	a := stretch{v, v + 1}
	if subject >= 0 && s.Words[subject].Sent == s.Words[v].Sent && !s.goesOnFrom(subject, v) {
		lo, hi := s.subjectExtent(subject, v)
		if hi-lo < 60 {
			a.lo, a.hi = min(a.lo, lo), max(a.hi, hi)
		}
	}
	for _, c := range s.children(v) {
		w := &s.Words[c]
		switch w.Rel {
		case syntax.Aux, syntax.AuxPass, syntax.Advmod, syntax.CompoundPrt, syntax.Cc:
			if c < a.lo && a.lo-c <= 3 {
				a.lo = c
			} else if c >= a.hi && c-a.hi < 2 {
				a.hi = c + 1
			}
		case syntax.Obj, syntax.Iobj, syntax.Obl, syntax.OblUnmarked, syntax.OblAgent:
			if s.caseOf(c) == "as" && cue.Takes&lexicon.NP != 0 {
				continue
			}
			if w.Rel == syntax.Obj && !s.told(cue) && !s.partOf(c, cue) && s.timed[c] < 0 {
				continue
			}
			if lo, hi := s.extent(c); c > v && lo <= a.hi+1 && !s.hasClause(c) {
				if hi = s.beforeMark(lo, hi); hi-lo < 25 {
					a.hi = max(a.hi, hi)
				}
			}
		}
	}
	for a.lo < a.hi-1 && s.Words[a.lo].UPOS == syntax.PUNCT {
		a.lo++
	}
	if s.namedPerson(a.lo) >= 0 { // the title before the name, which the tree may have cut off
		for first := s.sentenceOf(v).First; a.lo > first && s.titleLike(a.lo-1); {
			a.lo--
		}
	}
	for a.hi > v+1 && s.Words[a.hi-1].UPOS == syntax.PUNCT {
		a.hi--
	}
	return a
}

// goesOnFrom says whether a verb of saying shares the subject of one before it:
// "he told reporters, adding that …".
func (s *speech) goesOnFrom(subject, v int32) bool {
	if subject > v || s.Words[subject].Head == v || !s.words.is("chaining", s.Words[v].Lemma) || !hasSuffix(s.Words[v].Norm, "ing") || s.Words[v-1].Norm != "," && s.Words[v-1].UPOS != syntax.ADV {
		return false
	}
	for j := subject + 1; j < v; j++ {
		if s.Words[j].UPOS == syntax.VERB && s.cover[j] < 0 && s.Words[subject].Head == j {
			return true
		}
	}
	return false
}

// partOf says whether a noun is named by the cue: "issued a statement".
func (s *speech) partOf(c int32, cue *lexicon.Speech) bool {
	for k := range cue.Parts {
		if cue.Parts[k].Is(s.Words[c].Lemma) {
			return true
		}
	}
	return false
}

// beforeMark ends a phrase at the first colon or quotation mark in it: what
// follows is said, wherever the tree hung it.
func (s *speech) beforeMark(lo, hi int32) int32 {
	for i := lo + 1; i < hi; i++ {
		if s.Words[i].Norm == ":" || s.isMark(i) {
			return i
		}
	}
	return hi
}

// titleLike says whether a word can be part of a title or country before a name.
func (s *speech) titleLike(i int32) bool {
	switch s.Words[i].UPOS {
	case syntax.NOUN, syntax.PROPN, syntax.ADJ:
		return s.Words[i].Rel != syntax.Root
	}
	return false
}

// subjectExtent is the extent of a subject; of one that a relative or other
// clause modifies behind the cue, only the part on its own side.
func (s *speech) subjectExtent(subject, v int32) (lo, hi int32) {
	lo, hi = s.extent(subject)
	if lo <= v && v < hi { // the cue hangs on its subject: a participle or relative clause
		return subject, subject + 1
	}
	return lo, hi
}

// hasClause says whether a finite clause hangs on a word.
func (s *speech) hasClause(i int32) bool {
	return s.child(i, syntax.Ccomp, syntax.Acl, syntax.AclRelcl, syntax.Advcl, syntax.Parataxis) >= 0
}

// ownClause says whether a verb of saying heads the sentence or stands beside
// its head, so that what follows to the end may be its content.
func (s *speech) ownClause(v int32) bool {
	switch s.Words[v].Rel {
	case syntax.Root:
		return true
	case syntax.Conj, syntax.Parataxis:
		return s.Words[s.Words[v].Head].Rel == syntax.Root
	}
	return false
}

// commaBefore says whether a clause with a finite verb and a comma go before:
// then the attribution rather closes that clause.
func (s *speech) commaBefore(lo int32, sent *syntax.Sentence) bool {
	return lo-1 > sent.First && s.Words[lo-1].Norm == "," && s.finiteBetween(sent.First, lo-1) && s.Words[sent.First].Rel != syntax.Advcl &&
		s.Words[sent.First].Rel != syntax.Mark
}

// tailOrInset says whether an attribution closes its sentence or stands
// between commas.
func (s *speech) tailOrInset(a stretch, sent *syntax.Sentence) bool {
	for i := a.hi; i < sent.End; i++ {
		w := &s.Words[i]
		switch {
		case w.Norm == "," || w.Norm == ";" || s.dash(i):
			return true
		case w.UPOS == syntax.PUNCT:
		case w.UPOS == syntax.ADV || w.UPOS == syntax.NUM || w.UPOS == syntax.ADP || w.UPOS == syntax.PROPN ||
			w.UPOS == syntax.NOUN || w.UPOS == syntax.ADJ || w.UPOS == syntax.DET:
			if i-a.hi > 14 {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func (s *speech) finiteBetween(lo, hi int32) bool {
	for i := lo; i < hi; i++ {
		if w := &s.Words[i]; w.UPOS == syntax.AUX || w.UPOS == syntax.VERB && (!hasSuffix(w.Norm, "ing") || w.Lemma == w.Norm) {
			return true
		}
	}
	return false
}

// leftContent is the main clause that goes before ", she said".
func (s *speech) leftContent(v int32, a stretch, cue *lexicon.Speech, sent *syntax.Sentence, rel syntax.Rel) stretch {
	if cue.Takes&lexicon.That == 0 || a.lo-1 <= sent.First {
		return stretch{}
	}
	if n := s.Words[a.lo-1].Norm; n != "," && n != "—" && n != "–" && n != "-" {
		return stretch{}
	}
	if !s.tailOrInset(a, sent) || !s.finiteBetween(sent.First, a.lo-1) && s.behindComma(v) < 0 || s.behindComma(v) < 0 && !s.answersTo(v, sent.First, a.lo-1) {
		return stretch{}
	}
	switch rel {
	case syntax.Root, syntax.Parataxis, syntax.Ccomp, syntax.Dep, syntax.Conj, syntax.Appos, syntax.AclRelcl:
		if r := s.relativeBefore(a.lo-2, sent); r >= 0 {
			return stretch{r, a.lo - 1}
		}
		for i := a.lo - 2; i > sent.First; i-- { // …; around 50 tons, he said, spilled
			if s.Words[i].Norm == ";" && !s.finiteBetween(i, a.lo-1) {
				return stretch{i + 1, a.lo - 1}
			}
		}
		return stretch{s.afterDateline(sent), a.lo - 1}
	}
	return stretch{}
}

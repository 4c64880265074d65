package extract

import (
	"chancery/internal/lexicon"
	"chancery/internal/syntax"
)

// cutTail ends a clause before what is no part of it although the tree hung it
// there: "and added that …", "while police said …", ", according to X", and an
// attribution of its own at the end (", Reuters reported").
func (s *speech) cutTail(v, lo, hi int32, sent *syntax.Sentence) int32 {
	for j := lo + 1; j < hi; j++ {
		w := &s.Words[j]
		switch {
		case s.quoteOver(j) >= 0:
			q := &s.quotes[s.quoteOver(j)]
			if q.open >= lo && q.close >= hi && q.open < hi { // the words go on to the closing mark
				return q.close + 1
			}
			j = min(q.close, hi)
			for k := j + 1; k < hi && s.Words[j-1].Norm == "," && (s.Words[k].UPOS == syntax.VERB || s.Words[k].UPOS == syntax.ADV); k++ {
				if s.Words[k].UPOS == syntax.VERB {
					s.chains(v, k, hi)
					return j + 1
				}
			}
		case w.UPOS == syntax.CCONJ && j+1 < hi && s.saysMore(v, j+1, hi):
			return j
		case w.Norm == ";" && s.finiteBetween(j, hi):
			return j
		case (w.Norm == "while" || w.Norm == "whereas" || w.Norm == "and" || w.Norm == "but" || w.Norm == ";") && s.otherSays(v, j, hi):
			return j
		case w.Norm == ":" && j+1 < hi && s.quoteMarkNear(j+1) && s.Words[s.quotes[s.quoteOver(j+1)].close-1].Norm == ",":
			return j
		case w.Norm == "," && s.chains(v, j+1, hi), w.Norm == "citing" && w.UPOS == syntax.VERB:
			return j
		case w.Norm == "," && (s.attributes(j+1, hi) || s.aside(j+1, hi) || s.takesUpAs(j+1, hi)):
			return j
		}
	}
	return hi
}

// aside says whether the page adds something of its own from word i on: "before
// changing course", "for which he was criticized".
func (s *speech) aside(i, hi int32) bool {
	if i+2 >= hi {
		return false
	}
	next := s.Words[i+1].Norm
	switch s.Words[i].Norm {
	case "before", "after":
		return hasSuffix(next, "ing")
	case "for":
		return next == "which"
	}
	return false
}

// takesUpAs says whether the page takes up a claim as a noun at word i: ", a
// charge that the president rejected".
func (s *speech) takesUpAs(i, hi int32) bool {
	if s.Words[i].UPOS != syntax.DET {
		return false
	}
	for j := i + 1; j+2 < hi && j < i+4; j++ {
		if s.Words[j].UPOS == syntax.NOUN && s.words.is("claim", s.Words[j].Lemma) {
			n := s.Words[j+1].Norm
			return n == "that" || n == "which"
		}
	}
	return false
}

// saysMore says whether a second verb of saying of the same speaker stands at
// word j, or behind an adverb there; the speaker is kept for it.
func (s *speech) saysMore(v, j, hi int32) bool {
	for s.Words[j].UPOS == syntax.ADV && j+1 < hi {
		j++
	}
	if s.Words[j].UPOS != syntax.VERB || s.subjectOf(j) >= 0 && s.subjectOf(j) < j && s.subjectOf(j) > v || !s.feature(j, "Tense=Past") && s.feature(v, "Tense=Past") {
		return false
	}
	cue := s.cueOf(j, 'v')
	if cue == nil || j+1 >= hi || cue.Takes&lexicon.That == 0 {
		return false
	}
	n := s.Words[j+1].Norm
	if cue.Takes&lexicon.NP != 0 && s.Words[j].Rel == syntax.Conj && s.Words[j].Head == v && s.child(j, syntax.Obj) > j {
		s.speakerAs[j] = v
		return true
	}
	if n == "that" || s.quoteMarkNear(j+1) || s.child(j, syntax.Ccomp) > j && s.Words[j].Rel == syntax.Conj {
		s.speakerAs[j] = v
		return true
	}
	return false
}

func (s *speech) quoteMarkNear(i int32) bool {
	q := s.quoteOver(i)
	return q >= 0 && s.quotes[q].open == i
}

// otherSays says whether a clause behind "while" or "and" is another's attribution.
func (s *speech) otherSays(v, j, hi int32) bool {
	for k := j + 1; k < hi && k < j+16; k++ {
		if s.Words[k].UPOS == syntax.VERB && s.cover[k] < 0 {
			c := s.subjectOf(k)
			if s.Words[j].Rel == syntax.Cc && s.feature(k, "Tense=Past") != s.feature(v, "Tense=Past") {
				return false
			}
			return c > j && c < k && s.cueOf(k, 'v') != nil && (s.child(k, syntax.Ccomp) > k || k+1 < hi && s.quoteMarkNear(k+1)) && s.mentionOrAgent(c)
		}
		if s.Words[k].UPOS == syntax.AUX {
			return false
		}
	}
	return false
}

// mentionOrAgent says whether a word stands for one who can speak.
func (s *speech) mentionOrAgent(i int32) bool {
	if k := s.mentionAt(i); k >= 0 {
		return true
	}
	_, agent := s.lex.Agent(s.Words[i].Norm)
	return agent || s.words.is("unnamed", s.Words[i].Lemma) || s.words.is("human", s.Words[i].Lemma)
}

// chains says whether the speaker goes on at word i with a participle of saying:
// ", adding that …", ", further saying"; or whether a relative clause is itself
// attributed: ", which he said would …". The speaker is kept for the participle.
func (s *speech) chains(v, i, hi int32) bool {
	for i+1 < hi && s.Words[i].UPOS == syntax.ADV {
		i++
	}
	if i+1 >= hi {
		return false
	}
	w := &s.Words[i]
	if w.UPOS == syntax.VERB && hasSuffix(w.Norm, "ing") && s.words.is("chaining", w.Lemma) {
		s.speakerAs[i] = v
		return true
	}
	if w.Norm == "which" || w.Norm == "who" {
		for k := i + 1; k < hi && k < i+8; k++ {
			if s.Words[k].UPOS == syntax.VERB && s.cover[k] < 0 {
				return s.Words[k].Lemma == "say" && s.subjectOf(k) > i
			}
		}
	}
	return false
}

// attributes says whether the words from i to the end of a clause are nothing
// but an attribution: "according to X", "X said", "said X on Monday".
func (s *speech) attributes(i, hi int32) bool {
	if i >= hi {
		return false
	}
	if s.Words[i].Norm == "according" {
		return true
	}
	for k := i; k < hi && k < i+14; k++ {
		w := &s.Words[k]
		if w.UPOS == syntax.VERB && s.cover[k] < 0 {
			if w.Rel != syntax.Parataxis && w.Rel != syntax.Root || s.cueOf(k, 'v') == nil || s.child(k, syntax.Ccomp) > k {
				return false
			}
			c := s.subjectOf(k)
			return c >= i && c < hi
		}
		if w.UPOS == syntax.AUX && w.Norm != "has" && w.Norm != "have" || w.Norm == "," && k == i {
			return false
		}
	}
	return false
}

// restAfter is what goes on behind an attribution that is set into a clause:
// "The fuel, officials said, spilled and ignited".
func (s *speech) restAfter(a stretch, sent *syntax.Sentence) stretch {
	i := a.hi
	if i+1 >= sent.End || s.Words[i].Norm != "," {
		return stretch{}
	}
	w := &s.Words[i+1]
	switch {
	case w.UPOS == syntax.SCONJ, w.Norm == "who", w.Norm == "which", w.Norm == "but", w.Norm == "after", w.Norm == "before", w.Norm == "adding":
		return stretch{}
	case w.UPOS == syntax.VERB && hasSuffix(w.Norm, "ing"):
		return stretch{}
	case w.UPOS == syntax.CCONJ && i+2 < sent.End && (s.opensClause(i+2) || s.Words[i+2].Norm == "according"):
		return stretch{}
	case !s.finiteBetween(i+1, sent.End), s.timeAhead(i+1, sent):
		return stretch{}
	}
	return stretch{i + 1, sent.End}
}

// timeAhead says whether a clause of time begins at word i with how long before or
// after: "a few days after the ceasefire". It is the page's, not the speaker's.
func (s *speech) timeAhead(i int32, sent *syntax.Sentence) bool {
	for j := i; j+1 < sent.End && j < i+4; j++ {
		if s.words.is("time_unit", s.Words[j].Lemma) {
			n := s.Words[j+1].Norm
			return n == "after" || n == "before"
		}
	}
	return false
}

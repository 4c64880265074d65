package extract

import (
	"chancery/internal/lexicon"
	"chancery/internal/syntax"
)

// contentOf finds the words attributed by a verb.
func (s *speech) contentOf(v, subject int32, a stretch, cue *lexicon.Speech, sent *syntax.Sentence) []stretch {
	if left := s.leftQuote(a, sent); left.hi > left.lo && cue.Takes&lexicon.Quote != 0 && !s.goesOnFrom(subject, v) && s.Words[v].Lemma != "call" {
		right := s.rightContent(v, a, cue, sent)
		switch {
		case right.hi > right.lo && s.isQuoted(right):
			return []stretch{left, right}
		case s.isQuoted(left):
			return []stretch{left, s.goesOn(a, sent)}
		}
		return []stretch{left}
	}
	if a.hi+1 < sent.End && (s.Words[a.hi].Norm == "," && s.Words[a.hi+1].UPOS == syntax.CCONJ || s.dash(a.hi)) && s.commaBefore(a.lo, sent) {
		if left := s.leftContent(v, a, cue, sent, s.Words[v].Rel); left.hi > left.lo {
			return []stretch{left, s.restAfter(a, sent)} // X is so, he said, and Y was seen
		}
	}
	if last := sent.End - 1; s.Words[last].Norm == ":" && s.ownClause(v) && cue.Takes&lexicon.Quote != 0 && s.quoteOver(last) < 0 { // rejected this:¶ …
		if next := s.following(sent); next.hi > next.lo && (s.isQuoted(next) || s.child(v, syntax.Ccomp) < v) {
			return []stretch{next}
		}
	}
	if rest := s.relativeRest(v, a, sent); rest.hi > rest.lo {
		return []stretch{rest}
	}
	if len(cue.Parts) > 0 && cue.Parts[0].Kind == lexicon.Dependent && s.thatAfter(v, v+1, sent.End, cue) < 0 {
		if object := s.object(v, cue); object.hi > object.lo { // raised the case of …
			return []stretch{object}
		}
	}
	if right := s.rightContent(v, a, cue, sent); right.hi > right.lo {
		return s.withLeft(a, right, sent)
	}
	if c := s.infinitive(v, cue); c.hi > c.lo {
		return []stretch{c}
	}
	if c := s.charge(v, sent); c.hi > c.lo {
		return []stretch{c}
	}
	if object := s.object(v, cue); object.hi > object.lo && (subject < object.lo || subject >= object.hi) {
		return []stretch{object}
	}
	if noun := s.rejected(v, cue); noun.hi > noun.lo {
		return []stretch{noun}
	}
	if q := s.quotedAs(v, cue, sent); q.hi > q.lo {
		return []stretch{q}
	}
	if q := s.quoteBefore(a, cue, sent); q.hi > q.lo {
		return []stretch{q}
	}
	if left := s.leftContent(v, a, cue, sent, s.Words[v].Rel); left.hi >= left.lo && left.hi > 0 {
		return []stretch{left, s.restAfter(a, sent)}
	}
	if r := s.Words[v].Rel; (r == syntax.Parataxis || r == syntax.Advcl) && cue.Takes&lexicon.That != 0 && a.lo-1 > sent.First && a.hi+2 < sent.End && s.Words[a.lo-1].Norm == "," &&
		s.Words[a.hi].Norm == "," && s.opensClause(a.hi+1) && !s.finiteBetween(sent.First, a.lo) && s.finiteBetween(a.hi, sent.End) {
		return []stretch{{a.hi + 1, sent.End}} // in between, she said, the talks were held
	}
	return nil
}

// dash says whether a word is a dash between phrases.
func (s *speech) dash(i int32) bool {
	switch s.Form(i) {
	case "—", "–", "--":
		return true
	}
	return false
}

// relativeRest is what a relative clause says through somebody: "which analysts
// say could have …".
func (s *speech) relativeRest(v int32, a stretch, sent *syntax.Sentence) stretch {
	if s.Words[v].Rel != syntax.AclRelcl || !s.words.is("plainly", s.Words[v].Lemma) || a.hi != v+1 || a.hi+1 >= sent.End || s.Words[a.hi].UPOS != syntax.AUX && (s.Words[a.hi].UPOS != syntax.VERB || hasSuffix(s.Words[a.hi].Norm, "ing")) {
		return stretch{}
	}
	return stretch{a.hi, s.cutTail(v, a.hi, sent.End, sent)}
}

// withLeft puts the subject of a clause that the attribution splits before the
// rest of it: "The bridge, the army said, had been destroyed".
func (s *speech) withLeft(a, right stretch, sent *syntax.Sentence) []stretch {
	lo := a.lo - 1
	if lo <= sent.First || s.Words[lo].Norm != "," || s.Words[a.hi].Norm != "," || s.isMark(sent.First) {
		return []stretch{right}
	}
	switch s.Words[sent.First].UPOS {
	case syntax.ADP, syntax.SCONJ, syntax.ADV, syntax.VERB, syntax.CCONJ, syntax.PART, syntax.INTJ:
		return []stretch{right}
	}
	first := right.lo
	for first < right.hi && s.Words[first].UPOS == syntax.PUNCT {
		first++
	}
	if first >= right.hi || s.finiteBetween(sent.First, lo) || s.timed[sent.First] >= 0 {
		return []stretch{right}
	}
	switch s.Words[first].UPOS {
	case syntax.AUX, syntax.VERB, syntax.ADV, syntax.ADP, syntax.PART:
		return []stretch{{sent.First, lo}, right}
	}
	return []stretch{right}
}

// rightContent is what follows the attribution: a quotation, or a clause.
func (s *speech) rightContent(v int32, a stretch, cue *lexicon.Speech, sent *syntax.Sentence) stretch {
	i := a.hi
	if q := s.quoteNear(i, sent.End); q >= 0 && cue.Takes&lexicon.Quote != 0 {
		return stretch{s.quotes[q].open + 1, s.lastOfRun(q)}
	}
	if i < sent.End && s.Words[i].Norm == ":" && i+1 < sent.End {
		return stretch{i + 1, s.colonEnd(i, sent)}
	}
	if i == sent.End-1 && s.Words[i].Norm == ":" { // said:¶ the words follow as a paragraph
		return s.following(sent)
	}
	if cue.Takes&lexicon.That == 0 {
		return stretch{}
	}
	return s.complement(v, a, cue, sent)
}

// complement is the clause that a verb of saying takes on its right.
func (s *speech) complement(v int32, a stretch, cue *lexicon.Speech, sent *syntax.Sentence) stretch {
	i := a.hi
	if i+2 < sent.End && s.Words[i].Norm == "," && i > v+1 && s.opensClause(i+1) && s.finiteBetween(i+1, sent.End) && !s.finiteBetween(sent.First, a.lo) && s.child(v, syntax.Ccomp) < i {
		i++ // noted on Monday, the victims were …
	}
	that := s.thatAfter(v, v+1, sent.End, cue)
	for _, c := range s.children(v) {
		w := &s.Words[c]
		lo, hi := s.extent(c)
		if s.Words[lo].UPOS == syntax.ADP && lo+1 < hi && (s.Words[lo+1].Norm == "which" || s.Words[lo+1].Norm == "whom") {
			continue
		}
		if c < v || w.Rel != syntax.Ccomp && !(w.Rel == syntax.Parataxis && (i == c-1 || i == lo || i == lo+1 && s.Words[lo].Norm == ",")) {
			continue
		}
		if lo <= v {
			lo = v + 1
		}
		if that >= 0 && that < c {
			lo = that + 1
		} else if lo > i && !s.told(cue) && s.opensClause(i) {
			lo = i // the tree took the subject of the clause for an object
		}
		end := s.clauseEnd(v, c, hi, sent)
		if end+1 < sent.End && s.isMark(end) && s.quoteMarkNear(end) {
			end = sent.End // it is possible "that …"
		}
		return stretch{lo, s.cutTail(v, lo, s.andThat(end, sent), sent)}
	}
	if that >= 0 && s.finiteBetween(that, sent.End) {
		return stretch{that + 1, s.cutTail(v, that+1, sent.End, sent)}
	}
	if c := s.toldClause(v, cue); c.hi > c.lo {
		return c
	}
	if o := s.child(v, syntax.Obj); o > v && s.Words[v].Rel != syntax.Root && s.clauseSubject(o, sent) && !hasSuffix(s.Words[v].Norm, "ing") && !s.told(cue) {
		lo, _ := s.extent(o)
		_, hi := s.extent(v)
		if _, end := s.extent(o); hi <= end {
			hi = s.beforeColon(lo, sent.End)
		}
		if lo > v && lo < hi { // the envoy had said the talks were over
			return stretch{lo, s.cutTail(v, lo, hi, sent)}
		}
	}
	if s.openEnded(v, i, a, cue, sent) {
		return stretch{i, s.cutTail(v, i, sent.End, sent)} // said the project "serves both countries"
	}
	return stretch{}
}

// openEnded says whether the rest of the sentence may be the clause that a verb
// of saying takes, where the tree shows none.
func (s *speech) openEnded(v, i int32, a stretch, cue *lexicon.Speech, sent *syntax.Sentence) bool {
	if i+2 >= sent.End || s.Words[i].UPOS == syntax.PUNCT && !s.quoteMarkNear(i) || s.Words[i].Norm == "to" || cue.Takes&lexicon.Quote == 0 || !s.finiteBetween(i, sent.End) {
		return false
	}
	if hasSuffix(s.Words[v].Norm, "ing") {
		return s.words.is("chaining", s.Words[v].Lemma) && s.opensClause(i)
	}
	if !s.ownClause(v) || s.commaBefore(a.lo, sent) {
		return false
	}
	o := s.child(v, syntax.Obj)
	return o < v || s.clauseSubject(o, sent) || s.Words[v].Lemma == "say"
}

// andThat lets a clause take in a second one: "…, and that the states may sue".
func (s *speech) andThat(hi int32, sent *syntax.Sentence) int32 {
	for i := hi; i+1 < sent.End && i <= hi+1; i++ {
		if n := s.Words[i].Norm; (n == "and" || n == "but" || n == "or") && s.Words[i+1].Norm == "that" && s.Words[i+1].UPOS == syntax.SCONJ {
			return sent.End
		}
	}
	return hi
}

// toldClause is a clause that the tree took for a relative one of the person
// told: "told the press his nephew needed help".
func (s *speech) toldClause(v int32, cue *lexicon.Speech) stretch {
	o := s.child(v, syntax.Iobj, syntax.Obj)
	if o < v || !s.told(cue) {
		return stretch{}
	}
	first := v + 1
	if s.Words[first].UPOS == syntax.DET {
		first++
	}
	if sent := s.sentenceOf(v); first < sent.End && s.cover[first] >= 0 && s.ownClause(v) { // told the Military Times the attack …
		if hi := s.mentions[s.cover[first]].hi; hi+2 < sent.End && s.opensClause(hi) && s.finiteBetween(hi, sent.End) {
			return stretch{hi, s.cutTail(v, hi, sent.End, sent)}
		}
	}
	c := s.child(o, syntax.AclRelcl)
	if c < o || s.subjectOf(c) < o {
		return stretch{}
	}
	lo, hi := s.extent(c)
	switch s.Words[lo].Norm {
	case "who", "which", "that", "whom", "whose", ",":
		return stretch{}
	}
	return stretch{lo, hi}
}

// thatAfter finds the "that" of a complement behind an attribution, past times
// and places: "said after the talks on Monday that …"; -1 for none. One that
// hangs on a noun ("denied reports that …") is the noun's, unless the cue names it.
func (s *speech) thatAfter(v, i, end int32, cue *lexicon.Speech) int32 {
	for j := i; j < end && j < i+16; j++ {
		w := &s.Words[j]
		switch {
		case w.Norm == "that" && (w.UPOS == syntax.SCONJ || j > i && s.wholeClause(j)):
			for n := j - 1; n > v; n-- {
				if len(s.lex.Speech(s.Words[n].Lemma, 'n')) > 0 && s.Words[n].UPOS == syntax.NOUN && !s.partOf(n, cue) && s.Words[n].Head == v && s.Words[n].Rel == syntax.Obj {
					return -1
				}
			}
			return j
		case w.Norm == "according":
		case w.UPOS == syntax.VERB && s.cover[j] < 0 || w.UPOS == syntax.AUX || s.isMark(j) || w.Norm == ";" || w.Norm == ":":
			return -1
		}
	}
	return -1
}

// wholeClause says whether the clause behind a "that" read as a relative pronoun
// lacks nothing, so that it is rather a conjunction: "claims that X armed Y".
func (s *speech) wholeClause(that int32) bool {
	w := &s.Words[that]
	v := w.Head
	if w.UPOS != syntax.PRON || v < that || base(s.Words[v].Rel) != syntax.Acl || w.Rel == syntax.Nsubj || w.Rel == syntax.NsubjPass {
		return false
	}
	objects := 0
	for _, c := range s.children(v) {
		switch s.Words[c].Rel {
		case syntax.Obj, syntax.Iobj:
			objects++
		}
	}
	return s.subjectOf(v) > that && (objects != 1 || w.Rel != syntax.Obj || s.passive(v) || s.child(v, syntax.Cop) >= 0 || s.verbOfSaying(s.Words[v].Head, that))
}

// verbOfSaying says whether a phrase with a "that" behind it hangs on a verb of
// saying that has no other complement.
func (s *speech) verbOfSaying(i, that int32) bool {
	for n := 0; i >= 0 && n < 4; i, n = s.Words[i].Head, n+1 {
		if i < that && s.Words[i].UPOS == syntax.VERB {
			return s.Words[i].Lemma == "say" && s.child(i, syntax.Ccomp) < 0
		}
	}
	return false
}

// opensClause says whether a word can begin the subject of a clause.
func (s *speech) opensClause(i int32) bool {
	switch s.Words[i].Norm {
	case "both", "either", "neither":
		return true
	}
	switch s.Words[i].UPOS {
	case syntax.DET, syntax.NOUN, syntax.PRON, syntax.PROPN, syntax.ADJ, syntax.NUM:
		return s.timed[i] < 0
	}
	return false
}

// told says whether a verb of saying takes the one told as its object.
func (s *speech) told(cue *lexicon.Speech) bool {
	for _, slot := range cue.Addressee {
		for _, path := range slot {
			if len(path) == 1 && (path[0] == "obj" || path[0] == "iobj") {
				return true
			}
		}
	}
	return false
}

// clauseSubject says whether a noun read as object is rather the subject of the
// clause that follows: "announced it planned to join".
func (s *speech) clauseSubject(o int32, sent *syntax.Sentence) bool {
	_, hi := s.extent(o)
	if hi >= sent.End {
		return false
	}
	if s.Words[hi].Norm == "," { // Iran, among others, is …
		for j := hi + 1; j+1 < sent.End && j < hi+14; j++ {
			if w := &s.Words[j]; w.UPOS == syntax.VERB && s.cover[j] < 0 || w.Norm == ";" {
				break
			} else if w.UPOS == syntax.AUX {
				return s.Words[j-1].Norm == ","
			}
		}
	}
	for s.isMark(hi) && hi+1 < sent.End {
		hi++
	}
	w := &s.Words[hi]
	return w.UPOS == syntax.AUX || w.UPOS == syntax.VERB && !hasSuffix(w.Norm, "ing")
}

// clauseEnd lets a complement clause take in the adjuncts behind it that the
// tree hangs on the verb of saying.
func (s *speech) clauseEnd(v, c, hi int32, sent *syntax.Sentence) int32 {
	for _, k := range s.children(v) {
		if k < hi {
			continue
		}
		switch s.Words[k].Rel {
		case syntax.Obl, syntax.Advmod, syntax.OblUnmarked, syntax.Xcomp:
			if lo, h := s.extent(k); lo == hi {
				hi = h
				continue
			}
		case syntax.Advcl, syntax.Ccomp, syntax.Parataxis:
			if lo, h := s.extent(k); lo <= hi+1 && s.lex.Speech(s.Words[k].Lemma, 'v') == nil {
				hi = h
				continue
			}
		}
		break
	}
	return min(hi, sent.End)
}

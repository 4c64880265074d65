package extract

import (
	"chancery/internal/lexicon"
	"chancery/internal/syntax"
)

// object is the noun phrase that a verb such as "emphasized" or "announced"
// attributes, with what is said of it: "described the talks as useful".
func (s *speech) object(v int32, cue *lexicon.Speech) stretch {
	if cue.Takes&lexicon.NP == 0 {
		return stretch{}
	}
	if s.passive(v) {
		return s.passiveObject(v)
	}
	if len(cue.Parts) == 1 && cue.Parts[0].Kind == lexicon.Marker { // called for, pointed to
		return s.prepositionObject(v, cue)
	}
	o := s.child(v, syntax.Obj)
	if o < 0 && s.words.is("naming", s.Words[v].Lemma) {
		o = s.child(v, syntax.Iobj)
	}
	if g := s.child(v, syntax.Xcomp); o < 0 && g == v+1 && hasSuffix(s.Words[g].Norm, "ing") { // mentions setting up a fund
		_, hi := s.extent(g)
		return stretch{g, hi}
	}
	if o > v && (hasSuffix(s.Words[o].Norm, "self") || hasSuffix(s.Words[o].Norm, "selves")) {
		return stretch{}
	}
	if o <= v || s.words.is("accusing", s.Words[v].Lemma) || cue.Head == "cite" && hasSuffix(s.Words[v].Norm, "ing") {
		return stretch{}
	}
	if cue.Polarity == "denies" && cue.Head != "deny" && !s.saidBefore(o) {
		return stretch{}
	}
	lo, hi := s.extent(o)
	if lo <= v {
		lo = o
	}
	if sent := s.sentenceOf(v); hi < sent.End && s.clauseSubject(o, sent) { // claimed sex had been consensual
		return stretch{lo, s.cutTail(v, lo, s.beforeColon(lo, sent.End), sent)}
	}
	end := s.besideObject(v, o, hi)
	if s.Words[v].Lemma == "call" && len(cue.Parts) == 0 && end == hi && !s.quotesIn(o, hi) && !s.wordBehind(o+1) {
		return stretch{} // called her by telephone, called a strike: nothing is said of it
	}
	if s.Words[o].UPOS == syntax.PRON && (cue.Polarity != "denies" || end > hi) { // called it a crime: only what is said of it
		if hi < end && s.Words[hi].Norm == "as" {
			hi++
		}
		return stretch{hi, end}
	}
	return stretch{lo, s.objectEnd(o, s.cutTail(v, lo, end, s.sentenceOf(v)))}
}

// wordBehind says whether a noun or adjective stands at word i, whatever the tree makes of it.
func (s *speech) wordBehind(i int32) bool {
	if i >= int32(len(s.Words)) || s.timed[i] >= 0 {
		return false
	}
	u := s.Words[i].UPOS
	return u == syntax.NOUN || u == syntax.ADJ || u == syntax.VERB
}

// quotesIn says whether a quotation begins between two words.
func (s *speech) quotesIn(lo, hi int32) bool {
	for i := lo; i < hi; i++ {
		if s.quoteOver(i) >= 0 {
			return true
		}
	}
	return false
}

// objectEnd ends an object before a comma behind which the page goes on: "a
// withdrawal, beyond the one announced before".
func (s *speech) objectEnd(o, hi int32) int32 {
	for j := o + 1; j+1 < hi; j++ {
		if q := s.quoteOver(j); q >= 0 {
			j = s.quotes[q].close
			continue
		}
		if s.Words[j].Norm != "," {
			continue
		}
		switch w := &s.Words[j+1]; w.UPOS {
		case syntax.ADP, syntax.SCONJ, syntax.VERB:
			if w.Norm != "including" && w.Norm != "such" && !s.feature(j+1, "Tense=Past") {
				return j
			}
		}
	}
	return hi
}

// beforeColon ends a clause at the first semicolon.
func (s *speech) beforeColon(lo, hi int32) int32 {
	for i := lo; i < hi; i++ {
		if s.Words[i].Norm == ";" {
			return i
		}
	}
	return hi
}

// besideObject is the end of what belongs with the object of a verb of saying
// though it hangs on the verb: "as useful", "to complications from a stroke",
// "with keeping the story alive". Times, and how and where it was said, do not.
func (s *speech) besideObject(v, o, hi int32) int32 {
	for _, c := range s.children(v) {
		a, b := s.extent(c)
		if c < o || a != hi || s.timed[c] >= 0 {
			continue
		}
		if names := s.words.is("naming", s.Words[v].Lemma); names && (base(s.Words[c].Rel) == syntax.Obl && s.caseOf(c) == "" || s.Words[c].Rel == syntax.Obj && c > o) {
			hi = b // called the move a mistake
			continue
		}
		switch w := &s.Words[c]; w.Rel {
		case syntax.Xcomp:
			hi = b
		case syntax.Advcl:
			if m := s.child(c, syntax.Mark, syntax.Case); m >= 0 && s.withObject(s.Words[m].Norm) {
				hi = b
			}
		case syntax.Obl:
			if s.withObject(s.caseOf(c)) && !s.words.is("document", w.Lemma) && !s.words.is("channel", w.Lemma) && !(s.caseOf(c) == "in" && s.heads[c] >= 0) {
				hi = b
			}
		}
	}
	return hi
}

// withObject says whether a preposition joins a phrase to an object rather than
// to the act of saying.
func (s *speech) withObject(prep string) bool {
	switch prep {
	case "as", "to", "with", "at", "for", "against", "over", "in", "of", "until", "from", "between", "into", "toward", "towards":
		return true
	}
	return false
}

// passiveObject is what was announced or claimed by somebody: the subject of the
// passive, or the noun that its participle modifies.
func (s *speech) passiveObject(v int32) stretch {
	c := s.subjectOf(v)
	if c >= 0 && c < v {
		if r := s.relative(c); r != c {
			return stretch{}
		}
		lo, hi := s.extent(c)
		return stretch{lo, min(hi, v)}
	}
	if w := &s.Words[v]; w.Rel == syntax.Acl && w.Head >= 0 && w.Head < v {
		lo, _ := s.extent(w.Head)
		return stretch{lo, v}
	}
	return stretch{}
}

// saidBefore says whether a noun or pronoun takes up what somebody said: "the
// accusation", "this".
func (s *speech) saidBefore(o int32) bool {
	w := &s.Words[o]
	switch w.Norm {
	case "it", "this", "that", "them", "these", "those":
		return true
	}
	return len(s.lex.Speech(w.Lemma, 'n')) > 0
}

// prepositionObject is the noun phrase behind the preposition that a cue names.
func (s *speech) prepositionObject(v int32, cue *lexicon.Speech) stretch {
	for _, c := range s.children(v) {
		if c > v && cue.Parts[0].Is(s.caseOf(c)) {
			lo, hi := s.extent(c)
			if lo > v {
				lo++
			}
			if x := s.child(v, syntax.Xcomp, syntax.Advcl); x >= hi {
				if a, b := s.extent(x); a == hi {
					hi = b // called for the killers to be tried
				}
			}
			return stretch{lo, hi}
		}
	}
	return stretch{}
}

// infinitive is what a verb such as "urged", "vowed" or "threatened" takes:
// "both sides to stop fighting", "to close the border".
func (s *speech) infinitive(v int32, cue *lexicon.Speech) stretch {
	if cue.Takes&lexicon.Inf == 0 || s.passive(v) {
		return stretch{}
	}
	for _, c := range s.children(v) {
		w := &s.Words[c]
		if c < v || w.Rel != syntax.Xcomp && w.Rel != syntax.Ccomp && w.Rel != syntax.Advcl || !s.hasTo(c) {
			continue
		}
		lo, hi := s.extent(c)
		if lo <= v {
			lo = v + 1
		}
		if o := s.child(v, syntax.Obj, syntax.Iobj); o > v && o < lo && s.Words[o].UPOS != syntax.PRON {
			if a, b := s.extent(o); a > v && b == lo {
				lo = a
			}
		} else if o := s.child(v, syntax.Obl); o > v && o < lo && (s.caseOf(o) == "on" || s.caseOf(o) == "upon" || s.caseOf(o) == "for") {
			if a, b := s.extent(o); b == lo {
				lo = a + 1
			}
		}
		if s.anonymity(c) {
			return stretch{}
		}
		for j := c; j+2 < hi; j++ {
			if s.Words[j].Norm == "," && s.Words[j+1].UPOS == syntax.CCONJ && s.opensClause(j+2) && s.finiteBetween(j+2, hi) {
				hi = j
			}
		}
		return stretch{lo, hi}
	}
	return stretch{}
}

// anonymity says whether an infinitive is a wish not to be named.
func (s *speech) anonymity(c int32) bool {
	switch s.Words[c].Lemma {
	case "name", "identify", "quote":
		for _, k := range s.children(c) {
			if s.Words[k].Norm == "not" {
				return true
			}
		}
	}
	return false
}

// hasTo says whether a verb, or what a copula makes one, is an infinitive with "to".
func (s *speech) hasTo(c int32) bool {
	for _, k := range s.children(c) {
		if w := &s.Words[k]; k < c && w.Norm == "to" && (w.Rel == syntax.Mark || w.UPOS == syntax.PART) {
			return true
		}
	}
	return false
}

// charge is what somebody is accused of or blamed for: the act is the accuser's
// claim.
func (s *speech) charge(v int32, sent *syntax.Sentence) stretch {
	if !s.words.is("accusing", s.Words[v].Lemma) || s.passive(v) {
		return stretch{}
	}
	_, end := s.extent(v)
	for j := v + 2; j+1 < end && j < v+20; j++ {
		w := &s.Words[j]
		if w.UPOS == syntax.VERB && s.cover[j] < 0 || w.Norm == "," && !s.named(j+1, end) {
			break
		}
		if (w.Norm == "of" || w.Norm == "for" || w.Norm == "with") && s.hangsOn(j, v) {
			_, hi := s.extent(s.Words[j].Head)
			if hi <= j+1 || s.Words[s.Words[j].Head].Rel == syntax.Amod {
				hi = end
			}
			return stretch{j + 1, s.cutTail(v, j+1, hi, sent)}
		}
	}
	return stretch{}
}

// rejected is the noun for a claim whose relative clause says that it was
// rejected: "a charge that the president rejected".
func (s *speech) rejected(v int32, cue *lexicon.Speech) stretch {
	w := &s.Words[v]
	if cue.Polarity != "denies" && cue.Polarity != "doubts" || base(w.Rel) != syntax.Acl || w.Head < 0 || s.passive(v) || !s.words.is("claim", s.Words[w.Head].Lemma) {
		return stretch{}
	}
	lo, _ := s.nounPhrase(w.Head)
	return stretch{lo, w.Head + 1}
}

func (s *speech) named(i, end int32) bool { return i < end && s.cover[i] >= 0 }

// hangsOn says whether the phrase of a preposition tells what somebody is
// accused of: it is a gerund, or hangs on the verb itself.
func (s *speech) hangsOn(j, v int32) bool {
	return hasSuffix(s.Words[j+1].Norm, "ing") && s.cover[j+1] < 0 || s.Words[s.Words[j].Head].Head == v
}

package extract

import (
	"chancery/internal/lexicon"
	"chancery/internal/syntax"
)

// contentOf finds the words attributed by a verb, and whether they are quoted.
func (s *speech) contentOf(v, subject int32, a stretch, cue *lexicon.Speech, sent *syntax.Sentence) ([]stretch, string) {
	right := s.rightContent(v, a, cue, sent)
	if right.hi > right.lo {
		left := s.leftQuote(a, sent)
		if left.hi > left.lo && s.isQuoted(right) && s.Words[right.lo].Sent == s.Words[v].Sent {
			return s.finish([]stretch{left, right})
		}
		return s.finish([]stretch{right})
	}
	if q := s.leftQuote(a, sent); q.hi > q.lo && cue.Takes&lexicon.Quote != 0 {
		return s.finish([]stretch{q, s.goesOn(a, sent)})
	}
	if object := s.object(v, cue); object.hi > object.lo {
		return s.finish([]stretch{object})
	}
	if left := s.leftContent(v, a, cue, sent, s.Words[v].Rel); left.hi > left.lo {
		return s.finish([]stretch{left})
	}
	return nil, ""
}

// object is the noun phrase that a verb such as "emphasized" attributes.
func (s *speech) object(v int32, cue *lexicon.Speech) stretch {
	if cue.Takes&lexicon.NP == 0 || s.passive(v) {
		return stretch{}
	}
	if o := s.child(v, syntax.Obj); o > v && !s.lendsItself(v, o) {
		if lo, hi := s.extent(o); hi-lo > 3 {
			return stretch{lo, hi}
		}
	}
	return stretch{}
}

// rightContent is what follows the attribution: a quotation, or a clause.
func (s *speech) rightContent(v int32, a stretch, cue *lexicon.Speech, sent *syntax.Sentence) stretch {
	i := a.hi
	if q := s.quoteNear(i, sent.End); q >= 0 && cue.Takes&lexicon.Quote != 0 {
		return stretch{s.quotes[q].open + 1, s.lastOfRun(q)}
	}
	if i < sent.End && s.Words[i].Norm == ":" && i+1 < sent.End {
		return stretch{i + 1, sent.End}
	}
	if i == sent.End-1 && s.Words[i].Norm == ":" { // said:¶ the words follow as a paragraph
		return s.following(sent)
	}
	if cue.Takes&lexicon.That == 0 {
		return stretch{}
	}
	for _, c := range s.children(v) {
		w := &s.Words[c]
		if c < v || w.Rel != syntax.Ccomp && !(w.Rel == syntax.Parataxis && i == c-1) {
			continue
		}
		lo, hi := s.extent(c)
		if lo <= v {
			lo = v + 1
		}
		return stretch{lo, s.clauseEnd(v, c, hi, sent)}
	}
	if i < sent.End && s.Words[i].Norm == "that" && s.Words[i].UPOS == syntax.SCONJ {
		return stretch{i + 1, sent.End}
	}
	if i+2 < sent.End && s.Words[i].UPOS != syntax.PUNCT && s.Words[i].Norm != "to" && cue.Takes&lexicon.Quote != 0 && s.lex.Light(s.Words[v].Lemma) == nil && s.ownClause(v) && s.finiteBetween(i, sent.End) && !s.commaBefore(a.lo, sent) {
		if o := s.child(v, syntax.Obj); o > v && cue.Takes&lexicon.NP != 0 && !s.clauseSubject(o, sent) {
			return stretch{}
		}
		for j := i; j < sent.End && j < i+8; j++ { // said after the talks that …
			if s.Words[j].Norm == "that" && s.Words[j].UPOS == syntax.SCONJ {
				return stretch{j + 1, sent.End}
			}
		}
		return stretch{i, sent.End} // said the project "serves both countries"
	}
	return stretch{}
}

// clauseSubject says whether a noun read as object is rather the subject of the
// clause that follows: "announced it planned to join".
func (s *speech) clauseSubject(o int32, sent *syntax.Sentence) bool {
	_, hi := s.extent(o)
	if hi >= sent.End {
		return false
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

// following is the quotation or paragraph after a sentence that ends in a colon.
func (s *speech) following(sent *syntax.Sentence) stretch {
	next := sent.End
	if next >= int32(len(s.Words)) {
		return stretch{}
	}
	if q := s.quoteOver(next); q >= 0 && s.quotes[q].open <= next+1 {
		return stretch{s.quotes[q].open + 1, s.lastOfRun(q)}
	}
	return stretch{next, s.endOfSpeech(next)}
}

// lastOfRun is the end of the last of several quotations that follow one
// another with nothing between: a speech printed paragraph by paragraph.
func (s *speech) lastOfRun(q int) int32 {
	for q+1 < len(s.quotes) && s.quotes[q+1].open == s.quotes[q].close+1 {
		q++
	}
	return s.quotes[q].close
}

// endOfSpeech is the end of a text that "X said:" introduces without quotation
// marks, as ministries print statements: up to the next attribution, else to
// the end of the page.
func (s *speech) endOfSpeech(from int32) int32 {
	for k := int(s.Words[from].Sent); k < len(s.Sentences); k++ {
		sent := &s.Sentences[k]
		if sent.End-1 > sent.First && s.Words[sent.End-1].Norm == ":" {
			return sent.First
		}
	}
	return int32(len(s.Words))
}

// quoteNear is the quotation that opens at word i or after a comma, colon or
// "that" before it; -1 for none.
func (s *speech) quoteNear(i, end int32) int {
	for n := 0; n < 3 && i < int32(len(s.Words)); n++ {
		if q := s.quoteOver(i); q >= 0 && s.quotes[q].open == i {
			if s.quotes[q].close-i < 4 && i+4 < end { // a word or two in scare quotes
				return -1
			}
			return q
		}
		switch s.Words[i].Norm {
		case ",", ":", "that", "—", "–":
			i++
		default:
			return -1
		}
	}
	return -1
}

// leftQuote is the quotation that ends right before the attribution.
func (s *speech) leftQuote(a stretch, sent *syntax.Sentence) stretch {
	i := a.lo - 1
	for n := 0; n < 2 && i > sent.First; n++ {
		if q := s.quoteOver(i); q >= 0 && s.quotes[q].close == i {
			return stretch{s.quotes[q].open + 1, i}
		}
		if s.Words[i].Norm != "," && s.Words[i].UPOS != syntax.ADV {
			break
		}
		i--
	}
	return stretch{}
}

// lendsItself says whether a verb only carries the act that its object names:
// "held talks" says nothing.
func (s *speech) lendsItself(v, o int32) bool {
	noun := s.Words[o].Lemma
	if len(s.lex.Frames(noun, 'n')) == 0 {
		return false
	}
	for _, l := range s.lex.Light(s.Words[v].Lemma) {
		if len(l.Parts) == 0 && l.Takes(noun) {
			return true
		}
	}
	return false
}

// answersTo says whether what stands in [lo, hi) can be what verb v says: its
// clause or the one that holds it, but neither a clause that "and" ties to it
// nor a mere adverbial ("Before the vote, X held …").
func (s *speech) answersTo(v, lo, hi int32) bool {
	if s.Words[v].Rel == syntax.Conj && s.child(v, syntax.Cc) >= 0 {
		return false
	}
	adverbial := false
	for _, c := range s.children(v) {
		if c < lo || c >= hi {
			continue
		}
		switch base(s.Words[c].Rel) {
		case syntax.Ccomp, syntax.Parataxis, syntax.Dep, syntax.Conj:
			return true
		case syntax.Advcl:
			adverbial = true
		}
	}
	return !adverbial
}

// leftContent is the main clause that goes before ", she said".
func (s *speech) leftContent(v int32, a stretch, cue *lexicon.Speech, sent *syntax.Sentence, rel syntax.Rel) stretch {
	if cue.Takes&(lexicon.That|lexicon.Quote) == 0 || a.lo-1 <= sent.First {
		return stretch{}
	}
	if n := s.Words[a.lo-1].Norm; n != "," && n != "—" && n != "–" && n != "-" {
		return stretch{}
	}
	if !s.tailOrInset(a, sent) || !s.finiteBetween(sent.First, a.lo-1) || !s.answersTo(v, sent.First, a.lo-1) {
		return stretch{}
	}
	switch rel {
	case syntax.Root, syntax.Parataxis, syntax.Ccomp, syntax.Dep, syntax.Conj, syntax.Appos, syntax.AclRelcl:
		return stretch{sent.First, a.lo - 1}
	}
	return stretch{}
}

// finish trims marks and conjunctions off the ends of contents and tells
// whether they are quoted.
func (s *speech) finish(in []stretch) ([]stretch, string) {
	out := in[:0]
	for _, c := range in {
		if c = s.trim(c); c.hi > c.lo {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, ""
	}
	quoted, words := 0, 0
	for _, c := range out {
		for i := c.lo; i < c.hi; i++ {
			if q := s.quoteOver(i); q >= 0 && s.quotes[q].open < i && i < s.quotes[q].close {
				quoted++
			}
			words++
		}
	}
	switch {
	case quoted >= words-1 && quoted > 0:
		return out, "direct"
	case quoted > 1:
		return out, "mixed"
	}
	return out, "indirect"
}

func (s *speech) isQuoted(c stretch) bool {
	q := s.quoteOver(c.lo)
	return q >= 0 && s.quotes[q].open < c.lo && c.hi <= s.quotes[q].close
}

func (s *speech) trim(c stretch) stretch {
	for c.lo < c.hi {
		w := &s.Words[c.lo]
		if w.UPOS == syntax.PUNCT && w.Norm != "[" && w.Norm != "(" || w.Norm == "that" && w.Rel == syntax.Mark || w.UPOS == syntax.CCONJ {
			c.lo++
			continue
		}
		break
	}
	for c.hi > c.lo {
		w := &s.Words[c.hi-1]
		if w.UPOS == syntax.PUNCT && w.Norm != "]" && w.Norm != ")" && w.Norm != "%" || w.UPOS == syntax.CCONJ {
			c.hi--
			continue
		}
		break
	}
	return c
}

// goesOn is the quotation that opens right behind a sentence that closes with
// its attribution: "…," X said. "…". One that has an attribution of its own ends
// in a comma.
func (s *speech) goesOn(a stretch, sent *syntax.Sentence) stretch {
	next := sent.End
	if next >= int32(len(s.Words)) || s.sentenceOf(next).ParagraphStart || s.Words[sent.End-1].Norm == "," {
		return stretch{}
	}
	q := s.quoteOver(next)
	if q < 0 || s.quotes[q].open != next || s.Words[s.quotes[q].close-1].Norm == "," {
		return stretch{}
	}
	return stretch{next + 1, s.quotes[q].close}
}

package extract

import (
	"chancery/internal/lexicon"
	"chancery/internal/syntax"
)

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

// colonEnd is the end of the words that follow a colon without marks: the
// sentence, or the paragraph where the words begin like a sentence of their own.
func (s *speech) colonEnd(i int32, sent *syntax.Sentence) int32 {
	if !s.capital(i+1) || s.isMark(i+1) {
		return sent.End
	}
	end := sent.End
	for k := int(s.Words[i].Sent) + 1; k < len(s.Sentences) && !s.Sentences[k].ParagraphStart; k++ {
		end = s.Sentences[k].End
	}
	return end
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
			if s.quotes[q].close-i < 4 && s.wordsAfter(s.quotes[q].close+1, end) && !s.exclaims(i) { // a word or two in scare quotes
				return -1
			}
			if s.isTitle(q) {
				return -1
			}
			return q
		}
		switch s.Words[i].Norm {
		case ",", ":", "that", "—", "–", "as":
			i++
		default:
			return -1
		}
	}
	return -1
}

// exclaims says whether a quotation ends in a mark of exclamation or question.
func (s *speech) exclaims(open int32) bool {
	n := s.Words[s.quotes[s.quoteOver(open)].close-1].Norm
	return n == "!" || n == "?"
}

// isTitle says whether each longer word of a quotation has a capital and no
// sentence closes in it: "War and Peace".
func (s *speech) isTitle(q int) bool {
	words := 0
	for i := s.quotes[q].open + 1; i < s.quotes[q].close; i++ {
		switch w := &s.Words[i]; {
		case w.UPOS == syntax.PUNCT && (w.Norm == "." || w.Norm == "!" || w.Norm == "?" || w.Norm == ","):
			return false
		case w.UPOS == syntax.AUX || w.UPOS == syntax.VERB && !s.capital(i):
			return false
		case w.UPOS == syntax.PUNCT || w.UPOS == syntax.ADP || w.UPOS == syntax.DET || w.UPOS == syntax.CCONJ || w.UPOS == syntax.NUM:
		case !s.capital(i):
			return false
		default:
			words++
		}
	}
	return words > 1
}

// wordsAfter says whether anything but punctuation stands in [i, end).
func (s *speech) wordsAfter(i, end int32) bool {
	for ; i < end; i++ {
		if s.Words[i].UPOS != syntax.PUNCT {
			return true
		}
	}
	return false
}

// leftQuote is the quotation that ends right before the attribution, with the
// words of its sentence that lead up to it: `The treaty is "a piece of paper," …`.
func (s *speech) leftQuote(a stretch, sent *syntax.Sentence) stretch {
	i := a.lo - 1
	for n := 0; n < 8 && i > sent.First; n++ {
		if q := s.quoteOver(i); q >= 0 && s.quotes[q].close == i {
			return s.fromSentence(q, sent)
		}
		u := s.Words[i].UPOS
		if n < 2 && (s.Words[i].Norm == "," || u == syntax.ADV) || u == syntax.PROPN || u == syntax.NOUN && s.Words[a.lo].UPOS != syntax.PRON {
			i--
			continue
		}
		break
	}
	return stretch{}
}

// fromSentence is a quotation that closes a clause, from the beginning of the
// clause when that stands outside the marks.
func (s *speech) fromSentence(q int, sent *syntax.Sentence) stretch {
	open := s.quotes[q].open
	if open <= sent.First+1 {
		return stretch{open + 1, s.quotes[q].close}
	}
	switch w := &s.Words[open-1]; {
	case w.UPOS == syntax.PUNCT, w.UPOS == syntax.CCONJ, w.Norm == "that", s.cueOf(open-1, 'v') != nil:
		return stretch{open + 1, s.quotes[q].close}
	case !s.finiteBetween(sent.First, open):
		return stretch{open + 1, s.quotes[q].close}
	}
	return stretch{sent.First, s.quotes[q].close + 1}
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

// finish trims marks and conjunctions off the ends of contents and tells
// whether they are quoted.
func (s *speech) finish(in []stretch, cue int32) ([]stretch, string) {
	out := in[:0]
	for _, c := range in {
		if c.hi > c.lo {
			if c = s.trim(c); c.hi > c.lo {
				out = append(out, c)
			}
		}
	}
	if len(out) == 0 {
		return nil, ""
	}
	quoted, words, around := 0, 0, s.quoteOver(cue)
	for _, c := range out {
		for i := c.lo; i < c.hi; i++ {
			if q := s.quoteOver(i); q >= 0 && q != around && s.quotes[q].open < i && i < s.quotes[q].close {
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

// trim takes marks off the ends of a content, and conjunctions off one that is
// not quoted. A closing mark stays when its opening one is inside.
func (s *speech) trim(c stretch) stretch {
	quoted := s.isQuoted(c)
	for c.lo < c.hi {
		w := &s.Words[c.lo]
		if q := s.quoteOver(c.lo); q >= 0 && s.quotes[q].open == c.lo && s.quotes[q].close < c.hi-1 && s.wordsAfter(s.quotes[q].close+1, c.hi) {
			break // it opens a part only
		}
		if w.UPOS == syntax.PUNCT && w.Norm != "[" && w.Norm != "(" || !quoted && (w.Norm == "that" && w.Rel == syntax.Mark || w.UPOS == syntax.CCONJ) {
			c.lo++
			continue
		}
		break
	}
	for c.hi > c.lo {
		i := c.hi - 1
		w := &s.Words[i]
		if q := s.quoteOver(i); q >= 0 && s.quotes[q].close == i && s.quotes[q].open >= c.lo {
			break
		}
		switch w.Norm {
		case "]", ")", "%", "?", "!":
			return c
		}
		if w.UPOS == syntax.PUNCT || w.UPOS == syntax.CCONJ {
			c.hi--
			continue
		}
		break
	}
	return c
}

// quotedAs is the quotation in `hailed the vote as "a victory"`.
func (s *speech) quotedAs(v int32, cue *lexicon.Speech, sent *syntax.Sentence) stretch {
	if cue.Takes&lexicon.Quote == 0 {
		return stretch{}
	}
	for i := v + 1; i+1 < sent.End && i < v+16; i++ {
		if u := s.Words[i].UPOS; u == syntax.AUX || u == syntax.VERB && s.cover[i] < 0 && s.Words[i].Rel != syntax.Amod {
			break
		}
		if s.Words[i].Norm == "as" && s.quoteMarkNear(i+1) {
			q := &s.quotes[s.quoteOver(i+1)]
			return stretch{q.open + 1, q.close}
		}
	}
	return stretch{}
}

// quoteBefore is the quotation that closes the sentence before one that is an
// attribution and nothing else: `"A great day!" Novak tweeted.`
func (s *speech) quoteBefore(a stretch, cue *lexicon.Speech, sent *syntax.Sentence) stretch {
	if cue.Takes&lexicon.Quote == 0 || sent.ParagraphStart || a.lo > sent.First+3 || s.finiteBetween(a.hi, sent.End) || sent.First == 0 {
		return stretch{}
	}
	q := s.quoteOver(sent.First - 1)
	if q < 0 || s.quotes[q].used || s.quotes[q].close != sent.First-1 || s.quotes[q].close-s.quotes[q].open < 4 {
		return stretch{}
	}
	return stretch{s.quotes[q].open + 1, s.quotes[q].close}
}

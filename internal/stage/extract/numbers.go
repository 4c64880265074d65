package extract

import (
	"chancery/internal/stage/extract/timex"
	"chancery/internal/syntax"
)

// mostPeople is more than any count of persons; what is above it is misread.
const mostPeople = 1e8

// numberBack is how many words before its last one a number may begin.
const numberBack = 5

// numberOver is the longest number in words whose words include i.
func (p *page) numberOver(i int32) (timex.Num, bool) {
	n, _, ok := p.numberSpan(i)
	return n, ok
}

// numberSpan is the longest number that includes a word, and where it begins.
func (p *page) numberSpan(i int32) (timex.Num, int32, bool) {
	sent := p.sentenceOf(i)
	for lo := max(sent.First, i-numberBack); lo <= i; lo++ {
		if w := &p.Words[lo]; w.UPOS == syntax.PUNCT || w.UPOS == syntax.CCONJ || p.verbal(lo) {
			continue
		}
		n, ok := p.grammar.Number(p.Text, p.Words[lo:min(sent.End, i+numberBack+1)])
		if ok && lo+int32(n.Words) > i {
			return n, lo, true
		}
	}
	return timex.Num{}, i, false
}

// wholeNumber is the count of persons in words whose words include i, and where
// it begins; false for a vague one, a fraction, and what cannot be a count.
func (p *page) wholeNumber(i int32) (lo int32, n int, ok bool) {
	num, lo, ok := p.numberSpan(i)
	if !ok || num.Vague || num.Value >= mostPeople || num.Value != float64(int(num.Value)) {
		return lo, 0, false
	}
	return lo, int(num.Value), true
}

// numberAt is the number that counts a noun, or that the word itself is; 0 for
// none or for a vague one.
func (p *page) numberAt(i int32) int {
	at := i
	if p.Words[i].UPOS != syntax.NUM {
		if at = p.child(i, syntax.Nummod); at < 0 {
			return 0
		}
	}
	if p.isTime(at) {
		return 0
	}
	_, n, _ := p.wholeNumber(at)
	return n
}

package extract

import (
	"chancery/internal/stage/extract/ner"
	"chancery/record"
)

// again finds the names of several words that the recogniser found in one place
// and overlooked, or cut short, in another: "Canada Post" after "Canada Post".
func (n *names) again() {
	known := map[string][]int32{} // by the first word
	seen := map[string]bool{}
	for k := range n.spans {
		s := &n.spans[k]
		if s.Hi-s.Lo < 2 || s.Hi-s.Lo > longestAgain || n.spanAt[s.Lo] != int32(k+1) || s.Kind == record.Place || s.Score < sureAgain {
			continue
		}
		if text := n.plainText(s.Lo, s.Hi); !seen[text] && len(known[n.Form(s.Lo)]) < mostAgain {
			seen[text] = true
			known[n.Form(s.Lo)] = append(known[n.Form(s.Lo)], int32(k))
		}
	}
	if len(known) == 0 {
		return
	}
	for i := int32(0); i < int32(len(n.Words)); i++ {
		if !n.capital(i) || n.spanAt[i] > 0 && n.spans[n.spanAt[i]-1].Lo < i {
			continue
		}
		best := int32(-1)
		for _, k := range known[n.Form(i)] {
			if s := &n.spans[k]; n.sameWords(s.Lo, s.Hi, i) && (best < 0 || s.Hi-s.Lo > n.spans[best].Hi-n.spans[best].Lo) {
				best = k
			}
		}
		if best >= 0 {
			s := &n.spans[best]
			n.repeat(ner.Span{Lo: i, Hi: i + s.Hi - s.Lo, Kind: s.Kind, Score: s.Score})
		}
	}
}

// longestAgain, sureAgain and mostAgain bound what again looks for: words of a
// name, its score, names with one first word.
const (
	longestAgain = 8
	sureAgain    = 0.1
	mostAgain    = 32
)

// sameWords says whether the words from i on, in one sentence, are spelt as [lo, hi).
func (n *names) sameWords(lo, hi, i int32) bool {
	if i == lo || i+hi-lo > n.sentenceOf(i).End {
		return false
	}
	for k := lo; k < hi; k++ {
		if n.Form(k) != n.Form(i+k-lo) {
			return false
		}
	}
	return true
}

// repeat enters a name where no other reaches over its borders, in the place of
// those inside it.
func (n *names) repeat(s ner.Span) {
	for i := s.Lo; i < s.Hi; i++ {
		if k := n.spanAt[i]; k > 0 && (n.spans[k-1].Lo < s.Lo || n.spans[k-1].Hi > s.Hi || n.spans[k-1].Hi-n.spans[k-1].Lo == s.Hi-s.Lo) {
			return
		}
	}
	if n.covered(&s) || s.Hi < int32(len(n.Words)) && n.hitAt[s.Hi-1] > 0 && n.hits[n.hitAt[s.Hi-1]-1].hi > s.Hi {
		return
	}
	n.spans = append(n.spans, s)
	for i := s.Lo; i < s.Hi; i++ {
		n.spanAt[i] = int32(len(n.spans))
	}
}

package ner

import "chancery/internal/syntax"

// Bound says what is known of a word before it is labelled.
type Bound uint8

// The bounds.
const (
	May   Bound = iota // be in a name
	Must               // be in a name, were it of class Other
	Never              // be in a name
)

const far = 1 << 20

// Bounded finds the names of a document, those of class Other too, within what
// is known of its words; lean is added to the score of each word as part of a
// person. Trainers use it to mark texts that have tags and trees only.
func (r *Recogniser) Bounded(doc *syntax.Doc, bounds []Bound, lean []int32, yield func(lo, hi int32, c Class)) {
	w := r.take()
	defer r.give(w)
	n := len(doc.Words)
	r.Look(&w.page, doc)
	w.sum, w.labels = grow(w.sum, n), grow(w.labels, n)
	for i, b := range bounds {
		w.page.open[i] = w.page.open[i] || b == Must
	}
	r.score(w)
	for i, b := range bounds {
		for l := range w.sum[i] {
			if (b == Must) == (Label(l) == Out) && b != May {
				w.sum[i][l] -= far
			}
			if l := Label(l); l != Out && l.Class() == Person {
				w.sum[i][l] += lean[i]
			}
		}
	}
	for s := range doc.Sentences {
		r.decode(w, &doc.Sentences[s], w.sum)
	}
	for lo := int32(0); lo < int32(n); {
		hi := lo + 1
		if l := w.labels[lo]; l != Out {
			for hi < int32(n) && w.labels[hi].continues() {
				hi++
			}
			yield(lo, hi, l.Class())
		}
		lo = hi
	}
}

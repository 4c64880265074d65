package ner

import "chancery/internal/syntax"

// Recall gives trainers what the second decoding goes by: for each open word
// the scores of the first one and the features of the page's memory.
func (r *Recogniser) Recall(doc *syntax.Doc, yield func(i int32, scores *Scores, memory []uint32)) {
	w := r.take()
	defer r.give(w)
	r.first(w, doc)
	w.memory.Learn(&w.page, w.labels)
	for i := range w.sum {
		if w.page.Open(int32(i)) {
			w.keys = w.memory.Features(&w.page, int32(i), w.labels[i], w.keys[:0])
			yield(int32(i), &w.sum[i], w.keys)
		}
	}
}

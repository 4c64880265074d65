// Package ner is the trained recogniser of names: persons, places and bodies,
// found by a linear chain of labels over the words of a sentence, from their
// spelling, tags, neighbours, place in the tree, and what the registry knows.
//
// The way of a document: look lays what each word shows and what the registry
// says over the words; a first decoding names what each sentence tells by
// itself; a second one also counts how the same words were named elsewhere on
// the page.
//
// What must stay true:
//   - Spans are ordered, do not overlap, are not empty and lie in one sentence.
//   - The same document, model and registry give the same spans; scores are sums
//     of integers, so they do not depend on the machine.
//   - Time is linear in the words, and nothing is allocated per word once the
//     scratch has grown.
//   - A word that is far from every capital has no name; it costs next to nothing.
//   - Training and finding see the same features, through the same code.
package ner

import (
	"sync"

	"chancery/internal/linear"
	"chancery/internal/model"
	"chancery/internal/registry"
	"chancery/internal/syntax"
	"chancery/record"
)

// Span is a name found: the words [Lo, Hi) of the document.
type Span struct {
	Lo, Hi int32
	Kind   record.Kind // person, place or organization
	// Score is how far the labels stand above the best that tell another
	// kind or no name, the least over the words of the span; between 0 and 1,
	// not calibrated.
	Score float32
}

// Recogniser finds names. It is safe for concurrent use.
type Recogniser struct {
	Looker
	base  *linear.Model // features of a word and its neighbours
	page  *linear.Model // features of how a word is named elsewhere on the page
	steps Steps

	common map[string]bool // towns that are words too

	mu   sync.Mutex
	idle []*scratch
}

// scratch is the working memory of one search.
type scratch struct {
	page   Page
	path   Path
	memory Memory
	sum    []Scores // of the features, by word
	labels []Label
	keys   []uint32
}

// New makes a recogniser from a model file and the registry.
func New(f *model.File, reg *registry.Registry) (*Recogniser, error) {
	w, err := read(f)
	if err != nil {
		return nil, err
	}
	return Make(w, reg), nil
}

// Make makes a recogniser from weights.
func Make(w *Weights, reg *registry.Registry) *Recogniser {
	return &Recogniser{Looker: *NewLooker(reg, w.Classes), base: w.Base, page: w.Page, steps: StepsOf(w.Base), common: commonWords()}
}

func (r *Recogniser) take() *scratch {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := len(r.idle); n > 0 {
		w := r.idle[n-1]
		r.idle[n-1], r.idle = nil, r.idle[:n-1]
		return w
	}
	return &scratch{}
}

// manyWords are more than nearly every document has. Memory for as many is not
// kept, lest one long text makes the program large for good.
const manyWords = 1 << 15

func (r *Recogniser) give(w *scratch) {
	if cap(w.sum) > 2*manyWords {
		return
	}
	w.page.doc = nil
	r.mu.Lock()
	defer r.mu.Unlock()
	r.idle = append(r.idle, w)
}

// Find appends the names of a document to dst, in order.
func (r *Recogniser) Find(dst []Span, doc *syntax.Doc) []Span {
	w := r.take()
	defer r.give(w)
	n := len(doc.Words)
	r.first(w, doc)
	if r.page != nil && w.memory.Learn(&w.page, w.labels) {
		r.recall(w)
	}
	for lo := int32(0); lo < int32(n); {
		hi := lo + 1
		if kind := w.labels[lo].Kind(); kind != "" {
			for hi < int32(n) && w.labels[hi].continues() {
				hi++
			}
			if kind == record.Person && w.page.firm(lo) == hi {
				kind = record.Organization
			}
			dst = append(dst, Span{lo, hi, kind, certainty(w.sum[lo:hi], w.labels[lo:hi])})
		} else {
			dst, hi = r.listed(dst, &w.page, lo, w.labels)
		}
		lo = hi
	}
	return dst
}

// first is the first decoding.
func (r *Recogniser) first(w *scratch, doc *syntax.Doc) {
	n := len(doc.Words)
	r.Look(&w.page, doc)
	w.sum, w.labels = grow(w.sum, n), grow(w.labels, n)
	r.score(w)
	for s := range doc.Sentences {
		r.decode(w, &doc.Sentences[s], w.sum)
	}
}

// score sums up the base features of every word that may be in a name.
func (r *Recogniser) score(w *scratch) {
	for i := range w.sum {
		w.sum[i] = Scores{}
		if w.page.Open(int32(i)) {
			w.keys = w.page.Features(int32(i), w.keys[:0])
			r.base.Add(w.sum[i][:], w.keys)
		}
	}
}

// decode labels the words of a sentence.
func (r *Recogniser) decode(w *scratch, s *syntax.Sentence, scores []Scores) {
	w.path.Best(w.labels[s.First:s.End], scores[s.First:s.End], w.page.open[s.First:s.End], &r.steps)
}

// recall decodes once more the sentences that hold a word named elsewhere.
func (r *Recogniser) recall(w *scratch) {
	for k := range w.page.doc.Sentences {
		s, changed := &w.page.doc.Sentences[k], false
		for i := s.First; i < s.End; i++ {
			if !w.page.Open(i) {
				continue
			}
			if w.keys = w.memory.Features(&w.page, i, w.labels[i], w.keys[:0]); len(w.keys) > 0 {
				r.page.Add(w.sum[i][:], w.keys)
				changed = true
			}
		}
		if changed {
			r.decode(w, s, w.sum)
		}
	}
}

// grow gives a slice of n elements, the old memory where it is large enough.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+min(n/2, manyWords))
	}
	return s[:n]
}

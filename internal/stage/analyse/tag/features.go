// Package tag gives each word its universal and its language-specific part of
// speech, from left to right, by linear models over the word's spelling, its
// neighbours and the tags given so far.
//
// What must stay true:
//   - The universal tags of a whole sentence are settled before the specific ones.
//   - A specific tag is one that training saw with the universal tag.
//   - Nothing is allocated per word once the scratch has grown.
package tag

import (
	"chancery/internal/linear"
	"chancery/internal/stage/analyse/form"
)

// Sentence is the words of one sentence, and the tags given to them so far.
type Sentence struct {
	Forms []*form.Form
	IDs   []int32 // of the forms, in their table
	UPOS  []uint8
	XPOS  []uint8
}

// Reset makes room for n words.
func (s *Sentence) Reset(n int) {
	if cap(s.UPOS) < n {
		s.Forms, s.IDs = make([]*form.Form, n, 2*n), make([]int32, n, 2*n)
		s.UPOS, s.XPOS = make([]uint8, n, 2*n), make([]uint8, n, 2*n)
	}
	s.Forms, s.IDs, s.UPOS, s.XPOS = s.Forms[:n], s.IDs[:n], s.UPOS[:n], s.XPOS[:n]
}

// edge stands before the first and after the last word.
var edge = &form.Form{Entry: form.Entry{Key: 1}, Exact: 1, Shape: form.Shapes, Suf: [form.MaxAffix]uint32{1, 1, 1, 1, 1}}

const edgeTag = 31

func (s *Sentence) form(i int) *form.Form {
	if i < 0 || i >= len(s.Forms) {
		return edge
	}
	return s.Forms[i]
}

func at(tags []uint8, i int) uint32 {
	if i < 0 || i >= len(tags) {
		return edgeTag
	}
	return uint32(tags[i])
}

// Own appends the features of the word by itself.
func Own(f *form.Form, dst []uint32) []uint32 {
	j := linear.Join
	shape := uint32(f.Shape)
	sign := shape << 1
	if f.Sign {
		sign |= 1
	}
	values := [...]uint32{
		f.Key, f.Exact, f.Suf[0], f.Suf[1], f.Suf[2], f.Suf[3], f.Suf[4], f.Pre[0], f.Pre[1], f.Pre[2], f.Pre[3],
		sign, j(sign, f.Suf[1]), j(sign, f.Suf[2]), f.POS + 1, j(f.POS, shape), uint32(f.Cluster),
		j(uint32(f.Cluster), shape), j(uint32(f.Long), shape), j(f.POS, f.Suf[2]),
	}
	return hash(dst, 0, values[:])
}

// Around appends the features of word i that depend on its neighbours.
func (s *Sentence) Around(i int, dst []uint32) []uint32 {
	j := linear.Join
	w, a, b, a2, b2 := s.form(i), s.form(i-1), s.form(i+1), s.form(i-2), s.form(i+2)
	t1, t2 := at(s.UPOS, i-1), at(s.UPOS, i-2)
	t12, sh := j(t1, t2), uint32(w.Shape)
	ca, cw, cb := uint32(a.Cluster), uint32(w.Cluster), uint32(b.Cluster)
	first := uint32(0)
	if i == 0 || t1 == 13 && i == 1 { // PUNCT
		first = 1
	}
	values := [...]uint32{
		t1, t12, j(t1, w.Key), j(t12, w.Key), j(t1, w.Suf[2]), j(t12, w.POS), j(t1, b.POS), j(t1, j(w.POS, b.POS)),
		a.Key, b.Key, a2.Key, b2.Key, j(a.Key, w.Key), j(w.Key, b.Key), j(a.Key, b.Key),
		b.POS, j(b.POS, b2.POS), j(w.POS, b.POS), j(w.Key, b.POS), j(w.POS, j(b.POS, b2.POS)),
		a.Suf[2], b.Suf[2], j(b.Suf[1], w.Suf[1]), j(sh, uint32(b.Shape)), j(j(sh, uint32(a.Shape)), uint32(b.Shape)),
		j(first, sh), j(first, j(sh, w.Suf[1])), j(ca, cw), j(cw, cb), cb, j(t1, cw), j(t1, cb), j(t1, j(sh, w.Suf[1])),
		j(a.Key, w.POS), j(w.POS, b.Key), j(t1, b.Key), j(j(t1, w.POS), b.Suf[1]),
	}
	return hash(dst, 40, values[:])
}

// Specific appends the features for the specific tag of word i, whose universal
// tags are all given.
func (s *Sentence) Specific(i int, dst []uint32) []uint32 {
	j := linear.Join
	w, a, b := s.form(i), s.form(i-1), s.form(i+1)
	u, x1 := at(s.UPOS, i), at(s.XPOS, i-1)
	u1, v1, v2 := at(s.UPOS, i-1), at(s.UPOS, i+1), at(s.UPOS, i+2)
	sh := uint32(w.Shape)
	values := [...]uint32{
		0, w.Key, w.Exact, w.Suf[0], w.Suf[1], w.Suf[2], w.Suf[3], j(w.Suf[1], sh), sh, w.Pre[0], w.Pre[2],
		x1, j(x1, w.Suf[1]), j(x1, w.Key), j(x1, at(s.XPOS, i-2)), u1, v1, j(u1, v1), j(v1, v2), j(w.Key, v1), j(w.Suf[1], v1),
		a.Key, b.Key, j(a.Key, w.Suf[1]), j(b.Key, w.Suf[1]), s.form(i - 2).Key, j(x1, j(w.Suf[1], v1)),
		uint32(w.Cluster), j(uint32(a.Cluster), w.Suf[1]), j(s.form(i-2).Key, w.Suf[1]), j(a.Key, s.form(i-2).Key),
		j(x1, j(at(s.XPOS, i-2), w.Suf[1])),
	}
	for k := range values {
		values[k] = j(values[k], u)
	}
	return hash(dst, 80, values[:])
}

func hash(dst []uint32, template uint32, values []uint32) []uint32 {
	for t, v := range values {
		dst = append(dst, linear.Hash(template+uint32(t), v))
	}
	return dst
}

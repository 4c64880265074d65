package tag

import (
	"encoding/json"
	"errors"
	"fmt"

	"chancery/internal/linear"
	"chancery/internal/stage/analyse/form"
)

// UPOSCount is the number of universal tags, numbered from 1 as syntax does;
// the models' classes begin at 0.
const UPOSCount = 17

// Set is the inventory of specific tags.
type Set struct {
	Names []string             // by number
	Of    [UPOSCount + 1][]int // the specific tags seen with each universal one, the most frequent first
}

// Widest is the number of specific tags of the universal tag that has most.
func (s *Set) Widest() int {
	n := 1
	for _, o := range s.Of {
		n = max(n, len(o))
	}
	return n
}

// Tagger is a trained tagger.
type Tagger struct {
	Universal, Specific *linear.Model
	Set                 Set
}

// Scratch is the working memory of one tagger at work.
type Scratch struct {
	features []uint32
	own      [][UPOSCount]int32 // scores of the word by itself, by form id
	have     []bool
	round    int
}

// Tag fills in the tags of s, whose forms are set. A frequent word that always
// had one tag gets it without further ado.
func (t *Tagger) Tag(s *Sentence, table *form.Table, w *Scratch) {
	if w.round != table.Round {
		w.own, w.have, w.round = w.own[:0], w.have[:0], table.Round
	}
	for len(w.own) < len(table.Forms) {
		w.own, w.have = append(w.own, [UPOSCount]int32{}), append(w.have, false)
	}
	for i := range s.Forms {
		s.UPOS[i] = t.universal(s, i, w)
	}
	for i := range s.Forms {
		s.XPOS[i] = t.specific(s, i, w)
	}
}

func (t *Tagger) universal(s *Sentence, i int, w *Scratch) uint8 {
	if u := s.Forms[i].UPOS; u != 0 {
		return u
	}
	id := s.IDs[i]
	if !w.have[id] {
		w.features = Own(s.Forms[i], w.features[:0])
		var own [UPOSCount]int32
		t.Universal.Add(own[:], w.features)
		w.own[id], w.have[id] = own, true
	}
	sum := w.own[id]
	w.features = s.Around(i, w.features[:0])
	t.Universal.Add(sum[:], w.features)
	return uint8(linear.Best(sum[:]) + 1)
}

func (t *Tagger) specific(s *Sentence, i int, w *Scratch) uint8 {
	if x := s.Forms[i].XPOS; x != 0 && s.UPOS[i] == s.Forms[i].UPOS {
		return x
	}
	of := t.Set.Of[s.UPOS[i]]
	switch len(of) {
	case 0:
		return 0
	case 1:
		return uint8(of[0])
	}
	w.features = s.Specific(i, w.features[:0])
	var sums [256]int32
	sum := sums[:t.Specific.Classes]
	t.Specific.Add(sum, w.features)
	return uint8(of[linear.Best(sum[:len(of)])])
}

// AppendBinary writes the tagger's models; Set is written apart, as JSON.
func (t *Tagger) AppendBinary(b []byte) []byte {
	return t.Specific.AppendBinary(t.Universal.AppendBinary(b))
}

// Decode reads a tagger from its models and its set.
func Decode(models, set []byte) (*Tagger, error) {
	t := &Tagger{}
	if err := json.Unmarshal(set, &t.Set); err != nil {
		return nil, fmt.Errorf("cannot read tag set: %w", err)
	}
	var err error
	var rest []byte
	if t.Universal, rest, err = linear.Decode(models); err != nil {
		return nil, err
	}
	if t.Specific, _, err = linear.Decode(rest); err != nil {
		return nil, err
	}
	if t.Universal.Classes != UPOSCount || t.Specific.Classes < t.Set.Widest() || t.Specific.Classes > 256 || len(t.Set.Names) > 256 {
		return nil, errors.New("cannot read tagger: models and tag set do not fit")
	}
	for _, of := range t.Set.Of {
		for _, x := range of {
			if x < 0 || x >= len(t.Set.Names) {
				return nil, errors.New("cannot read tagger: bad tag set")
			}
		}
	}
	return t, nil
}

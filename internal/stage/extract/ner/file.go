package ner

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"chancery/internal/linear"
	"chancery/internal/model"
)

// The sections of the model file.
const (
	SectionBase    = "names-base"
	SectionPage    = "names-page"
	SectionClasses = "names-classes"
)

// Weights are what training gives.
type Weights struct {
	Base    *linear.Model
	Page    *linear.Model // nil when there is no second decoding
	Classes *WordClasses
}

// WordClasses are classes of words learnt from raw text, by the key of the word.
type WordClasses struct {
	keys    []uint32 // ascending
	classes []uint16
	slots   []int32 // index into keys plus one, open addressing
}

// NewWordClasses makes the table of classes.
func NewWordClasses(of map[uint32]uint16) *WordClasses {
	c := &WordClasses{}
	for k := range of {
		c.keys = append(c.keys, k)
	}
	slices.Sort(c.keys)
	for _, k := range c.keys {
		c.classes = append(c.classes, of[k])
	}
	c.index()
	return c
}

func (c *WordClasses) index() {
	size := 16
	for size < 2*len(c.keys)+2 {
		size *= 2
	}
	c.slots = make([]int32, size)
	for i, k := range c.keys {
		at := int(k) & (size - 1)
		for c.slots[at] != 0 {
			at = (at + 1) & (size - 1)
		}
		c.slots[at] = int32(i) + 1
	}
}

// Of gives the class of a word, 0 when it has none.
func (c *WordClasses) Of(key uint32) uint16 {
	mask := len(c.slots) - 1
	for at := int(key) & mask; c.slots[at] != 0; at = (at + 1) & mask {
		if i := c.slots[at] - 1; c.keys[i] == key {
			return c.classes[i]
		}
	}
	return 0
}

func (c *WordClasses) appendBinary(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(c.keys)))
	for _, k := range c.keys {
		b = binary.LittleEndian.AppendUint32(b, k)
	}
	for _, v := range c.classes {
		b = binary.LittleEndian.AppendUint16(b, v)
	}
	return b
}

func readClasses(b []byte) (*WordClasses, error) {
	if len(b) < 4 || uint64(len(b)) != 4+6*uint64(binary.LittleEndian.Uint32(b)) {
		return nil, errors.New("cannot read word classes: sizes do not fit")
	}
	n := (len(b) - 4) / 6
	c := &WordClasses{keys: make([]uint32, n), classes: make([]uint16, n)}
	for i := range n {
		c.keys[i] = binary.LittleEndian.Uint32(b[4+4*i:])
		c.classes[i] = binary.LittleEndian.Uint16(b[4+4*n+2*i:])
	}
	c.index()
	return c, nil
}

// Put sets the sections of the weights in a model file.
func (w *Weights) Put(f *model.File) {
	f.Set(SectionBase, w.Base.AppendBinary(nil))
	page := []byte{}
	if w.Page != nil {
		page = w.Page.AppendBinary(nil)
	}
	f.Set(SectionPage, page)
	f.Set(SectionClasses, w.Classes.appendBinary(nil))
}

// read takes the weights from a model file.
func read(f *model.File) (*Weights, error) {
	w := &Weights{}
	for _, part := range [...]struct {
		name string
		to   **linear.Model
		may  bool // be empty
	}{{SectionBase, &w.Base, false}, {SectionPage, &w.Page, true}} {
		b, err := f.Section(part.name)
		if err != nil {
			return nil, err
		}
		if len(b) == 0 && part.may {
			continue
		}
		m, rest, err := linear.Decode(b)
		if err != nil {
			return nil, fmt.Errorf("cannot read names model: %w", err)
		}
		if m.Classes != Labels || len(rest) > 0 {
			return nil, fmt.Errorf("cannot read names model: section %q has %d labels and %d bytes too many; %d labels are due",
				part.name, m.Classes, len(rest), Labels)
		}
		*part.to = m
	}
	b, err := f.Section(SectionClasses)
	if err != nil {
		return nil, err
	}
	if w.Classes, err = readClasses(b); err != nil {
		return nil, err
	}
	return w, nil
}

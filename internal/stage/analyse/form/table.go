package form

import "strings"

// Table keeps the forms met, so that each spelling is looked at once. It is not
// safe for concurrent use; each worker has its own.
type Table struct {
	Forms []Form
	slots []int32 // index into Forms plus one
	words *Lexicon
	// Round counts how often the table was emptied; whoever keeps something by
	// form id must drop it when the round changes.
	Round int
}

// NewTable makes an empty table over a lexicon.
func NewTable(words *Lexicon) *Table { return &Table{slots: make([]int32, 1<<12), words: words} }

// ID gives the number of a spelling, the same until the next Reset.
func (t *Table) ID(text string) int32 {
	h := uint32(seed)
	for i := range len(text) {
		h = (h ^ uint32(text[i])) * prime
	}
	mask := uint32(len(t.slots) - 1)
	at := finish(h) & mask
	for t.slots[at] != 0 {
		if id := t.slots[at] - 1; t.Forms[id].Text == text {
			return id
		}
		at = (at + 1) & mask
	}
	id := int32(len(t.Forms))
	t.Forms = append(t.Forms, t.words.look(strings.Clone(text)))
	t.slots[at] = id + 1
	if len(t.Forms)*2 > len(t.slots) {
		t.grow()
	}
	return id
}

func (t *Table) grow() {
	t.slots = make([]int32, 2*len(t.slots))
	mask := uint32(len(t.slots) - 1)
	for i := range t.Forms {
		h, text := uint32(seed), t.Forms[i].Text
		for j := range len(text) {
			h = (h ^ uint32(text[j])) * prime
		}
		at := finish(h) & mask
		for t.slots[at] != 0 {
			at = (at + 1) & mask
		}
		t.slots[at] = int32(i) + 1
	}
}

// Reset empties the table.
func (t *Table) Reset() {
	clear(t.slots)
	clear(t.Forms)
	t.Forms = t.Forms[:0]
	t.Round++
}

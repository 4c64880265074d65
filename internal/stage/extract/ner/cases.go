package ner

// caseTable notes how a page writes each word: in small letters, or with a
// capital where the place does not ask for one.
type caseTable struct {
	keys []uint32
	bits []uint8
	mask uint32
}

// The bits of the table.
const (
	seenSmall   = 1 << iota // in small letters
	seenCapital             // with a capital inside a sentence
)

func (t *caseTable) reset(words int) {
	size := 64
	for size < 2*words {
		size *= 2
	}
	t.keys, t.bits = grow(t.keys, size), grow(t.bits, size)
	clear(t.keys)
	clear(t.bits)
	t.mask = uint32(size - 1)
}

func (t *caseTable) at(key uint32) uint32 {
	at := key * 0x9E3779B1 >> 8 & t.mask
	for t.keys[at] != 0 && t.keys[at] != key {
		at = (at + 1) & t.mask
	}
	return at
}

// note enters a word as it stands.
func (t *caseTable) note(key uint32, capital, start bool) {
	at := t.at(key)
	t.keys[at] = key
	switch {
	case !capital:
		t.bits[at] |= seenSmall
	case !start:
		t.bits[at] |= seenCapital
	}
}

// get gives the bits of a word.
func (t *caseTable) get(key uint32) uint32 { return uint32(t.bits[t.at(key)]) }

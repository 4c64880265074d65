package form

import (
	"encoding/binary"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Entry is what training knows of a word, found by its key.
type Entry struct {
	Key     uint32
	POS     uint32 // the universal tags it was seen with, a bit each; 0 when not seen in the treebank
	Cluster uint16 // word class learnt from raw text; 0 is none
	Often   bool   // seen at least twice in the treebank
	UPOS    uint8  // the universal tag that the word always has, 0 where it has several or is rare
	XPOS    uint8  // likewise its specific tag
}

// Lexicon is the list of known words.
type Lexicon struct {
	Entries []Entry
	Likes   map[uint32]Like // words that training did not see, by key
	slots   []int32
}

// Like makes the models see a word as another one that they know.
type Like struct {
	As         string // small letters; empty where the word stands for itself
	Lemma      string // empty where the rules find it
	UPOS, XPOS uint8  // the tags that the word has, 0 where the models choose
	Only       uint8  // the universal tag with which it has the lemma, 0 for any
}

// NewLexicon makes a lexicon of entries with distinct keys.
func NewLexicon(entries []Entry) *Lexicon {
	size := 16
	for size < 2*len(entries)+2 {
		size *= 2
	}
	l := &Lexicon{Entries: entries, slots: make([]int32, size)}
	mask := uint32(size - 1)
	for i, e := range entries {
		at := e.Key & mask
		for l.slots[at] != 0 {
			at = (at + 1) & mask
		}
		l.slots[at] = int32(i) + 1
	}
	return l
}

// Find gives the place of a key in Entries, or -1.
func (l *Lexicon) Find(key uint32) int32 {
	mask := uint32(len(l.slots) - 1)
	for at := key & mask; l.slots[at] != 0; at = (at + 1) & mask {
		if i := l.slots[at] - 1; l.Entries[i].Key == key {
			return i
		}
	}
	return -1
}

// look looks at a spelling with what the lexicon knows of it.
func (l *Lexicon) look(text string) Form {
	seen := audible(text)
	f := Of(seen)
	like, ok := l.Likes[f.Key]
	if ok && like.As != "" {
		g := Of(recased(like.As, f.Shape))
		g.Norm = f.Norm
		f = g
	}
	f.Text, f.Plain = text, seen
	if f.Word = l.Find(f.Key); f.Word >= 0 {
		f.Entry = l.Entries[f.Word]
	}
	if ok {
		f.Lemma, f.Only = like.Lemma, like.Only
		if like.UPOS != 0 {
			f.UPOS, f.XPOS, f.Bound = like.UPOS, like.XPOS, true
		}
	}
	return f
}

// recased writes a word of small letters as the shape asks.
func recased(word string, s Shape) string {
	switch s {
	case Title:
		r, n := utf8.DecodeRuneInString(word)
		return string(unicode.ToUpper(r)) + word[n:]
	case Upper, UpperSign:
		return strings.ToUpper(word)
	}
	return word
}

// Get gives the entry of a key, or an empty one.
func (l *Lexicon) Get(key uint32) Entry {
	if i := l.Find(key); i >= 0 {
		return l.Entries[i]
	}
	return Entry{}
}

// AppendBinary writes the lexicon.
func (l *Lexicon) AppendBinary(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(l.Entries)))
	for _, e := range l.Entries {
		b = binary.LittleEndian.AppendUint32(b, e.Key)
		pos := e.POS << 1
		if e.Often {
			pos |= 1
		}
		b = binary.LittleEndian.AppendUint32(b, pos)
		b = binary.LittleEndian.AppendUint16(b, e.Cluster)
		b = append(b, e.UPOS, e.XPOS)
	}
	return b
}

// DecodeLexicon reads what AppendBinary wrote.
func DecodeLexicon(b []byte) (*Lexicon, error) {
	const size = 12
	if len(b) < 4 || len(b) != 4+size*int(binary.LittleEndian.Uint32(b)) {
		return nil, errors.New("cannot read lexicon: sizes do not fit")
	}
	entries := make([]Entry, (len(b)-4)/size)
	for i := range entries {
		e := b[4+size*i:]
		pos := binary.LittleEndian.Uint32(e[4:])
		entries[i] = Entry{binary.LittleEndian.Uint32(e), pos >> 1, binary.LittleEndian.Uint16(e[8:]), pos&1 == 1, e[10], e[11]}
	}
	return NewLexicon(entries), nil
}

// Package segment parts a text into words and sentences.
//
// A chunk is a run without white space. Inside it, a classifier decides at each
// candidate place whether a word ends there, and whether what follows belongs
// to the same surface token. Between words, a second classifier decides where a
// sentence ends; a paragraph's end always ends one.
//
// What must stay true:
//   - Words lie in order on rune borders, and only white space, control
//     characters and marks that nobody sees lie between them.
//   - Time is linear in the text, whatever the text.
//   - What is particular to a language comes from the model.
package segment

import (
	"unicode"
	"unicode/utf8"

	"chancery/internal/linear"
	"chancery/internal/stage/analyse/form"
)

// MaxChunk is the number of bytes at which a run without white space is cut.
const MaxChunk = 1 << 11

// The decisions at a place inside a chunk.
const (
	Within  = iota // the word goes on
	Split          // a new token begins
	Clitic         // a new word of the same surface token begins
	Choices = iota
)

// Chunk is a run without white space, looked at.
type Chunk struct {
	runes  []rune  // small letters, straight quotes
	class  []rune  // 'a', 'A', '0', 'x' or the sign itself
	at     []int32 // byte offsets of the runes
	to     []int32 // and of their ends
	plain  bool    // letters only
	next   uint32  // class of the first rune of the next chunk
	hash   uint32  // of the runes
	figure uint32  // of the classes, runs collapsed
}

// Len is the number of runes.
func (c *Chunk) Len() int { return len(c.runes) }

// Offset is the place of rune i in the text.
func (c *Chunk) Offset(i int) int32 { return c.at[i] }

// End is where rune i ends.
func (c *Chunk) End(i int) int32 { return c.to[i] }

// Load looks at text[start:end], and passes over mute runes.
func (c *Chunk) Load(text string, start, end int, next uint32) {
	c.runes, c.class, c.at, c.to = c.runes[:0], c.class[:0], c.at[:0], c.to[:0]
	c.plain, c.next, c.hash, c.figure = true, next, 17, 23
	last := rune(0)
	for i := start; i < end; {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:end])
		}
		if r >= utf8.RuneSelf && form.Mute(r) {
			i += n
			continue
		}
		low, class := look(r)
		c.runes, c.class, c.at = append(c.runes, low), append(c.class, class), append(c.at, int32(i))
		c.to = append(c.to, int32(i+n))
		c.hash = linear.Join(c.hash, uint32(low))
		if class != last {
			c.figure = linear.Join(c.figure, uint32(class))
		}
		last = class
		if class != 'a' && class != 'A' {
			c.plain = false
		}
		i += n
	}
}

// Possessive says whether what follows place p is the 's of a word of letters,
// which is a word of its own, whatever the model says: "Tuesday's".
func (c *Chunk) Possessive(p int) bool {
	if p < 2 || c.class[p] != '\'' || c.rune(p+1) != 's' || p+2 < len(c.class) && (letter(c.class[p+2]) || c.class[p+2] == '0' || c.class[p+2] == '\'') {
		return false
	}
	return c.class[p-1] == 'a' && letter(c.class[p-2]) || c.class[p-1] == 'A' && c.class[p-2] == 'A' && c.class[p+1] == 'a'
}

// look folds a rune and gives its class.
func look(r rune) (low, class rune) {
	switch {
	case 'a' <= r && r <= 'z':
		return r, 'a'
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A', 'A'
	case '0' <= r && r <= '9':
		return '0', '0'
	case r < utf8.RuneSelf:
		r = form.Straight(r)
		return r, r
	case unicode.IsUpper(r):
		return unicode.ToLower(r), 'A'
	case unicode.IsLower(r):
		return r, 'a'
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return r, 'x'
	case unicode.IsDigit(r):
		return '0', '0'
	}
	r = form.Straight(r)
	return r, r
}

func letter(class rune) bool { return class == 'a' || class == 'A' || class == 'x' }

// maxClitic is the number of runes of the longest clitic looked for.
const maxClitic = 6

// Clitics are the word ends that training saw split off inside a run of letters.
type Clitics map[uint32]bool

// CliticAt gives the hash of the run of letters and apostrophes from place p,
// or 0 when it is longer than a clitic is.
func (c *Chunk) CliticAt(p int) uint32 {
	h := uint32(7)
	for i := p; ; i++ {
		if i == len(c.runes) || !letter(c.class[i]) && c.class[i] != '\'' {
			return h
		}
		if i-p == maxClitic {
			return 0
		}
		h = linear.Join(h, uint32(c.runes[i]))
	}
}

// Candidate says whether a word may begin at place p, 0 < p < Len.
func (c *Chunk) Candidate(p int, known Clitics) bool {
	a, b := c.class[p-1], c.class[p]
	if a == 'x' && b == 'x' || a == '0' && b == '0' {
		return false
	}
	if letter(a) && letter(b) {
		h := c.CliticAt(p)
		return h != 0 && known[h]
	}
	return true
}

func (c *Chunk) rune(i int) uint32 {
	if i < 0 || i >= len(c.runes) {
		return 1
	}
	return uint32(c.runes[i])
}

func (c *Chunk) kind(i int) uint32 {
	if i < 0 || i >= len(c.class) {
		return 1
	}
	return uint32(c.class[i])
}

// run gives the hash of the run of one class that begins at p.
func (c *Chunk) run(p int) uint32 {
	h := uint32(3)
	for i := p; i < len(c.runes) && i-p < 24 && (letter(c.class[i]) == letter(c.class[p])) && (c.class[i] == '0') == (c.class[p] == '0'); i++ {
		h = linear.Join(h, uint32(c.runes[i]))
	}
	return h
}

// Features appends the features of place p, where the word before began at last.
func (c *Chunk) Features(p, last int, dst []uint32) []uint32 {
	j := linear.Join
	l1, l2, l3 := c.rune(p-1), c.rune(p-2), c.rune(p-3)
	r0, r1, r2 := c.rune(p), c.rune(p+1), c.rune(p+2)
	k1, k2, k3 := c.kind(p-1), c.kind(p-2), c.kind(p-3)
	q0, q1, q2 := c.kind(p), c.kind(p+1), c.kind(p+2)
	left := uint32(5)
	for i := last; i < p && i-last < 24; i++ {
		left = j(left, c.rune(i))
	}
	right, pair, kinds := c.run(p), j(l1, r0), j(k1, q0)
	toEnd, fromStart := uint32(min(len(c.runes)-p, 4)), uint32(min(p, 4))
	rest := uint32(0)
	if len(c.runes)-p <= 8 {
		rest = 9
		for i := p; i < len(c.runes); i++ {
			rest = j(rest, c.rune(i))
		}
	}
	values := [...]uint32{
		1, pair, kinds, j(l2, pair), j(pair, r1), j(j(l2, pair), r1), j(l3, j(l2, l1)), j(r0, j(r1, r2)),
		j(k2, kinds), j(kinds, q1), j(j(k2, kinds), q1), j(j(k3, k2), kinds), j(kinds, j(q1, q2)), j(j(j(k3, k2), kinds), j(q1, q2)),
		left, j(left, r0), j(left, right), right, j(l1, right), c.hash, j(c.hash, uint32(p)), c.figure, j(c.figure, pair),
		j(toEnd, pair), j(fromStart, pair), j(rest, k1), j(rest, left),
		j(pair, j(toEnd, c.next)), j(j(toEnd, c.next), j(left, r0)), j(j(k2, kinds), j(toEnd, c.next)),
	}
	for t, v := range values {
		dst = append(dst, linear.Hash(uint32(t), v))
	}
	return dst
}

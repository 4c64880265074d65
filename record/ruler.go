package record

import (
	"sort"
	"unicode/utf8"
)

// block is the number of bytes between two checkpoints of a Ruler.
const block = 64

// Ruler converts between byte offsets and code points of one text.
//
// Code points are counted as Go ranges over a string: each byte that is no part
// of valid UTF-8 counts as one. That is also what encoding/json writes for it,
// one U+FFFD, so an offset stays right when the text travels as JSON.
//
// A text of pure ASCII needs no table. Otherwise the ruler keeps four bytes for
// every 64 bytes of text, which may have up to 4 Gi code points. A Ruler is never changed and is safe for concurrent use.
type Ruler struct {
	text string
	// begun[k] is the number of code points that begin before byte 64·k.
	// It is nil when every code point is one byte.
	begun  []uint32
	points int
}

// NewRuler measures a text. It reads the text once.
func NewRuler(text string) *Ruler {
	r := &Ruler{text: text, points: len(text)}
	if isASCII(text) {
		return r
	}
	r.begun = make([]uint32, 0, len(text)/block+1)
	n, next := 0, 0
	for i := range text {
		for i >= next {
			r.begun = append(r.begun, uint32(n))
			next += block
		}
		n++
	}
	for next <= len(text) {
		r.begun = append(r.begun, uint32(n))
		next += block
	}
	r.points = n
	return r
}

func isASCII(s string) bool {
	for len(s) >= 8 {
		if (s[0]|s[1]|s[2]|s[3]|s[4]|s[5]|s[6]|s[7])&0x80 != 0 {
			return false
		}
		s = s[8:]
	}
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Len is the length of the text in code points.
func (r *Ruler) Len() int { return r.points }

// Point is the number of code points before a byte offset. An offset inside a
// code point gives that code point's own index. An offset outside the text
// stays as far outside: Point(len(text)+2) is Len()+2, Point(-1) is -1.
// It takes constant time.
func (r *Ruler) Point(offset int) int {
	switch {
	case offset < 0:
		return offset
	case offset >= len(r.text):
		return r.points + offset - len(r.text)
	case r.begun == nil:
		return offset
	}
	k := offset / block
	at, n := r.border(k*block), int(r.begun[k])
	if offset < at {
		return n - 1
	}
	for {
		at += r.width(at)
		if offset < at {
			return n
		}
		n++
	}
}

// Byte is the offset of the byte where a code point begins; Byte(Len()) is the
// length of the text in bytes. A point outside the text stays as far outside.
// It takes logarithmic time.
func (r *Ruler) Byte(point int) int {
	switch {
	case point < 0:
		return point
	case point >= r.points:
		return len(r.text) + point - r.points
	case r.begun == nil:
		return point
	}
	// The last checkpoint at or before the point.
	k := sort.Search(len(r.begun), func(i int) bool { return int(r.begun[i]) > point }) - 1
	at, n := r.border(k*block), int(r.begun[k])
	for ; n < point; n++ {
		at += r.width(at)
	}
	return at
}

// Cut is the text of a span, "" when the span is reversed; what lies outside
// the text is left away.
func (r *Ruler) Cut(s Span) string {
	start, end := max(r.Byte(s.Start), 0), min(r.Byte(s.End), len(r.text))
	if start >= end {
		return ""
	}
	return r.text[start:end]
}

// width is the length in bytes of the code point that begins at a byte.
func (r *Ruler) width(at int) int {
	if r.text[at] < utf8.RuneSelf {
		return 1
	}
	return wideWidth(r.text[at:])
}

func wideWidth(s string) int {
	_, size := utf8.DecodeRuneInString(s)
	return size
}

// border is the first byte at or after a byte where a code point begins. Only a
// whole code point can straddle the byte, and its first byte tells it apart
// from the bytes inside, so looking three bytes back is enough.
func (r *Ruler) border(at int) int {
	if at >= len(r.text) || utf8.RuneStart(r.text[at]) {
		return at
	}
	for back := 1; back < utf8.UTFMax && back <= at; back++ {
		if _, size := utf8.DecodeRuneInString(r.text[at-back:]); size > back {
			return at - back + size
		}
	}
	return at
}

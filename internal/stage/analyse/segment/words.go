package segment

import (
	"encoding/binary"
	"errors"
	"slices"
	"unicode"
	"unicode/utf8"

	"chancery/internal/linear"
)

// Gap is what lies before a word.
type Gap uint8

// The gaps.
const (
	None      Gap = iota // nothing: it touches the word before
	Space                // white space within the line
	Line                 // one line break
	Paragraph            // a blank line, a form feed, or the text's start
)

// Token is a word's place.
type Token struct {
	Start, End int32
	Gap        Gap
	Joined     bool
}

// Splitter parts text into words.
type Splitter struct {
	Model   *linear.Model
	Clitics Clitics
}

// Scratch is the working memory of one splitter at work.
type Scratch struct {
	chunk    Chunk
	features []uint32
}

// Blank says whether a rune parts words: white space and control characters.
func Blank(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7F
	}
	return unicode.IsSpace(r) || r == '\uFEFF' || r == '\u200B' || unicode.IsControl(r)
}

// Chunks calls f for every run without blanks, with the gap before it and the
// class of the rune that begins the next one on its line (0 at the line's end).
func Chunks(text string, f func(start, end int, gap Gap, next uint32)) {
	start, gap, lines := -1, Paragraph, 0
	pending, pendingEnd, pendingGap := -1, 0, None
	flush := func(next uint32) {
		if pending >= 0 {
			f(pending, pendingEnd, pendingGap, next)
			pending = -1
		}
	}
	for i := 0; i <= len(text); {
		r, n := rune(' '), 1
		if i < len(text) {
			if r = rune(text[i]); r >= utf8.RuneSelf {
				r, n = utf8.DecodeRuneInString(text[i:])
			}
		}
		blank := Blank(r)
		if start >= 0 && (blank || i-start >= MaxChunk) {
			pending, pendingEnd, pendingGap = start, i, gap
			start, gap, lines = -1, None, 0
		}
		if blank {
			gap, lines = widen(gap, lines, r)
		} else if start < 0 {
			_, class := look(r)
			if gap >= Line {
				class = 0
			}
			flush(uint32(class))
			start = i
		}
		i += n
	}
	flush(0)
}

// widen takes one more blank into the gap.
func widen(gap Gap, lines int, r rune) (Gap, int) {
	switch r {
	case '\n', '\u0085', '\u2028':
		lines++
		if lines > 1 {
			return Paragraph, lines
		}
		return max(gap, Line), lines
	case '\f', '\v', '\u2029':
		return Paragraph, lines
	}
	return max(gap, Space), lines
}

// Words appends the words of text to dst.
func (s *Splitter) Words(text string, w *Scratch, dst []Token) []Token {
	held := None // the gap before a run of which nothing is seen
	Chunks(text, func(start, end int, gap Gap, next uint32) {
		c := &w.chunk
		c.Load(text, start, end, next)
		if c.Len() == 0 {
			held = max(held, gap, Space)
			return
		}
		dst = s.chunk(c, max(gap, held), w, dst)
		held = None
	})
	return dst
}

func (s *Splitter) chunk(c *Chunk, gap Gap, w *Scratch, dst []Token) []Token {
	last, joined := 0, false
	from := 1
	if c.plain {
		from = max(1, c.Len()-maxClitic)
	}
	for p := from; p < c.Len(); p++ {
		if !c.Candidate(p, s.Clitics) {
			continue
		}
		w.features = c.Features(p, last, w.features[:0])
		var sum [Choices]int32
		s.Model.Add(sum[:], w.features)
		choice := linear.Best(sum[:])
		if c.Possessive(p) {
			choice = Clitic
		}
		if choice != Within {
			dst = append(dst, Token{c.Offset(last), c.End(p - 1), gap, joined})
			last, joined, gap = p, choice == Clitic, None
		}
	}
	return append(dst, Token{c.Offset(last), c.End(c.Len() - 1), gap, joined})
}

// AppendBinary writes the splitter.
func (s *Splitter) AppendBinary(b []byte) []byte {
	keys := make([]uint32, 0, len(s.Clitics))
	for k := range s.Clitics {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(keys)))
	for _, k := range keys {
		b = binary.LittleEndian.AppendUint32(b, k)
	}
	return s.Model.AppendBinary(b)
}

// DecodeSplitter reads what AppendBinary wrote.
func DecodeSplitter(b []byte) (*Splitter, error) {
	if len(b) < 4 || uint64(len(b)) < 4+4*uint64(binary.LittleEndian.Uint32(b)) {
		return nil, errors.New("cannot read word splitter: too short")
	}
	n := int(binary.LittleEndian.Uint32(b))
	s := &Splitter{Clitics: Clitics{}}
	for i := range n {
		s.Clitics[binary.LittleEndian.Uint32(b[4+4*i:])] = true
	}
	m, _, err := linear.Decode(b[4+4*n:])
	if err != nil || m.Classes != Choices {
		return nil, errors.Join(errors.New("cannot read word splitter"), err)
	}
	s.Model = m
	return s, nil
}

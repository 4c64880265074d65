// Package form says what the spelling of a word shows: a key that folds case,
// quotes and digits, prefixes, suffixes and a shape, as hashes that the models
// take for features.
//
// What must stay true:
//   - Curly and straight quotes and apostrophes give the same key.
//   - Nothing here knows a language; any bytes are accepted.
package form

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Shape is the coarse look of a word.
type Shape uint8

// The shapes.
const (
	Empty     Shape = iota
	Lower           // letters, all small
	Title           // first letter large, the rest small
	Upper           // two or more letters, all large
	Initial         // one large letter
	Mixed           // any other run of letters
	Digits          // digits only
	Figure          // digits with signs: 1,000
	Coded           // letters and digits
	Punct           // no letter, no digit
	LowerSign       // small letters with signs: n't
	UpperSign       // large letters with signs: U.S.
	MixedSign       // both, with signs
	Caseless        // letters that have no case
	Shapes    = iota
)

// MaxAffix is the number of runes of the longest prefix and suffix kept.
const MaxAffix = 5

// Form is what is known of one spelling.
type Form struct {
	Text  string // as the text has it
	Plain string // without mute runes
	Norm  string // small letters, straight quotes
	Exact uint32 // hash of Text with quotes straightened
	Pre   [MaxAffix]uint32
	Suf   [MaxAffix]uint32 // 0 where the word is not longer than the affix
	Shape Shape
	Sign  bool // holds a rune that is neither letter nor digit
	Long  uint8
	Word  int32  // place in the lexicon, -1 when not there
	Lemma string // what the lexicon says it is, mostly nothing,
	Only  uint8  // where it has this universal tag, 0 for any
	Bound bool   // its tags are those of the entry, whatever the models say
	Entry        // what the lexicon knows; empty when the word is not there
}

// Straight gives the ASCII rune that stands for a curly quote, or r.
func Straight(r rune) rune {
	switch r {
	case '‘', '’', 'ʼ', '‚', '‛', '′', '´', '`':
		return '\''
	case '“', '”', '„', '‟', '″', '«', '»':
		return '"'
	case '\u00a0', '\u202f', '\u2009':
		return ' '
	case '\u2010', '\u2011':
		return '-'
	}
	return r
}

// fold is the rune that the key has for r.
func fold(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z':
		return r
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case '0' <= r && r <= '9':
		return '0'
	case r < utf8.RuneSelf:
		return Straight(r)
	case unicode.IsDigit(r):
		return '0'
	}
	return Straight(unicode.ToLower(r))
}

// Mute says whether a rune only steers how its neighbours are shown: joiners,
// soft hyphens and direction marks. A word is the same with and without them.
func Mute(r rune) bool {
	return r == '\u00AD' || r == '\u061C' || '\u200C' <= r && r <= '\u200F' || '\u202A' <= r && r <= '\u202E' ||
		'\u2060' <= r && r <= '\u2069'
}

// audible is text without mute runes, unless it has no others.
func audible(text string) string {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			out := strings.Map(func(r rune) rune {
				if Mute(r) {
					return -1
				}
				return r
			}, text)
			if out != "" && len(out) < len(text) && utf8.ValidString(text) {
				return out
			}
			break
		}
	}
	return text
}

const (
	seed  = 0x811C9DC5
	prime = 0x01000193
)

func step(h uint32, r rune) uint32 { return (h ^ uint32(r)) * prime }

func finish(h uint32) uint32 { h ^= h >> 15; h *= 0x2C1B3C6D; h ^= h >> 13; return h | 1 }

// KeyOf is the key of a spelling.
func KeyOf(s string) uint32 {
	h := uint32(seed)
	for _, r := range s {
		h = step(h, fold(r))
	}
	return finish(h)
}

// Of looks at a spelling. It keeps text and may allocate for Norm.
func Of(text string) Form {
	f := Form{Text: text, Plain: text, Word: -1}
	f.Norm = normOf(text)
	var tail [MaxAffix]rune
	key, exact, n := uint32(seed), uint32(seed), 0
	for _, r := range text {
		k := fold(r)
		key, exact = step(key, k), step(exact, Straight(r))
		if n < MaxAffix {
			f.Pre[n] = finish(key)
		}
		tail[n%MaxAffix] = k
		n++
	}
	f.Key, f.Exact, f.Long = finish(key), finish(exact), uint8(min(n, 255))
	h := uint32(seed + 1)
	for i := range min(n, MaxAffix) {
		h = step(h, tail[(n-1-i)%MaxAffix])
		f.Suf[i] = finish(h)
	}
	f.Shape, f.Sign = shapeOf(text)
	return f
}

func normOf(text string) string {
	plain := true
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' || c == '`' {
			plain = false
			break
		}
	}
	if plain {
		return text
	}
	b := make([]rune, 0, len(text))
	for _, r := range text {
		b = append(b, Straight(unicode.ToLower(r)))
	}
	return string(b)
}

func shapeOf(text string) (Shape, bool) {
	var upper, lower, other, digit, sign int
	first := rune(0)
	for i, r := range text {
		if i == 0 {
			first = r
		}
		switch {
		case 'a' <= r && r <= 'z':
			lower++
		case 'A' <= r && r <= 'Z':
			upper++
		case '0' <= r && r <= '9':
			digit++
		case r < utf8.RuneSelf:
			sign++
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		case unicode.IsLetter(r) || unicode.IsMark(r):
			other++
		case unicode.IsDigit(r):
			digit++
		default:
			sign++
		}
	}
	return shape(upper, lower, other, digit, sign, unicode.IsUpper(first)), sign > 0
}

func shape(upper, lower, other, digit, sign int, capital bool) Shape {
	switch letters := upper + lower + other; {
	case letters+digit+sign == 0:
		return Empty
	case letters+digit == 0:
		return Punct
	case letters == 0 && sign == 0:
		return Digits
	case letters == 0:
		return Figure
	case digit > 0:
		return Coded
	case sign > 0 && upper == 0:
		return LowerSign
	case sign > 0 && lower == 0:
		return UpperSign
	case sign > 0:
		return MixedSign
	case upper == 1 && letters == 1:
		return Initial
	case upper == letters:
		return Upper
	case upper == 1 && capital:
		return Title
	case upper > 0:
		return Mixed
	case lower > 0:
		return Lower
	}
	return Caseless
}

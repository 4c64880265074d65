package archive

import (
	"encoding/base64"
	"slices"
	"strings"
	"unicode"
)

// sketchDigits is the length of one word's digest in a sketch: four digits of
// base64, 24 bits.
const sketchDigits = 4

// sketchStem is the number of letters by which words are compared, so that
// attack, attacked and attackers are one.
const sketchStem = 6

// Sketch gives the digests of the words of a text that tell something: those of
// four letters or more, and numbers. Each is four characters; they are sorted
// and none stands twice. It does for reports of one act what prints do for
// texts.
func Sketch(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	digests := make([]string, 0, len(words))
	for _, w := range words {
		if d := SketchWord(w); d != "" {
			digests = append(digests, d)
		}
	}
	slices.Sort(digests)
	return strings.Join(slices.Compact(digests), "")
}

// SketchWord is the digest of one word in lower case; empty for a short one.
func SketchWord(w string) string {
	h, letters, number := uint32(2166136261), 0, false
	for _, r := range w {
		number = number || unicode.IsDigit(r)
		if letters++; letters <= sketchStem || number {
			h = (h ^ uint32(r)) * 16777619
		}
	}
	if letters < 4 && !number {
		return ""
	}
	h ^= h >> 24
	var out [sketchDigits]byte
	base64.RawURLEncoding.Encode(out[:], []byte{byte(h >> 16), byte(h >> 8), byte(h)})
	return string(out[:])
}

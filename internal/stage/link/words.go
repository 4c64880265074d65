package link

import (
	"unicode"
	"unicode/utf8"
)

// Hashes are FNV-1a of 64 bits: the same on every machine, with no key.
const (
	fnvBasis = 14695981039346656037
	fnvPrime = 1099511628211
)

// hashWord continues a hash with the bytes of a string.
func hashWord(h uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return h
}

// stir spreads a sum over all its bits (the finaliser of MurmurHash3), so that
// the lowest of many hashes are a fair sample.
func stir(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// token is one word of a text: its hash in lower case, and how it was written.
type token struct {
	hash    uint64
	capital bool // begins with a capital
	number  bool // has a digit
	opens   bool // the first word of a sentence or line
}

// tokens appends the words of a text: runs of letters and digits, without
// apostrophes, in lower case. Numbers keep commas and points between digits.
func tokens(text string, out []token) []token {
	opens := true
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if !letter(r) {
			if r == '.' || r == '!' || r == '?' || r == '\n' || r == ':' || r == '“' || r == '"' {
				opens = true
			}
			i += size
			continue
		}
		t := token{hash: fnvBasis, capital: r >= 'A' && r <= 'Z' || r >= utf8.RuneSelf && unicode.IsUpper(r), opens: opens}
		i = word(text, i, &t)
		out = append(out, t)
		opens = false
	}
	return out
}

// word hashes the word that begins at i and gives its end.
func word(text string, i int, t *token) int {
	for i < len(text) {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r >= '0' && r <= '9':
			t.number = true
		case r == '\'' || r == '’':
			i += size
			continue
		case (r == ',' || r == '.') && t.number && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9':
		case !letter(r):
			return i
		case r >= utf8.RuneSelf:
			r = unicode.ToLower(r)
		}
		t.hash = (t.hash ^ uint64(r)) * fnvPrime
		i += size
	}
	return i
}

func letter(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

package evaluate

import (
	"strings"
	"unicode"
)

// wordSet is the words of a name or phrase, lower-cased, without the commonest.
type wordSet map[string]struct{}

// isStop says whether a word is too common to tell two phrases apart.
func isStop(word string) bool {
	switch word {
	case "the", "a", "an", "of", "for", "and", "in", "to", "at", "on", "mr", "mrs", "ms", "dr", "sir":
		return true
	}
	return false
}

// wordsOf splits a text into runs of letters, numbers and underscores. Marks
// are no part of a word: the reference scorer uses Python's \w, and so does this.
func wordsOf(text string) wordSet {
	set := wordSet{}
	for _, w := range strings.FieldsFunc(lower(text), func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsNumber(r)
	}) {
		if !isStop(w) {
			set[w] = struct{}{}
		}
	}
	return set
}

// common is the number of words in both sets.
func (a wordSet) common(b wordSet) int {
	n := 0
	for w := range a {
		if _, ok := b[w]; ok {
			n++
		}
	}
	return n
}

// overlap is the share of the smaller set found in the other; 0 when one is empty.
func (a wordSet) overlap(b wordSet) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	return float64(a.common(b)) / float64(min(len(a), len(b)))
}

// lower is Unicode's full lower-casing, which differs from strings.ToLower in
// two letters: İ becomes i with a dot above, and a Σ that ends a word becomes ς.
func lower(text string) string {
	if !strings.ContainsAny(text, "İΣ") {
		return strings.ToLower(text)
	}
	runes := []rune(text)
	var b strings.Builder
	for i, r := range runes {
		switch {
		case r == 'İ':
			b.WriteString("i\u0307")
		case r == 'Σ' && endsWord(runes, i):
			b.WriteRune('ς')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// endsWord says whether a cased letter stands before the rune i and none after
// it, apart from runes that casing looks through.
func endsWord(runes []rune, i int) bool {
	before := i - 1
	for before >= 0 && caseIgnorable(runes[before]) {
		before--
	}
	if before < 0 || !cased(runes[before]) {
		return false
	}
	after := i + 1
	for after < len(runes) && caseIgnorable(runes[after]) {
		after++
	}
	return after == len(runes) || !cased(runes[after])
}

func cased(r rune) bool {
	return unicode.IsUpper(r) || unicode.IsLower(r) || unicode.IsTitle(r) ||
		unicode.In(r, unicode.Other_Lowercase, unicode.Other_Uppercase)
}

func caseIgnorable(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk) ||
		strings.ContainsRune("'.:·\u0387\u055f\u05f4‘’\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a", r)
}

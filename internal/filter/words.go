package filter

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// WordsOf cuts a text into the words that a search compares: runs of letters and
// digits, in small letters, without marks, in the compatible form (NFKD). It is
// the one tokeniser: what is indexed is strings.Join(WordsOf(s), " "), and
// WordsOf of that gives the same words again.
func WordsOf(s string) []string {
	return strings.FieldsFunc(fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// Fold makes the form in which whole names are compared: small letters without
// marks, one space between words, the punctuation kept.
func Fold(s string) string { return strings.Join(strings.Fields(fold(s)), " ") }

func fold(s string) string {
	ascii := true
	for i := 0; ascii && i < len(s); i++ {
		ascii = s[i] < 0x80
	}
	if ascii {
		return strings.ToLower(s)
	}
	// Small letters may decompose anew (İ), and what is decomposed may be capital (℡).
	s = unmarked(strings.ToLower(unmarked(s)))
	for range 3 {
		next := unmarked(strings.ToLower(s))
		if next == s {
			break
		}
		s = next
	}
	return s
}

func unmarked(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(s))
}

// Phrase is one or more words in a row; Prefix lets the last one go on.
type Phrase struct {
	Words  []string
	Prefix bool
}

// In says whether the words hold the phrase.
func (p Phrase) In(words []string) bool {
	for i := 0; i+len(p.Words) <= len(words); i++ {
		if p.at(words[i:]) {
			return true
		}
	}
	return false
}

func (p Phrase) at(words []string) bool {
	last := len(p.Words) - 1
	if !slices.Equal(p.Words[:last], words[:last]) {
		return false
	}
	if p.Prefix {
		return strings.HasPrefix(words[last], p.Words[last])
	}
	return words[last] == p.Words[last]
}

func (p Phrase) String() string {
	s := quoted(strings.Join(p.Words, " "))
	if p.Prefix {
		s += "*"
	}
	return s
}

// Text is a value of a Pattern, folded unless the field is an id.
type Text struct {
	Text   string
	Prefix bool
	star   bool // the prefix was asked for by a star, not given by the field
}

// Matches says whether a stored text is the wanted one.
func (t Text) Matches(s string) bool {
	if t.Prefix {
		return strings.HasPrefix(s, t.Text)
	}
	return s == t.Text
}

func (t Text) String() string {
	if t.star {
		return quoted(t.Text) + "*"
	}
	return quoted(t.Text)
}

// MatchKey says whether a stored text is one of those wanted.
func (l Pattern) MatchKey(key string) bool {
	return slices.ContainsFunc(l.Any, func(t Text) bool { return t.Matches(key) })
}

// MatchKey says whether the words of a text, joined by spaces as WordsOf gives
// them, hold one of the phrases.
func (l Words) MatchKey(key string) bool {
	words := strings.Fields(key)
	return slices.ContainsFunc(l.Any, func(p Phrase) bool { return p.In(words) })
}

// MatchKey says whether a value is one of those wanted.
func (l Set) MatchKey(key string) bool { return slices.Contains(l.Any, key) }

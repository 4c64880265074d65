package timex

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"chancery/internal/syntax"
)

// tokenise divides a text roughly as UD English does. It is for tests only.
func tokenise(text string) []syntax.Word {
	var words []syntax.Word
	add := func(a, b int) {
		if a < b {
			words = append(words, syntax.Word{Span: syntax.Span{Start: int32(a), End: int32(b)}})
		}
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			i += n
			continue
		}
		j := i
		for j < len(text) {
			r, n := utf8.DecodeRuneInString(text[j:])
			if unicode.IsSpace(r) {
				break
			}
			j += n
		}
		pieces(text, i, j, add)
		i = j
	}
	return words
}

// pieces divides a run without spaces at its punctuation.
func pieces(text string, i, j int, add func(a, b int)) {
	from := i
	for k := i; k < j; {
		r, n := utf8.DecodeRuneInString(text[k:])
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
		case (r == ',' || r == '.' || r == ':') && k > from && k+1 < j && text[k-1] >= '0' && text[k-1] <= '9' && text[k+1] >= '0' && text[k+1] <= '9':
		case r == '.' && (k+1 < j && unicode.IsLetter(rune(text[k+1])) || abbreviation(text[from:k])):
		case (r == '\'' || r == '’') && k+n+1 == j && text[k+n] == 's':
			add(from, k)
			add(k, j)
			return
		case (r == '\'' || r == '’') && k+n < j && (k == from && unicode.IsDigit(rune(text[k+n]))):
		default:
			add(from, k)
			add(k, k+n)
			from = k + n
		}
		k += n
	}
	add(from, j)
}

func abbreviation(s string) bool {
	switch s {
	case "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec", "Mon", "Tue", "Wed",
		"Thu", "Thurs", "Fri", "Sat", "Sun", "No", "St", "Jr", "Mr", "Ms", "c", "ca":
		return true
	}
	return strings.Contains(s, ".")
}

// load gives the grammar.
func load(t testing.TB) *Grammar {
	t.Helper()
	g, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

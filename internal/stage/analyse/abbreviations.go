package analyse

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"chancery/internal/stage/analyse/segment"
)

//go:embed abbreviations.txt
var abbreviationText string

//go:embed goeson.tsv
var goesOnText string

// pairs are the words of goeson.tsv, each behind its abbreviation.
var pairs = sync.OnceValue(func() map[[2]string]bool {
	out := map[[2]string]bool{}
	for f := range rows(goesOnText) {
		for w := range strings.FieldsSeq(f[1]) {
			out[[2]string{f[0], w}] = true
		}
	}
	return out
})

// titles are the abbreviations of abbreviations.txt.
var titles = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(abbreviationText) {
		if !strings.HasPrefix(line, "#") {
			for w := range strings.FieldsSeq(line) {
				out[w] = true
			}
		}
	}
	return out
})

// joinTitles makes one word of a title and its full stop where a capital
// follows on the line: "Spc. Lorraine", as the words that training saw are. It
// works in place and never adds a word.
func joinTitles(text string, ts []segment.Token) []segment.Token {
	out := ts[:0]
	for i := 0; i < len(ts); i++ {
		t := ts[i]
		if i+2 < len(ts) && stop(text, ts[i+1]) && ts[i+1].Gap == segment.None && bound(text, ts[i+2]) && holds(text, t, ts[i+2]) {
			t.End = ts[i+1].End
			i++
		}
		out = append(out, t)
	}
	return out
}

// holds says whether the full stop behind word a ends no sentence before word b.
func holds(text string, a, b segment.Token) bool {
	if a.End-a.Start > longest {
		return false
	}
	word := text[a.Start:a.End]
	return titles()[word] || pairs()[[2]string{word + ".", text[b.Start:b.End]}]
}

// longest is the number of bytes of the longest abbreviation, without its stop.
const longest = 8

func stop(text string, t segment.Token) bool { return t.End == t.Start+1 && text[t.Start] == '.' }

// bound says whether a word can be the name that a title stands before.
func bound(text string, t segment.Token) bool {
	r, _ := utf8.DecodeRuneInString(text[t.Start:])
	return t.Gap == segment.Space && unicode.IsUpper(r)
}

// goesOn says whether no sentence can begin with word b behind word a: a name
// behind its title, a weekday behind "p.m.", or a small letter behind a bracket
// or dots: "(D-Mass.) said", "the talks … failed".
func goesOn(text string, a, b segment.Token) bool {
	if b.Gap != segment.Space {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[b.Start:])
	word := text[a.Start:a.End]
	if unicode.IsLower(r) {
		return word == ")" || word == "…" || word == "..."
	}
	a.End--
	return strings.HasSuffix(word, ".") && unicode.IsUpper(r) && holds(text, a, b)
}

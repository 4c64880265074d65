package importer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/registry"
)

// smallWords stay small inside a name.
var smallWords = []string{"a", "and", "da", "de", "del", "der", "di", "do", "du", "e", "for", "in", "la", "of", "on", "the", "to", "van", "von", "y"}

// spelt is a name from a dictionary of capitals, as news writes it.
type spelt struct {
	text  string
	role  registry.Role // Abbreviation when it must keep its capitals
	other string        // a second spelling, or ""
}

// spell turns NORTH_ATLANTIC_TREATY_ORGANIZATION_ into North Atlantic Treaty
// Organization. What looks like an abbreviation stays as it is.
func (j *job) spell(raw string) (spelt, bool) {
	words := strings.Fields(strings.ReplaceAll(raw, "_", " "))
	if len(words) > 1 && words[0] == "THE" {
		words = words[1:]
	}
	if len(words) == 0 || !readable(strings.Join(words, " ")) {
		return spelt{}, false
	}
	if len(words) == 1 && j.abbreviated(words[0], true) {
		return spelt{text: words[0], role: registry.Abbreviation}, true
	}
	loose := slices.Clone(words)
	for i, w := range words {
		switch low := strings.ToLower(w); {
		case i > 0 && slices.Contains(smallWords, low):
			words[i], loose[i] = low, low
		case i > 0 && len(w) < 3 && !slices.Contains(smallWords, words[i-1]): // the last of KIM_JONG_UN
			words[i], loose[i] = capitalised(w), upperFirst(low)
		case j.abbreviated(w, false):
		default:
			words[i], loose[i] = capitalised(w), upperFirst(low)
		}
	}
	s := spelt{text: strings.Join(words, " "), role: registry.Alias}
	if other := strings.Join(loose, " "); other != s.text {
		s.other = other // "Kyung-wha" finds "Kyung-Wha" too, but not the other way round
	}
	return s, readable(s.text)
}

// abbreviated tells whether a word of capitals is an abbreviation. A name of one
// word that has up to three letters is taken for one.
func (j *job) abbreviated(word string, alone bool) bool {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, word)
	n := utf8.RuneCountInString(letters)
	if _, given := j.Base.Gender(upperFirst(strings.ToLower(letters))); given && !alone {
		return false
	}
	switch {
	case n == 0:
		return true
	case alone && n <= 3, n > 1 && !strings.ContainsAny(letters, "AEIOUY"), n < len(word) && strings.Count(word, ".") > 1:
		return true
	}
	return slices.ContainsFunc(j.readings(word), func(ref registry.NameRef) bool { return ref.Role == registry.Abbreviation })
}

// capitalised gives each part of a word a capital; parts of one or two letters
// behind a hyphen stay small: "Mazar-i-Sharif".
func capitalised(w string) string {
	parts := strings.Split(strings.ToLower(w), "-")
	for i, p := range parts {
		if i == 0 || utf8.RuneCountInString(p) > 2 {
			parts[i] = upperFirst(p)
		}
	}
	return strings.Join(parts, "-")
}

// upperFirst puts a capital on a word, and behind a full stop or an apostrophe
// inside it when more than one letter follows.
func upperFirst(w string) string {
	out, begin := []rune(w), true
	for i, r := range out {
		if begin && unicode.IsLetter(r) {
			out[i] = unicode.ToUpper(r)
			begin = false
		}
		if r == '.' || (r == '\'' || r == '’') && i+2 < len(out) {
			begin = true
		}
	}
	return string(out)
}

// name adds a spelling to an entry; false when it is there.
func (s spelt) addTo(e *registry.Entry) bool {
	added := addName(e, s.text, s.role)
	if s.other != "" && added && !slices.ContainsFunc(e.Surfaces, func(old registry.Surface) bool { return old.Text == s.other }) {
		e.Surfaces = append(e.Surfaces, registry.Surface{Text: s.other, Role: registry.Alias})
	}
	return added
}

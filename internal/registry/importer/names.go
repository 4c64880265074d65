package importer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/registry"
)

// Limits of a name, below those of the registry.
const (
	maxName  = 120 // bytes
	maxWord  = 40  // bytes without a break
	maxParts = 24  // words and signs
)

// readable tells whether the registry can hold a name.
func readable(name string) bool {
	if name == "" || len(name) > maxName || !utf8.ValidString(name) || name != strings.TrimSpace(name) {
		return false
	}
	parts, run, letters, inWord := 0, 0, false, false
	for _, r := range name {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		switch {
		case r == '|' || r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return false
		case unicode.IsSpace(r) && r != ' ', unicode.Is(unicode.Mn, r) && !inWord:
			return false
		case letter, unicode.Is(unicode.Mn, r):
			if !inWord {
				parts, run = parts+1, 0
			}
			run += utf8.RuneLen(r)
			letters = letters || letter
			inWord = true
		case unicode.ToLower(r) != r:
			return false // "Ⅷ" is no letter, and still has a capital
		default:
			inWord = false
			parts++
		}
		if run > maxWord || parts > maxParts {
			return false
		}
	}
	return letters
}

// slug makes the last part of a key from a name.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			b.WriteRune(r)
		case r == '\'' || r == '’' || unicode.IsMark(r):
		default:
			if i := slices.IndexFunc(accents, func(a string) bool { return strings.ContainsRune(a, r) }); i >= 0 {
				b.WriteByte(accents[i][0])
				continue
			}
			if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
				b.WriteByte('-')
			}
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "x"
}

// accents hold the letters of keys, each before the accented ones that become it.
var accents = []string{
	"aàáâãäåāăąạảấầẩẫậắằẳẵặ",
	"cçćčċĉ",
	"dđðď",
	"eèéêëēėęěẹẻẽếềểễệ",
	"gğģĝġ",
	"hḩħĥ",
	"iìíîïīįıịĩ",
	"jĵ",
	"kķ",
	"lłļľ",
	"nñńņň",
	"oòóôõöøōőơọỏốồổỗộớờở",
	"rřŕ",
	"sśşšșŝ",
	"tţťțŧ",
	"uùúûüūůűųưụủứừửŭũ",
	"wŵ",
	"yýÿŷỳ",
	"zźžż",
}

// addName adds a name that the entry does not have; false when it has.
func addName(e *registry.Entry, name string, role registry.Role) bool {
	if slices.ContainsFunc(e.Surfaces, func(s registry.Surface) bool { return strings.EqualFold(s.Text, name) }) {
		return false
	}
	e.Surfaces = append(e.Surfaces, registry.Surface{Text: name, Role: role})
	return true
}

// copyOf is an entry of the base registry that can be changed.
func copyOf(e *registry.Entry) *registry.Entry {
	c := *e
	c.Surfaces = slices.Clone(e.Surfaces)
	return &c
}

// addNote puts a remark behind those that are there.
func addNote(e *registry.Entry, note string) {
	if e.Note != "" && note != "" {
		note = e.Note + "; " + note
	}
	if note != "" {
		e.Note = note
	}
}

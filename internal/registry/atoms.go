package registry

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// atom is a maximal run of letters, digits, combining and unseen marks, or one other
// sign. White space is no atom.
type atom struct {
	start, end int32 // bytes
	word       int32 // id of the folded form; 0 when no name has it
	letters    int16 // letters, up to 1000
	shape      uint8
}

// Bits of atom.shape.
const (
	firstUpper uint8 = 1 << iota // begins with a capital
	allUpper                     // has letters and none is small
	afterBreak                   // a blank line stands before it
	hyphen                       // the sign is a hyphen or dash
)

// maxFolded bounds the length of an atom that a name can have.
const maxFolded = 64

// lexer cuts a text into atoms.
type lexer struct {
	text  string
	pos   int
	words map[string]int32
	buf   [maxFolded]byte
}

// next gives the next atom; false at the end.
func (l *lexer) next() (atom, bool) {
	brk := l.skipSpace()
	if l.pos >= len(l.text) {
		return atom{}, false
	}
	a := atom{start: int32(l.pos)}
	if brk {
		a.shape = afterBreak
	}
	r, size := decode(l.text, l.pos)
	if !inWord(r) {
		l.pos += size
		a.end = int32(l.pos)
		l.sign(&a, r)
		return a, true
	}
	l.run(&a, r, size)
	return a, true
}

// skipSpace passes white space and tells whether a blank line was in it.
func (l *lexer) skipSpace() bool {
	newlines := 0
	for l.pos < len(l.text) {
		r, size := decode(l.text, l.pos)
		if !isSpace(r) {
			break
		}
		if r == '\n' || r == '\u2029' {
			newlines++
		}
		l.pos += size
	}
	return newlines > 1
}

// sign fills in an atom of one sign.
func (l *lexer) sign(a *atom, r rune) {
	switch r = foldSign(r); r {
	case utf8.RuneError:
		return
	case '-':
		a.shape |= hyphen
	}
	n := utf8.EncodeRune(l.buf[:], r)
	a.word = l.words[string(l.buf[:n])]
}

// run reads an atom of letters and digits that begins with r.
func (l *lexer) run(a *atom, r rune, size int) {
	n, small, capital := 0, false, false
	for {
		if n == 0 && isUpper(r) {
			a.shape |= firstUpper
		}
		switch {
		case isUpper(r):
			capital = true
		case unicode.IsLower(r):
			small = true
		}
		if a.letters < 1000 && isLetter(r) {
			a.letters++
		}
		if f := fold(r); f != 0 && n <= maxFolded {
			n = l.put(n, f)
		}
		l.pos += size
		if l.pos >= len(l.text) {
			break
		}
		if r, size = decode(l.text, l.pos); !inWord(r) {
			break
		}
	}
	if capital && !small {
		a.shape |= allUpper
	}
	a.end = int32(l.pos)
	if n <= maxFolded {
		a.word = l.words[string(l.buf[:n])]
	}
}

// put writes a folded rune at n; a result over maxFolded tells it did not fit.
func (l *lexer) put(n int, f rune) int {
	if n+utf8.UTFMax > maxFolded {
		return maxFolded + 1
	}
	if f < utf8.RuneSelf {
		l.buf[n] = byte(f)
		return n + 1
	}
	return n + utf8.EncodeRune(l.buf[n:], f)
}

func decode(text string, pos int) (rune, int) {
	if b := text[pos]; b < utf8.RuneSelf {
		return rune(b), 1
	}
	return utf8.DecodeRuneInString(text[pos:])
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) && r != 'ʼ' || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || unseen(r)
}

// unseen tells of soft hyphens, joiners and marks of direction, which belong to
// the word that they stand in. A zero-width space parts words.
func unseen(r rune) bool {
	switch {
	case r == '\u00ad', r == '\u200c', r == '\u200d', r == '\u200e', r == '\u200f', r == '\u2060',
		'\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
		return true
	}
	return false
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r)
}

func isUpper(r rune) bool {
	if r < utf8.RuneSelf {
		return 'A' <= r && r <= 'Z'
	}
	return unicode.IsUpper(r)
}

func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || '\t' <= r && r <= '\r'
	}
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff'
}

// foldSign gives apostrophes and hyphens one form each.
func foldSign(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ', '`', '´', '′':
		return '\''
	case '‐', '‑', '‒', '–', '—', '−':
		return '-'
	}
	return r
}

// accented and plain list Latin letters and the letters they fold to.
const (
	accented = "àáâãäåāăąạảấầẩẫậắằẳẵặçćĉċčďđðèéêëēĕėęěẹẻẽếềểễệĝğġģĥħìíîïĩīĭįıỉịĵķĺļľŀłñńņňòóôõöøōŏőơọỏốồổỗộớờởỡợŕŗřśŝşšșţťŧțùúûüũūŭůűųưụủứừửữựŵýÿŷỳỵỷỹźżž"
	plain    = "aaaaaaaaaaaaaaaaaaaaacccccdddeeeeeeeeeeeeeeeeegggghhiiiiiiiiiiijklllllnnnnoooooooooooooooooooooorrrsssssttttuuuuuuuuuuuuuuuuuuwyyyyyyyzzz"
)

// fold gives the small letter without accent; 0 for a combining mark and for what
// is not seen.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			return r | 0x20
		}
		return r
	}
	if unseen(r) {
		return 0
	}
	r = unicode.ToLower(r)
	if r < 0x250 || 0x1e00 <= r && r < 0x1f00 {
		if f, ok := plainLetters[r]; ok {
			return f
		}
		return r
	}
	if unicode.Is(unicode.Mn, r) {
		return 0
	}
	return r
}

// plainLetters is accented against plain; it is never written to.
var plainLetters = func() map[rune]rune {
	m := make(map[rune]rune)
	to := strings.NewReader(plain)
	for _, r := range accented {
		f, _, _ := to.ReadRune()
		m[r] = f
	}
	return m
}()

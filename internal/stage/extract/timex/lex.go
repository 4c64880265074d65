package timex

import (
	"strings"
	"unicode/utf8"

	"chancery/internal/syntax"
)

// tok is a word, or a part of a word that hyphens or strokes divide, as far as
// the grammar knows it.
type tok struct {
	class  class
	num    float64
	start  int32
	end    int32
	word   int32 // index of its word
	id     uint16
	val    int16
	minor  minor
	digits uint8 // of a plain run of digits
	pos    syntax.UPOS
	glued  bool // no space before it
	capped bool // begins with a capital
	last   bool // ends its word
}

func (t *tok) is(c class) bool   { return t.class&c != 0 }
func (t *tok) also(m minor) bool { return t.minor&m != 0 }

// plain says whether t is a run of digits between lo and hi.
func (t *tok) plain(lo, hi float64) bool { return t.digits > 0 && t.num >= lo && t.num <= hi }

// scan is the reading of one sentence.
type scan struct {
	g        *Grammar
	text     string
	words    []syntax.Word
	toks     []tok
	dayFirst bool
	depth    int // of expressions inside one another
	end      tok // stands for what is before the first and after the last tok
}

// at is the tok at i, or one without classes when there is none.
func (s *scan) at(i int) *tok {
	if i < 0 || i >= len(s.toks) {
		return &s.end
	}
	return &s.toks[i]
}

func (s *scan) form(i int) string {
	t := s.at(i)
	return s.text[t.start:t.end]
}

// lex appends the toks of the words to toks and says whether any of them can
// begin a date. The slice is passed along, not kept, so that it may live on the
// stack of the caller.
func (s *scan) lex(toks []tok) ([]tok, bool) {
	any := false
	for i := range s.words {
		w := &s.words[i]
		if w.Start < 0 || w.End > int32(len(s.text)) || w.Start >= w.End {
			continue
		}
		from := len(toks)
		toks = s.word(toks, int32(i), w)
		for k := from; k < len(toks); k++ {
			any = any || toks[k].class&(telling|cEvery) != 0 || toks[k].digits > 0
		}
		if n := len(toks); n > from {
			toks[n-1].last = true
		}
	}
	return toks, any
}

// word adds the toks of one word.
func (s *scan) word(toks []tok, i int32, w *syntax.Word) []tok {
	form := s.text[w.Start:w.End]
	t := tok{start: w.Start, end: w.End, word: i, pos: w.UPOS}
	t.glued = i > 0 && s.words[i-1].End == w.Start
	c := form[0]
	t.capped = 'A' <= c && c <= 'Z'
	if id := s.g.lookup(form, w.Norm); id != 0 {
		return s.known(toks, t, id)
	}
	if n := genitive(form); n > 0 { // "Monday's", which a tokeniser left whole
		t.end -= int32(n)
		if id := s.g.lookup(form[:len(form)-n], ""); id != 0 {
			return s.known(toks, t, id)
		}
		t.end += int32(n)
	}
	switch {
	case c >= '0' && c <= '9', len(form) > 1 && (c == '\'' || strings.HasPrefix(form, "’")), len(form) > 4 && form[len(form)-1]-'0' < 10:
		return s.split(toks, t, form)
	case len(form) > 2 && len(form) < 40 && divider(form) >= 0:
		return s.split(toks, t, form)
	case len(form) > 3 && form[len(form)-1] == '.':
		return s.known(toks, t, s.g.lookup(form[:len(form)-1], ""))
	}
	return append(toks, t)
}

// genitive is the length of the "'s" that ends a word, 0 for none.
func genitive(form string) int {
	switch {
	case len(form) < 5 || form[len(form)-1] != 's':
	case form[len(form)-2] == '\'':
		return len("'s")
	case strings.HasSuffix(form, "’s"):
		return len("’s")
	}
	return 0
}

func (s *scan) known(toks []tok, t tok, id uint16) []tok {
	e := &s.g.entries[id]
	t.id, t.class, t.minor, t.val, t.num = id, e.class, e.minor, e.val, e.num
	return append(toks, t)
}

// divider is the place of the first hyphen, dash or stroke, or -1.
func divider(form string) int {
	for i := range len(form) {
		switch form[i] {
		case '-', '/':
			return i
		case 0xE2:
			if strings.HasPrefix(form[i:], "–") || strings.HasPrefix(form[i:], "—") || strings.HasPrefix(form[i:], "−") {
				return i
			}
		}
	}
	return -1
}

// split adds the parts of a word that holds dividers, and the dividers.
func (s *scan) split(toks []tok, t tok, form string) []tok {
	start := t.start
	for form != "" {
		n := divider(form)
		switch {
		case n < 0:
			n = len(form)
		case n == 0:
			_, n = utf8.DecodeRuneInString(form)
		}
		t.start, t.end = start, start+int32(n)
		toks = s.part(toks, t, form[:n])
		form, start = form[n:], t.end
		t.glued, t.capped = true, form != "" && 'A' <= form[0] && form[0] <= 'Z'
	}
	return toks
}

// part adds one undivided part.
func (s *scan) part(toks []tok, t tok, form string) []tok {
	if id := s.g.lookup(form, ""); id != 0 {
		return s.known(toks, t, id)
	}
	if c := form[0]; c >= '0' && c <= '9' {
		return s.digits(toks, t, form)
	}
	if n := quoteLen(form); n > 0 && len(form) >= n+2 && form[n] >= '0' && form[n] <= '9' {
		return append(toks, apostrophe(t, form[n:]))
	}
	// "FY2024", "AD842"
	for i := 2; i < len(form) && i <= 3; i++ {
		if form[i] < '0' || form[i] > '9' {
			continue
		}
		if id := s.g.lookup(form[:i], ""); id != 0 && s.g.entries[id].class&(cEra|cFiscal) != 0 {
			a := t
			a.end = t.start + int32(i)
			toks = s.known(toks, a, id)
			t.start, t.glued = a.end, true
			return s.digits(toks, t, form[i:])
		}
	}
	return append(toks, t)
}

func quoteLen(form string) int {
	switch {
	case strings.HasPrefix(form, "'"):
		return 1
	case strings.HasPrefix(form, "’"), strings.HasPrefix(form, "‘"):
		return len("’")
	}
	return 0
}

// apostrophe reads a shortened year, "'08", or decade, "'90s".
func apostrophe(t tok, form string) tok {
	n := float64(form[0]-'0')*10 + float64(form[1]-'0')
	switch {
	case form[1] < '0' || form[1] > '9':
	case len(form) == 2:
		t.class, t.num = cShortYear, n
	case len(form) == 3 && form[2] == 's' && form[1] == '0' && n >= 20:
		t.class, t.num = cDecade, n
	}
	return t
}

// digits adds a word that begins with a digit.
func (s *scan) digits(toks []tok, t tok, form string) []tok {
	if len(form) >= len("1.1.2023") && len(form) <= len("22.05.2023") && form[len(form)-5] == '.' {
		if all := dotted(toks, t, form); len(all) > len(toks) {
			return all
		}
	}
	return append(toks, figure(t, form))
}

// figure reads "1,500", "1.5", "22nd", "1990s".
func figure(t tok, form string) tok {
	n, frac := 0.0, 0.0
	i, run, stops, commas := 0, 0, 0, 0
	for ; i < len(form) && i < 18; i++ {
		c := form[i]
		switch {
		case c >= '0' && c <= '9':
			n, run = n*10+float64(c-'0'), run+1
			frac *= 10
			continue
		case c == ',' && i > 0 && i+3 < len(form) && isDigits(form[i+1:i+4]):
			commas++
			continue
		case c == '.' && i+1 < len(form) && form[i+1] >= '0' && form[i+1] <= '9':
			if stops++; stops == 1 {
				frac = 1
			}
			continue
		}
		break
	}
	switch rest := form[i:]; {
	case stops > 1:
	case rest == "" || rest == ".":
		t.class, t.num = cCard, n
		if frac > 1 {
			t.num = n / frac
		}
		if stops == 0 && commas == 0 && i == run && run < 5 {
			t.digits = uint8(run)
		}
	case stops == 0 && isOrdinalEnding(rest):
		t.class, t.num = cOrd, n
	case stops == 0 && (run == 2 || run == 4) && int(n)%10 == 0 && (rest == "s" || rest == "'s" || rest == "’s"):
		t.class, t.num = cDecade, n
	}
	return t
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func isOrdinalEnding(s string) bool {
	if len(s) != 2 {
		return false
	}
	switch string([]byte{s[0] | 0x20, s[1] | 0x20}) {
	case "st", "nd", "rd", "th":
		return true
	}
	return false
}

// dotted adds a date written with full stops as three numbers with strokes
// between them, told apart by mDotted.
func dotted(toks []tok, t tok, form string) []tok {
	a := strings.IndexByte(form, '.')
	b := len(form) - 5
	if a >= b {
		return toks
	}
	day, month, year := form[:a], form[a+1:b], form[b+1:]
	if len(day) > 2 || len(month) > 2 || len(year) != 4 || !isDigits(day) || !isDigits(month) || !isDigits(year) {
		return toks
	}
	at := t.start
	for i, part := range []string{day, month, year} {
		if i > 0 {
			t.start, t.end, t.glued = at, at+1, true
			t.class, t.minor, t.digits, t.num = cSlash, mDotted, 0, 0
			toks = append(toks, t)
			at++
		}
		t.class, t.minor, t.digits, t.start, t.end = 0, 0, 0, at, at+int32(len(part))
		t = figure(t, part)
		toks = append(toks, t)
		at, t.glued = t.end, true
	}
	return toks
}

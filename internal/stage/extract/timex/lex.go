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

// lex fills s.toks from the words and says whether any of them can begin a date.
func (s *scan) lex() bool {
	any := false
	for i := range s.words {
		w := &s.words[i]
		if w.Start < 0 || w.End > int32(len(s.text)) || w.Start >= w.End {
			continue
		}
		from := len(s.toks)
		s.word(int32(i), w)
		for k := from; k < len(s.toks); k++ {
			any = any || s.toks[k].class&(telling|cEvery) != 0 || s.toks[k].digits > 0
		}
		if n := len(s.toks); n > from {
			s.toks[n-1].last = true
		}
	}
	return any
}

// word adds the toks of one word.
func (s *scan) word(i int32, w *syntax.Word) {
	form := s.text[w.Start:w.End]
	t := tok{start: w.Start, end: w.End, word: i, pos: w.UPOS}
	t.glued = i > 0 && s.words[i-1].End == w.Start
	c := form[0]
	t.capped = 'A' <= c && c <= 'Z'
	if id := s.g.lookup(form, w.Norm); id != 0 {
		s.known(t, id)
		return
	}
	switch {
	case c >= '0' && c <= '9', len(form) > 1 && (c == '\'' || strings.HasPrefix(form, "’")), len(form) > 4 && form[len(form)-1]-'0' < 10:
		s.split(t, form)
	case len(form) > 2 && len(form) < 40 && divider(form) >= 0:
		s.split(t, form)
	case len(form) > 3 && form[len(form)-1] == '.':
		s.known(t, s.g.lookup(form[:len(form)-1], ""))
	default:
		s.toks = append(s.toks, t)
	}
}

func (s *scan) known(t tok, id uint16) {
	e := &s.g.entries[id]
	t.id, t.class, t.minor, t.val, t.num = id, e.class, e.minor, e.val, e.num
	s.toks = append(s.toks, t)
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
func (s *scan) split(t tok, form string) {
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
		s.part(t, form[:n])
		form, start = form[n:], t.end
		t.glued, t.capped = true, form != "" && 'A' <= form[0] && form[0] <= 'Z'
	}
}

// part adds one undivided part.
func (s *scan) part(t tok, form string) {
	if id := s.g.lookup(form, ""); id != 0 {
		s.known(t, id)
		return
	}
	if c := form[0]; c >= '0' && c <= '9' {
		s.digits(t, form)
		return
	}
	if n := quoteLen(form); n > 0 && len(form) >= n+2 && form[n] >= '0' && form[n] <= '9' {
		s.apostrophe(t, form[n:])
		return
	}
	// "FY2024", "AD842"
	for i := 2; i < len(form) && i <= 3; i++ {
		if form[i] < '0' || form[i] > '9' {
			continue
		}
		if id := s.g.lookup(form[:i], ""); id != 0 && s.g.entries[id].class&(cEra|cFiscal) != 0 {
			a := t
			a.end = t.start + int32(i)
			s.known(a, id)
			t.start, t.glued = a.end, true
			s.digits(t, form[i:])
			return
		}
	}
	s.toks = append(s.toks, t)
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
func (s *scan) apostrophe(t tok, form string) {
	n := float64(form[0]-'0')*10 + float64(form[1]-'0')
	switch {
	case form[1] < '0' || form[1] > '9':
	case len(form) == 2:
		t.class, t.num = cShortYear, n
	case len(form) == 3 && form[2] == 's' && form[1] == '0' && n >= 20:
		t.class, t.num = cDecade, n
	}
	s.toks = append(s.toks, t)
}

// digits reads a word that begins with a digit: "1,500", "1.5", "22nd", "1990s",
// "22.05.2023".
func (s *scan) digits(t tok, form string) {
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
	rest := form[i:]
	switch {
	case stops == 2 && s.dotted(t, form):
		return
	case stops > 1:
		t.class = 0
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
	case stops == 0 && run >= 2 && (rest == "s" || rest == "'s" || rest == "’s"):
		t.class, t.num = cDecade, n
		if run != 2 && run != 4 || int(n)%10 != 0 {
			t.class, t.num = 0, 0
		}
	}
	s.toks = append(s.toks, t)
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
func (s *scan) dotted(t tok, form string) bool {
	a := strings.IndexByte(form, '.')
	b := a + 1 + strings.IndexByte(form[a+1:], '.')
	day, month, year := form[:a], form[a+1:b], form[b+1:]
	if len(day) > 2 || len(month) > 2 || len(year) != 4 || !isDigits(day) || !isDigits(month) || !isDigits(year) {
		return false
	}
	at := t.start
	for i, part := range []string{day, month, year} {
		if i > 0 {
			t.start, t.end, t.glued = at, at+1, true
			t.class, t.minor = cSlash, mDotted
			s.toks = append(s.toks, t)
			at++
		}
		t.class, t.minor, t.start, t.end = 0, 0, at, at+int32(len(part))
		s.digits(t, part)
		at, t.glued = t.end, true
	}
	return true
}

package timex

import (
	"chancery/internal/syntax"
)

// found is a match before it becomes an Expr: toks [first, end).
type found struct {
	m          meaning
	first, end int
	kind       Kind
	far        meaning // the other end, when the match is a whole range
}

var nothing found

// Find appends the date expressions among the words of one sentence to dst, in
// order. Word.Norm and Word.UPOS are used when they are set.
func (g *Grammar) Find(dst []Expr, text string, words []syntax.Word, opt Options) []Expr {
	var buf [80]tok
	s := scan{g: g, text: text, words: words, dayFirst: opt.DayFirst}
	toks, any := s.lex(buf[:0])
	if !any {
		return dst
	}
	s.toks = toks
	from := len(dst)
	for i := 0; i < len(s.toks); {
		f := s.match(i)
		if f.end <= i {
			i++
			continue
		}
		e, end := s.join(f)
		if n := len(dst); n > 0 && dst[n-1].Span.Overlaps(e.Span) {
			i++
			continue
		}
		dst = append(dst, e)
		i = end
	}
	s.shareYears(dst[from:])
	return dst
}

// near is how many words may stand between two dates of one list.
const near = 5

// shareYears gives a date without a year that of the dated one beside it: "on 4
// April and from 5–6 April 2016", "on May 3, 2016, and June 5".
func (s *scan) shareYears(e []Expr) {
	for i := len(e) - 2; i >= 0; i-- {
		if a, b := &e[i], &e[i+1]; s.listed(a, b) {
			switch {
			case undated(b) && b.of.day != 0 && b.First-a.End == 1 && (a.of.op == opShift && a.of.unit == uDay && !a.of.narrative || a.of.op == opWeekday):
				b.of.pick = pickNear
			case undated(a) && b.of.dated && b.of.op == opDate && b.of.month != 0:
				s.lend(a, b.of.year, a.of.month > b.of.month, -1)
			case undated(b) && b.of.day != 0 && a.of.dated && a.of.op == opDate && a.of.day != 0 && a.till.op == opNone:
				s.lend(b, a.of.year, b.of.month < a.of.month, 1)
			}
		}
	}
}

func undated(e *Expr) bool {
	return e.of.op == opDate && !e.of.dated && e.of.pick == pickTense && !e.of.narrative && e.till.op == opNone
}

// lend dates e; when its month says so it is in the year beside.
func (s *scan) lend(e *Expr, year int32, other bool, step int32) {
	if other {
		year += step
	}
	e.of.year, e.of.dated, e.Relative = year, true, false
}

// listed says whether "and" or a comma makes one list of two dates.
func (s *scan) listed(a, b *Expr) bool {
	if b.First-a.End > near || b.First <= a.End {
		return false
	}
	w := s.words[a.End:b.First]
	if len(w) == 1 {
		return true
	}
	for i := range w {
		if s.g.class(s.text, &w[i])&cAnd != 0 {
			return true
		}
	}
	return false
}

// expr makes the expression of a match.
func (s *scan) expr(f found) Expr {
	h := s.half(f.first, f.end)
	e := Expr{First: h.first, End: h.end, Span: h.span, Kind: f.kind, of: f.m}
	e.Grain = f.m.grain()
	e.Relative = f.m.relative() || f.m.narrative
	s.lean(&e.of, f.first)
	return e
}

func (s *scan) half(first, end int) half {
	a, b := &s.toks[first], &s.toks[end-1]
	return half{int(a.word), int(b.word) + 1, syntax.Span{Start: a.start, End: b.end}}
}

// lean notes the words before an expression that point back or forward.
func (s *scan) lean(m *meaning, first int) {
	switch before := s.at(first - 1); {
	case before.is(cSince):
		m.lean = -1
	case before.is(cUntil | cBy):
		m.lean = 1
	}
}

// join reads the second half of a range after f.
func (s *scan) join(f found) (Expr, int) {
	e := s.expr(f)
	if f.far.op != opNone {
		e.till = f.far
		e.half = [2]half{s.half(f.first, f.first+1), s.half(f.end-1, f.end)}
		return e, f.end
	}
	if f.kind != Point || !rangeable(&f.m) {
		return e, f.end
	}
	k := s.connector(f)
	if k == 0 {
		return e, f.end
	}
	second := s.match(k)
	if second.end <= k {
		second = s.now(k)
	}
	if second.end <= k || second.kind != Point || !matching(&f.m, &second.m) {
		return e, f.end
	}
	e.till = second.m
	a, b := s.half(f.first, f.end), s.half(second.first, second.end)
	e.half = [2]half{a, b}
	e.End, e.Span.End = b.end, b.span.End
	e.Relative = !f.m.dated && !second.m.dated && f.m.relative()
	e.Grain = coarser(f.m.grain(), second.m.grain())
	return e, second.end
}

// connector is where the second half of a range may begin, or 0.
func (s *scan) connector(f found) int {
	k := f.end
	before := s.at(f.first - 1)
	if s.at(k).is(cComma) {
		k++
	}
	t := s.at(k)
	switch {
	case t.is(cDash) && k == f.end:
	case t.is(cSlash) && t.glued && k == f.end && f.m.month != 0:
	case t.is(cTo), t.is(cUntil) && before.is(cFrom):
		if before.is(cFrom) && s.at(f.first-2).also(mMoved) {
			return 0
		}
	case t.is(cAnd) && before.is(cBetween):
	case t.is(cAnd) && k == f.end && f.m.op == opWeekday && s.at(k+1).is(cWeekday) && (s.at(k+1).val-int16(f.m.wday)+7)%7 == 1 && s.closes(k+2):
		return k + 1 // "on Saturday and Sunday"
	default:
		return 0
	}
	k++
	if s.at(k).is(cOn) {
		k++
	}
	return k
}

// now reads "present" or "now" as the end of a range: "2013 – present".
func (s *scan) now(i int) found {
	if !s.at(i).also(mNow) {
		return nothing
	}
	return point(i, i+1, meaning{op: opShift, unit: uDay})
}

// rangeable says whether m can be an end of a range.
func rangeable(m *meaning) bool {
	switch m.op {
	case opDate, opYears, opWeekday, opSeason, opQuarter:
		return m.shiftUnit == noUnit
	case opShift:
		return m.unit == uDay && m.n >= -1 && m.n <= 1
	}
	return false
}

// matching says whether two meanings are ends of one range.
func matching(a, b *meaning) bool {
	if !rangeable(b) {
		return false
	}
	ga, gb := a.grain(), b.grain()
	if a.op == opDate && b.op == opDate && a.month != 0 && b.month != 0 {
		return !a.dated || b.dated
	}
	if b.op == opShift && b.n == 0 && a.op == opDate {
		return true
	}
	return ga == gb && (!a.dated || b.dated)
}

// Ends gives the two ends of a range as expressions of their own, as TIMEX3
// annotates them: "May 30" and "June 2" of "May 30 – June 2". It is false for
// what is no range or shares words, like "May 23–24".
func (g *Grammar) Ends(e *Expr, anchor Anchor, tense Tense) (a, b Expr, ok bool) {
	if e.till.op == opNone || e.half[1].end == 0 {
		return a, b, false
	}
	a, b = *e, *e
	a.of, b.of = e.of, e.till
	if b.of.dated && !a.of.dated {
		a.of.dated, a.of.year = true, b.of.year
		if e.Resolved {
			a.of.year = e.From.Year
		}
	}
	for i, x := range []*Expr{&a, &b} {
		h := e.half[i]
		x.First, x.End, x.Span = h.first, h.end, h.span
		x.till, x.half, x.Grain = meaning{}, [2]half{}, x.of.grain()
		x.Relative = x.of.relative()
		g.Resolve(x, anchor, tense)
		if d := [2]Date{e.From, e.To}[i]; e.Resolved && x.of.op == opWeekday && x.of.part == whole {
			x.From, x.To, x.Resolved = d, d, true
		}
	}
	return a, b, true
}

package timex

import "chancery/record"

// This file reads what an article and a unit begin: "the day before", "the week
// of May 1", "the 22nd".

// theDay reads "the day before", "the day after Christmas", "the week of May 1",
// "the month of June", "the year 2030", "the 22nd"; i is the article.
func (s *scan) theDay(i int) found {
	t := s.at(i + 1)
	if t.is(cOrd) {
		return s.dayOfMonth(i)
	}
	if !t.is(cUnit|cDaypart|cWeekend) || t.is(cPlural) {
		return nothing
	}
	u := unit(t.val)
	if t.is(cDaypart) || t.is(cWeekend) && !t.is(cUnit) {
		u = uDay
	}
	next := s.at(i + 2)
	switch {
	case next.is(cBefore | cAfter):
		return s.dayBefore(i, u)
	case next.is(cOf) && (u == uWeek || t.is(cWeekend)):
		return s.weekOf(i)
	case next.is(cOf) && u >= uMonth:
		return s.namedUnit(i, i+3)
	case u == uYear:
		return s.namedUnit(i, i+2)
	}
	return nothing
}

// weekOf reads "the week of May 1", "the weekend of May 6, 2023"; i is the article.
func (s *scan) weekOf(i int) found {
	f := s.inner(i + 3)
	if f.end == 0 || f.m.grain() != record.Day {
		return nothing
	}
	f.first = i
	if s.at(i + 1).is(cWeekend) {
		return s.weekendOfDate(f)
	}
	f.m.shiftUnit, f.m.shift = uWeek, 0
	return f
}

// namedUnit reads "the month of June", "the year 2030"; k is after the unit.
func (s *scan) namedUnit(i, k int) found {
	f := s.core(k)
	if f.end == 0 || f.kind != Point || f.m.op != opDate {
		f = s.bareYear(k)
	}
	if f.end != 0 {
		f.first = i
	}
	return f
}

func (s *scan) weekendOfDate(f found) found {
	if !f.m.dated || f.m.op != opDate {
		return nothing
	}
	f.m.op = opWeekend
	return f
}

// dayBefore reads "the day before", alone from the narrative, or from the date
// that follows.
func (s *scan) dayBefore(i int, u unit) found {
	n := 1
	if s.at(i + 2).is(cBefore) {
		n = -1
	}
	return s.shifted(found{m: meaning{op: opShift, unit: u, n: float32(n), narrative: true}, first: i, end: i + 3})
}

// shifted turns "two days before" into a shift of the date that follows, keeps
// it as counted from the narrative when nothing follows that it could belong
// to, and makes it unresolvable otherwise.
func (s *scan) shifted(f found) found {
	k := f.end
	if s.at(k).is(cThe) {
		k++
	}
	if g := s.partly(k); g.end > k && g.kind == Point && g.m.op != opNone && g.m.op != opIn && g.m.shiftUnit == noUnit {
		g.first, g.m.shift, g.m.shiftUnit = f.first, int16(f.m.n), f.m.unit
		return g
	}
	if !s.closes(f.end) {
		f.m.op, f.m.narrative = opNone, false
	}
	return f
}

// closes says whether a phrase may end before the tok at i.
func (s *scan) closes(i int) bool {
	if i >= len(s.toks) {
		return true
	}
	t := s.at(i)
	form := s.form(i)
	return t.is(cComma|cDash|cAnd|cIn|cOn|cQuote) || len(form) == 1 && !isWordByte(form[0])
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

// dayOfMonth reads "the 22nd" alone, in words that leave no other reading.
func (s *scan) dayOfMonth(i int) found {
	q, n := s.ordinal(i + 1)
	k := i + 1 + n
	if n == 0 || q.value > 31 || s.at(i+1).word != s.at(k-1).word && n == 1 {
		return nothing
	}
	if !s.at(i-1).is(cOn|cSince|cUntil|cBy) || !s.closes(k) || s.at(k).is(cDash|cAnd) || q.value < 4 && s.form(i + 1)[0] > '9' {
		return nothing
	}
	return found{m: meaning{op: opDayOf, day: int8(q.value)}, first: i, end: k}
}

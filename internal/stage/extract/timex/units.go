package timex

import "chancery/internal/syntax"

// This file reads what is counted in units: "last week", "three weeks ago",
// "the past five years", "for three days", "every Monday", "57-year-old".

// pointed reads "last week", "this past Monday", "next June", "the same day",
// "the past five years", "the coming weeks".
func (s *scan) pointed(i int) found {
	t := s.at(i)
	if t.pos == syntax.VERB || t.is(cLast) && t.is(cStretch) && (s.at(i-1).is(cTo) || s.at(i-1).also(mFuture)) {
		return nothing // "to last 45 minutes"
	}
	m := meaning{pick: pickOf(t), narrative: t.is(cThat) || t.val == 1 && t.is(cLast|cNext)}
	k := i + 1
	if t.is(cThis) && s.at(k).is(cLast|cNext) && s.at(k).val == 0 {
		m.pick = pickPast
		if s.at(k).is(cNext) {
			m.pick = pickComing
		}
		k++
	}
	if t.is(cThis|cThat) && s.at(k).is(cSame) {
		m.pick, m.narrative = pickThat, true
		k++
	}
	if n := s.at(k); n.is(cEarly|cMid|cLate) && !t.is(cRecent) { // "this early May" is rare, "last late June" too
		return nothing
	}
	if f := s.pointedName(i, k, m); f.end != 0 {
		return f
	}
	q, n := s.number(k)
	if n > 0 || s.at(k).is(cUnit|cDaypart) {
		return s.pointedUnit(i, k, n, q, m)
	}
	return nothing
}

func pickOf(t *tok) pick {
	switch {
	case t.is(cThat):
		return pickThat
	case t.is(cThis):
		return pickThis
	case t.is(cNext):
		return pickNext
	case t.is(cLast), t.is(cRecent):
		return pickLast
	}
	return pickTense
}

// pointedName reads the weekday, month, season, weekend, quarter or feast after
// "last".
func (s *scan) pointedName(i, k int, m meaning) found {
	t := s.at(k)
	if m.narrative && m.pick != pickThat {
		switch { // "the following Monday", "the previous June" count from the narrative
		case t.is(cWeekday):
			m.op, m.wday = opWeekday, int8(t.val)
			return s.withDaypart(point(i, k+1, m))
		case !t.is(cWeekend):
			return nothing
		}
	}
	switch {
	case t.is(cWeekday) && !s.named2(k):
		m.op, m.wday = opWeekday, int8(t.val)
		return s.withDaypart(point(i, k+1, m))
	case t.is(cMonth) && (t.capped || !t.also(mDoubtful)):
		if s.isDay(k+1) || s.at(k+1).digits == 4 {
			return nothing
		}
		m.op, m.month = opDate, int8(t.val)
		return point(i, k+1, m)
	case t.is(cSeason):
		m.op, m.idx = opSeason, int8(t.val)
		return point(i, k+1, m)
	case t.is(cWeekend):
		m.op = opWeekend
		return point(i, k+1, m)
	case t.is(cPhrase):
		if f := s.named(k); f.end != 0 && f.m.op == opFeast && !f.m.dated {
			f.first, f.m.pick = i, m.pick
			return f
		}
	}
	return nothing
}

// pointedUnit reads a unit after "last", with a count of n toks before it or
// none.
func (s *scan) pointedUnit(i, k, n int, q quantity, m meaning) found {
	t := s.at(i)
	u, end := s.unitAt(k + n)
	if end == 0 {
		if n == 0 && s.at(k).is(cDaypart) && t.is(cLast|cNext|cThis|cThat) {
			return s.pointedDaypart(i, k, m)
		}
		return nothing
	}
	plural := s.at(end - 1).is(cPlural)
	f := found{m: m, first: i, end: end}
	f.m.unit = u
	switch {
	case t.is(cThat|cThis) && !t.is(cLast|cNext) && (plural || n > 0):
		return nothing
	case n == 0 && plural, q.vague, t.is(cRecent):
		f.kind, f.m.op, f.m.n = Vague, opStretch, float32(max(q.value, 3))
		if !t.is(cNext) {
			f.m.n = -f.m.n
		}
		return f
	case n > 0:
		f.m.op, f.m.n = opStretch, float32(q.value)
		if !t.is(cNext) {
			f.m.n = -f.m.n
		}
		if !t.is(cLast | cNext) {
			return nothing
		}
		return f
	}
	return s.singleUnit(f, t)
}

// singleUnit reads "last week", "the past decade", "this year", "the next day".
func (s *scan) singleUnit(f found, t *tok) found {
	past := f.m.pick == pickPast || t.is(cLast) && t.is(cStretch) && s.form(f.first)[0]|0x20 == 'p'
	f.m.op = opUnit
	switch u := f.m.unit; {
	case past && u >= uMonth:
		f.m.op, f.m.n = opStretch, -1
	case u < uDay:
		f.kind = Duration
	case t.is(cNext) && u == uDay && t.val == 0:
		f.m.n, f.m.narrative = 1, true // "the next day"
	case f.m.pick == pickNext || f.m.pick == pickComing:
		f.m.n = 1
	case f.m.pick == pickLast || f.m.pick == pickPast:
		f.m.n = -1
		if u == uDay && t.val == 0 && s.form(f.end - 1)[0]|0x20 == 'd' {
			return nothing // "the last day of the summit"
		}
	}
	if f.m.unit == uDecade && f.m.op == opUnit && f.m.n < 0 {
		f.m.op = opStretch
	}
	if f.m.pick == pickThat {
		f.m.narrative = true
	}
	f.m.pick = pickTense
	return s.withDaypart(f)
}

// pointedDaypart reads "this morning", "last night", "the next morning".
func (s *scan) pointedDaypart(i, k int, m meaning) found {
	t := s.at(i)
	m.op, m.unit = opUnit, uDay
	switch {
	case t.is(cNext):
		m.n, m.narrative = 1, true
	case t.is(cLast):
		m.n = -1
	case t.is(cThat):
		m.narrative = true
	}
	m.pick = pickTense
	return point(i, k+1, m)
}

// unitAt reads a unit at i, hyphens around it aside, and gives its end or 0.
func (s *scan) unitAt(i int) (unit, int) {
	if s.at(i).is(cDash) {
		i++
	}
	t := s.at(i)
	if t.is(cFiscal) && s.at(i+1).is(cUnit) && unit(s.at(i+1).val) >= uQuarter {
		i++
		t = s.at(i)
	}
	if !t.is(cUnit) || t.is(cOrd) && s.at(i-1).is(cLast|cThe|cThis|cNext|cA) {
		return noUnit, 0
	}
	return unit(t.val), i + 1
}

// units reads a number and a unit with what follows: "three weeks ago", "two
// days earlier", "57-year-old", "two-day", "five years".
func (s *scan) units(i int) found {
	q, n := s.number(i)
	switch {
	case n == 0 && s.at(i).is(cA):
		q, n = quantity{value: 1}, 1
		if t := s.at(i + 1); t.is(cHalf) && s.at(i+2).is(cDash) {
			q, n = quantity{value: 0.5}, 3
		}
	case n == 0:
		return nothing
	}
	u, end := s.unitAt(i + n)
	if end == 0 || n == 1 && s.at(i).digits == 4 && s.at(i).plain(1900, 2099) && u != uYear && !s.at(end-1).is(cPlural) {
		return nothing
	}
	if s.at(end).is(cAnd) && s.at(end+1).is(cA) && s.at(end+2).is(cHalf) {
		q.value, end = q.value+0.5, end+3
	}
	f := found{m: meaning{op: opShift, unit: u, n: float32(q.value)}, first: i, end: end}
	if s.at(i).is(cA) && s.at(end-1).is(cPlural) && n == 1 || u == uQuarter && s.at(end).is(cOf) {
		return nothing
	}
	return s.unitsAfter(f, q)
}

// unitsAfter reads what follows a number and a unit.
func (s *scan) unitsAfter(f found, q quantity) found {
	k := f.end
	if s.at(k).is(cDash) && s.at(k).glued {
		k++
	}
	t := s.at(k)
	switch {
	case t.also(mOld) && f.m.unit >= uDay:
		f.kind, f.end = Age, k+1
		return f
	case q.vague && (t.is(cAgo|cEarlier|cLater) || t.is(cBack) && s.closes(k+1)):
		f.kind, f.end, f.m.op = Vague, k+1, opNone
		return f
	case t.is(cAgo), t.is(cBack) && s.closes(k+1):
		f.m.n, f.end = -f.m.n, k+1
		return s.around(f)
	case t.is(cFrom) && s.at(k+1).also(mNow):
		f.end = k + 2
		return s.around(f)
	case t.is(cFrom) && (s.at(k + 1).is(cDeictic)):
		f.end = k + 2
		return s.around(f)
	case t.is(cEarlier), t.is(cLater):
		if t.is(cEarlier) {
			f.m.n = -f.m.n
		}
		f.end, f.m.narrative = k+1, true
		return f
	case t.is(cBefore | cAfter):
		if t.is(cBefore) {
			f.m.n = -f.m.n
		}
		f.end, f.m.narrative = k+1, true
		return s.shifted(f)
	}
	f.kind = Duration
	return f
}

// around gives a shift from now; parts of a day are the day itself.
func (s *scan) around(f found) found {
	if f.m.unit <= uHour && f.m.n > -24 && f.m.n < 24 {
		f.m.n = 0
	}
	return f
}

// inUnits reads "in two days", "in three weeks' time", "within 48 hours"; the
// preposition is not part of the expression.
func (s *scan) inUnits(i int) found {
	k := i + 1
	if s.at(k).is(cThe) {
		return nothing
	}
	f := s.units(k)
	if f.end == 0 || f.kind != Duration || f.m.unit == noUnit {
		return nothing
	}
	if q, _ := s.number(k); q.vague {
		f.kind, f.m.op = Vague, opNone
		return f
	}
	if s.at(i).is(cWithin) {
		if s.at(f.end).is(cOf) {
			return f // "within two days of the attack"
		}
		f.kind, f.m.op, f.m.lean = Point, opStretch, 1
		return f
	}
	timed := s.at(f.end).is(cGenitive|cQuote) && s.at(f.end+1).also(mTime)
	if timed {
		f.end += 2
	}
	switch {
	case timed:
		f.kind = Point
	case s.at(i-1).also(mTime) || s.at(f.end).is(cOf) || f.m.unit < uHour || s.at(f.end-1).is(cHalf):
	default:
		f.kind, f.m.op = Point, opIn
	}
	return f
}

// over reads "over the weekend", "over the past week" by what follows.
func (s *scan) over(int) found { return nothing }

// every reads "every Monday", "each year", "every two weeks" as a set.
func (s *scan) every(i int) found {
	k := i + 1
	if q, n := s.number(k); n > 0 && q.value > 0 {
		k += n
	} else if _, n := s.ordinal(k); n > 0 && !s.at(k).is(cUnit) {
		k += n
	}
	if t := s.at(k); !t.is(cUnit | cWeekday | cMonth | cSeason | cWeekend | cDaypart) {
		return nothing
	}
	f := found{kind: Set, first: i, end: k + 1}
	if s.at(f.end).is(cDaypart) {
		f.end++
	}
	return f
}

// aged reads "aged 57".
func (s *scan) aged(i int) found {
	q, n := s.number(i + 1)
	if n == 0 || q.value > 130 {
		return nothing
	}
	return found{kind: Age, first: i, end: i + 1 + n}
}

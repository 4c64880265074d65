package timex

import "chancery/internal/syntax"

// This file reads what a word points at: "last week", "this past Monday", "next
// June", "the past five years".

// pointed reads "last week", "this past Monday", "next June", "the same day",
// "the past five years", "the coming weeks".
func (s *scan) pointed(i int) found {
	t := s.at(i)
	if t.is(cLast) && t.is(cStretch) && (t.pos == syntax.VERB || s.at(i-1).is(cTo) || s.at(i-1).also(mFuture)) {
		return nothing // "to last 45 minutes"
	}
	if t.val == 1 && t.is(cLast|cNext) && !s.at(i-1).is(cThe|cPoss|cThat) {
		return nothing // "following Monday's debate"
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
	case t.is(cWeekday) && !s.inTitle(k):
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
	the, over := s.at(f.first-1).is(cThe), s.at(f.first-2).is(cOver|cIn|cWithin)
	switch u := f.m.unit; {
	case past && u >= uMonth, the && over && t.is(cLast) && t.val == 0 && u >= uWeek:
		f.m.op, f.m.n = opStretch, -1
	case the && t.is(cNext) && t.is(cStretch) && t.val == 0 && u >= uWeek && (over || u >= uDecade):
		f.m.op, f.m.n = opStretch, 1
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

package timex

// This file reads what is counted in units: "three weeks ago", "for three days",
// "in two days", "every Monday", "57-year-old".

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
	case n == 0 && s.at(i).is(cHalf):
		q, n = quantity{value: 0.5}, 1
		if s.at(i + 1).is(cA) {
			n = 2
		}
	case n == 0:
		return nothing
	}
	if s.form(i-1) == "[" && s.form(i+n) == "]" {
		n++ // "[Ten] years ago"
	}
	u, end := s.unitAt(i + n)
	if end == 0 || n == 1 && s.at(i).digits == 4 && s.at(i).plain(1900, 2099) && u != uYear && !s.at(end-1).is(cPlural) {
		return nothing
	}
	if s.at(end).is(cAnd) && s.at(end+1).is(cA) && s.at(end+2).is(cHalf) {
		q.value, end = q.value+0.5, end+3
	}
	f := found{m: meaning{op: opShift, unit: u, n: float32(q.value)}, first: i, end: end}
	if s.at(i).is(cA) && s.at(end-1).is(cPlural) && n == 1 || u == uQuarter && s.at(end).is(cOf|cDash) ||
		u == uSecond && s.at(end-1).is(cOrd) && s.tens(i+n-1) { // "fifty-second" is an ordinal
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
	case q.vague && (t.is(cAgo|cEarlier|cLater) || t.is(cFrom) && s.at(k+1).also(mNow) || t.is(cBack) && s.closes(k+1)):
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
	if s.at(f.first).is(cA) && s.at(f.first-1).is(cCard|cScale|cMeasure) {
		f.kind = Set // "$500 a month"
	}
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
	for k < i+3 && s.at(k).also(mAbout) {
		k++ // "in less than two weeks"
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

// bareUnits reads "years ago", "days later".
func (s *scan) bareUnits(i int) found {
	if !s.at(i).is(cPlural) || !s.at(i+1).is(cAgo|cEarlier|cLater) {
		return nothing
	}
	return found{kind: Vague, first: i, end: i + 2}
}

// every reads "every Monday", "each year", "every two weeks" as a set.
func (s *scan) every(i int) found {
	k := i + 1
	if s.at(k).also(mOther) {
		k++
	}
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

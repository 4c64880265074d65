package timex

// This file reads what may stand around a date: articles, "early", "the end of",
// "the day before".

// starters may begin an expression.
const starters = telling | cThe | cA | cPoss | cEarly | cMid | cLate | cEarlier | cLater | cStart | cEnd |
	cLast | cNext | cThis | cThat | cStretch | cRecent | cCard | cOrd | cScale | cVague | cHalf | cFiscal | cEra |
	cEvery | cIn | cWithin | cOver | cOther

// match reads the expression that begins at i; its end is not beyond i when
// there is none.
func (s *scan) match(i int) found {
	t := s.at(i)
	if !t.is(starters) {
		return nothing
	}
	if t.is(cThe | cPoss) {
		f := s.partly(i + 1)
		if f.end == 0 {
			if f = s.theDay(i); f.end != 0 {
				return f
			}
		}
		if t.is(cThe) && f.end != 0 && s.ownsArticle(&f) {
			f.first = i
		}
		return f
	}
	return s.partly(i)
}

// ownsArticle says whether the article before f is its own, as in "the 1990s",
// and not that of a noun behind it, as in "the 2016 summit".
func (s *scan) ownsArticle(f *found) bool {
	switch {
	case f.kind == Age, f.kind == Duration && s.at(f.end-2).is(cDash):
		return false
	case f.m.op == opDate && f.m.part == whole && f.m.shiftUnit == noUnit && f.m.pick == pickTense:
		t := s.at(f.first)
		return !t.is(cMonth|cFiscal) && (t.digits == 0 || t.is(cOrd))
	case f.m.op == opYears:
		return s.at(f.first).digits == 0
	}
	return true
}

// partly reads "early June", "late last year", "the end of the month".
func (s *scan) partly(i int) found {
	t := s.at(i)
	switch {
	case t.is(cEarly | cMid | cLate | cEarlier | cLater):
		if f := s.early(i); f.end != 0 {
			return f
		}
	case t.is(cStart | cEnd):
		if f := s.boundary(i); f.end != 0 {
			return f
		}
	}
	if t.is(cOrd | cLast | cCard) {
		if f := s.nth(i); f.end != 0 {
			return f
		}
	}
	if t.is(cOrd|cEnd|cLast) && s.at(i+1).is(cHalf) {
		if f := s.halfOf(i); f.end != 0 {
			return f
		}
	}
	return s.core(i)
}

// inner reads a stretch that a modifier before it narrows, with its article.
func (s *scan) inner(i int) found {
	k := i
	if s.at(k).is(cThe) {
		k++
	}
	f := s.core(k)
	if f.end == 0 && k > i {
		f = s.theUnit(k)
	}
	if f.kind != Point || f.m.op == opNone {
		return nothing
	}
	return f
}

// early reads "early June", "mid-2019", "early in 2016", "later this week".
func (s *scan) early(i int) found {
	t := s.at(i)
	p := whole
	switch {
	case t.is(cEarlier):
		p = earlier
	case t.is(cLater):
		p = later
	case t.is(cEarly):
		p = early
	case t.is(cMid):
		p = mid
	case t.is(cLate):
		p = late
	}
	if t.is(cLater) && s.at(i+1).is(cDecade) {
		p = late
	}
	k := i + 1
	if s.at(k).is(cDash | cIn | cOn | cOf) {
		k++
	}
	f := s.inner(k)
	if f.end == 0 || s.at(i).is(cMid) && f.m.grain() == "day" && s.at(k-1).is(cOf) {
		return nothing
	}
	f.first, f.m.part = i, p
	return f
}

// boundary reads "the end of May", "the beginning of the year", "the end of the week".
func (s *scan) boundary(i int) found {
	k := i + 2
	if !s.at(i + 1).is(cOf) {
		return nothing
	}
	f := s.inner(k)
	if f.end == 0 || s.at(k).is(cThe) && f.m.op == opDate && !s.closes(f.end) {
		return nothing // "the start of the 2014 games"
	}
	before := i - 1
	if s.at(before).is(cThe) {
		before--
	}
	t := s.at(before)
	switch {
	case s.at(i).is(cStart) && t.is(cSince|cFrom) && f.m.op != opYears && f.m.unit < uDecade:
		f.m.part = firstDay
	case s.at(i).is(cStart):
		f.m.part = starting
	case t.is(cBy | cUntil | cTo | cBefore):
		f.m.part = lastDay
	default:
		f.m.part = ending
	}
	f.first = i
	return f
}

// halfOf reads "the first half of 2020", "the second half of the year".
func (s *scan) halfOf(i int) found {
	n := 1
	if !s.at(i).is(cOrd) || s.at(i).num == 2 {
		n = 2
	}
	if s.at(i).is(cOrd) && s.at(i).num > 2 {
		return nothing
	}
	k := i + 2
	if !s.at(k).is(cOf) {
		return nothing
	}
	f := s.inner(k + 1)
	if f.end == 0 {
		return nothing
	}
	f.first = i
	if f.m.op == opDate && f.m.month == 0 {
		f.m.op, f.m.idx = opHalf, int8(n)
		return f
	}
	if f.m.op == opUnit && f.m.unit == uYear {
		f.m = meaning{op: opHalf, idx: int8(n), pick: pickOfYear(&f.m)}
		return f
	}
	f.m.part = firstHalf
	if n == 2 {
		f.m.part = lastHalf
	}
	return f
}

// pickOfYear is the choice of "last year", "this year", "that year".
func pickOfYear(m *meaning) pick {
	switch {
	case m.narrative:
		return pickThat
	case m.n < 0:
		return pickLastYear
	case m.n > 0:
		return pickNextYear
	}
	return pickThis
}

// theUnit reads "the year", "the week" as the one that is going on; i is after
// the article.
func (s *scan) theUnit(i int) found {
	t := s.at(i)
	if !t.is(cUnit) || t.is(cPlural) || unit(t.val) < uDay || unit(t.val) > uCentury {
		return nothing
	}
	return found{m: meaning{op: opUnit, unit: unit(t.val)}, first: i, end: i + 1}
}

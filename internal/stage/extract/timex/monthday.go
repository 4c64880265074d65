package timex

import "chancery/internal/syntax"

// This file reads days and months with their names: "May 22 , 2023", "22 May".

// month reads "May 22 , 2023", "May 22nd", "May the 22nd", "May 23–24",
// "May 2023", "May".
func (s *scan) month(i int) found {
	t := s.at(i)
	m := meaning{op: opDate, month: int8(t.val)}
	k := i + 1
	if s.at(k).is(cThe) && s.at(k+1).is(cOrd) && s.at(k+1).num <= 31 {
		k++
	}
	if s.isDay(k) && !s.isTime(k) {
		if t.class&cMonth == 0 || !t.capped && t.also(mDoubtful) {
			return nothing
		}
		m.day = int8(s.at(k).num)
		return s.strike(s.dayRange(s.yearAfter(point(i, k+1, m)), k))
	}
	if !s.monthName(i) {
		return nothing
	}
	f := s.yearAfter(point(i, k, m))
	if !f.m.dated && f.m.pick == pickTense && !s.monthAlone(i) {
		return nothing
	}
	return f
}

// isDay says whether the tok at i can be the day of a month.
func (s *scan) isDay(i int) bool {
	t := s.at(i)
	if t.is(cOrd) {
		return t.num >= 1 && t.num <= 31 && t.num == float64(int(t.num)) && s.form(i)[0] <= '9'
	}
	return t.digits <= 2 && t.plain(1, 31) && !s.at(i+1).is(cScale|cMeasure)
}

// isTime says whether the number at i is the hour of "5 p.m.".
func (s *scan) isTime(i int) bool {
	form := s.form(i + 1)
	return len(form) >= 2 && len(form) <= 4 && (form[0]|0x20 == 'p' || form[0]|0x20 == 'a') && (form[1]|0x20 == 'm' || form[1] == '.')
}

// yearAfter reads the year that may follow a day or month: "May 22 , 2023",
// "December of 384", "March the same year", "July 14 last year".
func (s *scan) yearAfter(f found) found {
	k := f.end
	comma := s.at(k).is(cComma)
	if comma || s.at(k).is(cOf) || s.at(k).is(cIn) && f.m.day == 0 {
		k++
	}
	if t := s.at(k); t.digits >= 3 && t.plain(100, 2199) && !(comma && t.digits == 3) && !s.at(k+1).is(cMeasure|cScale) {
		f.m.year, f.m.dated, f.end = int32(t.num), true, k+1
		return s.era(f)
	}
	if f.m.day == 0 && s.at(k-1).is(cOf|cIn) {
		if g := s.spokenYear(k); g.end > k {
			f.m.year, f.m.dated, f.end = g.m.year, true, g.end
			return f
		}
	}
	if t := s.at(k); t.is(cShortYear) && k == f.end {
		f.m.year, f.m.dated, f.end = fullYear(t.num), true, k+1
		return f
	}
	if t := s.at(k); k == f.end && f.m.day != 0 && t.is(cLast) && t.is(cStretch) && (s.closes(k+1) || s.at(k+1).is(cOf)) && s.form(k) == "last" {
		f.m.pick, f.end = pickLast, k+1 // "on 4 August last"
		return f
	}
	if s.at(k).is(cThe) {
		k++
	}
	if t := s.at(k); t.is(cThat|cLast|cNext|cThis) && unit(s.at(k+1).val) == uYear && s.at(k+1).is(cUnit) && !s.at(k+1).is(cPlural) {
		f.end = k + 2
		switch {
		case t.is(cThat), t.val == 1 && t.is(cLast|cNext):
			f.m.pick = pickThat
		case t.is(cLast):
			f.m.pick = pickLastYear
		case t.is(cNext):
			f.m.pick = pickNextYear
		default:
			f.m.pick = pickThis
		}
	}
	return f
}

// era reads "AD" or "BC" after a year; year 0 is 1 BC.
func (s *scan) era(f found) found {
	if t := s.at(f.end); t.is(cEra) {
		f.end++
		if t.val < 0 {
			f.m.year = 1 - f.m.year
		}
	}
	return f
}

// dayRange reads the second day of "May 23–24", "May 23 and 24", "May 23 to 25"
// when the year has not been read; k is the first day. The year may follow.
func (s *scan) dayRange(f found, k int) found {
	if f.m.dated && f.end != k+1 {
		return f
	}
	j := k + 2
	second := s.at(j)
	link := s.at(k + 1)
	switch {
	case !s.isDay(j) || second.num <= s.at(k).num || s.at(j+1).is(cMonth|cUnit) || s.isTime(j):
		return f
	case link.is(cDash), link.is(cSlash) && link.glued:
	case link.is(cTo) && !s.at(j+1).is(cDash):
	case link.is(cAnd) && second.num == s.at(k).num+1 && (s.closes(j+1) || s.at(f.first-1).is(cBetween)):
	case link.is(cAnd) && s.at(f.first-1).is(cBetween):
	default:
		return f
	}
	f.end = j + 1
	last := int8(second.num)
	f = s.yearAfter(f)
	f.m.n = float32(last - f.m.day)
	return f
}

// strike gives "the Sept. 11 attacks" their year.
func (s *scan) strike(f found) found {
	if !f.m.dated && f.m.month == 9 && f.m.day == 11 && s.at(f.end).also(mStrike) {
		f.m.year, f.m.dated = 2001, true
	}
	return f
}

// monthName says whether the month at i is written as one: with a capital, and
// an abbreviation that is also a name with its full stop.
func (s *scan) monthName(i int) bool {
	t := s.at(i)
	if !t.capped {
		return !t.also(mDoubtful|mShort) && s.at(i-1).is(cIn|cSince|cLast|cNext|cThis|cEarly|cMid|cLate|cDash|cBy) || s.at(i+1).digits == 4
	}
	return true
}

// monthAlone decides whether a month without day and year is meant as a time.
func (s *scan) monthAlone(i int) bool {
	t, before, after := s.at(i), s.at(i-1), s.at(i+1)
	if t.also(mShort) && s.text[t.end-1] != '.' {
		return before.is(cIn | cSince | cLast)
	}
	if before.is(cIn | cSince | cUntil | cLast | cNext | cThis | cThat | cEarly | cMid | cLate | cEarlier | cLater) {
		return true
	}
	if before.is(cDash) && before.glued && s.at(i-2).is(cEarly|cMid|cLate) {
		return true
	}
	if t.pos == syntax.VERB || t.pos == syntax.AUX {
		return false
	}
	if after.is(cTo|cDash|cAnd) && s.at(i+2).is(cMonth) || before.is(cDash|cTo|cAnd|cComma) && s.at(i-2).is(cMonth|cCard) {
		return true
	}
	if after.is(cGenitive) && t.also(mDoubtful) || before.is(cDash) && s.at(i-2).class == 0 {
		return false
	}
	if before.is(cOf) {
		return s.at(i-2).is(cOrd|cStart|cEnd|cMid|cUnit|cWeekday) || !t.also(mDoubtful)
	}
	if before.is(cThe | cEvery | cA | cPoss) {
		return !after.capped && (!t.also(mDoubtful) || !s.at(i+1).is(cOn|cIn) && !s.closes(i+1))
	}
	if t.also(mDoubtful) {
		return before.is(cBy|cFrom|cTo|cBetween) && s.closes(i+1) && !s.personBefore(i)
	}
	if i == 0 {
		return !after.capped && !s.closes(i+1)
	}
	return !after.capped && !before.capped || before.is(cBy|cFrom|cTo|cBetween|cOn)
}

// personBefore says whether the sentence speaks of somebody called May.
func (s *scan) personBefore(i int) bool {
	for k := max(0, i-40); k < i; k++ {
		if s.toks[k].id == s.toks[i].id && s.toks[k].capped {
			return true
		}
	}
	return false
}

// dayFirstDate reads "22 May 2023", "23–24 May", "the 22nd of May", "the fifth
// of January", "the first day of February".
func (s *scan) dayFirstDate(i int) found {
	day, k := s.dayNumeral(i)
	if k == 0 {
		return nothing
	}
	worded := s.form(i)[0] > '9'
	last := day
	if s.at(k).is(cDash|cTo|cAnd|cSlash) && s.isDay(k+1) && s.at(k+1).num > day {
		last = s.at(k + 1).num
		if s.at(k).is(cAnd) && last != day+1 && !s.at(i-1).is(cBetween) {
			return nothing
		}
		k += 2
	}
	if s.at(k).is(cUnit) && unit(s.at(k).val) == uDay && s.at(k+1).is(cOf) {
		k++
	}
	of := s.at(k).is(cOf)
	if of || s.at(k).is(cDash) && s.at(k).glued {
		k++
	}
	m := s.at(k)
	if !m.is(cMonth) || !m.capped && (m.also(mDoubtful) || !of) || !of && worded {
		return nothing
	}
	f := point(i, k+1, meaning{op: opDate, month: int8(m.val), day: int8(day), n: float32(last - day)})
	if y := s.at(k + 2); s.at(k+1).is(cDash) && s.at(k+1).glued && y.digits == 2 && y.word == s.at(i).word {
		f.m.year, f.m.dated, f.end = fullYear(y.num), true, k+3 // 22-May-23
		return f
	} else if s.at(k+1).is(cDash) && s.at(k+1).glued && y.digits == 4 && y.glued {
		f.end++
	}
	return s.strike(s.yearAfter(f))
}

// dayNumeral reads the day that may begin a date and gives its end, or 0.
func (s *scan) dayNumeral(i int) (day float64, end int) {
	t := s.at(i)
	if t.digits > 0 || s.form(i)[0] <= '9' {
		if !s.isDay(i) {
			return 0, 0
		}
		return t.num, i + 1
	}
	q, n := s.ordinal(i)
	if n == 0 || q.value > 31 || q.value < 1 {
		return 0, 0
	}
	return q.value, i + n
}

// fullYear is the year that two digits stand for.
func fullYear(n float64) int32 {
	if n < 50 {
		return 2000 + int32(n)
	}
	return 1900 + int32(n)
}

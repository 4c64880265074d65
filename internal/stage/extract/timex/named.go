package timex

import (
	"strings"

	"chancery/internal/syntax"
)

// This file reads what has a name: weekdays, "yesterday", seasons, quarters,
// centuries, fiscal years, feasts.

// weekday reads "Monday", "Monday morning", "Monday, May 22, 2023".
func (s *scan) weekday(i int) found {
	t := s.at(i)
	if s.inTitle(i) {
		return nothing
	}
	f := s.withDaypart(point(i, i+1, meaning{op: opWeekday, wday: int8(t.val)}))
	k := f.end
	if s.at(k).is(cComma) || s.form(k) == "(" {
		k++
	}
	if s.at(k).is(cThe) {
		k++
	}
	if n := s.at(k); n.is(cMonth | cCard | cOrd) {
		if g := s.core(k); g.end > k && g.kind == Point && g.m.op == opDate && g.m.day != 0 && g.m.shiftUnit == noUnit {
			if s.form(k-1) != "(" {
				g.first, g.m.wday = i, int8(t.val)
				return g
			}
		}
	}
	if t.also(mShort) && (!s.at(f.end-1).is(cDaypart) && s.text[t.end-1] != '.') {
		return nothing
	}
	if s.at(f.end).is(cLast|cNext|cThis) && s.at(f.end+1).is(cUnit) && unit(s.at(f.end+1).val) == uWeek {
		return s.weekdayOfWeek(f)
	}
	return f
}

// weekdayOfWeek reads "Monday last week".
func (s *scan) weekdayOfWeek(f found) found {
	t := s.at(f.end)
	f.m.pick, f.m.shift, f.m.shiftUnit = pickOfWeek, 0, noUnit
	switch {
	case t.is(cLast):
		f.m.n = -1
	case t.is(cNext):
		f.m.n = 1
	}
	f.end += 2
	return f
}

// inTitle says whether the weekday at i is part of a name, like "Black Friday"
// and "The Sunday Times", or is not written as a day.
func (s *scan) inTitle(i int) bool {
	t, before, after := s.at(i), s.at(i-1), s.at(i+1)
	if !t.capped {
		return t.also(mShort) || !before.is(cOn|cLast|cNext|cThis|cEvery|cBy|cUntil|cSince) && !after.is(cDaypart|cMonth)
	}
	return before.also(mNameSide) && before.capped || after.also(mNameSide) && after.capped
}

// withDaypart takes in the part of the day after a day: "Monday morning".
func (s *scan) withDaypart(f found) found {
	if s.at(f.end).is(cEarly|cLate) && s.at(f.end+1).is(cDaypart) {
		f.end += 2
	} else if s.at(f.end).is(cDaypart) && f.m.grain() == "day" {
		f.end++
	}
	return f
}

// deictic reads "today", "yesterday morning", "tomorrow".
func (s *scan) deictic(i int) found {
	t := s.at(i)
	if t.capped && s.at(i-1).also(mNameSide) {
		return nothing // "USA Today"
	}
	return s.withDaypart(point(i, i+1, meaning{op: opShift, unit: uDay, n: float32(t.val)}))
}

// season reads "summer 2018", "the summer of 2018", "winter 2018–19", and the
// season alone after a word of time.
func (s *scan) season(i int) found {
	t := s.at(i)
	m := meaning{op: opSeason, idx: int8(t.val)}
	f := point(i, i+1, m)
	if t.also(mRecurring) {
		if t.capped && i > 0 {
			return nothing
		}
		f.kind = Set
		return f
	}
	if i == 0 && t.capped && (s.at(1).also(mIs) || s.at(1).pos == syntax.AUX) {
		return f // "Winter is …"
	}
	k := i + 1
	if s.at(k).is(cComma | cOf) {
		k++
	}
	if y := s.at(k); y.digits >= 3 && y.plain(100, 2199) && !s.at(k+1).is(cMeasure) {
		f.m.year, f.m.dated, f.end = int32(y.num), true, k+1
		if s.at(k+1).is(cDash|cSlash) && s.at(k+2).digits >= 2 {
			f.end = k + 3
		}
		return f
	}
	if g := s.seasonYear(f, k); g.end > f.end {
		return g
	}
	before := s.at(i - 1)
	if before.is(cThe|cPoss) && !t.also(mDoubtful) {
		before = s.at(i - 2)
	}
	if !before.is(cIn|cSince|cUntil|cBy|cEarly|cMid|cLate|cThis|cLast|cNext|cOver|cOf) || s.at(i+1).capped {
		return nothing
	}
	return f
}

// seasonYear reads "of last year" and "this year" after a season or quarter.
func (s *scan) seasonYear(f found, k int) found {
	if s.at(k).is(cThe) {
		k++
	}
	t, y := s.at(k), s.at(k+1)
	if t.is(cUnit) && unit(t.val) == uYear && s.at(k-1).is(cThe) && s.at(k-2).is(cOf) {
		f.end, f.m.pick = k+1, pickThis
		return f
	}
	if !t.is(cThat|cLast|cNext|cThis) || !y.is(cUnit) || unit(y.val) != uYear {
		return f
	}
	f.end = k + 2
	switch {
	case t.is(cThat):
		f.m.pick = pickThat
	case t.is(cLast):
		f.m.pick = pickLastYear
	case t.is(cNext):
		f.m.pick = pickNextYear
	default:
		f.m.pick = pickThis
	}
	return f
}

// quarterly reads "Q3 2020", "H1".
func (s *scan) quarterly(i int) found {
	t := s.at(i)
	f := point(i, i+1, meaning{op: opQuarter, idx: int8(t.val)})
	if t.is(cHalfYear) {
		f.m.op = opHalf
	}
	return s.yearOf(f)
}

// yearOf reads the year after a quarter: "2020", "of 2020", "of last year".
func (s *scan) yearOf(f found) found {
	k := f.end
	if s.at(k).is(cOf | cIn | cComma) {
		k++
	}
	if s.at(k).is(cFiscal) {
		k++
	}
	if y := s.at(k); y.digits == 4 && y.plain(1800, 2199) {
		f.m.year, f.m.dated, f.end = int32(y.num), true, k+1
		return f
	}
	return s.seasonYear(f, k)
}

// ordinalOf reads "first quarter of 2020", "19th century", "15th and 16th
// centuries".
func (s *scan) ordinalOf(i int) found {
	q, n := s.ordinal(i)
	if n == 0 {
		return nothing
	}
	k := i + n
	if s.at(k).is(cDash) && s.at(k).glued {
		k++
	}
	t := s.at(k)
	switch {
	case t.is(cUnit) && unit(t.val) == uQuarter && q.value <= 4 && !t.is(cPlural):
		f := s.yearOf(point(i, k+1, meaning{op: opQuarter, idx: int8(q.value)}))
		if !f.m.dated && f.m.pick == pickTense && s.at(k+1).is(cOf) {
			return nothing
		}
		return f
	case t.is(cUnit) && unit(t.val) == uCentury && q.value >= 1 && q.value < 30:
		return s.century(point(i, k+1, meaning{op: opYears, n: 100}), int32(q.value))
	case t.is(cAnd | cDash | cTo):
		if s.at(k + 1).is(cThe) {
			k++ // "from the 15th to the 19th century"
		}
		if q2, n2 := s.ordinal(k + 1); n2 > 0 && q2.value > q.value && q2.value < 30 {
			c := k + 1 + n2
			if s.at(c).is(cDash) {
				c++
			}
			if s.at(c).is(cUnit) && unit(s.at(c).val) == uCentury {
				return point(i, i+n, meaning{op: opYears, n: 100, year: int32(q.value-1) * 100})
			}
		}
	}
	return nothing
}

func (s *scan) century(f found, n int32) found {
	f.m.year = (n - 1) * 100
	if t := s.at(f.end); t.is(cEra) {
		f.end++
		if t.val < 0 {
			f.m.year = 1 - n*100
		}
	}
	return f
}

// fiscal reads "fiscal 2024", "fiscal year 2024", "FY2024".
func (s *scan) fiscal(i int) found {
	k := i + 1
	if s.at(k).is(cUnit) && unit(s.at(k).val) == uYear {
		k++
	}
	if t := s.at(k); t.digits == 4 && t.plain(1900, 2199) {
		f := point(i, k+1, meaning{op: opDate, year: int32(t.num), dated: true})
		if g := s.figures(k); g.end > f.end && g.m.op == opYears {
			f.m, f.end = g.m, g.end
		}
		return f
	}
	return nothing
}

// weekendAlone reads "the weekend" after a word of time.
func (s *scan) weekendAlone(i int) found {
	before := s.at(i - 1)
	if before.is(cThe) {
		before = s.at(i - 2)
	}
	if !before.is(cOver | cIn | cOn | cBy | cSince | cUntil | cTo | cEarlier | cLater) {
		return nothing
	}
	return point(i, i+1, meaning{op: opWeekend})
}

// yearEnd reads "year-end", "year's end", "month end".
func (s *scan) yearEnd(i int) found {
	t := s.at(i)
	k := i + 1
	if s.at(k).is(cDash | cGenitive) {
		k++
	}
	if !s.at(k).is(cEnd) || unit(t.val) < uMonth || t.is(cPlural) || s.form(k)[0]|0x20 != 'e' {
		return nothing
	}
	return point(i, k+1, meaning{op: opUnit, unit: unit(t.val), part: lastDay})
}

// dayNumber reads "day two" of something that lasts.
func (s *scan) dayNumber(i int) found {
	t, n := s.at(i), s.at(i+1)
	if unit(t.val) != uDay || t.is(cPlural) || !n.is(cCard) || n.num > 9999 || n.num < 1 || s.at(i-1).is(cCard|cEvery|cThe|cA) {
		return nothing
	}
	return found{kind: Vague, first: i, end: i + 2}
}

// inName says whether the word at i stands among capitals: "Christmas Island".
func (s *scan) inName(i int) bool {
	before, after := s.at(i-1), s.at(i+1)
	return after.capped && after.class == 0 || i > 1 && before.capped && before.class == 0
}

// named reads a feast, with its year, or a named stretch of history.
func (s *scan) named(i int) found {
	t := s.at(i)
	for n, p := range s.g.phrases[t.id] {
		k := i + 1
		for _, w := range p.rest {
			if !strings.EqualFold(s.form(k), w) {
				k = -1
				break
			}
			k++
		}
		if k < 0 || !t.capped || len(p.rest) == 0 && s.inName(i) {
			continue
		}
		m := meaning{op: opFeast, head: t.id, phrase: int16(n)}
		if !p.from.IsZero() {
			m.op = opPeriod
			return point(i, k, m)
		}
		f := s.yearOf(point(i, k, m))
		return f
	}
	return nothing
}

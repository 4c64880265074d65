package timex

// deepest is how many expressions may stand inside one another: "two days after
// the end of the week of May 1". It keeps reading linear.
const deepest = 5

// core reads a date expression without article and modifiers at i.
func (s *scan) core(i int) found {
	if s.depth >= deepest {
		return nothing
	}
	s.depth++
	f := s.simple(i)
	s.depth--
	return f
}

// simple is core without its bound.
func (s *scan) simple(i int) found {
	t := s.at(i)
	if t.is(cPhrase) {
		if f := s.named(i); f.end != 0 {
			return f
		}
	}
	switch {
	case t.is(cMonth):
		return s.month(i)
	case t.is(cWeekday):
		return s.weekday(i)
	case t.is(cDeictic):
		return s.deictic(i)
	case t.is(cLast | cNext | cThis | cThat | cRecent | cStretch):
		return s.pointed(i)
	case t.is(cSeason):
		return s.season(i)
	case t.is(cQuarterly | cHalfYear):
		return s.quarterly(i)
	case t.is(cDecade):
		return s.decade(i)
	case t.is(cShortYear):
		return s.shortYear(i)
	case t.is(cCard | cOrd | cScale | cVague | cA | cHalf):
		return s.numeric(i)
	}
	return s.lesser(i)
}

// lesser reads the rarer forms.
func (s *scan) lesser(i int) found {
	t := s.at(i)
	switch {
	case t.is(cWeekdays):
		return found{kind: Set, first: i, end: i + 1}
	case t.is(cEvery):
		return s.every(i)
	case t.is(cFiscal):
		return s.fiscal(i)
	case t.is(cIn | cWithin):
		return s.inUnits(i)
	case t.is(cWeekend):
		return s.weekendAlone(i)
	case t.is(cUnit):
		return s.unitAlone(i)
	case t.is(cEra):
		return s.eraFirst(i)
	case t.also(mAged):
		return s.aged(i)
	}
	return nothing
}

// unitAlone reads "year-end", "years ago", "day two".
func (s *scan) unitAlone(i int) found {
	if f := s.yearEnd(i); f.end != 0 {
		return f
	}
	if f := s.bareUnits(i); f.end != 0 {
		return f
	}
	return s.dayNumber(i)
}

// numeric reads what begins with a number.
func (s *scan) numeric(i int) found {
	t := s.at(i)
	if t.digits > 0 {
		if f := s.figures(i); f.end != 0 {
			return f
		}
	}
	if t.is(cOrd) || t.plain(1, 31) || t.is(cCard) && t.num <= 31 {
		if f := s.dayFirstDate(i); f.end != 0 {
			return f
		}
	}
	if f := s.ordinalOf(i); f.end != 0 {
		return f
	}
	if f := s.units(i); f.end != 0 {
		return f
	}
	if f := s.spokenYear(i); f.end != 0 {
		return f
	}
	return s.bareYearInContext(i)
}

// point is a match of a meaning that begins at first.
func point(first, end int, m meaning) found { return found{m: m, first: first, end: end} }

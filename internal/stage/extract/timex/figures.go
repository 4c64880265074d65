package timex

import "strings"

// This file reads dates and years in figures.

// figures reads 2023-05-22, 22/05/2023, 9/11, 2019–20.
func (s *scan) figures(i int) found {
	t, sep := s.at(i), s.at(i+1)
	if !sep.is(cDash|cSlash) || !s.at(i+2).is(cCard) || s.at(i+2).digits == 0 {
		return nothing
	}
	tight := sep.glued && s.at(i+2).glued
	third := s.at(i + 4)
	if tight && s.at(i+3).is(cDash|cSlash) && s.at(i+3).glued && third.digits > 0 && third.glued {
		return s.numericDate(i)
	}
	if t.digits == 4 && t.plain(1000, 2199) {
		return s.yearRange(i)
	}
	if tight && sep.is(cSlash) && t.num == 9 && s.at(i+2).num == 11 && !s.at(i-1).is(cOn) {
		return point(i, i+3, meaning{op: opDate, year: 2001, dated: true, month: 9, day: 11})
	}
	return nothing
}

// numericDate reads three numbers: the year first, or last with the month first
// unless the first number is above 12, the dots are full stops, or the options
// say otherwise.
func (s *scan) numericDate(i int) found {
	a, b, c := s.at(i), s.at(i+2), s.at(i+4)
	d := Date{int32(a.num), int8(min(b.num, 99)), int8(min(c.num, 99))}
	switch {
	case a.digits == 4 && b.digits <= 2 && c.digits <= 2:
	case c.digits == 4 || c.digits == 2 && s.at(i+1).is(cSlash) && a.digits <= 2:
		day, month := b.num, a.num
		if a.num > 12 || s.at(i+1).also(mDotted) || s.dayFirst && b.num <= 12 {
			day, month = a.num, b.num
		}
		year := int32(c.num)
		if c.digits == 2 {
			year = fullYear(c.num)
		}
		d = Date{year, int8(min(month, 99)), int8(min(day, 99))}
	default:
		return nothing
	}
	if !d.Valid() || d.Year < 1000 || d.Year > 2199 {
		return nothing
	}
	return point(i, i+5, meaning{op: opDate, year: d.Year, dated: true, month: d.Month, day: d.Day})
}

// yearRange reads "2019–20", "2019/20" and "373 - 374" as one stretch of years.
func (s *scan) yearRange(i int) found {
	a, b := s.at(i), s.at(i+2)
	first, last := int32(a.num), int32(b.num)
	switch {
	case b.digits == 2:
		last += first - first%100
		if last <= first || !s.at(i+1).glued && s.at(i+1).is(cSlash) {
			return nothing
		}
	default:
		return nothing // two whole years: join makes the range
	}
	if !s.yearFits(i, i+3) {
		return nothing
	}
	f := point(i, i+3, meaning{op: opYears, year: first, n: float32(last - first + 1)})
	if !s.at(i + 1).glued { // "1892 – 94"
		f.m = meaning{op: opDate, year: first, dated: true}
		f.far = meaning{op: opDate, year: last, dated: true}
	}
	return f
}

// bareYear reads a number as a year where the words before have said that it is.
func (s *scan) bareYear(i int) found {
	t := s.at(i)
	if t.digits < 3 || !t.plain(100, 2199) || s.at(i+1).is(cMeasure) {
		return nothing
	}
	return s.era(point(i, i+1, meaning{op: opDate, year: int32(t.num), dated: true}))
}

// bareYearInContext reads a number as a year when what stands around it allows.
func (s *scan) bareYearInContext(i int) found {
	t := s.at(i)
	if t.digits == 0 {
		return nothing
	}
	if s.at(i+1).is(cEra) && !s.at(i-1).is(cComma) {
		return s.era(point(i, i+1, meaning{op: opDate, year: int32(t.num), dated: true}))
	}
	if y := s.at(i - 1); y.is(cUnit) && unit(y.val) == uYear && !y.is(cPlural) && s.at(i-2).is(cThe) && s.at(i-3).is(cIn|cSince|cUntil|cBy|cFrom|cTo) && t.plain(1, 2199) && s.closes(i+1) {
		return point(i, i+1, meaning{op: opDate, year: int32(t.num), dated: true}) // "in the year 71"
	}
	switch {
	case t.digits < 3 || !t.plain(100, 2199):
		return nothing
	case t.digits == 3 && !s.threeDigitYear(i):
		return nothing
	case !s.yearFits(i, i+1):
		return nothing
	}
	if g := s.at(i + 1); int(t.num)%10 == 0 && g.is(cGenitive) && g.glued && s.at(i-1).is(cThe|cEarly|cMid|cLate) {
		return point(i, i+2, meaning{op: opYears, year: int32(t.num), n: 10}) // "the 1930's"
	}
	return point(i, i+1, meaning{op: opDate, year: int32(t.num), dated: true})
}

// yearFits says whether the number at [i, end) is a year rather than a name, an
// amount or a time of day.
func (s *scan) yearFits(i, end int) bool {
	t, before, after := s.at(i), s.at(i-1), s.at(end)
	if after.is(cUnit) && (after.is(cPlural) || unit(after.val) == uYear) || before.is(cMarker) || after.is(cMeasure|cScale) || before.also(mAbout) && after.class == 0 && !after.capped && end < len(s.toks) && isWordByte(s.form(end)[0]) {
		return false
	}
	if before.is(cSlash) && t.glued && s.at(i-2).is(cCard) || before.is(cAnd|cComma) && s.at(i-2).digits > 0 && s.at(i-3).is(cMarker) {
		return false // "No. 1430/2019", "resolutions 2254 and 2118"
	}
	if before.is(cDash) && before.glued && t.glued && s.at(i-2).class == 0 && s.at(i-2).digits == 0 && s.at(i-2).capped && i >= 2 {
		return false // "COVID-2019", "Su-1000"
	}
	if t.glued && i > 0 && !before.is(cDash|cSlash|cQuote|cComma) && isWordByte(s.form(i - 1)[0]) {
		return false
	}
	form := s.form(end)
	if end < len(s.toks) && (form == "Agenda" || form == "/" && s.at(end).glued || form == ":" && s.at(end).glued && s.at(end+1).glued) && !s.at(end+1).is(cCard) {
		return false
	}
	if t.plain(1800, 2059) {
		return true
	}
	if i == 0 && after.is(cComma) || end < len(s.toks) && i == 0 && form == ":" {
		return true
	}
	return before.is(cIn|cSince|cUntil|cBy|cFrom|cTo|cBetween|cDash|cAnd|cOn|cBefore|cAfter|cMid|cEarly|cLate) || s.form(i-1) == "(" || before.is(cCirca) && s.closes(end) || before.is(cOf) && s.at(i-2).is(cSeason|cMonth|cUnit|cStart|cEnd|cOrd) || after.is(cDash) && s.at(end+1).digits >= 3
}

// threeDigitYear wants a preposition of time before and the end of the phrase
// after a year like 348.
func (s *scan) threeDigitYear(i int) bool {
	before, after := s.at(i-1), s.at(i+1)
	if s.lifetime(i) || s.lifetime(i-2) {
		return true
	}
	if before.is(cCirca) || before.is(cDash) && s.at(i-2).digits == 3 && !before.glued {
		return true
	}
	if s.form(i-1) == "(" && s.at(i+2).digits > 0 || !before.is(cIn|cSince|cUntil) && s.form(i-1) != "(" {
		return false
	}
	return after.capped || s.closes(i+1) && !after.is(cComma|cDash) || after.is(cDash) && s.at(i+2).digits == 3 && s.at(i+2).num > s.at(i).num
}

// shortYear reads "'08" after a preposition or a season.
func (s *scan) shortYear(i int) found {
	if !s.at(i - 1).is(cIn | cSince | cOf | cSeason | cDash) {
		return nothing
	}
	return point(i, i+1, meaning{op: opDate, year: fullYear(s.at(i).num), dated: true})
}

// eraFirst reads "AD 842".
func (s *scan) eraFirst(i int) found {
	t := s.at(i + 1)
	if !s.at(i).capped || t.digits == 0 || t.num > 2199 || s.at(i).val < 0 {
		return nothing
	}
	return point(i, i+2, meaning{op: opDate, year: int32(t.num), dated: true})
}

// decade reads "1990s", "the nineties".
func (s *scan) decade(i int) found {
	n := s.at(i).num
	f := found{first: i, end: i + 1}
	if s.at(i-1).is(cPoss) || s.at(i-1).is(cEarly|cMid|cLate) && s.at(i-2).is(cPoss) {
		f.kind = Age // "in his fifties"
		return f
	}
	if n < 100 {
		if strings.HasPrefix(s.form(i+1), "°") {
			return nothing
		}
		word := s.form(i)[0] > '9'
		if !word && n < 50 && s.form(i)[0] != '\'' && !strings.HasPrefix(s.form(i), "’") {
			return nothing // "unemployment in the mid-30s"
		}
		if word && !s.at(i-1).is(cThe|cEarly|cMid|cLate|cAnd|cDash|cTo) {
			return nothing
		}
		n += 1900
	}
	years := float32(10)
	if int(n)%100 == 0 && n < 2000 {
		years = 100 // "the 1800s"
	}
	f.m = meaning{op: opYears, year: int32(n), n: years}
	return f
}

// spokenYear reads "nineteen seventy-two", "twenty nineteen" after a preposition.
func (s *scan) spokenYear(i int) found {
	t := s.at(i)
	if t.digits > 0 || !t.is(cCard) || t.num < 13 || t.num > 20 || !s.at(i-1).is(cIn|cOf|cSince|cBy|cFrom|cUntil|cCirca) && !s.moreSpoken(i) {
		return nothing
	}
	next := s.at(i + 1)
	if !next.is(cCard) || next.digits > 0 || next.num < 10 {
		return nothing
	}
	q, n := s.number(i + 1)
	if n == 0 || q.value < 10 || q.value > 99 || s.at(i+1+n).is(cMeasure|cUnit) {
		return nothing
	}
	return point(i, i+1+n, meaning{op: opDate, year: int32(t.num)*100 + int32(q.value), dated: true})
}

// moreSpoken says whether a spoken year at i goes on a list of such: "in
// fifteen sixteen and fifteen seventeen".
func (s *scan) moreSpoken(i int) bool {
	k := i - 1
	if !s.at(k).is(cAnd | cTo) {
		return false
	}
	if s.at(k - 1).is(cComma) {
		k--
	}
	for k--; k > i-8 && s.at(k).is(cCard) && s.at(k).digits == 0; k-- {
		if g := s.spokenYear(k); g.end > k+1 {
			return true
		}
	}
	return false
}

// lifetime says whether the years of somebody's life stand in brackets from i
// on: "Rumi (837–908)".
func (s *scan) lifetime(i int) bool {
	a, b := s.at(i), s.at(i+2)
	if s.form(i-1) != "(" || !s.at(i+1).is(cDash) || a.digits != 3 || b.digits < 3 || b.num <= a.num || b.num > a.num+110 || s.form(i+3) != ")" {
		return false
	}
	name := s.form(i - 2)
	return name != "" && (name[0] < 'a' || name[0] > 'z')
}

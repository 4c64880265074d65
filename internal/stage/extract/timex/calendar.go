package timex

import "chancery/record"

// This file counts in calendar units.

// shift moves a day by whole units.
func shift(d Date, u unit, n int) Date {
	switch u {
	case uDay:
		return d.AddDays(n)
	case uWeek:
		return d.AddDays(7 * n)
	case uFortnight:
		return d.AddDays(14 * n)
	case uMonth:
		return d.AddMonths(n)
	case uQuarter:
		return d.AddMonths(3 * n)
	case uYear:
		return d.AddMonths(12 * n)
	case uDecade:
		return d.AddMonths(120 * n)
	case uCentury:
		return d.AddMonths(1200 * n)
	case uMillennium:
		return d.AddMonths(12000 * n)
	}
	return d
}

// shiftPart moves a day by units that need not be whole: hours, half years.
func shiftPart(d Date, u unit, n float32) Date {
	if n > 1e5 || n < -1e5 {
		return d
	}
	whole := int(n)
	rest := n - float32(whole)
	switch u {
	case uSecond, uMinute:
		return d
	case uHour:
		return d.AddDays(int(n / 24))
	case uWeek:
		return d.AddDays(int(n * 7))
	case uMonth:
		return shift(d, u, whole).AddDays(int(rest * 30))
	case uYear:
		return d.AddMonths(int(n * 12))
	case uDecade, uCentury:
		return shift(d, u, whole).AddMonths(int(rest * 120))
	}
	return shift(d, u, whole)
}

// grainOf is the calendar unit that holds a day; weeks begin on Monday.
func grainOf(d Date, u unit) (from, to Date) {
	y, m := int(d.Year), int(d.Month)
	switch u {
	case uWeek, uFortnight:
		from = d.AddDays(1 - d.Weekday())
		return from, from.AddDays(6)
	case uMonth:
		return NewDate(y, m, 1), NewDate(y, m+1, 0)
	case uQuarter:
		m -= (m - 1) % 3
		return NewDate(y, m, 1), NewDate(y, m+3, 0)
	case uYear:
		return NewDate(y, 1, 1), NewDate(y, 12, 31)
	case uDecade:
		return decadeOf(y, 10)
	case uCentury:
		return decadeOf(y, 100)
	case uMillennium:
		return decadeOf(y, 1000)
	}
	return d, d
}

func decadeOf(year, n int) (from, to Date) {
	year -= floorMod(year, n)
	return NewDate(year, 1, 1), NewDate(year+n-1, 12, 31)
}

// cut is the last day of the first (0) or second (1) part of three: days 10 and
// 20 of a month, April and August of a year, years 4 and 5 of a decade — the
// early and the late half of which meet in the middle.
func cut(from, to Date, days, which int) Date {
	switch {
	case days <= 3:
		return from.AddDays((days - 1) * (which + 1) / 3)
	case days < 28:
		return from.AddDays(days*(which+1)/3 - 1)
	case days <= 31:
		return from.AddDays(9 + 10*which)
	case days <= 1200:
		months := (int(to.Year)-int(from.Year))*12 + int(to.Month) - int(from.Month) + 1
		return NewDate(int(from.Year), int(from.Month)+months*(which+1)/3, 0)
	case days < 4000:
		return NewDate(int(from.Year)+5+which, 1, 0)
	}
	years := int(to.Year) - int(from.Year) + 1
	return NewDate(int(from.Year)+years*(1+2*which)/4, 1, 0)
}

// Grains in order, for the coarser of two.
func coarser(a, b record.Grain) record.Grain {
	for _, g := range [...]record.Grain{record.Year, record.Quarter, record.Month, record.Week} {
		if a == g || b == g {
			return g
		}
	}
	return record.Day
}

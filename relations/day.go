package relations

import (
	"fmt"
	"math"

	"chancery/record"
)

// Day is a day of the Gregorian calendar, counted from 1970-01-01.
type Day int32

// NoDay stands for a day that is not known.
const NoDay Day = math.MinInt32

// ParseDay reads the day of an ISO 8601 date or date-time; false and NoDay when
// there is none.
func ParseDay(s string) (Day, bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return NoDay, false
	}
	y, ok1 := digits(s[0:4])
	m, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:10])
	if !ok1 || !ok2 || !ok3 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return NoDay, false
	}
	return fromCivil(y, m, d), true
}

func digits(s string) (n int, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

func daysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// fromCivil counts the days from 1970-01-01 to a date (the algorithm of
// H. Hinnant, "chrono-compatible low-level date algorithms").
func fromCivil(y, m, d int) Day {
	if m <= 2 {
		y--
	}
	era := floorDiv(y, 400)
	yoe := y - era*400
	doy := (153*((m+9)%12)+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return Day(era*146097 + doe - 719468)
}

// civil is the inverse of fromCivil.
func (d Day) civil() (year, month, day int) {
	z := int(d) + 719468
	era := floorDiv(z, 146097)
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day, month, year = doy-(153*mp+2)/5+1, mp+3, yoe+era*400
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, day
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// String is the ISO 8601 date; empty for NoDay.
func (d Day) String() string {
	if d == NoDay {
		return ""
	}
	y, m, day := d.civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// Period is a day, week, month, quarter or year by its number; neighbours have
// neighbouring numbers. Its grain is told beside it.
type Period int32

// PeriodOf is the period of a grain in which a day lies. Weeks are those of
// ISO 8601, from Monday.
func PeriodOf(d Day, g record.Grain) Period {
	switch g {
	case record.Day:
		return Period(d)
	case record.Week:
		return Period(floorDiv(int(d)+3, 7))
	}
	y, m, _ := d.civil()
	switch g {
	case record.Quarter:
		return Period(y*4 + (m-1)/3)
	case record.Year:
		return Period(y)
	}
	return Period(y*12 + m - 1)
}

// First is the first day of a period, Last its last.
func (p Period) First(g record.Grain) Day {
	n := int(p)
	switch g {
	case record.Day:
		return Day(n)
	case record.Week:
		return Day(n*7 - 3)
	case record.Quarter:
		return fromCivil(floorDiv(n, 4), (n-floorDiv(n, 4)*4)*3+1, 1)
	case record.Year:
		return fromCivil(n, 1, 1)
	}
	return fromCivil(floorDiv(n, 12), n-floorDiv(n, 12)*12+1, 1)
}

// Last is the last day of a period.
func (p Period) Last(g record.Grain) Day { return (p + 1).First(g) - 1 }

// Label names a period as ISO 8601 does: 2024-03-14, 2024-W11, 2024-03, 2024,
// and 2024-Q1 for the quarter, for which ISO has no form.
func (p Period) Label(g record.Grain) string {
	first := p.First(g)
	y, m, _ := first.civil()
	switch g {
	case record.Day:
		return first.String()
	case record.Week:
		y, _, _ = (first + 3).civil() // a week belongs to the year of its Thursday
		return fmt.Sprintf("%04d-W%02d", y, int(first+3-fromCivil(y, 1, 1))/7+1)
	case record.Quarter:
		return fmt.Sprintf("%04d-Q%d", y, (m-1)/3+1)
	case record.Year:
		return fmt.Sprintf("%04d", y)
	}
	return fmt.Sprintf("%04d-%02d", y, m)
}

// ValidGrain says whether series can be made by a grain.
func ValidGrain(g record.Grain) bool {
	return g == record.Day || g == record.Week || g == record.Month || g == record.Quarter || g == record.Year
}

// nests says whether each period of the fine grain lies in one of the coarse.
func nests(fine, coarse record.Grain) bool {
	switch fine {
	case record.Day:
		return ValidGrain(coarse)
	case record.Week:
		return coarse == record.Week
	case record.Month:
		return coarse == record.Month || coarse == record.Quarter || coarse == record.Year
	case record.Quarter:
		return coarse == record.Quarter || coarse == record.Year
	}
	return fine == coarse
}

// broadest is the greatest number of days that an act may span and still be
// placed in a period of the grain by its first day. What is dated "in March" is
// no act of 1 March.
func broadest(g record.Grain) Day {
	switch g {
	case record.Month:
		return 31
	case record.Quarter:
		return 92
	case record.Year:
		return 366
	}
	return 7 // a visit of some days is placed on the day on which it begins
}

package timex

// Date is a civil day of the proleptic Gregorian calendar. Year 0 is 1 BC,
// though it is written -0001, as TEI and XML Schema 1.0 count. The zero Date is
// no date.
type Date struct {
	Year       int32
	Month, Day int8
}

// NewDate is the day; a month outside 1–12 or a day outside its month carries
// over, as in time.Date.
func NewDate(year, month, day int) Date {
	year += floorDiv(month-1, 12)
	month = floorMod(month-1, 12) + 1
	if day >= 1 && day <= 28 {
		return Date{int32(year), int8(month), int8(day)}
	}
	return fromDays(toDays(year, month, 1) + day - 1)
}

// IsZero says whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Valid says whether the calendar has this day.
func (d Date) Valid() bool {
	return d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && int(d.Day) <= daysIn(int(d.Year), int(d.Month))
}

// Compare is negative when d is before e, 0 when they are the same day.
func (d Date) Compare(e Date) int {
	if d.Year != e.Year {
		return int(d.Year - e.Year)
	}
	if d.Month != e.Month {
		return int(d.Month - e.Month)
	}
	return int(d.Day - e.Day)
}

// Before says whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After says whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// AddDays is the day n days on.
func (d Date) AddDays(n int) Date { return fromDays(d.days() + n) }

// AddMonths is the same day n months on, or the last day of that month when it
// is shorter.
func (d Date) AddMonths(n int) Date {
	m := NewDate(int(d.Year), int(d.Month)+n, 1)
	m.Day = int8(min(int(d.Day), daysIn(int(m.Year), int(m.Month))))
	return m
}

// Since is the number of days from e to d.
func (d Date) Since(e Date) int { return d.days() - e.days() }

// Weekday is the day of the week, 1 Monday to 7 Sunday, as ISO 8601 counts.
func (d Date) Weekday() int { return floorMod(d.days()+3, 7) + 1 }

// String is the ISO 8601 form, 44 BC being -0044; "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	var buf [16]byte
	return string(d.Append(buf[:0]))
}

// Append appends the ISO 8601 form.
func (d Date) Append(b []byte) []byte {
	y := int(d.Year)
	if y <= 0 {
		b, y = append(b, '-'), 1-y
	}
	width := 1000
	for y/10 >= width {
		width *= 10
	}
	for ; width > 0; width /= 10 {
		b = append(b, byte('0'+y/width%10))
	}
	return append(b, '-', byte('0'+d.Month/10), byte('0'+d.Month%10), '-', byte('0'+d.Day/10), byte('0'+d.Day%10))
}

// ParseDate reads the date at the start of an ISO 8601 date or date-time; a
// missing month or day is the first. It gives false when there is none.
func ParseDate(s string) (Date, bool) {
	part := [3]int{0, 1, 1}
	for i := range part {
		width := 2
		if i == 0 {
			width = 4
		}
		if len(s) < width {
			return Date{}, false
		}
		part[i] = 0
		for _, c := range []byte(s[:width]) {
			if c < '0' || c > '9' {
				return Date{}, false
			}
			part[i] = part[i]*10 + int(c-'0')
		}
		if s = s[width:]; s == "" || s[0] != '-' {
			break
		}
		s = s[1:]
	}
	d := Date{int32(part[0]), int8(part[1]), int8(part[2])}
	return d, d.Valid()
}

func (d Date) days() int { return toDays(int(d.Year), int(d.Month), int(d.Day)) }

// daysIn is the length of a month.
func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// toDays counts days from 1970-01-01. The year is taken to begin in March, so
// that the leap day is its last.
func toDays(y, m, d int) int {
	if m <= 2 {
		y--
		m += 12
	}
	era := floorDiv(y, 400)
	inEra := y - era*400
	inYear := (153*(m-3)+2)/5 + d - 1
	return era*146097 + inEra*365 + inEra/4 - inEra/100 + inYear - 719468
}

// fromDays is the inverse of toDays.
func fromDays(n int) Date {
	n += 719468
	era := floorDiv(n, 146097)
	n -= era * 146097
	inEra := (n - n/1460 + n/36524 - n/146096) / 365
	inYear := n - (365*inEra + inEra/4 - inEra/100)
	m := (5*inYear + 2) / 153
	day := inYear - (153*m+2)/5 + 1
	y := inEra + era*400
	if m += 3; m > 12 {
		m -= 12
		y++
	}
	return Date{int32(y), int8(m), int8(day)}
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorMod(a, b int) int { return a - floorDiv(a, b)*b }

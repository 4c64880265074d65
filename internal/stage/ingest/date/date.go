// Package date reads the publication dates of news, in the many forms that
// pages and files write them, into ISO 8601.
//
// What must stay true:
//   - The day is never moved: a date-time keeps the zone it was given in, and
//     one without a zone gets none.
//   - A date that can be read in two ways (05/06/2023) is not read at all.
package date

import (
	"fmt"
	"strings"
	"time"
)

// Normalize turns a date as written into an ISO 8601 date ("2023-05-22") or
// date-time ("2023-05-22T10:05:00+08:00"), and tells whether it could.
func Normalize(s string) (string, bool) {
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00A0", " ")), " ")
	if s == "" || len(s) > maxLength {
		return "", false
	}
	if iso, ok := unix(s); ok {
		return iso, true
	}
	if !enoughDigits(s) || foreign(s) {
		return "", false
	}
	var p parts
	for _, t := range scan(s) {
		if !p.take(t) {
			return "", false
		}
	}
	return p.iso()
}

// maxLength bounds what can be a date with its weekday, time and zone.
const maxLength = 100

// enoughDigits tells whether there are digits for a year and a day. Most lines of
// a page that are looked at have none, and looking further is dear.
func enoughDigits(s string) bool {
	n := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n >= len("1")+len("2023")
}

// unix reads seconds or milliseconds since 1970, of the years 1990 to 2100.
func unix(s string) (string, bool) {
	if len(s) != 9 && len(s) != 10 && len(s) != 13 {
		return "", false
	}
	var n int64
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return "", false
		}
		n = n*10 + int64(c-'0')
	}
	if len(s) == 13 {
		n /= 1000
	}
	t := time.Unix(n, 0).UTC()
	if t.Year() < 1990 || t.Year() > 2100 {
		return "", false
	}
	return t.Format(time.RFC3339), true
}

// parts is what has been read of a date.
type parts struct {
	year, month, day     int
	hour, minute, second int
	clock                bool
	zone                 string // "Z" or "+08:00"
	loose                []int  // bare numbers beside a month name, in order
	pm, am               bool
}

// take adds one token and tells whether it can stand in a date.
func (p *parts) take(t token) bool {
	switch t.kind {
	case numericDate:
		if p.year != 0 || p.month != 0 || len(p.loose) > 0 {
			return false
		}
		p.year, p.month, p.day = t.a, t.b, t.c
		return p.day != 0
	case clockTime:
		if p.clock {
			return false
		}
		p.clock, p.hour, p.minute, p.second = true, t.a, t.b, t.c
	case monthName:
		if p.month != 0 {
			return false
		}
		p.month = t.a
	case number:
		p.loose = append(p.loose, t.a)
		return len(p.loose) <= 3
	case meridiem:
		p.pm, p.am = t.a == 1, t.a == 0
		return p.hourOnly()
	case zoneOffset:
		if p.zone == "" {
			p.zone = t.text
		}
	}
	return t.kind != unknown
}

// hourOnly makes a clock of the bare number before "am" or "pm": "May 22, 2023, 5 pm".
func (p *parts) hourOnly() bool {
	if p.clock {
		return true
	}
	n := len(p.loose) - 1
	if n < 0 || p.loose[n] < 1 || p.loose[n] > 12 {
		return false
	}
	p.clock, p.hour = true, p.loose[n]
	p.loose = p.loose[:n]
	return true
}

// iso puts the parts together, when they are one valid date.
func (p *parts) iso() (string, bool) {
	if p.day == 0 && !p.placeLoose() || p.day != 0 && len(p.loose) > 0 {
		return "", false
	}
	if p.year < 1600 || p.year > 2200 || p.month < 1 || p.month > 12 {
		return "", false
	}
	t := time.Date(p.year, time.Month(p.month), p.day, 0, 0, 0, 0, time.UTC)
	if t.Day() != p.day {
		return "", false
	}
	day := t.Format(time.DateOnly)
	if !p.clock {
		return day, true
	}
	if p.pm && p.hour < 12 {
		p.hour += 12
	} else if p.am && p.hour == 12 {
		p.hour = 0
	}
	if p.hour > 23 || p.minute > 59 || p.second > 60 {
		return "", false
	}
	return fmt.Sprintf("%sT%02d:%02d:%02d%s", day, p.hour, p.minute, min(p.second, 59), p.zone), true
}

// placeLoose gives the numbers beside a month name their places: the one over
// 31 is the year.
func (p *parts) placeLoose() bool {
	if p.month == 0 || len(p.loose) != 2 {
		return false
	}
	a, b := p.loose[0], p.loose[1]
	if a > 31 {
		a, b = b, a
	}
	if a < 1 || a > 31 || b < 1600 {
		return false
	}
	p.day, p.year, p.loose = a, b, nil
	return true
}

package registry

import (
	"fmt"
	"strconv"
	"strings"
)

// Date is a day as the number yyyymmdd. Month and day are 0 where only the year
// is known. Zero is no date: unknown, or open at that end.
type Date int32

// ParseDate reads 1993, 1993-01 or 1993-01-20. What follows a day, such as a
// time, is not looked at.
func ParseDate(s string) (Date, bool) {
	if len(s) > 10 && s[10] == 'T' {
		s = s[:10]
	}
	d := 0
	for i, width := range [3]int{4, 2, 2} {
		if i > 0 && s == "" {
			d *= 100
			continue
		}
		if i > 0 {
			if s[0] != '-' {
				return 0, false
			}
			s = s[1:]
		}
		if len(s) < width || strings.Trim(s[:width], "0123456789") != "" {
			return 0, false
		}
		n, err := strconv.Atoi(s[:width])
		if err != nil || n == 0 || i == 1 && n > 12 || i == 2 && n > 31 {
			return 0, false
		}
		d, s = d*100+n, s[width:]
	}
	return Date(d), s == ""
}

// Year gives the year, 0 for none.
func (d Date) Year() int { return int(d) / 10000 }

func (d Date) String() string {
	switch {
	case d == 0:
		return ""
	case d%10000 == 0:
		return strconv.Itoa(d.Year())
	case d%100 == 0:
		return fmt.Sprintf("%04d-%02d", d.Year(), d/100%100)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year(), d/100%100, d%100)
}

// first and last are the days that a date stands for: of a year alone, 1
// January and 31 December.
func (d Date) first() Date {
	switch {
	case d%10000 == 0:
		return d + 101
	case d%100 == 0:
		return d + 1
	}
	return d
}

func (d Date) last() Date {
	switch {
	case d%10000 == 0:
		return d + 1231
	case d%100 == 0:
		return d + 31
	}
	return d
}

// Period is a closed stretch of time; zero is open.
type Period struct {
	From, To Date
}

// Holds tells whether the period holds on a date. On no date, that of a page
// without one, it holds when it has not ended.
func (p Period) Holds(on Date) bool {
	if on == 0 {
		return p.To == 0
	}
	return (p.From == 0 || p.From.first() <= on.last()) && (p.To == 0 || on.first() <= p.To.last())
}

// Open tells that nothing is known of the period.
func (p Period) Open() bool { return p == Period{} }

// Text gives the form that data files have: "1993..2001-01-20", "1993..", "..2001".
func (p Period) Text() string {
	if p.Open() {
		return ""
	}
	return p.From.String() + ".." + p.To.String()
}

// parsePeriod reads "1993..2001-01-20"; either end may be missing, not both.
func parsePeriod(s string) (p Period, err error) {
	from, to, found := strings.Cut(s, "..")
	if !found || s == ".." {
		return p, fmt.Errorf("%q is no period; write 1993..2001, 1993-01-20.. or ..2001", s)
	}
	for i, end := range [2]string{from, to} {
		if end == "" {
			continue
		}
		d, ok := ParseDate(end)
		if !ok {
			return p, fmt.Errorf("%q is no date; write 1993 or 1993-01-20", end)
		}
		if i == 0 {
			p.From = d
		} else {
			p.To = d
		}
	}
	return p, p.check()
}

func (p Period) check() error {
	if p.From != 0 && p.To != 0 && p.From.first() > p.To.last() {
		return fmt.Errorf("from %s is after to %s", p.From, p.To)
	}
	return nil
}

// cutPeriod cuts a period off the end of a list item: "GBR 1973..2020".
func cutPeriod(item string) (string, Period, error) {
	i := strings.LastIndexByte(item, ' ')
	if i < 0 || !strings.Contains(item[i:], "..") {
		return item, Period{}, nil
	}
	p, err := parsePeriod(item[i+1:])
	return item[:i], p, err
}

// Ended tells whether the period was over before a date.
func (p Period) Ended(on Date) bool { return on != 0 && p.To != 0 && p.To.last() < on.first() }

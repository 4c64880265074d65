package importer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/registry"
)

// period is a code with the days it holds for.
type period struct {
	code actorCode
	registry.Period
}

// parsePeriod reads the date of a bracket: "930120-010120", "<930120", ">010120",
// also with blanks around the hyphen.
func parsePeriod(s string) (p registry.Period, ok bool) {
	s = strings.ReplaceAll(strings.ReplaceAll(s, " ", ""), "\t", "")
	switch {
	case s == "":
		return p, true
	case s[0] == '<':
		p.To, ok = parseDay(s[1:])
		return p, ok
	case s[0] == '>':
		p.From, ok = parseDay(s[1:])
		return p, ok
	}
	a, b, found := strings.Cut(s, "-")
	if !found {
		return p, false
	}
	p.From, ok = parseDay(a)
	to, ok2 := parseDay(b)
	p.To = to
	return p, ok && ok2 && p.From <= p.To
}

// parseDay reads YYMMDD or YYYYMMDD. As in TABARI, 00 to 30 are in this century.
// A month or day of 00 is not known.
func parseDay(s string) (registry.Date, bool) {
	if len(s) != 6 && len(s) != 8 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	month, _ := strconv.Atoi(s[len(s)-4 : len(s)-2])
	day, _ := strconv.Atoi(s[len(s)-2:])
	year, _ := strconv.Atoi(s[:len(s)-4])
	if month > 12 || day > 31 || len(s) == 8 && year < 1000 {
		return 0, false
	}
	switch {
	case len(s) == 8:
	case year <= 30:
		year += 2000
	default:
		year += 1900
	}
	if month == 0 {
		day = 0
	}
	return registry.Date(year*10000 + month*100 + day), true
}

// joined joins dated periods of the same code that overlap or adjoin; of the same
// undated code one is kept. Codes keep the order of their first period.
func joined(all []period) (out []period) {
	var codes []actorCode
	for _, p := range all {
		if !slices.Contains(codes, p.code) {
			codes = append(codes, p.code)
		}
	}
	for _, code := range codes {
		of := slices.DeleteFunc(slices.Clone(all), func(p period) bool { return p.code != code })
		slices.SortStableFunc(of, func(a, b period) int { return cmp.Compare(a.From, b.From) })
		at := len(out)
		for _, p := range of {
			if n := len(out); n > at && out[n-1].Open() == p.Open() && meets(out[n-1].Period, p.Period) {
				out[n-1].To = later(out[n-1].To, p.To)
				continue
			}
			out = append(out, p)
		}
	}
	return out
}

// meets tells whether b, which does not begin before a, overlaps it or begins on
// the next day of the same month.
func meets(a, b registry.Period) bool { return a.To == 0 || b.From <= a.To+1 }

// later is the later of two ends, 0 being open.
func later(a, b registry.Date) registry.Date {
	if a == 0 || b == 0 {
		return 0
	}
	return max(a, b)
}

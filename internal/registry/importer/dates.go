package importer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// years is a closed interval of years; 0 is open.
type years struct{ from, to int }

// period is a code with the years it holds for.
type period struct {
	code actorCode
	years
}

// parseYears reads the date of a bracket: "930120-010120", "<930120", ">010120",
// also with blanks around the hyphen. Days are lost: the registry keeps years.
func parseYears(s string) (y years, ok bool) {
	s = strings.ReplaceAll(strings.ReplaceAll(s, " ", ""), "\t", "")
	switch {
	case s == "":
		return y, true
	case s[0] == '<':
		y.to, ok = parseYear(s[1:])
		return y, ok
	case s[0] == '>':
		y.from, ok = parseYear(s[1:])
		return y, ok
	}
	a, b, found := strings.Cut(s, "-")
	if !found {
		return y, false
	}
	y.from, ok = parseYear(a)
	to, ok2 := parseYear(b)
	y.to = to
	return y, ok && ok2 && y.from <= y.to
}

// parseYear reads YYMMDD or YYYYMMDD. As in TABARI, 00 to 30 are in this century.
func parseYear(s string) (int, bool) {
	if len(s) != 6 && len(s) != 8 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	month, _ := strconv.Atoi(s[len(s)-4 : len(s)-2])
	day, _ := strconv.Atoi(s[len(s)-2:])
	year, _ := strconv.Atoi(s[:len(s)-4])
	if month > 12 || day > 31 || len(s) == 8 && year < 1000 {
		return 0, false
	}
	if len(s) == 8 {
		return year, true
	}
	if year <= 30 {
		return 2000 + year, true
	}
	return 1900 + year, true
}

// joined joins periods of the same code that overlap or adjoin, so that one code
// has one row for each stretch of years. A period without dates holds always and
// takes in the others of its code. Codes keep the order of their first period.
func joined(all []period) (out []period) {
	var codes []actorCode
	for _, p := range all {
		if !slices.Contains(codes, p.code) {
			codes = append(codes, p.code)
		}
	}
	for _, code := range codes {
		of := slices.DeleteFunc(slices.Clone(all), func(p period) bool { return p.code != code })
		slices.SortStableFunc(of, func(a, b period) int { return cmp.Compare(a.from, b.from) })
		at := len(out)
		for _, p := range of {
			if n := len(out); n > at && meets(out[n-1].years, p.years) {
				out[n-1].to = later(out[n-1].to, p.to)
				continue
			}
			out = append(out, p)
		}
	}
	return out
}

// meets tells whether b, which does not begin before a, overlaps or adjoins it.
func meets(a, b years) bool { return a.to == 0 || b.from <= a.to+1 }

// later is the later of two ends, 0 being open.
func later(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	return max(a, b)
}

package date

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// kind is what a token can be in a date.
type kind int

const (
	unknown     kind = iota
	filler           // "Published", "at", a weekday, a comma
	number           // a bare number: day or year
	numericDate      // 2023-05-22, 22.05.2023
	clockTime        // 10:05:30
	monthName
	meridiem // am 0, pm 1
	zoneOffset
)

// token is one piece of a date as written.
type token struct {
	kind    kind
	a, b, c int
	text    string
}

// shape cuts a date into pieces, the longest forms first.
var shape = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?|\b)`,        // 1–6: 20230522T100500
	`(\d{4})([-/.])(\d{1,2})[-/.](\d{1,2})`,                      // 7–10: 2023-05-22
	`(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})`,                      // 11–14: 22.05.2023
	`(\d{4})年 ?(\d{1,2})月 ?(\d{1,2})日`,                           // 15–17: 2023年5月22日
	`T?(\d{1,2})[:.h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?`,           // 18–20: 10:05:30.123
	`((?:UTC|GMT)? ?[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2})\b`, // 21: +08:00
	`(\d+)(?:st|nd|rd|th|\.)?`,                                   // 22: 22nd
	`([ap])\.? ?m\b\.?`,                                          // 23: p.m.
	`(\p{L}+\.?)`,                                                // 24: a word
	`([ ,;|•·()\[\]–—-]+)`,                                       // 25: between
	`(:)`,                                                        // 26: "Published: "
}, "|"))

// dashed is 22-May-2023, whose dashes are no signs.
var dashed = regexp.MustCompile(`(\d{1,2})-(\p{L}+)-(\d{4})`)

// scan cuts s into tokens. What no shape covers becomes an unknown token.
func scan(s string) []token {
	s = dashed.ReplaceAllString(s, "$1 $2 $3")
	var out []token
	end := 0
	for _, m := range shape.FindAllStringSubmatchIndex(s, -1) {
		if m[0] != end {
			return []token{{kind: unknown}}
		}
		end = m[1]
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return s[m[2*i]:m[2*i+1]]
		}
		out = append(out, classify(group)...)
	}
	if end != len(s) {
		return []token{{kind: unknown}}
	}
	return out
}

// classify makes tokens of one match of shape.
func classify(group func(int) string) []token {
	num := func(i int) int { n, _ := strconv.Atoi(group(i)); return n }
	switch {
	case group(1) != "":
		day := token{kind: numericDate, a: num(1), b: num(2), c: num(3)}
		if group(4) == "" {
			return []token{day}
		}
		return []token{day, {kind: clockTime, a: num(4), b: num(5), c: num(6)}}
	case group(7) != "":
		return []token{{kind: numericDate, a: num(7), b: num(9), c: num(10)}}
	case group(11) != "":
		return []token{dayOrMonthFirst(num(11), num(13), num(14), group(12))}
	case group(15) != "":
		return []token{{kind: numericDate, a: num(15), b: num(16), c: num(17)}}
	case group(18) != "":
		return []token{{kind: clockTime, a: num(18), b: num(19), c: num(20)}}
	case group(21) != "":
		return []token{{kind: zoneOffset, text: offset(group(21))}}
	case group(22) != "":
		if len(group(22)) > 4 {
			return []token{{kind: unknown}}
		}
		return []token{{kind: number, a: num(22)}}
	case group(23) != "":
		return []token{{kind: meridiem, a: strings.Index("ap", strings.ToLower(group(23)))}}
	case group(24) != "":
		return []token{word(strings.ToLower(strings.TrimSuffix(group(24), ".")))}
	}
	return []token{{kind: filler}}
}

// dayOrMonthFirst reads 22.05.2023, and 22/05/2023 where only one order is a date.
func dayOrMonthFirst(a, b, year int, sep string) token {
	switch {
	case sep == ".", a > 12, a == b:
		return token{kind: numericDate, a: year, b: b, c: a}
	case b > 12:
		return token{kind: numericDate, a: year, b: a, c: b}
	}
	return token{kind: unknown}
}

// offset writes a numeric zone as +hh:mm.
func offset(s string) string {
	s = strings.TrimLeft(strings.ToUpper(s), "UTCGM ")
	sign, digits := s[:1], strings.ReplaceAll(s[1:], ":", "")
	if len(digits) <= 2 {
		digits += "00"
	}
	if len(digits) == 3 {
		digits = "0" + digits
	}
	if digits == "0000" {
		return "Z"
	}
	return sign + digits[:2] + ":" + digits[2:]
}

// foreign tells, without the shapes, of a word that stands in no date: most lines
// of a page that have numbers in them are running text. Short words are left to
// the shapes, and those that follow a digit, which may belong to it.
func foreign(s string) bool {
	const short = 5 // runes: "T", "pm", "UTC", "th" and what they are part of
	start, letters, digit := 0, 0, false
	for i, r := range s {
		if unicode.IsLetter(r) {
			if letters == 0 {
				start = i
			}
			letters++
			continue
		}
		if letters >= short && !digit && word(strings.ToLower(s[start:i])).kind == unknown {
			return true
		}
		letters, digit = 0, r >= '0' && r <= '9'
	}
	return letters >= short && !digit && word(strings.ToLower(s[start:])).kind == unknown
}

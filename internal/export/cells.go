package export

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"chancery/archive"
)

// plain makes text fit for a cell of a table: one line, no tabs, no characters
// that control.
func plain(s string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if clean == s && !strings.Contains(s, "  ") {
		return s
	}
	return strings.Join(strings.Fields(clean), " ")
}

// safe is plain text that no spreadsheet takes for a formula: an apostrophe is
// put before a cell that begins with = + - @ or their wide forms.
func safe(s string) string {
	s = plain(s)
	if s != "" && strings.ContainsAny(firstRune(s), "=+-@＝＋－＠") {
		return "'" + s
	}
	return s
}

func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}

// bars joins the values of a cell by "|"; a bar in a value becomes "¦".
func bars(values []string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = strings.ReplaceAll(plain(v), "|", "¦")
	}
	return strings.Join(out, "|")
}

// partyCells gives one value for each party, empty ones too, so that the n-th
// values of several columns belong together.
func partyCells(list []archive.Party, of func(*archive.Party) string) string {
	out := make([]string, len(list))
	empty := true
	for i := range list {
		out[i] = of(&list[i])
		empty = empty && out[i] == ""
	}
	if empty {
		return ""
	}
	return bars(out)
}

// listed names parties in a row, for people to read.
func listed(list []archive.Party) string {
	names := make([]string, len(list))
	for i := range list {
		names[i] = list[i].Name
	}
	return strings.Join(names, ", ")
}

// cell is text for the layouts of others: their readers know no rule of quotes,
// so a quotation mark becomes an apostrophe; numbers stay as they are.
func cell(s string) string {
	s = strings.ReplaceAll(plain(s), `"`, "'")
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	return safe(s)
}

func joinedSectors(p *archive.Party) string { return strings.Join(p.Sectors, ",") }

func integer(v *int) string {
	if v == nil {
		return ""
	}
	return strconv.Itoa(*v)
}

func decimal(v *float64) string {
	if v == nil || math.IsNaN(*v) || math.IsInf(*v, 0) {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

// above is a number that is known when it is over 0.
func above(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

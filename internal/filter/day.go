package filter

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Period is a closed stretch of days; an empty end is open.
type Period struct {
	Text     string // as written
	From, To string // 2006-01-02
}

// Has says whether a day lies in the period. No day, "", lies in none.
func (d Period) Has(day string) bool {
	return day != "" && (d.From == "" || day >= d.From) && (d.To == "" || day <= d.To)
}

func (d Period) String() string { return d.Text }

const layout = "2006-01-02"

// period reads the days of a value; since and until leave one side open.
func (p *parser) period(spec Spec, it item) (Period, error) {
	text := strings.ToLower(strings.TrimPrefix(it.text, "="))
	if strings.ContainsAny(text, "<>") {
		return Period{}, p.fail(it.at, "days are compared by since and until; write since:2023-05")
	}
	low, high, stretch := strings.Cut(text, "..")
	var out Period
	err := fmt.Errorf("%q is no day", text)
	if !it.star && it.sector == "" {
		out, err = days(low, p.opt.Today)
	}
	if stretch && err == nil {
		if spec.Field == Since || spec.Field == Until {
			return Period{}, p.fail(it.at, "%s takes one day; a stretch is written on:%s", spec.Field, text)
		}
		var end Period
		if end, err = days(high, p.opt.Today); err == nil && end.To < out.From {
			return Period{}, p.fail(it.at, "%s goes from the later to the earlier day; turn it round", text)
		}
		out.Text, out.To = out.Text+".."+end.Text, end.To
	}
	if err != nil {
		return Period{}, p.fail(it.at, "%s; write a day such as 2023-05-22, a month 2023-05, a quarter 2023-q2, a week 2023-w21, a year 2023, today, or 30d for thirty days ago", err)
	}
	switch spec.Field {
	case Since:
		out.To = ""
	case Until:
		out.From = ""
	}
	return out, nil
}

// days reads one expression in small letters.
func days(text, today string) (Period, error) {
	if first, _, ok := strings.Cut(text, "t"); ok && len(first) == len(layout) {
		text = first // a date with a time of day
	}
	for _, f := range []struct {
		layout        string
		years, months int
	}{{layout, 0, 0}, {"2006-01", 0, 1}, {"2006", 1, 0}} {
		if t, err := time.Parse(f.layout, text); err == nil && len(text) == len(f.layout) && t.Year() > 0 {
			if f.layout == layout {
				return Period{text, text, text}, nil
			}
			return Period{text, t.Format(layout), t.AddDate(f.years, f.months, -1).Format(layout)}, nil
		}
	}
	if y, n, ok := numbered(text, "-q"); ok && n <= 4 {
		from := time.Date(y, time.Month(3*n-2), 1, 0, 0, 0, 0, time.UTC)
		return Period{text, from.Format(layout), from.AddDate(0, 3, -1).Format(layout)}, nil
	}
	if y, n, ok := numbered(text, "-w"); ok {
		return week(text, y, n)
	}
	return relative(text, today)
}

// numbered cuts 2023-q2 into 2023 and 2.
func numbered(text, by string) (year, n int, ok bool) {
	y, rest, ok := strings.Cut(text, by)
	if !ok || len(y) != 4 || len(rest) == 0 || len(rest) > 2 || strings.Trim(y+rest, "0123456789") != "" {
		return 0, 0, false
	}
	year, _ = strconv.Atoi(y)
	n, _ = strconv.Atoi(rest)
	return year, n, year > 0 && n > 0
}

// week is the ISO week: the first has the 4th of January.
func week(text string, year, n int) (Period, error) {
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC)
	monday := fourth.AddDate(0, 0, 7*(n-1)-(int(fourth.Weekday())+6)%7)
	if y, w := monday.ISOWeek(); y != year || w != n {
		return Period{}, fmt.Errorf("%d has no week %d", year, n)
	}
	return Period{text, monday.Format(layout), monday.AddDate(0, 0, 6).Format(layout)}, nil
}

// relative reads today, yesterday, tomorrow, 30d (ago) and +30d (ahead), with d, w, m or y.
func relative(text, today string) (Period, error) {
	count, sign := strings.TrimPrefix(text, "+"), -1
	if count != text {
		sign = 1
	}
	n, unit := 0, byte('d')
	switch text {
	case "today":
	case "yesterday":
		n = -1
	case "tomorrow":
		n = 1
	default:
		if len(count) < 2 || len(count) > 5 || strings.Trim(count[:len(count)-1], "0123456789") != "" || !strings.ContainsAny(count[len(count)-1:], "dwmy") {
			return Period{}, fmt.Errorf("%q is no day", text)
		}
		n, _ = strconv.Atoi(count[:len(count)-1])
		n, unit = n*sign, count[len(count)-1]
	}
	now, err := time.Parse(layout, today)
	if err != nil {
		return Period{}, fmt.Errorf("%q counts from today, which is not given here", text)
	}
	day := add(now, n, unit)
	if day.Year() < 1 || day.Year() > 9999 {
		return Period{}, fmt.Errorf("%q is out of the calendar", text)
	}
	return Period{text, day.Format(layout), day.Format(layout)}, nil
}

// add counts on or back; from the 31st, a month back is the last day of the month.
func add(t time.Time, n int, unit byte) time.Time {
	switch unit {
	case 'd':
		return t.AddDate(0, 0, n)
	case 'w':
		return t.AddDate(0, 0, 7*n)
	case 'y':
		n *= 12
	}
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

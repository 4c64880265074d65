package brief

import (
	"fmt"
	"time"

	"chancery/record"
)

// longDate shows the date of a page with its weekday; what is no date is shown
// as it is.
func longDate(s string) string {
	if t, ok := day(s); ok {
		return t.Format("Mon 2 Jan 2006")
	}
	return s
}

// day reads an ISO 8601 date, or the date of a date-time.
func day(s string) (time.Time, bool) {
	if len(s) < len(time.DateOnly) {
		return time.Time{}, false
	}
	t, err := time.Parse(time.DateOnly, s[:len(time.DateOnly)])
	return t, err == nil
}

// when shows the time of an event, as short as the year of publication allows:
// "22 May", "23–24 May", "June", "week of 22 May", "Q2 2022", "2019".
func (v *view) when(t *record.Time) string {
	if t == nil {
		return ""
	}
	start, ok := day(t.Start)
	if !ok {
		return shorten(v.text.cut(t.Text), 24)
	}
	end, ok := day(t.End)
	if !ok {
		end = start
	}
	year := ""
	if published, ok := day(v.rec.Document.Published); !ok || published.Year() != start.Year() {
		year = start.Format(" 2006")
	}
	switch t.Grain {
	case record.Year:
		if end.Year() != start.Year() {
			return fmt.Sprintf("%d–%d", start.Year(), end.Year())
		}
		return start.Format("2006")
	case record.Quarter:
		return fmt.Sprintf("Q%d%s", (int(start.Month())+2)/3, year)
	case record.Month:
		if end.Month() != start.Month() {
			return start.Format("Jan") + "–" + end.Format("Jan") + year
		}
		return start.Format("January") + year
	case record.Week:
		return "week of " + start.Format("2 Jan") + year
	}
	return days(start, end, year)
}

func days(start, end time.Time, year string) string {
	switch {
	case start.Year() != end.Year():
		return start.Format("2 Jan 2006") + "–" + end.Format("2 Jan 2006")
	case start.Equal(end):
		return start.Format("2 Jan") + year
	case start.Month() == end.Month():
		return start.Format("2") + "–" + end.Format("2 Jan") + year
	}
	return start.Format("2 Jan") + "–" + end.Format("2 Jan") + year
}

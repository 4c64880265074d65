package draw

import (
	"fmt"
	"io"
	"math"
	"time"
)

// Calendar shows days by week: contacts of two sides, a row for each year and
// month.
type Calendar struct {
	Title string
	From  time.Time // the first day
	// Days are the values of the days from From on; NaN is a day without a document.
	Days []float64
}

// Write draws the calendar: a row for each month, a column for each day.
func (c *Calendar) Write(w io.Writer, format string) error {
	h := Heat{Title: c.Title}
	for d := 1; d <= 31; d++ {
		h.Columns = append(h.Columns, fmt.Sprint(d))
	}
	for i, v := range c.Days {
		day := c.From.AddDate(0, 0, i)
		label := day.Format("2006-01")
		if n := len(h.Rows); n == 0 || h.Rows[n-1] != label {
			h.Rows = append(h.Rows, label)
			h.Values = append(h.Values, blankMonth(day))
		}
		h.Values[len(h.Values)-1][day.Day()-1] = v
	}
	return h.Write(w, format)
}

// blankMonth is a month of unknown days, with infinity for days that it does not have.
func blankMonth(day time.Time) []float64 {
	last := time.Date(day.Year(), day.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	out := make([]float64, last)
	for i := range out {
		out[i] = math.NaN()
	}
	return out
}

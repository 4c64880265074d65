package web

import (
	"slices"
	"time"
)

// bars are a small picture of how many incidents there are by period.
type bars struct {
	Grain         string
	Width, Height int
	List          []bar
	Most          int
}

type bar struct {
	Label         string
	N             int
	URL           string
	X, Y, W, H    int
	First, Middle bool
}

const (
	barHeight = 48
	maxBars   = 60
)

// barsOf counts days by day, month or year, so that no more than maxBars stand
// side by side; periods without any stand there too.
func barsOf(days tally, url func(period string) string) bars {
	list := make([]string, 0, len(days))
	for d := range days {
		if _, err := time.Parse(time.DateOnly, d); err == nil {
			list = append(list, d)
		}
	}
	if len(list) == 0 {
		return bars{}
	}
	slices.Sort(list)
	from, _ := time.Parse(time.DateOnly, list[0])
	until, _ := time.Parse(time.DateOnly, list[len(list)-1])
	out := bars{Grain: "day", Height: barHeight}
	layout, step := time.DateOnly, func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }
	if until.Sub(from).Hours() > 24*maxBars {
		out.Grain, layout, step = "month", "2006-01", func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }
		from = from.AddDate(0, 0, 1-from.Day())
	}
	if until.Sub(from).Hours() > 24*31*maxBars {
		out.Grain, layout, step = "year", "2006", func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }
		from = time.Date(from.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	n := map[string]int{}
	for d, k := range days {
		if len(d) >= len(layout) {
			n[d[:len(layout)]] += k
		}
	}
	for t := from; !t.After(until) && len(out.List) < 10*maxBars; t = step(t) {
		period := t.Format(layout)
		out.List = append(out.List, bar{Label: period, N: n[period]})
		out.Most = max(out.Most, n[period])
	}
	for i := range out.List {
		b := &out.List[i]
		b.X, b.W = i*10, 8
		if b.N > 0 {
			b.H = max(2, b.N*barHeight/out.Most)
			b.URL = url(b.Label)
		}
		b.Y = barHeight - b.H
	}
	out.Width = 10 * len(out.List)
	return out
}

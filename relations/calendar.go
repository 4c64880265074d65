package relations

import (
	"fmt"
	"slices"

	"chancery/archive"
	"chancery/record"
)

// Calendar knows how many documents each outlet has on each day, and so which
// days are known at all.
type Calendar struct {
	outlets pool
	days    map[Day][]printed // in order of outlet number
}

// printed is a number of documents of one outlet.
type printed struct {
	outlet    uint32
	documents int
}

// NewCalendar makes an empty calendar.
func NewCalendar() *Calendar { return &Calendar{days: map[Day][]printed{}} }

// Add counts a line of coverage. Lines without a day or without documents say
// nothing and are passed over.
func (c *Calendar) Add(line archive.Coverage) {
	d, ok := ParseDay(line.Day)
	if !ok || line.Documents <= 0 {
		return
	}
	c.days[d] = plus(c.days[d], c.outlets.id([]byte(line.Outlet)), line.Documents)
}

func plus(list []printed, outlet uint32, n int) []printed {
	i, found := slices.BinarySearchFunc(list, outlet, func(p printed, o uint32) int { return int(p.outlet) - int(o) })
	if !found {
		return slices.Insert(list, i, printed{outlet, n})
	}
	list[i].documents += n
	return list
}

// CalendarOf counts lines of coverage.
func CalendarOf(lines []archive.Coverage) *Calendar {
	c := NewCalendar()
	for _, l := range lines {
		c.Add(l)
	}
	return c
}

// Span is the first and the last day with a document; false without any.
func (c *Calendar) Span() (first, last Day, ok bool) {
	for d := range c.days {
		if !ok || d < first {
			first = d
		}
		if !ok || d > last {
			last = d
		}
		ok = true
	}
	return first, last, ok
}

// covered is what a calendar knows of one period.
type covered struct {
	documents int
	days      int // with a document
	outlets   []printed
}

// periods gathers the days of a closed interval by a grain.
func (c *Calendar) periods(g record.Grain, from, to Day) map[Period]*covered {
	out := map[Period]*covered{}
	for d, list := range c.days {
		if d < from || d > to {
			continue
		}
		p := PeriodOf(d, g)
		have := out[p]
		if have == nil {
			have = &covered{}
			out[p] = have
		}
		have.days++
		for _, x := range list {
			have.documents += x.documents
			have.outlets = plus(have.outlets, x.outlet, x.documents)
		}
	}
	return out
}

// maxPeriods bounds a series: a page dated wrongly makes no endless one.
const maxPeriods = 40000

func errRange(from, to Day, g record.Grain) error {
	return fmt.Errorf("cannot make a series by %s from %s to %s: it would be empty or longer than %d periods", g, from, to, maxPeriods)
}

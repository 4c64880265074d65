package measure

import (
	"context"
	"fmt"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/record"
	"chancery/relations"
)

// Span is the time that a question is about.
type Span struct {
	Grain       record.Grain
	From, Until relations.Day // NoDay is open
}

// whole is the span with the periods at its ends taken whole: half of a month
// would look like a month with little in it.
func (s Span) whole() Span {
	if s.From != relations.NoDay {
		s.From = relations.PeriodOf(s.From, s.Grain).First(s.Grain)
	}
	if s.Until != relations.NoDay {
		s.Until = relations.PeriodOf(s.Until, s.Grain).Last(s.Grain)
	}
	return s
}

// fill sets the open ends of a span by the days that have documents. A period at
// an end of which less than four fifths lie between the first and the last of
// them is left out, when there are others: the month that has just begun would
// look like one in which little happened. It gives the number of those left out.
func (s *Span) fill(cal *relations.Calendar) (left int) {
	first, last, ok := cal.Span()
	if !ok {
		return 0
	}
	if s.From != relations.NoDay {
		first = s.From
	}
	if s.Until != relations.NoDay {
		last = s.Until
	}
	begin, end := relations.PeriodOf(first, s.Grain), relations.PeriodOf(last, s.Grain)
	short := func(p relations.Period, days relations.Day) bool {
		return 5*days < 4*(p.Last(s.Grain)-p.First(s.Grain)+1)
	}
	if s.From == relations.NoDay && begin < end && short(begin, begin.Last(s.Grain)-first+1) {
		begin, left = begin+1, left+1
	}
	if s.Until == relations.NoDay && begin < end && short(end, last-end.First(s.Grain)+1) {
		end, left = end-1, left+1
	}
	s.From, s.Until = begin.First(s.Grain), end.Last(s.Grain)
	return left
}

// counted is an archive counted for a question, with the incidents that a test
// took.
type counted struct {
	asked     Span // as it was asked, in whole periods
	span      Span // with its ends, when there is a document at all
	leftOut   int  // periods at open ends that had hardly begun, or nearly ended
	calendar  *relations.Calendar
	covered   map[string]bool // days with a document
	agg       *relations.Aggregate
	incidents []archive.Incident
}

// cover counts the documents of a span, and finds its ends.
func cover(ctx context.Context, a Coverage, span Span) (*counted, error) {
	c := &counted{asked: span.whole(), calendar: relations.NewCalendar(), covered: map[string]bool{}}
	for line, err := range a.Coverage(ctx, filter.Query{Filter: Days(c.asked.From, c.asked.Until)}) {
		if err != nil {
			return nil, fmt.Errorf("cannot read the coverage: %w", err)
		}
		c.calendar.Add(line)
		if line.Documents > 0 {
			c.covered[line.Day] = true
		}
	}
	c.span = c.asked
	c.leftOut = c.span.fill(c.calendar)
	return c, nil
}

// scope is what an archive that keeps counts by month needs not read beyond:
// every incident that is asked for is listed by the filter, and one of the parties
// takes part in it. The zero scope is everything.
type scope struct {
	filter filter.Expr
	keys   []string
	sides  [][]string // when all is asked between two of them, each with keys
}

// count counts what the archive holds of the span, and gathers the incidents that
// take wants. Without take the counts alone are wanted.
func (c *counted) count(ctx context.Context, a Archive, of scope, take func(*archive.Incident) bool) (err error) {
	days := Days(c.span.From, c.asked.Until)
	grain := c.span.Grain
	keeper, kept := a.(Aggregator)
	if kept = kept && grain != record.Day && grain != record.Week; kept {
		if of.sides != nil {
			c.agg, err = keeper.AggregateBetween(ctx, of.sides...)
		} else {
			c.agg, err = keeper.Aggregate(ctx, of.keys...)
		}
		if err != nil {
			return fmt.Errorf("cannot read the counts of the archive: %w", err)
		}
		if take == nil {
			return nil
		}
		if of.filter != nil {
			days = filter.Both(days, of.filter)
		}
	} else if c.agg, err = relations.NewAggregate(grain); err != nil {
		return err
	}
	for inc, err := range a.Incidents(ctx, filter.Query{Filter: days, Oldest: true, Limit: pageSize}) {
		if err != nil {
			return fmt.Errorf("cannot read the incidents: %w", err)
		}
		if !kept {
			c.agg.Add(&inc)
		}
		if take != nil && take(&inc) {
			c.incidents = append(c.incidents, inc)
		}
	}
	return nil
}

// aggregatedBy is the grain by which an archive is counted for series of another.
func aggregatedBy(a Archive, grain record.Grain) record.Grain {
	if _, kept := a.(Aggregator); kept && grain != record.Day && grain != record.Week {
		return record.Month
	}
	return grain
}

// pageSize is how many items are asked for at a time.
const pageSize = 500

// asOf is the day of which a report tells: the last that was asked for, else the
// last on which there is a document.
func (c *counted) asOf() relations.Day {
	_, last, ok := c.calendar.Span()
	switch {
	case c.asked.Until != relations.NoDay && (!ok || c.asked.Until < last):
		return c.asked.Until
	case ok:
		return last
	}
	for i := range c.incidents {
		if d, ok := relations.ParseDay(c.incidents[i].Start); ok && d > last {
			last = d
		}
	}
	return last
}

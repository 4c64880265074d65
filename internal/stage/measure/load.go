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

// counted is an archive counted for a question, with the incidents that a test
// took.
type counted struct {
	agg       *relations.Aggregate
	calendar  *relations.Calendar
	covered   map[string]bool // days with a document
	incidents []archive.Incident
}

// count counts what the archive holds of a span, and gathers the incidents that
// take wants. narrow is a filter that lists all of those, and perhaps more: with
// it, an archive that keeps counts by month is not read as a whole. Without take
// the counts alone are wanted.
func count(ctx context.Context, a Archive, span Span, narrow filter.Expr, take func(*archive.Incident) bool) (*counted, error) {
	c := &counted{}
	var err error
	if err = c.cover(ctx, a, span); err != nil {
		return nil, err
	}
	days := Days(span.From, span.Until)
	keeper, kept := a.(Aggregator)
	if kept = kept && span.Grain != record.Day && span.Grain != record.Week; kept {
		if c.agg, err = keeper.Aggregate(ctx); err != nil {
			return nil, fmt.Errorf("cannot read the counts of the archive: %w", err)
		}
		if take == nil {
			return c, nil
		}
		if narrow != nil {
			days = filter.Both(days, narrow)
		}
	} else if c.agg, err = relations.NewAggregate(span.Grain); err != nil {
		return nil, err
	}
	for inc, err := range a.Incidents(ctx, filter.Query{Filter: days, Oldest: true, Limit: pageSize}) {
		if err != nil {
			return nil, fmt.Errorf("cannot read the incidents: %w", err)
		}
		if !kept {
			c.agg.Add(&inc)
		}
		if take != nil && take(&inc) {
			c.incidents = append(c.incidents, inc)
		}
	}
	return c, nil
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

// cover counts the documents of a span.
func (c *counted) cover(ctx context.Context, a Coverage, span Span) error {
	c.calendar, c.covered = relations.NewCalendar(), map[string]bool{}
	for line, err := range a.Coverage(ctx, filter.Query{Filter: Days(span.From, span.Until)}) {
		if err != nil {
			return fmt.Errorf("cannot read the coverage: %w", err)
		}
		c.calendar.Add(line)
		if line.Documents > 0 {
			c.covered[line.Day] = true
		}
	}
	return nil
}

// asOf is the day of which a report tells: the last of the span, else the last
// on which there is a document.
func (c *counted) asOf(span Span) relations.Day {
	_, last, ok := c.calendar.Span()
	switch {
	case span.Until != relations.NoDay && (!ok || span.Until < last):
		return span.Until
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

package store

import (
	"context"
	"fmt"
)

// Monthly is how a database cuts a table by ranges of its column day.
type Monthly struct {
	// Split are the statements that put an empty table which is cut in the place of
	// a whole one, and Move those that then take over its rows. The days before and
	// after all months have parts of their own.
	Split func(table, key string, first, last int64) []string
	Move  func(table string) []string
	// Part are those that make one part, for days from first up to before last.
	Part func(table, name string, first, last int64) []string
	// Parts asks for the names of the parts of a table.
	Parts string
}

// The months that have parts of their own: what a coder may take for the day of
// an event can be any.
const (
	firstMonth = 199001
	lastMonth  = 209912
)

// cutByMonth are the tables that are cut, with their keys.
func cutByMonth() [][2]string {
	return [][2]string{
		{"event_terms", "term, day, event"}, {"event_blocks", "block, day, event"}, {"incident_terms", "term, day, incident"}, {"statement_terms", "term, day, statement"},
	}
}

// monthOf is the month in whose part a day is, 202403; 0 of a day outside of all.
// Days that no calendar has are in the part of December.
func monthOf(day int64) int64 {
	year, month := day/10000, day/100%100
	switch {
	case month == 0:
		year, month = year-1, 12
	case month > 12:
		month = 12
	}
	if m := year*100 + month; m >= firstMonth && m <= lastMonth {
		return m
	}
	return 0
}

// nextMonth is the one after.
func nextMonth(m int64) int64 {
	if m%100 == 12 {
		return m + 89
	}
	return m + 1
}

// splitMonths cuts the tables of an archive that are still whole.
func (t *txn) splitMonths(ctx context.Context) error {
	if t.d.Monthly == nil {
		return nil
	}
	months := map[int64]bool{}
	for _, x := range []string{"events", "statements", "incidents"} {
		err := t.each(ctx, func(row scan) error {
			var day int64
			err := row(&day)
			months[monthOf(day)] = true
			return err
		}, "SELECT DISTINCT day FROM "+x)
		if err != nil {
			return err
		}
	}
	delete(months, 0)
	for _, x := range cutByMonth() {
		if err := t.runAll(ctx, t.d.Monthly.Split(x[0], x[1], firstMonth*100, nextMonth(lastMonth)*100)); err != nil {
			return err
		}
		if err := t.makeParts(ctx, x[0], sorted(months)); err != nil {
			return err
		}
		if err := t.runAll(ctx, t.d.Monthly.Move(x[0])); err != nil {
			return err
		}
	}
	return nil
}

func (t *txn) runAll(ctx context.Context, statements []string) error {
	for _, q := range statements {
		if err := t.run(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

func (t *txn) makeParts(ctx context.Context, table string, months []int64) error {
	for _, m := range months {
		if err := t.runAll(ctx, t.d.Monthly.Part(table, fmt.Sprintf("%s_%d", table, m), m*100, nextMonth(m)*100)); err != nil {
			return err
		}
	}
	return nil
}

// month sees to it that there are parts for a day.
func (t *txn) month(ctx context.Context, day int64) error {
	m := monthOf(day)
	if t.d.Monthly == nil || m == 0 || t.s.months[m] {
		return nil
	}
	// Another program may have made them since.
	if err := t.readMonths(ctx); err != nil || t.s.months[m] {
		return err
	}
	t.s.months[m] = true
	t.made = true
	for _, x := range cutByMonth() {
		if err := t.makeParts(ctx, x[0], []int64{m}); err != nil {
			return err
		}
	}
	return nil
}

func (t *txn) readMonths(ctx context.Context) error {
	t.s.months = map[int64]bool{}
	table := cutByMonth()[0][0]
	return t.each(ctx, func(row scan) error {
		var name string
		if err := row(&name); err != nil {
			return err
		}
		var m int64
		if _, err := fmt.Sscanf(name, table+"_%d", &m); err == nil {
			t.s.months[m] = true
		}
		return nil
	}, t.d.Monthly.Parts, table)
}

// monthsOf makes the parts for all that another archive has.
func (t *txn) monthsOf(ctx context.Context, h *handle) error {
	for _, x := range []string{"events", "statements", "incidents"} {
		err := h.each(ctx, func(row scan) error {
			var day int64
			if err := row(&day); err != nil {
				return err
			}
			return t.month(ctx, day)
		}, "SELECT DISTINCT day FROM "+x)
		if err != nil {
			return err
		}
	}
	return nil
}

package store

import (
	"context"
	"slices"

	"chancery/record"
	"chancery/relations"
)

// Aggregate gives the incidents counted by month, and the totals of all. keys are
// those of the parties that are asked for (relations.Key): lines are given in
// which one of them takes part, by outlet too. Without keys all lines are given,
// but not by outlet.
func (s *Store) Aggregate(ctx context.Context, keys ...string) (a *relations.Aggregate, err error) {
	if len(keys) > 0 {
		return s.AggregateBetween(ctx, keys)
	}
	return s.AggregateBetween(ctx)
}

// AggregateBetween gives the lines, by outlet too, in which parties of two of the
// sides take part (or of the one side, when there is one only), and the totals of
// all: what there is between two sides, without all that each has with others.
func (s *Store) AggregateBetween(ctx context.Context, sides ...[]string) (a *relations.Aggregate, err error) {
	err = s.snapshot(ctx, func(h *handle) error {
		r := aggregateReader{s: s, h: h}
		a, err = r.sums(ctx, sides)
		return err
	})
	return a, told(err, "cannot read the monthly sums")
}

type aggregateReader struct {
	s     *Store
	h     *handle
	terms map[int64]string // types and outlets
	pairs map[int64][2]string
}

func (r *aggregateReader) sums(ctx context.Context, sides [][]string) (*relations.Aggregate, error) {
	if err := r.dictionary(ctx); err != nil {
		return nil, err
	}
	totals, err := r.totals(ctx)
	if err != nil {
		return nil, err
	}
	a, err := relations.NewPart(record.Month, totals)
	if err != nil {
		return nil, err
	}
	if len(sides) == 0 {
		if err := r.every(ctx); err != nil {
			return nil, err
		}
		return a, r.acts(ctx, a.AddRow, "")
	}
	pairs, err := r.between(ctx, sides)
	if err != nil {
		return nil, err
	}
	for part := range slices.Chunk(pairs, 500) {
		if err := r.lines(ctx, a.AddRow, " WHERE "+r.h.d.Among("pair"), r.h.d.Numbers(part)); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// lines gives the lines of all outlets and of each.
func (r *aggregateReader) lines(ctx context.Context, add func(relations.Row) error, where string, args ...any) error {
	if err := r.acts(ctx, add, where, args...); err != nil {
		return err
	}
	return r.outlets(ctx, add, where, args...)
}

func (r *aggregateReader) dictionary(ctx context.Context) error {
	r.terms = map[int64]string{}
	return r.h.each(ctx, func(row scan) error {
		var id int64
		var value string
		err := row(&id, &value)
		r.terms[id] = value
		return err
	}, "SELECT id, value FROM terms WHERE field = ? OR field = ?", ofType, ofOutlet)
}

func (r *aggregateReader) totals(ctx context.Context) (out []relations.Total, err error) {
	err = r.h.each(ctx, func(row scan) error {
		var t relations.Total
		var month, outlet int64
		if err := row(&month, &outlet, &t.Incidents, &t.Part, &t.Sole); err != nil {
			return err
		}
		t.Period, t.Outlet = dayText(month), r.terms[outlet]
		out = append(out, t)
		return nil
	}, "SELECT month, outlet, incidents, part, sole FROM months")
	return out, err
}

// every reads all pairs.
func (r *aggregateReader) every(ctx context.Context) error {
	_, err := r.read(ctx, "")
	return err
}

// read reads the pairs of a condition and gives their ids in order.
func (r *aggregateReader) read(ctx context.Context, where string, args ...any) (ids []int64, err error) {
	r.pairs = map[int64][2]string{}
	err = r.h.each(ctx, func(row scan) error {
		var id int64
		var sets [2]string
		err := row(&id, &sets[0], &sets[1])
		r.pairs[id] = sets
		ids = append(ids, id)
		return err
	}, "SELECT id, actors, recipients FROM pairs"+where+" ORDER BY id", args...)
	return ids, err
}

// between reads the pairs with one of the parties of two of the sides at least,
// or of the one side when there is one only.
func (r *aggregateReader) between(ctx context.Context, sides [][]string) ([]int64, error) {
	met := map[int64]int{}
	for _, keys := range sides {
		here := map[int64]bool{}
		err := r.h.each(ctx, func(row scan) error {
			var id int64
			err := row(&id)
			here[id] = true
			return err
		}, "SELECT pair FROM pair_keys WHERE "+r.h.d.AmongNames("party"), r.h.d.Names(keys))
		if err != nil {
			return nil, err
		}
		for id := range here {
			met[id]++
		}
	}
	var ids []int64
	for _, id := range sorted(met) {
		if met[id] >= min(2, len(sides)) {
			ids = append(ids, id)
		}
	}
	return r.read(ctx, " WHERE "+r.h.d.Among("id"), r.h.d.Numbers(ids))
}

func (r *aggregateReader) acts(ctx context.Context, add func(relations.Row) error, where string, args ...any) error {
	return r.h.each(ctx, func(row scan) error {
		var x relations.Row
		var l line
		if err := row(&l.pair, &l.month, &l.kind, &l.scale, &l.status, &x.Incidents, &x.Reports, &x.Squares); err != nil {
			return err
		}
		return add(r.row(&l, x))
	}, "SELECT pair, month, type, scale, status, incidents, reports, squares FROM pair_acts"+where, args...)
}

func (r *aggregateReader) outlets(ctx context.Context, add func(relations.Row) error, where string, args ...any) error {
	return r.h.each(ctx, func(row scan) error {
		var x relations.Row
		var l line
		var outlet int64
		if err := row(&l.pair, &l.month, &l.kind, &l.scale, &l.status, &outlet, &x.Part, &x.Sole); err != nil {
			return err
		}
		x.Outlet = r.terms[outlet]
		return add(r.row(&l, x))
	}, "SELECT pair, month, type, scale, status, outlet, part, sole FROM pair_outlets"+where, args...)
}

// line is what the lines of acts and of outlets have in common.
type line struct{ pair, month, kind, scale, status int64 }

func (r *aggregateReader) row(l *line, x relations.Row) relations.Row {
	sets := r.pairs[l.pair]
	x.Period, x.Actors, x.Recipients, x.Type, x.Scale = dayText(l.month), sets[0], sets[1], r.terms[l.kind], float64(l.scale)/10
	x.Status = record.Status(at(statuses(), l.status))
	return x
}

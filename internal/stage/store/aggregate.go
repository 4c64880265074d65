package store

import (
	"context"
	"slices"
	"strings"

	"chancery/record"
	"chancery/relations"
)

// Aggregate gives the incidents counted by month, and the totals of all. keys are
// those of the parties that are asked for (relations.Key): lines are given in
// which one of them takes part, by outlet too. Without keys all lines are given,
// but not by outlet.
func (s *Store) Aggregate(ctx context.Context, keys ...string) (a *relations.Aggregate, err error) {
	err = s.snapshot(ctx, func(h *handle) error {
		r := aggregateReader{s: s, h: h}
		a, err = r.read(ctx, keys)
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

func (r *aggregateReader) read(ctx context.Context, keys []string) (*relations.Aggregate, error) {
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
	pairs, err := r.wanted(ctx, keys)
	if err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		return a, r.acts(ctx, a.AddRow, "")
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

// wanted reads the pairs and gives those in which one of the keys takes part.
func (r *aggregateReader) wanted(ctx context.Context, keys []string) (ids []int64, err error) {
	want := map[string]bool{}
	for _, k := range keys {
		want[k] = true
	}
	r.pairs = map[int64][2]string{}
	err = r.h.each(ctx, func(row scan) error {
		var id int64
		var sets [2]string
		if err := row(&id, &sets[0], &sets[1]); err != nil {
			return err
		}
		r.pairs[id] = sets
		if slices.ContainsFunc(strings.Fields(sets[0]+" "+sets[1]), func(k string) bool { return want[k] }) {
			ids = append(ids, id)
		}
		return nil
	}, "SELECT id, actors, recipients FROM pairs ORDER BY id")
	return ids, err
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

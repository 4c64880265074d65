package store

import (
	"context"
	"fmt"

	"chancery/record"
	"chancery/relations"
)

// sums holds the monthly sums against the incidents, counted anew.
func (v *verifier) sums(ctx context.Context) error {
	have := map[relations.Row]bool{}
	totals := map[relations.Total]bool{}
	for _, r := range v.counted.Rows() {
		r.Actors, r.Recipients, r.Outlet, r.Type = clean(r.Actors), clean(r.Recipients), clean(r.Outlet), clean(r.Type)
		have[r] = true
	}
	for _, t := range v.counted.Totals() {
		t.Outlet = clean(t.Outlet)
		totals[t] = true
	}
	r := aggregateReader{s: v.s, h: v.h}
	if err := r.dictionary(ctx); err != nil {
		return err
	}
	if _, err := r.wanted(ctx, nil); err != nil {
		return err
	}
	got := sums{have: have}
	if err := r.lines(ctx, got.row, ""); err != nil {
		return err
	}
	found, err := r.totals(ctx)
	if err != nil {
		return err
	}
	for _, t := range found {
		if t.Incidents == 0 && t.Part == 0 && t.Sole == 0 {
			continue
		}
		if !totals[t] {
			v.fault(Fault{Table: "months", Row: t.Period + " " + t.Outlet, What: "the sums are not those of the incidents"})
		}
		delete(totals, t)
	}
	for _, row := range got.wrong {
		v.fault(Fault{Table: "pair_acts", Row: fmt.Sprintf("%s %s→%s %s", row.Period, row.Actors, row.Recipients, row.Type), What: "the sums are not those of the incidents"})
	}
	if n := len(have) + len(totals); n > 0 {
		v.fault(Fault{Table: "pair_acts", What: fmt.Sprintf("%d sums of incidents are missing", n)})
	}
	return nil
}

// sums takes the lines that are right out of those that are expected.
type sums struct {
	have  map[relations.Row]bool
	wrong []relations.Row
}

func (s *sums) row(r relations.Row) error {
	if r.Minus() == r {
		return nil // a line that has come to nothing
	}
	if !s.have[r] {
		s.wrong = append(s.wrong, r)
	}
	delete(s.have, r)
	return nil
}

// newCount begins a count of incidents by month.
func newCount() (*relations.Aggregate, error) { return relations.NewAggregate(record.Month) }

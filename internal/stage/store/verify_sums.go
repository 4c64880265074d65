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
	if err := r.every(ctx); err != nil {
		return err
	}
	if err := v.pairKeys(ctx, r.pairs); err != nil {
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

// pairKeys: each pair is found by all who take part in it, and by no other.
func (v *verifier) pairKeys(ctx context.Context, pairs map[int64][2]string) error {
	p := newPostings("pair_keys", v.most["pairs"])
	for id, sets := range pairs {
		for _, key := range partiesOf(sets) {
			p.add(id, hashText(key))
		}
	}
	err := v.h.each(ctx, func(row scan) error {
		var id int64
		var key string
		err := row(&key, &id)
		p.take(id, hashText(key))
		return err
	}, "SELECT party, pair FROM pair_keys")
	for _, id := range p.wrong() {
		v.fault(Fault{Table: p.table, Row: fmt.Sprint(id), What: "the pair is not found by all who take part in it, or by others"})
	}
	return err
}

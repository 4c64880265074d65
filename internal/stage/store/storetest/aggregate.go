package storetest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"chancery/record"
	"chancery/relations"

	"chancery/internal/stage/store"
)

// aggregates: the monthly sums that are kept are those of the incidents as they
// stand, after joining, splitting and removal.
func aggregates(t *testing.T, ctx context.Context, s *store.Store) {
	Fill(t, ctx, s, 60)
	want, err := relations.NewAggregate(record.Month)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for inc, err := range s.Incidents(ctx, store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		want.Add(&inc)
		n++
	}
	rows := want.Rows()
	key := ""
	for _, r := range rows {
		if f := strings.Fields(r.Actors); len(f) > 0 {
			key = f[0]
		}
	}
	if n == 0 || key == "" {
		t.Fatalf("%d incidents, no actor: nothing is tested", n)
	}
	whole, err := s.Aggregate(ctx)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "all, without outlets", whole.Rows(), rows, func(r relations.Row) bool { return r.Outlet == "" })
	if got := whole.Totals(); !slices.Equal(got, want.Totals()) {
		t.Errorf("totals %v, want %v", got, want.Totals())
	}
	of, err := s.Aggregate(ctx, key, "nobody")
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "of "+key, of.Rows(), rows, func(r relations.Row) bool {
		return slices.Contains(strings.Fields(r.Actors+" "+r.Recipients), key)
	})
	if got := of.Totals(); !slices.Equal(got, want.Totals()) {
		t.Errorf("totals of all, with the lines of %s: %v", key, got)
	}
	between, err := s.AggregateBetween(ctx, []string{key, "nobody"}, others(rows, key))
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "of "+key+" and others", between.Rows(), rows, func(r relations.Row) bool {
		parties := strings.Fields(r.Actors + " " + r.Recipients)
		return slices.Contains(parties, key) && slices.ContainsFunc(parties, func(p string) bool { return p != key })
	})
	Sound(t, ctx, s)
}

// others are all parties but one.
func others(rows []relations.Row, but string) (out []string) {
	for _, r := range rows {
		for _, p := range strings.Fields(r.Actors + " " + r.Recipients) {
			if p != but && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

func compare(t *testing.T, what string, got, all []relations.Row, wanted func(relations.Row) bool) {
	t.Helper()
	want := slices.DeleteFunc(slices.Clone(all), func(r relations.Row) bool { return !wanted(r) })
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("%s: %d rows, want %d, or they differ", what, len(got), len(want))
	}
}

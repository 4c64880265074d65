package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"chancery/archive"
	"chancery/internal/filter"
)

// covering is a change of the sums of documents and events by day and outlet.
type covering struct {
	day, outlet       int64
	documents, events int64
}

// cover notes a change; it is written before the commit.
func (t *txn) cover(c covering) { t.covers = append(t.covers, c) }

// uncover takes a document out of the sums, with so many events.
func (t *txn) uncover(ctx context.Context, old *head, events int) error {
	outlet, err := t.term(ctx, ofOutlet, old.first.Outlet)
	t.cover(covering{day(old.first.Published), outlet, -1, -int64(events)})
	return err
}

// saveCovers writes what the transaction has changed of the sums.
func (t *txn) saveCovers(ctx context.Context) error {
	sums := map[[2]int64]covering{}
	for _, c := range t.covers {
		k := [2]int64{c.day, c.outlet}
		had := sums[k]
		sums[k] = covering{c.day, c.outlet, had.documents + c.documents, had.events + c.events}
	}
	t.covers = nil
	into := table("coverage", "day", "outlet", "documents", "events")
	into.after = plus("coverage", "day, outlet", "documents", "events")
	list := make([]covering, 0, len(sums))
	for _, c := range sums {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b covering) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.outlet, b.outlet)) })
	for _, c := range list {
		if c.documents != 0 || c.events != 0 {
			into.add(c.day, c.outlet, c.documents, c.events)
		}
	}
	return into.flush(ctx, t.handle)
}

// coverage reads the sums that a filter of days and outlets finds.
func (s *Store) coverage(ctx context.Context, f filter.Expr) ([]archive.Coverage, error) {
	var out []archive.Coverage
	err := s.read.each(ctx, func(row scan) error {
		var c archive.Coverage
		var d int64
		if err := row(&d, &c.Outlet, &c.Documents, &c.Events); err != nil {
			return err
		}
		if c.Day = dayText(d); f == nil || filter.Match(f, &archive.Event{Start: c.Day, Published: c.Day, Outlet: c.Outlet}) {
			out = append(out, c)
		}
		return nil
	}, "SELECT c.day, o.value, c.documents, c.events FROM coverage c JOIN terms o ON o.id = c.outlet WHERE c.documents > 0 ORDER BY c.day, o.value")
	return out, err
}

// coverage holds the sums against the documents and events.
func (v *verifier) coverage(ctx context.Context) error {
	sums := map[[2]int64][2]int64{}
	for _, x := range []struct {
		query string
		sign  int64
	}{
		{"SELECT day, outlet, count(*), 0 FROM documents GROUP BY day, outlet", 1},
		{"SELECT d.day, d.outlet, 0, count(*) FROM events e JOIN documents d ON d.id = e.doc GROUP BY d.day, d.outlet", 1},
		{"SELECT day, outlet, documents, events FROM coverage", -1},
	} {
		err := v.h.each(ctx, func(row scan) error {
			var k [2]int64
			var documents, events int64
			err := row(&k[0], &k[1], &documents, &events)
			had := sums[k]
			sums[k] = [2]int64{had[0] + x.sign*documents, had[1] + x.sign*events}
			return err
		}, x.query)
		if err != nil {
			return err
		}
	}
	var wrong [][2]int64
	for k, n := range sums {
		if n != [2]int64{} {
			wrong = append(wrong, k)
		}
	}
	slices.SortFunc(wrong, func(a, b [2]int64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, k := range wrong {
		v.fault(Fault{Table: "coverage", Row: fmt.Sprintf("%d %s", k[0], v.named[k[1]].value), What: "the sums are not those of the documents and events"})
	}
	return nil
}

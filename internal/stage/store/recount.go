package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"chancery/archive"
	"chancery/record"
	"chancery/relations"
)

// recount changes the sums by what an incident was and is; either may be nil.
// They are written before the commit, many at a time.
func (t *txn) recount(was, is *archive.Incident) error {
	lines, err := difference(was, is)
	t.lines = append(t.lines, lines...)
	return err
}

// saveLines writes what the transaction has changed of the sums.
func (t *txn) saveLines(ctx context.Context) error {
	if len(t.lines) == 0 {
		return nil
	}
	a, err := relations.NewAggregate(record.Month)
	if err != nil {
		return err
	}
	for _, r := range t.lines {
		if err := a.AddRow(r); err != nil {
			return err
		}
	}
	t.lines = nil
	return t.addLines(ctx, a.Rows())
}

// recountAll makes the sums of an archive that has incidents and no sums yet.
func (t *txn) recountAll(ctx context.Context) error {
	a, err := relations.NewAggregate(record.Month)
	if err != nil {
		return err
	}
	err = t.each(ctx, func(row scan) error {
		_, inc, err := t.s.scanIncident(row)
		a.Add(&inc)
		return err
	}, "SELECT "+incidentColumns+" FROM incidents e")
	if err != nil {
		return err
	}
	return t.addLines(ctx, a.Rows())
}

// addLines adds to the sums; no line stands twice.
func (t *txn) addLines(ctx context.Context, lines []relations.Row) error {
	acts := table("pair_acts", "pair", "month", "type", "scale", "status", "incidents", "reports", "squares")
	acts.after = plus("pair_acts", "pair, month, type, scale, status", "incidents", "reports", "squares")
	outlets := table("pair_outlets", "pair", "month", "type", "scale", "status", "outlet", "part", "sole")
	outlets.after = plus("pair_outlets", "pair, month, type, scale, status, outlet", "part", "sole")
	months := table("months", "month", "outlet", "incidents", "part", "sole")
	months.after = plus("months", "month, outlet", "incidents", "part", "sole")
	byMonth, pairs := map[[2]int64][3]int64{}, map[[2]string]int64{}
	sets := map[[2]string]bool{}
	for i := range lines {
		sets[[2]string{clean(lines[i].Actors), clean(lines[i].Recipients)}] = true
	}
	if err := t.lookPairs(ctx, sets, pairs); err != nil {
		return err
	}
	for i := range lines {
		r := &lines[i]
		l, outlet, err := t.line(ctx, r, pairs)
		if err != nil {
			return err
		}
		if r.Outlet == "" {
			acts.add(l.pair, l.month, l.kind, l.scale, l.status, r.Incidents, r.Reports, r.Squares)
		} else {
			outlets.add(l.pair, l.month, l.kind, l.scale, l.status, outlet, r.Part, r.Sole)
		}
		if r.Status == record.Actual {
			m := byMonth[[2]int64{l.month, outlet}]
			byMonth[[2]int64{l.month, outlet}] = [3]int64{m[0] + r.Incidents, m[1] + r.Part, m[2] + r.Sole}
		}
	}
	keys := slices.SortedFunc(maps.Keys(byMonth), func(a, b [2]int64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, k := range keys {
		m := byMonth[k]
		months.add(k[0], k[1], m[0], m[1], m[2])
	}
	for _, into := range []*rows{acts, outlets, months} {
		if err := into.flush(ctx, t.handle); err != nil {
			return err
		}
	}
	return nil
}

// difference is what is to be added to the sums. Lines that do not change are
// left out, and none stands twice.
func difference(was, is *archive.Incident) ([]relations.Row, error) {
	a, err := relations.NewAggregate(record.Month)
	if err != nil {
		return nil, err
	}
	if was != nil {
		a.Remove(was)
	}
	if is != nil {
		a.Add(is)
	}
	return a.Rows(), nil
}

// plus adds to the sums of a line that is there.
func plus(name, key string, sums ...string) string {
	var set []string
	for _, c := range sums {
		set = append(set, fmt.Sprintf("%s = %s.%s + excluded.%s", c, name, c, c))
	}
	return " ON CONFLICT (" + key + ") DO UPDATE SET " + strings.Join(set, ", ")
}

// line gives the numbers of a row; pairs are those that are known already.
func (t *txn) line(ctx context.Context, r *relations.Row, pairs map[[2]string]int64) (l line, outlet int64, err error) {
	l = line{month: day(r.Period), scale: int64(math.Round(r.Scale * 10)), status: place(statuses(), string(r.Status))}
	if l.kind, err = t.term(ctx, ofType, clean(r.Type)); err != nil {
		return l, 0, err
	}
	if r.Outlet != "" {
		if outlet, err = t.term(ctx, ofOutlet, clean(r.Outlet)); err != nil {
			return l, 0, err
		}
	}
	sets := [2]string{clean(r.Actors), clean(r.Recipients)}
	id, known := pairs[sets]
	if !known {
		if id, err = t.pair(ctx, sets); err != nil {
			return l, 0, err
		}
	}
	if known && id == 0 { // it was looked for already
		if id, err = t.makePair(ctx, sets); err != nil {
			return l, 0, err
		}
	}
	pairs[sets] = id
	l.pair = id
	return l, outlet, nil
}

// pair gives the row id of two sets of parties, which it makes when there is none.
func (t *txn) pair(ctx context.Context, sets [2]string) (id int64, err error) {
	found, err := t.one(ctx, []any{&id}, "SELECT id FROM pairs WHERE actors = ? AND recipients = ?", sets[0], sets[1])
	if err != nil || found {
		return id, err
	}
	return t.makePair(ctx, sets)
}

func (t *txn) makePair(ctx context.Context, sets [2]string) (id int64, err error) {
	if id, err = t.next(ctx, "pairs", 1); err != nil {
		return 0, err
	}
	if err := t.exec(ctx, "INSERT INTO pairs (id, actors, recipients) VALUES (?, ?, ?)", id, sets[0], sets[1]); err != nil || t.keyless {
		return id, err
	}
	keys := pairKeys()
	for _, key := range partiesOf(sets) {
		keys.add(key, id)
	}
	return id, keys.flush(ctx, t.handle)
}

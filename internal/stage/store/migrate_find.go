package store

import (
	"context"
	"strings"

	"chancery/archive"
)

// fillFind gives an archive from before migration 0003 what it makes room for.
func (t *txn) fillFind(ctx context.Context) error {
	for _, fill := range []func(context.Context) error{t.fillDyads, t.fillIncidents, t.fillPairKeys} {
		if err := fill(ctx); err != nil {
			return err
		}
	}
	return nil
}

// filledAtOnce is how many items a migration reads before it writes.
const filledAtOnce = 4000

// fillDyads gives events their pairs of countries, by the codes of their parties.
func (t *txn) fillDyads(ctx context.Context) error {
	var last int64
	if _, err := t.one(ctx, []any{&last}, "SELECT COALESCE(max(id), 0) FROM events"); err != nil {
		return err
	}
	for from := int64(1); from <= last; from += filledAtOnce {
		to := from + filledAtOnce - 1
		codes, days := map[int64][]string{}, map[int64]int64{}
		err := t.each(ctx, func(row scan) error {
			var id, day int64
			var key string
			err := row(&id, &day, &key)
			code, _, _ := strings.Cut(key, "\t")
			codes[id], days[id] = append(codes[id], code), day
			return err
		}, `SELECT p.event, e.day, t.value FROM event_parties p JOIN events e ON e.id = p.event JOIN terms t ON t.id = p.party
			WHERE p.event BETWEEN ? AND ? AND p.role IN (1, 2) ORDER BY p.event, p.role, p.party`, from, to)
		if err != nil {
			return err
		}
		into := table("event_terms", "term", "day", "event")
		into.after = " ON CONFLICT DO NOTHING"
		for _, id := range sorted(codes) {
			for _, pair := range dyads(codes[id]) {
				term, err := t.term(ctx, ofDyad, pair)
				if err != nil {
					return err
				}
				into.add(term, days[id], id)
			}
		}
		if err := into.flush(ctx, t.handle); err != nil {
			return err
		}
	}
	return nil
}

// fillIncidents gives incidents their terms and columns.
func (t *txn) fillIncidents(ctx context.Context) error {
	var last int64
	if _, err := t.one(ctx, []any{&last}, "SELECT COALESCE(max(id), 0) FROM incidents"); err != nil {
		return err
	}
	for from := int64(1); from <= last; from += filledAtOnce {
		list := map[int64]archive.Incident{}
		err := t.each(ctx, func(row scan) error {
			id, inc, err := t.s.scanIncident(row)
			list[id] = inc
			return err
		}, "SELECT "+incidentColumns+" FROM incidents e WHERE e.id BETWEEN ? AND ?", from, from+filledAtOnce-1)
		if err != nil {
			return err
		}
		into := incidentTerms()
		for _, id := range sorted(list) {
			inc := list[id]
			if err := t.exec(ctx, "UPDATE incidents SET level = ?, confidence = ?, scale = ? WHERE id = ?",
				optionalInt(inc.Level), optionalFloat(inc.Confidence), optionalFloat(inc.Scale), id); err != nil {
				return err
			}
			x, err := indexIncident(ctx, &inc, t.term)
			if err != nil {
				return err
			}
			for _, term := range x.terms {
				into.add(term, x.day, id)
			}
		}
		if err := into.flush(ctx, t.handle); err != nil {
			return err
		}
	}
	return nil
}

// fillPairKeys says of the pairs of the monthly sums who takes part.
func (t *txn) fillPairKeys(ctx context.Context) error {
	into := pairKeys()
	err := t.each(ctx, func(row scan) error {
		var id int64
		var sets [2]string
		err := row(&id, &sets[0], &sets[1])
		for _, key := range partiesOf(sets) {
			into.add(key, id)
		}
		return err
	}, "SELECT id, actors, recipients FROM pairs")
	if err != nil {
		return err
	}
	return into.flush(ctx, t.handle)
}

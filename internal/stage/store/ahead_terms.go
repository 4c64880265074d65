package store

import (
	"context"

	"chancery/archive"
)

// lookTerms reads the terms under which the batch will be found, all at once;
// those that are not there are made without asking again.
func (t *txn) lookTerms(ctx context.Context, a *ahead, batch []archive.Addition) error {
	wanted := map[term]bool{}
	give := func(_ context.Context, field, value string) (int64, error) {
		k := term{field, value}
		if _, ok := t.s.terms[k]; !ok {
			wanted[k] = true
		}
		return 0, nil
	}
	for i := range batch {
		for k := range batch[i].Events {
			if _, err := indexEvent(ctx, &batch[i].Events[k], give); err != nil {
				return err
			}
		}
		for k := range batch[i].Said {
			if _, err := indexSaid(ctx, &batch[i].Said[k], give); err != nil {
				return err
			}
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	var fields, values []string
	for k := range wanted {
		fields, values = append(fields, k.field), append(values, k.value)
	}
	err := t.each(ctx, func(row scan) error {
		var id int64
		var k term
		err := row(&id, &k.field, &k.value)
		t.s.terms[k] = id
		delete(wanted, k)
		return err
	}, t.d.Named, t.d.Names(fields), t.d.Names(values))
	a.unnamed = wanted
	return err
}

// lookPairs reads the pairs of the monthly sums that are to be changed.
func (t *txn) lookPairs(ctx context.Context, sets map[[2]string]bool, pairs map[[2]string]int64) error {
	if !t.d.Far || len(sets) == 0 {
		return nil
	}
	var actors, recipients []string
	for s := range sets {
		actors, recipients = append(actors, s[0]), append(recipients, s[1])
		pairs[s] = 0
	}
	return t.each(ctx, func(row scan) error {
		var id int64
		var s [2]string
		err := row(&id, &s[0], &s[1])
		pairs[s] = id
		return err
	}, t.d.Paired, t.d.Names(actors), t.d.Names(recipients))
}

package store

import (
	"context"
	"errors"

	"chancery/archive"
	"chancery/relations"
)

// txn is one transaction that writes.
type txn struct {
	*handle
	s *Store

	given  map[string]int64 // counters, as far as used here
	moved  map[string]bool  // those that must be saved
	fresh  []term           // terms made here
	chain  []byte           // of the last record, once read
	lines  []relations.Row  // changes of the monthly sums
	covers []covering       // changes of the sums by day and outlet
	texts  []wording        // words to be indexed before the commit
	later  later            // rows to be written before the commit
	near   map[int64]archive.Printed
	ahead  *ahead           // what was read for the batch; nil where nothing is
	named  map[int64]string // incidents written here, by row
	placed map[string]int64 // documents written here
	made   bool             // parts of months were made here
	grown  bool             // young rows were read
	// keyless: the archive is being brought up to date, and has no pair_keys yet.
	keyless bool
}

// write runs f in a transaction that is the only one to write. What f wrote is
// kept when it gives nil and the commit succeeds, else nothing is.
func (s *Store) write(ctx context.Context, f func(*txn) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	h, err := s.take(ctx)
	if err != nil {
		return err
	}
	t := &txn{handle: h, s: s, given: map[string]int64{}, moved: map[string]bool{}, near: map[int64]archive.Printed{}, named: map[int64]string{}, placed: map[string]int64{}}
	if err := t.begin(ctx); err != nil {
		t.undo(ctx)
		return err
	}
	done := false
	defer func() {
		if !done {
			t.undo(ctx)
		}
	}()
	if err := f(t); err != nil {
		return err
	}
	if err := t.layDown(ctx); err != nil {
		return err
	}
	if err := t.settle(ctx); err != nil {
		return err
	}
	if err := t.indexWords(ctx); err != nil {
		return err
	}
	if err := t.saveLines(ctx); err != nil {
		return err
	}
	if err := t.saveCovers(ctx); err != nil {
		return err
	}
	if err := t.saveCounters(ctx); err != nil {
		return err
	}
	if err := t.exec(ctx, "COMMIT"); err != nil {
		return err
	}
	if err := t.pipe.flush(ctx, t.d); err != nil {
		return err
	}
	done = true
	return nil
}

func (t *txn) begin(ctx context.Context) error {
	for _, q := range t.d.Begin {
		if err := t.run(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// undo rolls back; a connection on which even that fails is let go.
func (t *txn) undo(ctx context.Context) {
	t.forget(0)
	t.pipe.empty()
	t.s.young = nil
	if t.made {
		t.s.months = nil
	}
	if err := t.run(context.WithoutCancel(ctx), "ROLLBACK"); err != nil {
		// The error that led here is the one to tell.
		_ = t.s.drop()
	}
}

// forget takes terms out of memory that were made after the first n.
func (t *txn) forget(n int) {
	for _, f := range t.fresh[n:] {
		delete(t.s.terms, f)
	}
	t.fresh = t.fresh[:n]
}

// errItem is what is wrong with one item of a batch; the others go on.
type errItem struct{ error }

func (e errItem) Unwrap() error { return e.error }

// item runs f in a savepoint. An errItem undoes what f wrote and is given as
// bad; any other error is one of the whole transaction.
func (t *txn) item(ctx context.Context, f func() error) (bad, err error) {
	if err := t.exec(ctx, "SAVEPOINT item"); err != nil {
		return nil, err
	}
	made, told, lines, covers := len(t.fresh), len(t.texts), len(t.lines), len(t.covers)
	rows, chain := t.later.mark(), t.chain
	err = f()
	if item := (errItem{}); errors.As(err, &item) {
		t.forget(made)
		clear(t.near)
		clear(t.placed)
		t.ahead, t.s.young, t.grown = nil, nil, false
		t.later.cut(rows)
		if t.made {
			t.s.months = nil
		}
		t.chain, t.texts, t.lines, t.covers = chain, t.texts[:told], t.lines[:lines], t.covers[:covers]
		if err := t.exec(ctx, "ROLLBACK TO SAVEPOINT item"); err != nil {
			return nil, err
		}
		bad = item.error
	} else if err != nil {
		return nil, err
	}
	t.later.drop()
	return bad, t.exec(ctx, "RELEASE SAVEPOINT item")
}

// next gives out n row ids of a table, the first of them returned.
func (t *txn) next(ctx context.Context, table string, n int) (int64, error) {
	given, err := t.counter(ctx, table)
	if err != nil {
		return 0, err
	}
	first := given + 1
	t.given[table] += int64(n)
	t.moved[table] = true
	return first, nil
}

// counter is how many row ids of a table were given out.
func (t *txn) counter(ctx context.Context, table string) (int64, error) {
	if len(t.given) == 0 {
		if err := t.readCounters(ctx); err != nil {
			return 0, err
		}
	}
	return t.given[table], nil
}

func (t *txn) readCounters(ctx context.Context) error {
	return t.each(ctx, func(s scan) error {
		var name string
		var n int64
		err := s(&name, &n)
		t.given[name] = n
		return err
	}, "SELECT name, given FROM counters")
}

func (t *txn) saveCounters(ctx context.Context) error {
	for _, name := range sorted(t.moved) {
		err := t.exec(ctx, "INSERT INTO counters (name, given) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET given = excluded.given", name, t.given[name])
		if err != nil {
			return err
		}
	}
	return nil
}

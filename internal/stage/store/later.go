package store

import (
	"context"
	"slices"
)

// later are rows that nothing asks for before the commit: those of a whole batch
// are written together, in order, by COPY where the database has that. Indexes
// that are filled in order touch fewer pages.
type later struct {
	tables map[string]*waiting
}

// waiting are the rows of a table. Those that were written within an item are kept
// until its end: when it is undone, the rows of items before it are to be written
// again.
type waiting struct {
	*rows
	written int // of the values
}

// fewCopied is the number of rows up to which they are inserted and not copied.
const fewCopied = 16

// add takes rows.
func (l *later) add(r *rows) {
	if len(r.args) == 0 {
		return
	}
	if l.tables == nil {
		l.tables = map[string]*waiting{}
	}
	had := l.tables[r.into]
	if had == nil {
		l.tables[r.into] = &waiting{rows: r}
		return
	}
	had.args = append(had.args, r.args...)
}

// mark is how far the rows have come, and cut goes back to it.
func (l *later) mark() map[string]int {
	at := make(map[string]int, len(l.tables))
	for name, r := range l.tables {
		at[name] = len(r.args)
	}
	return at
}

func (l *later) cut(at map[string]int) {
	for name, r := range l.tables {
		r.args, r.written = r.args[:at[name]], 0
	}
}

// drop forgets the rows that are written: they stay.
func (l *later) drop() {
	for _, r := range l.tables {
		r.args, r.written = slices.Delete(r.args, 0, r.written), 0
	}
}

// settle writes what waits for it.
func (t *txn) settle(ctx context.Context) error {
	for _, name := range sorted(t.later.tables) {
		r := t.later.tables[name]
		list := cut(r.args[r.written:], r.columns)
		r.written = len(r.args)
		slices.SortStableFunc(list, compareRows)
		var err error
		if t.d.Copy == nil || len(list) < fewCopied {
			err = t.insertRows(ctx, r.rows, list)
		} else if err = t.pipe.flush(ctx, t.d); err == nil {
			err = t.d.Explain(t.d.Copy(ctx, t.pipe.conn, r.name, r.names, list))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// insertRows writes rows by INSERT.
func (t *txn) insertRows(ctx context.Context, like *rows, list [][]any) error {
	into := *like
	into.args = nil
	for _, row := range list {
		into.args = append(into.args, row...)
	}
	return into.flush(ctx, t.handle)
}

// cut cuts values into rows.
func cut(values []any, columns int) [][]any {
	out := make([][]any, 0, len(values)/columns)
	for row := range slices.Chunk(values, columns) {
		out = append(out, row)
	}
	return out
}

// compareRows orders rows by their leading numbers, which the keys of tables are.
func compareRows(a, b []any) int {
	for i := range a {
		x, ok := a[i].(int64)
		y, too := b[i].(int64)
		switch {
		case !ok || !too:
			return 0
		case x < y:
			return -1
		case x > y:
			return 1
		}
	}
	return 0
}

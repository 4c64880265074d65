package store

import (
	"context"
	"database/sql"
	"slices"
)

// later are rows that nothing asks for before the commit: those of a whole batch
// are written together, in order, by COPY where the database has that. Indexes
// that are filled in order touch fewer pages.
type later struct {
	tables map[string]*rows
}

// fewCopied is the number of rows up to which they are inserted and not copied.
const fewCopied = 16

// add takes rows.
func (l *later) add(r *rows) {
	if len(r.args) == 0 {
		return
	}
	if l.tables == nil {
		l.tables = map[string]*rows{}
	}
	had := l.tables[r.into]
	if had == nil {
		l.tables[r.into] = r
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
		r.args = r.args[:at[name]]
	}
}

// settle writes what waits for it.
func (t *txn) settle(ctx context.Context) error {
	for _, name := range sorted(t.later.tables) {
		r := t.later.tables[name]
		if len(r.args) == 0 {
			continue
		}
		list := r.list()
		slices.SortStableFunc(list, compareRows)
		if t.d.Copy == nil || len(list) < fewCopied {
			r.args = r.args[:0]
			for _, row := range list {
				r.args = append(r.args, row...)
			}
			if err := r.flush(ctx, t.handle); err != nil {
				return err
			}
			continue
		}
		if err := t.copyRows(ctx, r, list); err != nil {
			return err
		}
	}
	return nil
}

// copyRows writes rows by COPY.
func (t *txn) copyRows(ctx context.Context, r *rows, list [][]any) error {
	if err := t.pipe.flush(ctx, t.d); err != nil {
		return err
	}
	r.args = nil
	return t.d.Explain(t.d.Copy(ctx, t.on.(*sql.Conn), r.name, r.names, list))
}

// list cuts the values into rows of their own.
func (r *rows) list() [][]any {
	out := make([][]any, 0, len(r.args)/r.columns)
	for i := 0; i < len(r.args); i += r.columns {
		out = append(out, slices.Clone(r.args[i:i+r.columns]))
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

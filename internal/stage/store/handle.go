package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"sync"
)

// conns is what statements run on: a pool of readers or one connection.
type conns interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// handle runs SQL in the words of its database. Statements that come again are
// prepared once.
type handle struct {
	on conns
	d  *Dialect
	// pipe is that of a writer to a database that has one; nil elsewhere.
	pipe *pipe

	mu       sync.Mutex
	prepared map[string]*sql.Stmt
}

func newHandle(on conns, d *Dialect) *handle {
	return &handle{on: on, d: d, prepared: map[string]*sql.Stmt{}}
}

// writing is the handle of the connection that writes.
func writing(conn *sql.Conn, d *Dialect) *handle {
	h := newHandle(conn, d)
	if d.Pipeline != nil {
		h.pipe = &pipe{conn: conn, send: d.Pipeline}
	}
	return h
}

func (h *handle) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if st := h.prepared[query]; st != nil {
		return st, nil
	}
	st, err := h.on.PrepareContext(ctx, h.d.bind(query))
	if err != nil {
		return nil, h.d.Explain(err)
	}
	h.prepared[query] = st
	return st, nil
}

// exec runs a statement that comes again. In a pipe it waits until something is
// asked, and so may what it fails with.
func (h *handle) exec(ctx context.Context, query string, args ...any) error {
	if h.pipe != nil {
		return h.pipe.put(ctx, h.d, query, args)
	}
	st, err := h.statement(ctx, query)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(ctx, args...)
	return h.d.Explain(err)
}

// run runs a statement once, without preparing it.
func (h *handle) run(ctx context.Context, query string, args ...any) error {
	if err := h.pipe.flush(ctx, h.d); err != nil {
		return err
	}
	_, err := h.on.ExecContext(ctx, h.d.bind(query), args...)
	return h.d.Explain(err)
}

// each calls row for every row of a query that comes again. Row must not run
// other statements on the same connection.
func (h *handle) each(ctx context.Context, row func(scan) error, query string, args ...any) error {
	if err := h.pipe.flush(ctx, h.d); err != nil {
		return err
	}
	st, err := h.statement(ctx, query)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return h.d.Explain(err)
	}
	return h.walk(rows, row)
}

// eachOnce is each for a query that is made for the occasion.
func (h *handle) eachOnce(ctx context.Context, row func(scan) error, query string, args ...any) error {
	if err := h.pipe.flush(ctx, h.d); err != nil {
		return err
	}
	rows, err := h.on.QueryContext(ctx, h.d.bind(query), args...)
	if err != nil {
		return h.d.Explain(err)
	}
	return h.walk(rows, row)
}

// scan reads the columns of a row.
type scan func(into ...any) error

func (h *handle) walk(rows *sql.Rows, row func(scan) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return h.d.Explain(rows.Err())
}

// one reads the only row of a query; found is false when there is none.
func (h *handle) one(ctx context.Context, into []any, query string, args ...any) (found bool, err error) {
	err = h.each(ctx, func(s scan) error {
		if found {
			return nil
		}
		found = true
		return s(into...)
	}, query, args...)
	return found, err
}

func (h *handle) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, st := range h.prepared {
		st.Close()
	}
	h.prepared = map[string]*sql.Stmt{}
}

// widths are the numbers of rows that one INSERT takes: few statements serve
// any number of rows.
func widths() []int { return []int{64, 16, 4, 1} }

// rows collects rows for one table, to be inserted many at a time.
type rows struct {
	name    string
	names   []string // of the columns
	into    string   // "events (id, doc)"
	values  string   // "(?,?)"
	after   string   // "ON CONFLICT DO NOTHING"
	columns int
	args    []any
}

func (r *rows) add(values ...any) { r.args = append(r.args, values...) }

// flush inserts what was collected.
func (r *rows) flush(ctx context.Context, h *handle) error {
	args := r.args
	for _, n := range widths() {
		for len(args) >= n*r.columns {
			query := "INSERT INTO " + r.into + " VALUES " + strings.Repeat(r.values+",", n-1) + r.values + r.after
			if err := h.exec(ctx, query, slices.Clone(args[:n*r.columns])...); err != nil {
				return err
			}
			args = args[n*r.columns:]
		}
	}
	r.args = r.args[:0]
	return nil
}

// table names a table with its columns.
func table(name string, columns ...string) *rows {
	return &rows{
		name:    name,
		names:   columns,
		into:    name + " (" + strings.Join(columns, ", ") + ")",
		values:  "(" + strings.Repeat("?,", len(columns)-1) + "?)",
		columns: len(columns),
	}
}

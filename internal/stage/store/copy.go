package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrNotEmpty is that an archive which something is to be copied into has
// documents.
var ErrNotEmpty = errors.New("the archive has documents already")

// tables are all that a copy takes over as it is; words are indexed anew.
func tables() []string {
	return []string{"counters", "terms", "lookups", "documents", "appearances", "texts", "records", "events", "event_parties", "event_terms", "event_blocks",
		"statements", "statement_parties", "statement_terms", "holdings", "incidents", "incident_terms", "incident_changes", "bands", "bands_young", "event_blocks_young", "prints", "corrections",
		"coverage", "pairs", "pair_keys", "pair_acts", "pair_outlets", "months", "identities", "tenures", "sources", "states", "searches", "search_marks", "alerts", "foreign_events", "log"}
}

// Copy writes all that is in one archive, as it is at one moment, into another
// one, whatever databases they are. The other one must be empty; with replace it
// is emptied first, in the same transaction.
func Copy(ctx context.Context, to, from *Store, replace bool) error {
	err := from.snapshot(ctx, func(h *handle) error {
		return to.write(ctx, func(t *txn) error {
			if err := t.vacate(ctx, replace); err != nil {
				return err
			}
			if err := t.monthsOf(ctx, h); err != nil {
				return err
			}
			for _, name := range tables() {
				if err := t.copyTable(ctx, h, name); err != nil {
					return fmt.Errorf("table %s: %w", name, err)
				}
			}
			return t.copyWords(ctx, h, from)
		})
	})
	return told(err, "cannot copy the archive")
}

// vacate makes room.
func (t *txn) vacate(ctx context.Context, replace bool) error {
	var n int
	if _, err := t.one(ctx, []any{&n}, "SELECT count(*) FROM (SELECT 1 FROM documents LIMIT 1) x"); err != nil {
		return err
	}
	if n > 0 && !replace {
		return ErrNotEmpty
	}
	clear(t.s.terms)
	t.s.young = nil
	for _, name := range append(tables(), "event_words", "statement_words", "title_words", "text_words") {
		if err := t.run(ctx, "DELETE FROM "+name); err != nil {
			return err
		}
	}
	return nil
}

// copyTable copies the rows of a table, which has the same columns in both. Young
// rows go to their places.
func (t *txn) copyTable(ctx context.Context, from *handle, name string) error {
	rows, err := from.on.QueryContext(ctx, "SELECT * FROM "+name)
	if err != nil {
		return from.d.Explain(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	spanless := name == "bands_young"
	if spanless {
		columns = append([]string{"span"}, columns...)
	}
	into := table(strings.TrimSuffix(name, "_young"), columns...)
	values := make([]any, len(columns))
	for rows.Next() {
		row := make([]any, len(columns))
		for i := range row {
			values[i] = &row[i]
		}
		read := values
		if spanless {
			read = values[1:]
		}
		if err := rows.Scan(read...); err != nil {
			return err
		}
		if spanless {
			band, _ := row[2].(int64)
			day, _ := row[3].(int64)
			row[0] = spanOf(band, day)
		}
		for i, v := range row {
			if b, ok := v.([]byte); ok {
				row[i] = slices.Clone(b)
			}
			// A driver gives bytes of no length as none at all.
			if v == nil && slices.Contains([]string{"blocks", "bands", "shingles"}, columns[i]) {
				row[i] = []byte{}
			}
		}
		if into.add(row...); len(into.args) >= widths()[0]*len(columns) {
			if err := into.flush(ctx, t.handle); err != nil {
				return err
			}
		}
	}
	if err := from.d.Explain(rows.Err()); err != nil {
		return err
	}
	return into.flush(ctx, t.handle)
}

// copyWords indexes the words of all events, statements, titles and texts.
func (t *txn) copyWords(ctx context.Context, h *handle, from *Store) error {
	for _, x := range []struct {
		table, query string
		text         func(scan) (int64, string, error)
	}{
		{"event_words", "SELECT " + eventColumns + " FROM " + eventTables, func(row scan) (int64, string, error) {
			id, e, err := from.scanEvent(row)
			return id, e.Evidence, err
		}},
		{"statement_words", "SELECT " + statementColumns + " FROM " + statementTables, func(row scan) (int64, string, error) {
			id, s, err := from.scanStatement(row)
			return id, s.Content, err
		}},
		{"title_words", "SELECT id, title FROM documents", func(row scan) (id int64, title string, err error) {
			err = row(&id, &title)
			return id, title, err
		}},
		{"text_words", "SELECT doc, body FROM texts", func(row scan) (int64, string, error) {
			var doc int64
			var body []byte
			if err := row(&doc, &body); err != nil {
				return 0, "", err
			}
			text, err := from.packer.open(body)
			return doc, string(text), err
		}},
	} {
		into := wordRows(t.d, x.table)
		err := h.each(ctx, func(row scan) error {
			id, text, err := x.text(row)
			if err != nil {
				return err
			}
			into.add(id, t.d.Index(words(text)))
			if len(into.args) < 2*widths()[0] {
				return nil
			}
			return into.flush(ctx, t.handle)
		}, x.query)
		if err == nil {
			err = into.flush(ctx, t.handle)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", strings.TrimSuffix(x.table, "_words")+" words", err)
		}
	}
	return nil
}

// Into writes the archive, as it is at one moment, into a new file, where the
// database can; ok is false where it cannot.
func (s *Store) Into(ctx context.Context, path string) (ok bool, err error) {
	if s.d.Into == nil {
		return false, nil
	}
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return true, s.d.Explain(err)
	}
	defer conn.Close()
	for _, q := range s.d.Into(path) {
		// What is prepared is not bound: a path may have a question mark.
		if _, err := conn.ExecContext(ctx, q); err != nil {
			return true, s.d.Explain(err)
		}
	}
	return true, nil
}

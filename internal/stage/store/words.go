package store

import (
	"cmp"
	"context"
	"slices"

	"chancery/internal/filter"
)

// wording is what a table of words is to hold of a row. Words are indexed all at
// once, at the end of a transaction: an index that has to keep to each savepoint
// writes small pieces, which it must join again later.
type wording struct {
	table string
	row   int64
	had   bool // the row was there before
	gone  bool
	words any // as the dialect writes them
}

// word notes the words of texts for a row of a table of words.
func (t *txn) word(table string, row int64, had bool, texts ...string) {
	t.texts = append(t.texts, wording{table: table, row: row, had: had, words: t.d.Index(words(texts...))})
}

// unword notes that a row is to go.
func (t *txn) unword(table string, row int64) {
	t.texts = append(t.texts, wording{table: table, row: row, had: true, gone: true})
}

// indexWords writes what was noted. Of a row that was noted more than once, the
// last note counts.
func (t *txn) indexWords(ctx context.Context) error {
	list := t.texts
	t.texts = nil
	slices.SortStableFunc(list, func(a, b wording) int {
		return cmp.Or(cmp.Compare(a.table, b.table), cmp.Compare(a.row, b.row))
	})
	var into *rows
	name := ""
	for i, w := range list {
		had := w.had
		for k := i - 1; k >= 0 && list[k].table == w.table && list[k].row == w.row; k-- {
			had = had || list[k].had
		}
		if i+1 < len(list) && list[i+1].table == w.table && list[i+1].row == w.row {
			continue
		}
		if had {
			if err := t.exec(ctx, "DELETE FROM "+w.table+" WHERE "+t.d.Row+" = ?", w.row); err != nil {
				return err
			}
		}
		if into == nil || name != w.table {
			if err := flushed(ctx, t.handle, into); err != nil {
				return err
			}
			into, name = wordRows(t.d, w.table), w.table
		}
		if w.gone {
			continue
		}
		if into.add(w.row, w.words); len(into.args) >= 2*widths()[0] {
			if err := into.flush(ctx, t.handle); err != nil {
				return err
			}
		}
	}
	return flushed(ctx, t.handle, into)
}

func flushed(ctx context.Context, h *handle, r *rows) error {
	if r == nil {
		return nil
	}
	return r.flush(ctx, h)
}

func wordRows(d *Dialect, name string) *rows {
	r := table(name, d.Row, "words")
	r.values = "(?," + d.Indexed + ")"
	return r
}

// words cuts texts into the words that a search compares.
func words(texts ...string) [][]string {
	out := make([][]string, len(texts))
	for i, s := range texts {
		out[i] = filter.WordsOf(s)
	}
	return out
}

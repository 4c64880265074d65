package store

import (
	"context"
	"slices"

	"chancery/archive"
)

// unprinted is the day of a document that had no prints.
const unprinted = -1

// insertPrints writes what copies are found by, of a document that was printed on
// the day was, as far as was known, and is. Of no prints, those that are there stay.
func (t *txn) insertPrints(ctx context.Context, doc int64, p *archive.Prints, was, is int64) error {
	none := len(p.Bands) == 0 && len(p.Shingles) == 0
	if none && (was == unprinted || was == is) {
		return nil
	}
	delete(t.near, doc)
	var had []uint64
	if was != unprinted {
		var old []byte
		if _, err := t.one(ctx, []any{&old}, "SELECT bands FROM prints WHERE doc = ?", doc); err != nil {
			return err
		}
		had = openNumbers(old)
	}
	bands := had
	if !none {
		bands = slices.Clone(p.Bands)
		err := t.exec(ctx, "INSERT INTO prints (doc, bands, shingles) VALUES (?, ?, ?) ON CONFLICT (doc) DO UPDATE SET bands = excluded.bands, shingles = excluded.shingles",
			doc, packNumbers(p.Bands), packNumbers(p.Shingles))
		if err != nil {
			return err
		}
	}
	return t.rewriteBands(ctx, bandRows(had, was, doc), bandRows(bands, is, doc))
}

// bandRows are the rows of the bands of a document, in order.
func bandRows(bands []uint64, day, doc int64) []bandRow {
	out := make([]bandRow, len(bands))
	for i, b := range bands {
		out[i] = bandRow{spanned{spanOf(int64(b), day), int64(b)}, day, doc}
	}
	slices.SortFunc(out, func(a, b bandRow) int { return compareSpanned(a.spanned, b.spanned) })
	return slices.Compact(out)
}

// rewriteBands puts rows in the place of those that were there.
func (t *txn) rewriteBands(ctx context.Context, had, has []bandRow) error {
	settled := false
	for _, b := range had {
		if slices.Contains(has, b) {
			continue
		}
		if !settled {
			if err := t.settle(ctx); err != nil {
				return err
			}
			settled = true
		}
		if err := t.unband(ctx, b); err != nil {
			return err
		}
		t.unbanded(b)
	}
	into := table("bands", bandColumns()...)
	for _, b := range has {
		if !slices.Contains(had, b) {
			into.add(b.span, b.band, b.day, b.doc)
			t.banded(b)
		}
	}
	if t.ahead != nil && len(had) == 0 { // they are known there
		t.later.add(into)
		return nil
	}
	return into.flush(ctx, t.handle)
}

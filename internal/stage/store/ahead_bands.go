package store

import (
	"context"
	"slices"

	"chancery/archive"
)

// lookBands reads who is near the documents of the batch, their prints, and who is
// near those that were printed later: a new copy may be nearer to them.
func (t *txn) lookBands(ctx context.Context, a *ahead, batch []archive.Addition) (err error) {
	if a.reach, err = t.reach(ctx, undatedAmong(batch)); err != nil {
		return err
	}
	var mine []window
	for i := range batch {
		if p := batch[i].Prints; p != nil {
			list, _ := a.reach.windows(p.Bands, batch[i].Document.Published)
			mine = append(mine, list...)
		}
	}
	if err := t.readBands(ctx, a, mine); err != nil {
		return err
	}
	near := make([][]int64, len(batch))
	wanted := map[int64]bool{}
	for i := range batch {
		if p := batch[i].Prints; p != nil {
			near[i], _ = a.near(p.Bands, batch[i].Document.Published)
		}
		for _, doc := range near[i] {
			wanted[doc] = true
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	if _, err := t.history().printed(ctx, t.d.Among("d.id"), t.d.Numbers(sorted(wanted))); err != nil { // they stay in t.near
		return err
	}
	return t.readBands(ctx, a, t.aroundLater(a, batch, near))
}

// aroundLater are the windows of those near a document of the batch that were
// printed later than it.
func (t *txn) aroundLater(a *ahead, batch []archive.Addition, near [][]int64) []window {
	var theirs []window
	done := map[int64]bool{}
	for i := range batch {
		for _, doc := range near[i] {
			n, ok := t.near[doc]
			if !ok || done[doc] || n.Document.Appears().Before(batch[i].Document.Appears()) {
				continue
			}
			done[doc] = true
			list, _ := a.reach.windows(n.Prints.Bands, n.Document.Published)
			theirs = append(theirs, list...)
		}
	}
	return theirs
}

// reach is what is known of the spans, those of young rows among them.
func (t *txn) reach(ctx context.Context, whole bool) (reach, error) {
	r, err := readReach(ctx, t.handle, whole)
	if err != nil {
		return r, err
	}
	y, err := t.young(ctx)
	if y != nil {
		for span := range y.spans {
			r.add(span)
		}
	}
	return r, err
}

// readBands reads the documents in windows that were not read yet.
func (t *txn) readBands(ctx context.Context, a *ahead, list []window) error {
	wider := map[spanned]*postingsOf{}
	for _, w := range list {
		p, had := a.banded[w.spanned], wider[w.spanned]
		switch {
		case p != nil && w.from >= p.from && w.to <= p.to:
		case had != nil:
			had.from, had.to = min(had.from, w.from), max(had.to, w.to)
		case p != nil:
			wider[w.spanned] = &postingsOf{from: min(p.from, w.from), to: max(p.to, w.to)}
		default:
			wider[w.spanned] = &postingsOf{from: w.from, to: w.to}
		}
	}
	ask := make([]window, 0, len(wider))
	for k, p := range wider {
		a.banded[k] = p
		ask = append(ask, window{k, p.from, p.to})
	}
	return t.underBands(ctx, ask, func(b bandRow) {
		p := a.banded[b.spanned]
		p.rows = append(p.rows, dayItem{b.day, b.doc})
	})
}

// near are the documents that share two of the bands or one that counts alone, in
// reach of a time of publication; ok is false when not all of it was read.
func (a *ahead) near(bands []uint64, published string) (docs []int64, ok bool) {
	if a == nil {
		return nil, false
	}
	list, ok := a.reach.windows(bands, published)
	if !ok {
		return nil, false
	}
	shared := nearBy{}
	for _, w := range list {
		p := a.banded[w.spanned]
		switch {
		case p == nil && a.born[w.span]:
			continue
		case p == nil || w.from < p.from || w.to > p.to:
			return nil, false
		}
		for _, x := range p.rows {
			if x.day >= w.from && x.day <= w.to {
				shared.count(bandRow{w.spanned, x.day, x.id})
			}
		}
	}
	return shared.docs(), true
}

// banded notes a band of a document that the batch adds.
func (t *txn) banded(b bandRow) {
	a := t.ahead
	if a == nil {
		return
	}
	if a.reach.add(b.span) {
		a.born[b.span] = true
	}
	p := a.banded[b.spanned]
	if p == nil && a.born[b.span] {
		p = &postingsOf{to: everyDay}
		a.banded[b.spanned] = p
	}
	if x := (dayItem{b.day, b.doc}); p != nil && b.day >= p.from && b.day <= p.to && !slices.Contains(p.rows, x) {
		p.rows = append(p.rows, x)
	}
}

// unbanded notes that a document is no more under a band.
func (t *txn) unbanded(b bandRow) {
	if t.ahead == nil {
		return
	}
	if p := t.ahead.banded[b.spanned]; p != nil {
		p.rows = slices.DeleteFunc(p.rows, func(x dayItem) bool { return x.id == b.doc })
	}
}

package store

import (
	"cmp"
	"context"
	"slices"
)

// young is what stands in bands_young and event_blocks_young, as the writer knows
// it. The keys of bands and event_blocks are digests, so that each row of a batch
// falls on a page of its own; a database that writes whole pages (Dialect.Ripen)
// would write half a megabyte for each document. So rows are laid down in the order
// in which they come, looked through in memory, and taken to their places when there
// are many, in the order of the keys.
//
// A row stands in one of the two tables, never in both. What was laid down by
// another program is read when a transaction first asks; stamp tells whether one
// has taken rows away since.
type young struct {
	stamp  int64
	bands  []youngBand  // in order of document
	blocks []youngBlock // in order of event
}

type youngBand struct{ doc, band int64 }

type youngBlock struct{ event, block, day int64 }

// mostYoung is the number of rows of a table at which they are taken to their
// places: some 5,000 documents.
const mostYoung = 1 << 18

// stampOfYoung is the counter that moves when rows are taken away.
const stampOfYoung = "young"

// young brings what is known of young rows up to date; nil where there are none.
func (t *txn) young(ctx context.Context) (*young, error) {
	if t.d.Ripen == nil {
		return nil, nil
	}
	stamp, err := t.counter(ctx, stampOfYoung)
	if err != nil {
		return nil, err
	}
	y := t.s.young
	if y == nil || y.stamp != stamp {
		y = &young{stamp: stamp}
		t.s.young = y
	}
	if t.grown {
		return y, nil
	}
	t.grown = true
	var lastDoc, lastEvent int64
	if n := len(y.bands); n > 0 {
		lastDoc = y.bands[n-1].doc
	}
	if n := len(y.blocks); n > 0 {
		lastEvent = y.blocks[n-1].event
	}
	err = t.each(ctx, func(row scan) error {
		var b youngBand
		err := row(&b.doc, &b.band)
		y.bands = append(y.bands, b)
		return err
	}, "SELECT doc, band FROM bands_young WHERE doc > ? ORDER BY doc", lastDoc)
	if err != nil {
		return nil, err
	}
	return y, t.each(ctx, func(row scan) error {
		var b youngBlock
		err := row(&b.event, &b.block, &b.day)
		y.blocks = append(y.blocks, b)
		return err
	}, "SELECT event, block, day FROM event_blocks_young WHERE event > ? ORDER BY event", lastEvent)
}

// under calls each for the documents under any of some bands, which are in order.
func (y *young) under(bands []int64, each func(band, doc int64)) {
	if y == nil {
		return
	}
	some := sieveOf(bands)
	for _, b := range y.bands {
		if some.has(b.band) {
			if _, ok := slices.BinarySearch(bands, b.band); ok {
				each(b.band, b.doc)
			}
		}
	}
}

// blocked calls each for the events under any of some keys, which are in order.
func (y *young) blocked(keys []int64, each func(youngBlock)) {
	if y == nil {
		return
	}
	some := sieveOf(keys)
	for _, b := range y.blocks {
		if some.has(b.block) {
			if _, ok := slices.BinarySearch(keys, b.block); ok {
				each(b)
			}
		}
	}
}

// sieve passes all of some numbers, and few others.
type sieve [1 << 10]uint64

func sieveOf(list []int64) *sieve {
	s := &sieve{}
	for _, n := range list {
		at := sieved(n)
		s[at>>6] |= 1 << (at & 63)
	}
	return s
}

func (s *sieve) has(n int64) bool {
	at := sieved(n)
	return s[at>>6]>>(at&63)&1 == 1
}

func sieved(n int64) uint64 { return uint64(n) * 0x9e3779b97f4a7c15 >> 48 }

// layDown writes the rows of a batch that wait for bands and event_blocks into the
// young tables, at its end.
func (t *txn) layDown(ctx context.Context) error {
	if t.d.Ripen == nil {
		return nil
	}
	most := 0
	for _, name := range sorted(t.later.tables) {
		r := t.later.tables[name]
		if r.name != "bands" && r.name != "event_blocks" || r.written == len(r.args) {
			continue
		}
		y, err := t.young(ctx)
		if err != nil {
			return err
		}
		n := (len(r.args) - r.written) / r.columns
		if r.name == "bands" {
			most = max(most, n+len(y.bands))
		} else {
			most = max(most, n+len(y.blocks))
		}
		into := table(r.name+"_young", r.names...)
		into.args = r.args[r.written:]
		r.written = len(r.args)
		if err := into.flush(ctx, t.handle); err != nil {
			return err
		}
	}
	if most < cmp.Or(t.s.mostYoung, mostYoung) {
		return nil
	}
	return t.ripen(ctx)
}

// ripen takes all young rows to their places.
func (t *txn) ripen(ctx context.Context) error {
	for _, q := range t.d.Ripen {
		if err := t.exec(ctx, q); err != nil {
			return err
		}
	}
	stamp, err := t.next(ctx, stampOfYoung, 1)
	t.s.young = &young{stamp: stamp}
	return err
}

// unband takes a band of a document away, wherever it stands.
func (t *txn) unband(ctx context.Context, band, doc int64) error {
	if err := t.exec(ctx, "DELETE FROM bands WHERE band = ? AND doc = ?", band, doc); err != nil {
		return err
	}
	y, err := t.young(ctx)
	if y == nil || err != nil {
		return err
	}
	had := len(y.bands)
	y.bands = slices.DeleteFunc(y.bands, func(b youngBand) bool { return b.doc == doc && b.band == band })
	if len(y.bands) == had {
		return nil
	}
	if y.stamp, err = t.next(ctx, stampOfYoung, 1); err != nil {
		return err
	}
	return t.exec(ctx, "DELETE FROM bands_young WHERE doc = ? AND band = ?", doc, band)
}

// unblock takes an event from under its blocks: they stand all in one table.
func (t *txn) unblock(ctx context.Context, blocks []uint64, day, event int64) error {
	y, err := t.young(ctx)
	if err != nil {
		return err
	}
	if y.drop(event) {
		if y.stamp, err = t.next(ctx, stampOfYoung, 1); err != nil {
			return err
		}
		return t.exec(ctx, "DELETE FROM event_blocks_young WHERE event = ?", event)
	}
	for _, b := range blocks {
		if err := t.exec(ctx, "DELETE FROM event_blocks WHERE block = ? AND day = ? AND event = ?", int64(b), day, event); err != nil {
			return err
		}
	}
	return nil
}

// drop forgets the blocks of an event; false when there are none.
func (y *young) drop(event int64) bool {
	if y == nil {
		return false
	}
	of := func(b youngBlock, e int64) int { return cmp.Compare(b.event, e) }
	from, _ := slices.BinarySearchFunc(y.blocks, event, of)
	to, _ := slices.BinarySearchFunc(y.blocks, event+1, of)
	y.blocks = slices.Delete(y.blocks, from, to)
	return from < to
}

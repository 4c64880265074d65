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
	bands  []youngBand    // in order of document
	blocks []youngBlock   // in order of event
	spans  map[int64]bool // under which there were bands, but for addresses
}

type youngBand struct{ doc, band, day int64 }

type youngBlock struct{ event, block, day int64 }

// mostYoung is the number of rows of a table at which they are taken to their
// places: bands of some 4,000 documents, blocks of some 15,000.
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
		err := row(&b.doc, &b.band, &b.day)
		y.addBand(b)
		return err
	}, "SELECT doc, band, day FROM bands_young WHERE doc > ? ORDER BY doc", lastDoc)
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

func (y *young) addBand(b youngBand) {
	y.bands = append(y.bands, b)
	if span := spanOf(b.band, b.day); span != anySpan && !y.spans[span] {
		if y.spans == nil {
			y.spans = map[int64]bool{}
		}
		y.spans[span] = true
	}
}

// under calls each for the documents in windows.
func (y *young) under(list []window, each func(bandRow)) {
	if y == nil || len(list) == 0 || len(y.bands) == 0 {
		return
	}
	slices.SortFunc(list, compareWindows)
	bands := make([]int64, len(list))
	for i, w := range list {
		bands[i] = w.band
	}
	some := sieveOf(bands)
	for _, b := range y.bands {
		if !some.has(b.band) {
			continue
		}
		key := spanned{spanOf(b.band, b.day), b.band}
		i, _ := slices.BinarySearchFunc(list, key, func(w window, k spanned) int { return compareSpanned(w.spanned, k) })
		for ; i < len(list) && list[i].spanned == key; i++ {
			if w := &list[i]; b.day >= w.from && b.day <= w.to {
				each(bandRow{key, b.day, b.doc})
				break
			}
		}
	}
}

func compareWindows(a, b window) int {
	return cmp.Or(compareSpanned(a.spanned, b.spanned), cmp.Compare(a.from, b.from))
}

func compareSpanned(a, b spanned) int {
	return cmp.Or(cmp.Compare(a.span, b.span), cmp.Compare(a.band, b.band))
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
	limit := cmp.Or(t.s.mostYoung, mostYoung)
	for _, name := range sorted(t.later.tables) {
		r := t.later.tables[name]
		if r.name != "bands" && r.name != "event_blocks" || r.written == len(r.args) {
			continue
		}
		y, err := t.young(ctx)
		if err != nil {
			return err
		}
		n := (len(r.args)-r.written)/r.columns + len(y.blocks)
		if r.name == "bands" {
			n += len(y.bands) - len(y.blocks)
		}
		into := table(r.name+"_young", r.names...)
		into.args = r.args[r.written:]
		if r.name == "bands" { // the span is that of the day
			into = table("bands_young", "doc", "band", "day")
			for row := range slices.Chunk(r.args[r.written:], r.columns) {
				into.add(row[3], row[1], row[2])
			}
		}
		r.written = len(r.args)
		if err := into.flush(ctx, t.handle); err != nil {
			return err
		}
		if n >= limit {
			if err := t.ripen(ctx, y, r.name); err != nil {
				return err
			}
		}
	}
	return nil
}

// ripen takes all young rows of a table to their places.
func (t *txn) ripen(ctx context.Context, y *young, table string) (err error) {
	for _, q := range t.d.Ripen[table] {
		if err := t.exec(ctx, q); err != nil {
			return err
		}
	}
	if table == "bands" {
		y.bands, y.spans = nil, nil
	} else {
		y.blocks = nil
	}
	y.stamp, err = t.next(ctx, stampOfYoung, 1)
	return err
}

// unband takes a band of a document away, wherever it stands.
func (t *txn) unband(ctx context.Context, b bandRow) error {
	if err := t.exec(ctx, "DELETE FROM bands WHERE span = ? AND band = ? AND day = ? AND doc = ?", b.span, b.band, b.day, b.doc); err != nil {
		return err
	}
	y, err := t.young(ctx)
	if y == nil || err != nil {
		return err
	}
	had := len(y.bands)
	y.bands = slices.DeleteFunc(y.bands, func(x youngBand) bool { return x.doc == b.doc && x.band == b.band && x.day == b.day })
	if len(y.bands) == had {
		return nil
	}
	if y.stamp, err = t.next(ctx, stampOfYoung, 1); err != nil {
		return err
	}
	return t.exec(ctx, "DELETE FROM bands_young WHERE doc = ? AND band = ?", b.doc, b.band)
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

package store

import (
	"cmp"
	"context"
	"slices"

	"chancery/archive"
)

// ahead is what the linking of a batch will ask for, read for all of it in a few
// questions, and kept as the batch goes on: each question of its own would be a way
// to the database and back, and would have the rows before it written, where those
// of a batch fill an index in order. What is not in it is asked of the database.
type ahead struct {
	absent map[int64]bool // heads of the batch that were not in the archive
	// banded are the documents under each band of the batch.
	banded map[int64][]int64
	// blocked are the events under each block key that the batch looks for, within
	// days; found are those events, and those that the batch adds.
	blocked map[int64]*postingsOf
	found   map[int64]*archive.Event
	keys    map[string]int64 // of found
	pages   map[string][]int64
	unnamed map[term]bool // terms of the batch that were not there
	decided bool          // there is a decision of a reviewer
}

// postingsOf are the events under one key in a closed interval of days.
type postingsOf struct {
	from, to int64
	rows     []dayEvent
}

type dayEvent struct{ day, event int64 }

// look reads ahead for a batch.
func (t *txn) look(ctx context.Context, batch []archive.Addition) error {
	a := &ahead{absent: map[int64]bool{}, banded: map[int64][]int64{}, blocked: map[int64]*postingsOf{}, found: map[int64]*archive.Event{},
		keys: map[string]int64{}, pages: map[string][]int64{}}
	steps := []func(context.Context, *ahead, []archive.Addition) error{t.lookHeads, t.lookBands, t.lookBlocks, t.lookDecided}
	if t.d.Far {
		steps = append(steps, t.lookTerms)
	}
	for _, step := range steps {
		if err := step(ctx, a, batch); err != nil {
			return err
		}
	}
	t.ahead = a
	return nil
}

func (t *txn) lookHeads(ctx context.Context, a *ahead, batch []archive.Addition) error {
	shas := make([]string, len(batch))
	for i := range batch {
		shas[i] = batch[i].Document.SHA256
	}
	list := heads(shas)
	for _, h := range list {
		a.absent[h] = true
	}
	return t.each(ctx, func(row scan) error {
		var h int64
		err := row(&h)
		delete(a.absent, h)
		return err
	}, "SELECT head FROM documents WHERE "+t.d.Among("head"), t.d.Numbers(list))
}

// lookBands reads who shares bands with the batch, the prints of those that count
// as near, and who shares bands with these: a new copy may be nearer to them.
func (t *txn) lookBands(ctx context.Context, a *ahead, batch []archive.Addition) error {
	var mine [][]uint64
	for i := range batch {
		if p := batch[i].Prints; p != nil {
			mine = append(mine, p.Bands)
		}
	}
	if err := t.readBands(ctx, a, mine); err != nil {
		return err
	}
	wanted := map[int64]bool{}
	for _, bands := range mine {
		near, _ := a.near(bands)
		for _, doc := range near {
			wanted[doc] = true
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	near, err := t.history().printed(ctx, t.d.Among("d.id"), t.d.Numbers(sorted(wanted))) // they stay in t.near
	if err != nil {
		return err
	}
	var theirs [][]uint64
	for i := range near {
		theirs = append(theirs, near[i].Prints.Bands)
	}
	return t.readBands(ctx, a, theirs)
}

// readBands reads the documents under bands that were not read yet.
func (t *txn) readBands(ctx context.Context, a *ahead, lists [][]uint64) error {
	var bands []int64
	for _, list := range lists {
		for _, b := range list {
			if _, ok := a.banded[int64(b)]; !ok {
				a.banded[int64(b)] = nil
				bands = append(bands, int64(b))
			}
		}
	}
	if len(bands) == 0 {
		return nil
	}
	slices.Sort(bands)
	return t.underBands(ctx, bands, func(band, doc int64) { a.banded[band] = append(a.banded[band], doc) })
}

// near are the documents that share two of the bands or one that counts alone;
// ok is false when not all of the bands were read.
func (a *ahead) near(bands []uint64) (docs []int64, ok bool) {
	if a == nil {
		return nil, false
	}
	shared := map[int64]int{}
	for _, b := range bands {
		list, ok := a.banded[int64(b)]
		if !ok {
			return nil, false
		}
		for _, doc := range list {
			shared[doc]++
			if archive.Alone(b) {
				shared[doc]++
			}
		}
	}
	for _, doc := range sorted(shared) {
		if shared[doc] > 1 {
			docs = append(docs, doc)
		}
	}
	return docs, true
}

// banded notes a band of a document that the batch adds.
func (t *txn) banded(band, doc int64) {
	if t.ahead == nil {
		return
	}
	if list, ok := t.ahead.banded[band]; ok && !slices.Contains(list, doc) {
		t.ahead.banded[band] = append(list, doc)
	}
}

// unbanded notes that a document is no more under a band.
func (t *txn) unbanded(band, doc int64) {
	if t.ahead != nil && t.ahead.banded[band] != nil {
		t.ahead.banded[band] = slices.DeleteFunc(t.ahead.banded[band], func(d int64) bool { return d == doc })
	}
}

// noEvents gives up what is known of events.
func (t *txn) noEvents() {
	if t.ahead != nil {
		t.ahead.blocked, t.ahead.found = nil, nil
	}
}

// lookBlocks reads the events among which the batch will look for partners.
func (t *txn) lookBlocks(ctx context.Context, a *ahead, batch []archive.Addition) error {
	for i := range batch {
		for _, s := range batch[i].Searches {
			from, to := day(s.From), day(s.To)
			for _, h := range hashes(s.Blocks) {
				if p := a.blocked[int64(h)]; p != nil {
					p.from, p.to = min(p.from, from), max(p.to, to)
				} else {
					a.blocked[int64(h)] = &postingsOf{from: from, to: to}
				}
			}
		}
	}
	if len(a.blocked) == 0 {
		return nil
	}
	var keys, from, to []int64
	for _, k := range sorted(a.blocked) {
		keys, from, to = append(keys, k), append(from, a.blocked[k].from), append(to, a.blocked[k].to)
	}
	wanted := map[int64]bool{}
	err := t.each(ctx, func(row scan) error {
		var block int64
		var x dayEvent
		err := row(&block, &x.day, &x.event)
		a.blocked[block].rows = append(a.blocked[block].rows, x)
		wanted[x.event] = true
		return err
	}, t.d.Within, t.d.Windows(keys, from, to)...)
	if err != nil {
		return err
	}
	y, err := t.young(ctx)
	y.blocked(keys, func(b youngBlock) {
		if p := a.blocked[b.block]; b.day >= p.from && b.day <= p.to {
			p.rows = append(p.rows, dayEvent{b.day, b.event})
			wanted[b.event] = true
		}
	})
	if err != nil || len(wanted) == 0 {
		return err
	}
	return t.each(ctx, func(row scan) error {
		id, e, err := t.s.scanEvent(row)
		a.know(id, &e)
		return err
	}, "SELECT "+eventColumns+" FROM "+eventTables+" WHERE "+t.d.Among("e.id"), t.d.Numbers(sorted(wanted)))
}

// know keeps an event as it stands.
func (a *ahead) know(id int64, e *archive.Event) {
	a.found[id] = e
	a.keys[e.Key] = id
	a.pages[e.Document] = append(a.pages[e.Document], id)
}

// blocks answers History.Blocked; ok is false when not all of it was read.
func (a *ahead) blocks(blocks []string, from, to int64) (out []archive.Event, ok bool) {
	if a == nil || a.blocked == nil {
		return nil, false
	}
	seen := map[int64]bool{}
	for _, h := range hashes(blocks) {
		p := a.blocked[int64(h)]
		if p == nil || from < p.from || to > p.to {
			return nil, false
		}
		for _, x := range p.rows {
			if x.day < from || x.day > to || seen[x.event] {
				continue
			}
			e := a.found[x.event]
			if e == nil {
				return nil, false
			}
			seen[x.event] = true
			out = append(out, *e)
		}
	}
	slices.SortFunc(out, func(a, b archive.Event) int { return cmp.Compare(a.Key, b.Key) })
	return out, true
}

// added notes an event of the batch under its keys.
func (t *txn) added(id, day int64, e *archive.Event, blocks []uint64, incident int64) {
	a := t.ahead
	if a == nil || a.blocked == nil {
		return
	}
	kept := *e
	kept.Incident = t.named[incident]
	a.know(id, &kept)
	if e.Review == archive.Rejected {
		return
	}
	seen := map[uint64]bool{}
	for _, b := range blocks {
		if p := a.blocked[int64(b)]; p != nil && !seen[b] && day >= p.from && day <= p.to {
			p.rows = append(p.rows, dayEvent{day, id})
		}
		seen[b] = true
	}
}

// copied notes what a document is a copy of.
func (t *txn) copied(sha256 string, copy archive.Copy) {
	if t.ahead == nil || t.ahead.found == nil {
		return
	}
	for _, id := range t.ahead.pages[sha256] {
		if e := t.ahead.found[id]; e != nil {
			e.Copied = copy != ""
		}
	}
}

func (t *txn) lookDecided(ctx context.Context, a *ahead, _ []archive.Addition) error {
	return t.each(ctx, func(row scan) error {
		var n int
		a.decided = true
		return row(&n)
	}, "SELECT 1 FROM corrections WHERE undone = 0 LIMIT 1")
}

// there leaves out the heads of documents that are not in the archive.
func (t *txn) there(list []int64) []int64 {
	if t == nil || t.ahead == nil {
		return list
	}
	return slices.DeleteFunc(list, func(h int64) bool { return t.ahead.absent[h] })
}

// headOf reads what is known of a document of the batch.
func (t *txn) headOf(ctx context.Context, sha256 string) (head, bool, error) {
	if t.ahead != nil {
		if list := heads([]string{sha256}); len(list) == 1 && t.ahead.absent[list[0]] {
			return head{}, false, nil
		}
	}
	return headOf(ctx, t.handle, sha256)
}

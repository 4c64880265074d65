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
	// banded are the documents under the bands of the batch, within days; born are the
	// spans that had none before.
	banded map[spanned]*postingsOf
	reach  reach
	born   map[int64]bool
	// blocked are the events under each block key that the batch looks for, within
	// days; found are those events, and those that the batch adds.
	blocked map[int64]intervals
	found   map[int64]*archive.Event
	keys    map[string]int64 // of found
	pages   map[string][]int64
	unnamed map[term]bool // terms of the batch that were not there
	decided bool          // there is a decision of a reviewer
}

// postingsOf are the items under one key in a closed interval of days.
type postingsOf struct {
	from, to int64
	rows     []dayItem
}

type dayItem struct{ day, id int64 }

// intervals are those under one key, in intervals that do not meet: what documents of
// other years ask for under the same key does not bring all that lies between.
type intervals []*postingsOf

// covering is the interval that holds another one; nil for none.
func (l intervals) covering(from, to int64) *postingsOf {
	for _, p := range l {
		if from >= p.from && to <= p.to {
			return p
		}
	}
	return nil
}

// add notes an item on its day.
func (l intervals) add(x dayItem) bool {
	for _, p := range l {
		if x.day >= p.from && x.day <= p.to {
			p.rows = append(p.rows, x)
			return true
		}
	}
	return false
}

// united makes one interval of those that meet.
func (l intervals) united() intervals {
	slices.SortFunc(l, func(a, b *postingsOf) int { return cmp.Compare(a.from, b.from) })
	out := l[:1]
	for _, p := range l[1:] {
		if last := out[len(out)-1]; p.from <= last.to {
			last.to = max(last.to, p.to)
		} else {
			out = append(out, p)
		}
	}
	return out
}

// look reads ahead for a batch.
func (t *txn) look(ctx context.Context, batch []archive.Addition) error {
	a := &ahead{absent: map[int64]bool{}, banded: map[spanned]*postingsOf{}, born: map[int64]bool{}, blocked: map[int64]intervals{}, found: map[int64]*archive.Event{},
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
				if l := a.blocked[int64(h)]; l.covering(from, to) == nil {
					a.blocked[int64(h)] = append(l, &postingsOf{from: from, to: to})
				}
			}
		}
	}
	if len(a.blocked) == 0 {
		return nil
	}
	var keys, from, to []int64
	for _, k := range sorted(a.blocked) {
		a.blocked[k] = a.blocked[k].united()
		for _, p := range a.blocked[k] {
			keys, from, to = append(keys, k), append(from, p.from), append(to, p.to)
		}
	}
	wanted := map[int64]bool{}
	err := t.each(ctx, func(row scan) error {
		var block int64
		var x dayItem
		err := row(&block, &x.day, &x.id)
		a.blocked[block].add(x)
		wanted[x.id] = true
		return err
	}, t.d.Within(slices.Min(from), slices.Max(to)), t.d.Windows(keys, from, to)...)
	if err != nil {
		return err
	}
	y, err := t.young(ctx)
	y.blocked(keys, func(b youngBlock) {
		if a.blocked[b.block].add(dayItem{b.day, b.event}) {
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
		p := a.blocked[int64(h)].covering(from, to)
		if p == nil {
			return nil, false
		}
		for _, x := range p.rows {
			if x.day < from || x.day > to || seen[x.id] {
				continue
			}
			e := a.found[x.id]
			if e == nil {
				return nil, false
			}
			seen[x.id] = true
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
		if !seen[b] {
			a.blocked[int64(b)].add(dayItem{day, id})
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

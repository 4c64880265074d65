package store

import (
	"context"

	"chancery/archive"
)

// clear takes away what was read from the last coding of a document. It gives
// the incidents that its events were in, and how many events there were.
func (t *txn) clear(ctx context.Context, doc int64) (joined map[string]int64, events int, err error) {
	joined = map[string]int64{}
	if events, err = t.clearEvents(ctx, doc, joined, nil); err != nil {
		return nil, 0, err
	}
	if err := t.clearSaid(ctx, doc); err != nil {
		return nil, 0, err
	}
	return joined, events, t.exec(ctx, "DELETE FROM holdings WHERE doc = ?", doc)
}

// clearEvents takes away the events of a document. It notes the incidents that
// they were in, and their blocks where blocks is there, and says how many they are.
func (t *txn) clearEvents(ctx context.Context, doc int64, joined map[string]int64, blocks map[string][]uint64) (int, error) {
	if err := t.settle(ctx); err != nil {
		return 0, err
	}
	t.noEvents()
	type row struct {
		id, incident int64
		blocks       []byte
		event        archive.Event
	}
	var list []row
	err := t.each(ctx, func(s scan) error {
		var r row
		var err error
		if r.id, r.event, err = t.s.scanEvent(func(into ...any) error { return s(append(into, &r.incident, &r.blocks)...) }); err != nil {
			return err
		}
		list = append(list, r)
		return nil
	}, "SELECT "+eventColumns+", COALESCE(e.incident, 0), e.blocks FROM "+eventTables+" WHERE e.doc = ?", doc)
	if err != nil {
		return 0, err
	}
	for i := range list {
		r := &list[i]
		if r.incident != 0 {
			joined[r.event.Key] = r.incident
		}
		if blocks != nil {
			blocks[r.event.Key] = openNumbers(r.blocks)
		}
		x, err := indexEvent(ctx, &r.event, t.term)
		if err != nil {
			return 0, err
		}
		if err := t.clearEvent(ctx, r.id, x, openNumbers(r.blocks)); err != nil {
			return 0, err
		}
	}
	return len(list), nil
}

// clearEvent takes away one event and all under which it is found.
func (t *txn) clearEvent(ctx context.Context, id int64, x *indexed, blocks []uint64) error {
	for _, term := range x.terms {
		if err := t.exec(ctx, "DELETE FROM event_terms WHERE term = ? AND day = ? AND event = ?", term, x.day, id); err != nil {
			return err
		}
	}
	if err := t.unblock(ctx, blocks, x.day, id); err != nil {
		return err
	}
	t.unword("event_words", id)
	for _, q := range []string{
		"DELETE FROM event_parties WHERE event = ?",
		"DELETE FROM events WHERE id = ?",
	} {
		if err := t.exec(ctx, q, id); err != nil {
			return err
		}
	}
	return nil
}

func (t *txn) clearSaid(ctx context.Context, doc int64) error {
	if err := t.settle(ctx); err != nil {
		return err
	}
	type row struct {
		id   int64
		said archive.Statement
	}
	var list []row
	err := t.each(ctx, func(s scan) error {
		id, said, err := t.s.scanStatement(s)
		list = append(list, row{id, said})
		return err
	}, "SELECT "+statementColumns+" FROM "+statementTables+" WHERE e.doc = ?", doc)
	if err != nil {
		return err
	}
	for i := range list {
		x, err := indexSaid(ctx, &list[i].said, t.term)
		if err != nil {
			return err
		}
		for _, term := range x.terms {
			if err := t.exec(ctx, "DELETE FROM statement_terms WHERE term = ? AND day = ? AND statement = ?", term, x.day, list[i].id); err != nil {
				return err
			}
		}
		t.unword("statement_words", list[i].id)
		for _, q := range []string{
			"DELETE FROM statement_parties WHERE statement = ?",
			"DELETE FROM statements WHERE id = ?",
		} {
			if err := t.exec(ctx, q, list[i].id); err != nil {
				return err
			}
		}
	}
	return nil
}

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"chancery/archive"
)

// Correct writes a decision on an event, lays it over and links the documents
// that it touches again, all in one transaction. It gives the decision as kept,
// with its number.
func (s *Store) Correct(ctx context.Context, c archive.Correction, link archive.Link) (archive.Correction, error) {
	err := s.write(ctx, func(t *txn) error { return t.correct(ctx, &c, link) })
	return c, told(err, "cannot keep the decision on event "+c.Event)
}

func (t *txn) correct(ctx context.Context, c *archive.Correction, link archive.Link) error {
	if err := sound(c); err != nil {
		return err
	}
	e, doc, err := t.eventOf(ctx, c.Event)
	if err != nil {
		return err
	}
	c.Document, c.Trigger, c.Undone = e.Document, e.TriggerSpan, false
	if c.At.IsZero() {
		c.At = t.s.now().UTC()
	}
	docs := []int64{doc}
	var otherDoc int64
	if c.Other != "" {
		if _, otherDoc, err = t.eventOf(ctx, c.Other); err != nil {
			return err
		}
		if otherDoc != doc {
			docs = append(docs, otherDoc)
		}
	}
	if c.ID, err = t.next(ctx, "corrections", 1); err != nil {
		return err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	var before []byte
	if _, err := t.one(ctx, []any{&before}, "SELECT chain FROM corrections ORDER BY id DESC LIMIT 1"); err != nil {
		return err
	}
	err = t.exec(ctx, "INSERT INTO corrections (id, doc, otherdoc, undone, chain, sum, body) VALUES (?, ?, ?, 0, ?, ?, ?)",
		c.ID, doc, known(otherDoc), bound(before, c.ID, string(body)), sum(c.ID, doc, otherDoc, 0), t.s.packer.pack(body))
	if err != nil {
		return err
	}
	return t.relayAll(ctx, docs, link)
}

// sound says what is wrong with a decision by itself.
func sound(c *archive.Correction) error {
	switch c.Verdict {
	case archive.Accept, archive.Reject:
	case archive.Correct:
		if c.Set == nil || c.Set.Empty() {
			return errors.New("a correction that changes nothing; accept the event instead")
		}
	case archive.Merge, archive.Split:
		if c.Other == "" || c.Other == c.Event {
			return fmt.Errorf("%s needs another event", c.Verdict)
		}
		return nil
	default:
		return fmt.Errorf("%q is no verdict; use accept, correct, reject, merge or split", c.Verdict)
	}
	if c.Other != "" {
		return fmt.Errorf("%s takes one event, not two", c.Verdict)
	}
	return nil
}

// eventOf gives an event with the row of its document.
func (t *txn) eventOf(ctx context.Context, key string) (archive.Event, int64, error) {
	h := t.history()
	list, err := h.Events(ctx, []string{key})
	if err == nil && len(list) == 0 {
		err = unknown("event", key)
	}
	if err != nil {
		return archive.Event{}, 0, err
	}
	row, _, err := headOf(ctx, t.handle, list[0].Document)
	return list[0], row.id, err
}

// Undo takes a decision back. It stays in the list, marked.
func (s *Store) Undo(ctx context.Context, id int64, by, reason string, link archive.Link) error {
	err := s.write(ctx, func(t *txn) error {
		list, err := corrections(ctx, t.handle, s, "id = ?", id)
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			return unknown("decision", fmt.Sprint(id))
		case list[0].Undone:
			return errors.New("it was taken back already")
		}
		c := &list[0]
		// The body stays as it was decided, for the chain is made of it.
		if err := t.exec(ctx, "UPDATE corrections SET undone = 1, sum = ? WHERE id = ?", sum(id, c.doc, c.otherDoc, 1), id); err != nil {
			return err
		}
		if err := t.note(ctx, "undo", fmt.Sprintf("decision %d on event %s taken back by %s: %s", id, c.Event, by, reason)); err != nil {
			return err
		}
		docs := []int64{c.doc}
		if c.otherDoc != 0 && c.otherDoc != c.doc {
			docs = append(docs, c.otherDoc)
		}
		return t.relayAll(ctx, docs, link)
	})
	return told(err, fmt.Sprintf("cannot take decision %d back", id))
}

// kept is a decision as it is kept.
type kept struct {
	archive.Correction
	doc, otherDoc int64
}

// corrections gives the decisions of a condition, in order of number.
func corrections(ctx context.Context, h *handle, s *Store, where string, args ...any) ([]kept, error) {
	var out []kept
	err := h.each(ctx, func(row scan) error {
		var k kept
		var body []byte
		var undone int
		if err := row(&k.doc, &k.otherDoc, &undone, &body); err != nil {
			return err
		}
		if err := s.packer.openJSON(body, &k.Correction); err != nil {
			return fmt.Errorf("%w: a decision cannot be read: %w", ErrDamaged, err)
		}
		k.Undone = undone != 0
		out = append(out, k)
		return nil
	}, "SELECT doc, COALESCE(otherdoc, 0), undone, body FROM corrections WHERE "+where+" ORDER BY id", args...)
	return out, err
}

// decisions gives those on single events of a document that are in force.
func (t *txn) decisions(ctx context.Context, doc int64) ([]archive.Correction, error) {
	list, err := corrections(ctx, t.handle, t.s, "doc = ? AND undone = 0", doc)
	var out []archive.Correction
	for _, k := range list {
		if k.Verdict != archive.Merge && k.Verdict != archive.Split {
			out = append(out, k.Correction)
		}
	}
	return out, err
}

// inForce lays the decisions on a document over the events of a coding. The
// addition then holds the events as they are in force.
func (t *txn) inForce(ctx context.Context, a *archive.Addition, old *head) ([]laid, error) {
	if old == nil {
		return overlay(a.Events, nil), nil
	}
	decided, err := t.decisions(ctx, old.id)
	return overlay(a.Events, decided), err
}

func (t *txn) relayAll(ctx context.Context, docs []int64, link archive.Link) error {
	for _, doc := range docs {
		if err := t.relay(ctx, doc, link); err != nil {
			return err
		}
	}
	return nil
}

// relay lays the decisions on a document over its events anew and links it again.
func (t *txn) relay(ctx context.Context, doc int64, link archive.Link) error {
	var a archive.Addition
	err := t.each(ctx, func(row scan) (err error) {
		_, a.Document, err = t.s.scanDocument(row)
		return err
	}, "SELECT "+documentColumns+" FROM "+documentTables+" WHERE d.id = ?", doc)
	if err == nil {
		err = t.history().appeared(ctx, []int64{doc}, func(int) *archive.Document { return &a.Document })
	}
	if err != nil {
		return err
	}
	if a.Events, err = t.coded(ctx, doc); err != nil {
		return err
	}
	decided, err := t.decisions(ctx, doc)
	if err != nil {
		return err
	}
	events := overlay(a.Events, decided)
	var links archive.Links
	if link != nil {
		if links, err = link(ctx, t.history(), &a); err != nil {
			return fmt.Errorf("cannot link document %s: %w", a.Document.SHA256, err)
		}
	}
	joined := map[string]int64{}
	blocks := map[string][]uint64{}
	if _, err := t.clearEvents(ctx, doc, joined, blocks); err != nil {
		return err
	}
	moves, err := t.applyIncidents(ctx, &links, "")
	if err != nil {
		return err
	}
	for key, incident := range moves {
		joined[key] = incident
	}
	if link != nil {
		blocks = nil
	}
	if err := t.insertEvents(ctx, doc, events, &links, joined, blocks); err != nil {
		return err
	}
	for i := range a.Events {
		delete(moves, a.Events[i].Key)
	}
	if err := t.move(ctx, moves); err != nil {
		return err
	}
	return t.applyCopies(ctx, links.Copies)
}

// coded gives the events of a document as they were coded, in the order of the
// record.
func (t *txn) coded(ctx context.Context, doc int64) ([]archive.Event, error) {
	var out []archive.Event
	err := t.each(ctx, func(row scan) error {
		var under []byte
		_, e, err := t.s.scanEvent(func(into ...any) error { return row(append(into, &under)...) })
		if err != nil {
			return err
		}
		if under != nil {
			c := archive.Event{}
			if err := t.s.packer.openJSON(under, &c); err != nil {
				return damaged(e.Document, "event "+e.Key, err)
			}
			c.Key, c.Document, c.Title, c.Outlet, c.URL, c.Published = e.Key, e.Document, e.Title, e.Outlet, e.URL, e.Published
			c.Copied, c.Incident = e.Copied, e.Incident
			e = c
		}
		e.Review = ""
		out = append(out, e)
		return nil
	}, "SELECT "+eventColumns+", e.coded FROM "+eventTables+" WHERE e.doc = ? ORDER BY e.id", doc)
	return out, err
}

package store

import (
	"context"
	"encoding/json"
	"slices"

	"chancery/archive"
	"chancery/internal/filter"
)

func (t *txn) insertSaid(ctx context.Context, doc int64, said []archive.Statement) error {
	first, err := t.next(ctx, "statements", len(said))
	if err != nil {
		return err
	}
	items := table("statements", "id", "doc", "head", "tail", "day", "body")
	parties := table("statement_parties", "statement", "role", "party")
	terms := table("statement_terms", "term", "day", "statement")
	for i := range said {
		s := &said[i]
		id := first + int64(i)
		h, tail, ok := splitKey(s.Key)
		if !ok {
			return errItem{unknown("a document for the statement", s.Key)}
		}
		x, err := indexSaid(ctx, s, t.term)
		if err != nil {
			return err
		}
		body, err := saidBody(s)
		if err != nil {
			return errItem{err}
		}
		if err := t.month(ctx, x.day); err != nil {
			return err
		}
		items.add(id, doc, h, clean(tail), x.day, t.s.packer.pack(body))
		for _, p := range x.parties {
			parties.add(id, p.role, p.id)
		}
		for _, term := range x.terms {
			terms.add(term, x.day, id)
		}
		t.word("statement_words", id, false, s.Content)
	}
	for _, r := range []*rows{items, parties, terms} {
		t.later.add(r)
	}
	return nil
}

func saidBody(s *archive.Statement) ([]byte, error) {
	c := *s
	c.Key, c.Document, c.Title, c.Outlet, c.URL, c.Published, c.Copied = "", "", "", "", "", "", false
	return json.Marshal(&c)
}

// indexSaid says under what a statement is found.
func indexSaid(ctx context.Context, s *archive.Statement, give giver) (*indexed, error) {
	x := &indexer{give: give, ctx: ctx, to: &indexed{day: day(s.Start)}}
	x.party(roleSpeaker, s.Speaker)
	x.party(roleVia, s.Via)
	x.parties(roleAbout, "", s.About)
	x.term(ofKind, s.Kind)
	x.term(ofPolarity, s.Polarity)
	x.term(ofSource, s.SpeakerKind)
	x.term(ofOutlet, s.Outlet)
	return x.to, x.err
}

func (t *txn) insertHeld(ctx context.Context, doc int64, held []archive.Holding) error {
	first, err := t.next(ctx, "holdings", len(held))
	if err != nil {
		return err
	}
	into := table("holdings", "id", "doc", "person", "day", "body")
	for i := range held {
		h := held[i]
		person, err := t.term(ctx, ofPerson, clean(filter.Fold(h.Name)))
		if err != nil {
			return err
		}
		day := day(h.Day)
		h.Document, h.Day, h.Outlet = "", "", ""
		body, err := json.Marshal(&h)
		if err != nil {
			return errItem{err}
		}
		into.add(first+int64(i), doc, person, day, t.s.packer.pack(body))
	}
	t.later.add(into)
	return nil
}

// insertPrints writes what copies are found by; nothing leaves what is there.
// Fresh tells that the document had none.
func (t *txn) insertPrints(ctx context.Context, doc int64, p *archive.Prints, fresh bool) error {
	if len(p.Bands) == 0 && len(p.Shingles) == 0 {
		return nil
	}
	delete(t.near, doc)
	bands := slices.Clone(p.Bands)
	slices.Sort(bands)
	bands = slices.Compact(bands)
	add, gone := bands, []uint64(nil)
	if !fresh {
		var old []byte
		if _, err := t.one(ctx, []any{&old}, "SELECT bands FROM prints WHERE doc = ?", doc); err != nil {
			return err
		}
		had := openNumbers(old)
		add = slices.DeleteFunc(slices.Clone(bands), func(b uint64) bool { return slices.Contains(had, b) })
		gone = slices.DeleteFunc(had, func(b uint64) bool { return slices.Contains(bands, b) })
	}
	if len(gone) > 0 {
		if err := t.settle(ctx); err != nil {
			return err
		}
	}
	for _, b := range gone {
		if err := t.unband(ctx, int64(b), doc); err != nil {
			return err
		}
		t.unbanded(int64(b), doc)
	}
	err := t.exec(ctx, "INSERT INTO prints (doc, bands, shingles) VALUES (?, ?, ?) ON CONFLICT (doc) DO UPDATE SET bands = excluded.bands, shingles = excluded.shingles",
		doc, packNumbers(p.Bands), packNumbers(p.Shingles))
	if err != nil {
		return err
	}
	into := table("bands", "band", "doc")
	for _, b := range add {
		into.add(int64(b), doc)
		t.banded(int64(b), doc)
	}
	if t.ahead != nil && fresh { // they are known there
		t.later.add(into)
		return nil
	}
	return into.flush(ctx, t.handle)
}

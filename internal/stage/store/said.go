package store

import (
	"context"
	"encoding/json"

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

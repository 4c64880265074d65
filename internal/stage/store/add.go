package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"chancery/archive"
)

// Add writes a batch under one commit, each document in a savepoint of its own,
// and tells what became of each. A document that is refused, by link or because
// it is no document, leaves the others in; any other error leaves nothing.
func (s *Store) Add(ctx context.Context, batch []archive.Addition, link archive.Link) ([]archive.Outcome, error) {
	out := make([]archive.Outcome, len(batch))
	err := s.write(ctx, func(t *txn) error {
		if err := t.look(ctx, batch); err != nil {
			return err
		}
		for i := range batch {
			bad, err := t.item(ctx, func() (err error) {
				out[i], err = t.add(ctx, &batch[i], link)
				return err
			})
			if err != nil {
				return err
			}
			if bad != nil {
				out[i] = archive.Outcome{Document: batch[i].Document.SHA256, Err: bad}
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("cannot add to the archive: %w", err)
	}
	return out, nil
}

// Kept says whether a text is kept as coded by this coder, or by any when none
// is named, and found at this place.
func (s *Store) Kept(ctx context.Context, sha256 string, at archive.Appearance, coder string) (bool, error) {
	row, found, err := headOf(ctx, s.read, sha256)
	if err != nil || !found || coder != "" && row.coder != coder {
		return false, err
	}
	return knows(ctx, s.read, &row, at)
}

// head is what adding asks of a document that is kept.
type head struct {
	id       int64
	revision int64
	coder    string
	added    time.Time
	first    archive.Appearance
}

func headOf(ctx context.Context, h *handle, sha256 string) (row head, found bool, err error) {
	sum, err := shaBytes(sha256)
	if err != nil {
		return row, false, err
	}
	var kept []byte
	var added int64
	found, err = h.one(ctx, []any{&kept, &row.id, &row.revision, &row.coder, &added, &row.first.URL, &row.first.Outlet, &row.first.Published, &row.first.Title},
		`SELECT d.sha256, d.id, d.revision, c.value, d.added, d.url, o.value, d.published, d.title FROM documents d
		JOIN terms c ON c.id = d.coder JOIN terms o ON o.id = d.outlet WHERE d.head = ?`, headOfSum(sum))
	row.added = time.UnixMilli(added).UTC()
	if err == nil && found && !bytes.Equal(kept, sum) {
		return row, false, fmt.Errorf("documents %x and %s begin with the same 16 digits and cannot both be kept", kept, sha256)
	}
	return row, found, err
}

// knows says whether an appearance of a document is kept.
func knows(ctx context.Context, h *handle, row *head, a archive.Appearance) (bool, error) {
	a = cleanAppearance(a)
	if same(row.first, a) {
		return true, nil
	}
	found := false
	err := h.each(ctx, func(s scan) error {
		var other archive.Appearance
		if err := s(&other.URL, &other.Outlet, &other.Published, &other.Title); err != nil {
			return err
		}
		found = found || same(other, a)
		return nil
	}, "SELECT url, outlet, published, title FROM appearances WHERE doc = ?", row.id)
	return found, err
}

// same tells one appearance: address, outlet and day; the title of the page may
// change.
func same(a, b archive.Appearance) bool {
	return a.URL == b.URL && a.Outlet == b.Outlet && a.Published == b.Published
}

func cleanAppearance(a archive.Appearance) archive.Appearance {
	return archive.Appearance{URL: clean(a.URL), Outlet: clean(a.Outlet), Published: clean(a.Published), Title: clean(a.Title)}
}

// add writes one document, or what is new about it.
func (t *txn) add(ctx context.Context, a *archive.Addition, link archive.Link) (archive.Outcome, error) {
	out := archive.Outcome{Document: a.Document.SHA256}
	if _, err := shaBytes(a.Document.SHA256); err != nil {
		return out, errItem{err}
	}
	row, found, err := t.headOf(ctx, a.Document.SHA256)
	if err != nil {
		return out, err
	}
	if !found {
		out.Result = archive.New
		out.Incidents, err = t.put(ctx, a, nil, link)
		return out, err
	}
	here := cleanAppearance(a.Document.Appears())
	known, err := knows(ctx, t.handle, &row, here)
	if err != nil {
		return out, err
	}
	// The record is to be that of the first appearance: another one is only noted.
	first := here.Before(row.first)
	switch {
	case known && !first && (row.coder == a.Document.Coder || !same(row.first, here)):
		out.Result = archive.Known
		return out, nil
	case !known && !first:
		out.Result = archive.Appeared
		if err := t.appear(ctx, row.id, here); err != nil {
			return out, err
		}
		out.Incidents, err = t.appearsToo(ctx, row.id, a, link)
		return out, err
	}
	out.Result = archive.Recoded
	if first && !same(row.first, here) {
		if err := t.appear(ctx, row.id, row.first); err != nil {
			return out, err
		}
		if err := t.exec(ctx, "DELETE FROM appearances WHERE doc = ? AND url = ? AND outlet = ? AND published = ?", row.id, here.URL, here.Outlet, here.Published); err != nil {
			return out, err
		}
	}
	out.Incidents, err = t.put(ctx, a, &row, link)
	return out, err
}

// Replace writes a new coding of documents that are kept, as new revisions: of
// each the appearance, the text and the corrections stay.
func (s *Store) Replace(ctx context.Context, batch []archive.Addition, link archive.Link) ([]archive.Outcome, error) {
	out := make([]archive.Outcome, len(batch))
	err := s.write(ctx, func(t *txn) error {
		for i := range batch {
			bad, err := t.item(ctx, func() (err error) {
				out[i], err = t.replace(ctx, &batch[i], link)
				return err
			})
			if err != nil {
				return err
			}
			if bad != nil {
				out[i] = archive.Outcome{Document: batch[i].Document.SHA256, Err: bad}
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("cannot replace records of the archive: %w", err)
	}
	return out, nil
}

func (t *txn) replace(ctx context.Context, a *archive.Addition, link archive.Link) (archive.Outcome, error) {
	out := archive.Outcome{Document: a.Document.SHA256, Result: archive.Recoded}
	row, found, err := headOf(ctx, t.handle, a.Document.SHA256)
	switch {
	case err != nil:
		return out, errItem{err}
	case !found:
		return out, errItem{unknown("document", a.Document.SHA256)}
	case !same(row.first, cleanAppearance(a.Document.Appears())):
		return out, errItem{errors.New("the coding is of another appearance than the first one that is kept; code the document as it is stored")}
	}
	out.Incidents, err = t.put(ctx, a, &row, link)
	return out, err
}

// appearsToo links a document again that was found at another place, as it is
// kept: the outlets that print it are others, and so may its family be.
func (t *txn) appearsToo(ctx context.Context, doc int64, a *archive.Addition, link archive.Link) ([]string, error) {
	if link == nil {
		return nil, nil
	}
	kept, err := t.history().Documents(ctx, []string{a.Document.SHA256})
	if err != nil || len(kept) == 0 {
		return nil, err
	}
	again := archive.Addition{Document: kept[0]}
	again.Document.Text = a.Document.Text
	if again.Events, err = t.history().EventsOf(ctx, []string{a.Document.SHA256}); err != nil {
		return nil, err
	}
	links, err := link(ctx, t.history(), &again)
	if err != nil {
		return nil, errItem{fmt.Errorf("cannot link document %s: %w", a.Document.SHA256, err)}
	}
	moves, err := t.applyIncidents(ctx, &links, "")
	if err != nil {
		return nil, err
	}
	if err := t.move(ctx, moves); err != nil {
		return nil, err
	}
	day := printed(kept[0].Published)
	if err := t.insertPrints(ctx, doc, &links.Prints, day, day); err != nil {
		return nil, err
	}
	return names(&links), t.applyCopies(ctx, links.Copies)
}

func (t *txn) appear(ctx context.Context, doc int64, a archive.Appearance) error {
	delete(t.near, doc)
	return t.exec(ctx, "INSERT INTO appearances (doc, url, outlet, published, title, sum) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		doc, a.URL, a.Outlet, a.Published, a.Title, sum(doc, a.URL, a.Outlet, a.Published, a.Title))
}

// linkWhole links an addition with all the places of its text.
func (t *txn) linkWhole(ctx context.Context, a *archive.Addition, old *head, link archive.Link) (archive.Links, error) {
	whole := *a
	if old != nil {
		h := t.history()
		err := h.appeared(ctx, []int64{old.id}, func(int) *archive.Document { return &whole.Document })
		if err != nil {
			return archive.Links{}, err
		}
	}
	links, err := link(ctx, t.history(), &whole)
	if err != nil {
		return links, errItem{fmt.Errorf("cannot link document %s: %w", a.Document.SHA256, err)}
	}
	return links, nil
}

// put writes a coding, the first one or in the place of an older one, and gives
// the incidents that it changes.
func (t *txn) put(ctx context.Context, a *archive.Addition, old *head, link archive.Link) ([]string, error) {
	events, err := t.inForce(ctx, a, old)
	if err != nil {
		return nil, err
	}
	var links archive.Links
	if link != nil {
		if links, err = t.linkWhole(ctx, a, old, link); err != nil {
			return nil, err
		}
		a.Document.Credit = cmp.Or(links.Credit, a.Document.Credit)
	}
	// What was there is read and taken away while its document still tells of it.
	joined := map[string]int64{}
	if old != nil {
		n := 0
		if joined, n, err = t.clear(ctx, old.id); err != nil {
			return nil, err
		}
		if err := t.uncover(ctx, old, n); err != nil {
			return nil, err
		}
	}
	doc, err := t.place(ctx, a, old)
	if err != nil {
		return nil, err
	}
	fresh := ""
	if old == nil {
		fresh = a.Document.SHA256
	}
	moves, err := t.applyIncidents(ctx, &links, fresh)
	if err != nil {
		return nil, err
	}
	for key, incident := range moves {
		joined[key] = incident
	}
	if err := t.insert(ctx, doc, a, old, events, &links, joined); err != nil {
		return nil, err
	}
	for i := range a.Events {
		delete(moves, a.Events[i].Key)
	}
	if err := t.move(ctx, moves); err != nil {
		return nil, err
	}
	return names(&links), t.applyCopies(ctx, links.Copies)
}

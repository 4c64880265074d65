package store

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"iter"
	"slices"

	"chancery/archive"
	"chancery/internal/filter"
)

// Holdings gives all reports that a person holds or held a post, in order of the
// person's name, of day and of document.
func (s *Store) Holdings(ctx context.Context) iter.Seq2[archive.Holding, error] {
	return func(yield func(archive.Holding, error) bool) {
		err := s.read.each(ctx, func(row scan) error {
			var h archive.Holding
			var body, sum []byte
			var published string
			var outlet string
			if err := row(&body, &sum, &published, &outlet); err != nil {
				return err
			}
			document := hex.EncodeToString(sum)
			if err := s.packer.openJSON(body, &h); err != nil {
				return damaged(document, "post", err)
			}
			h.Document, h.Day, h.Outlet = document, archive.Day(published), outlet
			if !yield(h, nil) {
				return errStop{}
			}
			return nil
		}, `SELECT h.body, d.sha256, d.published, o.value FROM holdings h JOIN terms n ON n.id = h.person JOIN documents d ON d.id = h.doc JOIN terms o ON o.id = d.outlet
			ORDER BY n.value, h.day, d.head, h.id`)
		if err != nil && err != (errStop{}) {
			yield(archive.Holding{}, err)
		}
	}
}

// Posts makes the people and the ledger of posts out of all holdings.
type Posts func([]archive.Holding) ([]archive.Identity, []archive.Tenure)

const stateLedger = "ledger"

// RefreshLedger makes people and ledger anew when a document was coded since
// they were made, and says whether it did. Readers call it before they ask, so
// that ingest need not do it after each document.
func (s *Store) RefreshLedger(ctx context.Context, posts Posts) (bool, error) {
	// Records are counted before the holdings are read: one that comes in
	// between makes the ledger stale again.
	var given, made int64
	if _, err := s.read.one(ctx, []any{&given}, "SELECT given FROM counters WHERE name = ?", "records"); err != nil {
		return false, err
	}
	if _, err := s.State(ctx, stateLedger, "records", &made); err != nil || made == given {
		return false, err
	}
	var holdings []archive.Holding
	for h, err := range s.Holdings(ctx) {
		if err != nil {
			return false, err
		}
		holdings = append(holdings, h)
	}
	people, tenures := posts(holdings)
	return true, s.setLedger(ctx, people, tenures, given)
}

// SetLedger replaces the people and the ledger of posts, both in order. It counts
// as older than all documents: RefreshLedger replaces it.
func (s *Store) SetLedger(ctx context.Context, people []archive.Identity, tenures []archive.Tenure) error {
	return s.setLedger(ctx, people, tenures, -1)
}

func (s *Store) setLedger(ctx context.Context, people []archive.Identity, tenures []archive.Tenure, records int64) error {
	err := s.write(ctx, func(t *txn) error {
		for _, q := range []string{"DELETE FROM identities", "DELETE FROM tenures"} {
			if err := t.exec(ctx, q); err != nil {
				return err
			}
		}
		into := table("identities", "name", "body")
		for i := range people {
			body, err := json.Marshal(&people[i])
			if err != nil {
				return err
			}
			into.add(clean(people[i].ID), s.packer.pack(body))
		}
		if err := into.flush(ctx, t.handle); err != nil {
			return err
		}
		into = table("tenures", "person", "n", "body")
		for i := range tenures {
			body, err := json.Marshal(&tenures[i])
			if err != nil {
				return err
			}
			into.add(clean(tenures[i].Person), i, s.packer.pack(body))
		}
		if err := into.flush(ctx, t.handle); err != nil {
			return err
		}
		_, err := t.setState(ctx, stateLedger, "records", records)
		return err
	})
	return told(err, "cannot write the ledger of posts")
}

// People gives the identities of the ledger that a query asks for, those named
// by most documents first. The filter is one of people.
func (s *Store) People(ctx context.Context, q Query) iter.Seq2[archive.Identity, error] {
	return func(yield func(archive.Identity, error) bool) {
		var people []archive.Identity
		for p, err := range list[archive.Identity](ctx, s, "SELECT body FROM identities ORDER BY name") {
			if err != nil {
				yield(p, err)
				return
			}
			if q.Filter == nil || filter.Matches(q.Filter, filter.OfPerson(&p)) {
				people = append(people, p)
			}
		}
		slices.SortStableFunc(people, func(a, b archive.Identity) int { return cmp.Compare(b.Documents, a.Documents) })
		if q.Limit > 0 {
			people = people[:min(q.Limit, len(people))]
		}
		for _, p := range people {
			if !yield(p, nil) {
				return
			}
		}
	}
}

// Tenures gives the lines of the ledger of posts that a query asks for, by
// country and post. The filter is one of posts.
func (s *Store) Tenures(ctx context.Context, q Query) iter.Seq2[archive.Tenure, error] {
	return func(yield func(archive.Tenure, error) bool) {
		left := q.Limit
		for t, err := range list[archive.Tenure](ctx, s, "SELECT body FROM tenures ORDER BY n") {
			if err == nil && q.Filter != nil && !filter.Matches(q.Filter, filter.OfPost(&t)) {
				continue
			}
			if !yield(t, err) {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}
}

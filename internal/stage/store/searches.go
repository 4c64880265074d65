package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"chancery/archive"
)

// SaveSearch keeps a search, in the place of the one with its ID if its owner is
// the same, with a line in the log. What it has found so far is noted first, so
// that only what comes later is new.
func (s *Store) SaveSearch(ctx context.Context, x archive.SavedSearch, found []archive.Match, note string) error {
	body, err := json.Marshal(x)
	if err != nil {
		return err
	}
	err = s.write(ctx, func(t *txn) error {
		var owner string
		there, err := t.one(ctx, []any{&owner}, "SELECT owner FROM searches WHERE id = ?", x.ID)
		if err != nil {
			return err
		}
		if there && owner != clean(x.Owner) {
			return archive.ErrUnknown
		}
		err = t.exec(ctx, "INSERT INTO searches (id, owner, sum, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET sum = excluded.sum, body = excluded.body",
			x.ID, clean(x.Owner), sum(x.ID, clean(x.Owner)), t.s.packer.pack(body))
		if err != nil {
			return err
		}
		for i := range found {
			if err := t.mark(ctx, x.ID, found[i].Marks); err != nil {
				return err
			}
		}
		return t.note(ctx, "search", note)
	})
	return told(err, "cannot save the search")
}

// ForgetSearch deletes a search of an owner, with all that was to be told of it.
func (s *Store) ForgetSearch(ctx context.Context, owner, id, note string) error {
	err := s.write(ctx, func(t *txn) error {
		var n int
		there, err := t.one(ctx, []any{&n}, "SELECT 1 FROM searches WHERE id = ? AND owner = ?", id, clean(owner))
		if err != nil {
			return err
		}
		if !there {
			return archive.ErrUnknown
		}
		for _, query := range []string{"DELETE FROM alerts WHERE search = ?", "DELETE FROM search_marks WHERE search = ?", "DELETE FROM searches WHERE id = ?"} {
			if err := t.exec(ctx, query, id); err != nil {
				return err
			}
		}
		return t.note(ctx, "search", note)
	})
	return told(err, "cannot delete the search")
}

// Searches gives the saved searches of an owner, or without one all, in order of id.
func (s *Store) Searches(ctx context.Context, owner string) iter.Seq2[archive.SavedSearch, error] {
	if owner == "" {
		return list[archive.SavedSearch](ctx, s, "SELECT body FROM searches ORDER BY id")
	}
	return list[archive.SavedSearch](ctx, s, "SELECT body FROM searches WHERE owner = ? ORDER BY id", clean(owner))
}

// mark notes what a thing is known by.
func (t *txn) mark(ctx context.Context, search string, marks []string) error {
	for _, m := range marks {
		if err := t.exec(ctx, "INSERT INTO search_marks (search, mark) VALUES (?, ?) ON CONFLICT (search, mark) DO NOTHING", search, clean(m)); err != nil {
			return err
		}
	}
	return nil
}

// Found tells make which of the things that a search finds it has not found
// before, and keeps the alert that make gives of them: all in one transaction, so
// that nothing is told twice and nothing is left out. Without anything new make is
// not called; an alert of nil is none, and the things count as found.
func (s *Store) Found(ctx context.Context, search string, things []archive.Match, make func(fresh []int) (*archive.Alert, error)) error {
	err := s.write(ctx, func(t *txn) error {
		var n int
		if there, err := t.one(ctx, []any{&n}, "SELECT 1 FROM searches WHERE id = ?", search); err != nil || !there {
			return err // deleted meanwhile
		}
		var fresh []int
		for i := range things {
			known, err := t.known(ctx, search, things[i].Marks)
			if err != nil {
				return err
			}
			if !known {
				fresh = append(fresh, i)
			}
			if err := t.mark(ctx, search, things[i].Marks); err != nil {
				return err
			}
		}
		if len(fresh) == 0 {
			return nil
		}
		a, err := make(fresh)
		if err != nil || a == nil {
			return err
		}
		at := t.s.now().UnixMilli()
		return t.exec(ctx, "INSERT INTO alerts (id, search, at, things, due, tries, told, tried, outcome, sum, body) VALUES (?, ?, ?, ?, ?, 0, 0, 0, '', ?, ?) ON CONFLICT (id) DO NOTHING",
			a.ID, search, at, len(fresh), at, sum(a.ID, search, at), t.s.packer.pack(a.Body))
	})
	return told(err, "cannot note what a search found")
}

func (t *txn) known(ctx context.Context, search string, marks []string) (bool, error) {
	for _, m := range marks {
		var n int
		if there, err := t.one(ctx, []any{&n}, "SELECT 1 FROM search_marks WHERE search = ? AND mark = ?", search, clean(m)); err != nil || there {
			return there, err
		}
	}
	return false, nil
}

const alertColumns = "id, search, at, things, due, tries, told, tried, outcome, sum, body"

// alert reads a line of alerts.
func (s *Store) alert(row scan) (a archive.Alert, err error) {
	var at, due, tried, check int64
	var told int
	var body []byte
	if err = row(&a.ID, &a.Search, &at, &a.Things, &due, &a.Tries, &told, &tried, &a.Outcome, &check, &body); err != nil {
		return a, err
	}
	if a.Body, err = s.packer.open(body); err != nil || check != sum(a.ID, a.Search, at) {
		return a, fmt.Errorf("%w: the alert %s", ErrDamaged, a.ID)
	}
	a.At, a.Told = time.UnixMilli(at).UTC(), told == 1
	if due > 0 {
		a.Due = time.UnixMilli(due).UTC()
	}
	if tried > 0 {
		a.Tried = time.UnixMilli(tried).UTC()
	}
	return a, nil
}

// Claim takes an alert that is due, for as long as a try may take: no other
// program takes it meanwhile. Nil when none is due.
func (s *Store) Claim(ctx context.Context, lease time.Duration) (*archive.Alert, error) {
	var out *archive.Alert
	err := s.write(ctx, func(t *txn) error {
		now := t.s.now().UnixMilli()
		err := t.each(ctx, func(row scan) error {
			a, err := s.alert(row)
			out = &a
			return err
		}, "SELECT "+alertColumns+" FROM alerts WHERE due > 0 AND due <= ? ORDER BY due, id LIMIT 1", now)
		if err != nil || out == nil {
			return err
		}
		return t.exec(ctx, "UPDATE alerts SET due = ? WHERE id = ?", now+lease.Milliseconds(), out.ID)
	})
	return out, told(err, "cannot take an alert")
}

// Settle notes what a try to tell came to. again is when it is tried next; the
// zero time is never.
func (s *Store) Settle(ctx context.Context, id string, arrived bool, outcome string, again time.Time) error {
	due, arrivedAs := int64(0), 0
	if !again.IsZero() {
		due = again.UnixMilli()
	}
	if arrived {
		arrivedAs = 1
	}
	err := s.write(ctx, func(t *txn) error {
		err := t.exec(ctx, "UPDATE alerts SET due = ?, tries = tries + 1, told = ?, tried = ?, outcome = ? WHERE id = ?", due, arrivedAs, t.s.now().UnixMilli(), clean(outcome), id)
		if err != nil || due > 0 {
			return err
		}
		return t.exec(ctx, "UPDATE alerts SET body = ? WHERE id = ?", t.s.packer.pack(nil), id) // what was sent is needed no more
	})
	return told(err, "cannot note what became of an alert")
}

// Alerts gives those of a search, the newest first.
func (s *Store) Alerts(ctx context.Context, search string, most int) ([]archive.Alert, error) {
	var out []archive.Alert
	err := s.read.each(ctx, func(row scan) error {
		a, err := s.alert(row)
		out = append(out, a)
		return err
	}, "SELECT "+alertColumns+" FROM alerts WHERE search = ? ORDER BY at DESC, id LIMIT ?", search, most)
	return out, told(err, "cannot read the alerts of a search")
}

// searches checks what users have saved, and what is to be told of it.
func (v *verifier) searches(ctx context.Context) error {
	err := v.h.each(ctx, func(row scan) error {
		var id, owner string
		var check int64
		var body []byte
		var x archive.SavedSearch
		if err := row(&id, &owner, &check, &body); err != nil {
			return err
		}
		if err := v.s.packer.openJSON(body, &x); err != nil || check != sum(id, owner) || x.ID != id || clean(x.Owner) != owner {
			v.fault(Fault{Table: "searches", Row: id, What: errSum.Error()})
		}
		return nil
	}, "SELECT id, owner, sum, body FROM searches")
	if err != nil {
		return err
	}
	return v.h.each(ctx, func(row scan) error {
		if a, err := v.s.alert(row); errors.Is(err, ErrDamaged) {
			v.fault(Fault{Table: "alerts", Row: a.ID, What: errSum.Error()})
		} else if err != nil {
			return err
		}
		return nil
	}, "SELECT "+alertColumns+" FROM alerts")
}

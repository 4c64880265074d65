package store

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"chancery/archive"
)

// Kinds of state.
const (
	statePosition = "position"
	stateFeed     = "feed"
)

// Position says how far the file of a name was read; empty when it was not.
func (s *Store) Position(ctx context.Context, name string) (string, error) {
	var at string
	_, err := s.State(ctx, statePosition, name, &at)
	return at, err
}

// SetPosition notes how far a file was read.
func (s *Store) SetPosition(ctx context.Context, name, at string) error {
	return s.SetState(ctx, statePosition, name, at)
}

// Feed reads what was noted of a feed.
func (s *Store) Feed(ctx context.Context, url string, into any) (found bool, err error) {
	return s.State(ctx, stateFeed, url, into)
}

// SetFeed notes the state of a feed.
func (s *Store) SetFeed(ctx context.Context, url string, state any) error {
	return s.SetState(ctx, stateFeed, url, state)
}

// State reads what was noted of a kind under a name.
func (s *Store) State(ctx context.Context, kind, name string, into any) (found bool, err error) {
	var body []byte
	found, err = s.read.one(ctx, []any{&body}, "SELECT body FROM states WHERE kind = ? AND name = ?", kind, clean(name))
	if err != nil || !found {
		return false, err
	}
	if err := s.packer.openJSON(body, into); err != nil {
		return true, fmt.Errorf("%w: the state of %s %s cannot be read: %w", ErrDamaged, kind, name, err)
	}
	return true, nil
}

// SetState notes a value of a kind under a name, in the place of the last one.
func (s *Store) SetState(ctx context.Context, kind, name string, value any) error {
	err := s.write(ctx, func(t *txn) error {
		_, err := t.setState(ctx, kind, name, value)
		return err
	})
	return told(err, "cannot note the state of "+kind+" "+name)
}

// setState gives the state a later moment than the one before it had, so that
// no two states of a name have the same.
func (t *txn) setState(ctx context.Context, kind, name string, value any) (at int64, err error) {
	body, err := json.Marshal(value)
	if err != nil {
		return 0, err
	}
	if _, err := t.one(ctx, []any{&at}, "SELECT at FROM states WHERE kind = ? AND name = ?", kind, clean(name)); err != nil {
		return 0, err
	}
	at = max(at+1, t.s.now().UnixMilli())
	return at, t.exec(ctx, "INSERT INTO states (kind, name, at, sum, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, name) DO UPDATE SET at = excluded.at, sum = excluded.sum, body = excluded.body",
		kind, clean(name), at, sum(kind, clean(name), at), t.s.packer.pack(body))
}

// StateAt tells when a state was noted, in milliseconds, 0 when it never was. It
// is another number after each change, whoever made it.
func (s *Store) StateAt(ctx context.Context, kind, name string) (at int64, err error) {
	_, err = s.read.one(ctx, []any{&at}, "SELECT at FROM states WHERE kind = ? AND name = ?", kind, clean(name))
	return at, told(err, "cannot tell the state of "+kind+" "+name)
}

// ChangeState reads a state into a value, which change may alter, and notes it
// again, with a line in the log unless that is empty: all in one transaction, so
// that of two programs that change a state at once neither undoes the other. It
// gives the moment of StateAt. When change has a fault, nothing is noted.
func (s *Store) ChangeState(ctx context.Context, kind, name string, into any, change func() (note string, err error)) (at int64, err error) {
	err = s.write(ctx, func(t *txn) error {
		var body []byte
		found, err := t.one(ctx, []any{&body}, "SELECT body FROM states WHERE kind = ? AND name = ?", kind, clean(name))
		if err != nil {
			return err
		}
		if found {
			if err := s.packer.openJSON(body, into); err != nil {
				return fmt.Errorf("%w: the state of %s %s cannot be read: %w", ErrDamaged, kind, name, err)
			}
		}
		note, err := change()
		if err != nil {
			return err
		}
		if at, err = t.setState(ctx, kind, name, into); err != nil || note == "" {
			return err
		}
		return t.note(ctx, kind, note)
	})
	return at, told(err, "cannot change the state of "+kind+" "+name)
}

// told puts what failed before an error.
func told(err error, what string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// SetSource notes what a user knows of an outlet.
func (s *Store) SetSource(ctx context.Context, source archive.Source) error {
	body, err := json.Marshal(source)
	if err != nil {
		return err
	}
	err = s.write(ctx, func(t *txn) error {
		return t.exec(ctx, "INSERT INTO sources (outlet, body) VALUES (?, ?) ON CONFLICT (outlet) DO UPDATE SET body = excluded.body", clean(source.Outlet), s.packer.pack(body))
	})
	return told(err, "cannot note the source "+source.Outlet)
}

// Sources gives what is known of outlets, in order of name.
func (s *Store) Sources(ctx context.Context) iter.Seq2[archive.Source, error] {
	return list[archive.Source](ctx, s, "SELECT body FROM sources ORDER BY outlet")
}

// list reads packed values.
func list[T any](ctx context.Context, s *Store, query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		stop := errStop{}
		err := s.read.each(ctx, func(row scan) error {
			var body []byte
			var v T
			if err := row(&body); err != nil {
				return err
			}
			if err := s.packer.openJSON(body, &v); err != nil {
				return fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			if !yield(v, nil) {
				return stop
			}
			return nil
		}, query, args...)
		if err != nil && err != stop {
			yield(zero, err)
		}
	}
}

// errStop ends a walk that nobody wants to go on.
type errStop struct{}

func (errStop) Error() string { return "stopped" }

// AddForeign keeps events of other data sets, to be laid beside our own. One
// that is there already is replaced.
func (s *Store) AddForeign(ctx context.Context, events []archive.Foreign) error {
	err := s.write(ctx, func(t *txn) error {
		into := table("foreign_events", "origin", "name", "day", "body")
		into.after = " ON CONFLICT (origin, day, name) DO UPDATE SET body = excluded.body"
		// Of two with one name in a batch the last one counts.
		last := map[string]int{}
		for i := range events {
			last[string(events[i].Set)+"\x00"+events[i].Day+"\x00"+events[i].ID] = i
		}
		for i := range events {
			e := &events[i]
			if last[string(e.Set)+"\x00"+e.Day+"\x00"+e.ID] != i {
				continue
			}
			body, err := json.Marshal(e)
			if err != nil {
				return err
			}
			into.add(string(e.Set), clean(e.ID), day(e.Day), s.packer.pack(body))
		}
		return into.flush(ctx, t.handle)
	})
	return told(err, "cannot keep foreign events")
}

// Foreign gives the events of another data set of the days from and to, in
// order of day and id. Empty ends are open.
func (s *Store) Foreign(ctx context.Context, set archive.ForeignSet, from, to string) iter.Seq2[archive.Foreign, error] {
	last := day(to)
	if to == "" {
		last = lastDay
	}
	return list[archive.Foreign](ctx, s, "SELECT body FROM foreign_events WHERE origin = ? AND day BETWEEN ? AND ? ORDER BY day, name", string(set), day(from), last)
}

// Entry is a line of the log of the archive.
type Entry = archive.Entry

// Note writes a line into the log.
func (s *Store) Note(ctx context.Context, kind, note string) error {
	err := s.write(ctx, func(t *txn) error { return t.note(ctx, kind, note) })
	return told(err, "cannot write the log of the archive")
}

func (t *txn) note(ctx context.Context, kind, note string) error {
	id, err := t.next(ctx, "log", 1)
	if err != nil {
		return err
	}
	var before []byte
	if _, err := t.one(ctx, []any{&before}, "SELECT chain FROM log ORDER BY id DESC LIMIT 1"); err != nil {
		return err
	}
	at, note := t.s.now().UnixMilli(), clean(note)
	return t.exec(ctx, "INSERT INTO log (id, at, kind, note, chain) VALUES (?, ?, ?, ?, ?)", id, at, kind, note, bound(before, id, at, kind, note))
}

// Log gives the log, the newest line first.
func (s *Store) Log(ctx context.Context, most int) ([]Entry, error) {
	var out []Entry
	err := s.read.each(ctx, func(row scan) error {
		var e Entry
		var at int64
		err := row(&at, &e.Kind, &e.Note)
		e.At = time.UnixMilli(at).UTC()
		out = append(out, e)
		return err
	}, "SELECT at, kind, note FROM log ORDER BY id DESC LIMIT ?", most)
	return out, err
}

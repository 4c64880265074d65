package store

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
)

// Agenda gives the incidents that were announced as plans: those to come and
// what became of the past ones.
func (s *Store) Agenda(ctx context.Context, q Query) iter.Seq2[archive.Incident, error] {
	return all(ctx, s, s.announced(), q)
}

// AgendaPage gives one page of the agenda.
func (s *Store) AgendaPage(ctx context.Context, q Query) (Page[archive.Incident], error) {
	return page(ctx, s, s.announced(), q)
}

func (s *Store) announced() target[archive.Incident] {
	g := s.incidents()
	g.hidden = func(filter.Expr) string {
		return fmt.Sprintf("e.status = %d OR e.announced > 0", place(statuses(), "planned"))
	}
	return g
}

// Queue gives the events that nobody has looked at, the least confident first:
// as many as the limit says.
func (s *Store) Queue(ctx context.Context, q Query) iter.Seq2[archive.Event, error] {
	return func(yield func(archive.Event, error) bool) {
		ids, p, err := s.queue(ctx, q)
		if err != nil {
			yield(archive.Event{}, err)
			return
		}
		left := q.Limit
		if left <= 0 {
			left = defaultLimit
		}
		for part := range slices.Chunk(ids, 200) {
			items, err := load(ctx, s, s.events(), part)
			if err != nil {
				yield(archive.Event{}, err)
				return
			}
			for i := range items {
				if !p.exact && !filter.Match(q.Filter, &items[i]) {
					continue
				}
				if !yield(items[i], nil) {
					return
				}
				if left--; left == 0 {
					return
				}
			}
		}
	}
}

// queue gives the ids of the events of the queue in order.
func (s *Store) queue(ctx context.Context, q Query) (ids []int64, p *plan, err error) {
	g := s.events()
	if p, err = s.plan(ctx, g.name, g.row, g.day, g.leaf, "e.review = 0", q.Filter, true); err != nil {
		return nil, nil, err
	}
	limit := ""
	if p.exact {
		limit = fmt.Sprintf(" LIMIT %d", max(q.Limit, defaultLimit))
	}
	err = s.read.eachOnce(ctx, func(row scan) error {
		var id int64
		err := row(&id)
		ids = append(ids, id)
		return err
	}, "SELECT e.id FROM "+p.from+" WHERE "+p.where+" ORDER BY COALESCE(e.confidence, 0), e.head, e.tail"+limit, slices.Concat(p.args, p.cond.args)...)
	return ids, p, err
}

// Changes gives the history of an incident, the first change first.
func (s *Store) Changes(ctx context.Context, incident string) ([]archive.Change, error) {
	var out []archive.Change
	err := s.read.each(ctx, func(row scan) error {
		var c archive.Change
		var at int64
		err := row(&c.Incident, &c.Revision, &at, &c.Kind, &c.Note, &c.Other)
		c.At = time.UnixMilli(at).UTC()
		out = append(out, c)
		return err
	}, "SELECT name, revision, at, kind, note, other FROM incident_changes WHERE name = ? ORDER BY id", incident)
	return out, err
}

// Documents gives all documents in order of SHA-256, without their texts.
func (s *Store) Documents(ctx context.Context) iter.Seq2[archive.Document, error] {
	return func(yield func(archive.Document, error) bool) {
		last := int64(-1 << 63)
		for first := true; ; first = false {
			var page []archive.Document
			err := s.read.each(ctx, func(row scan) error {
				_, d, err := s.scanDocument(row)
				page = append(page, d)
				return err
			}, "SELECT "+documentColumns+" FROM "+documentTables+" WHERE d.head >= ? ORDER BY d.head LIMIT 201", last)
			if err != nil {
				yield(archive.Document{}, err)
				return
			}
			if !first && len(page) > 0 {
				page = page[1:] // it was the last one
			}
			for _, d := range page {
				if !yield(d, nil) {
					return
				}
			}
			if len(page) == 0 {
				return
			}
			last = heads([]string{page[len(page)-1].SHA256})[0]
		}
	}
}

// Coverage counts the documents and events of each outlet and day, in order of
// day and outlet, with the days that are missing. Of the filter only days and
// outlets can be told apart.
func (s *Store) Coverage(ctx context.Context, q Query) iter.Seq2[archive.Coverage, error] {
	return func(yield func(archive.Coverage, error) bool) {
		rows, err := s.coverage(ctx, q.Filter)
		if err != nil {
			yield(archive.Coverage{}, err)
			return
		}
		known, err := s.profiles(ctx)
		if err != nil {
			yield(archive.Coverage{}, err)
			return
		}
		for _, c := range gaps(rows) {
			c.Country, c.Ownership = known[c.Outlet].Country, known[c.Outlet].Ownership
			if !yield(c, nil) {
				return
			}
		}
	}
}

// gaps puts in the days between the first and the last on which an outlet has
// nothing.
func gaps(rows []archive.Coverage) []archive.Coverage {
	outlets := map[string]map[string]archive.Coverage{}
	var first, last string
	var out []archive.Coverage
	for _, c := range rows {
		if c.Day == "" {
			out = append(out, c) // undated
			continue
		}
		if outlets[c.Outlet] == nil {
			outlets[c.Outlet] = map[string]archive.Coverage{}
		}
		outlets[c.Outlet][c.Day] = c
		if first == "" {
			first = c.Day
		}
		last = c.Day
	}
	names := sorted(outlets)
	for _, day := range daysBetween(first, last) {
		for _, name := range names {
			c, ok := outlets[name][day]
			if !ok {
				c = archive.Coverage{Day: day, Outlet: name, Gap: true}
			}
			out = append(out, c)
		}
	}
	return out
}

// daysBetween are the days of the calendar from first to last, a hundred years
// of them at most: a page that is dated wrongly makes no endless list.
func daysBetween(first, last string) []string {
	var out []string
	from, err1 := time.Parse(time.DateOnly, first)
	to, err2 := time.Parse(time.DateOnly, last)
	if err1 != nil || err2 != nil {
		return nil
	}
	for d := from; !d.After(to) && len(out) < 36525; d = d.AddDate(0, 0, 1) {
		out = append(out, d.Format(time.DateOnly))
	}
	return out
}

func dayText(d int64) string {
	if d == 0 {
		return ""
	}
	s := fmt.Sprintf("%08d", d)
	return strings.Join([]string{s[:4], s[4:6], s[6:]}, "-")
}

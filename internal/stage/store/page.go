package store

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"chancery/internal/filter"
)

// all walks through all pages of a query.
func all[T any](ctx context.Context, s *Store, g target[T], q Query) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		q.Limit = max(q.Limit, 500)
		for {
			p, err := page(ctx, s, g, q)
			if err != nil {
				yield(zero, err)
				return
			}
			for _, item := range p.Items {
				if !yield(item, nil) {
					return
				}
			}
			if p.Next == "" {
				return
			}
			q.After = p.Next
		}
	}
}

// page gives one page of a query.
func page[T any](ctx context.Context, s *Store, g target[T], q Query) (Page[T], error) {
	var out Page[T]
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	var after *cursor
	if q.After != "" {
		c, err := parseCursor(q.After)
		if err != nil || c.Oldest != q.Oldest {
			return out, ErrCursor
		}
		after = &c
	}
	p, err := s.plan(ctx, g.name, g.row, g.day, g.leaf, g.hidden(q.Filter), q.Filter, false)
	if err != nil {
		return out, err
	}
	// What the condition is not sure of is tested here, and more is read then.
	chunk := q.Limit + 1
	for {
		items, more, err := chunkOf(ctx, s, g, p, q.Oldest, after, chunk)
		if err != nil {
			return out, err
		}
		for i := range items {
			if !p.exact && !filter.Matches(q.Filter, g.item(&items[i])) {
				continue
			}
			if len(out.Items) == q.Limit {
				out.Next = g.cursor(&out.Items[q.Limit-1], q.Oldest).String()
				return out, nil
			}
			out.Items = append(out.Items, items[i])
		}
		if !more || len(items) == 0 {
			return out, nil
		}
		c := g.cursor(&items[len(items)-1], q.Oldest)
		after, chunk = &c, min(4*chunk, 2000)
	}
}

func (g *target[T]) cursor(item *T, oldest bool) cursor {
	d, tie := g.mark(item)
	c := cursor{Day: d, Oldest: oldest}
	for _, v := range tie {
		switch v := v.(type) {
		case int64:
			c.Head = v
		case string:
			c.Tail = v
		}
	}
	return c
}

// after is the condition of what comes after a cursor.
func (g *target[T]) after(p *plan, c *cursor) (string, []any) {
	if c == nil {
		return "", nil
	}
	op := "<"
	if c.Oldest {
		op = ">"
	}
	tie, args := "e.name > ?", []any{c.Day, c.Day, c.Tail}
	if len(g.tie) == 2 {
		tie, args = "(e.head, e.tail) > (?, ?)", []any{c.Day, c.Day, c.Head, c.Tail}
	}
	sql := fmt.Sprintf(" AND %s %s= ? AND (%s <> ? OR %s)", p.day, op, p.day, tie)
	return sql, args
}

// idQuery asks for the ids of the next items in order.
func (g *target[T]) idQuery(p *plan, oldest bool, c *cursor, limit int) (string, []any) {
	order := " DESC"
	if oldest {
		order = ""
	}
	where, args := g.after(p, c)
	sql := "SELECT e.id FROM " + p.from + " WHERE " + p.where + where +
		" ORDER BY " + p.order + order + ", " + strings.Join(g.tie, ", ") + fmt.Sprintf(" LIMIT %d", limit)
	return sql, slices.Concat(p.args, p.cond.args, args)
}

// chunkOf gives the next items in order, and whether there may be more.
func chunkOf[T any](ctx context.Context, s *Store, g target[T], p *plan, oldest bool, after *cursor, limit int) (items []T, more bool, err error) {
	query, args := g.idQuery(p, oldest, after, limit)
	var ids []int64
	err = s.read.eachOnce(ctx, func(row scan) error {
		var id int64
		err := row(&id)
		ids = append(ids, id)
		return err
	}, query, args...)
	if err != nil || len(ids) == 0 {
		return nil, false, err
	}
	items, err = load(ctx, s, g, ids)
	return items, len(ids) == limit, err
}

// load reads items by their ids and in their order. One that was taken away
// meanwhile is left out.
func load[T any](ctx context.Context, s *Store, g target[T], ids []int64) ([]T, error) {
	place := make(map[int64]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	found, there := make([]T, len(ids)), make([]bool, len(ids))
	err := s.read.each(ctx, func(row scan) error {
		id, item, err := g.scan(row)
		found[place[id]], there[place[id]] = item, true
		return err
	}, "SELECT "+g.columns+" FROM "+g.tables+" WHERE "+s.d.Among(g.id), s.d.Numbers(ids))
	out := found[:0]
	for i := range found {
		if there[i] {
			out = append(out, found[i])
		}
	}
	return out, err
}

// count counts items up to most; where the index is not sure they are read.
func count[T any](ctx context.Context, s *Store, g target[T], f filter.Expr, most int) (Count, error) {
	p, err := s.plan(ctx, g.name, g.row, g.day, g.leaf, g.hidden(f), f, true)
	if err != nil {
		return Count{}, err
	}
	if !p.exact {
		return countItems(ctx, s, g, f, most)
	}
	var n int
	err = s.eachOnceOne(ctx, &n, fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT %d) x", p.from, p.where, most+1), slices.Concat(p.args, p.cond.args)...)
	return Count{N: min(n, most), More: n > most}, err
}

func countItems[T any](ctx context.Context, s *Store, g target[T], f filter.Expr, most int) (Count, error) {
	n := 0
	for _, err := range all(ctx, s, g, Query{Filter: f}) {
		if err != nil {
			return Count{}, err
		}
		if n == most {
			return Count{N: most, More: true}, nil
		}
		n++
	}
	return Count{N: n}, nil
}

// Explain shows how the database answers a filter of events: the steps of the
// query that gives a page, and of the one that counts.
func (s *Store) Explain(ctx context.Context, f filter.Expr) (steps []string, err error) {
	g := s.events()
	p, err := s.plan(ctx, g.name, g.row, g.day, g.leaf, g.hidden(f), f, false)
	if err != nil {
		return nil, err
	}
	c, err := s.plan(ctx, g.name, g.row, g.day, g.leaf, g.hidden(f), f, true)
	if err != nil {
		return nil, err
	}
	query, args := g.idQuery(p, false, nil, defaultLimit+1)
	counting := fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT 10001) x", c.from, c.where)
	for _, q := range []struct {
		sql  string
		args []any
	}{{query, args}, {counting, slices.Concat(c.args, c.cond.args)}} {
		err := s.read.eachOnce(ctx, func(row scan) error {
			var step string
			var n any
			into := []any{&step}
			if s.d.Name == "sqlite" {
				into = []any{&n, &n, &n, &step}
			}
			err := row(into...)
			steps = append(steps, step)
			return err
		}, s.d.Plan+q.sql, q.args...)
		if err != nil {
			return nil, err
		}
	}
	return steps, nil
}

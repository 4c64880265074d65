package store

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"chancery/internal/filter"
)

// cond is a condition of SQL that holds of every item that a filter matches. An
// exact one holds of no other. It is never NULL, so that it can be turned round.
type cond struct {
	sql   string // empty: holds of all
	args  []any
	exact bool
	docs  bool // it speaks of the document, d
	// ways are sets of terms; an item that the filter matches is under a term of
	// each set. Sought is the same for words.
	ways   []way
	sought []sought
	// from and to bound the day.
	from, to int64
}

// way is a set of terms under which items are found.
type way struct {
	ids    []int64
	passed test
	once   bool // each item is under one of them at most
}

// dear tells that testing for it takes as much as bringing all that it brings.
func (w *way) dear() bool { return len(w.ids) > fewTerms && !w.once && w.passed.sql != "" }

// sought is a query that gives the ids of items by words, or by documents; apart
// is then a query of documents that lie together in the order of days: to walk
// there may be to pass all others.
type sought struct {
	sql    string
	args   []any
	passed test
	apart  string
}

// test is a part of a condition, word for word, that all items hold which a way
// brings: it may be left out then. Empty, they have to be tested.
type test struct {
	sql  string
	args []any
}

// itself is the whole condition as such a part.
func (x *cond) itself() test { return test{x.sql, x.args} }

// without leaves out a test, with its parameters, wherever it stands.
func (x *cond) without(t test) {
	if t.sql == "" {
		return
	}
	n := strings.Count(t.sql, "?")
	for from := 0; ; {
		i := strings.Index(x.sql[from:], t.sql)
		if i < 0 {
			break
		}
		i += from
		k := strings.Count(x.sql[:i], "?")
		if from = i + len(t.sql); n > 0 && !reflect.DeepEqual(x.args[k:k+n], t.args[:n]) {
			continue // the same words about something else
		}
		x.sql = x.sql[:i] + "1=1" + x.sql[i+len(t.sql):]
		x.args = slices.Concat(x.args[:k], x.args[k+n:])
		from = i
	}
	x.docs = x.docs && strings.Contains(x.sql, "d.")
}

const lastDay = 99999999

// anything is the condition of a test that an index does not know.
func anything() cond { return cond{to: lastDay} }

// nothing holds of no item.
func nothing() cond { return cond{sql: "1=0", exact: true, to: lastDay} }

func exactly(sql string, args ...any) cond {
	return cond{sql: sql, args: args, exact: true, to: lastDay}
}

// compiler turns filters into conditions; it looks terms up as it goes.
type compiler struct {
	ctx  context.Context
	s    *Store
	name string // of the item: "event", "statement", "incident"
	leaf func(c *compiler, l filter.Leaf) (cond, error)
	each string // Dialect.Each
	// counting tells that items are counted, and no first ones of an order wanted.
	counting bool
}

func (c *compiler) compile(e filter.Expr) (cond, error) {
	switch e := e.(type) {
	case nil, filter.All:
		return cond{exact: true, to: lastDay}, nil
	case filter.And:
		return c.and(e.Of)
	case filter.Or:
		return c.or(e.Of)
	case filter.Not:
		x, err := c.compile(e.X)
		if err != nil || !x.exact {
			return anything(), err
		}
		if x.sql == "" {
			return nothing(), nil
		}
		return cond{sql: "NOT (" + x.sql + ")", args: x.args, exact: true, docs: x.docs, to: lastDay}, nil
	case filter.Leaf:
		return c.leaf(c, e)
	}
	return anything(), nil
}

func (c *compiler) and(of []filter.Expr) (cond, error) {
	out, of, err := c.dyad(of)
	if err != nil {
		return out, err
	}
	var parts []string
	if out.sql != "" {
		parts = append(parts, "("+out.sql+")")
	}
	for _, e := range of {
		x, err := c.compile(e)
		if err != nil {
			return x, err
		}
		if x.sql != "" {
			parts = append(parts, "("+x.sql+")")
			out.args = append(out.args, x.args...)
		}
		out.exact = out.exact && x.exact
		out.docs = out.docs || x.docs
		out.ways = append(out.ways, x.ways...)
		out.sought = append(out.sought, x.sought...)
		out.from, out.to = max(out.from, x.from), min(out.to, x.to)
	}
	out.sql = strings.Join(parts, " AND ")
	return out, nil
}

func (c *compiler) or(of []filter.Expr) (cond, error) {
	out := cond{exact: true, from: lastDay}
	var parts []string
	var together []int64
	var either sought                                // of all of them together
	says, ways, seeks, all := true, true, true, true // each of them has a condition, has terms, is sought, all of it
	for _, e := range of {
		x, err := c.compile(e)
		if err != nil {
			return x, err
		}
		parts = append(parts, "("+x.sql+")")
		says = says && x.sql != ""
		out.args = append(out.args, x.args...)
		out.exact = out.exact && x.exact
		out.docs = out.docs || x.docs
		out.from, out.to = min(out.from, x.from), max(out.to, x.to)
		w, ok := narrowest(x.ways)
		ways = ways && ok
		together = append(together, w.ids...)
		if seeks = seeks && len(x.sought) > 0; seeks {
			either.or(x.sought[0])
			all = all && x.sought[0].passed.sql == x.sql
		}
	}
	if !says { // one of them holds of all, as far as is known
		return cond{exact: out.exact, to: lastDay}, nil
	}
	if ways {
		slices.Sort(together)
		out.ways = []way{{ids: slices.Compact(together)}}
	}
	out.sql = strings.Join(parts, " OR ")
	if seeks {
		if all {
			either.passed = out.itself()
		}
		out.sought = []sought{either}
	}
	return out, nil
}

// or adds what another query gives.
func (s *sought) or(other sought) {
	if s.sql != "" {
		s.sql += " UNION "
	}
	s.sql += other.sql
	s.args = slices.Concat(s.args, other.args)
}

// narrowest is the set with the fewest terms.
func narrowest(ways []way) (way, bool) {
	if len(ways) == 0 {
		return way{}, false
	}
	return slices.MinFunc(ways, func(a, b way) int { return len(a.ids) - len(b.ids) }), true
}

package store

import (
	"context"
	"fmt"
	"strings"

	"chancery/internal/filter"
)

// plan is how a query is answered: where its candidates come from, and what
// they must hold.
type plan struct {
	cond
	from  string // tables, the first of them bringing the candidates
	args  []any  // of from
	where string
	day   string // the column that orders by day
	few   bool   // the candidates are few
}

// plan makes the plan of a filter; nil asks for all.
func (s *Store) plan(ctx context.Context, name, row, day string, leaf func(*compiler, filter.Leaf) (cond, error), hidden string, f filter.Expr) (*plan, error) {
	if f == nil {
		f = filter.All{}
	}
	c := &compiler{ctx, s, name, leaf}
	x, err := c.compile(f)
	if err != nil {
		return nil, err
	}
	p := &plan{cond: x, from: row, day: day}
	if err := s.drive(ctx, p, name, row); err != nil {
		return nil, err
	}
	var parts []string
	for _, sql := range []string{hidden, x.sql} {
		if sql != "" {
			parts = append(parts, "("+sql+")")
		}
	}
	if p.where != "" {
		parts = append(parts, p.where)
	}
	if x.from > 0 || x.to < lastDay {
		parts = append(parts, fmt.Sprintf("%s BETWEEN %d AND %d", p.day, x.from, x.to))
	}
	if x.docs {
		p.from += s.d.Join + "documents d" + " ON d.id = e.doc"
	}
	p.where = strings.Join(append(parts, "1=1"), " AND ")
	return p, nil
}

// drive chooses what brings the candidates: the rarest words or terms, or all
// items of the days in order.
func (s *Store) drive(ctx context.Context, p *plan, name, row string) error {
	source, days := name, within(p.cond)
	if name == "incident" {
		source, days = "event", "" // the reports of an incident may tell other days
	}
	best, least := -1, s.few+1
	for i, w := range p.ways {
		n, err := s.countTerms(ctx, source, w.ids, days)
		if err != nil {
			return err
		}
		if n < least {
			best, least = i, n
		}
	}
	for _, w := range p.sought {
		var n int
		if err := s.eachOnceOne(ctx, &n, "SELECT count(*) FROM (SELECT 1 FROM ("+w.sql+") x LIMIT "+fmt.Sprint(s.few+1)+") y", w.args...); err != nil {
			return err
		}
		if n < least {
			best, least = -1, n
			p.from = "(" + w.sql + ")"
			p.args = w.args
		}
	}
	switch {
	case best >= 0:
		in, args := (&compiler{s: s}).among("term", p.ways[best].ids)
		p.from, p.args = fmt.Sprintf("(SELECT DISTINCT %s AS id FROM %s_terms WHERE %s%s)", source, source, in, days), args
		if name == "incident" {
			p.from = "(SELECT DISTINCT incident AS id FROM events WHERE incident IS NOT NULL AND id IN " + p.from + ")"
		}
		fallthrough
	case least <= s.few:
		p.few = true
		p.from += " f" + s.d.Join + row + " ON e.id = f.id"
		return nil
	}
	if w, ok := single(p.ways); ok && name != "incident" {
		p.from = name + "_terms f" + s.d.Join + row + " ON e.id = f." + name
		p.where = fmt.Sprintf("f.term = %d", w)
		p.day = "f.day"
	}
	return nil
}

// within bounds terms to the days of the filter.
func within(x cond) string {
	if x.from == 0 && x.to == lastDay {
		return ""
	}
	return fmt.Sprintf(" AND day BETWEEN %d AND %d", x.from, x.to)
}

// single is a set of one term, that can be walked through in order.
func single(ways []way) (int64, bool) {
	for _, w := range ways {
		if len(w.ids) == 1 {
			return w.ids[0], true
		}
	}
	return 0, false
}

// countTerms counts the items under terms, up to one more than few.
func (s *Store) countTerms(ctx context.Context, source string, ids []int64, days string) (int, error) {
	in, args := (&compiler{s: s}).among("term", ids)
	var n int
	err := s.eachOnceOne(ctx, &n, fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s_terms WHERE %s%s LIMIT %d) x", source, in, days, s.few+1), args...)
	return n, err
}

// eachOnceOne reads one number.
func (s *Store) eachOnceOne(ctx context.Context, into *int, query string, args ...any) error {
	return s.read.eachOnce(ctx, func(row scan) error { return row(into) }, query, args...)
}

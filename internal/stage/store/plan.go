package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

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
	order string // what is sorted by first: the day
}

// plan makes the plan of a filter; nil asks for all.
func (s *Store) plan(ctx context.Context, name, row, day string, leaf func(*compiler, filter.Leaf) (cond, error), hidden string, f filter.Expr, counting bool) (*plan, error) {
	if f == nil {
		f = filter.All{}
	}
	c := &compiler{ctx: ctx, s: s, name: name, leaf: leaf, each: s.d.Each, counting: counting}
	x, err := c.compile(f)
	if err != nil {
		return nil, err
	}
	p := &plan{cond: x, from: row, day: day, order: day}
	if err := s.drive(ctx, p, name, row, counting); err != nil {
		return nil, err
	}
	var parts []string
	for _, sql := range []string{hidden, p.cond.sql} {
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
	if p.docs {
		p.from += s.d.Join + "documents d" + " ON d.id = e.doc"
	}
	p.where = strings.Join(append(parts, "1=1"), " AND ")
	return p, nil
}

// drive chooses what brings the candidates: the rarest words or terms, or all
// items of the days in order. To count, no order is needed, so that terms bring
// them however many there are.
func (s *Store) drive(ctx context.Context, p *plan, name, row string, counting bool) error {
	source, days := name, within(p.cond)
	best, least := -1, many*s.few+1
	for i, w := range p.ways {
		n, err := s.size(ctx, source, w.ids, days)
		if err != nil {
			return err
		}
		if n < least || counting && best < 0 {
			best, least = i, n
		}
	}
	var passed test
	for _, w := range p.sought {
		most := min(least, s.few)
		n, err := s.sizeOf(ctx, w.sql, w.args, most)
		if err != nil {
			return err
		}
		if n <= most {
			best, least = -1, n
			p.from, p.args, passed = "("+w.sql+")", w.args, w.passed
		}
	}
	single, ok, err := s.single(ctx, p.ways, source, days)
	if err != nil {
		return err
	}
	// To give a page, so many are brought and sorted at most. To count, all are, but
	// where they are more than was looked at and those of one term can be walked
	// through, which ends when there are enough.
	sorted := 2 * s.few
	if counting && least > many*s.few {
		if i := slices.IndexFunc(p.ways, func(w way) bool { return w.dear() }); i >= 0 {
			best, ok = i, false
		}
	}
	if counting && (least <= many*s.few || !ok) {
		sorted = least
	}
	switch {
	case best >= 0 && least <= sorted:
		p.without(p.ways[best].passed)
		p.early(name, "f.id", "f.day")
		p.from, p.args = s.brought(source, &p.ways[best], days, counting)
		p.sort(s, row)
		return nil
	case best < 0 && least <= s.few:
		p.without(passed)
		p.sort(s, row)
		return nil
	}
	if found, err := s.apart(ctx, p, row, counting); found || err != nil {
		return err
	}
	if ok {
		p.from = name + "_terms f" + s.d.Join + row + " ON e.id = f." + name
		p.without(single.passed)
		p.where = fmt.Sprintf("f.term = %d", single.ids[0])
		p.early(name, "f."+name, "f.day")
		p.day, p.order = "f.day", "f.day"
	}
	return nil
}

// early has the other terms and the parties of a candidate looked for where it
// comes from, before its row is read.
func (p *plan) early(name, id, day string) {
	p.cond.sql = strings.NewReplacer(ofItem(name), fmt.Sprintf("t.%s = %s AND t.day = %s", name, id, day),
		partyOf(name), fmt.Sprintf("p.%s = %s", name, id)).Replace(p.cond.sql)
}

// sort has what from brings brought and sorted; the plus keeps the database from
// walking through all items in order and looking for them there.
func (p *plan) sort(s *Store, row string) {
	p.from += " f" + s.d.Join + row + " ON e.id = f.id"
	p.order = "+" + p.day
}

// brought is the query of what a way brings, each item once. Where a count may
// end early, the database is not made to put all in order to find those that come
// twice: what is also under a term before is left out.
func (s *Store) brought(source string, w *way, days string, counting bool) (string, []any) {
	in, args := (&compiler{s: s}).amongMany("term", w.ids)
	from := fmt.Sprintf("SELECT %s AS id, day FROM %s_terms t WHERE %s%s", source, source, in, days)
	switch {
	case w.once || len(w.ids) == 1:
		return "(" + from + ")", args
	case counting && s.d.Each != "" && len(w.ids) <= fewTerms:
		return fmt.Sprintf("(%s AND NOT EXISTS (SELECT 1 FROM %s_terms u WHERE u.day = t.day AND u.%s = t.%s AND u.%s AND u.term < t.term%s))",
			from, source, source, source, in, s.d.Each), args
	}
	return "(" + strings.Replace(from, "SELECT", "SELECT DISTINCT", 1) + ")", args
}

// apart has the items of documents that lie together in the order of days brought
// and sorted for a page, when those documents are not too many.
func (s *Store) apart(ctx context.Context, p *plan, row string, counting bool) (bool, error) {
	for _, w := range p.sought {
		if w.apart == "" || counting {
			continue
		}
		n, err := s.sizeOf(ctx, w.apart, w.args, many*s.few)
		if err != nil {
			return false, err
		}
		if n <= many*s.few {
			p.from, p.args = "("+w.sql+")", w.args
			p.without(w.passed)
			p.sort(s, row)
			return true, nil
		}
	}
	return false, nil
}

// many times as many as are few is as far as items are counted.
const many = 10

// within bounds terms to the days of the filter.
func within(x cond) string {
	if x.from == 0 && x.to == lastDay {
		return ""
	}
	return fmt.Sprintf(" AND day BETWEEN %d AND %d", x.from, x.to)
}

// single is the rarest of the sets of one term, which can be walked through in
// order.
func (s *Store) single(ctx context.Context, ways []way, source, days string) (found way, ok bool, err error) {
	least := 0
	for _, w := range ways {
		if len(w.ids) != 1 {
			continue
		}
		n, err := s.size(ctx, source, w.ids, days)
		if err != nil {
			return way{}, false, err
		}
		if !ok || n < least {
			found, ok, least = w, true, n
		}
	}
	return found, ok, nil
}

// size counts the items under terms, up to one more than many.
func (s *Store) size(ctx context.Context, source string, ids []int64, days string) (int, error) {
	in, args := (&compiler{s: s}).amongMany("term", ids)
	return s.sizeOf(ctx, fmt.Sprintf("SELECT 1 FROM %s_terms WHERE %s%s", source, in, days), args, many*s.few)
}

// sizeOf counts what a query gives, up to one more than most. What was counted a
// moment ago is taken for true, for a plan may be wrong about sizes: the answer is
// not.
func (s *Store) sizeOf(ctx context.Context, query string, args []any, most int) (int, error) {
	key := fmt.Sprint(query, args, most)
	if n, ok := s.sizes.get(key, s.now()); ok {
		return n, nil
	}
	var n int
	err := s.eachOnceOne(ctx, &n, fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM (%s) x LIMIT %d) y", query, most+1), args...)
	if err == nil {
		s.sizes.put(key, n, s.now())
	}
	return n, err
}

// sizes remember counts for a minute.
type sizes struct {
	mu    sync.Mutex
	since time.Time
	known map[string]int
}

const mostSizes = 2000

func (z *sizes) get(key string, now time.Time) (int, bool) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if d := now.Sub(z.since); d < 0 || d > time.Minute {
		return 0, false
	}
	n, ok := z.known[key]
	return n, ok
}

func (z *sizes) put(key string, n int, now time.Time) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if d := now.Sub(z.since); d < 0 || d > time.Minute || len(z.known) > mostSizes {
		z.known, z.since = map[string]int{}, now
	}
	z.known[key] = n
}

// eachOnceOne reads one number.
func (s *Store) eachOnceOne(ctx context.Context, into *int, query string, args ...any) error {
	return s.read.eachOnce(ctx, func(row scan) error { return row(into) }, query, args...)
}

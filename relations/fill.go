package relations

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"chancery/internal/ontology"
	"chancery/record"
)

// filler fills the points of a series.
type filler struct {
	s     *Series
	a     *Aggregate
	begin Period
	ours  []int  // the series' number of each of the aggregate's outlets
	cals  []int  // and of the calendar's
	near  []bool // by set of parties: whether any of it was ever of the first side
	known map[setPair]sense
}

// setPair is what decides whether a line belongs to a question; day is set when
// membership has dates.
type setPair struct {
	from, to uint32
	both     bool // the type is symmetric
	day      Day
}

// sides finds the sets of parties that can be of the question.
func (f *filler) sides() {
	members := map[string]bool{}
	for _, m := range f.s.Question.A.Members {
		members[m.Key] = true
	}
	f.near = make([]bool, len(f.a.sets.names))
	for i, set := range f.a.sets.names {
		f.near[i] = slices.ContainsFunc(strings.Fields(set), func(k string) bool { return members[k] })
	}
}

func (f *filler) names(cal *Calendar) {
	seen := map[string]bool{}
	for _, n := range f.a.outlets.names {
		seen[n] = true
	}
	if cal != nil {
		for _, n := range cal.outlets.names {
			seen[n] = true
		}
	}
	f.s.Outlets = slices.Sorted(maps.Keys(seen))
	number := func(names []string) (out []int) {
		for _, n := range names {
			i, _ := slices.BinarySearch(f.s.Outlets, n)
			out = append(out, i)
		}
		return out
	}
	f.ours = number(f.a.outlets.names)
	if cal != nil {
		f.cals = number(cal.outlets.names)
	}
}

// at is the point of one of the aggregate's periods, nil outside the series.
func (f *filler) at(p Period) *Point {
	if g := f.s.Question.Grain; g != f.a.grain {
		p = PeriodOf(p.First(f.a.grain), g)
	}
	if i := int(p) - int(f.begin); i >= 0 && i < len(f.s.Points) {
		return &f.s.Points[i]
	}
	return nil
}

func (f *filler) totals() {
	for p, n := range f.a.totals {
		if pt := f.at(p); pt != nil {
			pt.All += n
			pt.Gap = pt.Gap && n == 0
		}
	}
}

func (f *filler) coverage(cal *Calendar) {
	if cal == nil {
		return
	}
	for i := range f.s.Points {
		f.s.Points[i].Gap = true
	}
	for p, c := range cal.periods(f.s.Question.Grain, f.s.Points[0].First, f.s.Points[len(f.s.Points)-1].Last) {
		pt := &f.s.Points[int(p)-int(f.begin)]
		pt.Gap, pt.Documents, pt.Covered = false, c.documents, c.days
		for _, x := range c.outlets {
			pt.docs = append(pt.docs, printed{uint32(f.cals[x.outlet]), x.documents})
		}
	}
}

// belongs says whether a line is of the question.
func (f *filler) belongs(c *cell) bool {
	q := &f.s.Question
	if !f.near[c.from] && !f.near[c.to] || !counts(q.Statuses, c.status) {
		return false
	}
	key := setPair{from: c.from, to: c.to, both: symmetric(c.kind)}
	if q.A.dated() || q.B.dated() {
		key.day = c.period.First(f.a.grain)
	}
	way, ok := f.known[key]
	if !ok {
		if f.known == nil {
			f.known = map[setPair]sense{}
		}
		way = pair{&q.A, &q.B}.senseOf(c.kind, strings.Fields(f.a.sets.names[c.from]), strings.Fields(f.a.sets.names[c.to]), key.day)
		f.known[key] = way
	}
	return way != 0 && (!q.Directed || way&(forth|mutual) != 0)
}

func counts(statuses []record.Status, n uint8) bool {
	if len(statuses) == 0 {
		return n == statusNumber(record.Actual)
	}
	return slices.ContainsFunc(statuses, func(s record.Status) bool { return statusNumber(s) == n })
}

func (f *filler) acts() {
	for c, t := range f.a.cells.each {
		pt := f.at(c.period)
		if pt == nil || !f.belongs(&c) {
			continue
		}
		pt.Incidents += int(t.incidents)
		pt.Reports += int(t.reports)
		i := slices.IndexFunc(pt.bins, func(b bin) bool { return b.kind == c.kind && b.scaleTenth == c.scaleTenth })
		if i < 0 {
			i = len(pt.bins)
			pt.bins = append(pt.bins, bin{kind: c.kind, scaleTenth: c.scaleTenth})
		}
		pt.bins[i].plus(t)
	}
	for i := range f.s.Points {
		slices.SortFunc(f.s.Points[i].bins, bin.compare)
	}
}

func (b bin) compare(o bin) int {
	return cmp.Or(cmp.Compare(b.kind, o.kind), cmp.Compare(b.scaleTenth, o.scaleTenth))
}

// outlets gathers what each outlet printed, of the relation and of all acts.
func (f *filler) outlets() {
	type key struct {
		point  *Point
		outlet int
		kind   ontology.Type
		scale  int16
	}
	var mine, all lines[key]
	for s, t := range f.a.shares.each {
		c := &f.a.cells.keys[s.cell]
		if pt := f.at(c.period); pt != nil && f.belongs(c) {
			mine.add(key{pt, f.ours[s.outlet], c.kind, c.scaleTenth}, t)
		}
	}
	for p, list := range f.a.printed {
		for o := range list {
			if pt := f.at(p); pt != nil && list[o] != (tally{}) {
				all.add(key{point: pt, outlet: f.ours[o]}, &list[o])
			}
		}
	}
	for k, t := range mine.each {
		k.point.printed = append(k.point.printed, part{k.outlet, bin{k.kind, k.scale, *t}})
	}
	for k, t := range all.each {
		k.point.shares = append(k.point.shares, part{k.outlet, bin{tally: *t}})
	}
	order := func(x, y part) int { return cmp.Or(cmp.Compare(x.outlet, y.outlet), x.compare(y.bin)) }
	for i := range f.s.Points {
		slices.SortFunc(f.s.Points[i].printed, order)
		slices.SortFunc(f.s.Points[i].shares, order)
	}
}

package relations

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"chancery/archive"
	"chancery/record"
)

// Dyad is what happened between two parties, either way. A comes before B.
type Dyad struct {
	A, B      string
	Incidents int
	ByA, ByB  int // acts by one towards the other; together they are in neither
	Quads     [5]int
	// Cooperation and Conflict are sums of scores without their sign.
	Cooperation, Conflict float64
	squares               float64 // of scores
}

// Net is cooperation less conflict.
func (d *Dyad) Net() float64 { return d.Cooperation - d.Conflict }

// Sign is that of Net when it is farther from zero than 1.96 standard deviations
// of a sum of as many independent acts, √Σs²; else 0.
func (d *Dyad) Sign() int {
	if net := d.Net(); math.Abs(net) > 1.96*math.Sqrt(d.squares) {
		return sign(net)
	}
	return 0
}

// DyadQuestion says which acts count.
type DyadQuestion struct {
	From, Until Day             // NoDay is open; periods of the aggregate that begin outside do not count
	Statuses    []record.Status // none given is Actual alone
	Only        []string        // keys of the parties; none given is all
}

// Dyads gives all pairs of parties with an act between them, in order of their
// keys. An act of several parties is one of each of their pairs.
func Dyads(a *Aggregate, q DyadQuestion) []Dyad {
	only := map[string]bool{}
	for _, k := range q.Only {
		only[k] = true
	}
	members := make([][]int, len(a.sets.names))
	var keys pool
	for i, set := range a.sets.names {
		for _, k := range strings.Fields(set) {
			if len(only) == 0 || only[k] {
				members[i] = append(members[i], int(keys.id([]byte(k))))
			}
		}
	}
	sums := map[[2]int]*Dyad{}
	for c, t := range a.cells.each {
		d := c.period.First(a.grain)
		if q.From != NoDay && d < q.From || q.Until != NoDay && d > q.Until || !counts(q.Statuses, c.status) {
			continue
		}
		eachPair(&c, members[c.from], members[c.to], func(x, y int, s sense) {
			if keys.names[x] > keys.names[y] {
				x, y = y, x
				s = s&mutual | s&forth<<1 | s&back>>1
			}
			at := sums[[2]int{x, y}]
			if at == nil {
				at = &Dyad{A: keys.names[x], B: keys.names[y]}
				sums[[2]int{x, y}] = at
			}
			at.add(&c, t, s)
		})
	}
	out := make([]Dyad, 0, len(sums))
	for _, d := range sums {
		d.Cooperation, d.Conflict, d.squares = d.Cooperation/10, d.Conflict/10, d.squares/100
		out = append(out, *d)
	}
	slices.SortFunc(out, func(a, b Dyad) int { return cmp.Or(strings.Compare(a.A, b.A), strings.Compare(a.B, b.B)) })
	return out
}

// add counts in tenths, whose sums are exact in any order.
func (d *Dyad) add(c *cell, t *tally, s sense) {
	n := int(t.incidents)
	d.Incidents += n
	if s&forth != 0 {
		d.ByA += n
	}
	if s&back != 0 {
		d.ByB += n
	}
	d.Quads[c.kind.Quad()] += n
	x := float64(c.scaleTenth)
	d.Cooperation += max(0, x) * float64(n)
	d.Conflict += max(0, -x) * float64(n)
	d.squares += x * x * float64(n)
}

// eachPair gives each pair of different parties that a line is an act between,
// once, as pair.senseOf decides it.
func eachPair(c *cell, from, to []int, yield func(x, y int, s sense)) {
	together := symmetric(c.kind)
	all := slices.Concat(from, to)
	slices.Sort(all)
	all = slices.Compact(all)
	for i, x := range all {
		for _, y := range all[i+1:] {
			fx, fy, tx, ty := slices.Contains(from, x), slices.Contains(from, y), slices.Contains(to, x), slices.Contains(to, y)
			var s sense
			if fx && ty {
				s |= forth
			}
			if fy && tx {
				s |= back
			}
			if fx && fy && (together || len(to) == 0) || tx && ty && together {
				s |= mutual
			}
			if s != 0 {
				yield(x, y, s)
			}
		}
	}
}

// Frames keeps an aggregate for each forum: what happened in its frame.
type Frames struct {
	grain record.Grain
	byKey map[string]*Aggregate
}

// NewFrames makes aggregates by a grain.
func NewFrames(g record.Grain) *Frames { return &Frames{g, map[string]*Aggregate{}} }

// Add counts an incident if it happened in the frame of a forum.
func (f *Frames) Add(inc *archive.Incident) error {
	if inc.Forum == nil {
		return nil
	}
	key := cmp.Or(inc.Forum.Registry, strings.ToLower(inc.Forum.Name))
	if f.byKey[key] == nil {
		a, err := NewAggregate(f.grain)
		if err != nil {
			return err
		}
		f.byKey[key] = a
	}
	f.byKey[key].Add(inc)
	return nil
}

// Of is the aggregate of a forum by its key (Forum.Key); nil when there is none.
func (f *Frames) Of(key string) *Aggregate { return f.byKey[key] }

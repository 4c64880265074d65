// Package agreement measures how far reviewers who decided on the same events
// agree: the share of pairs of decisions that say the same, Krippendorff's alpha
// of all of them and Cohen's kappa of each two.
//
// Sources: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), for
// nominal values, any number of reviewers and values that are missing; J. Cohen,
// A Coefficient of Agreement for Nominal Scales (1960). Parties are compared with
// the distance of Jaccard between sets, as R. Passonneau does with a kindred one
// (Measuring Agreement on Set-valued Items, 2006).
//
// What must stay true:
//   - A coefficient is given from the stated minimum of events on only, and never
//     where all decisions say the same: then chance explains everything.
//   - The same decisions in any order give the same numbers.
package agreement

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"chancery/archive"
)

// Least is the number of events from which on a coefficient is given.
const Least = 20

// Report is what a set of decisions tells of those who made them.
type Report struct {
	// Events were decided on by two or more reviewers, in Decisions, of which the
	// last of a reviewer on an event counts.
	Events    int        `json:"events"`
	Decisions int        `json:"decisions"`
	Reviewers []Reviewer `json:"reviewers"`
	// Least is the number of events that a coefficient needs.
	Least  int     `json:"least"`
	Fields []Field `json:"fields"`
}

// Reviewer is one who decided on events that others decided on too.
type Reviewer struct {
	Name   string `json:"name"`
	Events int    `json:"events"`
}

// Field is one thing on which reviewers can differ.
type Field struct {
	Name string `json:"name"` // verdict, type, status, parties
	// Events have two or more reviewers who say something of the field, Pairs of
	// whom Same say the same.
	Events int `json:"events"`
	Pairs  int `json:"pairs"`
	Same   int `json:"same"`
	// Alpha is Krippendorff's, of all reviewers, with the bounds in which 95 of
	// 100 samples of the events have it; nil with the reason in Why. Where nobody
	// differs, no sample does, and there are no bounds.
	Alpha  *float64 `json:"alpha,omitempty"`
	Low    *float64 `json:"low,omitempty"`
	High   *float64 `json:"high,omitempty"`
	Why    string   `json:"why,omitempty"`
	Couple []Couple `json:"between"`
}

// Couple is two reviewers.
type Couple struct {
	A      string   `json:"a"`
	B      string   `json:"b"`
	Events int      `json:"events"`
	Same   int      `json:"same"`
	Kappa  *float64 `json:"kappa,omitempty"` // Cohen's
	Why    string   `json:"why,omitempty"`
}

// Why there is no coefficient.
const (
	tooFew  = "too few"
	allSame = "no variation"
)

// unit is one event with what each reviewer says of a field.
type unit map[string]value

// value is what is said: a set of names, of one for all fields but parties.
type value string

const between = "\x1f"

func setOf(names []string) value {
	names = slices.Clone(names)
	slices.Sort(names)
	return value(strings.Join(slices.Compact(names), between))
}

// distance is 0 for the same, and 1 for sets that have nothing in common.
func distance(a, b value) float64 {
	if a == b {
		return 0
	}
	x, y := strings.Split(string(a), between), strings.Split(string(b), between)
	both := 0
	for _, name := range x {
		if slices.Contains(y, name) {
			both++
		}
	}
	return 1 - float64(both)/float64(len(x)+len(y)-both)
}

// fields are those that are compared, in order.
func fields() []string { return []string{"verdict", "type", "status", "parties"} }

// Of measures decisions on single events, each with its event as it was coded, in
// the order in which they were made. Those that were taken back are not given.
// Least is Least when 0.
func Of(decisions []archive.Example, least int) Report {
	if least <= 0 {
		least = Least
	}
	r := Report{Least: least, Reviewers: []Reviewer{}}
	said := views(decisions)
	keys := slices.Sorted(maps.Keys(said))
	by := map[string]int{}
	for _, key := range keys {
		if len(said[key]) < 2 {
			delete(said, key)
			continue
		}
		r.Events++
		for name := range said[key] {
			by[name]++
			r.Decisions++
		}
	}
	for _, name := range slices.Sorted(maps.Keys(by)) {
		r.Reviewers = append(r.Reviewers, Reviewer{name, by[name]})
	}
	for _, name := range fields() {
		var units []unit
		for _, key := range keys {
			u := unit{}
			for who, view := range said[key] {
				if v, ok := view[name]; ok {
					u[who] = v
				}
			}
			if len(u) >= 2 {
				units = append(units, u)
			}
		}
		r.Fields = append(r.Fields, fieldOf(name, units, least))
	}
	return r
}

// views gives, for each event, what each reviewer says of each field: the event as
// it was in force when he last decided, with what he changed.
func views(decisions []archive.Example) map[string]map[string]map[string]value {
	decisions = slices.Clone(decisions)
	slices.SortStableFunc(decisions, func(a, b archive.Example) int { return cmp.Compare(a.Correction.ID, b.Correction.ID) })
	now := map[string]*archive.Event{}
	said := map[string]map[string]map[string]value{}
	for i := range decisions {
		c := &decisions[i].Correction
		key := fmt.Sprintf("%s %d %d", c.Document, c.Trigger.Start, c.Trigger.End)
		if said[key] == nil {
			coded := decisions[i].Coded
			now[key], said[key] = &coded, map[string]map[string]value{}
		}
		e := now[key]
		view := map[string]value{"verdict": "event"}
		switch c.Verdict {
		case archive.Reject:
			view["verdict"] = "no event"
			said[key][c.Reviewer] = view
			continue
		case archive.Correct:
			if c.Set != nil {
				c.Set.Apply(e)
			}
		case archive.Accept:
		default:
			continue
		}
		if e.Key != "" { // else the event is coded no more, and its fields are not known
			view["type"], view["status"], view["parties"] = value(e.Type), value(e.Status), partiesOf(e)
		}
		said[key][c.Reviewer] = view
	}
	return said
}

func partiesOf(e *archive.Event) value {
	var names []string
	add := func(side string, list []archive.Party) {
		for _, p := range list {
			names = append(names, side+cmp.Or(p.Code, p.Name))
		}
	}
	add("by ", e.Actors)
	add("to ", e.Recipients)
	return setOf(names)
}

func fieldOf(name string, units []unit, least int) Field {
	f := Field{Name: name, Events: len(units), Couple: []Couple{}}
	couples := map[[2]string][][2]value{}
	for _, u := range units {
		who := slices.Sorted(maps.Keys(u))
		for i, a := range who {
			for _, b := range who[i+1:] {
				f.Pairs++
				if u[a] == u[b] {
					f.Same++
				}
				couples[[2]string{a, b}] = append(couples[[2]string{a, b}], [2]value{u[a], u[b]})
			}
		}
	}
	n := number(units)
	if f.Events < least {
		f.Why = tooFew
	} else if alpha, ok := n.alpha(n.whole); !ok {
		f.Why = allSame
	} else {
		f.Alpha = &alpha
		if f.Same < f.Pairs {
			f.Low, f.High = bounds(&n)
		}
	}
	order := slices.SortedFunc(maps.Keys(couples), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	for _, pair := range order {
		f.Couple = append(f.Couple, coupleOf(pair, couples[pair], least))
	}
	return f
}

func coupleOf(pair [2]string, said [][2]value, least int) Couple {
	c := Couple{A: pair[0], B: pair[1], Events: len(said)}
	for _, v := range said {
		if v[0] == v[1] {
			c.Same++
		}
	}
	if c.Events < least {
		c.Why = tooFew
	} else if kappa, ok := kappaOf(said); !ok {
		c.Why = allSame
	} else {
		c.Kappa = &kappa
	}
	return c
}

// numbered are the units of a field with their values as numbers, so that alpha of
// many samples is quick.
type numbered struct {
	said  [][]int   // the values of each unit
	apart []float64 // the distances of the pairs of each unit, as alpha weighs them
	alike []alike   // the values that have something in common
	kinds int
}

type alike struct {
	a, b int
	near float64 // 1 less the distance
}

func number(units []unit) numbered {
	n := numbered{}
	at := map[value]int{}
	for _, u := range units {
		for _, v := range u {
			at[v] = 0
		}
	}
	all := slices.Sorted(maps.Keys(at)) // in an order of their own, so that sums come out the same
	n.kinds = len(all)
	for i, v := range all {
		at[v] = i
		for j, w := range all[:i] {
			if near := 1 - distance(v, w); near > 0 {
				n.alike = append(n.alike, alike{j, i, near})
			}
		}
	}
	for _, u := range units {
		if len(u) < 2 {
			continue
		}
		values := slices.Sorted(maps.Values(u))
		numbers, sum := make([]int, len(values)), 0.0
		for i, v := range values {
			numbers[i] = at[v]
			for _, w := range values[i+1:] {
				sum += 2 * distance(v, w)
			}
		}
		n.said, n.apart = append(n.said, numbers), append(n.apart, sum/float64(len(values)-1))
	}
	return n
}

// alpha is Krippendorff's, of the units that are drawn: 1 less the mean distance of
// two values on one event, divided by that of any two values. It is not ok where
// all values are the same, or no event has two.
func (n *numbered) alpha(drawn func(yield func(int) bool)) (alpha float64, ok bool) {
	total, all, observed := make([]float64, n.kinds), 0.0, 0.0
	for i := range drawn {
		for _, v := range n.said[i] {
			total[v]++
		}
		all += float64(len(n.said[i]))
		observed += n.apart[i]
	}
	expected := all * all
	for _, t := range total {
		expected -= t * t
	}
	for _, p := range n.alike {
		expected -= 2 * total[p.a] * total[p.b] * p.near
	}
	if expected <= 0 {
		return 0, false
	}
	return 1 - (all-1)*observed/expected, true
}

// whole draws each unit once.
func (n *numbered) whole(yield func(int) bool) {
	for i := range n.said {
		if !yield(i) {
			return
		}
	}
}

// alphaOf is alpha of all units.
func alphaOf(units []unit) (alpha float64, ok bool) {
	n := number(units)
	return n.alpha(n.whole)
}

// kappaOf is Cohen's, of two reviewers: how far the share of same values goes beyond
// that of two who choose as often, but by chance. It is not ok where both say the
// same of all events.
func kappaOf(said [][2]value) (kappa float64, ok bool) {
	a, b := map[value]float64{}, map[value]float64{}
	same, n := 0.0, float64(len(said))
	for _, v := range said {
		a[v[0]]++
		b[v[1]]++
		if v[0] == v[1] {
			same++
		}
	}
	chance := 0.0
	for _, v := range slices.Sorted(maps.Keys(a)) {
		chance += a[v] * b[v] / n / n
	}
	if n == 0 || chance >= 1 {
		return 0, false
	}
	return (same/n - chance) / (1 - chance), true
}

const samples = 999

// bounds are those of alpha in samples of the events, drawn with replacement; the
// seed is fixed. A sample in which all say the same counts as 1: nobody differs.
func bounds(n *numbered) (low, high *float64) {
	draw := rand.New(rand.NewPCG(uint64(len(n.said)), 2011))
	got := make([]float64, samples)
	for i := range got {
		alpha, ok := n.alpha(func(yield func(int) bool) {
			for range n.said {
				if !yield(draw.IntN(len(n.said))) {
					return
				}
			}
		})
		if got[i] = alpha; !ok {
			got[i] = 1
		}
	}
	slices.Sort(got)
	return &got[samples*25/1000], &got[samples*975/1000]
}

package relations

import (
	"cmp"
	"slices"
	"strings"

	"chancery/internal/ontology"
	"chancery/record"
)

// PartySum is what a party takes part in.
type PartySum struct {
	Key       string
	Incidents int
	Contacts  int // incidents of the type CONSULT
	Quads     [5]int
	// Cooperation and Conflict are sums of scores without their sign.
	Cooperation, Conflict float64
}

// PartyQuestion says which incidents count.
type PartyQuestion struct {
	From, Until Day             // NoDay is open; periods of the aggregate that begin outside do not count
	Statuses    []record.Status // none given is Actual alone
	With        []string        // keys, one of which takes part too; none given asks for nobody else
}

// PartySums gives all parties in order of their keys. An incident counts once for
// each party, whatever side it is on; those of With are not counted themselves.
func PartySums(a *Aggregate, q PartyQuestion) []PartySum {
	members := make([][]string, len(a.sets.names))
	for i, set := range a.sets.names {
		members[i] = strings.Fields(set)
	}
	sums := map[string]*PartySum{}
	for c, t := range a.cells.each {
		d := c.period.First(a.grain)
		if t.incidents == 0 || q.From != NoDay && d < q.From || q.Until != NoDay && d > q.Until || !counts(q.Statuses, c.status) {
			continue
		}
		all := slices.Concat(members[c.from], members[c.to])
		slices.Sort(all)
		all = slices.Compact(all)
		if len(q.With) > 0 && !slices.ContainsFunc(all, func(k string) bool { return slices.Contains(q.With, k) }) {
			continue
		}
		for _, k := range all {
			if slices.Contains(q.With, k) {
				continue
			}
			if sums[k] == nil {
				sums[k] = &PartySum{Key: k}
			}
			sums[k].add(&c, t)
		}
	}
	out := make([]PartySum, 0, len(sums))
	for _, s := range sums {
		s.Cooperation, s.Conflict = s.Cooperation/10, s.Conflict/10
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b PartySum) int { return cmp.Compare(a.Key, b.Key) })
	return out
}

// add counts in tenths, whose sums are exact in any order.
func (s *PartySum) add(c *cell, t *tally) {
	n := int(t.incidents)
	s.Incidents += n
	if c.kind == ontology.Consult {
		s.Contacts += n
	}
	s.Quads[c.kind.Quad()] += n
	x := float64(c.scaleTenth)
	s.Cooperation += max(0, x) * float64(n)
	s.Conflict += max(0, -x) * float64(n)
}

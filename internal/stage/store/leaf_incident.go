package store

import (
	"strings"

	"chancery/internal/filter"
	"chancery/record"
)

// incidentIDs tests the incident of an event.
func (c *compiler) incidentIDs(l filter.Leaf) (cond, error) {
	p, ok := l.(filter.Pattern)
	if !ok {
		return anything(), nil
	}
	var names []string
	for _, t := range p.Any {
		if t.Prefix {
			return anything(), nil
		}
		names = append(names, clean(t.Text))
	}
	sql := "(e.incident IS NOT NULL AND e.incident IN (SELECT id FROM incidents WHERE " + c.s.d.AmongNames("name") + "))"
	x := exactly(sql, c.s.d.Names(names))
	x.sought = []sought{{sql: "SELECT id FROM events WHERE incident IN (SELECT id FROM incidents WHERE " + c.s.d.AmongNames("name") + ")", args: []any{c.s.d.Names(names)}}}
	return x, nil
}

// incidentLeaf compiles a test of an incident, of what it tells itself. Parties
// that are asked for by name or sector bring candidates; the incident is then
// tested.
func incidentLeaf(c *compiler, l filter.Leaf) (cond, error) {
	switch l.On() {
	case filter.Type, filter.Quad, filter.Status, filter.Mode, filter.Context, filter.Since, filter.Until, filter.Day:
		return actLeaf(c, l)
	case filter.Outcome:
		return c.outcome(l), nil
	case filter.Announced:
		return days("e.announced", l, false), nil
	case filter.Incident:
		return c.incidentNames(l), nil
	case filter.Level:
		return number("e.level", l), nil
	case filter.Confidence:
		return number("e.confidence", l), nil
	case filter.Scale:
		return number("e.scale", l), nil
	}
	if rolesOf(l.On()) == nil {
		return anything(), nil
	}
	if p, ok := l.(filter.Parties); ok {
		if x, ok, err := c.codes(p); ok || err != nil {
			return x, err
		}
	}
	ids, err := c.partyTerms(l)
	if err != nil || len(ids) == 0 {
		return nothing(), err
	}
	out := anything()
	out.ways = []way{{ids: ids}}
	return out, nil
}

func (c *compiler) outcome(l filter.Leaf) cond {
	keyed, ok := l.(filter.Keyed)
	if !ok {
		return anything()
	}
	var in []string
	for _, v := range []string{"", "held", "postponed", "cancelled"} {
		key := v
		if v == "" {
			key = "none"
		}
		if keyed.MatchKey(key) {
			in = append(in, "'"+v+"'")
		}
	}
	if in == nil {
		return nothing()
	}
	return exactly("e.outcome IN (" + strings.Join(in, ",") + ")")
}

func (c *compiler) incidentNames(l filter.Leaf) cond {
	p, ok := l.(filter.Pattern)
	if !ok {
		return anything()
	}
	var names []string
	for _, t := range p.Any {
		if t.Prefix {
			return anything()
		}
		names = append(names, clean(t.Text))
	}
	return exactly(c.s.d.AmongNames("e.name"), c.s.d.Names(names))
}

// isPerson says whether a party is one.
func isPerson(key string) bool {
	part := strings.SplitN(key, "\t", 6)
	return len(part) == 6 && part[3] == string(record.Person)
}

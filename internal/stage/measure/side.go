package measure

import (
	"fmt"
	"slices"
	"strings"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/registry"
	"chancery/record"
	"chancery/relations"
)

// World finds the sides of questions in the registry.
type World struct{ *registry.Registry }

// Side reads a side: a code (CHN), a name (China, NATO), the members of a body
// or region ("EU members", "bloc:SCO", "Central Asia"), several joined by +, or
// others. Members of a bloc belong to it from and until the days that the
// registry knows.
func (w World) Side(text string) (relations.Side, error) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return relations.Side{}, fmt.Errorf("a side has no name; give a country, a body, or a bloc such as \"EU members\"")
	}
	switch strings.ToLower(text) {
	case "others", "everyone", "world":
		return relations.Others(), nil
	}
	var side relations.Side
	var names []string
	for part := range strings.SplitSeq(text, "+") {
		name, members, err := w.one(strings.TrimSpace(part))
		if err != nil {
			return relations.Side{}, err
		}
		names = append(names, name)
		for _, m := range members {
			if !slices.Contains(side.Members, m) {
				side.Members = append(side.Members, m)
			}
		}
	}
	side.Name = strings.Join(names, " + ")
	return side, nil
}

func (w World) one(text string) (string, []relations.Member, error) {
	body, isBloc := blocName(text)
	e := w.find(body, isBloc)
	switch {
	case e == nil && isBloc:
		return "", nil, fmt.Errorf("no body or region with members is called %q; chancery registry find looks names up", body)
	case e == nil && len(body) == 3 && strings.ToUpper(body) == body:
		return body, []relations.Member{{Key: body, From: relations.NoDay, Until: relations.NoDay}}, nil
	case e == nil:
		return "", nil, fmt.Errorf("no country, body or region is called %q; chancery registry find looks names up", body)
	case isBloc || e.Kind == record.Place && len(e.Membership) > 0:
		return blocTitle(e), w.members(e), nil
	}
	return e.Name, []relations.Member{{Key: w.keyOf(e), From: relations.NoDay, Until: relations.NoDay}}, nil
}

// blocName tells whether a text asks for the members of a body.
func blocName(text string) (string, bool) {
	lower := strings.ToLower(text)
	for _, p := range []string{"bloc:", "members of the ", "members of ", "member states of the ", "member states of "} {
		if strings.HasPrefix(lower, p) {
			return strings.TrimSpace(text[len(p):]), true
		}
	}
	for _, s := range []string{" member states", " members"} {
		if strings.HasSuffix(lower, s) {
			return strings.TrimSpace(text[:len(text)-len(s)]), true
		}
	}
	return text, false
}

func blocTitle(e *registry.Entry) string {
	if e.Kind == record.Place {
		return e.Name
	}
	return e.Name + " members"
}

// find gives the entry of a code, key or name: with members when a bloc is
// asked for, else a state before a body before a region.
func (w World) find(name string, bloc bool) *registry.Entry {
	if e := w.State(strings.ToUpper(name)); e != nil && !bloc {
		return e
	}
	if e := w.ByKey(name); e != nil {
		return e
	}
	var best *registry.Entry
	rank := 0
	for _, ref := range w.Named(name) {
		e := w.Entry(ref.Entry)
		r := 0
		switch {
		case bloc && len(e.Membership) == 0:
		case e.Kind == record.State && e.Standing != "former":
			r = 4
		case e.Kind == record.Organization:
			r = 3
		case len(e.Membership) > 0:
			r = 2
		case e.Kind != record.Place && e.Kind != record.Person:
			r = 1
		}
		if r > rank {
			best, rank = e, r
		}
	}
	return best
}

func (w World) members(e *registry.Entry) (out []relations.Member) {
	for _, m := range e.Membership {
		key := m.Code
		if s := w.State(m.Code); s != nil {
			key = w.keyOf(s)
		}
		out = append(out, relations.Member{Key: key, From: edge(m.From, false), Until: edge(m.To, true)})
	}
	return out
}

// keyOf is the key by which relations counts an entry as a party.
func (w World) keyOf(e *registry.Entry) string {
	code := e.Code
	if e.Kind != record.State && e.Key != "org/un" && e.Key != "org/eu" {
		code = "" // the country that a body is of is another party
	}
	return relations.Key(&archive.Party{Code: code, Registry: e.Key})
}

// edge is the day at an end of a membership; a year or month that is known alone
// is taken from its first, or to its last day.
func edge(d registry.Date, last bool) relations.Day {
	y, m, day := int(d)/10000, int(d)/100%100, int(d)%100
	switch {
	case d == 0:
		return relations.NoDay
	case last && m == 0:
		m, day = 12, 31
	case last && day == 0:
		for day = 31; day > 28; day-- {
			if found, ok := relations.ParseDay(fmt.Sprintf("%04d-%02d-%02d", y, m, day)); ok {
				return found
			}
		}
	}
	found, _ := relations.ParseDay(fmt.Sprintf("%04d-%02d-%02d", y, max(m, 1), max(day, 1)))
	return found
}

// Name is what a party's key stands for: "China" for CHN.
func (w World) Name(key string) string {
	e := w.State(key)
	if e == nil {
		e = w.ByKey(key)
	}
	switch {
	case e != nil:
		return e.Name
	case key == "UNO":
		return "United Nations"
	case key == "EUR":
		return "European Union"
	}
	return key
}

// parties is the test of a filter that a party is of a side; nil for others.
func (w World) parties(field filter.Field, s *relations.Side) filter.Expr {
	if s.Others || !s.Given() {
		return nil
	}
	leaf := filter.Parties{Field: field}
	for _, key := range s.Keys() {
		p := filter.Party{Text: key, Codes: []string{key}}
		if w.ByKey(key) != nil {
			p = filter.Party{Text: key, Keys: []string{key}}
		}
		leaf.Any = append(leaf.Any, p)
	}
	return leaf
}

// sides lists the acts in which both sides of a question take part.
func (w World) sides(q *relations.Question) (e filter.Expr) {
	e = filter.All{}
	for _, s := range []*relations.Side{&q.A, &q.B} {
		if leaf := w.parties(filter.Side, s); leaf != nil {
			e = filter.Both(e, leaf)
		}
	}
	return e
}

// scope is that of the acts of some questions.
func (w World) scope(asks ...*relations.Question) (of scope) {
	var any []filter.Expr
	for _, q := range asks {
		any = append(any, w.sides(q))
		for _, k := range append(q.A.Keys(), q.B.Keys()...) {
			if !slices.Contains(of.keys, k) {
				of.keys = append(of.keys, k)
			}
		}
	}
	of.sides = sidesOf(asks)
	of.filter = any[0]
	if len(any) > 1 {
		of.filter = filter.Or{Of: any}
	}
	return of
}

// sidesOf are the different sides of questions that each have two different ones
// with keys; nil when one of them has not.
func sidesOf(asks []*relations.Question) (out [][]string) {
	for _, q := range asks {
		if slices.Equal(q.A.Keys(), q.B.Keys()) {
			return nil
		}
		for _, s := range []*relations.Side{&q.A, &q.B} {
			keys := s.Keys()
			if s.Others || !s.Given() || len(keys) == 0 {
				return nil
			}
			if !slices.ContainsFunc(out, func(had []string) bool { return slices.Equal(had, keys) }) {
				out = append(out, keys)
			}
		}
	}
	return out
}

// Filter lists the incidents that may be of a question: all of them are in it,
// and some others when memberships have dates.
func (w World) Filter(q *relations.Question) filter.Expr {
	e := w.sides(q)
	statuses := filter.Set{Field: filter.Status, Any: []string{string(record.Actual)}}
	if len(q.Statuses) > 0 {
		statuses.Any = nil
		for _, s := range q.Statuses {
			statuses.Any = append(statuses.Any, string(s))
		}
	}
	return filter.Both(filter.Both(e, statuses), Days(q.From, q.Until))
}

// Days is the filter of a stretch of days.
func Days(from, until relations.Day) filter.Expr {
	var e filter.Expr = filter.All{}
	if from != relations.NoDay {
		e = filter.Both(e, filter.Days{Field: filter.Since, Any: []filter.Period{{Text: from.String(), From: from.String()}}})
	}
	if until != relations.NoDay {
		e = filter.Both(e, filter.Days{Field: filter.Until, Any: []filter.Period{{Text: until.String(), To: until.String()}}})
	}
	return e
}

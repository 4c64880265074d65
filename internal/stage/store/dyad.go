package store

import (
	"context"
	"slices"
	"strings"

	"chancery/archive"
	"chancery/internal/filter"
)

// dyads are the pairs of different codes, each in order and once: under them is
// found what two countries both take part in, however often either is in the news.
func dyads(codes []string) []string {
	codes = slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return c == "" })
	slices.Sort(codes)
	codes = slices.Compact(codes)
	var out []string
	for i, a := range codes {
		for _, b := range codes[i+1:] {
			out = append(out, dyad(a, b))
		}
	}
	return out
}

// dyad is the term of two codes, whatever their order.
func dyad(a, b string) string { return min(a, b) + "|" + max(a, b) }

// dyads notes the pairs among the parties of both sides.
func (x *indexer) dyads(sides ...[]archive.Party) {
	var codes []string
	for _, list := range sides {
		for i := range list {
			codes = append(codes, list[i].Code)
		}
	}
	x.all(ofDyad, dyads(codes))
}

// mostDyads bounds the pairs that a filter is answered by.
const mostDyads = 64

// dyad finds two tests of countries that must both hold, and answers them by
// the pairs. rest is what is left to test.
func (c *compiler) dyad(of []filter.Expr) (x cond, rest []filter.Expr, err error) {
	x, rest = cond{exact: true, to: lastDay}, of
	if c.name != "event" && c.name != "incident" {
		return x, rest, nil
	}
	for i := range of {
		for k := i + 1; k < len(of); k++ {
			pairs, exact := pairsOf(of[i], of[k])
			if pairs == nil {
				continue
			}
			ids, err := c.termsOf(ofDyad, pairs)
			if err != nil || ids == nil {
				return nothing(), nil, err
			}
			if !exact { // a pair tells not who did it to whom
				x.ways = []way{{ids: ids}}
				return x, rest, nil
			}
			rest = slices.Concat(of[:i], of[i+1:k], of[k+1:])
			return c.found(ids), rest, nil
		}
	}
	return x, rest, nil
}

// pairsOf are the pairs under one of which everything is that two tests match;
// exact says that nothing else is. None: the tests are no such two.
func pairsOf(a, b filter.Expr) (pairs []string, exact bool) {
	first, either := plainCodes(a)
	second, too := plainCodes(b)
	if first == nil || second == nil || len(first)*len(second) > mostDyads {
		return nil, false
	}
	for _, x := range first {
		for _, y := range second {
			if x == y {
				return nil, false
			}
			pairs = append(pairs, dyad(x, y))
		}
	}
	slices.Sort(pairs)
	return slices.Compact(pairs), either && too
}

// plainCodes are the countries that a test of a side asks for, when it asks for
// nothing else; either tells that they may be on any side.
func plainCodes(e filter.Expr) (codes []string, either bool) {
	p, ok := e.(filter.Parties)
	if !ok {
		return nil, false
	}
	switch p.Field {
	case filter.Side, filter.SideBloc:
		either = true
	case filter.Actor, filter.ActorBloc, filter.Recipient, filter.RecipientBloc:
	default:
		return nil, false
	}
	return codesOf(p), either
}

// codesOf are the codes of a test of parties that asks for codes alone.
func codesOf(p filter.Parties) (codes []string) {
	for _, w := range p.Any {
		if w.Codes == nil || w.Keys != nil || w.Name.Words != nil || w.Sector != "" {
			return nil
		}
		codes = append(codes, w.Codes...)
	}
	return codes
}

// termsOf are the terms of a field with one of the values, in order.
func (c *compiler) termsOf(field string, values []string) (ids []int64, err error) {
	err = c.s.read.each(c.ctx, func(row scan) error {
		var id int64
		err := row(&id)
		ids = append(ids, id)
		return err
	}, "SELECT id FROM terms WHERE field = ? AND "+c.s.d.AmongNames("value"), field, c.s.d.Names(values))
	slices.Sort(ids)
	return ids, err
}

// indexIncident says under what an incident is found: what it tells itself.
func indexIncident(ctx context.Context, inc *archive.Incident, give giver) (*indexed, error) {
	x := &indexer{give: give, ctx: ctx, to: &indexed{day: day(inc.Start)}}
	x.to.kind = x.term(ofType, inc.Type)
	if inc.Status != "actual" {
		x.term(ofStatus, string(inc.Status))
	}
	x.all(ofMode, inc.Modes)
	x.all(ofContext, inc.Contexts)
	x.parties(roleActor, ofActor, inc.Actors)
	x.parties(roleRecipient, ofRecipient, inc.Recipients)
	x.dyads(inc.Actors, inc.Recipients)
	x.party(roleForum, inc.Forum)
	x.where(inc.Place)
	return x.to, x.err
}

// incidentTerms are rows that incidents are found by.
func incidentTerms() *rows {
	r := table("incident_terms", "term", "day", "incident")
	r.after = " ON CONFLICT DO NOTHING"
	return r
}

// reindex changes the terms of an incident from what it was to what it is; either
// may be nil.
func (t *txn) reindex(ctx context.Context, id int64, was, is *archive.Incident) error {
	old, now := &indexed{}, &indexed{}
	var err error
	if was != nil {
		if old, err = indexIncident(ctx, was, t.term); err != nil {
			return err
		}
	}
	if is != nil {
		if now, err = indexIncident(ctx, is, t.term); err != nil {
			return err
		}
	}
	if err := t.month(ctx, now.day); err != nil {
		return err
	}
	moved := old.day != now.day
	for _, term := range old.terms {
		if !moved && slices.Contains(now.terms, term) {
			continue
		}
		if err := t.exec(ctx, "DELETE FROM incident_terms WHERE term = ? AND day = ? AND incident = ?", term, old.day, id); err != nil {
			return err
		}
	}
	into := incidentTerms()
	for _, term := range now.terms {
		if moved || !slices.Contains(old.terms, term) {
			into.add(term, now.day, id)
		}
	}
	return into.flush(ctx, t.handle)
}

// pairKeys are rows that pairs of the monthly sums are found by.
func pairKeys() *rows {
	r := table("pair_keys", "party", "pair")
	r.after = " ON CONFLICT DO NOTHING"
	return r
}

// partiesOf are the different parties of a pair.
func partiesOf(sets [2]string) []string {
	keys := strings.Fields(sets[0] + " " + sets[1])
	slices.Sort(keys)
	return slices.Compact(keys)
}

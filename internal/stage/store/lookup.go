package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/record"
)

// fewTerms is the number of terms up to which each is looked for by itself, and
// someTerms is that for the few items of a page, where the database does so if told.
const (
	fewTerms  = 12
	someTerms = 64
)

// under is the condition that an item is under one of the terms.
func (c *compiler) under(ids []int64) (string, []any) {
	if len(ids) > fewTerms && (c.counting || c.each == "" || len(ids) > someTerms) {
		in, args := c.amongMany("term", ids)
		return fmt.Sprintf("e.id IN (SELECT %s FROM %s_terms WHERE %s)", c.name, c.name, in), args
	}
	from := fmt.Sprintf("EXISTS (SELECT 1 FROM %s_terms t WHERE %s AND ", c.name, ofItem(c.name))
	in, args := c.among("t.term", ids)
	return from + in + c.each + ")", args
}

// ofItem and partyOf are the conditions that a term, a party is of the item.
func ofItem(name string) string  { return "t.day = e.day AND t." + name + " = e.id" }
func partyOf(name string) string { return "p." + name + " = e.id" }

// among is the condition that a column holds one of the numbers.
func (c *compiler) among(column string, ids []int64) (string, []any) {
	if len(ids) <= fewTerms {
		parts := make([]string, len(ids))
		for i, id := range ids {
			parts[i] = fmt.Sprint(id)
		}
		return column + " IN (" + strings.Join(parts, ",") + ")", nil
	}
	return c.s.d.Among(column), []any{c.s.d.Numbers(ids)}
}

// amongMany is the same for lists of any length.
func (c *compiler) amongMany(column string, ids []int64) (string, []any) {
	if len(ids) <= fewTerms {
		return c.among(column, ids)
	}
	return c.s.d.AmongMany(column), []any{c.s.d.Numbers(ids)}
}

// matching are the terms of a field of which keys gives one that matches.
func (c *compiler) matching(field string, l filter.Leaf, keys func(value string) []string) ([]int64, error) {
	keyed, ok := l.(filter.Keyed)
	if !ok {
		return nil, nil
	}
	var ids []int64
	err := c.s.read.each(c.ctx, func(row scan) error {
		var id int64
		var value string
		if err := row(&id, &value); err != nil {
			return err
		}
		if slices.ContainsFunc(keys(value), keyed.MatchKey) {
			ids = append(ids, id)
		}
		return nil
	}, "SELECT id, value FROM terms WHERE field = ?", field)
	return ids, err
}

// values tests a field whose values are terms.
func (c *compiler) values(field string, l filter.Leaf, key func(string) string) (cond, error) {
	ids, err := c.matching(field, l, func(v string) []string { return []string{key(v)} })
	return c.found(ids), err
}

// people tests a number of people, each of which is a term.
func (c *compiler) people(field string, l filter.Leaf, size func(*int) *record.Size) (cond, error) {
	var ids []int64
	err := c.s.read.each(c.ctx, func(row scan) error {
		var id int64
		var value string
		if err := row(&id, &value); err != nil {
			return err
		}
		if n, err := strconv.Atoi(value); err == nil && filter.Match(l, &archive.Event{Size: size(&n)}) {
			ids = append(ids, id)
		}
		return nil
	}, "SELECT id, value FROM terms WHERE field = ?", field)
	return c.found(ids), err
}

// found is the condition that an item is under one of the terms.
func (c *compiler) found(ids []int64) cond {
	if ids == nil {
		return nothing()
	}
	sql, args := c.under(ids)
	x := exactly(sql, args...)
	x.ways = []way{{ids: ids, passed: x.itself()}}
	return x
}

// review tests the mark of review. Events that nobody looked at are most of all
// and are under no term.
func (c *compiler) review(l filter.Leaf) (cond, error) {
	x := choice("e.review", reviews(), l)
	keyed, ok := l.(filter.Keyed)
	if !ok || keyed.MatchKey("none") {
		return x, nil
	}
	ids, err := c.matching(ofReview, l, func(v string) []string { return []string{v} })
	if err != nil || ids == nil {
		return nothing(), err
	}
	x.ways = []way{{ids, x.itself(), true}}
	return x, nil
}

// column tests a column that holds a term.
func (c *compiler) column(column, field string, l filter.Leaf, keys func(string) []string) (cond, error) {
	ids, err := c.matching(field, l, keys)
	if err != nil || ids == nil {
		return nothing(), err
	}
	in, args := c.among(column, ids)
	x := exactly(in, args...)
	x.ways = []way{{ids, x.itself(), true}}
	return x, nil
}

// status tests the status of an event. Acts that happened are most of all and
// are under no term.
func (c *compiler) status(l filter.Leaf) (cond, error) {
	x := choice("e.status", statuses(), l)
	keyed, ok := l.(filter.Keyed)
	if !ok || keyed.MatchKey(statuses()[0]) {
		return x, nil
	}
	ids, err := c.matching(ofStatus, l, func(v string) []string { return []string{v} })
	if err != nil || ids == nil {
		return nothing(), err
	}
	x.ways = []way{{ids, x.itself(), true}}
	return x, nil
}

// outlets tests the outlet of the document.
func (c *compiler) outlets(l filter.Leaf) (cond, error) {
	ids, err := c.matching(ofOutlet, l, func(v string) []string {
		return filter.OfEvent(&archive.Event{Outlet: v}).Keys(filter.Outlet)
	})
	if err != nil || ids == nil {
		return nothing(), err
	}
	in, args := c.among("d.outlet", ids)
	x := withDocs(exactly(in, args...))
	x.ways = []way{{ids, x.itself(), true}}
	return x, nil
}

// parties tests who takes part in one of the roles.
func (c *compiler) parties(l filter.Leaf, roles []int64) (cond, error) {
	if p, ok := l.(filter.Parties); ok && c.name == "event" {
		if x, ok, err := c.codes(p); ok || err != nil {
			return x, err
		}
	}
	ids, err := c.partyTerms(l)
	if err != nil || len(ids) == 0 {
		return nothing(), err
	}
	inRole, _ := c.among("p.role", roles)
	// The plus keeps the database from looking for each party of the list in turn:
	// an event has a few, which are looked up in the list.
	in, args := c.among("+p.party", ids)
	x := exactly(fmt.Sprintf("EXISTS (SELECT 1 FROM %s_parties p WHERE %s AND %s AND %s%s)", c.name, partyOf(c.name), inRole, in, c.each), args...)
	x.ways = []way{{ids: ids}}
	return x, nil
}

// codes is the short way for countries alone, which have terms of their own.
func (c *compiler) codes(p filter.Parties) (x cond, ok bool, err error) {
	var fields []string
	switch p.Field {
	case filter.Actor, filter.ActorBloc:
		fields = []string{ofActor}
	case filter.Recipient, filter.RecipientBloc:
		fields = []string{ofRecipient}
	case filter.Side, filter.SideBloc:
		fields = []string{ofActor, ofRecipient}
	case filter.Speaker, filter.SpeakerBloc:
		fields = []string{ofSpeaker}
	case filter.Place, filter.PlaceBloc:
		fields = []string{ofPlace}
	default:
		return cond{}, false, nil
	}
	values := codesOf(p)
	if values == nil {
		return cond{}, false, nil
	}
	var ids []int64
	for _, field := range fields {
		more, err := c.termsOf(field, values)
		if err != nil {
			return cond{}, false, err
		}
		ids = append(ids, more...)
	}
	if ids == nil {
		return nothing(), true, nil
	}
	slices.Sort(ids)
	return c.found(ids), true, nil
}

// partyTerms are the parties that match a test of parties or sectors.
func (c *compiler) partyTerms(l filter.Leaf) ([]int64, error) {
	match, whats := partyTest(l)
	seen := map[int64]bool{}
	for _, w := range whats {
		err := c.s.read.each(c.ctx, func(row scan) error {
			var id int64
			var value string
			if err := row(&id, &value); err != nil {
				return err
			}
			if !seen[id] && match(value) {
				seen[id] = true
			}
			return nil
		}, "SELECT t.id, t.value FROM lookups l JOIN terms t ON t.id = l.term WHERE l.what >= ? AND l.what < ?", w[0], w[1])
		if err != nil {
			return nil, err
		}
	}
	return sorted(seen), nil
}

// partyTest says how a party is tested, and in which stretches of the lookups
// all that match are found.
func partyTest(l filter.Leaf) (match func(key string) bool, whats [][2]string) {
	switch l := l.(type) {
	case filter.Set: // of sectors
		for _, sector := range l.Any {
			whats = append(whats, exact("s:"+sector))
		}
		return func(key string) bool {
			part := strings.SplitN(key, "\t", 6)
			return len(part) == 6 && slices.ContainsFunc(strings.Split(part[4], ","), l.MatchKey)
		}, whats
	case filter.Parties:
		for i := range l.Any {
			whats = append(whats, partyWhats(&l.Any[i])...)
		}
		return func(key string) bool {
			return l.MatchKey(key) && (l.Field != filter.Person || isPerson(key))
		}, whats
	}
	return func(string) bool { return false }, nil
}

// partyWhats are the stretches in which the parties like p are.
func partyWhats(p *filter.Party) (out [][2]string) {
	for _, code := range p.Codes {
		out = append(out, exact("c:"+code))
	}
	for _, key := range p.Keys {
		out = append(out, exact("k:"+key))
	}
	if n := len(p.Name.Words); n > 0 {
		longest := ""
		for i, w := range p.Name.Words {
			if len(w) > len(longest) && !(p.Name.Prefix && i == n-1) {
				longest = w
			}
		}
		if longest != "" {
			out = append(out, exact("w:"+longest))
		} else {
			w := p.Name.Words[n-1]
			out = append(out, [2]string{"w:" + w, "w:" + w + "\U0010FFFF"})
		}
	}
	if out == nil && p.Sector != "" {
		out = append(out, exact("s:"+p.Sector))
	}
	return out
}

// exact is the stretch of one string.
func exact(what string) [2]string { return [2]string{what, what + "\x01"} }

// words tests running text. An item is found by its own words, and with title by
// those of its page's title too.
func (c *compiler) words(l filter.Leaf, in string, title bool) (cond, error) {
	w, ok := l.(filter.Words)
	if !ok {
		return anything(), nil
	}
	phrases := make([]Phrase, len(w.Any))
	simple := true
	for i, p := range w.Any {
		phrases[i] = Phrase{p.Words, p.Prefix}
		for _, word := range p.Words {
			simple = simple && isASCII(word)
		}
	}
	matched := c.s.d.Match(phrases)
	own := "SELECT " + c.s.d.Row + " AS id FROM " + in + " WHERE " + c.s.d.Matching(in)
	byTitle := "SELECT x.id FROM " + c.name + "s x WHERE x.doc IN (SELECT " + c.s.d.Row + " FROM title_words WHERE " + c.s.d.Matching("title_words") + ")"
	x := exactly("e.id IN ("+own+")", matched)
	switch {
	case in == "title_words":
		x.sql = "e.doc IN (" + own + ")"
		x.sought = []sought{{sql: byTitle, args: x.args, passed: x.itself()}}
	case title:
		x.sql = "(e.id IN (" + own + ") OR e.doc IN (SELECT " + c.s.d.Row + " FROM title_words WHERE " + c.s.d.Matching("title_words") + "))"
		x.args = []any{matched, matched}
		x.sought = []sought{{sql: own + " UNION " + byTitle, args: x.args, passed: x.itself()}}
	default:
		x.sought = []sought{{sql: own, args: x.args, passed: x.itself()}}
	}
	x.exact = simple
	return x, nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

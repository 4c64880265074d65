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

// eventLeaf compiles a test of an event.
func eventLeaf(c *compiler, l filter.Leaf) (cond, error) {
	switch l.On() {
	case filter.Review:
		return c.review(l)
	case filter.Attributed:
		return flag("(e.flags & 2) <> 0", l), nil
	case filter.Dated:
		return flag("(e.flags & 1) <> 0", l), nil
	case filter.Level:
		return number("e.level", l), nil
	case filter.Confidence:
		return number("e.confidence", l), nil
	case filter.Scale:
		return number("e.scale", l), nil
	case filter.Killed:
		return c.people(ofKilled, l, func(n *int) *record.Size { return &record.Size{Killed: n} })
	case filter.Injured:
		return c.people(ofInjured, l, func(n *int) *record.Size { return &record.Size{Injured: n} })
	case filter.Arrested:
		return c.people(ofArrested, l, func(n *int) *record.Size { return &record.Size{Arrested: n} })
	case filter.Participants:
		return c.people(ofParticipants, l, func(n *int) *record.Size { return &record.Size{Participants: n} })
	case filter.Trigger:
		return c.values(ofTrigger, l, func(v string) string { return v })
	case filter.Incident:
		return c.incidentIDs(l)
	case filter.CAMEO:
		return c.values(ofCAMEO, l, func(v string) string { return v })
	case filter.Content:
		return c.words(l, "event_words", true)
	case filter.Has:
		if set, ok := l.(filter.Set); ok && slices.Equal(set.Any, []string{"size"}) {
			return c.values(ofHas, l, func(v string) string { return v })
		}
		return c.eventHas(l), nil
	}
	return actLeaf(c, l)
}

// actLeaf compiles what events and statements have in common, and what events
// and incidents have.
func actLeaf(c *compiler, l filter.Leaf) (cond, error) {
	switch f := l.On(); f {
	case filter.Type, filter.Quad:
		return c.column("e.type", ofType, l, func(v string) []string {
			return filter.OfEvent(&archive.Event{Type: v}).Keys(f)
		})
	case filter.Status:
		return c.status(l)
	case filter.Mode:
		return c.values(ofMode, l, func(v string) string { return v })
	case filter.Context:
		return c.values(ofContext, l, func(v string) string { return v })
	case filter.Outlet:
		return c.outlets(l)
	case filter.Copied:
		x := withDocs(flag("d.copy <> ''", l))
		if x.sql == "d.copy <> ''" {
			x.sought = []sought{{sql: "SELECT x.id FROM " + c.name + "s x WHERE x.doc IN (SELECT id FROM documents WHERE original IS NOT NULL)"}}
		}
		return x, nil
	case filter.Since, filter.Until, filter.Day:
		return days("e.day", l, true), nil
	case filter.Published:
		x := withDocs(days("d.day", l, false))
		if x.exact {
			x.sought = c.ofDocuments(x.sql, x.args)
			x.sought[0].passed, x.sought[0].apart = x.itself(), "SELECT 1 FROM documents d WHERE "+x.sql
		}
		return x, nil
	case filter.Title:
		return c.words(l, "title_words", false)
	case filter.Document:
		return c.documentPrefix(l), nil
	case filter.Event, filter.Statement:
		return c.keyIs(l), nil
	}
	if roles := rolesOf(l.On()); roles != nil {
		return c.parties(l, roles)
	}
	return anything(), nil
}

// statementLeaf compiles a test of a statement.
func statementLeaf(c *compiler, l filter.Leaf) (cond, error) {
	same := func(v string) string { return v }
	switch l.On() {
	case filter.Kind:
		return c.values(ofKind, l, same)
	case filter.Polarity:
		return c.values(ofPolarity, l, same)
	case filter.SpeakerKind:
		return c.values(ofSource, l, same)
	case filter.Content:
		return c.words(l, "statement_words", false)
	case filter.Person:
		return c.parties(l, []int64{roleSpeaker, roleVia, roleAbout})
	case filter.Dated:
		return anything(), nil
	}
	return actLeaf(c, l)
}

// rolesOf are the roles in which a field looks for parties.
func rolesOf(f filter.Field) []int64 {
	switch f {
	case filter.Actor, filter.ActorBloc, filter.ActorSector:
		return []int64{roleActor}
	case filter.Recipient, filter.RecipientBloc, filter.RecipientSector:
		return []int64{roleRecipient}
	case filter.Side, filter.SideBloc, filter.SideSector:
		return []int64{roleActor, roleRecipient}
	case filter.Forum:
		return []int64{roleForum}
	case filter.Speaker, filter.SpeakerBloc, filter.SpeakerSector:
		return []int64{roleSpeaker}
	case filter.Via:
		return []int64{roleVia}
	case filter.About:
		return []int64{roleAbout}
	case filter.Person:
		return []int64{roleActor, roleRecipient, roleSpeaker}
	case filter.Place, filter.PlaceBloc:
		return []int64{rolePlace}
	}
	return nil
}

func withDocs(x cond) cond {
	x.docs = true
	return x
}

// choice tests a column that holds the place of a value in a list; "none" is 0.
func choice(column string, list []string, l filter.Leaf) cond {
	keyed, ok := l.(filter.Keyed)
	if !ok {
		return anything()
	}
	var in []string
	if keyed.MatchKey("none") {
		in = append(in, "0")
	}
	for i, v := range list {
		if keyed.MatchKey(v) {
			in = append(in, strconv.Itoa(i+1))
		}
	}
	if in == nil {
		return nothing()
	}
	return exactly(column + " IN (" + strings.Join(in, ",") + ")")
}

// flag tests a truth that is asked for by yes and no.
func flag(sql string, l filter.Leaf) cond {
	keyed, ok := l.(filter.Keyed)
	if !ok {
		return anything()
	}
	switch yes, no := keyed.MatchKey("yes"), keyed.MatchKey("no"); {
	case yes && no:
		return cond{exact: true, to: lastDay}
	case yes:
		return exactly(sql)
	case no:
		return exactly("NOT (" + sql + ")")
	}
	return nothing()
}

// number tests a column that may be NULL.
func number(column string, l filter.Leaf) cond {
	n, ok := l.(filter.Numbers)
	if !ok {
		return anything()
	}
	var parts []string
	var args []any
	for _, r := range n.Any {
		switch r.Op {
		case "<", "<=", ">", ">=", "=":
			parts, args = append(parts, column+" "+r.Op+" ?"), append(args, r.X)
		case "..":
			parts, args = append(parts, column+" BETWEEN ? AND ?"), append(args, r.X, r.Y)
		default:
			return anything()
		}
	}
	return exactly("("+column+" IS NOT NULL AND ("+strings.Join(parts, " OR ")+"))", args...)
}

// days tests a column of days; bounds tells that it is the day of the order.
func days(column string, l filter.Leaf, bounds bool) cond {
	d, ok := l.(filter.Days)
	if !ok {
		return anything()
	}
	var parts []string
	out := exactly("")
	from, to := int64(lastDay), int64(0)
	for _, p := range d.Any {
		a, b := int64(1), int64(lastDay)
		if p.From != "" {
			a = day(p.From)
		}
		if p.To != "" {
			b = day(p.To)
		}
		if a == 0 || b == 0 {
			return anything()
		}
		parts, out.args = append(parts, column+" BETWEEN ? AND ?"), append(out.args, a, b)
		from, to = min(from, a), max(to, b)
	}
	if bounds {
		out.from, out.to = from, to
	}
	out.sql = strings.Join(parts, " OR ")
	return out
}

// eventHas tests that something is known.
func (c *compiler) eventHas(l filter.Leaf) cond {
	set, ok := l.(filter.Set)
	if !ok {
		return anything()
	}
	var parts []string
	for _, v := range set.Any {
		role := map[string]int{"actor": roleActor, "recipient": roleRecipient, "forum": roleForum, "speaker": roleSpeaker, "via": roleVia, "place": rolePlace}[v]
		switch {
		case role > 0:
			parts = append(parts, fmt.Sprintf("EXISTS (SELECT 1 FROM event_parties p WHERE %s AND p.role = %d%s)", partyOf("event"), role, c.each))
		case v == "level":
			parts = append(parts, "e.level IS NOT NULL")
		case v == "incident":
			parts = append(parts, "e.incident IS NOT NULL")
		case v == "date":
			parts = append(parts, "(e.flags & 1) <> 0")
		default:
			return anything()
		}
	}
	return exactly(strings.Join(parts, " OR "))
}

// documentPrefix tests the first digits of the document's SHA-256.
func (c *compiler) documentPrefix(l filter.Leaf) cond {
	p, ok := l.(filter.Pattern)
	if !ok {
		return anything()
	}
	out := exactly("")
	var parts []string
	for _, t := range p.Any {
		digits := t.Text
		if len(digits) > 16 || !t.Prefix {
			out.exact = false // the rest is compared on the item
			digits = digits[:min(16, len(digits))]
		}
		from, err1 := strconv.ParseUint(digits+strings.Repeat("0", 16-len(digits)), 16, 64)
		to, err2 := strconv.ParseUint(digits+strings.Repeat("f", 16-len(digits)), 16, 64)
		if err1 != nil || err2 != nil || strings.ToLower(digits) != digits {
			continue // no digest begins so
		}
		parts, out.args = append(parts, "d.head BETWEEN ? AND ?"), append(out.args, ordered(from), ordered(to))
	}
	if parts == nil {
		return nothing()
	}
	out.sql, out.docs = strings.Join(parts, " OR "), true
	out.sought = c.ofDocuments(out.sql, out.args)
	out.sought[0].passed = out.itself()
	return out
}

// ofDocuments seeks the items of the documents of a condition.
func (c *compiler) ofDocuments(where string, args []any) []sought {
	return []sought{{sql: "SELECT x.id FROM " + c.name + "s x WHERE x.doc IN (SELECT d.id FROM documents d WHERE " + where + ")", args: args}}
}

// keyIs tests the key of an event or statement.
func (c *compiler) keyIs(l filter.Leaf) cond {
	p, ok := l.(filter.Pattern)
	if !ok {
		return anything()
	}
	out := exactly("")
	var parts, heads []string
	var of []any
	for _, t := range p.Any {
		if t.Prefix {
			return anything()
		}
		if h, tail, ok := splitKey(t.Text); ok && joinKey(h, tail) == t.Text {
			parts, out.args = append(parts, "(d.head = ? AND e.tail = ?)"), append(out.args, h, tail)
			heads, of = append(heads, "d.head = ?"), append(of, h)
		}
	}
	if parts == nil {
		return nothing()
	}
	out.sql, out.docs = strings.Join(parts, " OR "), true
	out.sought = c.ofDocuments(strings.Join(heads, " OR "), of)
	return out
}

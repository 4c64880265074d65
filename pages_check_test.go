package chancery_test

import (
	"slices"
	"strings"
	"testing"

	"chancery/record"
)

// pageCheck holds the record of one page against its lines and counts the fields.
type pageCheck struct {
	identityChecks
	counts map[string]tally
	used   map[string]bool // ids that some line asked for
}

type pageFault struct{ field, got string }

// check gives the fields of a line that are not as expected.
func (c *pageCheck) check(t *testing.T, line *pageLine) []pageFault {
	t.Helper()
	var got []string // "=" for right, "" for missing, else what stands there instead
	switch line.key {
	case "who":
		got = c.who(line.fields)
	case "post":
		got = c.postOf(line.fields)
	case "said":
		got = c.said(line.fields)
	case "act":
		got = c.act(t, line.fields)
	}
	var faults []pageFault
	for i, g := range got {
		field := pageFields[line.key][i]
		key := line.key + " " + field
		n := c.counts[key]
		switch g {
		case "?": // not looked at
		case "=":
			n.right++
		case "":
			n.missing++
			faults = append(faults, pageFault{field, "nothing"})
		default:
			n.wrong++
			faults = append(faults, pageFault{field, g})
		}
		c.counts[key] = n
	}
	return faults
}

// same compares what stands in a record with what is expected: "?" is not
// looked at, "-" stands for nothing.
func same(want, got string, equal bool) string {
	switch {
	case want == "?":
		return "?"
	case want == "-" && got == "", equal:
		return "="
	}
	return got
}

// named finds the entity of a name: the one that it names whole, else one that it is part of.
func (c *pageCheck) named(name string) *record.Entity {
	for _, whole := range []bool{true, false} {
		for i := range c.rec.Entities {
			e := &c.rec.Entities[i]
			if e.Name == name {
				return e
			}
			for _, m := range e.Mentions {
				words := c.rec.Cut(c.text, m.Span)
				if m.Form == record.Name && (words == name || !whole && strings.Contains(words, name)) {
					return e
				}
			}
		}
	}
	return nil
}

func (c *pageCheck) who(f []string) []string {
	e := c.named(f[0])
	if e == nil {
		return []string{""}
	}
	kind, want := string(e.Kind), f[1]
	return []string{"=", same(want, kind, kind == want), same(f[2], e.Code, e.Code == f[2])}
}

func (c *pageCheck) postOf(f []string) []string {
	e := c.named(f[0])
	former := len(f) > 3
	got := []string{""}
	for i := range c.rec.Posts {
		p := &c.rec.Posts[i]
		if e == nil || p.Person != e.ID || c.used[p.ID] {
			continue
		}
		fits := strings.Contains(strings.ToLower(p.Title), strings.ToLower(f[1])) || strings.Contains(strings.ToLower(f[1]), strings.ToLower(p.Title))
		time := "present"
		if p.Former {
			time = "former"
		}
		if len(got) == 1 || fits {
			got = []string{"=", same(f[1], p.Title, fits), same(f[2], p.Code, p.Code == f[2]), same("", time, p.Former == former)}
		}
		if fits {
			c.used[p.ID] = true
			break
		}
	}
	return got
}

// is tells whether an entity is what "name", "CODE" or "name/CODE" asks for.
func (c *pageCheck) is(e *record.Entity, want string) bool {
	name, code, both := strings.Cut(want, "/")
	if !both && len(want) == 3 && strings.ToUpper(want) == want && !strings.ContainsAny(want, "0123456789") {
		name, code, both = "", want, true
	}
	if both && e.Code != code && (code != "-" || e.Code != "") {
		return false
	}
	if name == "" || strings.Contains(strings.ToLower(e.Name), strings.ToLower(name)) {
		return true
	}
	return slices.ContainsFunc(e.Mentions, func(m record.Mention) bool {
		return strings.Contains(c.rec.Cut(c.text, m.Span), name)
	})
}

func (c *pageCheck) entities(ids []string) (found []*record.Entity, names string) {
	var all []string
	for _, id := range ids {
		if e := entityOf(c.rec, id); e != nil {
			found = append(found, e)
			all = append(all, e.Name+"/"+e.Code)
		}
	}
	return found, strings.Join(all, " + ")
}

func entityOf(r *record.Record, id string) *record.Entity {
	for i := range r.Entities {
		if r.Entities[i].ID == id {
			return &r.Entities[i]
		}
	}
	return nil
}

// parties compares one side of an act with "A + B".
func (c *pageCheck) parties(want string, ids []string) string {
	found, names := c.entities(ids)
	asked := strings.Split(want, " + ")
	equal := len(asked) == len(found)
	for _, w := range asked {
		equal = equal && slices.ContainsFunc(found, func(e *record.Entity) bool { return c.is(e, w) })
	}
	for _, e := range found {
		equal = equal && slices.ContainsFunc(asked, func(w string) bool { return c.is(e, w) })
	}
	return same(want, names, equal)
}

func (c *pageCheck) act(t *testing.T, f []string) []string {
	t.Helper()
	at := c.phrase(t, f[0])
	var e *record.Event
	for i := range c.rec.Events {
		v := &c.rec.Events[i]
		if v.Trigger.Start < at.End && at.Start < v.Trigger.End && (e == nil || v.Type == f[1] && e.Type != f[1]) {
			e = v
		}
	}
	if e == nil {
		return []string{""}
	}
	c.used[e.ID] = true
	date := ""
	if e.Time != nil {
		date = e.Time.Start
		if e.Time.End != e.Time.Start {
			date += ".." + e.Time.End
		}
	}
	place, where := "", entityOf(c.rec, e.Place)
	if where != nil {
		place = where.Name + "/" + where.Code
	}
	actors, recipients := c.parties(f[3], e.Actors), c.parties(f[4], e.Recipients)
	if f[4] == "-" && f[3] != "-" && e.Recipients != nil { // who meets whom may be told on either side
		if both := c.parties(f[3], append(slices.Clone(e.Actors), e.Recipients...)); both == "=" {
			actors, recipients = "=", "="
		}
	}
	inTime := date == f[5] || e.Time != nil && e.Time.End != e.Time.Start && strings.HasPrefix(e.Time.Start, f[5]) && strings.HasPrefix(e.Time.End, f[5])
	return []string{"=", same(f[1], e.Type, e.Type == f[1]), same(f[2], string(e.Status), string(e.Status) == f[2]), actors, recipients,
		same(f[5], date, inTime), same(f[6], place, where != nil && c.is(where, f[6]))}
}

// said finds the statement with a cue whose content is the nearest to what is expected.
func (c *pageCheck) said(f []string) []string {
	first, last, _ := strings.Cut(f[2], " … ")
	if last == "" {
		last = first
	}
	var best *record.Statement
	var content string
	level := 0
	for i := range c.rec.Statements {
		s := &c.rec.Statements[i]
		if c.rec.Cut(c.text, s.Cue) != f[1] || c.used[s.ID] {
			continue
		}
		var words []string
		for _, p := range s.Content {
			words = append(words, c.rec.Cut(c.text, p))
		}
		all := strings.Trim(strings.Join(words, " … "), "\"”“.,")
		found := 0
		for k, holds := range []bool{true, strings.Contains(all, first) || strings.Contains(all, last), strings.HasPrefix(all, first) && strings.HasSuffix(all, last)} {
			if holds {
				found = k + 1
			}
		}
		if found > level && (found > 1 || strings.Count(c.text, f[1]) == 1) {
			level, best, content = found, s, all
		}
	}
	if best == nil {
		return []string{"?", ""}
	}
	c.used[best.ID] = true
	speaker, name := entityOf(c.rec, best.Speaker), ""
	if speaker != nil {
		name = speaker.Name + "/" + speaker.Code
	} else if best.SpeakerText != nil {
		name = c.rec.Cut(c.text, *best.SpeakerText)
	}
	right := speaker != nil && c.is(speaker, f[0])
	if !right && speaker != nil && best.SpeakerText != nil {
		words, code, both := strings.Cut(f[0], "/")
		right = strings.Contains(c.rec.Cut(c.text, *best.SpeakerText), words) && (!both || speaker.Code == code)
	}
	return []string{same(f[0], name, right), "=", same(f[2], content, level == 3)}
}

// countExtra counts what the record claims though neither a line nor also allows it.
func (c *pageCheck) countExtra(t *testing.T, file string, also map[string]bool) {
	extra := func(key, id, words, what string) {
		kind, _, _ := strings.Cut(key, " ")
		if !c.used[id] && !also[kind+" "+words] {
			n := c.counts[key]
			n.wrong++
			c.counts[key] = n
			t.Logf("%s: %s: %s", file, key, what)
		}
	}
	for i := range c.rec.Posts {
		p := &c.rec.Posts[i]
		_, who := c.entities([]string{p.Person})
		extra("post extra", p.ID, p.Title, who+", "+p.Title)
	}
	for i := range c.rec.Statements {
		s := &c.rec.Statements[i]
		_, who := c.entities([]string{s.Speaker})
		extra("said extra", s.ID, c.rec.Cut(c.text, s.Cue), who+" "+c.rec.Cut(c.text, s.Cue)+": "+c.rec.Cut(c.text, s.Content[0]))
	}
	for i := range c.rec.Events {
		e := &c.rec.Events[i]
		_, a := c.entities(e.Actors)
		_, b := c.entities(e.Recipients)
		extra("act extra", e.ID, c.rec.Cut(c.text, e.Trigger), e.Type+" "+string(e.Status)+" "+c.rec.Cut(c.text, e.Trigger)+": "+a+" → "+b+"  “"+c.rec.Cut(c.text, e.Evidence)+"”")
	}
}

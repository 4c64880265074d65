package chancery_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"chancery/internal/lexicon"
	"chancery/internal/registry"
	"chancery/internal/stage/analyse"
	"chancery/internal/stage/extract"
	"chancery/internal/stage/extract/timex"
	"chancery/internal/syntax"
	"chancery/record"
	"chancery/weights"
)

// identityChecks holds one record against expectations. testdata/identities/README.md
// tells how they are written.
type identityChecks struct {
	rec  *record.Record
	text string
}

// check gives what came out instead of an expectation; "" when it holds.
func (c *identityChecks) check(t *testing.T, line string) string {
	t.Helper()
	key, value, ok := strings.Cut(line, ": ")
	if !ok {
		t.Fatalf("an expectation is \"what: value\", not %q", line)
	}
	switch key {
	case "post":
		return c.post(value)
	case "no post":
		return c.noPost(value)
	case "date":
		words, days, _ := strings.Cut(value, " = ")
		return c.date(t, words, days)
	case "time":
		words, days, _ := strings.Cut(value, " = ")
		return c.eventTime(words, days)
	case "place":
		words, where, _ := strings.Cut(value, " = ")
		return c.eventPlace(words, where)
	}
	return c.mention(t, key, value)
}

// phrase finds words in the text, "words[2]" at their second place.
func (c *identityChecks) phrase(t *testing.T, words string) record.Span {
	t.Helper()
	n := 1
	if at := strings.LastIndexByte(words, '['); at > 0 && strings.HasSuffix(words, "]") {
		n, _ = strconv.Atoi(words[at+1 : len(words)-1])
		words = words[:at]
	}
	for from := 0; ; {
		at := strings.Index(c.text[from:], words)
		if at < 0 {
			t.Fatalf("%q is not there %d times as words of its own in %q", words, n, c.text)
		}
		lo, hi := from+at, from+at+len(words)
		from = lo + 1
		before, _ := utf8.DecodeLastRuneInString(c.text[:lo])
		after, _ := utf8.DecodeRuneInString(c.text[hi:])
		if letter(before) || letter(after) {
			continue
		}
		if n--; n == 0 {
			r := record.NewRuler(c.text)
			return record.Span{Start: r.Point(lo), End: r.Point(hi)}
		}
	}
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// mentioned gives the entities that a phrase refers to: those of the names that
// it is, else those of the nominals and pronouns that end it.
func (c *identityChecks) mentioned(at record.Span) []*record.Entity {
	var names, others []*record.Entity
	words := c.rec.Cut(c.text, at)
	bare := at
	for _, det := range []string{"The ", "the ", "An ", "A "} {
		if strings.HasPrefix(words, det) {
			bare.Start += len(det)
			break
		}
	}
	for i := range c.rec.Entities {
		e := &c.rec.Entities[i]
		for _, m := range e.Mentions {
			switch {
			case m.Form == record.Name && (m.Span == at || m.Span == bare):
				names = append(names, e)
			case m.Form != record.Name && m.Start >= at.Start && m.End == at.End:
				others = append(others, e)
			}
		}
	}
	if len(names) > 0 {
		return names
	}
	return others
}

// mention checks the attributes of what a phrase refers to.
func (c *identityChecks) mention(t *testing.T, words, want string) string {
	t.Helper()
	at := c.phrase(t, words)
	found := c.mentioned(at)
	if strings.Contains(want, "#") { // the name of a numbered meeting may or may not hold its number
		found = slices.DeleteFunc(c.overlapping(at), func(e *record.Entity) bool { return e.Edition == 0 })
	}
	for attribute := range strings.SplitSeq(want, ", ") {
		holds := false
		switch negative, yes := strings.CutPrefix(attribute, "not "); {
		case yes:
			holds = !slices.ContainsFunc(c.overlapping(at), func(e *record.Entity) bool { return c.has([]*record.Entity{e}, negative) })
		case attribute == "unresolved":
			holds = !slices.ContainsFunc(found, c.isNamed)
		default:
			holds = c.has(found, attribute)
		}
		if !holds {
			return c.show(found)
		}
	}
	return ""
}

func (c *identityChecks) has(found []*record.Entity, attribute string) bool {
	if len(found) == 0 {
		return false
	}
	all := func(of func(e *record.Entity) string, want string) bool {
		var got []string
		for _, e := range found {
			got = append(got, of(e))
		}
		wanted := strings.Split(want, " + ")
		slices.Sort(got)
		slices.Sort(wanted)
		return slices.Equal(slices.Compact(got), wanted)
	}
	switch name, named := strings.CutPrefix(attribute, "= "); {
	case named:
		return all(func(e *record.Entity) string { return e.Name }, name)
	case strings.HasPrefix(attribute, "#"):
		return all(func(e *record.Entity) string { return "#" + strconv.Itoa(e.Edition) }, attribute)
	case attribute == strings.ToLower(attribute):
		return all(func(e *record.Entity) string { return string(e.Kind) }, attribute)
	}
	return all(func(e *record.Entity) string { return e.Code }, attribute) ||
		!slices.ContainsFunc(found, func(e *record.Entity) bool { return !slices.Contains(e.Sectors, attribute) })
}

// overlapping gives the entities of all mentions that share a letter with a span.
func (c *identityChecks) overlapping(at record.Span) []*record.Entity {
	var out []*record.Entity
	for i := range c.rec.Entities {
		e := &c.rec.Entities[i]
		if slices.ContainsFunc(e.Mentions, func(m record.Mention) bool { return m.Start < at.End && m.End > at.Start }) {
			out = append(out, e)
		}
	}
	return out
}

func (c *identityChecks) isNamed(e *record.Entity) bool {
	return e.Registry != "" || slices.ContainsFunc(e.Mentions, func(m record.Mention) bool { return m.Form == record.Name })
}

func (c *identityChecks) show(found []*record.Entity) string {
	if len(found) == 0 {
		return "nothing"
	}
	var out []string
	for _, e := range found {
		out = append(out, strings.Join(strings.Fields(fmt.Sprint(e.Kind, " ", e.Name, " #", e.Edition, " ", e.Code, " ", e.Sectors)), " "))
	}
	return strings.Join(out, " + ")
}

func (c *identityChecks) entityName(id string) string {
	for i := range c.rec.Entities {
		if c.rec.Entities[i].ID == id {
			return c.rec.Entities[i].Name
		}
	}
	return ""
}

// post checks "person | title | body or state | country | former"; "?" is not looked at.
func (c *identityChecks) post(want string) string {
	w := strings.Split(want, " | ")
	past := len(w) == 5
	for i := range c.rec.Posts {
		p := &c.rec.Posts[i]
		org := c.entityName(p.Organization)
		if c.entityName(p.Person) == w[0] && strings.EqualFold(p.Title, w[1]) && (w[2] == "?" || within(org, w[2])) && (w[3] == "?" || p.Code == w[3]) && p.Former == past {
			return ""
		}
	}
	return c.posts()
}

// within says whether one of two names of a body is part of the other.
func within(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	return a != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}

func (c *identityChecks) noPost(person string) string {
	for i := range c.rec.Posts {
		if c.entityName(c.rec.Posts[i].Person) == person {
			return c.posts()
		}
	}
	return ""
}

func (c *identityChecks) posts() string {
	var out []string
	for i := range c.rec.Posts {
		p := &c.rec.Posts[i]
		out = append(out, fmt.Sprintf("%s | %s | %s | %s%s", c.entityName(p.Person), p.Title, c.entityName(p.Organization), p.Code, former(p.Former)))
	}
	if len(out) == 0 {
		return "no post"
	}
	return strings.Join(out, "; ")
}

func (c *identityChecks) eventTime(words, days string) string {
	got := "no such act"
	for i := range c.rec.Events {
		if e := &c.rec.Events[i]; strings.Contains(c.rec.Cut(c.text, e.Trigger), words) {
			got = "no time"
			if e.Time != nil {
				got = interval(e.Time.Start, e.Time.End)
			}
			if got == days {
				return ""
			}
		}
	}
	return got
}

func (c *identityChecks) eventPlace(words, where string) string {
	name, code, _ := strings.Cut(where, ", ")
	got := "no such act"
	for i := range c.rec.Events {
		e := &c.rec.Events[i]
		if !strings.Contains(c.rec.Cut(c.text, e.Trigger), words) {
			continue
		}
		got = "no place"
		for k := range c.rec.Entities {
			if p := &c.rec.Entities[k]; p.ID == e.Place {
				if p.Name == name && p.Code == code {
					return ""
				}
				got = c.show([]*record.Entity{p})
			}
		}
	}
	return got
}

func interval(from, to string) string {
	if from == to {
		return from
	}
	return from + ".." + to
}

// clock finds and resolves dates as chancery times does.
func clock() (*analyse.Analyser, *timex.Grammar, *extract.Extractor, error) {
	c, err := dating()
	return c.analyser, c.grammar, c.clauses, err
}

type dater struct {
	analyser *analyse.Analyser
	grammar  *timex.Grammar
	clauses  *extract.Extractor
}

var dating = sync.OnceValues(func() (d dater, err error) {
	w, err := weights.English()
	if err != nil {
		return d, err
	}
	if d.analyser, err = analyse.New(w); err != nil {
		return d, err
	}
	if d.grammar, err = timex.Load(); err != nil {
		return d, err
	}
	reg, err := registry.Load()
	if err != nil {
		return d, err
	}
	lex, err := lexicon.Load()
	if err != nil {
		return d, err
	}
	d.clauses, err = extract.New(reg, lex, d.grammar, nil)
	return d, err
})

// date checks the days of the expression that holds, or is held by, the words;
// "none" when it has none.
func (c *identityChecks) date(t *testing.T, words, days string) string {
	t.Helper()
	a, g, x, err := clock()
	if err != nil {
		t.Fatal(err)
	}
	at := c.phrase(t, words)
	doc, _ := a.Analyse(c.text)
	exprs, anchor := x.Times(doc, c.rec.Document.Published, timex.Options{})
	ruler := record.NewRuler(c.text)
	mark := func(s syntax.Span) record.Span {
		return record.Span{Start: ruler.Point(int(s.Start)), End: ruler.Point(int(s.End))}
	}
	got := "none"
	for _, e := range g.Times(exprs, anchor, mark) {
		if e.Text.Start < at.End && e.Text.End > at.Start && e.Start != "" {
			if got = interval(e.Start, e.End); got == days {
				return ""
			}
		}
	}
	if got == days {
		return ""
	}
	return got
}

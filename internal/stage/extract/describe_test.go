package extract

import (
	"fmt"
	"strings"

	"chancery/record"
)

// describe writes a record as lines to read, in the words of golden_test.go.
func describe(r *record.Record, text string) []string {
	d := describer{Record: r, text: text, entity: map[string]*record.Entity{}}
	for i := range r.Entities {
		d.entity[r.Entities[i].ID] = &r.Entities[i]
	}
	var out []string
	for i := range r.Events {
		out = append(out, d.eventLine(&r.Events[i]))
	}
	for i := range r.Statements {
		out = append(out, d.statementLine(&r.Statements[i]))
	}
	for i := range r.Posts {
		p := &r.Posts[i]
		line := "post: " + d.name(p.Person) + ", " + p.Title + d.after(" of ", p.Organization)
		if p.Former {
			line += ", former"
		}
		out = append(out, line)
	}
	return out
}

type describer struct {
	*record.Record
	text   string
	entity map[string]*record.Entity
}

func (d *describer) name(id string) string {
	e := d.entity[id]
	s := e.Name
	if e.Edition > 0 {
		s += fmt.Sprintf(" #%d", e.Edition)
	}
	if e.Code != "" {
		s += " (" + e.Code + ")"
	}
	return s
}

// after is a name behind some words, nothing without a name.
func (d *describer) after(words, id string) string {
	if id == "" {
		return ""
	}
	return words + d.name(id)
}

func (d *describer) names(ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, d.name(id))
	}
	return strings.Join(out, " + ")
}

func (d *describer) eventLine(e *record.Event) string {
	s := fmt.Sprintf("event: %s %s %q", strings.Join(append([]string{e.Type}, e.Modes...), "/"), e.Status, d.Cut(d.text, e.Trigger))
	if len(e.Actors) > 0 {
		s += ": " + d.names(e.Actors)
	}
	if len(e.Recipients) > 0 {
		s += " → " + d.names(e.Recipients)
	}
	if len(e.Inferred) > 0 {
		s += ", inferred " + d.names(e.Inferred)
	}
	if e.Time != nil {
		s += ", " + e.Time.Start
		if e.Time.End != e.Time.Start {
			s += ".." + e.Time.End
		}
	}
	s += d.after(", at ", e.Place) + d.after(", in ", e.Forum) + sizeLine(e.Size)
	if e.Statement != "" {
		s += ", told in " + e.Statement
	}
	return s
}

func sizeLine(z *record.Size) string {
	if z == nil {
		return ""
	}
	s := ""
	for _, n := range []struct {
		name string
		n    *int
	}{{"killed", z.Killed}, {"injured", z.Injured}, {"arrested", z.Arrested}, {"participants", z.Participants}} {
		if n.n != nil {
			s += fmt.Sprintf(", %s %d", n.name, *n.n)
		}
	}
	for _, a := range z.Amounts {
		s += fmt.Sprintf(", %s %.0f", a.Currency, a.Value)
	}
	return s
}

func (d *describer) statementLine(s *record.Statement) string {
	who := d.Cut(d.text, *s.SpeakerText)
	if s.Speaker != "" {
		who = d.name(s.Speaker)
	}
	var content []string
	for _, c := range s.Content {
		content = append(content, fmt.Sprintf("%q", d.Cut(d.text, c)))
	}
	return fmt.Sprintf("%s: %s, %q%s, %s: %s", s.ID, who, d.Cut(d.text, s.Cue), d.after(" via ", s.Via), s.Kind, strings.Join(content, " … "))
}

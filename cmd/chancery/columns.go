package main

import (
	"fmt"
	"strconv"
	"strings"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/internal/table"
)

// The columns of the lists of the archive. In a terminal a row says who, what,
// when and where, and the words that show it stand below; CSV has a column for
// each field.

func eventList() table.List[archive.Event] {
	type e = archive.Event
	return table.List[e]{
		Columns: []table.Column[e]{
			{Name: "day", Text: func(e *e) string { return day(e.Start, e.End, e.Dated) }, Table: true},
			{Name: "status", Text: func(e *e) string { return string(e.Status) }},
			{Name: "what", Text: func(e *e) string { return ontology.Plain(e.Type, e.Modes) }, Table: true, Wide: true},
			{Name: "who", Text: func(e *e) string { return sides(e.Actors, e.Recipients) }, Table: true, Wide: true},
			{Name: "where", Text: func(e *e) string { return where(e.Place) }, Table: true, Wide: true},
			{Name: "source", Text: func(e *e) string { return e.Outlet }, Table: true, Wide: true},
			{Name: "conf", Text: func(e *e) string { return percent(e.Confidence) }, Table: true, Right: true},
			{Name: "key", Text: func(e *e) string { return e.Key }, CSV: true},
			{Name: "type", Text: func(e *e) string { return e.Type }, CSV: true},
			{Name: "modes", Text: func(e *e) string { return strings.Join(e.Modes, ";") }, CSV: true},
			{Name: "contexts", Text: func(e *e) string { return strings.Join(e.Contexts, ";") }, CSV: true},
			{Name: "cameo", Text: func(e *e) string { return e.CAMEO }, CSV: true},
			{Name: "start", Text: func(e *e) string { return e.Start }, CSV: true},
			{Name: "end", Text: func(e *e) string { return e.End }, CSV: true},
			{Name: "dated", Text: func(e *e) string { return strconv.FormatBool(e.Dated) }, CSV: true},
			{Name: "actors", Text: func(e *e) string { return names(e.Actors) }, CSV: true},
			{Name: "actor_codes", Text: func(e *e) string { return codes(e.Actors) }, CSV: true},
			{Name: "recipients", Text: func(e *e) string { return names(e.Recipients) }, CSV: true},
			{Name: "recipient_codes", Text: func(e *e) string { return codes(e.Recipients) }, CSV: true},
			{Name: "place", Text: func(e *e) string { return where(e.Place) }, CSV: true},
			{Name: "level", Text: func(e *e) string { return positive(e.Level) }, CSV: true},
			{Name: "scale", Text: func(e *e) string { return decimal(e.Scale) }, CSV: true},
			{Name: "confidence", Text: func(e *e) string { return decimal(e.Confidence) }, CSV: true},
			{Name: "trigger", Text: func(e *e) string { return e.Trigger }, CSV: true},
			{Name: "evidence", Text: func(e *e) string { return e.Evidence }, CSV: true},
			{Name: "outlet", Text: func(e *e) string { return e.Outlet }, CSV: true},
			{Name: "published", Text: func(e *e) string { return e.Published }, CSV: true},
			{Name: "url", Text: func(e *e) string { return e.URL }, CSV: true},
			{Name: "document", Text: func(e *e) string { return e.Document }, CSV: true},
			{Name: "incident", Text: func(e *e) string { return e.Incident }, CSV: true},
			{Name: "copied", Text: func(e *e) string { return strconv.FormatBool(e.Copied) }, CSV: true},
			{Name: "review", Text: func(e *e) string { return string(e.Review) }, CSV: true},
		},
		Below: func(e *e) string { return quote(e.Evidence) + reviewed(e.Review) },
		Empty: "No event fits. chancery coverage tells which days and outlets are there.",
	}
}

func incidentList() table.List[archive.Incident] {
	type i = archive.Incident
	return table.List[i]{
		Columns: []table.Column[i]{
			{Name: "day", Text: func(i *i) string { return day(i.Start, i.End, true) }, Table: true},
			{Name: "status", Text: func(i *i) string { return became(i) }, Table: true},
			{Name: "what", Text: func(i *i) string { return ontology.Plain(i.Type, i.Modes) }, Table: true, Wide: true},
			{Name: "who", Text: func(i *i) string { return sides(i.Actors, i.Recipients) }, Table: true, Wide: true},
			{Name: "where", Text: func(i *i) string { return where(i.Place) }, Table: true, Wide: true},
			{Name: "reports", Text: func(i *i) string { return strconv.Itoa(i.Reports) }, Right: true},
			{Name: "outlets", Text: func(i *i) string { return strconv.Itoa(i.Outlets) }, Right: true},
			{Name: "independent", Text: func(i *i) string { return strconv.Itoa(i.Independent) }, Right: true},
			{Name: "id", Text: func(i *i) string { return i.ID }},
			{Name: "type", Text: func(i *i) string { return i.Type }, CSV: true},
			{Name: "modes", Text: func(i *i) string { return strings.Join(i.Modes, ";") }, CSV: true},
			{Name: "state", Text: func(i *i) string { return string(i.Status) }, CSV: true},
			{Name: "outcome", Text: func(i *i) string { return i.Outcome }, CSV: true},
			{Name: "start", Text: func(i *i) string { return i.Start }, CSV: true},
			{Name: "end", Text: func(i *i) string { return i.End }, CSV: true},
			{Name: "actors", Text: func(i *i) string { return names(i.Actors) }, CSV: true},
			{Name: "actor_codes", Text: func(i *i) string { return codes(i.Actors) }, CSV: true},
			{Name: "recipients", Text: func(i *i) string { return names(i.Recipients) }, CSV: true},
			{Name: "recipient_codes", Text: func(i *i) string { return codes(i.Recipients) }, CSV: true},
			{Name: "place", Text: func(i *i) string { return where(i.Place) }, CSV: true},
			{Name: "level", Text: func(i *i) string { return positive(i.Level) }, CSV: true},
			{Name: "scale", Text: func(i *i) string { return decimal(i.Scale) }, CSV: true},
			{Name: "confidence", Text: func(i *i) string { return decimal(i.Confidence) }, CSV: true},
			{Name: "documents", Text: func(i *i) string { return strconv.Itoa(i.Documents) }, CSV: true},
			{Name: "announced", Text: func(i *i) string { return i.Announced }, CSV: true},
			{Name: "best", Text: func(i *i) string { return i.Best }, CSV: true},
			{Name: "conflicts", Text: conflicts, CSV: true},
		},
		Below: conflicts,
		Empty: "No incident fits. chancery coverage tells which days and outlets are there.",
	}
}

func statementList() table.List[archive.Statement] {
	type s = archive.Statement
	return table.List[s]{
		Columns: []table.Column[s]{
			{Name: "day", Text: func(s *s) string { return day(s.Start, "", true) }},
			{Name: "speaker", Text: speaker, Wide: true},
			{Name: "code", Text: func(s *s) string { return code(s.Speaker) }},
			{Name: "cue", Text: func(s *s) string { return s.Cue }},
			{Name: "via", Text: func(s *s) string { return name(s.Via) }, Wide: true},
			{Name: "source", Text: func(s *s) string { return s.Outlet }, Table: true, Wide: true},
			{Name: "kind", Text: func(s *s) string { return s.Kind }, CSV: true},
			{Name: "polarity", Text: func(s *s) string { return s.Polarity }, CSV: true},
			{Name: "content", Text: func(s *s) string { return s.Content }, CSV: true},
			{Name: "about", Text: func(s *s) string { return names(s.About) }, CSV: true},
			{Name: "about_codes", Text: func(s *s) string { return codes(s.About) }, CSV: true},
			{Name: "outlet", Text: func(s *s) string { return s.Outlet }, CSV: true},
			{Name: "published", Text: func(s *s) string { return s.Published }, CSV: true},
			{Name: "url", Text: func(s *s) string { return s.URL }, CSV: true},
			{Name: "key", Text: func(s *s) string { return s.Key }, CSV: true},
			{Name: "answers", Text: func(s *s) string { return s.Answers }, CSV: true},
			{Name: "document", Text: func(s *s) string { return s.Document }, CSV: true},
		},
		Below: func(s *s) string { return quote(s.Content) },
		Empty: "No statement fits.",
	}
}

func tenureList() table.List[archive.Tenure] {
	type t = archive.Tenure
	return table.List[t]{
		Columns: []table.Column[t]{
			{Name: "name", Text: func(t *t) string { return t.Name }, Wide: true},
			{Name: "post", Text: func(t *t) string { return t.Title }, Wide: true},
			{Name: "of", Text: func(t *t) string { return t.Organization }, Wide: true},
			{Name: "code", Text: func(t *t) string { return t.Code }},
			{Name: "first", Text: func(t *t) string { return t.First }},
			{Name: "last", Text: func(t *t) string { return t.Last }},
			{Name: "former by", Text: func(t *t) string { return t.FormerBy }},
			{Name: "reports", Text: func(t *t) string { return strconv.Itoa(t.Reports) }, Right: true},
			{Name: "outlets", Text: func(t *t) string { return strconv.Itoa(t.Outlets) }, Right: true},
			{Name: "person", Text: func(t *t) string { return t.Person }, CSV: true},
			{Name: "contradicts", Text: func(t *t) string { return strings.Join(t.Contradicts, ";") }, CSV: true},
		},
		Below: func(t *t) string {
			if len(t.Contradicts) == 0 {
				return ""
			}
			return "also reported in this post at the same time: " + strings.Join(t.Contradicts, ", ")
		},
		Empty: "No post fits.",
	}
}

func peopleList() table.List[archive.Identity] {
	type i = archive.Identity
	return table.List[i]{
		Columns: []table.Column[i]{
			{Name: "name", Text: func(i *i) string { return i.Name }, Wide: true},
			{Name: "code", Text: func(i *i) string { return i.Code }},
			{Name: "documents", Text: func(i *i) string { return strconv.Itoa(i.Documents) }, Right: true},
			{Name: "first", Text: func(i *i) string { return i.First }},
			{Name: "last", Text: func(i *i) string { return i.Last }},
			{Name: "id", Text: func(i *i) string { return i.ID }, Wide: true},
			{Name: "also", Text: func(i *i) string { return strings.Join(i.Aliases, "; ") }, Wide: true},
		},
		Empty: "No person fits.",
	}
}

// became is an incident's status and, for a plan, what became of it.
func became(i *archive.Incident) string {
	if i.Outcome != "" && string(i.Status) != i.Outcome {
		return string(i.Status) + ", " + i.Outcome
	}
	return string(i.Status)
}

// conflicts puts the details on which reports differ side by side.
func conflicts(i *archive.Incident) string {
	var out []string
	for _, c := range i.Conflicts {
		var values []string
		for _, v := range c.Values {
			values = append(values, fmt.Sprintf("%s (%d)", v.Value, len(v.Events)))
		}
		out = append(out, c.Field+": "+strings.Join(values, " or "))
	}
	return strings.Join(out, "; ")
}

func speaker(s *archive.Statement) string {
	if s.Speaker != nil {
		return s.Speaker.Name
	}
	return s.SpeakerText
}

func reviewed(r archive.Review) string {
	if r == "" {
		return ""
	}
	return " [" + string(r) + "]"
}

// day shows a stretch of days; one that only the day of publication gives is
// marked with a question mark.
func day(start, end string, dated bool) string {
	switch {
	case start == "":
		return "–"
	case !dated:
		return start + "?"
	case end == "" || end == start:
		return start
	case len(end) == len("2006-01-02") && end[:8] == start[:8]:
		return start + "–" + end[8:]
	}
	return start + "–" + end
}

// sides names the parties: actors, an arrow, recipients.
func sides(actors, recipients []archive.Party) string {
	from, to := list(actors), list(recipients)
	switch {
	case to == "":
		return from
	case from == "":
		return "→ " + to
	}
	return from + " → " + to
}

func list(parties []archive.Party) string {
	var out []string
	for _, p := range parties {
		text := p.Name
		if p.Code != "" && !strings.Contains(text, p.Code) {
			text += " (" + p.Code + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

func names(parties []archive.Party) string {
	var out []string
	for _, p := range parties {
		out = append(out, p.Name)
	}
	return strings.Join(out, ";")
}

func codes(parties []archive.Party) string {
	var out []string
	for _, p := range parties {
		out = append(out, p.Code)
	}
	return strings.Join(out, ";")
}

func name(p *archive.Party) string {
	if p == nil {
		return ""
	}
	return p.Name
}

func code(p *archive.Party) string {
	if p == nil {
		return ""
	}
	return p.Code
}

func where(w *archive.Where) string {
	if w == nil {
		return ""
	}
	return w.Name
}

func quote(s string) string {
	if s == "" {
		return ""
	}
	return "“" + s + "”"
}

func percent(f *float64) string {
	if f == nil {
		return ""
	}
	return fmt.Sprintf("%.0f%%", *f*100)
}

func decimal(f *float64) string {
	if f == nil {
		return ""
	}
	return strconv.FormatFloat(*f, 'g', 4, 64)
}

func positive(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

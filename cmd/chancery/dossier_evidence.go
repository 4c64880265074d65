package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"chancery/archive"
	"chancery/internal/export/dossier"
	"chancery/internal/ontology"
	"chancery/internal/stage/measure"
	"chancery/internal/stage/store"
	"chancery/record"
)

// evidence is what stands behind a relation: the reports of its incidents.
type evidence struct {
	reports map[string][]archive.Event // by incident, the best first
	plans   map[string]*archive.Incident
	acts    map[string]*archive.Incident
}

// sourcesShown is how many reports of an incident are named.
const sourcesShown = 3

// evidenceOf reads the reports behind a relation.
func evidenceOf(ctx context.Context, s *store.Store, r *measure.Relation) (*evidence, error) {
	e := &evidence{map[string][]archive.Event{}, map[string]*archive.Incident{}, map[string]*archive.Incident{}}
	for i := range r.Incidents {
		e.acts[r.Incidents[i].ID] = &r.Incidents[i]
	}
	for i := range r.Plans {
		e.plans[r.Plans[i].ID] = &r.Plans[i]
	}
	for _, list := range [][]archive.Incident{r.Incidents, r.Plans} {
		for i := range list {
			inc := &list[i]
			var err error
			if e.reports[inc.ID], err = reportsOf(ctx, s, inc); err != nil {
				return nil, err
			}
		}
	}
	return e, nil
}

// reportsOf gives some reports of an incident, the best first, of different
// outlets where there are any.
func reportsOf(ctx context.Context, s *store.Store, inc *archive.Incident) (list []archive.Event, err error) {
	keys := append([]string{inc.Best}, slices.DeleteFunc(slices.Clone(inc.Events), func(k string) bool { return k == inc.Best })...)
	var again []archive.Event
	for _, key := range keys[:min(3*sourcesShown, len(keys))] {
		event, err := s.Event(ctx, key)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(list, func(e archive.Event) bool { return e.Outlet == event.Outlet }) {
			again = append(again, event)
		} else if list = append(list, event); len(list) == sourcesShown {
			break
		}
	}
	return append(list, again[:min(len(again), sourcesShown-len(list))]...), nil
}

// item is one incident with its words and sources.
func (e *evidence) item(inc *archive.Incident) dossier.Item {
	spans := []dossier.Span{{Words: day(inc.Start, inc.End, true) + "  "}, {Words: upperFirst(ontology.Plain(inc.Type, inc.Modes)), Strong: true},
		{Words: ": " + joined("; ", sides(inc.Actors, inc.Recipients), where(inc.Place), became(inc)) + ". "}}
	if list := e.reports[inc.ID]; len(list) > 0 {
		if list[0].Evidence != "" {
			spans = append(spans, dossier.Span{Words: quote(shortened(list[0].Evidence)) + " "})
		}
		spans = append(spans, e.sources(inc)...)
	}
	if c := conflicts(inc); c != "" {
		spans = append(spans, dossier.Span{Words: " The reports differ on " + c + "."})
	}
	return dossier.Item{ID: inc.ID, Spans: spans}
}

// sources name the reports, with their addresses.
func (e *evidence) sources(inc *archive.Incident) (spans []dossier.Span) {
	list := e.reports[inc.ID]
	for i, r := range list {
		before := ", "
		if i == 0 {
			before = "("
		}
		spans = append(spans, dossier.Span{Words: before}, dossier.Span{Words: joined(", ", cmp.Or(r.Outlet, "unknown outlet"), archive.Day(r.Published)), Link: r.URL})
	}
	if more := inc.Reports - len(list); more > 0 {
		spans = append(spans, dossier.Span{Words: fmt.Sprintf(" and %d more reports", more)})
	}
	return append(spans, dossier.Span{Words: "; " + inc.ID + ")"})
}

// shortened cuts very long sentences, as no reader wants them in a list.
func shortened(s string) string {
	const most = 320
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return strings.TrimRight(string(runes[:most]), " ,;") + " …"
}

// meetings lists the meetings that the numbers of contact count.
func (e *evidence) meetings(r *measure.Relation) []dossier.Block {
	if len(r.Contact.Meetings) == 0 {
		return nil
	}
	t := dossier.Table{ID: "meetings", Caption: "The meetings", Columns: []dossier.Column{{Name: "day"}, {Name: "level"}, {Name: "where"}, {Name: "forum"}, {Name: "reports", Right: true}}}
	for _, m := range r.Contact.Meetings {
		forum := m.Forum
		if m.Edition > 0 {
			forum = ordinal(m.Edition) + " " + forum
		}
		level := ontology.Rank(m.Level)
		if level == "" {
			level = "not reported"
		}
		t.Rows = append(t.Rows, []dossier.Span{{Words: m.Day, Link: "#" + m.Incident}, {Words: level}, {Words: joined(", ", m.Place, m.Venue)}, {Words: forum}, {Words: fmt.Sprint(m.Reports), Link: "#" + m.Incident}})
	}
	return []dossier.Block{t}
}

// agenda lists what is planned, and past plans of which nothing was heard.
func (e *evidence) agenda(r *measure.Relation) []dossier.Block {
	var coming, unheard dossier.List
	for i := range r.Plans {
		inc := &r.Plans[i]
		switch {
		case inc.Start > r.Contact.AsOf:
			coming.Items = append(coming.Items, e.item(inc))
		case inc.Outcome == "" && inc.Type == ontology.Consult.String():
			unheard.Items = append(unheard.Items, e.item(inc))
		}
	}
	blocks := []dossier.Block{dossier.Heading{Level: 2, Text: "Agenda", ID: "agenda"}}
	if len(coming.Items) == 0 {
		blocks = append(blocks, dossier.Say("Nothing that was planned for a day after "+r.Contact.AsOf+" is in the archive."))
	} else {
		blocks = append(blocks, coming)
	}
	if n := len(unheard.Items); n > 0 {
		unheard.Items = unheard.Items[max(0, n-5):]
		unheard.Dense = true
		blocks = append(blocks, dossier.Say(fmt.Sprintf("Plans whose day is past, and of which nothing was heard: %d; the latest:", n)), unheard)
	}
	return blocks
}

// latestShown is how many acts a dossier shows first.
const latestShown = 6

// latest shows the last acts.
func (e *evidence) latest(r *measure.Relation) []dossier.Block {
	var list dossier.List
	for i := len(r.Incidents) - 1; i >= 0 && len(list.Items) < latestShown; i-- {
		it := e.item(&r.Incidents[i])
		it.ID = "" // its place is with the evidence
		list.Items = append(list.Items, it)
	}
	if len(list.Items) == 0 {
		return nil
	}
	return []dossier.Block{dossier.Heading{Level: 2, Text: "The latest acts"}, list}
}

// contactPerson is somebody in the acts.
type contactPerson struct {
	name, code, title, last string
	acts                    []string // ids
}

// persons are those who took part and are named, those with most acts first.
func persons(r *measure.Relation) []*contactPerson {
	by := map[string]*contactPerson{}
	for i := range r.Incidents {
		inc := &r.Incidents[i]
		for _, p := range slices.Concat(inc.Actors, inc.Recipients) {
			if p.Kind != record.Person || p.Person == "" && p.Title == "" && p.Registry == "" || !unicode.IsUpper([]rune(p.Name + " ")[0]) {
				continue
			}
			key := cmp.Or(p.Person, p.Registry, p.Name+"/"+p.Code)
			if by[key] == nil {
				by[key] = &contactPerson{name: p.Name, code: p.Code}
			}
			x := by[key]
			x.title, x.last = cmp.Or(p.Title, x.title), inc.Start
			if !slices.Contains(x.acts, inc.ID) {
				x.acts = append(x.acts, inc.ID)
			}
		}
	}
	var list []*contactPerson
	for _, x := range by {
		list = append(list, x)
	}
	slices.SortFunc(list, func(a, b *contactPerson) int {
		return cmp.Or(len(b.acts)-len(a.acts), strings.Compare(b.last, a.last), strings.Compare(a.name, b.name), strings.Compare(a.code, b.code))
	})
	return list[:min(12, len(list))]
}

// people lists the persons in contact.
func (e *evidence) people(r *measure.Relation) []dossier.Block {
	list := persons(r)
	if len(list) == 0 {
		return nil
	}
	t := dossier.Table{Columns: []dossier.Column{{Name: "person"}, {Name: "of"}, {Name: "post as reported"}, {Name: "acts", Right: true}, {Name: "last"}}}
	for i, x := range list {
		link := fmt.Sprintf("#w-%d", i+1)
		t.Rows = append(t.Rows, []dossier.Span{{Words: x.name}, {Words: x.code}, {Words: x.title}, {Words: fmt.Sprint(len(x.acts)), Link: link}, {Words: x.last, Link: "#" + x.acts[len(x.acts)-1]}})
	}
	return []dossier.Block{dossier.Heading{Level: 2, Text: "People and posts in contact"}, t}
}

// index is a line that leads to acts by their days.
func (e *evidence) index(id, name string, ids []string) dossier.Item {
	spans := []dossier.Span{{Words: name + ": ", Strong: true}}
	for i, id := range ids {
		if i > 0 {
			spans = append(spans, dossier.Span{Words: ", "})
		}
		spans = append(spans, dossier.Span{Words: e.acts[id].Start, Link: "#" + id})
	}
	return dossier.Item{ID: id, Spans: spans}
}

// all is the evidence: each incident once, by period, and the types.
func (e *evidence) all(r *measure.Relation) []dossier.Block {
	blocks := []dossier.Block{dossier.Heading{Level: 2, Text: "Evidence", ID: "evidence"}}
	types := dossier.List{Dense: true}
	for _, k := range r.Kinds {
		types.Items = append(types.Items, e.index("t-"+k.Type, k.Type, k.IDs))
	}
	for i, x := range persons(r) {
		types.Items = append(types.Items, e.index(fmt.Sprintf("w-%d", i+1), x.name, x.acts))
	}
	blocks = append(append(blocks, types), e.meetings(r)...)
	for _, p := range r.Points {
		if len(p.IDs) == 0 {
			continue
		}
		list := dossier.List{Dense: true}
		for _, id := range p.IDs {
			list.Items = append(list.Items, e.item(e.acts[id]))
		}
		blocks = append(blocks, dossier.Heading{Level: 3, Text: p.Period, ID: "p-" + p.Period}, list)
	}
	return blocks
}

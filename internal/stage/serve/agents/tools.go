package agents

import (
	"context"
	"iter"
	"regexp"
	"slices"
	"strings"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/serve/complete"
)

// tools are what agents may call.
type tools struct{ o Options }

// counting ends here: an agent is told that there are more.
const counting = 10_000

// asking reads what a list is asked for.
func (t *tools) asking(a Ask, target filter.Target) (filter.Query, error) {
	e, err := filter.Parse(a.Filter, filter.Options{For: target, Names: t.o.Names, Today: t.o.Now().Format(time.DateOnly)})
	if a.Limit == 0 {
		a.Limit = 10
	}
	if err == nil && (a.Limit < 1 || a.Limit > 50) {
		err = wrong("limit is a number from 1 to 50")
	}
	return filter.Query{Filter: e, Limit: a.Limit, After: a.After, Oldest: a.Oldest}, err
}

// answer makes a list of a page.
func answer[T, Out any](ctx context.Context, t *tools, q filter.Query, p filter.Page[T], n *Count, of func(*T) Out) (List[Out], error) {
	c, err := t.o.Complete.Of(ctx, q.Filter)
	out := List[Out]{Items: []Out{}, Next: p.Next, Count: n, Completeness: c, Note: note}
	for i := range p.Items {
		out.Items = append(out.Items, of(&p.Items[i]))
	}
	return out, err
}

func (t *tools) incidents(ctx context.Context, a Ask) (none List[Incident], err error) {
	q, err := t.asking(a, filter.Incidents)
	if err != nil {
		return none, err
	}
	p, err := t.o.Archive.IncidentsPage(ctx, q)
	if err != nil {
		return none, err
	}
	n, err := t.o.Archive.CountIncidents(ctx, q.Filter, counting)
	if err != nil {
		return none, err
	}
	return t.withEvidence(ctx, q, p, counted(n))
}

// withEvidence gives incidents with the words of their best reports.
func (t *tools) withEvidence(ctx context.Context, q filter.Query, p filter.Page[archive.Incident], n *Count) (List[Incident], error) {
	out, err := answer(ctx, t, q, p, n, incidentOf)
	if err != nil {
		return out, err
	}
	best := make([]string, len(p.Items))
	for i := range p.Items {
		best[i] = p.Items[i].Best
	}
	events, err := t.o.Archive.EventsNamed(ctx, best)
	for i := range events {
		k := slices.Index(best, events[i].Key) // one that was coded again meanwhile has none
		out.Items[k].Evidence = []Quote{quoteOf(&events[i])}
	}
	return out, err
}

// Name is the id of an incident.
type Name struct {
	ID string `json:"id" jsonschema:"the id of an incident, an i with 16 digits"`
}

// OneIncident is an incident with all that is known of it.
type OneIncident struct {
	Incident     Incident              `json:"incident"`
	Reports      []Report              `json:"reports"`
	History      []archive.Change      `json:"history,omitempty"`
	Completeness complete.Completeness `json:"completeness"`
	Note         string                `json:"note"`
}

var incidentName = regexp.MustCompile(`^i[0-9a-f]{16}$`)

func (t *tools) incident(ctx context.Context, a Name) (OneIncident, error) {
	out := OneIncident{Note: note, Reports: []Report{}}
	if !incidentName.MatchString(a.ID) {
		return out, wrong("the id of an incident is an i with 16 digits; search_incidents gives ids")
	}
	i, err := t.o.Archive.Incident(ctx, a.ID)
	if err != nil {
		return out, err
	}
	out.Incident = incidentOf(&i)
	events, err := t.o.Archive.EventsNamed(ctx, i.Events)
	if err != nil {
		return out, err
	}
	for k := range events {
		out.Reports = append(out.Reports, reportOf(&events[k]))
		out.Incident.Evidence = append(out.Incident.Evidence, quoteOf(&events[k]))
	}
	out.Incident.Evidence = out.Incident.Evidence[:min(3, len(out.Incident.Evidence))]
	if out.History, err = t.o.Archive.Changes(ctx, a.ID); err != nil {
		return out, err
	}
	out.Completeness, err = t.o.Complete.Of(ctx, nil)
	return out, err
}

func (t *tools) reports(ctx context.Context, a Ask) (none List[Report], err error) {
	q, err := t.asking(a, filter.Events)
	if err != nil {
		return none, err
	}
	p, err := t.o.Archive.EventsPage(ctx, q)
	if err != nil {
		return none, err
	}
	n, err := t.o.Archive.CountEvents(ctx, q.Filter, counting)
	if err != nil {
		return none, err
	}
	return answer(ctx, t, q, p, counted(n), reportOf)
}

func (t *tools) statements(ctx context.Context, a Ask) (none List[Statement], err error) {
	q, err := t.asking(a, filter.Statements)
	if err != nil {
		return none, err
	}
	p, err := t.o.Archive.StatementsPage(ctx, q)
	if err != nil {
		return none, err
	}
	n, err := t.o.Archive.CountStatements(ctx, q.Filter, counting)
	if err != nil {
		return none, err
	}
	return answer(ctx, t, q, p, counted(n), statementOf)
}

// some reads the first items of a stream, and counts on.
func some[T any](rows iter.Seq2[T, error], limit int) (p filter.Page[T], n *Count, err error) {
	c := filter.Count{}
	for item, err := range rows {
		if err != nil {
			return p, nil, err
		}
		if c.N == counting {
			c.More = true
			break
		}
		if c.N++; c.N <= limit {
			p.Items = append(p.Items, item)
		}
	}
	return p, counted(c), nil
}

func same[T any](v *T) T { return *v }

func (t *tools) people(ctx context.Context, a Ask) (none List[archive.Identity], err error) {
	q, err := t.asking(a, filter.People)
	if err != nil {
		return none, err
	}
	limit := q.Limit
	q.Limit = 0
	p, n, err := some(t.o.Archive.People(ctx, q), limit)
	if err != nil {
		return none, err
	}
	return answer(ctx, t, q, p, n, same)
}

func (t *tools) posts(ctx context.Context, a Ask) (none List[archive.Tenure], err error) {
	q, err := t.asking(a, filter.Posts)
	if err != nil {
		return none, err
	}
	limit := q.Limit
	q.Limit = 0
	p, n, err := some(t.o.Archive.Tenures(ctx, q), limit)
	if err != nil {
		return none, err
	}
	return answer(ctx, t, q, p, n, func(v *archive.Tenure) archive.Tenure {
		v.Evidence = v.Evidence[:min(3, len(v.Evidence))]
		return *v
	})
}

func (t *tools) agenda(ctx context.Context, a Ask) (none List[Incident], err error) {
	if a.Filter == "" {
		a.Filter, a.Oldest = "since:today", true
	}
	q, err := t.asking(a, filter.Incidents)
	if err != nil {
		return none, err
	}
	p, err := t.o.Archive.AgendaPage(ctx, q)
	if err != nil {
		return none, err
	}
	return t.withEvidence(ctx, q, p, nil)
}

// Words are what to look for.
type Words struct {
	Words string `json:"words" jsonschema:"words that must all be there; \"in a row\" in quotation marks; a star ends a beginning"`
	Limit int    `json:"limit,omitempty" jsonschema:"places of each kind at most, 1 to 50; 10 when it is not given"`
}

// Hit is a place where words stand.
type Hit struct {
	In   string `json:"in" jsonschema:"event, statement or text"`
	Key  string `json:"key,omitempty"`
	Said Quote  `json:"said"`
}

func (t *tools) words(ctx context.Context, a Words) (none List[Hit], err error) {
	q, err := t.asking(Ask{Limit: a.Limit}, filter.Events)
	if err == nil && strings.Trim(a.Words, ` "*`) == "" {
		err = wrong("give words to look for")
	}
	if err != nil {
		return none, err
	}
	hits, err := t.o.Archive.Search(ctx, a.Words, q.Limit)
	if err != nil {
		return none, err
	}
	// Kept texts are for readers of pages, not for agents.
	hits = slices.DeleteFunc(hits, func(h archive.Hit) bool { return h.Kind == "text" })
	return answer(ctx, t, q, filter.Page[archive.Hit]{Items: hits}, nil, func(h *archive.Hit) Hit {
		return Hit{h.Kind, h.Key, Quote{Quoted: h.Words, Document: h.Document, Title: h.Title, Outlet: h.Outlet, Published: h.Day}}
	})
}

// Nothing is what a tool without parameters takes.
type Nothing struct{}

// Field is a field of filters.
type Field struct {
	Field   string   `json:"field"`
	Of      string   `json:"of"`
	Gist    string   `json:"gist"`
	Example string   `json:"example"`
	Values  []string `json:"values,omitempty"`
}

// Fields are the fields of filters.
type Fields struct {
	Fields []Field `json:"fields"`
}

func (t *tools) fields(context.Context, Nothing) (out Fields, err error) {
	for _, s := range filter.Specs() {
		out.Fields = append(out.Fields, Field{string(s.Field), s.Of.String(), s.Gist, s.Example, s.Values})
	}
	return out, nil
}

package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/record"
)

const (
	listLength = 25
	// surveyed is how many of the newest incidents facets and the bars count.
	surveyed = 500
	counted  = 10000
	// patience is how long counting may take; then the page says "more than".
	patience = 150 * time.Millisecond
)

// incidentsPage is the list of incidents with what can be asked next.
type incidentsPage struct {
	question
	survey
	Items    []told
	NextURL  string
	Complete string
}

// survey is what is counted of all that a list finds, and of the newest of it.
type survey struct {
	Count    filter.Count
	Reports  int
	Outlets  int
	Partial  bool // facets, bars, reports and outlets are of the newest only
	Surveyed int
	Facets   []facet
	Bars     bars
}

// facet is a field with the values that the incidents have.
type facet struct {
	Name   string
	Values []facetValue
}

type facetValue struct {
	Name, Gist string
	N          int
	URL        string
	Chosen     bool // it is a condition already
}

func (d *desk) incidents(r *http.Request) (shown, error) {
	q, err := d.ask(r, filter.Incidents, `party:FRA type:CONSULT since:2024-03`)
	if err != nil {
		return shown{}, err
	}
	ctx := r.Context()
	p := incidentsPage{question: q}
	page, err := d.o.Archive.IncidentsPage(ctx, q.query(listLength))
	if err != nil {
		return shown{}, err
	}
	if p.Items, err = d.tell(ctx, page.Items); err != nil {
		return shown{}, err
	}
	p.NextURL = q.Next(page.Next)
	if p.survey, err = d.surveys.of(q.Text).get(ctx, d, func(ctx context.Context) (survey, error) { return d.survey(ctx, q) }); err != nil {
		return shown{}, err
	}
	if p.Complete, err = d.completeness(ctx, q.expr); err != nil {
		return shown{}, err
	}
	return shown{View: "incidents", Title: "Incidents", Data: p}, nil
}

// survey counts the newest incidents by what can be asked of them.
func (d *desk) survey(ctx context.Context, q question) (p survey, err error) {
	list, more, err := first(d.o.Archive.Incidents(ctx, filter.Query{Filter: q.expr}), surveyed)
	if err != nil {
		return p, err
	}
	p.Partial, p.Surveyed, p.Count = more, len(list), filter.Count{N: len(list)}
	if more {
		if p.Count, err = inTime(ctx, len(list), func(ctx context.Context) (filter.Count, error) {
			return d.o.Archive.CountIncidents(ctx, q.expr, counted)
		}); err != nil {
			return p, err
		}
	}
	types, statuses, parties, places, outlets, days := tally{}, tally{}, tally{}, tally{}, tally{}, tally{}
	names := namesOf(list)
	for i := range list {
		inc := &list[i]
		p.Reports += inc.Reports
		types[inc.Type]++
		statuses[string(inc.Status)]++
		for _, code := range codesOf(inc) {
			parties[code]++
		}
		if inc.Place != nil && inc.Place.Code != "" {
			places[inc.Place.Code]++
		}
		for _, o := range inc.OutletNames {
			outlets[o]++
		}
		if inc.Start != "" {
			days[inc.Start]++
		}
	}
	p.Outlets = len(outlets)
	p.Facets = []facet{
		d.facet(q, "Kind of act", "type:", types, nil),
		d.facet(q, "Status", "status:", statuses, nil),
		d.facet(q, "Who", "party:", parties, names),
		d.facet(q, "Where", "place:", places, names),
	}
	p.Bars = barsOf(days, func(period string) string {
		url, _ := q.With(d, "on:"+period)
		return url
	})
	return p, nil
}

// inTime counts; when that takes too long there are more than least.
func inTime(ctx context.Context, least int, count func(context.Context) (filter.Count, error)) (filter.Count, error) {
	short, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	n, err := count(short)
	if err != nil && short.Err() != nil && ctx.Err() == nil {
		return filter.Count{N: least, More: true}, nil
	}
	return n, err
}

// codesOf are the different codes of the parties of an incident.
func codesOf(inc *archive.Incident) []string {
	var out []string
	for _, list := range [][]archive.Party{inc.Actors, inc.Recipients} {
		for i := range list {
			if c := list[i].Code; c != "" && !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// tally counts strings.
type tally map[string]int

// sorted gives the strings, the most frequent first.
func (t tally) sorted() []string {
	out := make([]string, 0, len(t))
	for s := range t {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(t[b]-t[a], strings.Compare(a, b)) })
	return out
}

const facetLength = 10

// facet lists the values of a tally. Codes of countries are shown, and asked for,
// by the names that pages give them.
func (d *desk) facet(q question, name, field string, t tally, names map[string]string) facet {
	f := facet{Name: name}
	for _, v := range t.sorted() {
		if len(f.Values) == facetLength {
			break
		}
		value := facetValue{Name: v, N: t[v]}
		condition := field + v
		if full := names[v]; full != "" {
			value.Name, value.Gist, condition = full, v, field+quoted(full)
		} else if field == "type:" {
			value.Gist = plainType(v, nil)
		}
		value.URL, value.Chosen = q.With(d, condition)
		f.Values = append(f.Values, value)
	}
	return f
}

// namesOf are the names of the states that have a code among incidents.
func namesOf(list []archive.Incident) map[string]string {
	out := map[string]string{}
	for i := range list {
		for _, parties := range [][]archive.Party{list[i].Actors, list[i].Recipients} {
			for k := range parties {
				if p := &parties[k]; p.Kind == record.State && p.Code != "" && out[p.Code] == "" {
					out[p.Code] = p.Name
				}
			}
		}
	}
	return out
}

package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"chancery/internal/filter"
	"chancery/record"
	"chancery/relations"
)

// State is a state of the map, with the place of its capital.
type State struct {
	Code, Name string
	Lat, Lon   float64
	HasCoord   bool
}

// mapPage shows a measure of each state, as a picture and as a table.
type mapPage struct {
	question
	Show    string
	Shows   []mapShow
	With    string // a state: only what it takes part in counts
	Wrong   string
	Gist    string // what is shaded, in words
	Legend  []legendStep
	Areas   []mapArea
	Sea     string
	Width   int
	Height  int
	Rows    []mapRow
	Silent  int // states without a report
	Partial int // incidents that were counted, when there are more
	Left    int // incidents without a day, or longer than a month
	ListURL string

	Complete string
}

type mapShow struct{ Key, Name string }

// mapRow is a state in the table.
type mapRow struct {
	Name, Code                    string
	Incidents, Contacts           int
	Cooperation, Conflict, Others int
	Balance                       string
	URL, TieURL                   string
	value                         float64
	known                         bool
}

// mapArea is a state in the picture: its outline, or a circle at its capital
// where there is none or a very small one.
type mapArea struct {
	Path, X, Y string
	Class      string
	Label      string
	URL        string
}

type legendStep struct{ Class, Words string }

// The measures that a map shades.
const (
	showIncidents = "incidents"
	showContacts  = "contacts"
	showBalance   = "balance"
	showConflict  = "conflict"
	showTogether  = "cooperation"
)

func shows() []mapShow {
	return []mapShow{{showIncidents, "incidents"}, {showContacts, "contacts"}, {showTogether, "cooperation"}, {showConflict, "conflict"}, {showBalance, "balance of cooperation and conflict"}}
}

// counted are the sums of all parties for a filter.
type mapSums struct {
	agg     *relations.Aggregate
	partial int
}

func (d *desk) mapView(r *http.Request) (shown, error) {
	ctx := r.Context()
	q, err := d.ask(r, filter.Incidents, `since:2024-03 type:CONSULT`)
	if err != nil {
		return shown{}, err
	}
	p := mapPage{question: q, Show: word(r, "show"), Shows: shows(), With: word(r, "with"), Sea: d.world.sea, Width: mapWidth, Height: d.world.height}
	if !slices.ContainsFunc(p.Shows, func(s mapShow) bool { return s.Key == p.Show }) {
		p.Show = showIncidents
	}
	for i := range p.Chips {
		p.Chips[i].Without += p.rest()
	}
	out := shown{View: "map", Title: "Map"}
	var with sideOf
	if p.With != "" {
		var ok bool
		if with, ok = d.side(p.With); !ok {
			p.Wrong = "“" + p.With + "” is not known; give a country or a code, such as FRA."
			out.Status, out.Data = http.StatusUnprocessableEntity, p
			return out, nil
		}
	}
	sums, err := d.sumsOf(ctx, q)
	if err != nil {
		return shown{}, err
	}
	p.Partial, p.Left = sums.partial, sums.agg.Undated+sums.agg.Broad
	p.count(relations.PartySums(sums.agg, relations.PartyQuestion{From: relations.NoDay, Until: relations.NoDay, With: with.keys}), d, with)
	p.shade(d)
	p.ListURL = to("/incidents", "q", strings.TrimSpace(q.Text+" status:actual"))
	if p.Complete, err = d.completeness(ctx, q.expr); err != nil {
		return shown{}, err
	}
	out.Data = p
	return out, nil
}

// rest is the part of the address beside the filter.
func (p *mapPage) rest() string {
	out := ""
	if p.Show != showIncidents {
		out += "&" + strings.TrimPrefix(to("", "show", p.Show), "?")
	}
	if p.With != "" {
		out += "&" + strings.TrimPrefix(to("", "with", p.With), "?")
	}
	return out
}

// sumsOf are the kept sums, or with a filter those of what it finds.
func (d *desk) sumsOf(ctx context.Context, q question) (mapSums, error) {
	if q.Text == "" {
		agg, err := d.allSums(ctx)
		return mapSums{agg: agg}, err
	}
	return d.maps.of(q.Text).get(ctx, d, func(ctx context.Context) (mapSums, error) {
		list, more, err := first(d.o.Archive.Incidents(ctx, filter.Query{Filter: q.expr}), streamed)
		if err != nil {
			return mapSums{}, err
		}
		agg, err := relations.NewAggregate(record.Month)
		if err != nil {
			return mapSums{}, err
		}
		for i := range list {
			agg.Add(&list[i])
		}
		sums := mapSums{agg: agg}
		if more {
			sums.partial = len(list)
		}
		return sums, nil
	})
}

// count makes a row of each state that has a report.
func (p *mapPage) count(sums []relations.PartySum, d *desk, with sideOf) {
	for i := range sums {
		s := &sums[i]
		state, ok := d.world.states[s.Key]
		if !ok {
			continue
		}
		row := mapRow{Name: state.Name, Code: s.Key, Incidents: s.Incidents, Contacts: s.Contacts,
			Cooperation: s.Quads[1] + s.Quads[2], Conflict: s.Quads[3] + s.Quads[4]}
		row.Others = s.Incidents - row.Cooperation - row.Conflict
		asked := strings.TrimSpace(p.Text + " party:" + quoted(state.Name) + " status:actual")
		if p.With != "" {
			asked += " party:" + with.value
			row.TieURL = to("/relation", "a", p.With, "b", state.Name)
		}
		row.URL = to("/incidents", "q", asked)
		row.Balance = "not known"
		if n := row.Cooperation + row.Conflict; n > 0 {
			row.value, row.known = float64(row.Cooperation-row.Conflict)/float64(n), true
			row.Balance = signed(row.value)
		}
		switch p.Show {
		case showIncidents:
			row.value, row.known = float64(row.Incidents), true
		case showContacts:
			row.value, row.known = float64(row.Contacts), true
		case showTogether:
			row.value, row.known = float64(row.Cooperation), true
		case showConflict:
			row.value, row.known = float64(row.Conflict), true
		}
		p.Rows = append(p.Rows, row)
	}
	slices.SortStableFunc(p.Rows, func(a, b mapRow) int {
		if a.known != b.known {
			return cmp.Compare(b2i(b.known), b2i(a.known))
		}
		return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(b.Incidents, a.Incidents), strings.Compare(a.Name, b.Name))
	})
	p.Silent = len(d.world.states) - len(p.Rows)
}

// signed writes a balance: "+0.25", "−0.1", "0".
func signed(v float64) string {
	out := number(v)
	if rest, less := strings.CutPrefix(out, "-"); less {
		return "−" + rest
	}
	if out == "0" {
		return out
	}
	return "+" + out
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

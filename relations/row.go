package relations

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

// Row is one line of an aggregate in the form in which it is kept: a table with
// the first seven fields as its key and the others as sums.
type Row struct {
	Period     string        `json:"period"` // first day
	Actors     string        `json:"actors,omitempty"`
	Recipients string        `json:"recipients,omitempty"`
	Type       string        `json:"type"`
	Scale      float64       `json:"scale"`
	Status     record.Status `json:"status"`
	Outlet     string        `json:"outlet,omitempty"` // empty for the line of all outlets

	Incidents int64 `json:"incidents"`
	Reports   int64 `json:"reports"`
	Squares   int64 `json:"squares"`
	Part      int64 `json:"part,omitempty"`
	Sole      int64 `json:"sole,omitempty"`
}

// Minus is the row that takes this one back.
func (r Row) Minus() Row {
	r.Incidents, r.Reports, r.Squares, r.Part, r.Sole = -r.Incidents, -r.Reports, -r.Squares, -r.Part, -r.Sole
	return r
}

// AddRow counts a row as Rows gave it.
func (a *Aggregate) AddRow(r Row) error {
	first, ok := ParseDay(r.Period)
	if !ok {
		return fmt.Errorf("cannot read the aggregate: %q is no day", r.Period)
	}
	kind, _ := ontology.ParseType(r.Type)
	c := cell{period: PeriodOf(first, a.grain), kind: kind, status: statusNumber(r.Status), scaleTenth: int16(math.Round(r.Scale * 10))}
	c.from, c.to = a.sets.id([]byte(r.Actors)), a.sets.id([]byte(r.Recipients))
	t := tally{incidents: r.Incidents, reports: r.Reports, squares: r.Squares, part: r.Part, sole: r.Sole}
	if r.Outlet == "" {
		a.add(c, t)
	} else {
		a.addShare(&c, share{a.cells.add(c, &tally{}), a.outlets.id([]byte(r.Outlet))}, t)
	}
	return nil
}

// RowsOf are the rows that one incident adds.
func RowsOf(inc *archive.Incident, g record.Grain) ([]Row, error) {
	a, err := NewAggregate(g)
	if err != nil {
		return nil, err
	}
	a.Add(inc)
	return a.Rows(), nil
}

// Rows are the lines of the aggregate, in order of their keys.
func (a *Aggregate) Rows() []Row {
	rows := make([]Row, 0, len(a.cells.at)+len(a.shares.at))
	for c, t := range a.cells.each {
		rows = append(rows, a.row(c, "", t))
	}
	for s, t := range a.shares.each {
		rows = append(rows, a.row(a.cells.keys[s.cell], a.outlets.names[s.outlet], t))
	}
	slices.SortFunc(rows, func(x, y Row) int {
		return cmp.Or(strings.Compare(x.Period, y.Period), strings.Compare(x.Actors, y.Actors), strings.Compare(x.Recipients, y.Recipients),
			strings.Compare(x.Type, y.Type), cmp.Compare(x.Scale, y.Scale), strings.Compare(string(x.Status), string(y.Status)), strings.Compare(x.Outlet, y.Outlet))
	})
	return rows
}

func (a *Aggregate) row(c cell, outlet string, t *tally) Row {
	return Row{Period: c.period.First(a.grain).String(), Actors: a.sets.names[c.from], Recipients: a.sets.names[c.to], Type: c.kind.String(),
		Scale: float64(c.scaleTenth) / 10, Status: statuses()[c.status], Outlet: outlet,
		Incidents: t.incidents, Reports: t.reports, Squares: t.squares, Part: t.part, Sole: t.sole}
}

// Keys are all party keys that the aggregate knows, in order.
func (a *Aggregate) Keys() []string {
	seen := map[string]bool{}
	for _, set := range a.sets.names {
		for _, k := range strings.Fields(set) {
			seen[k] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// Total is what there was of actual incidents in a period, of anyone: of one
// outlet, or of all with Outlet empty.
type Total struct {
	Period    string `json:"period"` // first day
	Outlet    string `json:"outlet,omitempty"`
	Incidents int64  `json:"incidents,omitempty"`
	Part      int64  `json:"part,omitempty"`
	Sole      int64  `json:"sole,omitempty"`
}

// Totals are those of the aggregate, in order of period and outlet.
func (a *Aggregate) Totals() []Total {
	var out []Total
	for p, n := range a.totals {
		out = append(out, Total{Period: p.First(a.grain).String(), Incidents: int64(n)})
	}
	for p, list := range a.printed {
		for o, t := range list {
			if t != (tally{}) {
				out = append(out, Total{Period: p.First(a.grain).String(), Outlet: a.outlets.names[o], Part: t.part, Sole: t.sole})
			}
		}
	}
	slices.SortFunc(out, func(x, y Total) int {
		return cmp.Or(strings.Compare(x.Period, y.Period), strings.Compare(x.Outlet, y.Outlet))
	})
	return out
}

// NewPart makes an aggregate that will hold only some rows, as those of the
// parties of a question, but knows the totals of all.
func NewPart(g record.Grain, totals []Total) (*Aggregate, error) {
	a, err := NewAggregate(g)
	if err != nil {
		return nil, err
	}
	for _, t := range totals {
		first, ok := ParseDay(t.Period)
		switch {
		case !ok:
			return nil, fmt.Errorf("cannot read the aggregate: %q is no day", t.Period)
		case t.Outlet == "":
			a.totals[PeriodOf(first, g)] += int(t.Incidents)
		default:
			a.print(PeriodOf(first, g), a.outlets.id([]byte(t.Outlet)), &tally{part: t.Part, sole: t.Sole})
		}
	}
	a.whole = true
	return a, nil
}

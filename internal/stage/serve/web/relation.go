package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"chancery/internal/filter"
	"chancery/internal/ontology"
	"chancery/record"
	"chancery/relations"
)

// relationPage measures what happens between two sides.
type relationPage struct {
	A, B, C  string // as typed; C is a third side to compare with
	Measure  string
	Grain    string
	Measures []string
	Grains   []record.Grain
	Wrong    string
	Pairs    []pairRow // where nothing is asked yet

	Chart    chart
	Rows     []seriesRow
	Trend    relations.Trend
	HasTrend bool
	Gaps     int
	Triad    *relations.Triad
	Contact  *relations.Contact
	Months   []monthRow
	AsOf     string
	Items    []told
	ListURL  string
	Complete string
}

// pairRow is a pair of parties with what happened between them.
type pairRow struct {
	A, B                  string
	Incidents             int
	Cooperation, Conflict string
	URL                   string
}

// sideOf is a side as a reader names it, with its value in a filter.
type sideOf struct {
	side  relations.Side
	value string
	keys  []string
}

const (
	pairsShown     = 40
	streamed       = 20_000 // incidents that one picture reads at most
	replicates     = 199
	calendarMonths = 24
)

func (d *desk) relation(r *http.Request) (shown, error) {
	ctx := r.Context()
	p := relationPage{A: word(r, "a"), B: word(r, "b"), C: word(r, "c"), Measure: word(r, "measure"), Grain: word(r, "grain"),
		Grains: []record.Grain{record.Month, record.Quarter, record.Year}}
	for _, m := range relations.Measures() {
		if m.Type == "" {
			p.Measures = append(p.Measures, m.Name)
		}
	}
	if !slices.Contains(p.Grains, record.Grain(p.Grain)) {
		p.Grain = string(record.Month)
	}
	if !slices.Contains(p.Measures, p.Measure) {
		p.Measure = "incidents"
	}
	out := shown{View: "relation", Title: "Relations"}
	if p.A == "" || p.B == "" {
		if err := d.pairs(ctx, &p); err != nil {
			return shown{}, err
		}
		out.Data = p
		return out, nil
	}
	sides := make([]sideOf, 0, 3)
	for _, name := range []string{p.A, p.B, p.C} {
		if name == "" {
			continue
		}
		s, ok := d.side(name)
		if !ok {
			p.Wrong = "“" + name + "” is not known; give a country, a body or a code, such as FRA."
			out.Status, out.Data = http.StatusUnprocessableEntity, p
			return out, nil
		}
		sides = append(sides, s)
	}
	out.Title = p.A + " and " + p.B
	if err := d.measure(ctx, &p, sides); err != nil {
		return shown{}, err
	}
	out.Data = p
	return out, nil
}

func word(r *http.Request, name string) string { return strings.TrimSpace(r.FormValue(name)) }

// side finds what a name stands for.
func (d *desk) side(name string) (sideOf, bool) {
	codes, keys := d.o.Names.Named(name, filter.Side)
	if upper := strings.ToUpper(name); len(codes) == 0 && ontology.ValidCode(upper) {
		codes = []string{upper}
	}
	all := append(slices.Clone(codes), keys...)
	if len(all) == 0 {
		return sideOf{}, false
	}
	return sideOf{relations.SideOf(name, all...), quoted(name), all}, true
}

// pairs are the pairs of parties with most incidents.
func (d *desk) pairs(ctx context.Context, p *relationPage) error {
	agg, err := d.sums(ctx, filter.All{})
	if err != nil {
		return err
	}
	names, err := d.stateNames(ctx)
	if err != nil {
		return err
	}
	dyads := relations.Dyads(agg, relations.DyadQuestion{From: relations.NoDay, Until: relations.NoDay})
	slices.SortStableFunc(dyads, func(a, b relations.Dyad) int { return b.Incidents - a.Incidents })
	for _, dy := range dyads[:min(len(dyads), pairsShown)] {
		a, b := nameOf(names, dy.A), nameOf(names, dy.B)
		p.Pairs = append(p.Pairs, pairRow{a, b, dy.Incidents, number(dy.Cooperation), number(dy.Conflict), to("/relation", "a", a, "b", b)})
	}
	return nil
}

// stateNames are the names of codes, as the newest incidents give them.
func (d *desk) stateNames(ctx context.Context) (map[string]string, error) {
	list, _, err := first(d.o.Archive.Incidents(ctx, filter.Query{}), surveyed)
	return namesOf(list), err
}

func nameOf(names map[string]string, key string) string {
	if n := names[key]; n != "" {
		return n
	}
	return key
}

// sums are the kept ones of parties; without a keeper those of what a filter finds.
func (d *desk) sums(ctx context.Context, e filter.Expr, keys ...string) (*relations.Aggregate, error) {
	if d.o.Aggregate != nil {
		return d.o.Aggregate(ctx, keys...)
	}
	agg, err := relations.NewAggregate(record.Month)
	if err != nil {
		return nil, err
	}
	n := 0
	for inc, err := range d.o.Archive.Incidents(ctx, filter.Query{Filter: e}) {
		if err != nil {
			return nil, err
		}
		if n++; n > streamed {
			break
		}
		agg.Add(&inc)
	}
	return agg, nil
}

// coverage is the calendar of documents.
func (d *desk) coverage(ctx context.Context) (*relations.Calendar, map[string]int, error) {
	cal, days := relations.NewCalendar(), map[string]int{}
	for line, err := range d.o.Archive.Coverage(ctx, filter.Query{}) {
		if err != nil {
			return nil, nil, err
		}
		cal.Add(line)
		days[line.Day] += line.Documents
	}
	return cal, days, nil
}

// measure fills the page for two sides, and a third to compare with.
func (d *desk) measure(ctx context.Context, p *relationPage, sides []sideOf) error {
	a, b := sides[0], sides[1]
	between, err := d.parse("party:"+a.value+" party:"+b.value, filter.Incidents)
	if err != nil {
		return err
	}
	p.ListURL = to("/incidents", "q", between.String())
	var keys []string
	for _, s := range sides {
		keys = append(keys, s.keys...)
	}
	agg, err := d.sums(ctx, filter.All{}, keys...)
	if err != nil {
		return err
	}
	cal, days, err := d.coverage(ctx)
	if err != nil {
		return err
	}
	if err := p.draw(agg, cal, sides, between.String()); err != nil {
		return err
	}
	if err := d.contacts(ctx, p, a, b, between, days); err != nil {
		return err
	}
	page, err := d.o.Archive.IncidentsPage(ctx, filter.Query{Filter: between, Limit: newsLength})
	if err != nil {
		return err
	}
	if p.Items, err = d.tell(ctx, page.Items); err != nil {
		return err
	}
	p.Complete, err = d.completeness(ctx, between)
	return err
}

// contacts tells how two sides meet, up to the last day of the archive.
func (d *desk) contacts(ctx context.Context, p *relationPage, a, b sideOf, between filter.Expr, days map[string]int) error {
	consult, err := d.parse("type:CONSULT", filter.Incidents)
	if err != nil {
		return err
	}
	list, _, err := first(d.o.Archive.Incidents(ctx, filter.Query{Filter: filter.Both(between, consult)}), streamed)
	if err != nil {
		return err
	}
	gather := relations.NewContacts(a.side, b.side)
	for i := range list {
		gather.Add(&list[i])
	}
	last := ""
	for day, n := range days {
		if n > 0 {
			last = max(last, day)
		}
	}
	asOf, ok := relations.ParseDay(last)
	if !ok {
		return nil
	}
	c := gather.Report(asOf)
	p.Contact, p.AsOf = &c, last
	p.Months = monthsOf(&c, days, asOf)
	return nil
}

// incidentsOf are the incidents of a period of a series.
func incidentsOf(between, label string) string {
	if year, quarter, ok := strings.Cut(label, "-Q"); ok {
		months := map[string][2]string{"1": {"01", "03"}, "2": {"04", "06"}, "3": {"07", "09"}, "4": {"10", "12"}}[quarter]
		label = year + "-" + months[0] + ".." + year + "-" + months[1]
	}
	return to("/incidents", "q", between+" on:"+label+" status:actual")
}

// seriesRow is a period in the table beside the picture.
type seriesRow struct {
	Label, Value, Interval string
	Gap                    bool
	Documents, Incidents   int
	URL                    string
	Other                  string // the value of the series compared with
}

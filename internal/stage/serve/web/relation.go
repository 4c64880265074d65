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
	Met      int // contacts, of which the newest are listed
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
	contactsShown  = 200
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
	agg, err := d.allSums(ctx)
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
	return d.names.get(ctx, d, func(ctx context.Context) (map[string]string, error) {
		list, _, err := first(d.o.Archive.Incidents(ctx, filter.Query{}), surveyed)
		return namesOf(list), err
	})
}

func nameOf(names map[string]string, key string) string {
	if n := names[key]; n != "" {
		return n
	}
	return key
}

// sums are the kept ones of sides; without a keeper those of what a filter finds.
func (d *desk) sums(ctx context.Context, e filter.Expr, sides ...[]string) (*relations.Aggregate, error) {
	if d.o.Aggregate != nil {
		return d.o.Aggregate(ctx, sides...)
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

// covered is what pages there are: the calendar, and the documents of each day.
type covered struct {
	calendar *relations.Calendar
	days     map[string]int
	last     string // day with a document
}

// coverage gathers what pages there are. It is not to be changed.
func (d *desk) coverage(ctx context.Context) (covered, error) {
	return d.covered.get(ctx, d, func(ctx context.Context) (covered, error) {
		c := covered{calendar: relations.NewCalendar(), days: map[string]int{}}
		for line, err := range d.o.Archive.Coverage(ctx, filter.Query{}) {
			if err != nil {
				return covered{}, err
			}
			c.calendar.Add(line)
			c.days[line.Day] += line.Documents
			if line.Documents > 0 {
				c.last = max(c.last, line.Day)
			}
		}
		return c, nil
	})
}

// allSums are those of all parties. They are not to be changed.
func (d *desk) allSums(ctx context.Context) (*relations.Aggregate, error) {
	return d.all.get(ctx, d, func(ctx context.Context) (*relations.Aggregate, error) { return d.sums(ctx, filter.All{}) })
}

// measure fills the page for two sides, and a third to compare with. What is
// gathered from the whole time is kept; the newest incidents are always new.
func (d *desk) measure(ctx context.Context, p *relationPage, sides []sideOf) error {
	between, err := d.parse("party:"+sides[0].value+" party:"+sides[1].value, filter.Incidents)
	if err != nil {
		return err
	}
	asked := *p
	*p, err = d.ties.of(strings.Join([]string{p.A, p.B, p.C, p.Measure, p.Grain}, "\n")).get(ctx, d, func(ctx context.Context) (relationPage, error) {
		err := d.gather(ctx, &asked, sides, between)
		return asked, err
	})
	if err != nil {
		return err
	}
	p.ListURL = to("/incidents", "q", between.String())
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

// gather measures the series and the contacts.
func (d *desk) gather(ctx context.Context, p *relationPage, sides []sideOf, between filter.Expr) error {
	var keys [][]string
	for _, s := range sides {
		keys = append(keys, s.keys)
	}
	agg, err := d.sums(ctx, filter.All{}, keys...)
	if err != nil {
		return err
	}
	pages, err := d.coverage(ctx)
	if err != nil {
		return err
	}
	if err := p.draw(agg, pages.calendar, sides, between.String()); err != nil {
		return err
	}
	return d.contacts(ctx, p, sides[0], sides[1], between, pages)
}

// contacts tells how two sides meet, up to the last day of the archive.
func (d *desk) contacts(ctx context.Context, p *relationPage, a, b sideOf, between filter.Expr, pages covered) error {
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
	asOf, ok := relations.ParseDay(pages.last)
	if !ok {
		return nil
	}
	c := gather.Report(asOf)
	p.Contact, p.AsOf, p.Met = &c, pages.last, len(c.Meetings)
	p.Months = monthsOf(&c, pages.days, asOf)
	c.Meetings = slices.Clone(c.Meetings[max(0, len(c.Meetings)-contactsShown):])
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

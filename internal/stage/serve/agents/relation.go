package agents

import (
	"context"
	"math"
	"time"

	"chancery/internal/filter"
	"chancery/internal/stage/serve/complete"
	"chancery/record"
	"chancery/relations"
)

// Sides are the two sides of a relation.
type Sides struct {
	A     string `json:"a" jsonschema:"one side: a country, its code, a body, or a group such as EU"`
	B     string `json:"b" jsonschema:"the other side"`
	Grain string `json:"grain,omitempty" jsonschema:"month, quarter or year; month when it is not given"`
	Since string `json:"since,omitempty" jsonschema:"the first day, as 2041-03 or 2041-03-01"`
	Until string `json:"until,omitempty" jsonschema:"the last day"`
}

// Relation is how two sides deal with each other.
type Relation struct {
	A       []string    `json:"a" jsonschema:"by what the first side is counted"`
	B       []string    `json:"b"`
	Periods []Stretch   `json:"periods"`
	Trend   Direction   `json:"trend" jsonschema:"of the number of acts"`
	Meeting MeetingsSum `json:"meetings"`
	Latest  []Incident  `json:"latest" jsonschema:"the newest acts, with their words"`
	// Count is of all acts of the relation, planned and denied ones too; periods
	// count those that happened.
	Count        *Count                `json:"count"`
	Completeness complete.Completeness `json:"completeness"`
	Note         string                `json:"note"`
}

// Stretch is a period. Numbers are absent where nothing was read.
type Stretch struct {
	Period      string   `json:"period"`
	Gap         bool     `json:"gap,omitempty" jsonschema:"no document of this period is in the archive: nothing is known"`
	Documents   int      `json:"documents" jsonschema:"of any content"`
	Incidents   *float64 `json:"incidents,omitempty"`
	Reports     *float64 `json:"reports,omitempty"`
	Cooperation *float64 `json:"cooperation,omitempty" jsonschema:"sum of the acts' scores above zero"`
	Conflict    *float64 `json:"conflict,omitempty" jsonschema:"sum of the acts' scores below zero"`
}

// Direction is whether something rises or falls.
type Direction struct {
	Verdict string   `json:"verdict" jsonschema:"rising, falling, no trend, or too few known periods"`
	Periods int      `json:"periods_known"`
	P       *float64 `json:"p,omitempty" jsonschema:"of the Mann-Kendall test, allowing for serial dependence"`
}

// MeetingsSum tells of meetings.
type MeetingsSum struct {
	Held    int      `json:"held"`
	Planned int      `json:"planned"`
	Latest  []string `json:"latest,omitempty" jsonschema:"ids of the newest that were held"`
}

// mostRead bounds what one question reads.
const mostRead = 200_000

// relation measures with package relations over the acts between two sides.
func (t *tools) relation(ctx context.Context, in Sides) (out Relation, err error) {
	out = Relation{Note: note, Periods: []Stretch{}, Latest: []Incident{}}
	a, err := t.side(in.A)
	if err != nil {
		return out, err
	}
	b, err := t.side(in.B)
	if err != nil {
		return out, err
	}
	grain := record.Grain(in.Grain)
	if in.Grain == "" {
		grain = record.Month
	}
	if grain != record.Month && grain != record.Quarter && grain != record.Year {
		return out, wrong("grain is month, quarter or year")
	}
	e, question, err := t.question(in, a, b, grain)
	if err != nil {
		return out, err
	}
	if out.Completeness, err = t.o.Complete.Of(ctx, e); err != nil {
		return out, err
	}
	if err := t.measure(ctx, &out, e, question); err != nil {
		return out, err
	}
	page, err := t.o.Archive.IncidentsPage(ctx, filter.Query{Filter: e, Limit: 10})
	if err != nil {
		return out, err
	}
	latest, err := t.withEvidence(ctx, filter.Query{Filter: e}, page, nil)
	out.A, out.B, out.Latest = keysOf(a), keysOf(b), latest.Items
	return out, err
}

// side finds what a name stands for.
func (t *tools) side(name string) (relations.Side, error) {
	e, err := filter.Parse("party:"+quoted(name), filter.Options{For: filter.Incidents, Names: t.o.Names})
	if err != nil {
		return relations.Side{}, err
	}
	leaf, ok := e.(filter.Parties)
	if !ok || len(leaf.Any) != 1 {
		return relations.Side{}, wrong("give each side one name")
	}
	keys := append(append([]string{}, leaf.Any[0].Codes...), leaf.Any[0].Keys...)
	if len(keys) == 0 {
		return relations.Side{}, wrong("it is not known which country or body " + quoted(name) + " is; give its name in full or its code, such as CHN")
	}
	return relations.SideOf(name, keys...), nil
}

func quoted(s string) string {
	out := []rune{'"'}
	for _, r := range s {
		if r != '"' && r != '\\' && r >= ' ' {
			out = append(out, r)
		}
	}
	return string(append(out, '"'))
}

func keysOf(s relations.Side) (out []string) {
	for _, m := range s.Members {
		out = append(out, m.Key)
	}
	return out
}

// question puts the filter and the measure's question together.
func (t *tools) question(in Sides, a, b relations.Side, grain record.Grain) (filter.Expr, relations.Question, error) {
	text := "party:" + quoted(in.A) + " party:" + quoted(in.B)
	if in.Since != "" {
		text += " since:" + quoted(in.Since)
	}
	if in.Until != "" {
		text += " until:" + quoted(in.Until)
	}
	e, err := filter.Parse(text, filter.Options{For: filter.Incidents, Names: t.o.Names, Today: t.o.Now().Format(time.DateOnly)})
	q := relations.Ask(a, b, grain)
	for _, leaf := range filter.Leaves(e) {
		if d, ok := leaf.(filter.Days); ok {
			if day, ok := relations.ParseDay(d.Any[0].From); ok {
				q.From = day
			}
			if day, ok := relations.ParseDay(d.Any[0].To); ok {
				q.Until = day
			}
		}
	}
	return e, q, err
}

// measure reads the acts and fills in what they come to.
func (t *tools) measure(ctx context.Context, out *Relation, e filter.Expr, q relations.Question) error {
	agg, err := relations.NewAggregate(q.Grain)
	if err != nil {
		return err
	}
	contacts, n := relations.NewContacts(q.A, q.B), filter.Count{}
	for i, err := range t.o.Archive.Incidents(ctx, filter.Query{Filter: e}) {
		if err != nil {
			return err
		}
		if n.N == mostRead {
			return wrong("there are more than 200,000 acts between them; ask for fewer days")
		}
		n.N++
		agg.Add(&i)
		contacts.Add(&i)
	}
	out.Count = counted(n)
	cal := relations.NewCalendar()
	for line, err := range t.o.Archive.Coverage(ctx, filter.Query{}) {
		if err != nil {
			return err
		}
		cal.Add(line)
	}
	s, err := relations.NewSeries(agg, cal, q)
	if err != nil {
		return wrong("there is nothing to measure: " + err.Error())
	}
	if err := out.periods(&s); err != nil {
		return err
	}
	today, _ := relations.ParseDay(t.o.Now().Format(time.DateOnly))
	report := contacts.Report(today)
	out.Meeting = MeetingsSum{Held: len(report.Meetings), Planned: len(report.Planned)}
	for i := len(report.Meetings) - 1; i >= 0 && len(out.Meeting.Latest) < 5; i-- {
		out.Meeting.Latest = append(out.Meeting.Latest, report.Meetings[i].Incident)
	}
	return nil
}

// periods fills in the series and the trend.
func (out *Relation) periods(s *relations.Series) error {
	values := map[string][]float64{}
	for _, name := range []string{"incidents", "reports", "cooperation", "conflict"} {
		m, err := relations.MeasureNamed(name)
		if err != nil {
			return err
		}
		values[name] = s.Values(m, relations.Raw)
	}
	for i, p := range s.Points {
		out.Periods = append(out.Periods, Stretch{
			Period: p.Label, Gap: p.Gap, Documents: p.Documents, Incidents: known(values["incidents"][i]), Reports: known(values["reports"][i]),
			Cooperation: known(values["cooperation"][i]), Conflict: known(values["conflict"][i]),
		})
	}
	trend := relations.TrendOf(values["incidents"], 1)
	out.Trend = Direction{Verdict: string(trend.Verdict), Periods: trend.N, P: known(max(trend.P, trend.PBlock, trend.PSerial))}
	return nil
}

// known is a number that is known; nil where it is not.
func known(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

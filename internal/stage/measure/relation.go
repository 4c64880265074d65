package measure

import (
	"context"
	"math"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
	"chancery/relations"
)

// RelationQuestion asks what happens between two sides.
type RelationQuestion struct {
	A, B     relations.Side // B may be Others, or not given: all acts of A
	Directed bool
	Statuses []record.Status // none given is actual
	Span
	Measure string // of relations.Measures, or a PLOVER type; empty is incidents
	Norm    relations.Norm
	Smooth  int // periods of a moving mean; 0 is none
	Seed    uint64
}

// Relation is what happens between two sides, period by period.
type Relation struct {
	A        string   `json:"a"`
	B        string   `json:"b,omitempty"`
	KeysA    []string `json:"keys_a"`
	KeysB    []string `json:"keys_b,omitempty"`
	Directed bool     `json:"directed,omitempty"`
	Grain    string   `json:"grain"`
	From     string   `json:"from,omitempty"`
	Until    string   `json:"until,omitempty"`
	Measure  string   `json:"measure"`
	Norm     string   `json:"norm,omitempty"`
	// Filter lists the incidents; with dated memberships a few more.
	Filter string `json:"filter"`

	Points []Point `json:"points"`
	Total  Total   `json:"total"`
	Kinds  []Kind  `json:"kinds"`

	Trend    Trend     `json:"trend"`
	Spread   Spread    `json:"spread"`
	Shocks   Shocks    `json:"shocks"`
	Changes  Changes   `json:"changes"`
	LeaveOut []LeftOut `json:"leave_out,omitempty"`
	Contact  Contact   `json:"contact"`
	// Method tells how the numbers were made, and how complete they are.
	Method []string `json:"method"`

	// Incidents are those behind the numbers, the oldest first.
	Incidents []archive.Incident `json:"-"`
	// Plans are what the sides planned, whatever became of it.
	Plans []archive.Incident `json:"-"`
	// Covered are the days with a document.
	Covered map[string]bool `json:"-"`
}

// Point is one period.
type Point struct {
	Period    string   `json:"period"`
	First     string   `json:"first"`
	Last      string   `json:"last"`
	Gap       bool     `json:"gap,omitempty"` // no document: nothing is known
	Documents int      `json:"documents"`
	Days      int      `json:"days_covered"`
	All       int      `json:"all_incidents"` // of anyone
	Incidents int      `json:"incidents"`
	Reports   int      `json:"reports"`
	Value     Number   `json:"value"`
	Interval  Interval `json:"interval"`         // bootstrap over incidents
	ByOutlet  Interval `json:"outlet_interval"`  // bootstrap over outlets
	Smooth    *Number  `json:"smooth,omitempty"` // moving mean
	IDs       []string `json:"ids,omitempty"`    // of the incidents
}

// Total is what all known periods come to.
type Total struct {
	Incidents   int    `json:"incidents"`
	Reports     int    `json:"reports"`
	Documents   int    `json:"documents"`
	Outlets     int    `json:"outlets"`
	Periods     int    `json:"periods"`
	Gaps        int    `json:"gaps"`
	Days        int    `json:"days"`
	DaysCovered int    `json:"days_covered"`
	Net         Number `json:"net"`
	// Undated and Broad are incidents of anyone that no period holds.
	Undated int `json:"undated"`
	Broad   int `json:"broad"`
}

// Kind is how often one type of act was done.
type Kind struct {
	Type      string   `json:"type"`
	Quad      string   `json:"quad"`
	Incidents int      `json:"incidents"`
	Reports   int      `json:"reports"`
	Mean      Number   `json:"mean_score"`
	IDs       []string `json:"ids"`
}

// Spread is how steady the series is.
type Spread struct {
	Mean        Number `json:"mean"`
	Deviation   Number `json:"deviation"`
	Serial      Number `json:"autocorrelation"`     // lag 1, detrended
	Persistence Number `json:"persistence_periods"` // half-life of a deviation
}

// LeftOut is how far one outlet moves the series.
type LeftOut struct {
	Outlet string `json:"outlet"`
	Change Number `json:"change"` // mean absolute change over mean absolute value
}

// sensitive is how many outlets are left out in turn and shown.
const sensitive = 5

// RelationOf answers a question.
func RelationOf(ctx context.Context, a Archive, w World, q RelationQuestion) (*Relation, error) {
	m, err := relations.MeasureNamed(orElse(q.Measure, "incidents"))
	if err != nil {
		return nil, err
	}
	c, err := cover(ctx, a, q.Span)
	if err != nil {
		return nil, err
	}
	ask := relations.Question{A: q.A, B: q.B, Directed: q.Directed, Statuses: q.Statuses, Grain: q.Grain, From: c.span.From, Until: c.span.Until}
	planned := ask
	planned.Statuses, planned.Until = []record.Status{record.Planned}, c.asked.Until
	var plans []archive.Incident
	contacts := relations.NewContacts(q.A, q.B) // of plans too, and of meetings either way
	behind, grain := map[relations.Period][]string{}, aggregatedBy(a, q.Grain)
	err = c.count(ctx, a, w.scope(&ask), func(inc *archive.Incident) bool {
		contacts.Add(inc)
		if _, ok := planned.Takes(inc, grain); ok {
			plans = append(plans, *inc)
		}
		p, ok := ask.Takes(inc, grain)
		if ok {
			behind[p] = append(behind[p], inc.ID)
		}
		return ok
	})
	if err != nil {
		return nil, err
	}
	s, err := relations.NewSeries(c.agg, c.calendar, ask)
	if err != nil {
		return nil, err
	}
	r := &Relation{A: q.A.Name, B: q.B.Name, KeysA: q.A.Keys(), KeysB: q.B.Keys(), Directed: q.Directed, Grain: string(q.Grain),
		Measure: m.Name, Norm: q.Norm.String(), Filter: w.Filter(&ask).String(), Incidents: c.incidents, Plans: plans, Covered: c.covered}
	r.points(&s, m, q, behind)
	r.total(c, &s)
	r.kinds()
	r.shape(&s, m, q)
	r.Contact = contactOf(contacts.Report(c.asOf()), c.asOf(), q.A.Name, q.B.Name)
	r.notes(&s, m, q, c.leftOut)
	return r, nil
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// points fills the periods.
func (r *Relation) points(s *relations.Series, m relations.Measure, q RelationQuestion, behind map[relations.Period][]string) {
	values := s.Values(m, q.Norm)
	byIncident := s.Intervals(m, q.Norm, relations.Resampling{Seed: q.Seed})
	byOutlet := s.Intervals(m, q.Norm, relations.Resampling{By: relations.ByOutlet, Seed: q.Seed})
	var smooth []float64
	if q.Smooth > 1 {
		smooth = relations.Smooth(values, q.Smooth)
	}
	for i := range s.Points {
		p := &s.Points[i]
		out := Point{Period: p.Label, First: p.First.String(), Last: p.Last.String(), Gap: p.Gap, Documents: p.Documents, Days: p.Covered, All: p.All,
			Incidents: p.Incidents, Reports: p.Reports, Value: Number(values[i]), Interval: interval(byIncident[i]), ByOutlet: interval(byOutlet[i])}
		if smooth != nil {
			v := Number(smooth[i])
			out.Smooth = &v
		}
		out.IDs = behind[p.Period]
		r.Points = append(r.Points, out)
	}
	if n := len(r.Points); n > 0 {
		r.From, r.Until = r.Points[0].First, r.Points[n-1].Last
	}
}

func (r *Relation) total(c *counted, s *relations.Series) {
	t := &r.Total
	net := 0.0
	score, _ := relations.MeasureNamed("net")
	for i := range s.Points {
		p := &s.Points[i]
		t.Incidents += p.Incidents
		t.Reports += p.Reports
		t.Documents += p.Documents
		t.DaysCovered += p.Covered
		t.Days += int(p.Last-p.First) + 1
		if v := p.Value(score, relations.Raw); !math.IsNaN(v) {
			net += v
		}
	}
	t.Periods, t.Gaps, t.Outlets, t.Net = len(s.Points), s.Gaps(), len(s.Outlets), Number(net)
	t.Undated, t.Broad = c.agg.Undated, c.agg.Broad
}

// kinds counts the types of act, in PLOVER's order.
func (r *Relation) kinds() {
	at := map[string]*Kind{}
	sums := map[string]float64{}
	for i := range r.Incidents {
		inc := &r.Incidents[i]
		k := at[inc.Type]
		if k == nil {
			typ, _ := ontology.ParseType(inc.Type)
			k = &Kind{Type: inc.Type, Quad: typ.Quad().String()}
			at[inc.Type] = k
		}
		k.Incidents++
		k.Reports += max(1, inc.Reports)
		k.IDs = append(k.IDs, inc.ID)
		sums[inc.Type] += scale(inc)
	}
	for _, typ := range ontology.Types() {
		if k := at[typ.String()]; k != nil {
			k.Mean = Number(sums[k.Type] / float64(k.Incidents))
			r.Kinds = append(r.Kinds, *k)
		}
	}
}

// scale is an incident's score.
func scale(inc *archive.Incident) float64 {
	if inc.Scale != nil {
		return *inc.Scale
	}
	return ontology.Scale(inc.Type, inc.Modes)
}

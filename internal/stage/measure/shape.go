package measure

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"

	"chancery/relations"
)

// Trend is whether the series rises or falls: its momentum.
type Trend struct {
	Verdict  string   `json:"verdict"`
	Periods  int      `json:"periods"`
	Slope    Number   `json:"slope"` // Theil–Sen, per period
	Interval Interval `json:"interval"`
	Tau      Number   `json:"tau"`
	P        Number   `json:"p"`
	PBlock   Number   `json:"p_block"`
	// Needs tells what would be needed for a verdict.
	Needs string `json:"needs,omitempty"`
}

// Shocks are periods with far more conflict than the others let expect.
type Shocks struct {
	Of       string  `json:"of"` // what is counted
	Periods  int     `json:"periods"`
	Expected Number  `json:"expected"` // in a usual period
	List     []Shock `json:"list,omitempty"`
	Needs    string  `json:"needs,omitempty"`
}

// Shock is one of them, with how long it took until half of it was over.
type Shock struct {
	From     string   `json:"from"`
	To       string   `json:"to"`
	Peak     string   `json:"peak"`
	Count    int      `json:"count"`
	Expected Number   `json:"expected"`
	P        Number   `json:"tail_probability"`
	HalfLife Number   `json:"half_life_periods"`
	Returned bool     `json:"returned"`
	IDs      []string `json:"ids,omitempty"`
}

// Changes are lasting changes of level.
type Changes struct {
	Periods int      `json:"periods"`
	List    []Change `json:"list,omitempty"`
	Needs   string   `json:"needs,omitempty"`
}

// Change is one of them, before the period At.
type Change struct {
	At     string `json:"at"`
	Before Number `json:"before"`
	After  Number `json:"after"`
	P      Number `json:"p"`
	Low    string `json:"low"`
	High   string `json:"high"`
}

// shape sets what can be told of the series as a whole.
func (r *Relation) shape(s *relations.Series, m relations.Measure, q RelationQuestion) {
	values := s.Values(m, q.Norm)
	r.Trend = trendOf(values, string(q.Grain), q.Seed)
	known := make([]float64, 0, len(values))
	for _, v := range values {
		if !math.IsNaN(v) {
			known = append(known, v)
		}
	}
	r.Spread = Spread{Unknown(), Unknown(), Number(relations.Autocorrelation(relations.Detrend(values), 1)), Number(relations.Persistence(values))}
	if len(known) > 0 {
		r.Spread.Mean = Number(stat.Mean(known, nil))
	}
	if len(known) > 1 {
		r.Spread.Deviation = Number(stat.StdDev(known, nil))
	}
	r.shocks(s, q)
	r.changes(s, m, q)
	if left, err := s.WithoutEach(m, q.Norm); err == nil && len(left) > 1 {
		for _, l := range left[:min(sensitive, len(left))] {
			r.LeaveOut = append(r.LeaveOut, LeftOut{l.Outlet, Number(l.Change)})
		}
	}
}

func trendOf(values []float64, grain string, seed uint64) Trend {
	t := relations.TrendOf(values, seed)
	out := Trend{Verdict: string(t.Verdict), Periods: t.N, Slope: Number(t.Slope), Interval: interval(t.Interval), Tau: Number(t.Tau), P: Number(t.P), PBlock: Number(t.PBlock)}
	if t.Verdict == relations.TooFewKnown {
		out.Needs = fmt.Sprintf("%d %ss with a document; 10 are needed", t.N, grain)
	}
	return out
}

// shocks looks for them in the number of acts of conflict. Twice as many pages
// let twice as many acts be expected, but pages that report the conflict itself
// are no measure of how much is read: the exposure is all others.
func (r *Relation) shocks(s *relations.Series, q RelationQuestion) {
	m, _ := relations.MeasureNamed("conflict incidents")
	counts := s.Values(m, relations.Raw)
	documents := make([]float64, len(s.Points))
	told := m
	told.What = relations.Reports
	reports := s.Values(told, relations.Raw)
	for i := range s.Points {
		if n := float64(s.Points[i].Documents); n > 0 {
			documents[i] = max(1, n-reports[i])
		}
	}
	if s.Uncovered {
		documents = nil
	}
	r.Shocks = Shocks{Of: m.Name, Expected: Unknown()}
	found, err := relations.ShocksOf(counts, documents, q.Seed)
	r.Shocks.Periods = found.N
	if err != nil || !found.Enough {
		r.Shocks.Needs = fmt.Sprintf("%d %ss with a document; 12 are needed", found.N, q.Grain)
		return
	}
	if found.Base.Rate == 0 && len(found.List) > 0 {
		r.Shocks.Needs = "acts of conflict in one run of periods alone, so that nothing tells what is usual; some in other periods are needed"
		return
	}
	mean := 1.0
	if documents != nil {
		mean = stat.Mean(documents, nil)
	}
	r.Shocks.Expected = Number(found.Base.Rate * mean)
	for _, k := range found.List {
		shock := Shock{From: s.Points[k.From].Label, To: s.Points[k.To].Label, Peak: s.Points[k.Peak].Label, Count: int(k.Count), Expected: Number(k.Expected),
			P: Number(k.Tail), HalfLife: Number(k.HalfLife), Returned: k.Returned}
		for i := k.From; i <= k.To; i++ {
			shock.IDs = append(shock.IDs, r.conflicts(i)...)
		}
		r.Shocks.List = append(r.Shocks.List, shock)
	}
}

// conflicts are the ids of the acts of conflict in a period.
func (r *Relation) conflicts(point int) (ids []string) {
	in := map[string]bool{}
	for _, k := range r.Kinds {
		if k.Quad == relations.VerbalConflict.String() || k.Quad == relations.MaterialConflict.String() {
			for _, id := range k.IDs {
				in[id] = true
			}
		}
	}
	for _, id := range r.Points[point].IDs {
		if in[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

func (r *Relation) changes(s *relations.Series, m relations.Measure, q RelationQuestion) {
	values := s.Values(m, q.Norm)
	plain := q.Norm == relations.Raw && (m.What == relations.Incidents || m.What == relations.Reports)
	if plain {
		values = relations.Anscombe(values) // so that high and low levels vary alike
	}
	found := relations.ChangesOf(values, q.Seed)
	r.Changes.Periods = found.N
	if !found.Enough {
		r.Changes.Needs = fmt.Sprintf("%d %ss with a document; 12 are needed", found.N, q.Grain)
		return
	}
	back := func(v float64) Number {
		if plain {
			return Number(max(0, v*v/4-0.375))
		}
		return Number(v)
	}
	for _, c := range found.List {
		r.Changes.List = append(r.Changes.List, Change{At: s.Points[c.At].Label, Before: back(c.Before), After: back(c.After), P: Number(c.P),
			Low: s.Points[c.Low].Label, High: s.Points[c.High].Label})
	}
}

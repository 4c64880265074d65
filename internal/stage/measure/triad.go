package measure

import (
	"context"
	"fmt"

	"chancery/archive"
	"chancery/relations"
)

// TriadQuestion asks whether A–C grows at the cost of B–C.
type TriadQuestion struct {
	A, B, C relations.Side
	Span
	Measure string
	Norm    relations.Norm
	Seed    uint64
}

// Triad is the answer, with the two series.
type Triad struct {
	A       string `json:"a"`
	B       string `json:"b"`
	C       string `json:"c"`
	Grain   string `json:"grain"`
	Measure string `json:"measure"`
	Norm    string `json:"norm,omitempty"`

	Verdict string `json:"verdict"` // zero-sum, positive-sum, independent, not enough data
	Reason  string `json:"reason"`
	// Needs tells what would be needed, when there is not enough data.
	Needs string `json:"needs,omitempty"`

	Rho        Number     `json:"rho"` // Spearman, of the detrended series
	Interval   Interval   `json:"interval"`
	P          Number     `json:"p"`
	Detectable Number     `json:"detectable"` // least |rho| found in four of five cases
	Periods    int        `json:"periods"`
	Effective  Number     `json:"effective_periods"`
	Block      int        `json:"block"`
	Lags       []Lag      `json:"lags,omitempty"`
	LagP       Number     `json:"lag_p"`
	Series     [2]TieLine `json:"series"`
	Method     []string   `json:"method"`
}

// Lag is the correlation with the second series that many periods later.
type Lag struct {
	Lag int    `json:"lag"`
	N   int    `json:"periods"`
	Rho Number `json:"rho"`
}

// TieLine is one of the relations.
type TieLine struct {
	A      string     `json:"a"`
	B      string     `json:"b"`
	Filter string     `json:"filter"`
	Points []TiePoint `json:"points"`
}

// TiePoint is one period of it.
type TiePoint struct {
	Period    string   `json:"period"`
	First     string   `json:"first"`
	Last      string   `json:"last"`
	Gap       bool     `json:"gap,omitempty"`
	Documents int      `json:"documents"`
	Incidents int      `json:"incidents"`
	Value     Number   `json:"value"`
	Detrended Number   `json:"detrended"`
	IDs       []string `json:"ids,omitempty"`
}

// TriadOf answers the question.
func TriadOf(ctx context.Context, a Archive, w World, q TriadQuestion) (*Triad, error) {
	m, err := relations.MeasureNamed(orElse(q.Measure, "incidents"))
	if err != nil {
		return nil, err
	}
	c, err := cover(ctx, a, q.Span)
	if err != nil {
		return nil, err
	}
	asks := [2]relations.Question{
		{A: q.A, B: q.C, Grain: q.Grain, From: c.span.From, Until: c.span.Until},
		{A: q.B, B: q.C, Grain: q.Grain, From: c.span.From, Until: c.span.Until},
	}
	behind := [2]map[relations.Period][]string{{}, {}}
	err = c.count(ctx, a, w.scope(&asks[0], &asks[1]), func(inc *archive.Incident) bool {
		for i := range asks {
			if p, ok := asks[i].Takes(inc, aggregatedBy(a, q.Grain)); ok {
				behind[i][p] = append(behind[i][p], inc.ID)
			}
		}
		return false
	})
	if err != nil {
		return nil, err
	}
	found, series, err := relations.TriadBetween(c.agg, c.calendar, relations.TriadQuestion{A: q.A, B: q.B, C: q.C, Measure: m, Norm: q.Norm, Grain: q.Grain,
		From: c.span.From, Until: c.span.Until, Options: relations.TriadOptions{Seed: q.Seed}})
	if err != nil {
		return nil, err
	}
	t := &Triad{A: q.A.Name, B: q.B.Name, C: q.C.Name, Grain: string(q.Grain), Measure: m.Name, Norm: q.Norm.String(), Verdict: string(found.Verdict), Reason: found.Reason,
		Rho: Number(found.Rho), Interval: interval(found.Interval), P: Number(found.P), Detectable: Number(found.Detectable), Periods: found.N,
		Effective: Number(found.Effective), Block: found.Block, LagP: Number(found.LagP)}
	for _, l := range found.Lags {
		t.Lags = append(t.Lags, Lag{l.Lag, l.N, Number(l.Rho)})
	}
	for i, detrended := range [][]float64{found.X, found.Y} {
		t.Series[i] = tieLine(w, &asks[i], &series[i], m, q.Norm, detrended, behind[i])
	}
	t.tell(q)
	return t, nil
}

// tieLine tells one of the two series.
func tieLine(w World, ask *relations.Question, s *relations.Series, m relations.Measure, n relations.Norm, detrended []float64, behind map[relations.Period][]string) TieLine {
	line := TieLine{A: ask.A.Name, B: ask.B.Name, Filter: w.Filter(ask).String()}
	values := s.Values(m, n)
	for i := range s.Points {
		p := &s.Points[i]
		out := TiePoint{Period: p.Label, First: p.First.String(), Last: p.Last.String(), Gap: p.Gap, Documents: p.Documents, Incidents: p.Incidents,
			Value: Number(values[i]), Detrended: Unknown(), IDs: behind[p.Period]}
		if i < len(detrended) {
			out.Detrended = Number(detrended[i])
		}
		line.Points = append(line.Points, out)
	}
	return line
}

// needed is the number of periods from which a triad can be told at all.
const needed = 12

func (t *Triad) tell(q TriadQuestion) {
	switch {
	case t.Verdict != string(relations.NotEnough):
	case t.Periods < needed:
		t.Needs = fmt.Sprintf("at least %d %ss in which both relations are known; there are %d", needed, q.Grain, t.Periods)
	default:
		t.Needs = fmt.Sprintf("more %ss, or more acts in each: now only a correlation beyond ±%.2f would have been found in four of five cases, and ±0.50 must not be missed before two relations are called independent", q.Grain, float64(t.Detectable))
	}
	m, _ := relations.MeasureNamed(t.Measure)
	t.Method = append(t.Method,
		tells(m, q.Norm)+" Both series have their Theil–Sen lines taken out, so that two that rise together for reasons of their own are not called positive-sum.",
		"Correlation is Spearman's, its interval a moving-block bootstrap, its p a permutation of blocks. Zero-sum and positive-sum need p ≤ 0.05 and an interval without zero; independent needs data that would have shown a correlation of ±0.50.",
		"A correlation is no cause: a summit of all three, a holiday or an outlet that stops moves both series.")
}

package relations

import (
	"fmt"
	"math"
	"slices"
)

// LeftOut is a series as it would be without one outlet.
type LeftOut struct {
	Outlet string
	Values []float64
	// Change is the mean of the absolute differences to the full series, divided
	// by the mean of the absolute values of that; NaN when that is zero.
	Change float64
}

// WithoutEach leaves out one outlet at a time: its documents, and the acts that
// it alone printed. The outlets whose absence changes most come first.
func (s *Series) WithoutEach(m Measure, n Norm) ([]LeftOut, error) {
	if m.What == Reports {
		return nil, fmt.Errorf("cannot leave out outlets of a measure of reports: which report is whose is not kept; take incidents")
	}
	full := s.Values(m, n)
	var out []LeftOut
	for _, o := range s.active() {
		l := LeftOut{Outlet: s.Outlets[o], Values: make([]float64, len(s.Points))}
		for i := range s.Points {
			l.Values[i] = s.Points[i].without(m, n, o)
		}
		l.Change = changed(full, l.Values)
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b LeftOut) int {
		switch {
		case a.Change > b.Change || math.IsNaN(b.Change) && !math.IsNaN(a.Change):
			return -1
		case a.Change < b.Change || math.IsNaN(a.Change) && !math.IsNaN(b.Change):
			return 1
		}
		return 0
	})
	return out, nil
}

func changed(full, without []float64) float64 {
	var diff, size float64
	for i, x := range full {
		if !math.IsNaN(x) && !math.IsNaN(without[i]) {
			diff += math.Abs(x - without[i])
			size += math.Abs(x)
		}
	}
	if size == 0 {
		return math.NaN()
	}
	return diff / size
}

// without is the value of a point without one outlet; NaN when no other has a
// document there.
func (p *Point) without(m Measure, n Norm, outlet int) float64 {
	documents, all := float64(p.Documents), float64(p.All)
	for _, d := range p.docs {
		if int(d.outlet) == outlet {
			documents -= float64(d.documents)
		}
	}
	for i := range p.shares {
		if p.shares[i].outlet == outlet {
			all -= float64(p.shares[i].sole)
		}
	}
	if p.Gap || len(p.docs) > 0 && documents <= 0 {
		return math.NaN()
	}
	var bins []weighted
	for i := range p.bins {
		b := &p.bins[i]
		if !m.takes(b.kind) {
			continue
		}
		w := weighted{scaleTenth: b.scaleTenth, incidents: float64(b.incidents)}
		for j := range p.printed {
			if x := &p.printed[j]; x.outlet == outlet && x.kind == b.kind && x.scaleTenth == b.scaleTenth {
				w.incidents -= float64(x.sole)
			}
		}
		bins = append(bins, w)
	}
	return n.by(&m, m.value(bins), all, documents)
}

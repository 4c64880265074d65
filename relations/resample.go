package relations

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"chancery/internal/ontology"
)

// By is what a bootstrap draws anew.
type By int

// What can be drawn anew.
const (
	// ByIncident takes incidents as independent draws: each comes into a
	// replicate Poisson(1) times.
	ByIncident By = iota
	// ByOutlet draws whole outlets with replacement, with all that they printed
	// and their documents: acts that one outlet alone pushes make a wide interval.
	// An act that k outlets printed belongs to each by 1/k.
	ByOutlet
)

// Resampling says how intervals are made. Seed and data give the numbers; the
// zero value of a field stands for 999 replicates at the level 0.95.
type Resampling struct {
	By         By
	Replicates int
	Level      float64
	Seed       uint64
}

func (r Resampling) filled() Resampling {
	if r.Replicates <= 0 {
		r.Replicates = 999
	}
	if !(r.Level > 0 && r.Level < 1) {
		r.Level = 0.95
	}
	return r
}

// source is the random source of one use of a seed.
func source(seed, use uint64) *rand.PCG { return rand.NewPCG(seed, use^0x9e3779b97f4a7c15) }

// Interval is a percentile interval; both ends are NaN when it cannot be told.
type Interval struct{ Low, High float64 }

// unknown is no interval.
func unknown() Interval { return Interval{math.NaN(), math.NaN()} }

// Has says whether a value lies in the interval.
func (i Interval) Has(x float64) bool { return x >= i.Low && x <= i.High }

// Intervals gives the bootstrap interval of each point of a series. A point is
// unknown when it is a gap, and by outlet also when there are fewer than two
// outlets or fewer than half of the replicates have a value.
func (s *Series) Intervals(m Measure, n Norm, r Resampling) []Interval {
	r = r.filled()
	out := make([]Interval, len(s.Points))
	draws := s.replicates(m, n, r)
	for i := range out {
		out[i] = percentile(draws[i], r)
	}
	return out
}

// IntervalOf is the interval of any number that is computed of a whole series,
// as a trend: every replicate is a whole series.
func (s *Series) IntervalOf(m Measure, n Norm, r Resampling, of func(values []float64) float64) Interval {
	r = r.filled()
	draws := s.replicates(m, n, r)
	got := make([]float64, 0, r.Replicates)
	values := make([]float64, len(s.Points))
	for k := range r.Replicates {
		for i := range values {
			values[i] = draws[i][k]
		}
		got = append(got, of(values))
	}
	return percentile(got, r)
}

// replicates gives the values of each point in each replicate, NaN where there
// is none.
func (s *Series) replicates(m Measure, n Norm, r Resampling) [][]float64 {
	draws := make([][]float64, len(s.Points))
	for i := range draws {
		draws[i] = make([]float64, r.Replicates)
	}
	if r.By == ByOutlet {
		s.drawOutlets(m, n, r, draws)
		return draws
	}
	src := source(r.Seed, 1)
	for i := range s.Points {
		drawIncidents(&s.Points[i], m, n, src, draws[i])
	}
	return draws
}

// drawIncidents fills the replicates of one point. The sum of N Poisson(1)
// weights is Poisson(N), so that a bin is drawn at once; the sum of the reports
// of its incidents has mean Σr and variance Σr², and is drawn as a normal.
func drawIncidents(p *Point, m Measure, n Norm, src rand.Source, into []float64) {
	if p.Gap {
		fillNaN(into)
		return
	}
	chosen := m.chosen()
	normal := distuv.Normal{Sigma: 1, Src: src}
	var bins []weighted
	for k := range into {
		bins = bins[:0]
		mine, drawn := 0.0, 0.0
		for i := range p.bins {
			b := &p.bins[i]
			w := weighted{scaleTenth: b.scaleTenth, incidents: poisson(float64(b.incidents), src)}
			mine, drawn = mine+float64(b.incidents), drawn+w.incidents
			if !chosen[b.kind] {
				continue
			}
			if m.What == Reports {
				w.reports = max(0, float64(b.reports)+math.Sqrt(float64(b.squares))*normal.Rand())
			}
			bins = append(bins, w)
		}
		all := drawn
		if n == Share {
			all += poisson(max(0, float64(p.All)-mine), src)
		}
		into[k] = n.by(&m, m.value(bins), all, float64(p.Documents))
	}
}

func poisson(mean float64, src rand.Source) float64 {
	if mean <= 0 {
		return 0
	}
	return distuv.Poisson{Lambda: mean, Src: src}.Rand()
}

func fillNaN(x []float64) {
	for i := range x {
		x[i] = math.NaN()
	}
}

// drawOutlets fills the replicates of all points with the same draws of outlets.
func (s *Series) drawOutlets(m Measure, n Norm, r Resampling, into [][]float64) {
	active := s.active()
	rng := rand.New(source(r.Seed, 2))
	weights := make([]float64, len(s.Outlets))
	for k := range r.Replicates {
		clear(weights)
		for range active {
			weights[active[rng.IntN(len(active))]]++
		}
		for i := range s.Points {
			if p := &s.Points[i]; p.Gap || len(active) < 2 {
				into[i][k] = math.NaN()
			} else {
				into[i][k] = p.reweighted(m, n, weights)
			}
		}
	}
}

// active are the outlets with a document or an act in the series.
func (s *Series) active() (list []int) {
	seen := make([]bool, len(s.Outlets))
	for i := range s.Points {
		for _, d := range s.Points[i].docs {
			seen[d.outlet] = true
		}
		for _, x := range s.Points[i].shares {
			seen[x.outlet] = true
		}
		for _, x := range s.Points[i].printed {
			seen[x.outlet] = true
		}
	}
	for o, yes := range seen {
		if yes {
			list = append(list, o)
		}
	}
	return list
}

// reweighted is the value of a point when each outlet counts by its weight.
func (p *Point) reweighted(m Measure, n Norm, weights []float64) float64 {
	documents, all := 0.0, 0.0
	for _, d := range p.docs {
		documents += weights[d.outlet] * float64(d.documents)
	}
	for i := range p.shares {
		all += weights[p.shares[i].outlet] * float64(p.shares[i].part) / whole
	}
	if len(p.docs) > 0 && documents == 0 {
		return math.NaN() // none of the outlets that were there is drawn
	}
	chosen := m.chosen()
	var sum, count float64
	for i := range p.printed {
		x := &p.printed[i]
		if !chosen[x.kind] {
			continue
		}
		w := weights[x.outlet] * float64(x.part) / whole
		scale := float64(x.scaleTenth) / 10
		switch m.What {
		case Incidents:
			sum += w
		case Reports:
			sum += w * p.reportsPer(x.kind, x.scaleTenth)
		case Distance:
			sum += w * math.Abs(scale)
		default:
			sum += w * scale
			count += w
		}
	}
	if m.What == MeanScore {
		return sum / count // NaN for none
	}
	return n.by(&m, sum, all, documents)
}

// reportsPer is the mean number of reports of an act of a kind.
func (p *Point) reportsPer(kind ontology.Type, scale int16) float64 {
	for i := range p.bins {
		if b := &p.bins[i]; b.kind == kind && b.scaleTenth == scale && b.incidents > 0 {
			return float64(b.reports) / float64(b.incidents)
		}
	}
	return 0
}

// percentile is the interval that leaves (1−level)/2 of the draws on each side.
func percentile(draws []float64, r Resampling) Interval {
	known := make([]float64, 0, len(draws))
	for _, x := range draws {
		if !math.IsNaN(x) {
			known = append(known, x)
		}
	}
	if len(known) == 0 || len(known)*2 < len(draws) {
		return unknown()
	}
	slices.Sort(known)
	tail := (1 - r.Level) / 2
	return Interval{quantile(known, tail), quantile(known, 1-tail)}
}

// quantile is R's type 7 of sorted values: linear between order statistics.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	h := q * float64(len(sorted)-1)
	i := int(math.Floor(h))
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (h-float64(i))*(sorted[i+1]-sorted[i])
}

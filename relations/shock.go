package relations

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// Shocks are the periods in which far more happened than the others let expect,
// and how long it took to come back from them: a relation's resilience.
type Shocks struct {
	N    int    // periods known
	Base Counts // law of the periods that are no shock
	// Critical is the tail probability below which a period is a shock, so that
	// 1−Level of the series without any show none.
	Critical float64
	Level    float64 // 0.05
	List     []Shock
	// Enough is false when there are too few periods to tell.
	Enough bool
}

// Shock is a run of neighbouring periods beyond the tail.
type Shock struct {
	From, To, Peak int // indices of periods
	Count          float64
	Expected       float64
	Tail           float64 // probability of the peak's count or more
	// HalfLife is the number of periods from the peak until the excess over the
	// expected first was half of the peak's or less, linear between periods. It is
	// NaN when that was not seen before the end or the next gap.
	HalfLife float64
	Returned bool
}

const (
	minShockPeriods = 12
	maxShocks       = 10
	shockDraws      = 199
)

// ShocksOf finds the shocks in a series of counts, as of conflict incidents;
// NaN is a gap. exposure gives what the counts are expected to rise with, as the
// number of documents, or is nil; a period without exposure is a gap.
//
// The periods that are farthest above what is expected, in standard deviations,
// are set aside one after the other, a tenth of all and ten at most, and each is held against the law of those that are left (Rosner's
// generalized ESD test, 1983, with the tail of a negative binomial for the
// t statistic), so that one shock cannot hide another. The critical value is
// the lower of those in series drawn from the law of all periods and from that of
// the periods that are left: few periods tell little of how far counts spread.
func ShocksOf(counts, exposure []float64, seed uint64) (Shocks, error) {
	s := Shocks{Level: 0.05}
	var at []int
	var x, e []float64
	for i, c := range counts {
		if math.IsNaN(c) || exposure != nil && !(exposure[i] > 0) {
			continue
		}
		if c < 0 || c != math.Trunc(c) {
			return s, fmt.Errorf("cannot look for shocks: %v in period %d is no count", c, i)
		}
		at, x = append(at, i), append(x, c)
		if exposure != nil {
			e = append(e, exposure[i])
		}
	}
	s.N, s.Enough = len(x), len(x) >= minShockPeriods
	if len(x) == 0 {
		return s, nil
	}
	if !s.Enough {
		s.Base = FitCounts(x, e)
		return s, nil
	}
	order, laws, tails := esd(x, e)
	s.Critical = s.Level / float64(len(x))
	n := beyond(tails, s.Critical)
	if n > 0 {
		for _, law := range []Counts{laws[n], laws[0]} {
			s.Critical = min(s.Critical, critical(law, e, len(x), s.Level, seed))
		}
		n = beyond(tails, s.Critical)
	}
	s.Base = laws[n]
	s.list(order[:n], at, x, e, counts, exposure)
	return s, nil
}

// esd sets aside the most extreme periods in turn. order are they, laws[j] is
// the law without the first j, tails[j] the tail of the j-th under laws[j+1].
func esd(x, e []float64) (order []int, laws []Counts, tails []float64) {
	most := max(1, min(len(x)/10, maxShocks))
	left := make([]int, len(x))
	for i := range left {
		left[i] = i
	}
	laws = append(laws, fitOf(x, e, left))
	for range most {
		law, worst := laws[len(laws)-1], 0
		for k := range left {
			if law.above(x, e, left[k]) > law.above(x, e, left[worst]) {
				worst = k
			}
		}
		i := left[worst]
		left = slices.Delete(slices.Clone(left), worst, worst+1)
		law = fitOf(x, e, left)
		order, laws, tails = append(order, i), append(laws, law), append(tails, law.tailOf(x, e, i))
	}
	return order, laws, tails
}

func fitOf(x, e []float64, list []int) Counts {
	a := make([]float64, len(list))
	var b []float64
	if e != nil {
		b = make([]float64, len(list))
	}
	for k, i := range list {
		a[k] = x[i]
		if e != nil {
			b[k] = e[i]
		}
	}
	return FitCounts(a, b)
}

// above is by how many standard deviations a count is more than expected.
func (c Counts) above(x, e []float64, i int) float64 {
	m := c.Rate * exposed(e, i)
	if m == 0 {
		return x[i]
	}
	return (x[i] - m) / math.Sqrt(m+m*m/c.Size)
}

func (c Counts) tailOf(x, e []float64, i int) float64 { return c.Tail(x[i], exposed(e, i)) }

// beyond is the number of periods that are shocks: up to the last one whose tail
// is below the critical value.
func beyond(tails []float64, critical float64) int {
	for n := len(tails); n > 0; n-- {
		if tails[n-1] <= critical {
			return n
		}
	}
	return 0
}

// critical is the tail probability that a share level of series without shocks
// falls below somewhere.
func critical(law Counts, e []float64, n int, level float64, seed uint64) float64 {
	src := source(seed, 4)
	least := make([]float64, shockDraws)
	x := make([]float64, n)
	for k := range least {
		for i := range x {
			x[i] = law.draw(exposed(e, i), src)
		}
		_, _, tails := esd(x, e)
		least[k] = slices.Min(tails)
	}
	sort.Float64s(least)
	return quantile(least, level)
}

// list joins neighbouring shocks and follows each until it is half over.
func (s *Shocks) list(found, at []int, x, e, counts, exposure []float64) {
	slices.Sort(found)
	for _, k := range found {
		i := at[k]
		tail := s.Base.tailOf(x, e, k)
		expected := s.Base.Rate * exposed(e, k)
		if n := len(s.List); n > 0 && s.List[n-1].To == i-1 {
			last := &s.List[n-1]
			if last.To = i; x[k]-expected > last.Count-last.Expected {
				last.Peak, last.Count, last.Expected, last.Tail = i, x[k], expected, tail
			}
			continue
		}
		s.List = append(s.List, Shock{From: i, To: i, Peak: i, Count: x[k], Expected: expected, Tail: tail})
	}
	for i := range s.List {
		s.List[i].HalfLife, s.List[i].Returned = halfLife(&s.List[i], s.Base, counts, exposure)
	}
}

func halfLife(k *Shock, law Counts, counts, exposure []float64) (float64, bool) {
	excess := func(i int) float64 { return counts[i] - law.Rate*exposed(exposure, i) }
	half := excess(k.Peak) / 2
	for i := k.Peak + 1; i < len(counts); i++ {
		now := excess(i)
		if math.IsNaN(now) {
			break
		}
		if now <= half {
			before := excess(i - 1)
			return float64(i-1-k.Peak) + (before-half)/(before-now), true
		}
	}
	return math.NaN(), false
}

// Persistence is the half-life of a deviation in a series that forgets at a
// steady rate, log ½ / log φ with φ the lag-1 autocorrelation of the detrended
// series: 0 when φ is not above 0, NaN when it is not known.
func Persistence(values []float64) float64 {
	phi := Autocorrelation(Detrend(values), 1)
	switch {
	case math.IsNaN(phi):
		return math.NaN()
	case phi <= 0:
		return 0
	case phi >= 1:
		return math.Inf(1)
	}
	return math.Log(0.5) / math.Log(phi)
}

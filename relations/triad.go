package relations

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"chancery/record"
)

// Sum is what a triad's two relations are to one another.
type Sum string

// The verdicts on a triad.
const (
	ZeroSum     Sum = "zero-sum"        // when one grows, the other shrinks
	PositiveSum Sum = "positive-sum"    // they grow and shrink together
	Independent Sum = "independent"     // no relation as great as Detectable is shown
	NotEnough   Sum = "not enough data" // none is shown, and a great one could have been missed
)

// TriadOptions say how a triad is tested. The zero value of a field stands for
// the level 0.05, 999 replicates and 3 lags.
type TriadOptions struct {
	Level      float64
	Replicates int
	Lags       int
	Seed       uint64
}

// Triad tells whether two relations with one partner move against each other.
type Triad struct {
	N      int // periods in which both are known
	Active int // the fewer of the periods in which each has anything
	// X and Y are the two series without their Theil–Sen lines.
	X, Y []float64
	// Rho is Spearman's rank correlation of X and Y; Interval that of a
	// moving-block bootstrap (Künsch 1989), P the two-sided one of a permutation of
	// blocks. Blocks have Block periods, by the serial correlation of both. PWorth
	// is the p by Fisher's z for Effective periods.
	Rho      float64
	Interval Interval
	P        float64
	PWorth   float64
	Block    int
	// SerialX and SerialY are their lag-1 autocorrelations, corrected for their bias
	// in short series; Effective is the number
	// of independent periods that N are worth.
	SerialX, SerialY, Effective float64
	// Lags are the correlations of X with Y that many periods later, and LagP the
	// probability that the greatest of all of them comes by chance.
	Lags []Lag
	LagP float64
	// Detectable is the least |Rho| that such data shows in four of five cases.
	Detectable float64
	Verdict    Sum
	// Reason says in words what the verdict rests on.
	Reason string
	Level  float64
}

// Lag is the correlation at one lag: above 0, X leads.
type Lag struct {
	Lag, N int
	Rho    float64
}

const (
	minTriad       = 12  // periods
	minActive      = 5   // with anything in them
	greatRelation  = 0.5 // a correlation that must not be missed for "independent"
	detectingPower = 0.8
)

// TriadOf tests two series of the same periods, both normalised by coverage. Its
// verdict is zero-sum or positive-sum only when the interval leaves out zero and
// both P and PWorth are at most the level.
func TriadOf(ac, bc []float64, o TriadOptions) Triad {
	t := Triad{Level: o.Level, Rho: math.NaN(), Interval: unknown(), P: math.NaN(), PWorth: math.NaN(), LagP: math.NaN(), Detectable: math.NaN(), Effective: math.NaN(), SerialX: math.NaN(), SerialY: math.NaN(), Verdict: NotEnough}
	if !(t.Level > 0 && t.Level < 1) {
		t.Level = 0.05
	}
	if o.Replicates <= 0 {
		o.Replicates = permutations
	}
	if o.Lags <= 0 {
		o.Lags = 3
	}
	rawX, rawY := pairs(ac, bc)
	t.N, t.Active = len(rawX), min(active(rawX), active(rawY))
	t.X, t.Y = Detrend(both(ac, bc)), Detrend(both(bc, ac))
	x, y := pairs(t.X, t.Y)
	t.Rho = Spearman(x, y)
	switch {
	case t.N < minTriad:
		t.Reason = fmt.Sprintf("%d periods in which both relations are known, %d are needed", t.N, minTriad)
		return t
	case t.Active < minActive:
		t.Reason = fmt.Sprintf("one relation has anything in %d periods only, %d are needed", t.Active, minActive)
		return t
	case math.IsNaN(t.Rho):
		t.Reason = "one relation never changes"
		return t
	}
	t.serial()
	rng := rand.New(source(o.Seed, 6))
	t.Interval = t.bootstrap(x, y, o.Replicates, rng)
	t.permute(x, y, o, rng)
	t.decide()
	return t
}

// both keeps a value only where the other series is known too.
func both(x, other []float64) []float64 {
	out := slices.Clone(x)
	for i := range out {
		if i >= len(other) || math.IsNaN(other[i]) {
			out[i] = math.NaN()
		}
	}
	return out
}

// active counts the values that are not zero.
func active(x []float64) (n int) {
	for _, v := range x {
		if v != 0 {
			n++
		}
	}
	return n
}

// serial sets what depends on serial correlation: the variance of a correlation
// of two series is that of N·(1−φxφy)/(1+φxφy) independent periods (Bartlett
// 1935), and that of Fisher's z of a rank correlation 1.06/(N−3) (Fieller,
// Hartley and Pearson 1957).
func (t *Triad) serial() {
	t.SerialX, t.SerialY = unbiased(Autocorrelation(t.X, 1), t.N), unbiased(Autocorrelation(t.Y, 1), t.N)
	product := max(0, t.SerialX) * max(0, t.SerialY)
	t.Block = blockLength(math.Sqrt(product), t.N)
	t.Effective = float64(t.N) * (1 - product) / (1 + product)
	z := distuv.UnitNormal.Quantile(1-t.Level/2) + distuv.UnitNormal.Quantile(detectingPower)
	t.Detectable, t.PWorth = 1, 1
	if t.Effective > 4 {
		sd := math.Sqrt(1.06 / (t.Effective - 3))
		t.Detectable, t.PWorth = math.Tanh(z*sd), twoSided(math.Atanh(t.Rho)/sd)
	}
}

func (t *Triad) bootstrap(x, y []float64, replicates int, rng *rand.Rand) Interval {
	n := len(x)
	a, b := make([]float64, n), make([]float64, n)
	draws := make([]float64, replicates)
	for k := range draws {
		for i := 0; i < n; {
			start := rng.IntN(n - t.Block + 1)
			for j := start; j < start+t.Block && i < n; j++ {
				a[i], b[i] = x[j], y[j]
				i++
			}
		}
		draws[k] = pearson(ranks(a), ranks(b))
	}
	return percentile(draws, Resampling{Level: 1 - t.Level})
}

// permute sets P, the lags and LagP by the same random orders of y. Lags use the
// ranks of the whole series.
func (t *Triad) permute(x, y []float64, o TriadOptions, rng *rand.Rand) {
	rx, ry := ranks(x), ranks(y)
	real := math.Abs(pearson(rx, ry))
	greatest := 0.0
	for lag := -o.Lags; lag <= o.Lags; lag++ {
		a, b := lagged(rx, ry, lag)
		l := Lag{lag, len(a), pearson(a, b)}
		if !math.IsNaN(l.Rho) {
			greatest = max(greatest, math.Abs(l.Rho))
		}
		t.Lags = append(t.Lags, l)
	}
	order := make([]float64, len(ry))
	as, lagAs := 1, 1
	const same = 1 - 1e-12 // sums in another order
	for range o.Replicates {
		shuffleBlocks(order, ry, t.Block, rng)
		if math.Abs(pearson(rx, order)) >= real*same {
			as++
		}
		for lag := -o.Lags; lag <= o.Lags; lag++ {
			a, b := lagged(rx, order, lag)
			if math.Abs(pearson(a, b)) >= greatest*same {
				lagAs++
				break
			}
		}
	}
	t.P, t.LagP = float64(as)/float64(o.Replicates+1), float64(lagAs)/float64(o.Replicates+1)
}

// lagged pairs x with y that many places later.
func lagged(x, y []float64, lag int) (a, b []float64) {
	n := len(x)
	switch {
	case lag >= n || -lag >= n:
		return nil, nil
	case lag >= 0:
		return x[:n-lag], y[lag:]
	}
	return x[-lag:], y[:n+lag]
}

func (t *Triad) decide() {
	shown := max(t.P, t.PWorth) <= t.Level && !t.Interval.Has(0) && !math.IsNaN(t.Interval.Low)
	switch {
	case shown && t.Rho < 0:
		t.Verdict = ZeroSum
	case shown:
		t.Verdict = PositiveSum
	case t.Detectable <= greatRelation:
		t.Verdict = Independent
	}
	t.Reason = fmt.Sprintf("rank correlation %+.2f (%.0f %%: %+.2f to %+.2f), p = %.3f and %.3f, over %d periods worth %.0f; %.2f would have been found in four of five cases",
		t.Rho, 100*(1-t.Level), t.Interval.Low, t.Interval.High, t.P, t.PWorth, t.N, t.Effective, t.Detectable)
}

// TriadQuestion asks whether a–c grows at the cost of b–c.
type TriadQuestion struct {
	A, B, C     Side
	Measure     Measure
	Norm        Norm // PerThousand is best; Share is taken of the acts of others than the two pairs
	Grain       record.Grain
	From, Until Day
	Options     TriadOptions
}

// TriadBetween answers the question from incidents and documents, and gives the
// two series.
func TriadBetween(a *Aggregate, cal *Calendar, q TriadQuestion) (Triad, [2]Series, error) {
	var s [2]Series
	for i, side := range []Side{q.A, q.B} {
		var err error
		if s[i], err = NewSeries(a, cal, Question{A: side, B: q.C, Grain: q.Grain, From: q.From, Until: q.Until}); err != nil {
			return Triad{}, s, err
		}
	}
	norm := q.Norm
	if norm == Share {
		norm = Raw
	}
	x, y := s[0].Values(q.Measure, norm), s[1].Values(q.Measure, norm)
	if q.Norm == Share && q.Measure.What != MeanScore {
		// Shares of one whole fall as others rise, whatever the parties do.
		for i := range x {
			rest := float64(s[0].Points[i].All - s[0].Points[i].Incidents - s[1].Points[i].Incidents)
			if rest <= 0 {
				rest = math.NaN()
			}
			x[i], y[i] = x[i]/rest, y[i]/rest
		}
	}
	return TriadOf(x, y, q.Options), s, nil
}

package relations

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Direction is what a trend test says.
type Direction string

// The directions.
const (
	Rising      Direction = "rising"
	Falling     Direction = "falling"
	NoTrend     Direction = "no trend shown"
	TooFewKnown Direction = "not enough data"
)

// minTrend is the least number of known periods for a trend, as the normal
// approximation of the Mann–Kendall test asks (Gilbert 1987).
const minTrend = 10

// Trend is the change of a series over time, its momentum.
type Trend struct {
	N int // periods known
	// Slope is the Theil–Sen estimate per period: the median of the slopes between
	// all pairs of periods (Sen 1968). Interval is Sen's at the level.
	Slope     float64
	Intercept float64 // median of value − slope·index (Conover 1980)
	Interval  Interval
	// S, Tau (tau-b against time), Z with continuity correction and P are those of
	// the Mann–Kendall test with correction for ties (Kendall 1975).
	S, Variance, Tau, Z, P float64
	// Serial is the lag-1 autocorrelation of the residuals, corrected for its bias
	// in short series. PBlock is the p of a
	// permutation of whole blocks, which allows for it; blocks have Block periods.
	// PSerial is P with the variance of S times (1+φ)/(1−φ) for φ above 0.
	Serial  float64
	PBlock  float64
	PSerial float64
	Block   int
	// Verdict holds at the level only when P, PBlock and PSerial are not above it.
	Verdict Direction
	Level   float64 // 0.05
}

// maxTrend bounds the pairs that are compared.
const maxTrend = 4000

// TrendOf tests a series for a steady rise or fall. Seed is that of the block
// permutations.
func TrendOf(values []float64, seed uint64) Trend {
	at, x := known(values)
	t := Trend{N: len(x), Slope: math.NaN(), Intercept: math.NaN(), Interval: unknown(), Tau: math.NaN(), Z: math.NaN(), P: math.NaN(),
		Serial: math.NaN(), PBlock: math.NaN(), PSerial: math.NaN(), Verdict: TooFewKnown, Level: 0.05}
	if len(x) < 2 || len(x) > maxTrend {
		return t
	}
	t.S, t.Variance = mannKendall(x)
	t.test()
	t.sen(at, x)
	t.Tau = Kendall(at, x)
	if len(x) < minTrend {
		return t
	}
	residuals := slices.Clone(values)
	for i := range residuals {
		residuals[i] -= t.Intercept + t.Slope*float64(i)
	}
	t.Serial = unbiased(Autocorrelation(residuals, 1), len(x))
	t.Block = blockLength(t.Serial, len(x))
	t.PBlock, t.PSerial = t.permute(x, seed), t.P
	if phi := min(t.Serial, 0.95); phi > 0 {
		t.PSerial = twoSided(t.Z / math.Sqrt((1+phi)/(1-phi)))
	}
	t.decide()
	return t
}

// mannKendall is S = Σ sign(x_j − x_i) over i < j, and its variance
// (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18 with the sizes t of groups of ties.
func mannKendall(x []float64) (s, variance float64) {
	for j := range x {
		for i := range j {
			s += float64(sign(x[j] - x[i]))
		}
	}
	term := func(n int) float64 { return float64(n) * float64(n-1) * float64(2*n+5) }
	variance = term(len(x))
	for _, n := range tieGroups(x) {
		variance -= term(n)
	}
	return s, variance / 18
}

func (t *Trend) test() {
	if t.Variance <= 0 {
		t.Z, t.P = 0, 1 // constant: nothing rises
		return
	}
	t.Z = (t.S - float64(sign(t.S))) / math.Sqrt(t.Variance)
	t.P = twoSided(t.Z)
}

// sen sets slope, intercept and interval. The interval's ends are the slopes at
// the ranks (N ∓ z·√Var S)/2 of the N sorted ones.
func (t *Trend) sen(at, x []float64) {
	slopes := make([]float64, 0, len(x)*(len(x)-1)/2)
	for j := range x {
		for i := range j {
			slopes = append(slopes, (x[j]-x[i])/(at[j]-at[i]))
		}
	}
	slices.Sort(slopes)
	t.Slope = quantile(slopes, 0.5)
	rest := make([]float64, len(x))
	for i := range x {
		rest[i] = x[i] - t.Slope*at[i]
	}
	slices.Sort(rest)
	t.Intercept = quantile(rest, 0.5)
	c := distuv.UnitNormal.Quantile(1-t.Level/2) * math.Sqrt(t.Variance)
	low, high := int(math.Round((float64(len(slopes))-c)/2)), int(math.Round((float64(len(slopes))+c)/2))+1
	if low >= 1 && high <= len(slopes) {
		t.Interval = Interval{slopes[low-1], slopes[high-1]}
	}
}

// blockLength is the length of blocks that keeps serial correlation φ:
// (2φ/(1−φ²))^(2/3)·n^(1/3) (Carlstein 1986), between 1 and a quarter of n.
func blockLength(phi float64, n int) int {
	if !(phi > 0) {
		return 1
	}
	phi = min(phi, 0.95)
	l := math.Ceil(math.Pow(2*phi/(1-phi*phi), 2.0/3) * math.Cbrt(float64(n)))
	return max(1, min(int(l), n/4))
}

// unbiased takes out of an estimated lag-1 autocorrelation that it comes out too
// low: by (1+4φ)/n about a mean (Marriott and Pope 1954), by (2+4φ)/n about a
// line, as here.
func unbiased(phi float64, n int) float64 { return phi + (2+4*phi)/float64(n) }

// permutations is the number of random orders that a permutation test tries.
const permutations = 999

// permute is the share of orders of blocks with an |S| at least as great.
func (t *Trend) permute(x []float64, seed uint64) float64 {
	if t.Variance <= 0 {
		return 1
	}
	tries := permutations
	if len(x) > 500 {
		tries = 199 // each costs n² comparisons
	}
	if len(x) > 2000 {
		tries = 39
	}
	rng, order := rand.New(source(seed, 3)), make([]float64, len(x))
	as := 1
	for range tries {
		shuffleBlocks(order, x, t.Block, rng)
		if s, _ := mannKendall(order); math.Abs(s) >= math.Abs(t.S) {
			as++
		}
	}
	return float64(as) / float64(tries+1)
}

// shuffleBlocks puts the blocks of x in random order, the blocks cut at a random
// place of the series closed to a ring.
func shuffleBlocks(into, x []float64, length int, rng *rand.Rand) {
	n := len(x)
	start := rng.IntN(n)
	if length <= 1 {
		copy(into, x)
		rng.Shuffle(n, func(i, j int) { into[i], into[j] = into[j], into[i] })
		return
	}
	order := rng.Perm((n + length - 1) / length)
	k := 0
	for _, b := range order {
		for i := b * length; i < min(n, (b+1)*length); i++ {
			into[k] = x[(start+i)%n]
			k++
		}
	}
}

func (t *Trend) decide() {
	switch {
	case !(max(t.P, t.PBlock, t.PSerial) <= t.Level):
		t.Verdict = NoTrend
	case t.S > 0:
		t.Verdict = Rising
	default:
		t.Verdict = Falling
	}
}

// Detrend takes the Theil–Sen line out of a series.
func Detrend(values []float64) []float64 {
	at, x := known(values)
	out := slices.Clone(values)
	if len(x) < 2 || len(x) > maxTrend {
		return out
	}
	t := Trend{Level: 0.05}
	t.sen(at, x)
	for i := range out {
		out[i] -= t.Intercept + t.Slope*float64(i)
	}
	return out
}

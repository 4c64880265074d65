package relations

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Changes are the points at which the level of a series changed for good.
type Changes struct {
	N int // periods known
	// Sigma is the spread about the levels, from differences of neighbours (Rice
	// 1984); Serial the lag-1 autocorrelation about them, by which the penalty is
	// raised, from differences over one and two periods (Chakar, Lebarbier,
	// Lévy-Leduc and Robin 2017): levels that change move both little. Penalty is
	// what a further change must take off the sum of squares over σ².
	Sigma, Serial, Penalty float64
	Level                  float64 // 0.05
	List                   []Change
	Segments               []Segment
	Enough                 bool
}

// Change is one change point, before the period at index At.
type Change struct {
	At            int
	Before, After float64 // mean levels
	// P is the share of orders of blocks of the two segments in which some split
	// divides them as well.
	P float64
	// Low and High bound the places that hold 95 % of the likelihood.
	Low, High int
}

// Segment is a stretch of one level, From included and To not.
type Segment struct {
	From, To int
	Mean     float64
}

const minChangePeriods = 12

// shortest is the least number of periods of one level.
const shortest = 3

// ChangesOf finds change points by PELT (Killick, Fearnhead and Eckley 2012):
// the exact minimum of Σ(x−mean)²/σ² + Penalty·changes, with the penalty
// 3·log n (of the family of Yao's, 1988, raised so that noise alone seldom
// pays it), times (1+φ)/(1−φ)² for serial correlation. What it finds must pass a
// block permutation test of its own at the level. Gaps are passed over.
func ChangesOf(values []float64, seed uint64) Changes {
	at, x := known(values)
	c := Changes{N: len(x), Level: 0.05, Enough: len(x) >= minChangePeriods, Sigma: math.NaN(), Serial: math.NaN(), Penalty: math.NaN()}
	if !c.Enough {
		return c
	}
	c.Sigma = spread(x)
	if c.Sigma == 0 {
		c.Segments = []Segment{{0, len(values), stat.Mean(x, nil)}}
		return c
	}
	c.Serial = serial(x)
	c.Penalty = 3 * math.Log(float64(len(x))) * c.inflation()
	cuts := c.test(x, pelt(x, c.Sigma, c.Penalty), seed)
	c.describe(at, x, cuts, len(values))
	return c
}

// Anscombe makes counts vary about equally at all levels: 2√(x+⅜).
func Anscombe(counts []float64) []float64 {
	out := make([]float64, len(counts))
	for i, x := range counts {
		out[i] = 2 * math.Sqrt(x+0.375)
	}
	return out
}

// spread is √(Σ(x_i+1 − x_i)² / 2(n−1)), which a change of level moves little.
func spread(x []float64) float64 {
	sum := 0.0
	for i := 1; i < len(x); i++ {
		d := x[i] - x[i-1]
		sum += d * d
	}
	return math.Sqrt(sum / 2 / float64(len(x)-1))
}

// serial is D₂/D₁ − 1 with the mean squared differences over two periods and one.
func serial(x []float64) float64 {
	sum := 0.0
	for i := 2; i < len(x); i++ {
		d := x[i] - x[i-2]
		sum += d * d
	}
	s := spread(x)
	return max(-1, min(1, sum/float64(len(x)-2)/(2*s*s)-1))
}

// inflation is by how much serial correlation φ makes means spread more than
// differences of neighbours tell: (1+φ)/(1−φ) for the sum of correlations, and
// 1/(1−φ) as differences of neighbours are small.
func (c *Changes) inflation() float64 {
	phi := min(c.Serial, 0.9)
	if !(phi > 0) {
		return 1
	}
	return (1 + phi) / (1 - phi) / (1 - phi)
}

// sums gives the squared error of stretches in constant time.
type sums struct{ x, xx []float64 }

func sumsOf(x []float64) sums {
	mean := stat.Mean(x, nil) // for precision
	s := sums{make([]float64, len(x)+1), make([]float64, len(x)+1)}
	for i, v := range x {
		s.x[i+1], s.xx[i+1] = s.x[i]+v-mean, s.xx[i]+(v-mean)*(v-mean)
	}
	return s
}

func (s sums) error(i, j int) float64 {
	d := s.x[j] - s.x[i]
	return max(0, s.xx[j]-s.xx[i]-d*d/float64(j-i))
}

// pelt gives the cuts of the best segmentation, each the index at which a
// segment begins, without 0.
func pelt(x []float64, sigma, penalty float64) []int {
	s, n, v := sumsOf(x), len(x), sigma*sigma
	best, from := make([]float64, n+1), make([]int, n+1)
	best[0] = -penalty
	starts, lost := []int{0}, make([]int, n+1)
	for j := shortest; j <= n; j++ {
		best[j] = math.Inf(1)
		for _, i := range starts {
			if j-i < shortest {
				continue
			}
			cost := best[i] + s.error(i, j)/v + penalty
			if cost < best[j] {
				best[j], from[j] = cost, i
			}
		}
		// A start that without the penalty is no better than the best segmentation
		// up to here is beaten by a cut here, as soon as one may stand here.
		starts = slices.DeleteFunc(starts, func(i int) bool {
			if lost[i] == 0 && j-i >= shortest && best[i]+s.error(i, j)/v >= best[j] {
				lost[i] = j
			}
			return lost[i] > 0 && j-lost[i] >= shortest
		})
		starts = append(starts, j)
	}
	var cuts []int
	for j := from[n]; j > 0; j = from[j] {
		cuts = append(cuts, j)
	}
	slices.Reverse(cuts)
	return cuts
}

// bounds puts the ends of the series around its cuts.
func bounds(cuts []int, n int) []int {
	return append(append([]int{0}, cuts...), n)
}

// test drops the weakest cut until all that are left pass.
func (c *Changes) test(x []float64, cuts []int, seed uint64) []int {
	for len(cuts) > 0 {
		worst, p := 0, -1.0
		b := bounds(cuts, len(x))
		for k := range cuts {
			if q := c.permute(x[b[k]:b[k+2]], seed); q > p {
				worst, p = k, q
			}
		}
		if p <= c.Level {
			break
		}
		cuts = slices.Delete(cuts, worst, worst+1)
	}
	return cuts
}

// gain is the most that one cut can take off the squared error of a stretch, and
// where.
func gain(x []float64) (most float64, at int) {
	s, n := sumsOf(x), len(x)
	whole := s.error(0, n)
	for i := shortest; i <= n-shortest; i++ {
		if g := whole - s.error(0, i) - s.error(i, n); g > most {
			most, at = g, i
		}
	}
	return most, at
}

func (c *Changes) permute(x []float64, seed uint64) float64 {
	real, _ := gain(x)
	rng, order := rand.New(source(seed, 5)), make([]float64, len(x))
	block, as := blockLength(c.Serial, len(x)), 1
	for range permutations {
		shuffleBlocks(order, x, block, rng)
		if g, _ := gain(order); g >= real {
			as++
		}
	}
	return float64(as) / float64(permutations+1)
}

// describe fills the lists, with indices of the whole series.
func (c *Changes) describe(at, x []float64, cuts []int, n int) {
	b := bounds(cuts, len(x))
	index := func(i int) int {
		switch i {
		case 0:
			return 0
		case len(x):
			return n
		}
		return int(at[i])
	}
	for k := range len(b) - 1 {
		c.Segments = append(c.Segments, Segment{index(b[k]), index(b[k+1]), stat.Mean(x[b[k]:b[k+1]], nil)})
	}
	for k, cut := range cuts {
		low, high := c.credible(x[b[k]:b[k+2]])
		c.List = append(c.List, Change{At: int(at[cut]), Before: c.Segments[k].Mean, After: c.Segments[k+1].Mean,
			P: c.permute(x[b[k]:b[k+2]], uint64(k)), Low: index(b[k] + low), High: index(b[k] + high)})
	}
}

// credible gives the first and last place of the smallest set of cuts of a
// stretch that hold 95 % of the likelihood exp(−error/2σ²), with a flat prior
// over places and the likelihood flattened for serial correlation.
func (c *Changes) credible(x []float64) (low, high int) {
	s, n := sumsOf(x), len(x)
	v := c.Sigma * c.Sigma * c.inflation()
	type place struct {
		at     int
		weight float64
	}
	var places []place
	least := math.Inf(1)
	for i := shortest; i <= n-shortest; i++ {
		e := s.error(0, i) + s.error(i, n)
		least = min(least, e)
		places = append(places, place{i, e})
	}
	total := 0.0
	for i := range places {
		places[i].weight = math.Exp(-(places[i].weight - least) / 2 / v)
		total += places[i].weight
	}
	slices.SortStableFunc(places, func(a, b place) int { return sign(b.weight - a.weight) })
	low, high = n, 0
	for held := 0.0; len(places) > 0 && held < 0.95*total; places = places[1:] {
		held += places[0].weight
		low, high = min(low, places[0].at), max(high, places[0].at)
	}
	return low, high
}

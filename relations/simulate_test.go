package relations

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
)

// Planted truths and none: how often each verdict is right. make simulate runs
// each case 1,000 times and prints the table of docs/measures.md; the suite runs
// it less often and allows for that.

const enoughRuns = 1000

func simulationRuns() int {
	if n, err := strconv.Atoi(os.Getenv("CHANCERY_SIMULATE")); err == nil && n > 0 {
		return n
	}
	return 40
}

// lengths are those of the series that are drawn, in periods.
func lengths() []int {
	if simulationRuns() < enoughRuns {
		return []int{24}
	}
	return []int{24, 60, 120}
}

// simulation is one case: how often is verdict true of a drawn series.
type simulation struct {
	name    string
	verdict func(rng *rand.Rand, run uint64) bool
	// most is the share that may be (false positives), least the share that must.
	most, least float64
}

func simulate(t *testing.T, cases []simulation) {
	t.Helper()
	n := simulationRuns()
	for i, tc := range cases {
		hits := 0
		for run := range n {
			if tc.verdict(rand.New(rand.NewPCG(uint64(i)+100, uint64(run))), uint64(run)) {
				hits++
			}
		}
		share := float64(hits) / float64(n)
		// Three standard errors of a share near the limit are allowed to few runs.
		slack := 3 * math.Sqrt(0.25*0.2/float64(n))
		if n >= enoughRuns {
			slack = 0
		}
		t.Logf("%-64s %5.1f %%", tc.name, 100*share)
		if tc.most > 0 && share > tc.most+slack || tc.least > 0 && share < tc.least-3*slack {
			t.Errorf("%s: %.3f of %d runs, at most %v, at least %v", tc.name, share, n, tc.most, tc.least)
		}
	}
}

// ar draws a series with lag-1 correlation φ and variance 1.
func ar(rng *rand.Rand, n int, phi float64) []float64 {
	x := make([]float64, n)
	now := rng.NormFloat64()
	for i := range x {
		x[i] = now
		now = phi*now + math.Sqrt(1-phi*phi)*rng.NormFloat64()
	}
	return x
}

func counted(rng *rand.Rand, law Counts, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = law.draw(1, rng)
	}
	return x
}

func TestSimulatedTrends(t *testing.T) {
	found := func(n int, phi, slope float64) func(*rand.Rand, uint64) bool {
		return func(rng *rand.Rand, run uint64) bool {
			x := ar(rng, n, phi)
			for i := range x {
				x[i] += slope * float64(i)
			}
			v := TrendOf(x, run).Verdict
			return v == Rising || v == Falling
		}
	}
	var cases []simulation
	for _, n := range lengths() {
		cases = append(cases,
			simulation{fmt.Sprintf("trend: none, %d periods", n), found(n, 0, 0), 0.05, 0},
			simulation{fmt.Sprintf("trend: none, %d periods, φ = 0.4", n), found(n, 0.4, 0), 0.08, 0},
			simulation{fmt.Sprintf("trend: rise of 2σ in all, %d periods", n), found(n, 0, 2/float64(n)), 0, 0.2})
	}
	simulate(t, cases)
}

func TestSimulatedShocks(t *testing.T) {
	case_ := func(law Counts, n int, shock float64, at ...int) func(*rand.Rand, uint64) bool {
		return func(rng *rand.Rand, run uint64) bool {
			x := counted(rng, law, n)
			for _, i := range at {
				x[i] += math.Round(shock)
			}
			s, err := ShocksOf(x, nil, run)
			if err != nil {
				t.Fatal(err)
			}
			if len(at) == 0 {
				return len(s.List) > 0
			}
			for _, i := range at {
				if !slices.ContainsFunc(s.List, func(k Shock) bool { return k.Peak == i }) {
					return false
				}
			}
			return true
		}
	}
	var cases []simulation
	laws := []Counts{{4, 2}}
	if simulationRuns() >= enoughRuns {
		laws = []Counts{{2, math.Inf(1)}, {4, 2}, {20, 5}}
	}
	for _, law := range laws {
		sd := math.Sqrt(law.Rate + law.Rate*law.Rate/law.Size)
		for _, n := range lengths() {
			name := fmt.Sprintf("mean %v, size %v, %d periods", law.Rate, law.Size, n)
			cases = append(cases, simulation{"shock: none, " + name, case_(law, n, 0), 0.05, 0})
			if n > 60 {
				continue // what 60 periods show, 120 show more slowly
			}
			cases = append(cases,
				simulation{"shock: one of 8 sd, " + name, case_(law, n, 8*sd, n/2), 0, 0.5},
				simulation{"shock: both of two of 8 sd, " + name, case_(law, n, 8*sd, n/3, 2*n/3), 0, 0.4})
		}
	}
	simulate(t, cases)
}

func TestSimulatedChanges(t *testing.T) {
	found := func(n int, phi float64, jump float64) func(*rand.Rand, uint64) bool {
		return func(rng *rand.Rand, run uint64) bool {
			x := ar(rng, n, phi)
			for i := n / 2; i < n; i++ {
				x[i] += jump
			}
			c := ChangesOf(x, run)
			if jump == 0 {
				return len(c.List) > 0
			}
			return len(c.List) == 1 && c.List[0].Low <= n/2 && n/2 <= c.List[0].High
		}
	}
	counts := func(n int) func(*rand.Rand, uint64) bool {
		return func(rng *rand.Rand, run uint64) bool {
			return len(ChangesOf(Anscombe(counted(rng, Counts{4, 2}, n)), run).List) > 0
		}
	}
	var cases []simulation
	for _, n := range lengths() {
		cases = append(cases,
			simulation{fmt.Sprintf("change: none, %d periods", n), found(n, 0, 0), 0.05, 0},
			simulation{fmt.Sprintf("change: none, counts, %d periods", n), counts(n), 0.05, 0},
			simulation{fmt.Sprintf("change: none, %d periods, φ = 0.4", n), found(n, 0.4, 0), 0.08, 0},
			simulation{fmt.Sprintf("change: one of 2σ, in its interval, %d periods", n), found(n, 0, 2), 0, 0.4})
	}
	simulate(t, cases)
}

// related draws monthly counts of two relations per documents of a changing
// number, with a shared or opposed part, and normalises them.
func related(rng *rand.Rand, n int, phi, together float64) (x, y []float64) {
	common, ownX, ownY := ar(rng, n, phi), ar(rng, n, phi), ar(rng, n, phi)
	w := math.Abs(together)
	for i := range n {
		docs := 300 + 200*math.Sin(float64(i)/4) + 60*rng.Float64()
		u := math.Sqrt(w)*common[i] + math.Sqrt(1-w)*ownX[i]
		v := math.Copysign(math.Sqrt(w), together)*common[i] + math.Sqrt(1-w)*ownY[i]
		rate := func(z float64) float64 { return poisson(docs/300*12*math.Exp(0.5*z), rng) / docs * 1000 }
		x, y = append(x, rate(u)), append(y, rate(v))
	}
	return x, y
}

func TestSimulatedTriads(t *testing.T) {
	verdict := func(n int, phi, together float64, want ...Sum) func(*rand.Rand, uint64) bool {
		return func(rng *rand.Rand, run uint64) bool {
			x, y := related(rng, n, phi, together)
			return slices.Contains(want, TriadOf(x, y, TriadOptions{Seed: run, Replicates: 299}).Verdict)
		}
	}
	var cases []simulation
	for _, n := range lengths() {
		cases = append(cases,
			simulation{fmt.Sprintf("triad: independent, called related, %d periods", n), verdict(n, 0, 0, ZeroSum, PositiveSum), 0.05, 0},
			simulation{fmt.Sprintf("triad: independent, called related, %d periods, φ = 0.5", n), verdict(n, 0.5, 0, ZeroSum, PositiveSum), 0.05, 0},
			simulation{fmt.Sprintf("triad: zero-sum of 0.8, found, %d periods", n), verdict(n, 0, -0.8, ZeroSum), 0, 0.4},
			simulation{fmt.Sprintf("triad: zero-sum of 0.8, called positive, %d periods", n), verdict(n, 0, -0.8, PositiveSum), 0.001, 0},
			simulation{fmt.Sprintf("triad: positive-sum of 0.8, found, %d periods", n), verdict(n, 0, 0.8, PositiveSum), 0, 0.4},
			simulation{fmt.Sprintf("triad: positive-sum of 0.4, found, %d periods", n), verdict(n, 0, 0.4, PositiveSum), 0, 0.05})
	}
	simulate(t, cases)
}

// How often an interval at 95 % holds the truth: the expected number of acts, of
// incidents that come independently, and of outlets that differ in how much they
// print.
func TestSimulatedIntervals(t *testing.T) {
	holds := func(by By, outlets int, mean float64, differ bool) func(*rand.Rand, uint64) bool {
		return func(rng *rand.Rand, run uint64) bool {
			p, s := Point{}, Series{}
			for o := range outlets {
				rate := mean / float64(outlets)
				if differ {
					rate = Counts{rate, 1}.draw(1, rng)
				} else {
					rate = poisson(rate, rng)
				}
				s.Outlets = append(s.Outlets, fmt.Sprint(o))
				p.Incidents += int(rate)
				p.printed = append(p.printed, part{o, bin{scaleTenth: 10, tally: tally{part: int64(rate) * whole}}})
			}
			p.bins = []bin{{scaleTenth: 10, tally: tally{incidents: int64(p.Incidents)}}}
			s.Points = []Point{p}
			return s.Intervals(Measure{What: Incidents}, Raw, Resampling{By: by, Replicates: 399, Seed: run})[0].Has(mean)
		}
	}
	simulate(t, []simulation{
		{"interval by incident, 10 acts expected: holds it", holds(ByIncident, 1, 10, false), 0, 0.9},
		{"interval by incident, 50 acts expected: holds it", holds(ByIncident, 1, 50, false), 0, 0.92},
		{"interval by outlet, 8 outlets that differ: holds it", holds(ByOutlet, 8, 40, true), 0, 0.75},
		{"interval by outlet, 20 outlets that differ: holds it", holds(ByOutlet, 20, 100, true), 0, 0.85},
		{"interval by incident, 20 outlets that differ: holds it", holds(ByIncident, 20, 100, true), 0.8, 0},
	})
}

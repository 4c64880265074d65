package relations

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Counts is a negative binomial law of counts with exposure: the expected count
// is Rate·exposure, the variance m + m²/Size. Size is +Inf for Poisson counts,
// and it is estimated so when the counts spread no more than that.
type Counts struct{ Rate, Size float64 }

// poissonSize is the size from which a negative binomial is taken for Poisson.
const poissonSize = 1e5

// FitCounts estimates the law of counts by maximum likelihood (Lawless 1987, as
// in R's MASS::glm.nb with an offset). exposure may be nil for equal ones.
func FitCounts(counts, exposure []float64) Counts {
	sumX, sumE := 0.0, 0.0
	for i, x := range counts {
		sumX += x
		sumE += exposed(exposure, i)
	}
	if sumX == 0 || sumE == 0 {
		return Counts{0, math.Inf(1)}
	}
	f := nbFit{counts, exposure, nil, sumX / sumE}
	if exposure == nil {
		f.x, f.times = grouped(counts)
	}
	low, high := math.Log(1e-3), math.Log(poissonSize)
	gl, gh := f.slope(low), f.slope(high)
	if gh >= 0 {
		return Counts{sumX / sumE, math.Inf(1)}
	}
	if gl <= 0 {
		return Counts{f.rate(math.Exp(low)), math.Exp(low)}
	}
	// The likelihood rises at low and falls at high: its top is found by the
	// Illinois method, a secant that halves what stays.
	for side := 0; high-low > 1e-11; {
		mid := (low*gh - high*gl) / (gh - gl)
		if !(mid > low && mid < high) {
			mid = (low + high) / 2
		}
		g := f.slope(mid)
		switch {
		case g == 0:
			low, high = mid, mid
		case g > 0:
			low, gl = mid, g
			if side > 0 {
				gh /= 2
			}
			side = 1
		default:
			high, gh = mid, g
			if side < 0 {
				gl /= 2
			}
			side = -1
		}
		if math.Abs(g) < 1e-12 {
			low, high = mid, mid
		}
	}
	size := math.Exp((low + high) / 2)
	return Counts{f.rate(size), size}
}

func exposed(exposure []float64, i int) float64 {
	if exposure == nil {
		return 1
	}
	return exposure[i]
}

type nbFit struct {
	x, e  []float64
	times []float64 // how often each of x stands; nil is once
	start float64
}

// grouped gives the different values and how often each stands.
func grouped(counts []float64) (x, times []float64) {
	for i, v := range slices.Sorted(slices.Values(counts)) {
		if i == 0 || v != x[len(x)-1] {
			x, times = append(x, v), append(times, 0)
		}
		times[len(times)-1]++
	}
	return x, times
}

// rate is the best rate for a size: Newton's steps on Σ (x−m)/(1+m/k) = 0.
func (f *nbFit) rate(size float64) float64 {
	rate := f.start
	if f.e == nil {
		return rate
	}
	for range 50 {
		g, h := 0.0, 0.0
		for i, x := range f.x {
			m := rate * f.e[i]
			d := 1 + m/size
			g += (x - m) / d
			h += -m/d - (x-m)*(m/size)/(d*d)
		}
		step := g / h // h is dg/d(log rate)
		next := rate * math.Exp(-max(-1, min(1, step)))
		if math.Abs(next-rate) <= 1e-13*rate {
			return next
		}
		rate = next
	}
	return rate
}

// slope is how the log likelihood at the best rate changes with log size k:
// k·Σ(ψ(x+k) − ψ(k) − log(1+m/k) + (m−x)/(m+k)).
func (f *nbFit) slope(logSize float64) float64 {
	k := math.Exp(logSize)
	rate := f.rate(k)
	sum := 0.0
	for i, x := range f.x {
		m := rate * exposed(f.e, i)
		term := rise(x, k) - math.Log1p(m/k) + (m-x)/(m+k)
		if f.times != nil {
			term *= f.times[i]
		}
		sum += term
	}
	return k * sum
}

// rise is ψ(x+k) − ψ(k), for few counts as the sum that it is.
func rise(x, k float64) float64 {
	if x > 60 {
		return mathext.Digamma(x+k) - mathext.Digamma(k)
	}
	sum := 0.0
	for j := 0.0; j < x; j++ {
		sum += 1 / (k + j)
	}
	return sum
}

// Tail is the probability of a count of x or more at an exposure.
func (c Counts) Tail(x, exposure float64) float64 {
	m := c.Rate * exposure
	switch {
	case x <= 0:
		return 1
	case m <= 0:
		return 0
	case math.IsInf(c.Size, 1):
		return mathext.GammaIncReg(x, m)
	}
	return mathext.RegIncBeta(x, c.Size, m/(m+c.Size))
}

// draw is a random count: Poisson with a gamma-distributed mean.
func (c Counts) draw(exposure float64, src rand.Source) float64 {
	m := c.Rate * exposure
	if !math.IsInf(c.Size, 1) && m > 0 {
		m = distuv.Gamma{Alpha: c.Size, Beta: c.Size / m, Src: src}.Rand()
	}
	return poisson(m, src)
}

package relations

import (
	"math"

	"gonum.org/v1/gonum/stat/combin"
	"gonum.org/v1/gonum/stat/distuv"
)

// Proportion is a share of n with its interval.
type Proportion struct {
	Of, N    int
	Value    float64  // NaN for n = 0
	Interval Interval // Wilson's at 95 % (1927)
}

// ProportionOf is k of n.
func ProportionOf(k, n int) Proportion {
	p := Proportion{Of: k, N: n, Value: math.NaN(), Interval: unknown()}
	if n <= 0 || k < 0 || k > n {
		return p
	}
	p.Value = float64(k) / float64(n)
	z := distuv.UnitNormal.Quantile(0.975)
	m := float64(n)
	centre := p.Value + z*z/(2*m)
	half := z * math.Sqrt(p.Value*(1-p.Value)/m+z*z/(4*m*m))
	d := 1 + z*z/m
	p.Interval = Interval{max(0, (centre-half)/d), min(1, (centre+half)/d)}
	return p
}

// evenTest is the probability that n tosses of a fair coin come out at least as
// uneven as k of n.
func evenTest(k, n int) float64 {
	if n == 0 {
		return math.NaN()
	}
	k = min(k, n-k)
	if 2*k == n {
		return 1
	}
	sum := 0.0
	for i := range k + 1 {
		sum += math.Exp(combin.LogGeneralizedBinomial(float64(n), float64(i)) - float64(n)*math.Ln2)
	}
	return min(1, 2*sum)
}

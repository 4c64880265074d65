package relations

import (
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// ranks gives the ranks of values from 1; equal ones share the mean of theirs.
func ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(i, j int) bool { return x[order[i]] < x[order[j]] })
	out := make([]float64, len(x))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && x[order[j]] == x[order[i]] {
			j++
		}
		for k := i; k < j; k++ {
			out[order[k]] = float64(i+j+1) / 2
		}
		i = j
	}
	return out
}

// pairs keeps the places at which both series are known.
func pairs(x, y []float64) (a, b []float64) {
	for i := range min(len(x), len(y)) {
		if !math.IsNaN(x[i]) && !math.IsNaN(y[i]) {
			a, b = append(a, x[i]), append(b, y[i])
		}
	}
	return a, b
}

// Spearman is the rank correlation of two series over the periods in which both
// are known: Pearson's correlation of mean ranks. It is NaN when fewer than
// three are, or one of them is constant.
func Spearman(x, y []float64) float64 {
	a, b := pairs(x, y)
	return pearson(ranks(a), ranks(b))
}

func pearson(a, b []float64) float64 {
	if len(a) < 3 || constant(a) || constant(b) {
		return math.NaN()
	}
	return max(-1, min(1, stat.Correlation(a, b, nil)))
}

func constant(x []float64) bool {
	for _, v := range x {
		if v != x[0] {
			return false
		}
	}
	return true
}

// Kendall is the rank correlation tau-b, which allows for ties, over the periods
// in which both series are known; NaN as Spearman.
func Kendall(x, y []float64) float64 {
	a, b := pairs(x, y)
	if len(a) < 3 || constant(a) || constant(b) {
		return math.NaN()
	}
	s, n := 0, len(a)
	for i := range a {
		for j := range i {
			s += sign(a[i]-a[j]) * sign(b[i]-b[j])
		}
	}
	all := float64(n*(n-1)) / 2
	return float64(s) / math.Sqrt((all-tiedPairs(a))*(all-tiedPairs(b)))
}

func sign(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// tieGroups gives the sizes of the groups of equal values, those of one left out.
func tieGroups(x []float64) (sizes []int) {
	sorted := slices.Sorted(slices.Values(x))
	for i := 0; i < len(sorted); {
		j := i
		for j < len(sorted) && sorted[j] == sorted[i] {
			j++
		}
		if j-i > 1 {
			sizes = append(sizes, j-i)
		}
		i = j
	}
	return sizes
}

func tiedPairs(x []float64) (n float64) {
	for _, t := range tieGroups(x) {
		n += float64(t*(t-1)) / 2
	}
	return n
}

// Autocorrelation is the correlation of a series with itself lag periods later,
// by the usual estimator (Box, Jenkins and Reinsel, Time Series Analysis): the
// mean of the whole series in both places, divided by its whole variance. Pairs
// with a gap are left out, and the sum is scaled to the number of pairs there
// would be. It is NaN for a constant series.
func Autocorrelation(values []float64, lag int) float64 {
	_, x := known(values)
	if lag < 0 || len(x) < 3 || constant(x) {
		return math.NaN()
	}
	mean, n := stat.Mean(x, nil), 0
	var num, den float64
	for _, v := range x {
		den += (v - mean) * (v - mean)
	}
	for i := 0; i+lag < len(values); i++ {
		if a, b := values[i], values[i+lag]; !math.IsNaN(a) && !math.IsNaN(b) {
			num += (a - mean) * (b - mean)
			n++
		}
	}
	if n == 0 {
		return math.NaN()
	}
	if expected := len(x) - lag; len(x) < len(values) && expected > 0 {
		num *= float64(expected) / float64(n)
	}
	return num / den
}

// twoSided is the probability of a standard normal at least as far from zero.
func twoSided(z float64) float64 {
	return 2 * distuv.UnitNormal.Survival(math.Abs(z))
}

// known gives the values that are there, and the places at which they stand.
func known(values []float64) (at, x []float64) {
	for i, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			at, x = append(at, float64(i)), append(x, v)
		}
	}
	return at, x
}

package relations

import "math"

// Smooth is the centred moving mean over a window of an odd number of periods;
// an even one is taken one longer. At the ends and beside gaps the mean is of
// the values that are there, when they are at least half of the window; a gap
// stays a gap.
func Smooth(values []float64, window int) []float64 {
	half := max(window, 1) / 2
	out := make([]float64, len(values))
	for i := range values {
		sum, n := 0.0, 0
		for j := max(0, i-half); j <= min(len(values)-1, i+half); j++ {
			if !math.IsNaN(values[j]) {
				sum += values[j]
				n++
			}
		}
		out[i] = math.NaN()
		if !math.IsNaN(values[i]) && 2*n >= 2*half+1 {
			out[i] = sum / float64(n)
		}
	}
	return out
}

package vec

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestMultiply(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, d := range [][3]int{{1, 1, 1}, {5, 37, 3}, {9, 96, 20}, {4, 48, 7}} {
		m, n, k := d[0], d[1], d[2]
		a, b, c, want := fill(rng, m*k), fill(rng, k*n), fill(rng, m*n), make([]float64, m*n)
		at := make([]float32, m*k)
		Transpose(at, a, m, k)
		for i := range m {
			for j := range n {
				want[i*n+j] = float64(c[i*n+j])
				for p := range k {
					want[i*n+j] += float64(a[i*k+p]) * float64(b[p*n+j])
				}
			}
		}
		c2 := append([]float32(nil), c...)
		Multiply(c, n, Rows(a, k), b, n, m, n, k)
		Multiply(c2, n, Turned(at, m), b, n, m, n, k)
		for i := range want {
			if math.Abs(want[i]-float64(c[i])) > 1e-4 || math.Abs(want[i]-float64(c2[i])) > 1e-4 {
				t.Fatalf("%v: at %d: %g and %g, want %g", d, i, c[i], c2[i], want[i])
			}
		}
	}
}

func fill(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}

func BenchmarkMultiply(b *testing.B) {
	const m, n, k = 256, 1280, 96
	x, y, z := make([]float32, m*k), make([]float32, k*n), make([]float32, m*n)
	for b.Loop() {
		Multiply(z, n, Rows(x, k), y, n, m, n, k)
	}
	b.ReportMetric(float64(m*n*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gmac/s")
}

//go:build !(goexperiment.simd && amd64)

package vec

func multiplyWide(c []float32, ldc int, a View, b []float32, ldb, m, n, k int) int { return 0 }

// Axpy adds a·x to y.
func Axpy(y []float32, a float32, x []float32) {
	x = x[:len(y)]
	for i := range y {
		y[i] += a * x[i]
	}
}

// Dot is the inner product.
func Dot(x, y []float32) float32 {
	y = y[:len(x)]
	var s0, s1 float32
	i := 0
	for ; i+1 < len(x); i += 2 {
		s0 += x[i] * y[i]
		s1 += x[i+1] * y[i+1]
	}
	if i < len(x) {
		s0 += x[i] * y[i]
	}
	return s0 + s1
}

// Adam moves w against the gradient g and clears g; m and v are the moments.
func Adam(w, g, m, v []float32, rate, beta1, beta2 float32) {
	adamPlain(w, g, m, v, rate, beta1, beta2)
}

//go:build goexperiment.simd && amd64

package vec

import "simd/archsimd"

const lane = 16

func load(s []float32) archsimd.Float32x16 { return archsimd.LoadFloat32x16((*[lane]float32)(s)) }

func store(v archsimd.Float32x16, s []float32) { v.Store((*[lane]float32)(s)) }

// multiplyWide does the columns that fill whole registers, and says how many.
func multiplyWide(c []float32, ldc int, a View, b []float32, ldb, m, n, k int) int {
	if !archsimd.X86.AVX512() {
		return 0
	}
	j := 0
	for ; j+2*lane <= n; j += 2 * lane {
		i := 0
		for ; i+4 <= m; i += 4 {
			block4x2(c[i*ldc+j:], ldc, a.Data[i*a.Row:], a.Row, a.Col, b[j:], ldb, k)
		}
		for ; i < m; i++ {
			block1(c[i*ldc+j:], a.Data[i*a.Row:], a.Col, b[j:], ldb, k)
			block1(c[i*ldc+j+lane:], a.Data[i*a.Row:], a.Col, b[j+lane:], ldb, k)
		}
	}
	for ; j+lane <= n; j += lane {
		for i := range m {
			block1(c[i*ldc+j:], a.Data[i*a.Row:], a.Col, b[j:], ldb, k)
		}
	}
	return j
}

func block4x2(c []float32, ldc int, a []float32, row, col int, b []float32, ldb, k int) {
	var s00, s01, s10, s11, s20, s21, s30, s31 archsimd.Float32x16
	for p := range k {
		q := b[p*ldb : p*ldb+2*lane]
		b0, b1 := load(q[:lane]), load(q[lane:])
		at := p * col
		x0 := archsimd.BroadcastFloat32x16(a[at])
		s00, s01 = x0.MulAdd(b0, s00), x0.MulAdd(b1, s01)
		x1 := archsimd.BroadcastFloat32x16(a[at+row])
		s10, s11 = x1.MulAdd(b0, s10), x1.MulAdd(b1, s11)
		x2 := archsimd.BroadcastFloat32x16(a[at+2*row])
		s20, s21 = x2.MulAdd(b0, s20), x2.MulAdd(b1, s21)
		x3 := archsimd.BroadcastFloat32x16(a[at+3*row])
		s30, s31 = x3.MulAdd(b0, s30), x3.MulAdd(b1, s31)
	}
	add2(c, s00, s01)
	add2(c[ldc:], s10, s11)
	add2(c[2*ldc:], s20, s21)
	add2(c[3*ldc:], s30, s31)
}

func add2(c []float32, x, y archsimd.Float32x16) {
	store(load(c[:lane]).Add(x), c[:lane])
	store(load(c[lane:2*lane]).Add(y), c[lane:2*lane])
}

func block1(c []float32, a []float32, col int, b []float32, ldb, k int) {
	var s archsimd.Float32x16
	for p := range k {
		s = archsimd.BroadcastFloat32x16(a[p*col]).MulAdd(load(b[p*ldb:p*ldb+lane]), s)
	}
	store(load(c[:lane]).Add(s), c[:lane])
}

// Axpy adds a·x to y.
func Axpy(y []float32, a float32, x []float32) {
	x = x[:len(y)]
	i := 0
	if archsimd.X86.AVX512() {
		f := archsimd.BroadcastFloat32x16(a)
		for ; i+lane <= len(y); i += lane {
			store(f.MulAdd(load(x[i:i+lane]), load(y[i:i+lane])), y[i:i+lane])
		}
	}
	for ; i < len(y); i++ {
		y[i] += a * x[i]
	}
}

// Dot is the inner product.
func Dot(x, y []float32) float32 {
	y = y[:len(x)]
	i := 0
	var total float32
	if archsimd.X86.AVX512() && len(x) >= lane {
		var s archsimd.Float32x16
		for ; i+lane <= len(x); i += lane {
			s = load(x[i:i+lane]).MulAdd(load(y[i:i+lane]), s)
		}
		var parts [lane]float32
		s.Store(&parts)
		for _, v := range parts {
			total += v
		}
	}
	for ; i < len(x); i++ {
		total += x[i] * y[i]
	}
	return total
}

// Adam moves w against the gradient g and clears g; m and v are the moments.
func Adam(w, g, m, v []float32, rate, beta1, beta2 float32) {
	i := 0
	if archsimd.X86.AVX512() {
		b1, c1 := archsimd.BroadcastFloat32x16(beta1), archsimd.BroadcastFloat32x16(1-beta1)
		b2, c2 := archsimd.BroadcastFloat32x16(beta2), archsimd.BroadcastFloat32x16(1-beta2)
		r, e := archsimd.BroadcastFloat32x16(-rate), archsimd.BroadcastFloat32x16(epsilon)
		var zero archsimd.Float32x16
		for ; i+lane <= len(w); i += lane {
			x := load(g[i : i+lane])
			mean := b1.Mul(load(m[i : i+lane])).Add(c1.Mul(x))
			square := b2.Mul(load(v[i : i+lane])).Add(c2.Mul(x.Mul(x)))
			store(mean, m[i:i+lane])
			store(square, v[i:i+lane])
			store(zero, g[i:i+lane])
			store(load(w[i:i+lane]).Add(r.Mul(mean).Div(square.Sqrt().Add(e))), w[i:i+lane])
		}
	}
	adamPlain(w[i:], g[i:], m[i:], v[i:], rate, beta1, beta2)
}

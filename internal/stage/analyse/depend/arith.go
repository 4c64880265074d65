package depend

import (
	"math"
	"slices"
)

// The conversions to float32 around products forbid fused operations, which
// would round otherwise on other machines.

func axpy(y []float32, a float32, x []float32) {
	x = x[:len(y)]
	for i := range y {
		y[i] += float32(a * x[i])
	}
}

func add(y, x []float32) {
	x = x[:len(y)]
	for i := range y {
		y[i] += x[i]
	}
}

func add2(y, a, b []float32) {
	a, b = a[:len(y)], b[:len(y)]
	for i := range y {
		y[i] += a[i] + b[i]
	}
}

func add3(y, a, b, c []float32) {
	a, b, c = a[:len(y)], b[:len(y)], c[:len(y)]
	for i := range y {
		y[i] += a[i] + b[i] + c[i]
	}
}

func add4(y, a, b, c, d []float32) {
	a, b, c, d = a[:len(y)], b[:len(y)], c[:len(y)], d[:len(y)]
	for i := range y {
		y[i] += a[i] + b[i] + (c[i] + d[i])
	}
}

func relu(x []float32) {
	for i, v := range x {
		b := math.Float32bits(v)
		x[i] = math.Float32frombits(b &^ uint32(int32(b)>>31)) // 0 where the sign is set
	}
}

func dot(x, y []float32) float32 {
	y = y[:len(x)]
	var a, b, c, d float32
	i := 0
	for ; i+4 <= len(x); i += 4 {
		a += float32(x[i] * y[i])
		b += float32(x[i+1] * y[i+1])
		c += float32(x[i+2] * y[i+2])
		d += float32(x[i+3] * y[i+3])
	}
	for ; i < len(x); i++ {
		a += float32(x[i] * y[i])
	}
	return a + b + (c + d)
}

// nonzero appends the places and values of x that are not zero.
func nonzero(x []float32, at []uint16, value []float32) ([]uint16, []float32) {
	n := len(at)
	at, value = slices.Grow(at, len(x))[:n+len(x)], slices.Grow(value, len(x))[:n+len(x)]
	a, b := at[n:], value[n:]
	k := 0
	for i, v := range x {
		a[k], b[k] = uint16(i), v
		if v != 0 {
			k++
		}
	}
	return at[:n+k], value[:n+k]
}

// combine adds to y the rows of w (as wide as y) at the given places, times
// the values, four rows at a time.
func combine(y, w []float32, at []uint16, value []float32) {
	n := len(y)
	k := 0
	for ; k+4 <= len(at); k += 4 {
		a, b, c, d := value[k], value[k+1], value[k+2], value[k+3]
		ra, rb := w[int(at[k])*n:][:n], w[int(at[k+1])*n:][:n]
		rc, rd := w[int(at[k+2])*n:][:n], w[int(at[k+3])*n:][:n]
		for i := range y {
			y[i] += float32(a*ra[i]) + float32(b*rb[i]) + (float32(c*rc[i]) + float32(d*rd[i]))
		}
	}
	for ; k < len(at); k++ {
		axpy(y, value[k], w[int(at[k])*n:][:n])
	}
}

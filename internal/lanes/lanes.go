// Package lanes is the arithmetic that the models share: weighted sums of rows.
// Where the processor has AVX2 the sums run in its wide registers, in Go's
// assembly; everywhere else the plain Go beside them runs.
//
// What must stay true:
//   - Both give the same bits: each element is worked out by the same operations
//     in the same order, nothing is fused, and only whole elements stand side by
//     side. TestWideIsPlain compares them for all lengths.
//   - Nothing is allocated. Lengths that do not fit are a bug and panic.
package lanes

import (
	"math"

	"golang.org/x/sys/cpu"
)

// wide says whether the processor has the registers.
var wide = wideBuild && cpu.X86.HasAVX2

// width is the number of elements that the wide forms take at a time.
const width = 8

// Combine adds to y the rows of w, each as wide as y, at the given places, times
// the values. Rows are taken four at a time.
func Combine(y, w []float32, at []uint16, value []float32) {
	n, done := len(y), 0
	value = value[:len(at)]
	for _, r := range at {
		if (int(r)+1)*n > len(w) {
			panic("lanes: a row is out of range")
		}
	}
	if wide {
		done = n &^ (width - 1)
		combineWide(y, w, at, value)
	}
	if done < n {
		combinePlain(y, w, at, value, done)
	}
}

// combinePlain does the columns from done on.
func combinePlain(y, w []float32, at []uint16, value []float32, done int) {
	n := len(y)
	y = y[done:]
	row := func(k int) []float32 { return w[int(at[k])*n+done:][:len(y)] }
	k := 0
	for ; k+4 <= len(at); k += 4 {
		a, b, c, d := value[k], value[k+1], value[k+2], value[k+3]
		ra, rb, rc, rd := row(k), row(k+1), row(k+2), row(k+3)
		for i := range y {
			y[i] += float32(a*ra[i]) + float32(b*rb[i]) + (float32(c*rc[i]) + float32(d*rd[i]))
		}
	}
	for ; k < len(at); k++ {
		axpyPlain(y, value[k], row(k))
	}
}

// The conversions to float32 around products forbid fused operations, which
// would round otherwise on other machines.

// Axpy adds a times x to y.
func Axpy(y []float32, a float32, x []float32) {
	x = x[:len(y)]
	done := 0
	if wide {
		done = len(y) &^ (width - 1)
		axpyWide(y, x, a)
	}
	axpyPlain(y[done:], a, x[done:])
}

func axpyPlain(y []float32, a float32, x []float32) {
	x = x[:len(y)]
	for i := range y {
		y[i] += float32(a * x[i])
	}
}

// Add adds x to y.
func Add(y, x []float32) {
	x = x[:len(y)]
	for i := range y {
		y[i] += x[i]
	}
}

// Add2 adds a + b to y.
func Add2(y, a, b []float32) {
	a, b = a[:len(y)], b[:len(y)]
	done := 0
	if wide {
		done = len(y) &^ (width - 1)
		add2Wide(y, a, b)
	}
	for i := done; i < len(y); i++ {
		y[i] += a[i] + b[i]
	}
}

// Add3 adds a + b + c to y.
func Add3(y, a, b, c []float32) {
	a, b, c = a[:len(y)], b[:len(y)], c[:len(y)]
	done := 0
	if wide {
		done = len(y) &^ (width - 1)
		add3Wide(y, a, b, c)
	}
	for i := done; i < len(y); i++ {
		y[i] += a[i] + b[i] + c[i]
	}
}

// Add4 adds a + b + (c + d) to y.
func Add4(y, a, b, c, d []float32) {
	a, b, c, d = a[:len(y)], b[:len(y)], c[:len(y)], d[:len(y)]
	done := 0
	if wide {
		done = len(y) &^ (width - 1)
		add4Wide(y, a, b, c, d)
	}
	for i := done; i < len(y); i++ {
		y[i] += a[i] + b[i] + (c[i] + d[i])
	}
}

// Relu puts 0 where the sign is set.
func Relu(x []float32) {
	done := 0
	if wide {
		done = len(x) &^ (width - 1)
		reluWide(x)
	}
	for i := done; i < len(x); i++ {
		b := math.Float32bits(x[i])
		x[i] = math.Float32frombits(b &^ uint32(int32(b)>>31))
	}
}

// Dot is the inner product, in four sums of every fourth element.
func Dot(x, y []float32) float32 {
	y = y[:len(x)]
	var a, b, c, d float32
	i := 0
	if wide {
		i = len(x) &^ 3
		a, b, c, d = dotWide(x, y)
	}
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

// Gate squashes a number to between 0 and 1.
func Gate(a float32) float32 {
	q := a
	if q < 0 {
		q = -q
	}
	return 0.5 + float32(0.5*(a/(1+q)))
}

// Recur sets h to before, moved towards value as far as the gates open.
func Recur(h, before, gate, value []float32) {
	before, gate, value = before[:len(h)], gate[:len(h)], value[:len(h)]
	done := 0
	if wide {
		done = len(h) &^ (width - 1)
		recurWide(h, before, gate, value)
	}
	for j := done; j < len(h); j++ {
		b := before[j]
		h[j] = b + float32(Gate(gate[j])*(value[j]-b))
	}
}

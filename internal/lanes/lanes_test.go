package lanes

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// odd makes numbers of all sizes and signs, zeros of both signs among them.
func odd(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		switch r.IntN(8) {
		case 0:
			x[i] = 0
		case 1:
			x[i] = float32(math.Copysign(0, -1))
		case 2:
			x[i] = float32(r.NormFloat64() * 1e-30)
		default:
			x[i] = float32(r.NormFloat64())
		}
	}
	return x
}

func same(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(x, y float32) bool { return math.Float32bits(x) == math.Float32bits(y) })
}

// both runs f in the wide and in the plain form on copies of y.
func both(t *testing.T, what string, n int, y []float32, f func(y []float32)) {
	t.Helper()
	if !wideBuild {
		t.Log("this build has only the plain form")
	}
	before := wide
	defer func() { wide = before }()
	a, b := slices.Clone(y), slices.Clone(y)
	f(a)
	wide = false
	f(b)
	if !same(a, b) {
		t.Fatalf("%s of %d: wide and plain differ:\n%v\n%v", what, n, a, b)
	}
}

// The wide forms give the bits of the plain ones, for all lengths.
func TestWideIsPlain(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 150 {
		y, a, b, c, d := odd(r, n), odd(r, n), odd(r, n), odd(r, n), odd(r, n)
		both(t, "Axpy", n, y, func(y []float32) { Axpy(y, 1.7, a) })
		both(t, "Add2", n, y, func(y []float32) { Add2(y, a, b) })
		both(t, "Add3", n, y, func(y []float32) { Add3(y, a, b, c) })
		both(t, "Add4", n, y, func(y []float32) { Add4(y, a, b, c, d) })
		both(t, "Relu", n, y, Relu)
		both(t, "Recur", n, y, func(y []float32) { Recur(y, a, b, c) })
		both(t, "Dot", n, []float32{0}, func(y []float32) { y[0] = Dot(a, b) })
		for rows := range 11 {
			w, value, at := odd(r, 20*n), odd(r, rows), make([]uint16, rows)
			for i := range at {
				at[i] = uint16(r.IntN(20))
			}
			both(t, "Combine", n, y, func(y []float32) { Combine(y, w, at, value) })
		}
	}
}

func TestWideRowsArePlain(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := 1; n < 90; n++ {
		w, start := make([]int16, 400*n), make([]int32, n)
		for i := range w {
			w[i] = int16(r.IntN(1 << 16))
		}
		for i := range start {
			start[i] = int32(r.IntN(1000))
		}
		for rows := range 50 {
			at := make([]uint32, rows)
			for i := range at {
				at[i] = uint32(r.IntN(400) * n)
			}
			got, want := slices.Clone(start), slices.Clone(start)
			AddRows(got, w, at)
			addRowsPlain(want, w, at)
			if !slices.Equal(got, want) {
				t.Fatalf("%d rows of %d: %v, want %v", rows, n, got, want)
			}
		}
	}
}

// What does not fit is refused, and nothing beside the rows is read.
func TestRowsOutOfRange(t *testing.T) {
	panics := func(what string, f func()) {
		defer func() {
			if recover() == nil {
				t.Errorf("%s: no panic", what)
			}
		}()
		f()
	}
	panics("Combine", func() { Combine(make([]float32, 8), make([]float32, 16), []uint16{2}, []float32{1}) })
	panics("Combine with few values", func() { Combine(make([]float32, 8), make([]float32, 16), []uint16{0, 1}, []float32{1}) })
	panics("AddRows", func() { AddRows(make([]int32, 17), make([]int16, 34), []uint32{18}) })
	panics("Axpy", func() { Axpy(make([]float32, 9), 1, make([]float32, 8)) })
	panics("Recur", func() { Recur(make([]float32, 9), make([]float32, 9), make([]float32, 8), make([]float32, 9)) })
}

func BenchmarkCombine(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	const n, rows = 128, 64
	y, w, value, at := odd(r, n), odd(r, 256*n), odd(r, rows), make([]uint16, rows)
	for i := range at {
		at[i] = uint16(r.IntN(256))
	}
	for _, form := range []bool{false, true} {
		name := "plain"
		if form {
			name = "wide"
		}
		b.Run(name, func(b *testing.B) {
			before := wide
			defer func() { wide = before }()
			wide = before && form
			b.ReportAllocs()
			b.SetBytes(4 * n * rows)
			for range b.N {
				Combine(y, w, at, value)
			}
		})
	}
}

func BenchmarkAddRows(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 8))
	const n, rows = 17, 38
	sum, w, at := make([]int32, n), make([]int16, 4096*n), make([]uint32, rows)
	for i := range at {
		at[i] = uint32(r.IntN(4096) * n)
	}
	b.ReportAllocs()
	b.SetBytes(2 * n * rows)
	for range b.N {
		AddRows(sum, w, at)
	}
}

package lanes

const wideBuild = true

// The functions of wide_amd64.s. All but dotWide do the elements up to the last
// multiple of eight; slices beside the first are at least as long as it.

// combineWide is Combine; the caller has checked the places.
//
//go:noescape
func combineWide(y, w []float32, at []uint16, value []float32)

//go:noescape
func axpyWide(y, x []float32, a float32)

//go:noescape
func add2Wide(y, a, b []float32)

//go:noescape
func add3Wide(y, a, b, c []float32)

//go:noescape
func add4Wide(y, a, b, c, d []float32)

//go:noescape
func reluWide(x []float32)

// dotWide gives the four sums over the elements up to the last multiple of four.
//
//go:noescape
func dotWide(x, y []float32) (a, b, c, d float32)

//go:noescape
func recurWide(h, before, gate, value []float32)

// addRowsWide does the eight elements from each of b0, b1 and b2 on.
//
//go:noescape
func addRowsWide(sum []int32, w []int16, at []uint32, b0, b1, b2 int)

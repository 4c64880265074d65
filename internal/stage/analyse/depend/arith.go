package depend

import "slices"

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

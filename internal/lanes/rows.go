package lanes

// AddRows adds to sum the rows of w that begin at the given places, each as wide
// as sum. Sums of integers do not depend on the order.
func AddRows(sum []int32, w []int16, at []uint32) {
	n := len(sum)
	for _, r := range at {
		if int(r)+n > len(w) {
			panic("lanes: a row is out of range")
		}
	}
	if !wide || n < width {
		addRowsPlain(sum, w, at)
		return
	}
	// Three blocks of eight at a time; the last of them may overlap: what it adds to
	// elements of another block is the same, and stored twice.
	for from := 0; from < n; from += 3 * width {
		b := [3]int{from, from + width, from + 2*width}
		for i := range b {
			b[i] = min(b[i], n-width)
		}
		if from+3*width < n || from == 0 {
			addRowsWide(sum, w, at, b[0], b[1], b[2])
			continue
		}
		addRowsPlainFrom(sum, w, at, from)
	}
}

func addRowsPlain(sum []int32, w []int16, at []uint32) { addRowsPlainFrom(sum, w, at, 0) }

func addRowsPlainFrom(sum []int32, w []int16, at []uint32, from int) {
	for _, r := range at {
		row := w[int(r)+from:][:len(sum)-from]
		for i, v := range row {
			sum[from+i] += int32(v)
		}
	}
}

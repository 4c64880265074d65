package vec

// Pull moves x and y so that their product comes nearer to what it should be:
// y gains f·x at once, f·y is added to gather.
func Pull(x, y, gather []float32, f float32) {
	Axpy(gather, f, y)
	Axpy(y, f, x)
}

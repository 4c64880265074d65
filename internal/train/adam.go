package train

import (
	"math"

	"chancery/internal/stage/analyse/depend"
	"chancery/internal/train/vec"
)

// adam is the optimiser of one net. Embeddings move only in the rows that a
// step touches.
type adam struct {
	params       []*depend.Matrix
	mean, square [][]float32
	beta2        float32
	step         int
}

const beta1 = 0.9

func newAdam(n *depend.Net, beta2 float32) *adam {
	a := &adam{params: n.Params(), beta2: beta2}
	for _, p := range a.params {
		a.mean = append(a.mean, make([]float32, len(p.Data)))
		a.square = append(a.square, make([]float32, len(p.Data)))
	}
	return a
}

// next begins a step and gives its rate, corrected for the first steps.
func (a *adam) next(rate float32) float32 {
	a.step++
	c1 := 1 - math.Pow(beta1, float64(a.step))
	c2 := 1 - math.Pow(float64(a.beta2), float64(a.step))
	return rate * float32(math.Sqrt(c2)/c1)
}

// move moves the numbers from..to of parameter p and clears their gradient.
func (a *adam) move(p, from, to int, grad []float32, rate float32) {
	vec.Adam(a.params[p].Data[from:to], grad[from:to], a.mean[p][from:to], a.square[p][from:to], rate, beta1, a.beta2)
}

package train

import (
	"math"
	"math/rand/v2"

	"chancery/internal/linear"
	"chancery/internal/stage/extract"
)

// chooserConfig says how the choice of a set of candidates is learnt: by
// stochastic gradients with AdaGrad's rates.
type chooserConfig struct {
	Epochs int     `json:"epochs"`
	Rate   float64 `json:"rate"`
	L2     float64 `json:"l2"`    // drawn off at each update of a weight
	Count  int     `json:"count"` // how often a cue must occur
	Scale  float64 `json:"scale"` // of the integer weights
	Least  int     `json:"least"` // smaller weights are left out of the model
}

// chooser learns to choose a set of candidates: the log-probability of a set is,
// but for a constant, the sum of the scores of its members and of its size.
type chooser struct {
	c       chooserConfig
	rng     *rand.Rand
	choices []choice
	keys    []uint32 // cues by row
	weight  []float64
	square  []float64
}

// choice is one set to choose, in cues; in rows of weights once numbered.
type choice struct {
	members [][]uint32
	size    [extract.SideSizes][]uint32
	gold    []bool
}

func newChooser(c chooserConfig, seed uint64) *chooser {
	return &chooser{c: c, rng: rand.New(rand.NewPCG(seed, 11))}
}

func (l *chooser) add(c choice) { l.choices = append(l.choices, c) }

// learn gives the weights.
func (l *chooser) learn() *linear.Model {
	l.number()
	l.weight, l.square = make([]float64, len(l.keys)), make([]float64, len(l.keys))
	mean := make([]float64, len(l.keys)) // of the weights over the later epochs
	order := make([]int, len(l.choices))
	for i := range order {
		order[i] = i
	}
	for epoch := range l.c.Epochs {
		l.rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			l.step(&l.choices[i])
		}
		if epoch >= l.c.Epochs/2 {
			for r, v := range l.weight {
				mean[r] += v / float64(l.c.Epochs-l.c.Epochs/2)
			}
		}
	}
	return l.pack(mean)
}

// step moves the weights by the gradient of one choice.
func (l *chooser) step(c *choice) {
	score, size := make([]float64, len(c.members)), [extract.SideSizes]float64{}
	for i, rows := range c.members {
		score[i] = l.sum(rows)
	}
	for k, rows := range c.size {
		size[k] = l.sum(rows)
	}
	members, sizes := chances(score, size)
	n := 0
	for i, rows := range c.members {
		g := -members[i]
		if c.gold[i] {
			g++
			n++
		}
		l.move(rows, g)
	}
	for k, rows := range c.size {
		g := -sizes[k]
		if k == min(n, extract.SideSizes-1) {
			g++
		}
		l.move(rows, g)
	}
}

func (l *chooser) sum(rows []uint32) (z float64) {
	for _, r := range rows {
		z += l.weight[r]
	}
	return z
}

func (l *chooser) move(rows []uint32, g float64) {
	for _, r := range rows {
		d := g - l.c.L2*l.weight[r]
		l.square[r] += d * d
		l.weight[r] += l.c.Rate * d / (math.Sqrt(l.square[r]) + 1e-6)
	}
}

// chances gives the probability of each member to be in the set, and of each
// size, by the elementary symmetric polynomials of the members' weights.
func chances(score []float64, size [extract.SideSizes]float64) (members []float64, sizes [extract.SideSizes]float64) {
	n := len(score)
	w := make([]float64, n)
	for i, v := range score {
		w[i] = math.Exp(max(-15, min(15, v)))
	}
	sizeOf := func(k int) float64 { return math.Exp(size[min(k, extract.SideSizes-1)]) }
	all := symmetric(w, -1)
	total := 0.0
	for k, v := range all {
		total += v * sizeOf(k)
	}
	for k, v := range all {
		sizes[min(k, extract.SideSizes-1)] += v * sizeOf(k) / total
	}
	members = make([]float64, n)
	for i := range members {
		for k, v := range symmetric(w, i) {
			members[i] += w[i] * v * sizeOf(k+1) / total
		}
	}
	return members, sizes
}

// symmetric gives the sums over all subsets of each size of the products of
// their weights, one weight left out.
func symmetric(w []float64, but int) []float64 {
	out := append(make([]float64, 0, len(w)+1), 1)
	for i, v := range w {
		if i == but {
			continue
		}
		out = append(out, 0)
		for k := len(out) - 1; k > 0; k-- {
			out[k] += out[k-1] * v
		}
	}
	return out
}

// number gives each cue that occurs often enough a row, in the order of first
// occurrence.
func (l *chooser) number() {
	n := map[uint32]int{}
	row := map[uint32]uint32{}
	each := func(do func([]uint32) []uint32) {
		for i := range l.choices {
			c := &l.choices[i]
			for k := range c.members {
				c.members[k] = do(c.members[k])
			}
			for k := range c.size {
				c.size[k] = do(c.size[k])
			}
		}
	}
	each(func(cues []uint32) []uint32 {
		for _, f := range cues {
			n[f]++
		}
		return cues
	})
	each(func(cues []uint32) []uint32 {
		var out []uint32
		for _, f := range cues {
			if n[f] < l.c.Count {
				continue
			}
			r, ok := row[f]
			if !ok {
				r = uint32(len(l.keys))
				row[f], l.keys = r, append(l.keys, f)
			}
			out = append(out, r)
		}
		return out
	})
}

// pack rounds the weights to integers and leaves out the small ones.
func (l *chooser) pack(weight []float64) *linear.Model {
	var keys []uint32
	var rows []int16
	for r, v := range weight {
		w := math.Round(v * l.c.Scale)
		if math.Abs(w) < float64(l.c.Least) {
			continue
		}
		keys, rows = append(keys, l.keys[r]), append(rows, int16(max(-32768, min(32767, w))))
	}
	return linear.New(1, keys, rows)
}

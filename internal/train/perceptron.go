package train

import (
	"chancery/internal/linear"
)

// perceptron is an averaged perceptron over hashed features. Rows are made
// when a feature first takes part in a mistake.
type perceptron struct {
	classes int
	keys    []uint32
	rows    []uint32 // row number plus one, beside keys
	weight  []float32
	total   []float64 // of weight changes, times the step they came at
	used    []int32   // updates a row took part in
	step    float64
}

func newPerceptron(classes int) *perceptron {
	return &perceptron{classes: classes, keys: make([]uint32, 1<<16), rows: make([]uint32, 1<<16)}
}

func (p *perceptron) find(h uint32) uint32 {
	mask := uint32(len(p.keys) - 1)
	at := (h * 0x9E3779B1 >> 7) & mask
	for p.keys[at] != 0 && p.keys[at] != h {
		at = (at + 1) & mask
	}
	return at
}

func (p *perceptron) row(h uint32) uint32 {
	at := p.find(h)
	if p.keys[at] == 0 {
		p.used = append(p.used, 0)
		p.keys[at], p.rows[at] = h, uint32(len(p.used))
		p.weight = append(p.weight, make([]float32, p.classes)...)
		p.total = append(p.total, make([]float64, p.classes)...)
		if len(p.used)*2 > len(p.keys) {
			p.grow()
			at = p.find(h)
		}
	}
	return p.rows[at] - 1
}

func (p *perceptron) grow() {
	keys, rows := p.keys, p.rows
	p.keys, p.rows = make([]uint32, 2*len(keys)), make([]uint32, 2*len(keys))
	for i, k := range keys {
		if k != 0 {
			at := p.find(k)
			p.keys[at], p.rows[at] = k, rows[i]
		}
	}
}

// score adds the scores of the features to sum.
func (p *perceptron) score(sum []float32, features []uint32) {
	for _, h := range features {
		if r := p.rows[p.find(h)]; r != 0 {
			at := int(r-1) * p.classes
			for i, v := range p.weight[at : at+p.classes] {
				sum[i] += v
			}
		}
	}
}

// learn scores, and moves towards gold where another of the first n classes
// comes within margin. It gives the class that scored best.
func (p *perceptron) learn(features []uint32, gold, n int, margin float32) int {
	var sums [256]float32
	sum := sums[:p.classes]
	p.score(sum, features)
	best, rival := 0, -1
	for i := range n {
		if sum[i] > sum[best] {
			best = i
		}
		if i != gold && (rival < 0 || sum[i] > sum[rival]) {
			rival = i
		}
	}
	p.step++
	if rival >= 0 && sum[rival]+margin >= sum[gold] {
		p.update(features, gold, 1)
		p.update(features, rival, -1)
	}
	return best
}

func (p *perceptron) update(features []uint32, class int, by float32) {
	for _, h := range features {
		r := int(p.row(h))
		p.used[r]++
		p.weight[r*p.classes+class] += by
		p.total[r*p.classes+class] += float64(by) * p.step
	}
}

// model gives the averaged weights as integers. Rows that took part in fewer
// than min updates are left out, as are those that round to nothing.
func (p *perceptron) model(min int32, scale float64) *linear.Model {
	var keys []uint32
	var rows []int16
	row := make([]int16, p.classes)
	for i, k := range p.keys {
		if k == 0 || p.used[p.rows[i]-1] < 2*min {
			continue
		}
		at, any := int(p.rows[i]-1)*p.classes, false
		for c := range row {
			v := (float64(p.weight[at+c]) - p.total[at+c]/p.step) * scale
			row[c] = int16(max(-32000, clampRound(v)))
			any = any || row[c] != 0
		}
		if any {
			keys, rows = append(keys, k), append(rows, row...)
		}
	}
	return linear.New(p.classes, keys, rows)
}

func clampRound(v float64) float64 {
	if v > 32000 {
		return 32000
	}
	if v < 0 {
		return float64(int(v - 0.5))
	}
	return float64(int(v + 0.5))
}

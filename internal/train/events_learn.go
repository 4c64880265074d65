package train

import (
	"math"
	"math/rand/v2"
	"slices"
)

// logistic is a logistic regression over hashed clues, learnt with AdaGrad.
type logistic struct {
	at     map[uint32]int32
	weight []float64
	square []float64 // sum of squared gradients
}

// learnEvents learns from the candidates of documents.
func learnEvents(c *EventsConfig, docs []*eventDoc) *logistic {
	m := &logistic{at: map[uint32]int32{}}
	m.choose(docs, c.Count)
	type sample struct {
		rows  []int32
		right bool
	}
	var samples []sample
	for _, d := range docs {
		for k := range d.candidates {
			x := &d.candidates[k]
			samples = append(samples, sample{m.rows(x.clues), x.right})
		}
	}
	random := rand.New(rand.NewPCG(c.Seed, 1))
	var rows []int32
	average := make([]float64, len(m.weight))
	for epoch := range c.Epochs {
		random.Shuffle(len(samples), func(a, b int) { samples[a], samples[b] = samples[b], samples[a] })
		for _, s := range samples {
			rows = rows[:0]
			for _, k := range s.rows {
				if random.Float64() >= c.Drop {
					rows = append(rows, k)
				}
			}
			m.step(rows, s.right, c.Rate, c.L2)
		}
		if epoch >= c.Epochs/2 {
			for k, w := range m.weight {
				average[k] += w / float64(c.Epochs-c.Epochs/2)
			}
		}
	}
	for k := range average {
		average[k] *= 1 - c.Drop
	}
	m.weight = average
	return m
}

// choose takes in the clues that enough documents have.
func (m *logistic) choose(docs []*eventDoc, least int) {
	seen := map[uint32]int{}
	for _, d := range docs {
		here := map[uint32]bool{}
		for k := range d.candidates {
			for _, h := range d.candidates[k].clues {
				if !here[h] {
					here[h] = true
					seen[h]++
				}
			}
		}
	}
	var keys []uint32
	for h, n := range seen {
		if n >= least {
			keys = append(keys, h)
		}
	}
	slices.Sort(keys)
	for k, h := range keys {
		m.at[h] = int32(k)
	}
	m.weight, m.square = make([]float64, len(keys)), make([]float64, len(keys))
}

func (m *logistic) rows(clues []uint32) []int32 {
	var rows []int32
	for _, h := range clues {
		if k, ok := m.at[h]; ok {
			rows = append(rows, k)
		}
	}
	return rows
}

// step learns from one candidate.
func (m *logistic) step(rows []int32, right bool, rate, l2 float64) {
	sum := 0.0
	for _, k := range rows {
		sum += m.weight[k]
	}
	off := 1 / (1 + math.Exp(-sum))
	if right {
		off--
	}
	for _, k := range rows {
		g := off + l2*m.weight[k]
		m.square[k] += g * g
		m.weight[k] -= rate * g / math.Sqrt(m.square[k]+1)
	}
}

// score is the sum of the clues' weights, as it is after packing.
func (m *logistic) score(clues []uint32, least int) int32 {
	sum := 0
	for _, h := range clues {
		if v := m.quantum(h); v >= least || v <= -least {
			sum += v
		}
	}
	return int32(sum)
}

// quantum is the weight of a clue in thousandths.
func (m *logistic) quantum(h uint32) int {
	k, ok := m.at[h]
	if !ok {
		return 0
	}
	return int(math.Round(m.weight[k] * thousandth))
}

// keys are the clues in order.
func (m *logistic) keys() []uint32 {
	keys := make([]uint32, len(m.at))
	for h, k := range m.at {
		keys[k] = h
	}
	return keys
}

// count is how many clues keep a weight.
func (m *logistic) count(least int) (n int) {
	for h := range m.at {
		if v := m.quantum(h); v >= least || v <= -least {
			n++
		}
	}
	return n
}

package train

import (
	"math"
	"math/rand/v2"

	"chancery/internal/linear"
	"chancery/internal/stage/extract/ner"
)

// learnConfig says how the weights of names are learnt: a conditional random
// field by stochastic gradients with AdaGrad's rates.
type learnConfig struct {
	Epochs int     `json:"epochs"`
	Rate   float64 `json:"rate"`
	L2     float64 `json:"l2"`    // drawn off at each update of a weight
	Count  int     `json:"count"` // how often a feature must occur
	Drop   float64 `json:"drop"`  // share of features left out at each visit of a sentence
	Miss   float64 `json:"miss"`  // margin of Out over a gold name, against missing names
	// Average is how many of the last epochs the weights are the mean of; 0 takes
	// the last as it is.
	Average int     `json:"average"`
	Scale   float64 `json:"scale"` // of the integer weights
	Least   int     `json:"least"` // a feature whose weights are all smaller is left out of the model
}

// chain is a sentence in features.
type chain struct {
	features [][]uint32 // of the open words; numbers of rows once they are numbered
	open     []bool
	gold     []ner.Label
	given    [][labels]float64 // scores from elsewhere, which are not learnt; nil for none
}

const labels = ner.Labels

// teacher learns chains.
type teacher struct {
	c      learnConfig
	keys   []uint32 // features by row
	weight [][labels]float32
	square [][labels]float32 // sums of squared gradients
	rng    *rand.Rand
	steps  [labels]int32 // rows of the step features
	next   [labels][]ner.Label
	fixed  *[labels][labels]float64 // steps that are not learnt; nil to learn them
	f      field
}

func newTeacher(c learnConfig, seed uint64) *teacher {
	t := &teacher{c: c, rng: rand.New(rand.NewPCG(seed, 7))}
	for a := range ner.Label(labels) {
		for b := range ner.Label(labels) {
			if ner.Follows(a, b) {
				t.next[a] = append(t.next[a], b)
			}
		}
	}
	return t
}

// number gives each feature that occurs often enough a row, in the order of
// first occurrence, and gives the chains with rows in place of features.
func (t *teacher) number(chains []*chain) []*chain {
	count := map[uint32]int{}
	for _, c := range chains {
		for _, fs := range c.features {
			for _, h := range fs {
				count[h]++
			}
		}
	}
	row := map[uint32]uint32{}
	add := func(h uint32) uint32 {
		r, ok := row[h]
		if !ok {
			r = uint32(len(t.keys))
			row[h], t.keys = r, append(t.keys, h)
		}
		return r
	}
	for l := range t.steps {
		t.steps[l] = int32(add(ner.StepFeature(ner.Label(l))))
	}
	out := make([]*chain, len(chains))
	for i, c := range chains {
		n := &chain{features: make([][]uint32, len(c.features)), open: c.open, gold: c.gold, given: c.given}
		for k, fs := range c.features {
			for _, h := range fs {
				if count[h] >= t.c.Count {
					n.features[k] = append(n.features[k], add(h))
				}
			}
		}
		out[i] = n
	}
	t.weight, t.square = make([][labels]float32, len(t.keys)), make([][labels]float32, len(t.keys))
	return out
}

// learn goes over the chains and gives the weights.
func (t *teacher) learn(chains []*chain) *linear.Model {
	chains = t.number(chains)
	order := make([]int, len(chains))
	for i := range order {
		order[i] = i
	}
	var mean [][labels]float32
	for e := range t.c.Epochs {
		t.rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			c := chains[k]
			for lo := 0; lo < len(c.gold); lo++ {
				hi := lo
				for hi < len(c.gold) && c.open[hi] {
					hi++
				}
				if hi > lo {
					t.stretch(c, lo, hi)
					lo = hi
				}
			}
		}
		if t.c.Epochs-e <= t.c.Average {
			mean = t.add(mean)
		}
	}
	if mean != nil {
		t.weight = mean
	}
	return t.model()
}

// add adds a share of the weights as they are to a mean.
func (t *teacher) add(mean [][labels]float32) [][labels]float32 {
	if mean == nil {
		mean = make([][labels]float32, len(t.weight))
	}
	share := 1 / float32(min(t.c.Average, t.c.Epochs))
	for r := range t.weight {
		for l, v := range t.weight[r] {
			mean[r][l] += share * v
		}
	}
	return mean
}

// stretch moves the weights by the gradient of a run of open words.
func (t *teacher) stretch(c *chain, lo, hi int) {
	features, gold, f := c.features[lo:hi], c.gold[lo:hi], &t.f
	f.reset(len(gold))
	used := make([][]uint32, len(gold))
	keep := float32(1 / (1 - t.c.Drop))
	for i, fs := range features {
		if c.given != nil {
			f.score[i] = c.given[lo+i]
		}
		for _, r := range fs {
			if t.c.Drop > 0 && t.rng.Float64() < t.c.Drop {
				continue
			}
			used[i] = append(used[i], r)
			for l, v := range t.weight[r] {
				f.score[i][l] += float64(v * keep)
			}
		}
		if gold[i] != ner.Out {
			f.score[i][ner.Out] += t.c.Miss
		}
	}
	for a := range f.step {
		for b, v := range t.weight[t.steps[a]] {
			f.step[a][b] = float64(v)
		}
	}
	if t.fixed != nil {
		f.step = *t.fixed
	}
	f.run(&t.next)
	for i := range gold {
		g := f.marginal[i]
		for l := range g {
			g[l] = -g[l]
		}
		g[gold[i]]++
		for _, r := range used[i] {
			t.move(r, &g)
		}
	}
	if t.fixed == nil {
		t.moveSteps(gold)
	}
}

// moveSteps moves the weights of steps.
func (t *teacher) moveSteps(gold []ner.Label) {
	f, before := &t.f, ner.Out
	for _, l := range gold {
		f.pair[before][l]--
		before = l
	}
	f.pair[before][ner.Out]--
	for a := range f.pair {
		for b := range f.pair[a] {
			f.pair[a][b] = -f.pair[a][b]
		}
		t.move(uint32(t.steps[a]), &f.pair[a])
	}
}

// move takes one step along the gradient of a row.
func (t *teacher) move(r uint32, g *[labels]float64) {
	w, s := &t.weight[r], &t.square[r]
	for l, v := range g {
		if v > -1e-4 && v < 1e-4 {
			continue
		}
		d := float32(v) - float32(t.c.L2)*w[l]
		s[l] += d * d
		w[l] += float32(t.c.Rate) * d / float32(math.Sqrt(float64(s[l])+0.1))
	}
}

// model gives the weights as integers.
func (t *teacher) model() *linear.Model {
	var keys []uint32
	var rows []int16
	for r, k := range t.keys {
		most, row := 0, [labels]int16{}
		for l, v := range t.weight[r] {
			x := int(max(-32000, clampRound(float64(v)*t.c.Scale)))
			if max(x, -x)*4 < t.c.Least {
				x = 0
			}
			row[l], most = int16(x), max(most, x, -x)
		}
		if most >= max(1, t.c.Least) || r < labels {
			keys, rows = append(keys, k), append(rows, row[:]...)
		}
	}
	return linear.New(labels, keys, rows)
}

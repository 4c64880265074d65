package train

import (
	"math"

	"chancery/internal/stage/extract/ner"
)

// field is the sums over all chains of labels of a run of words, by the
// forward and backward recursions on scaled numbers.
type field struct {
	score    [][labels]float64
	step     [labels][labels]float64
	marginal [][labels]float64       // probability of each label of each word
	pair     [labels][labels]float64 // expected number of each step
	forward  [][labels]float64
	back     [][labels]float64
	raised   [labels][labels]float64
}

func (f *field) reset(n int) {
	for len(f.score) < n {
		f.score, f.marginal = append(f.score, [labels]float64{}), append(f.marginal, [labels]float64{})
		f.forward, f.back = append(f.forward, [labels]float64{}), append(f.back, [labels]float64{})
	}
	f.score, f.marginal, f.forward, f.back = f.score[:n], f.marginal[:n], f.forward[:n], f.back[:n]
	clear(f.score)
}

// run computes marginals and pairs for the scores set; next lists the labels
// that may follow each. Before and behind the run stands Out.
func (f *field) run(next *[labels][]ner.Label) {
	n := len(f.score)
	for a := range next {
		for _, b := range next[a] {
			f.raised[a][b] = math.Exp(f.step[a][b])
		}
	}
	for i := range f.score { // scores become factors
		s, most := &f.score[i], math.Inf(-1)
		for _, v := range s {
			most = max(most, v)
		}
		for l := range s {
			s[l] = math.Exp(s[l] - most)
		}
	}
	before := [labels]float64{ner.Out: 1}
	for i := range n {
		now, sum := [labels]float64{}, 0.0
		for a, p := range before {
			if p > 0 {
				for _, b := range next[a] {
					now[b] += p * f.raised[a][b]
				}
			}
		}
		for l := range now {
			now[l] *= f.score[i][l]
			sum += now[l]
		}
		for l := range now {
			now[l] /= sum
		}
		f.forward[i], before = now, now
	}
	f.backward(next)
}

// backward goes from the end and sums up.
func (f *field) backward(next *[labels][]ner.Label) {
	n := len(f.score)
	f.pair = [labels][labels]float64{}
	behind := [labels]float64{ner.Out: 1}
	for i := n; i >= 0; i-- {
		before := [labels]float64{ner.Out: 1}
		if i > 0 {
			before = f.forward[i-1]
		}
		var now, pairs = [labels]float64{}, [labels][labels]float64{}
		total := 0.0
		for a := range next {
			for _, b := range next[a] {
				if i == n && b != ner.Out {
					continue
				}
				v := f.raised[a][b] * behind[b]
				now[a] += v
				pairs[a][b] = before[a] * v
				total += pairs[a][b]
			}
		}
		for a := range next {
			for _, b := range next[a] {
				f.pair[a][b] += pairs[a][b] / total
			}
		}
		if i == 0 {
			return
		}
		most := 0.0
		for l := range now {
			f.marginal[i-1][l] = before[l] * now[l] / total
			now[l] *= f.score[i-1][l]
			most = max(most, now[l])
		}
		for l := range now {
			now[l] /= most
		}
		behind = now
	}
}

package train

import (
	"math"
	"math/bits"

	"chancery/internal/stage/analyse/depend"
	"chancery/internal/train/vec"
)

// walk parses the batch's sentences step by step, learning from each step.
func (w *worker) walk(explore float32) {
	if w.hidden == nil {
		h := w.net.Dims.Hidden
		w.hidden, w.dHidden, w.mask = make([]float32, h), make([]float32, h), make([]float32, h)
	}
	for k, s := range w.batch {
		st := &w.state
		st.Reset(len(s.words))
		for !st.Done() {
			if legal := st.Legal(); legal == 1<<depend.Shift {
				st.Take(depend.Shift, 0)
				continue
			}
			w.learnStep(s, w.start[k], explore)
		}
	}
}

// learnStep learns at the present state and takes a step.
func (w *worker) learnStep(s *sentence, base int, explore float32) {
	st := &w.state
	legal, free := st.Legal(), st.Free(s.head)
	var places [depend.Slots]int32
	var rows [depend.Discretes]int32
	st.Places(&places)
	st.Discrete(s.upos, &places, &rows)
	w.gather(base, &places, &rows)

	clear(w.dHidden)
	best := w.learnChoice(legal, free)
	step := best
	if free&(1<<best) == 0 && w.rng.unit() >= explore {
		step = w.bestOf(free)
	}
	label := uint8(0)
	if step != depend.Shift {
		h, d := st.Arc(step)
		gold := uint8(0)
		if s.head[d] == h {
			gold = s.rel[d]
		}
		label = w.learnLabel(int(step-depend.Left), gold)
	}
	w.scatter(base, &places, &rows)
	st.Take(step, label)
}

// gather works out the state layer.
func (w *worker) gather(base int, places *[depend.Slots]int32, rows *[depend.Discretes]int32) {
	h, size := w.hidden, len(w.hidden)
	copy(h, w.net.HiddenB.Data)
	for k, p := range places {
		if p < 0 {
			vec.Axpy(h, 1, w.net.NoSlot.Row(k))
			continue
		}
		vec.Axpy(h, 1, w.slots.row(base + int(p))[k*size:(k+1)*size])
	}
	for _, r := range rows {
		vec.Axpy(h, 1, w.net.Discrete.Row(int(r)))
	}
	w.rng.drop(w.mask, w.c.DropHidden)
	for i, v := range h {
		if v <= 0 {
			w.mask[i] = 0
		}
		h[i] = v * w.mask[i]
	}
}

// scatter carries the state layer's gradient to where the values came from.
func (w *worker) scatter(base int, places *[depend.Slots]int32, rows *[depend.Discretes]int32) {
	g, size := w.dHidden, len(w.hidden)
	for i, f := range w.mask {
		g[i] *= f
	}
	vec.Axpy(w.grad.HiddenB.Data, 1, g)
	for k, p := range places {
		if p < 0 {
			vec.Axpy(w.grad.NoSlot.Row(k), 1, g)
			continue
		}
		vec.Axpy(w.slots.grad(base + int(p))[k*size:(k+1)*size], 1, g)
	}
	for _, r := range rows {
		vec.Axpy(w.grad.Discrete.Row(int(r)), 1, g)
	}
}

// learnChoice scores the steps, learns that the free ones are right, and gives
// the best legal one.
func (w *worker) learnChoice(legal, free uint8) depend.Step {
	scores := w.scores[:depend.Steps]
	high, best := float32(math.Inf(-1)), depend.Shift
	for t := range depend.Step(depend.Steps) {
		if legal&(1<<t) == 0 {
			continue
		}
		scores[t] = vec.Dot(w.hidden, w.net.Step.Row(int(t))) + w.net.StepB.Data[t]
		if scores[t] > high {
			high, best = scores[t], t
		}
	}
	if bits.OnesCount8(legal) < 2 || legal == free {
		return best
	}
	var all, right float32
	for t := range scores {
		if legal&(1<<t) != 0 {
			scores[t] = exp(scores[t] - high)
			all += scores[t]
			if free&(1<<t) != 0 {
				right += scores[t]
			}
		}
	}
	right = max(right, 1e-20)
	w.loss -= math.Log(float64(right / all))
	w.terms++
	for t := range scores {
		if legal&(1<<t) == 0 {
			continue
		}
		g := scores[t] / all
		if free&(1<<t) != 0 {
			g -= scores[t] / right
		}
		vec.Axpy(w.dHidden, g, w.net.Step.Row(t))
		vec.Axpy(w.grad.Step.Row(t), g, w.hidden)
		w.grad.StepB.Data[t] += g
		// The scores are needed no more.
	}
	return best
}

// bestOf is the best of the steps in the set, by the scores of learnChoice,
// which are order-preserving whether or not they were turned into shares.
func (w *worker) bestOf(set uint8) depend.Step {
	best, found := depend.Shift, false
	for t := range depend.Step(depend.Steps) {
		if set&(1<<t) != 0 && (!found || w.scores[t] > w.scores[best]) {
			best, found = t, true
		}
	}
	return best
}

// learnLabel scores the labels of an arc and learns gold, unless that is 0.
func (w *worker) learnLabel(side int, gold uint8) uint8 {
	const rels = 64
	scores := w.scores[:rels]
	best, high := 0, float32(math.Inf(-1))
	at := side * rels
	for i := range scores {
		scores[i] = vec.Dot(w.hidden, w.net.Label.Row(at+i)) + w.net.LabelB.Data[at+i]
		if scores[i] > high {
			best, high = i, scores[i]
		}
	}
	if gold == 0 {
		return uint8(best)
	}
	var all float32
	for i, v := range scores {
		scores[i] = exp(v - high)
		all += scores[i]
	}
	w.loss -= math.Log(float64(max(scores[gold]/all, 1e-20)))
	w.terms++
	for i := range scores {
		g := scores[i] / all
		if i == int(gold) {
			g--
		}
		if g > 1e-5 || g < -1e-5 {
			vec.Axpy(w.dHidden, g, w.net.Label.Row(at+i))
			vec.Axpy(w.grad.Label.Row(at+i), g, w.hidden)
			w.grad.LabelB.Data[at+i] += g
		}
	}
	return uint8(best)
}

func exp(x float32) float32 {
	if x < -80 {
		return 0
	}
	return float32(math.Exp(float64(x)))
}

// tagLoss learns the tags from the token layer.
func (w *worker) tagLoss() {
	if w.c.TagWeight <= 0 {
		return
	}
	n, d := w.net, &w.net.Dims
	cols := n.Tag.Cols
	w.tags.ready(w.rows, cols)
	fillRows(w.tags.v, n.TagB.Data, w.rows)
	vec.Multiply(w.tags.v, cols, vec.Rows(w.token.v, d.Token), n.Tag.Data, cols, w.rows, cols, d.Token)
	for k, s := range w.batch {
		for i := range s.words {
			v, g := w.tags.row(w.start[k]+i), w.tags.grad(w.start[k]+i)
			w.softmax(v[:18], g[:18], int(s.gold.UPOS[i]))
			w.softmax(v[18:18+64], g[18:18+64], int(s.gold.XPOS[i]))
		}
	}
}

// softmax writes the gradient of the loss at gold.
func (w *worker) softmax(v, g []float32, gold int) {
	high := v[0]
	for _, x := range v {
		high = max(high, x)
	}
	var all float32
	for i, x := range v {
		g[i] = exp(x - high)
		all += g[i]
	}
	f := w.c.TagWeight / all
	for i := range g {
		g[i] *= f
	}
	g[gold] -= w.c.TagWeight
}

package train

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"chancery/internal/stage/analyse/depend"
	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/analyse/tag"
)

// workers is fixed, so that a training gives the same weights on any machine
// with enough cores.
const workers = 2

// parserTrainer trains one net.
type parserTrainer struct {
	c       parserConfig
	net     *depend.Net
	turn    turned
	adam    *adam
	workers [workers]*worker
	sparse  []*touched
	log     func(string, ...any)
	after   func(epoch int) // called after each epoch, may be nil
}

// touched collects the gradient of an embedding table's rows.
type touched struct {
	grad []float32
	seen []bool
	rows []int32
}

func newParserTrainer(c parserConfig, table *form.Table, freq []float32, seed uint64, log func(string, ...any)) *parserTrainer {
	t := &parserTrainer{c: c, net: depend.NewNet(c.Dims), log: log}
	initNet(t.net, rand.New(rand.NewPCG(seed, 4)))
	t.adam = newAdam(t.net, c.Beta2)
	for i := range t.net.Embed {
		m := &t.net.Embed[i]
		t.sparse = append(t.sparse, &touched{grad: make([]float32, len(m.Data)), seen: make([]bool, m.Rows)})
	}
	for k := range t.workers {
		t.workers[k] = &worker{net: t.net, turn: &t.turn, grad: depend.NewNet(c.Dims), c: &t.c, forms: table.Forms, freq: freq,
			rng: noise(seed*7919 + uint64(k)*104729 + 88172645463325252)}
	}
	return t
}

func initNet(n *depend.Net, rng *rand.Rand) {
	fill := func(m *depend.Matrix, scale float64) {
		for i := range m.Data {
			m.Data[i] = float32(rng.NormFloat64() * scale)
		}
	}
	for i := range n.Embed {
		fill(&n.Embed[i], 0.1)
	}
	he := func(m *depend.Matrix, in int) { fill(m, math.Sqrt(2/float64(in))) }
	fill(&n.Edge, 0.1)
	fill(&n.Window, 1.2/math.Sqrt(float64(3*n.Input())*0.1))
	he(&n.Memory, n.Dims.Window*2)
	he(&n.Token, n.Token.Rows)
	fill(&n.Slot, math.Sqrt(2/float64(6*n.Dims.Token)))
	fill(&n.NoSlot, 0.05)
	fill(&n.Discrete, 0.05)
	fill(&n.Step, 0.05)
	fill(&n.Label, 0.05)
	fill(&n.Tag, 0.05)
}

// train runs all epochs over the sentences. weight of extra sentences is the
// caller's affair: it passes what each epoch shall see.
func (t *parserTrainer) train(epoch func(int) []*sentence, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 5))
	steps := 0
	for e := range t.c.Epochs {
		steps += (len(epoch(e)) + t.c.Batch - 1) / t.c.Batch
	}
	done := 0
	for e := range t.c.Epochs {
		order := slices.Clone(epoch(e))
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		start, words := time.Now(), 0
		for at := 0; at < len(order); at += t.c.Batch {
			batch := order[at:min(at+t.c.Batch, len(order))]
			for _, s := range batch {
				words += len(s.words)
			}
			explore := t.c.Explore
			if e == 0 {
				explore = 0
			}
			t.batch(batch, explore, t.rate(done, steps))
			done++
		}
		loss, terms := 0.0, 0.0
		for _, w := range t.workers {
			loss, terms = loss+w.loss, terms+w.terms
			w.loss, w.terms = 0, 0
		}
		t.log("epoch %d: loss %.4f, %.0f words/s", e+1, loss/terms, float64(words)/time.Since(start).Seconds())
		if t.after != nil {
			t.after(e)
		}
	}
}

func (t *parserTrainer) rate(step, steps int) float32 {
	if step < t.c.Warmup {
		return t.c.Rate * float32(step+1) / float32(t.c.Warmup)
	}
	return t.c.Rate * float32(steps-step) / float32(steps-t.c.Warmup)
}

// batch learns from one batch: each worker takes its half forwards and
// backwards, then the weights move.
func (t *parserTrainer) batch(batch []*sentence, explore, rate float32) {
	t.turn.fill(t.net)
	var wg sync.WaitGroup
	for k, w := range t.workers {
		w.batch = w.batch[:0]
		for i := k; i < len(batch); i += workers {
			w.batch = append(w.batch, batch[i])
		}
		if len(w.batch) == 0 {
			w.rows = 0
			w.lines = w.lines[:0]
			continue
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			w.forward()
			w.walk(explore)
			w.tagLoss()
			w.backward()
		}()
	}
	wg.Wait()
	t.move(t.adam.next(rate))
}

// move adds up the workers' gradients and moves the weights.
func (t *parserTrainer) move(rate float32) {
	var wg sync.WaitGroup
	run := func(f func()) { wg.Add(1); go func() { defer wg.Done(); f() }() }
	run(func() {
		for i := range t.sparse {
			t.moveEmbedding(i, rate)
		}
	})
	run(func() {
		own := t.workers[0].grad.Params()
		other := t.workers[1].grad.Params()
		for i := depend.Tables; i < len(own); i++ {
			for j, v := range other[i].Data {
				own[i].Data[j] += v
			}
			clear(other[i].Data)
			t.adam.move(i, 0, len(own[i].Data), own[i].Data, rate)
		}
	})
	wg.Wait()
}

func (t *parserTrainer) moveEmbedding(i int, rate float32) {
	m, s, at := &t.net.Embed[i], t.sparse[i], t.net.Offset(i)
	for _, w := range t.workers {
		for j, rows := range w.lines {
			if rows[0] < 0 {
				continue
			}
			r := rows[i]
			if !s.seen[r] {
				s.seen[r] = true
				s.rows = append(s.rows, r)
			}
			g := w.input.grad(j)[at : at+m.Cols]
			d := s.grad[int(r)*m.Cols:][:m.Cols]
			for x, v := range g {
				d[x] += v
			}
		}
	}
	for _, r := range s.rows {
		from := int(r) * m.Cols
		t.adam.move(i, from, from+m.Cols, s.grad, rate)
		s.seen[r] = false
	}
	s.rows = s.rows[:0]
}

// knownLabels are the labels that the sentences show, by side.
func knownLabels(ss []*sentence) *[2][64]bool {
	known := &[2][64]bool{}
	for _, s := range ss {
		for d, h := range s.head {
			switch {
			case h < 0:
			case h > int32(d):
				known[0][s.rel[d]] = true
			default:
				known[1][s.rel[d]] = true
			}
		}
	}
	return known
}

// treeScore is how many heads and labels (without subtypes) are right.
type treeScore struct {
	words, heads, labels, full int
	upos, xpos                 int // by the net's own second opinion
	speed                      float64
}

func (s treeScore) String() string {
	p := func(n int) float64 { return 100 * float64(n) / float64(max(s.words, 1)) }
	return fmt.Sprintf("UAS %.2f LAS %.2f (with subtypes %.2f), second UPOS %.2f XPOS %.2f, %.0f words/s",
		p(s.heads), p(s.labels), p(s.full), p(s.upos), p(s.xpos), s.speed)
}

// scoreParser parses sentences with predicted tags.
func scoreParser(p *depend.Parser, ss []*sentence, table *form.Table) treeScore {
	var r treeScore
	var ws tag.Sentence
	var scratch depend.Scratch
	start := time.Now()
	for _, s := range ss {
		ws.Reset(len(s.words))
		copy(ws.Forms, s.gold.Forms)
		copy(ws.IDs, s.gold.IDs)
		copy(ws.UPOS, s.upos)
		copy(ws.XPOS, s.xpos)
		heads, rels := p.Parse(&ws, table, &scratch)
		r.count(s, heads, rels)
		p.Retag(&ws, &scratch)
		for i := range s.words {
			r.upos += int(flag(ws.UPOS[i] == s.gold.UPOS[i]))
			r.xpos += int(flag(ws.XPOS[i] == s.gold.XPOS[i]))
		}
	}
	r.speed = float64(r.words) / time.Since(start).Seconds()
	return r
}

func (r *treeScore) count(s *sentence, heads []int32, rels []uint8) {
	for i := range s.words {
		r.words++
		if heads[i] != s.head[i] {
			continue
		}
		r.heads++
		if universal[rels[i]] == universal[s.rel[i]] {
			r.labels++
		}
		if rels[i] == s.rel[i] {
			r.full++
		}
	}
}

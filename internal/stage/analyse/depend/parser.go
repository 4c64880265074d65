package depend

import (
	"chancery/internal/lanes"
	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/analyse/tag"
	"chancery/internal/syntax"
)

// Parser is a net made ready for use: products that many words share are
// worked out beforehand.
type Parser struct {
	net    *Net
	upos   []float32    // 18 × 3·window: what a tag adds to the window layer
	xpos   []float32    // xposRows × 3·window
	before []float32    // what the edge adds to the first word's window
	after  []float32    // and to the last word's
	labels [2][]uint8   // the labels that the net knows, by side
	label  [2][]float32 // hidden × labels, by side
	bias   [2][]float32 // of the labels
	tagOf  [18][]uint8  // specific tags that go with each universal one
	// Better says that Retag gives better tags than those the parser reads.
	Better bool
}

// Scratch is the working memory of one parser at work.
type Scratch struct {
	state   State
	vectors [][]float32 // by form: 3·window
	pool    []float32
	round   int
	x       []float32 // n × window
	gates   []float32 // n × 4·memory
	memory  []float32 // n × 2·memory
	token   []float32 // n × token
	slots   []float32 // n × Slots·hidden
	have    []uint16  // slots worked out, a bit each
	active  []uint16  // places of the token vectors that are not zero,
	amount  []float32 // and their values,
	from    []int32   // from here for each word
	nz      []uint16
	value   []float32
	hidden  []float32
	scores  []float32
}

// NewParser makes a net ready. A label row counts as known when known says so
// by side and relation.
func NewParser(n *Net, set *tag.Set, known *[2][rels]bool) *Parser {
	p := &Parser{net: n}
	w3 := 3 * n.Dims.Window
	project := func(m *Matrix, table int) []float32 {
		out := make([]float32, m.Rows*w3)
		for r := range m.Rows {
			n.project(out[r*w3:(r+1)*w3], m.Row(r), n.Offset(table))
		}
		return out
	}
	p.upos, p.xpos = project(&n.Embed[tableUPOS], tableUPOS), project(&n.Embed[tableXPOS], tableXPOS)
	edge := make([]float32, w3)
	n.project(edge, n.Edge.Data, 0)
	p.before, p.after = edge[:n.Dims.Window], edge[2*n.Dims.Window:]
	for side := range 2 {
		for r := range rels {
			if known[side][r] {
				p.labels[side] = append(p.labels[side], uint8(r))
			}
		}
		k := len(p.labels[side])
		p.label[side] = make([]float32, n.Dims.Hidden*k)
		for i, r := range p.labels[side] {
			for j, v := range n.Label.Row(side*rels + int(r)) {
				p.label[side][j*k+i] = v
			}
			p.bias[side] = append(p.bias[side], n.LabelB.Data[side*rels+int(r)])
		}
	}
	for u, of := range set.Of {
		for _, x := range of {
			p.tagOf[u] = append(p.tagOf[u], uint8(x))
		}
	}
	return p
}

// project adds to out (3·window) what a part of a token's vector gives in each
// of the three places of the window.
func (n *Net) project(out, part []float32, offset int) {
	w, in := n.Dims.Window, n.Input()
	for k := range 3 {
		o := out[k*w : (k+1)*w]
		for i, v := range part {
			if v != 0 {
				lanes.Axpy(o, v, n.Window.Row(k*in+offset+i))
			}
		}
	}
}

// vector gives the products of a form, worked out once.
func (p *Parser) vector(f *form.Form, id int32, w *Scratch) []float32 {
	if v := w.vectors[id]; v != nil {
		return v
	}
	w3 := 3 * p.net.Dims.Window
	if len(w.pool) < w3 {
		w.pool = make([]float32, 256*w3)
	}
	v := w.pool[:w3:w3]
	w.pool = w.pool[w3:]
	var rows [FormTables]int32
	p.net.FormRows(f, &rows)
	for t, r := range rows {
		p.net.project(v, p.net.Embed[t].Row(int(r)), p.net.Offset(t))
	}
	w.vectors[id] = v
	return v
}

// Parse gives heads (-1 for the root) and relations of a tagged sentence. The
// slices are the scratch's own and hold until its next use.
func (p *Parser) Parse(s *tag.Sentence, table *form.Table, w *Scratch) ([]int32, []uint8) {
	n := len(s.Forms)
	if n == 0 {
		return nil, nil
	}
	w.ready(p.net, n, table)
	p.windows(s, w)
	p.remember(n, w)
	p.tokens(n, w)
	st := &w.state
	st.Reset(n)
	for !st.Done() {
		p.step(s, st, w)
	}
	st.Rel[st.stack[0]] = uint8(syntax.Root)
	return st.Head, st.Rel
}

func (w *Scratch) ready(n *Net, words int, table *form.Table) {
	if w.round != table.Round {
		clear(w.vectors)
		w.vectors, w.pool, w.round = w.vectors[:0], nil, table.Round
	}
	for len(w.vectors) < len(table.Forms) {
		w.vectors = append(w.vectors, nil)
	}
	d := &n.Dims
	if len(w.have) < words {
		m := words + words/2
		w.x, w.gates = make([]float32, m*d.Window), make([]float32, m*4*d.Memory)
		w.memory, w.token = make([]float32, m*2*d.Memory), make([]float32, m*d.Token)
		w.slots, w.have = make([]float32, m*Slots*d.Hidden), make([]uint16, m)
		w.from = make([]int32, m+1)
	}
	if w.hidden == nil {
		w.hidden, w.scores = make([]float32, d.Hidden), make([]float32, rels+tagRows)
		w.nz = make([]uint16, 0, 1<<12)
		w.value = make([]float32, 0, 1<<12)
	}
	clear(w.have[:words])
}

// step takes the best legal step.
func (p *Parser) step(s *tag.Sentence, st *State, w *Scratch) {
	legal := st.Legal()
	if legal == 1<<Shift {
		st.Take(Shift, 0)
		return
	}
	h := p.look(s, st, w)
	best := p.choose(legal, h)
	if best == Shift {
		st.Take(Shift, 0)
		return
	}
	st.Take(best, p.name(int(best-Left), h, w))
}

// look works out the state layer.
func (p *Parser) look(s *tag.Sentence, st *State, w *Scratch) []float32 {
	var places [Slots]int32
	var rows [Discretes]int32
	st.Places(&places)
	st.Discrete(s.UPOS, &places, &rows)
	h := w.hidden
	copy(h, p.net.HiddenB.Data)
	var parts [Slots][]float32
	for k, word := range places {
		parts[k] = p.slot(word, k, w)
	}
	for k := 0; k+1 < Slots; k += 2 {
		lanes.Add2(h, parts[k], parts[k+1])
	}
	for k := 0; k+3 < Discretes; k += 4 {
		lanes.Add4(h, p.net.Discrete.Row(int(rows[k])), p.net.Discrete.Row(int(rows[k+1])),
			p.net.Discrete.Row(int(rows[k+2])), p.net.Discrete.Row(int(rows[k+3])))
	}
	lanes.Relu(h)
	return h
}

func (p *Parser) choose(legal uint8, h []float32) Step {
	if legal == 1<<Right {
		return Right
	}
	best, high, found := Shift, float32(0), false
	for t := range Step(Steps) {
		if legal&(1<<t) == 0 {
			continue
		}
		if v := lanes.Dot(h, p.net.Step.Row(int(t))) + p.net.StepB.Data[t]; !found || v > high {
			best, high, found = t, v, true
		}
	}
	return best
}

// name gives the best label of an arc.
func (p *Parser) name(side int, h []float32, w *Scratch) uint8 {
	scores := p.labelScores(side, h, w)
	best := 0
	for i, v := range scores {
		if v > scores[best] {
			best = i
		}
	}
	return p.labels[side][best]
}

func (p *Parser) labelScores(side int, h []float32, w *Scratch) []float32 {
	scores := w.scores[:len(p.bias[side])]
	copy(scores, p.bias[side])
	w.nz, w.value = nonzero(h, w.nz[:0], w.value[:0])
	lanes.Combine(scores, p.label[side], w.nz, w.value)
	return scores
}

package depend

import (
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
				axpy(o, v, n.Window.Row(k*in+offset+i))
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

// windows works out the first layer.
func (p *Parser) windows(s *tag.Sentence, w *Scratch) {
	n, k := len(s.Forms), p.net.Dims.Window
	for i := range s.Forms {
		p.vector(s.Forms[i], s.IDs[i], w)
	}
	for i := range n {
		x := w.x[i*k : (i+1)*k]
		copy(x, p.net.WindowB.Data)
		p.addPart(x, s, w, i, 1)
		if i > 0 {
			p.addPart(x, s, w, i-1, 0)
		} else {
			add(x, p.before)
		}
		if i+1 < n {
			p.addPart(x, s, w, i+1, 2)
		} else {
			add(x, p.after)
		}
		relu(x)
	}
}

func (p *Parser) addPart(x []float32, s *tag.Sentence, w *Scratch, i, place int) {
	k := len(x)
	w3, at := 3*k, place*k
	u, t := int(s.UPOS[i])*w3+at, int(s.XPOS[i])*w3+at
	add3(x, w.vectors[s.IDs[i]][at:at+k], p.upos[u:u+k], p.xpos[t:t+k])
}

// remember runs the recurrent layer in both directions.
func (p *Parser) remember(n int, w *Scratch) {
	d := &p.net.Dims
	m := d.Memory
	if m == 0 {
		return
	}
	for i := range n {
		g := w.gates[i*4*m : (i+1)*4*m]
		copy(g, p.net.MemoryB.Data)
		x := w.x[i*d.Window : (i+1)*d.Window]
		w.nz, w.value = nonzero(x, w.nz[:0], w.value[:0])
		combine(g, p.net.Memory.Data, w.nz, w.value)
	}
	for side := range 2 {
		var before []float32
		for k := range n {
			i := k
			if side == 1 {
				i = n - 1 - k
			}
			g := w.gates[i*4*m+side*2*m:][:2*m]
			h := w.memory[i*2*m+side*m:][:m]
			recur(h, before, g[:m], g[m:])
			before = h
		}
	}
}

// recur moves the memory towards the values, each as far as its gate opens.
func recur(h, before, gate, value []float32) {
	gate, value = gate[:len(h)], value[:len(h)]
	if before == nil {
		for j := range h {
			h[j] = Gate(gate[j]) * value[j]
		}
		return
	}
	before = before[:len(h)]
	for j := range h {
		b := before[j]
		h[j] = b + float32(Gate(gate[j])*(value[j]-b))
	}
}

// Gate squashes a number to between 0 and 1.
func Gate(a float32) float32 {
	q := a
	if q < 0 {
		q = -q
	}
	return 0.5 + float32(0.5*(a/(1+q)))
}

// tokens works out the token layer.
func (p *Parser) tokens(n int, w *Scratch) {
	d := &p.net.Dims
	w.active, w.amount, w.from[0] = w.active[:0], w.amount[:0], 0
	for i := range n {
		o := w.token[i*d.Token : (i+1)*d.Token]
		copy(o, p.net.TokenB.Data)
		x := w.x[i*d.Window : (i+1)*d.Window]
		w.nz, w.value = nonzero(x, w.nz[:0], w.value[:0])
		for j, v := range w.memory[i*2*d.Memory : (i+1)*2*d.Memory] {
			w.nz, w.value = append(w.nz, uint16(d.Window+j)), append(w.value, v)
		}
		combine(o, p.net.Token.Data, w.nz, w.value)
		relu(o)
		w.active, w.amount = nonzero(o, w.active, w.amount)
		w.from[i+1] = int32(len(w.active))
	}
}

// slot gives what a word adds to the state layer from a slot.
func (p *Parser) slot(word int32, k int, w *Scratch) []float32 {
	d := &p.net.Dims
	if word < 0 {
		return p.net.NoSlot.Row(k)
	}
	s := w.slots[(int(word)*Slots+k)*d.Hidden:][:d.Hidden]
	if w.have[word]&(1<<k) == 0 {
		w.have[word] |= 1 << k
		clear(s)
		from, to := w.from[word], w.from[word+1]
		combine(s, p.net.Slot.Data[k*d.Token*d.Hidden:(k+1)*d.Token*d.Hidden], w.active[from:to], w.amount[from:to])
	}
	return s
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
		add2(h, parts[k], parts[k+1])
	}
	for k := 0; k+3 < Discretes; k += 4 {
		add4(h, p.net.Discrete.Row(int(rows[k])), p.net.Discrete.Row(int(rows[k+1])),
			p.net.Discrete.Row(int(rows[k+2])), p.net.Discrete.Row(int(rows[k+3])))
	}
	relu(h)
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
		if v := dot(h, p.net.Step.Row(int(t))) + p.net.StepB.Data[t]; !found || v > high {
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
	combine(scores, p.label[side], w.nz, w.value)
	return scores
}

// Retag gives the tags that the net itself prefers for the sentence just
// parsed.
func (p *Parser) Retag(s *tag.Sentence, w *Scratch) {
	for i := range s.UPOS {
		p.setTags(s, i, p.tagScores(i, w))
	}
}

// tagScores scores the tags of word i, the universal ones first.
func (p *Parser) tagScores(i int, w *Scratch) []float32 {
	scores := w.scores[:tagRows]
	copy(scores, p.net.TagB.Data)
	from, to := w.from[i], w.from[i+1]
	combine(scores, p.net.Tag.Data, w.active[from:to], w.amount[from:to])
	return scores
}

// setTags gives word i the tags of the best scores; the specific one is among
// those that go with the universal one.
func (p *Parser) setTags(s *tag.Sentence, i int, scores []float32) {
	u := 1
	for k := 2; k < 18; k++ {
		if scores[k] > scores[u] {
			u = k
		}
	}
	s.UPOS[i] = uint8(u)
	best := float32(0)
	for k, x := range p.tagOf[u] {
		if v := scores[tagXPOS+int(x)]; k == 0 || v > best {
			s.XPOS[i], best = x, v
		}
	}
}

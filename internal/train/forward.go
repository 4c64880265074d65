package train

import (
	"chancery/internal/lanes"
	"chancery/internal/stage/analyse/depend"
	"chancery/internal/stage/analyse/form"
	"chancery/internal/train/vec"
)

// worker runs a part of a batch forwards and backwards, with gradients of its own.
type worker struct {
	net   *depend.Net
	turn  *turned
	grad  *depend.Net // of all but the embeddings
	c     *parserConfig
	rng   noise
	forms []form.Form
	freq  []float32 // of forms, by id

	batch  []*sentence
	start  []int // row of each sentence's first word
	rows   int   // words and edges
	formOf []int32
	lines  [][depend.Tables]int32 // rows of the embedding tables; -1 is an edge
	input  layer
	window layer // after ReLU and dropout
	gates  layer
	token  layer // after ReLU and dropout
	joint  layer // window and memory side by side
	slots  layer
	tags   layer
	shift  layer // gradient of three words' input side by side

	state   depend.State
	hidden  []float32
	dHidden []float32
	mask    []float32
	scores  [512]float32

	loss  float64
	terms float64
}

// layer is a matrix of values and of their gradients.
type layer struct {
	width   int
	v, g    []float32
	dropped []float32 // dropout factors
}

// ready makes room for n rows and clears the gradients.
func (l *layer) ready(n, width int) {
	l.width = width
	if len(l.v) < n*width {
		l.v, l.g, l.dropped = make([]float32, 2*n*width), make([]float32, 2*n*width), make([]float32, 2*n*width)
	}
	clear(l.g[:n*width])
}

func (l *layer) row(i int) []float32  { return l.v[i*l.width : (i+1)*l.width] }
func (l *layer) grad(i int) []float32 { return l.g[i*l.width : (i+1)*l.width] }

// turned holds the transposes that the way back needs.
type turned struct{ window, memory, token, slot, tag []float32 }

func (t *turned) fill(n *depend.Net) {
	turn := func(dst *[]float32, m *depend.Matrix) {
		if *dst == nil {
			*dst = make([]float32, len(m.Data))
		}
		vec.Transpose(*dst, m.Data, m.Rows, m.Cols)
	}
	turn(&t.window, &n.Window)
	turn(&t.memory, &n.Memory)
	turn(&t.token, &n.Token)
	turn(&t.slot, &n.Slot)
	turn(&t.tag, &n.Tag)
}

// noise is a small fast source of random numbers.
type noise uint64

func (s *noise) next() uint32 {
	x := uint64(*s)
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	*s = noise(x)
	return uint32(x >> 32)
}

// unit is between 0 and 1.
func (s *noise) unit() float32 { return float32(s.next()>>8) / (1 << 24) }

// drop fills factors: 0 with the given chance, else what keeps the mean.
func (s *noise) drop(factors []float32, chance float32) {
	keep, limit := 1/(1-chance), uint32(chance*(1<<16))
	for i := range factors {
		factors[i] = keep
		if s.next()>>16 < limit {
			factors[i] = 0
		}
	}
}

// place lays the batch's sentences out in rows, an edge around each.
func (w *worker) place() {
	w.start, w.formOf, w.lines = w.start[:0], w.formOf[:0], w.lines[:0]
	edge := [depend.Tables]int32{-1}
	w.lines, w.formOf = append(w.lines, edge), append(w.formOf, -1)
	for _, s := range w.batch {
		w.start = append(w.start, len(w.lines))
		for i, id := range s.gold.IDs {
			f := &w.forms[id]
			var rows [depend.Tables]int32
			var own [depend.FormTables]int32
			w.net.FormRows(f, &own)
			copy(rows[:], own[:])
			if w.rng.unit() < w.c.DropWord/(w.c.DropWord+w.freq[id]) {
				rows[0] = w.net.UnknownRow(f)
			}
			rows[depend.FormTables], rows[depend.FormTables+1] = int32(s.upos[i]), int32(s.xpos[i])
			w.lines, w.formOf = append(w.lines, rows), append(w.formOf, id)
		}
		w.lines, w.formOf = append(w.lines, edge), append(w.formOf, -1)
	}
	w.rows = len(w.lines)
}

// forward works out everything up to the slots.
func (w *worker) forward() {
	n, d := w.net, &w.net.Dims
	w.place()
	r, in := w.rows, d.Input()
	w.input.ready(r+2, in)
	w.rng.drop(w.input.dropped[:r*in], w.c.DropInput)
	for i, rows := range w.lines {
		w.embed(i, rows)
	}
	// Row i of the window layer reads input rows i-1 to i+1; the first and last
	// rows are edges and are left out.
	w.window.ready(r, d.Window)
	fillRows(w.window.v[d.Window:], n.WindowB.Data, r-2)
	vec.Multiply(w.window.v[d.Window:], d.Window, vec.Rows(w.input.v, in), n.Window.Data, d.Window, r-2, d.Window, 3*in)
	w.rng.drop(w.window.dropped[:r*d.Window], w.c.DropToken)
	squash(&w.window, r)

	m := d.Memory
	w.joint.ready(r, d.Window+2*m)
	for i := range r {
		copy(w.joint.row(i), w.window.row(i))
	}
	if m > 0 {
		w.gates.ready(r, 4*m)
		fillRows(w.gates.v, n.MemoryB.Data, r)
		vec.Multiply(w.gates.v, 4*m, vec.Rows(w.window.v, d.Window), n.Memory.Data, 4*m, r, 4*m, d.Window)
		w.scan(m)
	}
	w.token.ready(r, d.Token)
	fillRows(w.token.v, n.TokenB.Data, r)
	vec.Multiply(w.token.v, d.Token, vec.Rows(w.joint.v, w.joint.width), n.Token.Data, d.Token, r, d.Token, w.joint.width)
	w.rng.drop(w.token.dropped[:r*d.Token], w.c.DropToken)
	squash(&w.token, r)

	wide := depend.Slots * d.Hidden
	w.slots.ready(r, wide)
	clear(w.slots.v[:r*wide])
	for k := range depend.Slots {
		vec.Multiply(w.slots.v[k*d.Hidden:], wide, vec.Rows(w.token.v, d.Token),
			n.Slot.Data[k*d.Token*d.Hidden:], d.Hidden, r, d.Hidden, d.Token)
	}
}

func (w *worker) embed(i int, rows [depend.Tables]int32) {
	row := w.input.row(i)
	if rows[0] < 0 {
		copy(row, w.net.Edge.Data)
		return
	}
	at, drop := 0, w.input.dropped[i*w.input.width:]
	for t := range w.net.Embed {
		for _, v := range w.net.Embed[t].Row(int(rows[t])) {
			row[at] = v * drop[at]
			at++
		}
	}
}

func fillRows(v, bias []float32, n int) {
	for i := range n {
		copy(v[i*len(bias):], bias)
	}
}

// squash applies ReLU and the dropout factors; a dropped or squashed value
// gets the factor 0, so that the way back needs the factors alone.
func squash(l *layer, n int) {
	for i, v := range l.v[:n*l.width] {
		if v <= 0 {
			l.dropped[i] = 0
		}
		l.v[i] = v * l.dropped[i]
	}
}

// scan runs the recurrence over each sentence, into the joint layer.
func (w *worker) scan(m int) {
	at := w.net.Dims.Window
	for k, s := range w.batch {
		n := len(s.words)
		for side := range 2 {
			var before []float32
			for j := range n {
				i := w.start[k] + j
				if side == 1 {
					i = w.start[k] + n - 1 - j
				}
				g := w.gates.row(i)[side*2*m:]
				h := w.joint.row(i)[at+side*m : at+(side+1)*m]
				for x := range h {
					b := float32(0)
					if before != nil {
						b = before[x]
					}
					h[x] = b + lanes.Gate(g[x])*(g[m+x]-b)
				}
				before = h
			}
		}
	}
}

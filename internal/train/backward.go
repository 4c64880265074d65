package train

import (
	"chancery/internal/stage/analyse/depend"
	"chancery/internal/train/vec"
)

// backward carries the gradients of slots and tags back to the input.
func (w *worker) backward() {
	n, g, d, r := w.net, w.grad, &w.net.Dims, w.rows
	wide := depend.Slots * d.Hidden
	for k := range depend.Slots {
		at := k * d.Token * d.Hidden
		vec.Multiply(g.Slot.Data[at:], d.Hidden, vec.Turned(w.token.v, d.Token), w.slots.g[k*d.Hidden:], wide, d.Token, d.Hidden, r)
	}
	// The transposed slot matrix is hidden × Slots·token.
	for k := range depend.Slots {
		vec.Multiply(w.token.g, d.Token, vec.View{Data: w.slots.g[k*d.Hidden:], Row: wide, Col: 1},
			w.turn.slot[k*d.Token:], depend.Slots*d.Token, r, d.Token, d.Hidden)
	}
	if w.c.TagWeight > 0 {
		vec.Multiply(g.Tag.Data, n.Tag.Cols, vec.Turned(w.token.v, d.Token), w.tags.g, n.Tag.Cols, d.Token, n.Tag.Cols, r)
		sumRows(g.TagB.Data, w.tags.g, r)
		vec.Multiply(w.token.g, d.Token, vec.Rows(w.tags.g, n.Tag.Cols), w.turn.tag, d.Token, r, d.Token, n.Tag.Cols)
	}
	damp(&w.token, r)
	sumRows(g.TokenB.Data, w.token.g, r)
	vec.Multiply(g.Token.Data, d.Token, vec.Turned(w.joint.v, w.joint.width), w.token.g, d.Token, w.joint.width, d.Token, r)
	vec.Multiply(w.joint.g, w.joint.width, vec.Rows(w.token.g, d.Token), w.turn.token, w.joint.width, r, w.joint.width, d.Token)
	for i := range r {
		copy(w.window.grad(i), w.joint.grad(i)[:d.Window])
	}
	if m := d.Memory; m > 0 {
		w.unscan(m)
		sumRows(g.MemoryB.Data, w.gates.g, r)
		vec.Multiply(g.Memory.Data, 4*m, vec.Turned(w.window.v, d.Window), w.gates.g, 4*m, d.Window, 4*m, r)
		vec.Multiply(w.window.g, d.Window, vec.Rows(w.gates.g, 4*m), w.turn.memory, d.Window, r, d.Window, 4*m)
	}
	damp(&w.window, r)
	w.backInput()
}

// backInput carries the window layer's gradient back to the input rows.
func (w *worker) backInput() {
	g, d, r := w.grad, &w.net.Dims, w.rows
	in := d.Input()
	dw := w.window.g[d.Window:]
	sumRows(g.WindowB.Data, dw, r-2)
	vec.Multiply(g.Window.Data, d.Window, vec.Turned(w.input.v, in), dw, d.Window, 3*in, d.Window, r-2)
	w.shift.ready(r, 3*in)
	vec.Multiply(w.shift.g, 3*in, vec.Rows(dw, d.Window), w.turn.window, 3*in, r-2, 3*in, d.Window)
	for i := range r - 2 {
		s := w.shift.grad(i)
		for k := range 3 {
			vec.Axpy(w.input.grad(i+k), 1, s[k*in:(k+1)*in])
		}
	}
	for i, rows := range w.lines {
		gr := w.input.grad(i)
		if rows[0] < 0 {
			vec.Axpy(g.Edge.Data, 1, gr)
			continue
		}
		for j, f := range w.input.dropped[i*in : (i+1)*in] {
			gr[j] *= f
		}
	}
}

func damp(l *layer, n int) {
	for i, f := range l.dropped[:n*l.width] {
		l.g[i] *= f
	}
}

func sumRows(dst, g []float32, n int) {
	for i := range n {
		vec.Axpy(dst, 1, g[i*len(dst):(i+1)*len(dst)])
	}
}

// unscan carries the recurrence's gradient back through each sentence.
func (w *worker) unscan(m int) {
	at := w.net.Dims.Window
	carry := make([]float32, m)
	for k, s := range w.batch {
		n := len(s.words)
		for side := range 2 {
			clear(carry)
			for j := n - 1; j >= 0; j-- {
				i, before := w.start[k]+j, w.start[k]+j-1
				if side == 1 {
					i, before = w.start[k]+n-1-j, w.start[k]+n-j
				}
				var prev []float32
				if j > 0 {
					prev = w.joint.row(before)[at+side*m:]
				}
				w.unrecur(carry, w.joint.grad(i)[at+side*m:], prev, w.gates.row(i)[side*2*m:], w.gates.grad(i)[side*2*m:], m)
			}
		}
	}
}

// unrecur is one step back: carry holds the gradient that comes from later words.
func (w *worker) unrecur(carry, g, prev, gate, dGate []float32, m int) {
	for x := range m {
		dh := carry[x] + g[x]
		a := gate[x]
		q := a
		if q < 0 {
			q = -q
		}
		q = 1 / (1 + q)
		z := 0.5 + 0.5*a*q
		b := float32(0)
		if prev != nil {
			b = prev[x]
		}
		dGate[x] = dh * (gate[m+x] - b) * 0.5 * q * q
		dGate[m+x] = dh * z
		carry[x] = dh * (1 - z)
	}
}

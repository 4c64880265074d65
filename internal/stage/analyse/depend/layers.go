package depend

import (
	"chancery/internal/lanes"
	"chancery/internal/stage/analyse/tag"
)

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
			lanes.Add(x, p.before)
		}
		if i+1 < n {
			p.addPart(x, s, w, i+1, 2)
		} else {
			lanes.Add(x, p.after)
		}
		lanes.Relu(x)
	}
}

func (p *Parser) addPart(x []float32, s *tag.Sentence, w *Scratch, i, place int) {
	k := len(x)
	w3, at := 3*k, place*k
	u, t := int(s.UPOS[i])*w3+at, int(s.XPOS[i])*w3+at
	lanes.Add3(x, w.vectors[s.IDs[i]][at:at+k], p.upos[u:u+k], p.xpos[t:t+k])
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
		lanes.Combine(g, p.net.Memory.Data, w.nz, w.value)
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
			h[j] = lanes.Gate(gate[j]) * value[j]
		}
		return
	}
	lanes.Recur(h, before, gate, value)
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
		lanes.Combine(o, p.net.Token.Data, w.nz, w.value)
		lanes.Relu(o)
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
		lanes.Combine(s, p.net.Slot.Data[k*d.Token*d.Hidden:(k+1)*d.Token*d.Hidden], w.active[from:to], w.amount[from:to])
	}
	return s
}

package depend

// Slots is the number of places of the state whose word vectors the net reads.
const Slots = 10

// Places gives the words in the slots, -1 where there is none.
func (s *State) Places(p *[Slots]int32) {
	for i := range p {
		p[i] = -1
	}
	n := len(s.stack)
	if n > 0 {
		top := s.stack[n-1]
		p[0], p[6], p[7] = top, s.left[top], s.right[top]
	}
	if n > 1 {
		p[1] = s.stack[n-2]
		p[9] = s.right[p[1]]
	}
	if n > 2 {
		p[2] = s.stack[n-3]
	}
	for i := range int32(3) {
		if s.next+i < int32(len(s.Head)) {
			p[3+i] = s.next + i
		}
	}
	if p[3] >= 0 {
		p[8] = s.left[p[3]]
	}
}

// The discrete features: each has a table of rows of its own.
const (
	relCount = 64
	posCount = 18
	tail     = 8
)

var sizes = [...]int{relCount, relCount, relCount, relCount, relCount, 16, 16, tail, tail, tail, tail, tail, tail,
	posCount * posCount, posCount * posCount, posCount * posCount}

// Discretes is the number of discrete features.
const Discretes = len(sizes)

// DiscreteRows is the number of rows of their tables together.
func DiscreteRows() int {
	n := 0
	for _, s := range sizes {
		n += s
	}
	return n
}

// Discrete gives the row of each discrete feature.
func (s *State) Discrete(upos []uint8, p *[Slots]int32, d *[Discretes]int32) {
	rel := func(w int32) int32 {
		if w < 0 {
			return 0
		}
		return int32(s.Rel[w])
	}
	pos := func(w int32) int32 {
		if w < 0 {
			return 0
		}
		return int32(upos[w])
	}
	d[0], d[1], d[2], d[3], d[4] = rel(p[6]), rel(p[7]), rel(p[9]), rel(p[8]), 0
	if p[1] >= 0 {
		d[4] = rel(s.left[p[1]])
	}
	d[5], d[6] = distance(p[0], p[3]), distance(p[1], p[0])
	for i := 7; i < 13; i++ {
		d[i] = 0
	}
	if w := p[0]; w >= 0 {
		d[7], d[8] = min(int32(s.nLeft[w]), tail-1), min(int32(s.nRight[w]), tail-1)
	}
	if w := p[1]; w >= 0 {
		d[9] = min(int32(s.nRight[w]), tail-1)
	}
	if w := p[3]; w >= 0 {
		d[10] = min(int32(s.nLeft[w]), tail-1)
	}
	d[11] = min(int32(len(s.stack)), tail-1)
	d[12] = min(int32(len(s.Head))-s.next, tail-1)
	d[13] = pos(p[0])*posCount + pos(p[3])
	d[14] = pos(p[1])*posCount + pos(p[0])
	d[15] = pos(p[3])*posCount + pos(p[4])
	base := int32(0)
	for i, n := range sizes {
		d[i] += base
		base += int32(n)
	}
}

// distance is a bucket for how far b stands after a, 0 where one is missing.
func distance(a, b int32) int32 {
	if a < 0 || b < 0 {
		return 0
	}
	switch d := b - a; {
	case d < 8:
		return d
	case d < 12:
		return 8
	case d < 18:
		return 9
	case d < 30:
		return 10
	}
	return 11
}

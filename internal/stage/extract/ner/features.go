package ner

import "chancery/internal/linear"

// at is the word k places from i in the sentence that is looked at.
func (p *Page) at(i int32) *word {
	if i < p.lo || i >= p.hi {
		return &edge
	}
	return &p.words[i]
}

func bit(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// collector gathers hashed features, each under its own template number.
type collector struct {
	dst      []uint32
	template uint32
}

func (c *collector) add(values ...uint32) {
	for _, v := range values {
		c.dst = append(c.dst, linear.Hash(c.template, v))
		c.template++
	}
}

// when is add for a feature that is told only when it holds.
func (c *collector) when(holds bool, v uint32) {
	if holds {
		c.dst = append(c.dst, linear.Hash(c.template, v))
	}
	c.template++
}

// Features appends the features of an open word.
func (p *Page) Features(i int32, dst []uint32) []uint32 {
	s := &p.doc.Sentences[p.doc.Words[i].Sent]
	p.lo, p.hi = s.First, s.End
	c := collector{dst: dst}
	p.self(&c, i)
	p.around(&c, i)
	p.inRun(&c, i)
	p.inTree(&c, i)
	return c.dst
}

// self is what the word shows by itself.
func (p *Page) self(c *collector, i int32) {
	w := &p.words[i]
	j := linear.Join
	start := bit(w.start)
	c.add(0, w.key, w.shape, j(w.shape, start), w.pre[0], w.pre[1], w.pre[2], w.pre[3],
		w.suf[0], w.suf[1], w.suf[2], w.suf[3], j(w.suf[2], w.shape), w.class, j(w.class, w.shape),
		w.upos, w.tag, j(w.tag, w.shape), j(w.seen, j(w.shape, start)), j(w.key, w.shape))
	c.when(w.known != 0, j(w.known, w.part))
	c.when(w.known != 0, j(j(w.known, w.part), w.upos))
	c.when(w.given != 0, w.given)
	c.when(w.title != 0, j(w.title, bit(w.capital)))
	c.when(w.quoted, w.shape)
	c.when(w.small != 0, j(w.small, w.smallPart))
	c.when(w.small != 0, j(j(w.small, w.smallPart), w.tag))
	c.when(w.surname, w.shape)
	c.when(w.surname, w.tag)
}

// around is what the neighbours show.
func (p *Page) around(c *collector, i int32) {
	j := linear.Join
	w, a, b, a2, b2 := &p.words[i], p.at(i-1), p.at(i+1), p.at(i-2), p.at(i+2)
	c.add(a.key, b.key, a2.key, b2.key, j(a.key, w.key), j(w.key, b.key), j(a.key, b.key), j(a2.key, a.key), j(b.key, b2.key),
		a.shape, b.shape, j(a.shape, w.shape), j(w.shape, b.shape), j(a.shape, j(w.shape, b.shape)), j(a2.shape, j(a.shape, w.shape)),
		a.tag, b.tag, j(a.tag, w.tag), j(w.tag, b.tag), j(a.tag, j(w.tag, b.tag)), j(a.upos, b.upos),
		a.suf[2], b.suf[2], a.class, b.class, j(a.class, w.class), j(w.class, b.class), j(a.key, w.shape), j(b.key, w.shape))
	c.when(a.known != 0, j(a.known, a.part))
	c.when(b.known != 0, j(b.known, b.part))
	c.when(a.given != 0, j(a.given, w.shape))
	c.when(b.given != 0, j(b.given, w.shape))
	c.when(a.title != 0, j(j(a.title, bit(a.capital)), w.shape))
	c.when(b.title != 0, j(j(b.title, bit(b.capital)), w.shape))
	c.when(w.given|b.given != 0, j(w.given, j(b.given, b.shape)))
	c.when(a.given != 0, j(a.given, j(w.tag, b.shape)))
	c.when(w.surname && a.given != 0, w.shape)
	c.when(b.surname && w.given != 0, b.shape)
	c.when(b.surname, j(w.shape, b.shape))
	c.when(w.small != 0, j(w.small, a.key))
}

// inRun is what the run of capitals and the words at its borders show.
func (p *Page) inRun(c *collector, i int32) {
	w := &p.words[i]
	if w.runHi <= w.runLo {
		c.template += 10
		return
	}
	j := linear.Join
	long, place := uint32(min(w.runHi-w.runLo, 6)), uint32(min(i-w.runLo, 4))
	before, after := p.at(w.runLo-1), p.at(w.runHi)
	first, last := &p.words[w.runLo], &p.words[w.runHi-1]
	c.add(j(long, place), j(long, bit(first.start)), j(before.key, 1), j(after.key, 2), j(j(before.key, after.key), 3),
		j(last.key, 4), j(first.key, 5), j(last.suf[2], long), j(before.class, long), j(after.class, long))
}

// inTree is what the tree shows.
func (p *Page) inTree(c *collector, i int32) {
	w, d := &p.words[i], &p.doc.Words[i]
	head := edge.key
	if d.Head >= 0 {
		head = p.words[d.Head].key
	}
	c.add(linear.Join(w.rel, w.shape), linear.Join(head, w.rel))
}

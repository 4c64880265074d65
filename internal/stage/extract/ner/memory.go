package ner

import "chancery/internal/linear"

// Memory counts how the words of a page were named, so that a name told
// clearly in one place helps where it is not.
type Memory struct {
	keys   []uint32
	counts [][tallies]uint16
	mask   uint32
}

// What is counted of a word: its classes, that it had none though written with
// a capital, and that it ended or began a person's name of several words.
const (
	tallyOut     = classes
	tallySurname = classes + 1
	tallyGiven   = classes + 2
	tallies      = classes + 3
)

const templateMemory = 200

func (m *Memory) at(key uint32) uint32 {
	at := key * 0x9E3779B1 >> 8 & m.mask
	for m.keys[at] != 0 && m.keys[at] != key {
		at = (at + 1) & m.mask
	}
	return at
}

// Learn counts the labels of a page. It says whether any word was named at all.
func (m *Memory) Learn(p *Page, labels []Label) bool {
	size, any := 64, false
	for size < 2*len(labels) {
		size *= 2
	}
	m.keys, m.counts = grow(m.keys, size), grow(m.counts, size)
	clear(m.keys)
	clear(m.counts)
	m.mask = uint32(size - 1)
	for i, l := range labels {
		if !p.words[i].capital || !p.open[i] {
			continue
		}
		at := m.at(p.words[i].key)
		m.keys[at] = p.words[i].key
		own := tallyOf(l, p.words[i].start)
		for k := range own {
			m.counts[at][k] += own[k]
		}
		any = any || l != Out
	}
	return any
}

// tallyOf is what one occurrence adds.
func tallyOf(l Label, start bool) (t [tallies]uint16) {
	if l == Out {
		if !start {
			t[tallyOut] = 1
		}
		return t
	}
	t[l.Class()] = 1
	if l.Class() == Person {
		switch l.Part() {
		case First:
			t[tallyGiven] = 1
		case Last:
			t[tallySurname] = 1
		}
	}
	return t
}

// Features appends what the page tells of word i elsewhere; nothing when it
// stands nowhere else.
func (m *Memory) Features(p *Page, i int32, l Label, dst []uint32) []uint32 {
	w := &p.words[i]
	if !w.capital {
		return dst
	}
	t, own, total := m.counts[m.at(w.key)], tallyOf(l, w.start), uint16(0)
	for k := range t {
		t[k] -= min(t[k], own[k])
	}
	best := 0
	for k := range tallyOut + 1 {
		total += t[k]
		if t[k] > t[best] {
			best = k
		}
	}
	if total == 0 {
		return dst
	}
	j := linear.Join
	share := uint32(t[best] * 4 / total)
	b, much := uint32(best), uint32(min(total, 4))
	long := uint32(min(w.runHi-w.runLo, 3))
	c := collector{dst: dst, template: templateMemory}
	c.add(j(b, share), j(j(b, share), much), j(b, uint32(l)), j(b, j(share, long)), j(uint32(l), j(b, bit(w.start))))
	c.when(t[tallySurname] > 0, j(long, uint32(min(i-w.runLo, 3))))
	c.when(t[tallyGiven] > 0, j(long, uint32(min(i-w.runLo, 3))))
	return c.dst
}

package extract

import (
	"slices"

	"chancery/internal/syntax"
	"chancery/record"
)

// bind hangs a name of a place as one phrase behind its preposition, where the tree
// gives that to one word and something else to another: "met in Dar es Salaam" with
// "es" for an object.
func (n *names) bind() {
	words := n.pairs()
	for k := range n.mentions {
		m := &n.mentions[k]
		if m.hi-m.lo < 2 || m.lo == 0 || n.entities[m.ents[0]].kind != record.Place {
			continue
		}
		inside := func(i int32) bool { return m.lo <= i && i < m.hi }
		by := n.Words[m.lo-1].Head // the word of the name that has the preposition
		if base(n.Words[m.lo-1].Rel) != syntax.Case || !inside(by) || by == m.head {
			continue
		}
		if words == nil {
			words = slices.Clone(n.Words)
		}
		if v := n.Words[by].Head; !inside(v) {
			words[m.head].Head, words[m.head].Rel = v, n.Words[by].Rel
		} else if v := n.Words[m.head].Head; v >= 0 && n.verbal(v) {
			words[m.head].Rel = syntax.Obl
		} else {
			words[m.head].Rel = syntax.Nmod
		}
		words[m.lo-1].Head = m.head
		for i := m.lo; i < m.hi; i++ {
			if i != m.head && (i == by || !inside(n.Words[i].Head)) {
				words[i].Head, words[i].Rel = m.head, syntax.Flat
			}
		}
	}
	if words != nil {
		bound := *n.Doc
		bound.Words = words
		n.tree = newTree(&bound)
	}
}

// pairs coordinates two persons with "and" and at most a title between them, whom the
// tree takes for one name: "meeting Manele and Police Minister Tanangada". nil when
// all is well, else the words with them mended.
func (n *names) pairs() (words []syntax.Word) {
	last := int32(-1) // the person named before
	for i := range n.Words {
		k := n.heads[i]
		if k < 0 || !n.isPerson(k) {
			continue
		}
		j := last
		last = k
		if j < 0 || !n.andBetween(&n.mentions[j], &n.mentions[k]) {
			continue
		}
		a, b := n.mentions[j].head, n.mentions[k].head
		switch {
		case n.gluedTo(b, &n.mentions[j]):
		case n.gluedTo(a, &n.mentions[k]):
		default:
			continue
		}
		if words == nil {
			words = slices.Clone(n.Words)
		}
		if n.gluedTo(a, &n.mentions[k]) {
			words[a].Head, words[a].Rel = words[b].Head, words[b].Rel
		}
		words[b].Head, words[b].Rel = a, syntax.Conj
	}
	return words
}

// gluedTo says whether a name hangs on a word of another as if it were a part of it.
func (n *names) gluedTo(i int32, m *mention) bool {
	h := n.Words[i].Head
	switch base(n.Words[i].Rel) {
	case syntax.Flat, syntax.Compound, syntax.Appos:
		return m.lo <= h && h < m.hi
	}
	return false
}

// andBetween says whether nothing but "and" and a title stand between two names.
func (n *names) andBetween(a, b *mention) bool {
	if b.lo <= a.hi || b.lo-a.hi > 6 || n.Words[a.hi].Norm != "and" || n.Words[a.lo].Sent != n.Words[b.lo].Sent {
		return false
	}
	for i := a.hi + 1; i < b.lo; i++ {
		if !n.nominal(i) && n.Words[i].UPOS != syntax.ADJ {
			return false
		}
	}
	return true
}

package extract

import (
	"chancery/internal/registry"
)

// organAt looks for a kind of organ that begins at word i: "ministry of justice",
// "prosecutor general's office". It gives the number of its words, 0 for none.
func (p *page) organAt(i, end int32) (*registry.OrganKind, int32) {
	var buf [6]string
	k := 0
	for j := i; j < end && k < len(buf); j++ {
		buf[k] = p.Words[j].Norm
		k++
	}
	o, n := p.reg.OrganKind(buf[:k])
	return o, int32(n)
}

// organIn gives the kind of organ that ends a name, or begins it before "of", as
// in "Zambian Ministry of Justice" and "Supreme Court of Chile"; nil for none.
func (n *names) organIn(lo, hi int32) *registry.OrganKind {
	for i := lo; i < hi; i++ {
		o, taken := n.organAt(i, hi)
		if taken == 0 {
			continue
		}
		end := i + taken
		if end == hi || n.Words[end].Norm == "of" || n.Words[end].Norm == "(" {
			return o
		}
		i = end - 1
	}
	return nil
}

// organNominal enters an organ in small letters, "Kenya's central bank", and
// gives the word behind it; i when there is none.
func (p *page) organNominal(i, end int32) int32 {
	o, taken := p.organAt(i, end)
	if taken == 0 || p.cover[i] >= 0 {
		return i
	}
	hi := i + taken
	head := p.headOf(i, hi)
	if a, ok := p.lex.Agent(p.Words[head].Norm); ok && a.Sector == o.Sectors[0] {
		return i // its noun alone tells as much
	}
	if !p.nounLike(head) || p.heads[head] >= 0 || p.beforeName(hi) {
		return i
	}
	for j := i; j < hi; j++ {
		if p.cover[j] >= 0 {
			return i
		}
	}
	k := p.addNominal(i, hi, head, nil, o.Sectors[0])
	p.mentions[k].organ = true
	return hi
}

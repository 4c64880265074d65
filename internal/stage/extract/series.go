package extract

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// findSeries finds numbered meetings: "the 11th International Meeting of …",
// "the eighth round of talks", and gives each a forum with its edition.
func (p *page) findSeries() {
	for s := range p.Sentences {
		sent := &p.Sentences[s]
		for i := sent.First; i < sent.End; i++ {
			if p.timed[i] >= 0 || p.Words[i].UPOS == syntax.PUNCT {
				continue
			}
			n, ok := p.grammar.Ordinal(p.Text, p.Words[i:min(sent.End, i+3)])
			if v := roman(p.Form(i)); !ok && v > 0 && i+1 < sent.End && startsUpper(p.Form(i+1)) {
				p.romanNumbered(i, v, sent)
			}
			if !ok || n.Value < 1 || n.Value > 999 {
				continue
			}
			p.numbered(i, i+int32(n.Words), int(n.Value), sent)
			i += int32(n.Words) - 1 // the third of "twenty-third" is no number of its own
		}
	}
}

// romanNumbered enters the meeting that a Roman numeral at word i numbers: "the
// XV BRICS Summit". A numeral that was taken into the name is cut off.
func (p *page) romanNumbered(i int32, edition int, sent *syntax.Sentence) {
	k := p.cover[i]
	if k < 0 {
		p.numbered(i, i+1, edition, sent)
		return
	}
	m := &p.mentions[k]
	e := &p.entities[m.ents[0]]
	if m.lo != i || m.hi == i+1 || e.key != "" || !p.words.is("forum_head", p.Words[m.hi-1].Norm) {
		return
	}
	p.cover[i], m.lo = -1, i+1
	e.kind, e.name = record.Forum, p.plainText(m.lo, m.hi)
	p.setEdition(k, edition)
}

// roman is the value of a Roman numeral of two letters or more below a hundred,
// 0 for other words.
func roman(s string) int {
	if len(s) < 2 || len(s) > 8 {
		return 0
	}
	value, last := 0, 0
	for i := len(s) - 1; i >= 0; i-- {
		v := 0
		switch s[i] {
		case 'I':
			v = 1
		case 'V':
			v = 5
		case 'X':
			v = 10
		case 'L':
			v = 50
		default:
			return 0
		}
		if v < last {
			value -= v
		} else {
			value, last = value+v, v
		}
	}
	return value
}

// numbered enters the meeting that an ordinal before word i numbers.
func (p *page) numbered(ordinal, i int32, edition int, sent *syntax.Sentence) {
	for j := i; j < sent.End && j < i+10; j++ {
		w := &p.Words[j]
		if k := p.cover[j]; k >= 0 {
			m := &p.mentions[k]
			e := &p.entities[m.ents[0]]
			if e.kind == record.Forum && m.lo >= i {
				p.setEdition(k, edition)
				return
			}
			if e.kind == record.Agreement || e.kind == record.Person {
				return
			}
		}
		if p.words.is("series_head", w.Norm) {
			p.seriesNoun(i, j, edition, sent)
			return
		}
		switch w.UPOS {
		case syntax.ADJ, syntax.NOUN, syntax.PROPN:
		case syntax.PUNCT:
			if !isHyphen(w.Norm) {
				return
			}
		default:
			return
		}
	}
}

// setEdition gives the forum of a mention its number; another edition of the
// same forum is another entity.
func (p *page) setEdition(k int32, edition int) {
	m := &p.mentions[k]
	e := p.entities[m.ents[0]]
	if e.edition == 0 {
		p.entities[m.ents[0]].edition = edition
		return
	}
	if e.edition != edition {
		e.edition = edition
		m.ents = []int32{p.addEntity(e)}
	}
}

// seriesNoun enters "8th meeting of the … mechanism": a forum named by its
// complement when that has a name, else by the phrase itself.
func (p *page) seriesNoun(lo, noun int32, edition int, sent *syntax.Sentence) {
	hi := noun + 1
	if hi+1 < sent.End && (p.Words[hi].Norm == "of" || p.Words[hi].Norm == "between") {
		if c := p.complementOf(noun, hi, sent); c > hi {
			hi = c
		}
	}
	name := p.plainText(lo, hi)
	e := entity{kind: record.Forum, name: name, named: true, edition: edition, state: -1}
	for i := noun + 1; i < hi; i++ { // the forum that the series belongs to
		if k := p.cover[i]; k >= 0 && p.entities[p.mentions[k].ents[0]].kind == record.Forum {
			e.key = p.entities[p.mentions[k].ents[0]].key
			e.code = p.entities[p.mentions[k].ents[0]].code
		}
	}
	if o := p.seriesOwner(noun); o >= 0 && e.key == "" {
		e.key, e.code = p.entities[o].key, p.entities[o].code
	}
	k := p.addEntity(e)
	p.mentions = append(p.mentions, mention{lo: lo, hi: hi, head: noun, form: record.Name, ents: []int32{k}})
	p.heads[noun] = int32(len(p.mentions) - 1)
}

// seriesOwner is the forum whose meeting a noun is: "the Gas Forum's ninth
// meeting", "the Gas Forum, whose ninth meeting"; -1 for none.
func (p *page) seriesOwner(noun int32) int32 {
	i := p.child(noun, syntax.NmodPoss)
	if i >= 0 && p.Words[i].Norm == "whose" {
		if i--; i >= 0 && p.Words[i].Norm == "," {
			i--
		}
	}
	if i < 0 || p.Words[i].Sent != p.Words[noun].Sent || p.cover[i] < 0 {
		return -1
	}
	if ents := p.mentions[p.cover[i]].ents; len(ents) == 1 && p.entities[ents[0]].kind == record.Forum {
		return ents[0]
	}
	return -1
}

// complementOf is the end of the phrase after "of" that names a mechanism.
func (p *page) complementOf(noun, of int32, sent *syntax.Sentence) int32 {
	for _, c := range p.children(noun) {
		if c > of && base(p.Words[c].Rel) == syntax.Nmod && (p.caseOf(c) == "of" || p.caseOf(c) == "between") {
			_, hi := p.extent(c)
			end := of
			for j := of; j < hi && j < sent.End; j++ {
				if n := p.Words[j].Norm; n == "," || n == "in" || n == "on" || n == "at" || p.Words[j].UPOS == syntax.VERB && p.Words[j].Rel != syntax.Amod && p.Words[j].Rel != syntax.Compound {
					break
				}
				end = j + 1
			}
			return end
		}
	}
	return of
}

package extract

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// sharedTitle links each person of a list with the title before it:
// "Presidents X of A and Y of B", "two senators, X and Y". It is false when no
// list follows.
func (p *page) sharedTitle(k int32) bool {
	m := &p.mentions[k]
	end := p.sentenceOf(m.lo).End
	from := m.hi
	if from+1 < end && p.Words[from].Norm == "," && p.titleNoun(m) && p.listAhead(from+1, end) {
		from++
	} else if m.office == nil {
		return false
	}
	if !p.beforeName(from) {
		return false
	}
	for i := from; i < end; {
		if at := p.namedPerson(i); at >= 0 {
			p.addPost(p.mentions[at].ents[0], k, at, false)
			i = p.mentions[at].hi
			continue
		}
		switch n := p.Words[i].Norm; {
		case n == "," || n == "and" || n == "of" || p.cover[i] >= 0:
			i++
		default:
			return true
		}
	}
	return true
}

// listAhead says whether two names of persons with "and" between them, or with
// commas before it, stand from word i on, and nothing else but where they are from.
func (p *page) listAhead(i, end int32) bool {
	persons, and := 0, false
	for ; i < end; i++ {
		if at := p.namedPerson(i); at >= 0 {
			i = p.mentions[at].hi - 1
			if persons++; and {
				return persons > 1
			}
			continue
		}
		switch n := p.Words[i].Norm; {
		case n == "and":
			and = true
		case n == "," || n == "of" || p.cover[i] >= 0:
		default:
			return false
		}
	}
	return false
}

// oneOf finds the name in "Name, one of the president's aides"; -1 for none.
func (p *page) oneOf(m *mention) int32 {
	lo := p.phraseStart(m)
	s := p.sentenceOf(m.lo)
	for n := 0; lo-4 >= s.First && n < 6; n++ { // back over a possessor that is a name
		if p.Words[lo-1].Norm == "of" && p.Words[lo-2].Norm == "one" {
			if p.Words[lo-3].Norm == "," && p.titleNoun(m) {
				return p.namedPerson(lo - 4)
			}
			return -1
		}
		if p.cover[lo-1] < 0 && p.heads[lo-1] < 0 && p.Words[lo-1].UPOS != syntax.PART && p.Words[lo-1].UPOS != syntax.DET {
			return -1
		}
		lo--
	}
	return -1
}

// beforeOtherTitle finds the name of a person whose title directly before the
// name follows this one: "party leader and Prime Minister X", "chairperson
// President X". A title with an article is somebody else's.
func (p *page) beforeOtherTitle(m *mention) int32 {
	end := p.sentenceOf(m.head).End
	i := m.hi
	if i >= end {
		return -1
	}
	if p.Words[i].Norm == "and" {
		if p.child(m.head, syntax.Det, syntax.NmodPoss) >= 0 && p.Words[p.phraseStart(m)].UPOS == syntax.DET {
			return -1
		}
		i++
	}
	for n := 0; i < end && n < 5; n++ {
		if k := p.heads[i]; k >= 0 && p.mentions[k].role == title && p.mentions[k].head == i {
			return p.namedPerson(p.pastBrackets(p.mentions[k].hi))
		}
		w := &p.Words[i]
		if w.UPOS != syntax.ADJ && w.UPOS != syntax.NOUN && w.UPOS != syntax.PROPN && !isHyphen(w.Norm) || p.namedPerson(i) >= 0 {
			return -1
		}
		i++
	}
	return -1
}

// predicate finds the name in "the title is Name"; -1 for none.
func (p *page) predicate(m *mention) int32 {
	w := &p.Words[m.head]
	if w.Rel != syntax.Nsubj || w.Head < 0 || p.child(w.Head, syntax.Cop) < 0 {
		return -1
	}
	return p.namedPerson(w.Head)
}

// signTogether gives what is signed by two sides to those who meet in the clause
// that it is joined to: "X met Y and signed an agreement".
func (c *coder) signTogether() {
	for k := range c.events {
		e := &c.events[k]
		if e.typ != "SUPPORT" || e.pos != 'v' || e.doubts != 0 || base(c.Words[e.i].Rel) != syntax.Conj || len(c.partyCodes(e)) > 1 || c.subjectOf(e.i) >= 0 {
			continue
		}
		h := c.Words[e.i].Head
		o := c.child(e.i, syntax.Obj)
		if c.passive(e.i) || o < 0 || !c.words.is("bilateral", c.Words[o].Lemma) || c.Words[e.i].Lemma != "sign" || c.eventAt[h] < 0 {
			continue
		}
		met := &c.events[c.eventAt[h]]
		if met.typ != "CONSULT" || met.mode == "multilateral" || len(c.partyCodes(met)) != 2 {
			continue
		}
		e.actors = unique(append(e.actors, c.partners(met, e)...))
		e.recipients = without(e.recipients, e.actors)
	}
}

// partners are the parties of a meeting whose country does not sign yet.
func (c *coder) partners(met, e *event) (out []int32) {
	have := c.partyCodes(e)
	for side := range 2 {
		for _, x := range met.side(side) {
			if y := &c.entities[x]; y.code != "" && !contains(have, y.code) && y.kind != record.Place {
				out = append(out, x)
			}
		}
	}
	return out
}

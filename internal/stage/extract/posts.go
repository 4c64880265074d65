package extract

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// post links a person with a position.
type post struct {
	person  int32 // entity
	lo, hi  int32 // words of the title
	org     int32 // entity, -1 for none
	code    string
	former  bool
	evidLo  int32
	evidHi  int32
	nominal int32  // mention of the title, -1 where a verb tells it
	told    string // the title, where a verb tells it
}

// findPosts links persons with the positions that titles, appositions and
// copular clauses give them, and lets the persons inherit country and rank.
func (p *page) findPosts() {
	held := standIns{}
	for k := range p.mentions {
		m := &p.mentions[k]
		if m.form != record.Nominal {
			continue
		}
		if m.plural {
			if at := p.oneOf(m); at >= 0 {
				p.addPost(p.mentions[at].ents[0], int32(k), at, false)
			} else if !p.sharedTitle(int32(k)) {
				p.predicatedAll(int32(k))
			}
			continue
		}
		if p.words.is("kin", p.Words[m.head].Lemma) {
			p.lendCountry(m)
			continue
		}
		if m.office == nil && p.nominalKind(m) == record.Organization {
			continue // a force is no post: "a spokesman for the force, X"
		}
		if person, at := p.holder(int32(k)); person >= 0 && !p.ofTheOther(m, at) {
			p.addPost(person, int32(k), at, false)
			if m.role != title {
				held.add(m, person)
			}
			continue
		}
		all := p.predicated(m)
		for _, h := range all {
			p.addPost(p.mentions[h.at].ents[0], int32(k), h.at, h.former)
		}
		if len(all) == 1 && !all[0].former {
			held.add(m, p.mentions[all[0].at].ents[0])
		}
	}
	p.replace(held)
	p.counterparts()
	p.findLeaders()
	p.inherit()
}

// lendCountry lets a word that is no post but tells where a person belongs do
// that: "his Iraqi counterpart X".
func (p *page) lendCountry(m *mention) {
	if len(m.ents) != 1 || p.entities[m.ents[0]].kind != record.Person || !p.entities[m.ents[0]].named {
		return
	}
	e := &p.entities[m.ents[0]]
	if owners := p.countries(m.head, nil); len(owners) == 1 && e.code == "" {
		e.code = p.entities[owners[0]].code
		return
	}
	if i := m.lo - 1; e.code == "" && i >= p.sentenceOf(m.lo).First && p.cover[i] >= 0 && p.mentions[p.cover[i]].role == adjective {
		e.code = p.entities[p.mentions[p.cover[i]].ents[0]].code
	}
}

// holder finds the named person who holds the position that a nominal tells,
// with the mention of the name; -1 for none.
func (p *page) holder(k int32) (int32, int32) {
	m := &p.mentions[k]
	if m.role == title && !p.words.is("no_title", p.Words[m.head].Norm) { // Secretary Nikolai Patrushev
		return m.ents[0], p.cover[p.pastBrackets(m.hi)]
	}
	if !p.titleNoun(m) {
		return -1, -1
	}
	if at := p.nameBeforeComma(m); at >= 0 { // Cui Heng, an assistant research fellow
		return p.mentions[at].ents[0], at
	}
	if at := p.appositive(m); at >= 0 {
		return p.mentions[at].ents[0], at
	}
	if at := p.nameAfterPhrase(m); at >= 0 { // the head of the council, Nikolai Patrushev
		return p.mentions[at].ents[0], at
	}
	if at := p.beforeOtherTitle(m); at >= 0 { // Conservative leader and Prime Minister X
		return p.mentions[at].ents[0], at
	}
	if at := p.predicate(m); at >= 0 { // the chief of staff is Major General X
		return p.mentions[at].ents[0], at
	}
	if at := p.coordinated(k); at >= 0 {
		return p.mentions[at].ents[0], at
	}
	return -1, -1
}

// titleNoun says whether a nominal names a position rather than a relation or
// a bare party ("a victim", "a man").
func (p *page) titleNoun(m *mention) bool {
	lemma := p.Words[m.head].Lemma
	if p.words.is("kin", lemma) || p.words.is("no_title", lemma) {
		return false
	}
	if m.office == nil && (m.organ || p.words.is("no_person", lemma)) {
		return false
	}
	if m.office != nil || p.words.is("title_noun", lemma) || p.words.is("occupation", lemma) {
		return true
	}
	if a, ok := p.lex.Agent(p.Words[m.head].Norm); ok && a.Group {
		return false
	}
	switch m.sector {
	case "", "CVL", "REF", "UNK", "CRM", "PRM":
		return false
	}
	return true
}

// namedPerson is the mention of a person's name that ends before word i, or
// begins at it.
func (p *page) namedPerson(i int32) int32 {
	if i < 0 || i >= int32(len(p.Words)) || p.cover[i] < 0 {
		return -1
	}
	if k := p.cover[i]; p.isPerson(k) && p.entities[p.mentions[k].ents[0]].named {
		return k
	}
	return -1
}

// nameBeforeComma finds the name in "Name, a … title".
func (p *page) nameBeforeComma(m *mention) int32 {
	lo := p.phraseStart(m)
	s := p.sentenceOf(m.lo)
	if lo-2 < s.First || p.Words[lo-1].Norm != "," {
		return -1
	}
	if at := p.namedPerson(lo - 2); at >= 0 {
		return at
	}
	return p.beforeAside(lo-2, s.First)
}

// beforeAside is the name before an age or brackets that end at word i:
// "Name, 19, a member", "Name (D-Ohio), chairman"; -1 for none.
func (p *page) beforeAside(i, first int32) int32 {
	switch {
	case i-2 >= first && p.Words[i].UPOS == syntax.NUM && p.Words[i-1].Norm == ",":
		return p.namedPerson(i - 2)
	case p.Words[i].Norm == ")":
		for j := i - 1; j > first && j > i-6; j-- {
			if p.Words[j].Norm == "(" {
				return p.namedPerson(j - 1)
			}
		}
	}
	return -1
}

// phraseStart is the first word of the noun phrase that a title ends: back
// over adjectives, compounds, possessors and the article.
func (p *page) phraseStart(m *mention) int32 {
	lo, first := m.lo, p.sentenceOf(m.lo).First
	for lo > first {
		w := &p.Words[lo-1]
		if w.Norm == "," || w.UPOS == syntax.VERB && p.cover[lo-1] < 0 && !p.participle(lo-1) {
			return lo
		}
		switch w.UPOS {
		case syntax.ADJ, syntax.NOUN, syntax.PROPN, syntax.NUM, syntax.VERB, syntax.PART, syntax.X:
		case syntax.DET:
			return lo - 1
		case syntax.PRON:
			if w.Rel == syntax.NmodPoss {
				return lo - 1
			}
			return lo
		case syntax.PUNCT:
			if !isHyphen(w.Norm) && w.Norm != "’s" && w.Norm != "'s" {
				return lo
			}
		default:
			return lo
		}
		lo--
	}
	return lo
}

// appositive finds the name that the tree puts in apposition to a title.
func (p *page) appositive(m *mention) int32 {
	w := &p.Words[m.head]
	if w.Rel == syntax.Appos {
		if at := p.namedPerson(w.Head); at >= 0 {
			return at
		}
	}
	for _, c := range p.children(m.head) {
		if r := p.Words[c].Rel; r == syntax.Appos || r == syntax.Flat {
			if at := p.namedPerson(c); at >= 0 && p.mentions[at].lo > m.head {
				return at
			}
		}
	}
	return -1
}

// nameAfterPhrase finds the name in "the title of …, [Secretary] Name".
func (p *page) nameAfterPhrase(m *mention) int32 {
	end := p.sentenceOf(m.head).End
	i := m.hi
	if i >= end || !p.complementStart(i) {
		return -1
	}
	for n := 0; i < end && n < 14; n++ {
		w := &p.Words[i]
		if at := p.namedPerson(i); at >= 0 && n > 0 && p.mentions[at].lo == i && p.Words[i-1].Norm != "and" && p.Words[i-1].UPOS != syntax.ADP {
			return at
		}
		if p.cover[i] < 0 && (p.words.is("clause_case", w.Norm) || w.UPOS == syntax.VERB || w.UPOS == syntax.AUX || w.UPOS == syntax.SCONJ || w.UPOS == syntax.CCONJ) {
			return -1
		}
		if w.Norm == "," {
			return p.personAt(i + 1)
		}
		i++
	}
	return -1
}

// complementStart says whether what follows a title tells whose it is.
func (p *page) complementStart(i int32) bool {
	switch p.Words[i].Norm {
	case "of", "for", "at", "to", "in", "from", "with", ",":
		return true
	}
	return false
}

// personAt finds a person's name at word i, after titles before it.
func (p *page) personAt(i int32) int32 {
	for n := 0; n < 5 && i < int32(len(p.Words)); n++ {
		if at := p.namedPerson(i); at >= 0 {
			return at
		}
		k := p.heads[i]
		isTitle := k >= 0 && p.mentions[k].role == title
		if !isTitle && p.cover[i] < 0 && p.Words[i].UPOS != syntax.PROPN {
			return -1
		}
		i++
	}
	return -1
}

// coordinated finds the name for the second of two positions: "a member of the
// bureau and secretary of the commission".
func (p *page) coordinated(k int32) int32 {
	m := &p.mentions[k]
	i := p.phraseStart(m) - 1
	s := p.sentenceOf(m.lo)
	if i <= s.First || p.Words[i].Norm != "and" {
		return -1
	}
	for j := len(p.posts) - 1; j >= 0; j-- {
		q := &p.posts[j]
		o := p.postMention(q)
		if p.Words[o.head].Sent < p.Words[m.head].Sent-1 {
			return -1
		}
		if p.Words[o.head].Sent != p.Words[m.head].Sent || o.role == title || o.head > m.head {
			continue
		}
		if m.head-o.head > 20 || p.verbBetween(o.head, i) {
			return -1
		}
		for at := q.evidLo; at < q.evidHi; at++ {
			if c := p.namedPerson(at); c >= 0 && p.mentions[c].ents[0] == q.person {
				return c
			}
		}
	}
	return -1
}

func (p *page) verbBetween(lo, hi int32) bool {
	for i := lo + 1; i < hi; i++ {
		if u := p.Words[i].UPOS; (u == syntax.VERB || u == syntax.AUX) && p.cover[i] < 0 {
			return true
		}
	}
	return false
}

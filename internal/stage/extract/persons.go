package extract

import (
	"chancery/internal/registry"
	"chancery/record"
)

// person enters the name of a person: a new one, or one met before by full
// name, surname or given name.
func (n *names) person(lo, hi int32) {
	if lo >= hi {
		return
	}
	if h := n.hit(lo); h != nil && h.hi == hi && kindOf(n.reg.Entry(h.refs[0].Entry)) != record.Place {
		n.addHit(h) // "President Hamas" is no person
		return
	}
	n.surelyPerson(lo, hi)
}

// surelyPerson is person for a name that no reading of the registry may take.
func (n *names) surelyPerson(lo, hi int32) {
	if k, ok := n.index[n.plainText(lo, hi)]; ok && n.entities[k].kind != record.Person {
		n.addMention(mention{lo: lo, hi: hi, head: n.headOf(lo, hi), form: record.Name, ents: []int32{k}})
		return
	}
	k := n.personNamed(lo, hi)
	if k < 0 {
		k = n.named(record.Person, lo, hi)
		e := &n.entities[k]
		e.given, e.surname = n.ends(lo, hi)
		if g, ok := n.reg.Gender(e.given); ok && hi-lo > 1 && g != registry.Either {
			e.gender = byte(g)
		}
	} else if full := n.plainText(lo, hi); len(full) > len(n.entities[k].name) && hi-lo > 1 {
		e := &n.entities[k]
		e.name = full
		e.given, e.surname = n.ends(lo, hi)
	}
	n.remember(k)
	n.rememberFirst(k, lo, hi)
	if lo > 0 {
		switch n.Words[lo-1].Norm {
		case "mr", "mr.", "sir", "lord", "king", "prince":
			n.entities[k].gender = 'm'
		case "mrs", "mrs.", "ms", "ms.", "miss", "lady", "dame", "queen", "princess", "madam", "madame":
			n.entities[k].gender = 'f'
		}
	}
	n.addMention(mention{lo: lo, hi: hi, head: n.headOf(lo, hi), form: record.Name, ents: []int32{k}})
}

// remember enters a person under surname and given name for later mentions.
func (n *names) remember(k int32) {
	n.rememberAs(n.entities[k].given, n.entities[k].surname, k)
}

// rememberAs enters a person under the first and last word of a name.
func (n *names) rememberAs(given, surname string, k int32) {
	n.bySurname[callName(surname)] = k
	if _, taken := n.personCalled(given); !taken {
		n.bySurname[callName(given)] = k
	}
}

// personCalled is the person met before who is called by a word.
func (p *page) personCalled(form string) (int32, bool) {
	k, ok := p.bySurname[callName(form)]
	return k, ok
}

// personNamed is the person met before to whom a name can belong; -1 for none.
// A single word matches a surname, or the first word of a name written surname
// first; a longer name must agree in both.
func (n *names) personNamed(lo, hi int32) int32 {
	first, last := n.ends(lo, hi)
	if hi-lo == 1 || n.words.is("particle", n.Words[lo].Norm) {
		if k, ok := n.personCalled(last); ok {
			return k
		}
		return -1
	}
	for _, w := range [2]string{last, first} {
		k, ok := n.personCalled(w)
		if !ok {
			continue
		}
		e := &n.entities[k]
		if e.given == e.surname || callName(e.given) == callName(first) && callName(e.surname) == callName(last) {
			return k
		}
		if n.surnamesOf(k, n.plainText(lo, hi)) {
			return k
		}
	}
	return -1
}

package extract

import (
	"cmp"
	"slices"

	"chancery/internal/syntax"
	"chancery/record"
)

// pairNoun says whether a nominal takes up two or more parties named before:
// "the two countries", "both sides", "the two ministers".
func (p *page) pairNoun(m *mention) bool {
	lemma := p.Words[m.head].Lemma
	if !m.plural || !p.words.is("pair_noun", p.Words[m.head].Norm) && !p.personal(lemma) {
		return false
	}
	for _, c := range p.children(m.head) {
		switch p.Words[c].Norm {
		case "both":
			return true
		case "two":
			if p.definite(m.head) {
				return true
			}
		}
	}
	return (lemma == "side" || lemma == "party") && p.definite(m.head)
}

// pair gives the last two parties named before: persons for nouns of persons,
// states and bodies for the others.
func (p *page) pair(k int32, before []int32) []int32 {
	m := &p.mentions[k]
	persons, rank := m.office != nil || p.personal(p.Words[m.head].Lemma), 0
	if persons {
		rank = p.rankOf(m)
		if top := p.ofOneRank(rank, before); top != nil {
			return top
		}
		if p.Words[m.head].Lemma == "leader" {
			rank = 0 // a word for many
		}
	}
	var out []int32
	for i := len(before) - 1; i >= 0 && len(out) < 2; i-- {
		o := &p.mentions[before[i]]
		if o.form == record.Pronoun || o.role == title || o.money {
			continue
		}
		for j := len(o.ents) - 1; j >= 0 && len(out) < 2; j-- {
			if e := &p.entities[o.ents[j]]; rank > 0 && e.level > rank {
				continue // a minister is none of "the two presidents"
			} else if (e.named || persons && e.code != "" && !e.foreign) && (e.kind == record.Person) == persons && p.canPair(e) {
				out = unique(append(out, o.ents[j]))
			}
		}
	}
	if len(out) == 2 {
		out[0], out[1] = out[1], out[0]
	}
	if top := p.leadingPair(before); !persons && top != nil {
		return top
	}
	if len(out) == 2 && p.amongMore(out, before) {
		return nil
	}
	if len(out) < 2 && (rank > 0 || !persons && p.words.is("state_noun", p.Words[m.head].Lemma)) {
		return p.statesBehind(before)
	}
	return out
}

// rankOf is the rank of those whom a noun of persons takes up: "the two
// presidents", "the leaders"; 0 where it tells none.
func (p *page) rankOf(m *mention) int {
	if m.office != nil {
		return m.office.level
	}
	switch p.Words[m.head].Lemma {
	case "leader", "president":
		return 1
	}
	return 0
}

// ofOneRank gives the last two persons named before who have a rank, not of one
// state where that is known yet; nil when no two do. A minister named between two presidents is
// none of "the two leaders".
func (p *page) ofOneRank(rank int, before []int32) []int32 {
	if rank == 0 {
		return nil
	}
	first := int32(-1)
	for i := len(before) - 1; i >= 0; i-- {
		o := &p.mentions[before[i]]
		if o.form == record.Pronoun || o.role == title {
			continue
		}
		for j := len(o.ents) - 1; j >= 0; j-- {
			e := &p.entities[o.ents[j]]
			if e.level != rank || e.kind != record.Person && (e.named || e.code == "") {
				continue
			}
			switch {
			case first < 0:
				first = o.ents[j]
			case o.ents[j] != first && (e.code == "" || p.entities[first].code != e.code):
				return []int32{o.ents[j], first}
			}
		}
	}
	return nil
}

// statesBehind are the two states last met through their officials, places and
// adjectives, where the page does not name both: "the Turkish minister flew to
// Cairo. The two countries …".
func (p *page) statesBehind(before []int32) []int32 {
	var out []int32
	for i := len(before) - 1; i >= 0 && len(out) < 2; i-- {
		m := &p.mentions[before[i]]
		if m.form == record.Pronoun || m.money {
			continue
		}
		for j := len(m.ents) - 1; j >= 0 && len(out) < 2; j-- {
			if e := &p.entities[m.ents[j]]; e.code != "" && !e.foreign {
				if s := p.reg.State(e.code); s != nil {
					out = unique(append(out, p.registered(s)))
				}
			}
		}
	}
	if len(out) < 2 {
		return nil
	}
	return []int32{out[1], out[0]}
}

// amongMore says whether two entities were last named together with a third, so
// that nobody can tell which two are meant.
func (p *page) amongMore(pair, before []int32) bool {
	for j := len(before) - 1; j >= 0; j-- {
		if g := p.group(p.mentions[before[j]].head); len(g) > 1 {
			return len(g) > 2 && len(appendNew(g, pair)) == len(unique(g))
		}
	}
	return false
}

// leadingPair gives the two states that were named most before, when they stand
// out: "the two neighbours" of a page are whom it is about, not whom it named
// last. nil when no two do.
func (p *page) leadingPair(before []int32) []int32 {
	var ents []int32
	var count []int
	for _, k := range before {
		m := &p.mentions[k]
		if m.form != record.Name || m.money || len(m.ents) != 1 || p.entities[m.ents[0]].kind != record.State {
			continue
		}
		at := -1
		for i, e := range ents {
			if e == m.ents[0] {
				at = i
			}
		}
		if at < 0 {
			ents, count = append(ents, m.ents[0]), append(count, 0)
			at = len(ents) - 1
		}
		count[at]++
	}
	for i := range ents { // the three most named, in front
		for j := i; j > 0 && count[j] > count[j-1]; j-- {
			ents[j], ents[j-1], count[j], count[j-1] = ents[j-1], ents[j], count[j-1], count[j]
		}
	}
	if len(ents) < 2 || count[1] < 2 || len(ents) > 2 && count[2]*2 > count[1] {
		return nil
	}
	return ents[:2:2]
}

func (p *page) canPair(e *entity) bool {
	switch e.kind {
	case record.Person, record.State:
		return true
	case record.Group, record.Organization:
		return e.key != "" && e.code != "" && (len(e.sectors) == 0 || e.sectors[0] != "JRN")
	}
	return false
}

// personal says whether a noun denotes persons rather than states.
func (p *page) personal(lemma string) bool {
	switch lemma {
	case "leader", "president", "minister", "man", "woman", "official", "chief", "counterpart", "senator", "general", "governor", "envoy":
		return true
	}
	return p.words.is("person_noun", lemma)
}

// antecedent finds whom a pronoun stands for; none when nothing agrees.
func (p *page) antecedent(k int32, before []int32) []int32 {
	m := &p.mentions[k]
	switch w := p.Words[m.head].Norm; w {
	case "who", "which", "whose":
		return p.relativeAntecedent(m.head)
	case "he", "him", "his":
		return p.lastPerson(m.head, before, 'm')
	case "she", "her":
		return p.lastPerson(m.head, before, 'f')
	case "they", "them", "their":
		return p.lastPlural(m.head, before)
	case "it", "its":
		return p.lastThing(m.head, before)
	}
	return nil // the first person waits for the speaker
}

// relativeAntecedent is what a relative clause hangs on.
func (p *page) relativeAntecedent(i int32) []int32 {
	v := p.Words[i].Head
	for v >= 0 && base(p.Words[v].Rel) != syntax.Acl {
		v = p.Words[v].Head
	}
	if v < 0 || p.Words[v].Head < 0 {
		return p.beforeRelative(i)
	}
	if k := p.mentionAt(p.Words[v].Head); k >= 0 {
		return p.mentions[k].ents
	}
	return nil
}

// beforeRelative is what is named directly before "who", "which" or "whose", where
// the tree shows no relative clause.
func (p *page) beforeRelative(i int32) []int32 {
	if i--; i >= 0 && p.Words[i].Norm == "," {
		i--
	}
	if i < 0 || p.Words[i].Sent != p.Words[i+1].Sent || p.cover[i] < 0 || p.mentions[p.cover[i]].role == adjective {
		return nil
	}
	return p.mentions[p.cover[i]].ents
}

// reach is how many sentences back a pronoun may reach.
const reach = 3

// best gives the antecedent among the mentions before word i that pass ok:
// the nearest subject of this or the previous sentences, else the nearest.
func (p *page) best(i int32, before []int32, ok func(m *mention) bool) []int32 {
	var nearest []int32
	own := p.ownSubject(i)
	said, saidTo := p.saidBy(i)
	sent := p.Words[i].Sent
	for j := len(before) - 1; j >= 0; j-- {
		m := &p.mentions[before[j]]
		back := sent - p.Words[m.head].Sent
		if back > reach || back > 0 && nearest != nil && p.subordinate(i) {
			break
		}
		if len(m.ents) == 0 || m.role == title || !ok(m) || m.ents[0] == own || said <= m.head && m.head < saidTo || m.form == record.Name && m.role == adjective {
			continue
		}
		if p.parallel(i, m.head) {
			return m.ents
		}
		h := m.head
		if base(p.Words[i].Rel) == syntax.Nsubj {
			h = p.titled(h)
		}
		if r := base(p.Words[h].Rel); r == syntax.Nsubj && (back > 0 || p.Words[m.head].Head != p.Words[i].Head || r != base(p.Words[i].Rel)) {
			return m.ents
		}
		if nearest == nil {
			nearest = m.ents
		}
		if back > 0 && nearest != nil && p.Words[m.head].Sent < p.Words[before[min(j+1, len(before)-1)]].Sent-1 {
			break
		}
	}
	return nearest
}

// parallel says whether a pronoun is the object of a verb that is joined to one whose
// object is h: "summoned the ambassador and handed him a note".
func (p *page) parallel(i, h int32) bool {
	v, r := p.Words[i].Head, base(p.Words[i].Rel)
	if v < 0 || r != syntax.Obj && r != syntax.Iobj || base(p.Words[h].Rel) != syntax.Obj {
		return false
	}
	return p.Words[v].Rel == syntax.Conj && p.Words[v].Head == p.Words[h].Head && p.child(v, syntax.Nsubj, syntax.NsubjPass) < 0
}

// titled is the title that a name stands right behind, as in "opposition leader X
// told", where the tree hangs the name on it; the name itself without one.
func (p *page) titled(h int32) int32 {
	t := p.Words[h].Head
	if t < 0 || t != h-1 || p.Words[h].Rel != syntax.Appos {
		return h
	}
	return t
}

// saidBy gives the words of the quotation that ends right before a pronoun, whose
// speaker it tells: `"…," he said`. He is nobody whom the quotation names. No words
// for other pronouns.
func (p *page) saidBy(i int32) (lo, hi int32) {
	if base(p.Words[i].Rel) != syntax.Nsubj {
		return 0, 0
	}
	at, _ := slices.BinarySearchFunc(p.quoted, i, func(q quote, i int32) int { return cmp.Compare(q.open, i) })
	if at == 0 {
		return 0, 0
	}
	q := &p.quoted[at-1]
	if q.close >= i || i-q.close > 3 || p.Words[q.close].Sent != p.Words[i].Sent {
		return 0, 0
	}
	return q.open, q.close
}

// subordinate says whether a word stands in a clause below the main one, so that
// what the sentence itself names comes first.
func (p *page) subordinate(i int32) bool {
	for v := p.Words[i].Head; v >= 0; v = p.Words[v].Head {
		switch base(p.Words[v].Rel) {
		case syntax.Acl, syntax.Advcl:
			return true
		}
	}
	return false
}

// ownSubject is the entity that is the subject of the clause in which word i is
// an object: "X urged him" is not X. -1 for subjects and possessives.
func (p *page) ownSubject(i int32) int32 {
	v := p.Words[i].Head
	switch base(p.Words[i].Rel) {
	case syntax.Obj, syntax.Iobj, syntax.Obl:
	default:
		return -1
	}
	for _, w := range p.doers(v, 0) {
		if k := p.mentionAt(w); k >= 0 && len(p.mentions[k].ents) == 1 {
			return p.mentions[k].ents[0]
		}
	}
	return -1
}

func (p *page) lastPerson(i int32, before []int32, gender byte) []int32 {
	found := p.best(i, before, func(m *mention) bool {
		e := &p.entities[m.ents[0]]
		return len(m.ents) == 1 && e.kind == record.Person && (e.gender == 0 || e.gender == gender)
	})
	if len(found) == 1 && p.entities[found[0]].gender == 0 {
		p.entities[found[0]].gender = gender
	}
	return found
}

func (p *page) lastPlural(i int32, before []int32) []int32 {
	found := p.best(i, before, func(m *mention) bool {
		return len(m.ents) > 1 || m.plural || p.ofMany(m.ents[0]) || p.joined(m.head)
	})
	if len(found) != 1 || p.entities[found[0]].plural || p.ofMany(found[0]) {
		return found
	}
	for j := len(before) - 1; j >= 0; j-- { // X and Y: both of them
		if m := &p.mentions[before[j]]; len(m.ents) == 1 && m.ents[0] == found[0] && p.joined(m.head) {
			return p.group(m.head)
		}
	}
	return found
}

// ofMany says whether an entity is a group or force, of which one says "they".
func (p *page) ofMany(k int32) bool {
	e := &p.entities[k]
	return e.kind == record.Group || e.kind == record.Organization && len(e.sectors) > 0 && (e.sectors[0] == "COP" || e.sectors[0] == "MIL")
}

// joined says whether a mention's head is the first of several coordinated ones
// of the same kind.
func (p *page) joined(i int32) bool { return len(p.group(i)) > 1 }

// group gives the entities of a coordination that begins with word i: persons
// with persons, others with others.
func (p *page) group(i int32) []int32 {
	if p.Words[i].Rel == syntax.Conj || p.child(i, syntax.Conj) < 0 {
		return nil
	}
	var out []int32
	for _, j := range p.conjuncts(nil, i) {
		k := p.mentionAt(j)
		if k < 0 || len(p.mentions[k].ents) == 0 {
			continue
		}
		ents := p.mentions[k].ents
		if len(out) > 0 && (p.entities[out[0]].kind == record.Person) != (p.entities[ents[0]].kind == record.Person) {
			return nil
		}
		out = append(out, ents...)
	}
	return unique(out)
}

func (p *page) lastThing(i int32, before []int32) []int32 {
	return p.best(i, before, func(m *mention) bool {
		if len(m.ents) != 1 || m.plural {
			return false
		}
		e := &p.entities[m.ents[0]]
		if len(e.sectors) > 0 && e.sectors[0] == "JRN" { // an outlet tells; it is seldom told of
			return false
		}
		switch e.kind {
		case record.Organization, record.State, record.Group, record.Forum:
			return true
		}
		return false
	})
}

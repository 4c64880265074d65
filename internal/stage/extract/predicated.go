package extract

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// holding is a name with whether the position that it has is past.
type holding struct {
	at     int32 // mention
	former bool
}

// predicated finds the persons to whom a clause gives the position that a
// nominal tells, or from whom it takes it: "X is", "X was elected", "X serves
// as", "appointed X", "X succeeded Y as", "X resigned as".
func (p *page) predicated(m *mention) []holding {
	if p.child(m.head, syntax.Cop) >= 0 {
		if p.ranked(m.head) {
			return nil
		}
		return p.holdings(nil, p.surfaceSubject(m.head, 0), p.pastCopula(m.head))
	}
	t := m.head
	if h := p.Words[t].Head; h >= 0 && p.words.is("post_noun", p.Words[h].Lemma) && (p.caseOf(t) == "of" || p.caseOf(t) == "as") {
		t = h // the post of minister
	}
	v := p.Words[t].Head
	if v < 0 {
		return nil
	}
	if at := p.appointee(m, v); at >= 0 {
		return []holding{{at: at}}
	}
	return p.verbHoldings(v, base(p.Words[t].Rel), p.caseOf(t), t != m.head)
}

// predicatedAll gives a position in the plural to each of the subject's
// persons: "X and Y, who serve as chairmen".
func (p *page) predicatedAll(k int32) {
	m := &p.mentions[k]
	if !p.titleNoun(m) {
		return
	}
	for _, h := range p.predicated(m) {
		for _, i := range p.conjuncts(nil, p.mentions[h.at].head) {
			if at := p.namedPerson(i); at >= 0 {
				p.addPost(p.mentions[at].ents[0], k, at, h.former)
			}
		}
	}
}

// verbHoldings are the holders of a position that hangs on a verb under rel
// with a preposition; noun says that it does so by a noun such as "post".
func (p *page) verbHoldings(v int32, rel syntax.Rel, prep string, noun bool) []holding {
	verb, as := p.Words[v].Lemma, prep == "as"
	is := func(set string) bool { return p.words.is(set, verb) }
	switch {
	case is("post_in") && (as || rel == syntax.Xcomp || rel == syntax.Obj && p.passive(v) || noun && prep == "to"):
		return p.holdings(nil, p.patients(v, 0), false)
	case verb == "take" && as: // took over, or took office, as
		return p.holdings(nil, p.doers(v, 0), false)
	case is("post_hold") && as:
		past := p.feature(v, "Tense=Past") && p.feature(v, "VerbForm=Fin") && (verb == "serve" || verb == "work" || verb == "act")
		return p.holdings(nil, p.doers(v, 0), past)
	case (verb == "become" || verb == "remain") && prep == "":
		return p.holdings(nil, p.doers(v, 0), false)
	case is("post_out") && (as || noun):
		return p.holdings(nil, p.doers(v, 0), true)
	case is("post_oust") && (as || noun && prep == "from"):
		return p.holdings(nil, p.patients(v, 0), true)
	case is("post_change") && as:
		return p.holdings(p.holdings(nil, p.doers(v, 0), false), p.patients(v, 0), true)
	case noun && rel == syntax.Obj:
		switch verb {
		case "hold", "take", "assume", "resume", "occupy", "win", "fill":
			return p.holdings(nil, p.doers(v, 0), false)
		case "leave", "quit", "relinquish", "vacate", "lose":
			return p.holdings(nil, p.doers(v, 0), true)
		}
	}
	return nil
}

// holdings adds those of the words that are named persons.
func (p *page) holdings(out []holding, words []int32, former bool) []holding {
	for _, i := range words {
		if k := p.mentionAt(i); k >= 0 && p.isPerson(k) && p.entities[p.mentions[k].ents[0]].named {
			out = append(out, holding{k, former})
		}
	}
	return out
}

// appointee is the name that stands between a verb of appointing and the
// position: "appointed X prime minister"; -1 for none.
func (p *page) appointee(m *mention, v int32) int32 {
	at := p.namedPerson(p.phraseStartAfter(m) - 1)
	if at < 0 || p.passive(v) || !p.words.is("post_in", p.Words[v].Lemma) || v >= p.mentions[at].lo {
		return -1
	}
	for i := v + 1; i < p.mentions[at].lo; i++ {
		if k := p.heads[i]; (k < 0 || p.mentions[k].role != title) && p.cover[i] < 0 && p.Words[i].UPOS != syntax.PROPN && p.Words[i].UPOS != syntax.DET {
			return -1
		}
	}
	return at
}

// phraseStartAfter is where the phrase of a title begins, not reaching back
// into a name of a person.
func (p *page) phraseStartAfter(m *mention) int32 {
	lo := p.phraseStart(m)
	for i := m.lo - 1; i >= lo; i-- {
		if p.namedPerson(i) >= 0 {
			return i + 1
		}
	}
	return lo
}

// ranked says whether an ordinal makes a noun a place in a row: "the third
// president to visit".
func (p *page) ranked(i int32) bool {
	for _, c := range p.children(i) {
		if p.feature(c, "NumType=Ord") {
			return true
		}
	}
	return false
}

// pastCopula says whether "was" tells of a time that is over: in a relative
// clause, or with a stretch of time beside it.
func (p *page) pastCopula(i int32) bool {
	c := p.child(i, syntax.Cop)
	if n := p.Words[c].Norm; n != "was" && n != "were" {
		return false
	}
	if p.Words[i].Rel == syntax.AclRelcl {
		return true
	}
	for _, c := range p.children(i) {
		switch p.caseOf(c) {
		case "until", "till", "during", "under", "from":
			return true
		}
	}
	return false
}

// findLeaders gives a position to those who head, lead or chair a body.
func (p *page) findLeaders() {
	for i := range p.Words {
		v := int32(i)
		post := ""
		if p.Words[i].UPOS == syntax.VERB {
			post = p.words.lead[p.Words[i].Lemma]
		}
		if post == "" {
			continue
		}
		for _, o := range p.patients(v, 0) {
			k := p.mentionAt(o)
			if k < 0 || p.Words[o].Head != v || !p.canBeLed(k) {
				continue
			}
			for _, h := range p.holdings(nil, p.doers(v, 0), false) {
				p.addTold(post, v, k, h)
			}
		}
	}
}

// canBeLed says whether a mention is one body, by name or by a noun.
func (p *page) canBeLed(k int32) bool {
	m := &p.mentions[k]
	if len(m.ents) != 1 || m.form == record.Pronoun && !p.entities[m.ents[0]].named {
		return false
	}
	switch p.entities[m.ents[0]].kind {
	case record.Organization, record.Group:
		return !m.plural
	}
	return false
}

// addTold enters a post that a verb tells, unless the page gives it otherwise.
func (p *page) addTold(title string, v, body int32, h holding) {
	m, name := &p.mentions[body], &p.mentions[h.at]
	q := post{person: name.ents[0], lo: v, hi: v + 1, org: m.ents[0], nominal: -1, told: title, former: h.former,
		evidLo: min(v, name.lo, m.lo), evidHi: max(v+1, name.hi, m.hi)}
	for _, i := range p.held[q.person] {
		if o := &p.posts[i]; o.org == q.org || p.titleText(o) == title {
			return
		}
	}
	q.code = p.entities[q.org].code
	p.held[q.person] = append(p.held[q.person], len(p.posts))
	p.posts = append(p.posts, q)
}

// postMention is the nominal of a post; an empty one where a verb tells it.
func (p *page) postMention(q *post) mention {
	if q.nominal < 0 {
		return mention{lo: q.lo, hi: q.hi, head: q.lo}
	}
	return p.mentions[q.nominal]
}

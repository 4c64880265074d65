package extract

import (
	"strings"

	"chancery/internal/registry"
	"chancery/internal/syntax"
	"chancery/record"
)

// addHit enters a name that the registry knows, with the reading that fits the
// place where it stands.
func (n *names) addHit(h *hit) {
	if n.strange(h) || n.foreignParty(h) {
		return
	}
	if code := n.homonym(h); code != "" {
		n.body(h.lo, h.hi)
		n.entities[n.mentions[n.cover[h.lo]].ents[0]].code = code
		return
	}
	ref, role := n.reading(h)
	e := n.reg.Entry(ref.Entry)
	if k, ok := n.index[n.plainText(h.lo, h.hi)]; ok && ref.Role == registry.Abbreviation { // what the page itself abbreviates so
		n.addMention(mention{lo: h.lo, hi: h.hi, head: n.headOf(h.lo, h.hi), form: record.Name, ents: []int32{k}})
		return
	}
	m := mention{lo: h.lo, hi: h.hi, head: n.headOf(h.lo, h.hi), form: record.Name, role: role,
		sector: ref.Sector, ents: []int32{n.registered(e)}}
	m.plural = ref.Role == registry.DemonymPlural
	if h.hi < n.sentenceOf(h.lo).End {
		w := &n.Words[h.hi]
		m.money = n.words.currency[w.Lemma] != "" && len(w.Lemma) > 2 && w.UPOS == syntax.NOUN
	}
	n.addMention(m)
	switch e.Kind {
	case record.State, record.Place:
	case record.Person:
		n.remember(m.ents[0])
		n.rememberAs(n.Form(h.lo), n.Form(h.hi-1), m.ents[0])
	default:
		n.abbreviation(h.hi, m.ents[0])
	}
}

// reading chooses among the readings of a name.
func (n *names) reading(h *hit) (registry.NameRef, role) {
	place := n.afterLocative(h.lo, h.hi)
	best, bestRole, bestScore := h.refs[0], plain, -1
	for _, r := range h.refs {
		role, score := plain, 1
		e := n.reg.Entry(r.Entry)
		switch r.Role {
		case registry.Adjective, registry.Demonym, registry.DemonymPlural, registry.Prefix:
			if role, score = adjective, 4; n.Words[h.hi-1].UPOS == syntax.PROPN && n.namesToo(h, r.Entry) {
				score = 0 // "the West Bank" is no adjective, though "West Bank settlers" has one
			}
		case registry.Capital, registry.Seat:
			role = metonym
			if score = 0; !place && n.governmental(h) && n.seatOf(h, e) {
				score = 6
				if n.blocSeat(h, e) {
					score = 7
				}
			}
		default:
			if e.Kind == record.State {
				score = 5
			} else if e.Kind == record.Place {
				score = 2
				if place {
					role, score = location, 4
				}
			} else if e.Kind == record.Person || e.Kind == record.Organization || e.Kind == record.Forum || e.Kind == record.Agreement {
				score = 3
				if r.Role == registry.Abbreviation && len(h.refs) > 1 {
					score = n.shortScore(h, e)
				}
			}
		}
		if len(h.refs) > 1 && role != adjective && role != metonym {
			score += n.townScore(h, e)
		}
		if r.Role == registry.Abbreviation { // of what the page has named in full
			if _, ok := n.index[e.Key]; ok {
				score++
			}
		}
		if score > bestScore {
			best, bestRole, bestScore = r, role, score
		}
	}
	return best, bestRole
}

// shortScore weighs what letters stand for that several bodies go by: in the
// dateline an agency, else an organ of a state that the page names.
func (n *names) shortScore(h *hit, e *registry.Entry) int {
	outlet := isPress(e)
	switch {
	case outlet && h.lo > 0 && h.lo < 10 && (n.Words[h.lo-1].Norm == "(" || n.Words[h.lo-1].Norm == "/"):
		n.index[n.plainText(h.lo, h.hi)] = n.registered(e)
		return 5
	case outlet || n.reg.State(e.Code) == nil:
		return 3
	case n.tops.named[e.Code] > 0 || n.home.code == e.Code:
		return 4
	}
	return 1
}

// namesToo says whether a hit that can be an adjective of an entry is its name as well.
func (n *names) namesToo(h *hit, entry registry.ID) bool {
	for _, r := range h.refs {
		if r.Entry == entry && (r.Role == registry.Full || r.Role == registry.Alias) {
			return true
		}
	}
	return false
}

// governmental says whether a place name stands where a government would: as
// subject or agent of a verb of saying or doing, or as a possessor.
func (n *names) governmental(h *hit) bool {
	i := n.headOf(h.lo, h.hi)
	w := &n.Words[i]
	switch w.Rel {
	case syntax.Nsubj, syntax.OblAgent, syntax.Iobj:
		return true
	case syntax.NsubjPass: // Moscow was told; but not: Moscow was shelled
		return w.Head >= 0 && n.lex.Speech(n.Words[w.Head].Lemma, 'v') != nil
	case syntax.Conj:
		j := n.firstConjunct(i)
		return n.Words[j].Rel == syntax.Nsubj || n.between(j)
	case syntax.NmodPoss:
		_, agent := n.lex.Agent(n.Words[w.Head].Norm)
		return !agent || n.Words[w.Head].Norm != "mayor"
	}
	switch n.caseOf(i) {
	case "between", "with", "against", "by":
		return true
	case "on", "upon", "to": // called on Moscow, said to Beijing
		return w.Rel == syntax.Obl && w.Head >= 0 && (n.lex.Speech(n.Words[w.Head].Lemma, 'v') != nil || n.Words[w.Head].Lemma == "call")
	}
	return false
}

func (n *names) between(i int32) bool { return n.caseOf(i) == "between" }

// registered gives the entity of a registry entry, made at its first mention.
func (p *page) registered(e *registry.Entry) int32 {
	if k, ok := p.index[e.Key]; ok {
		return k
	}
	code, sectors := e.On(p.on)
	ent := entity{kind: e.Kind, name: e.Name, code: code, sectors: sectors, key: e.Key, named: true,
		lat: e.Lat, lon: e.Lon, located: e.HasCoord && e.Kind == record.Place, state: -1}
	if e.Kind == record.Person {
		ent.given, ent.surname, ent.gender = p.knownPerson(e)
		for _, w := range [2]string{ent.surname, ent.given} {
			if k, ok := p.personCalled(w); ok && p.entities[k].key == "" && p.entities[k].given == p.entities[k].surname {
				p.becomeKnown(k, e) // "Putin", and now "Vladimir Putin"
				return k
			}
		}
	}
	p.index[e.Key] = p.addEntity(ent)
	return p.index[e.Key]
}

// knownPerson gives the first and last word of a registered person's name, and
// the gender, 0 when neither the registry nor the name tells it.
func (p *page) knownPerson(e *registry.Entry) (given, surname string, gender byte) {
	given, surname = e.Name, e.Name
	if i := strings.IndexByte(e.Name, ' '); i > 0 {
		given, surname = e.Name[:i], e.Name[strings.LastIndexByte(e.Name, ' ')+1:]
	}
	g := e.Gender
	if g == 0 && given != surname {
		g, _ = p.reg.Gender(given)
	}
	if g == registry.Either {
		g = 0
	}
	return given, surname, byte(g)
}

// named gives the entity of a name that is not in the registry.
func (n *names) named(kind record.Kind, lo, hi int32) int32 {
	text := n.plainText(lo, hi)
	if k, ok := n.index[text]; ok {
		return k
	}
	if kind != record.Person && kind != record.Place {
		if k := n.longer(text); k >= 0 {
			n.index[text] = k
			return k
		}
	}
	k := n.addEntity(entity{kind: kind, name: text, named: true, state: -1})
	n.index[text] = k
	return k
}

// plainText is the text of words with white space made single.
func (p *page) plainText(lo, hi int32) string {
	s := p.Cut(p.span(lo, hi))
	if strings.ContainsAny(s, "\n\t\r") || strings.Contains(s, "  ") {
		return strings.Join(strings.Fields(s), " ")
	}
	return s
}

// place enters the name of a place that the registry does not know.
func (n *names) place(lo, hi int32) {
	k := n.named(record.Place, lo, hi)
	n.addMention(mention{lo: lo, hi: hi, head: n.headOf(lo, hi), form: record.Name, role: location, ents: []int32{k}})
	if n.entities[k].code == "" {
		n.entities[k].code = n.bodyCode(lo, hi) // Northern Iraq is in Iraq
	}
	if n.entities[k].code == "" && hi+1 < int32(len(n.Words)) && n.Words[hi].Norm == "," {
		if h := n.hit(hi + 1); h != nil {
			n.entities[k].code = n.reg.Entry(h.refs[0].Entry).Code
		}
	}
}

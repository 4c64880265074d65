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
	ref, role := n.reading(h)
	e := n.reg.Entry(ref.Entry)
	if k, ok := n.index[n.plainText(h.lo, h.hi)]; ok && ref.Role == registry.Abbreviation { // what the page itself abbreviates so
		n.addMention(mention{lo: h.lo, hi: h.hi, head: n.headOf(h.lo, h.hi), form: record.Name, ents: []int32{k}})
		return
	}
	m := mention{lo: h.lo, hi: h.hi, head: n.headOf(h.lo, h.hi), form: record.Name, role: role,
		sector: ref.Sector, ents: []int32{n.registered(e)}}
	m.plural = ref.Role == registry.DemonymPlural
	n.addMention(m)
	if e.Kind != record.State && e.Kind != record.Place {
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
			role, score = adjective, 4
		case registry.Capital, registry.Seat:
			role = metonym
			if score = 0; !place && n.governmental(h) {
				score = 6
			}
		default:
			if e.Kind == record.State {
				score = 5
			} else if e.Kind == record.Place {
				score = 2
				if place {
					role, score = location, 4
				}
			} else if e.Kind == record.Organization || e.Kind == record.Forum || e.Kind == record.Agreement {
				score = 3
			}
		}
		if e.Kind == record.Place && e.Code == n.nearbyCode(h) && e.Code != "" {
			score++
		}
		if score > bestScore {
			best, bestRole, bestScore = r, role, score
		}
	}
	return best, bestRole
}

// governmental says whether a place name stands where a government would: as
// subject or agent of a verb of saying or doing, or as a possessor.
func (n *names) governmental(h *hit) bool {
	i := n.headOf(h.lo, h.hi)
	w := &n.Words[i]
	switch w.Rel {
	case syntax.Nsubj, syntax.OblAgent, syntax.Iobj:
		return true
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

// nearbyCode is the country named right after a place: "Georgia, United States".
func (n *names) nearbyCode(h *hit) string {
	i := h.hi
	if i+1 < int32(len(n.Words)) && n.Words[i].Norm == "," {
		if next := n.hit(i + 1); next != nil {
			if e := n.reg.Entry(next.refs[0].Entry); e.Kind == record.State || e.Kind == record.Place {
				return e.Code
			}
		}
	}
	return ""
}

// registered gives the entity of a registry entry, made at its first mention.
func (p *page) registered(e *registry.Entry) int32 {
	if k, ok := p.index[e.Key]; ok {
		return k
	}
	ent := entity{kind: e.Kind, name: e.Name, code: e.Code, sectors: e.Sectors, key: e.Key, named: true,
		lat: e.Lat, lon: e.Lon, located: e.HasCoord && e.Kind == record.Place, state: -1}
	p.index[e.Key] = p.addEntity(ent)
	return p.index[e.Key]
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

// longer is the last body named before whose name ends in, or begins with, the
// words of a shorter one: "the Coalition" after "the Global Coalition".
func (n *names) longer(text string) int32 {
	for k := len(n.entities) - 1; k >= 0 && k >= len(n.entities)-lookBack; k-- {
		e := &n.entities[k]
		switch e.kind {
		case record.Organization, record.Forum, record.Group:
			if e.named && (strings.HasSuffix(e.name, " "+text) || strings.HasPrefix(e.name, text+" of ") || strings.HasPrefix(e.name, text+" for ")) {
				return int32(k)
			}
		}
	}
	return -1
}

// plainText is the text of words with white space made single.
func (p *page) plainText(lo, hi int32) string {
	s := p.Cut(p.span(lo, hi))
	if strings.ContainsAny(s, "\n\t\r") || strings.Contains(s, "  ") {
		return strings.Join(strings.Fields(s), " ")
	}
	return s
}

// body enters the name of an organization, forum or agreement. Its country is
// the one that its own name tells.
func (n *names) body(lo, hi int32) {
	last := n.Words[hi-1].Norm
	kind := record.Organization
	switch {
	case n.words.is("org_head", last):
	case n.words.is("agreement_head", last):
		kind = record.Agreement
	case n.words.is("forum_head", last) || n.bodyHead(lo, hi) == "forum":
		kind = record.Forum
	}
	k := n.named(kind, lo, hi)
	e := &n.entities[k]
	if kind == record.Organization && e.code == "" {
		e.code = n.bodyCode(lo, hi)
	}
	if e.sectors == nil && kind == record.Organization {
		e.sectors = n.bodySectors(lo, hi)
	}
	n.addMention(mention{lo: lo, hi: hi, head: n.headOf(lo, hi), form: record.Name, ents: []int32{k}})
	n.abbreviation(hi, k)
}

// bodyCode is the country that a body's name tells: that of an adjective or
// state that begins it, else of the last one in it. What stands after "for" or
// "on" is its subject: a Center for Russian Studies need not be Russian.
func (n *names) bodyCode(lo, hi int32) string {
	code := ""
	topic := false
	for i := lo; i < hi; i++ {
		switch w := n.Words[i].Norm; w {
		case "for", "on", "against":
			topic = true
		case "of", "at", "in":
			topic = false
		case "coalition", "alliance":
			if code == "" {
				code = "IGO"
			}
		}
		h := n.hit(i)
		if h == nil {
			continue
		}
		if c := n.reg.Entry(h.refs[0].Entry).Code; c != "" && !topic {
			if i == lo {
				return c
			}
			code = c
		}
		i = h.hi - 1
	}
	return code
}

// bodyHead says whether the first noun of "X of Y" makes a forum.
func (n *names) bodyHead(lo, hi int32) string {
	for i := lo; i+1 < hi; i++ {
		if nx := n.Words[i+1].Norm; nx == "of" || nx == "for" || nx == "on" {
			if n.words.is("forum_head", n.Words[i].Norm) && !n.words.is("org_head", n.Words[i].Norm) {
				return "forum"
			}
			return ""
		}
	}
	return ""
}

// bodySectors reads the sector of a body from the nouns of its name.
func (n *names) bodySectors(lo, hi int32) []string {
	for i := lo; i < hi; i++ {
		if a, ok := n.lex.Agent(n.Words[i].Norm); ok && a.Sector != "" {
			return []string{a.Sector}
		}
	}
	return nil
}

// abbreviation learns "(SCO)" after a full name for the rest of the page.
func (n *names) abbreviation(i int32, ent int32) {
	if i+2 < int32(len(n.Words)) && n.Words[i].Norm == "(" && n.Words[i+2].Norm == ")" {
		form := n.Form(i + 1)
		if len(form) > 1 && strings.ToUpper(form) == form {
			n.index[form] = ent
		}
	}
}

// place enters the name of a place that the registry does not know.
func (n *names) place(lo, hi int32) {
	k := n.named(record.Place, lo, hi)
	n.addMention(mention{lo: lo, hi: hi, head: n.headOf(lo, hi), form: record.Name, role: location, ents: []int32{k}})
	if n.entities[k].code == "" && hi+1 < int32(len(n.Words)) && n.Words[hi].Norm == "," {
		if h := n.hit(hi + 1); h != nil {
			n.entities[k].code = n.reg.Entry(h.refs[0].Entry).Code
		}
	}
}

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
	if k, ok := n.index[n.plainText(lo, hi)]; ok && n.entities[k].kind != record.Person {
		n.addMention(mention{lo: lo, hi: hi, head: n.headOf(lo, hi), form: record.Name, ents: []int32{k}})
		return
	}
	k := n.personNamed(lo, hi)
	if k < 0 {
		k = n.named(record.Person, lo, hi)
		e := &n.entities[k]
		e.given, e.surname = n.Form(lo), n.Form(hi-1)
		if g, ok := n.reg.Gender(e.given); ok && hi-lo > 1 && g != registry.Either {
			e.gender = byte(g)
		}
	} else if full := n.plainText(lo, hi); len(full) > len(n.entities[k].name) && hi-lo > 1 {
		e := &n.entities[k]
		e.name, e.given, e.surname = full, n.Form(lo), n.Form(hi-1)
	}
	n.remember(k)
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
	e := &n.entities[k]
	n.bySurname[e.surname] = k
	if _, taken := n.bySurname[e.given]; !taken {
		n.bySurname[e.given] = k
	}
}

// personNamed is the person met before to whom a name can belong; -1 for none.
// A single word matches a surname, or the first word of a name written surname
// first; a longer name must agree in both.
func (n *names) personNamed(lo, hi int32) int32 {
	first, last := n.Form(lo), n.Form(hi-1)
	if hi-lo == 1 || n.words.is("particle", n.Words[lo].Norm) {
		if k, ok := n.bySurname[last]; ok {
			return k
		}
		return -1
	}
	for _, w := range [2]string{last, first} {
		k, ok := n.bySurname[w]
		if !ok {
			continue
		}
		e := &n.entities[k]
		if e.given == e.surname || e.given == first && e.surname == last {
			return k
		}
	}
	return -1
}

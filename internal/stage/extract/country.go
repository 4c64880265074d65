package extract

import (
	"slices"

	"chancery/internal/registry"
	"chancery/record"
)

// home is where a page is written: the country of its outlet, and whether the
// outlet speaks for a government. Its unqualified "the Prime Minister" is that
// country's, and a government's "we" is itself.
type home struct {
	code     string
	official bool
	body     registry.ID // the state or body that speaks, when official
}

// findHome reads the country from the name of the outlet.
func (p *page) findHome() {
	p.reg.Scan(p.meta.Source, func(m registry.Match) {
		press := slices.ContainsFunc(m.Names, func(r registry.NameRef) bool { return isPress(p.reg.Entry(r.Entry)) })
		for _, r := range m.Names {
			e := p.reg.Entry(r.Entry)
			if e.Code == "" || p.home.code != "" || press && !isPress(e) {
				continue // AFP is an agency here, not the police
			}
			p.home.code = e.Code
			if !press && e.Kind != record.Place {
				p.home.official, p.home.body = true, r.Entry
				if s := p.reg.State(e.Code); s != nil {
					p.home.body = s.ID
				}
			}
		}
	})
}

func isPress(e *registry.Entry) bool { return first(e.Sectors) == "JRN" }

// countryCount is how much a page names a state, its people, bodies and places.
type countryCount struct {
	code string
	n    int
}

// findFocus weighs the states that the page names, places more than names of
// states and those more than adjectives, and takes the heaviest for its focus.
// Persons whom the registry knows tell nothing: an outlet's own ministers speak
// of every country.
// Bodies such as the United Nations are noted as named, but are no focus.
func (p *page) findFocus() {
	p.findDateline()
	at := map[string]int{}
	for i := range p.mentions {
		m := &p.mentions[i]
		if m.form != record.Name || m.money || len(m.ents) != 1 {
			continue
		}
		e := &p.entities[m.ents[0]]
		if e.code == "" || e.kind == record.Organization && e.key == "" || first(e.sectors) == "JRN" {
			continue
		}
		p.named[e.code] = true
		if p.reg.State(e.code) == nil || e.kind == record.Person || m.role == adjective && m.hi < int32(len(p.Words)) && p.Words[m.hi].Lemma == "counterpart" {
			continue // a counterpart is of another country
		}
		k, ok := at[e.code]
		if !ok {
			k = len(p.weights)
			at[e.code] = k
			p.weights = append(p.weights, countryCount{code: e.code})
		}
		switch {
		case e.kind == record.Place:
			p.weights[k].n += 4
		case m.role == adjective:
			p.weights[k].n += 2
		default:
			p.weights[k].n += 3
		}
	}
	slices.SortStableFunc(p.weights, func(a, b countryCount) int { return b.n - a.n })
	if len(p.weights) > 0 {
		p.focus = p.weights[0].code
	}
}

// clearFocus is the state that the page names twice as often as any other; ""
// when there is none.
func (p *page) clearFocus() string {
	if len(p.weights) == 1 || len(p.weights) > 1 && p.weights[0].n >= 2*p.weights[1].n {
		return p.focus
	}
	return ""
}

// domestic is the country of an office named without one: the one that its own
// words tell, or where such a title is used, or that of a government's page;
// else the one that the page names most, of those that have such an office.
func (p *page) domestic(title string) string {
	if code := p.titles.ownCode(title); code != "" {
		return code
	}
	if code := p.words.home[title]; code != "" && (p.focus == "" || p.named[code]) {
		return code // but only where the page names that country at all
	}
	if p.home.code != "" && p.home.official && p.titles.has(p.home.code, title) {
		return p.home.code
	}
	if p.writtenIn != "" && p.titles.has(p.writtenIn, title) && len(p.weights) > 0 && 2*p.weightOf(p.writtenIn) >= p.weights[0].n {
		return p.writtenIn
	}
	var best countryCount
	for _, w := range p.weights {
		if !p.titles.has(w.code, title) {
			continue
		}
		if best.n > 0 {
			if w.n == best.n {
				return "" // two states that could have it, named as often
			}
			break
		}
		best = w
	}
	return best.code
}

// settleCountries gives a country to persons, bodies and places whose own words
// tell none. Such codes are marked as guesses. Outlets are left without, and so
// are envoys: they are sent from somewhere else than the page is about.
func (p *page) settleCountries() {
	p.nationals()
	envoy := map[int32]bool{}
	for i := range p.posts { // a minister without a country
		q := &p.posts[i]
		e, m := &p.entities[q.person], p.postMention(q)
		if e.code != "" {
			continue
		}
		if p.envoy(&m) && !p.home.official {
			envoy[q.person] = true
		} else if m.office != nil && m.office.level > 0 && q.org < 0 {
			if e.code = p.ministryBefore(q.lo, m.office.title); e.code == "" {
				e.code = p.companyOf(q.lo)
			}
			if e.code == "" {
				e.code = p.stateBeforeTitle(q.lo, m.office.title)
			}
			if e.code == "" {
				e.code = p.capitalBefore(q.lo, m.office.title)
			}
			if e.code == "" {
				e.code = p.domestic(m.office.title)
			}
			e.foreign = true
		}
	}
	p.settlePlaces()
	for i := range p.entities {
		e := &p.entities[i]
		if e.code != "" || e.key != "" || !e.named || envoy[int32(i)] {
			continue
		}
		switch e.kind {
		case record.Person, record.Place:
		case record.Organization:
			if len(e.sectors) > 0 && e.sectors[0] == "JRN" {
				continue
			}
		default:
			continue
		}
		if code := p.presumed(int32(i)); code != "" {
			e.code, e.foreign = code, true
		}
	}
	for i := range p.posts {
		if q := &p.posts[i]; q.code == "" {
			q.code = p.entities[q.person].code
		}
	}
}

// settlePlaces gives an unknown place the country in which the page was last
// before its first mention.
func (p *page) settlePlaces() {
	last, at := "", int32(0)
	for i := range p.Words {
		k := p.heads[i]
		if k < 0 || len(p.mentions[k].ents) != 1 || p.mentions[k].form != record.Name || p.mentions[k].role == adjective {
			continue
		}
		e := &p.entities[p.mentions[k].ents[0]]
		if e.kind != record.Place && e.kind != record.State {
			continue
		}
		switch {
		case e.code != "":
			if p.mentions[k].role == location || p.words.is("locative", p.caseOf(int32(i))) {
				last, at = e.code, p.Words[i].Sent
			}
		case e.key == "" && p.Words[i].Sent-at <= scopeOfPlace:
			e.code, e.foreign = last, last != ""
		}
	}
}

// scopeOfPlace is for how many sentences "in X" holds for the towns after it.
const scopeOfPlace = 4

// presumed is the country of one of whom the page tells nothing: that of the
// page, when it has one focus; a government's page is about others too.
func (p *page) presumed(ent int32) string {
	focus := p.clearFocus()
	if !p.home.official {
		return focus
	}
	if len(p.held[ent]) > 0 || focus == p.home.code || p.entities[ent].level > 0 {
		return p.home.code
	}
	return ""
}

// speakForAuthor lets "we" outside of quotations stand for the government that
// published the page.
func (p *page) speakForAuthor() {
	if !p.home.official {
		return
	}
	author := int32(-1)
	for i := range p.mentions {
		m := &p.mentions[i]
		if m.form != record.Pronoun || len(m.ents) > 0 {
			continue
		}
		switch p.Words[m.head].Norm {
		case "i", "we", "us", "our", "my", "me":
			if author < 0 {
				author = p.registered(p.reg.Entry(p.home.body))
			}
			m.ents = []int32{author}
		}
	}
}

// nationals gives persons the country that stands before their names: "An
// Australian, Tom Brent, was charged", "a Canadian named Ann Hill".
func (p *page) nationals() {
	for i := range p.mentions {
		m := &p.mentions[i]
		if m.role != adjective || len(m.ents) != 1 || m.lo == 0 || m.hi+1 >= int32(len(p.Words)) {
			continue
		}
		switch p.Words[m.lo-1].Norm {
		case "a", "an":
		default:
			continue
		}
		switch p.Words[m.hi].Norm {
		case ",", "named", "called":
		default:
			continue
		}
		at := p.cover[m.hi+1]
		if at < 0 || p.mentions[at].lo != m.hi+1 || p.mentions[at].form != record.Name || !p.isPerson(at) {
			continue
		}
		if e := &p.entities[p.mentions[at].ents[0]]; e.code == "" {
			e.code = p.entities[m.ents[0]].code
		}
	}
}

package extract

import (
	"slices"
	"strings"

	"chancery/internal/registry"
	"chancery/record"
)

// This file joins the persons of a page with those of whom the registry tells
// which offices they held, and when.

// knowHolders tells who is meant by a title and a name ("President Putin") of
// whom the page gives no more: the one person of that name who held that office
// on the page's day. Words of the page that name another country stand against it.
func (p *page) knowHolders() {
	for i := range p.posts {
		q := &p.posts[i]
		m := p.postMention(q)
		e := &p.entities[q.person]
		if m.office == nil || e.kind != record.Person || q.org >= 0 && p.entities[q.org].kind != record.State && q.code == "" {
			continue
		}
		if e.key != "" {
			p.holdsAsTold(q, e, m.office.title)
			continue
		}
		known, code := p.incumbent(e, m.office.title, q.former)
		if code == "" || q.code != "" && q.code != code || e.code != "" && e.code != code {
			continue
		}
		if known != nil {
			p.becomeKnown(q.person, known)
			p.holdsAsTold(q, &p.entities[q.person], m.office.title)
		} else if e.code == "" {
			e.code, e.foreign = code, true
		}
		if q.code == "" {
			q.code = code
		}
	}
}

// fit is how well a person of the registry fits a name and a title.
type fit uint8

const (
	noFit  fit = iota
	before     // held the office, but not on the page's day
	byName     // holds it, and has the name not as the last: "Premier Li"
	holds      // holds it
)

// incumbent is the one person of the registry who has a person's name and holds
// an office on the page's day, and the country of that office. Of several of one
// country, and of one whose time is over, the country alone is told.
func (p *page) incumbent(e *entity, title string, former bool) (found *registry.Entry, code string) {
	best, many := noFit, false
	p.reg.Bearers(e.surname, func(known *registry.Entry, last bool) {
		f, a := p.officeOf(known, title, former)
		if f == holds && !last {
			f = byName
		}
		switch {
		case f == noFit || f < best || f == before && !last || !sharesName(e.name, known):
		case f > best:
			best, found, code, many = f, known, a.Code, false
		default:
			if a.Code != code {
				code = ""
			}
			many = true
		}
	})
	if many || best == before {
		found = nil
	}
	return found, code
}

// officeOf says how a person of the registry held an office, and as what.
func (p *page) officeOf(known *registry.Entry, title string, former bool) (best fit, found *registry.Affiliation) {
	for i := range known.Affiliations {
		a := &known.Affiliations[i]
		if !p.oneOffice(a.Post, title) {
			continue
		}
		f := noFit
		switch {
		case a.Holds(p.on) && !former, p.on == 0, former && a.Ended(p.on):
			f = holds
		case a.Ended(p.on), former && a.Holds(p.on):
			f = before
		}
		if f > best {
			best, found = f, a
		}
	}
	return best, found
}

// holdsAsTold joins a post of the page with what the registry knows of its
// holder: the post gets the country of the office, and a person whom the page
// tells to be in an office has its country and sectors.
func (p *page) holdsAsTold(q *post, e *entity, title string) {
	known := p.reg.ByKey(e.key)
	f, a := p.officeOf(known, title, q.former)
	if f == noFit {
		if !q.former && q.code != "" && !inOffice(known, p.on) {
			e.code = q.code
		}
		return
	}
	if q.code == "" && q.org < 0 {
		q.code = a.Code
	}
	if !q.former && q.code == a.Code {
		e.code, e.sectors = a.Code, a.Sectors
	}
}

// inOffice says whether a person holds one of the offices that the registry tells.
func inOffice(known *registry.Entry, on registry.Date) bool {
	return slices.ContainsFunc(known.Affiliations, func(a registry.Affiliation) bool { return a.Holds(on) })
}

// sharesName says whether a name of several words can be a person's: another
// word than the one by which the person was found must be the person's too.
func sharesName(name string, known *registry.Entry) bool {
	words := strings.Fields(name)
	if len(words) < 2 {
		return true
	}
	for _, w := range words[:len(words)-1] {
		w = registry.Fold(w)
		for i := range known.Surfaces {
			for have := range strings.FieldsSeq(known.Surfaces[i].Text) {
				if registry.Fold(have) == w {
					return true
				}
			}
		}
	}
	return false
}

// oneOffice says whether a post of the registry is what a title tells: "foreign
// minister" is "foreign secretary", "president of the European Council" a president.
func (p *page) oneOffice(post, title string) bool {
	title = p.plainTitle(title)
	if post == title || p.words.rank[post] != "" && p.words.rank[post] == p.words.rank[title] {
		return true
	}
	return title == "president" && strings.HasPrefix(post, "president of ")
}

// plainTitle is a title less the words before it that do not change the office.
func (p *page) plainTitle(title string) string {
	for {
		first, rest, ok := strings.Cut(title, " ")
		if !ok || !p.words.is("incumbent", first) && first != "us" && first != "u.s." && first != "un" {
			return title
		}
		title = rest
	}
}

// becomeKnown makes a person of the page one of the registry.
func (p *page) becomeKnown(k int32, known *registry.Entry) {
	if other, ok := p.index[known.Key]; ok && other != k {
		p.joinPersons(k, other)
		return
	}
	e := &p.entities[k]
	code, sectors := known.On(p.on)
	e.key, e.name, e.foreign = known.Key, known.Name, false
	if code != "" {
		e.code = code
	}
	if len(sectors) > 0 {
		e.sectors = sectors
	}
	e.given, e.surname, e.gender = p.knownPerson(known)
	p.index[known.Key] = k
}

// joinPersons makes one of two persons of the page: all that is said of the
// first is said of the other.
func (p *page) joinPersons(k, other int32) {
	for i := range p.mentions {
		if at := slices.Index(p.mentions[i].ents, k); at >= 0 {
			p.mentions[i].ents = slices.Clone(p.mentions[i].ents)
			p.mentions[i].ents[at] = other
		}
	}
	for _, i := range p.held[k] {
		p.posts[i].person = other
		p.held[other] = append(p.held[other], i)
	}
	delete(p.held, k)
}

// acquainted says whether a full name of the registry can be the person's whom
// the registry means: in office, or with a title, or on a page that names the
// country. Else it may be a namesake.
func (n *names) acquainted(h *hit, e *registry.Entry) bool {
	if len(e.Affiliations) == 0 || n.afterTitle(h.lo) {
		return true
	}
	if n.tops.named[e.Code] > 0 {
		return true
	}
	for i := range e.Affiliations {
		a := &e.Affiliations[i]
		if a.Holds(n.on) || n.tops.named[a.Code] > 0 || n.home.code == a.Code {
			return true
		}
	}
	return false
}

// leaveNamesakes takes out the persons of the registry whom the page hardly means.
func (n *names) leaveNamesakes() {
	for k := range n.hits {
		h := &n.hits[k]
		if e := n.reg.Entry(h.refs[0].Entry); e.Kind != record.Person || n.acquainted(h, e) {
			continue
		}
		for i := h.lo; i < h.hi; i++ {
			n.hitAt[i] = 0
		}
	}
}

// callName is how a person is called by one word, whatever the spelling: less
// accents and the article before a hyphen.
func callName(form string) string {
	if len(form) > 4 && form[2] == '-' && startsUpper(form[3:]) {
		switch form[:2] {
		case "al", "el", "Al", "El", "as", "ad", "ar", "an", "at", "az":
			form = form[3:]
		}
	}
	for i := range len(form) {
		if form[i] >= 0x80 {
			if f := registry.Fold(form); f != "" && f[0] < 0x80 {
				return strings.ToUpper(f[:1]) + f[1:]
			}
			break
		}
	}
	return form
}

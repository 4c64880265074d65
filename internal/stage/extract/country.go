package extract

import (
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
		for _, r := range m.Names {
			e := p.reg.Entry(r.Entry)
			if e.Code == "" || p.home.code != "" {
				continue
			}
			p.home.code = e.Code
			jrn := len(e.Sectors) > 0 && e.Sectors[0] == "JRN"
			if !jrn && e.Kind != record.Place {
				p.home.official, p.home.body = true, r.Entry
				if s := p.reg.State(e.Code); s != nil {
					p.home.body = s.ID
				}
			}
		}
	})
}

// domestic is the country of an office named without one: the country where
// such a title is used, that of the outlet, else the one the page is about.
func (p *page) domestic(title string) string {
	if code := p.words.home[title]; code != "" && (p.focus == "" || p.named[code]) {
		return code // but only where the page names that country at all
	}
	if p.home.code != "" && p.home.official {
		return p.home.code
	}
	return p.focus
}

// settleCountries gives a country to persons, bodies and places whose own words
// tell none. Such codes are marked as guesses. Outlets are left without.
func (p *page) settleCountries() {
	for i := range p.posts { // a minister without a country
		q := &p.posts[i]
		e := &p.entities[q.person]
		if m := &p.mentions[q.nominal]; e.code == "" && m.office != nil && m.office.level > 0 && q.org < 0 {
			e.code, e.foreign = p.domestic(m.office.title), true
		}
	}
	for i := range p.entities {
		e := &p.entities[i]
		if e.code != "" || e.key != "" || !e.named {
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
		if code := p.domestic(""); code != "" {
			e.code, e.foreign = code, true
		}
	}
	for i := range p.posts {
		if q := &p.posts[i]; q.code == "" {
			q.code = p.entities[q.person].code
		}
	}
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

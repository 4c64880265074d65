package extract

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// counterparts gives the counterpart of an office holder the same office in a
// country of its own: "Foreign Minister Asha Rao and her Kenyan counterpart
// John Ouma".
func (p *page) counterparts() {
	for k := range p.mentions {
		m := &p.mentions[k]
		if m.form != record.Nominal || m.plural || p.Words[m.head].Lemma != "counterpart" || len(m.ents) != 1 {
			continue
		}
		e := &p.entities[m.ents[0]]
		if e.kind != record.Person || !e.named || e.code == "" || e.foreign || p.holdsStateOffice(m.ents[0]) {
			continue
		}
		if q := p.officeOfOwner(m); q != nil {
			title, level := p.titleText(q), p.postMention(q).office.level
			at := p.lastNamed(m.ents[0], m.lo, p.sentenceOf(m.head).End)
			p.held[m.ents[0]] = append(p.held[m.ents[0]], len(p.posts))
			p.posts = append(p.posts, post{person: m.ents[0], lo: m.lo, hi: m.hi, org: -1, code: e.code,
				evidLo: p.phraseStart(m), evidHi: max(m.hi, at), nominal: -1, told: title})
			if e.level == 0 {
				e.level = level
			}
		}
	}
}

// officeOfOwner is the present office, of a state, of the person whose
// counterpart a nominal tells; nil when the page tells none.
func (p *page) officeOfOwner(m *mention) *post {
	for _, c := range p.children(m.head) {
		k := p.heads[c]
		if p.Words[c].Rel != syntax.NmodPoss || k < 0 || len(p.mentions[k].ents) != 1 {
			continue
		}
		for _, i := range p.held[p.mentions[k].ents[0]] {
			if q := &p.posts[i]; !q.former && q.nominal >= 0 && (q.org < 0 || p.entities[q.org].kind == record.State) {
				if o := p.mentions[q.nominal].office; o != nil && o.level > 0 {
					return q
				}
			}
		}
	}
	return nil
}

// lastNamed is the end of the first name of an entity in words [lo, hi), lo for none.
func (p *page) lastNamed(ent, lo, hi int32) int32 {
	for i := lo; i < hi; i++ {
		if k := p.cover[i]; k >= 0 && p.mentions[k].form == record.Name && len(p.mentions[k].ents) == 1 && p.mentions[k].ents[0] == ent {
			return p.mentions[k].hi
		}
	}
	return lo
}

// holdsStateOffice says whether the page tells an office of a state that a
// person holds; the chair of a bloc is none.
func (p *page) holdsStateOffice(ent int32) bool {
	for _, i := range p.held[ent] {
		q := &p.posts[i]
		if o := p.postMention(q).office; !q.former && o != nil && o.level > 0 && (q.org < 0 || p.entities[q.org].kind == record.State) {
			return true
		}
	}
	return false
}

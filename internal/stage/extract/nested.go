package extract

import (
	"chancery/internal/registry"
	"chancery/internal/syntax"
	"chancery/record"
)

// nestBodies gives a body without a country that of the body or state it is
// part of: "the Office for Border Affairs of the Central Committee", "Kenya's
// Water Board", "the Water Board in Kenya" not.
func (p *page) nestBodies() {
	for k := range p.mentions {
		m := &p.mentions[k]
		if m.form != record.Name || len(m.ents) != 1 {
			continue
		}
		e := &p.entities[m.ents[0]]
		if e.code != "" || e.key != "" || e.kind != record.Organization {
			continue
		}
		if e.code = p.ownerCode(m); e.code == "" {
			e.code = p.wholeCode(m.hi, 3)
		}
	}
}

// wholeCode is the country of what "of …" behind a body names, through as many
// bodies as depth.
func (p *page) wholeCode(i int32, depth int) string {
	if depth == 0 || i+1 >= int32(len(p.Words)) || p.Words[i].Sent != p.Words[i-1].Sent || p.Words[i].Norm != "of" {
		return ""
	}
	if p.cover[i] < 0 {
		if i++; i+1 < int32(len(p.Words)) && p.Words[i].UPOS == syntax.DET {
			i++
		}
	}
	k := p.cover[i]
	if k < 0 || len(p.mentions[k].ents) != 1 {
		return ""
	}
	switch e := &p.entities[p.mentions[k].ents[0]]; {
	case e.kind == record.Person:
		return ""
	case e.code != "" && !e.foreign:
		return e.code
	}
	return p.wholeCode(p.mentions[k].hi, depth-1)
}

// ownerCode is the country of the state whose name or adjective stands directly
// before a body: "Kenya's Water Board", "the Kenyan Water Board".
func (p *page) ownerCode(m *mention) string {
	i := m.lo - 1
	if i >= 1 && (p.Words[i].Norm == "'s" || p.Words[i].Norm == "’s" || p.Words[i].Norm == "'" || p.Words[i].Norm == "’") {
		i--
	}
	if i < p.sentenceOf(m.lo).First || p.cover[i] < 0 {
		return ""
	}
	o := &p.mentions[p.cover[i]]
	if len(o.ents) != 1 || p.entities[o.ents[0]].kind != record.State {
		return ""
	}
	return p.entities[o.ents[0]].code
}

// homonym is the country of a state's own body by a name that the registry has,
// as part of a longer one, for another: "Belarus's Security Council". "" for none. The permanent members' own councils are in the registry.
func (n *names) homonym(h *hit) string {
	if code := n.commonOrgan(h); code != "" {
		return code
	}
	ref, _ := n.reading(h)
	e := n.reg.Entry(ref.Entry)
	if ref.Role != registry.Alias || e.Kind != record.Organization || n.reg.State(e.Code) != nil || h.hi-h.lo < 2 || !n.organizational(h.hi-1) {
		return ""
	}
	code := n.stateBefore(h)
	if code == "" || contains(permanentMembers[:], code) || h.hi < int32(len(n.Words)) && n.Words[h.hi].UPOS == syntax.NOUN {
		return "" // "Kenya's Security Council seat"
	}
	return code
}

// permanentMembers of the UN Security Council have a say and a seat there too.
var permanentMembers = [...]string{"CHN", "FRA", "GBR", "RUS", "USA"}

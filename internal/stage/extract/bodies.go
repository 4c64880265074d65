package extract

import (
	"strings"

	"chancery/internal/syntax"
	"chancery/record"
)

// longer is the last body named before whose name ends in, or begins with, the
// words of a shorter one: "the Coalition" after "the Global Coalition".
func (n *names) longer(text string) int32 {
	for k := len(n.entities) - 1; k >= 0 && k >= len(n.entities)-lookBack; k-- {
		e := &n.entities[k]
		switch e.kind {
		case record.Organization, record.Forum, record.Group:
			if e.named && (endsName(e.name, text) || strings.HasPrefix(e.name, text+" of ") || strings.HasPrefix(e.name, text+" for ")) {
				return int32(k)
			}
		}
	}
	return -1
}

// endsName says whether a name ends in the words of a shorter one for the same
// body; what stands after "of" is another: the Bureau of the Committee is no Committee.
func endsName(name, text string) bool {
	before, ok := strings.CutSuffix(name, " "+text)
	return ok && !strings.Contains(before, " of ") && !strings.Contains(before, " for ")
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
		if e.code = n.bodyCode(lo, hi); e.code == "" {
			e.code = n.parentCode(lo)
		}
	}
	if e.sectors == nil && kind == record.Organization {
		e.sectors = n.bodySectors(lo, hi)
	}
	n.addMention(mention{lo: lo, hi: hi, head: n.headOf(lo, hi), form: record.Name, ents: []int32{k}})
	n.abbreviation(hi, k)
}

// parentCode is the country of the body whose name stands directly before one:
// "the Communist Party of China (CPC) Central Committee".
func (n *names) parentCode(lo int32) string {
	i := lo - 1
	if i >= 2 && n.Words[i].Norm == ")" && n.Words[i-2].Norm == "(" {
		i -= 3
	}
	if i < n.sentenceOf(lo).First || n.cover[i] < 0 {
		return ""
	}
	m := &n.mentions[n.cover[i]]
	if e := &n.entities[m.ents[0]]; m.role == plain && (e.kind == record.Organization || e.kind == record.Group) {
		return e.code
	}
	return ""
}

// bodyCode is the country that a body's name tells: that of an adjective or
// state that begins it, else of the last one in it. What stands after "for" or
// "on" is its subject: a Center for Russian Studies need not be Russian.
func (n *names) bodyCode(lo, hi int32) string {
	code := ""
	topic := false
	for i := lo; i < hi; i++ {
		switch w := n.Words[i].Norm; w {
		case "for", "on", "against", "to":
			topic = true
		case "of", "at", "in":
			topic = false
		case "coalition", "alliance", "combined":
			if code == "" || code == "IMG" { // a coalition against a group is none of the group's
				code = "IGO"
			}
		}
		h := n.hit(i)
		if h == nil {
			continue
		}
		if i > lo && first(n.reg.Entry(h.refs[0].Entry).Sectors) == "PTY" { // a Christian Democratic Party is not the Democratic Party
			i = h.hi - 1
			continue
		}
		if r := n.reg.Entry(h.refs[0].Entry); r.Code != "" && !topic && (first(r.Sectors) != "JRN" || h.hi >= hi) { // Liberation Tigers are no paper
			c := r.Code
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

// bodySectors reads the sector of a body from the kind of organ that its
// name tells, else from its nouns.
func (n *names) bodySectors(lo, hi int32) []string {
	if o := n.organIn(lo, hi); o != nil {
		return o.Sectors
	}
	if a, ok := n.lex.Agent(n.Words[hi-1].Norm); ok && a.Sector != "" && a.Group { // the Royal Army is no royal
		return []string{a.Sector}
	}
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

// bodyOf is the body or state whose a bare spokesperson is, the subject of the
// sentence before: "The Commission appealed to both. A spokesperson said …"; -1 for
// none.
func (p *page) bodyOf(m *mention, before []int32) int32 {
	switch p.Words[m.head].Lemma {
	case "spokesperson", "spokesman", "spokeswoman":
	default:
		return -1
	}
	if m.plural || p.child(m.head, syntax.Nmod, syntax.NmodPoss, syntax.Compound, syntax.Amod) >= 0 {
		return -1
	}
	for j := len(before) - 1; j >= 0; j-- {
		o := &p.mentions[before[j]]
		switch back := p.Words[m.head].Sent - p.Words[o.head].Sent; {
		case back > 1:
			return -1
		case back == 1 && len(o.ents) == 1 && base(p.Words[o.head].Rel) == syntax.Nsubj && p.Words[p.Words[o.head].Head].Rel == syntax.Root:
			switch e := &p.entities[o.ents[0]]; {
			case e.kind != record.Organization && e.kind != record.State, e.code == "", first(e.sectors) == "JRN":
				return -1
			}
			return o.ents[0]
		}
	}
	return -1
}

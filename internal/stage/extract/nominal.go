package extract

import (
	"strings"

	"chancery/internal/syntax"
	"chancery/record"
)

// nominalEntities makes, or finds again, the entities of a nominal: one for
// each owner ("Chinese and Russian officials" are two).
func (p *page) nominalEntities(m *mention, owners []int32) []int32 {
	var out []int32
	seen := map[string]bool{}
	for _, o := range owners {
		code := p.entities[o].code
		if code == "" && len(owners) > 1 || seen[code] {
			continue
		}
		seen[code] = true
		out = append(out, p.nominalEntity(m, o))
	}
	if len(out) == 0 {
		return append(out, p.nominalEntity(m, -1))
	}
	if len(out) > 1 { // each of "Chinese and Russian officials" has a name of its own
		for i, k := range out {
			if owner := p.entities[k].state; owner >= 0 {
				p.entities[out[i]].name = p.plainText(m.lo, m.hi) + " of " + p.entities[owner].name
			}
		}
	}
	return out
}

func (p *page) nominalEntity(m *mention, owner int32) int32 {
	e := entity{kind: p.nominalKind(m), head: p.Words[m.head].Lemma, plural: m.plural, state: owner}
	if owner >= 0 {
		e.code = p.entities[owner].code
	}
	if m.sector != "" {
		e.sectors = []string{m.sector}
	}
	if m.office != nil {
		e.level = m.office.level
	}
	switch lemma := p.Words[m.head].Lemma; {
	case (e.code == "" || e.code == "IMG") && (lemma == "coalition" || lemma == "alliance" || lemma == "bloc"):
		e.code = "IGO" // of states, unless its words say whose
	case e.code == "" && m.sector == "MIL" && p.ofCoalition(m.head):
		e.code = "IGO"
	}
	if e.code == "" && m.office != nil && m.office.level > 0 && m.office.level < 4 && !m.plural {
		e.code, e.foreign = p.domestic(m.office.title), true
	} else if e.code == "" && p.local(m) {
		e.code, e.foreign = p.localCode(m.head), true
	}
	e.name = p.nominalName(m)
	key := "nominal\x00" + e.name + "\x00" + e.code
	if k, ok := p.index[key]; ok {
		return k
	}
	p.index[key] = p.addEntity(e)
	return p.index[key]
}

// ofCoalition says whether forces are those of a coalition: "coalition troops".
func (p *page) ofCoalition(i int32) bool {
	for _, k := range p.children(i) {
		if k < i && p.Words[k].Norm == "coalition" {
			return true
		}
	}
	return false
}

func (p *page) nominalKind(m *mention) record.Kind {
	switch {
	case m.plural:
		return record.Group
	case m.office != nil:
		return record.Person
	case m.organ:
		return record.Organization
	}
	if a, ok := p.lex.Agent(p.Words[m.head].Norm); ok && a.Group || p.bodily(p.Words[m.head].Lemma) {
		return record.Organization
	}
	return record.Person
}

// bodily says whether a noun names a body: "committee", "alliance".
func (p *page) bodily(lemma string) bool {
	if p.words.is("title_noun", lemma) || lemma == "guard" {
		return false
	}
	return p.words.is("org_head", lemma) || p.bodyTest(lemma) != nil
}

// nominalName is the noun phrase without article and quantity, or, for one of
// several owners, the owner's name with the noun.
func (p *page) nominalName(m *mention) string {
	name := p.nominalText(m)
	for _, s := range [...]string{"'s ", "’s ", "' ", "’ "} { // of a possessor that the phrase does not hold
		name = strings.TrimPrefix(name, s)
	}
	return name
}

// dayWord says whether a word only tells when: "On Sunday night gunmen attacked".
func (p *page) dayWord(i int32) bool {
	w := &p.Words[i]
	if p.words.is("daypart", w.Norm) && i > 0 {
		w = &p.Words[i-1]
	}
	return w.UPOS == syntax.PROPN && p.words.is("calendar", w.Norm)
}

// nominalText is the text of a nominal with the modifiers before it.
func (p *page) nominalText(m *mention) string {
	lo, hi := m.lo, m.hi
	for lo > p.sentenceOf(lo).First {
		w := &p.Words[lo-1]
		if w.UPOS == syntax.PRON || w.Norm == "own" || p.dayWord(lo-1) { // "its foreign minister" is named without "its"
			break
		}
		inside := w.Head >= lo-1 && w.Head < hi || w.Head == m.head
		switch w.Rel {
		case syntax.Amod, syntax.Compound, syntax.Flat, syntax.NmodPoss:
			if !inside && w.Rel != syntax.Amod {
				return p.plainText(lo, hi)
			}
		case syntax.Conj, syntax.Cc:
			if w.UPOS == syntax.VERB || lo-1 == p.sentenceOf(lo).First || p.Words[lo].Rel != syntax.Conj && w.Rel == syntax.Cc || p.Words[lo-2].UPOS != syntax.ADJ && w.Rel == syntax.Cc {
				return p.plainText(lo, hi)
			}
		case syntax.Case:
			if w.Norm != "'s" && w.Norm != "’s" {
				return p.plainText(lo, hi)
			}
		case syntax.Punct:
			if !isHyphen(w.Norm) || lo-1 == p.sentenceOf(lo).First || !p.tightAt(lo-1) {
				return p.plainText(lo, hi)
			}
		default:
			return p.plainText(lo, hi)
		}
		lo--
	}
	return p.plainText(lo, hi)
}

// local says whether a nominal without a country is the kind of body that
// belongs to the country that the page is about.
func (p *page) local(m *mention) bool {
	for _, k := range p.children(m.head) {
		if p.words.is("continental", p.Words[k].Norm) {
			return false // "his European partners" are not those of the place
		}
	}
	switch m.sector {
	case "COP", "GOV", "MIL", "LEG", "JUD", "CVL", "OPP", "PTY", "CRM", "MED", "LAB", "REB", "UAF", "SPY", "BUS", "REF", "REL", "SOC", "PRM", "ELI":
		return true
	}
	return false
}

// localCode is the country of the place named in the sentence, else of the last
// one named shortly before, else the one that the page is about.
func (p *page) localCode(i int32) string {
	s := p.Words[i].Sent
	for b := s; b >= 0 && b >= s-2; b-- {
		if code, several := p.locatedIn(b); several {
			return p.focus
		} else if code != "" {
			return code
		}
	}
	return p.focusAt(i)
}

// focusAt is the country that the page is about, as far as a reader at word i can
// know: when it has not been named yet, that of the last place before.
func (p *page) focusAt(i int32) string {
	if p.focus == "" || p.foreshadowed(p.focus, i) {
		return p.focus
	}
	for b := p.Words[i].Sent - 1; b >= 0; b-- {
		if code, _ := p.locatedIn(b); code != "" {
			return code
		}
	}
	return p.focus
}

// foreshadowed says whether a state, or what is of it, is named before word i.
func (p *page) foreshadowed(code string, i int32) bool {
	for k := range p.mentions {
		if m := &p.mentions[k]; m.lo < i && m.form == record.Name && len(m.ents) == 1 && p.entities[m.ents[0]].code == code {
			return true
		}
	}
	return false
}

// locatedIn is the country of the places in which a sentence says that
// something is; several when they lie in more than one.
func (p *page) locatedIn(sentence int32) (code string, several bool) {
	s := &p.Sentences[sentence]
	for j := s.First; j < s.End; j++ {
		k := p.cover[j]
		if k < 0 || p.mentions[k].head != j {
			continue
		}
		m := &p.mentions[k]
		if h := p.Words[j].Head; h >= 0 && base(p.Words[j].Rel) == syntax.Nmod && p.words.is("diplomatic", p.Words[h].Lemma) {
			continue // where an embassy is
		}
		if len(m.ents) != 1 || m.role == adjective || m.role != location && !p.words.is("locative", p.caseOf(j)) && !p.cityOf(j) {
			continue
		}
		e := &p.entities[m.ents[0]]
		if e.kind != record.Place && e.kind != record.State || e.code == "" {
			continue
		}
		if code != "" && code != e.code {
			return "", true
		}
		code = e.code
	}
	return code, false
}

// cityOf says whether a name stands behind the noun for what it is, where that
// tells a place: "in the border city of X".
func (p *page) cityOf(i int32) bool {
	h := p.Words[i].Head
	return h >= 0 && p.caseOf(i) == "of" && p.words.is("settlement", p.Words[h].Lemma) && p.words.is("locative", p.caseOf(h))
}

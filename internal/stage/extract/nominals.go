package extract

import (
	"strings"

	"chancery/internal/syntax"
	"chancery/record"
)

// findNominals finds the parties that common nouns name: offices ("the foreign
// minister"), agents ("Russian officials", "police") and their countries.
// Titles before a name are marked as such and make no entity of their own.
func (p *page) findNominals() {
	for s := range p.Sentences {
		sent := &p.Sentences[s]
		for i := sent.First; i < sent.End; {
			i = p.nominalAt(i, sent.End)
		}
	}
}

// nominalAt enters the nominal that begins at word i, if any, and gives the
// word to go on from.
func (p *page) nominalAt(i, end int32) int32 {
	if p.cover[i] >= 0 || p.Words[i].UPOS == syntax.PUNCT {
		return i + 1
	}
	if p.quantity(i, end) {
		return i + 3
	}
	if next := p.organNominal(i, end); next > i {
		return next
	}
	if o, taken := p.officeAt(i, end); taken > 0 {
		head := p.officeHead(i, i+taken)
		if taken > 1 && !p.nounLike(head) { // a word of the title that the tagger took for an adjective
			head = p.headOf(i, i+taken)
		}
		if p.beforeName(p.pastBrackets(i+taken)) || p.heads[head] < 0 && (p.nounLike(head) || taken > 1 && p.adjectiveHead(head) || p.complemented(i+taken, end)) {
			p.addNominal(i, i+taken, head, &office{o.level, o.sector, o.title}, o.sector)
		}
		return i + taken
	}
	if a, ok := p.lex.Agent(p.Words[i].Norm); ok && p.nounLike(i) && p.heads[i] < 0 {
		k := p.addNominal(i, i+1, i, nil, a.Sector)
		m := &p.mentions[k]
		m.plural = m.plural || a.Group
	}
	if p.heads[i] < 0 && p.nounLike(i) && (p.words.is("human", p.Words[i].Lemma) || p.words.is("occupation", p.Words[i].Lemma)) {
		p.addNominal(i, i+1, i, nil, "CVL")
	}
	if p.words.is("pair_noun", p.Words[i].Norm) && p.heads[i] < 0 && p.feature(i, "Number=Plur") {
		p.addNominal(i, i+1, i, nil, "")
	}
	return i + 1
}

// quantity says whether a word before "of" is no party though it can be one: "a
// state of emergency", "one count of fraud".
func (p *page) quantity(i, end int32) bool {
	if i+2 >= end || p.Words[i+1].Norm != "of" {
		return false
	}
	switch p.Words[i].Lemma {
	case "state":
		return p.words.is("quantity_of", p.Words[i+2].Lemma)
	case "count":
		return p.Words[i+2].UPOS == syntax.NOUN
	}
	return false
}

func (p *page) nounLike(i int32) bool {
	w := &p.Words[i]
	switch w.UPOS {
	case syntax.VERB: // the accused
		return p.child(i, syntax.Det) == i-1 && i > 0 && p.participle(i) && p.child(i, syntax.Obj) < 0
	case syntax.NOUN, syntax.PROPN:
		return w.Rel != syntax.Compound && w.Rel != syntax.Amod || p.beforeName(i+1) || p.beforeTitle(i+1)
	case syntax.ADJ:
		return w.Rel == syntax.Nsubj || w.Rel == syntax.Obj || w.Rel == syntax.Obl
	}
	return false
}

// complemented says whether what stands at word i tells whose a title is.
func (p *page) complemented(i, end int32) bool {
	if i+1 >= end {
		return false
	}
	switch p.Words[i].Norm {
	case "of", "to":
		return p.Words[i].UPOS == syntax.ADP
	}
	return false
}

// adjectiveHead says whether the last word of a title is one that the tagger
// took for an adjective but that no noun follows: "the chief executive of X".
func (p *page) adjectiveHead(i int32) bool {
	w := &p.Words[i]
	if i > 0 && isHyphen(p.Words[i-1].Norm) { // prime minister-designate
		return w.UPOS == syntax.ADJ || w.UPOS == syntax.VERB
	}
	return w.UPOS == syntax.ADJ && w.Rel != syntax.Amod && w.Rel != syntax.Compound
}

// beforeName says whether a personal name begins at word i.
func (p *page) beforeName(i int32) bool {
	if i >= int32(len(p.Words)) || p.cover[i] < 0 {
		return false
	}
	m := &p.mentions[p.cover[i]]
	return m.lo == i && len(m.ents) == 1 && p.entities[m.ents[0]].kind == record.Person
}

// beforeTitle says whether a title of office that a personal name follows
// begins at word i.
func (p *page) beforeTitle(i int32) bool {
	if i >= int32(len(p.Words)) || p.cover[i] >= 0 || !startsUpper(p.Form(i)) {
		return false
	}
	_, n := p.officeAt(i, p.sentenceOf(i).End)
	return n > 0 && p.beforeName(i+n)
}

// invisible are marks of writing direction that may cling to a word.
const invisible = "\u200b\u200e\u200f\u2060\ufeff"

type officeMatch struct {
	level  int
	sector string
	title  string
}

// officeAt looks for a title of office that begins at word i.
func (p *page) officeAt(i, end int32) (officeMatch, int32) {
	var buf [6]string
	k := 0
	var ends [len(buf)]int32
	for j := i; j < end && k < len(buf) && p.cover[j] < 0; j++ {
		word := p.Words[j].Norm
		if f := p.Form(j); len(f) > 1 && len(f) < 5 && strings.ToUpper(f) == f {
			word = f // CEO, MP: titles that are written so
		}
		buf[k] = strings.TrimPrefix(strings.Trim(word, invisible), "ex-")
		if j+2 < end && isHyphen(p.Words[j+1].Norm) && p.tightAt(j+1) { // Secretary-General is one word of a title
			buf[k] = buf[k] + "-" + p.Words[j+2].Norm
			j += 2
		}
		ends[k] = j + 1
		k++
	}
	o, n := p.reg.Office(buf[:k])
	if n < 2 && k > 1 && p.words.is("deputizing", buf[0]) { // Deputy Chief Minister, where only Chief Minister is known
		if rest, m := p.reg.Office(buf[1:k]); m > 0 {
			return officeMatch{max(rest.Level, 3), rest.Sector, buf[0] + " " + rest.Title}, ends[m] - i
		}
	}
	if n == 0 {
		return officeMatch{}, 0
	}
	if _, organ := p.organAt(i, end); organ > ends[n-1]-i { // the Prosecutor General's Office
		return officeMatch{}, 0
	}
	taken := ends[n-1] - i
	return officeMatch{o.Level, o.Sector, o.Title}, taken + p.portfolio(i+taken, end)
}

// portfolio is how many words from i on name the field of a minister: "of
// Agriculture", "for climate and energy".
func (p *page) portfolio(i, end int32) int32 {
	if i+1 >= end || !p.words.is("portfolio_head", p.Words[i-1].Norm) || p.Words[i].Norm != "of" && p.Words[i].Norm != "for" {
		return 0
	}
	field := func(j int32) bool {
		return j < end && p.cover[j] < 0 && (p.words.is("org_abstract", p.Words[j].Norm) || p.words.is("portfolio", p.Words[j].Norm))
	}
	n := int32(0)
	for j := i + 1; j < end && j < i+9; {
		switch {
		case field(j):
			j++
			n = j - i
		case (p.Words[j].Norm == "and" || p.Words[j].Norm == ",") && n > 0 && field(j+1):
			j++
		case p.Words[j].Norm == "the" && n == 0:
			j++
		default:
			return n
		}
	}
	return n
}

// officeHead is the noun of a title: "secretary" in "secretary of state",
// "minister" in "foreign minister".
func (p *page) officeHead(lo, hi int32) int32 {
	for i := lo + 1; i < hi; i++ {
		switch p.Words[i].Norm {
		case "of", "to", "for", "in", "at":
			return i - 1
		}
	}
	return hi - 1
}

// addNominal enters a nominal. Directly before a personal name it is a title.
func (p *page) addNominal(lo, hi, head int32, o *office, sector string) int32 {
	m := mention{lo: lo, hi: hi, head: head, form: record.Nominal, office: o, sector: sector}
	m.plural = p.feature(head, "Number=Plur") || o != nil && p.pluralTitle(head, o.title)
	if at := p.pastBrackets(hi); p.beforeName(at) && p.Words[at].Sent == p.Words[lo].Sent && m.plural {
		p.rankAll(at, o)
	} else if p.beforeName(at) && p.Words[at].Sent == p.Words[lo].Sent {
		m.role = title
		m.ents = p.mentions[p.cover[at]].ents
		if e := &p.entities[m.ents[0]]; e.level == 0 || o != nil && o.level > 0 && o.level < e.level {
			if o != nil {
				e.level = o.level
			}
		}
	}
	return p.addMention(m)
}

// rankAll gives the persons behind a title in the plural its rank: "Presidents X and Y".
func (p *page) rankAll(at int32, o *office) {
	if o == nil || o.level == 0 {
		return
	}
	for _, i := range p.conjuncts(nil, p.mentions[p.cover[at]].head) {
		if k := p.heads[i]; k >= 0 && p.isPerson(k) {
			if e := &p.entities[p.mentions[k].ents[0]]; e.level == 0 || o.level < e.level {
				e.level = o.level
			}
		}
	}
}

// pluralTitle says whether the noun of a title stands in its plural, though the
// tagger may have taken it for a name.
func (p *page) pluralTitle(head int32, title string) bool {
	n := p.Words[head].Norm
	return len(n) > 3 && n[len(n)-1] == 's' && n[len(n)-2] != 's' && !strings.Contains(title, n) && strings.Contains(title, n[:len(n)-1])
}

// pastBrackets is the word after "(MP)" or "(Member of Parliament)" when that
// stands at word i.
func (p *page) pastBrackets(i int32) int32 {
	if i >= int32(len(p.Words)) || p.Words[i].Norm != "(" {
		return i
	}
	for j := i + 2; j < int32(len(p.Words))-1 && j < i+6; j++ {
		if p.Words[j].Norm == ")" {
			return j + 1
		}
	}
	return i
}

// countries gives the entities that a nominal belongs to: the states, bodies
// and places that modify it, as adjective, possessor or after of, from and in.
func (p *page) countries(i int32, out []int32) []int32 {
	if found := p.modifierCountries(i, out, false); len(found) > len(out) {
		return found
	}
	return p.modifierCountries(i, out, true)
}

// modifierCountries looks among the closer modifiers of a noun, or among those
// that only tell where it is.
func (p *page) modifierCountries(i int32, out []int32, where bool) []int32 {
	for _, c := range p.children(i) {
		w := &p.Words[c]
		switch base(w.Rel) {
		case syntax.Amod, syntax.Compound, syntax.Flat, syntax.Nmod, syntax.Det, syntax.Appos, syntax.Nummod:
			if w.Rel == syntax.Appos {
				continue
			}
		default:
			continue
		}
		if base(w.Rel) == syntax.Nmod && w.Rel != syntax.NmodPoss {
			switch p.caseOf(c) {
			case "of", "":
				if where {
					continue
				}
			case "from", "in", "for", "at", "to":
				if !where || p.caseOf(c) != "from" && p.words.is("diplomatic", p.Words[i].Lemma) {
					continue // an embassy in or an envoy to X is of another state
				}
			default:
				continue
			}
		} else if where || w.Rel == syntax.NmodPoss && w.UPOS == syntax.PRON && p.words.is("kin", p.Words[i].Lemma) {
			continue // their counterparts are of another state than they
		}
		out = p.countriesOf(c, out)
	}
	return out
}

// countriesOf gives what a modifier stands for, with its conjuncts.
func (p *page) countriesOf(c int32, out []int32) []int32 {
	for _, j := range p.conjuncts(nil, c) {
		k := p.mentionAt(j)
		if k >= 0 && p.mentions[k].role != title {
			m := &p.mentions[k]
			switch {
			case m.form == record.Name && len(m.ents) > 0:
				out = append(out, m.ents...)
				continue
			case m.form == record.Nominal && len(m.ents) > 0:
				out = append(out, m.ents...)
				continue
			case m.form == record.Pronoun && len(m.ents) == 1 && p.entities[m.ents[0]].kind != record.Person: // its foreign minister
				out = append(out, m.ents[0])
				continue
			}
		}
		out = p.countries(j, out)
	}
	for _, j := range p.children(c) { // "Chinese and Russian officials" with the second on the first
		if p.Words[j].Rel == syntax.Conj && p.Words[j].UPOS == syntax.ADJ {
			if k := p.cover[j]; k >= 0 {
				out = appendNew(out, p.mentions[k].ents)
			}
		}
	}
	return unique(out)
}

func appendNew(out, more []int32) []int32 { return unique(append(out, more...)) }

// unique drops repetitions, in place.
func unique(s []int32) []int32 {
	n := 0
	for i, v := range s {
		dup := false
		for _, u := range s[:n] {
			dup = dup || u == v
		}
		if !dup {
			s[n] = s[i]
			n++
		}
	}
	return s[:n]
}

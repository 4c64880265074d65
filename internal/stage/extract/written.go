package extract

import (
	"slices"
	"strings"

	"chancery/internal/stage/extract/ner"
	"chancery/internal/syntax"
	"chancery/record"
)

// weightOf is how much the page names a country.
func (p *page) weightOf(code string) int {
	for _, w := range p.weights {
		if w.code == code {
			return w.n
		}
	}
	return 0
}

// longestDateline is how many words a dateline may have, and its sentences stand
// among the first ones of a page.
const (
	longestDateline = 14
	datelineReach   = 4
)

// findDateline finds the country of the place that the dateline names: "OTTAWA —".
func (p *page) findDateline() {
	for s := range p.Sentences[:min(len(p.Sentences), datelineReach)] {
		sent := &p.Sentences[s]
		k := p.cover[sent.First]
		if !sent.ParagraphStart || k < 0 || len(p.mentions[k].ents) != 1 || !(&speech{page: p}).allCapitals(sent.First) || (&speech{page: p}).afterDateline(sent) == sent.First {
			continue
		}
		if e := &p.entities[p.mentions[k].ents[0]]; p.reg.State(e.code) != nil {
			p.writtenIn = e.code
			return
		}
	}
}

// ministryBefore is the country of the ministry that the page named last before
// "ministry spokesman X", or of the commission before "Commissioner X"; the title begins
// at lo. "" for other titles.
func (p *page) ministryBefore(lo int32, title string) string {
	first := p.Words[lo].Norm
	switch {
	case first == "ministry" || first == "department":
	case strings.HasSuffix(title, "commissioner"):
		first = "commission"
	default:
		return ""
	}
	for i := lo - 1; i >= 0 && i > lo-ministryReach; i-- {
		k := p.cover[i]
		if k < 0 || len(p.mentions[k].ents) != 1 {
			continue
		}
		e := &p.entities[p.mentions[k].ents[0]]
		if e.kind == record.Organization && e.code != "" && namedAs(e.name, first) {
			return e.code
		}
	}
	return ""
}

// namedAs says whether a name holds a word.
func namedAs(name, word string) bool {
	for f := range strings.FieldsSeq(name) {
		if strings.EqualFold(f, word) {
			return true
		}
	}
	return false
}

// ministryReach is how many words back "the ministry" may have been named.
const ministryReach = 120

// companyOf is the country of whom one goes along with: the subject's, in "X
// arrived with a delegation that included Minister Y", "X, accompanied by
// Minister Y". "" for none.
func (p *page) companyOf(lo int32) string {
	first := p.sentenceOf(lo).First
	at := int32(-1)
	for i := lo - 1; i >= first && i >= lo-companyReach; i-- {
		if p.words.is("company", p.Words[i].Lemma) {
			at = i
			break
		}
	}
	for i := first; i < at; i++ {
		if k := p.heads[i]; k >= 0 && base(p.Words[i].Rel) == syntax.Nsubj && len(p.mentions[k].ents) == 1 {
			if e := &p.entities[p.mentions[k].ents[0]]; e.code != "" && !e.foreign && (e.kind == record.Person || e.kind == record.State) {
				return e.code
			}
		}
	}
	return ""
}

// companyReach is how many words before a title those may be named whom its
// holder goes along with.
const companyReach = 12

// stateBeforeTitle is the state that the sentence before is about, where a title
// begins the next: "Cameroon, too, voiced concern. Communication Minister X said".
func (p *page) stateBeforeTitle(lo int32, title string) string {
	s := int(p.Words[lo].Sent)
	sent := &p.Sentences[s]
	if s == 0 || sent.ParagraphStart || lo > sent.First+1 {
		return ""
	}
	before := &p.Sentences[s-1]
	for i := before.First; i < before.End; i++ {
		h := p.Words[i].Head
		if k := p.heads[i]; k >= 0 && p.Words[i].Rel == syntax.Nsubj && h >= 0 && p.Words[h].Rel == syntax.Root && p.child(i, syntax.Conj) < 0 && len(p.mentions[k].ents) == 1 {
			m := &p.mentions[k]
			if e := &p.entities[m.ents[0]]; m.form == record.Name && m.role != adjective && e.kind == record.State && p.titles.has(e.code, title) {
				return e.code
			}
			return ""
		}
	}
	return ""
}

// capitalBefore is the state of the capital that opens the sentence of a bare title:
// "In Canberra, Foreign Minister X urged …". Who meets somebody there or arrives may
// be a guest, and whoever speaks there too, unless the sentence before is about that
// state. "" for none.
func (p *page) capitalBefore(lo int32, title string) string {
	sent := p.sentenceOf(lo)
	i := sent.First
	speaking := p.Words[i].Norm == "speaking"
	if speaking {
		i++
	}
	if i+2 >= sent.End || p.Words[i].Norm != "in" || p.cover[i+1] < 0 {
		return ""
	}
	m := &p.mentions[p.cover[i+1]]
	if len(m.ents) != 1 || m.hi+1 < lo || m.hi >= lo || p.Words[m.hi].Norm != "," {
		return ""
	}
	e := &p.entities[m.ents[0]]
	s := p.reg.State(e.code)
	if s == nil || !slices.Contains(s.Capitals, e.key) || !p.titles.has(e.code, title) || p.home.official && p.home.code != e.code {
		return ""
	}
	if (speaking || p.guestVerb(lo)) && !p.namedBefore(sent, e.code) {
		return ""
	}
	return e.code
}

// guestVerb says whether the main verb of a sentence tells what guests do.
func (p *page) guestVerb(lo int32) bool {
	sent := p.sentenceOf(lo)
	for i := sent.First; i < sent.End; i++ {
		if p.Words[i].Rel == syntax.Root {
			return p.words.is("guest_verb", p.Words[i].Lemma)
		}
	}
	return false
}

// namedBefore says whether the sentence before names a state, and no other.
func (p *page) namedBefore(sent *syntax.Sentence, code string) bool {
	if sent.First == 0 {
		return false
	}
	named := false
	before := p.sentenceOf(sent.First - 1)
	for i := before.First; i < before.End; i++ {
		k := p.cover[i]
		if k < 0 || len(p.mentions[k].ents) != 1 {
			continue
		}
		if e := &p.entities[p.mentions[k].ents[0]]; e.kind == record.State {
			if e.code != code {
				return false
			}
			named = true
		}
	}
	return named
}

// signsDateline says whether a name stands in the brackets of a dateline, where the
// agency or paper does: "LISBON, 14 October (Atlantic Wire) —".
func (n *names) signsDateline(s *ner.Span) bool {
	sent := n.sentenceOf(s.Lo)
	if s.Lo <= sent.First || s.Hi >= sent.End || n.Words[s.Lo-1].Norm != "(" || n.Words[s.Hi].Norm != ")" {
		return false
	}
	behind := (&speech{page: n.page}).afterDateline(sent)
	return s.Hi < behind
}

// namesQuarter says whether a name stands between an article and what it is the name
// of: "the Abu Salim district".
func (n *names) namesQuarter(s *ner.Span) bool {
	sent := n.sentenceOf(s.Lo)
	return s.Lo > sent.First && s.Hi < sent.End && n.Words[s.Lo-1].Norm == "the" && !n.capital(s.Hi) && n.words.is("settlement", n.Words[s.Hi].Norm)
}

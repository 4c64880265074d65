package train

import (
	"strings"

	"chancery/internal/conllu"
	"chancery/internal/registry"
	"chancery/internal/stage/extract/ner"
	"chancery/record"
)

// trimmer brings the marks of the corpora to one convention: a name has no
// article, a person's name no title, and a state is a place whatever it does.
type trimmer struct {
	reg   *registry.Registry
	known map[string]int // answers of kindOf
}

var honorifics = map[string]bool{"mr": true, "mr.": true, "mrs": true, "mrs.": true, "ms": true, "ms.": true, "miss": true,
	"dr": true, "dr.": true, "sir": true, "dame": true, "lord": true, "lady": true, "prof": true, "prof.": true,
	"professor": true, "saint": true, "st.": true, "hon.": true, "rev.": true, "reverend": true, "capt.": true, "captain": true,
	"major": true, "lieutenant": true, "lt.": true, "col.": true, "sgt.": true, "shaikh": true, "brother": true, "sister": true}

var articles = map[string]bool{"the": true, "a": true, "an": true, "both": true, "all": true, "these": true, "those": true,
	"this": true, "that": true, "our": true, "their": true, "its": true, "his": true, "her": true, "some": true, "other": true,
	"many": true, "any": true, "each": true, "every": true, "several": true}

// trim cuts what is no name off the borders.
func (t *trimmer) trim(ws []conllu.Word, n nameSpan) nameSpan {
	for n.lo < n.hi && articles[strings.ToLower(ws[n.lo].Form)] && (n.hi-n.lo > 1 || ws[n.lo].Form != "US") {
		n.lo++
	}
	if n.class == ner.Person {
		n = t.untitled(ws, n)
	}
	for n.hi > n.lo+1 && (ws[n.hi-1].Form == "'s" || ws[n.hi-1].Form == "’s" || ws[n.hi-1].Form == ",") && n.class != ner.Other {
		n.hi--
	}
	if n.class == ner.Body || n.class == ner.Person || n.class == ner.Place {
		n.class = t.state(ws, n)
	}
	return n
}

// untitled cuts titles before a person's name.
func (t *trimmer) untitled(ws []conllu.Word, n nameSpan) nameSpan {
	for n.hi-n.lo > 1 {
		var forms []string
		for i := n.lo; i < n.hi; i++ {
			forms = append(forms, strings.ToLower(ws[i].Form))
		}
		_, k := t.reg.Office(forms)
		if k == 0 && (honorifics[forms[0]] || !capital(ws[n.lo].Form) && len(forms[0]) > 3) {
			k = 1
		}
		if k == 0 && t.kindOf(ws, n.lo, n.lo+1)&isPeople != 0 {
			k = 1
		}
		if k == 0 || k >= n.hi-n.lo {
			return n
		}
		n.lo += k
	}
	return n
}

// Bits of what the registry knows a name as.
const (
	isState = 1 << iota
	isPeople
)

// kindOf looks words up in the registry.
func (t *trimmer) kindOf(ws []conllu.Word, lo, hi int) (bits int) {
	s := conllu.Sentence{Words: ws[lo:hi]}
	text := s.Text()
	if ws[lo].Form == "us" {
		return 0
	}
	if bits, ok := t.known[text]; ok {
		return bits
	}
	defer func() { t.known[text] = bits }()
	for _, h := range t.reg.Named(text) {
		switch h.Role {
		case registry.Adjective, registry.Demonym, registry.DemonymPlural:
			bits |= isPeople
		case registry.Full, registry.Alias, registry.Abbreviation:
			if t.reg.Entry(h.Entry).Kind == record.State {
				bits |= isState
			}
		}
	}
	return bits
}

// state gives the class that a name has by the registry, where that is certain.
func (t *trimmer) state(ws []conllu.Word, n nameSpan) ner.Class {
	switch bits := t.kindOf(ws, n.lo, n.hi); {
	case bits&isState != 0 && n.class == ner.Body:
		return ner.Place
	case bits == isPeople && n.hi == n.lo+1:
		return ner.Other
	}
	return n.class
}

// strict keeps of a loosely marked name, such as "the Iraqi population", only
// what is a name in full: no small words but those that join.
func strict(ws []conllu.Word, n nameSpan) bool {
	if n.hi <= n.lo || !capital(ws[n.lo].Form) && !strings.HasPrefix(ws[n.lo].Form, "al") {
		return false
	}
	for i := n.lo; i < n.hi; i++ {
		switch w := ws[i].Form; {
		case capital(w), w == "of", w == "the", w == "for", w == "and", w == "&", w == "-", w == "al", w == "bin", w == "'s", w == "’s",
			w == "on", w == "in", w == "to", w == "el", w == "ul", w == "'", w == "’", w[0] >= '0' && w[0] <= '9':
		default:
			return false
		}
	}
	return true
}

// peoples marks the adjectives and people of states as Other where nothing else
// is marked, so that all corpora treat them alike.
func (t *trimmer) peoples(ws []conllu.Word, names []nameSpan) []nameSpan {
	taken := make([]bool, len(ws))
	for _, n := range names {
		for i := n.lo; i < n.hi; i++ {
			taken[i] = true
		}
	}
	for i := range ws {
		if !taken[i] && capital(ws[i].Form) && t.kindOf(ws, i, i+1) == isPeople {
			names = append(names, nameSpan{i, i + 1, ner.Other, "people"})
		}
	}
	return names
}

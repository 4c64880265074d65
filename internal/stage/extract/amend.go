package extract

import (
	"strings"

	"chancery/internal/stage/extract/ner"
	"chancery/internal/syntax"
	"chancery/record"
)

// amend mends what the recogniser is known to get wrong of persons, by forms
// that leave no doubt, and says whether a name is left.
func (n *names) amend(s *ner.Span) bool {
	if s.Kind != record.Person {
		n.unstring(s)
		return true
	}
	first := n.sentenceOf(s.Lo).First
	for s.Hi-s.Lo > 1 && n.words.is("relative", n.Words[s.Lo].Norm) {
		s.Lo++ // Aunt | Rosa
	}
	for i := s.Lo + 1; i < s.Hi; i++ {
		if n.Words[i].Norm == "/" {
			s.Hi = i
		}
	}
	switch {
	case n.storm(s.Lo) || s.Lo > first && n.storm(s.Lo-1):
		n.storms = append(n.storms, n.Form(s.Hi-1))
		return false
	case s.Hi-s.Lo == 1 && contains(n.storms, n.Form(s.Lo)):
		return false
	case s.Hi-s.Lo == 1 && s.Lo > first && n.sectionOf(s.Lo):
		return false
	}
	return s.Hi-s.Lo > 1 || n.lonely(s.Lo)
}

// lonely says whether a single word can be a person's name: not in the plural.
func (n *names) lonely(i int32) bool {
	_, given := n.reg.Gender(n.Form(i))
	return given || !n.feature(i, "Number=Plur")
}

// unstring parts two names that the recogniser took for one: "from Acme
// Foundation | to Norvik Bank", "Miramar | California".
func (n *names) unstring(s *ner.Span) {
	if s.Kind == record.Place {
		if k := n.hitAt[s.Hi-1]; k > 0 && n.hits[k-1].lo > s.Lo && n.hits[k-1].hi == s.Hi && n.Words[n.hits[k-1].lo-1].Norm != "of" {
			h := &n.hits[k-1]
			if ref, _ := n.reading(h); strings.HasPrefix(n.reg.Entry(ref.Entry).Key, "region/") {
				s.Hi = h.lo
			}
		}
		return
	}
	for i := s.Lo + 1; i+1 < s.Hi; i++ {
		if n.Words[i].Norm == "to" && n.fromBefore(s.Lo) {
			n.spans = append(n.spans, ner.Span{Lo: i + 1, Hi: s.Hi, Kind: s.Kind, Score: s.Score})
			s.Hi = i
			return
		}
	}
}

// fromBefore says whether "from" or "from the" stands before word i.
func (n *names) fromBefore(i int32) bool {
	if i > 0 && n.Words[i-1].UPOS == syntax.DET {
		i--
	}
	return i > 0 && n.Words[i-1].Norm == "from"
}

// storm says whether word i makes the name behind it that of a storm: "Hurricane Rosa".
func (n *names) storm(i int32) bool {
	return n.words.is("storm", n.Words[i].Norm) && n.capital(i)
}

// sectionOf says whether word i goes on the name of an outlet, as its sections
// do: "New Scientist Space".
func (n *names) sectionOf(i int32) bool {
	k := n.hitAt[i-1]
	if k == 0 || n.hits[k-1].hi != i {
		return false
	}
	ref, _ := n.reading(&n.hits[k-1])
	_, given := n.reg.Gender(n.Form(i))
	return !given && isPress(n.reg.Entry(ref.Entry)) && n.Words[i].UPOS != syntax.PUNCT
}

// lonePerson says whether a single word that neither recogniser nor registry
// know is a person's name by its form: a given name, an Irish surname, one
// in a list of persons.
func (n *names) lonePerson(i int32) bool {
	w := &n.Words[i]
	if w.UPOS != syntax.PROPN || n.hitAt[i] > 0 || !n.capital(i) || n.shouted(i) {
		return false
	}
	f := n.Form(i)
	if len(f) > 4 && (strings.HasPrefix(f, "O'") || strings.HasPrefix(f, "O’")) {
		return true
	}
	if w.Rel == syntax.Conj && w.Head >= 0 && n.cover[w.Head] >= 0 && n.isPerson(n.cover[w.Head]) {
		return true
	}
	_, given := n.reg.Gender(f)
	return given && (w.Rel == syntax.Nsubj || w.Rel == syntax.Vocative)
}

// addressees adds the persons of mail headers: "Asha Rao" <…>, "Rao, Asha" <…>.
func (n *names) addressees() {
	for i := int32(0); i+3 < int32(len(n.Words)); i++ {
		if f := n.Form(i); f != "\"" && f != "“" {
			continue
		}
		if hi := n.addressee(i + 1); hi > i+1 {
			n.addPerson(i+1, hi)
		}
	}
}

// addPerson makes words [lo, hi) a name of the recogniser.
func (n *names) addPerson(lo, hi int32) {
	n.spans = append(n.spans, ner.Span{Lo: lo, Hi: hi, Kind: record.Person, Score: 1})
	for k := lo; k < hi; k++ {
		n.spanAt[k] = int32(len(n.spans))
	}
}

// counterpartNames adds the names of several words that stand right behind
// "counterpart", whose first word may be a town's too: "his counterpart Téte António".
func (n *names) counterpartNames() {
	for i := int32(0); i+2 < int32(len(n.Words)); i++ {
		if n.Words[i].Norm != "counterpart" {
			continue
		}
		lo, end := i+1, min(n.sentenceOf(i).End, i+1+longestAddressee)
		hi := lo
		for hi < end && n.capital(hi) && (n.Words[hi].UPOS == syntax.PROPN || n.Words[hi].UPOS == syntax.X) && !n.words.is("calendar", n.Words[hi].Norm) {
			hi++
		}
		if hi-lo < 2 || n.spanAt[lo] > 0 && n.spans[n.spanAt[lo]-1].Kind == record.Person {
			continue
		}
		n.addPerson(lo, hi)
	}
}

// addressee is the end of the name between quotation marks that begins at word
// lo, lo for none. Without an address behind it wants surname, comma, given name.
func (n *names) addressee(lo int32) int32 {
	end := min(n.sentenceOf(lo).End, lo+longestAddressee+1)
	comma, hi := int32(-1), lo
	for ; hi < end && n.Form(hi) != "\"" && n.Form(hi) != "”"; hi++ {
		switch {
		case n.Words[hi].Norm == "," && hi == lo+1:
			comma = hi
		case !n.capital(hi):
			return lo
		}
	}
	if hi == end || hi == lo || comma == hi-1 {
		return lo
	}
	if hi+2 < int32(len(n.Words)) && n.Form(hi+1) == "<" && strings.Contains(n.Form(hi+2), "@") {
		return hi
	}
	if comma < 0 {
		return lo
	}
	if _, given := n.reg.Gender(n.Form(comma + 1)); !given || hi > comma+3 {
		return lo
	}
	return hi
}

// longestAddressee is how many words such a name may have.
const longestAddressee = 5

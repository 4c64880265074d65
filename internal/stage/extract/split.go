package extract

import (
	"strings"

	"chancery/internal/registry"
	"chancery/internal/syntax"
	"chancery/record"
)

// split cuts a run of name words into nationality, title and name, and enters
// what it finds as mentions.
func (n *names) split(lo, hi int32) {
	if lo >= hi {
		return
	}
	if hi-lo > 1 && n.words.is("honorific", n.Words[lo].Norm) && n.hit(lo) == nil {
		n.person(lo+1, hi)
		if k := n.cover[hi-1]; k >= 0 { // the tree may hang "Mr X" by its Mr
			n.heads[n.headOf(lo, hi)] = k
		}
		return
	}
	if h := n.hit(lo); h != nil && h.hi >= hi {
		n.addHit(h)
		return
	}
	if n.landmark(lo, hi) {
		n.place(lo, hi)
		return
	}
	if at, taken := n.findTitle(lo, hi); taken > 0 {
		n.splitAtTitle(lo, at, at+taken, hi)
		return
	}
	if n.isBody(lo, hi) {
		n.body(lo, hi)
		return
	}
	n.pieces(lo, hi)
}

// landmark says whether a run names a square, a house or a lake by a name that
// the registry has for something else: "Plaza San Martin", "Hotel Moscow".
func (n *names) landmark(lo, hi int32) bool {
	if hi-lo < 2 || !n.words.is("landmark", n.Words[lo].Norm) || n.hit(lo) != nil {
		return false
	}
	h := n.hit(lo + 1)
	return h != nil && h.hi == hi
}

// findTitle looks for an office inside [lo, hi) that a personal name follows,
// or that ends the run: "Russian | Prime Minister | Mikhail Mishustin".
func (n *names) findTitle(lo, hi int32) (at, taken int32) {
	for i := lo; i < hi; i++ {
		_, t := n.officeAt(i, hi)
		if t == 0 {
			continue
		}
		if h := n.hit(i); h != nil && h.hi < i+t { // UN | Special Envoy
			if _, rest := n.officeAt(h.hi, hi); h.hi+rest == i+t {
				continue
			}
		}
		end := i + t
		if end < hi && n.Words[end].Norm == "of" {
			continue // Minister of …: the name goes on
		}
		if i == lo && end == hi && t > 1 {
			return i, t // Member of Parliament
		}
		if end == hi && n.isBody(lo, hi) {
			continue // the Front for Justice is no justice
		}
		if end == hi || !n.isBody(end, hi) {
			return i, t
		}
	}
	return 0, 0
}

// splitAtTitle enters the parts of a run that holds a title.
func (n *names) splitAtTitle(lo, at, end, hi int32) {
	if at > lo {
		n.split(lo, at)
	}
	if end < hi {
		n.person(end, hi)
		// Whatever word of "Russian President X" the tree takes as head, it stands for the person.
		if h := n.headOf(lo, hi); n.cover[hi-1] >= 0 {
			n.heads[h] = n.cover[hi-1]
		}
	}
}

// isBody says whether a run is the name of a body, forum or agreement by its
// last word, or by its first when "of", "for" or "on" follows inside.
func (n *names) isBody(lo, hi int32) bool {
	if n.organizational(hi - 1) {
		return hi-lo > 1 || n.hitAt[lo] == 0 && n.capital(lo) && !n.startsClause(lo)
	}
	for i := lo; i+1 < hi; i++ {
		if !n.organizational(i) {
			continue
		}
		switch n.Words[i+1].Norm {
		case "of", "for", "on", "and", "(":
			return true
		}
	}
	return false
}

// pieces enters the registry's names inside a run one by one, and what lies
// between them as names that the registry does not know.
func (n *names) pieces(lo, hi int32) {
	from := lo
	flush := func(to int32) {
		for from < to && isHyphen(n.Words[from].Norm) {
			from++
		}
		for to > from && isHyphen(n.Words[to-1].Norm) {
			to--
		}
		if from < to {
			n.unknown(from, to)
		}
	}
	for i := lo; i < hi; i++ {
		h := n.hit(i)
		if h == nil || h.hi > hi || n.insidePersonalName(h, lo, hi) {
			continue
		}
		flush(i)
		n.addHit(h)
		i = h.hi - 1
		from = h.hi
	}
	flush(hi)
}

// insidePersonalName says whether a registry's name is part of a person's:
// "Jordan" in "Michael Jordan", "Paris" in "Paris Hilton".
func (n *names) insidePersonalName(h *hit, lo, hi int32) bool {
	if h.hi-h.lo > 1 || hi-lo > 4 || n.adjectival(h) {
		return false
	}
	if h.lo > lo {
		_, given := n.reg.Gender(n.Form(lo))
		return given && n.hitAt[lo] == 0
	}
	return false
}

func (n *names) adjectival(h *hit) bool {
	for _, r := range h.refs {
		switch r.Role {
		case registry.Adjective, registry.Demonym, registry.DemonymPlural, registry.Prefix:
			return true
		}
	}
	return false
}

// unknown enters a name that the registry does not know, by its shape and place.
func (n *names) unknown(lo, hi int32) {
	if n.isBody(lo, hi) {
		n.body(lo, hi)
		return
	}
	last := n.Words[hi-1].Norm
	switch {
	case n.words.is("place_head", last) && hi-lo > 1:
		n.place(lo, hi)
	case n.afterBodyNoun(lo):
		n.body(lo, hi)
	case n.looksPersonal(lo, hi):
		n.person(lo, hi)
	case n.afterLocative(lo, hi):
		n.place(lo, hi)
	case hi-lo == 1 && (n.startsClause(lo) && n.Words[lo].UPOS != syntax.PROPN):
	case hi-lo == 1 && strings.ToUpper(n.Form(lo)) == n.Form(lo) && len(n.Form(lo)) > 1:
		n.body(lo, hi)
	case hi-lo <= 3 && n.actsLikePerson(lo, hi) || n.plainPair(lo, hi):
		n.person(lo, hi)
	default:
		n.body(lo, hi)
	}
}

// looksPersonal says whether a run begins with a given name, or repeats a
// person's name already met.
func (n *names) looksPersonal(lo, hi int32) bool {
	first := n.Form(lo)
	if _, ok := n.reg.Gender(first); ok && hi-lo > 1 && hi-lo < 6 {
		return true
	}
	if hi-lo > 1 && hi-lo < 5 && len(first) == 2 && first[1] == '.' { // J. Smith
		return true
	}
	return n.personNamed(lo, hi) >= 0
}

// afterLocative says whether a name stands after "in", "near" and the like.
func (n *names) afterLocative(lo, hi int32) bool {
	if lo == n.sentenceOf(lo).First {
		return false
	}
	prev := n.Words[lo-1].Norm
	return n.words.is("locative", prev) || prev == "from" && n.Words[n.headOf(lo, hi)].Rel == syntax.Obl
}

// actsLikePerson says whether the tree shows a name as one who speaks, holds a
// post or is in apposition to somebody.
func (n *names) actsLikePerson(lo, hi int32) bool {
	h := n.headOf(lo, hi)
	w := &n.Words[h]
	if w.Rel == syntax.Nsubj && w.Head >= 0 && n.lex.Speech(n.Words[w.Head].Lemma, 'v') != nil {
		return true
	}
	if a := n.child(h, syntax.Appos); a >= 0 {
		if _, t := n.reg.Office([]string{n.Words[a].Norm}); t > 0 {
			return true
		}
		if _, ok := n.lex.Agent(n.Words[a].Norm); ok {
			return true
		}
	}
	if n.apposedTitle(hi) {
		return true
	}
	if lo > 0 && n.Words[lo-1].Sent == n.Words[lo].Sent { // "spokesman Ned Price"
		prev := n.Words[lo-1]
		if _, t := n.reg.Office([]string{prev.Norm}); t > 0 && prev.UPOS != syntax.PUNCT {
			a, ok := n.lex.Agent(prev.Norm)
			return !ok || !a.Group
		}
	}
	return hi-lo > 1 && w.Rel == syntax.Nsubj
}

// plainPair says whether a run is two or three plain capitalised words without
// an article, as unknown persons are named.
func (n *names) plainPair(lo, hi int32) bool {
	if hi-lo < 2 || hi-lo > 3 || lo > 0 && (n.Words[lo-1].UPOS == syntax.DET || n.Words[lo-1].Norm == "'s" || n.Words[lo-1].Norm == "’s") {
		return false
	}
	for i := lo; i < hi; i++ {
		f := n.Form(i)
		if n.Words[i].UPOS != syntax.PROPN || strings.ToUpper(f) == f || n.hitAt[i] > 0 {
			return false
		}
	}
	return true
}

// afterBodyNoun says whether a noun for a body stands right before a name: "the
// airline Mahan Air", "rebel group Jaysh al-Izza".
func (n *names) afterBodyNoun(lo int32) bool {
	if lo == n.sentenceOf(lo).First || n.cover[lo-1] >= 0 {
		return false
	}
	a, ok := n.lex.Agent(n.Words[lo-1].Norm)
	return ok && a.Group
}

// apposedTitle says whether ", a … title" or ", the … title" follows a name.
func (n *names) apposedTitle(i int32) bool {
	end := min(int32(len(n.Words)), i+9)
	if i+2 >= end || n.Words[i].Norm != "," || n.Words[i+1].UPOS != syntax.DET && n.Words[i+1].UPOS != syntax.ADJ && n.Words[i+1].UPOS != syntax.NOUN {
		return false
	}
	for j := i + 1; j < end; j++ {
		w := &n.Words[j]
		switch {
		case w.UPOS == syntax.PUNCT && !isHyphen(w.Norm) || w.UPOS == syntax.VERB && !n.participle(j) || w.UPOS == syntax.ADP || w.UPOS == syntax.AUX:
			return false
		case w.UPOS == syntax.NOUN || w.UPOS == syntax.PROPN:
			if _, t := n.reg.Office([]string{w.Norm}); t > 0 {
				return true
			}
			if a, ok := n.lex.Agent(w.Norm); ok && !a.Group {
				return true
			}
		}
	}
	return false
}

// kindOf reads the record kind of a registry entry; "" for none.
func kindOf(e *registry.Entry) record.Kind {
	if e == nil {
		return ""
	}
	return e.Kind
}

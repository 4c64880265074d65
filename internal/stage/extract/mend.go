package extract

import (
	"strings"

	"chancery/internal/syntax"
)

// hang is a place in the tree for a word.
type hang struct {
	word, head int32
	rel        syntax.Rel
}

// mends gives the places of words that the parser hangs wrong around word i,
// beyond what repaired itself knows; none where all is well.
func (t *tree) mends(words *wordTable, i int32, out []hang) []hang {
	switch w := &t.Words[i]; {
	case w.Rel == syntax.Vocative && t.nominal(i):
		out = t.headlinePair(i, out)
	case w.Rel == syntax.Nsubj && t.nominal(i) && w.UPOS != syntax.PRON:
		out = t.mendSubjects(i, out)
	case w.Rel == syntax.Advcl && w.Head > i && t.beforeSource(i) >= 0:
		out = append(out, hang{i, t.beforeSource(i), syntax.Advcl})
	case w.Rel == syntax.Ccomp && t.timeClause(words, i) >= 0:
		out = t.mendTime(words, i, out)
	case w.Rel == syntax.Ccomp && t.saidThere(words, i) >= 0:
		out = append(out, hang{i, t.saidThere(words, i), syntax.Ccomp})
	case w.Rel == syntax.Appos && t.nominal(i):
		out = t.behindPlace(i, out)
	case w.Norm == "due" && (base(w.Rel) == syntax.Case || w.Rel == syntax.Mark):
		if out = t.dueTo(i, out); len(out) == 0 {
			out = t.dueThen(i, out)
		}
	case w.Rel == syntax.Conj && (w.UPOS == syntax.PROPN || w.UPOS == syntax.NOUN && t.child(i, syntax.NmodPoss, syntax.Det) >= 0):
		out = t.newSubject(i, out)
	case w.Rel == syntax.Advmod && w.Norm == "over" && i > 0 && w.Head == i+1 && t.Words[w.Head].UPOS == syntax.NUM:
		if v := &t.Words[i-1]; v.UPOS == syntax.VERB && words.is("over_verb", v.Lemma) { // handed over 12 trucks
			out = append(out, hang{i, i - 1, syntax.CompoundPrt})
		}
	case w.Rel == syntax.Nmod && words.is("calendar", w.Norm) && t.betweenSubject(i):
		out = append(out, hang{i, t.Words[w.Head].Head, syntax.Obl}) // Chad on Monday recalled its envoy
	case w.Rel == syntax.Parataxis && w.UPOS == syntax.VERB && i > 0 && t.Words[i-1].Norm == ",":
		out = t.subjectBehind(words, i, out)
	case base(w.Rel) == syntax.Nmod || base(w.Rel) == syntax.Obl:
		if v := t.pastNaming(i); v >= 0 {
			out = append(out, hang{i, v, syntax.Obl})
		} else if v := t.afterAll(i); v >= 0 {
			out = append(out, hang{i, v, syntax.Obl})
		}
	}
	return out
}

// headlinePair joins the two subjects of a headline, which has a comma for "and": the
// tree takes the first for one who is spoken to ("Chile, Bolivia sign water pact").
func (t *tree) headlinePair(i int32, out []hang) []hang {
	v := t.Words[i].Head
	lo, hi := t.extent(i)
	if v <= i || lo != t.sentenceOf(i).First || t.Words[v].Norm != t.Words[v].Lemma {
		return out
	}
	for _, k := range t.children(v) {
		if k < hi || t.Words[k].Rel != syntax.Nsubj || t.Words[k].UPOS == syntax.PRON {
			continue
		}
		if from, _ := t.extent(k); t.Words[from-1].Norm == "," && from-1 <= hi {
			return append(out, hang{i, v, syntax.Nsubj}, hang{k, i, syntax.Conj})
		}
	}
	return out
}

// betweenSubject says whether "on" with a day stands between a subject, on which
// the tree hangs it, and its verb.
func (t *tree) betweenSubject(i int32) bool {
	h := t.Words[i].Head
	if h < 0 || h > i || t.Words[h].Rel != syntax.Nsubj || t.caseOf(i) != "on" {
		return false
	}
	_, hi := t.extent(i)
	v := t.Words[h].Head
	for v > hi && (t.Words[hi].UPOS == syntax.AUX || t.Words[hi].UPOS == syntax.ADV) {
		hi++
	}
	return v == hi && t.Words[v].UPOS == syntax.VERB
}

// nameBehind is the noun that a name stands behind without a comma, where the
// tree gives one verb both for subjects; -1 for none: "X of the think tank Y said".
func (t *tree) nameBehind(i int32) int32 {
	v := t.Words[i].Head
	lo, _ := t.extent(i)
	if v < i || lo == 0 || t.Words[lo-1].UPOS != syntax.NOUN || t.Words[lo-1].Sent != t.Words[i].Sent || t.child(i, syntax.Det, syntax.Case) >= 0 {
		return -1
	}
	n := lo - 1
	for a := n; a >= 0; a = t.Words[a].Head {
		if t.Words[a].Head == v {
			if a < i && t.Words[a].Rel == syntax.Nsubj {
				return n
			}
			return -1
		}
	}
	return -1
}

// dueTo makes "due" the predicate of "is due to meet", where the parser takes it
// and "to" for a preposition before the verb.
func (t *tree) dueTo(i int32, out []hang) []hang {
	to, v := i+1, t.Words[i].Head
	if v <= to || t.Words[to].Norm != "to" || t.Words[v].UPOS != syntax.VERB {
		return out
	}
	for k := to + 1; k < v; k++ { // an infinitive, "to be held", "to formally open"
		if w := &t.Words[k]; w.Head != v || w.Lemma != "be" && w.UPOS != syntax.ADV {
			return out
		}
	}
	is := int32(-1)
	for _, k := range t.children(v) {
		if r := base(t.Words[k].Rel); k < i && t.Words[k].Lemma == "be" && (r == syntax.Cop || r == syntax.Aux) {
			is = k
		}
	}
	if is < 0 && t.child(i, syntax.Cop) < 0 { // had been due
		return out
	}
	out = append(out, hang{i, t.Words[v].Head, t.Words[v].Rel}, hang{v, i, syntax.Xcomp}, hang{to, v, syntax.Mark})
	for _, k := range t.children(v) {
		switch r := base(t.Words[k].Rel); {
		case k > i || k == i:
		case k == is:
			out = append(out, hang{k, i, syntax.Cop})
		case r == syntax.Nsubj:
			out = append(out, hang{k, i, syntax.Nsubj})
		case r != syntax.Conj:
			out = append(out, hang{k, i, t.Words[k].Rel})
		}
	}
	return out
}

// dueThen makes "due" the predicate of "is due in Rabat on Friday", which the
// parser takes for a preposition of two words before the predicate.
func (t *tree) dueThen(i int32, out []hang) []hang {
	in, h := t.child(i, syntax.Fixed), t.Words[i].Head
	if w := &t.Words[min(i+1, h)]; in < 0 && w.Head == h && base(w.Rel) == syntax.Case && t.child(h, syntax.Cop) >= 0 {
		in = i + 1 // both hang on the place
	}
	if in != i+1 || h <= in || t.Words[in].Norm == "to" {
		return out
	}
	host, rel := h, t.Words[h].Rel // what stands where "due" belongs
	if t.child(h, syntax.Cop) < 0 && t.child(i, syntax.Cop) < 0 {
		if host = t.Words[h].Head; host < 0 || t.child(host, syntax.Cop) < 0 || t.child(host, syntax.Cop) > i {
			return out
		}
		rel = syntax.Ccomp
	}
	switch up := t.Words[h].Head; {
	case rel == syntax.Ccomp:
		out = append(out, hang{i, host, rel})
	case rel == syntax.Appos:
		out = append(out, hang{i, up, syntax.AclRelcl})
	case base(rel) == syntax.Nmod && up >= 0 && up < i && base(t.Words[up].Rel) == syntax.Nsubj && t.Words[up].Head > h:
		out = t.dueFor(i, up, out) // X is due in Oslo for what would be the first visit
	default:
		out = append(out, hang{i, up, rel})
	}
	for _, k := range t.children(host) {
		if r := base(t.Words[k].Rel); k < i && (r == syntax.Nsubj || r == syntax.Cop || r == syntax.Aux) {
			out = append(out, hang{k, i, r})
		}
	}
	first := t.behindIn(in, h)
	if out = append(out, hang{in, first, syntax.Case}, hang{first, i, syntax.Obl}); first != h {
		out = append(out, hang{h, i, syntax.Obl})
	}
	for _, k := range t.children(h) {
		if r := base(t.Words[k].Rel); k > h && (r == syntax.Nmod || r == syntax.Obl) && t.Words[k].Rel != syntax.NmodPoss && first == h {
			out = append(out, hang{k, i, syntax.Obl})
		}
	}
	return out
}

// dueFor makes "due" the predicate of subject s, which the parser gives to a noun far
// behind it, and hangs that noun and what is told of the subject there on it.
func (t *tree) dueFor(i, s int32, out []hang) []hang {
	v := t.Words[s].Head
	out = append(out, hang{i, t.Words[v].Head, t.Words[v].Rel}, hang{s, i, syntax.Nsubj}, hang{v, i, syntax.Advcl})
	for _, k := range t.children(s) {
		if k > i {
			out = append(out, hang{k, i, syntax.Obl})
		}
	}
	return out
}

// behindIn is the name behind a preposition, where it is another than the word
// that all hangs on: "in Nicosia next spring" with both on "spring".
func (t *tree) behindIn(in, h int32) int32 {
	k := in + 1
	for k != h && t.Words[k].Head > k && t.Words[k].Head != h {
		k = t.Words[k].Head
	}
	if k != h && t.Words[k].Head == h && t.Words[k].UPOS == syntax.PROPN && t.Words[h].UPOS == syntax.NOUN {
		return k
	}
	return h
}

// pastNaming is the verb that a phrase behind a comma belongs to, where the tree
// hangs it on a name that was put in: "their meeting, known as X, on Friday in
// Rabat"; -1 for none.
func (t *tree) pastNaming(i int32) int32 {
	switch t.caseOf(i) {
	case "on", "in", "at", "with", "during":
	default:
		return -1
	}
	lo, _ := t.extent(i)
	if t.Words[lo].Norm != "," && (lo == 0 || t.Words[lo-1].Norm != ",") {
		return -1
	}
	a := t.Words[i].Head
	for n := 0; a >= 0 && n < maxClimb; a, n = t.Words[a].Head, n+1 {
		switch t.Words[a].Norm {
		case "known", "called", "named", "dubbed", "nicknamed", "styled":
		default:
			continue
		}
		if r := base(t.Words[a].Rel); a > lo || r != syntax.Acl && r != syntax.Advcl {
			return -1
		}
		for v := t.Words[a].Head; v >= 0; v = t.Words[v].Head {
			if t.Words[v].UPOS == syntax.VERB {
				return v
			}
		}
		return -1
	}
	return -1
}

// subjectBehind gives a verb without a subject that of the clause behind "after" or
// "before", which the parser takes for a phrase of the verb before when an apposition
// lies between: "… was left out after Y, the host of the talks, withdrew its pass".
func (t *tree) subjectBehind(words *wordTable, i int32, out []hang) []hang {
	main := t.Words[i].Head
	if main < 0 || main > i || !t.plainPast(i) && !strings.Contains(t.Words[i].Feats, "Tense=Pres") || t.child(i, syntax.Nsubj, syntax.NsubjPass, syntax.Cc) >= 0 {
		return out
	}
	for _, k := range t.children(main) {
		mark, a := t.child(k, syntax.Case), t.child(k, syntax.Appos)
		if k > i || base(t.Words[k].Rel) != syntax.Obl || mark < 0 || mark > k || a < 0 || !words.is("clause_case", t.Words[mark].Norm) {
			continue
		}
		if _, hi := t.extent(a); hi == i-1 {
			return append(out, hang{k, i, syntax.Nsubj}, hang{mark, i, syntax.Mark}, hang{i, main, syntax.Advcl})
		}
	}
	return out
}

// afterAll is the verb that a phrase with "after" behind a comma belongs to, where the
// tree hangs it on what was agreed or decided there; -1 for none: "agreed to open the
// border, after ten hours of talks".
func (t *tree) afterAll(i int32) int32 {
	h := t.Words[i].Head
	if n := t.caseOf(i); h < 0 || h > i || n != "after" && n != "following" {
		return -1
	}
	lo, _ := t.extent(i)
	if to := t.child(h, syntax.Mark); lo == 0 || t.Words[lo-1].Norm != "," && t.Words[lo].Norm != "," || to < 0 || t.Words[to].Norm != "to" || t.Words[h].UPOS != syntax.VERB {
		return -1
	}
	if v := t.Words[h].Head; v >= 0 && v < h && t.Words[v].UPOS == syntax.VERB && t.plainPast(v) {
		return v
	}
	return -1
}

// newSubject makes a name the subject of the verb behind it, where the tree joins
// it to the object before though a comma and "and" stand between and the verb has
// no subject: "X condemned the attack, and France, which has troops there, offered …".
func (t *tree) newSubject(i int32, out []hang) []hang {
	o := t.Words[i].Head
	and := t.child(i, syntax.Cc)
	if o < 0 || o > i || base(t.Words[o].Rel) != syntax.Obj && base(t.Words[o].Rel) != syntax.Obl || and < 1 || and > i || t.Words[and-1].Norm != "," {
		return out
	}
	for _, k := range t.children(o) {
		if k != i && t.Words[k].Rel == syntax.Conj {
			return out // a list
		}
	}
	main := t.Words[o].Head
	for v := i + 1; main >= 0 && v < t.sentenceOf(i).End; v++ {
		w := &t.Words[v]
		if w.Head != main || w.Rel != syntax.Parataxis && w.Rel != syntax.Conj {
			continue
		}
		rel := syntax.Nsubj
		if b := t.child(v, syntax.AuxPass); b >= 0 && strings.Contains(t.Words[b].Feats, "VerbForm=Fin") {
			rel = syntax.NsubjPass
		} else if !t.plainPast(v) && !strings.Contains(w.Feats, "Tense=Pres") {
			return out
		}
		if t.child(v, syntax.Nsubj, syntax.NsubjPass, syntax.Cc) >= 0 {
			return out
		}
		out = append(out, hang{i, v, rel}, hang{v, main, syntax.Conj})
		for _, k := range t.children(o) { // what is told of the name hangs on it
			if k > i && base(t.Words[k].Rel) == syntax.Acl {
				out = append(out, hang{k, i, t.Words[k].Rel})
			}
		}
		return out
	}
	return out
}

package extract

import (
	"strings"

	"chancery/internal/syntax"
)

// mendSubjects gives the places of words around a subject that the parser hangs
// wrong: two subjects of one verb without "and" are a title and its name, a list, or
// an apposition.
func (t *tree) mendSubjects(i int32, out []hang) []hang {
	v := t.Words[i].Head
	if k := t.subjectBefore(i); k >= 0 {
		if cc := t.child(i, syntax.Cc); cc >= 0 && cc < i {
			return append(out, hang{i, k, syntax.Conj}) // X, head of staff, and his counterpart agreed
		}
		if k == t.besideComma(i) {
			return append(out, hang{i, k, syntax.Appos}) // his counterpart, Y, agreed
		}
	}
	if t.Words[i].UPOS != syntax.PROPN {
		return out
	}
	switch n := t.nameBehind(i); {
	case n >= 0 && t.Words[n].Head == v && strings.Contains(t.Words[n].Feats, "Number=Plur") && t.child(n, syntax.Det, syntax.NmodPoss, syntax.Case) < 0:
		return append(out, hang{n, i, syntax.NmodDesc}) // Presidents X and Y agreed
	case n >= 0:
		return append(out, hang{i, n, syntax.Appos})
	}
	return t.headlinePair(i, out)
}

// subjectBefore is the last subject before i of the same verb, -1 for none.
func (t *tree) subjectBefore(i int32) int32 {
	found := int32(-1)
	for _, k := range t.children(t.Words[i].Head) {
		if k < i && t.Words[k].Rel == syntax.Nsubj {
			found = k
		}
	}
	return found
}

// besideComma is the common noun that a name stands beside between commas, where the
// tree takes both for subjects; -1 for none.
func (t *tree) besideComma(i int32) int32 {
	lo, hi := t.extent(i)
	if t.Words[lo].Norm == "," {
		lo++
	}
	if lo < 2 || t.Words[i].UPOS != syntax.PROPN || t.Words[lo-1].Norm != "," || t.Words[hi-1].Norm != "," && (int(hi) >= len(t.Words) || t.Words[hi].Norm != ",") {
		return -1
	}
	n := lo - 2
	if t.Words[n].UPOS != syntax.NOUN || t.Words[n].Head != t.Words[i].Head || t.child(n, syntax.Appos) >= 0 {
		return -1
	}
	return n
}

// beforeSource is the verb of a clause whose participle the tree hangs on the words
// that tell the source: "Rebels attacked the base, killing seven, an officer told
// AFP"; -1 for none.
func (t *tree) beforeSource(i int32) int32 {
	v := t.Words[i].Head
	if v < i || t.Words[v].Rel != syntax.Parataxis || !strings.Contains(t.Words[i].Feats, "VerbForm=Part") && !strings.Contains(t.Words[i].Feats, "VerbForm=Ger") {
		return -1
	}
	h, s := t.Words[v].Head, t.child(v, syntax.Nsubj)
	if lo, _ := t.extent(i); h < 0 || h > i || s < i || lo == 0 || t.Words[lo].Norm != "," && t.Words[lo-1].Norm != "," || t.Words[h].UPOS != syntax.VERB {
		return -1
	}
	return h
}

// behindPlace makes the officer whom the tree takes for an apposition of a place in
// front of the sentence the subject of its verb: "In Oslo, the foreign minister, X,
// said …".
func (t *tree) behindPlace(i int32, out []hang) []hang {
	h := t.Words[i].Head
	if h < 0 || h > i || t.Words[h].UPOS != syntax.PROPN || base(t.Words[h].Rel) != syntax.Obl || t.caseOf(h) != "in" && t.caseOf(h) != "at" {
		return out
	}
	v := t.Words[h].Head
	lo, hi := t.extent(h)
	if v < hi || lo != t.sentenceOf(i).First || v > hi+1 || !t.plainPast(v) || t.child(v, syntax.Nsubj, syntax.NsubjPass) >= 0 || t.child(h, syntax.Appos) != i || t.caseOf(i) != "" {
		return out
	}
	out = append(out, hang{i, v, syntax.Nsubj})
	for _, k := range t.children(h) {
		if k > i && base(t.Words[k].Rel) == syntax.Appos {
			out = append(out, hang{k, i, syntax.Appos})
		}
	}
	return out
}

// saidThere is the verb of saying to which a clause with "that" belongs, where the
// tree hangs it on what was done before: "told reporters after meeting X that the
// talks were frank"; -1 for none.
func (t *tree) saidThere(words *wordTable, i int32) int32 {
	g := t.Words[i].Head
	if mark := t.child(i, syntax.Mark); g < 0 || g > i || mark < 0 || t.Words[mark].Norm != "that" || t.Words[g].Rel != syntax.Advcl || words.is("telling", t.Words[g].Lemma) {
		return -1
	}
	v := t.Words[g].Head
	if mark := t.child(g, syntax.Mark); v < 0 || v > g || mark < 0 || mark > g || !words.is("telling", t.Words[v].Lemma) || t.child(v, syntax.Ccomp) >= 0 {
		return -1
	}
	return v
}

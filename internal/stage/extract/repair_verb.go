package extract

import (
	"slices"
	"strings"

	"chancery/internal/syntax"
)

// hurtBy is the doer before a verb of harm that was tagged as a noun: "a gunman shot
// shoppers", which the tree reads as one phrase about shoppers; -1 for none. What
// tells is that no phrase is put so: "a" with a noun in the plural, one in the plural
// before another, or a person as what a shot is made of.
func (t *tree) hurtBy(i int32) int32 {
	w := &t.Words[i]
	if w.Norm != "shot" && w.Norm != "hit" || w.UPOS != syntax.NOUN || base(w.Rel) != syntax.Compound || w.Head != i+1 || i == 0 {
		return -1
	}
	h, d := w.Head, i-1
	if t.Words[h].UPOS != syntax.NOUN || !t.feature(h, "Number=Plur") || t.Words[d].Head != h && t.Words[d].Head != i || t.Words[d].Sent != w.Sent {
		return -1
	}
	switch base(t.Words[d].Rel) {
	case syntax.Amod, syntax.Compound, syntax.Nmod:
	default:
		return -1
	}
	if a := t.child(h, syntax.Det); a >= 0 && a < d && t.feature(a, "Definite=Ind") {
		return d
	}
	if norm := t.Words[d].Norm; t.feature(d, "Number=Plur") || w.Norm == "shot" && (strings.HasSuffix(norm, "man") || strings.HasSuffix(norm, "men")) {
		return d
	}
	return -1
}

// asVerb makes the verb i of a phrase that was read as a noun with the words before
// it: doer is its subject, and the noun its object. words are those of the tree as
// mended so far, nil for none.
func (t *tree) asVerb(words []syntax.Word, i, doer int32) []syntax.Word {
	if words == nil {
		words = slices.Clone(t.Words)
	}
	h := t.Words[i].Head
	lemma := "hit"
	if t.Words[i].Norm == "shot" {
		lemma = "shoot"
	}
	v := &words[i]
	v.UPOS, v.Lemma, v.Feats = syntax.VERB, lemma, "Mood=Ind|Tense=Past|VerbForm=Fin"
	v.Head, v.Rel = words[h].Head, words[h].Rel
	switch base(v.Rel) {
	case syntax.Nsubj, syntax.NsubjPass, syntax.Obj, syntax.Obl:
		v.Rel = syntax.Ccomp // "a gunman shot shoppers, officials said"
	}
	words[h].Head, words[h].Rel = i, syntax.Obj
	for _, k := range t.children(h) {
		if k < doer && base(t.Words[k].Rel) != syntax.Punct {
			words[k].Head = doer
		}
	}
	words[doer].Head, words[doer].Rel, words[doer].UPOS = i, syntax.Nsubj, syntax.NOUN
	return words
}

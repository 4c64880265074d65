package extract

import (
	"slices"
	"strings"

	"chancery/internal/syntax"
)

// repaired gives a document in which phrases that the parser is known to hang
// wrong stand where they belong. The document given stays as it is.
func repaired(d *syntax.Doc, table *wordTable) *syntax.Doc {
	t := newTree(d)
	var words []syntax.Word
	move := func(i, head int32, rel syntax.Rel) {
		if words == nil {
			words = slices.Clone(d.Words)
		}
		words[i].Head, words[i].Rel = head, rel
	}
	var more []hang
	for i := range d.Words {
		i := int32(i)
		if t.meets(i) {
			move(i, d.Words[i].Head, syntax.Advcl)
			words[i].UPOS, words[i].Lemma, words[i].Feats = syntax.VERB, "meet", "VerbForm=Ger"
			for _, k := range t.children(i) {
				switch r := base(d.Words[k].Rel); {
				case k < i && r == syntax.Case:
					move(k, i, syntax.Mark)
				case k > i && (r == syntax.Appos || r == syntax.Compound || r == syntax.Nmod && t.caseOf(k) == ""):
					move(k, i, syntax.Obj)
				}
			}
		}
		if d := t.hurtBy(i); d >= 0 {
			words = t.asVerb(words, i, d)
		}
		more = t.mends(table, i, more[:0])
		for _, m := range more {
			move(m.word, m.head, m.rel)
		}
		switch base(d.Words[i].Rel) {
		case syntax.Conj:
			if g := t.outerVerb(i); g >= 0 {
				move(i, g, syntax.Conj)
			}
		case syntax.Appos:
			if p := t.titleCase(i); p >= 0 {
				move(i, d.Words[i].Head, syntax.Nmod)
				move(p, i, syntax.Case)
			}
		case syntax.Nmod:
			if h := t.pastPlace(i); h >= 0 {
				rel := syntax.Nmod
				if u := d.Words[h].UPOS; u == syntax.VERB || u == syntax.AUX {
					rel = syntax.Obl
				}
				move(i, h, rel)
			}
		}
	}
	if words == nil {
		return d
	}
	mended := *d
	mended.Words = words
	mended.Sentences = rooted(d.Sentences, words)
	return &mended
}

// rooted gives the sentences with the roots that their words have now.
func rooted(sentences []syntax.Sentence, words []syntax.Word) []syntax.Sentence {
	out := slices.Clone(sentences)
	for i := range words {
		if words[i].Head < 0 {
			out[words[i].Sent].Root = int32(i)
		}
	}
	return out
}

// meets says whether "meeting", tagged for a noun, is the verb: "spoke after meeting
// the king". Its object follows it at once, and nothing tells which meeting it was.
func (t *tree) meets(i int32) bool {
	w := &t.Words[i]
	if w.Norm != "meeting" || w.UPOS != syntax.NOUN || w.Head < 0 || i == 0 || int(i)+1 >= len(t.Words) || t.Words[i+1].Sent != w.Sent {
		return false
	}
	switch t.Words[i-1].Norm {
	case "after", "before", "while", "when", "since":
	default:
		return false
	}
	switch t.Words[i+1].UPOS {
	case syntax.PROPN, syntax.DET:
		return t.Words[i-1].Head == i
	}
	return false
}

// outerVerb is the verb of saying to which a verb belongs that the tree joins to
// what was said, -1 for none: in "denied that it had fired and accused Chad" a
// plain past does not go on with a pluperfect.
func (t *tree) outerVerb(i int32) int32 {
	v := t.Words[i].Head
	if v < 0 || !t.plainPast(i) || t.child(i, syntax.Nsubj, syntax.NsubjPass, syntax.Aux, syntax.AuxPass) >= 0 || !t.hadBefore(v) || t.Words[v].Rel != syntax.Ccomp {
		return -1
	}
	g := t.Words[v].Head
	if g < 0 || g > v || !t.plainPast(g) {
		return -1
	}
	return g
}

// hadBefore says whether a verb is in the pluperfect.
func (t *tree) hadBefore(i int32) bool {
	for _, k := range t.children(i) {
		if w := &t.Words[k]; w.Rel == syntax.Aux && w.Norm == "had" {
			return true
		}
	}
	return false
}

// titleCase is the preposition that the tree gives to the title before a name in
// apposition instead of to the name, -1 for none: "talks with former president X".
func (t *tree) titleCase(i int32) int32 {
	if t.caseOf(i) != "" || t.Words[i].UPOS != syntax.PROPN {
		return -1
	}
	for _, k := range t.children(i) {
		if t.Words[k].Rel == syntax.NmodDesc && k < i {
			if p := t.child(k, syntax.Case); p >= 0 && p < k && t.Words[p].UPOS == syntax.ADP {
				return p
			}
		}
	}
	return -1
}

// pastPlace is the word that a phrase with "with" belongs to when the tree hangs
// it on the name of the place before it, -1 for none: "held talks in Amman with X".
func (t *tree) pastPlace(i int32) int32 {
	h := t.Words[i].Head
	if h < 0 || h > i || t.caseOf(i) != "with" || t.Words[h].UPOS != syntax.PROPN || t.Words[h].Head < 0 {
		return -1
	}
	switch base(t.Words[h].Rel) {
	case syntax.Obl, syntax.Nmod:
	default:
		return -1
	}
	if c := t.caseOf(h); c != "in" && c != "at" {
		return -1
	}
	return t.Words[h].Head
}

// plainPast says whether a verb is finite and in the past by its own form.
func (t *tree) plainPast(i int32) bool {
	f := t.Words[i].Feats
	return strings.Contains(f, "Tense=Past") && strings.Contains(f, "VerbForm=Fin")
}

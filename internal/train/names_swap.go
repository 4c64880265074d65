package train

import (
	"math/rand/v2"

	"chancery/internal/conllu"
	"chancery/internal/stage/extract/ner"
)

// pool is names by class, to put in the place of others.
type pool map[ner.Class][][]conllu.Word

// poolOf gathers the names of documents.
func poolOf(docs []*nameDoc) pool {
	p := pool{}
	seen := map[*nameDoc]bool{}
	for _, d := range docs {
		if seen[d] {
			continue
		}
		seen[d] = true
		for k, names := range d.names {
			for _, n := range names {
				if n.class == ner.Other || n.hi-n.lo > 4 || !capital(d.sents[k].Words[n.lo].Form) {
					continue
				}
				p[n.class] = append(p[n.class], d.sents[k].Words[n.lo:n.hi])
			}
		}
	}
	return p
}

// swapped gives a copy of a document whose names are, two in three, others of
// their class: the tagger has not seen those there, and what stands around must
// tell what they are.
func (b *namesBuilder) swapped(d *nameDoc, p pool, rng *rand.Rand) *nameDoc {
	out := replaceNames(d, p, rng)
	if len(out.sents) == 0 {
		return nil
	}
	out.analyse(b.analyser)
	return out
}

// replaceNames copies the sentences that have names, with others in them.
func replaceNames(d *nameDoc, p pool, rng *rand.Rand) *nameDoc {
	out := &nameDoc{}
	for k := range d.sents {
		if len(d.names[k]) == 0 {
			continue
		}
		s := conllu.Sentence{ID: d.sents[k].ID}
		var names []nameSpan
		from := 0
		ws := d.sents[k].Words
		for _, n := range d.names[k] {
			if n.lo < from {
				continue
			}
			s.Words = append(s.Words, ws[from:n.lo]...)
			words := ws[n.lo:n.hi]
			if of := p[n.class]; len(of) > 0 && capital(ws[n.lo].Form) && rng.IntN(3) > 0 {
				words = of[rng.IntN(len(of))]
			}
			lo := len(s.Words)
			s.Words = append(s.Words, words...)
			s.Words[len(s.Words)-1].Space = ws[n.hi-1].Space
			names = append(names, nameSpan{lo, len(s.Words), n.class, n.kind})
			from = n.hi
		}
		s.Words = append(s.Words, ws[from:]...)
		out.sents, out.names = append(out.sents, s), append(out.names, names)
	}
	return out
}

package analyse

import (
	"chancery/internal/conllu"
	"chancery/internal/stage/analyse/segment"
	"chancery/internal/syntax"
)

// Given analyses sentences whose words are known; their tags and trees are
// predicted. The text of the document is the sentences' text, a line each.
func (a *Analyser) Given(ss []conllu.Sentence) *syntax.Doc {
	w := a.take()
	defer a.give(w)
	var text []byte
	d := &syntax.Doc{Tags: a.tagger.Set.Names}
	var ends []int
	w.tokens = w.tokens[:0]
	for i := range ss {
		for _, word := range ss[i].Words {
			start := len(text)
			text = append(text, word.Form...)
			w.tokens = append(w.tokens, segment.Token{Start: int32(start), End: int32(len(text)), Joined: word.Joined})
			if word.Space {
				text = append(text, ' ')
			}
		}
		text = append(text, '\n')
		ends = append(ends, len(w.tokens))
	}
	d.Text, d.Words = string(text), make([]syntax.Word, 0, len(w.tokens))
	first := 0
	for i, end := range ends {
		if end > first {
			w.refresh()
			a.sentence(d, w, w.tokens[first:end], ss[i].NewPar || ss[i].NewDoc)
		}
		first = end
	}
	return d
}

// CoNLLU gives a document as sentences of CoNLL-U.
func CoNLLU(d *syntax.Doc) []conllu.Sentence {
	out := make([]conllu.Sentence, 0, len(d.Sentences))
	for i, s := range d.Sentences {
		c := conllu.Sentence{NewDoc: i == 0, NewPar: s.ParagraphStart}
		for k := s.First; k < s.End; k++ {
			w := &d.Words[k]
			x := conllu.Word{Form: d.Form(k), Lemma: w.Lemma, UPOS: w.UPOS.String(), XPOS: d.Tags[w.Tag], Feats: w.Feats,
				Rel: w.Rel.String(), Joined: w.Joined}
			if w.Head >= 0 {
				x.Head = int(w.Head-s.First) + 1
			}
			x.Space = int(k)+1 >= len(d.Words) || d.Words[k+1].Start > w.End
			c.Words = append(c.Words, x)
		}
		out = append(out, c)
	}
	return out
}

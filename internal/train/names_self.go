package train

import (
	"strings"

	"chancery/internal/conllu"
	"chancery/internal/stage/extract/ner"
	"chancery/internal/syntax"
)

// selfLabel marks the names of a document by a model. The gold tags of the
// treebank bound them: a word that is no proper noun is in no name but between
// two, and a proper noun with a capital is in one.
func (b *namesBuilder) selfLabel(d *nameDoc, r *ner.Recogniser) {
	r.Bounded(d.doc, b.bounds(d), b.leans(d), func(lo, hi int32, c ner.Class) {
		s := d.doc.Words[lo].Sent
		first := d.doc.Sentences[s].First
		d.names[s] = append(d.names[s], nameSpan{int(lo - first), int(hi - first), c, "self"})
	})
}

// bounds tells of each word whether it must be in a name, may be, or is not.
func (b *namesBuilder) bounds(d *nameDoc) []ner.Bound {
	out := make([]ner.Bound, len(d.doc.Words))
	for k, s := range d.doc.Sentences {
		ws := d.sents[k].Words
		for i := range ws {
			out[s.First+int32(i)] = b.bound(ws, i)
		}
	}
	return out
}

// leans tells by the gold trees which words are more, or less, likely to be
// part of a person's name: names of persons are flat, others are compounds.
func (b *namesBuilder) leans(d *nameDoc) []int32 {
	out := make([]int32, len(d.doc.Words))
	by := int32(b.c.Lean * b.c.Learn.Scale)
	for k, s := range d.doc.Sentences {
		ws := d.sents[k].Words
		for i := range ws {
			h := ws[i].Head - 1
			if h < 0 || !strings.HasPrefix(ws[i].XPOS, "NNP") || !strings.HasPrefix(ws[h].XPOS, "NNP") {
				continue
			}
			for _, at := range [2]int{i, h} {
				switch ws[i].Rel {
				case "flat":
					out[s.First+int32(at)] += by
				case "compound":
					out[s.First+int32(at)] -= by
				}
			}
		}
	}
	return out
}

func (b *namesBuilder) bound(ws []conllu.Word, i int) ner.Bound {
	w := &ws[i]
	proper := func(k int) bool { return k >= 0 && k < len(ws) && strings.HasPrefix(ws[k].XPOS, "NNP") }
	switch low := strings.ToLower(w.Form); {
	case calendar[low]:
		return ner.Never
	case proper(i):
		if _, k := b.reg.Office([]string{low}); k > 0 || honorifics[low] || strings.ContainsAny(w.Form, "@/.0123456789_") {
			return ner.May
		}
		return ner.Must
	case w.UPOS == syntax.ADJ.String() && capital(w.Form) && b.trim.kindOf(ws, i, i+1)&isPeople != 0:
		return ner.May
	case proper(i-1) && (proper(i+1) || proper(i+2)) || proper(i-2) && proper(i+1) || (proper(i-1) || proper(i+1)) && capital(w.Form),
		proper(i-1) && (w.Form == "'s" || w.UPOS == "NUM"):
		return ner.May
	}
	return ner.Never
}

// calendar words are no names, though treebanks tag them as proper nouns.
var calendar = func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(`monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
		january february march april june july august september october november december
		jan feb mar apr jun jul aug sep sept oct nov dec pst est gmt pm am bc ad christmas easter thanksgiving`) {
		set[w], set[w+"."] = true, true
	}
	return set
}()

package train

import (
	"math/rand/v2"
	"slices"

	"chancery/internal/syntax"
)

// mistag confuses proper and common nouns with capitals, a share of each.
func (d *nameDoc) mistag(share float64, rng *rand.Rand) {
	proper, common := slices.Index(d.doc.Tags, "NNP"), slices.Index(d.doc.Tags, "NN")
	if proper < 0 || common < 0 {
		return
	}
	for i := range d.doc.Words {
		w := &d.doc.Words[i]
		if rng.Float64() >= share {
			continue
		}
		switch {
		case w.UPOS == syntax.PROPN:
			w.UPOS = syntax.NOUN
			w.Tag = uint8(common)
		case w.UPOS == syntax.NOUN || w.UPOS == syntax.ADJ:
			if capital(d.doc.Form(int32(i))) {
				w.UPOS = syntax.PROPN
				w.Tag = uint8(proper)
			}
		}
	}
}

package train

import (
	"chancery/internal/linear"
	"chancery/internal/stage/extract/ner"
)

// page learns the weights of the second decoding. Its documents get the scores
// and labels of models that have not seen them; the steps are those of base.
func (b *namesBuilder) page(base *linear.Model) *linear.Model {
	var chains []*chain
	for k := range b.c.Folds {
		var rest, held []*nameDoc
		for i, d := range b.learn {
			if i%b.c.Folds == k {
				held = append(held, d)
			} else {
				rest = append(rest, d)
			}
		}
		r := ner.Make(&ner.Weights{Base: b.fit(rest, b.c.Seed+uint64(k)), Classes: b.classes}, b.reg)
		for _, d := range held {
			chains = append(chains, b.recalled(d, r)...)
		}
	}
	t := newTeacher(b.c.Page, b.c.Seed)
	t.fixed = &[labels][labels]float64{}
	for a := range t.fixed {
		if row := base.Row(ner.StepFeature(ner.Label(a))); row != nil {
			for l, v := range row {
				t.fixed[a][l] = float64(v) / b.c.Learn.Scale
			}
		}
	}
	return t.learn(chains)
}

// recalled gives the chains of a document for the second decoding.
func (b *namesBuilder) recalled(d *nameDoc, r *ner.Recogniser) (out []*chain) {
	all := make([]*chain, len(d.sents))
	for k := range d.sents {
		n := len(d.sents[k].Words)
		all[k] = &chain{features: make([][]uint32, n), open: make([]bool, n), gold: make([]ner.Label, n), given: make([][labels]float64, n)}
	}
	useful := make([]bool, len(all))
	r.Recall(d.doc, func(i int32, scores *ner.Scores, memory []uint32) {
		s := d.doc.Words[i].Sent
		at, c := i-d.doc.Sentences[s].First, all[s]
		c.open[at], c.features[at] = true, append([]uint32(nil), memory...)
		for l, v := range scores {
			c.given[at][l] = float64(v) / b.c.Learn.Scale
		}
		useful[s] = useful[s] || len(memory) > 0
	})
	for k, c := range all {
		if useful[k] {
			c.mark(d.names[k])
			out = append(out, c)
		}
	}
	return out
}

// mark sets the gold labels of the names whose words are all open.
func (c *chain) mark(names []nameSpan) {
	for _, x := range names {
		whole := true
		for i := x.lo; i < x.hi; i++ {
			whole = whole && c.open[i]
		}
		if whole {
			ner.Mark(c.gold[x.lo:x.hi], x.class)
		}
	}
}

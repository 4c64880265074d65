package train

import (
	"chancery/internal/stage/extract/ner"
	"chancery/internal/syntax"
	"chancery/record"
)

// tally counts names: right, in the gold marks, found.
type tally struct{ right, gold, found int }

func (t tally) f1() float64 {
	if t.right == 0 {
		return 0
	}
	return 200 * float64(t.right) / float64(t.gold+t.found)
}

// measure tells how a model does on all parts that are not learnt from.
func (b *namesBuilder) measure(step string, w *ner.Weights) {
	r := ner.Make(w, b.reg)
	for _, p := range b.held {
		of := score(p.docs, func(dst []ner.Span, d *syntax.Doc) []ner.Span { return r.Find(dst, d) })
		all := of[""]
		b.log("%-8s %-22s all %.1f  PER %.1f  LOC %.1f  ORG %.1f  (gold %d, found %d, right %d)", step, p.name, all.f1(),
			of[record.Person].f1(), of[record.Place].f1(), of[record.Organization].f1(), all.gold, all.found, all.right)
	}
}

// score compares the names found with those marked, by kind; "" is all.
func score(docs []*nameDoc, find func([]ner.Span, *syntax.Doc) []ner.Span) map[record.Kind]tally {
	of := map[record.Kind]tally{}
	count := func(k record.Kind, t tally) {
		for _, k := range [2]record.Kind{k, ""} {
			sum := of[k]
			of[k] = tally{sum.right + t.right, sum.gold + t.gold, sum.found + t.found}
		}
	}
	for _, d := range docs {
		gold := map[ner.Span]bool{}
		for i, s := range d.doc.Sentences {
			for _, n := range d.names[i] {
				if k := n.class.Kind(); k != "" {
					gold[ner.Span{Lo: s.First + int32(n.lo), Hi: s.First + int32(n.hi), Kind: k}] = true
					count(k, tally{gold: 1})
				}
			}
		}
		for _, s := range find(nil, d.doc) {
			s.Score = 0
			count(s.Kind, tally{found: 1})
			if gold[s] {
				count(s.Kind, tally{right: 1})
			}
		}
	}
	return of
}

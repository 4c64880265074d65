package extract

import (
	"slices"
	"testing"

	"chancery/record"
)

// TestOwnSides: a scorer that takes the doer's own state for the recipient is
// overruled where the doer speaks for a state abroad, and where a view is rejected.
func TestOwnSides(t *testing.T) {
	const head = `Norway Norway PROPN 2 nsubj
summoned summon VERB 0 root Tense=Past|VerbForm=Fin
the the DET 4 det
ambassador ambassador NOUN 2 obj
of of ADP 6 case
Chile Chile PROPN 4 nmod
. . PUNCT 2 punct
--
`
	const rules = 2 // the template: what the rules say of this side, and of the other
	x := scorerOf(t, extractor(t), map[uint32]int16{
		onSide(rules, uint32(ownRule)*uint32(ruleStates), actorSide):                     100,
		onSide(rules, uint32(ownRule)*uint32(ruleStates), recipientSide):                 100,
		onSide(rules, uint32(notRule)*uint32(ruleStates)+uint32(ownRule), recipientSide): 100,
	})
	for _, c := range []struct{ name, rows, want string }{
		{"a foreign ministry demands nothing of its state", `The the DET 3 det
foreign foreign ADJ 3 amod
ministry ministry NOUN 6 nsubj
of of ADP 5 case
Norway Norway PROPN 3 nmod
demanded demand VERB 0 root Tense=Past|VerbForm=Fin
an a DET 8 det
apology apology NOUN 6 obj
. . PUNCT 6 punct`, `event: REQUEST/yield actual "demanded an apology": foreign ministry (NOR) → Chile (CHL), inferred Chile (CHL)`},
		{"a court may rule against its state", `The the DET 2 det
court court NOUN 5 nsubj
of of ADP 4 case
Norway Norway PROPN 2 nmod
rejected reject VERB 0 root Tense=Past|VerbForm=Fin
the the DET 7 det
plan plan NOUN 5 obj
. . PUNCT 5 punct`, `event: REJECT actual "rejected": court (NOR) → Norway (NOR), inferred Norway (NOR), at Norway (NOR)`},
		{"a view is nobody", `The the DET 2 det
court court NOUN 5 nsubj
of of ADP 4 case
Norway Norway PROPN 2 nmod
rejected reject VERB 0 root Tense=Past|VerbForm=Fin
the the DET 7 det
view view NOUN 5 obj
. . PUNCT 5 punct`, `event: REJECT actual "rejected": court (NOR), at Norway (NOR)`},
	} {
		b, err := parseTree(head + c.rows)
		if err != nil {
			t.Fatal(err)
		}
		rec := x.Extract(b.doc, b.meta)
		rec.ToPoints(b.doc.Text)
		for _, p := range record.Validate(&rec, b.doc.Text) {
			t.Error(p)
		}
		if got := describe(&rec, b.doc.Text); !slices.Contains(got, c.want) {
			t.Errorf("%s: got %q", c.name, got)
		}
	}
}

package extract

import (
	"slices"
	"testing"

	"chancery/internal/linear"
	"chancery/internal/model"
	"chancery/record"
)

func TestChoose(t *testing.T) {
	for name, c := range map[string]struct {
		score []int32
		size  [SideSizes]int32
		want  []bool
	}{
		"nobody":              {[]int32{-5, -3}, [SideSizes]int32{}, []bool{false, false}},
		"one above zero":      {[]int32{-5, 3}, [SideSizes]int32{}, []bool{false, true}},
		"one is expected":     {[]int32{-5, -3}, [SideSizes]int32{0, 10, 0, 0}, []bool{false, true}},
		"none is expected":    {[]int32{2, 3}, [SideSizes]int32{10, 0, 0, 0}, []bool{false, false}},
		"two":                 {[]int32{2, -1, 3}, [SideSizes]int32{}, []bool{true, false, true}},
		"the first of equals": {[]int32{2, 2}, [SideSizes]int32{0, 10, 0, 0}, []bool{true, false}},
		"no candidates":       {nil, [SideSizes]int32{}, []bool{}},
	} {
		if got := Choose(c.score, c.size); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

// scorerOf makes a scorer that gives one weight to each cue.
func scorerOf(t *testing.T, x *Extractor, weights map[uint32]int16) *Extractor {
	t.Helper()
	var keys []uint32
	var rows []int16
	for k, v := range weights {
		keys, rows = append(keys, k), append(rows, v)
	}
	f := model.New()
	f.Set(SectionParties, linear.New(1, keys, rows).AppendBinary(nil))
	y, err := x.WithScorer(f)
	if err != nil {
		t.Fatal(err)
	}
	return y
}

// onSide is the cue of a template and value for a side.
func onSide(template, value, side uint32) uint32 {
	return linear.Hash(template*4, linear.Join(value, side))
}

const twoActs = `Norway Norway PROPN 2 nsubj
summoned summon VERB 0 root Tense=Past|VerbForm=Fin
the the DET 4 det
ambassador ambassador NOUN 2 obj
of of ADP 6 case
Chile Chile PROPN 4 nmod
. . PUNCT 2 punct
--
Chile Chile PROPN 2 nsubj
denounced denounce VERB 0 root Tense=Past|VerbForm=Fin
the the DET 4 det
decision decision NOUN 2 obj
. . PUNCT 2 punct
--
Chile Chile PROPN 2 nsubj
expelled expel VERB 0 root Tense=Past|VerbForm=Fin
four four NUM 4 nummod
diplomats diplomat NOUN 2 obj
. . PUNCT 2 punct`

// TestInferred: a scorer that keeps what the rules read, and takes as recipient
// whoever else the page names, adds the country of the sentence before, marks
// it, and gives it to a party of unknown country instead where there is one.
func TestInferred(t *testing.T) {
	b, err := parseTree(twoActs)
	if err != nil {
		t.Fatal(err)
	}
	const rules = 2 // the template: what the rules say of this side, and of the other
	x := scorerOf(t, extractor(t), map[uint32]int16{
		onSide(rules, uint32(ownRule)*uint32(ruleStates), actorSide):     100,
		onSide(rules, uint32(ownRule)*uint32(ruleStates), recipientSide): 100,
		onSide(rules, uint32(notRule), recipientSide):                    100,
		// A guessed country that the other side bears goes.
		onSide(rules, uint32(guessRule)*uint32(ruleStates)+uint32(ownRule), recipientSide): -2000,
	})
	rec := x.Extract(b.doc, b.meta)
	rec.ToPoints(b.doc.Text)
	for _, p := range record.Validate(&rec, b.doc.Text) {
		t.Error(p)
	}
	want := []string{
		`event: ACCUSE/disapprove actual "summoned the ambassador": Norway (NOR) → Chile (CHL)`,
		`event: ACCUSE/disapprove actual "denounced": Chile (CHL) → Norway (NOR), inferred Norway (NOR)`,
		`event: SANCTION/expel actual "expelled four diplomats": Chile (CHL) → diplomats (NOR)`,
	}
	if got := describe(&rec, b.doc.Text); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestWithScorerRefuses(t *testing.T) {
	two := model.New()
	two.Set(SectionParties, linear.New(2, nil, nil).AppendBinary(nil))
	cut := model.New()
	cut.Set(SectionParties, []byte{1, 2, 3})
	for name, f := range map[string]*model.File{"no section": model.New(), "two classes": two, "cut": cut} {
		if _, err := extractor(t).WithScorer(f); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

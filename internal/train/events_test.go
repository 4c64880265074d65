package train

import (
	"math"
	"testing"

	"chancery/internal/stage/extract/judge"
)

// eventSample is documents in which clue 1 speaks for an event, clue 2 against
// one, and clue 3 says nothing.
func eventSample(n int) []*eventDoc {
	var docs []*eventDoc
	for d := range n {
		doc := &eventDoc{gold: []goldAct{{Sentence: 0, Type: "CONSULT", words: []string{"talks"}}}}
		doc.candidates = []candidate{
			{word: 1, kind: "CONSULT", words: []string{"talks"}, doubtful: d%3 == 0, clues: []uint32{1, 3}},
			{word: 1, kind: "AGREE", words: []string{"talks"}, clues: []uint32{2, 3}},
			{word: 5, sentence: 1, kind: "CONSULT", words: []string{"met"}, doubtful: true, clues: []uint32{2}},
		}
		doc.label()
		docs = append(docs, doc)
	}
	return docs
}

func TestLearnEvents(t *testing.T) {
	c := &EventsConfig{Seed: 1, Folds: 4, Epochs: 8, Rate: 0.2, L2: 0.01, Count: 2}
	docs := eventSample(24)
	for d, doc := range docs {
		if !doc.candidates[0].right || doc.candidates[1].right || doc.candidates[2].right {
			t.Fatalf("document %d: labelled %v %v %v", d, doc.candidates[0].right, doc.candidates[1].right, doc.candidates[2].right)
		}
	}
	j := judged(docs, crossValidate(c, docs), 0)
	if j.hit != 24 || j.got != 24 || j.gold != 24 {
		t.Errorf("judged: %+v", j)
	}
	if f := judged(docs, firm(docs), 0); f.hit != 16 || f.got != 24 {
		t.Errorf("frames alone: %+v, want 16 of 24 kept right", f)
	}
	m := learnEvents(c, docs)
	if a, b := m.quantum(1), m.quantum(2); a <= 0 || b >= 0 {
		t.Errorf("weights %d and %d: the first clue speaks for an event, the second against one", a, b)
	}
	if l := m.linear(1); l.Row(1)[0] != int16(m.quantum(1)) || l.Row(77) != nil {
		t.Error("the packed weights are not those learnt")
	}
}

// The table must rise, and say what share of such scores is right.
func TestCalibrate(t *testing.T) {
	doc := &eventDoc{}
	var scores []float64
	for k := range 1000 {
		doc.candidates = append(doc.candidates, candidate{right: k%10 < k/100})
		scores = append(scores, float64(k/100)-5)
	}
	table := calibrate([]*eventDoc{doc}, [][]float64{scores}, 0)
	for k := range table {
		if k > 0 && (table[k].Score <= table[k-1].Score || table[k].Probability < table[k-1].Probability) {
			t.Fatalf("step %d of %v does not rise", k, table)
		}
		want := float64(table[k].Score)/thousandth/10 + 0.5
		if math.Abs(table[k].Probability-want) > 0.05 {
			t.Errorf("score %d has probability %.2f, want about %.2f", table[k].Score, table[k].Probability, want)
		}
	}
	if b := judge.Bar(table, 0.5); b < -500 || b > 500 {
		t.Errorf("bar of one half is %d", b)
	}
	if b := judge.Bar(table, 2); b != math.MaxInt32 {
		t.Errorf("bar that nothing reaches is %d", b)
	}
}

func TestOwnBlock(t *testing.T) {
	d, p, sentences, err := ownBlock("# note\n= Envoys meet | 2024-01-02\nThe envoys [CONSULT met] in Łódź.\nRain fell.\nThey [AGREE reached a deal].\n")
	if err != nil {
		t.Fatal(err)
	}
	if p.Title != "Envoys meet" || p.Published != "2024-01-02" || p.Text != "The envoys met in Łódź.\nRain fell.\nThey reached a deal.\n" {
		t.Errorf("page %+v", p)
	}
	if len(sentences) != 3 || sentences[1] != [2]int{24, 35} {
		t.Errorf("sentences %v", sentences)
	}
	if len(d.gold) != 2 || d.gold[1].Sentence != 2 || d.gold[1].Type != "AGREE" || len(d.gold[1].words) != 2 {
		t.Errorf("acts %+v", d.gold)
	}
	for _, bad := range []string{"= no date\nA [CONSULT met] B.", "= t | 2024-01-01\nA [MEET met] B."} {
		if _, _, _, err := ownBlock(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

package ner

import (
	"math/rand/v2"
	"slices"
	"testing"

	"chancery/record"
)

func TestFollows(t *testing.T) {
	l := LabelOf
	for _, tc := range []struct {
		before, label Label
		want          bool
	}{
		{Out, Out, true},
		{Out, l(Person, First), true},
		{Out, l(Person, Whole), true},
		{Out, l(Person, Inner), false},
		{Out, l(Person, Last), false},
		{l(Person, First), l(Person, Last), true},
		{l(Person, First), l(Place, Last), false},
		{l(Person, First), Out, false},
		{l(Person, Inner), l(Person, Inner), true},
		{l(Person, Last), l(Body, First), true},
		{l(Place, Whole), l(Place, Whole), true},
		{l(Place, Whole), l(Place, Last), false},
	} {
		if got := Follows(tc.before, tc.label); got != tc.want {
			t.Errorf("%d after %d: %v, want %v", tc.label, tc.before, got, tc.want)
		}
	}
}

func TestLabelParts(t *testing.T) {
	seen := map[Label]bool{Out: true}
	for c := range Class(classes) {
		for p := range Part(parts) {
			l := LabelOf(c, p)
			if l.Class() != c || l.Part() != p || seen[l] || int(l) >= Labels {
				t.Errorf("label %d of class %d, part %d: class %d, part %d", l, c, p, l.Class(), l.Part())
			}
			seen[l] = true
		}
	}
	if k := LabelOf(Other, Whole).Kind(); k != "" {
		t.Errorf("Other is reported as %q", k)
	}
	if k := LabelOf(Body, Inner).Kind(); k != record.Organization {
		t.Errorf("a body is reported as %q", k)
	}
}

func TestMark(t *testing.T) {
	labels := make([]Label, 5)
	Mark(labels[:1], Place)
	Mark(labels[1:4], Person)
	Mark(labels[4:4], Body)
	want := []Label{LabelOf(Place, Whole), LabelOf(Person, First), LabelOf(Person, Inner), LabelOf(Person, Last), Out}
	if !slices.Equal(labels, want) {
		t.Errorf("labels %v, want %v", labels, want)
	}
}

// best tries all chains.
func best(scores []Scores, open []bool, step func(a, b Label) int32) int32 {
	top := int32(never)
	var try func(i int, before Label, sum int32)
	try = func(i int, before Label, sum int32) {
		if i == len(scores) {
			if Follows(before, Out) {
				top = max(top, sum)
			}
			return
		}
		for l := range Label(Labels) {
			if Follows(before, l) && (open[i] || l == Out) {
				next := sum
				if open[i] {
					next += scores[i][l] + step(before, l)
				}
				if open[i] && (i+1 == len(scores) || !open[i+1]) {
					if !Follows(l, Out) {
						continue
					}
					next += step(l, Out)
				}
				try(i+1, l, next)
			}
		}
	}
	try(0, Out, 0)
	return top
}

// total is the sum of a chain of labels; false when a step is forbidden.
func total(labels []Label, scores []Scores, open []bool, step func(a, b Label) int32) (int32, bool) {
	sum, before := int32(0), Out
	for i, l := range labels {
		if !Follows(before, l) || !open[i] && l != Out {
			return 0, false
		}
		if open[i] {
			sum += scores[i][l] + step(before, l)
			if i+1 == len(labels) || !open[i+1] {
				if !Follows(l, Out) {
					return 0, false
				}
				sum += step(l, Out)
			}
		}
		before = l
	}
	return sum, Follows(before, Out)
}

// The path found is allowed, and no other has a higher sum.
func TestPathIsBest(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var p Path
	for round := range 300 {
		n := 1 + rng.IntN(4)
		scores, open, labels := make([]Scores, n), make([]bool, n), make([]Label, n)
		table := Scores{}
		for i := range scores {
			open[i] = rng.IntN(5) > 0
			for l := range scores[i] {
				scores[i][l] = int32(rng.IntN(200) - 100)
			}
		}
		for l := range table {
			table[l] = int32(rng.IntN(60) - 30)
		}
		step := func(a, b Label) int32 { return table[a] - table[b]/2 }
		steps := StepsBy(step)
		p.Best(labels, scores, open, &steps)
		got, ok := total(labels, scores, open, step)
		if want := best(scores, open, step); !ok || got != want {
			t.Fatalf("round %d: labels %v have the sum %d (allowed: %v), the best is %d", round, labels, got, ok, want)
		}
	}
}

func TestStepsSet(t *testing.T) {
	s := StepsBy(func(Label, Label) int32 { return 1 })
	s.Set(func(a, b Label) int32 { return int32(a)*100 + int32(b) })
	for b := range s {
		for _, x := range s[b] {
			if x.score != int32(x.from)*100+int32(b) {
				t.Fatalf("the step from %d to %d has the score %d", x.from, b, x.score)
			}
		}
	}
}

func TestCertainty(t *testing.T) {
	sure, close := Scores{}, Scores{}
	l := LabelOf(Person, Whole)
	sure[l], close[l] = 3000, 10
	a, b := certainty([]Scores{sure}, []Label{l}), certainty([]Scores{close}, []Label{l})
	if a <= b || a > 1 || b < 0.5 {
		t.Errorf("a clear name has %v, a close one %v", a, b)
	}
	other := sure
	other[LabelOf(Person, First)] = 5000 // another part of the same kind is no rival
	if c := certainty([]Scores{other}, []Label{l}); c != a {
		t.Errorf("certainty %v, want %v", c, a)
	}
}

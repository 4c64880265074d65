package judge_test

import (
	"testing"

	"chancery/internal/linear"
	"chancery/internal/model"
	"chancery/internal/stage/extract/judge"
)

func weights() *linear.Model {
	return linear.New(1, []uint32{7, 9, 11}, []int16{1500, -700, 40})
}

func TestScore(t *testing.T) {
	j, err := judge.New(weights(), 0, []judge.Step{{-1000, 0.1}, {1000, 0.9}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		clues []uint32
		score int32
		keeps bool
		p     float64
	}{
		{nil, 0, true, 0.5},
		{[]uint32{9, 13}, -700, false, 0.22},
		{[]uint32{9, 9}, -1400, false, 0.1},
		{[]uint32{7, 11}, 1540, true, 0.9},
		{[]uint32{7, 9}, 800, true, 0.82},
	} {
		score := j.Score(c.clues)
		if score != c.score || j.Keeps(score) != c.keeps {
			t.Errorf("%v scores %d, kept %v; want %d, %v", c.clues, score, j.Keeps(score), c.score, c.keeps)
		}
		if p := j.Probability(score); p < c.p-1e-9 || p > c.p+1e-9 {
			t.Errorf("score %d has probability %v, want %v", score, p, c.p)
		}
	}
}

func TestStored(t *testing.T) {
	j, err := judge.New(weights(), -250, []judge.Step{{-3, 0}, {5, 0.25}, {900, 1}})
	if err != nil {
		t.Fatal(err)
	}
	f := model.New()
	j.Store(f)
	k, err := judge.Open(f)
	if err != nil {
		t.Fatal(err)
	}
	for s := int32(-400); s < 1000; s += 7 {
		if j.Keeps(s) != k.Keeps(s) || j.Probability(s) != k.Probability(s) {
			t.Fatalf("score %d: stored %v %v, read %v %v", s, j.Keeps(s), j.Probability(s), k.Keeps(s), k.Probability(s))
		}
	}
	if k.Score([]uint32{7, 9}) != 800 {
		t.Errorf("weights read score %d, want 800", k.Score([]uint32{7, 9}))
	}
}

func TestWithBar(t *testing.T) {
	j, err := judge.New(weights(), 0, []judge.Step{{-1000, 0.1}, {1000, 0.9}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		p     float64
		score int32
		keeps bool
	}{{0.5, 0, true}, {0.5, -1, false}, {0.7, 500, true}, {0.7, 499, false}, {0.05, -9000, true}, {0.95, 9000, false}} {
		if got := j.WithBar(c.p).Keeps(c.score); got != c.keeps {
			t.Errorf("from %v on, a score of %d is kept: %v", c.p, c.score, got)
		}
	}
	if j.Keeps(-1) || !j.Keeps(0) {
		t.Error("the judge itself changed")
	}
}

// A table that does not rise, or a file cut short, is refused.
func TestRefused(t *testing.T) {
	for _, table := range [][]judge.Step{nil, {{0, 0.5}, {0, 0.6}}, {{0, 0.5}, {1, 0.4}}, {{0, 1.5}}, {{0, -0.5}}} {
		if _, err := judge.New(weights(), 0, table); err == nil {
			t.Errorf("table %v was taken", table)
		}
	}
	if _, err := judge.New(linear.New(2, []uint32{1}, []int16{1, 2}), 0, []judge.Step{{0, 0.5}}); err == nil {
		t.Error("a model of two classes was taken")
	}
	f := model.New()
	if _, err := judge.Open(f); err == nil {
		t.Error("an empty file was taken")
	}
	j, err := judge.New(weights(), 0, []judge.Step{{0, 0.5}})
	if err != nil {
		t.Fatal(err)
	}
	j.Store(f)
	f.Set("events table", []byte{1, 2, 3, 4, 5})
	if _, err := judge.Open(f); err == nil {
		t.Error("a table cut short was taken")
	}
}

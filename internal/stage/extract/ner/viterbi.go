package ner

import (
	"math"

	"chancery/internal/linear"
)

// Scores are the scores of one word's labels.
type Scores [Labels]int32

// Steps are the scores of a label after another; forbidden ones are never taken.
type Steps [Labels][]step

// step is a way to reach a label.
type step struct {
	from  Label
	score int32
}

// template numbers of the features that are not made in features.go.
const templateStep = 250

// StepFeature is the feature that stands for the label of the word before.
func StepFeature(before Label) uint32 { return linear.Hash(templateStep, uint32(before)+1) }

// StepsOf reads the scores of steps from a model, which may be nil.
func StepsOf(m *linear.Model) Steps {
	return StepsBy(func(a, b Label) int32 {
		if m == nil {
			return 0
		}
		if row := m.Row(StepFeature(a)); row != nil {
			return int32(row[b])
		}
		return 0
	})
}

// StepsBy makes the table of allowed steps with their scores.
func StepsBy(score func(before, l Label) int32) Steps {
	var s Steps
	for b := range Label(Labels) {
		for a := range Label(Labels) {
			if Follows(a, b) {
				s[b] = append(s[b], step{a, score(a, b)})
			}
		}
	}
	return s
}

// Path is the working memory of a decoding.
type Path struct {
	best []Scores
	from [][Labels]Label
}

const never = math.MinInt32 / 4

// Best sets the labels of a sentence to the allowed chain with the highest sum.
// Words that are not open are Out.
func (p *Path) Best(labels []Label, scores []Scores, open []bool, steps *Steps) {
	for lo := 0; lo < len(labels); {
		if !open[lo] {
			labels[lo] = Out
			lo++
			continue
		}
		hi := lo
		for hi < len(labels) && open[hi] {
			hi++
		}
		p.stretch(labels[lo:hi], scores[lo:hi], steps)
		lo = hi
	}
}

// stretch labels a run of words between words that are Out.
func (p *Path) stretch(labels []Label, scores []Scores, steps *Steps) {
	n := len(labels)
	p.best, p.from = grow(p.best, n), grow(p.from, n)
	before := Scores{}
	for l := 1; l < Labels; l++ {
		before[l] = never
	}
	for i := range n {
		now := &p.best[i]
		for l := range now {
			top, from := int32(never), Out
			for _, s := range steps[l] {
				if v := before[s.from] + s.score; v > top {
					top, from = v, s.from
				}
			}
			now[l], p.from[i][l] = top+scores[i][l], from
		}
		before = *now
	}
	last, top := Out, int32(math.MinInt32)
	for _, s := range steps[Out] {
		if v := before[s.from] + s.score; v > top {
			last, top = s.from, v
		}
	}
	for i := n - 1; i >= 0; i-- {
		labels[i] = last
		last = p.from[i][last]
	}
}

// certainty tells how sure a name is, from 0 to 1.
func certainty(scores []Scores, labels []Label) float32 {
	least := int32(math.MaxInt32)
	for i, l := range labels {
		rival := scores[i][Out]
		for m := Label(1); m < Labels; m++ {
			if m.Class() != l.Class() {
				rival = max(rival, scores[i][m])
			}
		}
		least = min(least, scores[i][l]-rival)
	}
	return float32(1 / (1 + math.Exp(-float64(least)/certaintyScale)))
}

// certaintyScale is the margin at which a name counts as fairly sure.
const certaintyScale = 200

// Set sets the scores of all steps anew.
func (s *Steps) Set(score func(before, l Label) int32) {
	for b := range s {
		for k := range s[b] {
			s[b][k].score = score(s[b][k].from, Label(b))
		}
	}
}

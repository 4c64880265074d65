package train

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"chancery/internal/stage/extract/judge"
)

// crossValidate gives each candidate the score of a model that has not seen its document.
func crossValidate(c *EventsConfig, docs []*eventDoc) [][]float64 {
	scores := make([][]float64, len(docs))
	for fold := range c.Folds {
		var learn []*eventDoc
		for d := range docs {
			if d%c.Folds != fold {
				learn = append(learn, docs[d])
			}
		}
		m := learnEvents(c, learn)
		for d := fold; d < len(docs); d += c.Folds {
			for k := range docs[d].candidates {
				scores[d] = append(scores[d], float64(m.score(docs[d].candidates[k].clues, c.Least))/thousandth)
			}
		}
	}
	return scores
}

// firm scores candidates as the frames alone do.
func firm(docs []*eventDoc) [][]float64 {
	scores := make([][]float64, len(docs))
	for d := range docs {
		for k := range docs[d].candidates {
			s := 10.0
			if docs[d].candidates[k].doubtful {
				s = -10
			}
			scores[d] = append(scores[d], s)
		}
	}
	return scores
}

// judgement is what keeping the candidates above a bar comes to.
type judgement struct {
	hit, got, gold int
	error          float64 // expected calibration error over those kept
}

func (j judgement) String() string {
	p, r := float64(j.hit)/math.Max(1, float64(j.got)), float64(j.hit)/math.Max(1, float64(j.gold))
	return fmt.Sprintf("F1 %.3f  P %.3f  R %.3f  (%d kept)  calibration error %.3f", 2*p*r/math.Max(p+r, 1e-9), p, r, j.got, j.error)
}

// judged keeps, of each word, the best reading if it reaches the bar.
func judged(docs []*eventDoc, scores [][]float64, bar float64) judgement {
	var j judgement
	var bins [10]struct{ sum, hit, n float64 }
	for d, doc := range docs {
		best := map[int]int{}
		for k := range doc.candidates {
			w := doc.candidates[k].word
			if b, ok := best[w]; !ok || scores[d][k] > scores[d][b] {
				best[w] = k
			}
		}
		var kept []int
		for k := range doc.candidates {
			if best[doc.candidates[k].word] == k && scores[d][k] >= bar {
				kept = append(kept, k)
			}
		}
		hits := doc.pair(kept, func(g *goldAct, c *candidate) int {
			return 2*asInt(shared(g.words, c.words)) + asInt(g.Status == c.status)
		})
		j.gold, j.got, j.hit = j.gold+len(doc.gold), j.got+len(kept), j.hit+len(hits)
		for _, k := range kept {
			p := 1 / (1 + math.Exp(-scores[d][k]))
			b := &bins[min(9, int(p*10))]
			b.sum, b.n, b.hit = b.sum+p, b.n+1, b.hit+float64(asInt(slices.Contains(hits, k)))
		}
	}
	for _, b := range bins {
		j.error += math.Abs(b.sum-b.hit) / math.Max(1, float64(j.got))
	}
	return j
}

func asInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// least of a step of the table: so many candidates stand behind each probability.
const behind = 60

// calibrate makes the table of probabilities: the share of right candidates by
// score, smoothed so that it rises (isotonic regression over runs of scores).
func calibrate(docs []*eventDoc, scores [][]float64, shift float64) []judge.Step {
	type run struct{ score, right, n float64 }
	var all []run
	for d, doc := range docs {
		for k := range doc.candidates {
			all = append(all, run{scores[d][k], float64(asInt(doc.candidates[k].right)), 1})
		}
	}
	slices.SortFunc(all, func(a, b run) int { return cmp.Compare(a.score, b.score) })
	var runs []run // sums over neighbours
	for _, x := range all {
		if n := len(runs); n > 0 && runs[n-1].n < behind {
			runs[n-1] = run{runs[n-1].score + x.score, runs[n-1].right + x.right, runs[n-1].n + 1}
			continue
		}
		for n := len(runs); n > 1 && runs[n-2].right*runs[n-1].n >= runs[n-1].right*runs[n-2].n; n = len(runs) {
			runs[n-2] = run{runs[n-2].score + runs[n-1].score, runs[n-2].right + runs[n-1].right, runs[n-2].n + runs[n-1].n}
			runs = runs[:n-1]
		}
		runs = append(runs, run{x.score, x.right, 1})
	}
	var table []judge.Step
	for _, r := range runs {
		p := (r.right + 0.5) / (r.n + 1)
		p = 1 / (1 + math.Exp(-math.Log(p/(1-p))-shift))
		s := judge.Step{Score: int32(math.Round(r.score / r.n * thousandth)), Probability: p}
		if n := len(table); n > 0 && (s.Score <= table[n-1].Score || s.Probability < table[n-1].Probability) {
			continue
		}
		table = append(table, s)
	}
	return table
}

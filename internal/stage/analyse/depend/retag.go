package depend

import (
	"chancery/internal/lanes"
	"math"

	"chancery/internal/stage/analyse/tag"
)

// Retag gives the tags that the net itself prefers for the sentence just
// parsed.
func (p *Parser) Retag(s *tag.Sentence, w *Scratch) {
	for i := range s.UPOS {
		if s.Forms[i].Bound {
			continue
		}
		p.setTags(s, i, p.tagScores(i, w))
	}
}

// tagScores scores the tags of word i, the universal ones first.
func (p *Parser) tagScores(i int, w *Scratch) []float32 {
	scores := w.scores[:tagRows]
	copy(scores, p.net.TagB.Data)
	from, to := w.from[i], w.from[i+1]
	lanes.Combine(scores, p.net.Tag.Data, w.active[from:to], w.amount[from:to])
	return scores
}

// setTags gives word i the tags of the best scores; the specific one is among
// those that go with the universal one.
func (p *Parser) setTags(s *tag.Sentence, i int, scores []float32) {
	u := 1
	for k := 2; k < 18; k++ {
		if scores[k] > scores[u] {
			u = k
		}
	}
	s.UPOS[i] = uint8(u)
	best := float32(0)
	for k, x := range p.tagOf[u] {
		if v := scores[tagXPOS+int(x)]; k == 0 || v > best {
			s.XPOS[i], best = x, v
		}
	}
}

// Margin is by how much the net likes a universal tag better than all others for
// word i of the sentence just parsed; below nought it likes another one.
func (p *Parser) Margin(i int, upos uint8, w *Scratch) float32 {
	scores := p.tagScores(i, w)
	best := float32(math.Inf(-1))
	for k := 1; k < posCount; k++ {
		if k != int(upos) {
			best = max(best, scores[k])
		}
	}
	return scores[upos] - best
}

package depend

import (
	"chancery/internal/lanes"
	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/analyse/tag"
	"chancery/internal/syntax"
)

// Committee is several parsers of the same labels that add up their scores. It
// is slow, and serves to parse the raw text that one parser then learns from.
type Committee struct {
	Parsers []*Parser
	scratch []Scratch
	state   State
	hidden  [][]float32
}

// NewCommittee makes a committee. It is not safe for concurrent use; the
// parsers may be shared.
func NewCommittee(ps []*Parser) *Committee {
	c := &Committee{Parsers: ps, scratch: make([]Scratch, len(ps))}
	for _, p := range ps {
		c.hidden = append(c.hidden, make([]float32, p.net.Dims.Hidden))
	}
	return c
}

// Parse gives heads and relations of a tagged sentence.
func (c *Committee) Parse(s *tag.Sentence, table *form.Table) ([]int32, []uint8) {
	n := len(s.Forms)
	for i, p := range c.Parsers {
		w := &c.scratch[i]
		w.ready(p.net, n, table)
		p.windows(s, w)
		p.remember(n, w)
		p.tokens(n, w)
	}
	st := &c.state
	st.Reset(n)
	for !st.Done() {
		c.step(s, st)
	}
	st.Rel[st.stack[0]] = uint8(syntax.Root)
	return st.Head, st.Rel
}

func (c *Committee) step(s *tag.Sentence, st *State) {
	legal := st.Legal()
	if legal == 1<<Shift {
		st.Take(Shift, 0)
		return
	}
	var steps [Steps]float32
	for i, p := range c.Parsers {
		h := p.look(s, st, &c.scratch[i])
		copy(c.hidden[i], h)
		for t := range steps {
			steps[t] += lanes.Dot(h, p.net.Step.Row(t)) + p.net.StepB.Data[t]
		}
	}
	best, found := Shift, false
	for t := range Step(Steps) {
		if legal&(1<<t) != 0 && (!found || steps[t] > steps[best]) {
			best, found = t, true
		}
	}
	if best == Shift {
		st.Take(Shift, 0)
		return
	}
	side := int(best - Left)
	var scores [rels]float32
	labels := c.Parsers[0].labels[side]
	for i, p := range c.Parsers {
		for j, v := range p.labelScores(side, c.hidden[i], &c.scratch[i]) {
			scores[j] += v
		}
	}
	label := 0
	for j := range labels {
		if scores[j] > scores[label] {
			label = j
		}
	}
	st.Take(best, labels[label])
}

// Retag gives the tags that the committee prefers for the sentence just parsed.
func (c *Committee) Retag(s *tag.Sentence) {
	var sum [tagRows]float32
	for i := range s.UPOS {
		clear(sum[:])
		for k, p := range c.Parsers {
			lanes.Add(sum[:], p.tagScores(i, &c.scratch[k]))
		}
		c.Parsers[0].setTags(s, i, sum[:])
	}
}

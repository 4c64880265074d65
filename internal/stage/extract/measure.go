package extract

import (
	"slices"
	"strings"
)

// measure fills in rank and sizes.
func (c *coder) measure() {
	for k := range c.events {
		e := &c.events[k]
		e.level = c.levelOf(e)
	}
	c.countAll()
}

// levelOf is the rank of the highest participant, 0 when none is known.
func (c *coder) levelOf(e *event) int {
	level := 0
	for _, side := range [2][]int32{e.actors, e.recipients} {
		for _, k := range side {
			if l := c.entities[k].level; l > 0 && (level == 0 || l < level) {
				level = l
			}
		}
	}
	return level
}

// enoughContext is the weight of keywords that makes a context.
const enoughContext = 3

// contextsOf weighs the keywords of the event's sentence and adds what its
// frame implies.
func (c *page) contextsOf(e *event) []string {
	weight := map[string]float64{}
	for _, name := range e.frame.Contexts {
		weight[name] = 2 * enoughContext
	}
	sent := c.sentenceOf(e.i)
	for i := sent.First; i < sent.End; i++ {
		for _, cue := range c.lex.ContextsAt(c.Words[i].Lemma) {
			if c.lemmasAt(i, sent.End, cue.Words) {
				weight[cue.Context] += cue.Weight
			}
		}
	}
	var out []string
	for name, w := range weight {
		if w >= enoughContext {
			out = append(out, name)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		if weight[a] != weight[b] {
			if weight[a] > weight[b] {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return out[:min(len(out), 4)]
}

func (c *page) lemmasAt(i, end int32, words []string) bool {
	if i+int32(len(words)) > end {
		return false
	}
	for k, w := range words {
		if c.Words[i+int32(k)].Lemma != w && c.Words[i+int32(k)].Norm != w {
			return false
		}
	}
	return true
}

package extract

import (
	"slices"
	"strings"

	"chancery/internal/syntax"
)

// measure fills in rank and sizes.
func (c *coder) measure() {
	for k := range c.events {
		e := &c.events[k]
		e.level = c.levelOf(e)
		c.sizes(e)
	}
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

// sizes reads the counts that the sentence states by the event's verb: people
// killed, injured, arrested, and those who took part.
func (c *coder) sizes(e *event) {
	switch e.typ {
	case "ASSAULT", "COERCE":
		sent := c.sentenceOf(e.i)
		for i := sent.First; i < sent.End; i++ {
			if c.verbal(i) || c.Words[i].UPOS == syntax.ADJ {
				c.count(e, i)
			}
		}
	case "PROTEST":
		for _, w := range c.fill(&e.site, []string{"subj"}) {
			if n := c.numberAt(w); n > 0 {
				e.took = n
			}
		}
	}
}

// count reads how many a verb of harm or arrest concerns, when it belongs to
// the event or to what the event brings about.
func (c *coder) count(e *event, v int32) {
	var into *int
	var who []int32
	switch c.Words[v].Lemma {
	case "kill":
		into, who = &e.killed, c.patients(v, 0)
	case "die":
		into, who = &e.killed, c.doers(v, 0)
	case "wound", "injure", "hurt", "maim":
		into, who = &e.injured, c.patients(v, 0)
	case "arrest", "detain":
		if e.typ != "COERCE" {
			return
		}
		into, who = &e.arrested, c.patients(v, 0)
	case "dead":
		into, who = &e.killed, c.patients(c.Words[v].Head, 0)
		if c.Words[v].Head < 0 {
			return
		}
	default:
		return
	}
	if v != e.i && (c.eventAt[v] >= 0 || !c.tied(e.i, v)) || e.typ == "COERCE" && into != &e.arrested {
		return // another act's count
	}
	for _, w := range who {
		if n := c.numberAt(w); n > 0 && *into < 0 {
			*into = n
		}
	}
}

// tied says whether two words hang together within two steps of the tree.
func (c *coder) tied(a, b int32) bool {
	up := func(i int32) [3]int32 {
		out := [3]int32{i, -1, -1}
		for n := 1; n < 3 && i >= 0; n++ {
			if i = c.Words[i].Head; i >= 0 {
				out[n] = i
			}
		}
		return out
	}
	x, y := up(a), up(b)
	for _, i := range x {
		for _, j := range y {
			if i >= 0 && i == j {
				return true
			}
		}
	}
	return false
}

// numberAt is the number that counts a noun, or that the word itself is; 0 for
// none or for a vague one.
func (c *coder) numberAt(i int32) int {
	at := i
	if c.Words[i].UPOS != syntax.NUM {
		if at = c.child(i, syntax.Nummod); at < 0 {
			return 0
		}
	}
	lo := at
	if n, ok := c.grammar.Number(c.Text, c.Words[lo:min(c.sentenceOf(i).End, lo+6)]); ok && !n.Vague && n.Value < 1e8 {
		return int(n.Value)
	}
	return 0
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

package extract

import (
	"strings"

	"chancery/internal/lexicon"
	"chancery/internal/syntax"
)

// explain tells where the parties of an event were found: the slot that its
// frame names, the words that stand there, and the way to them in the tree.
func (c *coder) explain(e *event) {
	if c.trace == nil {
		return
	}
	c.tell(e.i, "%s by %s (%s)", e.typ, e.frame.Trigger, e.frame.ID)
	c.explainSide(&e.site, "actor", e.frame.Actor)
	c.explainSide(&e.site, "recipient", e.frame.Recipient)
}

// explainSide tells of the slots of one side, the first filled one for each path.
func (c *coder) explainSide(s *site, side string, slots []lexicon.Slot) {
	for _, slot := range slots {
		found := false
		for _, path := range slot {
			for _, w := range c.fill(s, path) {
				if len(c.entitiesOf([]int32{w}, path)) > 0 {
					c.tell(s.i, "  %s in slot %s: %q (%s)", side, strings.Join(path, "."), c.Form(w), c.route(s.i, w))
					found = true
				}
			}
		}
		if found {
			return
		}
	}
}

// route is the path from one word to another in their tree, by relations: up
// to what governs both, then down.
func (c *coder) route(from, to int32) string {
	above := map[int32]int{}
	var up []syntax.Rel
	for i := from; i >= 0; i = c.Words[i].Head {
		above[i] = len(up)
		up = append(up, c.Words[i].Rel)
	}
	var down []string
	i := to
	for i >= 0 {
		if n, ok := above[i]; ok {
			var steps []string
			for _, r := range up[:n] {
				steps = append(steps, "up "+r.String())
			}
			for k := len(down) - 1; k >= 0; k-- {
				steps = append(steps, "down "+down[k])
			}
			if len(steps) == 0 {
				return "the word itself"
			}
			return strings.Join(steps, ", ")
		}
		down = append(down, c.Words[i].Rel.String())
		i = c.Words[i].Head
	}
	return "in another sentence"
}

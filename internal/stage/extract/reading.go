package extract

import (
	"slices"

	"chancery/internal/lexicon"
	"chancery/internal/ontology"
	"chancery/internal/syntax"
	"chancery/record"
)

// reread turns an act into the act that it is by the words around it: what
// somebody will not grant is refused, what somebody will do unless the other side
// yields is threatened, and an exercise of forces of several states is common.
func (c *coder) reread(e *event) {
	switch {
	case c.refuses(e):
		mode := ""
		switch e.typ {
		case "RETREAT", "CONCEDE":
			mode = "yield"
		case "AID", "COOPERATE":
			mode = "assist"
		case "CONSULT":
			mode = "meet"
		}
		e.become("REJECT", mode)
		e.status = record.Actual
	case c.threatens(e):
		mode := ""
		switch e.typ {
		case "ASSAULT":
			mode = "violence"
		case "SANCTION":
			mode = "relations"
		case "COERCE":
			mode = "restrict"
		}
		e.become("THREATEN", mode)
		e.status = record.Actual
	case e.typ == "MOBILIZE" && c.words.is("exercise", c.Words[e.i].Lemma) && c.severalStates(e.actors):
		e.become("COOPERATE", "")
		e.cameo = "062"
	}
}

// become gives an event another type, with the code that stands for it.
func (e *event) become(typ, mode string) {
	e.typ, e.mode = typ, mode
	e.cameo = ontology.CAMEOOf(typ, []string{mode})
}

// refuses says whether an act of cooperation is denied because those who could
// do it will not: "will not release", "did not accede to".
func (c *coder) refuses(e *event) bool {
	if e.status != record.Denied || len(e.actors) == 0 {
		return false
	}
	v := e.i
	if e.pos == 'n' {
		v = e.light
	}
	if v < 0 || c.passive(v) {
		return false
	}
	switch e.typ {
	case "CONCEDE":
		return true
	case "AGREE", "RETREAT", "AID", "COOPERATE", "CONSULT", "SUPPORT":
		return c.wills(v) && c.negated(v)
	}
	return false
}

// threatens says whether an act against somebody hangs on what he does: "will
// boycott the vote unless …".
func (c *coder) threatens(e *event) bool {
	switch e.typ {
	case "ASSAULT", "SANCTION", "COERCE", "PROTEST", "RETREAT", "MOBILIZE":
	default:
		return false
	}
	if e.status != record.Planned && e.status != record.Hypothetical || len(e.actors) == 0 {
		return false
	}
	v := e.i
	if e.pos == 'n' {
		v = e.light
	}
	if v < 0 || !c.wills(v) {
		return false
	}
	for _, k := range c.children(v) {
		if base(c.Words[k].Rel) == syntax.Advcl {
			if m := c.child(k, syntax.Mark); m >= 0 && c.Words[m].Norm == "unless" {
				return true
			}
		}
	}
	return false
}

// wills says whether a verb stands under "will", "would" or "shall".
func (c *coder) wills(v int32) bool {
	for _, k := range c.children(v) {
		if base(c.Words[k].Rel) == syntax.Aux {
			switch c.Words[k].Norm {
			case "will", "wo", "shall", "would", "'ll", "’ll":
				return true
			}
		}
	}
	return false
}

func (c *coder) negated(v int32) bool {
	for _, k := range c.children(v) {
		switch c.Words[k].Norm {
		case "not", "n't", "n’t", "never":
			return true
		}
	}
	return false
}

// severalStates says whether entities are of two states or more.
func (c *coder) severalStates(list []int32) bool {
	first := ""
	for _, k := range list {
		switch code := c.entities[k].code; {
		case code == "":
		case first == "":
			first = code
		case code != first:
			return true
		}
	}
	return false
}

// mustOf is the "must" that lays a duty on what a predicate tells, -1 for none:
// "must have left" is a guess.
func (c *coder) mustOf(i int32) int32 {
	must := int32(-1)
	for _, k := range c.children(i) {
		if base(c.Words[k].Rel) != syntax.Aux {
			continue
		}
		switch {
		case c.Words[k].Norm == "must":
			must = k
		case c.Words[k].Lemma == "have":
			return -1
		}
	}
	return must
}

// asksByMust makes the request that "must" states: of whom it says what he must
// do, by whoever says it.
func (c *coder) asksByMust(e *event, f *lexicon.Frame) {
	if f.Head != "must" {
		return
	}
	e.status = record.Actual
	if m := c.mustOf(e.i); m >= 0 {
		e.parts = append(e.parts, m)
	}
	if c.within == nil {
		c.within = c.insideStatements()
	}
	if s := c.within[e.i]; s >= 0 && c.statements[s].speaker >= 0 {
		e.actors = []int32{c.statements[s].speaker}
		e.recipients = without(e.recipients, e.actors)
	}
}

// namesBody says whether a noun is only what its apposition, a body's name, is:
// "the peacekeeping mission, MONUSCO".
func (c *coder) namesBody(i int32) bool {
	for _, k := range c.children(i) {
		if r := c.Words[k].Rel; r != syntax.Appos && r != syntax.Flat && r != syntax.NmodDesc {
			continue
		}
		if m := c.mentionAt(k); m >= 0 && c.mentions[m].form == record.Name && slices.ContainsFunc(c.mentions[m].ents, func(e int32) bool {
			return c.entities[e].kind == record.Organization || c.entities[e].kind == record.Group
		}) {
			return true
		}
	}
	return false
}

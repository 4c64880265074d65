package extract

import "chancery/internal/syntax"

// blame finds who did harm that a clause tells without its doer: the doer of the
// act of force in its adverbial clause ("two were killed when X shelled a
// village"), of the noun that it names as occasion ("died in a raid by X"), or
// of its subject ("the raid by X killed two"); and gives such a noun the victims.
func (c *coder) blame() {
	for k := range c.events {
		e := &c.events[k]
		if e.typ != "ASSAULT" || e.pos != 'v' {
			continue
		}
		for _, w := range c.children(e.i) {
			o := c.forceAt(w)
			if o == nil || o == e {
				continue
			}
			switch r := c.Words[w].Rel; {
			case base(r) == syntax.Advcl && c.toldBy(w):
			case base(r) == syntax.Obl && c.occasionPrep(w):
			case r == syntax.Nsubj && o.pos == 'n':
			default:
				continue
			}
			c.sharePerpetrator(e, o)
			break
		}
	}
}

// forceAt is the act of force that a word, or the verb coordinated with it, tells.
func (c *coder) forceAt(w int32) *event {
	if k := c.eventAt[w]; k >= 0 && c.events[k].typ == "ASSAULT" {
		return &c.events[k]
	}
	return nil
}

// toldBy says whether an adverbial clause tells what brought its main clause
// about, not a condition or purpose.
func (c *coder) toldBy(v int32) bool {
	m := c.child(v, syntax.Mark)
	if m < 0 {
		m = c.child(v, syntax.Advmod)
	}
	if m < 0 {
		return false
	}
	switch c.Words[m].Norm {
	case "when", "after", "as", "while", "because":
		return true
	}
	return false
}

func (c *coder) occasionPrep(w int32) bool {
	switch c.caseOf(w) {
	case "in", "by", "during", "from", "after", "under":
		return true
	}
	return false
}

// sharePerpetrator gives harm its doer and manner, and the doer's act its victims.
func (c *coder) sharePerpetrator(harm, act *event) {
	if harm.mode == "" {
		harm.mode, harm.cameo = act.mode, act.cameo
	}
	if len(harm.actors) == 0 {
		harm.actors = without(append([]int32(nil), act.actors...), harm.recipients)
	}
	if len(act.recipients) == 0 || act.deep {
		if got := without(append([]int32(nil), harm.recipients...), act.actors); len(got) > 0 {
			act.recipients, act.deep = got, harm.deep
		}
	}
}

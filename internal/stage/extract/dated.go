package extract

import "chancery/internal/syntax"

// This file tells which dates of a sentence speak of something else than an act.

// namesAnother says whether a date stands inside a noun phrase that is not the
// event's: "the December 2011 agreement", "by reports on Saturday".
func (c *coder) namesAnother(e *event, k int) bool {
	date := c.headOf(int32(c.times[k].First), int32(c.times[k].End))
	h := c.Words[date].Head
	if h < 0 || h == e.i || c.Words[h].UPOS != syntax.NOUN {
		return false
	}
	if c.lex.Speech(c.Words[h].Lemma, 'n') != nil && c.eventAt[h] < 0 {
		return true
	}
	return date < h && c.eventAt[h] >= 0
}

// charge says whether an act is what somebody is accused of, tried or punished
// for: "sentenced on Friday for driving into a crowd".
func (c *coder) charge(e *event) bool {
	for i, n := e.i, 0; n < 6 && c.Words[i].Head >= 0; n++ {
		h := c.Words[i].Head
		if o := c.eventAt[h]; o >= 0 {
			switch c.events[o].typ {
			case "ACCUSE", "SANCTION", "COERCE", "THREATEN":
				switch c.relator(i) {
				case "for", "of", "over", "with", "from":
					return true
				}
			}
			return false
		}
		i = h
	}
	return false
}

// relator is the preposition or conjunction that ties a word to its head, "" for none.
func (c *coder) relator(i int32) string {
	if m := c.child(i, syntax.Mark); m >= 0 {
		return c.Words[m].Norm
	}
	return c.caseOf(i)
}

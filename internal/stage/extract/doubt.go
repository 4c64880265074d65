package extract

import (
	"slices"

	"chancery/internal/lexicon"
	"chancery/internal/syntax"
	"chancery/record"
)

// doubt is a set of reasons not to take a frame at its word. Without a judge an
// event with a doubt is dropped; with one, the doubts are clues among others.
type doubt uint16

const (
	unmet    doubt = 1 << iota // one limit of the frame does not hold
	modifies                   // the trigger modifies a noun
	listed                     // the lexicon lists the use as one that tells no act
	purpose                    // an infinitive of purpose
	governed                   // the content of another act
	empty                      // names nobody
	second                     // a more specific frame of the word has another type
)

var doubtNames = [...]string{"a limit of the frame does not hold", "modifies a noun", "listed as no act", "an infinitive of purpose",
	"the content of another act", "names nobody", "another frame of the word is more specific"}

// doubt takes note of a doubt; false when nobody weighs it and the event must go.
func (c *coder) doubt(e *event, d doubt) bool {
	if !c.weighs() {
		return false
	}
	if k := c.eventAt[e.i]; e.doubts == 0 && k >= 0 && &c.events[k] == e {
		c.eventAt[e.i] = -1
	}
	e.doubts |= d
	return true
}

// weighs says whether doubtful events are kept until they are judged.
func (p *page) weighs() bool { return p.judge != nil || p.collect != nil }

// maxDoubtful is how many doubtful readings of one word are weighed.
const maxDoubtful = 3

// weigh codes the doubtful readings of a site: the best frame of each type that
// did not fire, if at most one of its limits fails.
func (c *coder) weigh(s *site, frames []*lexicon.Frame, first *lexicon.Frame, doubts doubt) {
	var types [maxDoubtful + 1]string
	n := 0
	if first != nil && doubts == 0 {
		types[0], n = first.Type, 1
	}
	last := n + maxDoubtful
	for limits := range 2 { // those whose limits all hold go first
		for _, f := range frames {
			if n == len(types) || n == last {
				return
			}
			if slices.Contains(types[:n], f.Type) || !c.hasParts(s.i, f.Parts) {
				continue
			}
			failing, missed := c.failing(s, f.Limits)
			if failing != limits {
				continue
			}
			d := doubts
			if failing > 0 {
				d |= unmet
			}
			if first != nil && f != first {
				d |= second
			}
			c.code(s, f, d, missed)
			types[n] = f.Type
			n++
		}
	}
}

// failing counts the limits that do not hold, up to two, and gives the last of them.
func (c *coder) failing(s *site, limits []lexicon.Limit) (n int, missed *lexicon.Limit) {
	for k := range limits {
		if !c.holds(s, &limits[k]) {
			n++
			missed = &limits[k]
			if n == 2 {
				break
			}
		}
	}
	return n, missed
}

// judgeAll keeps the candidates that the judge takes for events, at most one of
// a word, and says how sure it is. What time, place and earlier tellings would be
// theirs is a clue too, so it is found for all first and then forgotten again.
func (c *coder) judgeAll() {
	if !c.weighs() {
		return
	}
	before := slices.Clone(c.events)
	c.settle()
	scores := c.scores()
	for k := range before {
		before[k].doubts = c.events[k].doubts
	}
	copy(c.events, before)
	if c.judge == nil {
		c.keep(func(k int) bool { return c.events[k].doubts == 0 })
		return
	}
	best := filled(len(c.Words))
	for k := range c.events {
		if b := &best[c.events[k].i]; *b < 0 || scores[k] > scores[*b] {
			*b = int32(k)
		}
	}
	taken := c.takenParts(best, scores)
	c.keep(func(k int) bool {
		e := &c.events[k]
		e.confidence = c.judge.Probability(scores[k])
		if best[e.i] != int32(k) {
			return false
		}
		if taken[e.i] {
			c.tell(e.i, "passed over: part of another act's trigger")
			return false
		}
		return c.verdict(e, c.judge.Keeps(scores[k]))
	})
}

// takenParts marks the nouns that the trigger of an event that is kept names:
// "went on strike" leaves no strike of its own.
func (c *coder) takenParts(best, scores []int32) map[int32]bool {
	taken := map[int32]bool{}
	for k := range c.events {
		e := &c.events[k]
		if len(e.parts) == 0 || best[e.i] != int32(k) || !c.judge.Keeps(scores[k]) {
			continue
		}
		for _, part := range e.parts {
			if part >= 0 && part != e.i && c.Words[part].UPOS == syntax.NOUN {
				taken[part] = true
			}
		}
	}
	return taken
}

// scores asks the judge about each candidate.
func (c *coder) scores() []int32 {
	for k := range c.events {
		if e := &c.events[k]; c.isEmpty(e) {
			c.doubt(e, empty)
		}
	}
	look := newLook(c)
	scores := make([]int32, len(c.events))
	var clues []uint32
	for k := range c.events {
		e := &c.events[k]
		clues = look.clues(e, clues[:0])
		if c.collect != nil {
			c.collect(c.candidate(e, clues))
		}
		if c.judge != nil {
			scores[k] = c.judge.Score(clues)
		}
	}
	return scores
}

// verdict lifts the doubts of a candidate that is kept, and tells.
func (c *coder) verdict(e *event, kept bool) bool {
	switch {
	case !kept:
		c.tell(e.i, "dropped: %s by %s (%s) is too doubtful at %.2f%s", e.typ, e.frame.Trigger, e.frame.ID, e.confidence, e.doubts)
	case e.doubts != 0:
		c.explain(e)
		c.tell(e.i, "taken at %.2f in spite of doubts%s", e.confidence, e.doubts)
		e.doubts = 0
	}
	return kept
}

// String lists the doubts.
func (d doubt) String() string {
	s := ""
	for k, name := range doubtNames {
		if d&(1<<k) != 0 {
			s += "; " + name
		}
	}
	return s
}

// Candidate is one reading of a word as an act, with what a judge is told of it.
type Candidate struct {
	Word               int         // number of the trigger's head
	Trigger            record.Span // in bytes
	Type, Mode, Status string
	Doubtful           bool
	Clues              []uint32 // valid during the call only
}

func (c *coder) candidate(e *event, clues []uint32) Candidate {
	lo, hi := c.triggerSpan(e)
	return Candidate{int(e.i), c.words2span(lo, hi), e.typ, e.mode, string(e.status), e.doubts != 0, clues}
}

package extract

import (
	"errors"
	"slices"

	"chancery/internal/linear"
	"chancery/internal/model"
	"chancery/record"
)

// WithScorer gives an extractor that weighs the parties of an act with a
// trained model (docs/parties.md).
func (x *Extractor) WithScorer(f *model.File) (*Extractor, error) {
	b, err := f.Section(SectionParties)
	if err != nil {
		return nil, err
	}
	m, rest, err := linear.Decode(b)
	if err != nil {
		return nil, err
	}
	if m.Classes != 1 || len(rest) > 0 {
		return nil, errors.New("cannot use model: it holds no scorer of parties")
	}
	y := *x
	y.scorer = m
	return &y, nil
}

// inferParties weighs, for each act and side, the countries and bodies that the
// page names, and lets the trained scorer add parties that the syntax does not
// give, and take away those that it doubts. Without a scorer nothing changes.
func (c *coder) inferParties() {
	if c.scorer == nil || len(c.events) == 0 {
		return
	}
	s := c.newSides()
	decided := make([]decision, len(c.events))
	for k := range c.events {
		decided[k] = c.decide(s, k)
	}
	c.dropGuesses(s, decided)
	for k := range c.events {
		c.settleSides(s, k, &decided[k])
	}
	c.ownSides()
	c.cancelled()
}

// dropGuesses takes back the guessed countries of parties where no act that
// they are a party of wants it: they stay parties, of unknown country.
func (c *coder) dropGuesses(s *sides, decided []decision) {
	wanted := map[int32]bool{} // entities with a guessed code that a rule made a party
	for k := range c.events {
		for side := range 2 {
			for _, x := range c.events[k].side(side) {
				if y := &c.entities[x]; y.foreign && y.code != "" && y.kind != record.Place {
					wanted[x] = wanted[x] || decided[k].wants(side, s.of[y.code])
				}
			}
		}
	}
	for k := range c.events {
		for side := range 2 {
			for _, x := range c.events[k].side(side) {
				if keep, ok := wanted[x]; ok && !keep {
					c.entities[x].code, c.entities[x].foreign = "", false
				}
			}
		}
	}
}

// decision is the codes that an event's sides shall have.
type decision struct {
	cands []candidate
	has   [2][]bool // by side and candidate; of a symmetric act both the same
	union bool
}

// SideSizes is how many sizes of a side are told apart: none, one, two, more.
const SideSizes = 4

// The bonus of a code that the rules read from the words of the act: it goes
// only when the rest speaks clearly against it.
const (
	readBonus  = 4000 // in a slot of the frame
	deepBonus  = 1500 // below one
	guessBonus = 1500 // in a slot, where its country is a guess
)

// read says whether the rules put a code on a side.
func (d *candidate) read(side int) bool {
	if side == unionSide {
		return max(d.rule[0], d.rule[1]) != notRule
	}
	return d.rule[side] != notRule
}

// bonus is what a candidate has ahead on a side.
func (d *candidate) bonus(typ string, side int) int32 {
	rule := d.rule[side%unionSide]
	if side == unionSide {
		rule = max(d.rule[0], d.rule[1])
	}
	switch rule {
	case ownRule:
		return readBonus
	case deepRule:
		return deepBonus
	case guessRule:
		return guessBonus
	}
	return d.bar(typ, side)
}

// Choose gives the set with the highest score: that of its members and of its
// size.
func Choose(score []int32, size [SideSizes]int32) []bool {
	order := make([]int, len(score))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(score[b]) - int(score[a]) })
	best, bestScore, sum := 0, size[0], int32(0)
	for n, i := range order {
		sum += score[i]
		if v := sum + size[min(n+1, SideSizes-1)]; v > bestScore {
			best, bestScore = n+1, v
		}
	}
	in := make([]bool, len(score))
	for _, i := range order[:best] {
		in[i] = true
	}
	return in
}

// actsAround bounds how many acts before and after are looked at.
const actsAround = 30

func (c *coder) around(s *sides, k int) []int32 {
	out := s.others[:0]
	for j := max(0, k-actsAround); j < min(len(c.events), k+actsAround+1); j++ {
		if j != k {
			out = append(out, int32(j))
		}
	}
	s.others = out
	return out
}

// decide scores the candidates of an event.
func (c *coder) decide(s *sides, k int) decision {
	e := &c.events[k]
	others := c.around(s, k)
	d := decision{cands: c.candidates(s, e, others), union: symmetric(e.typ)}
	from, to := actorSide, recipientSide
	if d.union {
		from, to = unionSide, unionSide
	}
	for side := from; side <= to; side++ {
		scene := c.sceneOf(s, e, side, d.cands, others, k)
		scene.up = c.chain(s, e)
		scores := append(s.scores[:0], make([]int32, len(d.cands))...)
		s.scores = scores
		for i := range d.cands {
			s.cues = c.cues(s.cues[:0], s, scene, &d.cands[i])
			scores[i] = c.score(s.cues) + d.cands[i].bonus(e.typ, side)
		}
		var size [SideSizes]int32
		for n := range size {
			s.cues = scene.sizeCues(s.cues[:0], n)
			size[n] = c.score(s.cues)
		}
		d.has[side&1] = Choose(scores, size)
	}
	if d.union {
		d.has[1] = d.has[0]
	}
	return d.slim()
}

// slim leaves out the candidates that are neither chosen nor parties by the
// rules: a long page has many acts.
func (d *decision) slim() decision {
	out := decision{union: d.union}
	for i := range d.cands {
		if x := &d.cands[i]; d.has[0][i] || d.has[1][i] || x.rule[0] != notRule || x.rule[1] != notRule {
			out.cands = append(out.cands, *x)
			for side := range 2 {
				out.has[side] = append(out.has[side], d.has[side][i])
			}
		}
	}
	return out
}

func (c *coder) score(cues []uint32) int32 {
	var sum [1]int32
	c.scorer.Add(sum[:], cues)
	return sum[0]
}

// settleSides brings the sides of an event to what was decided.
func (c *coder) settleSides(s *sides, k int, d *decision) {
	e := &c.events[k]
	have := map[int32]bool{}
	if d.union { // what is missing goes to the actors
		recipients := c.keepWanted(s, e, d, recipientSide, have)
		e.actors = c.addMissing(s, k, d, actorSide, c.keepWanted(s, e, d, actorSide, have), have)
		e.recipients = recipients
		return
	}
	e.actors = c.addMissing(s, k, d, actorSide, c.keepWanted(s, e, d, actorSide, have), have)
	clear(have)
	e.recipients = c.keepWanted(s, e, d, recipientSide, have)
	if !c.mutual(e) {
		e.recipients = c.addMissing(s, k, d, recipientSide, e.recipients, have)
	}
}

// keepWanted gives the parties of a side that stay: those whose codes are
// wanted and those without a code.
func (c *coder) keepWanted(s *sides, e *event, d *decision, side int, have map[int32]bool) []int32 {
	var kept []int32
	for _, x := range e.side(side) {
		code, ok := s.of[c.entities[x].code]
		switch {
		case !ok:
			kept = append(kept, x)
		case d.wants(side, code):
			kept = append(kept, x)
			have[code] = true
		default:
			c.tell(e.i, "%s: %s is no party", sideNames[side], c.entities[x].name)
		}
	}
	return kept
}

// addMissing adds parties for the wanted codes that no party bears. A party
// without a code takes that of a state rather than standing beside it.
func (c *coder) addMissing(s *sides, k int, d *decision, side int, list []int32, have map[int32]bool) []int32 {
	e := &c.events[k]
	spare := 0
	for i := range d.cands {
		code := d.cands[i].code
		if !d.has[side][i] || have[code] {
			continue
		}
		for spare < len(list) && c.entities[list[spare]].code != "" {
			spare++
		}
		if spare < len(list) && s.codes[code].class == classState {
			x := &c.entities[list[spare]]
			x.code, x.foreign = s.codes[code].code, true
			c.tell(e.i, "%s: %s taken to be of %s", sideNames[side], x.name, x.code)
		} else if x := c.bearer(s, k, d, side, code); x >= 0 {
			list, e.inferred = append(list, x), append(e.inferred, x)
			c.tell(e.i, "%s: %s inferred", sideNames[side], c.entities[x].name)
		}
	}
	return unique(list)
}

var sideNames = [...]string{"actors", "recipients"}

// wants says whether a side shall have a code.
func (d *decision) wants(side int, code int32) bool {
	for i := range d.cands {
		if d.cands[i].code == code {
			return d.has[side][i]
		}
	}
	return true // never weighed
}

// SideCase is a side of an act with its candidates, for training.
type SideCase struct {
	Codes []string
	Rule  [2][]string // the codes that the rules put on both sides
	Side  int         // 0 actors, 1 recipients, 2 both as one
	Cues  [][]uint32  // by candidate
	Bonus []int32     // by candidate, when it is read from the words of the act
	Read  []bool      // by candidate: the rules put it on this side
	Size  [SideSizes][]uint32
}

// ActCase is an act that the rules found, for training.
type ActCase struct {
	Type    string
	Status  record.Status
	Mode    string
	Trigger [2]int32 // bytes
	Sides   []SideCase
}

// cases gives the acts of the page with the cues of their candidates.
func (c *coder) cases() []ActCase {
	s := c.newSides()
	var out []ActCase
	for k := range c.events {
		e := &c.events[k]
		lo, hi := c.triggerSpan(e)
		span := c.span(lo, hi)
		a := ActCase{Type: e.typ, Status: e.status, Mode: e.mode, Trigger: [2]int32{span.Start, span.End}}
		others := c.around(s, k)
		cands := c.candidates(s, e, others)
		from, to := actorSide, recipientSide
		if symmetric(e.typ) {
			from, to = unionSide, unionSide
		}
		for side := from; side <= to; side++ {
			scene := c.sceneOf(s, e, side, cands, others, k)
			scene.up = c.chain(s, e)
			sc := SideCase{Side: side}
			for q := range 2 {
				for _, x := range e.side(q) {
					if code := c.entities[x].code; code != "" {
						sc.Rule[q] = append(sc.Rule[q], code)
					}
				}
			}
			for i := range cands {
				sc.Codes = append(sc.Codes, s.codes[cands[i].code].code)
				sc.Read = append(sc.Read, cands[i].read(side))
				sc.Bonus = append(sc.Bonus, cands[i].bonus(e.typ, side))
				sc.Cues = append(sc.Cues, c.cues(nil, s, scene, &cands[i]))
			}
			for n := range sc.Size {
				sc.Size[n] = scene.sizeCues(nil, n)
			}
			a.Sides = append(a.Sides, sc)
		}
		out = append(out, a)
	}
	return out
}

// SectionParties is the section of the model file that holds the scorer.
const SectionParties = "parties"

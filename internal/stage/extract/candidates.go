package extract

import (
	"slices"

	"chancery/internal/linear"
	"chancery/internal/registry"
	"chancery/internal/syntax"
	"chancery/record"
)

// A candidate is a country or body that could be a party of an act, with what
// the page tells of it: where it stands by the act, how often it is named, and
// what it does in the other acts.

// coded is one code that the page names.
type coded struct {
	code  string
	class uint32
	count int32  // mentions on the page
	first int32  // sentence of the first
	rank  int32  // by count, from 0
	ent   int32  // the entity that stands for it where the sentence has none
	title bool   // the title names it
	force uint32 // which of police, courts, armed forces and rebels the page names of it
}

// sides is what the scoring of parties keeps of a page.
type sides struct {
	codes    []coded
	of       map[string]int32 // code → index
	order    []int32          // mentions in text order
	from     []int32          // sentence → index in order of its first mention
	total    int32
	told     []int32 // bodies that statements were made to
	statesOf int32   // how many codes of states the page names
	// Scratch of one event at a time.
	parents  []int32
	others   []int32
	cands    []candidate
	tellings [2][]telling
	scores   []int32
	cues     []uint32
}

// newSides counts the codes of a page.
func (p *page) newSides() *sides {
	s := &sides{of: map[string]int32{}, order: p.mentionOrder(), from: make([]int32, len(p.Sentences)+1)}
	at := 0
	for n := range p.Sentences {
		for at < len(s.order) && p.Words[p.mentions[s.order[at]].head].Sent < int32(n) {
			at++
		}
		s.from[n] = int32(at)
	}
	s.from[len(p.Sentences)] = int32(len(s.order))
	for _, k := range s.order {
		m := &p.mentions[k]
		if m.role == title {
			continue
		}
		for _, e := range m.ents {
			s.note(p, e, p.Words[m.head].Sent, m)
		}
	}
	p.reg.Scan(p.meta.Title, func(m registry.Match) {
		for _, r := range m.Names {
			if k, ok := s.of[p.reg.Entry(r.Entry).Code]; ok {
				s.codes[k].title = true
			}
		}
	})
	s.ranks()
	for k := range p.statements {
		if v := p.statements[k].via; v >= 0 && p.entities[v].kind == record.Organization && (p.entities[v].key == "" || first(p.entities[v].sectors) == "JRN") {
			s.told = append(s.told, v)
		}
	}
	slices.Sort(s.told)
	return s
}

// note counts a mention of an entity.
func (s *sides) note(p *page, e, sent int32, m *mention) {
	x := &p.entities[e]
	if x.code == "" {
		return
	}
	k, ok := s.of[x.code]
	if !ok {
		k = int32(len(s.codes))
		s.of[x.code] = k
		s.codes = append(s.codes, coded{code: x.code, class: codeClass(x.code), first: sent, ent: -1})
	}
	c := &s.codes[k]
	c.force |= forceOf(x)
	if x.kind != record.Agreement && (c.ent < 0 || standing(x) > standing(&p.entities[c.ent])) {
		c.ent = e
	}
	if x.foreign {
		return
	}
	c.count++
	s.total++
}

// passes says whether a body only passes on what others say: an outlet that was told
// a statement, or a nameless one, is nobody whom a reader would think of as a party.
func (s *sides) passes(c *coder, x int32) bool {
	e := &c.entities[x]
	if e.kind != record.Organization {
		return false
	}
	_, told := slices.BinarySearch(s.told, x)
	return told || !e.named && first(e.sectors) == "JRN"
}

// forceOf tells whether an entity may arrest, judge or fight.
func forceOf(e *entity) (mask uint32) {
	for _, s := range e.sectors {
		switch s {
		case "COP":
			mask |= 1
		case "JUD":
			mask |= 2
		case "MIL":
			mask |= 4
		case "REB", "UAF", "CRM":
			mask |= 8
		case "OPP", "CVL":
			mask |= 16
		}
	}
	return mask
}

// standing says how well an entity stands for its code.
func standing(e *entity) int {
	switch {
	case e.kind == record.State:
		return 5
	case e.foreign:
		return 0
	case e.kind == record.Organization && e.key != "":
		return 4
	case e.kind == record.Organization:
		return 3
	case e.kind == record.Group:
		return 2
	}
	return 1
}

func (s *sides) ranks() {
	byCount := make([]int32, len(s.codes))
	for i := range byCount {
		byCount[i] = int32(i)
	}
	slices.SortFunc(byCount, func(a, b int32) int {
		x, y := &s.codes[a], &s.codes[b]
		if x.count != y.count {
			return int(y.count - x.count)
		}
		return int(a - b)
	})
	for r, k := range byCount {
		s.codes[k].rank = int32(r)
		if s.codes[k].class == classState && s.codes[k].count > 0 {
			s.statesOf++
		}
	}
}

// The classes of codes.
const (
	classState uint32 = iota
	classUN
	classEU
	classIGO
	classNGO
	classIMG
	classOther
)

func codeClass(code string) uint32 {
	switch code {
	case "UNO":
		return classUN
	case "EUR":
		return classEU
	case "IGO":
		return classIGO
	case "NGO":
		return classNGO
	case "IMG":
		return classIMG
	case "ISM", "MNC":
		return classOther
	}
	return classState
}

// candidate is one code that could be a party of an event.
type candidate struct {
	code   int32    // index in sides.codes
	rule   [2]uint8 // by side: what the rules say, see below
	best   int32    // mention in the sentence closest to the trigger by the tree, -1 for none
	dist   int32    // its distance in the tree
	n      int32    // mentions in the sentence
	back   int32    // sentences back to the last mention before, 0 for none in reach
	prior  int32    // that mention
	below  int32    // its place among the candidates below the trigger that the rules do not make actors, from 1; 0 for none
	placed bool     // it is where the act happens
	spoken bool     // it speaks the words that tell the act
}

// What the rules say of a code on a side.
const (
	notRule    uint8 = iota
	guessRule        // their party has this code, but as a guess
	deepRule         // their party bears it, but stands below the slots of the frame
	ownRule          // their party bears it by its own words
	ruleStates       // how many there are
)

// A side of an act.
const (
	actorSide = iota
	recipientSide
	unionSide // of acts whose two sides count as one
)

func (e *event) side(k int) []int32 {
	if k == actorSide {
		return e.actors
	}
	return e.recipients
}

// symmetric says whether both sides of a type of act do the same.
func symmetric(typ string) bool {
	return typ == "CONSULT" || typ == "AGREE" || typ == "COOPERATE"
}

// How far candidates are looked for.
const (
	candidateReach = 4  // sentences back
	candidateMost  = 14 // of one event
	leadingCodes   = 3  // of the page, wherever they stand
)

// candidates lists the codes that could be parties of an event.
func (c *coder) candidates(s *sides, e *event, others []int32) []candidate {
	out := s.cands[:0]
	at := func(code int32) *candidate {
		for i := range out {
			if out[i].code == code {
				return &out[i]
			}
		}
		if len(out) == candidateMost {
			return nil
		}
		out = append(out, candidate{code: code, best: -1, prior: -1})
		return &out[len(out)-1]
	}
	for k := range 2 {
		for _, x := range e.side(k) {
			if code, ok := s.of[c.entities[x].code]; ok {
				d := at(code)
				if d == nil {
					continue
				}
				said := ownRule
				switch {
				case c.entities[x].foreign:
					said = guessRule
				case k == recipientSide && e.deep:
					said = deepRule
				}
				d.rule[k] = max(d.rule[k], said)
			}
		}
	}
	sent := c.Words[e.i].Sent
	up := c.chain(s, e)
	for _, k := range s.order[s.from[sent]:s.from[sent+1]] {
		c.standsBy(s, at, k, up)
	}
	c.orderBelow(out, up)
	for n := sent - 1; n >= 0 && n >= sent-candidateReach; n-- {
		for i := s.from[n+1] - 1; i >= s.from[n]; i-- {
			m := &c.mentions[s.order[i]]
			for _, x := range m.ents {
				if code, ok := s.of[c.entities[x].code]; ok && m.role != title && !c.entities[x].foreign {
					if d := at(code); d != nil && d.back == 0 {
						d.back, d.prior = sent-n, s.order[i]
					}
				}
			}
		}
	}
	for _, k := range others {
		for side := range 2 {
			for _, x := range c.events[k].side(side) {
				if code, ok := s.of[c.entities[x].code]; ok {
					at(code)
				}
			}
		}
	}
	for i := range s.codes {
		if s.codes[i].rank < leadingCodes && s.codes[i].count > 0 || s.codes[i].code == c.focus {
			at(int32(i))
		}
	}
	if e.place >= 0 {
		if code, ok := s.of[c.entities[e.place].code]; ok {
			if d := at(code); d != nil {
				d.placed = true
			}
		}
	}
	if e.statement >= 0 && c.statements[e.statement].speaker >= 0 {
		if code, ok := s.of[c.entities[c.statements[e.statement].speaker].code]; ok {
			if d := at(code); d != nil {
				d.spoken = true
			}
		}
	}
	s.cands = out
	return out
}

// standsBy enters a mention of the event's own sentence.
func (c *coder) standsBy(s *sides, at func(int32) *candidate, k int32, up []int32) {
	m := &c.mentions[k]
	if m.role == title {
		return
	}
	dist := int32(-1)
	for _, x := range m.ents {
		code, ok := s.of[c.entities[x].code]
		if !ok {
			continue
		}
		d := at(code)
		if d == nil {
			continue
		}
		if dist < 0 {
			dist = c.steps(m.head, up)
		}
		d.n++
		if d.best < 0 || dist < d.dist || dist == d.dist && c.entities[c.mentions[d.best].ents[0]].foreign && !c.entities[x].foreign {
			d.best, d.dist = k, dist
		}
	}
}

// orderBelow numbers the candidates that stand below the trigger and are no
// actors by the rules, in text order.
func (c *coder) orderBelow(cands []candidate, up []int32) {
	n := int32(0)
	for last := int32(-1); ; n++ {
		next := int32(-1)
		for k := range cands {
			d := &cands[k]
			if d.best < 0 || d.rule[actorSide] != notRule {
				continue
			}
			at := c.mentions[d.best].head
			if at <= last || next >= 0 && at >= c.mentions[cands[next].best].head {
				continue
			}
			if w := c.wayTo(at, up); w.up == 0 && w.down > 0 {
				next = int32(k)
			}
		}
		if next < 0 {
			return
		}
		cands[next].below = n + 1
		last = c.mentions[cands[next].best].head
	}
}

// chain is the way from an event's trigger up to the root of its sentence.
func (c *coder) chain(s *sides, e *event) []int32 {
	s.parents = s.parents[:0]
	for i := e.i; i >= 0 && len(s.parents) < 24; i = c.Words[i].Head {
		s.parents = append(s.parents, i)
	}
	return s.parents
}

// steps is the number of arcs between a word and the start of a chain.
func (c *coder) steps(i int32, up []int32) int32 {
	for n := int32(0); i >= 0 && n < 24; n, i = n+1, c.Words[i].Head {
		if at := slices.Index(up, i); at >= 0 {
			return n + int32(at)
		}
	}
	return 40
}

// way is the arcs between a trigger and a word.
type way struct {
	up      int32         // arcs up from the trigger to the turning point, -1 when there is none
	down    int32         // arcs down to the word
	rising  uint32        // relations on the way up
	rel     [3]syntax.Rel // the last arcs down, the word's own first
	top     syntax.Rel    // the first arc down
	topPrep uint32        // preposition of the word there
	prep    uint32        // of the word itself
	clauses uint32        // clauses entered on the way down
}

// wayTo finds the arcs from the start of a chain to a word.
func (c *coder) wayTo(i int32, up []int32) way {
	w := way{up: -1, prep: linear.String(c.caseOf(i))}
	last := i
	for j := i; j >= 0 && w.down < 24; j = c.Words[j].Head {
		if at := slices.Index(up, j); at >= 0 {
			w.up = int32(at)
			break
		}
		r := c.Words[j].Rel
		if w.down < int32(len(w.rel)) {
			w.rel[w.down] = r
		}
		switch base(r) {
		case syntax.Xcomp, syntax.Ccomp, syntax.Advcl, syntax.Acl, syntax.Parataxis:
			w.clauses++
		}
		last = j
		w.top = r
		w.down++
	}
	w.topPrep = linear.String(c.caseOf(last))
	for k := 0; k < int(w.up) && k < 3; k++ {
		w.rising = w.rising*64 + uint32(base(c.Words[up[k]].Rel)) + 1
	}
	if w.down == 0 && w.up > 0 { // the word stands above the trigger
		w.prep = linear.String(c.caseOf(up[w.up-1]))
	}
	return w
}

// coarse and fine describe a way for cues.
func (w *way) coarse() uint32 {
	r := w.rel[0]
	if w.down > 1 {
		r = w.rel[min(w.down, 3)-1]
	}
	return linear.Join(linear.Join(uint32(min(w.up, 3)+1), uint32(min(w.down, 3))), linear.Join(uint32(r), w.prep))
}

func (w *way) fine() uint32 {
	return linear.Join(linear.Join(w.rising, linear.Join(uint32(w.rel[0]), uint32(w.rel[1]))), linear.Join(uint32(w.rel[2]), linear.Join(uint32(w.down), w.prep)))
}

// below describes the place of a word below its trigger; 0 when it is not.
func (w *way) below() uint32 {
	if w.up != 0 || w.down == 0 {
		return 0
	}
	return linear.Join(linear.Join(uint32(base(w.top)), w.topPrep), linear.Join(min(w.clauses, 2), 1))
}

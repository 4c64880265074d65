package extract

import (
	"chancery/internal/linear"
	"chancery/internal/syntax"
)

// The cues by which a candidate is weighed on a side of an act. Each is a hash
// of its template and value; training and coding share this file.

// sideScene is what all candidates of one side of an event share.
type sideScene struct {
	e          *event
	side       int
	mine       int // index in candidate.rule of this side
	typ, lemma uint32
	frame      uint32
	own        uint32 // what the rules put on this side: nothing, only parties without code, codes
	other      uint32 // and on the other
	inSentence uint32 // how many codes its sentence names
	held       uint32 // a statement tells it
	voice      uint32 // verb, passive verb, noun, adjective
	tellings   []telling
	up         []int32
	slotKind   uint32 // what kind of word fills the side without a code
	act        uint32 // its mode and CAMEO code
}

// telling is another act of the page.
type telling struct {
	e    *event
	same bool   // of the same type
	near bool   // right before
	tied uint32 // how its trigger stands to this one in the sentence
}

// sceneOf describes a side of an event.
func (c *coder) sceneOf(p *sides, e *event, side int, cands []candidate, others []int32, k int) *sideScene {
	s := &sideScene{e: e, side: side, mine: side & 1, typ: linear.String(e.typ), lemma: linear.String(c.Words[e.i].Lemma)}
	s.frame = linear.Join(s.lemma, uint32(e.pos))
	s.own, s.slotKind = c.sideState(e.side(s.mine))
	s.other, _ = c.sideState(e.side(1 - s.mine))
	s.act = linear.Join(linear.String(e.mode), linear.String(e.cameo))
	for i := range cands {
		if cands[i].n > 0 {
			s.inSentence++
		}
	}
	if e.statement >= 0 {
		s.held = 1
	}
	switch {
	case e.pos == 'n' && e.light >= 0:
		s.voice = 4
	case e.pos == 'n':
		s.voice = 3
	case e.pos == 'a':
		s.voice = 2
	case c.passive(e.i):
		s.voice = 1
	}
	s.tellings = p.tellings[side&1][:0]
	for _, j := range others {
		o := &c.events[j]
		s.tellings = append(s.tellings, telling{o, o.typ == e.typ, int(j) == k-1, c.tied(e, o)})
	}
	p.tellings[side&1] = s.tellings
	return s
}

// tied says how the trigger of another act stands to that of an act: 0 in
// another sentence, 1 before and 2 behind in it, 3 above, 4 below.
func (c *coder) tied(e, o *event) uint32 {
	if c.Words[e.i].Sent != c.Words[o.i].Sent {
		return 0
	}
	for i, n := c.Words[e.i].Head, 0; i >= 0 && n < 4; i, n = c.Words[i].Head, n+1 {
		if i == o.i {
			return 3
		}
	}
	for i, n := c.Words[o.i].Head, 0; i >= 0 && n < 4; i, n = c.Words[i].Head, n+1 {
		if i == e.i {
			return 4
		}
	}
	if o.i < e.i {
		return 1
	}
	return 2
}

// sideState tells what the rules put on a side, and the kind of the first party
// without a code.
func (c *coder) sideState(list []int32) (state, kind uint32) {
	for _, x := range list {
		e := &c.entities[x]
		switch {
		case e.code != "" && !e.foreign:
			state |= 4
		case e.code != "":
			state |= 2
		default:
			state |= 1
		}
		if (e.code == "" || e.foreign) && kind == 0 {
			kind = linear.Join(linear.String(string(e.kind)), linear.String(first(e.sectors)))
		}
	}
	return state, kind
}

func first(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}

// cueList collects cues.
type cueList struct {
	out []uint32
	s   *sideScene
}

// add enters a cue for the side, and for the side in acts of the type.
func (l *cueList) add(template, value uint32) {
	v := linear.Join(value, uint32(l.s.side))
	l.out = append(l.out, linear.Hash(template*4, v), linear.Hash(template*4+1, linear.Join(v, l.s.typ)))
}

// plain enters a cue for the side alone.
func (l *cueList) plain(template, value uint32) {
	l.out = append(l.out, linear.Hash(template*4+2, linear.Join(value, uint32(l.s.side))))
}

// countClass groups counts: 0, 1, 2, 3 to 4, 5 to 8, more.
func countClass(n int32) uint32 {
	switch {
	case n <= 2:
		return uint32(max(n, 0))
	case n <= 4:
		return 3
	case n <= 8:
		return 4
	}
	return 5
}

// cues lists what speaks for and against a candidate on a side.
func (c *coder) cues(out []uint32, p *sides, s *sideScene, d *candidate) []uint32 {
	l := cueList{out, s}
	x := &p.codes[d.code]
	mine, theirs := uint32(d.rule[s.mine]), uint32(d.rule[1-s.mine])
	rule := linear.Join(mine*uint32(ruleStates)+theirs, linear.Join(s.own, s.other))
	l.add(0, 0)
	l.add(1, mine)
	l.add(2, mine*uint32(ruleStates)+theirs)
	l.add(3, rule)
	l.plain(4, linear.Join(rule, s.voice))
	l.plain(5, linear.Join(mine*uint32(ruleStates)+theirs, s.frame))
	l.plain(6, linear.Join(s.frame, x.class))

	place := c.standing(p, s, d, &l)
	l.add(7, linear.Join(place, mine*uint32(ruleStates)+theirs))
	page := c.onPage(p, s, d, &l)
	l.add(8, linear.Join(page, mine))
	l.add(9, linear.Join(page, place))
	acts := elsewhere(s, d, c, x.code, &l)
	l.add(10, linear.Join(acts, mine))
	l.add(11, linear.Join(acts, place))
	l.add(12, linear.Join(acts, linear.Join(s.own, s.other)))

	l.add(13, x.class)
	l.add(14, linear.Join(x.class, mine*uint32(ruleStates)+theirs))
	l.add(15, linear.Join(b2u(d.placed), linear.Join(s.own, mine)))
	l.add(16, linear.Join(b2u(d.spoken), linear.Join(s.own, mine)))
	l.add(17, linear.Join(min(s.inSentence, 4), mine))
	l.add(70, x.force)
	l.add(71, linear.Join(x.force, linear.Join(mine, b2u(d.placed))))
	l.plain(72, linear.Join(x.force, s.frame))
	l.plain(73, linear.Join(mine*uint32(ruleStates)+theirs, s.act))
	l.plain(74, linear.Join(x.class, s.act))
	l.plain(75, linear.Join(linear.Join(place, mine*uint32(ruleStates)+theirs), s.act))
	if s.slotKind != 0 {
		l.add(18, linear.Join(s.slotKind, page))
		l.add(19, linear.Join(s.slotKind, linear.Join(b2u(d.placed), place)))
	}
	return l.out
}

// sizeCues lists what speaks for a side of n codes.
func (s *sideScene) sizeCues(out []uint32, n int) []uint32 {
	l := cueList{out, s}
	size := uint32(n)
	l.add(60, size)
	l.add(61, linear.Join(size, linear.Join(s.own, s.other)))
	l.add(62, linear.Join(size, s.voice))
	l.add(63, linear.Join(size, min(s.inSentence, 4)))
	l.plain(64, linear.Join(size, s.frame))
	l.add(65, linear.Join(size, linear.Join(s.slotKind, s.held)))
	l.add(66, linear.Join(size, uint32(len(s.e.side(s.mine)))))
	return l.out
}

func b2u(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// standing adds where a candidate stands by the act and gives it in short.
func (c *coder) standing(p *sides, s *sideScene, d *candidate, l *cueList) uint32 {
	if d.best < 0 {
		at := uint32(10) + uint32(min(d.back, candidateReach+1))
		if d.back > 0 {
			m := &c.mentions[d.prior]
			at = linear.Join(at, b2u(base(c.Words[m.head].Rel) == syntax.Nsubj))
		}
		l.add(20, at)
		return min(uint32(d.back), 1) + 10
	}
	m := &c.mentions[d.best]
	e := &c.entities[m.ents[0]]
	w := c.wayTo(m.head, s.up)
	coarse, fine := w.coarse(), w.fine()
	kind := linear.Join(uint32(m.role), linear.Join(linear.String(string(m.form)), linear.String(string(e.kind))))
	ahead := b2u(m.head < s.e.i)
	l.add(21, linear.Join(coarse, ahead))
	l.plain(22, linear.Join(fine, s.voice))
	l.plain(23, linear.Join(linear.Join(fine, kind), s.voice))
	l.add(24, kind)
	l.add(25, linear.Join(uint32(min(d.dist, 8)), ahead))
	l.add(26, linear.Join(linear.String(first(e.sectors)), b2u(e.foreign)))
	l.plain(27, linear.Join(coarse, s.frame))
	l.add(28, linear.Join(uint32(base(c.Words[m.head].Rel)), linear.Join(ahead, uint32(m.role))))
	l.add(29, countClass(d.n))
	if b := w.below(); b != 0 {
		l.add(31, linear.Join(uint32(min(d.below, 3)), min(w.clauses, 2)))
		l.add(32, b)
		l.add(33, linear.Join(b, uint32(min(d.below, 3))))
		l.plain(34, linear.Join(b, s.frame))
		l.add(35, linear.Join(uint32(min(d.below, 3)), linear.Join(s.own, uint32(min(w.down, 4)))))
		l.add(36, linear.Join(w.prep, linear.Join(uint32(min(d.below, 3)), uint32(m.role))))
	}
	gap := m.head - s.e.i
	l.add(30, linear.Join(countClass(max(gap, -gap)), ahead))
	near := uint32(1)
	switch {
	case d.dist <= 1:
		near = 4
	case d.dist <= 2:
		near = 3
	case d.dist <= 4:
		near = 2
	}
	return near*2 + ahead + 20*b2u(m.role == location) + 40*b2u(e.foreign)
}

// onPage adds how much the page is about a candidate and gives it in short.
func (c *coder) onPage(p *sides, s *sideScene, d *candidate, l *cueList) uint32 {
	x := &p.codes[d.code]
	share := uint32(0)
	if p.total > 0 {
		share = uint32(x.count * 6 / p.total)
	}
	rank := uint32(min(x.rank, 3))
	l.add(40, rank)
	l.add(41, share)
	l.add(42, linear.Join(rank, uint32(min(p.statesOf, 3))))
	l.add(43, b2u(x.code == c.focus))
	l.add(44, linear.Join(b2u(x.code == c.home.code), b2u(c.home.official)))
	l.add(45, linear.Join(b2u(x.first == 0), b2u(x.title)))
	l.add(46, linear.Join(b2u(x.first <= c.Words[s.e.i].Sent), rank))
	return rank*4 + 2*b2u(share >= 3) + b2u(x.class == classState)
}

// elsewhere adds what a candidate does in the other acts of the page.
func elsewhere(s *sideScene, d *candidate, c *coder, code string, l *cueList) uint32 {
	var same, all [2]int32 // acts of the type, and all acts, that have it on this and on the other side
	var sameOf, allOf int32
	near := uint32(0)
	for _, t := range s.tellings {
		for k := range 2 {
			has := false
			for _, x := range t.e.side(k) {
				has = has || c.entities[x].code == code
			}
			if !has {
				continue
			}
			w := k ^ s.mine
			all[w]++
			if t.same {
				same[w]++
			}
			if t.near {
				near |= 1 << w
			}
			if t.tied != 0 {
				l.plain(78, linear.Join(t.tied, uint32(w)))
				l.add(76, linear.Join(linear.Join(t.tied, uint32(w)), uint32(d.rule[s.mine])))
				l.plain(77, linear.Join(linear.Join(t.tied, uint32(w)), linear.Join(linear.String(t.e.typ), s.typ)))
			}
		}
		allOf++
		if t.same {
			sameOf++
		}
	}
	short := portion(same[0], sameOf)*4 + portion(same[1], sameOf)
	l.add(50, short)
	l.add(51, linear.Join(portion(all[0], allOf), portion(all[1], allOf)))
	l.add(52, near)
	l.add(53, linear.Join(countClass(same[0]), countClass(sameOf)))
	l.add(54, linear.Join(countClass(same[1]), countClass(sameOf)))
	return short
}

// portion is a count as none, some, most or all of another.
func portion(n, of int32) uint32 {
	switch {
	case n == 0:
		return 0
	case n == of:
		return 3
	case 2*n > of:
		return 2
	}
	return 1
}

package extract

import (
	"chancery/internal/lexicon"
	"chancery/internal/linear"
	"chancery/internal/syntax"
)

// look is what the clues of a page's candidates are read from.
type look struct {
	*coder
	dst      []uint32
	template uint32
	firm     []uint8         // by sentence: events without a doubt
	firmOf   map[word]uint8  // by sentence and type: events without a doubt
	lemmas   map[string]int  // by lemma: events without a doubt before this one
	titled   map[string]bool // words of the page's title
	told     map[string]int  // by type: events without a doubt before this one
	inside   []int32         // word → statement that holds it, -1 for none
	about    uint32          // how political the page is
	off      uint32          // how much it is about another domain
	dense    uint32          // how many events it has to a sentence
}

// word is a sentence with a type of event.
type word struct {
	sent int32
	typ  string
}

func newLook(c *coder) *look {
	l := &look{coder: c, firm: make([]uint8, len(c.Sentences)), firmOf: map[word]uint8{}, titled: map[string]bool{}, told: map[string]int{}, lemmas: map[string]int{}}
	n := uint32(0)
	for k := range c.events {
		if e := &c.events[k]; e.doubts == 0 {
			s := c.Words[e.i].Sent
			l.firm[s]++
			l.firmOf[word{s, e.typ}]++
			n++
		}
	}
	if len(c.Sentences) > 0 {
		l.dense = bucket(4 * n / uint32(len(c.Sentences)))
	}
	political, other, _ := c.relevance()
	words := float64(len(c.Words) + 30)
	l.about, l.off = bucket(uint32(100*political/words)), bucket(uint32(100*other/words))
	eachWord(c.meta.Title, func(w string) { l.titled[w] = true })
	l.inside = filled(len(c.Words))
	for s := range c.statements {
		for _, st := range c.statements[s].content {
			for i := st.lo; i < st.hi; i++ {
				l.inside[i] = int32(s)
			}
		}
	}
	return l
}

// bucket makes few classes of a count.
func bucket(n uint32) uint32 {
	switch {
	case n < 4:
		return n
	case n < 6:
		return 4
	case n < 10:
		return 5
	case n < 20:
		return 6
	}
	return 7
}

// text hashes strings in their order.
func text(words ...string) uint32 {
	h := uint32(2166136261)
	for _, w := range words {
		for k := range len(w) {
			h = (h ^ uint32(w[k])) * 16777619
		}
		h = (h ^ 0xff) * 16777619
	}
	return h
}

// add enters values, each under a template of its own.
func (l *look) add(values ...uint32) {
	for _, v := range values {
		l.dst = append(l.dst, linear.Hash(l.template, v))
		l.template++
	}
}

// clues appends what speaks for or against a candidate.
func (l *look) clues(e *event, dst []uint32) []uint32 {
	l.dst, l.template = dst, 0
	typ := text(e.typ)
	l.add(0)
	l.ofFrame(e, typ)
	l.ofDoubts(e, typ)
	l.ofVerb(e, typ)
	l.ofSides(e, typ)
	l.ofPlace(e, typ)
	l.ofPage(e, typ)
	l.ofKin(e, typ)
	if e.doubts == 0 {
		l.told[e.typ]++
		l.lemmas[l.Words[e.i].Lemma]++
	}
	return l.dst
}

// ofFrame is what the frame is.
func (l *look) ofFrame(e *event, typ uint32) {
	j, f := linear.Join, e.frame
	lemma, pos := text(l.Words[e.i].Lemma), uint32(e.pos)
	trigger := text(f.Trigger)
	specific := bucket(uint32(len(f.Parts)))<<4 | bucket(uint32(len(f.Limits)))
	l.add(typ, j(typ, pos), lemma, j(lemma, typ), j(lemma, pos), j(j(trigger, typ), pos), specific, j(specific, typ),
		text(e.typ, e.mode))
}

// ofDoubts is what speaks against it.
func (l *look) ofDoubts(e *event, typ uint32) {
	j := linear.Join
	d := uint32(e.doubts)
	lemma := text(l.Words[e.i].Lemma)
	l.add(d, j(d, typ), j(d, lemma), j(j(d, lemma), typ))
	for k := range doubtNames {
		if e.doubts&(1<<k) != 0 {
			l.dst = append(l.dst, linear.Hash(l.template, uint32(k)), linear.Hash(l.template+1, j(uint32(k), typ)), linear.Hash(l.template+2, j(uint32(k), uint32(e.pos))))
		}
	}
	l.template += 3
	limit := uint32(0)
	if e.missed != nil {
		limit = limitHash(e.missed)
	}
	l.add(limit, j(limit, typ), j(limit, lemma))
}

func limitHash(m *lexicon.Limit) uint32 {
	h := uint32(m.Op) + 1
	for _, path := range m.Paths {
		h = linear.Join(h, text(path...))
	}
	return h
}

// ofVerb is how the trigger stands in its clause: tense, mood, what governs it.
func (l *look) ofVerb(e *event, typ uint32) {
	j := linear.Join
	i := e.i
	if e.light >= 0 {
		i = e.light
	}
	w := &l.Words[i]
	status, rel := text(string(e.status)), uint32(base(w.Rel))
	form := text(l.Words[e.i].Feats)
	aux := uint32(1)
	for _, c := range l.children(i) {
		if r := base(l.Words[c].Rel); r == syntax.Aux || r == syntax.Cop {
			aux = j(aux, text(l.Words[c].Lemma))
		}
	}
	over, overPOS := uint32(0), uint32(0)
	if w.Head >= 0 {
		over, overPOS = text(l.Words[w.Head].Lemma), uint32(l.Words[w.Head].UPOS)
	}
	light := uint32(0)
	if e.light >= 0 {
		light = text(l.Words[e.light].Lemma)
	}
	l.add(status, j(status, typ), rel, j(rel, uint32(e.pos)), j(rel, typ), j(rel, over), j(rel, overPOS), form, j(form, rel), aux, j(aux, typ),
		j(light, typ), j(rel, status), j(light, uint32(e.pos)))
	det, number := uint32(0), uint32(0)
	if e.pos == 'n' {
		det = 1
		for _, c := range l.children(e.i) {
			switch r := l.Words[c].Rel; r {
			case syntax.Det:
				det = text(l.Words[c].Norm)
			case syntax.NmodPoss:
				det = 2
			case syntax.Compound, syntax.Amod:
				number |= 1
			case syntax.Nummod:
				number |= 2
			}
		}
	}
	l.add(j(det, uint32(e.pos)), j(det, typ), j(det, j(number, form)), j(det, rel))
}

// ofSides is who takes part, and what else hangs on the trigger.
func (l *look) ofSides(e *event, typ uint32) {
	j := linear.Join
	a, b := l.side(e.actors), l.side(e.recipients)
	same := l.compare(e)
	l.add(a, j(a, typ), b, j(b, 7*typ), j(a, b), j(j(a, b), typ), same, j(same, typ))
	object, hang := uint32(0), uint32(0)
	lemma := text(l.Words[e.i].Lemma)
	for _, c := range l.children(e.i) {
		w := &l.Words[c]
		switch r := base(w.Rel); r {
		case syntax.Obj, syntax.Iobj, syntax.Xcomp, syntax.Ccomp:
			hang |= 1 << (uint32(r) % 29)
			if r == syntax.Obj {
				object = text(w.Lemma)
				if l.mentionAt(c) >= 0 {
					object = 3
				}
			}
		case syntax.Nsubj:
			hang |= 1 << 30
			if w.Rel == syntax.NsubjPass {
				hang |= 1 << 31
			}
		case syntax.Obl, syntax.Nmod:
			prep := text(l.caseOf(c))
			l.dst = append(l.dst, linear.Hash(l.template, j(prep, typ)), linear.Hash(l.template+1, j(prep, lemma)))
		}
	}
	l.template += 2
	l.add(hang, j(hang, typ), j(hang, lemma), j(object, typ), j(object, lemma), object)
}

// side is the kind, sector and number of the parties on one side.
func (l *look) side(list []int32) uint32 {
	if len(list) == 0 {
		return 0
	}
	x := &l.entities[list[0]]
	sector := ""
	if len(x.sectors) > 0 {
		sector = x.sectors[0]
	}
	h := text(string(x.kind), sector)
	return h<<3 | min(uint32(len(list)), 2)<<1 | asBit(x.code != "" && !x.foreign)
}

func asBit(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// compare says how the countries of both sides stand to each other.
func (l *look) compare(e *event) uint32 {
	n := uint32(len(l.partyCodes(e)))
	if n > 2 {
		n = 3
	}
	return n<<2 | asBit(len(e.actors) > 0)<<1 | asBit(len(e.recipients) > 0)
}

// ofPlace is where in the page it stands, and what is told around it.
func (l *look) ofPlace(e *event, typ uint32) {
	j := linear.Join
	s := l.Words[e.i].Sent
	sent := &l.Sentences[s]
	said := uint32(0)
	if k := l.inside[e.i]; k >= 0 {
		said = text(l.statements[k].kind)
	}
	lead := bucket(uint32(s))
	others := uint32(l.firm[s])
	alike := uint32(l.firmOf[word{s, e.typ}])
	if e.doubts == 0 {
		others--
		alike--
	}
	titled := asBit(l.titled[l.Words[e.i].Lemma] || l.titled[l.Words[e.i].Norm])
	long := bucket(uint32(sent.End-sent.First) / 8)
	doubtful := asBit(e.doubts != 0)
	l.add(said, j(said, typ), j(said, doubtful), lead, j(lead, doubtful), bucket(others), j(bucket(others), doubtful), j(min(alike, 2), doubtful),
		j(j(min(alike, 2), doubtful), typ), titled, j(titled, typ), long, j(long, doubtful))
}

// ofPage is what the page is about, and whether the act was told before.
func (l *look) ofPage(e *event, typ uint32) {
	j := linear.Join
	again := asBit(e.same >= 0)
	before := bucket(uint32(l.told[e.typ]))
	set := asBit(e.time >= 0) | asBit(e.place >= 0)<<1 | asBit(e.forum >= 0)<<2
	doubtful := asBit(e.doubts != 0)
	empty := e.doubts & empty
	l.add(l.about, l.off, j(l.about, typ), j(l.off, typ), j(l.about, l.off), j(l.off, uint32(empty)), j(l.about, uint32(empty)), j(l.off, doubtful), l.dense, j(l.dense, doubtful), j(l.dense, typ), j(again, doubtful), j(before, typ), j(before, j(typ, doubtful)), set, j(set, typ), j(set, doubtful))
}

// ofKin is which other act governs it in the tree, or hangs on it.
func (l *look) ofKin(e *event, typ uint32) {
	j := linear.Join
	over, steps, through := uint32(0), uint32(0), uint32(0)
	i := e.i
	for n := range uint32(5) {
		through = j(through, uint32(base(l.Words[i].Rel)))
		if i = l.Words[i].Head; i < 0 {
			break
		}
		if k := l.eventAt[i]; k >= 0 && i != e.i {
			over, steps = text(l.events[k].typ), n+1
			break
		}
	}
	if over == 0 {
		through = 0
	}
	under := uint32(0)
	for _, c := range l.children(e.i) {
		if k := l.eventAt[c]; k >= 0 {
			under = j(text(l.events[k].typ), uint32(base(l.Words[c].Rel)))
			break
		}
	}
	doubtful := asBit(e.doubts != 0)
	again := bucket(uint32(l.lemmas[l.Words[e.i].Lemma]))
	l.add(over, j(over, typ), j(over, steps), through, j(through, asBit(over == typ)), under, j(under, typ), j(again, doubtful),
		j(again, asBit(l.definite(e.i))), j(again, typ))
}

// eachWord calls yield with the words of a line in lower case.
func eachWord(line string, yield func(string)) {
	start := -1
	for i := 0; i <= len(line); i++ {
		if i < len(line) && (line[i] >= 'a' && line[i] <= 'z' || line[i] >= 'A' && line[i] <= 'Z' || line[i] >= 0x80) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			yield(lower(line[start:i]))
			start = -1
		}
	}
}

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

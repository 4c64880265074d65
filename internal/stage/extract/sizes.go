package extract

import (
	"slices"

	"chancery/internal/syntax"
	"chancery/record"
)

// sizeWord says which count a word tells and where its number stands.
type sizeWord struct {
	what  byte // 'k' killed, 'i' injured, 'a' arrested
	where byte // 'o' its object, 's' its subject, 'n' itself or what stands behind "of", 't' a toll, 'l' lives
}

// sizeKey is a lemma as noun or as any other part of speech.
type sizeKey struct {
	lemma string
	noun  bool
}

// The counts of an event, -1 for those not stated.
type sizes struct {
	killed, injured, arrested, took int32
}

func (z *sizes) of(what byte) *int32 {
	switch what {
	case 'k':
		return &z.killed
	case 'i':
		return &z.injured
	case 'a':
		return &z.arrested
	}
	return &z.took
}

// unsized is an event of which nothing is counted.
var unsized = sizes{killed: -1, injured: -1, arrested: -1, took: -1}

// countAll reads the counts that sentences state: people killed, injured, arrested,
// those who took part, and sums of money, each for the act that it belongs to.
func (c *coder) countAll() {
	order := make([]int32, len(c.events))
	for k := range order {
		order[k] = int32(k)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return int(c.events[a].i - c.events[b].i) })
	for lo := 0; lo < len(order); {
		hi := lo + 1
		sent := c.Words[c.events[order[lo]].i].Sent
		for hi < len(order) && c.Words[c.events[order[hi]].i].Sent == sent {
			hi++
		}
		c.sizesIn(c.sentenceOf(c.events[order[lo]].i), order[lo:hi])
		lo = hi
	}
}

// sizesIn reads the counts of one sentence, whose events are given in its order.
func (c *coder) sizesIn(sent *syntax.Sentence, events []int32) {
	c.counted = -1
	for i := sent.First; i < sent.End; i++ {
		if w, ok := c.words.size[sizeKey{c.Words[i].Lemma, c.isNoun(i)}]; ok {
			if n := c.tally(sent, i, w); n > 0 {
				if k := c.owner(i, w.what, events); k >= 0 {
					if at := c.events[k].of(w.what); *at < 0 {
						*at = int32(n)
					}
				}
			}
			c.counted = i
		}
		if m, ok := c.moneyAt(sent, i); ok {
			if k := c.payer(i, events); k >= 0 {
				if c.sums == nil {
					c.sums = map[int][]money{}
				}
				c.sums[int(k)] = append(c.sums[int(k)], m)
			}
		}
	}
	for _, k := range events {
		if e := &c.events[k]; e.typ == "PROTEST" || e.typ == "MOBILIZE" {
			if n := c.crowd(e); n > 0 {
				e.took = int32(n)
			}
		}
	}
}

// owner is the event that a count belongs to: the word's own, else the one above
// it in the tree, else the nearest of a fitting type; -1 for none.
func (c *coder) owner(v int32, what byte, events []int32) int32 {
	fits := func(k int32) bool {
		typ := c.events[k].typ
		return what == 'a' && typ == "COERCE" || what != 'a' && typ == "ASSAULT"
	}
	best := int32(-1)
	for _, k := range events {
		e := &c.events[k]
		if e.i == v || slices.Contains(e.parts, v) {
			if fits(k) {
				return k
			}
			return -1
		}
		if fits(k) && (best < 0 || c.farness(v, e.i) < c.farness(v, c.events[best].i)) {
			best = k
		}
	}
	if best < 0 && what != 'a' { // a riot that leaves people dead
		for _, k := range events {
			if c.events[k].typ == "PROTEST" {
				return k
			}
		}
	}
	return best
}

// farness orders events around a word: those that stand above it or beside it in
// the tree come before all others, then the distance in words counts.
func (c *coder) farness(v, trigger int32) int32 {
	far := max(v-trigger, trigger-v)
	for h, n := v, 0; h >= 0 && n < 4; h, n = c.Words[h].Head, n+1 {
		if h == trigger || c.Words[trigger].Head == h {
			return far
		}
	}
	return far + 1000
}

// tally is how many a word counts, 0 when the text does not say.
func (c *coder) tally(sent *syntax.Sentence, v int32, w sizeWord) int {
	switch w.where {
	case 't':
		return c.toll(sent, v)
	case 'l':
		return c.lives(v)
	case 'n':
		if n := c.numberAt(v); n > 0 {
			return n
		}
		return c.sum(c.under(v, "of"))
	}
	if n, ok := c.numberBefore(sent, v); ok {
		return n
	}
	switch {
	case !c.verbal(v):
		return c.sum(c.bearers(v))
	case w.where == 's':
		return c.sum(c.doers(v, 0))
	}
	return c.sum(c.patients(v, 0))
}

// bearers are who an adjective tells dead or hurt: "shot dead two officers", "left
// two officers dead", "two officers were dead".
func (c *coder) bearers(v int32) []int32 {
	h := c.Words[v].Head
	switch {
	case h >= 0 && c.Words[v].Rel == syntax.Amod:
		return []int32{h}
	case h >= 0 && c.verbal(h) && c.subjectOf(v) < 0:
		return c.patients(h, 0)
	}
	return c.surfaceSubject(v, 0)
}

// numberBefore is the number of the bare nominal right before a participle or
// adjective: "five dead", "60 others wounded", "dozens injured". It is false when
// the word does not stand so.
func (c *coder) numberBefore(sent *syntax.Sentence, v int32) (int, bool) {
	if c.verbal(v) && !c.participle(v) {
		return 0, false
	}
	j := v - 1
	for n := 0; j >= sent.First && n < 3 && c.nominalWord(j) && c.Words[j].UPOS != syntax.NUM; n++ {
		if num, ok := c.numberOver(j); ok && num.Vague {
			return 0, true
		}
		j--
	}
	if j < sent.First || c.Words[j].UPOS != syntax.NUM {
		return 0, false
	}
	lo, n, ok := c.wholeNumber(j)
	if !ok {
		return 0, false
	}
	if lo > sent.First && c.Words[lo-1].UPOS == syntax.CCONJ && c.counted < 0 { // three soldiers and two civilians killed
		return 0, false
	}
	return n, true
}

func (c *coder) nominalWord(i int32) bool {
	switch c.Words[i].UPOS {
	case syntax.NOUN, syntax.ADJ, syntax.NUM:
		return !c.verbal(i)
	}
	return c.Words[i].UPOS == syntax.PROPN && c.Words[i].Rel != syntax.Nsubj
}

func (c *coder) isNoun(i int32) bool {
	return c.Words[i].UPOS == syntax.NOUN || c.Words[i].UPOS == syntax.PROPN
}

// toll is the number that a "death toll" has or comes to.
func (c *coder) toll(sent *syntax.Sentence, v int32) int {
	if k := c.child(v, syntax.Compound, syntax.Nmod, syntax.NmodPoss); k < 0 || k > v || c.Words[k].Lemma != "death" {
		return 0
	}
	if n := c.sum(c.under(v, "of")); n > 0 {
		return n
	}
	for i := v + 1; i < min(sent.End, v+14); i++ {
		if c.Words[i].UPOS != syntax.NUM || c.isTime(i) {
			continue
		}
		for j := i - 1; j > v && j >= i-4; j-- {
			switch c.Words[j].Norm {
			case "to", "at", "was", "is", "stands", "stood", "reached", "passed", "exceeded":
				_, n, _ := c.wholeNumber(i)
				return n
			}
		}
	}
	return 0
}

// lives is how many lives an act claimed, or how many lost theirs.
func (c *coder) lives(v int32) int {
	h := c.Words[v].Head
	if h < 0 || c.Words[v].Rel != syntax.Obj {
		return 0
	}
	switch c.Words[h].Lemma {
	case "lose":
		if c.child(v, syntax.NmodPoss) >= 0 {
			return c.sum(c.doers(h, 0))
		}
		return c.numberAt(v)
	case "claim", "cost", "take":
		if n := c.numberAt(v); n > 0 {
			return n
		}
		return c.sum(c.under(v, "of"))
	}
	return 0
}

// sum adds the numbers of nominals and of those coordinated with them; 0 when
// one of several is left open ("three soldiers and some civilians").
func (c *coder) sum(words []int32) int {
	total := 0
	for _, w := range words {
		for _, i := range c.conjuncts(nil, w) {
			if c.measured(i) >= 0 && c.numberAt(i) == 0 { // a group of 20 activists
				i = c.measured(i)
			}
			n := c.numberAt(i)
			if c.words.currency[c.Words[i].Lemma] != "" {
				return 0
			}
			if n == 0 && c.single(i) {
				n = 1
			}
			if n == 0 {
				return 0
			}
			total += n
		}
	}
	return total
}

// single says whether a nominal is one person: "a civilian", "another soldier".
func (c *coder) single(i int32) bool {
	d := c.child(i, syntax.Det)
	if d < 0 || c.feature(i, "Number=Plur") || !c.person(i) {
		return false
	}
	switch c.Words[d].Norm {
	case "a", "an", "another":
		return true
	}
	return false
}

// person says whether a noun stands for single people, not for a body or a crowd.
func (c *coder) person(i int32) bool {
	w := &c.Words[i]
	if c.words.is("human", w.Lemma) {
		return true
	}
	if a, ok := c.lex.Agent(w.Lemma); ok {
		return (!a.Group || a.Plural == "") && !c.words.is("org_head", w.Lemma) && !c.words.is("body_noun", w.Lemma)
	}
	if k := c.mentionAt(i); k >= 0 && c.mentions[k].office != nil {
		return true
	}
	return c.words.is("person_noun", w.Lemma) || c.words.is("charged_noun", w.Lemma)
}

// crowd is how many the text says took part: those who do it, those by whom or
// of whom it is, whom it drew.
func (c *coder) crowd(e *event) int {
	count := func(words []int32) int {
		for _, w := range words {
			if c.measured(w) >= 0 && c.numberAt(w) == 0 {
				w = c.measured(w)
			}
			if c.Words[w].UPOS == syntax.NUM || c.person(w) || c.words.is("troop", c.Words[w].Lemma) {
				if n := c.numberAt(w); n > 1 {
					return n
				}
			}
		}
		return 0
	}
	if n := count(c.subjects(&e.site)); n > 0 {
		return n
	}
	if e.typ == "MOBILIZE" {
		if n := count(c.objects(&e.site)); n > 0 {
			return n
		}
	}
	for _, prep := range [...]string{"by", "of", "involving", "with"} {
		if n := count(c.under(e.i, prep)); n > 0 {
			return n
		}
	}
	for _, k := range c.children(e.i) { // a march involving 300 students
		if base(c.Words[k].Rel) == syntax.Acl && c.words.is("attending", c.Words[k].Lemma) {
			if n := count(c.withRel(k, syntax.Obj)) + count(c.withRel(k, syntax.OblAgent)); n > 0 {
				return n
			}
		}
	}
	if h := c.Words[e.i].Head; h >= 0 && e.pos == 'n' && c.words.is("attending", c.Words[h].Lemma) {
		if base(c.Words[e.i].Rel) == syntax.Nsubj && !c.passive(h) {
			return count(c.patients(h, 0)) // the march drew 300 students
		}
		return count(c.doers(h, 0))
	}
	return 0
}

// sizeRecord is what is counted of the event k, nil for nothing.
func (p *page) sizeRecord(k int) *record.Size {
	z, sums := &p.events[k].sizes, p.sums[k]
	if z.killed < 0 && z.injured < 0 && z.arrested < 0 && z.took < 0 && len(sums) == 0 {
		return nil
	}
	stated := func(n int32) *int {
		if n < 0 {
			return nil
		}
		count := int(n)
		return &count
	}
	return &record.Size{Killed: stated(z.killed), Injured: stated(z.injured), Arrested: stated(z.arrested), Participants: stated(z.took),
		Amounts: p.amounts(sums)}
}

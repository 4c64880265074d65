package extract

import "chancery/internal/syntax"

// evidence is the smallest stretch that shows an act with its parties: from the
// first to the last of trigger, its parts, and the parties in its slots.
func (c *coder) evidence(e *event) (lo, hi int32) {
	lo, hi = e.i, e.i+1
	sent := c.Words[e.i].Sent
	take := func(a, b int32) {
		if a >= 0 && c.Words[a].Sent == sent {
			lo, hi = min(lo, a), max(hi, b)
		}
	}
	for _, w := range e.parts {
		take(w, w+1)
	}
	if e.light >= 0 {
		take(e.light, e.light+1)
	}
	for _, ents := range [2][]int32{e.actors, e.recipients} {
		for _, ent := range ents {
			if a, b, ok := c.nearestMention(ent, e.i); ok {
				take(a, b)
			}
		}
	}
	return lo, hi
}

// nearestMention is the mention of an entity in the sentence of word i that
// stands closest to it.
func (c *coder) nearestMention(ent, i int32) (lo, hi int32, ok bool) {
	sent := c.sentenceOf(i)
	best := int32(1 << 30)
	for j := sent.First; j < sent.End; j++ {
		k := c.heads[j]
		if k < 0 {
			continue
		}
		for _, e := range c.mentions[k].ents {
			if d := max(j-i, i-j); e == ent && d < best {
				best, lo, hi, ok = d, c.mentions[k].lo, c.mentions[k].hi, true
			}
		}
	}
	return lo, hi, ok
}

// triggerSpan is the words that state the act: the head with the parts that
// touch it.
func (c *coder) triggerSpan(e *event) (lo, hi int32) {
	lo, hi = e.i, e.i+1
	for changed := true; changed; {
		changed = false
		for _, w := range e.parts {
			switch {
			case w == hi || w == hi+1 && c.Words[hi].UPOS != syntax.PUNCT && c.cover[hi] < 0 && c.Words[hi].UPOS != syntax.NOUN:
				hi, changed = w+1, true
			case w == lo-1 || w == lo-2 && isHyphen(c.Words[lo-1].Norm):
				lo, changed = w, true
			}
		}
	}
	return lo, hi
}

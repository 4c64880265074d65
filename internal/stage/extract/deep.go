package extract

import "chancery/internal/syntax"

// deepRecipients are the parties below the complement of an act whose recipient
// slots give none: "rejected a bid by X", "decided to ease the limits on aid to
// X", "condemned the bombing of a school in X". What is found so far down may
// concern others, so the scorer of parties weighs it as doubtful.
func (c *coder) deepRecipients(e *event) []int32 {
	if len(c.partyCodes(e)) > 1 || e.typ == "ASSAULT" && len(e.actors) > 1 && c.child(e.i, syntax.Obj) < 0 {
		return nil // they did it to each other
	}
	var starts []int32
	switch e.pos {
	case 'v':
		starts = c.complements(e, e.i)
	case 'n':
		starts = append(starts, e.i)
		if e.light >= 0 && !e.undergoes {
			starts = append(starts, c.complements(e, e.light)...)
		}
	default:
		starts = c.complements(e, e.i)
	}
	for _, w := range starts {
		if out := c.partiesBelow(e, w, 0); len(out) > 0 {
			return out
		}
	}
	return nil
}

// promises says whether an agreement is what one side undertakes alone: "agreed
// to lift sanctions against X", "offered to send troops to X".
func (c *coder) promises(e *event) bool {
	return e.typ == "AGREE" && e.pos == 'v' && len(e.actors) == 1 && len(c.clauses(e.i, "inf")) > 0
}

// complements are the objects of a verb, or its passive subject, the clauses it
// takes, then its obliques, each in text order.
func (c *coder) complements(e *event, v int32) []int32 {
	var out, last []int32
	for _, k := range c.children(v) {
		switch c.Words[k].Rel {
		case syntax.Obj, syntax.Iobj, syntax.NsubjPass, syntax.Xcomp, syntax.Ccomp:
			out = append(out, k)
		case syntax.Obl:
			if c.caseOf(k) != "by" && !c.isTime(k) && (onTheGround(e.typ) || !c.whereabouts(k)) {
				last = append(last, k)
			}
		}
	}
	return append(out, last...)
}

// maxDeep bounds how far down a party is looked for.
const maxDeep = 4

// partiesBelow are the parties that a word stands for, else those of the
// modifiers and complements below it.
func (c *coder) partiesBelow(e *event, w int32, depth int) []int32 {
	if depth > maxDeep || c.isTime(w) {
		return nil
	}
	if w != e.i && c.nominal(w) {
		all := []int32{w}
		if c.caseOf(w) == "between" {
			all = c.conjuncts(nil, w)
		}
		if out := without(unique(c.entitiesOf(all, []string{"obj"})), e.actors); len(out) > 0 {
			return out
		}
	}
	for _, k := range c.children(w) {
		switch r := c.Words[k].Rel; {
		case base(r) == syntax.Nmod && (k > w || r == syntax.NmodPoss):
		case w != e.i && (r == syntax.Obj || r == syntax.Iobj || r == syntax.NsubjPass || r == syntax.Xcomp || r == syntax.Obl):
		case r == syntax.Acl:
		case e.typ == "REQUEST" && base(r) == syntax.Nsubj && w != e.i: // demanded that X …
		default:
			continue
		}
		if e.typ == "AGREE" && c.whereabouts(k) && c.convenes(w) {
			continue // "offered to host a meeting in Rome"
		}
		if out := c.partiesBelow(e, k, depth+1); len(out) > 0 {
			return out
		}
	}
	return nil
}

// convenes says whether a word is a verb that brings people together, or its object.
func (c *coder) convenes(w int32) bool {
	if h := c.Words[w].Head; c.Words[w].Rel == syntax.Obj && h >= 0 {
		w = h
	}
	return c.words.is("convene_verb", c.Words[w].Lemma)
}

// whereabouts says whether an oblique tells only where something happens.
func (c *coder) whereabouts(i int32) bool {
	if !c.words.is("locative", c.caseOf(i)) {
		return false
	}
	k := c.mentionAt(i)
	return k < 0 || c.isPlace(&c.mentions[k], i)
}

// onTheGround says whether an act of a type is done to those who live where it
// is done.
func onTheGround(typ string) bool {
	switch typ {
	case "ASSAULT", "COERCE", "AID", "RETREAT", "CONCEDE":
		return true
	}
	return false
}

// strayActors are the parties before a main verb without a subject, where the
// tree has taken the subject for a modifier of a date: "A U.S. official today
// praised …".
func (c *coder) strayActors(e *event) []int32 {
	if e.pos != 'v' || c.Words[e.i].Rel != syntax.Root || c.passive(e.i) || c.feature(e.i, "VerbForm=Inf") || len(c.doers(e.i, 0)) > 0 {
		return nil
	}
	for _, k := range c.children(e.i) {
		if k > e.i || c.Words[k].Rel != syntax.OblUnmarked || !c.isTime(k) {
			continue
		}
		for lo, _ := c.extent(k); lo < k; lo++ {
			if m := c.heads[lo]; m >= 0 && c.mentions[m].role != title {
				if out := without(c.party(lo, "subj"), e.recipients); len(out) > 0 {
					return out
				}
			}
		}
	}
	return nil
}

// performers are who does what an act noun says through a light verb or verb of
// doing, where no slot of the frame gives them: "launched ten strikes",
// "provided two million in assistance".
func (c *coder) performers(e *event) []int32 {
	if e.pos != 'n' || e.undergoes {
		return nil
	}
	i := c.firstConjunct(e.i)
	if w := &c.Words[i]; base(w.Rel) == syntax.Nmod && w.Head >= 0 && c.caseOf(i) == "in" && c.Words[w.Head].Rel == syntax.Obj {
		i = w.Head
	}
	w := &c.Words[i]
	if w.Rel != syntax.Obj || w.Head != e.light && !c.words.is("performing", c.Words[w.Head].Lemma) {
		return nil
	}
	return without(c.entitiesOf(c.doers(w.Head, 0), []string{"subj"}), e.recipients)
}

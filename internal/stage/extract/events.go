package extract

import (
	"slices"

	"chancery/internal/lexicon"
	"chancery/internal/syntax"
	"chancery/record"
)

// event is one act that the page reports.
type event struct {
	site
	frame              *lexicon.Frame
	typ, mode, cameo   string
	status             record.Status
	actors, recipients []int32 // entities
	parts              []int32 // words of the trigger beside its head
	time               int     // index in page.times, -1 for none
	place              int32   // entity, -1 for none
	forum              int32   // entity, -1 for none
	statement          int     // index in page.statements, -1 for none
	same               int     // index of the event that it tells again, -1 for none
	level              int
	doubts             doubt
	missed             *lexicon.Limit // of the frame, which does not hold; nil for none
	confidence         float64        // 0 when nobody judged
	sizes
	evidLo, evidHi int32
	deep           bool    // the recipients stand below the slots of the frame
	inferred       []int32 // those of the parties that its words do not give
}

// findEvents finds the acts that the page reports: a frame at its trigger, the
// parties in its slots, then status, time, place and the statement that holds it.
func (p *page) findEvents() {
	c := coder{page: p, eventAt: filled(len(p.Words)), spoken: make([]bool, len(p.times))}
	for k := range p.statements {
		if t := p.statements[k].time; t >= 0 {
			c.spoken[t] = true
		}
	}
	for i := range p.Words {
		c.trigger(int32(i))
	}
	c.joinPairs()
	c.dropGoverned()
	c.blame()
	c.claimed()
	c.authorities()
	c.hosts()
	c.purposes()
	c.dropUnpolitical()
	c.judgeAll()
	c.settle()
	c.signTogether()
	c.joinHarm()
	c.takeBackGuesses()
	c.attribute()
	c.reactedTo()
	c.inferParties()
	if !c.weighs() {
		c.keep(func(k int) bool { return !c.isEmpty(&c.events[k]) })
	}
	c.placeEvents()
	c.measure()
}

// settle gives the events time, place and forum, and completes each by what is
// told of it elsewhere.
func (c *coder) settle() {
	c.occasions()
	c.takeUpAgain()
	c.oneIncident()
	c.oneManner()
	c.carryTimes()
	for k := range c.events {
		c.ofCounterpart(&c.events[k])
		c.bilateral(&c.events[k])
	}
}

// coder is the state of findEvents.
type coder struct {
	*page
	eventAt []int32 // word → index of the event that it triggers, -1 for none
	spoken  []bool  // by time: it dates a statement
	within  []int32 // by word: the statement that holds it; nil when not asked for yet
	counted int32   // the last word before that told a count, -1 for none
	path    []int32 // working memory of distance
}

// trigger tries the frames of a word.
func (c *coder) trigger(i int32) {
	pos, lemma, frames := c.framesAt(i)
	if c.mustOf(i) >= 0 {
		frames = slices.Concat(c.lex.Frames("must", 'v'), frames)
	}
	if len(frames) == 0 || c.insideName(i) {
		return
	}
	var doubts doubt
	if !c.eventive(i, pos) || pos == 'n' && c.namesBody(i) {
		doubts |= modifies
	}
	s := site{i: i, pos: pos, light: -1}
	if pos == 'n' {
		s.light, s.undergoes = c.lightVerb(i)
	}
	if f := c.notEvent(&s, lemma); f != nil && f.Never {
		return
	} else if c.byNature(&s) {
		c.tell(i, "passed over: done by what cannot act")
		return
	} else if f != nil {
		doubts |= listed
	}
	first := c.firstFit(&s, frames)
	if first != nil && doubts == 0 {
		c.code(&s, first, 0, nil)
	}
	if pos == 'a' && doubts&listed != 0 {
		return
	}
	if c.weighs() {
		c.weigh(&s, frames, first, doubts)
	} else if doubts&modifies != 0 {
		c.tell(i, "passed over: modifies a noun")
	} else if doubts == 0 && first == nil {
		c.tell(i, "passed over: none of %d frames of %q fits", len(frames), lemma)
	}
}

// framesAt are the frames of a word, by the part of speech that it has where it stands.
func (c *coder) framesAt(i int32) (pos byte, lemma string, frames []*lexicon.Frame) {
	w := &c.Words[i]
	switch w.UPOS {
	case syntax.VERB:
		pos = 'v'
	case syntax.NOUN, syntax.PROPN:
		pos = 'n'
	case syntax.ADJ:
		pos = 'a'
	default:
		return
	}
	lemma = w.Lemma
	if w.UPOS == syntax.PROPN {
		lemma = w.Norm
	}
	if pos == 'v' && c.nounPlace(i) {
		pos = 'n'
	}
	frames = c.lex.Frames(lemma, pos)
	if len(frames) == 0 && pos == 'a' && c.participle(i) {
		pos = 'v'
		frames = c.lex.Frames(lemma, pos)
	}
	if len(frames) == 0 && pos == 'v' {
		lemma, frames = c.stem(w.Norm)
	}
	return
}

// stem finds the frames of a verb whose lemma was guessed wrong, by its form
// without the ending (shelled, rioted, strafed) or by the table (overthrew).
func (c *coder) stem(norm string) (string, []*lexicon.Frame) {
	if verb, ok := c.words.past[norm]; ok {
		return verb, c.lex.Frames(verb, 'v')
	}
	n := len(norm)
	if n < 6 || !hasSuffix(norm, "ed") && !hasSuffix(norm, "ing") {
		return "", nil
	}
	for _, cut := range [...]int{1, 2, 3, 4} {
		if frames := c.lex.Frames(norm[:n-cut], 'v'); len(frames) > 0 {
			return norm[:n-cut], frames
		}
	}
	return "", nil
}

// firstFit is the most specific frame that fits a site; nil for none.
func (c *coder) firstFit(s *site, frames []*lexicon.Frame) *lexicon.Frame {
	for _, f := range frames {
		if c.hasParts(s.i, f.Parts) && c.fits(s, f.Limits) {
			return f
		}
	}
	return nil
}

// nounPlace says whether a word that the tagger took for a verb stands where
// only a noun can: "close exchanges" as object.
func (c *coder) nounPlace(i int32) bool {
	switch c.Words[i].Rel {
	case syntax.Obj, syntax.Nsubj, syntax.NsubjPass:
		return c.child(i, syntax.Nsubj, syntax.Obj, syntax.Aux) < 0 && !hasSuffix(c.Words[i].Norm, "ing")
	}
	return false
}

// insideName says whether a word belongs to the name of a person, body or place.
func (c *coder) insideName(i int32) bool {
	k := c.cover[i]
	if k < 0 {
		return false
	}
	m := &c.mentions[k]
	if e := &c.entities[m.ents[0]]; e.kind == record.Forum && (i == m.hi-1 || i == m.head) {
		return false
	}
	c.tell(i, "passed over: stands inside a name")
	return true
}

// eventive says whether a word can report an act where it stands: not as a
// modifier of another noun.
func (c *coder) eventive(i int32, pos byte) bool {
	w := &c.Words[i]
	if w.Rel == syntax.Amod && pos != 'n' && w.Head > i && !c.afterAnd(i) {
		return false // "enhanced cooperation", "detained activists": told as known
	}
	if pos == 'n' {
		switch w.Rel {
		case syntax.Compound, syntax.Flat:
			return false
		}
		if k := c.heads[i]; k >= 0 && c.mentions[k].role == title {
			return false
		}
	}
	return true
}

// notEvent is the use that the lexicon lists as one that tells no act, one that
// never does before the others; nil for none.
func (c *coder) notEvent(s *site, lemma string) (found *lexicon.Frame) {
	for _, f := range c.lex.NotEvents(lemma, s.pos) {
		if (found == nil || f.Never) && c.hasParts(s.i, f.Parts) && c.fits(s, f.Limits) {
			if found = f; f.Never {
				break
			}
		}
	}
	if found != nil {
		c.tell(s.i, "passed over: %s (%s) tells no act", found.Trigger, found.ID)
	}
	return found
}

// lightVerb is the verb that lends an event noun its subject, or the copula's
// clause that has it as predicate; -1 for none.
func (c *coder) lightVerb(i int32) (int32, bool) {
	if c.child(i, syntax.Cop) >= 0 { // we have been in touch with …
		return i, false
	}
	for _, k := range c.children(i) { // "and imposed sanctions", read as a participle
		if c.Words[k].Rel == syntax.Amod && c.Words[k].UPOS == syntax.VERB && c.afterAnd(k) {
			for _, l := range c.lex.Light(c.Words[k].Lemma) {
				if l.Takes(c.Words[i].Lemma) {
					return k, l.Recipient
				}
			}
		}
	}
	n := c.firstConjunct(i)
	w := &c.Words[n]
	if w.Head < 0 || !c.verbal(w.Head) {
		return -1, false
	}
	for _, l := range c.lex.Light(c.Words[w.Head].Lemma) {
		if l.Takes(c.Words[i].Lemma) && c.hasParts(w.Head, l.Parts) && base(w.Rel) != syntax.Advcl && !c.setting(n, len(l.Parts) > 0) {
			if w.Rel == syntax.Nsubj && !c.passive(w.Head) {
				return -1, false
			}
			return w.Head, l.Recipient
		}
	}
	return -1, false
}

// setting says whether an event noun only tells in what a verb without a preposition
// of its own is done: "held the suspect in the shooting" is no shooting by who holds.
func (c *coder) setting(i int32, parts bool) bool {
	if parts || c.Words[i].Rel != syntax.Obl {
		return false
	}
	switch c.caseOf(i) {
	case "in", "during", "after", "before", "over", "since", "amid", "following", "despite":
		return true
	}
	return false
}

// code makes the event of a frame at a site, with what speaks against it.
func (c *coder) code(s *site, f *lexicon.Frame, doubts doubt, missed *lexicon.Limit) {
	e := event{site: *s, frame: f, typ: f.Type, mode: f.Mode, cameo: f.CAMEO, time: -1, place: -1, forum: -1,
		statement: -1, same: -1, doubts: doubts, missed: missed, sizes: unsized}
	for k := range f.Parts {
		e.parts = append(e.parts, c.partAt(s.i, &f.Parts[k]))
	}
	e.actors = c.parties(s, f.Actor)
	if s.pos == 'v' && c.passive(s.i) && (f.Type == "CONSULT" || f.Type == "COOPERATE" || f.Type == "AGREE") {
		// "has been allied with X": what both sides do needs no agent
		e.actors = unique(append(c.entitiesOf(c.patients(s.i, 0), []string{"obj"}), e.actors...))
	}
	e.recipients = without(c.parties(s, f.Recipient), e.actors)
	if len(e.actors) == 0 {
		e.actors = c.strayActors(&e)
	}
	if len(e.actors) == 0 {
		e.actors = c.performers(&e)
	}
	if len(e.recipients) == 0 && (!symmetric(e.typ) || c.promises(&e)) {
		e.recipients = c.deepRecipients(&e)
		e.deep = len(e.recipients) > 0
	}
	c.sidesOfSeries(&e)
	c.toldOnly(&e)
	status, ok := c.statusOf(&e)
	if !ok {
		c.tell(s.i, "passed over: an infinitive of purpose")
		if !c.weighs() {
			return
		}
		e.doubts |= purpose
		status = record.Planned
	}
	e.status = status
	c.asksByMust(&e, f)
	c.reread(&e)
	e.evidLo, e.evidHi = c.evidence(&e)
	if e.doubts == 0 {
		c.explain(&e)
		c.eventAt[s.i] = int32(len(c.events))
	}
	if len(c.events) == cap(c.events) { // by doubling: events are large
		c.events = slices.Grow(c.events, len(c.events)+8)
	}
	c.events = append(c.events, e)
}

package extract

import (
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
	killed, injured    int // -1 for not stated
	arrested, took     int
	evidLo, evidHi     int32
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
	c.occasions()
	c.takeUpAgain()
	for k := range c.events {
		c.bilateral(&c.events[k])
	}
	c.dropEmpty()
	c.dropUnpolitical()
	c.attribute()
	c.measure()
}

// coder is the state of findEvents.
type coder struct {
	*page
	eventAt []int32 // word → index of the event that it triggers, -1 for none
	spoken  []bool  // by time: it dates a statement
}

// trigger tries the frames of a word.
func (c *coder) trigger(i int32) {
	w := &c.Words[i]
	var pos byte
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
	lemma := w.Lemma
	if w.UPOS == syntax.PROPN {
		lemma = w.Norm
	}
	if pos == 'v' && c.nounPlace(i) {
		pos = 'n'
	}
	frames := c.lex.Frames(lemma, pos)
	if len(frames) == 0 && pos == 'a' && c.participle(i) {
		pos = 'v'
		frames = c.lex.Frames(lemma, pos)
	}
	if len(frames) == 0 {
		return
	}
	if !c.eventive(i, pos) {
		c.tell(i, "passed over: stands inside a name or modifies a noun")
		return
	}
	s := site{i: i, pos: pos, light: -1}
	if pos == 'n' {
		s.light, s.undergoes = c.lightVerb(i)
	}
	if c.notEvent(&s, lemma) {
		return
	}
	for _, f := range frames {
		if c.hasParts(i, f.Parts) && c.fits(&s, f.Limits) {
			c.code(&s, f)
			return
		}
	}
	c.tell(i, "passed over: none of %d frames of %q fits", len(frames), lemma)
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

// eventive says whether a word can report an act where it stands: not inside
// the name of a person, body or place, and not as a modifier of another noun.
func (c *coder) eventive(i int32, pos byte) bool {
	if k := c.cover[i]; k >= 0 {
		m := &c.mentions[k]
		if e := &c.entities[m.ents[0]]; e.kind != record.Forum || i != m.hi-1 && i != m.head {
			return false
		}
	}
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

// notEvent says whether the lexicon lists this use as one that tells no act.
func (c *coder) notEvent(s *site, lemma string) bool {
	for _, f := range c.lex.NotEvents(lemma, s.pos) {
		if c.hasParts(s.i, f.Parts) && c.fits(s, f.Limits) {
			c.tell(s.i, "passed over: %s (%s) tells no act", f.Trigger, f.ID)
			return true
		}
	}
	return false
}

// lightVerb is the verb that lends an event noun its subject, or the copula's
// clause that has it as predicate; -1 for none.
func (c *coder) lightVerb(i int32) (int32, bool) {
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
		if l.Takes(c.Words[i].Lemma) && c.hasParts(w.Head, l.Parts) && base(w.Rel) != syntax.Advcl {
			if w.Rel == syntax.Nsubj && !c.passive(w.Head) {
				return -1, false
			}
			return w.Head, l.Recipient
		}
	}
	return -1, false
}

// code makes the event of a frame at a site.
func (c *coder) code(s *site, f *lexicon.Frame) {
	e := event{site: *s, frame: f, typ: f.Type, mode: f.Mode, cameo: f.CAMEO, time: -1, place: -1, forum: -1,
		statement: -1, same: -1, killed: -1, injured: -1, arrested: -1, took: -1}
	for k := range f.Parts {
		e.parts = append(e.parts, c.partAt(s.i, &f.Parts[k]))
	}
	e.actors = c.parties(s, f.Actor)
	e.recipients = without(c.parties(s, f.Recipient), e.actors)
	c.sidesOfSeries(&e)
	status, ok := c.statusOf(&e)
	if !ok {
		c.tell(s.i, "passed over: an infinitive of purpose")
		return
	}
	c.tell(s.i, "%s by %s (%s)", f.Type, f.Trigger, f.ID)
	e.status = status
	e.evidLo, e.evidHi = c.evidence(&e)
	c.eventAt[s.i] = int32(len(c.events))
	c.events = append(c.events, e)
}

// sidesOfSeries adds the states named in the title of a numbered meeting ("the
// 8th meeting of the X–Y commission") to the one who holds it.
func (c *coder) sidesOfSeries(e *event) {
	if e.typ != "CONSULT" || len(c.partyCodes(e)) > 1 {
		return
	}
	for _, w := range append(e.parts, e.i) {
		if w < 0 || c.heads[w] < 0 {
			continue
		}
		m := &c.mentions[c.heads[w]]
		if m.form != record.Name || len(m.ents) != 1 || c.entities[m.ents[0]].edition == 0 {
			continue
		}
		have := c.partyCodes(e)
		for i := m.lo; i < m.hi; i++ {
			if k := c.cover[i]; k >= 0 && c.listable(k) && !contains(have, c.entities[c.mentions[k].ents[0]].code) {
				e.recipients = unique(append(e.recipients, c.mentions[k].ents[0]))
			}
		}
	}
}

func without(s, drop []int32) []int32 {
	n := 0
	for _, v := range s {
		keep := true
		for _, d := range drop {
			keep = keep && d != v
		}
		if keep {
			s[n] = v
			n++
		}
	}
	return s[:n]
}

// parties gives the entities of the first alternative whose slots are filled
// with parties; a slot of several paths takes all that are there.
func (c *coder) parties(s *site, slots []lexicon.Slot) []int32 {
	for _, slot := range slots {
		var out []int32
		missing := false
		for _, path := range slot {
			got := c.entitiesOf(c.fill(s, path), path)
			missing = missing || len(got) == 0
			out = append(out, got...)
		}
		if len(out) > 0 && (!missing || len(slots) == 1) {
			return unique(out)
		}
		if len(out) > 0 && slot[0][0] == "subj" && len(slot) > 1 {
			if alt := c.laterFull(s, slots, slot); alt != nil {
				return alt
			}
			return unique(out)
		}
	}
	return nil
}

// laterFull is the first later alternative that is filled throughout.
func (c *coder) laterFull(s *site, slots []lexicon.Slot, after lexicon.Slot) []int32 {
	seen := false
	for _, slot := range slots {
		if &slot[0] == &after[0] {
			seen = true
			continue
		}
		if !seen || len(slot) < 2 {
			continue
		}
		var out []int32
		full := true
		for _, path := range slot {
			got := c.entitiesOf(c.fill(s, path), path)
			full = full && len(got) > 0
			out = append(out, got...)
		}
		if full {
			return unique(out)
		}
	}
	return nil
}

// entitiesOf gives the parties that words stand for, with their conjuncts.
func (c *coder) entitiesOf(words []int32, path lexicon.Path) []int32 {
	var out []int32
	for _, w := range words {
		for _, j := range c.listed(w) {
			out = append(out, c.party(j, path[len(path)-1])...)
		}
	}
	return out
}

// listed is a word with those coordinated with it in the tree, and with the
// states and bodies that its list names right before it ("China, Iran, and
// Russia"), which the tree may have hung elsewhere.
func (c *coder) listed(w int32) []int32 {
	out := c.conjuncts(nil, w)
	k := c.mentionAt(w)
	if k < 0 || c.mentions[k].form != record.Name || c.mentions[k].role == adjective {
		return out
	}
	closed := false
	for i := c.mentions[k].lo - 1; i > c.sentenceOf(w).First; i-- {
		switch n := c.Words[i].Norm; {
		case n == "and" && !closed:
			closed = true
			continue
		case n == "," && closed:
			continue
		case closed && c.cover[i] >= 0 && c.listable(c.cover[i]) && c.mentions[c.cover[i]].hi == i+1:
			out = append(out, c.mentions[c.cover[i]].head)
			i = c.mentions[c.cover[i]].lo
			continue
		case n == "the" && closed:
			continue
		}
		break
	}
	return unique(out)
}

// listable says whether a mention is a state or known body by name.
func (c *coder) listable(k int32) bool {
	m := &c.mentions[k]
	if m.form != record.Name || m.role == adjective || m.role == location || len(m.ents) != 1 {
		return false
	}
	e := &c.entities[m.ents[0]]
	return e.kind == record.State || e.kind == record.Organization && e.key != ""
}

// party gives the entities that a word stands for as a party in a slot.
func (c *coder) party(i int32, slot string) []int32 {
	k := c.mentionAt(i)
	if k < 0 {
		if slot == "mod" || c.isTime(i) || c.Words[i].UPOS == syntax.PRON {
			return nil
		}
		return c.owners(i)
	}
	m := &c.mentions[k]
	var out []int32
	for _, e := range m.ents {
		if c.canAct(&c.entities[e], m, slot) {
			out = append(out, e)
		}
	}
	return out
}

// owners are the states and bodies that a noun which is no party belongs to:
// "Russian aircraft", "the positions of the army".
func (c *coder) owners(i int32) []int32 {
	var out []int32
	for _, e := range c.countries(i, nil) {
		switch c.entities[e].kind {
		case record.State, record.Organization, record.Group:
			out = append(out, e)
		}
	}
	return out
}

// canAct says whether an entity can be a party of an act.
func (c *coder) canAct(e *entity, m *mention, slot string) bool {
	switch e.kind {
	case record.Agreement:
		return false
	case record.Forum:
		return e.code != "" && slot != "mod" && e.edition == 0
	case record.Place:
		return e.code != "" && slot != "mod" && slot != "in" && slot != "at"
	}
	return true
}

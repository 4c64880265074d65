package extract

import (
	"slices"

	"chancery/internal/lexicon"
	"chancery/internal/syntax"
	"chancery/record"
)

// statement is one attribution of speech or writing.
type statement struct {
	speaker      int32 // entity, -1 for none
	textLo       int32 // words of the speaker as written
	textHi       int32
	cueLo, cueHi int32
	content      []stretch
	kind         string
	via          int32 // entity, -1 for none
	time         int   // index in page.times, -1 for none
	polarity     string
	who          string // kind of speaker
	parent       int    // index of the statement in whose words it is told, -1 for none
	from         int32  // where its words begin, when they follow the statement whose cue they share
	answers      int    // index of the statement that it answers, -1 for none
}

// stretch is a run of words [lo, hi).
type stretch struct{ lo, hi int32 }

// speech is the state of findStatements.
type speech struct {
	*page
	quotes    []quote
	author    map[string]int32 // noun for a document → who wrote the last one
	speakerAs map[int32]int32  // verb of saying → an earlier one with the same speaker
}

// findStatements finds who says what: by verbs of saying, "according to" and
// its like, and nouns such as "claim that".
func (p *page) findStatements() {
	s := speech{page: p, quotes: p.quoted, speakerAs: map[int32]int32{}, author: map[string]int32{}}
	for k := range p.Sentences {
		sent := &p.Sentences[k]
		for i := sent.First; i < sent.End; i++ {
			if n := s.prepositional(i, sent); n > 0 {
				i += n - 1
				continue
			}
			switch p.Words[i].UPOS {
			case syntax.VERB:
				s.verb(i, sent)
			case syntax.NOUN:
				s.noun(i, sent)
			case syntax.ADJ:
				s.adjective(i, sent)
			}
		}
	}
	s.turns()
	s.goOn()
	slices.SortStableFunc(s.statements, func(a, b statement) int { return int(a.place() - b.place()) })
	s.speakForFirstPerson()
	s.linkStatements()
}

// place is where a statement stands in the order of the page: at its cue, or at
// its words when it takes up an earlier cue.
func (st *statement) place() int32 { return max(st.cueLo, st.from) }

// verb reads the statement that a verb of saying introduces.
func (s *speech) verb(v int32, sent *syntax.Sentence) {
	cue := s.cueOf(v, 'v')
	if cue == nil || s.notSaid(v) || cue.Head == "cite" && s.citesSource(v) || (cue.Head == "cite" || cue.Head == "quote") && s.passive(v) {
		return
	}
	subject := s.speakerOf(v)
	if subject < 0 {
		if subject = s.speakerBeside(v, sent); subject < 0 {
			subject = s.nameEndingAt(v, sent)
		}
	}
	if subject < 0 || s.firstPerson(subject) && !s.ownPage(v, cue) {
		return
	}
	a := s.clause(v, subject, cue)
	subject = s.nameOf(subject, v)
	if k := s.mentionAt(subject); k >= 0 {
		s.asOutlet(k, cue)
	}
	content := s.asSaid(v, a, sent)
	if content == nil {
		content = s.contentOf(v, subject, a, cue, sent)
	}
	content, kind := s.finish(content, v)
	if len(content) == 0 || s.onlyNames(content[0], cue) {
		return
	}
	st := statement{speaker: -1, via: -1, time: -1, cueLo: v, cueHi: s.cueEnd(v, cue), content: content, kind: kind, polarity: cue.Polarity}
	if (cue.Head == "ask" || cue.Head == "tell") && s.Words[content[0].lo].Norm != "whether" && s.isInfinitive(v, content[0]) {
		st.polarity = "demands"
	}
	s.setSpeaker(&st, subject, s.words.is("plainly", cue.Head))
	if st.textHi == 0 {
		return
	}
	st.via = s.viaOf(v, cue, a, &st)
	st.time = s.timeIn(a.lo, a.hi)
	if !s.passedOn(&st) {
		s.add(st)
	}
}

// onlyNames says whether a content begins with the noun that its cue names:
// "released a statement saying …" is told by what follows the noun.
func (s *speech) onlyNames(c stretch, cue *lexicon.Speech) bool {
	for i := c.lo; i < c.hi && i < c.lo+3; i++ {
		if s.Words[i].UPOS == syntax.NOUN && s.partOf(i, cue) {
			return i+1 < c.hi && (hasSuffix(s.Words[i+1].Norm, "ing") || s.Words[i+1].Norm == "which" || s.Words[i+1].Norm == "that")
		}
	}
	return false
}

// cueEnd is the end of the words of a cue: "called for" is two.
func (s *speech) cueEnd(v int32, cue *lexicon.Speech) int32 {
	if len(cue.Parts) == 1 && cue.Parts[0].Kind == lexicon.Marker && v+1 < int32(len(s.Words)) && cue.Parts[0].Is(s.Words[v+1].Norm) {
		return v + 2
	}
	return v + 1
}

// isInfinitive says whether a content hangs on its verb as an infinitive.
func (s *speech) isInfinitive(v int32, c stretch) bool {
	for _, k := range s.children(v) {
		if c.lo <= k && k < c.hi && s.Words[k].Rel != syntax.Obj && s.hasTo(k) {
			return true
		}
	}
	return false
}

// citesSource says whether "citing" names where something is from, rather than
// a reason: "citing two officials".
func (s *speech) citesSource(v int32) bool {
	o := s.child(v, syntax.Obj)
	if o < 0 {
		return true
	}
	if k := s.mentionAt(o); k >= 0 && len(s.mentions[k].ents) > 0 && s.entities[s.mentions[k].ents[0]].kind != record.Place {
		return true
	}
	l := s.Words[o].Lemma
	return s.words.is("unnamed", l) || s.words.is("outlet", l) || s.words.is("document", l)
}

// asSaid is the clause that an "as X said" or "as X put it" stands beside; nil
// for other uses.
func (s *speech) asSaid(v int32, a stretch, sent *syntax.Sentence) []stretch {
	lo := a.lo - 1
	if lo < sent.First || s.Words[lo].Norm != "as" || !s.words.is("plainly", s.Words[v].Lemma) && !s.words.is("as_said", s.Words[v].Lemma) || s.child(v, syntax.Ccomp) > v {
		return nil
	}
	hi := a.hi
	for hi < sent.End && s.Words[hi].Norm != "," && hi < v+12 {
		hi++
	}
	if hi == sent.End || s.Words[hi].Norm != "," {
		if hi = v + 1; hi < sent.End && s.Words[hi].Norm == "it" {
			hi++
		}
	}
	return s.around(lo, hi, sent)
}

// firstPerson says whether a word is "I" or "we": what they pledge or think in
// a quotation is no statement of its own.
func (s *speech) firstPerson(i int32) bool {
	switch s.Words[i].Norm {
	case "i", "we", "you":
		return true
	}
	return false
}

// ownPage says whether a first person told something before and is the body
// whose page this is: "As we have made clear, …".
func (s *speech) ownPage(v int32, cue *lexicon.Speech) bool {
	return s.home.official && s.quoteOver(v) < 0 && cue.Takes&lexicon.That != 0 && cue.Polarity == "asserts" && (s.feature(v, "Tense=Past") || s.participle(v))
}

// cueOf is the lexicon's cue at a verb or noun, with its further words present.
func (s *speech) cueOf(i int32, pos byte) *lexicon.Speech {
	list := s.lex.Speech(s.Words[i].Lemma, pos)
	if n := s.Words[i].Norm; list == nil && pos == 'v' && hasSuffix(n, "ed") { // a lemma that the model made up
		if list = s.lex.Speech(n[:len(n)-2], pos); list == nil {
			list = s.lex.Speech(n[:len(n)-1], pos)
		}
	}
	for _, c := range list {
		if s.hasParts(i, c.Parts) && (pos != 'v' || len(c.Parts) > 0 || !s.turned(i)) {
			return c
		}
	}
	return nil
}

// turned says whether a particle makes another verb of a verb of saying: a meeting
// that is called off, a debt that is written off.
func (s *speech) turned(v int32) bool {
	c := s.child(v, syntax.CompoundPrt)
	return c >= 0 && s.words.is("other_verb", s.Words[c].Norm)
}

// notSaid tells uses of a verb that attribute nothing: infinitives of purpose
// and of others' acts ("is expected to say"), negated and passive "is said to".
func (s *speech) notSaid(v int32) bool {
	for _, c := range s.children(v) {
		w := &s.Words[c]
		if w.Rel == syntax.Advmod && (w.Norm == "not" || w.Norm == "n't" || w.Norm == "n’t" || w.Norm == "never") {
			return true
		}
		if w.Rel == syntax.Aux && w.Norm == "will" && s.words.is("replying", s.Words[v].Lemma) {
			return true
		}
		if w.Rel == syntax.Aux && (w.Norm == "would" || w.Norm == "could" || w.Norm == "may" || w.Norm == "might") {
			return true
		}
	}
	if v == s.sentenceOf(v).First && (s.words.is("answering", s.Words[v].Norm) || s.participle(v) || s.Words[v].Rel == syntax.Advcl && hasSuffix(s.Words[v].Norm, "ed")) {
		return true
	}
	if n := s.Words[v+min(1, s.sentenceOf(v).End-1-v)].Norm; s.Words[v].Norm == "asked" && s.Words[v-1].Norm == "," && (n == "whether" || n == "about" || n == "if" || n == "why" || n == "how" || n == "by") {
		return true // the commission, asked whether …, said
	}
	if s.Words[v].Rel == syntax.Advcl && s.participle(v) && s.subjectOf(v) < 0 && s.child(v, syntax.Aux) < 0 && s.child(v, syntax.Ccomp) < 0 && !hasSuffix(s.Words[v].Norm, "ing") {
		return true // asked about claims that …, X said
	}
	return s.feature(v, "VerbForm=Inf") && s.Words[v].Rel != syntax.Root && s.child(v, syntax.Nsubj) < 0
}

// timeIn is the first resolved time between two words.
func (p *page) timeIn(lo, hi int32) int {
	for i := lo; i < hi; i++ {
		if k := p.timed[i]; k >= 0 && int32(p.times[k].End) <= hi && p.times[k].Resolved {
			return int(k)
		}
	}
	return -1
}

// add enters a statement, unless its words are another's with the same speaker.
func (s *speech) add(st statement) {
	s.noteAuthors(&st)
	for k := len(s.statements) - 1; k >= 0 && k >= len(s.statements)-4; k-- {
		o := &s.statements[k]
		if o.cueLo == st.cueLo {
			return
		}
		if o.content[0] == st.content[0] && (o.speaker == st.speaker || o.speaker < 0) {
			if o.via < 0 && o.speaker >= 0 { // X disagreed: "…," he told Y
				o.via = st.via
			}
			return
		}
	}
	for _, c := range st.content {
		for i := c.lo; i < c.hi; i++ {
			if q := s.quoteOver(i); q >= 0 {
				s.quotes[q].used = s.quotes[q].used || s.quoteOver(st.cueLo) != q
				i = max(i, s.quotes[q].close)
			}
		}
	}
	s.statements = append(s.statements, st)
}

// speakForFirstPerson lets "I" and "we" in a quotation stand for its speaker.
func (s *speech) speakForFirstPerson() {
	for k := range s.statements {
		st := &s.statements[k]
		if st.speaker < 0 {
			continue
		}
		for _, c := range st.content {
			for i := c.lo; i < c.hi; i++ {
				m := s.heads[i]
				if m < 0 || s.mentions[m].form != record.Pronoun || len(s.mentions[m].ents) > 0 {
					continue
				}
				switch s.Words[i].Norm {
				case "i", "me", "my", "we", "us", "our":
					s.mentions[m].ents = []int32{st.speaker}
				}
			}
		}
	}
}

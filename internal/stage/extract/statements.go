package extract

import (
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
}

// stretch is a run of words [lo, hi).
type stretch struct{ lo, hi int32 }

// speech is the state of findStatements.
type speech struct {
	*page
	quotes []quote
}

// findStatements finds who says what: by verbs of saying, "according to" and
// its like, and nouns such as "claim that".
func (p *page) findStatements() {
	s := speech{page: p, quotes: p.findQuotes()}
	for k := range p.Sentences {
		sent := &p.Sentences[k]
		for i := sent.First; i < sent.End; i++ {
			if s.prepositional(i, sent) {
				continue
			}
			switch p.Words[i].UPOS {
			case syntax.VERB:
				s.verb(i, sent)
			case syntax.NOUN:
				s.noun(i, sent)
			}
		}
	}
	s.speakForFirstPerson()
}

// verb reads the statement that a verb of saying introduces.
func (s *speech) verb(v int32, sent *syntax.Sentence) {
	cue := s.cueOf(v, 'v')
	if cue == nil || s.notSaid(v) || cue.Head == "cite" {
		return
	}
	subject := s.speakerOf(v)
	if subject < 0 || s.firstPerson(subject) {
		return
	}
	a := s.clause(v, subject)
	content, kind := s.contentOf(v, subject, a, cue, sent)
	if len(content) == 0 {
		return
	}
	st := statement{speaker: -1, via: -1, time: -1, cueLo: v, cueHi: v + 1, content: content, kind: kind, polarity: cue.Polarity}
	s.setSpeaker(&st, subject)
	if st.textHi == 0 {
		return
	}
	st.via = s.addressee(v, cue, st.speaker)
	st.time = s.timeIn(a.lo, a.hi)
	s.add(st)
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

// cueOf is the lexicon's cue at a verb or noun, with its further words present.
func (s *speech) cueOf(i int32, pos byte) *lexicon.Speech {
	for _, c := range s.lex.Speech(s.Words[i].Lemma, pos) {
		if s.hasParts(i, c.Parts) {
			return c
		}
	}
	return nil
}

// notSaid tells uses of a verb that attribute nothing: infinitives of purpose
// and of others' acts ("is expected to say"), negated and passive "is said to".
func (s *speech) notSaid(v int32) bool {
	for _, c := range s.children(v) {
		w := &s.Words[c]
		if w.Rel == syntax.Advmod && (w.Norm == "not" || w.Norm == "n't" || w.Norm == "n’t" || w.Norm == "never") {
			return true
		}
		if w.Rel == syntax.Aux && (w.Norm == "would" || w.Norm == "could" || w.Norm == "may" || w.Norm == "might") {
			return true
		}
	}
	return s.feature(v, "VerbForm=Inf") && s.Words[v].Rel != syntax.Root && s.child(v, syntax.Nsubj) < 0
}

// speakerOf is the word that heads the one who speaks; -1 for none.
func (s *speech) speakerOf(v int32) int32 {
	if s.passive(v) {
		for _, c := range s.children(v) {
			if w := &s.Words[c]; w.Rel == syntax.OblAgent || w.Rel == syntax.Obl && s.caseOf(c) == "by" {
				return c
			}
		}
		return -1
	}
	for u, n := v, 0; u >= 0 && n < 4; n++ {
		if c := s.subjectOf(u); c >= 0 {
			return s.relative(c)
		}
		w := &s.Words[u]
		switch w.Rel {
		case syntax.Conj, syntax.Advcl, syntax.Xcomp:
			u = w.Head
		case syntax.Acl:
			return w.Head
		default:
			return s.speakerBefore(v)
		}
	}
	return s.speakerBefore(v)
}

// speakerBefore finds the person named before a verb of saying that the tree
// left without a subject: "…, X, an expert from Y, told the Daily".
func (s *speech) speakerBefore(v int32) int32 {
	first := s.sentenceOf(v).First
	if v-2 <= first || s.Words[v-1].Norm != "," && s.namedPerson(v-1) < 0 {
		return -1
	}
	for j := v - 1; j > first && j > v-20; j-- {
		if u := s.Words[j].UPOS; u == syntax.AUX || u == syntax.VERB && s.cover[j] < 0 {
			return -1
		}
		k := s.namedPerson(j)
		if k < 0 {
			continue
		}
		m := &s.mentions[k]
		if n := s.Words[m.hi].Norm; (n == "," || m.hi == v) && m.lo > first && s.Words[m.lo-1].Norm == "," {
			return m.head
		}
		return -1
	}
	return -1
}

// relative turns a relative pronoun into the noun that its clause modifies.
func (p *page) relative(i int32) int32 {
	switch p.Words[i].Norm {
	case "who", "which", "that", "whom":
		v := p.Words[i].Head
		for v >= 0 && p.Words[v].Rel != syntax.AclRelcl && p.Words[v].Rel == syntax.Conj {
			v = p.Words[v].Head
		}
		if v >= 0 && base(p.Words[v].Rel) == syntax.Acl && p.Words[v].Head >= 0 {
			return p.Words[v].Head
		}
	}
	return i
}

// setSpeaker fills in the speaker from the head of the subject.
func (s *speech) setSpeaker(st *statement, subject int32) {
	if k := s.mentionAt(subject); k >= 0 {
		m := &s.mentions[k]
		if len(m.ents) > 0 {
			st.speaker = m.ents[0]
		}
		st.textLo, st.textHi = m.lo, m.hi
		if m.form == record.Nominal {
			st.textLo, st.textHi = s.nounPhrase(subject)
		}
		return
	}
	switch s.Words[subject].UPOS {
	case syntax.NOUN, syntax.PROPN, syntax.ADJ, syntax.NUM:
		if s.Words[subject].UPOS == syntax.NOUN && !s.words.is("document", s.Words[subject].Lemma) {
			return
		}
		st.textLo, st.textHi = s.nounPhrase(subject)
	case syntax.PRON:
		if n := s.Words[subject].Norm; n != "it" && n != "there" && n != "what" && n != "that" && n != "this" && n != "which" {
			st.textLo, st.textHi = subject, subject+1
		}
	}
}

// nounPhrase is the phrase of a noun without article and without what comes
// after a comma or in a clause.
func (p *page) nounPhrase(i int32) (lo, hi int32) {
	lo, hi = i, i+1
	for _, c := range p.children(i) {
		w := &p.Words[c]
		switch w.Rel {
		case syntax.Det, syntax.Punct, syntax.Acl, syntax.AclRelcl, syntax.Appos, syntax.Conj, syntax.Cc, syntax.Case,
			syntax.Parataxis, syntax.Cop, syntax.Advcl, syntax.Nsubj, syntax.Aux, syntax.Mark, syntax.DetPredet:
			continue
		}
		a, b := p.extent(c)
		if b-a > 12 {
			continue
		}
		lo, hi = min(lo, a), max(hi, b)
	}
	for lo < i && (p.Words[lo].UPOS == syntax.DET || p.Words[lo].UPOS == syntax.PUNCT) {
		lo++
	}
	return lo, hi
}

// addressee is the one told, when he is an entity.
func (s *speech) addressee(v int32, cue *lexicon.Speech, speaker int32) int32 {
	for _, c := range s.children(v) {
		w := &s.Words[c]
		told := w.Rel == syntax.Obj || w.Rel == syntax.Iobj
		if !told && w.Rel == syntax.Obl {
			prep := s.caseOf(c)
			told = prep == "to" || prep == "with" && s.Words[c].Lemma == "interview"
			if w.Lemma == "interview" {
				if k := s.child(c, syntax.Nmod, syntax.NmodPoss, syntax.Compound, syntax.Amod); k >= 0 {
					c = k
				}
			}
		}
		if !told || c == v {
			continue
		}
		if k := s.mentionAt(c); k >= 0 && len(s.mentions[k].ents) == 1 && s.mentions[k].form == record.Name && s.mentions[k].ents[0] != speaker && s.entities[s.mentions[k].ents[0]].kind != record.Place {
			if e := s.mentions[k].ents[0]; len(cue.Addressee) > 0 || s.entities[e].kind == record.Organization {
				return e
			}
		}
	}
	return -1
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
	for k := len(s.statements) - 1; k >= 0 && k >= len(s.statements)-4; k-- {
		o := &s.statements[k]
		if o.cueLo == st.cueLo {
			return
		}
		if o.content[0] == st.content[0] && (o.speaker == st.speaker || o.speaker < 0) {
			return
		}
	}
	for _, c := range st.content {
		for i := c.lo; i < c.hi; i++ {
			if q := s.quoteOver(i); q >= 0 {
				s.quotes[q].used = true
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

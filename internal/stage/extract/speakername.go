package extract

import (
	"strings"

	"chancery/internal/lexicon"
	"chancery/internal/syntax"
	"chancery/record"
)

// nameOf is the name that stands with the head of a subject when that is no name
// itself: "the delegate, Aumua Amata, told", "Gen. Votel, commander of the force
// said", "the group, the Northern League, claimed", "a student named Wong".
func (s *speech) nameOf(subject, v int32) int32 {
	name := s.ownName(subject, v)
	if k := s.mentionAt(name); k >= 0 && s.mentions[k].form == record.Name && s.isPerson(k) {
		if outer := s.speaksFor(&s.mentions[k]); outer >= 0 {
			return outer
		}
	}
	return name
}

func (s *speech) ownName(subject, v int32) int32 {
	if s.timed[subject] >= 0 || s.words.is("calendar", s.Words[subject].Norm) { // this past Friday, the princess announced
		for j := subject + 1; j < v; j++ {
			if s.heads[j] >= 0 && s.timed[j] < 0 {
				return s.nameOf(j, v)
			}
			if u := s.Words[j].UPOS; u == syntax.VERB || u == syntax.AUX {
				break
			}
		}
	}
	k := s.mentionAt(subject)
	if k >= 0 && s.mentions[k].form == record.Name && s.isPerson(k) || s.Words[subject].UPOS == syntax.PRON {
		return subject
	}
	if s.feature(subject, "Number=Plur") && s.Words[subject].UPOS == syntax.NOUN && (s.Words[subject+1].Norm == "," || subject+1 == v) {
		return subject // officials are not the one named beside them
	}
	if c := s.nameBefore(subject, v); c >= 0 {
		return c
	}
	if k >= 0 && s.mentions[k].form == record.Name {
		return subject
	}
	lo, _ := s.nounPhrase(subject)
	first, end := s.sentenceOf(subject).First, s.sentenceOf(subject).End
	if lo-2 >= first && s.Words[lo-1].Norm == "," && subject < v && s.namedPerson(lo-2) >= 0 {
		if m := s.namedPerson(lo - 2); s.caseOf(s.mentions[m].head) == "" {
			return s.mentions[m].head
		}
	}
	for i := subject + 1; i+1 < end && i < subject+12; i++ {
		w := &s.Words[i]
		if w.Norm == "," || w.Norm == "named" || w.Norm == "called" || w.Norm == "known" {
			j := i + 1
			for j+1 < end && (s.Words[j].Norm == "as" || s.Words[j].UPOS == syntax.DET) {
				j++
			}
			if k := s.cover[j]; k >= 0 && s.mentions[k].lo == j && s.mentions[k].role != adjective && (w.Norm != "," || s.mentions[k].hi < end && s.Words[s.mentions[k].hi].Norm == ",") {
				switch s.entities[s.mentions[k].ents[0]].kind {
				case record.Person, record.Organization, record.Group:
					return s.mentions[k].head
				}
			}
			return subject
		}
		if w.UPOS == syntax.VERB || w.UPOS == syntax.AUX {
			return subject
		}
	}
	return subject
}

// nameBefore is the personal name that ends right before a verb of saying, or
// before the comma there, and belongs to its subject; -1 for none.
func (s *speech) nameBefore(subject, v int32) int32 {
	j := v - 1
	for j > subject && (s.Words[j].UPOS == syntax.ADV || s.Words[j].UPOS == syntax.AUX) {
		j--
	}
	if j > subject && s.Words[j].Norm == "," {
		j--
	}
	k := s.namedPerson(j)
	for i := j; k < 0 && i > subject && i > j-10; i-- { // Ann Lee, in remarks to the press, said
		if s.Words[i].Norm == "," && s.Words[i+1].UPOS == syntax.ADP {
			j = i - 1
			k = s.namedPerson(j)
			break
		}
	}
	if k < 0 || subject >= v || s.mentions[k].lo <= subject || s.mentions[k].hi != j+1 {
		return -1
	}
	if s.caseOf(s.mentions[k].head) != "" || s.finiteBetween(subject, s.mentions[k].lo) {
		return -1
	}
	return s.mentions[k].head
}

// behindQuote is the one named right behind a verb of saying that closes a
// quotation, whatever the tree made of it: `"…," wrote Novak on Monday`; -1 for
// none.
func (s *speech) behindQuote(v int32) int32 {
	first, end := s.sentenceOf(v).First, s.sentenceOf(v).End
	q := int32(-1)
	for i := v - 1; i >= first && i >= v-2; i-- {
		if k := s.quoteOver(i); k >= 0 && s.quotes[k].close == i {
			q = i
		}
	}
	c := s.subjectOf(v)
	if q < 0 || c > v || c > q {
		return -1
	}
	for j := v + 1; j < end && j < v+8; j++ {
		if k := s.namedPerson(j); k >= 0 {
			return s.mentions[k].head
		}
		if u := s.Words[j].UPOS; u != syntax.NOUN && u != syntax.PROPN && u != syntax.ADJ && u != syntax.DET {
			return -1
		}
	}
	return -1
}

// citedAs is who is cited in "cited X as saying", "X was quoted as saying"; -1
// for other verbs.
func (s *speech) citedAs(v int32) int32 {
	if !hasSuffix(s.Words[v].Norm, "ing") || s.Words[v].Head < 0 {
		return -1
	}
	h := s.Words[v].Head
	if l := s.Words[h].Lemma; l != "cite" && l != "quote" {
		return -1
	}
	if s.passive(h) {
		return s.subjectOf(h)
	}
	return s.child(h, syntax.Obj)
}

// authorOf is who speaks in a document that is said to say something: its
// owner ("a statement from the embassy"), who gave it out ("released a statement
// saying"), or who did when it was last named; -1 when nobody is told.
func (s *speech) authorOf(doc int32) int32 {
	l := s.Words[doc].Lemma
	if !s.words.is("document", l) && !s.words.is("writing", l) && l != "website" || s.words.is("outlet", l) && l != "website" {
		return -1
	}
	found := int32(-1)
	for _, c := range s.children(doc) {
		w := &s.Words[c]
		switch prep := s.caseOf(c); {
		case w.Rel == syntax.Nmod && (prep == "by" || prep == "from"):
			if e := s.speaks(c); e >= 0 {
				return e
			}
		case w.Rel == syntax.NmodPoss, w.Rel == syntax.Nmod && prep == "of", w.Rel == syntax.Compound && s.cover[c] >= 0 && !s.words.is("platform", w.Norm):
			if e := s.speaks(c); e >= 0 {
				found = e
			}
		case base(w.Rel) == syntax.Acl && s.passive(c) && s.words.is("giving", w.Lemma): // released by the ministry
			for _, a := range s.children(c) {
				if s.Words[a].Rel == syntax.OblAgent || s.Words[a].Rel == syntax.Obl && s.caseOf(a) == "by" {
					if e := s.speaks(a); e >= 0 {
						return e
					}
				}
			}
		}
	}
	if found >= 0 {
		return found
	}
	if h := s.Words[doc].Head; h >= 0 && s.Words[doc].Rel == syntax.Obj && s.words.is("giving", s.Words[h].Lemma) {
		for _, d := range s.doers(h, 0) {
			if e := s.speaks(d); e >= 0 {
				return e
			}
		}
	}
	if s.definite(doc) || s.Words[doc].UPOS == syntax.PRON {
		if a, ok := s.author[s.Words[doc].Lemma]; ok {
			return a
		}
	}
	return -1
}

// speaks is the entity that a word stands for when it can have written
// something; -1 otherwise.
func (s *speech) speaks(i int32) int32 {
	k := s.mentionAt(i)
	if k < 0 || len(s.mentions[k].ents) == 0 {
		return -1
	}
	e := s.mentions[k].ents[0]
	switch s.entities[e].kind {
	case record.Person, record.Organization, record.Group, record.State:
		return e
	}
	return -1
}

// noteAuthors remembers, for the documents named in the sentence of a
// statement, that its speaker wrote them: "said in a statement", "tweeted".
func (s *speech) noteAuthors(st *statement) {
	if st.speaker < 0 {
		return
	}
	sent := s.sentenceOf(st.cueLo)
	for i := sent.First; i < sent.End; i++ {
		if s.Words[i].UPOS != syntax.NOUN || s.inContent(st, i) || !s.words.is("document", s.Words[i].Lemma) {
			continue
		}
		if e := s.authorOf(i); e >= 0 {
			s.author[s.Words[i].Lemma] = e
		} else if s.caseOf(i) == "in" || s.caseOf(i) == "on" || i == st.textHi-1 {
			s.author[s.Words[i].Lemma] = st.speaker
		}
	}
}

// asOutlet turns a name that several bodies share into the outlet among them
// where it stands as one that reports: AFP is then no police. All mentions of
// the page follow.
func (s *speech) asOutlet(k int32, cue *lexicon.Speech) {
	m := &s.mentions[k]
	if cue.Head != "report" && cue.POS != 'p' || len(m.ents) != 1 || m.hi-m.lo != 1 || s.isOutlet(m.ents[0]) {
		return
	}
	name := s.Form(m.lo)
	if len(name) < 2 || name != strings.ToUpper(name) {
		return
	}
	for _, hit := range s.reg.Find(name) {
		e := s.reg.Entry(hit.Entry)
		if len(e.Sectors) == 0 || e.Sectors[0] != "JRN" {
			continue
		}
		old, now := m.ents[0], s.registered(e)
		for i := range s.mentions {
			if x := &s.mentions[i]; len(x.ents) == 1 && x.ents[0] == old {
				x.ents = []int32{now}
			}
		}
		return
	}
}

// noteGiver remembers who gave out or handed in a document: "filed a motion".
func (s *speech) noteGiver(i int32) {
	h := s.Words[i].Head
	if h < 0 || s.Words[i].Rel != syntax.Obj || !s.words.is("giving", s.Words[h].Lemma) {
		return
	}
	if l := s.Words[i].Lemma; s.words.is("document", l) || s.words.is("writing", l) {
		for _, d := range s.doers(h, 0) {
			if e := s.speaks(d); e >= 0 {
				s.author[l] = e
			}
		}
	}
}

// behindComma is the one named right behind a verb of saying that a comma parts
// from the clause before, and with whom the clause or the sentence ends: ",
// reported officials, with …"; -1 for none.
func (s *speech) behindComma(v int32) int32 {
	sent := s.sentenceOf(v)
	if v == sent.First || s.Words[v-1].Norm != "," || !s.words.is("turning", s.Words[v].Lemma) || !s.finiteBetween(sent.First, v-1) && !s.headless(sent.First, v-1) {
		return -1
	}
	found := int32(-1)
	for j := v + 1; j < sent.End && j < v+14; j++ {
		w := &s.Words[j]
		if w.Norm == "," || w.Norm == "." || w.Norm == ";" {
			return found
		}
		switch w.UPOS {
		case syntax.PROPN, syntax.NOUN:
			if s.mentionOrAgent(j) {
				found = j
				if k := s.mentionAt(j); k >= 0 {
					found = s.mentions[k].head
				}
			} else if found >= 0 && s.cover[j] < 0 {
				return -1
			}
		case syntax.ADJ, syntax.DET, syntax.ADP:
		default:
			if s.cover[j] < 0 {
				return -1
			}
		}
	}
	return found
}

// headless says whether a clause that the tagger left without a verb stands
// before an attribution: it is long.
func (s *speech) headless(lo, hi int32) bool { return hi-lo > 12 }

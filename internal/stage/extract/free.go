package extract

import (
	"chancery/internal/syntax"
	"chancery/record"
)

// turns reads what is printed as a speaker, a colon and words: the turns of a
// transcript ("MR. DOYLE: I have …"), a headline ("Minister: talks will go on").
func (s *speech) turns() {
	turns, spoken := 0, make([]bool, len(s.Sentences))
	for k := range s.statements {
		spoken[s.Words[s.statements[k].cueLo].Sent] = true
	}
	for k := range s.Sentences {
		sent := &s.Sentences[k]
		if !sent.ParagraphStart {
			continue
		}
		colon := s.colonOf(sent)
		if colon < 0 {
			continue
		}
		if !spoken[k] && (k == 0 && s.headline(colon, sent) || s.introduced(colon, sent)) {
			continue
		}
		if colon-sent.First <= 8 && s.turnOf(sent.First, colon) {
			s.turn(k, colon, turns > 0)
			turns++
		}
	}
}

// introduced reads what follows a line such as "Following is the statement by
// Minister Ruiz:".
func (s *speech) introduced(colon int32, sent *syntax.Sentence) bool {
	if colon != sent.End-1 {
		return false
	}
	for i := sent.First; i < colon; i++ {
		if s.Words[i].UPOS != syntax.NOUN || !s.words.is("document", s.Words[i].Lemma) && !s.words.is("channel", s.Words[i].Norm) {
			continue
		}
		owner := s.ownerOf(i)
		if owner < 0 {
			continue
		}
		content, _ := s.finish([]stretch{s.following(sent)}, -1)
		if len(content) == 0 {
			return false
		}
		st := statement{speaker: -1, via: -1, time: -1, cueLo: i, cueHi: i + 1, content: content, kind: "direct", polarity: "asserts"}
		s.setSpeaker(&st, s.nameOf(owner, colon), false)
		if st.textHi > 0 {
			s.add(st)
			return true
		}
	}
	return false
}

// colonOf is the first colon of a sentence outside quotation marks, -1 for none.
func (s *speech) colonOf(sent *syntax.Sentence) int32 {
	for i := sent.First; i < sent.End; i++ {
		if s.Words[i].Norm == ":" && s.quoteOver(i) < 0 {
			return i
		}
	}
	return -1
}

// turnOf says whether the words before a colon name one whose turn it is: in
// capitals, or as "Question" and "Answer".
func (s *speech) turnOf(lo, colon int32) bool {
	if lo == colon {
		return false
	}
	switch s.Words[lo].Norm {
	case "question", "answer", "q", "a":
		return colon == lo+1
	}
	letters, person := 0, false
	for i := lo; i < colon; i++ {
		if m := s.heads[i]; m >= 0 && (s.mentions[m].office != nil || s.isPerson(m)) || s.words.is("honorific", s.Words[i].Norm) || s.words.is("honorific", s.Words[i].Norm+".") {
			person = true
		}
		if s.Words[i].UPOS == syntax.PUNCT {
			continue
		}
		for _, r := range s.Form(i) {
			if r >= 'a' && r <= 'z' {
				return false
			}
			if r >= 'A' && r <= 'Z' {
				letters++
			}
		}
	}
	return letters > 2 && person
}

// turn enters what follows a speaker and a colon, up to the next turn; the first
// turn of a page, which may be its only one, ends with its paragraph.
func (s *speech) turn(k int, colon int32, more bool) {
	end := s.Sentences[k].End
	for j := k + 1; j < len(s.Sentences); j++ {
		if next := &s.Sentences[j]; next.ParagraphStart {
			c := s.colonOf(next)
			if !more || c >= 0 && c-next.First <= 8 && s.turnOf(next.First, c) {
				break
			}
		}
		end = s.Sentences[j].End
	}
	s.enterTurn(s.Sentences[k].First, colon, s.Sentences[k].First, stretch{colon + 1, end}, "direct")
}

func (s *speech) enterTurn(lo, hi, cue int32, c stretch, kind string) {
	content, found := s.finish([]stretch{c}, lo)
	if len(content) == 0 {
		return
	}
	if kind == "" {
		kind = found
	}
	st := statement{speaker: -1, via: -1, time: -1, textLo: lo, textHi: hi, cueLo: cue, cueHi: hi, content: content, kind: kind, polarity: "asserts"}
	if cue == hi {
		st.cueHi = hi + 1
	}
	for i := hi - 1; i >= lo; i-- {
		if m := s.heads[i]; m >= 0 && len(s.mentions[m].ents) > 0 {
			st.speaker = s.mentions[m].ents[0]
			break
		}
	}
	switch s.Words[lo].Norm {
	case "question", "q":
		st.polarity = "asks"
	case "answer", "a":
		if s.home.official {
			st.speaker = s.registered(s.reg.Entry(s.home.body))
		}
	}
	s.add(st)
}

// headline reads "Minister: talks will go on" and "Talks will go on: minister" in
// the first line of a page, where the speaker is a person, a body or an office.
func (s *speech) headline(colon int32, sent *syntax.Sentence) bool {
	if s.Words[sent.End-1].Norm == "." || sent.End-sent.First > 25 || colon+1 >= sent.End || s.child(sent.Root, syntax.Ccomp) >= 0 {
		return false
	}
	if colon-sent.First <= 5 && s.namesSpeaker(sent.First, colon) {
		if s.finiteBetween(colon, sent.End) {
			s.enterTurn(sent.First, colon, colon, stretch{colon + 1, sent.End}, "")
			return true
		}
	} else if sent.End-colon <= 6 && s.namesSpeaker(colon+1, sent.End) && s.finiteBetween(sent.First, colon) {
		content, kind := s.finish([]stretch{{sent.First, colon}}, colon)
		st := statement{speaker: -1, via: -1, time: -1, textLo: colon + 1, textHi: sent.End, cueLo: colon, cueHi: colon + 1, content: content, kind: kind, polarity: "asserts"}
		if m := s.heads[s.headOf(colon+1, sent.End)]; m >= 0 && len(s.mentions[m].ents) > 0 {
			st.speaker = s.mentions[m].ents[0]
		}
		if len(content) > 0 {
			s.add(st)
		}
		return true
	}
	return false
}

// namesSpeaker says whether [lo, hi) is nothing but one who can speak.
func (s *speech) namesSpeaker(lo, hi int32) bool {
	for i := lo; i < hi; i++ {
		switch s.Words[i].UPOS {
		case syntax.NOUN, syntax.PROPN, syntax.ADJ, syntax.ADP, syntax.DET:
		default:
			return false
		}
	}
	h := s.headOf(lo, hi)
	if m := s.mentionAt(h); m >= 0 {
		if len(s.mentions[m].ents) == 0 {
			return s.mentions[m].form == record.Nominal
		}
		return s.entities[s.mentions[m].ents[0]].kind != record.Place && s.entities[s.mentions[m].ents[0]].kind != record.State
	}
	l := s.Words[h].Lemma
	_, agent := s.lex.Agent(s.Words[h].Norm)
	return agent || s.words.is("unnamed", l)
}

// goOn gives quotations that stand alone to the speaker who spoke last: "…," X
// said. ¶ "…" ¶ Where nobody did, a person who is the subject of the sentence
// before speaks them.
func (s *speech) goOn() {
	last := make([]int32, len(s.Sentences)) // sentence → statement that ends there, plus one
	for k := range s.statements {
		st := &s.statements[k]
		at := s.Words[st.cueLo].Sent
		for _, c := range st.content {
			at = max(at, s.Words[c.hi-1].Sent)
		}
		last[at] = int32(k) + 1
	}
	for q := range s.quotes {
		s.behindColon(q)
		sent := s.freeQuote(q)
		if sent <= 0 {
			continue
		}
		st := statement{speaker: -1, via: -1, time: -1}
		if k := last[sent-1]; k > 0 {
			st = s.statements[k-1]
			if st.textHi == 0 || s.words.is("answering", s.Words[st.cueLo].Norm) {
				continue
			}
		} else if !s.subjectSpeaks(sent-1, &st) {
			continue
		}
		content, kind := s.finish([]stretch{{s.quotes[q].open + 1, s.quotes[q].close}}, -1)
		if len(content) == 0 {
			continue
		}
		st.content, st.kind, st.from, st.time = content, kind, content[0].lo, -1
		s.statements = append(s.statements, st)
		last[s.Words[content[0].hi-1].Sent] = int32(len(s.statements))
	}
}

// behindColon gives a quotation that nobody has been found to say, and that a
// colon introduces, to the subject of its sentence: `Lee opposed the plan: "…"`.
func (s *speech) behindColon(q int) {
	open, end := s.quotes[q].open, s.quotes[q].close
	sent := s.sentenceOf(open)
	if s.quotes[q].used || end-open < 5 || open < sent.First+3 || s.Words[open-1].Norm != ":" || s.quoteOver(sent.First) >= 0 {
		return
	}
	root := sent.Root
	subject := s.subjectOf(root)
	if s.Words[root].UPOS != syntax.VERB || root > open || subject < 0 || s.passive(root) {
		return
	}
	st := statement{speaker: -1, via: -1, time: -1}
	s.setSpeaker(&st, s.nameOf(subject, root), false)
	content, kind := s.finish([]stretch{{open + 1, end}}, -1)
	if st.speaker < 0 || len(content) == 0 {
		return
	}
	st.cueLo, st.cueHi, st.polarity, st.content, st.kind, st.from = root, root+1, "asserts", content, kind, content[0].lo
	s.statements = append(s.statements, st)
	s.quotes[q].used = true
}

// freeQuote is the sentence that a quotation begins, when it fills whole
// sentences and nobody has been found to say it; -1 otherwise.
func (s *speech) freeQuote(q int) int32 {
	open, end := s.quotes[q].open, s.quotes[q].close
	first, final := s.sentenceOf(open), s.sentenceOf(end-1)
	if s.quotes[q].used || end-open < 6 || first.First != open || !s.finiteBetween(open, end) || s.wordsAfter(end+1, final.End) {
		return -1
	}
	switch s.Words[end-1].Norm {
	case ".", "?", "!", "…":
		return s.Words[open].Sent
	}
	return -1
}

// subjectSpeaks makes the person who is the subject of a sentence the speaker of
// the quotation behind it, when its verb can go with speech: "defended the plan".
func (s *speech) subjectSpeaks(k int32, st *statement) bool {
	root := s.Sentences[k].Root
	cue := s.cueOf(root, 'v')
	if cue == nil && len(s.lex.Frames(s.Words[root].Lemma, 'v')) == 0 {
		return false
	}
	subject := s.subjectOf(root)
	if subject < 0 || s.passive(root) {
		return false
	}
	s.setSpeaker(st, subject, false)
	if st.speaker < 0 || s.entities[st.speaker].kind != record.Person || !s.entities[st.speaker].named {
		return false
	}
	st.cueLo, st.cueHi, st.polarity = root, root+1, "asserts"
	return true
}

package lexicon

import "slices"

// Frames gives the frames of a head, most specific first. The list is shared
// and must not be changed. The call allocates nothing.
func (l *Lexicon) Frames(lemma string, pos byte) []*Frame { return l.frames[headKey{lemma, pos}] }

// All gives every frame in reading order.
func (l *Lexicon) All() []*Frame { return l.all }

// Speech gives the cues of a head, those of more words first.
func (l *Lexicon) Speech(lemma string, pos byte) []*Speech {
	return l.speechByHead[headKey{lemma, pos}]
}

// Cues gives the prepositional cues of attribution ("according to"), longest first.
func (l *Lexicon) Cues() []*Speech { return l.cues }

// Agent gives the party that a common noun names, by its singular or plural in
// lower case.
func (l *Lexicon) Agent(norm string) (Agent, bool) {
	if a := l.agents[norm]; a != nil {
		return *a, true
	}
	return Agent{}, false
}

// Status gives what a word says about the act that it governs.
func (l *Lexicon) Status(word string, pos byte) []*Status { return l.status[headKey{word, pos}] }

// Light gives the light verbs of a head, those of more words first; nil when it is none.
func (l *Lexicon) Light(lemma string) []*Light { return l.light[lemma] }

// Contexts gives all keywords of contexts.
func (l *Lexicon) Contexts() []*ContextCue { return l.contexts }

// ContextsAt gives the keywords of contexts that begin with a lemma, longest first.
func (l *Lexicon) ContextsAt(lemma string) []*ContextCue { return l.byWord[lemma] }

// NotEvents gives the uses of a head that must not fire, most specific first,
// as frames without a type. Where one fits, no frame of the head fires unless
// it has more parts and limits together.
func (l *Lexicon) NotEvents(lemma string, pos byte) []*Frame { return l.notEvents[headKey{lemma, pos}] }

// Domains gives all keywords of non-political domains, and of "politics".
func (l *Lexicon) Domains() []*ContextCue { return l.domains }

// DomainsAt gives the keywords of domains that begin with a lemma, longest first.
func (l *Lexicon) DomainsAt(lemma string) []*ContextCue { return l.byDomain[lemma] }

// Set says whether a lemma belongs to a named word set.
func (l *Lexicon) Set(name, lemma string) bool { return l.sets[name].has(lemma) }

// finishWords sorts the word tables for lookup.
func (l *Lexicon) finishWords() {
	l.speechByHead = map[headKey][]*Speech{}
	for _, s := range l.speech {
		k := headKey{s.Head, s.POS}
		l.speechByHead[k] = append(l.speechByHead[k], s)
		if s.POS == 'p' {
			l.cues = append(l.cues, s)
		}
	}
	longest := func(a, b *Speech) int {
		if d := len(b.Words) - len(a.Words); d != 0 {
			return d
		}
		return compareStrings(a.Cue, b.Cue)
	}
	for _, list := range l.speechByHead {
		slices.SortFunc(list, longest)
	}
	slices.SortFunc(l.cues, longest)
	for _, list := range l.light {
		slices.SortStableFunc(list, func(a, b *Light) int { return len(b.Parts) - len(a.Parts) })
	}
	for _, list := range l.status {
		slices.SortStableFunc(list, func(a, b *Status) int { return len(b.Parts) - len(a.Parts) })
	}
	indexCues(l.byWord, l.contexts)
	indexCues(l.byDomain, l.domains)
}

// indexCues enters cues by their first word, longest first.
func indexCues(index map[string][]*ContextCue, cues []*ContextCue) {
	for _, c := range cues {
		index[c.Words[0]] = append(index[c.Words[0]], c)
	}
	for _, list := range index {
		slices.SortStableFunc(list, func(a, b *ContextCue) int { return len(b.Words) - len(a.Words) })
	}
}

func compareStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

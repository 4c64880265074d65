package lexicon

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Takes is a set of what a cue of speech attributes.
type Takes uint8

// What a cue attributes.
const (
	Quote Takes = 1 << iota // a quotation
	That                    // a clause
	NP                      // a noun phrase
	Inf                     // an infinitive
)

var takesNames = map[string]Takes{"quote": Quote, "that": That, "np": NP, "inf": Inf}

// Speech is a cue of attribution.
type Speech struct {
	ID        string
	Cue       string   // as written
	Head      string   // its first lemma
	Parts     []Part   // its further words, for verbs and nouns
	Words     []string // all its words, for prepositional cues
	POS       byte     // 'v', 'n', 'a' or 'p'
	Takes     Takes
	Addressee []Slot // where the one told stands, by preference
	Polarity  string
}

const polarities = "asserts denies demands promises warns doubts asks"

// Agent is a common noun for a party. Agents are values: copying them is free of allocation.
type Agent struct {
	ID     string
	Noun   string // singular
	Plural string // "" when it has none
	Sector string // PLOVER sector, "" when the noun alone does not tell
	Group  bool   // denotes several also in the singular
	Note   string
}

// Status is a word that governs whether an act happened.
type Status struct {
	ID     string
	Word   string
	Head   string
	Parts  []Part
	POS    byte
	Takes  []string // how the act hangs on the word: inf, that, obj, mod or a preposition
	Status string   // "" when the word only takes the act out of the page's own voice
}

// Light is a verb that lends its subject to the event noun that it governs.
type Light struct {
	ID        string
	Verb      string
	Head      string
	Parts     []Part
	Recipient bool // the subject is the recipient of the event, not its actor
	nouns     wordSet
}

// Takes says whether the verb lends its subject to that noun.
func (l *Light) Takes(noun string) bool { return l.nouns == nil || l.nouns.has(noun) }

// ContextCue is a keyword, or a run of them, that speaks for a context (or a domain).
type ContextCue struct {
	ID      string
	Context string
	Words   []string // lemmas that follow one another
	Weight  float64
}

func (ld *loader) addSet(r row) error {
	set, err := ld.words.list(r.cell(1))
	if err != nil {
		return fmt.Errorf("cannot read set: %w", err)
	}
	if _, ok := ld.lex.sets[r.cell(0)]; ok && !ld.user {
		return fmt.Errorf("set %q is already defined", r.cell(0))
	}
	ld.lex.sets[r.cell(0)] = set
	clear(ld.words.read) // lists that name the set must see the new one
	return nil
}

func (ld *loader) addSpeech(r row) error {
	pos, err := parsePOS(r.cell(1), "vnpa")
	if err != nil {
		return err
	}
	if r.text(2) == "" && ld.user {
		for h := range strings.SplitSeq(r.cell(0), "/") {
			delete(ld.lex.speech, headKey{h, pos})
		}
		return nil
	}
	t, err := parseTrigger(r.cell(0), pos, ld.words)
	if err != nil {
		return err
	}
	s := Speech{ID: r.id, Parts: t.parts, POS: pos, Polarity: r.cell(4)}
	for _, name := range r.list(2) {
		bit, ok := takesNames[name]
		if !ok {
			return fmt.Errorf("no such thing to attribute as %q", name)
		}
		s.Takes |= bit
	}
	if !containsField(polarities, s.Polarity) {
		return fmt.Errorf("no polarity %q", s.Polarity)
	}
	if s.Addressee, err = ld.words.slots(r.cell(3), nil); err != nil {
		return err
	}
	for _, h := range t.heads {
		one := s
		one.Head, one.Cue = h, h+t.tail
		one.Words = strings.Fields(one.Cue)
		ld.keepSpeech(&one)
	}
	return nil
}

// keepSpeech enters a cue. Cues of several words chain behind the single-word one.
func (ld *loader) keepSpeech(s *Speech) {
	if old, ok := ld.lex.speech[headKey{s.Cue, s.POS}]; ok && !ld.user {
		ld.lex.problems = append(ld.lex.problems, Problem{s.ID, fmt.Sprintf("%q is already at %s", s.Cue, old.ID)})
	}
	ld.lex.speech[headKey{s.Cue, s.POS}] = s
}

func (ld *loader) addAgent(r row) error {
	a := &Agent{ID: r.id, Noun: r.cell(0), Plural: r.text(1), Sector: r.text(2), Group: r.cell(3) == "p", Note: r.text(4)}
	if a.Sector == "x" {
		a.Sector = ""
	} else if a.Sector == "" && ld.user {
		delete(ld.lex.agents, a.Noun)
		delete(ld.lex.agents, a.Plural)
		return nil
	} else if !slices.Contains(sectors, a.Sector) {
		return fmt.Errorf("no sector %q", r.cell(2))
	}
	if n := r.cell(3); n != "p" && n != "x" && n != "-" {
		return fmt.Errorf("cannot read number %q: want p or x", n)
	}
	if err := checkLemma(a.Noun); err != nil {
		return err
	}
	for _, form := range []string{a.Noun, a.Plural} {
		if old := ld.lex.agents[form]; old != nil && !ld.user {
			ld.lex.problems = append(ld.lex.problems, Problem{a.ID, fmt.Sprintf("%q is already at %s", form, old.ID)})
		}
		if form != "" {
			ld.lex.agents[form] = a
		}
	}
	return nil
}

func (ld *loader) addStatus(r row) error {
	pos, err := parsePOS(r.cell(1), "vnapd")
	if err != nil {
		return err
	}
	t, err := parseTrigger(r.cell(0), 'n', ld.words)
	if err != nil {
		return err
	}
	st := Status{ID: r.id, Parts: t.parts, POS: pos, Takes: r.list(2), Status: r.text(3)}
	if st.Status != "" && !containsField(statuses, st.Status) {
		return fmt.Errorf("no status %q", st.Status)
	}
	for _, h := range t.heads {
		one := st
		one.Head, one.Word = h, h+t.tail
		ld.lex.status[headKey{h, pos}] = append(ld.lex.status[headKey{h, pos}], &one)
	}
	return nil
}

func (ld *loader) addLight(r row) error {
	t, err := parseTrigger(r.cell(0), 'v', ld.words)
	if err != nil {
		return err
	}
	l := Light{ID: r.id, Parts: t.parts}
	switch role := r.cell(2); role {
	case "-", "actor":
	case "recipient":
		l.Recipient = true
	default:
		return fmt.Errorf("cannot read role %q: want actor or recipient", role)
	}
	if r.text(1) != "" {
		if l.nouns, err = ld.words.list(r.cell(1)); err != nil {
			return err
		}
	}
	for _, h := range t.heads {
		one := l
		one.Head, one.Verb = h, h+t.tail
		ld.lex.light[h] = append(ld.lex.light[h], &one)
	}
	return nil
}

func (ld *loader) addContext(r row) error {
	if !containsField(contextNames, r.cell(0)) {
		return fmt.Errorf("no context %q", r.cell(0))
	}
	cues, err := parseCues(r)
	ld.lex.contexts = append(ld.lex.contexts, cues...)
	return err
}

func (ld *loader) addDomain(r row) error {
	cues, err := parseCues(r)
	ld.lex.domains = append(ld.lex.domains, cues...)
	return err
}

// parseCues reads a line of keywords: a cue for each.
func parseCues(r row) ([]*ContextCue, error) {
	weight := 1.0
	if w := r.text(2); w != "" {
		var err error
		if weight, err = strconv.ParseFloat(w, 64); err != nil {
			return nil, fmt.Errorf("cannot read weight %q", w)
		}
	}
	var out []*ContextCue
	for gram := range strings.SplitSeq(strings.ReplaceAll(r.cell(1), "|", ","), ",") {
		words := strings.Fields(gram)
		for _, w := range words {
			if err := checkLemma(w); err != nil {
				return nil, err
			}
		}
		if len(words) == 0 {
			return nil, fmt.Errorf("cannot read words %q: one is empty", r.cell(1))
		}
		out = append(out, &ContextCue{r.id, r.cell(0), words, weight})
	}
	return out, nil
}

// addNotEvent takes one line of uses that must not fire.
func (ld *loader) addNotEvent(r row) error {
	all, never := strings.CutSuffix(r.cell(1), "!")
	if all == "*" {
		all = "vna"
	}
	for _, pos := range []byte(all) {
		if _, err := parsePOS(string(pos), "vna"); err != nil {
			return err
		}
		t, err := parseTrigger(r.cell(0), 'n', ld.words)
		if err != nil {
			return err
		}
		f := Frame{ID: r.id, POS: pos, Parts: t.parts, Note: r.text(3), Never: never, limitText: r.text(2), user: ld.user, order: ld.order}
		if f.Limits, err = parseLimits(r.cell(2), ld.words); err != nil {
			return err
		}
		ld.order++
		for _, g := range f.spread(t) {
			k := headKey{g.Head, pos}
			ld.lex.notEvents[k] = append(ld.lex.notEvents[k], g)
		}
	}
	return nil
}

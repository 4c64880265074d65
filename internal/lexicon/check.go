package lexicon

import (
	"fmt"
	"slices"
	"strings"
)

// Problem is something doubtful about a line that loads.
type Problem struct {
	ID   string // file:line
	Text string
}

func (p Problem) String() string { return p.ID + ": " + p.Text }

// Check gives what is doubtful about the lexicon: duplicates, codes outside
// the roots of their type, missing codes, unknown status words.
func (l *Lexicon) Check() []Problem {
	out := slices.Clone(l.problems)
	for _, f := range l.all {
		out = append(out, f.check()...)
	}
	for _, list := range l.status {
		for _, s := range list {
			if len(s.Takes) == 0 {
				out = append(out, Problem{s.ID, fmt.Sprintf("%q takes nothing", s.Word)})
			}
		}
	}
	slices.SortFunc(out, func(a, b Problem) int { return compareStrings(a.ID, b.ID) })
	return slices.Compact(out)
}

func (f *Frame) check() []Problem {
	var out []Problem
	add := func(format string, args ...any) {
		out = append(out, Problem{f.ID, fmt.Sprintf("%q: ", f.Trigger) + fmt.Sprintf(format, args...)})
	}
	switch {
	case f.CAMEO == "":
		add("no CAMEO code")
	case !containsField(cameoRoots[f.Type], f.CAMEO[:2]):
		add("CAMEO code %s is not of %s", f.CAMEO, f.Type)
	}
	if stem, ok := strings.CutSuffix(strings.ToLower(fileOf(f.ID)), ".tsv"); ok && !f.user &&
		stem != strings.ToLower(f.Type) {
		add("%s stands in %s", f.Type, fileOf(f.ID))
	}
	return out
}

// fileOf is the file part of an ID.
func fileOf(id string) string {
	file, _, _ := strings.Cut(id, ":")
	return file
}

// Find gives the frames that match all words of a query: a word of the
// trigger, a type, a mode, a CAMEO code, or an ID.
func (l *Lexicon) Find(query string) []*Frame {
	words := strings.Fields(query)
	var out []*Frame
	for _, f := range l.all {
		if f.matchesAll(words) {
			out = append(out, f)
		}
	}
	return out
}

func (f *Frame) matchesAll(words []string) bool {
	for _, w := range words {
		if !f.matches(w) {
			return false
		}
	}
	return len(words) > 0
}

func (f *Frame) matches(w string) bool {
	low := strings.ToLower(w)
	if f.Head == low || f.Type == strings.ToUpper(w) || f.Mode == low || f.CAMEO == w || f.ID == w || fileOf(f.ID) == w {
		return true
	}
	for i := range f.Parts {
		if f.Parts[i].Is(strings.TrimLeft(low, "<>")) {
			return true
		}
	}
	return false
}

// Stats counts a lexicon.
type Stats struct {
	Frames                                              int            // frames, one for each head of a line
	Triggers                                            int            // distinct wordings: the alternatives of the parts multiplied out
	Heads                                               int            // distinct heads with part of speech
	ByType                                              map[string]int // frames
	ByMode                                              map[string]int // frames, "RETREAT/release", "AGREE/-"
	Wordings                                            map[string]int // wordings by type
	Speech, Cues, Agents, Status, Light, Contexts, Sets int
}

// Stats counts the lexicon.
func (l *Lexicon) Stats() Stats {
	s := Stats{Frames: len(l.all), Heads: len(l.frames), ByType: map[string]int{}, ByMode: map[string]int{},
		Wordings: map[string]int{}, Speech: len(l.speech), Cues: len(l.cues), Contexts: len(l.contexts),
		Sets: len(l.sets)}
	for _, f := range l.all {
		n := 1
		for i := range f.Parts {
			n *= len(f.Parts[i].set)
		}
		s.Triggers += n
		s.Wordings[f.Type] += n
		s.ByType[f.Type]++
		mode := f.Mode
		if mode == "" {
			mode = "-"
		}
		s.ByMode[f.Type+"/"+mode]++
	}
	seen := map[*Agent]bool{}
	for _, a := range l.agents {
		seen[a] = true
	}
	s.Agents = len(seen)
	for _, list := range l.status {
		s.Status += len(list)
	}
	for _, list := range l.light {
		s.Light += len(list)
	}
	return s
}

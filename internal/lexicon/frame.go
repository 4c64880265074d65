package lexicon

import "slices"

// Kind says how a part of a trigger stands to the head.
type Kind uint8

// The kinds of part.
const (
	Marker    Kind = iota // particle, preposition or adverb of the head, or of its oblique
	Dependent             // noun below the head: object, passive subject, oblique, nominal modifier
	Modifier              // adjective or compound before a noun head
)

// Part is one word of a trigger beside its head.
type Part struct {
	Lemma string // the word as written first, for display
	Kind  Kind
	set   wordSet
}

// Is says whether the lemma can stand for this part.
func (p *Part) Is(lemma string) bool { return p.set.has(lemma) }

// Words lists the lemmas that can stand for this part, in alphabetical order.
func (p *Part) Words() []string { return p.set }

// Path leads from the trigger to a party: a slot, then slots of its filler.
type Path []string

// Slot is a set of paths that are filled together ("subj+with").
type Slot []Path

// Op is the test of a limit.
type Op uint8

// The tests of limits.
const (
	In     Op = iota // filled with one of the lemmas
	NotIn            // not filled with one of the lemmas
	Of               // filled with something of one of the kinds or sectors
	NotOf            // not filled with something of one of the kinds or sectors
	Filled           // filled at all
	Empty            // not filled
)

// Limit is one condition of a frame.
type Limit struct {
	Paths []Path // any of them may satisfy In, Of and Filled; all must satisfy the negative tests
	Op    Op
	set   wordSet
}

// Has says whether v is among the lemmas, kinds or sectors of the limit.
func (l *Limit) Has(v string) bool { return l.set.has(v) }

// Values lists the lemmas, kinds or sectors of the limit in alphabetical order.
func (l *Limit) Values() []string { return l.set }

// Frame is one pattern of an event: a trigger, what it means, and where the
// parties stand. Frames are shared; they must not be changed.
type Frame struct {
	ID        string // file and line, "consult.tsv:12"
	Trigger   string // as written, with one head
	Head      string // lemma of the head
	POS       byte   // 'v', 'n' or 'a'
	Parts     []Part
	Type      string
	Mode      string // "" for none
	CAMEO     string // "" when the line has none
	Actor     []Slot // alternatives, in order of preference; empty when nobody can be named
	Recipient []Slot
	Limits    []Limit
	Contexts  []string
	Note      string
	Never     bool // of a use that must not fire: whatever a judge thinks

	limitText string // limits as written: part of what makes a frame the same
	order     int32  // reading order
	user      bool   // from a user's file
}

// key is what makes a later line override an earlier one.
func (f *Frame) key() frameKey {
	return frameKey{trigger: f.Trigger, pos: f.POS, limits: f.limitText}
}

type frameKey struct {
	trigger string
	pos     byte
	limits  string
}

// headKey is what frames are looked up by.
type headKey struct {
	lemma string
	pos   byte
}

// compareFrames orders frames of a head, most specific first.
func compareFrames(a, b *Frame) int {
	if d := len(b.Parts) - len(a.Parts); d != 0 {
		return d
	}
	if d := len(b.Limits) - len(a.Limits); d != 0 {
		return d
	}
	if a.user != b.user {
		if a.user {
			return -1
		}
		return 1
	}
	return int(a.order - b.order)
}

// wordSet is a sorted list without duplicates.
type wordSet []string

func newWordSet(words []string) wordSet {
	s := slices.Clone(words)
	slices.Sort(s)
	return wordSet(slices.Compact(s))
}

func (s wordSet) has(word string) bool {
	if len(s) <= 4 {
		return slices.Contains(s, word)
	}
	_, ok := slices.BinarySearch(s, word)
	return ok
}

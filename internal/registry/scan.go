package registry

import "math"

// Match is a name found in a text.
type Match struct {
	Start, End int32     // bytes of the text, half-open
	Names      []NameRef // all readings, never empty; not to be changed
}

// scanner is the state of one Scan: a window of atoms over the text.
type scanner struct {
	lexer
	names  *trie
	window [maxAtoms]atom // a ring
	head   int            // index of the first atom in the window
	size   int            // atoms in the window
	last   atom           // the atom before the window
}

// Scan finds the known names of a text from left to right, the longest at each
// place, and yields each with all its readings that the spelling allows.
// Matches do not overlap. A possessive 's and the article of "the West" are
// not part of a match. Of a text over 2 GiB only the first 2 GiB are read.
func (r *Registry) Scan(text string, yield func(Match)) {
	if len(text) > math.MaxInt32 {
		text = text[:math.MaxInt32]
	}
	s := scanner{lexer: lexer{text: text, words: r.names.words}, names: &r.names}
	the := r.names.words["the"]
	for s.fill(); s.size > 0; s.fill() {
		m, taken := s.match(0)
		if taken > 0 && s.at(0).word == the && s.shadowed(taken) {
			taken = 0
		}
		if taken > 0 {
			yield(m)
		}
		s.drop(max(taken, 1))
	}
}

// shadowed tells whether a match of n atoms that begins with an article hides
// a longer name: "the West" in "the West Bank", "The Guardian" in "The Guardian Council".
func (s *scanner) shadowed(n int) bool {
	_, after := s.match(1)
	return after+1 > n
}

// fill reads atoms until the window is full or the text ends.
func (s *scanner) fill() {
	for s.size < maxAtoms {
		a, ok := s.next()
		if !ok {
			return
		}
		s.window[(s.head+s.size)%maxAtoms] = a
		s.size++
	}
}

func (s *scanner) at(i int) *atom { return &s.window[(s.head+i)%maxAtoms] }

func (s *scanner) drop(n int) {
	s.last = *s.at(n - 1)
	s.head = (s.head + n) % maxAtoms
	s.size -= n
}

// match looks for the longest name from the given atom of the window on and
// gives the number of atoms it takes, 0 for none.
func (s *scanner) match(from int) (Match, int) {
	var path [maxAtoms]int32
	depth, at := 0, int32(0)
	for from+depth < s.size {
		a := s.at(from + depth)
		if a.word == 0 || depth > 0 && a.shape&afterBreak != 0 {
			break
		}
		if at = s.names.child(at, a.word); at == 0 {
			break
		}
		path[depth] = at
		depth++
	}
	for n := depth; n > 0; n-- {
		nd := &s.names.nodes[path[n-1]]
		names := s.allowed(nd, from, n)
		if len(names) == 0 {
			continue
		}
		start := s.at(from).start
		if nd.skip {
			start = s.at(from + 1).start
		}
		return Match{start, s.at(from + n - 1).end, names}, n
	}
	return Match{}, 0
}

// allowed gives the readings of a node that the spelling of n atoms allows.
// It copies only when some are allowed and some are not.
func (s *scanner) allowed(nd *node, from, n int) []NameRef {
	good := 0
	for i := range nd.cases {
		if s.written(&nd.cases[i], from, n) {
			good++
		}
	}
	switch good {
	case 0:
		return nil
	case len(nd.readings):
		return nd.readings
	}
	names := make([]NameRef, 0, good)
	for i := range nd.cases {
		if s.written(&nd.cases[i], from, n) {
			names = append(names, nd.readings[i])
		}
	}
	return names
}

// written tells whether n atoms are spelt as the rule asks.
func (s *scanner) written(rule *caseRule, from, n int) bool {
	letters, capitals := 0, true
	for i, need := range rule.need {
		a := s.at(from + i)
		if a.shape&need != need {
			return false
		}
		letters += int(a.letters)
		if a.letters > 0 && a.shape&allUpper == 0 {
			capitals = false
		}
	}
	if rule.mixed && capitals && letters <= 3 {
		return false
	}
	next := &atom{}
	if from+n < s.size {
		next = s.at(from + n)
	}
	if rule.after && next.shape&hyphen == 0 {
		return false
	}
	if rule.exact != "" && s.text[s.at(from).start:s.at(from+n-1).end] != rule.exact {
		return false
	}
	before := &s.last
	if from > 0 {
		before = s.at(from - 1)
	}
	return !rule.word || !shouted(before) || !shouted(next)
}

// shouted tells whether an atom is a word of capitals.
func shouted(a *atom) bool { return a.shape&allUpper != 0 && a.letters > 1 }

// Hit is an answer of Find.
type Hit struct {
	NameRef
	Name  string // as the registry has it
	Match Fit
}

// Fit tells how a name that was found fits what was asked for.
type Fit uint8

// The fits of a name.
const (
	Exact  Fit = iota // it is the whole name
	Begins            // the name begins with it
	Holds             // the name holds it
)

// maxHits bounds the answers of Find.
const maxHits = 200

// Find looks a name up without regard to case. When no name is the whole text
// it gives the names that begin with it, else those that hold it, in the order
// of ids.
func (r *Registry) Find(text string) []Hit {
	want := atomsOf(text)
	if len(want) == 0 {
		return nil
	}
	var hits []Hit
	for _, ref := range r.Named(text) {
		hits = append(hits, Hit{ref, r.surfaceOf(ref, want), Exact})
	}
	if len(hits) > 0 {
		return hits
	}
	var begin, hold []Hit
	for _, e := range r.entries[1:] {
		fit, s := fits(e, want)
		switch {
		case fit == Begins && len(begin) < maxHits:
			begin = append(begin, Hit{NameRef{e.ID, s.Role, s.Sector}, s.Text, fit})
		case fit == Holds && len(hold) < maxHits:
			hold = append(hold, Hit{NameRef{e.ID, s.Role, s.Sector}, s.Text, fit})
		}
	}
	if len(begin) > 0 {
		return begin
	}
	return hold
}

// Named gives the readings of a name that is the whole text, without regard to
// case. The slice is not to be changed.
func (r *Registry) Named(text string) []NameRef {
	l := lexer{text: text, words: r.names.words}
	at := int32(0)
	for {
		a, ok := l.next()
		if !ok {
			break
		}
		if a.word == 0 {
			return nil
		}
		if at = r.names.child(at, a.word); at == 0 {
			return nil
		}
	}
	return r.names.nodes[at].readings
}

// surfaceOf is the name of an entry that a reading came from.
func (r *Registry) surfaceOf(ref NameRef, want []string) string {
	e := r.entries[ref.Entry]
	for _, s := range r.surfaces(e) {
		if got := atomsOf(s.Text); s.Role == ref.Role && len(got) == len(want) && equalAtoms(got, want) {
			return s.Text
		}
	}
	return e.Name
}

// fits finds the name of an entry that begins with the wanted atoms, else one that
// holds them; Exact is none.
func fits(e *Entry, want []string) (Fit, Surface) {
	best, found := Exact, Surface{}
	for _, s := range e.Surfaces {
		got := atomsOf(s.Text)
		for i := 0; i+len(want) <= len(got); i++ {
			if !equalAtoms(got[i:i+len(want)], want) {
				continue
			}
			if i == 0 {
				return Begins, s
			}
			if best == Exact {
				best, found = Holds, s
			}
		}
	}
	return best, found
}

func atomsOf(text string) (folded []string) {
	l := lexer{text: text}
	for {
		a, ok := l.next()
		if !ok {
			return folded
		}
		folded = append(folded, foldAtom(text[a.start:a.end]))
	}
}

func equalAtoms(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

package registry

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// maxAtoms bounds the length of a name. It is a power of two.
const maxAtoms = 32

// trie holds every surface name as a path of folded atoms.
type trie struct {
	words map[string]int32 // folded atom to id, from 1
	first []int32          // id of a word to the node it leads to from the root
	next  map[uint64]int32 // node<<32 | word to node
	nodes []node           // nodes[0] is the root
	needs []uint8          // of all rules, one behind the other, to make few of them
}

type node struct {
	readings []NameRef // all readings, in order
	cases    []caseRule
	skip     bool // the first atom is the article of "the West", not part of the name
}

// caseRule says how one reading must be written.
type caseRule struct {
	exact string  // when not empty, the text must be this
	need  []uint8 // shape that each atom must have
	mixed bool    // the name has small letters
	after bool    // a hyphen must follow
	word  bool    // the abbreviation is also a plain word, such as US or WHO
}

// plainWords are words that abbreviations can be mistaken for in a line of capitals.
var plainWords = []string{"US", "IS", "WHO", "IT", "IN", "ON", "OR", "AN", "AS", "AT", "BE", "BY", "DO", "GO", "HE", "IF",
	"ME", "MY", "NO", "OF", "SO", "TO", "UP", "WE", "AID", "ACT", "ARM", "ART", "CAR", "CAN", "EAT", "ICE", "NOW", "SAP", "RIA", "PA"}

// newTrie makes a trie with room for the names of so many entries.
func newTrie(entries int) trie {
	return trie{words: make(map[string]int32, 2*entries), next: make(map[uint64]int32, 3*entries), nodes: make([]node, 1, 5*entries)}
}

// add puts a surface name of an entry into the trie.
func (t *trie) add(e *Entry, s Surface) error {
	for _, form := range spellings(s.Text) {
		if err := t.addForm(NameRef{e.ID, s.Role, s.Sector}, form, s.Role); err != nil {
			return err
		}
	}
	return nil
}

// spellings gives a name and, when it has a hyphen between letters, the same
// name with a space there.
func spellings(name string) []string {
	if i := strings.IndexByte(name, '-'); i > 0 && i < len(name)-1 {
		return []string{name, strings.ReplaceAll(name, "-", " ")}
	}
	return []string{name}
}

func (t *trie) addForm(ref NameRef, name string, role Role) error {
	atoms := t.learn(name)
	if len(atoms) == 0 || len(atoms) > maxAtoms-2 {
		return fmt.Errorf("the name %q is empty or too long", name)
	}
	at := int32(0)
	rule := caseRule{after: role == Prefix}
	first := len(t.needs)
	for _, a := range atoms {
		if a.word == 0 {
			return fmt.Errorf("the name %q cannot be cut into atoms", name)
		}
		at = t.step(at, a.word)
		need := a.shape & (firstUpper | allUpper)
		if a.letters < 2 {
			need &= firstUpper
		}
		rule.mixed = rule.mixed || a.letters > 1 && need&allUpper == 0
		t.needs = append(t.needs, need)
	}
	rule.need = t.needs[first:len(t.needs):len(t.needs)]
	if role == Abbreviation {
		rule.exact, rule.word = name, slices.Contains(plainWords, name)
	}
	n := &t.nodes[at]
	if n.knows(ref, rule.need) {
		return nil
	}
	n.readings = append(n.readings, ref)
	n.cases = append(n.cases, rule)
	n.skip = len(atoms) > 1 && strings.HasPrefix(name, "the ")
	return nil
}

// knows tells whether the node has the reading already, or the entry under a
// more telling role of the same kind and no stricter spelling: an alias adds
// nothing to the same full name with other accents; "Tass" adds to "TASS".
func (n *node) knows(ref NameRef, need []uint8) bool {
	for i, old := range n.readings {
		if old == ref || old.Entry == ref.Entry && n.cases[i].exact == "" && old.Role <= ref.Role && ref.Role <= Abbreviation && !stricter(n.cases[i].need, need) {
			return true
		}
	}
	return false
}

// stricter says whether one spelling asks for capitals that another does not.
func stricter(a, b []uint8) bool {
	for i := range a {
		if a[i]&^b[i] != 0 {
			return true
		}
	}
	return false
}

// learn cuts a name into atoms and gives new ones an id.
func (t *trie) learn(name string) (atoms []atom) {
	l := lexer{text: name, words: t.words}
	for {
		from := l
		a, ok := l.next()
		if !ok {
			return atoms
		}
		if a.word == 0 && len(t.words) < math.MaxInt32 {
			if key := foldAtom(name[a.start:a.end]); key != "" && len(key) <= maxFolded {
				t.words[key] = int32(len(t.words) + 1)
				l = from
				a, _ = l.next()
			}
		}
		atoms = append(atoms, a)
	}
}

func foldAtom(s string) string {
	return strings.Map(func(r rune) rune {
		if f := fold(foldSign(r)); f != 0 {
			return f
		}
		return -1
	}, s)
}

func (t *trie) step(from, word int32) int32 {
	if to := t.child(from, word); to != 0 {
		return to
	}
	to := int32(len(t.nodes))
	t.nodes = append(t.nodes, node{})
	if from == 0 {
		for len(t.first) <= int(word) {
			t.first = append(t.first, 0)
		}
		t.first[word] = to
	} else {
		t.next[uint64(from)<<32|uint64(word)] = to
	}
	return to
}

func (t *trie) child(from, word int32) int32 {
	if from != 0 {
		return t.next[uint64(from)<<32|uint64(word)]
	}
	if int(word) < len(t.first) {
		return t.first[word]
	}
	return 0
}

// buildNames fills the trie: entries in the order of their ids, with their
// capitals as names of states.
func (r *Registry) buildNames() (bad []Problem) {
	r.names = newTrie(len(r.entries))
	for _, e := range r.entries[1:] {
		for _, s := range r.surfaces(e) {
			if err := r.names.add(e, s); err != nil {
				bad = append(bad, Problem{e.File, 0, err.Error()})
			}
		}
	}
	return bad
}

// surfaces gives the names of an entry and, for a state, those of its capitals.
func (r *Registry) surfaces(e *Entry) []Surface {
	if len(e.Capitals) == 0 {
		return e.Surfaces
	}
	all := slices.Clone(e.Surfaces)
	for _, key := range e.Capitals {
		for _, s := range r.ByKey(key).Surfaces {
			if s.Role == Full || s.Role == Alias {
				all = append(all, Surface{Text: s.Text, Role: Capital, Sector: "GOV"})
			}
		}
	}
	return all
}

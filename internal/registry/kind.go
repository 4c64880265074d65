package registry

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// OrganKind is a kind of organ that many states have: "ministry of justice".
type OrganKind struct {
	Phrase  string   // in small letters
	Sectors []string // PLOVER sectors, the main one first
	Class   string   // "ministry", "court", …
}

// kindTable is a trie over words, with the kinds at its nodes.
type kindTable struct {
	list []OrganKind
	officeTable
}

// OrganKind looks up the longest kind of organ that begins at the first of
// words, in small letters, and gives the number of words that it took, 0 for
// none. A possessive is a word of its own: "prime minister 's office".
func (r *Registry) OrganKind(words []string) (*OrganKind, int) {
	var found *OrganKind
	taken, node := 0, int32(0)
	for i, word := range words {
		if word == "’s" {
			word = "'s"
		}
		to, ok := r.kinds.next[wordEdge{node, word}]
		if !ok {
			break
		}
		if node = to; r.kinds.at[node] >= 0 {
			found, taken = &r.kinds.list[r.kinds.at[node]], i+1
		}
	}
	return found, taken
}

func (r *Registry) readKinds(all []fs.FS) []Problem {
	r.kinds.officeTable = officeTable{next: map[wordEdge]int32{}, at: []int32{-1}}
	index := map[string]int{}
	return readRows(all, "kinds.tsv", []string{"phrase", "sectors", "class"}, func(_ int, cell map[string]string) error {
		k, err := parseKind(cell)
		if err != nil {
			return err
		}
		i, known := index[k.Phrase]
		if !known {
			i = len(r.kinds.list)
			index[k.Phrase] = i
			r.kinds.list = append(r.kinds.list, k)
		}
		r.kinds.list[i] = k
		phrase := strings.ReplaceAll(strings.ReplaceAll(k.Phrase, "'s", " 's"), "s' ", "s ' ")
		r.kinds.add(phrase, int32(i))
		return nil
	})
}

func parseKind(cell map[string]string) (OrganKind, error) {
	k := OrganKind{Phrase: cell["phrase"], Class: cell["class"]}
	if len(strings.Fields(k.Phrase)) < 2 || k.Phrase != strings.ToLower(k.Phrase) {
		return k, fmt.Errorf("phrase %q is not two words or more in small letters", k.Phrase)
	}
	if err := setList(&k.Sectors, cell["sectors"]); err != nil {
		return k, err
	}
	for _, s := range k.Sectors {
		if !slices.Contains(sectorCodes, s) {
			return k, fmt.Errorf("no sector %q; PLOVER has %s", s, strings.Join(sectorCodes, " "))
		}
	}
	return k, nil
}

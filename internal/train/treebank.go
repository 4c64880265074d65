package train

import (
	"fmt"
	"math/bits"
	"path/filepath"
	"slices"

	"chancery/internal/conllu"
	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/analyse/tag"
	"chancery/internal/syntax"
)

// sentence is a treebank sentence in numbers.
type sentence struct {
	words []conllu.Word
	gold  tag.Sentence // forms and gold tags
	upos  []uint8      // predicted tags
	xpos  []uint8
	head  []int32 // -1 is the root
	rel   []uint8
}

func readTreebanks(dir string, names []string) ([]conllu.Sentence, error) {
	var all []conllu.Sentence
	for _, n := range names {
		ss, err := conllu.ReadFile(filepath.Join(dir, n))
		if err != nil {
			return nil, err
		}
		if len(ss) > 0 {
			ss[0].NewDoc = true
		}
		all = append(all, ss...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("cannot train: no sentences in %v", names)
	}
	return all, nil
}

// seen is how a word was tagged.
type seen struct {
	n    int
	pos  [18]int
	xpos map[string]int
}

// A word that often has one tag, and hardly ever another, gets it always.
const (
	sureCount = 25
	sureShare = 0.998
)

func (s *seen) entry(key uint32, set *tag.Set) form.Entry {
	e := form.Entry{Key: key, Often: s.n >= 2}
	if s.n < 2 {
		return e
	}
	sure := func(n int) bool { return s.n >= sureCount && float64(n) >= sureShare*float64(s.n) }
	for p, n := range s.pos {
		if n > 0 && n*100 >= s.n*2 {
			e.POS |= 1 << p
		}
		if p > 0 && sure(n) {
			e.UPOS = uint8(p)
		}
	}
	for x, n := range s.xpos {
		if sure(n) && e.UPOS != 0 {
			e.XPOS = uint8(slices.Index(set.Names, x))
		}
	}
	return e
}

// buildLexicon lists the words of the treebank, with the classes of words that
// raw text gave.
func buildLexicon(ss []conllu.Sentence, clusters map[uint32]uint16, set *tag.Set) *form.Lexicon {
	words := map[uint32]*seen{}
	for i := range ss {
		for _, w := range ss[i].Words {
			k := form.KeyOf(w.Form)
			s := words[k]
			if s == nil {
				s = &seen{xpos: map[string]int{}}
				words[k] = s
			}
			p, _ := syntax.ParseUPOS(w.UPOS)
			s.n++
			s.pos[p]++
			s.xpos[w.XPOS]++
		}
	}
	var entries []form.Entry
	for k, s := range words {
		e := s.entry(k, set)
		e.Cluster = clusters[k]
		if e.Often || e.Cluster != 0 {
			entries = append(entries, e)
		}
	}
	for k, c := range clusters {
		if words[k] == nil {
			entries = append(entries, form.Entry{Key: k, Cluster: c})
		}
	}
	// Words of the treebank come first, so that their numbers are small.
	slices.SortFunc(entries, func(a, b form.Entry) int {
		if a.Often != b.Often {
			return bits.Len8(flag(b.Often)) - bits.Len8(flag(a.Often))
		}
		if a.Key < b.Key {
			return -1
		}
		return 1
	})
	return form.NewLexicon(entries)
}

func flag(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

// tagSet lists the specific tags, those of each universal tag by frequency.
func tagSet(ss []conllu.Sentence) tag.Set {
	count, total := map[[2]string]int{}, map[string]int{}
	for i := range ss {
		for _, w := range ss[i].Words {
			count[[2]string{w.UPOS, w.XPOS}]++
			total[w.XPOS]++
		}
	}
	set := tag.Set{Names: []string{""}}
	for x := range total {
		if x != "" {
			set.Names = append(set.Names, x)
		}
	}
	slices.Sort(set.Names)
	for u := range set.Of {
		for x, n := range set.Names {
			if count[[2]string{syntax.UPOS(u).String(), n}] >= 2 {
				set.Of[u] = append(set.Of[u], x)
			}
		}
		name := syntax.UPOS(u).String()
		slices.SortStableFunc(set.Of[u], func(a, b int) int {
			return count[[2]string{name, set.Names[b]}] - count[[2]string{name, set.Names[a]}]
		})
	}
	return set
}

// number turns treebank sentences into numbers over a table of forms.
func number(ss []conllu.Sentence, t *form.Table, set *tag.Set) []*sentence {
	all := make([]*sentence, 0, len(ss))
	for i := range ss {
		all = append(all, numberOne(ss[i].Words, t, set))
	}
	for _, s := range all {
		for j, id := range s.gold.IDs {
			s.gold.Forms[j] = &t.Forms[id]
		}
	}
	return all
}

func numberOne(ws []conllu.Word, t *form.Table, set *tag.Set) *sentence {
	n := len(ws)
	s := &sentence{words: ws, upos: make([]uint8, n), xpos: make([]uint8, n), head: make([]int32, n), rel: make([]uint8, n)}
	s.gold = tag.Sentence{Forms: make([]*form.Form, n), IDs: make([]int32, n), UPOS: make([]uint8, n), XPOS: make([]uint8, n)}
	for j, w := range ws {
		s.gold.IDs[j] = t.ID(w.Form)
		p, _ := syntax.ParseUPOS(w.UPOS)
		s.gold.UPOS[j] = uint8(p)
		s.gold.XPOS[j] = uint8(max(0, slices.Index(set.Names, w.XPOS)))
		s.head[j] = int32(w.Head) - 1
		r, _ := syntax.ParseRel(w.Rel)
		s.rel[j] = uint8(r)
	}
	return s
}

// point sets the sentences' forms anew, after the table has grown for the last time.
func point(t *form.Table, sets ...[]*sentence) {
	for _, ss := range sets {
		for _, s := range ss {
			for j, id := range s.gold.IDs {
				s.gold.Forms[j] = &t.Forms[id]
			}
		}
	}
}

package train

import (
	"slices"

	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/analyse/lemma"
)

// counts counts numbers by key.
type counts map[uint32]map[uint16]int

func (c counts) add(key uint32, v uint16) {
	m := c[key]
	if m == nil {
		m = map[uint16]int{}
		c[key] = m
	}
	m[v]++
}

func top(m map[uint16]int) (best uint16, n, total int) {
	for v, k := range m {
		total += k
		if k > n || k == n && v < best {
			best, n = v, k
		}
	}
	return
}

// trainLemmas learns rules and features from gold words and tags.
func trainLemmas(ss []*sentence) *lemma.Lemmatiser {
	l := &lemma.Lemmatiser{ByRule: lemma.Table{}, ByFeats: lemma.Table{}}
	rules, feats := map[lemma.Rule]uint16{}, map[string]uint16{}
	byRule, byFeats := counts{}, counts{}
	var chains [][]uint32
	met := map[[2]uint32]bool{} // an end counts each different word once
	for _, s := range ss {
		for i, w := range s.words {
			f := s.gold.Forms[i]
			keys := lemma.Keys(f, s.gold.UPOS[i], s.gold.XPOS[i], nil)
			chains = append(chains, keys)
			r := lemma.Find(w.Form, w.Lemma)
			if _, ok := rules[r]; !ok {
				rules[r] = uint16(len(l.Rules))
				l.Rules = append(l.Rules, r)
			}
			if _, ok := feats[w.Feats]; !ok {
				feats[w.Feats] = uint16(len(l.Feats))
				l.Feats = append(l.Feats, w.Feats)
			}
			once := met[[2]uint32{keys[1], uint32(rules[r])}]
			met[[2]uint32{keys[1], uint32(rules[r])}] = true
			for j, k := range keys {
				if j < lemma.Ends || !once {
					byRule.add(k, rules[r])
				}
				if j != lemma.Loose {
					byFeats.add(k, feats[w.Feats])
				}
			}
		}
	}
	l.ByRule, l.ByFeats = prune(chains, byRule), prune(chains, byFeats)
	return l
}

// prune keeps the keys that say something else than the next shorter end would.
// A key seen once is kept only where it is a whole word, whatever its case.
func prune(chains [][]uint32, c counts) lemma.Table {
	t := lemma.Table{}
	for _, keys := range chains {
		for i, k := range slices.Backward(keys) {
			best, n, total := top(c[k])
			if total == 0 {
				continue
			}
			whole := i < lemma.Ends
			if i == 0 && n < 2 {
				continue
			}
			if !whole && (n < 2 || 2*n < total) && i != len(keys)-1 {
				continue
			}
			if v, ok := t.Look(keys[min(i+1, len(keys)):]); !ok || v != best {
				t[k] = best
			}
		}
	}
	return t
}

// lemmaScore gives the share of right lemmas and features, by predicted tags.
func lemmaScore(l *lemma.Lemmatiser, ss []*sentence, t *form.Table) (lemmas, feats float64) {
	var scratch lemma.Scratch
	n, a, b := 0, 0, 0
	for _, s := range ss {
		for i, w := range s.words {
			r := l.Word(s.gold.Forms[i], s.gold.IDs[i], s.upos[i], s.xpos[i], t.Round, &scratch)
			n++
			if r.Lemma == w.Lemma {
				a++
			}
			if r.Feats == w.Feats {
				b++
			}
		}
	}
	return 100 * float64(a) / float64(n), 100 * float64(b) / float64(n)
}

package train

import (
	"chancery/internal/conllu"
	"math/rand/v2"
	"slices"
	"sync"

	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/analyse/tag"
)

// tagConfig says how the tagger is trained.
type tagConfig struct {
	Epochs int     `json:"epochs"`
	Folds  int     `json:"folds"` // of the jack-knife
	Margin float32 `json:"margin"`
	Prune  int32   `json:"prune"` // updates that a feature must have taken part in
}

// trainTagger learns from gold tags.
func trainTagger(ss []*sentence, set tag.Set, c tagConfig, seed uint64) *tag.Tagger {
	rng := rand.New(rand.NewPCG(seed, 1))
	up, xp := newPerceptron(tag.UPOSCount), newPerceptron(set.Widest())
	order := slices.Clone(ss)
	var w tag.Sentence
	var features []uint32
	for range c.Epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, s := range order {
			w.Reset(len(s.words))
			copy(w.Forms, s.gold.Forms)
			features = learnUniversal(&w, s, up, c.Margin, features)
			features = learnSpecific(&w, s, &set, xp, c.Margin, features)
		}
	}
	return &tag.Tagger{Universal: up.model(c.Prune, 64), Specific: xp.model(c.Prune, 64), Set: set}
}

func learnUniversal(w *tag.Sentence, s *sentence, p *perceptron, margin float32, features []uint32) []uint32 {
	for i, f := range w.Forms {
		if s.gold.UPOS[i] == 0 || f.UPOS != 0 {
			w.UPOS[i] = f.UPOS
			continue
		}
		features = w.Around(i, tag.Own(f, features[:0]))
		w.UPOS[i] = uint8(p.learn(features, int(s.gold.UPOS[i])-1, tag.UPOSCount, margin) + 1)
	}
	return features
}

func learnSpecific(w *tag.Sentence, s *sentence, set *tag.Set, p *perceptron, margin float32, features []uint32) []uint32 {
	for i := range w.Forms {
		of := set.Of[w.UPOS[i]]
		gold := slices.Index(of, int(s.gold.XPOS[i]))
		if gold < 0 || w.UPOS[i] != s.gold.UPOS[i] || w.Forms[i].XPOS != 0 {
			w.XPOS[i] = s.gold.XPOS[i]
			continue
		}
		features = w.Specific(i, features[:0])
		w.XPOS[i] = uint8(of[p.learn(features, gold, len(of), margin)])
	}
	return features
}

// retag sets the predicted tags of the sentences.
func retag(t *tag.Tagger, ss []*sentence, table *form.Table) {
	var w tag.Sentence
	var scratch tag.Scratch
	for _, s := range ss {
		w.Reset(len(s.words))
		copy(w.Forms, s.gold.Forms)
		copy(w.IDs, s.gold.IDs)
		t.Tag(&w, table, &scratch)
		copy(s.upos, w.UPOS)
		copy(s.xpos, w.XPOS)
	}
}

// jackknife sets the predicted tags of the training sentences, each by a
// tagger whose lexicon and weights have not seen it, two folds at a time.
func jackknife(ss []*sentence, clusters map[uint32]uint16, set tag.Set, c tagConfig, seed uint64) {
	fold := func(i int) int { return i / 10 % c.Folds } // neighbours stay together
	var wg sync.WaitGroup
	slots := make(chan struct{}, workers)
	for k := range c.Folds {
		wg.Add(1)
		slots <- struct{}{}
		go func() {
			defer func() { <-slots; wg.Done() }()
			var rest, held []conllu.Sentence
			for i, s := range ss {
				if fold(i) == k {
					held = append(held, conllu.Sentence{Words: s.words})
				} else {
					rest = append(rest, conllu.Sentence{Words: s.words})
				}
			}
			table := form.NewTable(buildLexicon(rest, clusters, &set))
			learn, guess := number(rest, table, &set), number(held, table, &set)
			point(table, learn, guess)
			retag(trainTagger(learn, set, c, seed+uint64(k)), guess, table)
			j := 0
			for i, s := range ss {
				if fold(i) == k {
					s.upos, s.xpos = guess[j].upos, guess[j].xpos
					j++
				}
			}
		}()
	}
	wg.Wait()
}

// tagScore gives the share of words whose tags are right.
func tagScore(ss []*sentence) (upos, xpos float64) {
	var n, u, x int
	for _, s := range ss {
		for i := range s.words {
			n++
			if s.upos[i] == s.gold.UPOS[i] {
				u++
			}
			if s.xpos[i] == s.gold.XPOS[i] {
				x++
			}
		}
	}
	return 100 * float64(u) / float64(n), 100 * float64(x) / float64(n)
}

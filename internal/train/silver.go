package train

import (
	"slices"
	"sync"

	"chancery/internal/stage/analyse/depend"
	"chancery/internal/stage/analyse/tag"
)

// silverConfig says how the parser learns from raw text that a committee parsed.
type silverConfig struct {
	Teachers  int `json:"teachers"`  // nets in the committee
	Sentences int `json:"sentences"` // parsed by it
	PerEpoch  int `json:"per_epoch"` // of them, how many an epoch sees
	Epochs    int `json:"epochs"`    // how many of the first epochs see them
}

// parser trains the net that is shipped: alone, or after a committee.
func (b *builder) parser() error {
	b.known = knownLabels(b.train)
	var silver []*sentence
	if b.c.Silver.Teachers > 0 {
		var teachers []*depend.Parser
		for k := range b.c.Silver.Teachers {
			net := b.trainNet("teacher", *b.c.Teacher, b.c.Seed+100+uint64(k), nil)
			teachers = append(teachers, depend.NewParser(net, &b.set, b.known))
		}
		for i, d := range b.dev {
			b.log("committee, %s: %v", b.c.Dev[i], b.scoreCommittee(teachers, d))
		}
		var err error
		if silver, err = b.silver(teachers); err != nil {
			return err
		}
	}
	b.net = b.trainNet("parser", b.c.Parser, b.c.Seed, silver)
	return nil
}

// trainNet trains one net, the first epochs on silver sentences too.
func (b *builder) trainNet(name string, c parserConfig, seed uint64, silver []*sentence) *depend.Net {
	c.Dims.Words, c.Dims.Clusters = len(b.lex.Entries), b.c.Raw.Clusters
	freq := frequencies(append(slices.Clone(b.train), silver...), b.table)
	t := newParserTrainer(c, b.table, freq, seed, func(s string, a ...any) { b.log(name+" "+s, a...) })
	if b.vectors != nil && b.vectors.width == c.Dims.Word {
		for i, key := range b.vectors.keys {
			if r := b.lex.Find(key); r >= 0 {
				copy(t.net.Embed[0].Row(int(r)), b.vectors.in[i*b.vectors.width:][:b.vectors.width])
			}
		}
	}
	t.after = func(e int) {
		if e+1 != c.Epochs && (e+1)%4 != 0 {
			return
		}
		p := depend.NewParser(t.net, &b.set, b.known)
		for i, d := range b.dev {
			b.log("%s %s: %v", name, b.c.Dev[i], scoreParser(p, d, b.table))
		}
	}
	t.train(func(e int) []*sentence {
		if e >= b.c.Silver.Epochs || len(silver) == 0 {
			return b.train
		}
		all := slices.Clone(b.train)
		for i := range b.c.Silver.PerEpoch {
			all = append(all, silver[(e*b.c.Silver.PerEpoch+i)%len(silver)])
		}
		return all
	}, seed)
	return t.net
}

// silver has the committee parse raw text.
func (b *builder) silver(teachers []*depend.Parser) ([]*sentence, error) {
	raw, err := b.rawSentences(b.c.Silver.Sentences, b.rawTotal)
	if err != nil {
		return nil, err
	}
	ss := number(raw, b.table, &b.set)
	point(b.table, append(b.dev, b.train, ss)...)
	retag(b.tagger, ss, b.table)
	b.eachHalf(teachers, ss, func(s *sentence, w *tag.Sentence, heads []int32, rels []uint8) {
		copy(s.head, heads)
		copy(s.rel, rels)
		copy(s.gold.UPOS, w.UPOS)
		copy(s.gold.XPOS, w.XPOS)
	})
	words := 0
	for _, s := range ss {
		words += len(s.words)
	}
	b.log("committee parsed %d sentences, %d words", len(ss), words)
	return ss, nil
}

// eachHalf parses sentences by the committee, on two cores.
func (b *builder) eachHalf(teachers []*depend.Parser, ss []*sentence, f func(*sentence, *tag.Sentence, []int32, []uint8)) {
	var wg sync.WaitGroup
	for k := range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c := depend.NewCommittee(teachers)
			var w tag.Sentence
			for i := k; i < len(ss); i += workers {
				s := ss[i]
				w.Reset(len(s.words))
				copy(w.Forms, s.gold.Forms)
				copy(w.IDs, s.gold.IDs)
				copy(w.UPOS, s.upos)
				copy(w.XPOS, s.xpos)
				heads, rels := c.Parse(&w, b.table)
				c.Retag(&w)
				f(s, &w, heads, rels)
			}
		}()
	}
	wg.Wait()
}

func (b *builder) scoreCommittee(teachers []*depend.Parser, ss []*sentence) treeScore {
	var r treeScore
	var mu sync.Mutex
	b.eachHalf(teachers, ss, func(s *sentence, w *tag.Sentence, heads []int32, rels []uint8) {
		mu.Lock()
		defer mu.Unlock()
		r.count(s, heads, rels)
		for i := range w.UPOS {
			r.upos += int(flag(w.UPOS[i] == s.gold.UPOS[i]))
			r.xpos += int(flag(w.XPOS[i] == s.gold.XPOS[i]))
		}
	})
	return r
}

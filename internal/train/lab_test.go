package train

import (
	"hash/fnv"
	"math"
	"os"
	"testing"
	"time"

	"chancery/internal/stage/analyse/depend"
	"chancery/internal/stage/analyse/form"
)

const lab = "/work/shared/data"

func TestLabTag(t *testing.T) {
	if os.Getenv("LAB") == "" {
		t.Skip()
	}
	tr, err := readTreebanks(lab, []string{"ud/en_ewt-train.conllu.gz", "ud/en_gum_open-train.conllu.gz"})
	if err != nil {
		t.Fatal(err)
	}
	set := tagSet(tr)
	lex := buildLexicon(tr, nil, &set)
	table := form.NewTable(lex)
	t.Log(len(tr), len(lex.Entries), set.Widest())
	train := number(tr, table, &set)
	var devs [][]*sentence
	for _, n := range []string{"ud/en_ewt-dev.conllu.gz", "ud/en_gum_open-dev.conllu.gz"} {
		d, err := readTreebanks(lab, []string{n})
		if err != nil {
			t.Fatal(err)
		}
		devs = append(devs, number(d, table, &set))
	}
	for _, s := range train {
		for j, id := range s.gold.IDs {
			s.gold.Forms[j] = &table.Forms[id]
		}
	}
	start := time.Now()
	tg := trainTagger(train, set, tagConfig{Epochs: 6, Margin: 1, Prune: 0}, 1)
	t.Log("tagger", time.Since(start))
	t.Log(len(tg.AppendBinary(nil)))
	lm := trainLemmas(train)
	t.Log("rules", len(lm.Rules), len(lm.ByRule), len(lm.Feats), len(lm.ByFeats))
	for _, d := range devs {
		start := time.Now()
		retag(tg, d, table)
		el := time.Since(start)
		u, x := tagScore(d)
		l, f := lemmaScore(lm, d, table)
		n := 0
		for _, s := range d {
			n += len(s.words)
		}
		t.Logf("upos %.2f xpos %.2f lemma %.2f feats %.2f  %.0f w/s", u, x, l, f, float64(n)/el.Seconds())
	}
}

func TestLabSegment(t *testing.T) {
	if os.Getenv("LAB") == "" {
		t.Skip()
	}
	tr, err := readTreebanks(lab, []string{"ud/en_ewt-train.conllu.gz", "ud/en_gum_open-train.conllu.gz"})
	if err != nil {
		t.Fatal(err)
	}
	set := tagSet(tr)
	lex := buildLexicon(tr, nil, &set)
	table := form.NewTable(lex)
	text, ps := running(tr)
	c := segmentConfig{WordEpochs: 6, SentenceEpochs: 10, Margin: 2}
	start := time.Now()
	sp := trainSplitter(text, ps, c, 1)
	t.Log("splitter", time.Since(start), len(sp.AppendBinary(nil)), len(sp.Clitics))
	start = time.Now()
	en := trainEnder(paragraphs(text, ps, table), c, 1)
	t.Log("ender", time.Since(start), len(en.Model.AppendBinary(nil)))
	for _, n := range []string{"ud/en_ewt-dev.conllu.gz", "ud/en_gum_open-dev.conllu.gz"} {
		d, err := readTreebanks(lab, []string{n})
		if err != nil {
			t.Fatal(err)
		}
		text, ps := running(d)
		start := time.Now()
		w, s := segmentScore(sp, en, text, ps, table)
		t.Logf("words %.2f sentences %.2f  %.0f w/s", w.score(), s.score(), float64(len(ps))/time.Since(start).Seconds())
	}
}

func TestLabParser(t *testing.T) {
	if os.Getenv("LAB") == "" {
		t.Skip()
	}
	c, err := ReadConfig("config/" + os.Getenv("LAB") + ".json")
	if err != nil {
		t.Fatal(err)
	}
	plain, err := readTreebanks(lab, c.Train)
	if err != nil {
		t.Fatal(err)
	}
	noised := withNoise(plain, c.Noise, c.Seed)
	set := tagSet(plain)
	lex := buildLexicon(noised, nil, &set)
	table := form.NewTable(lex)
	train := number(noised, table, &set)
	var devs [][]*sentence
	for _, n := range c.Dev {
		d, err := readTreebanks(lab, []string{n})
		if err != nil {
			t.Fatal(err)
		}
		devs = append(devs, number(d, table, &set))
	}
	point(table, append(devs, train)...)
	start := time.Now()
	tg := trainTagger(train, set, c.Tag, 1)
	for _, d := range devs {
		retag(tg, d, table)
		u, x := tagScore(d)
		t.Logf("upos %.2f xpos %.2f", u, x)
	}
	jackknife(train, nil, set, c.Tag, 1)
	u, x := tagScore(train)
	t.Logf("jackknife upos %.2f xpos %.2f %v", u, x, time.Since(start))
	c.Parser.Dims.Words = len(lex.Entries)
	freq := make([]float32, len(table.Forms))
	for _, s := range train {
		for _, id := range s.gold.IDs {
			freq[id]++
		}
	}
	println(c.Parser.Dims.Words)
	p := newParserTrainer(c.Parser, table, freq, 1, func(s string, a ...any) { t.Logf(s, a...); println(time.Since(start).String()) })
	known := knownLabels(train)
	p.after = func(int) {
		ps := depend.NewParser(p.net, &set, known)
		for _, d := range devs {
			r := scoreParser(ps, d, table).String()
			t.Log(r)
			println(r)
		}
	}
	p.train(func(int) []*sentence { return train }, 1)
}

func TestLabSame(t *testing.T) {
	if os.Getenv("LAB") == "" {
		t.Skip()
	}
	c, err := ReadConfig("config/english.json")
	if err != nil {
		t.Fatal(err)
	}
	plain, err := readTreebanks(lab, c.Dev)
	if err != nil {
		t.Fatal(err)
	}
	for range 4 {
		set := tagSet(plain)
		lex := buildLexicon(plain, nil, &set)
		table := form.NewTable(lex)
		train := number(plain, table, &set)
		point(table, train)
		c.Tag.Folds = 3
		jackknife(train, nil, set, c.Tag, 1)
		h := fnv.New64()
		for _, s := range train {
			h.Write(s.upos)
			h.Write(s.xpos)
		}
		tags := h.Sum64()
		c.Parser.Dims.Words = len(lex.Entries)
		c.Parser.Epochs = 2
		p := newParserTrainer(c.Parser, table, frequencies(train, table), 1, t.Logf)
		p.train(func(int) []*sentence { return train }, 1)
		h.Reset()
		for _, m := range p.net.Params() {
			for _, v := range m.Data {
				b := math.Float32bits(v)
				h.Write([]byte{byte(b), byte(b >> 8), byte(b >> 16), byte(b >> 24)})
			}
		}
		t.Logf("tags %x net %x", tags, h.Sum64())
	}
}

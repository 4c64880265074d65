// Package train makes the shipped model from treebanks.
//
// What must stay true:
//   - The same config, data and build give the same model, byte for byte.
//   - The parser learns from tags that were predicted by taggers which had not
//     seen the sentence.
//   - Nothing is learnt from the dev files; they are measured, that is all.
package train

import (
	"encoding/json"
	"fmt"
	"time"

	"chancery/internal/conllu"
	"chancery/internal/model"
	"chancery/internal/stage/analyse"
	"chancery/internal/stage/analyse/depend"
	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/analyse/lemma"
	"chancery/internal/stage/analyse/segment"
	"chancery/internal/stage/analyse/tag"
)

// builder holds what the steps of a training hand to one another.
type builder struct {
	c     *Config
	dir   string
	log   func(string, ...any)
	plain []conllu.Sentence // the treebank as it is
	noisy []conllu.Sentence // with noisy copies
	lex   *form.Lexicon
	table *form.Table
	set   tag.Set
	train []*sentence
	dev   [][]*sentence

	split  *segment.Splitter
	ender  *segment.Ender
	tagger *tag.Tagger
	lemmas *lemma.Lemmatiser
}

// Run trains a model from the files in dir. log is told of the progress.
func Run(c *Config, dir string, log func(string, ...any)) (*model.File, error) {
	start := time.Now()
	b := &builder{c: c, dir: dir, log: func(s string, a ...any) {
		log("%6.0fs  %s", time.Since(start).Seconds(), fmt.Sprintf(s, a...))
	}}
	if err := b.read(); err != nil {
		return nil, err
	}
	b.segments()
	b.tags()
	net, known := b.parser()
	return b.file(net, known)
}

// read reads the treebanks and numbers their words.
func (b *builder) read() error {
	var err error
	if b.plain, err = readTreebanks(b.dir, b.c.Train); err != nil {
		return err
	}
	b.noisy = withNoise(b.plain, b.c.Noise, b.c.Seed)
	b.lex = buildLexicon(b.noisy, nil)
	b.table = form.NewTable(b.lex)
	b.set = tagSet(b.plain)
	b.train = number(b.noisy, b.table, &b.set)
	for _, name := range b.c.Dev {
		ss, err := readTreebanks(b.dir, []string{name})
		if err != nil {
			return err
		}
		b.dev = append(b.dev, number(ss, b.table, &b.set))
	}
	point(b.table, append(b.dev, b.train)...)
	b.log("read %d sentences, %d words in the lexicon", len(b.plain), len(b.lex.Entries))
	return nil
}

// segments trains the word splitter and the sentence model.
func (b *builder) segments() {
	text, places := running(b.plain)
	b.split = trainSplitter(text, places, b.c.Segment, b.c.Seed)
	table := form.NewTable(b.lex)
	b.ender = trainEnder(paragraphs(text, places, table), b.c.Segment, b.c.Seed)
	b.log("segmenter trained")
}

// tags trains tagger and lemmatiser, and gives every sentence predicted tags.
func (b *builder) tags() {
	b.tagger = trainTagger(b.train, b.set, b.c.Tag, b.c.Seed)
	b.lemmas = trainLemmas(number(b.plain, form.NewTable(b.lex), &b.set))
	for i, d := range b.dev {
		retag(b.tagger, d, b.table)
		u, x := tagScore(d)
		l, f := lemmaScore(b.lemmas, d, b.table)
		b.log("%s: UPOS %.2f XPOS %.2f lemmas %.2f features %.2f", b.c.Dev[i], u, x, l, f)
	}
	jackknife(b.train, nil, b.set, b.c.Tag, b.c.Seed)
	b.log("jack-knife done")
}

// parser trains the net.
func (b *builder) parser() (*depend.Net, *[2][64]bool) {
	c := b.c.Parser
	c.Dims.Words = len(b.lex.Entries)
	known := knownLabels(b.train)
	t := newParserTrainer(c, b.table, frequencies(b.train, b.table), b.c.Seed, b.log)
	t.after = func(e int) {
		if e+1 != c.Epochs {
			return
		}
		p := depend.NewParser(t.net, &b.set, known)
		for i, d := range b.dev {
			b.log("%s: %v", b.c.Dev[i], scoreParser(p, d, b.table))
		}
	}
	t.train(func(int) []*sentence { return b.train }, b.c.Seed)
	return t.net, known
}

func frequencies(ss []*sentence, table *form.Table) []float32 {
	freq := make([]float32, len(table.Forms))
	for _, s := range ss {
		for _, id := range s.gold.IDs {
			freq[id]++
		}
	}
	return freq
}

// file puts everything into a model file.
func (b *builder) file(net *depend.Net, known *[2][64]bool) (*model.File, error) {
	f := model.New()
	config, err := json.MarshalIndent(b.c, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("cannot write config: %w", err)
	}
	set, err := json.Marshal(b.set)
	if err != nil {
		return nil, fmt.Errorf("cannot write tag set: %w", err)
	}
	rules, tables, err := b.lemmas.Encode()
	if err != nil {
		return nil, err
	}
	h := depend.Header{Retag: b.c.Parser.Retag}
	for side := range known {
		for r, ok := range known[side] {
			if ok {
				h.Known[side] = append(h.Known[side], uint8(r))
			}
		}
	}
	header, weights, err := net.Encode(h)
	if err != nil {
		return nil, err
	}
	f.Set(model.Config, config)
	f.Set(analyse.SectionLexicon, b.lex.AppendBinary(nil))
	f.Set(analyse.SectionWords, b.split.AppendBinary(nil))
	f.Set(analyse.SectionSentences, b.ender.Model.AppendBinary(nil))
	f.Set(analyse.SectionTagSet, set)
	f.Set(analyse.SectionTagger, b.tagger.AppendBinary(nil))
	f.Set(analyse.SectionRules, rules)
	f.Set(analyse.SectionLemmas, tables)
	f.Set(analyse.SectionHeader, header)
	f.Set(analyse.SectionWeights, weights)
	return f, nil
}

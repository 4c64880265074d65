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
	"path/filepath"
	"slices"
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
	c      *Config
	dir    string
	log    func(string, ...any)
	plain  []conllu.Sentence // the treebank as it is
	noisy  []conllu.Sentence // with noisy copies
	headed []conllu.Sentence // copies behind a dateline, or turned about
	lex    *form.Lexicon
	table  *form.Table
	set    tag.Set
	train  []*sentence
	dev    [][]*sentence

	split    *segment.Splitter
	ender    *segment.Ender
	classes  map[uint32]uint16 // of words, from raw text
	vectors  *vectors
	rawTotal int // sentences of raw text
	tagger   *tag.Tagger
	net      *depend.Net
	known    *[2][64]bool
	lemmas   *lemma.Lemmatiser
}

// Run trains a model from the files in dir. log is told of the progress.
func Run(c *Config, dir string, log func(string, ...any)) (*model.File, error) {
	start := time.Now()
	b := &builder{c: c, dir: dir, log: func(s string, a ...any) {
		log("%6.0fs  %s", time.Since(start).Seconds(), fmt.Sprintf(s, a...))
	}}
	var err error
	if b.plain, err = readTreebanks(dir, c.Train); err != nil {
		return nil, err
	}
	if c.Noise.Datelines != "" {
		lines, err := conllu.ReadFile(filepath.Join(c.dir, c.Noise.Datelines))
		if err != nil {
			return nil, err
		}
		b.headed = withDatelines(b.plain, lines, c.Noise.DatelineShare, c.Seed)
	}
	if c.Noise.Prepose {
		turned := withPreposed(b.plain)
		b.log("%d sentences with what is said put first", len(turned))
		b.headed = append(b.headed, turned...)
	}
	b.noisy = append(withNoise(b.plain, c.Noise, c.Seed), b.headed...)
	b.set = tagSet(b.plain)
	b.segments()
	if err := b.raw(); err != nil {
		return nil, err
	}
	if err := b.number(); err != nil {
		return nil, err
	}
	b.tags()
	if err := b.parser(); err != nil {
		return nil, err
	}
	return b.file()
}

func (b *builder) path(name string) string { return filepath.Join(b.dir, name) }

// segments trains the word splitter and the sentence model.
func (b *builder) segments() {
	text, places := running(append(slices.Clone(b.plain), b.headed...))
	b.split = trainSplitter(text, places, b.c.Segment, b.c.Seed)
	b.lex = buildLexicon(b.noisy, b.classes, &b.set)
	b.ender = trainEnder(paragraphs(text, places, form.NewTable(b.lex)), b.c.Segment, b.c.Seed)
	b.log("segmenter trained, %d words in the lexicon", len(b.lex.Entries))
}

// raw learns word vectors and classes from raw text; with them the sentence
// model is trained once more.
func (b *builder) raw() error {
	if len(b.c.Raw.Files) == 0 {
		return nil
	}
	c, err := b.readCorpus()
	if err != nil {
		return err
	}
	b.log("raw text: %d words, %d different", len(c.ids), len(c.keys))
	for _, id := range c.ids {
		if id < 0 {
			b.rawTotal++
		}
	}
	b.vectors = learnVectors(c, b.c.Raw, b.c.Seed)
	b.vectors.norm()
	b.classes = b.vectors.clusters(b.c.Raw.Clusters, b.c.Seed)
	b.log("vectors of %d words learnt", len(b.vectors.keys))
	b.segments()
	return nil
}

// number reads the dev parts and numbers all words.
func (b *builder) number() error {
	b.table = form.NewTable(b.lex)
	b.train = number(b.noisy, b.table, &b.set)
	for _, name := range b.c.Dev {
		ss, err := readTreebanks(b.dir, []string{name})
		if err != nil {
			return err
		}
		b.dev = append(b.dev, number(ss, b.table, &b.set))
	}
	point(b.table, append(b.dev, b.train)...)
	return nil
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
	jackknife(b.train, b.classes, b.set, b.c.Tag, b.c.Seed)
	b.log("jack-knife done")
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
func (b *builder) file() (*model.File, error) {
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
	for side := range b.known {
		for r, ok := range b.known[side] {
			if ok {
				h.Known[side] = append(h.Known[side], uint8(r))
			}
		}
	}
	header, weights, err := b.net.Encode(h)
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

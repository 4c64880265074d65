package train

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"chancery/internal/linear"
	"chancery/internal/model"
	"chancery/internal/registry"
	"chancery/internal/stage/analyse"
	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/extract/ner"
)

// NamesConfig says what the recogniser of names is trained from and how. It
// goes into the model file.
type NamesConfig struct {
	Seed    uint64       `json:"seed"`
	Corpora []nameCorpus `json:"corpora"`
	Dev     []nameCorpus `json:"dev"`  // measured, never learnt from
	Held    int          `json:"held"` // each held-th document of a corpus is measured and not learnt from; 0 for none
	Self    []nameCorpus `json:"self"` // treebanks whose names the first model marks, bounded by their gold tags
	Lean    float64      `json:"lean"` // how much the gold trees of such a treebank speak for and against persons
	Learn   learnConfig  `json:"learn"`
	Folds   int          `json:"folds"` // of the jack-knife that the second decoding learns from; 0 for none
	Page    learnConfig  `json:"page"`
}

// nameCorpus is one file of marked names.
type nameCorpus struct {
	Name   string `json:"name"`
	File   string `json:"file"`
	Format string `json:"format"` // columns, iob2, gum, standoff, plain
	Marks  string `json:"marks"`  // conll, re3d, crossner
	Times  int    `json:"times"`  // how often it is learnt from in an epoch; 0 is once
	// Noise is the share of proper nouns that are told as common ones, and of
	// capitalised nouns the other way: the tagger has seen this corpus, so its
	// tags are better than they will be.
	Noise float64 `json:"noise"`
	Small float64 `json:"small"` // share of documents learnt from once more in small letters
	Shout float64 `json:"shout"` // … and in the capitals of headlines
	Swap  int     `json:"swap"`  // how often it is learnt from with other names in it
}

// ReadNamesConfig reads a config file.
func ReadNamesConfig(name string) (*NamesConfig, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read config: %w", err)
	}
	c := &NamesConfig{}
	if err := json.Unmarshal(b, c); err != nil {
		return nil, fmt.Errorf("cannot read config %s: %w", name, err)
	}
	return c, nil
}

// namesBuilder holds what training has made so far.
type namesBuilder struct {
	c        *NamesConfig
	dir      string
	log      func(string, ...any)
	analyser *analyse.Analyser
	reg      *registry.Registry
	trim     trimmer
	classes  *ner.WordClasses
	look     *ner.Looker
	learn    []*nameDoc // all that is learnt from
	held     []namePart
}

// namePart is a named set of documents to measure on.
type namePart struct {
	name string
	docs []*nameDoc
}

// RunNames trains the recogniser from the files in dir; english is the model
// that gives tags, trees and word classes.
func RunNames(c *NamesConfig, dir string, english *model.File, reg *registry.Registry, log func(string, ...any)) (*model.File, error) {
	b, err := newNamesBuilder(c, dir, english, reg, log)
	if err != nil {
		return nil, err
	}
	if err := b.read(); err != nil {
		return nil, err
	}
	w, err := b.train()
	if err != nil {
		return nil, err
	}
	f := model.New()
	config, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("cannot write config: %w", err)
	}
	f.Set(model.Config, config)
	w.Put(f)
	return f, nil
}

func newNamesBuilder(c *NamesConfig, dir string, english *model.File, reg *registry.Registry, log func(string, ...any)) (*namesBuilder, error) {
	start := time.Now()
	b := &namesBuilder{c: c, dir: dir, reg: reg, trim: trimmer{reg, map[string]int{}}, log: func(s string, a ...any) {
		log("%6.1fs  %s", time.Since(start).Seconds(), fmt.Sprintf(s, a...))
	}}
	var err error
	if b.analyser, err = analyse.New(english); err != nil {
		return nil, err
	}
	if b.classes, err = wordClasses(english); err != nil {
		return nil, err
	}
	b.look = ner.NewLooker(reg, b.classes)
	return b, nil
}

// wordClasses takes the word classes from the language model.
func wordClasses(english *model.File) (*ner.WordClasses, error) {
	s, err := english.Section(analyse.SectionLexicon)
	if err != nil {
		return nil, err
	}
	lex, err := form.DecodeLexicon(s)
	if err != nil {
		return nil, err
	}
	of := map[uint32]uint16{}
	for _, e := range lex.Entries {
		if e.Cluster != 0 {
			of[e.Key] = e.Cluster
		}
	}
	return ner.NewWordClasses(of), nil
}

// read reads and analyses the corpora and sets parts aside.
func (b *namesBuilder) read() error {
	var own [][]*nameDoc // of each corpus, to learn from
	for _, corpus := range b.c.Corpora {
		own = append(own, nil)
		docs, err := b.corpus(corpus)
		if err != nil {
			return err
		}
		part := namePart{name: corpus.Name + " (held)"}
		words := 0
		for i, d := range docs {
			if b.c.Held > 0 && i%b.c.Held == b.c.Held-1 {
				part.docs = append(part.docs, d)
				continue
			}
			words += len(d.gold)
			own[len(own)-1] = append(own[len(own)-1], d)
			for range max(corpus.Times, 1) {
				b.learn = append(b.learn, d)
			}
			b.learn = append(b.learn, b.recased(d, corpus.Small, corpus.Shout)...)
		}
		if len(part.docs) > 0 {
			b.held = append(b.held, part)
		}
		b.log("%s: %d documents, %d words to learn from", corpus.Name, len(docs), words)
	}
	b.swap(own)
	for _, corpus := range b.c.Dev {
		docs, err := b.corpus(corpus)
		if err != nil {
			return err
		}
		b.held = append(b.held, namePart{corpus.Name, docs})
	}
	return nil
}

// swap adds the documents of each corpus with other names in them.
func (b *namesBuilder) swap(own [][]*nameDoc) {
	names := poolOf(slices.Concat(own...))
	rng := rand.New(rand.NewPCG(b.c.Seed, 13))
	for k, docs := range own {
		for range b.c.Corpora[k].Swap {
			for _, d := range docs {
				if x := b.swapped(d, names, rng); x != nil {
					b.learn = append(b.learn, x)
				}
			}
		}
	}
}

// corpus reads one corpus in our convention of names.
func (b *namesBuilder) corpus(c nameCorpus) ([]*nameDoc, error) {
	docs, err := b.corpusRaw(c)
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(b.c.Seed, 11))
	for _, d := range docs {
		if c.Format != "iob2" && c.Format != "standoff" {
			b.convert(d, c.Marks)
		}
		d.analyse(b.analyser)
		if c.Noise > 0 {
			d.mistag(c.Noise, rng)
		}
	}
	return docs, nil
}

// corpusRaw reads one corpus as it is marked.
func (b *namesBuilder) corpusRaw(c nameCorpus) ([]*nameDoc, error) {
	file := filepath.Join(b.dir, c.File)
	switch c.Format {
	case "columns":
		return readLabelled(file, 0, 1, true, marks[c.Marks])
	case "iob2":
		return readLabelled(file, 1, 2, false, marks[c.Marks])
	case "gum":
		return readMarked(file)
	case "standoff":
		return readStandoff(file, ewtNames)
	case "plain":
		return readPlain(file)
	}
	return nil, fmt.Errorf("cannot read %s: no format %q", c.File, c.Format)
}

// convert brings the marks of a document to our convention.
func (b *namesBuilder) convert(d *nameDoc, kind string) {
	for i := range d.sents {
		ws := d.sents[i].Words
		var out []nameSpan
		for _, n := range d.names[i] {
			n = b.trim.trim(ws, n)
			if n.hi > n.lo && (kind != "re3d" || strict(ws, n)) {
				out = append(out, n)
			}
		}
		d.names[i] = b.trim.peoples(ws, out)
	}
}

// analyse gives the document tags and trees, and its names as labels.
func (d *nameDoc) analyse(a *analyse.Analyser) {
	d.doc = a.Given(d.sents)
	d.label()
}

// label turns the names into labels.
func (d *nameDoc) label() {
	d.gold = make([]ner.Label, len(d.doc.Words))
	for i, s := range d.doc.Sentences {
		for _, n := range d.names[i] {
			ner.Mark(d.gold[s.First+int32(n.lo):s.First+int32(n.hi)], n.class)
		}
	}
}

// marks tells the classes of each corpus's labels.
var marks = map[string]map[string]ner.Class{
	"conll": {"PER": ner.Person, "LOC": ner.Place, "ORG": ner.Body, "MISC": ner.Other},
	"re3d":  {"Person": ner.Person, "Location": ner.Place, "Organisation": ner.Body},
	"crossner": {"politician": ner.Person, "person": ner.Person, "location": ner.Place, "country": ner.Place,
		"politicalparty": ner.Body, "organisation": ner.Body, "election": ner.Other, "event": ner.Other, "misc": ner.Other},
}

// train learns the weights.
func (b *namesBuilder) train() (*ner.Weights, error) {
	w := &ner.Weights{Base: b.fit(b.learn, b.c.Seed), Classes: b.classes}
	b.measure("base", w)
	for _, corpus := range b.c.Self {
		docs, err := b.corpus(corpus)
		if err != nil {
			return nil, err
		}
		for round := range max(corpus.Times, 1) {
			r := ner.Make(w, b.reg)
			for _, d := range docs {
				clear(d.names)
				b.selfLabel(d, r)
			}
			w.Base = b.fit(append(slices.Clone(b.learn), docs...), b.c.Seed)
			b.measure(fmt.Sprint("self ", round+1), w)
		}
	}
	if b.c.Folds > 1 {
		w.Page = b.page(w.Base)
		b.measure("page", w)
	}
	return w, nil
}

// fit learns from documents.
func (b *namesBuilder) fit(docs []*nameDoc, seed uint64) *linear.Model {
	return newTeacher(b.c.Learn, seed).learn(b.chains(docs))
}

// chains turns documents into features.
func (b *namesBuilder) chains(docs []*nameDoc) (all []*chain) {
	var page ner.Page
	done := map[*nameDoc][]*chain{}
	for _, d := range docs {
		if cs, ok := done[d]; ok {
			all = append(all, cs...)
			continue
		}
		b.look.Look(&page, d.doc)
		var cs []*chain
		for k := range d.doc.Sentences {
			if c := chainOf(&page, d, k); c != nil {
				cs = append(cs, c)
			}
		}
		done[d] = cs
		all = append(all, cs...)
	}
	return all
}

// chainOf gives the features of a sentence, nil when no word of it is open.
func chainOf(p *ner.Page, d *nameDoc, k int) *chain {
	s := &d.doc.Sentences[k]
	n := int(s.End - s.First)
	c := &chain{features: make([][]uint32, n), open: make([]bool, n), gold: make([]ner.Label, n)}
	any := false
	copy(c.open, p.OpenIn(s))
	for i := range n {
		if c.open[i] {
			any = true
			c.features[i] = p.Features(s.First+int32(i), nil)
		}
	}
	if !any {
		return nil
	}
	c.mark(d.names[k])
	return c
}

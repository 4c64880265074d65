// Package analyse turns text into sentences, words, tags, lemmas and trees.
//
// The way of a text: segment finds words, then sentences; tag gives the parts
// of speech; depend draws the tree and looks at the tags once more; lemma gives
// lemmas and features. All of them read one model file.
//
// What must stay true:
//   - Any bytes are accepted, in time linear in their number.
//   - Words lie in order on rune borders; only white space, control
//     characters and marks that nobody sees lie between them.
//   - Every sentence has one root, and its heads form a tree.
//   - The same text and model give the same document, whatever was analysed before.
package analyse

import (
	"sync"

	"chancery/internal/model"
	"chancery/internal/stage/analyse/depend"
	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/analyse/lemma"
	"chancery/internal/stage/analyse/segment"
	"chancery/internal/stage/analyse/tag"
	"chancery/internal/syntax"
)

// MaxWords is the number of words at which a sentence is cut.
const MaxWords = 400

// Cut is a place where a sentence was cut because it was too long.
type Cut struct {
	At       int32 // offset in the text, in bytes
	Sentence int32 // the sentence that ends there
}

// Analyser analyses texts. It is safe for concurrent use.
type Analyser struct {
	words   *form.Lexicon
	split   *segment.Splitter
	ender   *segment.Ender
	tagger  *tag.Tagger
	parser  *depend.Parser
	lemmas  *lemma.Lemmatiser
	seconds *seconds

	mu   sync.Mutex
	idle []*scratch
}

// The sections of the model file that the analyser reads.
const (
	SectionLexicon   = "lexicon"
	SectionWords     = "words"
	SectionSentences = "sentences"
	SectionTagSet    = "tag-set"
	SectionTagger    = "tagger"
	SectionRules     = "lemma-rules"
	SectionLemmas    = "lemma-tables"
	SectionHeader    = "parser"
	SectionWeights   = "parser-weights"
)

// New makes an analyser from a model.
func New(m *model.File) (*Analyser, error) {
	var s [9][]byte
	for i, name := range [...]string{SectionLexicon, SectionWords, SectionSentences, SectionTagSet, SectionTagger,
		SectionRules, SectionLemmas, SectionHeader, SectionWeights} {
		b, err := m.Section(name)
		if err != nil {
			return nil, err
		}
		s[i] = b
	}
	a := &Analyser{}
	var err error
	if a.words, err = form.DecodeLexicon(s[0]); err != nil {
		return nil, err
	}
	if a.split, err = segment.DecodeSplitter(s[1]); err != nil {
		return nil, err
	}
	if a.ender, err = segment.DecodeEnder(s[2]); err != nil {
		return nil, err
	}
	if a.tagger, err = tag.Decode(s[4], s[3]); err != nil {
		return nil, err
	}
	if a.words.Likes, err = likes(&a.tagger.Set); err != nil {
		return nil, err
	}
	if a.lemmas, err = lemma.Decode(s[5], s[6]); err != nil {
		return nil, err
	}
	if a.lemmas.Bases, err = bases(); err != nil {
		return nil, err
	}
	if a.seconds, err = newSeconds(&a.tagger.Set, a.lemmas.Bases); err != nil {
		return nil, err
	}
	if a.parser, err = depend.Decode(s[7], s[8], &a.tagger.Set); err != nil {
		return nil, err
	}
	return a, nil
}

// scratch is the working memory of one analysis.
type scratch struct {
	table   *form.Table
	tokens  []segment.Token
	views   []segment.View
	find    segment.Scratch
	words   tag.Sentence
	tag     tag.Scratch
	tree    depend.Scratch
	lemma   lemma.Scratch
	first   tree
	margins [maxSecond]float32
}

// maxForms is how many spellings a scratch keeps before it begins anew.
const maxForms = 12000

func (a *Analyser) take() *scratch {
	a.mu.Lock()
	defer a.mu.Unlock()
	if n := len(a.idle); n > 0 {
		w := a.idle[n-1]
		a.idle[n-1], a.idle = nil, a.idle[:n-1]
		return w
	}
	return &scratch{table: form.NewTable(a.words)}
}

// manyTokens are more than nearly every document has. Memory for as many is not
// kept, lest one long text makes the program large for good.
const manyTokens = 1 << 16

func (a *Analyser) give(w *scratch) {
	if cap(w.tokens) > manyTokens {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.idle = append(a.idle, w)
}

// Analyse analyses a text. The cuts tell where a sentence was too long.
func (a *Analyser) Analyse(text string) (*syntax.Doc, []Cut) {
	w := a.take()
	defer a.give(w)
	w.tokens = a.split.Words(text, &w.find, w.tokens[:0])
	settleLines(text, w.tokens)
	w.tokens = a.joinWholes(text, joinTitles(text, w.tokens))
	d := &syntax.Doc{Text: text, Tags: a.tagger.Set.Names, Words: make([]syntax.Word, 0, len(w.tokens))}
	var cuts []Cut
	for first := 0; first < len(w.tokens); {
		end := first + 1
		for end < len(w.tokens) && w.tokens[end].Gap != segment.Paragraph {
			end++
		}
		cuts = a.paragraph(d, w, first, end, cuts)
		first = end
	}
	return d, cuts
}

// block is how many words the sentence model looks at in one go; what is left
// of a sentence at the end of a block begins the next one.
const block = 4096

// paragraph analyses the sentences of the words first..end.
func (a *Analyser) paragraph(d *syntax.Doc, w *scratch, first, end int, cuts []Cut) []Cut {
	start := true
	for first < end {
		w.refresh()
		stop := min(end, first+block)
		w.views = w.views[:0]
		for i := first; i < stop; i++ {
			t := w.tokens[i]
			id := w.table.ID(d.Text[t.Start:t.End])
			v := segment.Look(t, &w.table.Forms[id])
			v.Inside = i > first && goesOn(d.Text, w.tokens[i-1], t)
			w.views = append(w.views, v)
		}
		base := first
		a.ender.Ends(w.views, &w.find, func(from, to int) {
			if base+to == stop && stop < end && from > 0 {
				return // goes on in the next block
			}
			for ; to-from > MaxWords; from += MaxWords {
				a.sentence(d, w, w.tokens[base+from:base+from+MaxWords], start)
				cuts = append(cuts, Cut{w.tokens[base+from+MaxWords-1].End, int32(len(d.Sentences) - 1)})
				start = false
			}
			a.sentence(d, w, w.tokens[base+from:base+to], start)
			start = false
			first = base + to
		})
	}
	return cuts
}

// refresh begins the table of forms anew when it has grown large.
func (w *scratch) refresh() {
	if len(w.table.Forms) > maxForms {
		w.table.Reset()
	}
}

// load makes the words of a sentence ready for tagging.
func (w *scratch) load(text string, tokens []segment.Token) {
	w.words.Reset(len(tokens))
	for i, t := range tokens {
		w.words.IDs[i] = w.table.ID(text[t.Start:t.End])
	}
	for i, id := range w.words.IDs {
		w.words.Forms[i] = &w.table.Forms[id]
	}
}

// sentence analyses one sentence and appends it to the document.
func (a *Analyser) sentence(d *syntax.Doc, w *scratch, tokens []segment.Token, paragraph bool) {
	n := len(tokens)
	w.load(d.Text, tokens)
	a.tagger.Tag(&w.words, w.table, &w.tag)
	heads, rels := a.tree(w)
	first, sent := int32(len(d.Words)), int32(len(d.Sentences))
	s := syntax.Sentence{Span: syntax.Span{Start: tokens[0].Start, End: tokens[n-1].End}, First: first, End: first + int32(n),
		Root: -1, ParagraphStart: paragraph}
	for i, t := range tokens {
		f := w.words.Forms[i]
		upos, xpos := w.words.UPOS[i], w.words.XPOS[i]
		r := a.lemmas.Word(f, w.words.IDs[i], upos, xpos, w.table.Round, &w.lemma)
		word := syntax.Word{Span: syntax.Span{Start: t.Start, End: t.End}, Head: -1, Sent: sent, UPOS: syntax.UPOS(upos),
			Rel: syntax.Rel(rels[i]), Tag: xpos, Joined: t.Joined && i > 0, Norm: f.Norm, Lemma: r.Lemma, Feats: r.Feats}
		if heads[i] >= 0 {
			word.Head = first + heads[i]
		} else {
			s.Root = first + int32(i)
		}
		d.Words = append(d.Words, word)
	}
	d.Sentences = append(d.Sentences, s)
}

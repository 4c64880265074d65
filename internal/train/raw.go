package train

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strings"

	"chancery/internal/conllu"
	"chancery/internal/stage/analyse/form"
	"chancery/internal/stage/analyse/segment"
)

// rawConfig says what raw text is read and what is learnt from it.
type rawConfig struct {
	Files    []string `json:"files"`    // a paragraph a line; lines that begin with # are left out
	MinCount int      `json:"count"`    // how often a word must occur to get a vector
	Width    int      `json:"width"`    // of the vectors
	Epochs   int      `json:"epochs"`   // over the text
	Clusters int      `json:"clusters"` // word classes made of the vectors
}

// readLines calls f with each paragraph of a text file, gzipped or not.
func readLines(name string, f func(string)) error {
	file, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("cannot open text: %w", err)
	}
	defer file.Close()
	var r io.Reader = file
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(file)
		if err != nil {
			return fmt.Errorf("cannot unpack %s: %w", name, err)
		}
		r = z
	}
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<20), 1<<26)
	for sc.Scan() {
		if line := sc.Text(); line != "" && line[0] != '#' {
			f(line)
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("cannot read %s: %w", name, err)
	}
	return nil
}

// corpus is raw text in numbers: words by vocabulary, -1 between sentences.
type corpus struct {
	ids   []int32
	keys  []uint32 // of the vocabulary
	count []int
}

// reader of raw text: the splitter and the sentence model that the treebank gave.
type rawReader struct {
	split   *segment.Splitter
	ender   *segment.Ender
	table   *form.Table
	scratch segment.Scratch
	tokens  []segment.Token
	views   []segment.View
}

// sentences calls f with the words of each sentence of a paragraph.
func (r *rawReader) sentences(line string, f func([]segment.Token)) {
	if len(r.table.Forms) > 1<<18 {
		r.table.Reset()
	}
	r.tokens = r.split.Words(line, &r.scratch, r.tokens[:0])
	r.views = r.views[:0]
	for _, t := range r.tokens {
		r.views = append(r.views, segment.Look(t, &r.table.Forms[r.table.ID(line[t.Start:t.End])]))
	}
	r.ender.Ends(r.views, &r.scratch, func(a, b int) { f(r.tokens[a:b]) })
}

// readCorpus numbers the words of the raw text and of the treebank.
func (b *builder) readCorpus() (*corpus, error) {
	c := &corpus{}
	number := map[uint32]int32{}
	add := func(key uint32) {
		id, ok := number[key]
		if !ok {
			id = int32(len(c.keys))
			number[key] = id
			c.keys, c.count = append(c.keys, key), append(c.count, 0)
		}
		c.count[id]++
		c.ids = append(c.ids, id)
	}
	for i := range b.plain {
		for _, w := range b.plain[i].Words {
			add(form.KeyOf(w.Form))
		}
		c.ids = append(c.ids, -1)
	}
	r := rawReader{split: b.split, ender: b.ender, table: form.NewTable(b.lex)}
	for _, name := range b.c.Raw.Files {
		err := readLines(b.path(name), func(line string) {
			r.sentences(line, func(ts []segment.Token) {
				for _, t := range ts {
					add(form.KeyOf(line[t.Start:t.End]))
				}
				c.ids = append(c.ids, -1)
			})
		})
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

// rawSentences takes about want sentences of 4 to 60 words, spread evenly over
// the raw text, as treebank sentences without tags or trees.
func (b *builder) rawSentences(want, total int) ([]conllu.Sentence, error) {
	every := max(1, total/max(want, 1))
	r := rawReader{split: b.split, ender: b.ender, table: form.NewTable(b.lex)}
	var out []conllu.Sentence
	n := 0
	for _, name := range b.c.Raw.Files {
		err := readLines(b.path(name), func(line string) {
			r.sentences(line, func(ts []segment.Token) {
				n++
				if n%every != 0 || len(ts) < 4 || len(ts) > 60 {
					return
				}
				s := conllu.Sentence{Words: make([]conllu.Word, len(ts))}
				for i, t := range ts {
					s.Words[i] = conllu.Word{Form: strings.Clone(line[t.Start:t.End]), Joined: t.Joined}
				}
				out = append(out, s)
			})
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

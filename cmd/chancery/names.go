package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"chancery/internal/conllu"
	"chancery/internal/model"
	"chancery/internal/registry"
	"chancery/internal/stage/analyse"
	"chancery/internal/stage/extract/ner"
	"chancery/internal/syntax"
	"chancery/internal/train"
	"chancery/record"
	"chancery/weights"
)

// nameFlags are the flags of the names command.
type nameFlags struct {
	from, to, file      string
	registry            string
	alone               bool
	config, data, train string
}

// namesCommand shows the names that the trained recogniser finds, or trains it.
func namesCommand(a *app) *cobra.Command {
	var f nameFlags
	c := &cobra.Command{
		Use:   "names [FILE|-]",
		Short: "Show the names that the trained recogniser finds, or train it",
		Long: `Names reads a text, or words in IOB2 or CoNLL-U, and writes the names that the
trained recogniser finds by itself, without the rules of coding: as IOB2, or as
records that score_uner.py reads. With --train it makes the model instead.`,
		Example: `  chancery names page.txt
  chancery names --from iob2 --to records --alone dev.iob2 > found.jsonl
  chancery names --train names.model --data shared/data`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if f.train != "" {
				return trainNames(a, &f)
			}
			in := a.in
			if len(args) == 1 && args[0] != "-" {
				file, err := os.Open(args[0])
				if err != nil {
					return fmt.Errorf("cannot open text: %w", err)
				}
				defer file.Close()
				in = file
			}
			return findNames(a, &f, in)
		},
	}
	c.Flags().StringVar(&f.from, "from", "text", "what is read: text, or iob2 or conllu, whose words are kept")
	c.Flags().StringVar(&f.to, "to", "iob2", "what is written: iob2, or records, one for each sentence")
	c.Flags().BoolVar(&f.alone, "alone", false, "read each sentence of iob2 as a document of its own")
	c.Flags().StringVar(&f.file, "model", "", "names model file (default: the one built in)")
	c.Flags().StringVar(&f.train, "train", "", "train, and write the model to this file")
	registryFlag(c, &f.registry)
	c.Flags().StringVar(&f.config, "config", "internal/train/config/names.json", "training config, for --train")
	c.Flags().StringVar(&f.data, "data", "", "folder of the corpora that the config names, for --train")
	return c
}

// trainNames makes the model.
func trainNames(a *app, f *nameFlags) error {
	if f.data == "" {
		return usagef("names --train needs --data, the folder of the corpora")
	}
	config, err := train.ReadNamesConfig(f.config)
	if err != nil {
		return err
	}
	reg, err := registry.Load()
	if err != nil {
		return err
	}
	english, err := weights.English()
	if err != nil {
		return err
	}
	m, err := train.RunNames(config, f.data, english, reg, func(s string, v ...any) { fmt.Fprintf(a.err, s+"\n", v...) })
	if err != nil {
		return err
	}
	return m.Save(f.train)
}

// findNames writes the names of a text.
func findNames(a *app, f *nameFlags, in io.Reader) error {
	write, ok := map[string]func(*bufio.Writer, *syntax.Doc, []ner.Span, int) error{"iob2": writeIOB2, "records": writeNames}[f.to]
	if !ok {
		return usagef("names cannot write %q; --to takes iob2 or records", f.to)
	}
	reg, err := loadRegistry(f.registry)
	if err != nil {
		return err
	}
	load := weights.Names
	if f.file != "" {
		load = func() (*model.File, error) { return model.Load(f.file) }
	}
	m, err := load()
	if err != nil {
		return err
	}
	r, err := ner.New(m, reg)
	if err != nil {
		return err
	}
	an, err := loadAnalyser("")
	if err != nil {
		return err
	}
	docs, err := nameDocs(an, in, f)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(a.out)
	var spans []ner.Span
	for first, d := 0, 0; d < len(docs); d++ {
		spans = r.Find(spans[:0], docs[d])
		if err := write(out, docs[d], spans, first); err != nil {
			return fmt.Errorf("cannot write names: %w", err)
		}
		first += len(docs[d].Sentences)
	}
	return out.Flush()
}

// nameDocs analyses the input.
func nameDocs(an *analyse.Analyser, in io.Reader, f *nameFlags) ([]*syntax.Doc, error) {
	if f.from != "iob2" {
		d, err := analyseFrom(an, in, f.from)
		return []*syntax.Doc{d}, err
	}
	ss, err := train.ReadIOB2(in)
	if err != nil {
		return nil, err
	}
	var docs []*syntax.Doc
	for lo := 0; lo < len(ss); {
		hi := lo + 1
		for hi < len(ss) && !f.alone && !ss[hi].NewDoc {
			hi++
		}
		docs = append(docs, an.Given(ss[lo:hi:hi]))
		lo = hi
	}
	return docs, nil
}

// uner are the labels that Universal NER has for the kinds.
var uner = map[record.Kind]string{record.Person: "PER", record.Place: "LOC", record.Organization: "ORG"}

func writeIOB2(w *bufio.Writer, d *syntax.Doc, spans []ner.Span, _ int) error {
	labels := make([]string, len(d.Words))
	for _, s := range spans {
		for i := s.Lo; i < s.Hi; i++ {
			labels[i] = "I-" + uner[s.Kind]
		}
		labels[s.Lo] = "B-" + uner[s.Kind]
	}
	for _, s := range d.Sentences {
		words := conllu.Sentence{}
		for i := s.First; i < s.End; i++ {
			space := i+1 < s.End && d.Words[i+1].Start > d.Words[i].End
			words.Words = append(words.Words, conllu.Word{Form: d.Form(i), Space: space})
		}
		fmt.Fprintf(w, "# text = %s\n", words.Text())
		for i := s.First; i < s.End; i++ {
			l := labels[i]
			if l == "" {
				l = "O"
			}
			fmt.Fprintf(w, "%d\t%s\t%s\t-\t-\n", i-s.First+1, d.Form(i), l)
		}
		w.WriteString("\n")
	}
	return nil
}

// writeNames writes a sentence a line, with the fields of a record that
// score_uner.py reads. Offsets are code points of the sentence.
func writeNames(w *bufio.Writer, d *syntax.Doc, spans []ner.Span, first int) error {
	type mention struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		Form  string `json:"form"`
	}
	type entity struct {
		Kind     record.Kind `json:"kind"`
		Mentions []mention   `json:"mentions"`
	}
	type sentence struct {
		Document struct {
			ID string `json:"id"`
		} `json:"document"`
		Entities []entity `json:"entities"`
	}
	out, k := json.NewEncoder(w), 0
	for i, s := range d.Sentences {
		line := sentence{Entities: []entity{}}
		line.Document.ID = fmt.Sprintf("s%d", first+i)
		for ; k < len(spans) && spans[k].Hi <= s.End; k++ {
			start := len([]rune(d.Text[s.Start:d.Words[spans[k].Lo].Start]))
			long := len([]rune(d.Text[d.Words[spans[k].Lo].Start:d.Words[spans[k].Hi-1].End]))
			line.Entities = append(line.Entities, entity{spans[k].Kind, []mention{{start, start + long, "name"}}})
		}
		if err := out.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

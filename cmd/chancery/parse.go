package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"chancery/internal/conllu"
	"chancery/internal/model"
	"chancery/internal/stage/analyse"
	"chancery/internal/syntax"
	"chancery/weights"
)

// parseCommand shows the analysis of a text.
func parseCommand() *cobra.Command {
	var from, to, file string
	c := &cobra.Command{
		Use:   "parse [FILE|-]",
		Short: "Analyse a text: words, tags, lemmas, trees",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			a, err := loadAnalyser(file)
			if err != nil {
				return err
			}
			in := cmd.InOrStdin()
			if len(args) == 1 && args[0] != "-" {
				f, err := os.Open(args[0])
				if err != nil {
					return fmt.Errorf("cannot open text: %w", err)
				}
				defer f.Close()
				in = f
			}
			d, err := analyseFrom(a, in, from)
			if err != nil {
				return err
			}
			return writeDoc(cmd.OutOrStdout(), d, to)
		},
	}
	c.Flags().StringVar(&from, "from", "text", "what is read: text, or conllu whose words are kept")
	c.Flags().StringVar(&to, "to", "conllu", "what is written: conllu, or tree for reading")
	c.Flags().StringVar(&file, "model", "", "model file (default: the one built in)")
	return c
}

func loadAnalyser(file string) (*analyse.Analyser, error) {
	load := weights.English
	if file != "" {
		load = func() (*model.File, error) { return model.Load(file) }
	}
	m, err := load()
	if err != nil {
		return nil, err
	}
	return analyse.New(m)
}

func analyseFrom(a *analyse.Analyser, in io.Reader, from string) (*syntax.Doc, error) {
	switch from {
	case "text":
		b, err := io.ReadAll(in)
		if err != nil {
			return nil, fmt.Errorf("cannot read text: %w", err)
		}
		d, _ := a.Analyse(string(b))
		return d, nil
	case "conllu":
		ss, err := conllu.Read(in)
		if err != nil {
			return nil, fmt.Errorf("cannot read CoNLL-U: %w", err)
		}
		return a.Given(ss), nil
	}
	return nil, fmt.Errorf("cannot read %q: --from takes text or conllu", from)
}

func writeDoc(out io.Writer, d *syntax.Doc, to string) error {
	switch to {
	case "conllu":
		return conllu.Write(out, analyse.CoNLLU(d))
	case "tree":
		return conllu.WriteTrees(out, analyse.CoNLLU(d))
	}
	return fmt.Errorf("cannot write %q: --to takes conllu or tree", to)
}

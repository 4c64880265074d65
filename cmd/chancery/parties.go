package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"chancery/internal/lexicon"
	"chancery/internal/registry"
	"chancery/internal/stage/extract"
	"chancery/internal/stage/extract/judge"
	"chancery/internal/stage/extract/ner"
	"chancery/internal/stage/extract/timex"
	"chancery/internal/train"
	"chancery/weights"
)

// trainPartiesCommand makes the scorer of parties from gold acts.
func trainPartiesCommand(a *app) *cobra.Command {
	var config, data, out string
	c := &cobra.Command{
		Use:   "parties",
		Short: "Train the scorer of parties from gold acts",
		Long: `Parties learns, from documents whose acts are annotated, which of the countries
and bodies that a page names are the parties of an act, and writes the weights
(docs/parties.md). It prints how often both sides are right, by the rules alone
and with the scorer, cross-validated by document.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			config, err := train.ReadPartiesConfig(config)
			if err != nil {
				return err
			}
			x, err := newExtractor()
			if err != nil {
				return err
			}
			english, err := weights.English()
			if err != nil {
				return err
			}
			m, err := train.RunParties(config, data, english, x, func(s string, v ...any) { fmt.Fprintf(a.err, s+"\n", v...) })
			if err != nil {
				return err
			}
			return m.Save(out)
		},
	}
	c.Flags().StringVar(&config, "config", "internal/train/config/parties.json", "training config")
	c.Flags().StringVar(&data, "data", "", "folder of the files that the config names")
	c.Flags().StringVar(&out, "out", "parties.model", "model file to write")
	c.MarkFlagRequired("data")
	return c
}

// newExtractor makes an extractor that has no scorer of parties yet.
func newExtractor() (*extract.Extractor, error) {
	reg, err := registry.Load()
	if err != nil {
		return nil, err
	}
	lex, err := lexicon.Load()
	if err != nil {
		return nil, err
	}
	grammar, err := timex.Load()
	if err != nil {
		return nil, err
	}
	file, err := weights.Names()
	if err != nil {
		return nil, err
	}
	names, err := ner.New(file, reg)
	if err != nil {
		return nil, err
	}
	x, err := extract.New(reg, lex, grammar, names)
	if err != nil {
		return nil, err
	}
	file, err = weights.Events()
	if err != nil {
		return nil, err
	}
	j, err := judge.Open(file)
	if err != nil {
		return nil, err
	}
	return x.WithJudge(j), nil
}

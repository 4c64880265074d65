package main

import (
	"bytes"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"chancery/internal/stage/analyse"
	"chancery/internal/stage/extract"
	"chancery/internal/train"
	"chancery/weights"
)

// trainPlacesCommand learns the weights by which an act's place is chosen.
func trainPlacesCommand() *cobra.Command {
	var docs, gold, out string
	config := train.DefaultPlaces
	c := &cobra.Command{
		Use:   "places",
		Short: "Learn from annotated pages what tells the place of an act",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			analyser, extractor, err := placeReaders()
			if err != nil {
				return err
			}
			d, err := os.Open(docs)
			if err != nil {
				return fmt.Errorf("cannot open documents: %w", err)
			}
			defer d.Close()
			g, err := os.Open(gold)
			if err != nil {
				return fmt.Errorf("cannot open gold: %w", err)
			}
			defer g.Close()
			var b bytes.Buffer
			fmt.Fprintln(&b, "# What speaks for the place of an act, and how much: sort of act, feature, weight.\n# Made by chancery train places.")
			report, err := train.Places(config, analyser, extractor, d, g, &b)
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.ErrOrStderr(), report)
			if err := os.WriteFile(out, b.Bytes(), 0o644); err != nil {
				return fmt.Errorf("cannot write weights: %w", err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&docs, "docs", "", "the documents, JSON lines")
	c.Flags().StringVar(&gold, "gold", "", "their annotation, JSON lines")
	c.Flags().StringVar(&out, "out", "internal/stage/extract/data/places.tsv", "file to write")
	c.Flags().Float64Var(&config.Silence, "silence", config.Silence, "what an act counts to which the annotators give no place")
	c.Flags().Float64Var(&config.Decay, "decay", config.Decay, "how much a large weight costs")
	c.MarkFlagRequired("docs")
	c.MarkFlagRequired("gold")
	return c
}

// placeReaders makes what reads the pages.
func placeReaders() (*analyse.Analyser, *extract.Extractor, error) {
	model, err := weights.English()
	if err != nil {
		return nil, nil, err
	}
	analyser, err := analyse.New(model)
	if err != nil {
		return nil, nil, err
	}
	extractor, err := newExtractor()
	if err != nil {
		return nil, nil, err
	}
	parties, err := weights.Parties()
	if err != nil {
		return nil, nil, err
	}
	extractor, err = extractor.WithScorer(parties)
	return analyser, extractor, err
}

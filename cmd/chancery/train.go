package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"chancery/internal/train"
	"chancery/weights"
)

// trainCommand makes the model from treebanks.
func trainCommand(a *app) *cobra.Command {
	var config, data, out, report string
	c := &cobra.Command{
		Use:   "train",
		Short: "Train the language model from treebanks",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := train.ReadConfig(config)
			if err != nil {
				return err
			}
			log := func(s string, a ...any) { fmt.Fprintf(cmd.ErrOrStderr(), s+"\n", a...) }
			m, err := train.Run(c, data, log)
			if err != nil {
				return err
			}
			if err := m.Save(out); err != nil {
				return err
			}
			text, err := train.Report(m, c, data)
			if err != nil {
				return err
			}
			if report == "" {
				fmt.Fprint(cmd.OutOrStdout(), text)
				return nil
			}
			if err := os.WriteFile(report, []byte(text), 0o644); err != nil {
				return fmt.Errorf("cannot write report: %w", err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&config, "config", "internal/train/config/english.json", "training config")
	c.Flags().StringVar(&data, "data", "", "folder of the treebank files that the config names")
	c.Flags().StringVar(&out, "out", "english.model", "model file to write")
	c.Flags().StringVar(&report, "report", "", "file for the figures on the dev parts (default: standard output)")
	c.MarkFlagRequired("data")
	c.AddCommand(trainEventsCommand(), trainPartiesCommand(a), trainPlacesCommand())
	return c
}

// trainEventsCommand makes the judge of events from annotated documents.
func trainEventsCommand() *cobra.Command {
	var config, data, out string
	c := &cobra.Command{
		Use:   "events",
		Short: "Train the judge of events from annotated documents",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := train.ReadEventsConfig(config)
			if err != nil {
				return err
			}
			english, err := weights.English()
			if err != nil {
				return err
			}
			m, err := train.RunEvents(c, data, english, func(s string, a ...any) { fmt.Fprintf(cmd.ErrOrStderr(), s+"\n", a...) })
			if err != nil {
				return err
			}
			return m.Save(out)
		},
	}
	c.Flags().StringVar(&config, "config", "internal/train/config/events.json", "training config")
	c.Flags().StringVar(&data, "data", "", "folder of the annotated documents that the config names")
	c.Flags().StringVar(&out, "out", "events.model", "model file to write")
	c.MarkFlagRequired("data")
	return c
}

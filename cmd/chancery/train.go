package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"chancery/internal/train"
)

// trainCommand makes the model from treebanks.
func trainCommand() *cobra.Command {
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
	return c
}

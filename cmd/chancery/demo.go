package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/demo"
	"chancery/internal/pipeline"
)

// demoFlags are the flags of chancery demo.
type demoFlags struct {
	list bool
	keep string
	outputFlags
}

func demoCommand(a *app) *cobra.Command {
	f := &demoFlags{}
	cmd := &cobra.Command{
		Use:   "demo [NAME]…",
		Short: "Code the sample dispatches that are built in",
		Long: `Demo codes the sample dispatches that are built into the program, all or those
named, and prints their briefs. The happenings and persons in them are invented.`,
		Example: `  chancery demo
  chancery demo --list
  chancery demo ceasefire --to json
  chancery demo --keep samples/      write the samples as web pages`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.demo(cmd.Context(), f, args) },
	}
	cmd.Flags().BoolVar(&f.list, "list", false, "list the samples")
	cmd.Flags().StringVar(&f.keep, "keep", "", "write the samples as web pages into `folder`")
	f.register(cmd)
	cmd.AddCommand(newsCommand(a))
	cmd.Flags().Lookup("to").Usage = "`format` to write: " + strings.Join(formatNames(), ", ") + " (default brief)"
	return cmd
}

func (a *app) demo(ctx context.Context, f *demoFlags, names []string) error {
	samples, err := pick(demo.Samples(), names)
	if err != nil {
		return err
	}
	switch {
	case f.list && f.keep != "":
		return usagef("--list and --keep do not go together; give one of them")
	case f.list:
		return a.listSamples(samples)
	case f.keep != "":
		return a.keepSamples(samples, f.keep)
	}
	if f.to == "" {
		f.to = "brief"
	}
	items := func(yield func(pipeline.Item, error) bool) {
		for i := range samples {
			if !yield(pipeline.Item{Page: &samples[i].Page}, nil) {
				return
			}
		}
	}
	return a.codeAll(ctx, items, &f.outputFlags, 0, "")
}

// pick gives the samples of those names, or all.
func pick(samples []demo.Sample, names []string) ([]demo.Sample, error) {
	if len(names) == 0 {
		return samples, nil
	}
	var out []demo.Sample
	for _, name := range names {
		found := false
		for _, s := range samples {
			if s.Name == name {
				out = append(out, s)
				found = true
			}
		}
		if !found {
			return nil, usagef("there is no sample %q; chancery demo --list names them", name)
		}
	}
	return out, nil
}

func (a *app) listSamples(samples []demo.Sample) error {
	for _, s := range samples {
		if _, err := fmt.Fprintf(a.out, "%-12s %s  %s\n", s.Name, s.Page.Published, s.Page.Title); err != nil {
			return fmt.Errorf("cannot write the list: %w", err)
		}
	}
	return nil
}

// keepSamples writes the samples as web pages, which carry title, outlet and
// date with them.
func (a *app) keepSamples(samples []demo.Sample, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("cannot make the folder: %w", err)
	}
	for _, s := range samples {
		page, err := s.HTML()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, s.Name+".html"), page, 0o644); err != nil {
			return fmt.Errorf("cannot write a sample: %w", err)
		}
	}
	_, err := fmt.Fprintf(a.err, "wrote %d samples; code them with: chancery code %s\n", len(samples), dir)
	if err != nil {
		return fmt.Errorf("cannot write: %w", err)
	}
	return nil
}

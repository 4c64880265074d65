package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"chancery"
	"chancery/internal/evaluate"
	"chancery/internal/pipeline"
	"chancery/record"
)

// evaluateFlags are the flags of chancery evaluate.
type evaluateFlags struct {
	docs, records, to       string
	registry                string
	perType, perDocument    bool
	errors                  int
	baseline, writeBaseline string
}

// resamples and seed fix the bootstrap, so that a report can be repeated.
const (
	resamples = 1000
	seed      = 1
)

func evaluateCommand(a *app) *cobra.Command {
	f := &evaluateFlags{}
	cmd := &cobra.Command{
		Use:   "evaluate GOLD --docs DOCS",
		Short: "Score codings against annotated documents",
		Long: `Evaluate compares codings with documents that people annotated, and prints how
many events, statements and posts were found and how right they are. GOLD holds
the annotations and DOCS the texts with their sentences, both JSON lines;
docs/evaluation.md defines the formats and every figure.

Without --records, chancery codes DOCS itself. With --records FILE it scores the
records in FILE, made by any program, or a second annotation of the same texts,
which gives the agreement of two annotators.

With --baseline FILE the exit code is 1 when a figure fell by more than 0.005.`,
		Example: `  chancery evaluate gold.jsonl --docs docs.jsonl
  chancery evaluate gold.jsonl --docs docs.jsonl --records mine.jsonl --per-type --errors 20
  chancery evaluate anna.jsonl --docs docs.jsonl --records ben.jsonl --to json
  chancery evaluate gold.jsonl --docs docs.jsonl --baseline figures.json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("evaluate takes one file of annotations, but got %d; see chancery evaluate --help", len(args))
			}
			return a.evaluate(cmd.Context(), f, args[0])
		},
	}
	cmd.Flags().StringVar(&f.docs, "docs", "", "`file` of the texts with their sentences (required)")
	cmd.Flags().StringVar(&f.records, "records", "", "`file` of records, or of a second annotation (default: code the texts now)")
	registryFlag(cmd, &f.registry)
	cmd.Flags().StringVar(&f.to, "to", "table", "`format` to write: table, json")
	cmd.Flags().BoolVar(&f.perType, "per-type", false, "add the figures of each event type")
	cmd.Flags().BoolVar(&f.perDocument, "per-document", false, "add the figures of each document")
	cmd.Flags().IntVar(&f.errors, "errors", 0, "list up to `N` missed and N extra events")
	cmd.Flags().StringVar(&f.baseline, "baseline", "", "`file` of earlier figures that must not fall")
	cmd.Flags().StringVar(&f.writeBaseline, "write-baseline", "", "`file` to write the figures to")
	return cmd
}

func (a *app) evaluate(ctx context.Context, f *evaluateFlags, goldName string) error {
	if err := f.check(); err != nil {
		return err
	}
	rep, err := a.score(ctx, f, goldName)
	if err != nil {
		return err
	}
	write := rep.WriteTable
	if f.to == "json" {
		write = rep.WriteJSON
	}
	if err := write(a.out); err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	switch {
	case f.writeBaseline != "":
		return writeBaseline(f.writeBaseline, rep)
	case f.baseline != "":
		return checkBaseline(f.baseline, rep)
	}
	return nil
}

func (f *evaluateFlags) check() error {
	switch {
	case f.docs == "":
		return usagef("--docs is missing: name the file of the texts")
	case f.to != "table" && f.to != "json":
		return usagef("--to %s: there is no such format; give table or json", f.to)
	case f.errors < 0:
		return usagef("--errors %d: give 0 or more", f.errors)
	case f.baseline != "" && f.writeBaseline != "":
		return usagef("--baseline and --write-baseline do not go together; give one of them")
	}
	return nil
}

// score opens the files and runs the comparison.
func (a *app) score(ctx context.Context, f *evaluateFlags, goldName string) (rep evaluate.Report, err error) {
	gold, closeGold, err := openSource(goldName)
	if err != nil {
		return rep, err
	}
	defer closeGold()
	docs, closeDocs, err := openSource(f.docs)
	if err != nil {
		return rep, err
	}
	defer closeDocs()
	answers, err := a.answers(f.records, f.registry)
	if err != nil {
		return rep, err
	}
	return evaluate.Run(ctx, gold, docs, answers, evaluate.Options{
		PerType: f.perType, PerDocument: f.perDocument, Errors: f.errors, Resamples: resamples, Seed: seed,
	})
}

// answers come from a file of records, or from coding the documents now.
func (a *app) answers(records, dir string) (evaluate.Answers, error) {
	if records != "" {
		src, closeRecords, err := openSource(records)
		if err != nil {
			return nil, err
		}
		defer closeRecords()
		return evaluate.ReadAnswers(src)
	}
	own, err := ownRegistry(dir)
	if err != nil {
		return nil, err
	}
	code, err := a.newCode(chancery.Options{Registry: own})
	if err != nil {
		return nil, registryError(dir, err)
	}
	told := newReport(a, false)
	return evaluate.Coding(func(ctx context.Context, page record.Page) (record.Record, error) {
		rec, diagnostics, err := code(ctx, page)
		told.result(&pipeline.Result{Page: &page, Record: rec, Diagnostics: diagnostics})
		return rec, err
	}), nil
}

// openSource opens a file to read. A file that was only read closes without news.
func openSource(name string) (evaluate.Source, func(), error) {
	file, err := os.Open(name)
	if err != nil {
		return evaluate.Source{}, nil, fmt.Errorf("cannot read the file: %w", err)
	}
	return evaluate.Source{Name: name, Reader: file}, func() { _ = file.Close() }, nil
}

func writeBaseline(name string, rep evaluate.Report) error {
	file, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("cannot write the baseline: %w", err)
	}
	if err := errors.Join(rep.Baseline().Write(file), file.Close()); err != nil {
		return fmt.Errorf("cannot write the baseline: %w", err)
	}
	return nil
}

// checkBaseline fails when a figure fell.
func checkBaseline(name string, rep evaluate.Report) error {
	src, closeBaseline, err := openSource(name)
	if err != nil {
		return err
	}
	defer closeBaseline()
	before, err := evaluate.ReadBaseline(src)
	if err != nil {
		return err
	}
	drops := before.Drops(rep)
	if len(drops) == 0 {
		return nil
	}
	var fell []string
	for _, d := range drops {
		fell = append(fell, d.String())
	}
	return fmt.Errorf("cannot accept the figures, which fell below %s:\n  %s", name, strings.Join(fell, "\n  "))
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"chancery"
	"chancery/internal/bench"
)

// benchFlags are the flags of chancery bench.
type benchFlags struct {
	to, compare, profile string
	registry             string
	words                int
	rounds               int
	lasts                time.Duration
	cores                []int
	steps                []string
	limits               bool
}

func benchCommand(a *app) *cobra.Command {
	f := &benchFlags{}
	cmd := &cobra.Command{
		Use:   "bench [FILE | DIR]…",
		Short: "Measure how fast the program is on this machine",
		Long: `Bench measures each step by itself, on one core and on all: reading pages out of a
web archive, analysis, extraction, and linking with storing; then the whole ways from
text to JSON lines and from a web archive to a SQLite archive. All of them take turns
several times; the median and the spread are told, with the memory taken at most.

Without files it codes invented news (that of chancery demo news, and the samples of
chancery demo), the same on every machine. With files it codes those, up to --words.
It takes less than a minute and leaves nothing behind.

Keep a report with --to json and give it to --compare after a change or on another
machine. Other work on the machine makes the times by the clock longer; words for a
second of processor time ("per CPU s") hold all the same.`,
		Example: `  chancery bench
  chancery bench --to json > before.json
  chancery bench --compare before.json
  chancery bench --words 500000 --for 5m CC-NEWS-20240101000000-00001.warc.gz`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.bench(cmd.Context(), f, args) },
	}
	cmd.Flags().StringVar(&f.to, "to", "table", "`format` to write: table, json")
	cmd.Flags().StringVar(&f.compare, "compare", "", "set the measures beside those of an older report, a `file` that --to json wrote")
	cmd.Flags().StringVar(&f.profile, "profile", "", "write profiles of the processor into `folder`, one a measure, for go tool pprof")
	registryFlag(cmd, &f.registry)
	cmd.Flags().IntVar(&f.words, "words", 40_000, "measure on about so `many` words; 0 is all of the files")
	cmd.Flags().IntVar(&f.rounds, "rounds", 3, "run each measure so `often` at least")
	cmd.Flags().DurationVar(&f.lasts, "for", 40*time.Second, "begin no round that would end later")
	cmd.Flags().IntSliceVar(&f.cores, "cores", nil, "`numbers` of cores to measure on (default: 1 and all)")
	cmd.Flags().StringSliceVar(&f.steps, "step", nil, "measure only these `steps`: read, analyse, extract, keep, code, ingest")
	cmd.Flags().BoolVar(&f.limits, "limits", false, "measure too how fast the machine's memory is at best")
	return cmd
}

// check refuses flags that mean nothing, before anything is made.
func (f *benchFlags) check(args []string) error {
	switch {
	case f.to != "table" && f.to != "json":
		return usagef("--to %s: there is no such format; give table or json", f.to)
	case f.words < 0 || f.words == 0 && len(args) == 0:
		return usagef("--words %d: give the number of words to measure on; 0, for all, goes with files", f.words)
	case f.rounds < 1:
		return usagef("--rounds %d: give 1 or more", f.rounds)
	case slices.Contains(args, "-"):
		return usagef("bench reads its input several times, so it cannot be standard input; name files")
	}
	for _, s := range f.steps {
		if !slices.Contains(benchSteps(), s) {
			return usagef("--step %s: there is no such step; give some of %v", s, benchSteps())
		}
	}
	for _, n := range f.cores {
		if n < 1 || n > runtime.NumCPU() {
			return usagef("--cores %d: give numbers from 1 to %d", n, runtime.NumCPU())
		}
	}
	return nil
}

func (a *app) bench(ctx context.Context, f *benchFlags, args []string) (err error) {
	if err := f.check(args); err != nil {
		return err
	}
	var old *bench.Report
	if f.compare != "" {
		if old, err = readReport(f.compare); err != nil {
			return err
		}
	}
	started := time.Now()
	machine := bench.ThisMachine() // with the load of before
	c, err := a.newBenchCorpus(ctx, f, args)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "chancery-bench-")
	if err != nil {
		return fmt.Errorf("cannot make a folder for the archives: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	out := bench.Report{Schema: bench.Schema, Started: started.UTC().Truncate(time.Second), Machine: machine,
		Program: bench.ThisProgram(version, c.coder.name), Corpus: c.about, AtRest: c.atRest}
	if f.limits {
		limits := bench.MachineLimits()
		out.Limits = &limits
	}
	opts := bench.Options{Rounds: f.rounds, For: f.lasts - time.Since(started), Told: a.benchTold()}
	if f.profile != "" {
		if err := os.MkdirAll(f.profile, 0o755); err != nil {
			return fmt.Errorf("cannot make the folder for profiles: %w", err)
		}
		opts.Around = profileInto(f.profile)
	}
	out.Measures, err = bench.All(ctx, a.benchCases(c, f, dir), opts)
	a.benchTold()(nil, 0)
	if err != nil {
		return err
	}
	out.Seconds = time.Since(started).Seconds()
	return a.showBench(&out, old, f.to)
}

func readReport(name string) (*bench.Report, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot open the report: %w", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	return bench.Read(file)
}

// benchTold draws a line of progress on a terminal; a nil case takes it away.
func (a *app) benchTold() func(*bench.Case, int) {
	return func(c *bench.Case, round int) {
		switch {
		case !a.errTerminal:
		case c == nil:
			fmt.Fprint(a.err, "\r\x1b[K")
		default:
			fmt.Fprintf(a.err, "\r\x1b[Kround %d: %s on %s", round+1, c.Step, coresWord(c.Cores))
		}
	}
}

// profileInto profiles the first round of each case.
func profileInto(dir string) func(*bench.Case, int) (func() error, error) {
	return func(c *bench.Case, round int) (func() error, error) {
		if round > 0 {
			return func() error { return nil }, nil
		}
		file, err := os.Create(filepath.Join(dir, fmt.Sprintf("%s-%d.pprof", c.Step, c.Cores)))
		if err != nil {
			return nil, err
		}
		if err := pprof.StartCPUProfile(file); err != nil {
			return nil, errors.Join(err, file.Close())
		}
		return func() error {
			pprof.StopCPUProfile()
			return file.Close()
		}, nil
	}
}

// showBench writes the report, and beside it the older one.
func (a *app) showBench(now, old *bench.Report, to string) error {
	var beside *bench.Comparison
	if old != nil {
		c := bench.Compare(old, now)
		beside = &c
	}
	if to == "json" {
		enc := json.NewEncoder(a.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if beside == nil {
			return enc.Encode(now)
		}
		return enc.Encode(struct {
			*bench.Report
			Compared *bench.Comparison `json:"compared"`
		}{now, beside})
	}
	if err := writeBench(a.out, now); err != nil || beside == nil {
		return err
	}
	return writeBeside(a.out, beside)
}

// benchOptions are the choices of the coder: bench has the shipped ones.
func benchOptions(registry string) (chancery.Options, error) {
	reg, err := ownRegistry(registry)
	return chancery.Options{Registry: reg}, err
}

// silent is the app with nobody to write to.
func (a *app) silent(out io.Writer) *app {
	b := *a
	b.out, b.err = out, io.Discard
	b.outTerminal, b.errTerminal = false, false
	return &b
}

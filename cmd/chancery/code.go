package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"chancery"
	"chancery/internal/brief"
	"chancery/internal/pipeline"
	"chancery/internal/stage/ingest"
)

// codeFlags are the flags of chancery code.
type codeFlags struct {
	from, published, source, title, lang string
	workers                              int
	explain                              bool
	outputFlags
}

// outputFlags are the flags that code and demo share.
type outputFlags struct {
	to       string
	withText bool
	width    int
	noColor  bool
	quiet    bool
	read     bool
	registry string
	lexicon  string
	least    float64
}

func (f *outputFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.to, "to", "", "`format` to write: "+strings.Join(formatNames(), ", ")+" (default brief on a terminal, else jsonl)")
	cmd.Flags().BoolVar(&f.withText, "with-text", false, "put the text into the records (json, jsonl), its words into the events (plover)")
	cmd.Flags().BoolVar(&f.read, "no-inferred", false, "leave out parties that the words of an act do not give (docs/parties.md)")
	cmd.Flags().IntVar(&f.width, "width", 0, "`columns` of a brief, 40 to 120 (default: the terminal's)")
	cmd.Flags().BoolVar(&f.noColor, "no-color", false, "write a brief without colours (so does NO_COLOR)")
	registryFlag(cmd, &f.registry)
	lexiconFlag(cmd, &f.lexicon)
	cmd.Flags().Float64Var(&f.least, "min-confidence", 0, "keep events from this `confidence` on, 0.05 to 1 (default 0.38): lower finds more and errs more")
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no warnings, only errors")
}

func codeCommand(a *app) *cobra.Command {
	f := &codeFlags{}
	cmd := &cobra.Command{
		Use:   "code [FILE | DIR | -]…",
		Short: "Code documents: news in, records out",
		Long: `Code reads news and writes down what it reports: events, statements and posts,
each with the words that show it.

It reads plain text, HTML pages and JSON lines (id, title, url, source, published,
text; other keys are kept), from files, from all .txt .html .htm .jsonl .json .md
files under a folder, or from standard input (-). Dates such as "on Tuesday" need
the date of publication: it is taken from the page or the line, or from --published.

Records come in the order of the input. A document that cannot be coded is listed
on standard error with a stable code, and the rest is coded; the exit code is then 3.
Exit codes: 0 all well, 1 an operation failed, 2 wrong usage, 3 some documents had errors.`,
		Example: `  chancery code page.html
  chancery code --published 2023-05-22 --source "Global Times" article.txt
  chancery code news/ --to jsonl > records.jsonl
  curl -s https://example.org/story | chancery code --from html -
  chancery code --to json --with-text article.txt`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.code(cmd.Context(), f, args) },
	}
	cmd.Flags().StringVar(&f.from, "from", "auto", "`format` to read: auto, text, html, jsonl, warc")
	cmd.Flags().StringVar(&f.published, "published", "", "`date` of publication of a single text, as 2023-05-22")
	cmd.Flags().StringVar(&f.source, "source", "", "`outlet` of a single text")
	cmd.Flags().StringVar(&f.title, "title", "", "`title` of a single text")
	cmd.Flags().StringVar(&f.lang, "lang", "", "read the documents as this `language` (en) without looking; default: found out, others than en are refused")
	cmd.Flags().BoolVar(&f.explain, "explain", false, "write no records but what was decided at each word that could state an act, and why")
	cmd.Flags().IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "documents coded at once")
	f.register(cmd)
	return cmd
}

func (a *app) code(ctx context.Context, f *codeFlags, args []string) error {
	if len(args) == 0 {
		if a.inTerminal {
			return usagef("nothing to code: name a file, a folder, or - for standard input; see chancery code --help")
		}
		args = []string{"-"}
	}
	if err := f.check(args); err != nil {
		return err
	}
	in := inputs{args: args, stdin: a.in, opts: ingest.Options{
		From: ingest.Format(f.from), Title: f.title, Source: f.source, Published: f.published, Language: f.lang,
	}}
	if f.explain {
		options, err := f.options(f.lang)
		if err != nil {
			return err
		}
		return a.explain(ctx, in.items, options, f.quiet)
	}
	in.late = true
	return a.codeAll(ctx, in.items, &f.outputFlags, f.workers, f.lang)
}

// codeAll codes the items, writes the records and reports on them.
func (a *app) codeAll(ctx context.Context, items iter.Seq2[pipeline.Item, error], f *outputFlags, workers int, lang string) error {
	w := bufio.NewWriterSize(a.out, 64<<10)
	out, err := a.open(w, f)
	if err != nil {
		return err
	}
	options, err := f.options(lang)
	if err != nil {
		return err
	}
	code, err := a.newCode(options)
	if err != nil {
		return registryError(f.registry, err)
	}
	rep := newReport(a, f.quiet)
	opts := pipeline.Options{Workers: workers, Progress: rep.progress}
	counts, err := pipeline.Run(ctx, items, code, opts, func(r pipeline.Result) error {
		rep.result(&r)
		if r.Page == nil || r.Err != nil {
			return nil
		}
		if err := out.write(&r); err != nil {
			return fmt.Errorf("cannot write the record of %s: %w", r.Place, err)
		}
		return flush(w)
	})
	if err == nil {
		err = out.end()
	}
	if failed := flush(w); err == nil {
		err = failed
	}
	if !errors.Is(err, syscall.EPIPE) {
		rep.finish(counts)
	}
	switch {
	case err != nil:
		return err
	case counts.Failures > 0:
		return fmt.Errorf("cannot code %s of %s documents, see above", thousands(counts.Failures), thousands(counts.Documents))
	case counts.Errors > 0:
		return errDocuments
	}
	return nil
}

// options are the choices of the coder.
func (f *outputFlags) options(lang string) (chancery.Options, error) {
	if f.least != 0 && !(f.least >= 0.05 && f.least <= 1) {
		return chancery.Options{}, usagef("--min-confidence %v: give a number from 0.05 to 1", f.least)
	}
	registry, err := ownRegistry(f.registry)
	if err != nil {
		return chancery.Options{}, err
	}
	lexicon, err := ownLexicon(f.lexicon)
	return chancery.Options{Language: lang, Registry: registry, Lexicon: lexicon, MinConfidence: f.least, NoInferred: f.read}, err
}

// flush hands on what is written after each record, so that a reader down the
// pipe has it at once.
func flush(w *bufio.Writer) error {
	if err := w.Flush(); err != nil {
		return fmt.Errorf("cannot write to standard output: %w", err)
	}
	return nil
}

// open chooses the format, the width and the colours.
func (a *app) open(w *bufio.Writer, f *outputFlags) (output, error) {
	to := f.to
	if to == "" {
		to = "jsonl"
		if a.outTerminal {
			to = "brief"
		}
	}
	if f.width < 0 {
		return nil, usagef("--width %d: give a number of columns from 40 to 120", f.width)
	}
	if f.withText && to == "brief" {
		return nil, usagef("--with-text goes with --to json, jsonl or plover; a brief quotes the text anyway")
	}
	width := f.width
	if width == 0 {
		width = a.width
	}
	color := a.outTerminal && !a.noColor && !f.noColor
	return openOutput(to, w, show{withText: f.withText, brief: brief.Options{Width: width, Color: color}})
}

// check refuses flags that do not fit together, before anything is read.
func (f *codeFlags) check(args []string) error {
	froms := []ingest.Format{ingest.Auto, ingest.Text, ingest.HTML, ingest.JSONL, ingest.WARC}
	if !slices.Contains(froms, ingest.Format(f.from)) {
		return usagef("--from %s: there is no such format; give auto, text, html, jsonl or warc", f.from)
	}
	if f.workers < 1 {
		return usagef("--workers %d: give 1 or more", f.workers)
	}
	if f.published != "" {
		if _, ok := ingest.NormalizeDate(f.published); !ok {
			return usagef("--published %s: that is not a date; give it as 2023-05-22", f.published)
		}
	}
	if n := count(args, "-"); n > 1 {
		return usagef("standard input (-) can be read only once, but it is named %d times", n)
	}
	return f.checkSingle(args)
}

// checkSingle lets the flags that describe one text go with one text only.
func (f *codeFlags) checkSingle(args []string) error {
	flag := ""
	switch {
	case f.published != "":
		flag = "--published"
	case f.source != "":
		flag = "--source"
	case f.title != "":
		flag = "--title"
	default:
		return nil
	}
	if len(args) > 1 {
		return usagef("%s describes a single text, but %d inputs are named; code them one by one, or put it into JSON lines", flag, len(args))
	}
	if f.from == string(ingest.JSONL) || f.from == string(ingest.Auto) && lines(args[0]) {
		return usagef("%s describes a single text; JSON lines carry it themselves, one for each document", flag)
	}
	if info, err := os.Stat(args[0]); args[0] != "-" && err == nil && info.IsDir() {
		return usagef("%s describes a single text, but %s is a folder", flag, args[0])
	}
	return nil
}

// lines says whether a name is one of JSON lines.
func lines(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".jsonl" || ext == ".ndjson"
}

func count(args []string, s string) (n int) {
	for _, a := range args {
		if a == s {
			n++
		}
	}
	return n
}

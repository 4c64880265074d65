package main

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chancery"
	"chancery/archive"
	"chancery/internal/pipeline"
	"chancery/internal/pipeline/keep"
	"chancery/internal/stage/ingest"
	"chancery/internal/stage/link"
	"chancery/internal/stage/store"
)

// ingestFlags are the flags of chancery ingest.
type ingestFlags struct {
	archiveFlags
	coding
	from     string
	workers  int
	batch    int
	keepText bool
	again    bool
	tell     bool
	quiet    bool
}

// coding are the flags that choose how pages are coded for an archive.
type coding struct {
	lexicon string
	least   float64
}

func (c *coding) register(cmd *cobra.Command) {
	lexiconFlag(cmd, &c.lexicon)
	cmd.Flags().Float64Var(&c.least, "min-confidence", 0, "keep events from this `confidence` on, 0.05 to 1 (default 0.38)")
}

func ingestCommand(a *app) *cobra.Command {
	f := &ingestFlags{}
	cmd := &cobra.Command{
		Use:   "ingest [FILE | DIR | -]…",
		Short: "Code documents and keep them in an archive",
		Long: `Ingest reads what chancery code reads, and WARC files (.warc, .warc.gz, whole
CC-NEWS files too), codes it, finds copies, joins the reports of one act into
incidents, and keeps all of it in an archive: one file, made when it is not there.

A document is known by its text: what is there already is passed over, so that a
run that was cut off is simply started again. A WARC file is entered where the
last run left it. Texts are forgotten after coding unless --keep-text is given;
the words that show each event are always kept.

Event sets of others are kept beside our own events, to be compared with them:
--from gdelt (2.0 and 1.0), polecat or icews. They are never mixed with ours.`,
		Example: `  chancery ingest news/
  chancery ingest --keep-text CC-NEWS-20240101000000-00001.warc.gz
  chancery ingest --from gdelt 20410304.export.CSV.zip
  chancery ingest --archive postgres://desk@db/chancery news.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.ingest(cmd.Context(), f, args) },
	}
	f.named(cmd)
	f.coding.register(cmd)
	registryFlag(cmd, &f.registry)
	cmd.Flags().StringVar(&f.from, "from", "auto", "`format` to read: "+strings.Join(ingestFormats(), ", "))
	cmd.Flags().IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "documents coded at once")
	cmd.Flags().IntVar(&f.batch, "batch", 64, "documents under one commit")
	cmd.Flags().BoolVar(&f.keepText, "keep-text", false, "keep the texts, to show pages and to code them again later")
	cmd.Flags().BoolVar(&f.again, "from-start", false, "read WARC files from their beginning, wherever the last run came to")
	cmd.Flags().BoolVar(&f.tell, "tell", false, "write the SHA-256 of each document to standard output once it is kept for good, and what became of it")
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no warnings, only errors")
	return cmd
}

func ingestFormats() []string {
	out := []string{string(ingest.Auto), string(ingest.Text), string(ingest.HTML), string(ingest.JSONL), string(ingest.WARC)}
	return append(out, foreignNames...)
}

func (a *app) ingest(ctx context.Context, f *ingestFlags, args []string) error {
	switch {
	case len(args) == 0 && a.inTerminal:
		return usagef("nothing to ingest: name a file, a folder, or - for standard input; see chancery ingest --help")
	case !slices.Contains(ingestFormats(), f.from):
		return usagef("--from %s: there is no such format; give one of %s", f.from, strings.Join(ingestFormats(), ", "))
	case f.workers < 1 || f.batch < 1:
		return usagef("--workers and --batch take 1 or more")
	case len(args) == 0:
		args = []string{"-"}
	}
	if set, ok := foreignSet(f.from); ok {
		return f.with(ctx, true, func(s *store.Store) error { return a.keepForeign(ctx, s, set, f, args) })
	}
	c, err := a.coder(f)
	if err != nil {
		return err
	}
	return f.with(ctx, true, func(s *store.Store) error {
		in := inputs{args: args, stdin: a.in, opts: ingest.Options{From: ingest.Format(f.from)}, archived: true, late: true,
			resume: func(file string) (string, error) {
				if f.again {
					return "", nil
				}
				return s.Position(ctx, file)
			}}
		return a.keepAll(ctx, s, in.items, c, f)
	})
}

// options are the choices of the coder.
func (c *coding) options(registryDir string) (chancery.Options, error) {
	of := outputFlags{registry: registryDir, lexicon: c.lexicon, least: c.least}
	return of.options("")
}

// coder is how pages are coded, and the name of that.
type coder struct {
	code pipeline.Code
	name string
}

func (a *app) coder(f *ingestFlags) (*coder, error) {
	options, err := f.coding.options(f.registry)
	if err != nil {
		return nil, err
	}
	code, err := a.newCode(options)
	if err != nil {
		return nil, registryError(f.registry, err)
	}
	name, err := chancery.Coding(options)
	return &coder{code, name}, err
}

// taken is what came of documents.
type taken struct {
	keep.Counts
	run     pipeline.Counts
	skipped int
}

// newKeeper makes the keeper of every command that adds to an archive. What linking
// makes of a page alone is made before the archive is locked.
func newKeeper(s keep.Store, o keep.Options) *keep.Keeper {
	o.Prepare = link.Prepare
	return keep.New(s, link.Link, o)
}

// keepSome codes items and keeps them, under a last commit even when it is
// interrupted.
func (a *app) keepSome(ctx context.Context, s *store.Store, items iter.Seq2[pipeline.Item, error], c *coder, f *ingestFlags, rep *report) (out taken, err error) {
	keeper := newKeeper(s, keep.Options{Coder: c.name, KeepText: f.keepText, Batch: f.batch,
		Kept: func(o archive.Outcome) {
			if rep.kept(&o); f.tell && o.Err == nil {
				fmt.Fprintf(a.out, "%s %s\n", o.Document, o.Result)
			}
		},
		Reached: func(file, at string) error { return s.SetPosition(context.WithoutCancel(ctx), file, at) },
	})
	fresh := keep.Fresh(ctx, items, s, "", func(string) { out.skipped++ })
	// Coding goes on while a batch is written.
	opts := pipeline.Options{Workers: f.workers, Window: max(8*f.workers, 3*f.batch), Progress: rep.progress}
	out.run, err = pipeline.Run(ctx, fresh, c.code, opts, func(r pipeline.Result) error {
		rep.result(&r)
		return keeper.Put(context.WithoutCancel(ctx), r) // a batch is written whole or not begun
	})
	if failed := keeper.Flush(context.WithoutCancel(ctx)); err == nil {
		err = failed
	}
	out.Counts = keeper.Counts()
	return out, err
}

// keepAll codes the items and keeps them, and tells what came of it.
func (a *app) keepAll(ctx context.Context, s *store.Store, items iter.Seq2[pipeline.Item, error], c *coder, f *ingestFlags) error {
	rep := newReport(a, f.quiet)
	done, err := a.keepSome(ctx, s, items, c, f, rep)
	if err == nil {
		err = a.freshLedger(ctx, s)
	}
	rep.finish(done.run)
	if !f.quiet {
		fmt.Fprintln(a.err, f.name()+": "+done.words())
	}
	switch failures := done.run.Failures + done.Failed; {
	case err != nil:
		return err
	case failures > 0:
		return fmt.Errorf("cannot keep %s of %s documents, see above", thousands(failures), thousands(done.run.Documents))
	case done.run.Errors > 0:
		return errDocuments
	}
	return nil
}

// kept tells of a document that the store refused.
func (p *report) kept(o *archive.Outcome) {
	if o.Err != nil {
		p.print(fmt.Sprintf("%s: %v", o.Document, o.Err))
	}
}

// words sums up what came into the archive.
func (c taken) words() string {
	parts := []string{thousands(c.New) + " new documents with " + thousands(c.Events) + " events and " + thousands(c.Statements) + " statements"}
	add := func(n int, what string) {
		if n > 0 {
			parts = append(parts, thousands(n)+" "+what)
		}
	}
	add(c.Recoded, "coded again")
	add(c.Appeared, "found at another place")
	add(c.Known+c.skipped, "known already")
	return strings.Join(parts, ", ")
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"chancery"
	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/internal/pipeline"
	"chancery/internal/stage/link"
	"chancery/internal/stage/store"
	"chancery/internal/table"
	"chancery/record"
)

// recodeFlags are the flags of chancery recode.
type recodeFlags struct {
	archiveFlags
	coding
	apply, all, quiet bool
	workers, batch    int
}

func recodeCommand(a *app) *cobra.Command {
	f := &recodeFlags{}
	cmd := &cobra.Command{
		Use:   "recode",
		Short: "Code kept texts again, and show what changes",
		Long: `Recode codes the texts of an archive with this program's models, lexicon and
registry, where another version coded them, and shows what would change: events
that are added, removed, or told otherwise. With --apply the new records replace
the old ones, which are kept as earlier revisions; decisions of reviewers stay.

Only documents whose text is kept (ingest --keep-text) can be coded again.`,
		Example: `  chancery recode
  chancery recode --to csv > changes.csv
  chancery recode --apply`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.recode(cmd.Context(), f) },
	}
	f.list(cmd)
	f.coding.register(cmd)
	cmd.Flags().BoolVar(&f.apply, "apply", false, "replace the records")
	cmd.Flags().BoolVar(&f.all, "all", false, "also what this very version has coded")
	cmd.Flags().IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "documents coded at once")
	cmd.Flags().IntVar(&f.batch, "batch", 64, "documents under one commit")
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no warnings, only errors")
	return cmd
}

// change is one row of what recode shows.
type change struct {
	Document string `json:"document"`
	Title    string `json:"title,omitempty"`
	archive.Difference
}

// recoding is one run of chancery recode.
type recoding struct {
	f                  *recodeFlags
	s                  *store.Store
	coder              string // the name of this version
	batch              []archive.Addition
	documents, changed int // looked at; with differences
	textless           int // documents that cannot be coded again
	kinds              map[string]int
}

func (a *app) recode(ctx context.Context, f *recodeFlags) error {
	opts, err := f.table(a)
	if err != nil {
		return err
	}
	if f.workers < 1 || f.batch < 1 {
		return usagef("--workers and --batch take 1 or more")
	}
	options, err := f.coding.options(f.registry)
	if err != nil {
		return err
	}
	code, err := a.newCode(options)
	if err != nil {
		return registryError(f.registry, err)
	}
	name, err := chancery.Coding(options)
	if err != nil {
		return err
	}
	return f.with(ctx, false, func(s *store.Store) error {
		r := &recoding{f: f, s: s, coder: name, kinds: map[string]int{}}
		if _, err := changeList().Write(a.out, r.changes(ctx, a, code), opts); err != nil {
			return err
		}
		r.sum(a.err)
		return nil
	})
}

// changes codes the documents and gives the differences; with --apply it also
// replaces the records.
func (r *recoding) changes(ctx context.Context, a *app, code pipeline.Code) iter.Seq2[change, error] {
	return func(yield func(change, error) bool) {
		stopped := errors.New("stopped")
		rep := newReport(a, r.f.quiet)
		counts, err := pipeline.Run(ctx, r.items(ctx), code, pipeline.Options{Workers: r.f.workers, Progress: rep.progress}, func(res pipeline.Result) error {
			rep.result(&res)
			if res.Page == nil || res.Err != nil {
				return nil
			}
			rows, err := r.compare(ctx, &res)
			for i := range rows {
				if !yield(rows[i], nil) {
					return stopped
				}
			}
			return err
		})
		rep.finish(counts)
		if err == nil {
			err = r.flush(context.WithoutCancel(ctx))
		}
		if err != nil && !errors.Is(err, stopped) {
			yield(change{}, err)
		}
	}
}

// items are the texts to code again.
func (r *recoding) items(ctx context.Context) iter.Seq2[pipeline.Item, error] {
	return func(yield func(pipeline.Item, error) bool) {
		for d, err := range r.s.Documents(ctx) {
			if err == nil && d.Coder == r.coder && !r.f.all {
				continue
			}
			if err == nil {
				d, err = r.s.Document(ctx, d.SHA256)
			}
			if err == nil && d.Text == "" && d.Words > 0 {
				r.textless++
				continue
			}
			page := record.Page{Document: d.Document, Text: d.Text}
			if !yield(pipeline.Item{Page: &page, Place: d.SHA256}, err) || err != nil {
				return
			}
		}
	}
}

// compare sets the new coding of a page beside the last one.
func (r *recoding) compare(ctx context.Context, res *pipeline.Result) ([]change, error) {
	r.documents++
	old, err := r.s.Document(ctx, res.Place)
	if err != nil {
		return nil, err
	}
	rec, err := r.s.Record(ctx, res.Place, 0)
	if err != nil {
		return nil, err
	}
	doc := old
	doc.Coder, doc.Diagnostics, doc.Appearances = r.coder, res.Diagnostics, nil
	add := archive.Flatten(doc, res.Record, res.Page.Text)
	before := archive.Flatten(old, rec, res.Page.Text)
	var rows []change
	for _, d := range archive.Diff(before.Events, add.Events) {
		r.kinds[d.Kind]++
		rows = append(rows, change{res.Place, old.Title, d})
	}
	if len(rows) > 0 {
		r.changed++
	}
	if !r.f.apply {
		return rows, nil
	}
	add.KeepText = true
	if r.batch = append(r.batch, add); len(r.batch) >= r.f.batch {
		return rows, r.flush(ctx)
	}
	return rows, nil
}

// flush replaces the records of a batch.
func (r *recoding) flush(ctx context.Context) error {
	if len(r.batch) == 0 {
		return nil
	}
	outcomes, err := r.s.Replace(ctx, r.batch, link.Link)
	r.batch = r.batch[:0]
	for _, o := range outcomes {
		if o.Err != nil && err == nil {
			err = fmt.Errorf("cannot replace the record of %s: %w", o.Document, o.Err)
		}
	}
	return err
}

// sum tells in a line what was found.
func (r *recoding) sum(w io.Writer) {
	what := "would change"
	if r.f.apply {
		what = "changed"
	}
	line := fmt.Sprintf("%s documents coded again, %s %s: %s events added, %s removed, %s told otherwise",
		thousands(r.documents), thousands(r.changed), what, thousands(r.kinds["added"]), thousands(r.kinds["removed"]), thousands(r.kinds["changed"]))
	if r.textless > 0 {
		line += fmt.Sprintf("; %s documents have no kept text and stay as they are", thousands(r.textless))
	}
	if !r.f.apply && r.documents > 0 {
		line += ". chancery recode --apply replaces them"
	}
	fmt.Fprintln(w, line)
}

func changeList() table.List[change] {
	type c = change
	side := func(e *archive.Event) string {
		if e == nil {
			return ""
		}
		return ontology.Plain(e.Type, e.Modes) + ", " + string(e.Status) + ": " + sides(e.Actors, e.Recipients)
	}
	return table.List[c]{
		Columns: []table.Column[c]{
			{Name: "document", Text: func(c *c) string { return c.Document[:min(16, len(c.Document))] }, Table: true},
			{Name: "change", Text: func(c *c) string { return c.Kind }},
			{Name: "title", Text: func(c *c) string { return c.Title }, Wide: true},
			{Name: "sha256", Text: func(c *c) string { return c.Document }, CSV: true},
			{Name: "old", Text: func(c *c) string { return side(c.Old) }, CSV: true},
			{Name: "new", Text: func(c *c) string { return side(c.New) }, CSV: true},
			{Name: "fields", Text: func(c *c) string { return strings.Join(c.Fields, "; ") }, CSV: true},
		},
		Below: func(c *c) string {
			e := c.New
			if e == nil {
				e = c.Old
			}
			lines := joined(" · ", side(e), strings.Join(c.Fields, "; "), quote(e.Evidence))
			return lines
		},
		Empty: "Nothing changes.",
	}
}

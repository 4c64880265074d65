package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/demo/newsroom"
	"chancery/internal/stage/ingest/warc"
)

// newsFlags are the flags of chancery demo news.
type newsFlags struct {
	documents int
	seed      uint64
	registry  string
	plain     bool
	plan      string
}

func newsCommand(a *app) *cobra.Command {
	f := &newsFlags{}
	cmd := &cobra.Command{
		Use:   "news FILE.warc.gz",
		Short: "Write a web archive of invented news to try the program with",
		Long: `News writes pages of news sites about twelve invented states in the years 2041
and 2042 into a web archive: reports by several outlets, copies, plans that are held
or called off, with trends and shocks in them. The same number and seed give the same
file. The states are in no registry, so write theirs too and code with it.`,
		Example: `  chancery demo news news.warc.gz --documents 600 --registry invented/
  chancery code --registry invented/ news.warc.gz --to jsonl`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.news(cmd.Context(), f, args[0]) },
	}
	cmd.Flags().IntVar(&f.documents, "documents", 400, "how `many` documents to write")
	cmd.Flags().Uint64Var(&f.seed, "seed", 1, "another `number` gives other news")
	cmd.Flags().StringVar(&f.registry, "registry", "", "write the registry of the invented states into `folder`")
	cmd.Flags().StringVar(&f.plan, "plan", "years", "what happens: years (fourteen relations) or contrasts (eight, in which what is planted can be measured)")
	cmd.Flags().BoolVar(&f.plain, "plain", false, "do not pack the archive")
	return cmd
}

func (a *app) news(ctx context.Context, f *newsFlags, name string) error {
	if f.documents < 1 || f.documents > 10_000_000 {
		return usagef("--documents %d: give a number from 1 to 10000000", f.documents)
	}
	plan, ok := map[string]func(int, uint64) newsroom.Plan{"years": newsroom.TwoYears, "contrasts": newsroom.Contrasts}[f.plan]
	if !ok {
		return usagef("--plan %s: give years or contrasts", f.plan)
	}
	if f.registry != "" {
		if err := keepRegistry(f.registry); err != nil {
			return err
		}
	}
	file, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("cannot write the archive: %w", err)
	}
	w := bufio.NewWriterSize(file, 1<<20)
	room := newsroom.New(plan(f.documents, f.seed))
	err = writeNews(ctx, w, room, !f.plain)
	if err = errors.Join(err, w.Flush(), file.Close()); err != nil {
		return fmt.Errorf("cannot write the archive: %w", err)
	}
	_, err = fmt.Fprintf(a.err, "chancery: %s documents about %s acts in %s\n", thousands(room.Len()), thousands(len(room.Acts)), name)
	return err
}

// writeNews writes all dispatches as the pages that a crawler found.
func writeNews(ctx context.Context, to io.Writer, room *newsroom.Newsroom, packed bool) error {
	w := warc.NewWriter(to, packed)
	if err := w.Info(room.Plan.Start, warc.Header{{Name: "software", Value: "chancery demo news"}, {Name: "description", Value: "Invented news; states, persons and happenings do not exist"}}); err != nil {
		return err
	}
	for d := range room.Dispatches() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var header warc.Header
		for _, h := range d.Header() {
			header = append(header, warc.Field{Name: h[0], Value: h[1]})
		}
		if err := w.Response(d.URL, d.Fetched(), header, d.HTML()); err != nil {
			return err
		}
	}
	return nil
}

// keepRegistry writes the registry of the invented states.
func keepRegistry(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("cannot write the registry: %w", err)
	}
	folder := newsroom.Registry()
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return fmt.Errorf("cannot write the registry: %w", err)
	}
	for _, e := range entries {
		data, err := fs.ReadFile(folder, e.Name())
		if err == nil && strings.HasSuffix(e.Name(), ".tsv") {
			err = os.WriteFile(filepath.Join(dir, e.Name()), data, 0o644)
		}
		if err != nil {
			return fmt.Errorf("cannot write the registry: %w", err)
		}
	}
	return nil
}

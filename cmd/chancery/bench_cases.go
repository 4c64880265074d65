package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"chancery"
	"chancery/internal/bench"
	"chancery/internal/pipeline"
	"chancery/internal/pipeline/keep"
	"chancery/internal/stage/ingest"
	"chancery/internal/stage/link"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
)

// benchSteps are the steps that are measured, in order.
func benchSteps() []string { return []string{"read", "analyse", "extract", "keep", "code", "ingest"} }

// benchDoes says of each step what goes in and what comes out.
func benchDoes(step string) string {
	return map[string]string{
		"read":    "web archive → pages",
		"analyse": "text → words, tags, trees",
		"extract": "trees → record",
		"keep":    "records → linked, in SQLite",
		"code":    "text → JSON lines",
		"ingest":  "web archive → SQLite",
	}[step]
}

// benchCases are the cases of all steps on all numbers of cores.
func (a *app) benchCases(c *benchCorpus, f *benchFlags, dir string) []bench.Case {
	cores := slices.Clone(f.cores)
	if len(cores) == 0 {
		cores = []int{1, runtime.GOMAXPROCS(0)}
	}
	slices.Sort(cores)
	cores = slices.Compact(cores)
	var out []bench.Case
	for _, step := range benchSteps() {
		if len(f.steps) > 0 && !slices.Contains(f.steps, step) {
			continue
		}
		for _, n := range cores {
			k := bench.Case{Step: step, Does: benchDoes(step), Cores: n, Documents: c.about.Documents, Words: c.about.Words, Bytes: c.about.Text}
			switch step {
			case "read":
				k.Run = c.reading(n)
				k.Words, k.Bytes = c.archiveWords, c.about.Archive
			case "analyse":
				k.Run = c.analysing(n)
			case "extract":
				k.Before, k.Run, k.After = c.extracting(n)
			case "keep":
				k.Run = a.keeping(c, filepath.Join(dir, "keep.db"))
				k.After = func() error { return emptied(dir) }
			case "code":
				k.Run = a.codingAll(c, n)
			case "ingest":
				k.Run = a.ingesting(c, n, filepath.Join(dir, "ingest.db"))
				k.After = func() error { return emptied(dir) }
				k.Words, k.Bytes = c.archiveWords, c.about.Archive
			}
			out = append(out, k)
		}
	}
	return out
}

// reading reads the web archive: one goroutine unpacks it, n find the articles.
func (c *benchCorpus) reading(n int) func(context.Context) error {
	return func(context.Context) (err error) {
		unread := make(chan pipeline.Item, 2*n)
		var all sync.WaitGroup
		for range n {
			all.Go(func() {
				for item := range unread {
					_, _ = item.Read() // what cannot be read is told by the whole way
				}
			})
		}
		for item, failed := range c.archive {
			if err = failed; err != nil {
				break
			}
			unread <- item
		}
		close(unread)
		all.Wait()
		return err
	}
}

// each calls do for the numbers below many from n goroutines.
func each(n, many int, do func(int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < many; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	all.Wait()
}

func (c *benchCorpus) analysing(n int) func(context.Context) error {
	return func(context.Context) error {
		each(n, len(c.pages), func(i int) { c.whole.Analyse(c.pages[i]) })
		return nil
	}
}

func (c *benchCorpus) extracting(n int) (before, run func(context.Context) error, after func() error) {
	var trees []*chancery.Analysis
	before = func(context.Context) error {
		trees = make([]*chancery.Analysis, len(c.pages))
		each(runtime.GOMAXPROCS(0), len(c.pages), func(i int) { trees[i] = c.whole.Analyse(c.pages[i]) })
		return nil
	}
	run = func(context.Context) error {
		each(n, len(trees), func(i int) { trees[i].Record() })
		return nil
	}
	return before, run, func() error { trees = nil; return nil }
}

// keeping links and stores records that are there already.
func (a *app) keeping(c *benchCorpus, file string) func(context.Context) error {
	return func(ctx context.Context) error {
		return withNew(ctx, file, func(s *store.Store) error {
			keeper := keep.New(s, link.Link, keep.Options{Coder: c.coder.name})
			for i := range c.coded {
				if err := keeper.Put(ctx, c.coded[i]); err != nil {
					return err
				}
			}
			return keeper.Flush(ctx)
		})
	}
}

// codingAll is what chancery code --to jsonl does with JSON lines.
func (a *app) codingAll(c *benchCorpus, n int) func(context.Context) error {
	return func(ctx context.Context) error {
		in := inputs{args: []string{"-"}, stdin: bytes.NewReader(c.lines), opts: ingest.Options{From: ingest.JSONL}}
		b := a.silent(io.Discard)
		b.newCode = func(chancery.Options) (pipeline.Code, error) { return c.coder.code, nil }
		return b.codeAll(ctx, in.items, &outputFlags{to: "jsonl", quiet: true}, n, "")
	}
}

// ingesting is what chancery ingest does with a web archive.
func (a *app) ingesting(c *benchCorpus, n int, file string) func(context.Context) error {
	return func(ctx context.Context) error {
		return withNew(ctx, file, func(s *store.Store) error {
			b := a.silent(io.Discard)
			f := &ingestFlags{workers: n, batch: 64, quiet: true}
			_, err := b.keepSome(ctx, s, c.archive, c.coder, f, newReport(b, true))
			return err
		})
	}
}

// withNew opens a new archive for do.
func withNew(ctx context.Context, file string, do func(*store.Store) error) error {
	s, err := sqlite.Open(ctx, file, store.Options{Now: func() time.Time { return time.Date(2042, 12, 31, 0, 0, 0, 0, time.UTC) }})
	if err != nil {
		return err
	}
	if err := do(s); err != nil {
		_ = s.Close() // the first error is the one to tell
		return err
	}
	return s.Close()
}

// emptied takes the files of a folder away.
func emptied(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if failed := os.RemoveAll(filepath.Join(dir, e.Name())); err == nil {
			err = failed
		}
	}
	return err
}

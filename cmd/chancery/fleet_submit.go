package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/pipeline/fleet"
	"chancery/internal/stage/ingest"
	"chancery/internal/stage/ingest/watch"
)

// submitFlags are the flags of chancery fleet submit.
type submitFlags struct {
	queueFlags
	fleet.Cutting
	root   string
	again  int
	follow bool
	quiet  bool
}

func fleetSubmitCommand(a *app) *cobra.Command {
	f := &submitFlags{}
	cmd := &cobra.Command{
		Use:   "submit FILE | DIR | FEEDS.toml…",
		Short: "Cut news into works and put them into the queue",
		Long: `Submit cuts what chancery ingest reads into works: some documents of a WARC file by
their place in it, some lines of a JSONL file, some files of a folder. Only references
go into the queue, so workers must see the files by the same names, or under a folder
of their own: with --root, names are noted from that folder on.

A list of feeds (.toml, as for chancery watch) is cut into one poll of each feed for
its present interval; --follow goes on doing so.

What was submitted once is known for good: submitting it again changes nothing, and a
file that has grown adds what is new in it. --again 1 (2, 3 …) has it done once more.`,
		Example: `  chancery fleet submit /data/cc-news/2024-01/
  chancery fleet submit --root /data /data/news.jsonl
  chancery fleet submit --follow feeds.toml`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.fleetSubmit(cmd.Context(), f, args) },
	}
	f.queueFlags.register(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.Format, "from", "auto", "`format` to read: auto, text, html, jsonl, warc")
	flags.IntVar(&f.Documents, "documents", 64, "documents of one work at `most`")
	flags.Int64Var(&f.Bytes, "bytes", 4<<20, "`bytes` of one work, about")
	flags.StringVar(&f.root, "root", "", "`folder` from which on names are noted (default: whole names)")
	flags.IntVar(&f.again, "again", 0, "a `number` that was not used before has works done once more")
	flags.BoolVar(&f.follow, "follow", false, "submit a poll of each feed for each of its intervals, until ended")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "tell of problems only")
	return cmd
}

func (a *app) fleetSubmit(ctx context.Context, f *submitFlags, args []string) error {
	formats := []ingest.Format{ingest.Auto, ingest.Text, ingest.HTML, ingest.JSONL, ingest.WARC}
	switch {
	case len(args) == 0:
		return usagef("nothing to submit: name files, folders or lists of feeds")
	case slices.Contains(args, "-"):
		return usagef("standard input cannot be submitted, for workers read it elsewhere: name a file")
	case !slices.Contains(formats, ingest.Format(f.Format)):
		return usagef("--from %s: there is no such format; give auto, text, html, jsonl or warc", f.Format)
	case f.Documents < 1 || f.Bytes < 1 || f.again < 0:
		return usagef("--documents and --bytes take 1 or more, --again 0 or more")
	case f.follow && slices.ContainsFunc(args, func(s string) bool { return !isList(s) }):
		return usagef("--follow goes with lists of feeds (.toml) only")
	}
	return a.queue(ctx, &f.queueFlags, "submit", func(q *fleet.Queue) error {
		for {
			out, err := q.Submit(ctx, func(put func(fleet.Work) error) error { return f.cut(ctx, args, put) })
			if !f.quiet && (!f.follow || out.New > 0 || err != nil) {
				a.submitted(out)
			}
			if err != nil || !f.follow {
				return err
			}
			select {
			case <-time.After(20 * time.Second):
			case <-ctx.Done():
				return nil
			}
		}
	})
}

func (a *app) submitted(s fleet.Submitted) {
	line := thousands(s.New) + " works submitted"
	if s.Documents > 0 {
		line += ", with up to " + thousands(s.Documents) + " documents"
	}
	if s.Known > 0 {
		line += "; " + thousands(s.Known) + " were submitted before"
	}
	fmt.Fprintln(a.err, "chancery: "+line)
}

func isList(name string) bool { return strings.EqualFold(filepath.Ext(name), ".toml") }

// cut cuts all that is named into works.
func (f *submitFlags) cut(ctx context.Context, args []string, put func(fleet.Work) error) error {
	numbered := func(w fleet.Work) error {
		w.Again = f.again
		return put(w)
	}
	in := inputs{opts: ingest.Options{From: ingest.Format(f.Format)}, archived: true}
	bundle := fleet.NewBundle(f.Cutting, numbered)
	for _, arg := range args {
		if isList(arg) {
			if err := cutFeeds(arg, numbered); err != nil {
				return err
			}
			continue
		}
		for path, err := range in.files(arg) {
			if err != nil {
				return fmt.Errorf("cannot submit %s: %w", path, err)
			}
			shown, err := f.shown(path)
			if err != nil {
				return err
			}
			if err := fleet.Cut(ctx, path, shown, f.Cutting, bundle.Add); err != nil {
				return fmt.Errorf("cannot submit %s: %w", path, err)
			}
		}
	}
	return bundle.Flush()
}

// shown is the name by which workers find a file.
func (f *submitFlags) shown(path string) (string, error) {
	whole, err := filepath.Abs(path)
	if err != nil || f.root == "" {
		return whole, err
	}
	root, err := filepath.Abs(f.root)
	if err != nil {
		return "", err
	}
	rel, err := filepath.Rel(root, whole)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", usagef("%s is not under --root %s", path, f.root)
	}
	return filepath.ToSlash(rel), nil
}

// cutFeeds makes a poll of each feed of a list, for its present interval.
func cutFeeds(list string, put func(fleet.Work) error) error {
	raw, err := os.ReadFile(list)
	if err != nil {
		return fmt.Errorf("cannot read the list of feeds: %w", err)
	}
	sources, err := watch.ReadSources(string(raw))
	if err != nil {
		return fmt.Errorf("%s: %w", list, err)
	}
	var errs []error
	for _, s := range sources {
		errs = append(errs, put(fleet.Work{Kind: fleet.Poll, Feed: &fleet.Feed{
			Outlet: s.Outlet, Country: s.Country, Ownership: s.Ownership, URL: s.URL, Interval: s.Interval, Note: s.Note,
			Slot: time.Now().UTC().Truncate(s.Interval),
		}}))
	}
	return errors.Join(errs...)
}

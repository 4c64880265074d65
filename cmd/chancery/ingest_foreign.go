package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"chancery/archive"
	"chancery/internal/pipeline"
	"chancery/internal/stage/ingest/foreign"
	"chancery/internal/stage/store"
	"chancery/record"
)

// foreignNames are the formats of event sets that others made.
var foreignNames = []string{"gdelt", "polecat", "icews"}

// foreignSet says whether a format is that of an event set, and of which; GDELT's
// own versions are told apart by their columns.
func foreignSet(format string) (archive.ForeignSet, bool) {
	if format == "gdelt" {
		return "", true
	}
	return archive.ForeignSet(format), slices.Contains(foreignNames, format)
}

// foreignBatch is how many events of a set one commit holds.
const foreignBatch = 5000

// keepForeign keeps the event sets in the files.
func (a *app) keepForeign(ctx context.Context, s *store.Store, set archive.ForeignSet, f *ingestFlags, args []string) error {
	in := inputs{args: args, stdin: a.in}
	bad := false
	for _, arg := range args {
		ok, err := a.keepSet(ctx, s, set, f, &in, arg)
		if err != nil {
			return err
		}
		bad = bad || !ok
	}
	if bad {
		return errDocuments
	}
	return nil
}

// keepSet keeps the events of one file. It is false when lines were left out.
func (a *app) keepSet(ctx context.Context, s *store.Store, set archive.ForeignSet, f *ingestFlags, in *inputs, arg string) (bool, error) {
	r, name := in.stdin, "standard input"
	if arg != "-" {
		file, err := os.Open(arg)
		if err != nil {
			return false, fmt.Errorf("cannot read %s: %w", arg, err)
		}
		defer func() { _ = file.Close() }() // it was only read
		r, name = file, arg
	}
	rep := newReport(a, f.quiet)
	k := foreignKeeper{store: s, counts: map[archive.ForeignSet]int{}}
	left, err := k.read(ctx, name, r, set, f.from, rep)
	rep.finish(pipeline.Counts{})
	if err != nil {
		return false, err
	}
	if !f.quiet {
		for _, set := range sortedKeys(k.counts) {
			fmt.Fprintf(a.err, "%s: %s events of %s from %s\n", f.name(), thousands(k.counts[set]), set, name)
		}
		if left > 0 {
			fmt.Fprintf(a.err, "%s: %s lines of %s left out\n", f.name(), thousands(left), name)
		}
	}
	return left == 0, nil
}

// foreignKeeper collects events of others and writes them batch by batch.
type foreignKeeper struct {
	store  *store.Store
	batch  []archive.Foreign
	counts map[archive.ForeignSet]int
}

// read keeps what it reads and counts the lines that it leaves out.
func (k *foreignKeeper) read(ctx context.Context, name string, r io.Reader, set archive.ForeignSet, format string, rep *report) (left int, err error) {
	for item, err := range foreign.Read(name, r, set) {
		switch {
		case err != nil:
			return left, errors.Join(err, k.flush(ctx))
		case ctx.Err() != nil:
			return left, errors.Join(ctx.Err(), k.flush(context.WithoutCancel(ctx)))
		}
		for _, d := range item.Diagnostics {
			rep.warned[d.Code]++
			if rep.warned[d.Code] <= perCode && (!rep.quiet || d.Severity == record.Error) {
				rep.print(describe(d, &record.Record{}))
			}
		}
		if !item.OK {
			left++
			continue
		}
		if format == "gdelt" && item.Event.Set != archive.GDELT2 && item.Event.Set != archive.GDELT1 {
			return left, fmt.Errorf("cannot read %s: it is %s, not gdelt", name, item.Event.Set)
		}
		k.batch = append(k.batch, item.Event)
		k.counts[item.Event.Set]++
		if len(k.batch) == foreignBatch {
			if err := k.flush(ctx); err != nil {
				return left, err
			}
		}
	}
	return left, k.flush(ctx)
}

func (k *foreignKeeper) flush(ctx context.Context) error {
	if len(k.batch) == 0 {
		return nil
	}
	err := k.store.AddForeign(ctx, k.batch)
	k.batch = k.batch[:0]
	return err
}

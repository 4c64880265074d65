package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chancery/archive"
	"chancery/internal/export"
	"chancery/internal/filter"
	"chancery/internal/registry"
	"chancery/internal/stage/store"
)

// exportFlags are the flags of chancery export.
type exportFlags struct {
	archiveFlags
	of       string
	out      string
	withText bool
	quiet    bool
}

func exportCommand(a *app) *cobra.Command {
	f := &exportFlags{}
	cmd := &cobra.Command{
		Use:   "export --to FORMAT [FILTER]…",
		Short: "Write an archive for other programs",
		Long: "Export writes what the archive holds, or what a filter finds in it, the oldest\nfirst, in one of these formats:\n\n" + formatTable() +
			"\nRejected events are left out unless the filter asks for review. Standard error\ntells how many rows were written, of how many items, and how many of them the\nformat has no way to tell. docs/exports.md describes the columns of each format,\nwhat is lost in it and how to read it.\n\n" + filterHelp,
		Example: `  chancery export --to csv -o events.csv
  chancery export --to gdelt since:2023-05 until:2023-05-31 -o may.export.CSV
  chancery export --to ical actor:CHN since:today -o meetings.ics
  chancery export --to notes type:CONSULT -o vault/Chancery`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.export(cmd.Context(), f, args) },
	}
	f.named(cmd)
	cmd.Flags().StringVar(&f.to, "to", "", "`format` to write (default: what the end of the file's name says)")
	cmd.Flags().StringVar(&f.of, "of", "", "`kind` to write: events, incidents, statements, people or posts (default: the first that the format is made of)")
	cmd.Flags().StringVarP(&f.out, "out", "o", "-", "`file` to write, there only when it is complete; a folder for notes; - is standard output")
	cmd.Flags().BoolVar(&f.withText, "with-text", false, "put the words of the pages into the events (plover)")
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no counts, only errors")
	registryFlag(cmd, &f.registry)
	return cmd
}

func formatTable() string {
	var b strings.Builder
	for _, f := range export.Formats() {
		fmt.Fprintf(&b, "  %-15s%s; of %s\n", f.Name, f.Gist, f.Of)
	}
	return b.String()
}

// exporting is one run of the command.
type exporting struct {
	format export.Format
	kind   export.Kind
	expr   filter.Expr

	registry *registry.Registry
	store    *store.Store
	seen     func() // one more item was read
	// events are the reports of the incidents at hand, by key.
	events map[string]archive.Event
}

func (a *app) export(ctx context.Context, f *exportFlags, args []string) error {
	x, err := f.choose(args)
	if err != nil {
		return err
	}
	if f.out == "-" && a.outTerminal && (x.format.Name == "parquet" || x.format.Name == "notes") {
		return usagef("%s is not for a terminal; give it a file with -o", x.format.Name)
	}
	opt := export.Options{Registry: x.registry, Coder: "chancery " + version, Now: time.Now(), Words: f.withText}
	return f.with(ctx, false, func(s *store.Store) error {
		x.store = s
		if x.kind == export.People || x.kind == export.Posts {
			if err := a.freshLedger(ctx, s); err != nil {
				return err
			}
		}
		return a.exportTo(ctx, f, x, opt)
	})
}

// exportTo writes what is chosen, and tells how much it was.
func (a *app) exportTo(ctx context.Context, f *exportFlags, x *exporting, opt export.Options) (err error) {
	rep := newReport(a, f.quiet)
	read := 0
	x.seen = func() {
		read++
		rep.counted(read, x.kind.String()+" read")
	}
	var tally export.Tally
	folder := x.format.Name == "notes" && f.out != "-" && !strings.HasSuffix(f.out, x.format.Extension)
	switch {
	case folder:
		tally, err = notesInto(f.out, x.set(ctx))
	case f.out == "-":
		tally, err = x.format.Write(a.out, x.set(ctx), opt)
	default:
		err = writeWhole(f.out, true, func(w io.Writer) error {
			tally, err = x.format.Write(w, x.set(ctx), opt)
			return err
		})
	}
	rep.wipe()
	switch {
	case errors.Is(err, context.Canceled) && f.out != "-" && !folder:
		return fmt.Errorf("interrupted; %s is as it was before", f.out)
	case err != nil:
		return fmt.Errorf("cannot export %s: %w", x.format.Name, err)
	case !f.quiet:
		fmt.Fprintln(a.err, exportedLine(f.out, x, tally))
	}
	return nil
}

// choose finds the format, the kind and the filter that a command line asks for.
func (f *exportFlags) choose(args []string) (*exporting, error) {
	format, err := f.format()
	if err != nil {
		return nil, err
	}
	x := &exporting{format: format, seen: func() {}}
	kind := format.Of & -format.Of
	if f.of != "" {
		var ok bool
		if kind, ok = export.ParseKind(f.of); !ok {
			return nil, usagef("--of %s: there is no such kind; give events, incidents, statements, people or posts", f.of)
		}
	}
	if kind&format.Of == 0 {
		return nil, usagef("%s is not made of %s; give --of one of %s", format.Name, kind, format.Of)
	}
	if f.withText && format.Name != "plover" {
		return nil, usagef("--with-text goes with --to plover; what %s has of the words is in it anyway", format.Name)
	}
	x.kind = kind
	if x.registry, err = loadRegistry(f.registry); err != nil {
		return nil, err
	}
	x.expr, err = parseFilter(x.registry, args, filterTarget(kind))
	return x, err
}

// format is the one that --to names, or the one that the file's name ends in.
func (f *exportFlags) format() (export.Format, error) {
	if f.to != "" {
		format, err := export.Find(f.to)
		if err != nil {
			return format, usagef("--to: %v", err)
		}
		return format, nil
	}
	var found []export.Format
	for _, format := range export.Formats() {
		switch {
		case !strings.HasSuffix(f.out, format.Extension):
		case len(found) > 0 && len(found[0].Extension) < len(format.Extension):
			found = []export.Format{format}
		case len(found) == 0 || len(found[0].Extension) == len(format.Extension):
			found = append(found, format)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	var names []string
	for _, format := range export.Formats() {
		names = append(names, format.Name)
	}
	return export.Format{}, usagef("say with --to which format to write: %s", strings.Join(names, ", "))
}

func filterTarget(k export.Kind) filter.Target {
	switch k {
	case export.Incidents:
		return filter.Incidents
	case export.Statements:
		return filter.Statements
	case export.People:
		return filter.People
	case export.Posts:
		return filter.Posts
	}
	return filter.Events
}

// set is what the filter finds in the archive.
func (x *exporting) set(ctx context.Context) export.Set {
	q := store.Query{Filter: x.expr, Oldest: true}
	set := export.Set{
		Event: func(key string) (archive.Event, bool, error) {
			e, ok := x.events[key]
			if !ok && !x.format.Reports { // it asks for few of them
				var err error
				if e, err = x.store.Event(ctx, key); err != nil && !errors.Is(err, store.ErrUnknown) {
					return e, false, err
				}
				ok = err == nil
			}
			return e, ok && e.Review != archive.Rejected, nil
		},
		Changes: func(incident string) ([]archive.Change, error) { return x.store.Changes(ctx, incident) },
	}
	switch x.kind {
	case export.Events:
		set.Events = counting(x.store.Events(ctx, q), x.seen)
	case export.Incidents:
		set.Incidents = counting(x.store.Incidents(ctx, q), x.seen)
		if x.format.Reports {
			set.Incidents = x.withReports(ctx, set.Incidents)
		}
	case export.Statements:
		set.Statements = counting(x.store.Statements(ctx, q), x.seen)
	case export.People:
		set.People = counting(x.store.People(ctx, q), x.seen)
	case export.Posts:
		set.Posts = counting(x.store.Tenures(ctx, q), x.seen)
	}
	return set
}

// counting calls seen for each item.
func counting[T any](seq iter.Seq2[T, error], seen func()) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for v, err := range seq {
			if err == nil {
				seen()
			}
			if !yield(v, err) {
				return
			}
		}
	}
}

// reportsAtOnce is for how many incidents the reports are asked at once.
const reportsAtOnce = 200

// withReports gives incidents, and has the reports of each at hand when it comes.
func (x *exporting) withReports(ctx context.Context, incidents iter.Seq2[archive.Incident, error]) iter.Seq2[archive.Incident, error] {
	return func(yield func(archive.Incident, error) bool) {
		var part []archive.Incident
		// flush gives the incidents that are gathered, and whether to go on.
		flush := func() bool {
			if err := x.fetch(ctx, part); err != nil {
				yield(archive.Incident{}, err)
				return false
			}
			for _, i := range part {
				if !yield(i, nil) {
					return false
				}
			}
			part = part[:0]
			return true
		}
		for i, err := range incidents {
			if err != nil {
				yield(i, err)
				return
			}
			if part = append(part, i); len(part) == reportsAtOnce && !flush() {
				return
			}
		}
		flush()
	}
}

// fetch reads the reports of incidents.
func (x *exporting) fetch(ctx context.Context, incidents []archive.Incident) error {
	var keys []string
	for _, i := range incidents {
		keys = append(keys, i.Events...)
	}
	list, err := x.store.History().Events(ctx, keys)
	if err != nil {
		return err
	}
	x.events = make(map[string]archive.Event, len(list))
	for _, e := range list {
		x.events[e.Key] = e
	}
	return nil
}

// exportedLine tells what was written.
func exportedLine(out string, x *exporting, t export.Tally) string {
	if out == "-" {
		out = x.format.Name
	}
	line := fmt.Sprintf("%s: %s %s of %s %s", out, thousands(t.Rows), x.format.Unit, thousands(t.Items), x.kind)
	if t.Left > 0 {
		line += fmt.Sprintf("; %s left out, which %s cannot tell (docs/exports.md says why)", thousands(t.Left), x.format.Name)
	}
	return line
}

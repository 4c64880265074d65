package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chancery/archive"
	"chancery/internal/stage/ingest/watch"
	"chancery/internal/stage/store"
	"chancery/internal/table"
)

func sourcesCommand(a *app) *cobra.Command {
	f := &archiveFlags{}
	cmd := &cobra.Command{
		Use:   "sources",
		Short: "Show and set what is known of the outlets of an archive",
		Long: `Sources lists the outlets of an archive: country, ownership, how many documents
there are of each and of which days, how polling of its feed goes, and your own
notes on its reliability; below them the event sets of others. Notes are shown
beside reports; nothing is weighed by them.`,
		Example: `  chancery sources
  chancery sources set "Averna Courier" --country AUT --ownership public --note "corrects itself"
  chancery sources import outlets.csv`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.sources(cmd.Context(), f) },
	}
	f.list(cmd)
	cmd.AddCommand(sourcesSetCommand(), sourcesImportCommand(a), sourcesSetsCommand(a))
	return cmd
}

// outletRow is a line of the list.
type outletRow struct {
	archive.Outlet
	Polled  string `json:"polled,omitempty"` // when its feed was asked last
	Problem string `json:"problem,omitempty"`
}

func outletList() table.List[outletRow] {
	type r = outletRow
	return table.List[r]{
		Columns: []table.Column[r]{
			{Name: "outlet", Text: func(r *r) string { return r.Outlet.Outlet }, Wide: true},
			{Name: "country", Text: func(r *r) string { return r.Country }},
			{Name: "ownership", Text: func(r *r) string { return r.Ownership }},
			{Name: "documents", Text: func(r *r) string { return strconv.Itoa(r.Documents) }, Right: true},
			{Name: "first", Text: func(r *r) string { return r.First }},
			{Name: "last", Text: func(r *r) string { return r.Last }},
			{Name: "feed", Text: func(r *r) string { return r.Feed }, CSV: true},
			{Name: "polled", Text: func(r *r) string { return r.Polled }, CSV: true},
			{Name: "problem", Text: func(r *r) string { return r.Problem }},
			{Name: "note", Text: func(r *r) string { return r.Note }, Wide: true},
		},
		Empty: "There is no outlet yet; chancery ingest and chancery watch bring documents, chancery sources set a profile.",
	}
}

func (a *app) sources(ctx context.Context, f *archiveFlags) error {
	opts, err := f.table(a)
	if err != nil {
		return err
	}
	return f.with(ctx, false, func(s *store.Store) error {
		outlets, err := s.Outlets(ctx)
		if err != nil {
			return err
		}
		rows := make([]outletRow, 0, len(outlets))
		for _, o := range outlets {
			row := outletRow{Outlet: o}
			if err := row.ask(ctx, s); err != nil {
				return err
			}
			rows = append(rows, row)
		}
		if _, err := outletList().Write(a.out, values(rows), opts); err != nil {
			return err
		}
		if opts.To != "table" {
			return nil
		}
		sets, err := s.ForeignSets(ctx)
		for _, c := range sets {
			fmt.Fprintf(a.out, "%s events of %s, %s\n", thousands(c.Events), c.Set, day(c.First, c.Last, true))
		}
		return err
	})
}

// ask adds how polling of the outlet's feed goes.
func (r *outletRow) ask(ctx context.Context, s *store.Store) error {
	if r.Feed == "" {
		return nil
	}
	var state watch.State
	if _, err := s.Feed(ctx, r.Feed, &state); err != nil {
		return err
	}
	if !state.Polled.IsZero() {
		r.Polled = state.Polled.Format(time.RFC3339)
	}
	r.Problem = state.Problem
	return nil
}

// values yields the rows of a slice.
func values[T any](rows []T) func(func(T, error) bool) {
	return func(yield func(T, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func sourcesSetCommand() *cobra.Command {
	f := &archiveFlags{}
	var p archive.Source
	cmd := &cobra.Command{
		Use:   "set OUTLET",
		Short: "Set what is known of an outlet; what no flag names stays, an empty value takes it out",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.with(cmd.Context(), false, func(s *store.Store) error {
				known, err := sourcesByOutlet(cmd.Context(), s)
				if err != nil {
					return err
				}
				now := known[args[0]]
				now.Outlet = args[0]
				for name, to := range map[string][2]*string{"country": {&now.Country, &p.Country}, "ownership": {&now.Ownership, &p.Ownership},
					"note": {&now.Note, &p.Note}, "feed": {&now.Feed, &p.Feed}} {
					if cmd.Flags().Changed(name) {
						*to[0] = *to[1]
					}
				}
				if wrong := now.Wrong(); wrong != nil {
					return usagef("--%s", wrong[0])
				}
				return s.SetSource(cmd.Context(), now)
			})
		},
	}
	f.named(cmd)
	cmd.Flags().StringVar(&p.Country, "country", "", "`code` of its country, ISO 3166-1 alpha-3")
	cmd.Flags().StringVar(&p.Ownership, "ownership", "", "`sort` of owner: "+strings.Join(archive.Ownerships(), ", "))
	cmd.Flags().StringVar(&p.Note, "note", "", "your own `words` on its reliability")
	cmd.Flags().StringVar(&p.Feed, "feed", "", "`address` of its feed")
	return cmd
}

func sourcesImportCommand(a *app) *cobra.Command {
	f := &archiveFlags{}
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Set profiles of outlets from a CSV or TSV file",
		Long: `Import reads a table with a header that names its columns: outlet, and any of
country, ownership, note and feed. Cells are divided by commas, semicolons or
tabs. An empty cell leaves what is known. When a line is wrong nothing is set.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			raw, err := a.read(args[0])
			if err != nil {
				return err
			}
			list, err := parseSources(args[0], raw)
			if err != nil {
				return err
			}
			return f.with(cmd.Context(), false, func(s *store.Store) error { return a.importSources(cmd.Context(), s, f, list) })
		},
	}
	f.named(cmd)
	return cmd
}

func (a *app) importSources(ctx context.Context, s *store.Store, f *archiveFlags, list []archive.Source) error {
	known, err := sourcesByOutlet(ctx, s)
	if err != nil {
		return err
	}
	changed := 0
	for _, p := range list {
		old := known[p.Outlet]
		now := p.Filled(old)
		if now == old {
			continue
		}
		if err := s.SetSource(ctx, now); err != nil {
			return err
		}
		known[p.Outlet] = now
		changed++
	}
	fmt.Fprintf(a.err, "%s: %s outlets read, %s changed\n", f.name(), thousands(len(list)), thousands(changed))
	return nil
}

// read reads a file, or standard input.
func (a *app) read(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(a.in)
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		err = fmt.Errorf("cannot read %s: %w", name, err)
	}
	return raw, err
}

// parseSources reads profiles from a table with a header.
func parseSources(name string, raw []byte) ([]archive.Source, error) {
	text := strings.TrimPrefix(string(raw), "\uFEFF")
	head, _, _ := strings.Cut(text, "\n")
	r := csv.NewReader(strings.NewReader(text))
	for _, sep := range ",;\t" {
		if strings.Count(head, string(sep)) > strings.Count(head, string(r.Comma)) {
			r.Comma = sep
		}
	}
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("cannot read %s: it is empty", name)
	}
	var out []archive.Source
	var wrong []error
	columns := rows[0]
	for i, c := range columns {
		columns[i] = strings.ToLower(strings.TrimSpace(c))
		if p := (archive.Source{}); cell(&p, columns[i]) == nil {
			wrong = append(wrong, fmt.Errorf("%s: %.40q is no column; there are outlet, country, ownership, note and feed", name, c))
		}
	}
	if !slices.Contains(columns, "outlet") {
		wrong = append(wrong, fmt.Errorf("%s: there is no column outlet", name))
	}
	for i, row := range rows[1:] {
		if wrong != nil {
			break
		}
		var p archive.Source
		for k, v := range row {
			*cell(&p, columns[k]) = strings.TrimSpace(v)
		}
		faults := p.Wrong()
		if p.Outlet == "" {
			faults = append(faults, "the outlet is empty")
		}
		for _, fault := range faults {
			wrong = append(wrong, fmt.Errorf("%s, row %d: %s", name, i+2, fault))
		}
		out = append(out, p)
	}
	return out, errors.Join(wrong...)
}

// cell is the place of a column; nil when there is no such column.
func cell(p *archive.Source, column string) *string {
	switch column {
	case "outlet":
		return &p.Outlet
	case "country":
		return &p.Country
	case "ownership":
		return &p.Ownership
	case "note":
		return &p.Note
	case "feed":
		return &p.Feed
	}
	return nil
}

func sourcesSetsCommand(a *app) *cobra.Command {
	f := &archiveFlags{}
	cmd := &cobra.Command{
		Use:   "foreign",
		Short: "List the event sets of others that an archive holds",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opts, err := f.table(a)
			if err != nil {
				return err
			}
			return f.with(cmd.Context(), false, func(s *store.Store) error {
				sets, err := s.ForeignSets(cmd.Context())
				if err != nil {
					return err
				}
				type c = archive.ForeignCount
				list := table.List[c]{Columns: []table.Column[c]{
					{Name: "set", Text: func(c *c) string { return string(c.Set) }},
					{Name: "events", Text: func(c *c) string { return strconv.Itoa(c.Events) }, Right: true},
					{Name: "first", Text: func(c *c) string { return c.First }},
					{Name: "last", Text: func(c *c) string { return c.Last }},
				}, Empty: "There is none; chancery ingest --from gdelt FILE keeps one."}
				_, err = list.Write(a.out, values(sets), opts)
				return err
			})
		},
	}
	f.list(cmd)
	return cmd
}

// sourcesByOutlet is what is known of outlets.
func sourcesByOutlet(ctx context.Context, s *store.Store) (map[string]archive.Source, error) {
	known := map[string]archive.Source{}
	for source, err := range s.Sources(ctx) {
		if err != nil {
			return nil, err
		}
		known[source.Outlet] = source
	}
	return known, nil
}

package main

import (
	"context"
	"fmt"
	"iter"
	"strconv"

	"github.com/spf13/cobra"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/store"
	"chancery/internal/table"
)

// listing is one command that lists what a filter finds.
type listing[T any] struct {
	use, short, long, example string
	target                    filter.Target
	list                      func() table.List[T]
	rows                      func(*store.Store, context.Context, store.Query) iter.Seq2[T, error]
	// before brings up to date what is listed; nil when nothing must be.
	before func(context.Context, *store.Store) error
	// count tells what is counted; nil when rows speak for themselves.
	count func(*store.Store, context.Context, store.Query) (string, error)
}

// listed is how many rows a list shows when nobody says.
const listed = 50

func listCommand[T any](a *app, l listing[T]) *cobra.Command {
	f := &archiveFlags{}
	limit, oldest := listed, false
	cmd := &cobra.Command{
		Use: l.use, Short: l.short, Long: l.long, Example: l.example,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts, err := f.table(a)
			if err != nil {
				return err
			}
			expr, err := f.filter(args, l.target)
			if err != nil {
				return err
			}
			if limit < 0 {
				return usagef("--limit %d: give a number of rows, or 0 for all", limit)
			}
			if !cmd.Flags().Changed("limit") && opts.To != "table" {
				limit = 0 // programs want all of it
			}
			query := store.Query{Filter: expr, Limit: min(limit, 500), Oldest: oldest}
			return f.with(cmd.Context(), false, func(s *store.Store) error { return l.run(cmd.Context(), a, s, query, limit, opts) })
		},
	}
	f.list(cmd)
	cmd.Flags().IntVar(&limit, "limit", listed, "`rows` at most; 0 is all (default 50 in a table, else all)")
	cmd.Flags().BoolVar(&oldest, "oldest", false, "the oldest first")
	return cmd
}

func (l listing[T]) run(ctx context.Context, a *app, s *store.Store, q store.Query, limit int, opts table.Options) error {
	if l.before != nil {
		if err := l.before(ctx, s); err != nil {
			return err
		}
	}
	shown, err := l.list().Write(a.out, first(l.rows(s, ctx, q), limit), opts)
	if err != nil || opts.To != "table" || l.count == nil || shown == 0 {
		return err
	}
	line, err := l.count(s, ctx, q)
	if err != nil {
		return err
	}
	if limit > 0 && shown == limit {
		line = fmt.Sprintf("%d shown; %s. --limit 0 shows all", shown, line)
	}
	fmt.Fprintln(a.err, line)
	return nil
}

// first ends a sequence after n items; 0 is all.
func first[T any](rows iter.Seq2[T, error], n int) iter.Seq2[T, error] {
	if n == 0 {
		return rows
	}
	return func(yield func(T, error) bool) {
		left := n
		for row, err := range rows {
			if !yield(row, err) {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}
}

// counted tells reports, independent outlets and incidents apart.
func counted(s *store.Store, ctx context.Context, q store.Query) (string, error) {
	c, err := s.Counts(ctx, q.Filter)
	return fmt.Sprintf("%s reports in %s documents of %s outlets, %s of them with a text of their own; %s incidents",
		thousands(c.Reports), thousands(c.Documents), thousands(c.Outlets), thousands(c.Independent), thousands(c.Incidents)), err
}

const filterHelp = `The filter is words of the form field:value, as in
  actor:CHN recipient:RUS type:CONSULT status:planned since:2023-05 level:<=2 text:"nuclear"
with or, -not and parentheses; docs/filter.md lists the fields.`

func eventsCommand(a *app) *cobra.Command {
	return listCommand(a, listing[archive.Event]{
		use: "events [FILTER]…", short: "List the reports of acts in an archive", long: "Events lists reports: what single pages say was done, newest first.\n\n" + filterHelp,
		example: "  chancery events actor:RUS recipient:CHN since:2023-05\n  chancery events --to csv type:SANCTION > sanctions.csv",
		target:  filter.Events, list: eventList, rows: (*store.Store).Events, count: counted,
	})
}

func incidentsCommand(a *app) *cobra.Command {
	return listCommand(a, listing[archive.Incident]{
		use: "incidents [FILTER]…", short: "List acts, the reports of each joined", long: "Incidents lists acts with the number of reports, outlets and independent outlets,\nand the details on which they differ.\n\n" + filterHelp,
		example: "  chancery incidents between:CHN,RUS type:CONSULT\n  chancery incidents outlets:>=3 since:30d",
		target:  filter.Incidents, list: incidentList, rows: (*store.Store).Incidents,
	})
}

func statementsCommand(a *app) *cobra.Command {
	return listCommand(a, listing[archive.Statement]{
		use: "statements [FILTER]…", short: "List who said what through whom", long: "Statements lists attributions with the words, newest first.\n\n" + filterHelp,
		example: "  chancery statements speaker:CHN text:\"zero-sum\"\n  chancery statements via:tass polarity:denies",
		target:  filter.Statements, list: statementList, rows: (*store.Store).Statements,
	})
}

func postsCommand(a *app) *cobra.Command {
	return listCommand(a, listing[archive.Tenure]{
		use: "posts [FILTER]…", short: "List who holds which post, first and last seen", long: "Posts is a dated ledger: who was reported in which post, on which days first and\nlast, in how many reports, and who else was reported in it meanwhile.\n\nThe filter knows person:, party: (country or body), text: (title, body, name), outlet:,\nreports:, outlets:, since: and until:; a word alone is text:.",
		example: "  chancery posts patrushev\n  chancery posts --to csv party:RUS text:\"foreign minister\"",
		target:  filter.Posts, list: tenureList, rows: (*store.Store).Tenures, before: a.freshLedger,
	})
}

func peopleCommand(a *app) *cobra.Command {
	return listCommand(a, listing[archive.Identity]{
		use: "people [FILTER]…", short: "List the persons that pages name", long: "People lists persons across documents, those named most first.\n\nThe filter knows person:, party: (country), text:, documents:, since: and until:; a word\nalone is text:.",
		example: "  chancery people party:CHN documents:>=5",
		target:  filter.People, list: peopleList, rows: (*store.Store).People, before: a.freshLedger,
	})
}

func agendaCommand(a *app) *cobra.Command {
	return listCommand(a, listing[archive.Incident]{
		use: "agenda [FILTER]…", short: "List planned meetings and what became of past plans", long: "Agenda lists acts that were planned: those to come, and of those whose day is past\nwhether they were reported as held, postponed or cancelled, or not at all.\n\n" + filterHelp,
		example: "  chancery agenda since:today\n  chancery agenda actor:CHN until:today",
		target:  filter.Incidents, list: agendaList, rows: (*store.Store).Agenda,
	})
}

func coverageCommand(a *app) *cobra.Command {
	return listCommand(a, listing[archive.Coverage]{
		use: "coverage [FILTER]…", short: "Tell which days and outlets are there, and which are missing", long: "Coverage counts documents by day and outlet. A day without a document of an outlet\nthat publishes on other days is a gap: nothing is known of it, which is not the same\nas nothing happened. The filter knows since:, until: and outlet:.",
		example: "  chancery coverage since:2023-05 until:2023-06",
		target:  filter.Events, list: coverageList, rows: (*store.Store).Coverage,
	})
}

func agendaList() table.List[archive.Incident] {
	l := incidentList()
	l.Columns = append([]table.Column[archive.Incident]{
		l.Columns[0],
		{Name: "became", Text: func(i *archive.Incident) string { return i.Outcome }, Table: true},
		{Name: "announced", Text: func(i *archive.Incident) string { return i.Announced }, Table: true},
	}, l.Columns[1:]...)
	l.Empty = "Nothing that was planned fits."
	return l
}

func coverageList() table.List[archive.Coverage] {
	type c = archive.Coverage
	return table.List[c]{
		Columns: []table.Column[c]{
			{Name: "day", Text: func(c *c) string {
				if c.Day == "" {
					return "unknown"
				}
				return c.Day
			}},
			{Name: "outlet", Text: func(c *c) string { return c.Outlet }, Wide: true},
			{Name: "country", Text: func(c *c) string { return c.Country }},
			{Name: "ownership", Text: func(c *c) string { return c.Ownership }},
			{Name: "documents", Text: func(c *c) string {
				if c.Gap {
					return "gap"
				}
				return strconv.Itoa(c.Documents)
			}, Right: true},
			{Name: "events", Text: func(c *c) string {
				if c.Gap {
					return ""
				}
				return strconv.Itoa(c.Events)
			}, Right: true},
		},
		Empty: "There is no document in these days.",
	}
}

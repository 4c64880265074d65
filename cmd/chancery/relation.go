package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/export/dossier"
	"chancery/internal/stage/measure"
	"chancery/internal/stage/store"
	"chancery/record"
	"chancery/relations"
)

// relationFlags are the flags of chancery relation.
type relationFlags struct {
	findingFlags
	directed bool
	statuses string
	smooth   int
	calendar string
}

const sidesHelp = `A side is a code (CHN), a name (China, NATO), the members of a body or region
("EU members", bloc:SCO, "Central Asia"; from and until the days that the registry
knows), several joined by + (POL+CZE), or others.`

func relationCommand(a *app) *cobra.Command {
	f := &relationFlags{}
	cmd := &cobra.Command{
		Use:   "relation SIDE [SIDE]",
		Short: "Measure what happens between two sides, period by period",
		Long: `Relation counts the acts between two sides, or all acts of one: a row for each
period with its interval, and below whether it rises or falls, shocks and how long
they lasted, lasting changes, how the sides meet, and how complete the archive is.
A period without a document is a gap: nothing is known of it. docs/relations.md
explains the numbers.

` + sidesHelp,
		Example: `  chancery relation CHN RUS --by month
  chancery relation "EU members" CHN --measure net --norm per-thousand --plot eu-china.svg
  chancery relation JPN KOR --since 2023 --to csv > jpn-kor.csv`,
		Args: sideCount(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error { return a.relation(cmd.Context(), f, args) },
	}
	f.register(cmd)
	f.series(cmd, "month", relations.Raw)
	cmd.Flags().BoolVar(&f.directed, "directed", false, "only acts by the first side towards the second, or by both together")
	cmd.Flags().StringVar(&f.statuses, "status", "actual", "which acts: `status` such as actual, or planned,hypothetical")
	cmd.Flags().IntVar(&f.smooth, "smooth", 0, "add a moving mean over so many `periods`")
	cmd.Flags().StringVar(&f.calendar, "calendar", "", "draw the days of contact into `file`.svg or .png")
	return cmd
}

// sideCount checks how many sides a command line names.
func sideCount(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return usagef("%s takes %s, but got %d; put names with blanks in quotes", cmd.CommandPath(), strings.TrimPrefix(cmd.Use, cmd.Name()+" "), len(args))
		}
		return nil
	}
}

// question reads the flags and sides of a command line.
func (f *relationFlags) question(args []string) (w measure.World, q measure.RelationQuestion, err error) {
	if err = f.check(f.calendar); err != nil {
		return w, q, err
	}
	if q.Span, err = f.span(); err != nil {
		return w, q, err
	}
	if q.Norm, err = parseNorm(f.norm); err != nil {
		return w, q, err
	}
	if _, err := relations.MeasureNamed(f.measure); err != nil {
		return w, q, usagef("--measure: %v", err)
	}
	if f.statuses != "" {
		for name := range strings.SplitSeq(f.statuses, ",") {
			q.Statuses = append(q.Statuses, record.Status(name))
		}
	}
	if _, err := parseFilter(nil, []string{"status:" + f.statuses}, 0); err != nil {
		return w, q, usagef("--status %s: give actual, planned, hypothetical, denied or historical", f.statuses)
	}
	if w, err = f.world(); err != nil {
		return w, q, err
	}
	sides, err := f.sides(w, args)
	if err != nil {
		return w, q, err
	}
	if q.A = sides[0]; q.A.Others {
		return w, q, usagef("the first side cannot be others; name it first")
	}
	if len(sides) > 1 {
		q.B = sides[1]
	}
	q.Directed, q.Measure, q.Smooth, q.Seed = f.directed, f.measure, f.smooth, f.seed
	return w, q, nil
}

func (a *app) relation(ctx context.Context, f *relationFlags, args []string) error {
	w, q, err := f.question(args)
	if err != nil {
		return err
	}
	return a.find(ctx, &f.findingFlags, func(s *store.Store) (finding, error) {
		r, err := measure.RelationOf(ctx, s, w, q)
		if err != nil {
			return finding{}, err
		}
		out := finding{value: r, text: dossier.Dossier{Title: relationTitle(r), Blocks: relationBlocks(r, listedHow(r.Filter))}}
		out.head, out.rows = relationRows(r)
		out.plots = []plotted{{f.plot, relationChart(r)}, {f.calendar, contactCalendar(r)}}
		return out, nil
	})
}

// relationTitle says what was measured.
func relationTitle(r *measure.Relation) string {
	title := pairName(r.A, r.B)
	if r.Directed {
		title = r.A + " → " + r.B
	}
	return title + ": " + measureName(r.Measure, r.Norm) + " by " + r.Grain
}

// measureName is a measure with its norm, in words.
func measureName(name, norm string) string {
	if norm != "" {
		return name + ", " + norm
	}
	return name
}

// pairName names one or two sides.
func pairName(a, b string) string {
	if b == "" {
		return a
	}
	return a + " – " + b
}

// listedHow tells how to list the incidents of a filter.
func listedHow(filter string) string {
	return "chancery incidents '" + strings.ReplaceAll(filter, "'", `'\''`) + "'"
}

// relationRows are the tidy rows: one for each period.
func relationRows(r *measure.Relation) (head []string, rows [][]string) {
	head = []string{"a", "b", "period", "first", "last", "gap", "documents", "days_covered", "all_incidents", "incidents", "reports",
		"measure", "norm", "value", "low", "high", "outlet_low", "outlet_high", "smooth", "incident_ids"}
	for _, p := range r.Points {
		smooth := ""
		if p.Smooth != nil {
			smooth = csvCell(*p.Smooth)
		}
		rows = append(rows, []string{r.A, r.B, p.Period, p.First, p.Last, csvBool(p.Gap), strconv.Itoa(p.Documents), strconv.Itoa(p.Days), strconv.Itoa(p.All),
			unlessGap(p.Gap, p.Incidents), unlessGap(p.Gap, p.Reports), r.Measure, r.Norm, csvCell(p.Value), csvCell(p.Interval.Low), csvCell(p.Interval.High),
			csvCell(p.ByOutlet.Low), csvCell(p.ByOutlet.High), smooth, strings.Join(p.IDs, ";")})
	}
	return head, rows
}

// unlessGap is a count, or nothing where nothing is known.
func unlessGap(gap bool, n int) string {
	if gap {
		return ""
	}
	return strconv.Itoa(n)
}

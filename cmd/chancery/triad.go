package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/draw"
	"chancery/internal/export/dossier"
	"chancery/internal/stage/measure"
	"chancery/internal/stage/store"
	"chancery/relations"
)

func triadCommand(a *app) *cobra.Command {
	f := &findingFlags{}
	cmd := &cobra.Command{
		Use:   "triad SIDE SIDE PARTNER",
		Short: "Tell whether one relation grows at the cost of another",
		Long: `Triad holds the relation of the first side with a partner against that of the second
side with the same partner: zero-sum when one grows as the other shrinks,
positive-sum when they move together, independent when data that would have shown a
connection shows none, and not enough data otherwise, with what would be needed.
Trends are taken out first, and series are per thousand documents by default.

` + sidesHelp,
		Example: `  chancery triad CHN USA RUS
  chancery triad "EU members" CHN "Central Asia" --by quarter --plot triad.svg`,
		Args: sideCount(3, 3),
		RunE: func(cmd *cobra.Command, args []string) error { return a.triad(cmd.Context(), f, args) },
	}
	f.register(cmd)
	f.series(cmd, "month", relations.PerThousand)
	return cmd
}

func (a *app) triad(ctx context.Context, f *findingFlags, args []string) error {
	if err := f.check(); err != nil {
		return err
	}
	q := measure.TriadQuestion{Measure: f.measure, Seed: f.seed}
	var err error
	if q.Span, err = f.span(); err != nil {
		return err
	}
	if q.Norm, err = parseNorm(f.norm); err != nil {
		return err
	}
	if _, err := relations.MeasureNamed(f.measure); err != nil {
		return usagef("--measure: %v", err)
	}
	w, err := f.world()
	if err != nil {
		return err
	}
	sides, err := f.sides(w, args)
	if err != nil {
		return err
	}
	if q.A, q.B, q.C = sides[0], sides[1], sides[2]; q.A.Others || q.B.Others || q.C.Others {
		return usagef("a triad is of three named sides; others is none")
	}
	return a.find(ctx, f, func(s *store.Store) (finding, error) {
		t, err := measure.TriadOf(ctx, s, w, q)
		if err != nil {
			return finding{}, err
		}
		out := finding{value: t, text: dossier.Dossier{Title: triadTitle(t), Blocks: triadBlocks(t)}, plots: []plotted{{f.plot, triadChart(t)}}}
		out.head, out.rows = triadRows(t)
		return out, nil
	})
}

func triadTitle(t *measure.Triad) string {
	return fmt.Sprintf("Does %s – %s grow at the cost of %s – %s?", t.A, t.C, t.B, t.C)
}

// triadBlocks tell a triad to people.
func triadBlocks(t *measure.Triad) []dossier.Block {
	verdict := dossier.Text{Spans: []dossier.Span{{Words: upperFirst(t.Verdict) + ".", Strong: true}, {Words: " " + upperFirst(t.Reason) + "."}}}
	blocks := []dossier.Block{verdict}
	if t.Needs != "" {
		blocks = append(blocks, dossier.Say("Needed: "+t.Needs+"."))
	}
	table := dossier.Table{Columns: []dossier.Column{{Name: "period"}, {Name: "documents", Right: true}, {Name: t.A + " – " + t.C, Right: true}, {Name: "value", Right: true},
		{Name: t.B + " – " + t.C, Right: true}, {Name: "value", Right: true}}}
	for i, p := range t.Series[0].Points {
		row := []dossier.Span{{Words: p.Period}, {Words: "gap"}, {}, {}, {}, {}}
		if !p.Gap {
			other := t.Series[1].Points[i]
			row = []dossier.Span{{Words: p.Period}, {Words: strconv.Itoa(p.Documents)}, {Words: strconv.Itoa(p.Incidents)}, {Words: number(p.Value)},
				{Words: strconv.Itoa(other.Incidents)}, {Words: number(other.Value)}}
		}
		table.Rows = append(table.Rows, row)
	}
	blocks = append(blocks, table)
	if len(t.Lags) > 0 {
		var parts []string
		for _, l := range t.Lags {
			parts = append(parts, fmt.Sprintf("%+d: %s", l.Lag, number(l.Rho)))
		}
		blocks = append(blocks, dossier.Heading{Level: 2, Text: "Lead and lag"},
			dossier.Say(fmt.Sprintf("Correlation with the second relation so many %ss later: %s. That the greatest of them comes by chance: %s.", t.Grain, strings.Join(parts, ", "), pValue(t.LagP))))
	}
	return append(blocks, dossier.Notes{Lines: append(t.Method, "The incidents behind the numbers: "+listedHow(t.Series[0].Filter), listedHow(t.Series[1].Filter))})
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// triadRows are tidy: one row for each relation and period.
func triadRows(t *measure.Triad) (head []string, rows [][]string) {
	head = []string{"a", "b", "period", "first", "last", "gap", "documents", "incidents", "measure", "norm", "value", "detrended", "incident_ids"}
	for _, s := range t.Series {
		for _, p := range s.Points {
			rows = append(rows, []string{s.A, s.B, p.Period, p.First, p.Last, csvBool(p.Gap), strconv.Itoa(p.Documents), unlessGap(p.Gap, p.Incidents),
				t.Measure, t.Norm, csvCell(p.Value), csvCell(p.Detrended), strings.Join(p.IDs, ";")})
		}
	}
	return head, rows
}

// triadChart draws both series over one another.
func triadChart(t *measure.Triad) *draw.Chart {
	c := &draw.Chart{Title: t.A + " and " + t.B + " with " + t.C + ": " + t.Verdict, Axis: measureName(t.Measure, t.Norm)}
	for i, s := range t.Series {
		line := draw.Line{Name: s.A + " – " + s.B}
		for _, p := range s.Points {
			line.Values = append(line.Values, float64(p.Value))
			if i == 0 {
				c.Starts, c.Gaps = append(c.Starts, dayTime(p.First)), append(c.Gaps, p.Gap)
			}
		}
		c.Lines = append(c.Lines, line)
	}
	if n := len(t.Series[0].Points); n > 0 {
		c.Starts = append(c.Starts, dayTime(t.Series[0].Points[n-1].Last).AddDate(0, 0, 1))
	}
	return c
}

package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"chancery/archive"
	"chancery/internal/draw"
	"chancery/internal/export/dossier"
	"chancery/internal/stage/measure"
	"chancery/internal/stage/store"
	"chancery/relations"
)

// compareFlags are the flags of chancery compare.
type compareFlags struct {
	findingFlags
	with []string
}

func compareCommand(a *app) *cobra.Command {
	f := &compareFlags{}
	cmd := &cobra.Command{
		Use:   "compare SIDE:SIDE [SIDE:SIDE]…",
		Short: "Lay relations side by side, or one beside another data set",
		Long: `Compare counts several relations in the same periods, with the trend of each and how
far they move together. --with counts the first of them in an event set of others
too, which chancery ingest --from keeps in the archive.

` + sidesHelp,
		Example: `  chancery compare CHN:RUS CHN:USA --measure net
  chancery compare CHN:RUS --with gdelt --since 2023 --plot compare.svg`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("compare takes relations such as CHN:RUS, but got none")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.compare(cmd.Context(), f, args) },
	}
	f.register(cmd)
	f.series(cmd, "month", relations.PerThousand)
	cmd.Flags().StringSliceVar(&f.with, "with", nil, "event `sets` of others: gdelt (gdelt2), gdelt1, polecat, icews")
	return cmd
}

func (a *app) compare(ctx context.Context, f *compareFlags, args []string) error {
	w, q, err := f.question(args)
	if err != nil {
		return err
	}
	return a.find(ctx, &f.findingFlags, func(s *store.Store) (finding, error) {
		c, err := measure.CompareOf(ctx, s, w, q)
		if err != nil {
			return finding{}, err
		}
		out := finding{value: c, text: dossier.Dossier{Title: measureName(c.Measure, c.Norm) + " by " + c.Grain, Blocks: compareBlocks(c)}, plots: []plotted{{f.plot, compareChart(c)}}}
		out.head, out.rows = compareRows(c)
		return out, nil
	})
}

// question reads the flags and relations of a command line.
func (f *compareFlags) question(args []string) (w measure.World, q measure.CompareQuestion, err error) {
	if err = f.check(); err != nil {
		return w, q, err
	}
	q = measure.CompareQuestion{Measure: f.measure, Seed: f.seed}
	if q.Span, err = f.span(); err != nil {
		return w, q, err
	}
	if q.Norm, err = parseNorm(f.norm); err != nil {
		return w, q, err
	}
	if _, err := relations.MeasureNamed(f.measure); err != nil {
		return w, q, usagef("--measure: %v", err)
	}
	for _, name := range f.with {
		set, ok := map[string]archive.ForeignSet{"gdelt": archive.GDELT2, "gdelt2": archive.GDELT2, "gdelt1": archive.GDELT1, "polecat": archive.POLECAT, "icews": archive.ICEWS}[name]
		if !ok {
			return w, q, usagef("--with %s: give gdelt, gdelt1, polecat or icews", name)
		}
		q.With = append(q.With, set)
	}
	if len(args)+len(q.With) < 2 {
		return w, q, usagef("compare takes at least two relations, or one and --with")
	}
	if w, err = f.world(); err != nil {
		return w, q, err
	}
	for _, arg := range args {
		pair, err := f.pair(w, arg)
		if err != nil {
			return w, q, err
		}
		q.Pairs = append(q.Pairs, pair)
	}
	return w, q, nil
}

// pair reads CHN:RUS; "bloc:SCO:USA" has its colon after the bloc.
func (f *compareFlags) pair(w measure.World, arg string) (pair [2]relations.Side, err error) {
	first, second, found := strings.Cut(arg, ":")
	if strings.EqualFold(first, "bloc") {
		name, rest, _ := strings.Cut(second, ":")
		first, second, found = first+":"+name, rest, true
	}
	if !found || second == "" {
		return pair, usagef("%q is no relation; write two sides with a colon between, as in CHN:RUS", arg)
	}
	sides, err := f.sides(w, []string{first, second})
	if err != nil {
		return pair, err
	}
	if sides[0].Others {
		return pair, usagef("%q: the first side cannot be others", arg)
	}
	return [2]relations.Side{sides[0], sides[1]}, nil
}

func lineName(l *measure.CompareLine) string {
	name := pairName(l.A, l.B)
	if l.Source != "archive" {
		name += " in " + l.Source
	}
	return name
}

// compareBlocks tell a comparison to people.
func compareBlocks(c *measure.Compare) []dossier.Block {
	t := dossier.Table{Columns: []dossier.Column{{Name: c.Grain}}}
	var blocks []dossier.Block
	for i := range c.Lines {
		t.Columns = append(t.Columns, dossier.Column{Name: lineName(&c.Lines[i]), Right: true}, dossier.Column{Name: "95 %"})
	}
	if len(c.Lines) > 0 {
		for k, p := range c.Lines[0].Points {
			row := []dossier.Span{{Words: p.Period}}
			for i := range c.Lines {
				if k >= len(c.Lines[i].Points) || c.Lines[i].Points[k].Gap {
					row = append(row, dossier.Plain("gap"), dossier.Plain(""))
					continue
				}
				row = append(row, dossier.Plain(number(c.Lines[i].Points[k].Value)), dossier.Plain(between(c.Lines[i].Points[k].Interval)))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	blocks = append(blocks, t, dossier.Heading{Level: 2, Text: "Trends"})
	for i := range c.Lines {
		l := &c.Lines[i]
		text := trendWords(&l.Trend, c.Grain).Spans[0].Words
		blocks = append(blocks, dossier.Say(fmt.Sprintf("%s, %s incidents. %s", lineName(l), thousands(l.Total), strings.Replace(text, " of the incidents", "", 1))))
	}
	blocks = append(blocks, dossier.Heading{Level: 2, Text: "Together or apart"})
	for _, x := range c.Ties {
		names := lineName(&c.Lines[x.First]) + " and " + lineName(&c.Lines[x.Second])
		if x.Needs != "" {
			blocks = append(blocks, dossier.Say(names+": not enough data: "+x.Needs+"."))
			continue
		}
		blocks = append(blocks, dossier.Say(fmt.Sprintf("%s: rank correlation %s; without trends %s (95 %%: %s; %s) over %d periods.", names, number(x.Rho), number(x.Detrended), between(x.Interval), pValue(x.P), x.Periods)))
	}
	notes := c.Method
	for i := range c.Lines {
		if l := &c.Lines[i]; l.Filter != "" {
			notes = append(notes, lineName(l)+": "+listedHow(l.Filter))
		}
	}
	return append(blocks, dossier.Notes{Lines: notes})
}

// compareRows are tidy: one row for each line and period.
func compareRows(c *measure.Compare) (head []string, rows [][]string) {
	head = []string{"a", "b", "source", "period", "first", "last", "gap", "incidents", "measure", "norm", "value", "low", "high", "incident_ids"}
	for _, l := range c.Lines {
		for _, p := range l.Points {
			rows = append(rows, []string{l.A, l.B, l.Source, p.Period, p.First, p.Last, csvBool(p.Gap), unlessGap(p.Gap, p.Incidents), c.Measure, c.Norm,
				csvCell(p.Value), csvCell(p.Interval.Low), csvCell(p.Interval.High), strings.Join(p.IDs, ";")})
		}
	}
	return head, rows
}

// compareChart draws all lines over one another.
func compareChart(c *measure.Compare) *draw.Chart {
	chart := &draw.Chart{Title: measureName(c.Measure, c.Norm) + " by " + c.Grain, Axis: measureName(c.Measure, c.Norm), Zero: true}
	for i := range c.Lines {
		l := &c.Lines[i]
		line := draw.Line{Name: lineName(l)}
		for _, p := range l.Points {
			line.Values = append(line.Values, float64(p.Value))
			if len(c.Lines) <= 2 {
				line.Low, line.High = append(line.Low, float64(p.Interval.Low)), append(line.High, float64(p.Interval.High))
			}
			if i == 0 {
				chart.Starts, chart.Gaps = append(chart.Starts, dayTime(p.First)), append(chart.Gaps, p.Gap)
			}
		}
		chart.Lines = append(chart.Lines, line)
		if n := len(l.Points); i == 0 && n > 0 {
			chart.Starts = append(chart.Starts, dayTime(l.Points[n-1].Last).AddDate(0, 0, 1))
		}
	}
	return chart
}

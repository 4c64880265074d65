package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/draw"
	"chancery/internal/export/dossier"
	"chancery/internal/filter"
	"chancery/internal/stage/measure"
	"chancery/internal/stage/store"
	"chancery/record"
	"chancery/relations"
)

// findingFlags are the flags of all commands that measure relations.
type findingFlags struct {
	archiveFlags
	since, until string
	by           string
	measure      string
	norm         string
	plot         string
	seed         uint64
}

// finding is what such a command found, in each form in which it can be told.
type finding struct {
	value any // as JSON
	// head and rows are tidy CSV: one observation a row; nil head for none.
	head  []string
	rows  [][]string
	text  dossier.Dossier
	plots []plotted
}

// plotted is one picture for one file.
type plotted struct {
	file    string
	picture interface {
		Write(w io.Writer, format string) error
	}
}

func (f *findingFlags) register(cmd *cobra.Command) {
	f.named(cmd)
	cmd.Flags().StringVar(&f.since, "since", "", "the first `day`, month or year (default: that of the first document)")
	cmd.Flags().StringVar(&f.until, "until", "", "the last `day`, month or year (default: that of the last document)")
	cmd.Flags().StringVar(&f.to, "to", "table", "`format` to write: table (for people), json, csv (tidy, for R and Python)")
	cmd.Flags().StringVar(&f.plot, "plot", "", "draw it into `file`.svg or .png")
	cmd.Flags().IntVar(&f.width, "width", 0, "`columns` of a table (default: the terminal's)")
	cmd.Flags().Uint64Var(&f.seed, "seed", 1, "of the random draws behind intervals and tests")
	registryFlag(cmd, &f.registry)
}

// series registers the flags of commands that measure by period.
func (f *findingFlags) series(cmd *cobra.Command, by string, norm relations.Norm) {
	cmd.Flags().StringVar(&f.by, "by", by, "`period`: day, week, month, quarter, year")
	cmd.Flags().StringVar(&f.measure, "measure", "incidents", "what is counted: "+measureList()+", or a PLOVER `type`")
	cmd.Flags().StringVar(&f.norm, "norm", normName(norm), "raw, share (of all incidents) or per-thousand (documents)")
}

func measureList() string {
	var names []string
	for _, m := range relations.Measures() {
		names = append(names, m.Name)
	}
	return strings.Join(names, ", ")
}

func normName(n relations.Norm) string { return [...]string{"raw", "share", "per-thousand"}[n] }

func parseNorm(name string) (relations.Norm, error) {
	for _, n := range []relations.Norm{relations.Raw, relations.Share, relations.PerThousand} {
		if normName(n) == name {
			return n, nil
		}
	}
	return 0, usagef("--norm %s: give raw, share or per-thousand", name)
}

// span is the time that the flags ask for.
func (f *findingFlags) span() (measure.Span, error) {
	s := measure.Span{Grain: record.Grain(f.by), From: relations.NoDay, Until: relations.NoDay}
	if f.by == "" {
		s.Grain = record.Month
	}
	if !relations.ValidGrain(s.Grain) {
		return s, usagef("--by %s: give day, week, month, quarter or year", f.by)
	}
	for _, side := range []struct {
		flag, text string
		into       *relations.Day
	}{{"since", f.since, &s.From}, {"until", f.until, &s.Until}} {
		if side.text == "" {
			continue
		}
		expr, err := parseFilter(nil, []string{side.flag + ":" + side.text}, filter.Incidents)
		if err != nil {
			return s, usagef("--%s %s: give a day 2023-05-22, a month 2023-05, a year 2023, today, or 30d", side.flag, side.text)
		}
		days, ok := expr.(filter.Days)
		if !ok {
			return s, usagef("--%s %s: give one day, month or year", side.flag, side.text)
		}
		day := days.Any[0].From
		if side.flag == "until" {
			day = days.Any[0].To
		}
		*side.into, _ = relations.ParseDay(day)
	}
	if s.From != relations.NoDay && s.Until != relations.NoDay && s.Until < s.From {
		return s, usagef("--until %s is before --since %s; turn them round", f.until, f.since)
	}
	return s, nil
}

// world loads the registry that sides are found in.
func (f *findingFlags) world() (measure.World, error) {
	reg, err := loadRegistry(f.registry)
	return measure.World{Registry: reg}, err
}

// sides reads the sides of a command line.
func (f *findingFlags) sides(w measure.World, args []string) ([]relations.Side, error) {
	var out []relations.Side
	for _, arg := range args {
		side, err := w.Side(arg)
		if err != nil {
			return nil, usagef("%v", err)
		}
		out = append(out, side)
	}
	return out, nil
}

// check finds mistakes in the flags before the archive is read.
func (f *findingFlags) check(files ...string) error {
	if f.to != "table" && f.to != "json" && f.to != "csv" {
		return usagef("--to %s: there is no such format; give table, json or csv", f.to)
	}
	for _, file := range append(files, f.plot) {
		if file == "" {
			continue
		}
		if _, err := draw.FormatOf(file); err != nil {
			return usagef("%v", err)
		}
	}
	return nil
}

// find answers a question on the archive and tells it.
func (a *app) find(ctx context.Context, f *findingFlags, ask func(*store.Store) (finding, error)) error {
	return f.with(ctx, false, func(s *store.Store) error {
		found, err := ask(s)
		if err != nil {
			return err
		}
		return a.tell(f, found)
	})
}

// tell writes what was found in the format that is asked for, and its pictures.
func (a *app) tell(f *findingFlags, found finding) error {
	for _, p := range found.plots {
		if p.file == "" {
			continue
		}
		format, err := draw.FormatOf(p.file)
		if err != nil {
			return err
		}
		if err := writeWhole(p.file, false, func(w io.Writer) error { return p.picture.Write(w, format) }); err != nil {
			return fmt.Errorf("cannot write the picture: %w", err)
		}
	}
	switch f.to {
	case "json":
		enc := json.NewEncoder(a.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(found.value)
	case "csv":
		out := csv.NewWriter(a.out)
		_ = out.Write(found.head) // its error is kept for Flush
		_ = out.WriteAll(found.rows)
		return out.Error()
	}
	width := f.width
	if width == 0 {
		width = a.width
	}
	if width == 0 {
		width = 100
	}
	_, err := io.WriteString(a.out, found.text.Text(width))
	return err
}

// number shows a measured number with as many digits as a reader needs.
func number(n measure.Number) string {
	x := float64(n)
	switch {
	case !n.Known():
		return "–"
	case x == float64(int64(x)):
		return strconv.FormatInt(int64(x), 10)
	case x >= 100 || x <= -100:
		return strconv.FormatFloat(x, 'f', 0, 64)
	case x >= 0.1 || x <= -0.1:
		return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 2, 64), "0")
	}
	return strconv.FormatFloat(x, 'g', 2, 64)
}

// between shows an interval.
func between(i measure.Interval) string {
	if !i.Low.Known() || !i.High.Known() {
		return "–"
	}
	return number(i.Low) + " to " + number(i.High)
}

// pValue shows a probability.
func pValue(n measure.Number) string {
	switch {
	case !n.Known():
		return "p unknown"
	case n < 0.001:
		return "p < 0.001"
	}
	return "p = " + strconv.FormatFloat(float64(n), 'f', 3, 64)
}

// csvCell is a number in CSV: empty when it is unknown.
func csvCell(n measure.Number) string {
	if !n.Known() {
		return ""
	}
	return strconv.FormatFloat(float64(n), 'g', 6, 64)
}

// csvBool is a truth value that R and Python read as one.
func csvBool(b bool) string {
	if b {
		return "TRUE"
	}
	return "FALSE"
}

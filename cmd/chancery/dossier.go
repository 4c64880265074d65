package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/export/dossier"
	"chancery/internal/stage/measure"
	"chancery/internal/stage/store"
)

// dossierFlags are the flags of chancery report.
type dossierFlags struct {
	relationFlags
	out string
}

func dossierCommand(a *app) *cobra.Command {
	f := &dossierFlags{}
	cmd := &cobra.Command{
		Use:   "report SIDE SIDE",
		Short: "Write a dossier of a relation: figures, pictures, agenda, claims, sources",
		Long: `Report writes a dossier: what the series shows, pictures, how the sides meet, what is
planned, the latest acts with their sources, who was in contact, what is asserted
beside what was measured, and the evidence: each number leads to the incidents behind
it. A page of HTML needs nothing else and prints on paper.

` + sidesHelp,
		Example: `  chancery report CHN RUS --since 2023 -o chn-rus.html
  chancery report "EU members" CHN --by quarter --to md > eu-china.md`,
		Args: sideCount(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error { return a.report(cmd.Context(), f, args) },
	}
	f.register(cmd)
	f.series(cmd, "month", 0)
	f.statuses = "actual"
	for _, name := range []string{"plot", "to", "width"} {
		_ = cmd.Flags().MarkHidden(name)
	}
	f.to = ""
	cmd.Flags().Lookup("to").Hidden = false
	cmd.Flags().Lookup("to").DefValue = ""
	cmd.Flags().Lookup("to").Usage = "`format` to write: html or md (default: what the end of the file's name says, else html)"
	cmd.Flags().StringVarP(&f.out, "out", "o", "-", "`file` to write, there only when it is complete; - is standard output")
	return cmd
}

// format is html or md.
func (f *dossierFlags) format() (string, error) {
	to := f.to
	if to == "" {
		to = strings.TrimPrefix(strings.ToLower(filepath.Ext(f.out)), ".")
	}
	switch to {
	case "html", "htm", "":
		return "html", nil
	case "md", "markdown":
		return "md", nil
	}
	return "", usagef("--to %s: give html or md", to)
}

func (a *app) report(ctx context.Context, f *dossierFlags, args []string) error {
	format, err := f.format()
	if err != nil {
		return err
	}
	f.to = "table"
	w, q, err := f.question(args)
	if err != nil {
		return err
	}
	return f.with(ctx, false, func(s *store.Store) error {
		if err := a.freshLedger(ctx, s); err != nil {
			return err
		}
		d, err := dossierOf(ctx, s, w, q)
		if err != nil {
			return err
		}
		write := d.HTML
		if format == "md" {
			write = d.Markdown
		}
		if f.out == "-" {
			return write(a.out)
		}
		return writeWhole(f.out, false, func(w io.Writer) error { return write(w) })
	})
}

// dossierOf asks all that a dossier tells.
func dossierOf(ctx context.Context, s *store.Store, w measure.World, q measure.RelationQuestion) (*dossier.Dossier, error) {
	r, err := measure.RelationOf(ctx, s, w, q)
	if err != nil {
		return nil, err
	}
	net := q
	net.Measure = "net"
	score, err := measure.RelationOf(ctx, s, w, net)
	if err != nil {
		return nil, err
	}
	claims, err := measure.ClaimsOf(ctx, s, w, measure.ClaimsQuestion{A: q.A, B: q.B, Span: q.Span, Seed: q.Seed})
	if err != nil {
		return nil, err
	}
	e, err := evidenceOf(ctx, s, r)
	if err != nil {
		return nil, err
	}
	return laidOut(r, score, claims, e)
}

// laidOut puts a dossier in order: findings first, evidence last.
func laidOut(r, score *measure.Relation, claims *measure.Claims, e *evidence) (*dossier.Dossier, error) {
	d := &dossier.Dossier{Title: pairName(r.A, r.B), Subtitle: dossierSubtitle(r)}
	add := func(blocks ...dossier.Block) { d.Blocks = append(d.Blocks, blocks...) }
	add(dossier.Heading{Level: 2, Text: "In short"})
	for _, line := range shapeLines(r) {
		add(line)
	}
	figures, err := dossierFigures(r, score)
	if err != nil {
		return nil, err
	}
	calendar, err := figure(contactCalendar(r), "Days of meeting. White: documents, and no meeting in them. Grey: no document, so nothing is known.")
	if err != nil {
		return nil, err
	}
	add(figures...)
	add(kindTable(r)...)
	add(contactBlocks(r)...)
	add(calendar)
	add(e.agenda(r)...)
	add(e.latest(r)...)
	add(e.people(r)...)
	add(dossier.Heading{Level: 2, Text: "What is asserted, beside what was measured", ID: "claims"})
	add(claimsBlocks(claims, 8)...)
	add(dossier.Heading{Level: 2, Text: "Period by period"}, seriesTable(r))
	add(dossier.Heading{Level: 2, Text: "Method and completeness"}, dossier.Notes{Lines: append(r.Method, "The incidents below are those that "+listedHow(r.Filter)+" lists.")})
	add(e.all(r)...)
	add(claimEvidence(claims)...)
	return d, nil
}

// dossierSubtitle says of what and how complete it is.
func dossierSubtitle(r *measure.Relation) string {
	t := &r.Total
	return fmt.Sprintf("%s to %s, from %s documents of %d outlets on %s of %s days; %d of %d %ss without a document. Written by chancery %s.", r.From, r.Until, thousands(t.Documents), t.Outlets, thousands(t.DaysCovered), thousands(t.Days),
		t.Gaps, t.Periods, r.Grain, version)
}

// figure draws a picture as SVG.
func figure(picture interface {
	Write(w io.Writer, format string) error
}, caption string) (dossier.Figure, error) {
	var b bytes.Buffer
	if err := picture.Write(&b, "svg"); err != nil {
		return dossier.Figure{}, err
	}
	return dossier.Figure{SVG: b.Bytes(), Caption: caption}, nil
}

// dossierFigures are the pictures of the two series.
func dossierFigures(r, score *measure.Relation) ([]dossier.Block, error) {
	var blocks []dossier.Block
	for _, x := range []struct {
		r       *measure.Relation
		caption string
	}{
		{r, upperFirst(measureName(r.Measure, r.Norm)) + " between the sides by " + r.Grain + ". The band is the 95 % bootstrap interval; grey periods have no document."},
		{score, "Sum of the scores of all acts by " + r.Grain + ": above zero cooperation prevails, below it conflict."},
	} {
		f, err := figure(relationChart(x.r), x.caption)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, f)
	}
	return blocks, nil
}

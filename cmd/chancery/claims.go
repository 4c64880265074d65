package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/draw"
	"chancery/internal/export/dossier"
	"chancery/internal/stage/measure"
	"chancery/internal/stage/store"
	"chancery/relations"
)

// claimsFlags are the flags of chancery claims.
type claimsFlags struct {
	findingFlags
	kind string
	most int
}

func claimsCommand(a *app) *cobra.Command {
	f := &claimsFlags{}
	cmd := &cobra.Command{
		Use:   "claims SIDE [SIDE]",
		Short: "Show what is asserted of a relation, beside what was measured",
		Long: `Claims finds in statements what is asserted of a relation: praise, threat, denial,
zero-sum and win-win framing, momentum, frequency, damage. It tells who asserts it,
who answers and through which outlets, and puts the measured series of the same
periods beside it. It shows; it does not judge.

` + sidesHelp,
		Example: `  chancery claims CHN RUS --since 2023
  chancery claims CHN USA --kind zero-sum --to csv > claims.csv`,
		Args: sideCount(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error { return a.claims(cmd.Context(), f, args) },
	}
	f.register(cmd)
	cmd.Flags().StringVar(&f.by, "by", "month", "`period`: day, week, month, quarter, year")
	cmd.Flags().StringVar(&f.kind, "kind", "", "only claims of one `kind`: "+strings.Join(claimKinds(), ", "))
	cmd.Flags().IntVar(&f.most, "most", 15, "show so `many` of the latest claims; JSON and CSV have all")
	return cmd
}

func claimKinds() (out []string) {
	for _, k := range relations.ClaimKinds() {
		out = append(out, string(k))
	}
	return out
}

func (a *app) claims(ctx context.Context, f *claimsFlags, args []string) error {
	if err := f.check(); err != nil {
		return err
	}
	if f.kind != "" && !slices.Contains(claimKinds(), f.kind) {
		return usagef("--kind %s: give one of %s", f.kind, strings.Join(claimKinds(), ", "))
	}
	if f.most < 0 {
		return usagef("--most %d: give a number", f.most)
	}
	q := measure.ClaimsQuestion{Kind: f.kind, Seed: f.seed}
	var err error
	if q.Span, err = f.span(); err != nil {
		return err
	}
	w, err := f.world()
	if err != nil {
		return err
	}
	sides, err := f.sides(w, args)
	if err != nil {
		return err
	}
	if q.A = sides[0]; q.A.Others {
		return usagef("the first side cannot be others; name it first")
	}
	if len(sides) > 1 {
		q.B = sides[1]
	}
	return a.find(ctx, &f.findingFlags, func(s *store.Store) (finding, error) {
		c, err := measure.ClaimsOf(ctx, s, w, q)
		if err != nil {
			return finding{}, err
		}
		out := finding{value: c, text: dossier.Dossier{Title: "What is asserted of " + pairName(c.A, c.B), Blocks: claimsBlocks(c, f.most)}, plots: []plotted{{f.plot, claimsChart(c)}}}
		out.head, out.rows = claimsRows(c)
		return out, nil
	})
}

// claimsBlocks tell claims to people.
func claimsBlocks(c *measure.Claims, most int) []dossier.Block {
	if len(c.Claims) == 0 {
		return []dossier.Block{dossier.Say("No statement in the archive asserts anything of this relation that the lexicon knows."), dossier.Notes{Lines: c.Method}}
	}
	t := dossier.Table{Columns: []dossier.Column{{Name: "claim"}, {Name: "times", Right: true}, {Name: "negated", Right: true}, {Name: "answered", Right: true}, {Name: "by"}, {Name: "through"}}}
	for _, k := range c.Kinds {
		t.Rows = append(t.Rows, []dossier.Span{{Words: k.Kind}, {Words: strconv.Itoa(k.N), Link: "#c-" + k.Kind}, {Words: strconv.Itoa(k.Negated)}, {Words: strconv.Itoa(k.Answered)},
			{Words: tallied(k.Speakers[:min(4, len(k.Speakers))])}, {Words: tallied(k.Outlets[:min(4, len(k.Outlets))])}})
	}
	blocks := []dossier.Block{t, dossier.Heading{Level: 3, Text: "Beside what was measured"}, besideTable(c)}
	blocks = append(blocks, trendWords(&c.Trend, c.Grain))
	if most > 0 {
		blocks = append(blocks, dossier.Heading{Level: 3, Text: "The latest claims"}, claimList(c.Claims, most))
	}
	how := "chancery statements '" + strings.ReplaceAll(c.Filter, "'", `'\''`) + "'"
	return append(blocks, dossier.Notes{Lines: append(c.Method, "The statements that were searched: "+how)})
}

// trendWords tell the trend of the incidents in one line.
func trendWords(t *measure.Trend, grain string) dossier.Text {
	if t.Needs != "" {
		return dossier.Say("Trend of the incidents: not enough data: " + t.Needs + ".")
	}
	return dossier.Say(fmt.Sprintf("Trend of the incidents: %s (%s a %s; 95 %%: %s; %s).", t.Verdict, number(t.Slope), grain, between(t.Interval), pValue(t.P)))
}

// besideTable has what was claimed and measured, period by period.
func besideTable(c *measure.Claims) dossier.Table {
	t := dossier.Table{Columns: []dossier.Column{{Name: c.Grain}, {Name: "incidents", Right: true}, {Name: "net score", Right: true}, {Name: "conflict", Right: true}, {Name: "claims"}}}
	for _, p := range c.Beside {
		var parts []string
		for _, kind := range claimKinds() {
			if n := p.Claims[kind]; n > 0 {
				parts = append(parts, fmt.Sprintf("%s %d", kind, n))
			}
		}
		incidents := number(p.Incidents)
		if p.Gap {
			incidents = "gap"
		}
		t.Rows = append(t.Rows, []dossier.Span{{Words: p.Period}, {Words: incidents, Link: "#p-" + p.Period}, {Words: number(p.Net)}, {Words: number(p.Conflicts)}, {Words: strings.Join(parts, ", ")}})
	}
	return t
}

// claimList lists the latest claims with their words and sources.
func claimList(claims []measure.Claim, most int) dossier.List {
	var list dossier.List
	for i := len(claims) - 1; i >= 0 && len(list.Items) < most; i-- {
		k := &claims[i]
		kind := k.Kind
		if k.Negated {
			kind += ", negated"
		}
		spans := []dossier.Span{{Words: k.Day + "  "}, {Words: kind + ": ", Strong: true}, {Words: orSpeaker(k.Name) + ": “" + k.Content + "” ("}, {Words: orUnknown(strings.Join(k.Outlets, ", ")), Link: k.URL}, {Words: ")"}}
		for _, a := range k.Answers {
			spans = append(spans, dossier.Span{Words: " Answered on " + a.Day + " by " + orSpeaker(a.Name) + ": “" + a.Content + "”"})
		}
		list.Items = append(list.Items, dossier.Item{Spans: spans})
	}
	return list
}

// claimEvidence lists all claims by kind, each kind with its anchor.
func claimEvidence(c *measure.Claims) (blocks []dossier.Block) {
	for _, k := range c.Kinds {
		var of []measure.Claim
		for _, x := range c.Claims {
			if x.Kind == k.Kind {
				of = append(of, x)
			}
		}
		list := claimList(of, len(of))
		list.Dense = true
		blocks = append(blocks, dossier.Heading{Level: 3, Text: "Claims: " + k.Kind, ID: "c-" + k.Kind}, list)
	}
	return blocks
}

func orSpeaker(s string) string {
	if s == "" {
		return "a speaker who is not named"
	}
	return s
}

// claimsRows are tidy: one row for each claim.
func claimsRows(c *measure.Claims) (head []string, rows [][]string) {
	head = []string{"day", "kind", "negated", "speaker", "name", "words", "content", "about", "via", "outlets", "answers", "url", "statement"}
	for _, k := range c.Claims {
		rows = append(rows, []string{k.Day, k.Kind, csvBool(k.Negated), k.Speaker, k.Name, k.Words, k.Content, strings.Join(k.About, ";"), k.Via, strings.Join(k.Outlets, ";"),
			strconv.Itoa(len(k.Answers)), k.URL, k.Statement})
	}
	return head, rows
}

// claimsChart draws the number of claims over the incidents of the same periods.
func claimsChart(c *measure.Claims) *draw.Heat {
	h := &draw.Heat{Title: "What is asserted of " + pairName(c.A, c.B) + ", and incidents, by " + c.Grain}
	rows := []string{"incidents", "conflict incidents"}
	for _, k := range c.Kinds {
		rows = append(rows, "claims: "+k.Kind)
	}
	h.Rows, h.Values = rows, make([][]float64, len(rows))
	for _, p := range c.Beside {
		h.Columns = append(h.Columns, p.Period)
		h.Values[0], h.Values[1] = append(h.Values[0], float64(p.Incidents)), append(h.Values[1], float64(p.Conflicts))
		for i, k := range c.Kinds {
			h.Values[i+2] = append(h.Values[i+2], float64(p.Claims[k.Kind]))
		}
	}
	return h
}

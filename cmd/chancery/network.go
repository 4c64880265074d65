package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/draw"
	"chancery/internal/export/dossier"
	"chancery/internal/stage/measure"
	"chancery/internal/stage/store"
)

// networkFlags are the flags of chancery network.
type networkFlags struct {
	findingFlags
	weight string
	least  float64
	only   string
	forum  string
	all    bool
	most   int
	heat   string
}

func networkCommand(a *app) *cobra.Command {
	f := &networkFlags{}
	cmd := &cobra.Command{
		Use:   "network",
		Short: "Tell who deals with whom, who is central, and who stands between",
		Long: `Network ties all states that are reported together, or those of --only, in the frame
of a --forum if one is given: strength, brokers, communities, signed triads, and
what changed between the two halves of the time.`,
		Example: `  chancery network --since 2023 --plot network.svg --heat pairs.png
  chancery network --only "bloc:SCO" --weight cooperation
  chancery network --forum ASEAN --to csv > ties.csv`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.network(cmd.Context(), f) },
	}
	f.register(cmd)
	cmd.Flags().StringVar(&f.by, "by", "month", "`period` by which acts are counted")
	cmd.Flags().StringVar(&f.weight, "weight", "incidents", "what makes a tie heavy: incidents, cooperation or conflict")
	cmd.Flags().Float64Var(&f.least, "least", 1, "leave out ties lighter than this `weight`")
	cmd.Flags().StringVar(&f.only, "only", "", "only these parties: a `side` such as \"EU members\" or CHN+RUS+IND")
	cmd.Flags().StringVar(&f.forum, "forum", "", "only acts in the frame of this `forum`")
	cmd.Flags().BoolVar(&f.all, "all", false, "bodies and groups too, not states alone")
	cmd.Flags().IntVar(&f.most, "most", 25, "show so `many` parties and ties; JSON and CSV have all")
	cmd.Flags().StringVar(&f.heat, "heat", "", "draw the pairs into `file`.svg or .png")
	return cmd
}

func (a *app) network(ctx context.Context, f *networkFlags) error {
	if err := f.check(f.heat); err != nil {
		return err
	}
	if f.most < 1 {
		return usagef("--most %d: give a number of at least 1", f.most)
	}
	q := measure.NetworkQuestion{Weight: f.weight, Least: f.least, Forum: f.forum, States: !f.all, Seed: f.seed}
	var err error
	if q.Span, err = f.span(); err != nil {
		return err
	}
	w, err := f.world()
	if err != nil {
		return err
	}
	if f.only != "" {
		sides, err := f.sides(w, []string{f.only})
		if err != nil {
			return err
		}
		q.Only = sides[0]
	}
	if !slices.Contains([]string{"incidents", "cooperation", "conflict"}, f.weight) {
		return usagef("--weight %s: give incidents, cooperation or conflict", f.weight)
	}
	return a.find(ctx, &f.findingFlags, func(s *store.Store) (finding, error) {
		n, err := measure.NetworkOf(ctx, s, w, q)
		if err != nil {
			return finding{}, err
		}
		out := finding{value: n, text: dossier.Dossier{Title: networkTitle(n), Blocks: networkBlocks(n, f.most)}, plots: []plotted{{f.plot, networkDrawing(n, f.most)}, {f.heat, pairHeat(n, f.most)}}}
		out.head, out.rows = networkRows(n)
		return out, nil
	})
}

func networkTitle(n *measure.Network) string {
	title := "Who deals with whom, by " + n.Weight
	if n.Forum != "" {
		title += ", in the frame of " + n.Forum
	}
	if n.From != "" {
		title += ", " + n.From + " to " + n.Until
	}
	return title
}

// networkBlocks tell a network to people.
func networkBlocks(n *measure.Network, most int) []dossier.Block {
	if len(n.Nodes) == 0 {
		return []dossier.Block{dossier.Say("Not enough data: no two of these parties are reported in one act in this time."), dossier.Notes{Lines: n.Method}}
	}
	name := map[string]string{}
	for _, x := range n.Nodes {
		name[x.Key] = x.Name
	}
	blocks := []dossier.Block{dossier.Say(fmt.Sprintf("%d parties, %d ties, density %s, %d communities (modularity %s).", len(n.Nodes), len(n.Ties), number(n.Density), len(n.Communities), number(n.Modularity)))}
	t := dossier.Table{Columns: []dossier.Column{{Name: "party"}, {Name: "ties", Right: true}, {Name: "strength", Right: true}, {Name: "eigenvector", Right: true}, {Name: "betweenness", Right: true}, {Name: "community", Right: true}, {Name: "part before → after"}}}
	for i, x := range n.Nodes[:min(most, len(n.Nodes))] {
		moved := ""
		if n.Before != nil {
			moved = share(n.Before.Moves[i].Before) + " → " + share(n.Before.Moves[i].After)
		}
		t.Rows = append(t.Rows, []dossier.Span{{Words: x.Name}, {Words: strconv.Itoa(x.Ties)}, {Words: number(measure.Number(x.Strength))}, {Words: number(x.Eigenvector)},
			{Words: number(x.Betweenness)}, {Words: strconv.Itoa(x.Community + 1)}, {Words: moved}})
	}
	blocks = append(blocks, t, dossier.Heading{Level: 2, Text: "The heaviest ties"})
	ties := dossier.Table{Columns: []dossier.Column{{Name: "pair"}, {Name: "weight", Right: true}, {Name: "incidents", Right: true}, {Name: "cooperation", Right: true}, {Name: "conflict", Right: true}, {Name: "sign"}}}
	for _, x := range n.Ties[:min(most, len(n.Ties))] {
		ties.Rows = append(ties.Rows, []dossier.Span{{Words: name[x.A] + " – " + name[x.B]}, {Words: number(measure.Number(x.Weight))}, {Words: strconv.Itoa(x.Incidents)}, {Words: number(x.Cooperation)}, {Words: number(x.Conflict)},
			{Words: [...]string{"−", "not told", "+"}[x.Sign+1]}})
	}
	blocks = append(blocks, ties, dossier.Heading{Level: 2, Text: "Communities and triads"})
	for i, c := range n.Communities {
		var names []string
		for _, k := range c {
			names = append(names, name[k])
		}
		blocks = append(blocks, dossier.Say(fmt.Sprintf("Community %d: %s.", i+1, strings.Join(names, ", "))))
	}
	return append(blocks, balanceText(n, name), dossier.Notes{Lines: n.Method})
}

func balanceText(n *measure.Network, name map[string]string) dossier.Text {
	b := &n.Balance
	if b.Triads == 0 {
		return dossier.Say("Structural balance: not enough data: no three parties have ties whose signs can all be told.")
	}
	text := fmt.Sprintf("Structural balance: %d of %d triads with signs are balanced (%s; 95 %%: %s to %s); chance makes %s, %s.", b.Balanced.Of, b.Triads, share(b.Balanced.Value),
		share(b.Balanced.Interval.Low), share(b.Balanced.Interval.High), share(b.Expected), pValue(b.P))
	if len(b.Unbalanced) > 0 {
		var list []string
		for _, u := range b.Unbalanced[:min(5, len(b.Unbalanced))] {
			list = append(list, name[u[0]]+" – "+name[u[1]]+" – "+name[u[2]])
		}
		text += " Unbalanced: " + strings.Join(list, "; ") + "."
	}
	return dossier.Say(text)
}

// networkRows are tidy: one row for each tie.
func networkRows(n *measure.Network) (head []string, rows [][]string) {
	head = []string{"a", "b", "weight", "incidents", "by_a", "by_b", "cooperation", "conflict", "sign", "filter"}
	for _, t := range n.Ties {
		rows = append(rows, []string{t.A, t.B, csvCell(measure.Number(t.Weight)), strconv.Itoa(t.Incidents), strconv.Itoa(t.ByA), strconv.Itoa(t.ByB), csvCell(t.Cooperation), csvCell(t.Conflict), strconv.Itoa(t.Sign), t.Filter})
	}
	return head, rows
}

// networkDrawing draws the strongest parties and the ties between them.
func networkDrawing(n *measure.Network, most int) *draw.Network {
	d := &draw.Network{Title: networkTitle(n)}
	at := map[string]int{}
	for i, x := range n.Nodes[:min(most, len(n.Nodes))] {
		at[x.Key] = i
		d.Nodes = append(d.Nodes, draw.Node{Name: x.Name, Group: x.Community, Size: x.Strength})
	}
	for _, t := range n.Ties {
		a, okA := at[t.A]
		b, okB := at[t.B]
		if okA && okB {
			d.Links = append(d.Links, draw.Link{From: a, To: b, Weight: math.Copysign(t.Weight, float64(t.Sign)+0.5)})
		}
	}
	return d
}

// pairHeat draws a cell for each pair of the strongest parties: blue is more
// cooperation, orange more conflict.
func pairHeat(n *measure.Network, most int) *draw.Heat {
	h := &draw.Heat{Title: "Cooperation (blue) and conflict (orange) by pair, sum of scores", Signed: true}
	at := map[string]int{}
	k := min(most, len(n.Nodes))
	for i, x := range n.Nodes[:k] {
		at[x.Key] = i
		h.Rows, h.Columns = append(h.Rows, x.Name), append(h.Columns, x.Name)
	}
	h.Values = make([][]float64, k)
	for i := range h.Values {
		h.Values[i] = make([]float64, k)
	}
	for _, t := range n.Ties {
		a, okA := at[t.A]
		b, okB := at[t.B]
		if okA && okB {
			h.Values[a][b] = float64(t.Cooperation - t.Conflict)
			h.Values[b][a] = h.Values[a][b]
		}
	}
	return h
}

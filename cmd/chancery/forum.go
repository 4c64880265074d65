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
)

func forumCommand(a *app) *cobra.Command {
	f := &findingFlags{}
	cmd := &cobra.Command{
		Use:   "forum [NAME]",
		Short: "Tell the editions of a forum, which are missing, and when the next is due",
		Long: `Forum shows a series of meetings: the numbered editions that the archive tells of,
the numbers in between that are missing, who took part in how many, and when the next
is announced or to be expected. Without a name it lists all forums.`,
		Example: `  chancery forum
  chancery forum "Shanghai Cooperation Organization" --plot editions.svg`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.forum(cmd.Context(), f, strings.Join(args, " "))
		},
	}
	f.register(cmd)
	return cmd
}

func (a *app) forum(ctx context.Context, f *findingFlags, name string) error {
	if err := f.check(); err != nil {
		return err
	}
	if name == "" && f.plot != "" {
		return usagef("--plot draws one forum; name it")
	}
	q := measure.ForumQuestion{Name: name}
	var err error
	if q.Span, err = f.span(); err != nil {
		return err
	}
	w, err := f.world()
	if err != nil {
		return err
	}
	return a.find(ctx, f, func(s *store.Store) (finding, error) {
		list, err := measure.ForumsOf(ctx, s, w, q)
		if err != nil {
			return finding{}, err
		}
		if len(list) == 0 && name != "" {
			return finding{}, fmt.Errorf("the archive tells of nothing in the frame of a forum called %q; chancery forum lists those it knows", name)
		}
		out := finding{value: list, text: dossier.Dossier{Title: "Forums", Blocks: []dossier.Block{forumTable(list)}}}
		if name != "" {
			out.text = dossier.Dossier{Title: list[0].Name, Blocks: forumBlocks(&list[0])}
			out.plots = []plotted{{f.plot, editionChart(&list[0])}}
			list = list[:1]
			out.value = list[0]
		}
		out.head, out.rows = forumRows(list)
		return out, nil
	})
}

// forumTable lists forums.
func forumTable(list []measure.Forum) dossier.Block {
	if len(list) == 0 {
		return dossier.Say("No act in the archive is told to be in the frame of a forum.")
	}
	t := dossier.Table{Columns: []dossier.Column{{Name: "forum"}, {Name: "incidents", Right: true}, {Name: "parties", Right: true}, {Name: "editions"}, {Name: "next"}}}
	for i := range list {
		f := &list[i]
		var numbers []string
		for _, e := range f.Editions {
			numbers = append(numbers, strconv.Itoa(e.Number))
		}
		t.Rows = append(t.Rows, []dossier.Span{{Words: f.Name}, {Words: strconv.Itoa(f.Incidents)}, {Words: strconv.Itoa(len(f.Parties))}, {Words: strings.Join(numbers, " ")}, {Words: nextWords(&f.Next)}})
	}
	return t
}

// nextWords say when the next edition is due.
func nextWords(n *measure.Next) string {
	switch {
	case n.Announced != "":
		return fmt.Sprintf("%s announced for %s", ordinal(n.Number), n.Announced)
	case n.Expected != "":
		return fmt.Sprintf("%s about %s (%s to %s)", ordinal(n.Number), n.Expected, n.Earliest, n.Latest)
	}
	return "not told"
}

// ordinal writes 1st, 2nd, 11th.
func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// forumBlocks tell one forum.
func forumBlocks(f *measure.Forum) []dossier.Block {
	blocks := []dossier.Block{dossier.Say(fmt.Sprintf("%d incidents, %d parties, as of %s.", f.Incidents, len(f.Parties), f.AsOf))}
	if len(f.Editions) == 0 {
		blocks = append(blocks, dossier.Say("No report numbers a meeting of it, so that editions cannot be told apart."))
	} else {
		t := dossier.Table{Columns: []dossier.Column{{Name: "edition"}, {Name: "day"}, {Name: "place"}, {Name: "incidents", Right: true}, {Name: "parties"}}}
		for _, e := range f.Editions {
			status := ""
			if e.Planned {
				status = " (planned)"
			}
			t.Rows = append(t.Rows, []dossier.Span{{Words: ordinal(e.Number) + status}, {Words: e.Day}, {Words: e.Place}, {Words: strconv.Itoa(e.Incidents)}, {Words: strings.Join(e.Parties, " ")}})
		}
		blocks = append(blocks, t)
	}
	if len(f.Missing) > 0 {
		var list []string
		for _, n := range f.Missing {
			list = append(list, ordinal(n))
		}
		blocks = append(blocks, dossier.Say("Not in the archive: "+strings.Join(list, ", ")+"."))
	}
	next := "Next: " + nextWords(&f.Next) + "."
	if f.Next.Needs != "" {
		next = "When the next is due cannot be told: not enough data: needed are " + f.Next.Needs + "."
	}
	blocks = append(blocks, dossier.Say(next))
	if len(f.Parties) > 0 {
		var parts []string
		for _, p := range f.Parties {
			parts = append(parts, fmt.Sprintf("%s %d", p.Name, p.Editions))
		}
		blocks = append(blocks, dossier.Heading{Level: 2, Text: "Who took part, in how many numbered editions"}, dossier.Say(strings.Join(parts, ", ")+"."))
	}
	return append(blocks, dossier.Notes{Lines: append(f.Method, "The incidents behind the numbers: "+listedHow(f.Filter))})
}

// forumRows are tidy: one row for each edition.
func forumRows(list []measure.Forum) (head []string, rows [][]string) {
	head = []string{"forum", "name", "edition", "day", "place", "planned", "incidents", "parties", "incident_ids"}
	for _, f := range list {
		for _, e := range f.Editions {
			rows = append(rows, []string{f.Key, f.Name, strconv.Itoa(e.Number), e.Day, e.Place, csvBool(e.Planned), strconv.Itoa(e.Incidents), strings.Join(e.Parties, ";"), strings.Join(e.IDs, ";")})
		}
	}
	return head, rows
}

// editionChart draws how many acts each edition had, from one day to the next.
func editionChart(f *measure.Forum) *draw.Heat {
	h := &draw.Heat{Title: f.Name + ": who took part in which edition"}
	for _, e := range f.Editions {
		h.Columns = append(h.Columns, fmt.Sprintf("%d (%.4s)", e.Number, e.Day))
	}
	for _, p := range f.Parties {
		row := make([]float64, len(f.Editions))
		for i, e := range f.Editions {
			for _, k := range e.Parties {
				if k == p.Key {
					row[i] = 1
				}
			}
		}
		h.Rows, h.Values = append(h.Rows, p.Name), append(h.Values, row)
	}
	return h
}

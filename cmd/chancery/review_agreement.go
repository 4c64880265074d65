package main

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"chancery/archive"
	"chancery/internal/stage/serve/agreement"
	"chancery/internal/stage/store"
	"chancery/internal/table"
)

// agreed is a line of the table of agreement: all reviewers, or two of them.
type agreed struct {
	Field       string   `json:"field"`
	Between     string   `json:"between"`
	Events      int      `json:"events"`
	Pairs       int      `json:"pairs"`
	Same        int      `json:"same"`
	Coefficient string   `json:"coefficient"`
	Value       *float64 `json:"value,omitempty"`
	Low         *float64 `json:"low,omitempty"`
	High        *float64 `json:"high,omitempty"`
	Why         string   `json:"why,omitempty"`
}

func (a *app) reviewAgreement() *cobra.Command {
	f, least := &archiveFlags{}, 0
	cmd := &cobra.Command{
		Use: "agreement", Short: "Tell how far reviewers agree on the events that several decided on",
		Long: `Agreement compares the decisions of two or more reviewers on the same events: the
verdict (an event or none), and, of those who say that there is an event, its type,
status and parties. It gives the pairs of decisions that say the same,
Krippendorff's alpha of all reviewers with a 95 % interval, and Cohen's kappa of
each two. Under --least events it gives "too few" and no number; where all say the
same there is no variation to explain.

Who decides second sees what the first made of the event: the numbers are rather
too high. docs/desk.md tells more.`,
		Example: "  chancery review agreement\n  chancery review agreement --to json",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if least < 2 {
				return usagef("--least %d: give 2 or more", least)
			}
			opts, err := f.table(a)
			if err != nil {
				return err
			}
			return f.with(cmd.Context(), false, func(s *store.Store) error {
				var decisions []archive.Example
				for x, err := range s.DecidedTwice(cmd.Context()) {
					if err != nil {
						return err
					}
					decisions = append(decisions, x)
				}
				report := agreement.Of(decisions, least)
				if opts.To == "json" {
					enc := json.NewEncoder(a.out)
					enc.SetIndent("", "  ")
					return enc.Encode(report)
				}
				_, err := agreementList().Write(a.out, agreedRows(&report), opts)
				return err
			})
		},
	}
	f.list(cmd)
	cmd.Flags().IntVar(&least, "least", agreement.Least, "`events` that a coefficient needs")
	return cmd
}

func agreedRows(r *agreement.Report) func(func(agreed, error) bool) {
	return func(yield func(agreed, error) bool) {
		if r.Events == 0 {
			return
		}
		for _, x := range r.Fields {
			if !yield(agreed{x.Name, "all", x.Events, x.Pairs, x.Same, "alpha", x.Alpha, x.Low, x.High, x.Why}, nil) {
				return
			}
		}
		for _, x := range r.Fields {
			for _, c := range x.Couple {
				if !yield(agreed{Field: x.Name, Between: c.A + ", " + c.B, Events: c.Events, Pairs: c.Events, Same: c.Same, Coefficient: "kappa", Value: c.Kappa, Why: c.Why}, nil) {
					return
				}
			}
		}
	}
}

func agreementList() table.List[agreed] {
	number := func(x *float64) string {
		if x == nil {
			return ""
		}
		return fmt.Sprintf("%.2f", *x)
	}
	return table.List[agreed]{
		Columns: []table.Column[agreed]{
			{Name: "field", Text: func(r *agreed) string { return r.Field }},
			{Name: "between", Text: func(r *agreed) string { return r.Between }},
			{Name: "events", Text: func(r *agreed) string { return strconv.Itoa(r.Events) }, Right: true},
			{Name: "pairs", Text: func(r *agreed) string { return strconv.Itoa(r.Pairs) }, Right: true},
			{Name: "same", Text: func(r *agreed) string { return strconv.Itoa(r.Same) }, Right: true},
			{Name: "coefficient", Text: func(r *agreed) string { return r.Coefficient }},
			{Name: "value", Text: func(r *agreed) string {
				if r.Value == nil {
					return r.Why
				}
				return number(r.Value)
			}, Right: true},
			{Name: "low", Text: func(r *agreed) string { return number(r.Low) }, Right: true},
			{Name: "high", Text: func(r *agreed) string { return number(r.High) }, Right: true},
		},
		Empty: "No event has decisions of two reviewers yet.",
	}
}

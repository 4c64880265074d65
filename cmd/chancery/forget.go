package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"chancery/internal/stage/store"
)

func forgetCommand(a *app) *cobra.Command {
	f := &careFlags{}
	var k store.Keeping
	var due, yes bool
	cmd := &cobra.Command{
		Use:   "forget",
		Short: "Delete texts; digests, records and events stay",
		Long: `Forget deletes the texts of pages: of outlets (--outlet), of pages published before
a day (--before), or those that the rules of retention let go (--due). Digests,
records, events and statements stay, with the words that show each of them. What
was deleted is in no byte of the file any more, but backups that were made before
still have it. The log of the archive says what went, when and why.

Without --yes it only tells what would go.`,
		Example: `  chancery forget --outlet courier.example --reason "asked by the publisher"
  chancery forget --outlet courier.example --reason "asked by the publisher" --yes
  chancery forget rules 365 courier.example=30
  chancery forget --due --yes`,
		Args: noArguments,
	}
	cmd.Flags().StringArrayVar(&k.Outlets, "outlet", nil, "of this `outlet`; may be given again")
	cmd.Flags().StringVar(&k.Before, "before", "", "published before this `day`, as in 2024-05-31")
	cmd.Flags().StringVar(&k.Reason, "reason", "", "`words` for the log")
	cmd.Flags().BoolVar(&due, "due", false, "what the rules of retention let go today")
	cmd.Flags().BoolVar(&yes, "yes", false, "do it")
	cmd.AddCommand(rulesCommand(a))
	return a.care(cmd, f, func(ctx context.Context, _ []string) error {
		if named := len(k.Outlets) > 0 || k.Before != ""; named == due {
			return usagef("say which texts: --outlet, --before, or --due alone; see chancery forget --help")
		}
		return f.with(ctx, false, func(s *store.Store) error {
			var out store.Forgotten
			var err error
			if k.Dry = !yes; due {
				out, err = s.Retain(ctx, k.Dry)
			} else {
				out, err = s.Forget(ctx, k)
			}
			if err != nil {
				return err
			}
			return a.answer(f, out, forgotten(&out)...)
		})
	})
}

func forgotten(out *store.Forgotten) []string {
	if out.Texts == 0 {
		return []string{"there are no such texts"}
	}
	what := "deleted"
	if out.Dry {
		what = "would be deleted"
	}
	lines := []string{fmt.Sprintf("%s texts (%s KiB) %s, of %s to %s, of %s", thousands(out.Texts), thousands(int(out.Bytes/1024)), what, out.Oldest, out.Newest, strings.Join(out.Outlets, ", "))}
	if out.Dry {
		lines = append(lines, "nothing was changed; --yes deletes them")
	}
	return lines
}

func rulesCommand(a *app) *cobra.Command {
	f := &careFlags{}
	var none bool
	cmd := &cobra.Command{
		Use:   "rules [DAYS | OUTLET=DAYS]…",
		Short: "Show or set how long texts are kept",
		Long: `Rules shows the rules of retention, or sets them, in the place of the former ones:
a number of days for all outlets, and OUTLET=DAYS for one. A text that several
outlets printed follows the strictest of their rules. The rules only say what
chancery forget --due deletes; nothing goes by itself.`,
		Example: `  chancery forget rules 365 courier.example=30
  chancery forget rules --none`,
	}
	cmd.Flags().BoolVar(&none, "none", false, "take all rules back")
	return a.care(cmd, f, func(ctx context.Context, args []string) error {
		rules, err := parseRules(args)
		if err != nil {
			return err
		}
		if none && len(rules) > 0 {
			return usagef("--none takes all rules back; give it without rules")
		}
		return f.with(ctx, false, func(s *store.Store) error {
			if none || len(rules) > 0 {
				if err := s.SetRules(ctx, rules); err != nil {
					return err
				}
			}
			rules, err := s.Rules(ctx)
			if err != nil {
				return err
			}
			lines := []string{}
			for _, r := range rules {
				name := r.Outlet
				if name == "" {
					name = "all other outlets"
				}
				lines = append(lines, fmt.Sprintf("%s: texts are kept for %s days", name, thousands(r.Days)))
			}
			if len(rules) == 0 {
				rules, lines = []store.Rule{}, []string{"there are no rules: texts are kept until they are deleted"}
			}
			return a.answer(f, rules, lines...)
		})
	})
}

func parseRules(args []string) ([]store.Rule, error) {
	var rules []store.Rule
	for _, arg := range args {
		outlet, number := "", arg
		if i := strings.LastIndex(arg, "="); i >= 0 {
			outlet, number = strings.TrimSpace(arg[:i]), arg[i+1:]
			if outlet == "" {
				return nil, usagef("%q names no outlet; give OUTLET=DAYS", arg)
			}
		}
		days, err := strconv.Atoi(number)
		if err != nil || days < 0 {
			return nil, usagef("%q gives no number of days; give DAYS or OUTLET=DAYS", arg)
		}
		rules = append(rules, store.Rule{Outlet: outlet, Days: days})
	}
	return rules, nil
}

package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chancery/internal/pipeline/fleet"
)

func fleetStatusCommand(a *app) *cobra.Command {
	f := &queueFlags{}
	to := ""
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Tell how the fleet does: lag, rate, retries, dead letters, workers",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !slices.Contains([]string{"text", "json", "prometheus"}, to) {
				return usagef("--to %s: there is no such format; give text, json or prometheus", to)
			}
			f.Patience = 12 * time.Second // nodes choose a leader within 4 to 9
			return a.queue(cmd.Context(), f, "status", func(q *fleet.Queue) error {
				s, err := q.Status(cmd.Context())
				if err != nil {
					return err
				}
				return a.fleetTold(&s, to)
			})
		},
	}
	f.register(cmd)
	cmd.Flags().StringVar(&to, "to", "text", "`format` to write: text, json, prometheus")
	return cmd
}

func (a *app) fleetTold(s *fleet.Status, to string) error {
	text := ""
	switch to {
	case "json":
		enc := json.NewEncoder(a.out)
		enc.SetIndent("", "  ")
		return enc.Encode(s)
	case "prometheus":
		text = s.Prometheus()
	default:
		text = fleetText(s)
	}
	_, err := fmt.Fprint(a.out, printable(text))
	return err
}

// fleetText puts the status into words.
func fleetText(s *fleet.Status) string {
	var b strings.Builder
	n := func(i int64) string { return thousands(int(i)) }
	fmt.Fprintf(&b, "fleet %s: %s works submitted: %s done, %s waiting, %s with workers (%s not for the first time), %s laid aside\n",
		s.Fleet, n(s.Submitted), n(s.Done), n(s.Waiting), n(s.Hand), n(s.Again), n(s.Dead))
	if !s.Oldest.IsZero() {
		fmt.Fprintf(&b, "the oldest that is not done was submitted %s ago\n", s.At.Sub(s.Oldest).Round(time.Second))
	}
	queue := fmt.Sprintf("queue: %d copies, %.1f MB", s.Replicas, float64(s.Bytes)/1e6)
	if s.Leader != "" {
		queue += ", led by " + s.Leader
	}
	if len(s.Behind) > 0 {
		queue += "; not up to date: " + strings.Join(s.Behind, ", ")
	}
	fmt.Fprintf(&b, "%s\n%d workers, %.1f documents a second\n", queue, len(s.Workers), s.Rate)
	if len(s.Workers) > 0 {
		fmt.Fprintf(&b, "%-28s %9s %10s %9s %7s %7s %5s %5s %8s\n", "worker", "documents", "known", "a second", "works", "retries", "dead", "hand", "memory")
	}
	for i := range s.Workers {
		w := &s.Workers[i]
		fmt.Fprintf(&b, "%-28s %9s %10s %9.1f %7s %7s %5s %5d %5d MB\n", w.Worker, n(w.Documents), n(w.Known), w.Rate, n(w.Works), n(w.Retries), n(w.Dead), w.Hand, w.Memory>>20)
		if w.Waiting != "" {
			fmt.Fprintf(&b, "    waiting for the archive: %s\n", w.Waiting)
		}
	}
	return b.String()
}

func fleetDeadCommand(a *app) *cobra.Command {
	f := &queueFlags{}
	var resubmit, forget, all bool
	to := ""
	cmd := &cobra.Command{
		Use:   "dead [ID…]",
		Short: "List works that were laid aside with their reasons, or have them tried again",
		Example: `  chancery fleet dead
  chancery fleet dead --resubmit --all`,
		RunE: func(cmd *cobra.Command, ids []string) error {
			switch {
			case resubmit && forget:
				return usagef("--resubmit and --forget do not go together")
			case (resubmit || forget) == (len(ids) == 0 && !all):
				return usagef("name the works to resubmit or forget, or --all")
			case to != "text" && to != "json":
				return usagef("--to %s: there is no such format; give text or json", to)
			}
			return a.queue(cmd.Context(), f, "dead", func(q *fleet.Queue) error {
				list, err := q.Dead(cmd.Context())
				if err != nil {
					return err
				}
				if !resubmit && !forget {
					return a.deadTold(list, to)
				}
				return a.deadMoved(cmd.Context(), q, list, ids, resubmit)
			})
		},
	}
	f.register(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&resubmit, "resubmit", false, "put the works into the queue again")
	flags.BoolVar(&forget, "forget", false, "take the works off the list without doing them")
	flags.BoolVar(&all, "all", false, "all of them")
	flags.StringVar(&to, "to", "text", "`format` to write: text, json (one a line)")
	return cmd
}

func (a *app) deadTold(list []fleet.Dead, to string) error {
	for i := range list {
		d := &list[i]
		var err error
		if to == "json" {
			err = json.NewEncoder(a.out).Encode(d)
		} else {
			name := "no work"
			if d.Work != nil {
				name = d.Work.String()
			}
			reason, _, _ := strings.Cut(d.Reason, "\n")
			_, err = fmt.Fprintln(a.out, printable(fmt.Sprintf("%s %s %s\n    after %d tries, the last by %s: %s", d.ID, d.At.Format(time.DateTime), name, d.Tries, d.Worker, cmp.Or(reason, "no reason"))))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *app) deadMoved(ctx context.Context, q *fleet.Queue, list []fleet.Dead, ids []string, resubmit bool) error {
	moved := 0
	for i := range list {
		d := &list[i]
		if len(ids) > 0 && !slices.Contains(ids, d.ID) {
			continue
		}
		move := q.Forget
		if resubmit {
			move = q.Resubmit
		}
		if err := move(ctx, d); err != nil {
			return err
		}
		moved++
	}
	if moved < len(ids) {
		return fmt.Errorf("only %d of %d works named are among the dead; see chancery fleet dead", moved, len(ids))
	}
	a.say(thousands(moved) + " works moved")
	return nil
}

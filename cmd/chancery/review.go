package main

import (
	"context"
	"fmt"
	"os/user"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/ontology"
	"chancery/internal/stage/link"
	"chancery/internal/stage/store"
	"chancery/internal/table"
	"chancery/record"
)

// reviewFlags are the flags of chancery review and its commands.
type reviewFlags struct {
	archiveFlags
	reviewer, reason string
	patchFlags
}

// patchFlags are the fields that a correction sets.
type patchFlags struct {
	typ, status, start, end, place string
	modes, actors, recipients      []string
}

func reviewCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "review",
		Short: "Accept, correct, reject, merge and split what was coded",
		Long: `Review lets a person correct the archive. Every decision has a reviewer and a
reason; what was coded is kept beside it. A decision belongs to the words of the
page: it stays when the page is coded again by a newer program.`,
		Example: `  chancery review queue type:SANCTION
  chancery review accept KEY
  chancery review correct KEY --type CONSULT --status planned --reason "a meeting, not a promise"
  chancery review reject KEY --reason "about a football club"
  chancery review export > corrections.jsonl`,
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		a.reviewQueue(),
		a.reviewDecide(archive.Accept, 1, "accept KEY", "Say that an event is right"),
		a.reviewDecide(archive.Correct, 1, "correct KEY", "Give the fields of an event that are wrong"),
		a.reviewDecide(archive.Reject, 1, "reject KEY", "Say that there is no such event"),
		a.reviewDecide(archive.Merge, 2, "merge KEY KEY", "Say that two events are one incident"),
		a.reviewDecide(archive.Split, 2, "split KEY KEY", "Say that two events are two incidents"),
		a.reviewUndo(),
		a.reviewAgreement(),
		a.reviewLog("log", "List the decisions", false),
		a.reviewLog("export", "Write decisions with their events, as training data", true),
	)
	return cmd
}

func (a *app) reviewQueue() *cobra.Command {
	return listCommand(a, listing[archive.Event]{
		use: "queue [FILTER]…", short: "List events that nobody has looked at, the least sure first", long: filterHelp,
		example: "  chancery review queue confidence:<0.6 --limit 20",
		target:  filter.Events, list: queueList, rows: (*store.Store).Queue,
	})
}

// queueList shows keys, by which events are decided on.
func queueList() table.List[archive.Event] {
	l := eventList()
	l.Columns = append(l.Columns, table.Column[archive.Event]{Name: "key", Text: func(e *archive.Event) string { return e.Key }, Table: true})
	l.Empty = "Nothing is left to look at."
	return l
}

func (a *app) reviewDecide(verdict archive.Verdict, keys int, use, short string) *cobra.Command {
	f := &reviewFlags{}
	cmd := &cobra.Command{
		Use: use, Short: short,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != keys {
				return usagef("%s takes %d keys, but got %d; chancery review queue shows them", verdict, keys, len(args))
			}
			return f.with(cmd.Context(), false, func(s *store.Store) error { return a.decide(cmd.Context(), s, f, verdict, args) })
		},
	}
	f.named(cmd)
	f.who(cmd)
	if verdict == archive.Correct {
		f.patchFlags.register(cmd)
		registryFlag(cmd, &f.registry)
	}
	return cmd
}

func (f *reviewFlags) who(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.reviewer, "by", "", "the `name` of the reviewer (default: the user of this machine)")
	cmd.Flags().StringVar(&f.reason, "reason", "", "why, in `words`")
}

func (p *patchFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.typ, "type", "", "PLOVER `type`, such as CONSULT")
	cmd.Flags().StringSliceVar(&p.modes, "mode", nil, "PLOVER `mode`, such as visit; may be given again")
	cmd.Flags().StringVar(&p.status, "status", "", "`status`: actual, planned, hypothetical, denied, historical")
	cmd.Flags().StringArrayVar(&p.actors, "actor", nil, "an actor as `CODE`, or \"CODE name\"; may be given again")
	cmd.Flags().StringArrayVar(&p.recipients, "recipient", nil, "a recipient as `CODE`, or \"CODE name\"; may be given again")
	cmd.Flags().StringVar(&p.start, "start", "", "first `day`, as 2023-05-22")
	cmd.Flags().StringVar(&p.end, "end", "", "last `day` (default: the first)")
	cmd.Flags().StringVar(&p.place, "place", "", "place, as \"CODE `name`\"")
}

// patch checks the fields and puts them together.
func (p *patchFlags) patch() (*archive.Patch, error) {
	out := &archive.Patch{Modes: p.modes}
	if p.typ != "" {
		typ := strings.ToUpper(p.typ)
		if !ontology.ValidType(typ) {
			return nil, usagef("--type %s: PLOVER has no such type; docs/coder.md lists the sixteen", p.typ)
		}
		out.Type = &typ
		for _, m := range p.modes {
			if !ontology.ValidMode(typ, m) {
				return nil, usagef("--mode %s: %s has no such mode", m, typ)
			}
		}
	}
	if p.status != "" {
		status := record.Status(strings.ToLower(p.status))
		if !slices.Contains(record.Statuses(), string(status)) {
			return nil, usagef("--status %s: give actual, planned, hypothetical, denied or historical", p.status)
		}
		out.Status = &status
	}
	var err error
	if out.Actors, err = partiesOf("--actor", p.actors); err != nil {
		return nil, err
	}
	if out.Recipients, err = partiesOf("--recipient", p.recipients); err != nil {
		return nil, err
	}
	if out.Start, out.End, err = p.days(); err != nil {
		return nil, err
	}
	if p.place != "" {
		code, name := codeAndName(p.place)
		out.Place = &archive.Where{Code: code, Name: name}
	}
	return out, nil
}

func (p *patchFlags) days() (start, end *string, err error) {
	if p.start == "" {
		if p.end != "" {
			return nil, nil, usagef("--end goes with --start")
		}
		return nil, nil, nil
	}
	last := p.end
	if last == "" {
		last = p.start
	}
	for _, day := range []string{p.start, last} {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return nil, nil, usagef("%q is no day; give it as 2023-05-22", day)
		}
	}
	if last < p.start {
		return nil, nil, usagef("--end %s is before --start %s", last, p.start)
	}
	return &p.start, &last, nil
}

func partiesOf(flag string, given []string) ([]archive.Party, error) {
	var out []archive.Party
	for _, g := range given {
		code, name := codeAndName(g)
		if code == "" || !ontology.ValidCode(code) {
			return nil, usagef("%s %q: begin with a country code, such as CHN, or \"CHN Chen Wenqing\"", flag, g)
		}
		if name == "" {
			name = code
		}
		out = append(out, archive.Party{Code: code, Name: name})
	}
	return out, nil
}

// codeAndName splits "CHN Chen Wenqing".
func codeAndName(s string) (code, name string) {
	first, rest, _ := strings.Cut(strings.TrimSpace(s), " ")
	if ontology.ValidCode(strings.ToUpper(first)) {
		return strings.ToUpper(first), strings.TrimSpace(rest)
	}
	return "", strings.TrimSpace(s)
}

func (a *app) decide(ctx context.Context, s *store.Store, f *reviewFlags, verdict archive.Verdict, keys []string) error {
	c := archive.Correction{Reviewer: f.reviewer, Reason: f.reason, Verdict: verdict, Event: keys[0]}
	if c.Reviewer == "" {
		c.Reviewer = userName()
	}
	if len(keys) > 1 {
		c.Other = keys[1]
	}
	if verdict == archive.Correct {
		patch, err := f.patch()
		if err != nil {
			return err
		}
		if patch.Empty() {
			return usagef("correct needs a field to set, such as --type or --actor; see chancery review correct --help")
		}
		c.Set = patch
	}
	c, err := s.Correct(ctx, c, link.Link)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "decision %d: %s %s by %s\n", c.ID, c.Verdict, strings.Join(keys, " "), c.Reviewer)
	return err
}

// userName is who is at the machine, as far as it knows.
func userName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "unknown"
}

func (a *app) reviewUndo() *cobra.Command {
	f := &reviewFlags{}
	cmd := &cobra.Command{
		Use: "undo DECISION", Short: "Take a decision back; it stays in the log",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("undo takes the number of one decision; chancery review log shows them")
			}
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return usagef("%q is no number of a decision; chancery review log shows them", args[0])
			}
			by := f.reviewer
			if by == "" {
				by = userName()
			}
			return f.with(cmd.Context(), false, func(s *store.Store) error {
				return s.Undo(cmd.Context(), id, by, f.reason, link.Link)
			})
		},
	}
	f.named(cmd)
	f.who(cmd)
	return cmd
}

// reviewLog lists decisions; as training data each comes with its event.
func (a *app) reviewLog(use, short string, training bool) *cobra.Command {
	f := &archiveFlags{}
	cmd := &cobra.Command{
		Use: use, Short: short, Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opts, err := f.table(a)
			if err != nil {
				return err
			}
			return f.with(cmd.Context(), false, func(s *store.Store) error {
				if training {
					if f.to == "" {
						opts.To = "jsonl"
					}
					_, err = table.List[archive.Example]{Columns: exampleColumns()}.Write(a.out, s.Examples(cmd.Context()), opts)
					return err
				}
				_, err = decisionList().Write(a.out, s.Decisions(cmd.Context()), opts)
				return err
			})
		},
	}
	f.list(cmd)
	return cmd
}

func decisionList() table.List[archive.Correction] {
	type c = archive.Correction
	return table.List[c]{
		Columns: []table.Column[c]{
			{Name: "id", Text: func(c *c) string { return strconv.FormatInt(c.ID, 10) }, Right: true},
			{Name: "at", Text: func(c *c) string { return c.At.Format("2006-01-02 15:04") }},
			{Name: "reviewer", Text: func(c *c) string { return c.Reviewer }},
			{Name: "verdict", Text: func(c *c) string {
				if c.Undone {
					return string(c.Verdict) + ", undone"
				}
				return string(c.Verdict)
			}},
			{Name: "event", Text: func(c *c) string { return strings.TrimSpace(c.Event + " " + c.Other) }},
			{Name: "reason", Text: func(c *c) string { return c.Reason }, Wide: true},
		},
		Empty: "There is no decision yet.",
	}
}

func exampleColumns() []table.Column[archive.Example] {
	type e = archive.Example
	return []table.Column[e]{
		{Name: "verdict", Text: func(e *e) string { return string(e.Correction.Verdict) }},
		{Name: "type", Text: func(e *e) string { return e.Coded.Type }},
		{Name: "trigger", Text: func(e *e) string { return e.Coded.Trigger }},
		{Name: "evidence", Text: func(e *e) string { return e.Coded.Evidence }, Wide: true},
	}
}

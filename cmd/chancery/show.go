package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chancery/archive"
	"chancery/internal/brief"
	"chancery/internal/ontology"
	"chancery/internal/stage/store"
)

// incidentName and documentName are the forms of names that show takes; an event
// is named by its key, which has colons.
var (
	incidentName = regexp.MustCompile(`^i[0-9a-f]{16}$`)
	documentName = regexp.MustCompile(`^[0-9a-fA-F]{16,64}$`)
)

func showCommand(a *app) *cobra.Command {
	f := &archiveFlags{}
	cmd := &cobra.Command{
		Use:   "show INCIDENT | EVENT | DOCUMENT",
		Short: "Show one incident, event or document with the words behind it",
		Long: `Show takes the id of an incident, the key of an event, or the SHA-256 of a text
(16 digits are enough), as the other commands write them. Of an incident it shows
every report with its words and source, on what they differ, and what became of
it since it was first kept.`,
		Example: `  chancery show i0c6b1c2d3e4f5a6b
  chancery show 0123456789abcdef --to json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("show takes one name; chancery incidents lists some")
			}
			if f.to == "" {
				f.to = "table"
			}
			if f.to != "table" && f.to != "json" {
				return usagef("--to %s: show writes table or json", f.to)
			}
			return f.with(cmd.Context(), false, func(s *store.Store) error { return showOne(cmd.Context(), a.out, s, args[0], f.to == "json") })
		},
	}
	f.named(cmd)
	cmd.Flags().StringVar(&f.to, "to", "", "`format` to write: table (for people, the default), json")
	return cmd
}

// shown is what show tells of one thing.
type shown struct {
	Incident *archive.Incident `json:"incident,omitempty"`
	Document *archive.Document `json:"document,omitempty"`
	Events   []archive.Event   `json:"events"`
	Changes  []archive.Change  `json:"changes,omitempty"`
	// Sources are what is known of the outlets of the events, by outlet.
	Sources map[string]archive.Source `json:"sources,omitempty"`
}

func showOne(ctx context.Context, w io.Writer, s *store.Store, name string, asJSON bool) (err error) {
	var out shown
	switch {
	case incidentName.MatchString(name):
		err = out.incident(ctx, s, name)
	case documentName.MatchString(name):
		err = out.document(ctx, s, name)
	case strings.Contains(name, ":"):
		var e archive.Event
		e, err = s.Event(ctx, name)
		out.Events = []archive.Event{e}
	default:
		return usagef("%q is no id of an incident, key of an event or SHA-256 of a text", name)
	}
	if err != nil {
		return err
	}
	if err := out.profiles(ctx, s); err != nil {
		return err
	}
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(out)
	}
	_, err = io.WriteString(w, out.text())
	return err
}

// profiles adds what is known of the outlets.
func (o *shown) profiles(ctx context.Context, s *store.Store) error {
	known, err := sourcesByOutlet(ctx, s)
	o.Sources = map[string]archive.Source{}
	for i := range o.Events {
		if p, ok := known[o.Events[i].Outlet]; ok {
			o.Sources[p.Outlet] = p
		}
	}
	return err
}

// outlet names an outlet with what is known of it.
func (o *shown) outlet(name string) string {
	p := o.Sources[name]
	if about := joined("; ", joined(", ", p.Country, p.Ownership), p.Note); about != "" {
		return name + " (" + about + ")"
	}
	return name
}

func (o *shown) incident(ctx context.Context, s *store.Store, name string) error {
	inc, err := s.Incident(ctx, name)
	if err != nil {
		return err
	}
	o.Incident = &inc
	for _, key := range inc.Events {
		e, err := s.Event(ctx, key)
		if err != nil {
			return err
		}
		o.Events = append(o.Events, e)
	}
	o.Changes, err = s.Changes(ctx, name)
	return err
}

func (o *shown) document(ctx context.Context, s *store.Store, name string) error {
	sum, err := s.Named(ctx, name)
	if err != nil {
		return err
	}
	d, err := s.Document(ctx, sum)
	if err != nil {
		return err
	}
	o.Document = &d
	o.Events, err = s.EventsOf(ctx, sum)
	return err
}

// text tells it to a person.
func (o *shown) text() string {
	var b strings.Builder
	in := ""
	line := func(format string, args ...any) { b.WriteString(in + brief.Clean(fmt.Sprintf(format, args...)) + "\n") }
	if i := o.Incident; i != nil {
		line("%s  %s: %s, %s", i.ID, ontology.Plain(i.Type, i.Modes), sides(i.Actors, i.Recipients), became(i))
		line("%s", joined(", ", day(i.Start, i.End, true), where(i.Place)))
		line("%d reports in %d documents of %d outlets, %d of them with a text of their own", i.Reports, i.Documents, i.Outlets, i.Independent)
		if c := conflicts(i); c != "" {
			line("The reports differ on %s", c)
		}
	}
	if d := o.Document; d != nil {
		line("%s", joined(", ", d.Title, d.Outlet, d.Published, d.URL))
		line("SHA-256 %s, revision %d, coded by %s", d.SHA256, d.Revision, d.Coder)
		if d.Original != "" {
			line("%s of %s", d.Copy, d.Original)
		}
	}
	for k := range o.Events {
		e := &o.Events[k]
		b.WriteByte('\n')
		line("%s  %s: %s, %s%s", day(e.Start, e.End, e.Dated), ontology.Plain(e.Type, e.Modes), sides(e.Actors, e.Recipients), e.Status, reviewed(e.Review))
		in = "  "
		line("%s", quote(e.Evidence))
		line("%s", joined(", ", e.Title, o.outlet(e.Outlet), archive.Day(e.Published), e.URL))
		line("%s", joined(", ", e.Key, "confidence "+percent(e.Confidence), copiedNote(e)))
		in = ""
	}
	for k, c := range o.Changes {
		if k == 0 {
			b.WriteString("\nHISTORY\n")
		}
		in = "  "
		line("%s  %s", c.At.Format("2006-01-02 15:04"), joined(": ", c.Kind, c.Note))
	}
	return b.String()
}

// joined puts what is known of the parts together.
func joined(by string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), by)
}

func copiedNote(e *archive.Event) string {
	if e.Copied {
		return "in a copy of another text"
	}
	return ""
}

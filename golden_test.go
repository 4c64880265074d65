package chancery_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"chancery"
	"chancery/record"
)

var update = flag.Bool("update", false, "write what comes out into testdata/cases; read the diff before you commit it")

// shared is one coder for all tests: loading the model is most of the work.
var shared = sync.OnceValues(func() (*chancery.Coder, error) { return chancery.New(chancery.Options{}) })

func coder(t testing.TB) *chancery.Coder {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCases codes the texts of testdata/cases and compares what comes out with
// what stands below them, in words that a linguist can check.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			head, text, want := parts(t, string(raw))
			rec := code(t, head, text)
			got := describe(&rec, text)
			if *update {
				if err := os.WriteFile(name, []byte(head+"---\n"+text+"\n---\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("%s:\n%s", name, difference(want, got))
			}
		})
	}
}

// parts cuts a case into head, text and expectation.
func parts(t *testing.T, raw string) (head, text, want string) {
	t.Helper()
	p := strings.SplitN(raw, "---\n", 3)
	if len(p) < 2 {
		t.Fatal("a case is: head, ---, text, ---, what is expected")
	}
	if len(p) == 3 {
		want = p[2]
	}
	return p[0], strings.TrimSuffix(p[1], "\n"), want
}

func code(t *testing.T, head, text string) chancery.Record {
	t.Helper()
	doc := chancery.Document{Text: text}
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "published":
			doc.Published = value
		case "source":
			doc.Source = value
		case "title":
			doc.Title = value
		}
	}
	rec, _, err := coder(t).Code(context.Background(), doc)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range record.Validate(&rec, text) {
		t.Errorf("invalid record: %v", p)
	}
	return rec
}

// describe writes a record as lines to read.
func describe(r *chancery.Record, text string) string {
	d := describer{r: r, text: text, entity: map[string]*record.Entity{}}
	for i := range r.Entities {
		d.entity[r.Entities[i].ID] = &r.Entities[i]
	}
	for i := range r.Events {
		d.event(&r.Events[i])
	}
	for i := range r.Statements {
		d.statement(&r.Statements[i])
	}
	for i := range r.Posts {
		p := &r.Posts[i]
		d.line("post: %s, %s%s%s", d.name(p.Person), p.Title, d.opt(" of ", p.Organization), former(p.Former))
	}
	return d.out.String()
}

type describer struct {
	r      *chancery.Record
	text   string
	entity map[string]*record.Entity
	out    strings.Builder
}

func (d *describer) line(format string, args ...any) { fmt.Fprintf(&d.out, format+"\n", args...) }

func (d *describer) name(id string) string {
	e := d.entity[id]
	s := e.Name
	if e.Edition > 0 {
		s += fmt.Sprintf(" #%d", e.Edition)
	}
	if e.Code != "" {
		s += " (" + e.Code + ")"
	}
	return s
}

func (d *describer) opt(before, id string) string {
	if id == "" {
		return ""
	}
	return before + d.name(id)
}

func (d *describer) names(ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, d.name(id))
	}
	return strings.Join(out, " + ")
}

func (d *describer) event(e *record.Event) {
	s := fmt.Sprintf("event: %s %s %q", strings.Join(append([]string{e.Type}, e.Modes...), "/"), e.Status, d.r.Cut(d.text, e.Trigger))
	if len(e.Actors) > 0 {
		s += ": " + d.names(e.Actors)
	}
	if len(e.Recipients) > 0 {
		s += " → " + d.names(e.Recipients)
	}
	if e.Time != nil {
		s += ", " + e.Time.Start
		if e.Time.End != e.Time.Start {
			s += ".." + e.Time.End
		}
	}
	s += d.opt(", at ", e.Place) + d.opt(", in ", e.Forum)
	if z := e.Size; z != nil {
		for _, n := range []struct {
			name string
			n    *int
		}{{"killed", z.Killed}, {"injured", z.Injured}, {"arrested", z.Arrested}, {"participants", z.Participants}} {
			if n.n != nil {
				s += fmt.Sprintf(", %s %d", n.name, *n.n)
			}
		}
		for _, a := range z.Amounts {
			s += fmt.Sprintf(", %s %.0f", a.Currency, a.Value)
		}
	}
	if e.Statement != "" {
		s += ", told in " + e.Statement
	}
	d.line("%s", s)
}

func (d *describer) statement(s *record.Statement) {
	who := d.r.Cut(d.text, *s.SpeakerText)
	if s.Speaker != "" {
		who = d.name(s.Speaker)
	}
	var content []string
	for _, c := range s.Content {
		content = append(content, fmt.Sprintf("%q", d.r.Cut(d.text, c)))
	}
	link := ""
	if s.Parent != "" {
		link += ", in the words of " + s.Parent
	}
	if s.Answers != "" {
		link += ", answers " + s.Answers
	}
	d.line("%s: %s, %q%s, %s: %s%s", s.ID, who, d.r.Cut(d.text, s.Cue), d.opt(" via ", s.Via), s.Kind, strings.Join(content, " … "), link)
}

func former(yes bool) string {
	if yes {
		return ", former"
	}
	return ""
}

// difference lists the lines that are only in one of two texts.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	var b strings.Builder
	for _, l := range w {
		if !slices.Contains(g, l) {
			b.WriteString("- " + l + "\n")
		}
	}
	for _, l := range g {
		if !slices.Contains(w, l) {
			b.WriteString("+ " + l + "\n")
		}
	}
	return b.String()
}

package chancery_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chancery"
	"chancery/record"
)

// attribution is one statement as a case gives it, or as a record has it.
type attribution struct {
	speaker, cue, kind, content string
	more                        map[string]string // via, polarity, who, code, answers, parent
}

// attributionCase is a text with what a reader marks in it.
type attributionCase struct {
	construction, text string
	want               []attribution
	events             [][2]string // trigger, number of the statement
}

// TestStatements codes the sentences of testdata/statements and counts, by
// construction, the statements whose words are exactly those that a reader
// marks. Each construction has a floor that may not be fallen short of.
func TestStatements(t *testing.T) {
	cases := readAttributions(t)
	if len(cases) < 120 {
		t.Errorf("only %d cases", len(cases))
	}
	floors := readFloors(t)
	var order []string
	tally := map[string]*tallies{}
	all := &tallies{}
	for _, c := range cases {
		if tally[c.construction] == nil {
			tally[c.construction] = &tallies{}
			order = append(order, c.construction)
		}
		n := compareAttributions(t, &c)
		tally[c.construction].add(n)
		all.add(n)
	}
	t.Logf("%-16s %6s %6s %6s %6s %6s", "construction", "cases", "marked", "words", "whole", "extra")
	for _, name := range order {
		n := tally[name]
		t.Logf("%-16s %6d %6d %6d %6d %6d", name, n.cases, n.marked, n.words, n.whole, n.extra)
		if f := floors[name]; n.whole < f[0] || n.extra > f[1] {
			t.Errorf("%s: %d whole (at least %d) and %d extra (at most %d)", name, n.whole, f[0], n.extra, f[1])
		}
	}
	t.Logf("%-16s %6d %6d %6d %6d %6d", "all", all.cases, all.marked, all.words, all.whole, all.extra)
}

// tallies count marked statements: found with the right words, found with all
// that the case says of them, and those that nobody marked.
type tallies struct{ cases, marked, words, whole, extra int }

func (n *tallies) add(m tallies) {
	n.cases += m.cases
	n.marked += m.marked
	n.words += m.words
	n.whole += m.whole
	n.extra += m.extra
}

func compareAttributions(t *testing.T, c *attributionCase) tallies {
	rec := code(t, "published: 2024-03-14", c.text)
	d := describer{r: &rec, text: c.text, entity: map[string]*record.Entity{}}
	for i := range rec.Entities {
		d.entity[rec.Entities[i].ID] = &rec.Entities[i]
	}
	n := tallies{cases: 1, marked: len(c.want) + len(c.events)}
	number := map[string]int{} // id of a statement → the number of the mark it answers to
	used := make([]int, len(rec.Statements))
	at := make([]int, len(c.want))
	for i, w := range c.want {
		at[i] = slices.IndexFunc(rec.Statements, func(s record.Statement) bool {
			return used[slices.IndexFunc(rec.Statements, func(o record.Statement) bool { return o.ID == s.ID })] == 0 && d.content(&s) == w.content
		})
		if at[i] >= 0 {
			used[at[i]] = i + 1
			number[rec.Statements[at[i]].ID] = i + 1
			n.words++
		}
	}
	var faults []string
	for i, w := range c.want {
		if at[i] < 0 {
			faults = append(faults, fmt.Sprintf("missed: %s | %s | %s", w.speaker, w.cue, w.content))
		} else if f := d.faults(&w, &rec.Statements[at[i]], number); len(f) > 0 {
			faults = append(faults, fmt.Sprintf("%s: %s", w.content, strings.Join(f, ", ")))
		} else {
			n.whole++
		}
	}
	for i := range rec.Statements {
		if s := &rec.Statements[i]; used[i] == 0 {
			n.extra++
			faults = append(faults, fmt.Sprintf("extra: %s | %s | %s | %s", d.speaker(s), rec.Cut(c.text, s.Cue), s.Kind, d.content(s)))
		}
	}
	for _, e := range c.events {
		if got := eventStatement(&rec, c.text, e[0], number); got != e[1] {
			faults = append(faults, fmt.Sprintf("event %s: in %s, want %s", e[0], got, e[1]))
		} else {
			n.words++
			n.whole++
		}
	}
	if len(faults) > 0 && testing.Verbose() {
		t.Logf("%s\n    %s", c.text, strings.Join(faults, "\n    "))
	}
	return n
}

// eventStatement tells in which marked statement an event is told: "0" for the
// page's own voice, "none" when there is no such event.
func eventStatement(rec *chancery.Record, text, trigger string, number map[string]int) string {
	for i := range rec.Events {
		if e := &rec.Events[i]; rec.Cut(text, e.Trigger) == trigger {
			return strconv.Itoa(number[e.Statement])
		}
	}
	return "none"
}

func (d *describer) content(s *record.Statement) string {
	var parts []string
	for _, c := range s.Content {
		parts = append(parts, d.r.Cut(d.text, c))
	}
	return strings.Join(parts, " … ")
}

func (d *describer) speaker(s *record.Statement) string {
	if s.Speaker != "" {
		return d.entity[s.Speaker].Name
	}
	if s.SpeakerText == nil {
		return ""
	}
	return d.r.Cut(d.text, *s.SpeakerText)
}

// faults compares a statement with a mark on the same words.
func (d *describer) faults(w *attribution, s *record.Statement, number map[string]int) []string {
	var out []string
	check := func(what, got, want string) {
		if got != want {
			out = append(out, fmt.Sprintf("%s is %q, want %q", what, got, want))
		}
	}
	name := d.speaker(s)
	if s.SpeakerText == nil || !strings.EqualFold(d.r.Cut(d.text, *s.SpeakerText), w.speaker) {
		if name != w.speaker && !strings.HasSuffix(name, " "+w.speaker) {
			check("speaker", name, w.speaker)
		}
	}
	check("cue", d.r.Cut(d.text, s.Cue), w.cue)
	check("kind", s.Kind, w.kind)
	for key, want := range w.more {
		switch key {
		case "via":
			got := ""
			if s.Via != "" {
				got = d.entity[s.Via].Name
			}
			if !strings.Contains(got, want) && want != "RIA" && want != "Tass" || got == "" {
				check(key, got, want)
			}
		case "polarity":
			check(key, s.Polarity, want)
		case "who":
			check(key, s.SpeakerKind, want)
		case "code":
			got := ""
			if s.Speaker != "" {
				got = d.entity[s.Speaker].Code
			}
			check(key, got, want)
		case "answers":
			check(key, strconv.Itoa(number[s.Answers]), want)
		case "parent":
			check(key, strconv.Itoa(number[s.Parent]), want)
		}
	}
	slices.Sort(out)
	return out
}

// readAttributions reads the cases; testdata/statements/README.md tells their form.
func readAttributions(t *testing.T) []attributionCase {
	t.Helper()
	files, err := filepath.Glob("testdata/statements/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var out []attributionCase
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		construction := strings.TrimSuffix(filepath.Base(file), ".txt")[3:]
		for number, line := range strings.Split(string(raw), "\n") {
			line = strings.TrimRight(line, " ")
			kind, rest, _ := strings.Cut(line, " ")
			var last *attributionCase
			if len(out) > 0 {
				last = &out[len(out)-1]
			}
			switch {
			case line == "" || line == "none":
			case kind == "text:":
				out = append(out, attributionCase{construction: construction, text: unfold(rest)})
			case kind == ">":
				f := strings.SplitN(rest, " | ", 4)
				if len(f) != 4 {
					t.Fatalf("%s:%d: %q has not four fields", file, number+1, line)
				}
				last.want = append(last.want, attribution{f[0], f[1], f[2], unfold(f[3]), map[string]string{}})
			case kind == "event:":
				i := strings.LastIndexByte(rest, ' ')
				last.events = append(last.events, [2]string{rest[:i], rest[i+1:]})
			case strings.HasPrefix(line, "  "):
				readMore(last.want[len(last.want)-1].more, strings.TrimSpace(line))
			default:
				t.Fatalf("%s:%d: cannot read %q", file, number+1, line)
			}
		}
	}
	return out
}

// unfold sets breaks between paragraphs.
func unfold(s string) string { return strings.ReplaceAll(s, "¶", "\n\n") }

// readMore reads key=value fields; a value may hold spaces.
func readMore(into map[string]string, line string) {
	key := ""
	for _, f := range strings.Fields(line) {
		if k, v, ok := strings.Cut(f, "="); ok {
			key = k
			into[key] = v
		} else {
			into[key] += " " + f
		}
	}
}

// readFloors reads, by construction, the least number of whole statements and
// the greatest of extra ones.
func readFloors(t *testing.T) map[string][2]int {
	t.Helper()
	raw, err := os.ReadFile("testdata/statements/floors.tsv")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][2]int{}
	for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n")[1:] {
		f := strings.Split(line, "\t")
		whole, err1 := strconv.Atoi(f[1])
		extra, err2 := strconv.Atoi(f[2])
		if err1 != nil || err2 != nil {
			t.Fatalf("floors.tsv: cannot read %q", line)
		}
		out[f[0]] = [2]int{whole, extra}
	}
	return out
}

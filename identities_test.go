package chancery_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

var table = flag.Bool("table", false, "print the figures of testdata/identities as the table of docs/identities.md")

// identityKind is one file of testdata/identities: cases of one kind, with the
// share that must come out right.
type identityKind struct {
	name  string
	floor float64
	blind string // the share right before the program was run on them for the first time
	cases []identityCase
}

// identityCase is one short text with what a reader would say of it.
type identityCase struct {
	label, head, text string
	known             string   // why it fails, when that is known
	want              []string // one expectation a line
}

// TestIdentities codes the texts of testdata/identities and holds what comes
// out against expectations written by hand; a kind may not fall below its floor.
func TestIdentities(t *testing.T) {
	files, err := filepath.Glob("testdata/identities/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var rows strings.Builder
	var all, right, marked int
	for _, file := range files {
		kind := readIdentities(t, file)
		t.Run(kind.name, func(t *testing.T) {
			ok, known := runIdentities(t, kind)
			all, right, marked = all+len(kind.cases), right+ok, marked+known
			if share := float64(ok) / float64(len(kind.cases)); share < kind.floor {
				t.Errorf("%d of %d right, %.3f: below the floor of %.2f that %s states", ok, len(kind.cases), share, kind.floor, file)
			}
			fmt.Fprintf(&rows, "| %s | %d | %s | %d | %.2f | %d |\n", kind.name, len(kind.cases), kind.blind, ok, float64(ok)/float64(len(kind.cases)), known)
		})
	}
	if *table {
		fmt.Printf("| kind | cases | first blind run | right | share | known to fail |\n|---|---|---|---|---|---|\n%s| all | %d | | %d | %.2f | %d |\n",
			rows.String(), all, right, float64(right)/float64(all), marked)
	}
}

// runIdentities counts the cases of a kind that come out right, and those that
// are marked as known to fail.
func runIdentities(t *testing.T, kind identityKind) (ok, known int) {
	for _, c := range kind.cases {
		rec := code(t, c.head, c.text)
		checks := identityChecks{rec: &rec, text: c.text}
		var wrong []string
		for _, w := range c.want {
			if why := checks.check(t, w); why != "" {
				wrong = append(wrong, fmt.Sprintf("%s\n      got %s", w, why))
			}
		}
		if c.known != "" {
			known++
		}
		switch {
		case len(wrong) == 0:
			ok++
			if c.known != "" {
				t.Logf("comes out right now, though marked as known to fail: %s", c.label)
			}
		case c.known == "":
			t.Logf("wrong: %s\n    %s\n    %s", c.label, c.text, strings.Join(wrong, "\n    "))
		}
	}
	return ok, known
}

// readIdentities reads a file: a head of "key: value" lines, then cases, each
// of "## label", keys of its own, lines of text after ">", and expectations.
func readIdentities(t *testing.T, file string) identityKind {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	kind := identityKind{name: strings.TrimSuffix(filepath.Base(file), ".txt")}
	blocks := strings.Split(string(raw), "\n## ")
	head := ""
	for line := range strings.Lines(blocks[0]) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "floor":
			if kind.floor, err = strconv.ParseFloat(value, 64); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
		case "blind":
			kind.blind = value
		case "published", "source":
			head += line
		}
	}
	for _, b := range blocks[1:] {
		kind.cases = append(kind.cases, readIdentity(t, head, b))
	}
	return kind
}

func readIdentity(t *testing.T, head, block string) identityCase {
	t.Helper()
	label, body, _ := strings.Cut(block, "\n")
	c := identityCase{label: label, head: head}
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(line)
		key, value, _ := strings.Cut(line, ": ")
		switch {
		case line == "":
		case strings.HasPrefix(line, "> "):
			c.text = strings.TrimSpace(c.text + "\n" + line[2:])
		case key == "published", key == "source":
			c.head += line + "\n"
		case key == "known":
			c.known = value
		default:
			c.want = append(c.want, line)
		}
	}
	if c.text == "" || len(c.want) == 0 {
		t.Fatalf("case %q lacks a text or an expectation", label)
	}
	return c
}

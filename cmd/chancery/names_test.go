package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// runNames runs the names command alone.
func runNames(t *testing.T, in string, args ...string) (string, error) {
	t.Helper()
	var out, errs bytes.Buffer
	c := namesCommand(&app{in: strings.NewReader(in), out: &out, err: &errs})
	c.SetArgs(args)
	c.SetOut(&out)
	c.SetErr(&errs)
	c.SilenceUsage = true
	err := c.Execute()
	return out.String(), err
}

const parisIOB2 = "# text = He left \"Paris\" for Moscow.\n1\tHe\tO\n2\tleft\tO\n3\t\"\tO\n4\tParis\tO\n5\t\"\tO\n6\tfor\tO\n7\tMoscow\tO\n8\t.\tO\n\n"

func TestNamesRecords(t *testing.T) {
	out, err := runNames(t, parisIOB2+parisIOB2, "--from", "iob2", "--to", "records", "--alone")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines of 2 sentences", len(lines))
	}
	var r struct {
		Document struct{ ID string }
		Entities []struct {
			Kind     string
			Mentions []struct {
				Start, End int
				Form       string
			}
		}
	}
	if err := json.Unmarshal([]byte(lines[1]), &r); err != nil {
		t.Fatal(err)
	}
	text := []rune(`He left "Paris" for Moscow.`)
	var got []string
	for _, e := range r.Entities {
		for _, m := range e.Mentions {
			got = append(got, e.Kind+" "+string(text[m.Start:m.End])+" "+m.Form)
		}
	}
	if want := "place Paris name, place Moscow name"; strings.Join(got, ", ") != want || r.Document.ID != "s1" {
		t.Errorf("document %s has %q, want %q", r.Document.ID, got, want)
	}
}

func TestNamesIOB2(t *testing.T) {
	out, err := runNames(t, parisIOB2, "--from", "iob2")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# text = He left \"Paris\" for Moscow.\n", "4\tParis\tB-LOC\t", "7\tMoscow\tB-LOC\t", "1\tHe\tO\t"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in %q", want, out)
		}
	}
}

func TestNamesRefuses(t *testing.T) {
	for _, args := range [][]string{{"--to", "xml"}, {"--train", "x.model"}, {"--from", "pdf"}, {"/no/such/file"}} {
		if _, err := runNames(t, "", args...); err == nil {
			t.Errorf("%v is taken", args)
		}
	}
}

package table

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"testing"
)

type city struct {
	Name   string `json:"name"`
	People int    `json:"people"`
	Note   string `json:"note,omitempty"`
}

var cities = List[city]{
	Columns: []Column[city]{
		{Name: "name", Text: func(c *city) string { return c.Name }, Wide: true},
		{Name: "people", Text: func(c *city) string { return strings.Repeat("9", c.People) }, Right: true},
		{Name: "note", Text: func(c *city) string { return c.Note }, CSV: true},
	},
	Below: func(c *city) string { return c.Note },
	Empty: "no city",
}

func rows(cs ...city) iter.Seq2[city, error] {
	return func(yield func(city, error) bool) {
		for _, c := range cs {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func write(t *testing.T, opts Options, cs ...city) string {
	t.Helper()
	var b strings.Builder
	n, err := cities.Write(&b, rows(cs...), opts)
	if err != nil || n != len(cs) {
		t.Fatalf("%d rows, %v", n, err)
	}
	return b.String()
}

func TestTable(t *testing.T) {
	got := write(t, Options{}, city{"Vessin", 3, "on the Orle"}, city{"Port Amra", 1, ""})
	want := "NAME       PEOPLE\nVessin        999\n    on the Orle\nPort Amra       9\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestNarrowTerminalShortensWideColumns(t *testing.T) {
	got := write(t, Options{Width: 40}, city{strings.Repeat("市", 60), 3, strings.Repeat("long ", 40)})
	for line := range strings.Lines(got) {
		if width(strings.TrimSuffix(line, "\n")) > 40 {
			t.Errorf("wider than 40 columns: %q", line)
		}
	}
	if !strings.Contains(got, "…") {
		t.Error("what was cut is not marked")
	}
}

func TestNoControlCharactersReachTheTerminal(t *testing.T) {
	got := write(t, Options{}, city{"a\x1b[31mred\u202e", 1, "x\x07\ny"})
	if strings.ContainsAny(got, "\x1b\x07\u202e") {
		t.Errorf("control characters in %q", got)
	}
}

func TestCSVIsReadBackAndInert(t *testing.T) {
	got := write(t, Options{To: "csv"}, city{"=cmd()", 2, "a,\"b\"\nc"}, city{"-12", 1, ""})
	lines, err := csv.NewReader(strings.NewReader(got)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if lines[0][2] != "note" || lines[1][0] != "'=cmd()" || lines[1][2] != "a,\"b\"\nc" || lines[2][0] != "-12" {
		t.Errorf("read back %q", lines)
	}
}

func TestJSON(t *testing.T) {
	for _, n := range []int{0, 1, 3} {
		in := make([]city, n)
		var back []city
		if err := json.Unmarshal([]byte(write(t, Options{To: "json"}, in...)), &back); err != nil || len(back) != n {
			t.Errorf("%d rows came back as %d, %v", n, len(back), err)
		}
	}
	if got := write(t, Options{To: "jsonl"}, city{Name: "<b>"}); got != `{"name":"<b>","people":0}`+"\n" {
		t.Errorf("got %q", got)
	}
}

func TestEmptyAndErrors(t *testing.T) {
	if got := write(t, Options{}); got != "no city\n" {
		t.Errorf("got %q", got)
	}
	var b strings.Builder
	bad := errors.New("gone")
	_, err := cities.Write(&b, func(yield func(city, error) bool) { _ = yield(city{Name: "Vessin"}, nil) && yield(city{}, bad) }, Options{})
	if !errors.Is(err, bad) || !strings.Contains(b.String(), "Vessin") {
		t.Errorf("%v after %q: rows before an error are shown", err, b.String())
	}
	if _, err := cities.Write(&b, rows(), Options{To: "xml"}); err == nil || !strings.Contains(err.Error(), "jsonl") {
		t.Errorf("an unknown format gives %v", err)
	}
}

package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestTimes(t *testing.T) {
	dir := folder(t, map[string]string{
		"d.jsonl": `{"id":"a","text":"Café talks: they met on Friday.","published":"2023-05-22"}
{"id":"b","text":"Nothing here."}
`,
		"text.txt": "They met on Friday. They stayed for three days.",
		"bad.txt":  "",
	})
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, tc := range []struct {
		name     string
		args     []string
		code     int
		out, err string
	}{
		{"JSON lines, in code points", []string{in("d.jsonl")}, 0,
			`{"id":"a","times":[{"start":24,"end":30,"from":"2023-05-19","to":"2023-05-19","grain":"day"}]}` + "\n" + `{"id":"b","times":[]}` + "\n", ""},
		{"a table", []string{"--to", "table", "--published", "2023-05-22", in("text.txt")}, 0,
			"  TEXT        INTERVAL    GRAIN  SENTENCE\n  Friday      2023-05-19  day    They met on Friday.\n  three days  duration    -      They stayed for three days.\n", ""},
		{"no date of publication", []string{"--to", "table", in("text.txt")}, 0, "  Friday      not resolved  -", ""},
		{"an empty text", []string{in("bad.txt"), in("d.jsonl")}, 3, `{"id":"b"`, "text-empty"},
		{"a file that is not there", []string{in("none")}, 3, "", "file-unreadable"},
		{"a date that is none", []string{"--published", "soon", in("text.txt")}, 2, "", "--published soon"},
		{"no format", []string{"--to", "xml", in("text.txt")}, 2, "", "--to xml"},
		{"no such input", []string{"--from", "pdf", in("text.txt")}, 2, "", "--from pdf"},
		{"standard input twice", []string{"-", "-"}, 2, "", "only once"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := runOne(t, app{}, timesCommand, append([]string{"times"}, tc.args...)...)
			if got.code != tc.code || !strings.Contains(got.out, tc.out) || !strings.Contains(got.err, tc.err) {
				t.Errorf("code %d, want %d\nout %s\nerr %s", got.code, tc.code, got.out, got.err)
			}
		})
	}
	if got := runOne(t, app{inTerminal: true}, timesCommand, "times"); got.code != 2 {
		t.Errorf("no text at a terminal: code %d", got.code)
	}
	if got := runOne(t, app{in: strings.NewReader("In May 2020.")}, timesCommand, "times"); !strings.Contains(got.out, `"from":"2020-05-01","to":"2020-05-31","grain":"month"`) {
		t.Errorf("standard input: %s", got.out)
	}
}

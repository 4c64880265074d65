package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// evaluateFiles are two documents with gold, and records that miss one event.
func evaluateFiles(t *testing.T) string {
	return folder(t, map[string]string{
		"docs.jsonl": `{"id": "a", "text": "Aid came to Mali.", "sentences": [[0, 17]]}
{"id": "b", "text": "They met.", "sentences": [[0, 9]]}
`,
		"gold.jsonl": `{"id": "a", "events": [{"s": 0, "trigger": "Aid", "type": "AID", "mode": null, "status": "actual", "actors": [], "recipients": []}]}
{"id": "b", "events": [{"s": 0, "trigger": "met", "type": "CONSULT", "mode": null, "status": "actual", "actors": [], "recipients": []}]}
`,
		"records.jsonl": `{"document": {"id": "b"}, "events": [{"id": "v1", "type": "CONSULT", "status": "planned", "trigger": {"start": 5, "end": 8}}]}
`,
		"broken.jsonl": "{\n",
	})
}

func TestEvaluate(t *testing.T) {
	dir := evaluateFiles(t)
	in := func(name string) string { return filepath.Join(dir, name) }
	gold, docs, records := in("gold.jsonl"), in("docs.jsonl"), in("records.jsonl")
	tests := []struct {
		name string
		args []string
		code int
		out  string // a part of standard output
		err  string // a part of standard error
	}{
		{"codes the texts itself", []string{gold, "--docs", docs}, 0, "events                F1   0.500", ""},
		{"scores records", []string{gold, "--docs", docs, "--records", records, "--per-type"}, 0, "CONSULT               F1   1.000", ""},
		{"a second annotation", []string{gold, "--docs", docs, "--records", gold}, 0, "events                F1   1.000", ""},
		{"lists what is missed", []string{gold, "--docs", docs, "--records", records, "--errors", "3"}, 0, "missed a s0 AID/actual 'Aid'", ""},
		{"per document", []string{gold, "--docs", docs, "--records", records, "--per-document"}, 0, "\nb\nevents", ""},
		{"no gold", []string{"--docs", docs}, 2, "", "takes one file of annotations"},
		{"no docs", []string{gold}, 2, "", "--docs is missing"},
		{"no such format", []string{gold, "--docs", docs, "--to", "xml"}, 2, "", "--to xml"},
		{"errors below 0", []string{gold, "--docs", docs, "--errors", "-1"}, 2, "", "--errors -1"},
		{"both baselines", []string{gold, "--docs", docs, "--baseline", "x", "--write-baseline", "y"}, 2, "", "do not go together"},
		{"no such file", []string{in("none"), "--docs", docs}, 1, "", "cannot read the file"},
		{"broken records", []string{gold, "--docs", docs, "--records", in("broken.jsonl")}, 1, "", "broken.jsonl:1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := run(t, app{}, append([]string{"evaluate"}, test.args...)...)
			if got.code != test.code || !strings.Contains(got.out, test.out) || !strings.Contains(got.err, test.err) {
				t.Errorf("code %d\n%s%s", got.code, got.out, got.err)
			}
		})
	}
}

func TestEvaluateJSON(t *testing.T) {
	dir := evaluateFiles(t)
	got := run(t, app{}, "evaluate", filepath.Join(dir, "gold.jsonl"), "--docs", filepath.Join(dir, "docs.jsonl"), "--to", "json")
	var rep struct {
		Documents int
		Figures   []struct {
			Name  string
			Value float64
		}
	}
	if err := json.Unmarshal([]byte(got.out), &rep); err != nil || rep.Documents != 2 || rep.Figures[0].Value != 0.5 {
		t.Errorf("%v: %+v from\n%s", err, rep, got.out)
	}
}

// TestEvaluateBaseline: a baseline holds for the same records, and fails for worse.
func TestEvaluateBaseline(t *testing.T) {
	dir := evaluateFiles(t)
	in := func(name string) string { return filepath.Join(dir, name) }
	score := func(records string, flags ...string) ran {
		args := []string{"evaluate", in("gold.jsonl"), "--docs", in("docs.jsonl"), "--records", in(records)}
		return run(t, app{}, append(args, flags...)...)
	}
	if got := score("gold.jsonl", "--write-baseline", in("base.json")); got.code != 0 {
		t.Fatalf("code %d: %s", got.code, got.err)
	}
	if text, err := os.ReadFile(in("base.json")); err != nil || !strings.Contains(string(text), `"events": 1`) {
		t.Errorf("the baseline is %s (%v)", text, err)
	}
	if got := score("gold.jsonl", "--baseline", in("base.json")); got.code != 0 {
		t.Errorf("the same figures: code %d: %s", got.code, got.err)
	}
	got := score("records.jsonl", "--baseline", in("base.json"))
	if got.code != 1 || !strings.Contains(got.err, "events: 1.000 before, 0.667 now") || !strings.Contains(got.out, "0.667") {
		t.Errorf("worse figures: code %d\n%s%s", got.code, got.out, got.err)
	}
}

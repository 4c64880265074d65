package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestIngestKeepsAndPassesOverWhatIsKept(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.jsonl": `{"text":"Aid came to Vessin.","url":"https://courier.example/1","published":"2031-03-04"}
{"text":"fail here","url":"https://courier.example/2","published":"2031-03-04"}
{"text":"Not English","url":"https://courier.example/3","published":"2031-03-04"}
{"text":"Aid came to Vessin.","url":"https://mirror.example/9","published":"2031-03-05"}
`})
	db := filepath.Join(t.TempDir(), "news.db")
	first := run(t, app{}, "ingest", "--archive", db, dir)
	if first.code != 1 || !strings.Contains(first.err, "the model is gone") {
		t.Errorf("a failure of the coder ends with %d:\n%s", first.code, first.err)
	}
	if !strings.Contains(first.err, "2 new documents with 1 events") || !strings.Contains(first.err, "1 found at another place") {
		t.Errorf("the sum is not told:\n%s", first.err)
	}
	again := run(t, app{}, "ingest", "--archive", db, dir)
	if !strings.Contains(again.err, "0 new documents") || !strings.Contains(again.err, "3 known already") {
		t.Errorf("a replay is not passed over:\n%s", again.err)
	}
}

func TestIngestSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	for _, tc := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"--from", "pdf", "-"}, 2, "no such format"},
		{[]string{"--workers", "0", "-"}, 2, "--workers"},
		{[]string{filepath.Join(dir, "none.txt")}, 3, "check the name"},
		{[]string{"--archive", dir, "-"}, 1, "cannot open"},
	} {
		args := append([]string{"ingest", "--archive", filepath.Join(dir, "x.db")}, tc.args...)
		if got := run(t, app{}, args...); got.code != tc.code || !strings.Contains(got.err, tc.want) {
			t.Errorf("%v: exit %d, want %d and %q:\n%s", tc.args, got.code, tc.code, tc.want, got.err)
		}
	}
}

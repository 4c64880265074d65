package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/internal/bench"
)

// TestBench measures on little text: what is told must be whole, and a second
// report must compare with the first.
func TestBench(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	got := run(t, app{}, "bench", "--words", "800", "--rounds", "1", "--for", "1ms", "--to", "json")
	if got.code != 0 {
		t.Fatalf("exit code %d: %s", got.code, got.err)
	}
	r, err := bench.Read(strings.NewReader(got.out))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, m := range r.Measures {
		seen[m.Step]++
		if m.WordsPerSecond <= 0 || m.DocumentsPerSecond <= 0 || m.MBPerSecond <= 0 || m.Peak <= 0 || m.Cores < 1 || m.Words == 0 || len(m.Runs) != 1 {
			t.Errorf("a measure without figures: %+v", m)
		}
	}
	for _, step := range benchSteps() {
		if seen[step] == 0 {
			t.Errorf("%s was not measured", step)
		}
	}
	if c := r.Corpus; c.Documents < 10 || c.Words < 800 || len(c.SHA256) != 64 || len(c.Records) != 64 || c.Archive == 0 || !strings.Contains(r.Program.Coder, "models:") {
		t.Errorf("corpus %+v, program %+v", r.Corpus, r.Program)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}

	old := filepath.Join(dir, "old.json")
	putFile(t, old, got.out)
	again := run(t, app{}, "bench", "--words", "800", "--rounds", "1", "--for", "1ms", "--step", "read,code", "--cores", "1", "--limits", "--compare", old, "--profile", filepath.Join(dir, "profiles"))
	for _, want := range []string{"STEP", "text → JSON lines", "BEFORE", "RATIO", "one look-up in 32 KiB", "The records read are the same, byte for byte."} {
		if again.code != 0 || !strings.Contains(again.out, want) {
			t.Errorf("exit code %d, no %q in:\n%s%s", again.code, want, again.out, again.err)
		}
	}
	if strings.Contains(again.out, "ingest  ") {
		t.Errorf("a step was measured that was not asked for:\n%s", again.out)
	}
	if info, err := os.Stat(filepath.Join(dir, "profiles", "code-1.pprof")); err != nil || info.Size() == 0 {
		t.Errorf("no profile: %v %v", info, err)
	}
}

// TestBenchFiles measures on the user's own files: texts, which are wrapped into
// a web archive, and a web archive as it is.
func TestBenchFiles(t *testing.T) {
	dir := t.TempDir()
	putFile(t, filepath.Join(dir, "a.txt"), strings.Repeat("The foreign minister of France met his counterpart in Rome on Tuesday. ", 12))
	putFile(t, filepath.Join(dir, "b.txt"), strings.Repeat("Norway and Japan signed an agreement on trade in Oslo. ", 12))
	archive := filepath.Join(dir, "c.warc.gz")
	if got := run(t, app{}, "demo", "news", archive, "--documents", "10"); got.code != 0 {
		t.Fatal(got.err)
	}
	for _, tc := range []struct {
		from      string
		documents int
	}{
		{filepath.Join(dir, "a.txt") + " " + filepath.Join(dir, "b.txt"), 2},
		{archive, 3},
	} {
		args := append([]string{"bench", "--words", "1000", "--rounds", "1", "--for", "1ms", "--cores", "1", "--step", "read,ingest", "--to", "json"}, strings.Fields(tc.from)...)
		got := run(t, app{}, args...)
		var r bench.Report
		if err := json.Unmarshal([]byte(got.out), &r); got.code != 0 || err != nil {
			t.Fatalf("%s: exit code %d, %v: %s", tc.from, got.code, err, got.err)
		}
		if r.Corpus.Documents != tc.documents || len(r.Measures) != 2 || r.Corpus.Archive < 1000 || r.Measures[1].Words < 200 {
			t.Errorf("%s: %+v, %+v", tc.from, r.Corpus, r.Measures)
		}
	}
}

func TestBenchUsage(t *testing.T) {
	dir := t.TempDir()
	putFile(t, filepath.Join(dir, "other.json"), `{"schema":"something"}`)
	for _, tc := range []struct {
		args, want string
		code       int
	}{
		{"--to xml", "table or json", 2},
		{"--step parse", "no such step", 2},
		{"--cores 0", "--cores 0", 2},
		{"--words 0", "goes with files", 2},
		{"--rounds 0", "1 or more", 2},
		{"-", "standard input", 2},
		{"--compare " + filepath.Join(dir, "none.json"), "cannot open the report", 1},
		{"--compare " + filepath.Join(dir, "other.json"), "chancery-bench-1", 1},
	} {
		got := run(t, app{}, append([]string{"bench"}, strings.Fields(tc.args)...)...)
		if got.code != tc.code || !strings.Contains(got.err, tc.want) {
			t.Errorf("%s: exit code %d: %s", tc.args, got.code, got.err)
		}
	}
}

func putFile(t *testing.T, name, data string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

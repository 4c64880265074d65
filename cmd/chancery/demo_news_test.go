package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The archive that demo news writes is one that code reads.
func TestDemoNews(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "news.warc.gz")
	r := run(t, app{}, "demo", "news", file, "--documents", "30", "--registry", filepath.Join(dir, "invented"))
	if r.code != 0 || !strings.Contains(r.err, "30 documents about ") {
		t.Fatalf("exit %d: %s", r.code, r.err)
	}
	if _, err := os.Stat(filepath.Join(dir, "invented", "states.tsv")); err != nil {
		t.Error(err)
	}
	r = run(t, app{}, "code", file, "--to", "jsonl", "-q")
	if n := strings.Count(r.out, "\n"); r.code != 0 || n != 30 || !strings.Contains(r.out, ".example/2041/") {
		t.Errorf("exit %d, %d records: %s", r.code, n, r.err)
	}
	if r := run(t, app{}, "demo", "news", file, "--documents", "0"); r.code != 2 {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
	if r := run(t, app{}, "demo", "news", filepath.Join(dir, "none", "x.warc.gz")); r.code != 1 || !strings.Contains(r.err, "cannot write the archive") {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
}

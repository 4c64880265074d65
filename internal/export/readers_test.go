package export

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestReaders reads every format again by the libraries that people read it with,
// in Python: csv, pandas, networkx, icalendar, geojson, rdflib and yaml, and Parquet
// by Apache Arrow. make test installs them (.ci/readers.sh).
func TestReaders(t *testing.T) {
	python := os.Getenv("CHANCERY_READERS")
	if python == "" {
		if os.Getenv("CHANCERY_READERS_REQUIRED") != "" {
			t.Fatal("CHANCERY_READERS names no Python; run by .ci/readers.sh")
		}
		t.Skip("run by make test, or by .ci/readers.sh go test ./internal/export")
	}
	type written struct {
		Format string `json:"format"`
		Of     string `json:"of"`
		File   string `json:"file"`
		Rows   int    `json:"rows"`
	}
	dir := t.TempDir()
	var list []written
	for _, f := range Formats() {
		for _, of := range []Kind{Events, Incidents, Statements, People, Posts} {
			if f.Of&of == 0 {
				continue
			}
			w := written{f.Name, of.String(), filepath.Join(dir, f.Name+"-"+of.String()+f.Extension), 0}
			out, err := os.Create(w.File)
			if err != nil {
				t.Fatal(err)
			}
			tally, err := f.Write(out, sampleSet(of), options())
			if err != nil {
				t.Fatal(err)
			}
			if err := out.Close(); err != nil {
				t.Fatal(err)
			}
			w.Rows = tally.Rows
			list = append(list, w)
		}
	}
	data, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	names := filepath.Join(dir, "list.json")
	if err := os.WriteFile(names, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), python, "testdata/readers.py", names).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

package export

import (
	"archive/zip"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/archive"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden shows each format of the samples as a file that a person reads.
func TestGolden(t *testing.T) {
	for _, f := range Formats() {
		for _, of := range []Kind{Events, Incidents, Statements, People, Posts} {
			if f.Of&of == 0 || f.Name == "parquet" {
				continue // Parquet is read in TestParquet
			}
			data, n := written(t, f.Name, of)
			again, _ := written(t, f.Name, of)
			if !bytes.Equal(data, again) {
				t.Errorf("%s of %s: two runs differ", f.Name, of)
			}
			got := string(data)
			if f.Name == "notes" {
				got = unzipped(t, data)
			}
			got = fmt.Sprintf("# %s of %s: %d\n%s", f.Name, of, n, strings.ReplaceAll(got, "\r\n", "\n"))
			file := filepath.Join("testdata", f.Name+"-"+of.String()+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs; go test ./internal/export -update and read the diff\n%s", file, got)
			}
		}
	}
}

func unzipped(t *testing.T, data []byte) string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "== %s\n%s", f.Name, text)
	}
	return b.String()
}

// TestFailures: a set without the kind is told so, and the error of a sequence or
// of the writer comes through every format.
func TestFailures(t *testing.T) {
	broken := errors.New("the store went away")
	full := errors.New("disk full")
	for _, f := range Formats() {
		if _, err := f.Write(io.Discard, Set{}, options()); err == nil || !strings.Contains(err.Error(), "is made of") {
			t.Errorf("%s of nothing: %v", f.Name, err)
		}
		set := Set{Event: func(string) (archive.Event, bool, error) { return archive.Event{}, false, nil }}
		if f.Of&Events != 0 {
			set.Events = func(yield func(archive.Event, error) bool) { yield(archive.Event{}, broken) }
		} else {
			set.Incidents = func(yield func(archive.Incident, error) bool) { yield(archive.Incident{}, broken) }
		}
		if _, err := f.Write(io.Discard, set, options()); !errors.Is(err, broken) {
			t.Errorf("%s of a broken sequence: %v", f.Name, err)
		}
		of := Incidents
		if f.Of&Events != 0 {
			of = Events
		}
		if _, err := f.Write(failing{full}, sampleSet(of), options()); !errors.Is(err, full) {
			t.Errorf("%s to a full disk: %v", f.Name, err)
		}
	}
	if _, err := Find("excel"); err == nil || !strings.Contains(err.Error(), "csv, tsv, parquet") {
		t.Errorf("error %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

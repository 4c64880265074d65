package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/internal/export"
	"chancery/internal/stage/ingest/foreign"
	"chancery/internal/stage/link"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
	"chancery/internal/stage/store/storetest"
)

// someArchive makes an archive of invented pages, one event of them rejected, and
// gives its name and how many events and incidents a user sees.
func someArchive(t *testing.T) (name, rejected string, events, incidents int) {
	t.Helper()
	name = filepath.Join(t.TempDir(), "some.db")
	s, err := sqlite.Open(t.Context(), name, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := storetest.NewRandom(7, 40)
	var batch []archive.Addition
	for n := range 80 {
		batch = append(batch, r.Addition(n))
	}
	batch = append(batch, storetest.Page(1, "courier", "2031-02-03"), storetest.Page(2, "gazette", "2031-02-04"))
	if _, err := s.Add(t.Context(), batch, link.Link); err != nil {
		t.Fatal(err)
	}
	rejected = batch[3].Events[0].Key
	if _, err := s.Correct(t.Context(), archive.Correction{Verdict: archive.Reject, Event: rejected, Reviewer: "tester", Reason: "not there"}, link.Link); err != nil {
		t.Fatal(err)
	}
	for _, err := range s.Events(t.Context(), store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		events++
	}
	for _, err := range s.Incidents(t.Context(), store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		incidents++
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return name, rejected, events, incidents
}

var toldLine = regexp.MustCompile(`: ([\d,]+) (\w+) of ([\d,]+) (\w+)`)

// told gives the rows and items that the last line of standard error tells.
func told(t *testing.T, r ran) (rows, items int) {
	t.Helper()
	m := toldLine.FindStringSubmatch(r.err)
	if r.code != 0 || m == nil {
		t.Fatalf("exit %d, no counts in %q", r.code, r.err)
	}
	rows, _ = strconv.Atoi(strings.ReplaceAll(m[1], ",", ""))
	items, _ = strconv.Atoi(strings.ReplaceAll(m[3], ",", ""))
	return rows, items
}

// TestExport writes an archive in every format. Each is made of all events or
// incidents that are listed, and is read again with as many rows as were told:
// tables of other data sets by the reader that chancery has for them, and all by
// those of others under make test.
func TestExport(t *testing.T) {
	db, _, events, incidents := someArchive(t)
	for command, want := range map[string]int{"events": events, "incidents": incidents} {
		if got := run(t, app{}, command, "--archive", db, "--to", "jsonl"); strings.Count(got.out, "\n") != want {
			t.Errorf("chancery %s lists %d, want %d", command, strings.Count(got.out, "\n"), want)
		}
	}
	dir := t.TempDir()
	type file struct {
		Format string `json:"format"`
		Of     string `json:"of"`
		File   string `json:"file"`
		Rows   int    `json:"rows"`
	}
	var files []file
	for _, f := range export.Formats() {
		for _, of := range []export.Kind{export.Events, export.Incidents, export.Statements, export.People, export.Posts} {
			if f.Of&of == 0 {
				continue
			}
			out := filepath.Join(dir, f.Name+"-"+of.String()+f.Extension)
			rows, items := told(t, run(t, app{}, "export", "--archive", db, "--to", f.Name, "--of", of.String(), "-o", out))
			if of == export.Events && items != events || of == export.Incidents && items != incidents || rows == 0 {
				t.Errorf("%s of %s: %d rows of %d items; there are %d events and %d incidents", f.Name, of, rows, items, events, incidents)
			}
			if slices.Contains([]string{"csv", "tsv", "parquet", "annotations", "geojson"}, f.Name) && rows != items {
				t.Errorf("%s of %s: %d rows of %d items", f.Name, of, rows, items)
			}
			if n := readForeign(t, f.Name, out); n >= 0 && n != rows {
				t.Errorf("%s of %s: %d rows are read again, %d were told", f.Name, of, n, rows)
			}
			files = append(files, file{f.Name, of.String(), out, rows})
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*"+unfinished+"*")); err != nil || len(left) > 0 {
		t.Errorf("unfinished files are left: %v %v", left, err)
	}
	python := os.Getenv("CHANCERY_READERS")
	if python == "" {
		return // the test of internal/export tells how to have it
	}
	list, err := json.Marshal(files)
	if err != nil {
		t.Fatal(err)
	}
	names := filepath.Join(dir, "list.json")
	if err := os.WriteFile(names, list, 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), python, "../../internal/export/testdata/readers.py", names).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// readForeign counts the events that ingest reads of a set of others; -1 for a
// format that it does not read.
func readForeign(t *testing.T, format, name string) int {
	t.Helper()
	set, ok := map[string]archive.ForeignSet{"gdelt": archive.GDELT2, "icews": archive.ICEWS, "polecat": archive.POLECAT}[format]
	if !ok {
		return -1
	}
	in, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	n := 0
	for item, err := range foreign.Read(name, in, set) {
		if err != nil {
			t.Fatal(err)
		}
		if len(item.Diagnostics) > 0 {
			t.Errorf("%s: %v", format, item.Diagnostics[0])
		}
		if item.OK {
			n++
		}
	}
	return n
}

func TestExportFilters(t *testing.T) {
	db, rejected, events, _ := someArchive(t)
	read := func(args ...string) [][]string {
		t.Helper()
		got := run(t, app{}, append([]string{"export", "--archive", db}, args...)...)
		rows, _ := told(t, got)
		table, err := csv.NewReader(strings.NewReader(got.out)).ReadAll()
		if err != nil || len(table) != rows+1 {
			t.Fatalf("%d lines, %d rows told: %v", len(table), rows, err)
		}
		return table[1:]
	}
	consults := read("--to", "csv", "type:CONSULT")
	if len(consults) == 0 || len(consults) >= events {
		t.Errorf("%d of %d", len(consults), events)
	}
	for i, row := range consults {
		if row[3] != "CONSULT" || i > 0 && row[20] < consults[i-1][20] {
			t.Errorf("row %d is a %s of %s", i, row[3], row[20])
		}
	}
	has := func(rows [][]string) bool {
		return slices.ContainsFunc(rows, func(row []string) bool { return row[0] == rejected })
	}
	if has(read("--to", "csv")) || !has(read("--to", "csv", "review:rejected")) {
		t.Error("a rejected event is in, or is not found when asked for")
	}
}

func TestExportNotesIntoFolder(t *testing.T) {
	db, _, _, _ := someArchive(t)
	dir := filepath.Join(t.TempDir(), "vault")
	write := func(filter ...string) (ran, int) {
		t.Helper()
		got := run(t, app{}, append([]string{"export", "--archive", db, "--to", "notes", "-o", dir}, filter...)...)
		n := 0
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if strings.HasSuffix(path, ".md") {
				n++
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return got, n
	}
	got, n := write()
	if rows, _ := told(t, got); rows != n {
		t.Errorf("%d notes, %d told", n, rows)
	}
	mine := filepath.Join(dir, "incidents", "my own.md")
	if err := os.WriteFile(mine, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	got, fewer := write("type:CONSULT")
	if rows, _ := told(t, got); rows+1 != fewer || fewer >= n {
		t.Errorf("%d notes and mine, %d told, %d before", fewer, rows, n)
	}
	if text, err := os.ReadFile(mine); err != nil || string(text) != "mine" {
		t.Errorf("my own note: %q %v", text, err)
	}
	// Without its list the folder is of somebody else.
	if err := os.Remove(filepath.Join(dir, notesList)); err != nil {
		t.Fatal(err)
	}
	if got, _ := write("type:CONSULT"); got.code != 1 || !strings.Contains(got.err, "is not of an export; move it") {
		t.Errorf("notes of others are written over: %d %s", got.code, got.err)
	}
}

func TestNotesListIsNotTrusted(t *testing.T) {
	dir := folder(t, map[string]string{notesList: "incidents/a.md\nincidents/../../etc/passwd.md\n/etc/hosts.md\nincidents/../my.md\nother/b.md\npeople/c.txt\n"})
	got, err := readNotesList(dir)
	if err != nil || len(got) != 1 || !got["incidents/a.md"] {
		t.Errorf("%v %v", got, err)
	}
}

func TestWriteWhole(t *testing.T) {
	dir := folder(t, map[string]string{"old.csv": "old"})
	name := filepath.Join(dir, "old.csv")
	full := errors.New("disk full")
	err := writeWhole(name, true, func(w io.Writer) error { _, _ = io.WriteString(w, "ne"); return full })
	if text, _ := os.ReadFile(name); !errors.Is(err, full) || string(text) != "old" {
		t.Errorf("%v, and the file holds %q", err, text)
	}
	err = writeWhole(name, true, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err })
	if text, _ := os.ReadFile(name); err != nil || string(text) != "new" {
		t.Errorf("%v, and the file holds %q", err, text)
	}
	if list, _ := os.ReadDir(dir); len(list) != 1 {
		t.Errorf("more than the file is left: %v", list)
	}
	if err := writeWhole(os.DevNull, true, func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err }); err != nil {
		t.Errorf("a device: %v", err)
	}
}

func TestExportInterrupted(t *testing.T) {
	db, _, _, _ := someArchive(t)
	dir := folder(t, map[string]string{"old.csv": "old"})
	ctx, stop := context.WithCancel(t.Context())
	var errs strings.Builder
	a := &app{in: strings.NewReader(""), out: io.Discard, err: &errs}
	// The archive is opened; the export is interrupted when it begins to read.
	f := &exportFlags{out: filepath.Join(dir, "old.csv")}
	f.place, f.to = db, "csv"
	x, err := f.choose(nil)
	if err != nil {
		t.Fatal(err)
	}
	err = f.with(ctx, false, func(s *store.Store) error {
		x.store = s
		stop()
		return a.exportTo(ctx, f, x, export.Options{})
	})
	if err == nil || !strings.Contains(err.Error(), "interrupted; "+f.out+" is as it was") {
		t.Errorf("%v", err)
	}
	if text, _ := os.ReadFile(f.out); string(text) != "old" || errs.String() != "" {
		t.Errorf("the file holds %q; %s", text, errs.String())
	}
}

func TestExportSaysWhatIsWrong(t *testing.T) {
	db, _, _, _ := someArchive(t)
	dir := t.TempDir()
	for _, tc := range []struct {
		app  app
		args []string
		code int
		want string
	}{
		{app{}, nil, 2, "say with --to"},
		{app{}, []string{"-o", "x.txt"}, 2, "say with --to"}, // POLECAT and Phoenix
		{app{}, []string{"--to", "excel"}, 2, "give one of csv, tsv"},
		{app{}, []string{"--to", "gdelt", "--of", "events"}, 2, "gdelt is not made of events; give --of one of incidents"},
		{app{}, []string{"--to", "csv", "--of", "rows"}, 2, "no such kind"},
		{app{}, []string{"--to", "csv", "--with-text"}, 2, "--with-text goes with"},
		{app{}, []string{"--to", "csv", "tyep:CONSULT"}, 2, "did you mean type"},
		{app{outTerminal: true}, []string{"--to", "parquet"}, 2, "give it a file with -o"},
		{app{}, []string{"--to", "csv", "-o", filepath.Join(dir, "none", "x.csv")}, 1, "give another file with -o"},
		{app{}, []string{"--to", "csv", "-o", dir}, 1, "is a folder"},
		{app{}, []string{"--to", "csv", "--archive", filepath.Join(dir, "none.db")}, 1, "there is no archive"},
	} {
		got := run(t, tc.app, append([]string{"export", "--archive", db}, tc.args...)...)
		if got.code != tc.code || !strings.Contains(got.err, tc.want) {
			t.Errorf("%v: exit %d, want %d and %q:\n%s", tc.args, got.code, tc.code, tc.want, got.err)
		}
	}
	for name, format := range map[string]string{"a.csv": "csv", "a.export.CSV": "gdelt", "a.mentions.CSV": "gdelt-mentions", "a.geojson": "geojson", "a.ics": "ical", "a.zip": "notes"} {
		f := exportFlags{out: name}
		if got, err := f.format(); err != nil || got.Name != format {
			t.Errorf("%s: %s %v", name, got.Name, err)
		}
	}
	quiet := run(t, app{}, "export", "--archive", db, "--to", "csv", "-q")
	if quiet.code != 0 || quiet.err != "" {
		t.Errorf("exit %d, %q", quiet.code, quiet.err)
	}
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"chancery"
	"chancery/internal/pipeline"
	"chancery/record"
)

// fakeCode codes without a model: one sentence, one event whose trigger is the
// first word. A text that begins with "Not English" has an error, "warn" a
// warning, and "fail" fails.
func fakeCode(_ context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
	rec := record.Record{Schema: record.SchemaV1, Document: p.Document}
	n := len([]rune(p.Text))
	first, _, _ := strings.Cut(p.Text, " ")
	at := record.Span{Start: 0, End: len([]rune(first))}
	switch first {
	case "Not":
		return rec, []record.Diagnostic{{Code: record.LanguageUnsupported, Severity: record.Error, Document: p.ID, Message: "no model"}}, nil
	case "fail":
		return rec, nil, errors.New("the model is gone")
	}
	rec.Sentences = []record.Span{{Start: 0, End: n}}
	rec.Events = []record.Event{{ID: "v1", Type: "AID", Status: record.Actual, Trigger: at, Evidence: at}}
	var diags []record.Diagnostic
	if first == "warn" {
		diags = append(diags, record.Diagnostic{Code: record.SentenceCut, Severity: record.Warning, Document: p.ID, Message: "cut\x1b[2J", At: &at})
	}
	return rec, diags, nil
}

// ran is what one command line did.
type ran struct {
	code     int
	out, err string
}

func run(t *testing.T, a app, args ...string) ran {
	t.Helper()
	var out, errs bytes.Buffer
	if a.in == nil {
		a.in = strings.NewReader("")
	}
	if a.out == nil {
		a.out = &out
	}
	a.err = &errs
	if a.newCode == nil {
		a.newCode = func(chancery.Options) (pipeline.Code, error) { return fakeCode, nil }
	}
	code := a.run(t.Context(), args)
	return ran{code, out.String(), errs.String()}
}

// folder writes files and returns the folder that holds them.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func records(t *testing.T, jsonl string) []record.Record {
	t.Helper()
	var out []record.Record
	dec := json.NewDecoder(strings.NewReader(jsonl))
	for {
		var r record.Record
		if err := dec.Decode(&r); errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatalf("output is not JSON lines: %v\n%s", err, jsonl)
		}
		out = append(out, r)
	}
}

func TestExitCodesAndMessages(t *testing.T) {
	dir := folder(t, map[string]string{
		"good.txt":  "Norway sent tents.",
		"bad.txt":   "Not English at all, this one.",
		"fail.txt":  "fail here, please do.",
		"empty.txt": "",
		"d.jsonl":   `{"id":"a","text":"Norway sent tents.","published":"2026-01-01"}` + "\n",
	})
	in := func(name string) string { return filepath.Join(dir, name) }
	noModel := func(chancery.Options) (pipeline.Code, error) {
		return nil, errors.New("cannot load the model: it is gone")
	}
	for _, tc := range []struct {
		name string
		app  app
		args []string
		code int
		err  string
	}{
		{"a good file", app{}, []string{"code", in("good.txt"), "--published", "2026-01-01"}, 0, ""},
		{"an unsupported language", app{}, []string{"code", in("bad.txt"), in("good.txt")}, 3, "[language-unsupported]"},
		{"an empty file", app{}, []string{"code", in("empty.txt")}, 3, "empty.txt: error [text-empty]"},
		{"a missing file", app{}, []string{"code", in("none.txt"), in("good.txt")}, 3, "none.txt: error [file-unreadable]"},
		{"a folder without documents", app{}, []string{"code", t.TempDir()}, 3, "no file in it ends with .txt"},
		{"a coder that fails", app{}, []string{"code", in("fail.txt"), in("good.txt")}, 1, "cannot code 1 of 2 documents"},
		{"no coder", app{newCode: noModel}, []string{"code", in("good.txt")}, 1, "cannot load the model"},
		{"no input at a terminal", app{inTerminal: true}, []string{"code"}, 2, "name a file, a folder, or -"},
		{"an unknown command", app{}, []string{"cod"}, 2, `did you mean "code"`},
		{"an unknown flag", app{}, []string{"code", "--form", "text"}, 2, "unknown flag: --form; see chancery code --help"},
		{"a wrong number", app{}, []string{"code", "--workers", "two"}, 2, "--workers"},
		{"no workers", app{}, []string{"code", "--workers", "0", "-"}, 2, "give 1 or more"},
		{"an unknown input format", app{}, []string{"code", "--from", "pdf", "-"}, 2, "give auto, text, html, jsonl or warc"},
		{"an unknown output format", app{}, []string{"code", "--to", "xml", "-"}, 2, "give one of brief, json, jsonl, plover"},
		{"a date that is none", app{}, []string{"code", "--published", "soon", "-"}, 2, "give it as 2023-05-22"},
		{"a title for two texts", app{}, []string{"code", "--title", "x", in("good.txt"), in("bad.txt")}, 2, "--title describes a single text"},
		{"a source for a folder", app{}, []string{"code", "--source", "x", dir}, 2, "is a folder"},
		{"a date for JSON lines", app{}, []string{"code", "--published", "2026-01-01", in("d.jsonl")}, 2, "--published describes a single text"},
		{"standard input twice", app{}, []string{"code", "-", "-"}, 2, "only once"},
		{"text in a brief", app{}, []string{"code", "--to", "brief", "--with-text", "-"}, 2, "--with-text goes with"},
		{"schema with a word", app{}, []string{"schema", "x"}, 2, "takes no arguments"},
		{"an unknown sample", app{}, []string{"demo", "nothing"}, 2, "demo --list names them"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := run(t, tc.app, tc.args...)
			if got.code != tc.code || !strings.Contains(got.err, tc.err) {
				t.Errorf("exit %d, want %d; standard error %q, want %q in it", got.code, tc.code, got.err, tc.err)
			}
			if tc.code == 2 && got.out != "" {
				t.Errorf("wrong usage wrote to standard output: %q", got.out)
			}
		})
	}
}

func TestFoldersAreReadInOrder(t *testing.T) {
	dir := folder(t, map[string]string{
		"b.txt": "Beta sent help to them.", "a.txt": "Alpha sent help to them.", "c/d.MD": "Delta sent help to them.", "c/x.pdf": "no", ".git/e.txt": "no", ".f.txt": "no",
		"c.jsonl": `{"id":"one","text":"One sent help."}` + "\n" + `{"id":"two","text":"Two sent help."}` + "\n",
	})
	got := run(t, app{}, "code", dir, "--quiet", "--with-text")
	var firsts []string
	for _, r := range records(t, got.out) {
		first, _, _ := strings.Cut(r.Text, " ")
		firsts = append(firsts, first)
	}
	if want := []string{"Alpha", "Beta", "Delta", "One", "Two"}; !slices.Equal(firsts, want) {
		t.Errorf("read %v, want %v", firsts, want)
	}
	if got.err != "" || got.code != 0 {
		t.Errorf("exit %d, %q", got.code, got.err)
	}
}

func manyLines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"id":"d%d","published":"2026-01-01","text":"Word%d and three more words."}`+"\n", i, i)
	}
	return b.String()
}

func TestManyDocuments(t *testing.T) {
	one := run(t, app{in: strings.NewReader(manyLines(300))}, "code", "--workers", "1", "-")
	eight := run(t, app{in: strings.NewReader(manyLines(300))}, "code", "--workers", "8")
	if one.out != eight.out || len(records(t, one.out)) != 300 {
		t.Error("the output depends on the number of workers")
	}
	if !strings.Contains(one.err, "300 documents, 1,500 words in") || !strings.Contains(one.err, "words per second") || strings.Contains(one.err, "\x1b") {
		t.Errorf("summary %q", one.err)
	}
	if few := run(t, app{in: strings.NewReader(manyLines(2))}, "code"); few.err != "" {
		t.Errorf("two documents need no summary: %q", few.err)
	}
	if quiet := run(t, app{in: strings.NewReader(manyLines(9))}, "code", "-q"); quiet.err != "" {
		t.Errorf("--quiet says %q", quiet.err)
	}
	live := run(t, app{in: strings.NewReader(manyLines(9)), errTerminal: true}, "code")
	if !strings.Contains(live.err, "\r\x1b[K") {
		t.Errorf("no line of progress on a terminal: %q", live.err)
	}
}

func TestFormats(t *testing.T) {
	two := manyLines(2)
	for _, tc := range []struct {
		name  string
		app   app
		args  []string
		check func(out string) bool
	}{
		{"a pipe gets JSON lines", app{in: strings.NewReader(two)}, nil,
			func(out string) bool { return strings.HasPrefix(out, `{"schema":`) && strings.Count(out, "\n") == 2 }},
		{"a terminal gets a brief in colour", app{in: strings.NewReader(two), outTerminal: true, width: 90}, nil,
			func(out string) bool {
				return strings.Contains(out, "\x1b[1mDONE") && strings.Contains(out, "────")
			}},
		{"NO_COLOR", app{in: strings.NewReader(two), outTerminal: true, noColor: true}, nil,
			func(out string) bool { return strings.Contains(out, "\nDONE") && !strings.Contains(out, "\x1b") }},
		{"--no-color", app{in: strings.NewReader(two), outTerminal: true}, []string{"--no-color"},
			func(out string) bool { return !strings.Contains(out, "\x1b") }},
		{"a brief in a pipe has no colour", app{in: strings.NewReader(two)}, []string{"--to", "brief", "--width", "50"},
			func(out string) bool {
				return strings.Contains(out, "\n"+strings.Repeat("─", 50)+"\n") && !strings.Contains(out, "\x1b")
			}},
		{"plover writes an event a line", app{in: strings.NewReader(two)}, []string{"--to", "plover"},
			func(out string) bool {
				return strings.Count(out, "\n") == 2 && strings.Contains(out, `"event":"AID"`) && !strings.Contains(out, `"event_text"`)
			}},
		{"plover with words", app{in: strings.NewReader(two)}, []string{"--to", "plover", "--with-text"},
			func(out string) bool { return strings.Contains(out, `"event_text":["Word0"]`) }},
		{"several records are one array", app{in: strings.NewReader(manyLines(3))}, []string{"--to", "json"},
			func(out string) bool {
				var all []record.Record
				return json.Unmarshal([]byte(out), &all) == nil && len(all) == 3
			}},
		{"one record is one object", app{in: strings.NewReader(manyLines(1))}, []string{"--to", "json"},
			func(out string) bool {
				var one record.Record
				return json.Unmarshal([]byte(out), &one) == nil && one.Document.ID == "d0" && strings.Contains(out, "\n  \"")
			}},
		{"no record is an empty array", app{in: strings.NewReader("")}, []string{"--to", "json"},
			func(out string) bool { return out == "[]\n" }},
		{"text only when asked for", app{in: strings.NewReader(two)}, nil,
			func(out string) bool { return !strings.Contains(out, "three more") }},
		{"--with-text", app{in: strings.NewReader(two)}, []string{"--with-text"},
			func(out string) bool { return strings.Contains(out, `"text":"Word0 and three more words."`) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := run(t, tc.app, append([]string{"code"}, tc.args...)...)
			if !tc.check(got.out) {
				t.Errorf("exit %d\n%s\n%s", got.code, got.out, got.err)
			}
		})
	}
}

func TestDiagnosticsAreSafeAndCounted(t *testing.T) {
	var b strings.Builder
	for i := range 14 {
		fmt.Fprintf(&b, `{"id":"d%d","published":"2026-01-01","text":"warn about this one, please."}`+"\n", i)
	}
	got := run(t, app{in: strings.NewReader(b.String())}, "code")
	if strings.Contains(got.err, "\x1b") || !strings.Contains(got.err, "chancery: standard input:1, sentence 1: warning [sentence-cut]: cut\n") {
		t.Errorf("diagnostics %q", got.err)
	}
	if n := strings.Count(got.err, "warning [sentence-cut]: cut"); n != perCode || !strings.Contains(got.err, "and 4 more documents with warning [sentence-cut]") {
		t.Errorf("%d warnings told: %q", n, got.err)
	}
	if got.code != 0 {
		t.Errorf("warnings end in exit %d", got.code)
	}
}

// failingWriter fails as a closed pipe, or a full disk, does.
type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func TestWriteErrors(t *testing.T) {
	pipe := run(t, app{in: strings.NewReader(manyLines(50)), out: failingWriter{fmt.Errorf("write: %w", syscall.EPIPE)}}, "code")
	if pipe.code != 0 || pipe.err != "" {
		t.Errorf("a reader that has gone: exit %d, %q", pipe.code, pipe.err)
	}
	disk := run(t, app{in: strings.NewReader(manyLines(1)), out: failingWriter{syscall.ENOSPC}}, "code")
	if disk.code != 1 || !strings.Contains(disk.err, "cannot write") {
		t.Errorf("a full disk: exit %d, %q", disk.code, disk.err)
	}
}

// failingReader fails after some good lines.
type failingReader struct{ r io.Reader }

func (f failingReader) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if errors.Is(err, io.EOF) {
		err = errors.New("the line went dead")
	}
	return n, err
}

func TestReadErrors(t *testing.T) {
	got := run(t, app{in: failingReader{strings.NewReader(manyLines(2))}}, "code")
	if got.code != 1 || !strings.Contains(got.err, "the line went dead") || len(records(t, got.out)) != 2 {
		t.Errorf("exit %d, %q, %d records", got.code, got.err, len(records(t, got.out)))
	}
}

func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var out, errs bytes.Buffer
	a := app{in: strings.NewReader(manyLines(1000)), out: &out, err: &errs, newCode: func(chancery.Options) (pipeline.Code, error) {
		return func(ctx context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
			if p.ID == "d20" {
				cancel()
			}
			return fakeCode(ctx, p)
		}, nil
	}}
	if code := a.run(ctx, []string{"code", "--workers", "2"}); code != 1 {
		t.Errorf("exit %d", code)
	}
	if n := len(records(t, out.String())); n > 60 || !strings.HasSuffix(out.String(), "}\n") && n > 0 {
		t.Errorf("%d records, ending %q", n, out.String()[max(0, out.Len()-20):])
	}
	if !strings.Contains(errs.String(), "interrupted") {
		t.Errorf("%q", errs.String())
	}
}

func TestOtherCommands(t *testing.T) {
	if got := run(t, app{}, "schema"); got.code != 0 || !json.Valid([]byte(got.out)) {
		t.Errorf("schema: exit %d, %.100q", got.code, got.out)
	}
	if got := run(t, app{}, "version"); got.code != 0 || !strings.HasPrefix(got.out, "chancery ") {
		t.Errorf("version: exit %d, %q", got.code, got.out)
	}
	if got := run(t, app{}); got.code != 0 || !strings.Contains(got.out, "chancery code page.html") {
		t.Errorf("no command: exit %d, %q", got.code, got.out)
	}
	if got := run(t, app{}, "code", "--help"); got.code != 0 || !strings.Contains(got.out, "Examples:") {
		t.Errorf("code --help: exit %d, %q", got.code, got.out)
	}
}

func TestDemo(t *testing.T) {
	list := run(t, app{}, "demo", "--list")
	if list.code != 0 || strings.Count(list.out, "\n") < 12 {
		t.Errorf("--list: exit %d, %q", list.code, list.out)
	}
	all := run(t, app{}, "demo")
	if all.code != 0 || strings.Count(all.out, "────\n") != strings.Count(list.out, "\n")-1 {
		t.Errorf("demo: exit %d, %q", all.code, all.err)
	}
	one := run(t, app{}, "demo", "ceasefire", "--to", "jsonl")
	if rs := records(t, one.out); len(rs) != 1 || rs[0].Document.ID != "demo/ceasefire" {
		t.Errorf("one sample: %q", one.out)
	}
	dir := filepath.Join(t.TempDir(), "kept")
	kept := run(t, app{}, "demo", "--keep", dir)
	again := run(t, app{}, "code", dir)
	if kept.code != 0 || again.code != 0 || len(records(t, again.out)) != strings.Count(list.out, "\n") {
		t.Errorf("--keep: exit %d %q, then %d %q", kept.code, kept.err, again.code, again.err)
	}
}

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"chancery"
	"chancery/internal/demo/newsroom"
	"chancery/internal/pipeline"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
	"chancery/record"
)

// A web archive whose ingest was stopped in the middle is entered where it was
// left, and the same archive comes of it as of one run.
func TestIngestResumes(t *testing.T) {
	for _, packed := range []bool{true, false} {
		t.Run(fmt.Sprintf("packed %v", packed), func(t *testing.T) { ingestResumes(t, packed) })
	}
}

func ingestResumes(t *testing.T, packed bool) {
	dir := t.TempDir()
	news := filepath.Join(dir, "news.warc")
	var raw bytes.Buffer
	room := newsroom.New(newsroom.TwoYears(200, 1))
	if err := writeNews(t.Context(), &raw, room, packed); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(news, raw.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	var coded atomic.Int64
	// ingest ends, when stop is not 0, after that many documents.
	ingest := func(db string, stop int64, more ...string) (string, int) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		coded.Store(0)
		var told bytes.Buffer
		a := app{in: strings.NewReader(""), out: &bytes.Buffer{}, err: &told}
		a.newCode = func(chancery.Options) (pipeline.Code, error) {
			return func(ctx context.Context, p record.Page) (record.Record, []record.Diagnostic, error) {
				if coded.Add(1) == stop {
					cancel()
				}
				return fakeCode(ctx, p)
			}, nil
		}
		code := a.run(ctx, append([]string{"ingest", "--batch", "40", "--archive", filepath.Join(dir, db), news}, more...))
		return told.String(), code
	}
	if told, code := ingest("whole.db", 0); code != 0 {
		t.Fatalf("%d\n%s", code, told)
	}
	whole := coded.Load()
	if told, code := ingest("parts.db", whole/2); code != 1 || !strings.Contains(told, "interrupted") {
		t.Errorf("a stopped ingest ends with %d\n%s", code, told)
	}
	first := len(archived(t, filepath.Join(dir, "parts.db")))
	told, code := ingest("parts.db", 0)
	if code != 0 || strings.Contains(told, "known already") {
		t.Errorf("the second run began anew: %d\n%s", code, told)
	}
	if n := coded.Load(); first == 0 || n >= whole || n < whole/2 {
		t.Errorf("%d of %d documents coded by the second run, after %d lines by the first", n, whole, first)
	}
	want, got := archived(t, filepath.Join(dir, "whole.db")), archived(t, filepath.Join(dir, "parts.db"))
	if len(want) < 300 || !slices.Equal(got, want) {
		t.Errorf("%d lines came of two runs, %d of one", len(got), len(want))
	}
	if told, _ := ingest("parts.db", 0); !strings.Contains(told, "0 new documents") || strings.Contains(told, "known already") {
		t.Errorf("a third run read the file again:\n%s", told)
	}
	if told, _ := ingest("parts.db", 0, "--from-start"); !strings.Contains(told, "known already") {
		t.Errorf("--from-start did not read the file again:\n%s", told)
	}
}

// archived lists the documents, events and incidents of an archive.
func archived(t *testing.T, path string) []string {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	var out []string
	for d, err := range s.Documents(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprint(d.SHA256, d.URL, d.Title, d.Published, d.Original))
	}
	for e, err := range s.Events(t.Context(), store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprint(e.Key, e.Type, e.Incident, e.Evidence))
	}
	for i, err := range s.Incidents(t.Context(), store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprint(i.ID, i.Type, i.Reports, i.Outlets, i.Independent))
	}
	slices.Sort(out)
	return out
}

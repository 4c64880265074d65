package sqlite_test

import (
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/storetest"
)

// older unpacks an archive that an older program made.
func older(t *testing.T, name string) string {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", name+".gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	r, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	to, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, r); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// anyCode takes every code for that of a country: those of the invented states.
type anyCode struct{}

func (anyCode) Named(name string, _ filter.Field) (codes, keys []string) { return []string{name}, nil }
func (anyCode) Members(string) []string                                  { return nil }

// An archive that an older program made is brought up to date when it is opened:
// what is found in it is what filters mean, and it is sound.
func TestOlderArchive(t *testing.T) {
	ctx := context.Background()
	s := open(t, older(t, "archive-0002.db"), store.Options{})
	defer s.Close()
	storetest.Sound(t, ctx, s)
	var events []archive.Event
	for e, err := range s.Events(ctx, store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
	var incidents []archive.Incident
	for i, err := range s.Incidents(ctx, store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		incidents = append(incidents, i)
	}
	for _, text := range []string{"party:XAV party:XBR", "type:CONSULT", "level:<=2", "status:planned", "confidence:>0.5 party:XAV", "-party:XAV", "actor:XAV recipient:XBR"} {
		f, err := filter.Parse(text, filter.Options{For: filter.Incidents, Names: anyCode{}})
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for i := range incidents {
			if filter.Matches(f, filter.OfIncident(&incidents[i])) {
				want++
			}
		}
		if n, err := s.CountIncidents(ctx, f, len(incidents)); err != nil || n.N != want {
			t.Errorf("%s: %d incidents, want %d (%v)", text, n.N, want, err)
		}
		if f, err = filter.Parse(text, filter.Options{For: filter.Events, Names: anyCode{}}); err != nil {
			t.Fatal(err)
		}
		want = 0
		for i := range events {
			if filter.Match(f, &events[i]) {
				want++
			}
		}
		if n, err := s.CountEvents(ctx, f, len(events)); err != nil || n.N != want {
			t.Errorf("%s: %d events, want %d (%v)", text, n.N, want, err)
		}
		t.Logf("%s: %d events", text, want)
	}
}

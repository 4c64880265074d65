package sqlite_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/storetest"
)

// TestNoFilterReadsTheWholeTable: every filter is answered from indexes. Events
// are walked through in order of day from an index that has the columns that are
// tested, so that few rows are read; never is the table itself gone through, and
// never are all of many events sorted.
func TestNoFilterReadsTheWholeTable(t *testing.T) {
	for name, few := range map[string]int{"few candidates": 0, "many candidates": 1} {
		t.Run(name, func(t *testing.T) {
			s := open(t, filepath.Join(t.TempDir(), "a.db"), store.Options{Few: few})
			defer s.Close()
			w := storetest.NewWorld(1, countries())
			for range 3 {
				if _, err := s.Add(t.Context(), pages(w, 60), w.Link); err != nil {
					t.Fatal(err)
				}
			}
			for e, err := range s.Events(t.Context(), store.Query{}) {
				if err != nil {
					t.Fatal(err)
				}
				if _, err := s.Correct(t.Context(), archive.Correction{Event: e.Key, Verdict: archive.Reject, Reviewer: "desk"}, nil); err != nil {
					t.Fatal(err)
				}
				break
			}
			for _, text := range slices.Concat(storetest.Filters(), storetest.Joined()) {
				f, err := filter.Parse(text, filter.Options{For: filter.Events})
				if err != nil {
					t.Fatal(err)
				}
				steps, err := s.Explain(t.Context(), f)
				if err != nil {
					t.Fatalf("%s: %v", text, err)
				}
				for _, step := range steps {
					if wrong := scans(step); wrong {
						t.Errorf("%q is answered by %q:\n  %s", text, step, strings.Join(steps, "\n  "))
						break
					}
				}
			}
		})
	}
}

// scans says whether a step goes through a whole table.
func scans(step string) bool {
	what, ok := strings.CutPrefix(step, "SCAN ")
	if !ok {
		return false
	}
	table, how, _ := strings.Cut(what, " ")
	switch table {
	case "f", "x", "y", "json_each", "CONSTANT": // what other steps have found already
		return false
	case "event_words", "title_words": // looked up by word
		return !strings.Contains(how, "VIRTUAL TABLE INDEX")
	}
	return !strings.Contains(how, "COVERING INDEX events_day")
}

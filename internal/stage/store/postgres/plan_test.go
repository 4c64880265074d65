package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/postgres"
	"chancery/internal/stage/store/storetest"
)

// TestNoFilterReadsAWholeTable: every field of the filter language is answered from
// indexes, whether its candidates are few or many. Going through tables is made
// dear, as it is where they are large: what still does it has no index.
func TestNoFilterReadsAWholeTable(t *testing.T) {
	place := address(t, "plans") + "&options=-c%20enable_seqscan%3Doff%20-c%20enable_bitmapscan%3Don"
	for name, few := range map[string]int{"few candidates": 0, "many candidates": 1} {
		t.Run(name, func(t *testing.T) {
			s, err := postgres.Open(t.Context(), place, store.Options{Few: few})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			w := storetest.NewWorld(1, []string{"USA", "CHN", "RUS", "GBR", "FRA", "DEU", "IND", "JPN", "TUR", "IRN"})
			var batch []archive.Addition
			for range 60 {
				batch = append(batch, w.Page(60))
			}
			if _, err := s.Add(t.Context(), batch, w.Link); err != nil {
				t.Fatal(err)
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
					if table, ok := scanned(step); ok {
						t.Errorf("%q goes through %s:\n  %s", text, table, strings.Join(steps, "\n  "))
						break
					}
				}
			}
		})
	}
}

// scanned is the large table that a step goes through.
func scanned(step string) (string, bool) {
	_, after, ok := strings.Cut(step, "Seq Scan on ")
	if !ok {
		return "", false
	}
	table, _, _ := strings.Cut(after, " ")
	for _, large := range []string{"events", "event_terms", "event_parties", "documents", "event_words", "title_words", "incidents", "incident_terms"} {
		if table == large || strings.HasPrefix(table, large+"_") {
			return table, true
		}
	}
	return "", false
}

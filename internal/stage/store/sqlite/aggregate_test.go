package sqlite_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
	"chancery/internal/stage/store/storetest"
)

// An archive that was made before there were monthly sums gets them when it is
// opened.
func TestSumsOfAnOlderArchive(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "old.db")
	open := func() *store.Store {
		s, err := sqlite.Open(ctx, file, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open()
	storetest.Fill(t, ctx, s, 40)
	want, err := s.Aggregate(ctx)
	if err != nil || len(want.Rows()) == 0 {
		t.Fatal(want, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"DELETE FROM migrations WHERE number > 2", "DROP TABLE incident_terms", "DROP TABLE pair_keys", "DROP TABLE coverage", "DELETE FROM event_terms WHERE term IN (SELECT id FROM terms WHERE field = 'dyad')",
		"ALTER TABLE incidents DROP COLUMN level", "ALTER TABLE incidents DROP COLUMN confidence", "ALTER TABLE incidents DROP COLUMN scale",
		"CREATE TABLE old_bands AS SELECT band, doc FROM bands UNION ALL SELECT band, doc FROM bands_young", "DROP TABLE bands", "CREATE TABLE bands (band INTEGER NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (band, doc)) WITHOUT ROWID", "INSERT INTO bands SELECT band, doc FROM old_bands", "DROP TABLE old_bands",
		"INSERT INTO event_blocks SELECT block, day, event FROM event_blocks_young", "DROP TABLE bands_young", "DROP TABLE event_blocks_young",
		"DROP TABLE searches", "DROP TABLE search_marks", "DROP TABLE alerts", "DROP TABLE pairs", "DROP TABLE pair_acts", "DROP TABLE pair_outlets", "DROP TABLE months", "DELETE FROM counters WHERE name = 'pairs'", "DELETE FROM migrations WHERE number = 2"} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(q, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s = open()
	defer s.Close()
	got, err := s.Aggregate(ctx)
	if err != nil || !slices.Equal(got.Rows(), want.Rows()) || !slices.Equal(got.Totals(), want.Totals()) {
		t.Errorf("%d rows, want %d (%v)", len(got.Rows()), len(want.Rows()), err)
	}
	storetest.Sound(t, ctx, s)
}

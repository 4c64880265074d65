package postgres_test

import (
	"errors"
	"path/filepath"
	"testing"

	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
	"chancery/internal/stage/store/storetest"
)

// A backup of the database is a SQLite archive; restored into another database it
// is the same again.
func TestBackupIsAFileAndBack(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	s := open(t, "backup_from", store.Options{})
	defer s.Close()
	storetest.Fill(t, ctx, s, 30)
	file := filepath.Join(dir, "backup.db")
	v, err := sqlite.Backup(ctx, s, file, false)
	if err != nil {
		t.Fatal(err)
	}
	if v.Documents != 31 || v.Decisions != 5 {
		t.Errorf("%+v", v)
	}
	to := open(t, "backup_to", store.Options{})
	defer to.Close()
	if _, err := sqlite.RestoreInto(ctx, file, to, false); err != nil {
		t.Fatal(err)
	}
	if got := storetest.Sound(t, ctx, to); got.Chain != v.Chain || got.Events != v.Events || got.Incidents != v.Incidents {
		t.Errorf("%+v, want %+v", got, v)
	}
	storetest.Same(t, ctx, s, to)
	if _, err := sqlite.RestoreInto(ctx, file, to, false); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("into a database that is in use: %v", err)
	}
	storetest.Fill(t, ctx, open(t, "backup_third", store.Options{}), 3)
	if _, err := sqlite.RestoreInto(ctx, file, to, true); err != nil {
		t.Fatal(err)
	}
	storetest.Same(t, ctx, s, to)
}

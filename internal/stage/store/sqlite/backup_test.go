package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
	"chancery/internal/stage/store/storetest"
)

func dumpOf(t *testing.T, path string) string {
	t.Helper()
	db := raw(t, path)
	db.SetMaxOpenConns(1)
	defer db.Close()
	s, err := dump(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func files(t *testing.T, dir string) string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, e.Name())
	}
	return strings.Join(out, " ")
}

// A backup that is made while pages are added is the archive of one moment, and
// restored it goes on as that archive would have.
func TestBackupWhileWriting(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	s := open(t, filepath.Join(dir, "a.db"), store.Options{})
	defer s.Close()
	storetest.Fill(t, ctx, s, 20)
	ctx, stop := context.WithCancel(ctx)
	done := make(chan int)
	go func() {
		n := 100
		for ctx.Err() == nil {
			if _, err := s.Add(context.Background(), []archive.Addition{storetest.Page(n, "courier", "2031-02-02")}, nil); err != nil {
				t.Error(err)
			}
			n++
		}
		done <- n - 100
	}()
	target := filepath.Join(dir, "backups.db")
	var last store.Verified
	for range 3 {
		v, err := sqlite.Backup(ctx, s, target, true)
		if err != nil {
			t.Error(err)
		}
		last = v
	}
	stop()
	added := <-done
	if added < 3 || last.Documents < 21 || last.Documents > 21+added {
		t.Errorf("%d pages added meanwhile, %d documents in the backup", added, last.Documents)
	}
	if got := files(t, dir); got != "a.db a.db-shm a.db-wal backups.db" {
		t.Errorf("files: %s", got)
	}
	if log, err := s.Log(t.Context(), 1); err != nil || len(log) != 1 || !strings.Contains(log[0].Note, last.Chain) {
		t.Errorf("log %+v, %v", log, err)
	}
	v, kept, err := sqlite.Restore(t.Context(), target, filepath.Join(dir, "b.db"), false)
	if err != nil || kept != "" || v.Chain != last.Chain {
		t.Fatalf("%+v, %q, %v", v, kept, err)
	}
	b := open(t, filepath.Join(dir, "b.db"), store.Options{})
	defer b.Close()
	for n := range added {
		if _, err := b.Add(t.Context(), []archive.Addition{storetest.Page(100+n, "courier", "2031-02-02")}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if v := storetest.Sound(t, t.Context(), b); v.Documents != 21+added {
		t.Errorf("%d documents, want %d", v.Documents, 21+added)
	}
}

// What is restored is what was there, row by row.
func TestRestoreGivesTheSame(t *testing.T) {
	path := filled(t, 12)
	dir := filepath.Dir(path)
	s := open(t, path, store.Options{})
	backup, again := filepath.Join(dir, "backup.db"), filepath.Join(dir, "again.db")
	if _, err := sqlite.Backup(t.Context(), s, backup, false); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := sqlite.Restore(t.Context(), backup, again, false); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(backup); err != nil || string(after) != string(before) {
		t.Errorf("restoring changed the backup, %v", err)
	}
	want, got := dumpOf(t, backup), dumpOf(t, again)
	if want != got {
		t.Error(firstDifference(want, got))
	}
}

// Nothing is written over, and nothing that is not whole is taken.
func TestBackupAndRestoreRefuse(t *testing.T) {
	ctx, path := t.Context(), filled(t, 6)
	dir := filepath.Dir(path)
	s := open(t, path, store.Options{})
	defer s.Close()
	backup := filepath.Join(dir, "backup.db")
	if _, err := sqlite.Backup(ctx, s, backup, false); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Backup(ctx, s, backup, false); !errors.Is(err, sqlite.ErrExists) {
		t.Errorf("over a backup: %v", err)
	}
	for _, replace := range []bool{false, true} {
		if _, err := sqlite.Backup(ctx, s, path, replace); !errors.Is(err, sqlite.ErrExists) {
			t.Errorf("over the archive itself: %v", err)
		}
		if _, err := sqlite.Backup(ctx, s, dir, replace); !errors.Is(err, sqlite.ErrExists) {
			t.Errorf("over a folder: %v", err)
		}
	}
	if _, err := sqlite.Backup(ctx, s, filepath.Join(dir, "none", "b.db"), false); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("into a folder that is not there: %v", err)
	}
	if _, _, err := sqlite.Restore(ctx, backup, path, false); !errors.Is(err, sqlite.ErrExists) {
		t.Errorf("over an archive: %v", err)
	}
	if _, _, err := sqlite.Restore(ctx, path, filepath.Join(dir, "other.db"), false); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("from an archive in use: %v", err)
	}
	if _, _, err := sqlite.Restore(ctx, backup, path, true); !errors.Is(err, store.ErrLocked) {
		t.Errorf("over an archive in use: %v", err)
	}
	data, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{"flipped": flipped(t, backup, data), "short": data[:len(data)/2], "empty": nil, "text": []byte("not an archive at all, only some words")} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := sqlite.Restore(ctx, file, filepath.Join(dir, "from-"+name), false); err == nil {
			t.Errorf("a %s backup was restored", name)
		} else {
			t.Log(err)
		}
	}
	if got := files(t, dir); strings.Contains(got, "part") || strings.Contains(got, "from-") {
		t.Errorf("left behind: %s", got)
	}
}

// flipped changes one byte within a stored record.
func flipped(t *testing.T, path string, data []byte) []byte {
	t.Helper()
	var body []byte
	if err := raw(t, path).QueryRowContext(t.Context(), "SELECT body FROM records WHERE seq = 3").Scan(&body); err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(data), string(body[:40]))
	if at < 0 {
		t.Fatal("the record is not in the file")
	}
	out := append([]byte(nil), data...)
	out[at+20] ^= 4
	return out
}

// With replace the old archive stays beside the new one, a damaged one too.
func TestRestoreInThePlaceOfAnother(t *testing.T) {
	ctx, path := t.Context(), filled(t, 6)
	dir := filepath.Dir(path)
	s := open(t, path, store.Options{})
	backup := filepath.Join(dir, "backup.db")
	v, err := sqlite.Backup(ctx, s, backup, false)
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	for i, bad := range []string{"", "this is no archive any more"} {
		if bad != "" {
			if err := os.WriteFile(path, []byte(bad), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, kept, err := sqlite.Restore(ctx, backup, path, true)
		if want := fmt.Sprintf("%s.before-restore-%d", path, i+1); err != nil || kept != want {
			t.Fatalf("kept as %q, want %q, %v", kept, want, err)
		}
		if data, err := os.ReadFile(kept); err != nil || bad != "" && string(data) != bad {
			t.Errorf("the old archive: %v", err)
		}
		again := open(t, path, store.Options{})
		if got := storetest.Sound(t, ctx, again); got.Chain != v.Chain {
			t.Errorf("chain %s, want %s", got.Chain, v.Chain)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// What a killed backup left is taken away by a later one, when it is old.
func TestLeftOverPartsGo(t *testing.T) {
	path := filled(t, 6)
	dir := filepath.Dir(path)
	s := open(t, path, store.Options{})
	defer s.Close()
	old, young := filepath.Join(dir, "b.db.part-1"), filepath.Join(dir, "b.db.part-2")
	for _, name := range []string{old, young} {
		if err := os.WriteFile(name, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().AddDate(0, 0, -3)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Backup(t.Context(), s, filepath.Join(dir, "b.db"), false); err != nil {
		t.Fatal(err)
	}
	if got := files(t, dir); strings.Contains(got, "part-1") || !strings.Contains(got, "part-2") {
		t.Errorf("files: %s", got)
	}
}

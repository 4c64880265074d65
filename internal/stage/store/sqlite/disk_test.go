package sqlite_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
	"chancery/internal/stage/store/storetest"
)

// small mounts a disk of its own; only root may.
func small(t *testing.T, kilobytes int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dk", kilobytes)); err != nil {
		t.Skipf("a disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// On a full disk nothing of the commit is kept, all before it is, and when there
// is room again it goes on.
func TestFullDisk(t *testing.T) {
	dir := small(t, 3000)
	path := filepath.Join(dir, "a.db")
	s := open(t, path, store.Options{})
	w := storetest.NewWorld(1, countries())
	var acknowledged []string
	var failed []archive.Addition
	for failed == nil {
		batch := []archive.Addition{w.Page(300), w.Page(300), w.Page(300)}
		out, err := s.Add(t.Context(), batch, nil)
		switch {
		case errors.Is(err, store.ErrFull):
			failed = batch
		case err != nil:
			t.Fatalf("a full disk is told as: %v", err)
		}
		for _, o := range out {
			acknowledged = append(acknowledged, o.Document)
		}
	}
	if len(acknowledged) < 9 {
		t.Fatalf("only %d documents before the disk was full", len(acknowledged))
	}
	if _, err := s.Add(t.Context(), failed, nil); !errors.Is(err, store.ErrFull) {
		t.Errorf("the disk is full still: %v", err)
	}
	if _, err := sqlite.Backup(t.Context(), s, filepath.Join(dir, "b.db"), false); !errors.Is(err, store.ErrFull) {
		t.Errorf("a backup on a full disk: %v", err)
	}
	if got := files(t, dir); strings.Contains(got, "b.db") {
		t.Errorf("a part of the backup is left: %s", got)
	}
	for _, sha := range acknowledged {
		if _, err := s.Document(t.Context(), sha); err != nil {
			t.Errorf("an acknowledged document: %v", err)
		}
	}
	if _, err := s.Document(t.Context(), failed[0].Document.SHA256); !errors.Is(err, store.ErrUnknown) {
		t.Errorf("a document of the failed commit: %v", err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=20000k"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(t.Context(), failed, nil); err != nil {
		t.Errorf("there is room again: %v", err)
	}
	if v := storetest.Sound(t, t.Context(), s); v.Documents != len(acknowledged)+3 {
		t.Errorf("%d documents, want %d", v.Documents, len(acknowledged)+3)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// What cannot be written is told so, and stays as it is.
func TestReadOnlyDisk(t *testing.T) {
	dir := small(t, 5000)
	path := filepath.Join(dir, "a.db")
	s := open(t, path, store.Options{})
	storetest.Fill(t, t.Context(), s, 3)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), path, store.Options{})
	if err == nil {
		_, err = s.Add(t.Context(), []archive.Addition{storetest.Page(77, "courier", "2031-01-20")}, nil)
		defer s.Close()
	}
	if !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("a disk that only reads is told as: %v", err)
	}
}

// A file that another program is writing is waited for, then told as locked; what
// is read goes on.
func TestLockedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path, store.Options{Wait: 30 * time.Millisecond})
	defer s.Close()
	storetest.Fill(t, t.Context(), s, 3)
	other := raw(t, path)
	other.SetMaxOpenConns(1)
	if _, err := other.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	page := storetest.Page(77, "courier", "2031-01-20")
	if _, err := s.Add(t.Context(), []archive.Addition{page}, nil); !errors.Is(err, store.ErrLocked) {
		t.Errorf("a locked archive is told as: %v", err)
	}
	storetest.Sound(t, t.Context(), s)
	if _, err := other.ExecContext(t.Context(), "COMMIT"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(t.Context(), []archive.Addition{page}, nil); err != nil {
		t.Errorf("the lock is gone: %v", err)
	}
}

// A file that may not be read, or is no archive, is told as what it is.
func TestNoArchive(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("no archive, but words. ", 300)), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{text: store.ErrDamaged, dir: store.ErrNone, filepath.Join(dir, "none", "a.db"): store.ErrNone} {
		if s, err := opened(t.Context(), path); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
			if err == nil {
				s.Close()
			}
		}
	}
}

package sqlite_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/storetest"
)

// A text that was deleted is in no byte of the file, nor are its words.
func TestForgottenTextsLeaveNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path, store.Options{})
	for n := range 40 {
		text := "Minister Selim Arkan met envoy Ilse Brandt in Vendel on Monday. Freedonia will send aid to Sylvania, he said. Zyxwordium was served " + strings.Repeat("again and ", n) + "again."
		if n%2 == 0 {
			text = strings.ReplaceAll(text, "Zyxwordium", "Tea")
		}
		if _, err := s.Add(t.Context(), []archive.Addition{storetest.Coded(n, text, []string{"courier", "herald"}[n%2], "2031-01-20")}, nil); err != nil {
			t.Fatal(err)
		}
	}
	holds := func() bool {
		t.Helper()
		found := false
		for _, end := range []string{"", "-wal"} {
			data, err := os.ReadFile(path + end)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			found = found || strings.Contains(strings.ToLower(string(data)), "zyxwordium")
		}
		return found
	}
	if !holds() {
		t.Fatal("the words are not in the file to begin with: the test tests nothing")
	}
	if f, err := s.Forget(t.Context(), store.Keeping{Outlets: []string{"herald"}}); err != nil || f.Texts != 20 {
		t.Fatalf("%+v, %v", f, err)
	}
	if holds() {
		t.Error("the words of a deleted text are still in the file")
	}
	storetest.Sound(t, t.Context(), s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

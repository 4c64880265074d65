package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
	"chancery/internal/stage/store/storetest"
)

func opened(ctx context.Context, path string) (*store.Store, error) {
	return sqlite.Open(ctx, path, store.Options{})
}

func open(t *testing.T, path string, o store.Options) *store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSuite(t *testing.T) { suite(t, 0) }

// TestSuiteRipening: the same while young rows are taken to their places now and
// then, and some of what is asked for stands on either side.
func TestSuiteRipening(t *testing.T) { suite(t, 30) }

func suite(t *testing.T, young int) {
	dir := t.TempDir()
	storetest.Run(t, func(t *testing.T, name string, o store.Options) *store.Store {
		if name == "" {
			name = filepath.Base(t.Name())
		}
		o.Young = young
		return open(t, filepath.Join(dir, name+".db"), o)
	})
}

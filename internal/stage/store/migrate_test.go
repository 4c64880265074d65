package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"modernc.org/sqlite"

	"chancery/internal/stage/store"
	opener "chancery/internal/stage/store/sqlite"
	"chancery/internal/stage/store/storetest"
)

// later are migrations as a later version would have them: one fills a column of
// every document, one rewrites a table, one makes an index.
func later() []string {
	return []string{
		"ALTER TABLE documents ADD COLUMN checked INTEGER NOT NULL DEFAULT 0;\nUPDATE documents SET checked = length(title);\n",
		"CREATE TABLE records_new (seq INTEGER PRIMARY KEY, body BLOB NOT NULL, size INTEGER NOT NULL);\nINSERT INTO records_new SELECT seq, body, length(body) FROM records;\n",
		"CREATE INDEX records_size ON records_new (size, seq);\nALTER TABLE records_new RENAME TO records_again;\n",
	}
}

// TestHelperMigrates is no test of its own: the tests below run it as a program
// and kill it.
func TestHelperMigrates(t *testing.T) {
	path := os.Getenv("CHANCERY_MIGRATE")
	if path == "" {
		t.Skip("a part of TestKilledInMigration")
	}
	var o store.Options
	if os.Getenv("CHANCERY_MIGRATE_LATER") != "" {
		o = store.WithLater(o, later()...)
	}
	s, err := opener.Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// killed runs the helper and kills it after a time; it tells whether it was.
func killed(t *testing.T, after time.Duration, path string, env ...string) bool {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestHelperMigrates$", "-test.v")
	cmd.Env = append(append(os.Environ(), "CHANCERY_MIGRATE="+path), env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 1)
	if _, err := out.Read(line); err != nil { // it has begun
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	rest, _ := io.ReadAll(out)
	err = cmd.Wait()
	if err != nil && cmd.ProcessState.Exited() {
		t.Fatalf("%v\n%s", err, rest)
	}
	return err != nil
}

// times is how often to kill: a few times always, make faults more often.
func times(few int) int {
	if n, err := strconv.Atoi(os.Getenv("CHANCERY_FAULTS")); err == nil {
		return n * 3 / 20
	}
	return few
}

// A program that is killed while it makes the schema leaves none of a script or
// all of it, and the next one goes on.
func TestKilledInMigration(t *testing.T) {
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 4))
	first := filepath.Join(t.TempDir(), "first.db")
	s, err := opener.Open(t.Context(), first, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	storetest.Fill(t, t.Context(), s, 40)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	long, seen := 60*time.Millisecond, map[int]int{}
	for kills := 0; kills < times(3); {
		path := filepath.Join(t.TempDir(), "a.db")
		duplicate(t, first, path)
		for {
			before := time.Now()
			was := killed(t, time.Duration(r.Int64N(int64(long))), path, "CHANCERY_MIGRATE_LATER=1")
			seen[version(t, path)]++
			if !was {
				long = time.Since(before)
				break
			}
			kills++
			if kills >= times(3) {
				killed(t, time.Hour, path, "CHANCERY_MIGRATE_LATER=1")
				break
			}
		}
		if n := version(t, path); n != store.Migrations()+len(later()) {
			t.Fatalf("%d migrations, want %d", n, store.Migrations()+len(later()))
		}
		if _, err := opener.Open(t.Context(), path, store.Options{}); !errors.Is(err, store.ErrNewer) {
			t.Errorf("the older program opens the newer archive: %v", err)
		}
	}
	t.Logf("versions found after each run: %v", seen)
	for range times(3) {
		path := filepath.Join(t.TempDir(), "new.db")
		killed(t, time.Duration(r.Int64N(int64(long))), path)
		s, err := opener.Open(t.Context(), path, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		storetest.Fill(t, t.Context(), s, 3)
		storetest.Sound(t, t.Context(), s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// version checks that a file has what its last migration made, and nothing of the
// next one.
func version(t *testing.T, path string) int {
	t.Helper()
	connector, err := sqlite.NewConnector("file:" + path)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	number := func(query string) (n int) {
		t.Helper()
		if err := db.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		return n
	}
	n := number("SELECT count(*) FROM migrations")
	got := fmt.Sprint(
		number("SELECT count(*) FROM pragma_table_info('documents') WHERE name = 'checked'"),
		number("SELECT count(*) FROM sqlite_master WHERE name IN ('records_new', 'records_again')"),
		number("SELECT count(*) FROM sqlite_master WHERE name IN ('records_size', 'records_again')"),
		number("SELECT count(*) FROM documents"),
	)
	later := n - store.Migrations()
	if want := fmt.Sprint(min(1, later), min(1, max(0, later-1)), 2*max(0, later-2), 41); got != want {
		t.Errorf("after migration %d there is %s, want %s", n, got, want)
	}
	if later > 0 && number("SELECT count(*) FROM documents WHERE checked <> length(title)") > 0 {
		t.Errorf("after migration %d some rows are not filled", n)
	}
	return n
}

func duplicate(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

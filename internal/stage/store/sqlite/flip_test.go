package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"modernc.org/sqlite"

	"chancery/archive"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/storetest"
)

// raw opens the file without the program's help.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	c, err := sqlite.NewConnector("file:" + path + "?_pragma=temp_store(2)")
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(c)
	t.Cleanup(func() { db.Close() })
	return db
}

// filled makes an archive in a single file.
func filled(t *testing.T, pages int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "whole.db")
	s := open(t, path, store.Options{})
	storetest.Fill(t, t.Context(), s, pages)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func verify(ctx context.Context, path string, open func() (*store.Store, error)) (v store.Verified, err error) {
	s, err := open()
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.Verify(ctx)
}

// dump writes all rows of all tables, the words of the indexes too.
func dump(ctx context.Context, db *sql.DB) (string, error) {
	var b strings.Builder
	tables, err := column(ctx, db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
	if err != nil {
		return "", err
	}
	var queries []string
	for _, name := range tables {
		if words, _, part := strings.Cut(name, "_words_"); part && words != "" {
			continue // a table of an index, which may be laid out in many ways
		}
		query := `SELECT * FROM "` + name + `"`
		if strings.HasSuffix(name, "_words") {
			query = "SELECT term, doc, offset FROM temp.v_" + name
			if _, err := db.ExecContext(ctx, "CREATE VIRTUAL TABLE temp.v_"+name+" USING fts5vocab('main', '"+name+"', 'instance')"); err != nil {
				return "", err
			}
		}
		queries = append(queries, query)
	}
	for _, q := range queries {
		rows, err := db.QueryContext(ctx, q)
		if err != nil {
			return "", err
		}
		names, err := rows.Columns()
		if err != nil {
			return "", err
		}
		values := make([]any, len(names))
		for i := range values {
			values[i] = new(any)
		}
		for rows.Next() {
			if err := rows.Scan(values...); err != nil {
				return "", err
			}
			for _, v := range values {
				fmt.Fprintf(&b, "%v|", *v.(*any))
			}
			b.WriteByte('\n')
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

func column(ctx context.Context, db *sql.DB, query string) (out []string, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// flips is how often a test flips: CHANCERY_FLIPS for more.
func flips(few int) int {
	if n, err := strconv.Atoi(os.Getenv("CHANCERY_FLIPS")); err == nil {
		return n
	}
	return few
}

// TestFlippedByteInTheFile: wherever one byte of the file is changed, the archive
// is found damaged, or all that it says is as before.
func TestFlippedByteInTheFile(t *testing.T) {
	path := filled(t, 12)
	ctx := t.Context()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	db := raw(t, path)
	db.SetMaxOpenConns(1)
	before, err := dump(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(5, 9))
	found, harmless := 0, 0
	for i := range flips(40) {
		at, bits := r.IntN(len(whole)), byte(1)<<r.IntN(8)
		if i%2 == 0 {
			bits = byte(1 + r.IntN(255))
		}
		data := append([]byte(nil), whole...)
		data[at] ^= bits
		file := filepath.Join(t.TempDir(), "flipped.db")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		v, err := verify(ctx, file, func() (*store.Store, error) { return opened(ctx, file) })
		if err != nil || len(v.Faults) > 0 {
			found++
			continue
		}
		db := raw(t, file)
		db.SetMaxOpenConns(1)
		after, err := dump(ctx, db)
		if err != nil || after != before {
			t.Errorf("byte %d with %08b flipped: verify finds nothing, but the archive is another one (%v)%s", at, bits, err, firstDifference(before, after))
		}
		harmless++
		db.Close()
	}
	t.Logf("%d flips found, %d in bytes that say nothing", found, harmless)
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("\n  was %.300q\n  is  %.300q", x[i], y[i])
		}
	}
	return fmt.Sprintf("\n  %d rows, %d rows", len(x), len(y))
}

// TestLettersAreCutAlike: every letter that verify counts on is part of a word to
// SQLite as to the program.
func TestLettersAreCutAlike(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "letters.db"), store.Options{})
	defer s.Close()
	for n, from := 1, 0x80; from < 0x530; n, from = n+1, from+50 {
		page := storetest.Page(n, "courier", "2031-01-20")
		for r := from; r < from+50; r++ {
			page.Document.Title += " a" + string(rune(r)) + "b"
		}
		page.Record.Document.Title = page.Document.Title
		if _, err := s.Add(t.Context(), []archive.Addition{page}, nil); err != nil {
			t.Fatal(err)
		}
	}
	storetest.Sound(t, t.Context(), s)
}

// TestFlippedByteInARow: one byte changed within a row of what is kept is named
// with its table, document and revision.
func TestFlippedByteInARow(t *testing.T) {
	path := filled(t, 12)
	ctx := t.Context()
	r := rand.New(rand.NewPCG(3, 1))
	for _, tc := range []struct{ table, column, id, document, revision string }{
		{"records", "body", "seq", "(SELECT lower(hex(sha256)) FROM documents WHERE id = doc)", "revision"},
		{"records", "digest", "seq", "(SELECT lower(hex(sha256)) FROM documents WHERE id = doc)", "revision"},
		{"records", "chain", "seq", "(SELECT lower(hex(sha256)) FROM documents WHERE id = doc)", "revision"},
		{"texts", "body", "doc", "(SELECT lower(hex(sha256)) FROM documents WHERE id = doc)", "0"},
		{"corrections", "body", "id", "(SELECT lower(hex(sha256)) FROM documents WHERE id = doc)", "0"},
		{"corrections", "chain", "id", "(SELECT lower(hex(sha256)) FROM documents WHERE id = doc)", "0"},
		{"events", "body", "id", "(SELECT lower(hex(sha256)) FROM documents WHERE id = doc)", "0"},
		{"statements", "body", "id", "(SELECT lower(hex(sha256)) FROM documents WHERE id = doc)", "0"},
		{"documents", "sum", "id", "lower(hex(sha256))", "0"},
		{"documents", "url", "id", "lower(hex(sha256))", "0"},
		{"prints", "shingles", "doc", "(SELECT lower(hex(sha256)) FROM documents WHERE id = doc)", "0"},
	} {
		for range flips(2) {
			flipRow(t, ctx, r, path, tc.table, tc.column, tc.id, tc.document, tc.revision)
		}
	}
}

func flipRow(t *testing.T, ctx context.Context, r *rand.Rand, path, table, col, id, document, revision string) {
	t.Helper()
	db := raw(t, path)
	ids, err := column(ctx, db, "SELECT "+id+" FROM "+table)
	if err != nil || len(ids) == 0 {
		t.Fatalf("%s has no rows, %v", table, err)
	}
	row := ids[r.IntN(len(ids))]
	var value any
	var sha string
	var rev int
	if err := db.QueryRowContext(ctx, fmt.Sprintf("SELECT %s, %s, %s FROM %s WHERE %s = ?", col, document, revision, table, id), row).Scan(&value, &sha, &rev); err != nil {
		t.Fatal(err)
	}
	set := func(v any) {
		if _, err := db.ExecContext(ctx, fmt.Sprintf("UPDATE %s SET %s = ? WHERE %s = ?", table, col, id), v, row); err != nil {
			t.Fatal(err)
		}
	}
	var other any
	switch v := value.(type) {
	case []byte:
		data := append([]byte(nil), v...)
		data[r.IntN(len(data))] ^= byte(1 + r.IntN(255))
		other = data
	case string:
		data := []byte(v)
		data[r.IntN(len(data))] ^= 1
		other = string(data)
	case int64:
		other = v ^ 1<<r.IntN(30)
	}
	set(other)
	defer set(value)
	v, err := verify(ctx, path, func() (*store.Store, error) { return opened(ctx, path) })
	if err != nil {
		t.Errorf("%s.%s: %v", table, col, err)
		return
	}
	for _, f := range v.Faults {
		named := f.Document == sha || strings.Contains(f.What, sha)
		if f.Table == table && named && (rev == 0 || f.Revision == rev) {
			return
		}
	}
	t.Errorf("%s.%s of row %s, document %s, revision %d: %v", table, col, row, sha, rev, v.Faults)
}

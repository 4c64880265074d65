// Package sqlite opens an archive that is a single SQLite file, by a driver in
// pure Go. One connection writes, some read meanwhile.
//
// What must stay true: a commit is on the disk before it is acknowledged (WAL
// with synchronous=FULL), and a program that dies leaves a file that the next
// one opens as of the last commit.
package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"modernc.org/sqlite"

	"chancery/internal/stage/store"
)

// readers is how many connections read at once.
const readers = 4

// settings of every connection. Pages of the log are written back at 16 MB and
// the file of the log is cut to that, so that a burst leaves no large file.
func settings(write bool, wait time.Duration) []string {
	if wait <= 0 {
		wait = 10 * time.Second
	}
	s := []string{fmt.Sprintf("busy_timeout(%d)", wait.Milliseconds()), "foreign_keys(0)", "temp_store(2)", "cache_size(-65536)", "mmap_size(268435456)"}
	if write {
		return append(s, "journal_mode(WAL)", "synchronous(FULL)", "wal_autocheckpoint(4096)", "journal_size_limit(16777216)")
	}
	return append(s, "query_only(1)")
}

// Open opens the archive at path, which it makes when there is none.
func Open(ctx context.Context, path string, o store.Options) (*store.Store, error) {
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("cannot open the archive %s: %w: its folder does not exist", path, store.ErrNone)
	}
	write, err := pool(path, true, o.Wait)
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	// The writer comes first: it makes the file and turns the log on.
	if err := write.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("cannot open the archive %s: %w", path, opening(path, err)), write.Close())
	}
	read, err := pool(path, false, o.Wait)
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return store.New(ctx, Dialect(), write, read, o)
}

// opening names what went wrong when a file was opened: one that is there and
// cannot be opened stands where nothing can be written.
func opening(path string, err error) error {
	told := explain(err)
	if info, failed := os.Stat(path); errors.Is(told, store.ErrNone) && failed == nil && info.Mode().IsRegular() {
		return fmt.Errorf("%w (%w)", store.ErrReadOnly, err)
	}
	return told
}

func pool(path string, write bool, wait time.Duration) (*sql.DB, error) {
	q := url.Values{"_pragma": settings(write, wait)}
	connector, err := sqlite.NewConnector("file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode())
	if err != nil {
		return nil, fmt.Errorf("cannot open the archive %s: %w", path, err)
	}
	return sql.OpenDB(connector), nil
}

// Dialect is the SQL of SQLite.
func Dialect() *store.Dialect {
	return &store.Dialect{
		Name: "sqlite",
		Words: map[string]string{"INT": "INTEGER", "SMALL": "INTEGER", "REAL": "REAL", "BLOB": "BLOB", "TEXT": "TEXT",
			"ID": "INTEGER PRIMARY KEY", "BARE": "WITHOUT ROWID"},
		Search: func(table string) string {
			return "CREATE VIRTUAL TABLE " + table + ` USING fts5(words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0")`
		},
		Begin:      []string{"BEGIN IMMEDIATE"},
		Row:        "rowid",
		Indexed:    "?",
		Index:      func(texts [][]string) any { return indexed(texts) },
		Matching:   func(table string) string { return table + " MATCH ?" },
		Match:      match,
		Among:      among,
		AmongMany:  among,
		Numbers:    func(ids []int64) any { return list(ids) },
		AmongNames: among,
		Names:      func(names []string) any { return list(names) },
		Within: func(int64, int64) string {
			return `SELECT b.block, b.day, b.event FROM json_each(?) q
				CROSS JOIN event_blocks b ON b.block = q.value ->> 0 AND b.day BETWEEN q.value ->> 1 AND q.value ->> 2`
		},
		Spanned: `SELECT b.span, b.band, b.day, b.doc FROM json_each(?) q
			CROSS JOIN bands b ON b.span = q.value ->> 0 AND b.band = q.value ->> 1 AND b.day BETWEEN q.value ->> 2 AND q.value ->> 3`,
		Members:    "SELECT e.id FROM json_each(?) q CROSS JOIN incidents i ON i.name = q.value CROSS JOIN events e ON e.incident = i.id",
		Windows:    windows,
		Ripen:      ripen(),
		Join:       " CROSS JOIN ",
		Exists:     "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?",
		Plan:       "EXPLAIN QUERY PLAN ",
		Explain:    explain,
		Snapshot:   "BEGIN",
		Into:       into,
		Wipe:       []string{"PRAGMA secure_delete(1)"},
		Wiped:      []string{"PRAGMA secure_delete(0)", "PRAGMA wal_checkpoint(TRUNCATE)"},
		Squeeze:    func(table string) string { return "INSERT INTO " + table + "(" + table + ") VALUES ('optimize')" },
		Free:       "SELECT f.freelist_count, p.page_count FROM pragma_freelist_count f, pragma_page_count p",
		Check:      "PRAGMA integrity_check(20)",
		Vocabulary: vocabulary,
	}
}

// vocabulary lays a table of the words of an index over it. It is temporary, but
// a connection that only reads has to be let make it.
func vocabulary(table string) (before []string, query string, after []string) {
	before = []string{"PRAGMA query_only(0)", "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', '" + table + "', 'instance')"}
	after = []string{"DROP TABLE temp.vocabulary", "PRAGMA query_only(1)"}
	return before, "SELECT term, doc, offset FROM temp.vocabulary", after
}

// into copies the archive page by page, without free ones, in one transaction
// that reads.
func into(path string) []string {
	return []string{"PRAGMA query_only(0)", "VACUUM INTO '" + strings.ReplaceAll(path, "'", "''") + "'", "PRAGMA query_only(1)"}
}

// between stands between two texts: a word to SQLite, but none that a text has,
// for it is neither letter nor digit.
const between = " \uE000 "

func indexed(texts [][]string) string {
	parts := make([]string, len(texts))
	for i, words := range texts {
		parts[i] = strings.Join(words, " ")
	}
	return strings.Join(parts, between)
}

// match writes phrases as FTS5 reads them. Words have letters and digits only,
// so that nothing in them can be taken for an operator.
func match(phrases []store.Phrase) string {
	parts := make([]string, len(phrases))
	for i, p := range phrases {
		parts[i] = `"` + strings.Join(p.Words, " ") + `"`
		if p.Prefix {
			parts[i] += "*"
		}
	}
	return strings.Join(parts, " OR ")
}

// ripen takes young rows to their places. OR FAIL spares the journal that would undo
// one statement: it would hold every page that is changed, in memory, and the whole
// transaction is undone in any case.
func ripen() map[string][]string {
	return map[string][]string{
		"bands": {
			`INSERT OR FAIL INTO bands (span, band, day, doc) SELECT CASE WHEN band & 3 = 1 THEN -1 WHEN day = 0 THEN 0 ELSE day / 10000 * 10 + (day / 100 % 100 + 2) / 3 END, band, day, doc
				FROM bands_young ORDER BY 1, 2, 3, 4`,
			"DELETE FROM bands_young",
		},
		"event_blocks": {
			"INSERT OR FAIL INTO event_blocks (block, day, event) SELECT block, day, event FROM event_blocks_young ORDER BY block, day, event",
			"DELETE FROM event_blocks_young",
		},
	}
}

// windows writes rows of columns, as [[key, first, last], …].
func windows(columns ...[]int64) []any {
	out := []byte{'['}
	for i := range columns[0] {
		mark := byte('[')
		if i > 0 {
			out = append(out, ',')
		}
		for _, c := range columns {
			out = strconv.AppendInt(append(out, mark), c[i], 10)
			mark = ','
		}
		out = append(out, ']')
	}
	return []any{string(append(out, ']'))}
}

func among(column string) string { return column + " IN (SELECT value FROM json_each(?))" }

// list writes values for among.
func list[T int64 | string](values []T) string {
	data, err := json.Marshal(values)
	if err != nil || values == nil {
		return "[]"
	}
	return string(data)
}

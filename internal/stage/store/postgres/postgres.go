// Package postgres opens an archive in a PostgreSQL database, for a team: many
// read, and those who add wait for one another.
//
// What must stay true: additions of all programs go one after the other (an
// advisory lock for the length of the transaction), for each is linked to what
// was added before; texts are compared by bytes (collation "C"), as everywhere
// else in the program.
package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"chancery/internal/stage/store"
)

// readers is how many connections read at once.
const readers = 8

// Open opens the archive at the address of a database,
// postgres://user@host/name, and makes its tables when there are none. With
// search_path in the address the archive is in a schema of its own.
func Open(ctx context.Context, address string, o store.Options) (*store.Store, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		// The error of the parser would show the password.
		return nil, fmt.Errorf("cannot read the address of the database: %w: give it as postgres://user:password@host:5432/name", store.ErrNone)
	}
	config.RuntimeParams["application_name"] = "chancery"
	config.RuntimeParams["synchronous_commit"] = "on"
	for name, value := range settings() {
		if _, asked := config.RuntimeParams[name]; !asked {
			config.RuntimeParams[name] = value
		}
	}
	write := sql.OpenDB(stdlib.GetConnector(*config))
	read := sql.OpenDB(stdlib.GetConnector(*config.Copy()))
	write.SetMaxOpenConns(1)
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return store.New(ctx, Dialect(), write, read, o)
}

// settings are those of all connections: lists want the first rows soon, and
// additions some rows of many keys, from indexes that are in memory or on a disk
// without a head to move. Working on one query with several processes makes it late.
func settings() map[string]string {
	return map[string]string{"max_parallel_workers_per_gather": "0", "jit": "off", "random_page_cost": "1.1"}
}

// lock is the number of the lock that writers take: the first eight letters of
// the program's name.
const lock = 0x6368616e63657279

// Dialect is the SQL of PostgreSQL.
func Dialect() *store.Dialect {
	return &store.Dialect{
		Name: "postgres",
		Words: map[string]string{"INT": "BIGINT", "SMALL": "SMALLINT", "REAL": "DOUBLE PRECISION", "BLOB": "BYTEA", "TEXT": `TEXT COLLATE "C"`,
			"ID": "BIGINT PRIMARY KEY", "BARE": ""},
		Search: func(table string) string {
			return "CREATE TABLE " + table + " (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);\nCREATE INDEX " + table + "_words ON " + table + " USING GIN (words)"
		},
		// A schema is an archive: two of them in one database do not wait for each other.
		Begin:      []string{"BEGIN", fmt.Sprintf("SELECT pg_advisory_xact_lock(%d # hashtext(current_schema())::bigint)", lock)},
		Numbered:   true,
		Row:        "id",
		Indexed:    "?::text::tsvector",
		Index:      func(texts [][]string) any { return vector(texts) },
		Matching:   func(table string) string { return table + ".words @@ ?::text::tsquery" },
		Match:      match,
		Among:      func(column string) string { return column + " = ANY(?::bigint[])" },
		Numbers:    func(ids []int64) any { return ids },
		AmongMany:  func(column string) string { return column + " IN (SELECT unnest(?::bigint[]))" },
		AmongNames: func(column string) string { return column + " = ANY(?::text[])" },
		Names:      func(names []string) any { return names },
		Join:       " JOIN ",
		Each:       " OFFSET 0",
		Far:        true,
		Within:     within,
		Spanned: `SELECT b.span, b.band, b.day, b.doc FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) AS q(span, band, first, last)
			CROSS JOIN LATERAL (SELECT * FROM bands b WHERE b.span = q.span AND b.band = q.band AND b.day BETWEEN q.first AND q.last OFFSET 0) b`,
		Windows: func(columns ...[]int64) []any {
			out := make([]any, len(columns))
			for i, c := range columns {
				out[i] = c
			}
			return out
		},
		// Where there are no statistics yet, the database would go through all events.
		Members: `SELECT e.id FROM incidents i CROSS JOIN LATERAL (SELECT id FROM events WHERE incident = i.id OFFSET 0) e
			WHERE i.name = ANY(?::text[])`,
		Named:    `SELECT t.id, t.field, t.value FROM unnest(?::text[], ?::text[]) AS q(field, value) JOIN terms t ON t.field = q.field AND t.value = q.value`,
		Paired:   `SELECT p.id, p.actors, p.recipients FROM unnest(?::text[], ?::text[]) AS q(a, r) JOIN pairs p ON p.actors = q.a AND p.recipients = q.r`,
		Monthly:  monthly(),
		Pipeline: pipeline,
		Copy:     copyRows,
		Exists:   "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = ?",
		Plan:     "EXPLAIN ",
		Explain:  explain,
		Wiped:    []string{"VACUUM texts", "VACUUM text_words"},
		Snapshot: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
		Check:    "SELECT 'ok'",
	}
}

// within asks for the events under keys. OFFSET 0 keeps the database from reading all
// the parts of the table for a list of keys that it takes for short; the first and the
// last month stand in the words of the question, so that it opens no other parts.
func within(first, last int64) string {
	return fmt.Sprintf(`SELECT b.block, b.day, b.event FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) AS q(block, first, last)
		CROSS JOIN LATERAL (SELECT * FROM event_blocks b WHERE b.block = q.block AND b.day BETWEEN q.first AND q.last AND b.day BETWEEN %d AND %d OFFSET 0) b`,
		first/100*100, last/100*100+99)
}

// longest is the length of a word that the database takes.
const longest = 2000

// vector writes words with their places. Between two texts a place is left out,
// so that no phrase goes across.
func vector(texts [][]string) string {
	places := map[string][]int{}
	var order []string
	n := 0
	for _, words := range texts {
		n++
		for _, w := range words {
			n++
			if len(w) > longest {
				continue
			}
			if places[w] == nil {
				order = append(order, w)
			}
			places[w] = append(places[w], n)
		}
	}
	var b strings.Builder
	for _, w := range order {
		b.WriteString("'" + w + "'")
		for i, p := range places[w] {
			b.WriteByte(":,"[min(i, 1)])
			b.WriteString(strconv.Itoa(p))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// match writes phrases as a tsquery. Words have letters and digits only, so that
// nothing in them can be taken for an operator.
func match(phrases []store.Phrase) string {
	parts := make([]string, len(phrases))
	for i, p := range phrases {
		words := make([]string, len(p.Words))
		for k, w := range p.Words {
			words[k] = "'" + w[:min(len(w), longest)] + "'"
		}
		parts[i] = strings.Join(words, " <-> ")
		if p.Prefix {
			parts[i] += ":*"
		}
		parts[i] = "(" + parts[i] + ")"
	}
	return strings.Join(parts, " | ")
}

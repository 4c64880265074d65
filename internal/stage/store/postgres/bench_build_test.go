package postgres_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/storetest"
)

// perYear is how many copies lie in each year: so much news a year.
const perYear = 4

// builder makes a large archive: events by the store, and copies of them by SQL,
// each table anew without its indexes, which are made at the end.
type builder struct {
	t      *testing.T
	db     *sql.Conn
	copies int
	base   ids // up to which there are pages to copy
	step   ids // by which a copy's are further on
	start  time.Time
}

// ids are given to documents and events in the order in which they come.
type ids struct{ docs, events int64 }

// countries are those of the invented news.
func countries() []string {
	return strings.Fields("USA CHN RUS GBR FRA DEU IND JPN TUR IRN BRA KOR EGY ZAF MEX ITA ESP POL SWE KAZ FJI TON VUT SYR YEM KEN NGA ISR UKR")
}

// build fills an empty archive.
func build(t *testing.T, s *store.Store, db *sql.DB, events, copies int) {
	t.Helper()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	b := &builder{t: t, db: conn, copies: copies, start: time.Now()}
	b.add(s, events)
	if copies > 0 {
		b.copy()
	}
	b.run("VACUUM ANALYZE")
	b.done("statistics")
}

// done tells how far it is.
func (b *builder) done(what string, args ...any) {
	fmt.Printf("%7.0f s  %s\n", time.Since(b.start).Seconds(), fmt.Sprintf(what, args...))
}

func (b *builder) run(query string) {
	b.t.Helper()
	if _, err := b.db.ExecContext(b.t.Context(), query); err != nil {
		b.t.Fatalf("%s: %v", query, err)
	}
}

// together runs statements in one transaction: rows of a table that is made in it
// are not written ahead to a log, where the server is set up for that.
func (b *builder) together(queries []string) {
	b.t.Helper()
	for _, q := range slices.Concat([]string{"BEGIN"}, queries, []string{"COMMIT"}) {
		b.run(q)
	}
}

func (b *builder) number(query string) (n int64) {
	b.t.Helper()
	if err := b.db.QueryRowContext(b.t.Context(), query).Scan(&n); err != nil {
		b.t.Fatalf("%s: %v", query, err)
	}
	return n
}

func (b *builder) strings(query string, args ...any) (out []string) {
	b.t.Helper()
	rows, err := b.db.QueryContext(b.t.Context(), query, args...)
	if err != nil {
		b.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			b.t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		b.t.Fatal(err)
	}
	return out
}

// add adds pages by the store until there are so many events, and a page in each
// month to come, which makes their parts.
func (b *builder) add(s *store.Store, events int) {
	w, added := storetest.NewWorld(1, countries()), 0
	w.Lean = true
	for w.Events() < events {
		var batch []archive.Addition
		for range 512 {
			batch = append(batch, w.Page(40))
		}
		b.give(s, batch, w.Link)
		added += len(batch)
	}
	b.done("%d pages with %d events added by the store, %.2f ms a page", added, w.Events(), float64(time.Since(b.start).Milliseconds())/float64(added))
	b.base = b.given()
	first := b.number("SELECT max(day) / 10000 FROM events")
	for m := range 12 * (b.copies / perYear) {
		day := time.Date(int(first)+1, time.Month(1+m), 15, 0, 0, 0, 0, time.UTC)
		b.give(s, []archive.Addition{storetest.Page(m+1, "courier", day.Format(time.DateOnly))}, nil)
	}
	b.step = b.given()
}

func (b *builder) given() ids {
	b.t.Helper()
	return ids{b.number("SELECT max(id) FROM documents"), b.number("SELECT max(id) FROM events")}
}

func (b *builder) give(s *store.Store, batch []archive.Addition, link func(context.Context, archive.History, *archive.Addition) (archive.Links, error)) {
	b.t.Helper()
	if _, err := s.Add(b.t.Context(), batch, link); err != nil {
		b.t.Fatal(err)
	}
}

// copy adds the copies: of all that filters use. Texts, records, incidents and
// what else is read by its id alone are not copied.
func (b *builder) copy() {
	b.months()
	for _, x := range []struct{ table, id, columns string }{
		{"event_parties", "event", "event + $e, role, party"},
		{"documents", "id", "id + $d, head + $k, sha256, given, title, url, source, published, author, language, extra, words, host, outlet, credit, day + $y, added, coder, revision, NULL, NULL, '', diagnostics, sum, kin"},
		{"events", "id", "id + $e, doc + $d, head + $k, tail, day + $y, until + $y, type, status, level, confidence, scale, flags, review, NULL, blocks, body, coded"},
		{"title_words", "id", "id + $d, words"},
		{"event_words", "id", "id + $e, words"},
	} {
		last := b.base.events
		if x.table == "documents" || x.table == "title_words" {
			last = b.base.docs
		}
		b.whole(x.table, x.columns, fmt.Sprintf("%s <= %d", x.id, last))
	}
	for _, table := range []string{"documents", "events"} {
		b.run(fmt.Sprintf("UPDATE counters SET given = (SELECT max(id) FROM %s) WHERE name = '%s'", table, table))
	}
}

// shifted writes how far the ids and days of a copy are from those of the base.
func (b *builder) shifted(columns string, k int) string {
	n := int64(k)
	return strings.NewReplacer("$e", fmt.Sprint(n*b.step.events), "$d", fmt.Sprint(n*b.step.docs), "$k", fmt.Sprint(k), "$y", fmt.Sprint(k/perYear*10000)).Replace(columns)
}

// whole puts a table with all copies in the place of one, and then makes its
// indexes as they were.
func (b *builder) whole(table, columns, where string) {
	indexes := b.strings("SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = $1 ORDER BY indexname", table)
	key := b.strings("SELECT conname FROM pg_constraint WHERE conrelid = to_regclass($1) AND contype = 'p'", table)
	queries := []string{
		fmt.Sprintf("CREATE TABLE %s_new (LIKE %s INCLUDING DEFAULTS)", table, table),
		fmt.Sprintf("INSERT INTO %s_new SELECT * FROM %s", table, table),
	}
	for k := 1; k <= b.copies; k++ {
		queries = append(queries, fmt.Sprintf("INSERT INTO %s_new SELECT %s FROM %s WHERE %s", table, b.shifted(columns, k), table, where))
	}
	b.together(append(queries, "DROP TABLE "+table, fmt.Sprintf("ALTER TABLE %s_new RENAME TO %s", table, table)))
	b.done("%s copied", table)
	for _, index := range indexes {
		b.run(index)
	}
	for _, name := range key {
		b.run(fmt.Sprintf("ALTER TABLE %s ADD CONSTRAINT %s PRIMARY KEY USING INDEX %s", table, name, name))
	}
	b.done("%s indexed", table)
}

// months fills the part of each month with copies of the part of the same month
// of years before. All parts are made before the first takes the place of another.
func (b *builder) months() {
	const table = "event_terms"
	parts := b.strings("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass($1) ORDER BY 1", table)
	month := func(part string) (m int) {
		if _, err := fmt.Sscanf(part, table+"_%d", &m); err != nil {
			return 0
		}
		return m
	}
	for _, part := range parts {
		m := month(part)
		if m == 0 { // before and after all months
			continue
		}
		queries := []string{fmt.Sprintf("CREATE TABLE %s_new (LIKE %s INCLUDING DEFAULTS)", part, part), fmt.Sprintf("INSERT INTO %s_new SELECT * FROM %s", part, part)}
		for k := 1; k <= b.copies; k++ {
			if from := fmt.Sprintf("%s_%d", table, m-k/perYear*100); slices.Contains(parts, from) {
				queries = append(queries, fmt.Sprintf("INSERT INTO %s_new SELECT %s FROM %s WHERE event <= %d", part, b.shifted("term, day + $y, event + $e", k), from, b.base.events))
			}
		}
		b.together(append(queries, fmt.Sprintf("ALTER TABLE %s_new ADD PRIMARY KEY (term, day, event)", part)))
		if m%100 == 12 {
			b.done("%s of %d made", table, m/100)
		}
	}
	for _, part := range parts {
		if m := month(part); m > 0 {
			to := m + 1
			if m%100 == 12 {
				to = m + 89
			}
			b.together([]string{
				fmt.Sprintf("ALTER TABLE %s DETACH PARTITION %s", table, part), "DROP TABLE " + part,
				fmt.Sprintf("ALTER TABLE %s_new RENAME TO %s", part, part), fmt.Sprintf("ALTER INDEX %s_new_pkey RENAME TO %s_pkey", part, part),
				fmt.Sprintf("ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%d) TO (%d)", table, part, m*100, to*100),
			})
		}
	}
	b.done("%s put in place", table)
}

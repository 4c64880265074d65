package postgres_test

import (
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"chancery/internal/filter"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/postgres"
	"chancery/internal/stage/store/storetest"
)

func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// TestBenchArchive makes an archive of CHANCERY_BENCH_EVENTS events by the store,
// copies them CHANCERY_BENCH_COPIES times by SQL, each time a year later, and asks
// it: times, and whether any plan goes through a large table. What is read whole
// (texts, words, records, links) is not copied. make bench-postgres runs it.
func TestBenchArchive(t *testing.T) {
	n := number("CHANCERY_BENCH_EVENTS", 0)
	if n == 0 {
		t.Skip("set CHANCERY_BENCH_EVENTS to measure")
	}
	place := address(t, "bench_archive")
	s, err := postgres.Open(t.Context(), place, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db := connect(t, place)
	if count(t, db, "SELECT count(*) FROM (SELECT 1 FROM events LIMIT 1) x") == 0 {
		build(t, s, db, n, number("CHANCERY_BENCH_COPIES", 0))
	}
	for _, table := range []string{"events", "event_terms", "event_parties", "event_words", "documents"} {
		fmt.Printf("%-14s %8.0f MB\n", table, float64(count(t, db, "SELECT COALESCE(sum(pg_total_relation_size(c)), 0)::bigint FROM (SELECT '"+table+"'::regclass AS c UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = '"+table+"'::regclass) x"))/1e6)
	}
	fmt.Printf("%d events, %d terms, %d parts\n", count(t, db, "SELECT count(*) FROM events"), count(t, db, "SELECT count(*) FROM event_terms"), count(t, db, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'event_terms'::regclass"))
	askAll(t, s)
}

// cost is what the database expects a step to take.
func cost(step string) float64 {
	_, rest, _ := strings.Cut(step, "..")
	number, _, _ := strings.Cut(rest, " ")
	n, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0
	}
	return n
}

func connect(t *testing.T, place string) *sql.DB {
	t.Helper()
	config, err := pgx.ParseConfig(place)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(stdlib.GetConnector(*config))
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func count(t *testing.T, db *sql.DB, query string) (n int64) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// askAll measures a page of 50 and a count up to 10,000 of each filter, and looks
// at its plan.
func askAll(t *testing.T, s *store.Store) {
	t.Helper()
	type took struct {
		filter      string
		page, count time.Duration
		n           store.Count
	}
	var all []took
	for _, text := range storetest.Filters() {
		f, err := filter.Parse(text, filter.Options{For: filter.Events})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if _, err := s.EventsPage(t.Context(), store.Query{Filter: f}); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		page := time.Since(start)
		n, err := s.CountEvents(t.Context(), f, 10000)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		all = append(all, took{text, page, time.Since(start) - page, n})
		steps, err := s.Explain(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range steps {
			// Months with next to nothing in them are read whole; and without any
			// test, counting reads the first rows.
			if table, ok := scanned(step); ok && text != "" && cost(step) > 100 {
				t.Errorf("%q goes through %s: %s", text, table, step)
				break
			}
		}
	}
	slices.SortFunc(all, func(a, b took) int { return int(a.page - b.page) })
	at := func(share float64) time.Duration {
		return all[int(share*float64(len(all)-1))].page.Round(time.Millisecond)
	}
	fmt.Printf("%d filters, once each: a page of 50: median %v, 90th in 100 %v, 95th %v, longest %v\n", len(storetest.Filters()), at(.5), at(.9), at(.95), at(1))
	for _, x := range all[len(all)-20:] {
		fmt.Printf("page %8v  count %8v  %-12v %s\n", x.page.Round(time.Millisecond), x.count.Round(time.Millisecond), x.n, x.filter)
	}
}

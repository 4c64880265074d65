package postgres_test

import (
	"chancery/archive"
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

// TestBenchArchive makes an archive of CHANCERY_BENCH_EVENTS events by the store and
// CHANCERY_BENCH_COPIES copies of them by SQL, four to a year, and asks it: times,
// and whether any plan goes through a large table; then it adds to it. Of some
// filters, one a line in CHANCERY_BENCH_FILTERS, it prints the plans too. make
// bench-postgres runs it; on a server that has the archive already, it only asks.
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
	for _, table := range []string{"events", "event_terms", "event_parties", "event_words", "title_words", "documents"} {
		fmt.Printf("%-14s %8.0f MB\n", table, float64(count(t, db, "SELECT COALESCE(sum(pg_total_relation_size(c)), 0)::bigint FROM (SELECT '"+table+"'::regclass AS c UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = '"+table+"'::regclass) x"))/1e6)
	}
	fmt.Printf("%d events, %d terms, %d parts\n", count(t, db, "SELECT count(*) FROM events"), count(t, db, "SELECT count(*) FROM event_terms"), count(t, db, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'event_terms'::regclass"))
	askAll(t, s)
	grow(t, s, count(t, db, "SELECT max(id) FROM documents"), 4) // other pages than before
}

// grow measures what adding to the large archive takes.
func grow(t *testing.T, s *store.Store, seed int64, batches int) {
	t.Helper()
	w := storetest.NewWorld(uint64(seed), countries())
	w.Lean = true
	for range batches {
		var batch []archive.Addition
		for range 512 {
			batch = append(batch, w.Page(40))
		}
		start := time.Now()
		if _, err := s.Add(t.Context(), batch, w.Link); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("%d pages more: %.2f ms a page\n", len(batch), float64(time.Since(start).Milliseconds())/float64(len(batch)))
	}
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

// took is what one filter took.
type took struct {
	filter      string
	page, count time.Duration
	n           store.Count
}

// askAll measures a page of 50 and a count up to 10,000 of each filter, twice, and
// looks at its plan.
func askAll(t *testing.T, s *store.Store) {
	t.Helper()
	list := storetest.Filters()
	if only := os.Getenv("CHANCERY_BENCH_FILTERS"); only != "" {
		list = strings.Split(only, "\n")
	}
	for _, round := range []string{"first", "second"} {
		var all []took
		for _, text := range list {
			all = append(all, ask(t, s, text))
		}
		fmt.Printf("%d filters, %s time; a page of 50: %s; a count up to 10,000: %s\n", len(all), round,
			spread(all, func(x took) time.Duration { return x.page }), spread(all, func(x took) time.Duration { return x.count }))
		slices.SortFunc(all, func(a, b took) int { return int(a.page + a.count - b.page - b.count) })
		for _, x := range all[max(0, len(all)-20):] {
			fmt.Printf("page %8v  count %8v  %-12v %s\n", x.page.Round(time.Millisecond), x.count.Round(time.Millisecond), x.n, x.filter)
		}
	}
	for _, text := range list {
		steps, err := s.Explain(t.Context(), parse(t, text))
		if err != nil {
			t.Fatal(err)
		}
		if os.Getenv("CHANCERY_BENCH_FILTERS") != "" {
			fmt.Printf("%s\n  %s\n", text, strings.Join(steps, "\n  "))
		}
		for _, step := range steps {
			// Months with next to nothing in them are read whole; and without any
			// test, counting reads the first rows.
			if table, ok := scanned(step); ok && text != "" && cost(step) > 100 {
				t.Errorf("%q goes through %s: %s", text, table, strings.TrimSpace(step))
				break
			}
		}
	}
}

func parse(t *testing.T, text string) filter.Expr {
	t.Helper()
	f, err := filter.Parse(text, filter.Options{For: filter.Events})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func ask(t *testing.T, s *store.Store, text string) took {
	t.Helper()
	f, start := parse(t, text), time.Now()
	if _, err := s.EventsPage(t.Context(), store.Query{Filter: f}); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	page := time.Since(start)
	n, err := s.CountEvents(t.Context(), f, 10000)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return took{text, page, time.Since(start) - page, n}
}

// spread tells how long most, nearly all and the slowest took.
func spread(all []took, of func(took) time.Duration) string {
	var list []time.Duration
	for _, x := range all {
		list = append(list, of(x))
	}
	slices.Sort(list)
	at := func(share float64) time.Duration {
		return list[int(share*float64(len(list)-1))].Round(time.Millisecond)
	}
	return fmt.Sprintf("median %v, 90th in 100 %v, 95th %v, longest %v", at(.5), at(.9), at(.95), at(1))
}

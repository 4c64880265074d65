package keep_test

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"chancery/internal/pipeline"
	"chancery/internal/pipeline/keep"
	"chancery/internal/stage/link"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/postgres"
	"chancery/internal/stage/store/sqlite"
	"chancery/record"
)

// schema makes an empty one in the database that .ci/postgres.sh started.
func schema(t *testing.T, name string) string {
	t.Helper()
	base := os.Getenv("CHANCERY_POSTGRES")
	if base == "" {
		if os.Getenv("CHANCERY_POSTGRES_REQUIRED") != "" {
			t.Fatal("CHANCERY_POSTGRES_REQUIRED is set and CHANCERY_POSTGRES names no database")
		}
		t.Skip("no database: run .ci/postgres.sh go test ./internal/pipeline/keep")
	}
	config, err := pgx.ParseConfig(base)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(stdlib.GetConnector(*config))
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `DROP SCHEMA IF EXISTS "`+name+`" CASCADE; CREATE SCHEMA "`+name+`"`); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

// TestFourWriters: four programs that add to one archive at once, each its share of
// the pages, with repeats, out of order and in batches of its own size, make what
// one program makes in a file, in order.
func TestFourWriters(t *testing.T) {
	place := schema(t, "four_writers")
	fourWriters(t, func() (*store.Store, error) { return postgres.Open(t.Context(), place, store.Options{}) })
}

// TestFourWritersOfAFile: each of them finds the young rows of the others, though
// some were taken to their places meanwhile and some away.
func TestFourWritersOfAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "four.db")
	fourWriters(t, func() (*store.Store, error) {
		return sqlite.Open(t.Context(), path, store.Options{Young: 3000, Wait: time.Minute})
	})
}

func fourWriters(t *testing.T, open func() (*store.Store, error)) {
	pages, code := pagesOf(newsOf(t)), onceCoded(t)
	var want store.Contents
	opened(t, ingested(t, pages, code, arrival{0, 1, 64, 1}), func(s *store.Store) {
		var err error
		if want, err = s.Contents(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	order := arrival{seed: 5}.order(len(pages))
	began := time.Now()
	var writers sync.WaitGroup
	for n, batch := range []int{3, 8, 21, 64} {
		writers.Go(func() {
			s, err := open()
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			if err := written(t, s, pages, code, order[len(order)*n/4:len(order)*(n+1)/4], batch); err != nil {
				t.Error(err)
			}
		})
	}
	writers.Wait()
	took := time.Since(began)
	t.Logf("%d additions of %d pages that were coded before, by four writers in %v: %.2f ms each", len(order), len(pages), took.Round(time.Millisecond), took.Seconds()*1000/float64(len(order)))
	s, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	got, err := s.Contents(t.Context())
	if err != nil || got != want {
		t.Errorf("four writers made %+v, one %+v (%v)", got, want, err)
	}
	if v, err := s.Verify(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("%v, %+v", err, v.Faults)
	}
}

// written keeps some of the pages.
func written(t *testing.T, s *store.Store, pages []record.Page, code pipeline.Code, order []int, batch int) error {
	items := func(yield func(pipeline.Item, error) bool) {
		for _, i := range order {
			page := pages[i]
			if !yield(pipeline.Item{Page: &page}, nil) {
				return
			}
		}
	}
	keeper := keep.New(s, link.Link, keep.Options{Coder: "test", Batch: batch, Prepare: link.Prepare})
	_, err := pipeline.Run(t.Context(), items, code, pipeline.Options{Workers: 1}, func(r pipeline.Result) error { return keeper.Put(t.Context(), r) })
	if err != nil {
		return err
	}
	return keeper.Flush(t.Context())
}

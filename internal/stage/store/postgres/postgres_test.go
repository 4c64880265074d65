package postgres_test

import (
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"chancery/internal/stage/store"
	"chancery/internal/stage/store/postgres"
	"chancery/internal/stage/store/storetest"
)

// address gives a schema of its own in the database that .ci/postgres.sh started.
func address(t *testing.T, name string) string {
	t.Helper()
	base := os.Getenv("CHANCERY_POSTGRES")
	if base == "" {
		if os.Getenv("CHANCERY_POSTGRES_REQUIRED") != "" {
			t.Fatal("CHANCERY_POSTGRES_REQUIRED is set and CHANCERY_POSTGRES names no database; run .ci/postgres.sh go test …")
		}
		t.Skip("no database: run .ci/postgres.sh go test ./internal/stage/store/postgres")
	}
	config, err := pgx.ParseConfig(base)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(stdlib.GetConnector(*config))
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `CREATE SCHEMA IF NOT EXISTS "`+name+`"`); err != nil {
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

func open(t *testing.T, name string, o store.Options) *store.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), address(t, name), o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSuite(t *testing.T) {
	address(t, "suite") // skips all at once
	storetest.Run(t, func(t *testing.T, name string, o store.Options) *store.Store {
		if name == "" {
			name = t.Name()
		}
		return open(t, strings.ToLower(strings.ReplaceAll(name, "/", "_")), o)
	})
}

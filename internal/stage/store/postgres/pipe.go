package postgres

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"chancery/internal/stage/store"
)

// raw runs f on the driver's own connection.
func raw(conn *sql.Conn, f func(*pgx.Conn) error) error {
	return conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("cannot use a connection of %T", driver)
		}
		return f(c.Conn())
	})
}

// pipeline sends statements all at once and reads what became of them.
func pipeline(ctx context.Context, conn *sql.Conn, batch []store.Statement) error {
	return raw(conn, func(c *pgx.Conn) error {
		b := &pgx.Batch{}
		for _, s := range batch {
			b.Queue(s.SQL, s.Args...)
		}
		return c.SendBatch(ctx, b).Close()
	})
}

// copyRows writes rows by COPY.
func copyRows(ctx context.Context, conn *sql.Conn, table string, columns []string, rows [][]any) error {
	return raw(conn, func(c *pgx.Conn) error {
		_, err := c.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
		return err
	})
}

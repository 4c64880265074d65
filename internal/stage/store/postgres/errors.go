package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"chancery/internal/stage/store"
)

// explain names what went wrong.
func explain(err error) error {
	var refused *pgconn.ConnectError
	var told *pgconn.PgError
	var network net.Error
	switch {
	case err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &told):
		if known := byCode(told.Code); known != nil {
			return fmt.Errorf("%w (%w)", known, err)
		}
	case errors.As(err, &refused):
		return fmt.Errorf("%w (%w)", store.ErrNone, err)
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &network), strings.Contains(err.Error(), "conn closed"):
		return fmt.Errorf("%w (%w)", store.ErrLost, err)
	}
	return err
}

// byCode gives the error of this program for one of the database's.
func byCode(code string) error {
	switch {
	case strings.HasPrefix(code, "08"), code == "57P01", code == "57P02":
		return store.ErrLost
	case code == "57P03", strings.HasPrefix(code, "28"), strings.HasPrefix(code, "3D"):
		return store.ErrNone
	case code == "53100":
		return store.ErrFull
	case code == "25006", code == "42501":
		return store.ErrReadOnly
	case code == "55P03":
		return store.ErrLocked
	case code == "XX001", code == "XX002":
		return store.ErrDamaged
	}
	return nil
}

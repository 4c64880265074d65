package sqlite

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"

	"chancery/internal/stage/store"
)

// The result codes of SQLite that have a meaning for the user; the lower byte of
// an extended code is the plain one.
const (
	codePerm     = 3
	codeBusy     = 5
	codeLocked   = 6
	codeReadOnly = 8
	codeIO       = 10
	codeCorrupt  = 11
	codeFull     = 13
	codeCantOpen = 14
	codeNotADB   = 26
)

// explain names what went wrong.
func explain(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case codeBusy, codeLocked:
		return fmt.Errorf("%w (%w)", store.ErrLocked, err)
	case codeReadOnly, codePerm:
		return fmt.Errorf("%w (%w)", store.ErrReadOnly, err)
	case codeFull:
		return fmt.Errorf("%w (%w)", store.ErrFull, err)
	case codeCorrupt:
		return fmt.Errorf("%w (%w)", store.ErrDamaged, err)
	case codeNotADB:
		return fmt.Errorf("%w: the file is no archive (%w)", store.ErrDamaged, err)
	case codeCantOpen:
		return fmt.Errorf("%w (%w)", store.ErrNone, err)
	case codeIO:
		return fmt.Errorf("the disk refused to read or write; nothing of this commit was kept (%w)", err)
	}
	return err
}

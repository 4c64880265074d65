package store

import (
	"errors"
	"fmt"

	"chancery/archive"
)

// What can be wrong with an archive as a whole. An error that is one of these
// says in its text what to do.
var (
	ErrNewer    = errors.New("the archive was made by another version of the program")
	ErrLocked   = errors.New("the archive is in use by another program; wait until that ends, or stop it")
	ErrReadOnly = errors.New("the archive cannot be written; check the rights of its file and folder")
	ErrFull     = errors.New("the disk is full; nothing of this commit was kept, make room and go on")
	ErrDamaged  = errors.New("the archive is damaged; restore a backup, or see what chancery verify says")
	ErrNone     = errors.New("there is no archive; check the path or address")
	ErrLost     = errors.New("the connection to the database was lost; nothing of this commit is certain, give it again")
)

// ErrUnknown is what is asked for by name and is not there.
var ErrUnknown = archive.ErrUnknown

func unknown(what, name string) error { return fmt.Errorf("%s %s: %w", what, name, ErrUnknown) }

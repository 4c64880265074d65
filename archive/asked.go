package archive

import (
	"errors"
	"time"
)

// ErrUnknown is what is asked for by name and is not there.
var ErrUnknown = errors.New("not in the archive")

// Entry is a line of the log of the archive.
type Entry struct {
	At   time.Time `json:"at"`
	Kind string    `json:"kind"`
	Note string    `json:"note"`
}

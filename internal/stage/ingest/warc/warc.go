// Package warc reads and writes web archives (WARC 1.0 and 1.1): plain, packed
// record by record, or packed as a whole.
//
// What must stay true:
//   - Memory holds one record, and no block over Limits.Block, however long the
//     file is; a longer block is passed over.
//   - Damage costs the records that it touches: after garbage, a wrong length, a
//     broken member or a cut tail, reading goes on at the next record that can be
//     found, and every such place is told once.
//   - Each record has a position from which reading can go on, and positions only
//     grow.
//   - A record whose length is right is never searched for other records, so that
//     a page cannot forge one.
package warc

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Position is where a record begins: a byte of the file at which reading can
// start, and the unpacked bytes to pass over behind it. Inside is 0 in plain
// files and in those packed record by record.
type Position struct{ File, Inside int64 }

func (p Position) String() string {
	if p.Inside == 0 {
		return strconv.FormatInt(p.File, 10)
	}
	return fmt.Sprintf("%d+%d", p.File, p.Inside)
}

// ParsePosition reads what String wrote.
func ParsePosition(s string) (Position, error) {
	file, inside, _ := strings.Cut(s, "+")
	f, err := strconv.ParseInt(file, 10, 64)
	if err != nil || f < 0 {
		return Position{}, fmt.Errorf("cannot read %q as a position: give it as 12345 or 12345+678", s)
	}
	p := Position{File: f}
	if inside != "" {
		if p.Inside, err = strconv.ParseInt(inside, 10, 64); err != nil || p.Inside < 0 {
			return Position{}, fmt.Errorf("cannot read %q as a position: give it as 12345 or 12345+678", s)
		}
	}
	return p, nil
}

// Type is the sort of a record.
type Type string

// The types that are told apart; others are read and left to the caller.
const (
	Info       Type = "warcinfo"
	Response   Type = "response"
	Resource   Type = "resource"
	Request    Type = "request"
	Metadata   Type = "metadata"
	Revisit    Type = "revisit"
	Conversion Type = "conversion"
)

// Record is one record. Block belongs to the reader and is overwritten by the
// next call of Next.
type Record struct {
	Type   Type
	ID     string // WARC-Record-ID without its angle brackets
	URI    string // WARC-Target-URI
	Date   time.Time
	Header Header
	Block  []byte
	// At is where the record begins, Next where reading goes on behind it.
	At, Next Position
	Flaws    []Flaw
}

// Flaw is something wrong with a record or with the bytes before it.
type Flaw struct {
	Code string // a code of diagnostics in package record
	Text string
}

// Header holds named fields in their order.
type Header []Field

// Field is one named field.
type Field struct{ Name, Value string }

// Get gives the first field of the name, in any case.
func (h Header) Get(name string) string {
	for i := range h {
		if strings.EqualFold(h[i].Name, name) {
			return h[i].Value
		}
	}
	return ""
}

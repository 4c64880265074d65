// Package archive is the contract of the stored record: what becomes of pages
// when months of them are kept. Stores write and read these types, the linker
// makes incidents and identities of them, queries, exports, measures and the
// desk show them. The JSON names are those of the command line and the API.
//
// What must stay true:
//   - A document is its content: its identity is the SHA-256 of its text, so
//     that a replay changes nothing.
//   - An event is known by the words that state it (Event.Key), not by a row
//     number: what a person corrected stays corrected when it is coded again.
//   - Reports, independent outlets and incidents are three counts and never
//     stand for each other.
//   - Nothing is changed in place: a correction, a coding with a newer model and
//     a join of incidents are revisions that keep what was there.
//   - Unknown is absent: an empty string, a nil pointer, never zero.
package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"chancery/record"
)

// EventKey names an event by its document and the words that state it: the
// first 16 hex digits of the text's SHA-256, the trigger's span, and the type.
// Two events of one type on one trigger are told apart by n, from 0.
func EventKey(sha256 string, start, end int, typ string, n int) string {
	key := fmt.Sprintf("%.16s:%d-%d:%s", sha256, start, end, typ)
	if n > 0 {
		key = fmt.Sprintf("%s:%d", key, n)
	}
	return key
}

// IncidentID names an incident by the smallest of its events' digests, so that
// the same events make the same incident in whatever order they came.
func IncidentID(keys []string) string {
	least := ""
	for _, k := range keys {
		sum := sha256.Sum256([]byte(k))
		if id := hex.EncodeToString(sum[:8]); least == "" || id < least {
			least = id
		}
	}
	return "i" + least
}

// StatementKey names a statement by its document, its cue and where its words
// begin.
func StatementKey(sha256 string, s *record.Statement) string {
	first := 0
	if len(s.Content) > 0 {
		first = s.Content[0].Start
	}
	return fmt.Sprintf("%.16s:%d-%d:said:%d", sha256, s.Cue.Start, s.Cue.End, first)
}

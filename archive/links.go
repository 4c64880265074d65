package archive

import (
	"context"
	"time"
)

// Prints are what copies of a text are found by.
type Prints struct {
	// Bands are the keys of locality-sensitive hashing: two texts that share two of
	// them, or one that counts alone (see Alone), may be copies.
	Bands []uint64
	// Shingles are the digests of the text's word shingles, sorted, without
	// doubles: what the exact test of containment compares.
	Shingles []uint64
}

// Alone says whether a band that two texts share makes them candidates without a
// second one, as an address does: those with a low bit set.
func Alone(band uint64) bool { return band&3 != 0 }

// Timeless says whether a band that two texts share counts whenever they were
// printed, as an address does: that with the lowest bit set alone.
func Timeless(band uint64) bool { return band&3 == 1 }

// CopyDays is how many days may lie between the first prints of two texts of which
// one copies the other, where both tell their day: what is looked for is cut by
// time. States of one address may be further apart.
const CopyDays = 28

// PrintDay counts the days from 1970 to the day of a date of publication, or of any
// date in ISO 8601; ok is false of none. What is too late for its month is a day of the next one.
func PrintDay(published string) (day int, ok bool) {
	s := Day(published)
	if len(s) != len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	var n [3]int
	for i, part := range []string{s[:4], s[5:7], s[8:]} {
		for _, c := range []byte(part) {
			if c < '0' || c > '9' {
				return 0, false
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	if n[1] < 1 || n[1] > 12 || n[2] < 1 || n[2] > 31 {
		return 0, false
	}
	return int(time.Date(n[0], time.Month(n[1]), n[2], 0, 0, 0, 0, time.UTC).Unix() / 86400), true
}

// PrintedApart says whether two dates of publication are more than CopyDays apart.
func PrintedApart(a, b string) bool {
	x, known := PrintDay(a)
	y, too := PrintDay(b)
	return known && too && max(x-y, y-x) > CopyDays
}

// Printed is a document that is kept, as the search for copies sees it.
type Printed struct {
	Document Document // without text and diagnostics
	Prints   Prints
}

// History is what linking asks of what is kept. A store answers it inside the
// transaction that adds the document, so that it sees all that was added before.
//
// Events are given as they are in force: corrections laid over, rejected ones
// with Review Rejected (Blocked leaves them out), Incident filled in. What is
// asked of many keys at once is answered in one query.
type History interface {
	// Near gives the documents that share two of the bands with a text published at
	// a time, or one that counts alone, and are not PrintedApart from it, and those
	// that share one which is Timeless; in order of SHA-256.
	Near(ctx context.Context, bands []uint64, published string) ([]Printed, error)
	// Family gives the documents whose original is the given one, and itself.
	Family(ctx context.Context, original string) ([]Printed, error)
	// Blocked gives the events that have one of the block keys and start on a day
	// of the closed interval, in order of key. A rejected event is not given.
	Blocked(ctx context.Context, blocks []string, from, to string) ([]Event, error)
	// EventsOf gives the events of documents, in order of key.
	EventsOf(ctx context.Context, documents []string) ([]Event, error)
	// Members gives the events of incidents, in order of key.
	Members(ctx context.Context, incidents []string) ([]Event, error)
	// Incidents gives the incidents of these ids that there are, in order of id.
	Incidents(ctx context.Context, ids []string) ([]Incident, error)
	// Events gives the events of these keys that there are, in order of key.
	Events(ctx context.Context, keys []string) ([]Event, error)
	// Documents gives the documents of these SHA-256, in order of SHA-256, without
	// text and diagnostics; those that are not kept are left out.
	Documents(ctx context.Context, documents []string) ([]Document, error)
	// Decided gives the merges and splits in force that name an event of one of
	// the documents, as Event or as Other, in order of ID. Their keys are those of
	// the events as they are coded now; a decision whose words are gone is not
	// given.
	Decided(ctx context.Context, documents []string) ([]Correction, error)
}

// Links is what the linking of one addition changes, all written in the same
// transaction as the addition.
type Links struct {
	// Prints are empty when the text was not given: then those that are kept stay.
	Prints Prints
	// Credit is the agency that the text names, for Document.Credit.
	Credit string
	// Blocks are the keys under which each event is found again: by Event.Key.
	// Those of the document's former events go with these.
	Blocks map[string][]string
	// Copies are the documents, the added one among them, whose place in their
	// family is new.
	Copies []Kinship
	// Incidents are the new and the changed ones; Removed are those that are gone
	// into others. The store writes Event.Incident from Incident.Events.
	Incidents []Incident
	Removed   []string
	Changes   []Change
}

// Kinship says what a document is to the first of its family.
type Kinship struct {
	Document string
	Original string // empty on the first itself, as are Parent and Copy
	Parent   string // the earlier document that it most resembles
	Copy     Copy
}

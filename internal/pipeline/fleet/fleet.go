// Package fleet is driver 2: it runs the stages of one machine on many, over
// NATS JetStream. What is to be read is cut into works, small references to
// places in files; workers take them from a stream, code them and keep them in
// one archive.
//
// What must stay true:
//   - A work is acknowledged after the commit that holds the last of its pages,
//     and never before. What was not acknowledged is given out again; a replay
//     changes nothing, for a page is known by its text.
//   - The same work submitted again is the same message: it is not queued twice,
//     however much later it comes.
//   - A work that cannot be done does not hold up the others: after some tries it
//     is laid aside with its reason, before it is taken from the queue.
//   - What a worker holds does not grow with the queue: it takes few works at a
//     time and reads their pages one after the other.
package fleet

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Work is a piece of what is to be read, by reference: some documents of a WARC
// file, some lines of a JSONL file, some files of a folder, or one poll of a feed.
type Work struct {
	Kind Kind `json:"kind"`
	// File is where it is, as all workers see it. Head is the digest of its first
	// bytes, by which a file that was replaced is told.
	File string `json:"file,omitempty"`
	Head string `json:"head,omitempty"`
	// From is the position of the first document; empty is the beginning. To is
	// where reading goes on behind the last one of a WARC, empty when that is its
	// end. Length counts the bytes of JSON lines, and of the last work of a WARC.
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	Line   int    `json:"line,omitempty"` // lines before it
	Length int64  `json:"length,omitempty"`
	// Files are single documents.
	Files []string `json:"files,omitempty"`
	Feed  *Feed    `json:"feed,omitempty"`
	// Documents is how many there are, Bytes how long they are, packed or not.
	Documents int    `json:"documents,omitempty"`
	Bytes     int64  `json:"bytes,omitempty"`
	Format    string `json:"format,omitempty"` // as --from; empty finds out
	// Again tells apart a work that was laid aside and is submitted once more.
	Again int `json:"again,omitempty"`
}

// Kind is the sort of a work.
type Kind string

// The sorts of work.
const (
	WARC  Kind = "warc"
	Lines Kind = "lines"
	Files Kind = "files"
	Poll  Kind = "feed"
)

// Feed is a feed to be polled, and the time from which the poll is due: one poll
// of a feed is one work for the length of its interval.
type Feed struct {
	Outlet    string        `json:"outlet"`
	Country   string        `json:"country,omitempty"`
	Ownership string        `json:"ownership,omitempty"`
	URL       string        `json:"url"`
	Interval  time.Duration `json:"interval"`
	Note      string        `json:"note,omitempty"`
	Slot      time.Time     `json:"slot"`
}

// ID names a work by what it refers to.
func (w *Work) ID() string {
	named := *w
	named.Documents, named.Bytes = 0, 0
	data, err := json.Marshal(&named)
	if err != nil { // a Work has nothing that JSON lacks
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// String tells a person what the work is.
func (w *Work) String() string {
	switch {
	case w.Kind == Poll && w.Feed != nil:
		return "feed " + w.Feed.URL
	case w.Kind == Files && len(w.Files) > 1:
		return fmt.Sprintf("%s and %d more files", w.Files[0], len(w.Files)-1)
	case w.Kind == Files && len(w.Files) == 1:
		return w.Files[0]
	case w.Kind == Lines && w.Line > 0:
		return fmt.Sprintf("%s from line %d", w.File, w.Line+1)
	case w.From != "":
		return w.File + "@" + w.From
	case w.File == "":
		return "what is no work"
	}
	return w.File
}

// read makes a work of the bytes of a message.
func read(data []byte) (*Work, error) {
	var w Work
	if err := json.Unmarshal(data, &w); err != nil {
		return nil, fmt.Errorf("cannot read the work: %w", err)
	}
	switch w.Kind {
	case WARC, Lines:
		if w.File == "" {
			return nil, errors.New("cannot read the work: it names no file")
		}
	case Files:
		if len(w.Files) == 0 {
			return nil, errors.New("cannot read the work: it names no files")
		}
	case Poll:
		if w.Feed == nil || w.Feed.URL == "" {
			return nil, errors.New("cannot read the work: it names no feed")
		}
	default:
		return nil, fmt.Errorf("cannot read the work: %.40q is no kind of work, or one of a later version", w.Kind)
	}
	return &w, nil
}

// Package ingest is the first stage: it turns bytes into documents. It reads
// plain text, HTML pages and JSON lines, from a file, a pipe or a network body
// alike, and gives a record.Page for each document with its text, what is known
// about it, and what was wrong with it.
//
// What must stay true:
//   - Every document that went in comes out once, in order; one that cannot be
//     read comes out empty, with a diagnostic of severity error.
//   - Page.Text is valid UTF-8 without NUL. All spans count in it.
//   - Bad input is a diagnostic. An error means that the reader itself failed.
//   - Memory holds one document at a time, and no document over Options.MaxBytes.
package ingest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"chancery/internal/stage/ingest/date"
	"chancery/internal/stage/ingest/jsonl"
	"chancery/record"
)

// Format is how the documents are written.
type Format string

// The formats. Auto looks at the name and the first bytes.
const (
	Auto  Format = "auto"
	Text  Format = "text"
	HTML  Format = "html"
	JSONL Format = "jsonl"
	WARC  Format = "warc" // plain or packed
)

// DefaultMaxBytes bounds one document when Options do not.
const DefaultMaxBytes = 16 << 20

// Options say how to read. The zero value reads everything by looking at it.
type Options struct {
	From Format
	// What is known about the documents. For a text or a page these win over what
	// the page says of itself; in JSON lines they fill what a line leaves out.
	Title, URL, Source, Published, Author, Language string
	// ContentType is the HTTP header of that name, when there was one.
	ContentType string
	// MaxBytes is the longest document that is read. 0 means DefaultMaxBytes.
	MaxBytes int
	// Resume is the position in a WARC at which r begins: an Item's Resume. Empty
	// is the beginning.
	Resume string
	// Line is how many lines of JSON stand before r; above 0, r goes on behind them.
	Line int
	// Tally, when given, counts what is in a WARC; Notice is told of damage there
	// that belongs to no document, and of pages that had not changed.
	Tally  *Tally
	Notice func(record.Diagnostic)
	// Unread leaves pages of a WARC to be read by Item.Unread, which takes most of
	// the time and may be done for several at once.
	Unread bool
}

// Item is one document that went in.
type Item struct {
	Page        record.Page
	Diagnostics []record.Diagnostic
	// Place is where the document stands: a file, or a file and a line.
	Place string
	// Fetched is when a crawler fetched the page, and Resume where reading of its
	// WARC goes on behind it; both are empty for other formats.
	Fetched time.Time
	Resume  string
	// Unread is set, and Page empty, when Options.Unread asked for that.
	Unread *Capture
}

// Failed tells whether the document could not be read.
func (i Item) Failed() bool {
	for _, d := range i.Diagnostics {
		if d.Severity == record.Error {
			return true
		}
	}
	return false
}

// Documents reads r and yields its documents. name is shown in diagnostics, and
// its ending is a hint at the format. A non-nil error ends the sequence.
func Documents(name string, r io.Reader, opts Options) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		if opts.MaxBytes <= 0 {
			opts.MaxBytes = DefaultMaxBytes
		}
		if name = strings.ToValidUTF8(name, "\uFFFD"); name == "" {
			name = "-"
		}
		buffered := bufio.NewReaderSize(r, headSize)
		head, err := buffered.Peek(headSize)
		if err != nil && len(head) == 0 && err != io.EOF {
			yield(Item{Place: name}, fmt.Errorf("cannot read %s: %w", name, err))
			return
		}
		switch sniff(name, head, opts) {
		case WARC:
			for c, err := range Captures(name, buffered, opts) {
				if err != nil {
					yield(Item{Place: c.Place}, err)
					return
				}
				item := Item{Place: c.Place, Fetched: c.Fetched, Resume: c.Resume, Unread: &c}
				if opts.Unread {
					c.Body = bytes.Clone(c.Body)
				} else {
					item = c.Item()
				}
				if !yield(item, nil) {
					return
				}
			}
		case JSONL:
			readLines(name, buffered, opts, yield)
		case HTML:
			opts.From = HTML
			readOne(name, buffered, opts, yield)
		default:
			opts.From = Text
			readOne(name, buffered, opts, yield)
		}
	}
}

// headSize is how much is looked at to tell the format.
const headSize = 64 << 10

// readLines yields the documents of JSON lines.
func readLines(name string, r *bufio.Reader, opts Options, yield func(Item, error) bool) {
	limits := jsonl.Limits{Line: 3 * opts.MaxBytes, Text: opts.MaxBytes, Before: opts.Line} // JSON escapes may triple a text
	for e, err := range jsonl.Read(utf8Lines(r), name, limits) {
		item := Item{Page: e.Page, Diagnostics: e.Diagnostics, Place: fmt.Sprintf("%s:%d", name, e.Line)}
		if err != nil {
			yield(item, fmt.Errorf("cannot read %s: %w", item.Place, err))
			return
		}
		fill(&item.Page.Document, opts)
		if !yield(finish(item), nil) {
			return
		}
	}
}

// readOne yields the one document of a text or a page.
func readOne(name string, r io.Reader, opts Options, yield func(Item, error) bool) {
	raw, err := io.ReadAll(io.LimitReader(r, int64(opts.MaxBytes)+1))
	if err != nil {
		yield(Item{Place: name}, fmt.Errorf("cannot read %s: %w", name, err))
		return
	}
	yield(Convert(name, raw, opts), nil)
}

// NormalizeDate turns a date as written into an ISO 8601 date or date-time, and
// tells whether it could. Use it to check a date that a person gives.
func NormalizeDate(s string) (string, bool) { return date.Normalize(s) }

package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"chancery/record"
)

// Limits bound what a reader holds.
type Limits struct {
	Block int // the longest block that is read; 0 means 16 MiB
}

const (
	defaultBlock = 16 << 20
	headMost     = 64 << 10 // the longest head of a record
	// A record that claims to be longer than believed is searched for the next one.
	believed = 1 << 30
)

// Reader gives the records of an archive one after the other.
type Reader struct {
	s     stream
	limit int
	skip  int64  // unpacked bytes before the position asked for
	flaws []Flaw // of bytes that belong to no record
}

// NewReader reads an archive from at, which is Position{} for the whole. The
// bytes of r begin at at.File.
func NewReader(r io.Reader, at Position, limits Limits) (*Reader, error) {
	if limits.Block <= 0 {
		limits.Block = defaultBlock
	}
	u, err := newUnpacker(r, at.File)
	if err != nil {
		return nil, fmt.Errorf("cannot read the archive: %w", err)
	}
	return &Reader{s: stream{u: u}, limit: limits.Block, skip: at.Inside}, nil
}

// Next gives the next record, or io.EOF. The flaws of bytes that belong to no
// record come with the record behind them; Rest gives those at the end.
func (r *Reader) Next() (*Record, error) {
	if err := r.toStart(); err != nil {
		return nil, err
	}
	for {
		if err := r.toRecord(); err != nil {
			return nil, err
		}
		at := r.s.u.position(r.s.off)
		head, n := r.head()
		if head == nil {
			r.s.skip(len("WARC/")) // no record; look behind its mark
			continue
		}
		rec := &Record{At: at, Header: head}
		if r.read(rec, n) {
			rec.Flaws = append(r.flaws, rec.Flaws...)
			r.flaws = nil
			return rec, nil
		}
	}
}

// Rest gives the flaws found behind the last record.
func (r *Reader) Rest() []Flaw { return r.flaws }

// toStart passes over what stands before the position asked for.
func (r *Reader) toStart() error {
	for r.skip > 0 {
		n := len(r.s.peek(int(min(r.skip, streamChunk))))
		if n == 0 {
			if _, err := r.s.resume(); err != nil {
				return r.failed(err)
			}
			continue
		}
		r.s.skip(n)
		r.skip -= int64(n)
	}
	return nil
}

func (r *Reader) failed(err error) error {
	if err == io.EOF {
		return err
	}
	var file readError
	if errors.As(err, &file) {
		err = file.error
	}
	return fmt.Errorf("cannot read the archive: %w", err)
}

// toRecord goes to the next bytes that look like a record and notes what it
// passed over. Empty lines between records are no flaw.
func (r *Reader) toRecord() error {
	var passed int64
	from := r.s.u.position(r.s.off)
	for {
		what, err := r.s.resume()
		if what == errGap {
			r.flaw(record.ArchiveDamaged, "a packed member before byte %d is broken; what was in it is lost", r.s.u.offset())
		}
		if err != nil {
			r.garbage(passed, from)
			return r.failed(err)
		}
		held := r.s.peek(streamChunk / 2)
		blank := len(held) - len(bytes.TrimLeft(held, "\r\n"))
		r.s.skip(blank)
		held = held[blank:]
		if len(held) == 0 {
			continue
		}
		if head := r.s.peek(len("WARC/1.")); looksRecord(head) {
			r.garbage(passed, from)
			return nil
		}
		passed += max(r.s.seek(), 0)
	}
}

func (r *Reader) garbage(passed int64, from Position) {
	if passed > 0 {
		r.flaw(record.ArchiveDamaged, "%d bytes from %s on are no record and were passed over", passed, from)
	}
}

// flaw notes damage; a file that is nothing but damage is told of so many times.
func (r *Reader) flaw(code, format string, args ...any) {
	if len(r.flaws) < 10 {
		r.flaws = append(r.flaws, Flaw{code, fmt.Sprintf(format, args...)})
	}
}

// head reads the named fields of a record and tells how long they are.
func (r *Reader) head() (Header, int) {
	for most := 2 << 10; ; most *= 4 {
		held := r.s.peek(most)
		n, sep := blankLine(held)
		if n >= 0 {
			h := ParseHeader(held[:n])
			if h.Get("Content-Length") == "" && h.Get("WARC-Type") == "" {
				return nil, 0
			}
			return h, n + sep
		}
		if len(held) < most || most >= headMost {
			return nil, 0
		}
	}
}

// blankLine finds the empty line that ends a head, and tells how long it is.
func blankLine(b []byte) (at, length int) {
	for i := 0; ; {
		n := bytes.IndexByte(b[i:], '\n')
		if n < 0 {
			return -1, 0
		}
		i += n + 1
		switch {
		case i < len(b) && b[i] == '\n':
			return i, 1
		case i+1 < len(b) && b[i] == '\r' && b[i+1] == '\n':
			return i, 2
		}
	}
}

// ParseHeader reads named fields; the first line, which has no colon before a
// space, is left out. Folded lines are joined.
func ParseHeader(raw []byte) Header {
	h := make(Header, 0, 16)
	first := true
	for line := range bytes.Lines(raw) {
		text := strings.ToValidUTF8(string(bytes.TrimRight(line, "\r\n")), "\uFFFD")
		switch {
		case first:
			first = false
		case text == "":
		case text[0] == ' ' || text[0] == '\t':
			if len(h) > 0 && len(h[len(h)-1].Value) < headMost {
				h[len(h)-1].Value += " " + strings.TrimSpace(text)
			}
		default:
			if name, value, ok := strings.Cut(text, ":"); ok {
				h = append(h, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
			}
		}
	}
	return h
}

// read reads the block behind a head of n bytes. It tells whether there is a
// record to give; a block over the limit is passed over.
func (r *Reader) read(rec *Record, n int) bool {
	h := rec.Header
	rec.Type = Type(strings.ToLower(h.Get("WARC-Type")))
	rec.ID = strings.Trim(h.Get("WARC-Record-ID"), "<> ")
	rec.URI = strings.Trim(h.Get("WARC-Target-URI"), "<> ")
	if t, err := time.Parse(time.RFC3339Nano, h.Get("WARC-Date")); err == nil {
		rec.Date = t.UTC()
	}
	length, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64)
	known := err == nil && length >= 0
	if !known {
		rec.flaw(record.ArchiveLength, "the record does not say how long it is; it is read up to the next one")
		length = int64(r.limit)
	}
	r.s.skip(n)
	if known && length > int64(r.limit) {
		r.passOver(rec, length)
		return false
	}
	held := r.s.peek(int(length) + len("\r\n\r\nWARC/1."))
	block := held[:min(len(held), int(length))]
	switch {
	case known && len(block) == int(length) && r.properEnd(held[length:]):
	case known && len(block) == int(length):
		if cut := nextRecord(block); cut >= 0 {
			block = trimEnd(block[:cut])
			rec.flaw(record.ArchiveLength, "the record says that it has %d bytes, but the next one begins after %d", length, cut)
		} else {
			rec.flaw(record.ArchiveLength, "behind the %d bytes that the record says it has, no record begins", length)
		}
	default:
		if cut := nextRecord(block); cut >= 0 {
			block = trimEnd(block[:cut])
			if known {
				rec.flaw(record.ArchiveLength, "the record says that it has %d bytes, but the next one begins after %d", length, cut)
			}
		} else if known && r.s.stop == errBorder {
			block = trimEnd(block)
			rec.flaw(record.ArchiveLength, "the record says that it has %d bytes, but its member has %d", length, len(block))
		} else if known {
			rec.flaw(record.ArchiveTruncated, "the record breaks off after %d of %d bytes", len(block), length)
			if r.s.stop == errGap {
				r.s.stop = errBorder // it is told
			}
		}
	}
	rec.Block = block
	r.s.skip(len(block))
	rec.Next = r.behind()
	return true
}

// behind is where reading goes on. The empty lines are looked over, which does
// not touch the block: it is held in the same buffer before them.
func (r *Reader) behind() Position {
	for _, c := range r.s.buf[r.s.r:min(r.s.w, r.s.r+4)] {
		if c != '\r' && c != '\n' {
			break
		}
		r.s.skip(1)
	}
	if r.s.r == r.s.w && r.s.stop != nil && r.s.stop != errBorder {
		return Position{File: r.s.u.offset()}
	}
	return r.s.u.position(r.s.off)
}

// properEnd tells whether a block ends as it should: empty lines, then another
// record or the end of the bytes.
func (r *Reader) properEnd(tail []byte) bool {
	rest := bytes.TrimLeft(tail, "\r\n")
	if len(rest) == 0 {
		return true
	}
	mark := "WARC/1."
	n := min(len(rest), len("WARC/"))
	return len(tail) > len(rest) && string(rest[:n]) == mark[:n]
}

func trimEnd(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\r\n\r\n")), []byte("\n\n")), []byte("\n"))
}

func (rec *Record) flaw(code, format string, args ...any) {
	rec.Flaws = append(rec.Flaws, Flaw{code, fmt.Sprintf(format, args...)})
}

// passOver leaves out a block that is too long. One that claims more than any
// file of news has is left at the next thing that looks like a record.
func (r *Reader) passOver(rec *Record, length int64) {
	r.flaw(record.ArchiveTooLong, "the record of %s at %s has %d bytes, %d are allowed; it was left out", clip(rec.URI), rec.At, length, r.limit)
	for left := length; left > 0; {
		held := r.s.peek(int(min(left, streamChunk/2)))
		if len(held) == 0 {
			if r.s.stop != nil { // a border, a gap or the end: toRecord tells the rest
				return
			}
			continue
		}
		n := len(held)
		if length > believed {
			if at := nextRecord(held); at >= 0 {
				r.s.skip(at)
				return
			}
			n = max(n-len("\nWARC/1."), 1)
		}
		r.s.skip(n)
		left -= int64(n)
	}
}

func clip(s string) string {
	if len(s) > 100 {
		return strings.ToValidUTF8(s[:100], "") + "…"
	}
	return s
}

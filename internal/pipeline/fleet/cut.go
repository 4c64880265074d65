package fleet

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"chancery/internal/stage/ingest"
	"chancery/internal/stage/ingest/jsonl"
	"chancery/internal/stage/ingest/warc"
)

// Cutting says how large the pieces are. The zero value of each field asks for
// its default.
type Cutting struct {
	Documents int   // in one work at most; default 64
	Bytes     int64 // of a work, about; default 4 MiB
	Format    string
}

func (c Cutting) withDefaults() Cutting {
	if c.Documents <= 0 {
		c.Documents = 64
	}
	if c.Bytes <= 0 {
		c.Bytes = 4 << 20
	}
	return c
}

// headSize is how much of a file its digest is made of, and its form told by.
const headSize = 64 << 10

// Cut cuts a file into works and hands each to put. Shown is the name by which
// workers find the file.
func Cut(ctx context.Context, path, shown string, c Cutting, put func(Work) error) error {
	c = c.withDefaults()
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	head, err := headOf(file)
	if err != nil {
		return err
	}
	whole := Work{File: shown, Head: digestOf(head), Format: c.Format}
	put = stopped(ctx, put)
	switch ingest.FormatOf(shown, head, ingest.Format(c.Format)) {
	case ingest.WARC:
		whole.Kind = WARC
		return cutArchive(file, whole, c, put)
	case ingest.JSONL:
		whole.Kind = Lines
		return cutLines(file, head, whole, c, put)
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return put(Work{Kind: Files, Files: []string{shown}, Documents: 1, Bytes: info.Size(), Format: c.Format})
}

func stopped(ctx context.Context, put func(Work) error) func(Work) error {
	return func(w Work) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return put(w)
	}
}

// headOf reads the beginning of a file and goes back to it.
func headOf(file *os.File) ([]byte, error) {
	head := make([]byte, headSize)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	_, err = file.Seek(0, io.SeekStart)
	return head[:n], err
}

// digestOf names a file by its first bytes, few enough that a file may grow.
func digestOf(head []byte) string {
	sum := sha256.Sum256(head[:min(len(head), 512)])
	return hex.EncodeToString(sum[:8])
}

// cutArchive cuts a web archive behind records that may hold documents. One that
// is packed as a whole can be entered only by unpacking all before: it is not cut.
func cutArchive(file *os.File, whole Work, c Cutting, put func(Work) error) error {
	r, err := warc.NewReader(file, warc.Position{}, warc.Limits{Block: ingest.DefaultMaxBytes + ingest.DefaultMaxBytes/4})
	if err != nil {
		return err
	}
	w, from := whole, warc.Position{}
	cut := func(to warc.Position) error {
		if to.Inside > 0 {
			return nil
		}
		w.To, w.Bytes = to.String(), to.File-from.File
		if err := put(w); err != nil {
			return err
		}
		w, from = whole, to
		w.From = to.String()
		return nil
	}
	for {
		rec, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		switch rec.Type {
		case warc.Response, warc.Resource, warc.Conversion:
			w.Documents++
		}
		if w.Documents >= c.Documents || rec.Next.File-from.File >= c.Bytes {
			if err := cut(rec.Next); err != nil {
				return err
			}
		}
	}
	if w.Documents == 0 && w.From != "" {
		return nil
	}
	end, err := file.Seek(0, io.SeekEnd)
	// Its length is a part of its name: a file that has grown gives another work.
	w.Length = max(end-from.File, 0)
	w.Bytes = w.Length
	return errors.Join(err, put(w))
}

// cutLines cuts JSON lines. What is spread over lines, or is no UTF-8, is not cut.
func cutLines(file *os.File, head []byte, whole Work, c Cutting, put func(Work) error) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if !jsonl.Cuttable(head) {
		whole.Bytes = info.Size()
		return put(whole)
	}
	in := bufio.NewReaderSize(file, 1<<20)
	w, at, line := whole, int64(0), 0
	for {
		n, blank, err := passLine(in)
		if err != nil && err != io.EOF {
			return err
		}
		if n > 0 {
			w.Length += n
			line++
			if !blank {
				w.Documents++
			}
		}
		end := err == io.EOF
		if w.Documents > 0 && (end || w.Documents >= c.Documents || w.Length >= c.Bytes) {
			at += w.Length
			w.Bytes = w.Length
			if err := put(w); err != nil {
				return err
			}
			w = whole
			w.From, w.Line = fmt.Sprint(at), line
		}
		if end {
			return nil
		}
	}
}

// passLine goes behind the next line and tells how long it was, and whether
// nothing stood in it.
func passLine(in *bufio.Reader) (n int64, blank bool, err error) {
	blank = true
	for {
		part, err := in.ReadSlice('\n')
		n += int64(len(part))
		blank = blank && len(bytes.TrimSpace(part)) == 0
		if !errors.Is(err, bufio.ErrBufferFull) {
			return n, blank, err
		}
	}
}

// Bundle puts single documents together into works of several files.
type Bundle struct {
	c    Cutting
	put  func(Work) error
	held Work
}

// NewBundle makes a bundle that hands its works to put.
func NewBundle(c Cutting, put func(Work) error) *Bundle {
	return &Bundle{c: c.withDefaults(), put: put}
}

// Add takes a work; that of a single file is joined with others.
func (b *Bundle) Add(w Work) error {
	if w.Kind != Files {
		return b.put(w)
	}
	b.held = Work{Kind: Files, Format: w.Format, Files: append(b.held.Files, w.Files...), Documents: b.held.Documents + w.Documents, Bytes: b.held.Bytes + w.Bytes}
	if b.held.Documents < b.c.Documents && b.held.Bytes < b.c.Bytes {
		return nil
	}
	return b.Flush()
}

// Flush hands on what is held.
func (b *Bundle) Flush() error {
	if len(b.held.Files) == 0 {
		return nil
	}
	w := b.held
	b.held = Work{}
	return b.put(w)
}

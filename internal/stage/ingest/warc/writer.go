package warc

import (
	"bytes"
	"crypto/sha1"
	"encoding/base32"
	"fmt"
	"io"
	"time"

	"github.com/klauspost/compress/gzip"
)

// Writer writes an archive in which each record is a gzip member of its own, or
// a plain one. The same records give the same bytes.
type Writer struct {
	w      io.Writer
	gz     *gzip.Writer // nil writes plain
	count  int
	offset int64
}

// NewWriter writes to w, packed or plain.
func NewWriter(w io.Writer, packed bool) *Writer {
	out := &Writer{w: w}
	if packed {
		// The level is one that there is, so there is no error.
		out.gz, _ = gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	}
	return out
}

// Offset is the length of what has been written: where the next record begins.
func (w *Writer) Offset() int64 { return w.offset }

// Info writes the record that begins an archive; fields says who made it.
func (w *Writer) Info(date time.Time, fields Header) error {
	var b bytes.Buffer
	for _, f := range fields {
		fmt.Fprintf(&b, "%s: %s\r\n", f.Name, f.Value)
	}
	return w.Record(Info, date, Header{{"Content-Type", "application/warc-fields"}}, b.Bytes())
}

// Response writes a response with status 200. Header fields are written as they
// are given; Content-Length is added when it is not there.
func (w *Writer) Response(uri string, date time.Time, header Header, body []byte) error {
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\n")
	for _, f := range header {
		fmt.Fprintf(&b, "%s: %s\r\n", f.Name, f.Value)
	}
	if header.Get("Content-Length") == "" && header.Get("Transfer-Encoding") == "" {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n")
	b.Write(body)
	return w.Record(Response, date, Header{
		{"WARC-Target-URI", uri},
		{"WARC-Payload-Digest", "sha1:" + digest(body)},
		{"Content-Type", "application/http; msgtype=response"},
	}, b.Bytes())
}

// Record writes a record of any type; the fields that every record has are added.
func (w *Writer) Record(typ Type, date time.Time, header Header, block []byte) error {
	sum := sha1.Sum(block)
	sum[0], sum[1] = sum[0]^byte(w.count), sum[1]^byte(w.count>>8) // the same block twice is two records
	w.count++
	var b bytes.Buffer
	fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%x-%x-5%03x-8%03x-%x>\r\nWARC-Date: %s\r\n",
		typ, sum[:4], sum[4:6], uint16(sum[6])<<4|uint16(sum[7])>>4, uint16(sum[8])<<4|uint16(sum[9])>>4, sum[10:16], date.UTC().Format(time.RFC3339))
	for _, f := range header {
		fmt.Fprintf(&b, "%s: %s\r\n", f.Name, f.Value)
	}
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n", len(block))
	b.Write(block)
	b.WriteString("\r\n\r\n")
	return w.member(b.Bytes())
}

// member writes the bytes of one record.
func (w *Writer) member(raw []byte) error {
	to := &counter{w: w.w}
	var err error
	if w.gz == nil {
		_, err = to.Write(raw)
	} else {
		w.gz.Reset(to)
		if _, err = w.gz.Write(raw); err == nil {
			err = w.gz.Close()
		}
	}
	w.offset += to.n
	if err != nil {
		return fmt.Errorf("cannot write the archive: %w", err)
	}
	return nil
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// digest is the SHA-1 of the format's own digests, in base 32.
func digest(raw []byte) string {
	sum := sha1.Sum(raw)
	return base32.StdEncoding.EncodeToString(sum[:])
}

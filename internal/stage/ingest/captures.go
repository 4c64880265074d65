package ingest

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"sort"
	"strings"
	"time"

	"chancery/internal/stage/ingest/encoding"
	"chancery/internal/stage/ingest/warc"
	"chancery/record"
)

// Capture is a body that was fetched at an address, not yet read as a document.
// Reading it is the work of Item, which may be done elsewhere and at once for
// several captures, once their bodies are copied: Body lasts until the next one.
type Capture struct {
	URL         string
	Fetched     time.Time // zero when it is not known
	ContentType string
	Body        []byte // without chunks and compression
	Place       string
	Resume      string // where reading goes on behind it, for Options.From a WARC
	Diagnostics []record.Diagnostic
	opts        Options
	failed      bool
}

// Item reads the capture as a document.
func (c *Capture) Item() Item {
	opts := c.opts
	opts.ContentType = c.ContentType
	if c.URL != "" {
		opts.URL = c.URL
	}
	var item Item
	if c.failed {
		item = Item{Place: c.Place, Diagnostics: c.Diagnostics}
		override(&item.Page.Document, opts)
		item = finish(item)
	} else {
		item = Convert(c.Place, c.Body, opts)
		item.Diagnostics = append(c.Diagnostics, item.Diagnostics...)
	}
	item.Fetched, item.Resume = c.Fetched, c.Resume
	return item
}

// Convert reads one document that is there as a whole: what Documents does with
// a page or a text.
func Convert(place string, raw []byte, opts Options) Item {
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = DefaultMaxBytes
	}
	item := Item{Place: place}
	switch {
	case len(raw) > opts.MaxBytes:
		item.fail(record.TextTooLong, "longer than %d bytes; split the document", opts.MaxBytes)
	case opts.From == HTML, opts.From != Text && (isPage(opts.ContentType) || looksLikePage(raw, opts)):
		fromPage(raw, opts, &item)
	default:
		fromText(raw, opts, &item)
	}
	override(&item.Page.Document, opts)
	return finish(item)
}

func isPage(contentType string) bool {
	switch warc.MediaType(contentType) {
	case "text/html", "application/xhtml+xml":
		return true
	}
	return false
}

func looksLikePage(raw []byte, opts Options) bool {
	return sniff("", raw[:min(len(raw), headSize)], opts) == HTML
}

// Tally counts what was found in an archive, filled while it is read.
type Tally struct {
	Records   map[string]int // by type
	Documents int
	// Skipped counts what is no document, by reason: "status 404",
	// "type image/jpeg", "request".
	Skipped map[string]int
	// Flaws counts damage, by the code of its diagnostic.
	Flaws map[string]int
}

// Reasons lists what was skipped, the most frequent first: "12 type image/jpeg".
func (t *Tally) Reasons() []string {
	names := make([]string, 0, len(t.Skipped))
	for name := range t.Skipped {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		a, b := names[i], names[j]
		return t.Skipped[a] > t.Skipped[b] || t.Skipped[a] == t.Skipped[b] && a < b
	})
	for i, name := range names {
		names[i] = fmt.Sprintf("%d %s", t.Skipped[name], name)
	}
	return names
}

func (t *Tally) skip(reason string) {
	if len(t.Skipped) >= 1000 && t.Skipped[reason] == 0 {
		reason = "other" // the reasons come from outside
	}
	t.Skipped[reason]++
}

// Captures reads a web archive and yields what was fetched. The bytes of r begin
// at the position that Options.Resume names.
func Captures(name string, r io.Reader, opts Options) iter.Seq2[Capture, error] {
	return func(yield func(Capture, error) bool) {
		c := capturing{name: name, opts: opts, tally: opts.Tally}
		if c.opts.MaxBytes <= 0 {
			c.opts.MaxBytes = DefaultMaxBytes
		}
		if c.tally == nil {
			c.tally = new(Tally)
		}
		c.tally.Records, c.tally.Skipped, c.tally.Flaws = made(c.tally.Records), made(c.tally.Skipped), made(c.tally.Flaws)
		if err := c.run(r, yield); err != nil {
			yield(Capture{Place: name}, fmt.Errorf("cannot read %s: %w", name, err))
		}
	}
}

func made(m map[string]int) map[string]int {
	if m == nil {
		return map[string]int{}
	}
	return m
}

// capturing is the reading of one archive.
type capturing struct {
	name  string
	opts  Options
	tally *Tally
}

func (c *capturing) run(r io.Reader, yield func(Capture, error) bool) error {
	at, err := warc.ParsePosition("0")
	if c.opts.Resume != "" {
		at, err = warc.ParsePosition(c.opts.Resume)
	}
	if err != nil {
		return err
	}
	reader, err := warc.NewReader(r, at, warc.Limits{Block: c.opts.MaxBytes + c.opts.MaxBytes/4})
	if err != nil {
		return err
	}
	for {
		rec, err := reader.Next()
		if err == io.EOF {
			c.notice(fmt.Sprintf("%s, at its end", c.name), reader.Rest())
			return nil
		}
		if err != nil {
			return err
		}
		if capture, ok := c.capture(rec); ok && !yield(capture, nil) {
			return nil
		}
	}
}

// notice tells of damage that belongs to no document.
func (c *capturing) notice(place string, flaws []warc.Flaw) {
	for _, f := range flaws {
		c.tally.Flaws[f.Code]++
		if c.opts.Notice != nil {
			c.opts.Notice(record.Diagnostic{Code: f.Code, Severity: record.Warning, Document: place, Message: f.Text})
		}
	}
}

// capture makes a capture of a record, unless it holds no document.
func (c *capturing) capture(rec *warc.Record) (Capture, bool) {
	c.tally.Records[string(rec.Type)]++
	place := fmt.Sprintf("%s@%s", c.name, rec.At)
	out := Capture{URL: webAddress(rec.URI), Fetched: rec.Date, Place: place, Resume: rec.Next.String(), opts: c.opts}
	out.opts.From, out.opts.URL, out.opts.Resume = Auto, "", ""
	reason := ""
	switch rec.Type {
	case warc.Response, warc.Resource, warc.Conversion:
		reason = out.fill(rec, c.opts)
	case warc.Revisit:
		reason = "revisit"
		c.notice(place, append(rec.Flaws, warc.Flaw{Code: record.ArchiveRevisit, Text: revisited(rec)}))
		rec.Flaws = nil
	default:
		reason = string(rec.Type)
	}
	if reason != "" {
		c.tally.skip(reason)
		c.notice(place, rec.Flaws)
		return out, false
	}
	c.tally.Documents++
	for _, f := range rec.Flaws {
		c.tally.Flaws[f.Code]++
		out.note(record.Warning, f.Code, f.Text)
	}
	if cut := rec.Header.Get("WARC-Truncated"); cut != "" {
		out.note(record.Warning, record.ArchiveTruncated, fmt.Sprintf("the crawler stopped before the end of the page (%.20s)", cut))
	}
	return out, true
}

// fill takes the body out of a record. It gives the reason when there is none.
func (out *Capture) fill(rec *warc.Record, opts Options) (reason string) {
	kind := rec.Header.Get("Content-Type")
	if !strings.Contains(strings.ToLower(kind), "application/http") {
		out.Body, out.ContentType = rec.Block, kind
		return wrongType(kind, rec.Block)
	}
	m, ok := warc.ParseResponse(rec.Block)
	switch {
	case !ok:
		return "no HTTP response"
	case m.Status != 200:
		return fmt.Sprintf("status %d", m.Status)
	}
	out.ContentType, out.Body = m.Header.Get("Content-Type"), m.Body
	if t := out.ContentType; t != "" && wrongType(t, nil) != "" {
		return wrongType(t, nil)
	}
	if strings.Contains(strings.ToLower(m.Header.Get("Transfer-Encoding")), "chunked") {
		body, err := encoding.Dechunk(out.Body)
		out.Body = body
		out.unpacked(err)
	}
	body, err := encoding.Decode(out.Body, m.Header.Get("Content-Encoding"), encoding.Limits{Bytes: opts.MaxBytes})
	out.unpacked(err)
	out.Body = body
	if out.failed {
		return ""
	}
	return wrongType(out.ContentType, out.Body)
}

// unpacked notes what went wrong when a body was unpacked.
func (out *Capture) unpacked(err error) {
	severity, code := record.Error, ""
	switch {
	case err == nil:
		return
	case errors.Is(err, encoding.ErrBroken):
		severity, code = record.Warning, record.BodyBroken
	case errors.Is(err, encoding.ErrBomb):
		code = record.BodyBomb
	case errors.Is(err, encoding.ErrTooLong):
		code = record.TextTooLong
	default:
		code = record.BodyUnknown
	}
	out.failed = out.failed || severity == record.Error
	out.note(severity, code, err.Error())
}

func (out *Capture) note(severity record.Severity, code, text string) {
	out.Diagnostics = append(out.Diagnostics, record.Diagnostic{Code: code, Severity: severity, Document: out.Place, Message: text})
}

// wrongType gives the reason why a body of this type is no document. One without
// a type must begin like a page.
func wrongType(contentType string, body []byte) string {
	switch kind := warc.MediaType(contentType); {
	case isPage(contentType), kind == "text/plain":
		return ""
	case kind != "":
		return "type " + strings.ToValidUTF8(kind[:min(len(kind), 60)], "")
	case sniff("", body[:min(len(body), headSize)], Options{}) == HTML:
		return ""
	}
	return "no type"
}

// revisited says what a revisit record stands for.
func revisited(rec *warc.Record) string {
	of := rec.Header.Get("WARC-Refers-To-Target-URI")
	if of == "" {
		of = rec.URI
	}
	when := rec.Header.Get("WARC-Refers-To-Date")
	if when != "" {
		when = " on " + when
	}
	text := fmt.Sprintf("%s had not changed since %s was fetched%s", rec.URI, strings.Trim(of, "<> "), when)
	return strings.ToValidUTF8(text[:min(len(text), 500)], "")
}

// webAddress is an address as a document may carry it, else nothing.
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}

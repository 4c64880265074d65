// Package feed reads RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed.
//
// What must stay true:
//   - No entity of a document type is ever expanded and nothing outside the feed
//     is read: markup is taken as tokens, and a document type is passed over.
//   - Bytes that cannot be read are repaired and counted; markup that breaks costs
//     the entry that it breaks.
//   - An entry is known by its address, not by what the feed says its identity is.
//   - Time is linear in the feed, and memory a small multiple of it.
package feed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"

	"chancery/internal/stage/ingest/date"
	"chancery/internal/stage/ingest/text"
	"chancery/record"
)

// Kind is the sort of a feed.
type Kind string

// The sorts.
const (
	RSS  Kind = "rss" // 0.9x, 2.0
	RDF  Kind = "rdf" // RSS 1.0
	Atom Kind = "atom"
	JSON Kind = "json"
)

// Feed is a feed that was read.
type Feed struct {
	Kind     Kind
	Title    string
	Link     string
	Language string
	// Pause is how long the feed asks to be left alone (ttl, sy:updatePeriod).
	Pause       time.Duration
	Entries     []Entry
	Diagnostics []record.Diagnostic
}

// Entry is one article that a feed lists. All texts are plain: without markup.
type Entry struct {
	// Key is the identity: the address without what only counts clicks; without
	// an address the title and the date.
	Key string
	// Digest tells whether title or text of the entry have changed.
	Digest    string
	GUID      string // as written; kept for people, never compared
	Link      string // absolute
	Title     string
	Author    string
	Published string // ISO 8601; empty when missing, unreadable or in the future
	Language  string
	// Content is the article or its summary as HTML, as long as the feed gives.
	Content     string
	Full        bool // Content is the article (content:encoded, Atom content)
	Diagnostics []record.Diagnostic
}

// Options say how to read.
type Options struct {
	Name        string // shown in diagnostics
	URL         string // where the feed came from; relative links start there
	ContentType string // the HTTP header
	Now         time.Time
	MaxBytes    int // 0 means 8 MiB
	MaxEntries  int // 0 means 2,000
}

const (
	defaultBytes   = 8 << 20
	defaultEntries = 2000
	maxField       = 1 << 20 // of one field of an entry
	aheadMost      = 24 * time.Hour
)

// Read reads a feed. What is no feed has an error among its diagnostics.
func Read(raw []byte, opts Options) Feed {
	opts = opts.filled()
	r := reader{opts: opts}
	if len(raw) > opts.MaxBytes {
		r.note(record.Error, record.FeedInvalid, "the feed has over %d bytes", opts.MaxBytes)
		return r.feed
	}
	d := text.Decode(raw, declared(raw, opts.ContentType))
	if d.Binary != "" {
		r.note(record.Error, record.FeedInvalid, "this is %s, no feed", d.Binary)
		return r.feed
	}
	if d.Repaired > 0 {
		r.note(record.Warning, record.EncodingRepaired, "%d characters could not be read as %s and were replaced by U+FFFD", d.Repaired, d.Encoding)
	}
	start := strings.TrimLeft(d.Text, " \t\r\n\uFEFF")
	r.base = parse(opts.URL)
	switch {
	case strings.HasPrefix(start, "{"):
		r.json(start)
	case strings.HasPrefix(start, "<"):
		r.xml(start)
	default:
		r.note(record.Error, record.FeedInvalid, "this is neither XML nor JSON; check the address of the feed")
	}
	return r.feed
}

func (o Options) filled() Options {
	if o.Name == "" {
		o.Name = o.URL
	}
	if o.Name == "" {
		o.Name = "feed"
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultBytes
	}
	if o.MaxEntries <= 0 {
		o.MaxEntries = defaultEntries
	}
	return o
}

// declared is the encoding that the header names, else the XML declaration.
func declared(raw []byte, contentType string) string {
	if name := text.HeaderCharset(contentType); name != "" {
		return name
	}
	head := raw[:min(len(raw), 200)]
	if i := bytes.Index(head, []byte("encoding=")); i >= 0 && bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("<?xml")) {
		quoted := head[i+len("encoding="):]
		if len(quoted) > 0 {
			if name, _, ok := bytes.Cut(quoted[1:], quoted[:1]); ok {
				return string(name)
			}
		}
	}
	return ""
}

// reader is the reading of one feed.
type reader struct {
	opts Options
	base *url.URL
	feed Feed
}

func (r *reader) note(severity record.Severity, code, format string, args ...any) {
	r.feed.Diagnostics = append(r.feed.Diagnostics, record.Diagnostic{
		Code: code, Severity: severity, Document: r.opts.Name, Message: fmt.Sprintf(format, args...),
	})
}

// draft is an entry as the feed writes it.
type draft struct {
	guid, link, title, author, language string
	dates                               [3]string // published, updated, dc:date
	summary, content                    string
	permalink                           bool // guid may be the address
}

// add finishes an entry. One without a title and an address is none.
func (r *reader) add(d *draft) {
	if len(r.feed.Entries) >= r.opts.MaxEntries {
		return
	}
	e := Entry{GUID: clip(squeeze(d.guid), 500), Author: clip(Plain(d.author), 300), Title: clip(Plain(d.title), 1000), Language: clip(squeeze(d.language), 20)}
	e.Link = r.address(d.link)
	if e.Link == "" && d.permalink {
		e.Link = r.address(d.guid)
	}
	if e.Content, e.Full = d.content, d.content != ""; !e.Full {
		e.Content = d.summary
	}
	place := e.Link
	if place == "" {
		place = r.opts.Name
	}
	warn := func(code, format string, args ...any) {
		e.Diagnostics = append(e.Diagnostics, record.Diagnostic{Code: code, Severity: record.Warning, Document: place, Message: fmt.Sprintf(format, args...)})
	}
	if e.Link == "" {
		if e.Title == "" && e.Content == "" {
			return
		}
		warn(record.FeedLinkMissing, "the entry has no web address, so its page cannot be fetched")
	}
	e.Published = r.published(d.dates, warn)
	e.Key, e.Digest = identity(&e)
	r.feed.Entries = append(r.feed.Entries, e)
}

// published takes the first date that can be read and is not in the future.
func (r *reader) published(dates [3]string, warn func(code, format string, args ...any)) string {
	given, late := "", ""
	for _, d := range dates {
		if d = squeeze(d); d == "" {
			continue
		}
		if given == "" {
			given = d
		}
		iso, ok := date.Normalize(d)
		if !ok {
			continue
		}
		if !r.opts.Now.IsZero() && future(iso, r.opts.Now) {
			late = iso
			continue
		}
		return iso
	}
	switch {
	case late != "":
		warn(record.FeedDateFuture, "the date %s is in the future; the page's own date is used", late)
	case given != "":
		warn(record.PublishedUnreadable, "the date %q is not one that can be read; the page's own date is used", clip(given, 60))
	default:
		warn(record.PublishedMissing, "the feed gives no date; the page's own date is used")
	}
	return ""
}

// future tells whether an ISO date lies more than a day ahead.
func future(iso string, now time.Time) bool {
	day, err := time.Parse(time.DateOnly, iso[:min(len(iso), len(time.DateOnly))])
	return err == nil && day.After(now.Add(aheadMost))
}

// identity is the key and the digest of an entry.
func identity(e *Entry) (key, digest string) {
	of := Canonical(e.Link)
	if of == "" {
		of = e.Title + "\x00" + e.Published
	}
	return hash(of), hash(e.Title + "\x00" + e.Content)
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}

// Canonical is an address without its fragment and without the parameters that
// only count clicks, host in lower case: two that are equal are one page.
func Canonical(address string) string {
	u := parse(address)
	if u == nil {
		return ""
	}
	u.Host, u.Fragment, u.RawFragment, u.User = strings.ToLower(u.Host), "", "", nil
	kept := make([]string, 0, 4)
	for p := range strings.SplitSeq(u.RawQuery, "&") {
		name, _, _ := strings.Cut(strings.ToLower(p), "=")
		if p != "" && !strings.HasPrefix(name, "utm_") && name != "fbclid" && name != "gclid" {
			kept = append(kept, p)
		}
	}
	u.RawQuery, u.ForceQuery = strings.Join(kept, "&"), false
	return u.String()
}

// address makes a link absolute; empty when it is no web address.
func (r *reader) address(link string) string {
	link = squeeze(link)
	if link == "" || len(link) > 2000 {
		return ""
	}
	u, err := url.Parse(strings.ReplaceAll(link, " ", "%20"))
	if err != nil {
		return ""
	}
	if r.base != nil {
		u = r.base.ResolveReference(u)
	}
	if u = parse(u.String()); u == nil {
		return ""
	}
	u.User = nil
	return u.String()
}

// parse returns an absolute web address, or nil.
func parse(s string) *url.URL {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

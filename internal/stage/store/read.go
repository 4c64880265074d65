package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"chancery/archive"
)

// A document as it is selected: its own columns, and the names that stand for
// numbers.
const documentColumns = `d.id, d.sha256, d.given, d.title, d.url, d.source, d.published, d.author, d.language, d.extra, d.words, d.host,
	o.value, d.credit, d.added, c.value, d.revision, p.sha256, q.sha256, d.copy, d.diagnostics`

const documentTables = `documents d JOIN terms o ON o.id = d.outlet JOIN terms c ON c.id = d.coder
	LEFT JOIN documents p ON p.id = d.original LEFT JOIN documents q ON q.id = d.parent`

// scanDocument reads documentColumns, and what is asked for after them.
func (s *Store) scanDocument(row scan, more ...any) (id int64, d archive.Document, err error) {
	var sum, extra, original, parent, told []byte
	var added int64
	into := []any{&id, &sum, &d.ID, &d.Title, &d.URL, &d.Source, &d.Published, &d.Author, &d.Language, &extra, &d.Words, &d.Host,
		&d.Outlet, &d.Credit, &added, &d.Coder, &d.Revision, &original, &parent, &d.Copy, &told}
	if err := row(append(into, more...)...); err != nil {
		return 0, d, err
	}
	d.SHA256, d.Original, d.Parent = hex.EncodeToString(sum), hex.EncodeToString(original), hex.EncodeToString(parent)
	if d.ID == "" {
		d.ID = d.SHA256
	}
	d.Added = time.UnixMilli(added).UTC()
	if extra != nil {
		if err := s.packer.openJSON(extra, &d.Extra); err != nil {
			return 0, d, damaged(d.SHA256, "keys of its own", err)
		}
	}
	if told != nil {
		if err := s.packer.openJSON(told, &d.Diagnostics); err != nil {
			return 0, d, damaged(d.SHA256, "diagnostics", err)
		}
	}
	return id, d, nil
}

// damaged tells what cannot be read, and of which document.
func damaged(document, what string, err error) error {
	return fmt.Errorf("%w: document %s: its %s cannot be read: %w", ErrDamaged, document, what, err)
}

// An event as it is selected.
const eventColumns = `e.id, e.head, e.tail, e.review, i.name, e.body, d.sha256, d.title, o.value, d.url, d.published, d.copy`

const eventTables = `events e JOIN documents d ON d.id = e.doc JOIN terms o ON o.id = d.outlet LEFT JOIN incidents i ON i.id = e.incident`

// scanEvent reads eventColumns.
func (s *Store) scanEvent(row scan) (id int64, e archive.Event, err error) {
	var h, review int64
	var tail, title, outlet, url, published, copied string
	var incident *string
	var body, sum []byte
	if err := row(&id, &h, &tail, &review, &incident, &body, &sum, &title, &outlet, &url, &published, &copied); err != nil {
		return 0, e, err
	}
	document := hex.EncodeToString(sum)
	if err := s.packer.openJSON(body, &e); err != nil {
		return id, e, damaged(document, "event "+joinKey(h, tail), err)
	}
	e.Key, e.Document, e.Title, e.Outlet, e.URL, e.Published = joinKey(h, tail), document, title, outlet, url, published
	e.Copied, e.Review = copied != "", archive.Review(at(reviews(), review))
	if incident != nil {
		e.Incident = *incident
	}
	return id, e, nil
}

// eventsWhere gives the events of a condition, in order of key.
func (s *Store) eventsWhere(ctx context.Context, h *handle, where string, args ...any) ([]archive.Event, error) {
	var out []archive.Event
	err := h.each(ctx, func(row scan) error {
		_, e, err := s.scanEvent(row)
		out = append(out, e)
		return err
	}, "SELECT "+eventColumns+" FROM "+eventTables+" WHERE "+where, args...)
	slices.SortFunc(out, func(a, b archive.Event) int { return strings.Compare(a.Key, b.Key) })
	return out, err
}

const statementColumns = `e.id, e.head, e.tail, e.body, d.sha256, d.title, o.value, d.url, d.published, d.copy`

const statementTables = `statements e JOIN documents d ON d.id = e.doc JOIN terms o ON o.id = d.outlet`

// scanStatement reads statementColumns.
func (s *Store) scanStatement(row scan) (id int64, out archive.Statement, err error) {
	var h int64
	var tail, title, outlet, url, published, copied string
	var body, sum []byte
	if err := row(&id, &h, &tail, &body, &sum, &title, &outlet, &url, &published, &copied); err != nil {
		return 0, out, err
	}
	document := hex.EncodeToString(sum)
	if err := s.packer.openJSON(body, &out); err != nil {
		return id, out, damaged(document, "statement "+joinKey(h, tail), err)
	}
	out.Key, out.Document, out.Title, out.Outlet, out.URL, out.Published = joinKey(h, tail), document, title, outlet, url, published
	out.Copied = copied != ""
	return id, out, nil
}

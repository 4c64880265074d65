package store

import (
	"context"
	"encoding/hex"
	"strings"

	"chancery/archive"
	"chancery/record"
)

// Document gives a document with all its appearances, and its text where that is
// kept.
func (s *Store) Document(ctx context.Context, sha256 string) (archive.Document, error) {
	var d archive.Document
	row, found, err := headOf(ctx, s.read, sha256)
	if err != nil {
		return d, err
	}
	if !found {
		return d, unknown("document", sha256)
	}
	if err := s.read.each(ctx, func(r scan) (err error) {
		_, d, err = s.scanDocument(r)
		return err
	}, "SELECT "+documentColumns+" FROM "+documentTables+" WHERE d.id = ?", row.id); err != nil {
		return d, err
	}
	if d.Appearances, err = s.appearances(ctx, row.id, d.Appears()); err != nil {
		return d, err
	}
	d.Text, err = s.text(ctx, row.id, sha256)
	return d, err
}

// text gives the text of a document where it is kept.
func (s *Store) text(ctx context.Context, doc int64, sha256 string) (string, error) {
	var text []byte
	kept, err := s.read.one(ctx, []any{&text}, "SELECT body FROM texts WHERE doc = ?", doc)
	if err != nil || !kept {
		return "", err
	}
	body, err := s.packer.open(text)
	if err != nil {
		return "", damaged(sha256, "text", err)
	}
	return string(body), nil
}

// appearances are all places of a document, the first one first.
func (s *Store) appearances(ctx context.Context, doc int64, first archive.Appearance) ([]archive.Appearance, error) {
	out := []archive.Appearance{first}
	err := s.read.each(ctx, func(r scan) error {
		var a archive.Appearance
		err := r(&a.URL, &a.Outlet, &a.Published, &a.Title)
		out = append(out, a)
		return err
	}, "SELECT url, outlet, published, title FROM appearances WHERE doc = ?", doc)
	sortAppearances(out)
	return out, err
}

// Record gives a record of a document: of a revision, or with 0 the last one.
func (s *Store) Record(ctx context.Context, sha256 string, revision int) (record.Record, error) {
	var rec record.Record
	row, found, err := headOf(ctx, s.read, sha256)
	if err != nil {
		return rec, err
	}
	if !found {
		return rec, unknown("document", sha256)
	}
	if revision == 0 {
		revision = int(row.revision)
	}
	var body []byte
	found, err = s.read.one(ctx, []any{&body}, "SELECT body FROM records WHERE doc = ? AND revision = ?", row.id, revision)
	if err != nil {
		return rec, err
	}
	if !found {
		return rec, unknown("a record of that revision of document", sha256)
	}
	if err := s.packer.openJSON(body, &rec); err != nil {
		return rec, damaged(sha256, "record", err)
	}
	return rec, nil
}

// Event gives an event by its key.
func (s *Store) Event(ctx context.Context, key string) (archive.Event, error) {
	list, err := s.History().Events(ctx, []string{key})
	if err == nil && len(list) == 0 {
		err = unknown("event", key)
	}
	if err != nil {
		return archive.Event{}, err
	}
	return list[0], nil
}

// EventsNamed gives the events of the keys, in the order of the keys; those that
// are not there are left out.
func (s *Store) EventsNamed(ctx context.Context, keys []string) ([]archive.Event, error) {
	list, err := s.History().Events(ctx, keys)
	if err != nil {
		return nil, err
	}
	at := make(map[string]*archive.Event, len(list))
	for i := range list {
		at[list[i].Key] = &list[i]
	}
	out := make([]archive.Event, 0, len(keys))
	for _, k := range keys {
		if e := at[k]; e != nil {
			out = append(out, *e)
		}
	}
	return out, nil
}

// EventsOf gives the events of a document, in order of key.
func (s *Store) EventsOf(ctx context.Context, sha256 string) ([]archive.Event, error) {
	return s.History().EventsOf(ctx, []string{sha256})
}

// Incident gives an incident by its id.
func (s *Store) Incident(ctx context.Context, id string) (archive.Incident, error) {
	list, err := s.incidentsNamed(ctx, s.read, []string{id})
	if err != nil {
		return archive.Incident{}, err
	}
	if inc := list[id]; inc != nil {
		return inc.Incident, nil
	}
	return archive.Incident{}, unknown("incident", id)
}

// Named gives the whole SHA-256 of the document that the first 16 digits, or
// more of them, name.
func (s *Store) Named(ctx context.Context, digits string) (string, error) {
	list := heads([]string{strings.ToLower(digits)})
	if len(list) == 0 {
		return "", unknown("document", digits)
	}
	var sum []byte
	found, err := s.read.one(ctx, []any{&sum}, "SELECT sha256 FROM documents WHERE head = ?", list[0])
	name := hex.EncodeToString(sum)
	if err == nil && (!found || !strings.HasPrefix(name, strings.ToLower(digits))) {
		err = unknown("document", digits)
	}
	return name, err
}

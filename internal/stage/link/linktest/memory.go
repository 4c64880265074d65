// Package linktest keeps an archive in memory, for the tests of linking and of
// the stores: it holds what link.Link says, and answers archive.History.
//
// What must stay true: it keeps nothing that a store does not keep, and answers
// as archive.History says a store does.
package linktest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"chancery/archive"
)

// Memory is an archive in memory. It is not safe for concurrent use.
type Memory struct {
	Docs        map[string]*archive.Document
	Prints      map[string]archive.Prints
	Acts        map[string]*archive.Event // by key
	Known       map[string]*archive.Incident
	Corrections []archive.Correction
	Changes     []archive.Change

	bands   map[uint64][]string            // documents
	blocks  map[string]map[string][]string // block → day → keys
	keysOf  map[string][]string            // blocks of an event
	docActs map[string][]string            // keys of a document's events
	copies  map[string]map[string]bool     // documents by their original
}

// New is an empty archive.
func New() *Memory {
	return &Memory{
		Docs: map[string]*archive.Document{}, Prints: map[string]archive.Prints{}, Acts: map[string]*archive.Event{}, Known: map[string]*archive.Incident{},
		bands: map[uint64][]string{}, blocks: map[string]map[string][]string{}, keysOf: map[string][]string{}, docActs: map[string][]string{}, copies: map[string]map[string]bool{},
	}
}

// Add links an addition and keeps it with what linking says. A text that is
// there already is replaced: give it with all its appearances.
func (m *Memory) Add(ctx context.Context, link archive.Link, add archive.Addition) (archive.Links, error) {
	links, err := link(ctx, m, &add)
	if err != nil {
		return links, err
	}
	m.keep(add, links)
	return links, nil
}

func (m *Memory) keep(add archive.Addition, links archive.Links) {
	doc := add.Document
	if old := m.Docs[doc.SHA256]; old != nil {
		doc.Original, doc.Parent, doc.Copy = old.Original, old.Parent, old.Copy
	}
	if doc.Text != "" {
		m.unband(doc.SHA256)
		doc.Credit = links.Credit
		m.Prints[doc.SHA256] = links.Prints
		for _, b := range links.Prints.Bands {
			m.bands[b] = append(m.bands[b], doc.SHA256)
		}
	}
	doc.Text = ""
	m.Docs[doc.SHA256] = &doc
	for _, k := range links.Copies {
		d := m.Docs[k.Document]
		delete(m.copies[d.Original], k.Document)
		if k.Original != "" {
			if m.copies[k.Original] == nil {
				m.copies[k.Original] = map[string]bool{}
			}
			m.copies[k.Original][k.Document] = true
		}
		d.Original, d.Parent, d.Copy = k.Original, k.Parent, k.Copy
	}
	m.replace(doc.SHA256, add.Events, links.Blocks)
	for _, id := range links.Removed {
		delete(m.Known, id)
	}
	for i := range links.Incidents {
		inc := &links.Incidents[i]
		m.Known[inc.ID] = inc
		for _, key := range inc.Events {
			m.Acts[key].Incident = inc.ID
		}
	}
	m.Changes = append(m.Changes, links.Changes...)
}

func (m *Memory) unband(sha string) {
	for _, b := range m.Prints[sha].Bands {
		m.bands[b] = slices.DeleteFunc(m.bands[b], func(s string) bool { return s == sha })
	}
}

// replace puts the events of a document in the place of those that it had.
func (m *Memory) replace(sha string, events []archive.Event, blocks map[string][]string) {
	for _, key := range m.docActs[sha] {
		day := m.Acts[key].Start
		for _, b := range m.keysOf[key] {
			m.blocks[b][day] = slices.DeleteFunc(m.blocks[b][day], func(k string) bool { return k == key })
		}
		delete(m.Acts, key)
		delete(m.keysOf, key)
	}
	m.docActs[sha] = nil
	for i := range events {
		e := events[i]
		e.Incident = ""
		m.Acts[e.Key] = &e
		m.docActs[sha] = append(m.docActs[sha], e.Key)
		m.keysOf[e.Key] = blocks[e.Key]
		for _, b := range blocks[e.Key] {
			if m.blocks[b] == nil {
				m.blocks[b] = map[string][]string{}
			}
			m.blocks[b][e.Start] = append(m.blocks[b][e.Start], e.Key)
		}
	}
}

// Near answers archive.History.
func (m *Memory) Near(_ context.Context, bands []uint64, published string) ([]archive.Printed, error) {
	found, once := map[string]bool{}, map[string]bool{}
	for _, b := range bands {
		for _, sha := range m.bands[b] {
			if !archive.Timeless(b) && archive.PrintedApart(published, m.Docs[sha].Published) {
				continue
			}
			found[sha] = found[sha] || once[sha] || archive.Alone(b)
			once[sha] = true
		}
	}
	maps.DeleteFunc(found, func(_ string, enough bool) bool { return !enough })
	return m.printed(found), nil
}

// Family answers archive.History.
func (m *Memory) Family(_ context.Context, original string) ([]archive.Printed, error) {
	found := maps.Clone(m.copies[original])
	if found == nil {
		found = map[string]bool{}
	}
	if m.Docs[original] != nil {
		found[original] = true
	}
	return m.printed(found), nil
}

func (m *Memory) printed(found map[string]bool) []archive.Printed {
	out := make([]archive.Printed, 0, len(found))
	for _, sha := range slices.Sorted(maps.Keys(found)) {
		out = append(out, archive.Printed{Document: *m.Docs[sha], Prints: m.Prints[sha]})
	}
	return out
}

// Blocked answers archive.History.
func (m *Memory) Blocked(_ context.Context, blocks []string, from, to string) ([]archive.Event, error) {
	found := map[string]bool{}
	for _, b := range blocks {
		for day, keys := range m.blocks[b] {
			if day < from || day > to {
				continue
			}
			for _, k := range keys {
				found[k] = true
			}
		}
	}
	return m.events(slices.Sorted(maps.Keys(found))), nil
}

// EventsOf answers archive.History.
func (m *Memory) EventsOf(_ context.Context, documents []string) ([]archive.Event, error) {
	var keys []string
	for _, sha := range documents {
		keys = append(keys, m.docActs[sha]...)
	}
	slices.Sort(keys)
	return m.events(slices.Compact(keys)), nil
}

// Members answers archive.History.
func (m *Memory) Members(_ context.Context, incidents []string) ([]archive.Event, error) {
	var keys []string
	for _, id := range incidents {
		if inc := m.Known[id]; inc != nil {
			keys = append(keys, inc.Events...)
		}
	}
	slices.Sort(keys)
	return m.events(slices.Compact(keys)), nil
}

// Incidents answers archive.History.
func (m *Memory) Incidents(_ context.Context, ids []string) ([]archive.Incident, error) {
	var out []archive.Incident
	for _, id := range ids {
		if inc := m.Known[id]; inc != nil {
			out = append(out, *inc)
		}
	}
	slices.SortFunc(out, func(a, b archive.Incident) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// Events answers archive.History.
func (m *Memory) Events(_ context.Context, keys []string) ([]archive.Event, error) {
	return m.events(slices.Compact(slices.Sorted(slices.Values(keys)))), nil
}

func (m *Memory) events(keys []string) []archive.Event {
	out := make([]archive.Event, 0, len(keys))
	for _, k := range keys {
		if e := m.Acts[k]; e != nil {
			out = append(out, *e)
		}
	}
	return out
}

// Documents answers archive.History.
func (m *Memory) Documents(_ context.Context, documents []string) ([]archive.Document, error) {
	var out []archive.Document
	for _, sha := range slices.Compact(slices.Sorted(slices.Values(documents))) {
		if d := m.Docs[sha]; d != nil {
			out = append(out, *d)
		}
	}
	return out, nil
}

// Decided answers archive.History.
func (m *Memory) Decided(_ context.Context, documents []string) ([]archive.Correction, error) {
	names := func(key string) bool { // a key begins with its document
		document, _, _ := strings.Cut(key, ":")
		return slices.ContainsFunc(documents, func(sha string) bool { return document != "" && strings.HasPrefix(sha, document) })
	}
	var out []archive.Correction
	for _, c := range m.Corrections {
		if !c.Undone && (c.Verdict == archive.Merge || c.Verdict == archive.Split) && (names(c.Event) || names(c.Other)) {
			out = append(out, c)
		}
	}
	return out, nil
}

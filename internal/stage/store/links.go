package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"chancery/archive"
)

const incidentColumns = "e.id, e.name, e.body"

// scanIncident reads incidentColumns.
func (s *Store) scanIncident(row scan) (id int64, inc archive.Incident, err error) {
	var name string
	var body []byte
	if err := row(&id, &name, &body); err != nil {
		return 0, inc, err
	}
	if err := s.packer.openJSON(body, &inc); err != nil {
		return id, inc, fmt.Errorf("%w: incident %s cannot be read: %w", ErrDamaged, name, err)
	}
	return id, inc, nil
}

// keptIncident is an incident with its row id and how often it was written.
type keptIncident struct {
	id       int64
	revision int
	archive.Incident
}

// incidentsNamed reads incidents by name; those that are not kept are left out.
func (s *Store) incidentsNamed(ctx context.Context, h *handle, names []string) (map[string]*keptIncident, error) {
	out := map[string]*keptIncident{}
	if len(names) == 0 {
		return out, nil
	}
	err := h.each(ctx, func(row scan) (err error) {
		k := &keptIncident{}
		k.id, k.Incident, err = s.scanIncident(func(into ...any) error { return row(append(into, &k.revision)...) })
		out[k.ID] = k
		return err
	}, "SELECT "+incidentColumns+", e.revision FROM incidents e WHERE "+h.d.AmongNames("e.name"), h.d.Names(names))
	return out, err
}

// applyIncidents writes incidents and their changes. It gives the events that go
// into another incident than they were in, 0 for none. Incidents that are made of
// events of the fresh document alone were not there before.
func (t *txn) applyIncidents(ctx context.Context, l *archive.Links, fresh string) (map[string]int64, error) {
	names := slices.Clone(l.Removed)
	for i := range l.Incidents {
		own := func(key string) bool { return fresh != "" && strings.HasPrefix(key, fresh[:16]+":") }
		if slices.ContainsFunc(l.Incidents[i].Events, func(key string) bool { return !own(key) }) {
			names = append(names, l.Incidents[i].ID)
		}
	}
	kept, err := t.s.incidentsNamed(ctx, t.handle, names)
	if err != nil {
		return nil, err
	}
	moves := map[string]int64{}
	for _, name := range l.Removed {
		old := kept[name]
		if old == nil {
			continue
		}
		for _, key := range old.Events {
			moves[key] = 0
		}
		if err := t.recount(&old.Incident, nil); err != nil {
			return nil, err
		}
		if err := t.reindex(ctx, old.id, &old.Incident, nil); err != nil {
			return nil, err
		}
		if err := t.exec(ctx, "DELETE FROM incidents WHERE id = ?", old.id); err != nil {
			return nil, err
		}
	}
	entering, revisions := map[string]int64{}, map[string]int{}
	for i := range l.Incidents {
		if err := t.applyIncident(ctx, &l.Incidents[i], kept[l.Incidents[i].ID], moves, entering, revisions); err != nil {
			return nil, err
		}
	}
	for key, id := range entering {
		moves[key] = id
	}
	return moves, t.applyChanges(ctx, l.Changes, revisions)
}

// applyIncident writes one incident over what is kept of it, if anything;
// leaving and entering are the events that it loses and gets.
func (t *txn) applyIncident(ctx context.Context, inc *archive.Incident, kept *keptIncident, leaving, entering map[string]int64, revisions map[string]int) error {
	var id int64
	var was *archive.Incident
	var err error
	if kept != nil {
		id, was = kept.id, &kept.Incident
		revisions[inc.ID] = kept.revision + 1
	} else {
		revisions[inc.ID] = 1
		if id, err = t.next(ctx, "incidents", 1); err != nil {
			return err
		}
	}
	had := map[string]bool{}
	if was != nil {
		for _, key := range was.Events {
			had[key] = true
		}
	}
	for _, key := range inc.Events {
		if !had[key] {
			entering[key] = id
		}
		delete(had, key)
	}
	for key := range had {
		leaving[key] = 0
	}
	if err := t.recount(was, inc); err != nil {
		return err
	}
	if err := t.reindex(ctx, id, was, inc); err != nil {
		return err
	}
	body, err := json.Marshal(inc)
	if err != nil {
		return errItem{err}
	}
	t.named[id] = inc.ID
	kind, err := t.term(ctx, ofType, clean(inc.Type))
	if err != nil {
		return err
	}
	return t.exec(ctx, `INSERT INTO incidents (id, name, day, until, type, status, outcome, announced, level, confidence, scale, revision, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
		ON CONFLICT (id) DO UPDATE SET day = excluded.day, until = excluded.until, type = excluded.type, status = excluded.status,
		outcome = excluded.outcome, announced = excluded.announced, level = excluded.level, confidence = excluded.confidence, scale = excluded.scale,
		revision = incidents.revision + 1, body = excluded.body`,
		id, inc.ID, day(inc.Start), day(inc.End), kind, place(statuses(), string(inc.Status)), clean(inc.Outcome), day(inc.Announced),
		optionalInt(inc.Level), optionalFloat(inc.Confidence), optionalFloat(inc.Scale), t.s.packer.pack(body))
}

func (t *txn) applyChanges(ctx context.Context, changes []archive.Change, revisions map[string]int) error {
	first, err := t.next(ctx, "incident_changes", len(changes))
	if err != nil {
		return err
	}
	into := table("incident_changes", "id", "name", "revision", "at", "kind", "note", "other", "sum")
	for i, c := range changes {
		c.At = t.s.now()
		if c.Revision == 0 {
			c.Revision = revisions[c.Incident]
		}
		if c.Revision == 0 { // it is not among those that are written now
			if _, err := t.one(ctx, []any{&c.Revision}, "SELECT revision FROM incidents WHERE name = ?", c.Incident); err != nil {
				return err
			}
		}
		id, at, note := first+int64(i), c.At.UnixMilli(), clean(c.Note)
		into.add(id, c.Incident, c.Revision, at, c.Kind, note, c.Other, sum(id, c.Incident, c.Revision, at, c.Kind, note, c.Other))
	}
	return into.flush(ctx, t.handle)
}

// move puts events into their incidents.
func (t *txn) move(ctx context.Context, moves map[string]int64) error {
	if len(moves) == 0 {
		return nil
	}
	type update struct{ event, incident int64 }
	var todo []update
	var keys []string
	for _, key := range sorted(moves) {
		if a := t.ahead; a != nil && a.found != nil && a.found[a.keys[key]] != nil {
			todo = append(todo, update{a.keys[key], moves[key]})
			continue
		}
		keys = append(keys, key)
	}
	if err := t.rowsOf(ctx, keys, func(id int64, key string) { todo = append(todo, update{id, moves[key]}) }); err != nil {
		return err
	}
	for _, u := range todo {
		if a := t.ahead; a != nil && a.found[u.event] != nil {
			a.found[u.event].Incident = t.named[u.incident]
		}
		if err := t.exec(ctx, "UPDATE events SET incident = ? WHERE id = ?", known(u.incident), u.event); err != nil {
			return err
		}
	}
	return nil
}

// rowsOf gives the rows of the events of these keys.
func (t *txn) rowsOf(ctx context.Context, keys []string, each func(id int64, key string)) error {
	if len(keys) == 0 {
		return nil
	}
	wanted := make(map[string]bool, len(keys))
	for _, k := range keys {
		wanted[k] = true
	}
	return t.each(ctx, func(s scan) error {
		var id, h int64
		var tail string
		if err := s(&id, &h, &tail); err != nil {
			return err
		}
		if key := joinKey(h, tail); wanted[key] {
			each(id, key)
		}
		return nil
	}, "SELECT e.id, e.head, e.tail FROM events e WHERE e.doc IN (SELECT id FROM documents WHERE "+t.d.Among("head")+")", t.d.Numbers(heads(keys)))
}

func (t *txn) applyCopies(ctx context.Context, copies []archive.Kinship) error {
	for _, k := range copies {
		doc, err := t.rowOf(ctx, k.Document)
		if err != nil {
			return err
		}
		delete(t.near, doc)
		t.copied(k.Document, k.Copy)
		original, err := t.rowOf(ctx, k.Original)
		if err != nil {
			return err
		}
		parent, err := t.rowOf(ctx, k.Parent)
		if err != nil {
			return err
		}
		if err := t.exec(ctx, "UPDATE documents SET original = ?, parent = ?, copy = ?, kin = ? WHERE id = ?",
			known(original), known(parent), string(k.Copy), kinSum(doc, original, parent, string(k.Copy)), doc); err != nil {
			return err
		}
	}
	return nil
}

// rowOf is the row of a document that linking names; 0 of none.
func (t *txn) rowOf(ctx context.Context, sha256 string) (int64, error) {
	if sha256 == "" {
		return 0, nil
	}
	if id, ok := t.placed[sha256]; ok {
		return id, nil
	}
	row, found, err := headOf(ctx, t.handle, sha256)
	if err == nil && !found {
		err = errItem{unknown("document", sha256)}
	}
	return row.id, err
}

// names are the incidents that links change.
func names(l *archive.Links) []string {
	var out []string
	for i := range l.Incidents {
		out = append(out, l.Incidents[i].ID)
	}
	slices.Sort(out)
	return out
}

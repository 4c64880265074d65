package store

import (
	"context"
	"fmt"

	"chancery/archive"
)

// eventRow are the columns of an event that its body tells too.
type eventRow struct {
	doc, day, until, kind, status, flags, review, incident int64
	level                                                  *int64
	confidence, scale                                      *float64
	blocks, under                                          []byte
}

func (v *verifier) eventRows(ctx context.Context, p *part) error {
	stored := map[int64]map[string]archive.Review{}
	err := v.h.each(ctx, func(row scan) error {
		var r eventRow
		id, e, err := v.s.scanEvent(func(into ...any) error {
			return row(append(into, &r.doc, &r.day, &r.until, &r.kind, &r.status, &r.level, &r.confidence, &r.scale, &r.flags, &r.review, &r.incident, &r.blocks, &r.under)...)
		})
		if err != nil {
			v.unread("events", err)
			v.events.leave(id)
			return nil
		}
		v.out.Events++
		if stored[r.doc] == nil {
			stored[r.doc] = map[string]archive.Review{}
		}
		stored[r.doc][e.Key] = e.Review
		return v.event(ctx, p, id, &e, &r)
	}, "SELECT "+eventColumns+`, e.doc, e.day, e.until, e.type, e.status, e.level, e.confidence, e.scale, e.flags, e.review, COALESCE(e.incident, 0), e.blocks, e.coded
		FROM `+eventTables+" WHERE e.doc BETWEEN ? AND ?", p.from, p.to)
	if err != nil {
		return err
	}
	return v.reviews(ctx, p, stored)
}

// event checks one event against its columns, and notes where it must be found.
func (v *verifier) event(ctx context.Context, p *part, id int64, e *archive.Event, r *eventRow) error {
	report := v.of(p, "events", r.doc, e.Key)
	x, err := indexEvent(ctx, e, v.give)
	if err != nil {
		report(err.Error())
		v.events.leave(id)
		return nil
	}
	if r.day != x.day || r.until != day(e.End) || r.kind != x.kind || r.status != place(statuses(), string(e.Status)) || r.flags != flags(e) ||
		number64(r.level) != int64(e.Level) || !sameFloat(r.confidence, e.Confidence) || !sameFloat(r.scale, e.Scale) || !keyOf(e.Key, e.Document) {
		report("the columns by which it is found are not those of the event")
	}
	if !sumOfNumbers(r.blocks) {
		report("the keys by which it is linked: " + errSum.Error())
	}
	blocks := openNumbers(r.blocks)
	if e.Review == archive.Rejected {
		blocks = nil
	}
	v.events.item(id, x, blocks, e.Evidence)
	if r.under != nil {
		if _, err := v.s.packer.open(r.under); err != nil {
			report("what was coded, under the correction, cannot be read: " + err.Error())
		}
	}
	if (r.under != nil) != (r.review != 0) {
		report("its mark of review and what was coded under the correction are not both there")
	}
	if r.incident != 0 {
		if e.Incident == "" {
			report(fmt.Sprintf("its incident, row %d, is not there", r.incident))
		}
		v.joined += hashText(e.Key, e.Incident)
	}
	return nil
}

// reviews lays the decisions on the documents of a part over the events as they
// were coded: it must give what is in force.
func (v *verifier) reviews(ctx context.Context, p *part, stored map[int64]map[string]archive.Review) error {
	reader := &txn{handle: v.h, s: v.s}
	for _, doc := range sorted(stored) {
		want := map[string]archive.Review{}
		if p.decided[doc] {
			events, err := reader.coded(ctx, doc)
			if err != nil {
				v.unread("events", err)
				continue
			}
			decided, err := reader.decisions(ctx, doc)
			if err != nil {
				v.unread("corrections", err)
				continue
			}
			for _, l := range overlay(events, decided) {
				want[l.event.Key] = l.event.Review
			}
		}
		for _, key := range sorted(stored[doc]) {
			if want[key] != stored[doc][key] {
				v.of(p, "events", doc, key)(fmt.Sprintf("its mark of review is %q, and the decisions give %q", stored[doc][key], want[key]))
			}
		}
	}
	return nil
}

func number64(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}

func sameFloat(a, b *float64) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return *a == *b
}

func (v *verifier) incidents(ctx context.Context) (err error) {
	if v.counted, err = newCount(); err != nil {
		return err
	}
	terms := newPostings("incident_terms", v.most["incidents"])
	err = v.h.each(ctx, func(row scan) error {
		var found, until, kind, status, announced, revision int64
		var level *int64
		var confidence, scale *float64
		var outcome string
		id, inc, err := v.s.scanIncident(func(into ...any) error {
			return row(append(into, &found, &until, &kind, &status, &outcome, &announced, &revision, &level, &confidence, &scale)...)
		})
		if err != nil {
			v.unread("incidents", err)
			terms.loose[id] = true
			return nil
		}
		x, err := indexIncident(ctx, &inc, v.give)
		if err != nil {
			v.fault(Fault{Table: "incidents", Row: inc.ID, What: err.Error()})
			terms.loose[id] = true
		} else {
			for _, t := range x.terms {
				terms.add(id, mix(uint64(t), uint64(x.day)))
			}
		}
		v.out.Incidents++
		v.counted.Add(&inc)
		if found != day(inc.Start) || until != day(inc.End) || v.named[kind] != (term{ofType, clean(inc.Type)}) || status != place(statuses(), string(inc.Status)) ||
			outcome != clean(inc.Outcome) || announced != day(inc.Announced) || revision < 1 ||
			number64(level) != int64(inc.Level) || !sameFloat(confidence, inc.Confidence) || !sameFloat(scale, inc.Scale) {
			v.fault(Fault{Table: "incidents", Row: inc.ID, What: "the columns by which it is found are not those of the incident"})
		}
		for _, key := range inc.Events {
			v.reported += hashText(key, inc.ID)
		}
		return nil
	}, "SELECT "+incidentColumns+", e.day, e.until, e.type, e.status, e.outcome, e.announced, e.revision, e.level, e.confidence, e.scale FROM incidents e")
	if err == nil {
		err = v.incidentTerms(ctx, terms)
	}
	if err == nil && v.reported != v.joined {
		v.fault(Fault{Table: "incidents", What: "incidents name other events than those that name them"})
	}
	return err
}

// changes checks the history of incidents.
func (v *verifier) changes(ctx context.Context) error {
	return v.h.each(ctx, func(row scan) error {
		var id, revision, at, check int64
		var name, kind, note, other string
		if err := row(&id, &name, &revision, &at, &kind, &note, &other, &check); err != nil {
			return err
		}
		if check != sum(id, name, revision, at, kind, note, other) {
			v.fault(Fault{Table: "incident_changes", Row: fmt.Sprint(id), What: "of incident " + name + ": " + errSum.Error()})
		}
		return nil
	}, "SELECT id, name, revision, at, kind, note, other, sum FROM incident_changes")
}

// others checks the tables that stand by themselves.
func (v *verifier) others(ctx context.Context) error {
	err := v.h.each(ctx, func(row scan) error {
		var kind, name string
		var at, check int64
		var body []byte
		if err := row(&kind, &name, &at, &check, &body); err != nil {
			return err
		}
		if _, err := v.s.packer.open(body); err != nil || check != sum(kind, name, at) {
			v.fault(Fault{Table: "states", Row: kind + " " + name, What: errSum.Error()})
		}
		return nil
	}, "SELECT kind, name, at, sum, body FROM states")
	if err != nil {
		return err
	}
	if err := bodies(ctx, v, "sources", "SELECT outlet, 0, '', body FROM sources", func(s *archive.Source, name string, _ int64, _ string) bool { return clean(s.Outlet) == name }); err != nil {
		return err
	}
	if err := bodies(ctx, v, "identities", "SELECT name, 0, '', body FROM identities", func(x *archive.Identity, name string, _ int64, _ string) bool { return clean(x.ID) == name }); err != nil {
		return err
	}
	if err := bodies(ctx, v, "tenures", "SELECT person, n, '', body FROM tenures", func(x *archive.Tenure, name string, _ int64, _ string) bool { return clean(x.Person) == name }); err != nil {
		return err
	}
	if err := v.searches(ctx); err != nil {
		return err
	}
	return bodies(ctx, v, "foreign_events", "SELECT name, day, origin, body FROM foreign_events", func(x *archive.Foreign, name string, n int64, origin string) bool {
		return clean(x.ID) == name && day(x.Day) == n && string(x.Set) == origin
	})
}

// bodies checks a table of packed values under names.
func bodies[T any](ctx context.Context, v *verifier, table, query string, same func(x *T, name string, n int64, origin string) bool) error {
	return v.h.each(ctx, func(row scan) error {
		var name, origin string
		var n int64
		var body []byte
		if err := row(&name, &n, &origin, &body); err != nil {
			return err
		}
		var x T
		if err := v.s.packer.openJSON(body, &x); err != nil {
			v.fault(Fault{Table: table, Row: name, What: err.Error()})
		} else if !same(&x, name, n, origin) {
			v.fault(Fault{Table: table, Row: name, What: "it is kept under another name than its own"})
		}
		return nil
	}, query)
}

// incidentTerms compares the terms of incidents with those that are there.
func (v *verifier) incidentTerms(ctx context.Context, p *postings) error {
	err := v.h.each(ctx, func(row scan) error {
		var id, term, day int64
		err := row(&id, &term, &day)
		p.take(id, mix(uint64(term), uint64(day)))
		return err
	}, "SELECT incident, term, day FROM incident_terms")
	for _, id := range p.wrong() {
		v.fault(Fault{Table: p.table, Row: fmt.Sprint(id), What: "the index is not that of what is kept"})
	}
	return err
}

package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"chancery/relations"
)

// Fault is something that is not as it was written.
type Fault struct {
	Table string `json:"table"`
	// Document is the SHA-256 of the text that the row belongs to, where it
	// belongs to one; Revision that of its record.
	Document string `json:"document,omitempty"`
	Revision int    `json:"revision,omitempty"`
	Row      string `json:"row,omitempty"` // key or number
	What     string `json:"what"`
}

func (f Fault) String() string {
	s := f.Table
	if f.Row != "" {
		s += " " + f.Row
	}
	if f.Document != "" {
		s += " of document " + f.Document
	}
	if f.Revision > 0 {
		s += fmt.Sprintf(", revision %d", f.Revision)
	}
	return s + ": " + f.What
}

// Verified is what Verify read and found.
type Verified struct {
	Documents  int `json:"documents"`
	Records    int `json:"records"`
	Texts      int `json:"texts"`
	Events     int `json:"events"`
	Statements int `json:"statements"`
	Incidents  int `json:"incidents"`
	Decisions  int `json:"decisions"`
	// Chain is the last link of the chain over all records: the same archive has
	// the same, and one that goes on from it has it within.
	Chain string `json:"chain"`
	// Faults are told up to mostFaults; More counts the others.
	Faults []Fault       `json:"faults"`
	More   int           `json:"more,omitempty"`
	Took   time.Duration `json:"took"`
}

const mostFaults = 1000

// Verify reads all that is kept, at one moment, and tells what is not as it was
// written. An error means that the reading itself failed.
func (s *Store) Verify(ctx context.Context) (Verified, error) {
	began := s.now()
	v := &verifier{s: s}
	v.out.Faults = []Fault{}
	err := s.snapshot(ctx, func(h *handle) error {
		v.h = h
		return v.all(ctx)
	})
	v.out.Took = s.now().Sub(began)
	return v.out, told(err, "cannot verify the archive")
}

// snapshot runs f on a connection that sees the archive as it is at one moment.
func (s *Store) snapshot(ctx context.Context, f func(*handle) error) error {
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return s.d.Explain(err)
	}
	h := newHandle(conn, s.d)
	defer func() {
		h.close()
		// What the connection is left in does not matter to the answer.
		_ = h.run(context.WithoutCancel(ctx), "ROLLBACK")
		_ = conn.Close()
	}()
	if err := h.run(ctx, s.d.Snapshot); err != nil {
		return err
	}
	return f(h)
}

// verifier goes through the tables.
type verifier struct {
	s   *Store
	h   *handle
	out Verified

	terms map[term]int64
	named map[int64]term
	most  map[string]int64 // row ids given out

	events, statements    *indexes
	counted               *relations.Aggregate // the incidents, by month
	bands, titles, texted *postings
	// reported are the events under the incident that names them, joined those
	// under the one that they name: sums that must be the same.
	reported, joined uint64
}

func (v *verifier) fault(f Fault) {
	if len(v.out.Faults) < mostFaults {
		v.out.Faults = append(v.out.Faults, f)
	} else {
		v.out.More++
	}
}

func (v *verifier) all(ctx context.Context) error {
	// A file whose structure is broken may not be readable at all.
	for _, step := range []func(context.Context) error{
		v.structure, v.schema, v.counters, v.dictionary,
		v.records, v.decisions, v.log,
		v.documents, v.coverage, v.incidents, v.sums, v.changes, v.others,
		v.indexes,
	} {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := step(ctx); err != nil {
			if len(v.out.Faults) == 0 {
				return err
			}
			// What was found tells why the rest cannot be read.
			v.fault(Fault{Table: "archive", What: err.Error()})
		}
	}
	return nil
}

// structure is the database's own check.
func (v *verifier) structure(ctx context.Context) error {
	return v.h.eachOnce(ctx, func(row scan) error {
		var line string
		if err := row(&line); err != nil {
			return err
		}
		if line != "ok" {
			v.fault(Fault{Table: "archive", What: line})
		}
		return nil
	}, v.s.d.Check)
}

func (v *verifier) schema(ctx context.Context) error {
	have, err := applied(ctx, v.h)
	if err != nil {
		return err
	}
	known, err := readMigrations(migrations)
	if err != nil {
		return err
	}
	if _, err := pending(have, known); err != nil {
		v.fault(Fault{Table: "migrations", What: err.Error()})
	}
	return nil
}

// counters: no row has an id that was not given out.
func (v *verifier) counters(ctx context.Context) error {
	v.most = map[string]int64{}
	err := v.h.each(ctx, func(row scan) error {
		var name string
		var n int64
		err := row(&name, &n)
		v.most[name] = n
		return err
	}, "SELECT name, given FROM counters")
	if err != nil {
		return err
	}
	for _, t := range []struct{ table, id string }{
		{"documents", "id"}, {"records", "seq"}, {"events", "id"}, {"statements", "id"}, {"holdings", "id"}, {"incidents", "id"},
		{"incident_changes", "id"}, {"pairs", "id"}, {"corrections", "id"}, {"terms", "id"}, {"log", "id"},
	} {
		var last int64
		if _, err := v.h.one(ctx, []any{&last}, "SELECT COALESCE(max("+t.id+"), 0) FROM "+t.table); err != nil {
			return err
		}
		if last > v.most[t.table] {
			v.fault(Fault{Table: "counters", Row: t.table, What: fmt.Sprintf("row %d was never given out, the last one was %d", last, v.most[t.table])})
			v.most[t.table] = last
		}
	}
	return nil
}

// dictionary reads the terms; each party must be found by its words.
func (v *verifier) dictionary(ctx context.Context) error {
	v.terms, v.named = map[term]int64{}, map[int64]term{}
	want := newPostings("lookups", v.most["terms"])
	err := v.h.each(ctx, func(row scan) error {
		var id int64
		var t term
		if err := row(&id, &t.field, &t.value); err != nil {
			return err
		}
		v.terms[t], v.named[id] = id, t
		if t.field == ofParty && !isParty(t.value) {
			v.fault(Fault{Table: "terms", Row: fmt.Sprint(id), What: "it is no party"})
			return nil
		}
		for _, what := range lookups(t) {
			want.add(id, hashText(what))
		}
		return nil
	}, "SELECT id, field, value FROM terms")
	if err != nil {
		return err
	}
	err = v.h.each(ctx, func(row scan) error {
		var what string
		var id int64
		err := row(&what, &id)
		want.take(id, hashText(what))
		return err
	}, "SELECT what, term FROM lookups")
	if err != nil {
		return err
	}
	for _, id := range want.wrong() {
		v.fault(Fault{Table: "lookups", Row: fmt.Sprint(id), What: fmt.Sprintf("the words by which the party %q is found are not all there", v.named[id].value)})
	}
	return nil
}

// give is the giver of terms of what is read: it makes none.
func (v *verifier) give(_ context.Context, field, value string) (int64, error) {
	id, ok := v.terms[term{field, value}]
	if !ok {
		return 0, fmt.Errorf("the %s %q is not among the terms", field, value)
	}
	return id, nil
}

func hexOf(sum []byte) string { return hex.EncodeToString(sum) }

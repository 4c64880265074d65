package store

import (
	"context"
	"slices"

	"chancery/archive"
	"chancery/internal/filter"
)

// Counts tells of the events of a filter how many reports, documents, outlets,
// outlets with a text of their own, and incidents they are.
func (s *Store) Counts(ctx context.Context, f filter.Expr) (archive.Counts, error) {
	g := s.events()
	p, err := s.plan(ctx, g.name, g.row, g.day, g.leaf, g.hidden(f), f, true)
	if err != nil {
		return archive.Counts{}, err
	}
	if !p.exact {
		return s.countRead(ctx, f)
	}
	from := p.from
	if !p.docs {
		from += s.d.Join + "documents d ON d.id = e.doc"
	}
	var c archive.Counts
	err = s.read.eachOnce(ctx, func(row scan) error {
		return row(&c.Reports, &c.Documents, &c.Outlets, &c.Independent, &c.Incidents)
	}, "SELECT count(*), count(DISTINCT e.doc), count(DISTINCT d.outlet), count(DISTINCT CASE WHEN d.original IS NULL THEN d.outlet END), count(DISTINCT e.incident) FROM "+
		from+" WHERE "+p.where, slices.Concat(p.args, p.cond.args)...)
	return c, told(err, "cannot count events")
}

// countRead counts by reading the events, where the index is not sure of them.
func (s *Store) countRead(ctx context.Context, f filter.Expr) (c archive.Counts, err error) {
	documents, outlets, own, incidents := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for e, err := range s.Events(ctx, Query{Filter: f}) {
		if err != nil {
			return c, err
		}
		c.Reports++
		documents[e.Document], outlets[e.Outlet] = true, true
		if !e.Copied {
			own[e.Outlet] = true
		}
		if e.Incident != "" {
			incidents[e.Incident] = true
		}
	}
	c.Documents, c.Outlets, c.Independent, c.Incidents = len(documents), len(outlets), len(own), len(incidents)
	return c, nil
}

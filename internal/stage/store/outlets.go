package store

import (
	"cmp"
	"context"
	"slices"

	"chancery/archive"
)

// Outlets gives the outlets that have documents or a profile, in order of name.
func (s *Store) Outlets(ctx context.Context) ([]archive.Outlet, error) {
	byName := map[string]archive.Outlet{}
	known, err := s.profiles(ctx)
	if err != nil {
		return nil, err
	}
	for name, source := range known {
		byName[name] = archive.Outlet{Source: source}
	}
	err = s.read.each(ctx, func(row scan) error {
		var name string
		var documents int
		var first, last int64
		if err := row(&name, &documents, &first, &last); err != nil {
			return err
		}
		o := byName[name]
		o.Outlet, o.Documents, o.First, o.Last = name, documents, dayText(first), dayText(last)
		byName[name] = o
		return nil
	}, `SELECT o.value, sum(c.documents), coalesce(min(CASE WHEN c.day > 0 THEN c.day END), 0), max(c.day)
		FROM coverage c JOIN terms o ON o.id = c.outlet WHERE c.documents > 0 GROUP BY o.value`)
	out := make([]archive.Outlet, 0, len(byName))
	for _, o := range byName {
		out = append(out, o)
	}
	slices.SortFunc(out, func(a, b archive.Outlet) int { return cmp.Compare(a.Outlet, b.Outlet) })
	return out, err
}

// profiles are the sources by outlet.
func (s *Store) profiles(ctx context.Context) (map[string]archive.Source, error) {
	known := map[string]archive.Source{}
	for source, err := range s.Sources(ctx) {
		if err != nil {
			return nil, err
		}
		known[source.Outlet] = source
	}
	return known, nil
}

// ForeignSets tells what there is of the data sets of others, in order of name.
func (s *Store) ForeignSets(ctx context.Context) ([]archive.ForeignCount, error) {
	var out []archive.ForeignCount
	err := s.read.each(ctx, func(row scan) error {
		var c archive.ForeignCount
		var set string
		var first, last int64
		if err := row(&set, &c.Events, &first, &last); err != nil {
			return err
		}
		c.Set, c.First, c.Last = archive.ForeignSet(set), dayText(first), dayText(last)
		out = append(out, c)
		return nil
	}, "SELECT origin, count(*), coalesce(min(CASE WHEN day > 0 THEN day END), 0), max(day) FROM foreign_events GROUP BY origin ORDER BY origin")
	return out, err
}

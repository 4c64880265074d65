package store

import (
	"context"
	"strconv"
	"strings"
)

// Revision names the state of all that lists show: as long as it is the same,
// nothing was added, coded again, corrected or forgotten. Lines of the log about
// who came in change nothing that is shown.
func (s *Store) Revision(ctx context.Context) (string, error) {
	var at [7]int64
	_, err := s.read.one(ctx, []any{&at[0], &at[1], &at[2], &at[3], &at[4], &at[5], &at[6]}, `SELECT
		COALESCE((SELECT given FROM counters WHERE name = 'records'), 0),
		COALESCE((SELECT given FROM counters WHERE name = 'events'), 0),
		COALESCE((SELECT given FROM counters WHERE name = 'incident_changes'), 0),
		COALESCE((SELECT max(id) FROM corrections), 0),
		COALESCE((SELECT sum(undone) FROM corrections), 0),
		COALESCE((SELECT id FROM log WHERE kind <> 'access' ORDER BY id DESC LIMIT 1), 0),
		COALESCE((SELECT sum(length(body)) FROM sources), 0)`)
	parts := make([]string, len(at))
	for i, n := range at {
		parts[i] = strconv.FormatInt(n, 36)
	}
	return strings.Join(parts, "."), told(err, "cannot tell the state of the archive")
}

package relations

import (
	"strings"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

// Takes says whether a series over an aggregate by a grain counts an incident,
// and in which period of the question's grain: what stands behind a number.
func (q *Question) Takes(inc *archive.Incident, aggregated record.Grain) (Period, bool) {
	first, ok := ParseDay(inc.Start)
	if !ok || !counts(q.Statuses, statusNumber(inc.Status)) {
		return 0, false
	}
	if last, ok := ParseDay(inc.End); ok && last-first >= broadest(aggregated) {
		return 0, false
	}
	var buf [128]byte
	from := strings.Fields(string(appendKeys(buf[:0], inc.Actors)))
	to := strings.Fields(string(appendKeys(buf[:0], inc.Recipients)))
	kind, _ := ontology.ParseType(inc.Type)
	begin := PeriodOf(first, aggregated).First(aggregated)
	way := pair{&q.A, &q.B}.senseOf(kind, from, to, begin)
	p := PeriodOf(begin, q.Grain)
	if q.From != NoDay && p < PeriodOf(q.From, q.Grain) || q.Until != NoDay && p > PeriodOf(q.Until, q.Grain) {
		return 0, false
	}
	return p, way != 0 && (!q.Directed || way&(forth|mutual) != 0)
}

// Keys are the keys of a side's members, each once; none for Others.
func (s *Side) Keys() (keys []string) {
	seen := map[string]bool{}
	for _, m := range s.Members {
		if !seen[m.Key] {
			seen[m.Key], keys = true, append(keys, m.Key)
		}
	}
	return keys
}

// Given says whether a side was given at all.
func (s *Side) Given() bool { return s.given() }

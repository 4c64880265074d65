package measure

import (
	"fmt"

	"chancery/relations"
)

// notes tell the method and what may be missing.
func (r *Relation) notes(s *relations.Series, m relations.Measure, q RelationQuestion, leftOut int) {
	t := &r.Total
	r.Method = append(r.Method,
		fmt.Sprintf("Counted are acts (incidents), each once however many reports tell it; a type of act has a score from −10 (conflict) to 10 (cooperation). %s", tells(m, q.Norm)))
	if s.Uncovered || t.Documents == 0 {
		r.Method = append(r.Method, "The archive has no dated document in this time, so nothing is known of it.")
	} else {
		gaps := fmt.Sprintf("none of %d periods is without a document", t.Periods)
		if t.Gaps > 0 {
			gaps = fmt.Sprintf("%d of %d periods have no document: they are gaps, of which nothing is known, and never zeros", t.Gaps, t.Periods)
		}
		r.Method = append(r.Method, fmt.Sprintf("%d documents of %d outlets, on %d of %d days; %s.", t.Documents, t.Outlets, t.DaysCovered, t.Days, gaps))
	}
	r.Method = append(r.Method, "Intervals are 95 % bootstrap intervals over incidents (999 replicates): they tell how far chance in what happened and was reported moves a number, not what no outlet reported.")
	r.Method = append(r.Method, "Shocks are looked for in the acts of conflict, which are expected to rise with the documents that report other things; the tail is that of a negative binomial, and 5 % of series without a shock show one.")
	if leftOut > 0 {
		r.Method = append(r.Method, fmt.Sprintf("Left out at the ends: %d %s, of which less than four fifths lie between the first document and the last; --since and --until take it in.", leftOut, q.Grain))
	}
	if t.Undated+t.Broad > 0 {
		r.Method = append(r.Method, fmt.Sprintf("%d incidents of anyone have no day and %d span more than a %s; they are in no period.", t.Undated, t.Broad, q.Grain))
	}
	if m.What == relations.Reports {
		r.Method = append(r.Method, "Reports count how loudly acts were told, and rise with the number of outlets.")
	}
}

// tells says in words what a value is.
func tells(m relations.Measure, n relations.Norm) string {
	what := map[relations.What]string{
		relations.Incidents: "The value is their number", relations.Reports: "The value is the number of their reports",
		relations.Score: "The value is the sum of their scores", relations.Distance: "The value is the sum of their scores without the sign",
		relations.MeanScore: "The value is the mean of their scores",
	}[m.What]
	switch {
	case m.Type != "":
		what += ", of type " + m.Type + " alone"
	case len(m.Quads) > 0:
		what += ", of " + quads(m.Quads) + " alone"
	}
	if n != relations.Raw && m.What != relations.MeanScore {
		what += ", " + map[relations.Norm]string{relations.Share: "as a share of all incidents of the period", relations.PerThousand: "per thousand documents of the period"}[n]
	}
	return what + "."
}

func quads(list []relations.Quad) string {
	text := ""
	for i, q := range list {
		if i > 0 {
			text += " and "
		}
		text += q.String()
	}
	return text
}

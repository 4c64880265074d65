package evaluate

import (
	"cmp"
	"slices"

	"chancery/record"
)

// match pairs the gold element i with the coded element j.
type match struct{ i, j int }

// pair matches elements one to one, the best rank first; of equal ranks the
// earlier gold element goes first, then the earlier coded one.
func pair[T any](gold, got []T, fits func(g, p *T) bool, rank func(g, p *T) float64) []match {
	type candidate struct {
		match
		rank float64
	}
	var candidates []candidate
	for i := range gold {
		for j := range got {
			if fits(&gold[i], &got[j]) {
				candidates = append(candidates, candidate{match{i, j}, rank(&gold[i], &got[j])})
			}
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(b.rank, a.rank) })
	goldDone, gotDone := make([]bool, len(gold)), make([]bool, len(got))
	var matches []match
	for _, c := range candidates {
		if !goldDone[c.i] && !gotDone[c.j] {
			goldDone[c.i], gotDone[c.j] = true, true
			matches = append(matches, c.match)
		}
	}
	return matches
}

// comparison is what one document adds to the figures.
type comparison struct {
	tally  tally
	events []match
}

// compare counts one document. dated says that its publication date is known:
// without it no date can be asked for.
func compare(gold, got coding, dated bool) comparison {
	t := newTally()
	matches := compareEvents(t, gold.events, got.events, dated)
	compareStatements(t, gold.statements, got.statements)
	comparePosts(t, gold.posts, got.posts)
	return comparison{t, matches}
}

func compareEvents(t tally, gold, got []event, dated bool) []match {
	ng, np := len(gold), len(got)
	sameType := func(g, p *event) bool { return g.sentence == p.sentence && g.kind == p.kind }
	matches := pair(gold, got, sameType, closeness)
	right, whole := 0, 0
	for _, m := range matches {
		g, p := &gold[m.i], &got[m.j]
		if sameDyad(g, p) {
			right++
			if g.status == p.status {
				whole++
			}
		}
		t.judge("status", g.status == p.status)
		if g.mode != "" {
			t.judge("mode", g.mode == p.mode)
		}
		if g.date != "" && dated {
			t.judge("date", dateAgrees(g.date, p.date))
		}
		if g.place != "" {
			t.judge("place country", g.place == p.place)
		}
		t.hit(g.kind)
	}
	t.count("events", len(matches), ng, np)
	t.count("events+actors", right, ng, np)
	t.count("events+actors+status", whole, ng, np)

	sameWords := func(g, p *event) bool { return g.sentence == p.sentence && g.words.common(p.words) > 0 }
	found := pair(gold, got, sameWords, closeness)
	t.count("trigger found", len(found), ng, np)
	for _, m := range found {
		t.judge("type of found", gold[m.i].kind == got[m.j].kind)
	}
	for i := range gold {
		t.count(gold[i].kind, 0, 1, 0)
	}
	for j := range got {
		t.count(got[j].kind, 0, 0, 1)
	}
	return matches
}

// sameDyad says whether the countries agree. In the mutual types it is a
// convention who is listed on which side, so the sides count together.
func sameDyad(g, p *event) bool {
	switch g.kind {
	case "CONSULT", "AGREE", "COOPERATE":
		return slices.Equal(bothSides(g), bothSides(p))
	}
	return slices.Equal(g.actors, p.actors) && slices.Equal(g.recipients, p.recipients)
}

func bothSides(e *event) []string { return codeSet(slices.Concat(e.actors, e.recipients)) }

// closeness ranks the candidates of a pairing.
func closeness(g, p *event) float64 {
	rank := 0
	if sameDyad(g, p) {
		rank += 3
	}
	if g.status == p.status {
		rank++
	}
	if g.mode == p.mode {
		rank++
	}
	if g.words.common(p.words) > 0 {
		rank += 2
	}
	return float64(rank)
}

// dateAgrees compares to the precision of the less precise date, which may be a
// month where gold gives a day, but no year.
func dateAgrees(gold, got string) bool {
	n := min(len(gold), len(got))
	return got != "" && got[:n] == gold[:n] && len(got) >= min(len(gold), len("2006-01"))
}

func compareStatements(t tally, gold, got []statement) {
	shared := func(g, p *statement) float64 { return intersectionOverUnion(g.span, p.span) }
	matches := pair(gold, got, func(g, p *statement) bool { return shared(g, p) >= 0.5 }, shared)
	speakers := 0
	for _, m := range matches {
		if gold[m.i].speaker.overlap(got[m.j].speaker) >= 0.5 {
			speakers++
		}
	}
	t.count("statements", len(matches), len(gold), len(got))
	t.count("statements+speaker", speakers, len(gold), len(got))
}

func intersectionOverUnion(a, b record.Span) float64 {
	both := min(a.End, b.End) - max(a.Start, b.Start)
	if both <= 0 {
		return 0
	}
	return float64(both) / float64(max(a.End, b.End)-min(a.Start, b.Start))
}

func comparePosts(t tally, gold, got []post) {
	fits := func(g, p *post) bool { return g.person.overlap(p.person) >= 0.5 && g.title.overlap(p.title) >= 0.5 }
	matches := pair(gold, got, fits, func(g, p *post) float64 {
		rank := g.title.overlap(p.title)
		if g.code == p.code {
			rank++
		}
		return rank
	})
	countries := 0
	for _, m := range matches {
		if gold[m.i].code == got[m.j].code {
			countries++
		}
	}
	t.count("posts", len(matches), len(gold), len(got))
	t.count("posts+country", countries, len(gold), len(got))
}

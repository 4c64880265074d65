package measure

import (
	"context"
	"fmt"
	"iter"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
	"chancery/relations"
)

// Foreign gives the events of other data sets that the archive keeps.
type Foreign interface {
	Foreign(ctx context.Context, set archive.ForeignSet, from, to string) iter.Seq2[archive.Foreign, error]
}

// CompareQuestion lays relations side by side.
type CompareQuestion struct {
	Pairs [][2]relations.Side // the second may not be given
	// With are other data sets in which the first pair is counted too.
	With []archive.ForeignSet
	Span
	Measure string
	Norm    relations.Norm
	Seed    uint64
}

// Compare is relations side by side.
type Compare struct {
	Grain   string        `json:"grain"`
	Measure string        `json:"measure"`
	Norm    string        `json:"norm,omitempty"`
	Lines   []CompareLine `json:"lines"`
	Ties    []CompareTie  `json:"correlations,omitempty"`
	Method  []string      `json:"method"`
}

// CompareLine is one relation in one source.
type CompareLine struct {
	A      string         `json:"a"`
	B      string         `json:"b,omitempty"`
	Source string         `json:"source"` // archive, or the name of a data set
	Filter string         `json:"filter,omitempty"`
	Total  int            `json:"incidents"`
	Trend  Trend          `json:"trend"`
	Points []ComparePoint `json:"points"`
}

// ComparePoint is one period.
type ComparePoint struct {
	Period    string   `json:"period"`
	First     string   `json:"first"`
	Last      string   `json:"last"`
	Gap       bool     `json:"gap,omitempty"`
	Incidents int      `json:"incidents"`
	Value     Number   `json:"value"`
	Interval  Interval `json:"interval"`
	IDs       []string `json:"ids,omitempty"`
}

// CompareTie is the rank correlation of two lines, by their places.
type CompareTie struct {
	First     int      `json:"first"`
	Second    int      `json:"second"`
	Rho       Number   `json:"rho"`           // as they are
	Detrended Number   `json:"rho_detrended"` // without their trends
	Interval  Interval `json:"interval"`      // of the detrended
	P         Number   `json:"p"`
	Periods   int      `json:"periods"`
	Needs     string   `json:"needs,omitempty"`
}

// CompareArchive is what this question needs.
type CompareArchive interface {
	Archive
	Foreign
}

// CompareOf answers a question.
func CompareOf(ctx context.Context, a CompareArchive, w World, q CompareQuestion) (*Compare, error) {
	m, err := relations.MeasureNamed(orElse(q.Measure, "incidents"))
	if err != nil {
		return nil, err
	}
	c, err := cover(ctx, a, q.Span)
	if err != nil {
		return nil, err
	}
	q.Span = c.span
	out := &Compare{Grain: string(q.Grain), Measure: m.Name, Norm: q.Norm.String()}
	var values [][]float64
	add := func(line CompareLine, s *relations.Series, norm relations.Norm) {
		v := s.Values(m, norm)
		line.Trend = trendOf(v, string(q.Grain), q.Seed)
		out.Lines, values = append(out.Lines, line), append(values, v)
	}
	asks := make([]relations.Question, len(q.Pairs))
	behind := make([]map[relations.Period][]string, len(q.Pairs))
	for i, p := range q.Pairs {
		asks[i], behind[i] = relations.Question{A: p[0], B: p[1], Grain: q.Grain, From: q.From, Until: q.Until}, map[relations.Period][]string{}
	}
	err = c.count(ctx, a, w.scope(pointers(asks)...), func(inc *archive.Incident) bool {
		for i := range asks {
			if p, ok := asks[i].Takes(inc, aggregatedBy(a, q.Grain)); ok {
				behind[i][p] = append(behind[i][p], inc.ID)
			}
		}
		return false
	})
	if err != nil {
		return nil, err
	}
	for i := range asks {
		s, err := relations.NewSeries(c.agg, c.calendar, asks[i])
		if err != nil {
			return nil, err
		}
		add(compareLine(w, &asks[i], &s, m, q.Norm, q.Seed, "archive", behind[i]), &s, q.Norm)
	}
	for _, set := range q.With {
		s, norm, err := q.foreign(ctx, a, w, set)
		if err != nil {
			return nil, err
		}
		line := compareLine(w, &s.Question, &s, m, norm, q.Seed, string(set), nil)
		line.Filter = ""
		add(line, &s, norm)
	}
	out.ties(values, q)
	out.notes(q, m)
	return out, nil
}

func pointers(asks []relations.Question) (out []*relations.Question) {
	for i := range asks {
		out = append(out, &asks[i])
	}
	return out
}

func compareLine(w World, ask *relations.Question, s *relations.Series, m relations.Measure, n relations.Norm, seed uint64, source string, behind map[relations.Period][]string) CompareLine {
	line := CompareLine{A: ask.A.Name, B: ask.B.Name, Source: source, Filter: w.Filter(ask).String()}
	values, intervals := s.Values(m, n), s.Intervals(m, n, relations.Resampling{Seed: seed})
	for i := range s.Points {
		p := &s.Points[i]
		line.Total += p.Incidents
		line.Points = append(line.Points, ComparePoint{Period: p.Label, First: p.First.String(), Last: p.Last.String(), Gap: p.Gap, Incidents: p.Incidents,
			Value: Number(values[i]), Interval: interval(intervals[i]), IDs: behind[p.Period]})
	}
	return line
}

// foreign counts the first pair in another data set. Nothing is known of its
// documents: periods in which it has nothing of anyone are gaps, and what would
// be divided by documents is divided by all of its events.
func (q *CompareQuestion) foreign(ctx context.Context, a Foreign, w World, set archive.ForeignSet) (relations.Series, relations.Norm, error) {
	agg, err := relations.NewAggregate(q.Grain)
	if err != nil {
		return relations.Series{}, 0, err
	}
	ask := relations.Question{A: q.Pairs[0][0], B: q.Pairs[0][1], Grain: q.Grain, From: q.From, Until: q.Until}
	for e, err := range a.Foreign(ctx, set, ask.From.String(), ask.Until.String()) {
		if err != nil {
			return relations.Series{}, 0, fmt.Errorf("cannot read the events of %s: %w", set, err)
		}
		if inc, ok := w.foreign(&e); ok {
			agg.Add(&inc)
		}
	}
	norm := q.Norm
	if norm == relations.PerThousand {
		norm = relations.Share
	}
	s, err := relations.NewSeries(agg, nil, ask)
	return s, norm, err
}

// foreign makes an incident of an event of another data set.
func (w World) foreign(e *archive.Foreign) (archive.Incident, bool) {
	inc := archive.Incident{ID: string(e.Set) + ":" + e.ID, Type: e.Type, Modes: e.Modes, Status: record.Actual, Start: e.Day, End: e.Day, Scale: e.Intensity, Reports: max(1, e.Mentions)}
	if inc.Type == "" {
		kind, mode, ok := ontology.FromCAMEO(e.CAMEO)
		if !ok {
			return inc, false
		}
		inc.Type = kind.String()
		if mode != 0 {
			inc.Modes = []string{mode.String()}
		}
	}
	inc.Actors, inc.Recipients = w.foreignParty(e.Actor), w.foreignParty(e.Recipient)
	return inc, len(inc.Actors)+len(inc.Recipients) > 0
}

func (w World) foreignParty(p archive.ForeignParty) []archive.Party {
	code := p.Country
	if entry := w.find(code, false); code != "" && entry != nil && entry.Kind == record.State {
		code = entry.Code
	}
	if code == "" {
		return nil
	}
	return []archive.Party{{Name: p.Name, Code: code}}
}

// ties correlates each line with the first.
func (c *Compare) ties(values [][]float64, q CompareQuestion) {
	for i := 1; i < len(values); i++ {
		t := relations.TriadOf(values[0], values[i], relations.TriadOptions{Seed: q.Seed})
		tie := CompareTie{First: 0, Second: i, Rho: Number(relations.Spearman(values[0], values[i])), Detrended: Number(t.Rho), Interval: interval(t.Interval), P: Number(t.P), Periods: t.N}
		if !tie.P.Known() {
			tie.Needs = t.Reason
		}
		c.Ties = append(c.Ties, tie)
	}
}

func (c *Compare) notes(q CompareQuestion, m relations.Measure) {
	c.Method = append(c.Method, tells(m, q.Norm)+" Intervals are 95 % bootstrap intervals over incidents.",
		"Correlations are Spearman's over the periods that both know: of the series as they are, and without their Theil–Sen lines, with a block-bootstrap interval and p.")
	if len(q.With) > 0 {
		c.Method = append(c.Method, "Other data sets count events by rules and from pages of their own, often one act many times; what they have no event of at all in a period is a gap. Compare how the lines move, not how high they are. What would be per document is a share of all events of the set.")
	}
}

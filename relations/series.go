package relations

import (
	"fmt"
	"math"

	"chancery/record"
)

// Question says what a series is of.
type Question struct {
	// A is one side. B is the other, or Others(); without it all acts by or
	// towards A count, with anybody or nobody.
	A, B Side
	// Directed takes only acts by A towards B, or by both together.
	Directed bool
	// Statuses are those of the acts that count; none given is Actual alone.
	Statuses []record.Status
	Grain    record.Grain
	// From and Until are the first and the last day; NoDay is that of the
	// calendar, else of the acts.
	From, Until Day
}

// Ask is the usual question: actual acts between two sides, either way.
func Ask(a, b Side, g record.Grain) Question {
	return Question{A: a, B: b, Grain: g, From: NoDay, Until: NoDay}
}

// Series is what happened between two sides, period by period without a hole.
type Series struct {
	Question Question
	Points   []Point
	Outlets  []string // that printed or could have printed it
	// Uncovered tells that no calendar was given: then a period is a gap when
	// nothing at all is known of it, and there are no documents to divide by.
	Uncovered bool
}

// Point is one period of a series.
type Point struct {
	Period Period
	Label  string
	First  Day
	Last   Day
	// Gap tells that the period has no document: whatever it counts is known from
	// later reports, and its values are unknown.
	Gap       bool
	Documents int
	Covered   int // days with a document
	All       int // actual incidents of anyone
	Incidents int
	Reports   int

	bins    []bin     // of the relation
	printed []part    // of the relation, by outlet
	shares  []part    // of all actual incidents, by outlet
	docs    []printed // by outlet
}

// part is a bin as one outlet printed it; the outlet's number is that in
// Series.Outlets.
type part struct {
	outlet int
	bin
}

// NewSeries answers a question. cal may be nil (Series.Uncovered).
func NewSeries(a *Aggregate, cal *Calendar, q Question) (Series, error) {
	if !ValidGrain(q.Grain) || !nests(a.grain, q.Grain) {
		return Series{}, fmt.Errorf("cannot make a series by %q of incidents that are counted by %s", q.Grain, a.grain)
	}
	if !q.A.given() || q.A.Others {
		return Series{}, fmt.Errorf("cannot make a series without a first side")
	}
	s := Series{Question: q, Uncovered: cal == nil}
	from, until := q.From, q.Until
	if from == NoDay || until == NoDay {
		first, last, ok := span(a, cal)
		if !ok {
			return s, nil
		}
		if from == NoDay {
			from = first
		}
		if until == NoDay {
			until = last
		}
	}
	begin, end := PeriodOf(from, q.Grain), PeriodOf(until, q.Grain)
	if end < begin || int(end)-int(begin) >= maxPeriods {
		return Series{}, errRange(from, until, q.Grain)
	}
	for p := begin; p <= end; p++ {
		s.Points = append(s.Points, Point{Period: p, Label: p.Label(q.Grain), First: p.First(q.Grain), Last: p.Last(q.Grain), Gap: true})
	}
	f := filler{s: &s, a: a, begin: begin}
	f.sides()
	f.names(cal)
	f.totals()
	f.coverage(cal)
	f.acts()
	f.outlets()
	return s, nil
}

// span is the first and last day that is known of.
func span(a *Aggregate, cal *Calendar) (first, last Day, ok bool) {
	if cal != nil {
		if first, last, ok = cal.Span(); ok {
			return first, last, true
		}
	}
	for p := range a.totals {
		if d := p.First(a.grain); !ok || d < first {
			first = d
		}
		if d := p.Last(a.grain); !ok || d > last {
			last = d
		}
		ok = true
	}
	return first, last, ok
}

// Values are those of a measure, one for each point; NaN where it is unknown.
func (s *Series) Values(m Measure, n Norm) []float64 {
	out := make([]float64, len(s.Points))
	for i := range s.Points {
		out[i] = s.Points[i].Value(m, n)
	}
	return out
}

// Value is that of a measure in one period; NaN where it is unknown.
func (p *Point) Value(m Measure, n Norm) float64 {
	if p.Gap {
		return math.NaN()
	}
	var bins []weighted
	for i := range p.bins {
		if b := &p.bins[i]; m.takes(b.kind) {
			bins = append(bins, weighted{b.scaleTenth, float64(b.incidents), float64(b.reports)})
		}
	}
	return n.by(&m, m.value(bins), float64(p.All), float64(p.Documents))
}

// Gaps counts the periods of which nothing is known.
func (s *Series) Gaps() (n int) {
	for i := range s.Points {
		if s.Points[i].Gap {
			n++
		}
	}
	return n
}

package relations

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

// Venue is where two sides met, as one of them sees it.
type Venue string

// The venues.
const (
	AtA     Venue = "at the first side's"
	AtB     Venue = "at the second side's"
	AtThird Venue = "in a third place"
	ByPhone Venue = "by phone or video"
	Unsaid  Venue = "not reported"
)

// Meeting is one contact of two sides: an incident of type CONSULT.
type Meeting struct {
	Incident  string
	Day, End  Day
	Level     int      // 1 to 4; 0 is not known
	Modes     []string // visit, phone, multilateral, third-party
	Venue     Venue
	Country   string // of the place
	Place     string
	Forum     string
	Edition   int
	Reports   int
	Status    record.Status
	Outcome   string
	Announced Day
}

// Contacts gathers the meetings of two sides.
type Contacts struct {
	a, b     Side
	meetings []Meeting
}

// NewContacts gathers contacts of a with b, or with Others().
func NewContacts(a, b Side) *Contacts { return &Contacts{a: a, b: b} }

// Add takes an incident if it is a contact of the two sides with a day.
func (c *Contacts) Add(inc *archive.Incident) {
	day, ok := ParseDay(inc.Start)
	if !ok || inc.Type != ontology.Consult.String() {
		return
	}
	if (pair{&c.a, &c.b}).senseOf(ontology.Consult, keysOf(inc.Actors), keysOf(inc.Recipients), day) == 0 {
		return
	}
	m := Meeting{Incident: inc.ID, Day: day, End: day, Level: inc.Level, Modes: inc.Modes, Reports: inc.Reports, Status: inc.Status, Outcome: inc.Outcome}
	if end, ok := ParseDay(inc.End); ok {
		m.End = end
	}
	m.Announced, _ = ParseDay(inc.Announced)
	if inc.Forum != nil {
		m.Forum, m.Edition = inc.Forum.Name, inc.Forum.Edition
	}
	m.Venue = Unsaid
	if inc.Place != nil {
		m.Country, m.Place = inc.Place.Code, inc.Place.Name
	}
	switch {
	case slices.Contains(inc.Modes, "phone"):
		m.Venue = ByPhone
	case m.Country == "":
	case c.a.has(m.Country, day):
		m.Venue = AtA
	case !c.b.Others && c.b.has(m.Country, day):
		m.Venue = AtB
	default:
		m.Venue = AtThird
	}
	c.meetings = append(c.meetings, m)
}

func keysOf(parties []archive.Party) []string {
	keys := make([]string, 0, len(parties))
	for i := range parties {
		if k := Key(&parties[i]); k != "" {
			keys = append(keys, k)
		}
	}
	return keys
}

// Contact is what can be told of how two sides meet.
type Contact struct {
	Meetings []Meeting // that were held, by day
	Planned  []Meeting // planned after the day of the report
	Levels   [5]int    // meetings by level; [0] is not known
	Venues   []Tally
	Thirds   []Tally // countries of meetings in third places
	Forums   []Tally
	Spacing  Spacing
	// AtA and AtB are the meetings at one side's; Reciprocity is 2·min/(AtA+AtB),
	// 1 when even, and EvenP the probability that chance makes them so uneven.
	AtA, AtB    int
	Reciprocity float64
	EvenP       float64
	Plans       Plans
}

// Tally is a name with a number.
type Tally struct {
	Name string
	N    int
}

// Spacing tells how regular the days of meeting are.
type Spacing struct {
	Days   []int // between days of meeting, in order
	Mean   float64
	Median float64
	// Variation is the standard deviation over the mean: 0 by the calendar, 1 at
	// random. Burstiness is that of Goh and Barabási (2008) with the correction of
	// Kim and Jo (2016) for few intervals: −1 by the calendar, 0 at random, 1 in
	// bursts. Both need three intervals.
	Variation, Burstiness float64
	Since                 int // days from the last meeting to the day of the report; −1 without any
}

// Plans tells what became of announced contacts.
type Plans struct {
	Due        int // whose day had come by the day of the report
	Held       Proportion
	Postponed  int
	Cancelled  int
	Unreported int // due, with no report of what became of them
	// Lead are the days from the first announcement to the day of those held, by
	// size.
	Lead       []int
	MedianLead float64
}

// Report tells of the contacts as they stood on a day.
func (c *Contacts) Report(asOf Day) Contact {
	list := slices.Clone(c.meetings)
	slices.SortStableFunc(list, func(a, b Meeting) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Incident, b.Incident))
	})
	var r Contact
	venues, thirds, forums := map[string]int{}, map[string]int{}, map[string]int{}
	for _, m := range list {
		r.Plans.count(&m, asOf)
		switch {
		case m.Day > asOf && m.Status == record.Planned:
			r.Planned = append(r.Planned, m)
		case m.Day <= asOf && m.Status == record.Actual:
			r.Meetings = append(r.Meetings, m)
			r.Levels[level(m.Level)]++
			venues[string(m.Venue)]++
			if m.Venue == AtThird {
				thirds[m.Country]++
			}
			if m.Forum != "" {
				forums[m.Forum]++
			}
		}
	}
	r.Venues, r.Thirds, r.Forums = tallies(venues), tallies(thirds), tallies(forums)
	r.AtA, r.AtB = venues[string(AtA)], venues[string(AtB)]
	r.Reciprocity, r.EvenP = math.NaN(), evenTest(r.AtA, r.AtA+r.AtB)
	if n := r.AtA + r.AtB; n > 0 {
		r.Reciprocity = 2 * float64(min(r.AtA, r.AtB)) / float64(n)
	}
	var days []Day
	for _, m := range r.Meetings {
		days = append(days, m.Day)
	}
	r.Spacing = SpacingOf(days, asOf)
	r.Plans.finish()
	return r
}

func level(n int) int {
	if n < 1 || n > 4 {
		return 0
	}
	return n
}

// tallies are sorted by number, then by name.
func tallies(m map[string]int) []Tally {
	out := make([]Tally, 0, len(m))
	for name, n := range m {
		out = append(out, Tally{name, n})
	}
	slices.SortFunc(out, func(a, b Tally) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Name, b.Name)) })
	return out
}

// SpacingOf tells how regular days are; several meetings on a day are one.
func SpacingOf(days []Day, asOf Day) Spacing {
	s := Spacing{Mean: math.NaN(), Median: math.NaN(), Variation: math.NaN(), Burstiness: math.NaN(), Since: -1}
	sorted := slices.Compact(slices.Sorted(slices.Values(days)))
	if len(sorted) == 0 {
		return s
	}
	s.Since = int(asOf - sorted[len(sorted)-1])
	var x []float64
	for i := 1; i < len(sorted); i++ {
		s.Days = append(s.Days, int(sorted[i]-sorted[i-1]))
		x = append(x, float64(sorted[i]-sorted[i-1]))
	}
	if len(x) == 0 {
		return s
	}
	s.Mean = stat.Mean(x, nil)
	s.Median = quantile(slices.Sorted(slices.Values(x)), 0.5)
	if len(x) >= 3 {
		s.Variation = math.Sqrt(stat.PopVariance(x, nil)) / s.Mean
		more, less := math.Sqrt(float64(len(x)+1)), math.Sqrt(float64(len(x)-1))
		s.Burstiness = (more*s.Variation - less) / ((more-2)*s.Variation + less)
	}
	return s
}

// count adds a meeting that was announced before it was held or dropped.
func (p *Plans) count(m *Meeting, asOf Day) {
	announced := m.Announced != NoDay || m.Status == record.Planned || m.Outcome != ""
	if !announced || m.Day > asOf && m.Outcome == "" {
		return
	}
	p.Due++
	switch {
	case m.Outcome == "held" || m.Status == record.Actual:
		p.Held.Of++
		if m.Announced != NoDay && m.Announced <= m.Day {
			p.Lead = append(p.Lead, int(m.Day-m.Announced))
		}
	case m.Outcome == "postponed":
		p.Postponed++
	case m.Outcome == "cancelled":
		p.Cancelled++
	default:
		p.Unreported++
	}
}

func (p *Plans) finish() {
	p.Held = ProportionOf(p.Held.Of, p.Due)
	slices.Sort(p.Lead)
	var x []float64
	for _, d := range p.Lead {
		x = append(x, float64(d))
	}
	p.MedianLead = quantile(x, 0.5)
}

package measure

import (
	"fmt"

	"chancery/internal/ontology"
	"chancery/relations"
)

// Contact is how two sides meet.
type Contact struct {
	AsOf     string    `json:"as_of"`
	Meetings []Meeting `json:"meetings,omitempty"` // held, by day
	Planned  []Meeting `json:"planned,omitempty"`  // for later days
	Levels   []Tally   `json:"levels,omitempty"`
	Venues   []Tally   `json:"venues,omitempty"`
	Thirds   []Tally   `json:"third_places,omitempty"`
	Forums   []Tally   `json:"forums,omitempty"`
	Spacing  Spacing   `json:"spacing"`
	// AtA and AtB are the meetings at one side's own; Reciprocity is 1 when even.
	AtA         int    `json:"at_a"`
	AtB         int    `json:"at_b"`
	Reciprocity Number `json:"reciprocity"`
	EvenP       Number `json:"even_p"` // of chance alone making it so uneven
	Plans       Plans  `json:"plans"`
	Needs       string `json:"needs,omitempty"`
}

// Meeting is one contact.
type Meeting struct {
	Incident  string   `json:"incident"`
	Day       string   `json:"day"`
	End       string   `json:"end,omitempty"`
	Level     int      `json:"level,omitempty"`
	Modes     []string `json:"modes,omitempty"`
	Venue     string   `json:"venue"`
	Place     string   `json:"place,omitempty"`
	Forum     string   `json:"forum,omitempty"`
	Edition   int      `json:"edition,omitempty"`
	Reports   int      `json:"reports"`
	Announced string   `json:"announced,omitempty"`
}

// Tally is a name with a number.
type Tally struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// Spacing is how regular the meetings are.
type Spacing struct {
	Intervals  []int  `json:"intervals_days,omitempty"`
	Mean       Number `json:"mean_days"`
	Median     Number `json:"median_days"`
	Variation  Number `json:"variation"`
	Burstiness Number `json:"burstiness"`
	Since      int    `json:"days_since_last"` // −1 without any
}

// Plans is what became of plans that were due.
type Plans struct {
	Due        int        `json:"due"`
	Held       Proportion `json:"held"`
	Postponed  int        `json:"postponed"`
	Cancelled  int        `json:"cancelled"`
	Unreported int        `json:"unreported"`
	MedianLead Number     `json:"median_lead_days"`
}

// Proportion is a share with its interval.
type Proportion struct {
	Of       int      `json:"of"`
	N        int      `json:"n"`
	Value    Number   `json:"value"`
	Interval Interval `json:"interval"`
}

func proportion(p relations.Proportion) Proportion {
	return Proportion{p.Of, p.N, Number(p.Value), interval(p.Interval)}
}

// contactOf makes the value of a report of contacts.
func contactOf(c relations.Contact, asOf relations.Day, a, b string) Contact {
	out := Contact{AsOf: asOf.String(), Meetings: meetings(c.Meetings, a, b), Planned: meetings(c.Planned, a, b),
		Venues: tallies(c.Venues), Thirds: tallies(c.Thirds), Forums: tallies(c.Forums),
		Spacing: Spacing{c.Spacing.Days, Number(c.Spacing.Mean), Number(c.Spacing.Median), Number(c.Spacing.Variation), Number(c.Spacing.Burstiness), c.Spacing.Since},
		AtA:     c.AtA, AtB: c.AtB, Reciprocity: Number(c.Reciprocity), EvenP: Number(c.EvenP),
		Plans: Plans{c.Plans.Due, proportion(c.Plans.Held), c.Plans.Postponed, c.Plans.Cancelled, c.Plans.Unreported, Number(c.Plans.MedianLead)}}
	for i := range out.Venues {
		out.Venues[i].Name = venue(relations.Venue(out.Venues[i].Name), a, b)
	}
	for level, n := range c.Levels {
		if level > 0 && n > 0 {
			out.Levels = append(out.Levels, Tally{rank(level), n})
		}
	}
	if c.Levels[0] > 0 {
		out.Levels = append(out.Levels, Tally{rank(0), c.Levels[0]})
	}
	if n := len(c.Spacing.Days); n < 3 {
		out.Needs = fmt.Sprintf("%d intervals between days of meeting; 3 are needed to tell how regular they are", n)
	}
	return out
}

// rank is a level of contact in words.
func rank(level int) string {
	if words := ontology.Rank(level); words != "" {
		return words
	}
	return "not reported"
}

func venue(v relations.Venue, a, b string) string {
	switch v {
	case relations.AtA:
		return "in " + a
	case relations.AtB:
		return "in " + b
	}
	return string(v)
}

func meetings(list []relations.Meeting, a, b string) (out []Meeting) {
	for _, m := range list {
		x := Meeting{Incident: m.Incident, Day: m.Day.String(), Level: m.Level, Modes: m.Modes, Venue: venue(m.Venue, a, b), Place: m.Place,
			Forum: m.Forum, Edition: m.Edition, Reports: m.Reports, Announced: m.Announced.String()}
		if m.End != m.Day {
			x.End = m.End.String()
		}
		out = append(out, x)
	}
	return out
}

func tallies(list []relations.Tally) (out []Tally) {
	for _, t := range list {
		out = append(out, Tally{t.Name, t.N})
	}
	return out
}

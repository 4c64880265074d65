package newsroom

import "time"

// Plan says what is to happen and how often. Rates are shares: they are scaled
// so that the dispatches about them are Documents in number.
type Plan struct {
	Seed       uint64
	Documents  int
	Start, End time.Time
	Dyads      []Dyad
	Shocks     []Shock
	Triads     []Triad
}

// Dyad is how often two states have to do with each other.
type Dyad struct {
	A, B     string  // codes
	Contacts float64 // per month
	Conflict float64 // per month
	Trend    float64 // growth of contacts in a year: 0.5 is half as many more
}

// Shock is a time of conflict between two states. It is at its height on its
// first day and falls by half with each HalfLife.
type Shock struct {
	A, B     string
	Day      time.Time
	HalfLife time.Duration
	Factor   float64 // of conflict on the first day
}

// Triad ties the contacts of A–C and B–C to one wave: with Strength above 0 the
// one grows as the other shrinks (zero-sum), below 0 they grow together, and 0
// leaves each with a wave of its own.
type Triad struct {
	A, B, C  string
	Strength float64 // −1 to 1
}

// TwoYears is the plan of the demonstration: two invented years with trends, two
// shocks, and a triad of each sort.
func TwoYears(documents int, seed uint64) Plan {
	start := time.Date(2041, 1, 1, 0, 0, 0, 0, time.UTC)
	return Plan{
		Seed: seed, Documents: documents, Start: start, End: start.AddDate(2, 0, 0),
		Dyads: []Dyad{
			{"XAV", "XBE", 8, 1.0, 0.6}, // grows
			{"XAV", "XCO", 5, 1.5, 0},
			{"XBE", "XCO", 5, 1.5, 0},
			{"XDA", "XES", 6, 3.0, -0.3}, // shrinks, with a shock
			{"XGA", "XIL", 4, 0.5, 0},
			{"XMA", "XIL", 4, 0.5, 0},
			{"XNO", "XTA", 3, 0.5, 0},
			{"XVE", "XTA", 3, 0.5, 0},
			{"XZE", "XDA", 2, 2.0, 0}, // the second shock
			{"XAV", "XES", 2, 0.8, 0.2},
			{"XNO", "XZE", 2, 0.3, 0},
			{"XVE", "XGA", 2, 0.4, 0},
			{"XMA", "XNO", 1.5, 0.3, 0},
			{"XBE", "XZE", 1, 0.6, 0},
		},
		Shocks: []Shock{
			{"XDA", "XES", start.AddDate(0, 7, 9), 12 * 24 * time.Hour, 15},
			{"XZE", "XDA", start.AddDate(1, 3, 20), 25 * 24 * time.Hour, 10},
		},
		Triads: []Triad{
			{"XAV", "XBE", "XCO", 0.85},
			{"XGA", "XMA", "XIL", -0.85},
			{"XNO", "XVE", "XTA", 0},
		},
	}
}

// Contrasts is a plan in which what is planted can be measured: eight relations
// in two invented years, one that grows, one with a shock of conflict, and three
// pairs with a common partner, of which one is zero-sum, one positive-sum and one
// independent.
func Contrasts(documents int, seed uint64) Plan {
	start := time.Date(2041, 1, 1, 0, 0, 0, 0, time.UTC)
	return Plan{
		Seed: seed, Documents: documents, Start: start, End: start.AddDate(2, 0, 0),
		Dyads: []Dyad{
			{"XAV", "XBE", 3, 0.3, 3}, // grows
			{"XAV", "XCO", 8, 0.3, 0},
			{"XBE", "XCO", 8, 0.3, 0},
			{"XGA", "XIL", 8, 0.3, 0},
			{"XMA", "XIL", 8, 0.3, 0},
			{"XNO", "XTA", 5, 0.3, 0},
			{"XVE", "XTA", 5, 0.3, 0},
			{"XDA", "XES", 2, 3, 0}, // with a shock
		},
		Shocks: []Shock{{"XDA", "XES", start.AddDate(0, 13, 4), 6 * 24 * time.Hour, 35}},
		Triads: []Triad{
			{"XAV", "XBE", "XCO", 0.95},
			{"XGA", "XMA", "XIL", -0.95},
			{"XNO", "XVE", "XTA", 0},
		},
	}
}

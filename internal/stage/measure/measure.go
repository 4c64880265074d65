// Package measure asks an archive the questions of package relations, and gives
// for each one value that a program can read: a relation, a triad, a network, a
// forum, claims, a comparison.
//
// What must stay true:
//   - Each number leads to the incidents behind it: by their ids where they are
//     few enough to list, and always by the filter that lists them.
//   - What is not known is null, never zero; what cannot be told has a verdict
//     that says so, and what would be needed.
//   - The same archive gives the same value, byte for byte.
package measure

import (
	"context"
	"encoding/json"
	"iter"
	"math"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/relations"
)

// Incidents gives acts; coverage, the documents of days and outlets.
type (
	// Incidents lists acts.
	Incidents interface {
		Incidents(ctx context.Context, q filter.Query) iter.Seq2[archive.Incident, error]
	}
	// Coverage counts documents by day and outlet.
	Coverage interface {
		Coverage(ctx context.Context, q filter.Query) iter.Seq2[archive.Coverage, error]
	}
	// Archive is what most questions need.
	Archive interface {
		Incidents
		Coverage
	}
	// Statements lists what was said.
	Statements interface {
		Statements(ctx context.Context, q filter.Query) iter.Seq2[archive.Statement, error]
	}
	// Aggregator keeps the incidents counted by month: those in which one of some
	// parties takes part, by outlet too, or all of them, with the totals of all. An
	// archive that is one is asked only for the incidents behind the counts.
	Aggregator interface {
		Aggregate(ctx context.Context, keys ...string) (*relations.Aggregate, error)
		// AggregateBetween leaves out what is not of two of the sides.
		AggregateBetween(ctx context.Context, sides ...[]string) (*relations.Aggregate, error)
	}
)

// Number is a number that may be unknown; JSON tells it as null.
type Number float64

// Known says whether there is a number.
func (n Number) Known() bool { return !math.IsNaN(float64(n)) && !math.IsInf(float64(n), 0) }

// MarshalJSON writes a number, or null.
func (n Number) MarshalJSON() ([]byte, error) {
	if !n.Known() {
		return []byte("null"), nil
	}
	// Six digits are more than any measure has; the rest is noise of the machine.
	return json.Marshal(round(float64(n)))
}

func round(x float64) float64 {
	if x == 0 {
		return 0
	}
	scale := math.Pow(10, 5-math.Floor(math.Log10(math.Abs(x))))
	if math.IsInf(scale, 0) || scale == 0 {
		return x
	}
	return math.Round(x*scale) / scale
}

// UnmarshalJSON reads null as unknown.
func (n *Number) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*n = Number(math.NaN())
		return nil
	}
	return json.Unmarshal(data, (*float64)(n))
}

// Unknown is no number.
func Unknown() Number { return Number(math.NaN()) }

// Interval is that of a number, at 95 %.
type Interval struct {
	Low  Number `json:"low"`
	High Number `json:"high"`
}

func interval(i relations.Interval) Interval { return Interval{Number(i.Low), Number(i.High)} }

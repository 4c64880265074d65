package evaluate

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
)

// tolerance is how far a figure may fall below its baseline.
const tolerance = 0.005

// Baseline is the figures of an earlier run, checked in to catch a drop.
type Baseline struct {
	Documents int                `json:"documents"`
	Figures   map[string]float64 `json:"figures"`
}

// Baseline is the report's figures, rounded to four decimals.
func (r Report) Baseline() Baseline {
	b := Baseline{Documents: r.Documents, Figures: map[string]float64{}}
	for _, f := range slices.Concat(r.Figures, r.Types) {
		b.Figures[f.Name] = math.Round(f.Value*1e4) / 1e4
	}
	return b
}

// ReadBaseline reads what Write wrote.
func ReadBaseline(src Source) (Baseline, error) {
	var b Baseline
	if err := json.NewDecoder(src.Reader).Decode(&b); err != nil {
		return b, fmt.Errorf("cannot read the baseline %s: %w", src.Name, err)
	}
	if len(b.Figures) == 0 {
		return b, fmt.Errorf("cannot read the baseline %s: it holds no figures", src.Name)
	}
	return b, nil
}

// Write writes the baseline as JSON with its figures in the order of their names.
func (b Baseline) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(b)
}

// Drop is a figure that fell.
type Drop struct {
	Name        string
	Before, Now float64 // Now is NaN when nothing was counted any more
}

func (d Drop) String() string {
	if math.IsNaN(d.Now) {
		return fmt.Sprintf("%s: %.3f before, nothing to count now", d.Name, d.Before)
	}
	return fmt.Sprintf("%s: %.3f before, %.3f now", d.Name, d.Before, d.Now)
}

// Drops are the main figures that fell by more than 0.005, and the figures of
// types where both the baseline and the report have them, in the report's order.
func (b Baseline) Drops(r Report) []Drop {
	now := map[string]float64{}
	for _, f := range slices.Concat(r.Figures, r.Types) {
		now[f.Name] = f.Value
	}
	names := mainFigures()
	for _, f := range r.Types {
		names = append(names, f.Name)
	}
	var drops []Drop
	for _, name := range names {
		before, ok := b.Figures[name]
		value, counted := now[name]
		switch {
		case !ok:
		case !counted:
			drops = append(drops, Drop{name, before, math.NaN()})
		case value < before-tolerance:
			drops = append(drops, Drop{name, before, value})
		}
	}
	return drops
}

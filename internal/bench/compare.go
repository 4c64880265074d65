package bench

import (
	"encoding/json"
	"fmt"
	"io"
)

// Read reads a report.
func Read(r io.Reader) (*Report, error) {
	var out Report
	if err := json.NewDecoder(r).Decode(&out); err != nil {
		return nil, fmt.Errorf("cannot read the report: %w", err)
	}
	if out.Schema != Schema {
		return nil, fmt.Errorf("cannot read the report: its form is %q, and this program knows %q", out.Schema, Schema)
	}
	return &out, nil
}

// Change is one measure beside that of an older report.
type Change struct {
	Step       string  `json:"step"`
	Cores      int     `json:"cores"`
	Old        float64 `json:"old_words_per_second"`
	New        float64 `json:"new_words_per_second"`
	Ratio      float64 `json:"ratio"`               // new to old, above 1 is faster
	CPU        float64 `json:"cpu_ratio,omitempty"` // the same by processor time
	Memory     float64 `json:"memory_ratio,omitempty"`
	WithinRuns bool    `json:"within_runs"` // the runs of both overlap: no difference is shown
}

// Comparison is a report beside an older one.
type Comparison struct {
	Changes []Change `json:"changes"`
	// Unlike says what else differs, so that ratios do not speak of the program
	// alone.
	Unlike []string `json:"unlike,omitempty"`
	// Records says whether both read the same from the texts: "same", "different",
	// or "" when it cannot be told.
	Records string `json:"records,omitempty"`
}

// Compare sets a report beside an older one, measure by measure.
func Compare(old, now *Report) Comparison {
	var out Comparison
	for _, d := range []struct{ what, a, b string }{
		{"the processor", old.Machine.CPU, now.Machine.CPU},
		{"the number of cores", fmt.Sprint(old.Machine.Cores), fmt.Sprint(now.Machine.Cores)},
		{"the version of Go", old.Program.Go, now.Program.Go},
		{"the level of the processor built for", old.Program.Level, now.Program.Level},
		{"the coder", old.Program.Coder, now.Program.Coder},
		{"the texts", old.Corpus.SHA256, now.Corpus.SHA256},
	} {
		if d.a != d.b {
			out.Unlike = append(out.Unlike, d.what)
		}
	}
	if old.Corpus.SHA256 == now.Corpus.SHA256 && old.Corpus.Records != "" && now.Corpus.Records != "" {
		out.Records = "same"
		if old.Corpus.Records != now.Corpus.Records {
			out.Records = "different"
		}
	}
	for i := range now.Measures {
		n := &now.Measures[i]
		for j := range old.Measures {
			if o := &old.Measures[j]; o.Step == n.Step && o.Cores == n.Cores {
				out.Changes = append(out.Changes, change(o, n))
			}
		}
	}
	return out
}

func change(o, n *Measure) Change {
	c := Change{Step: n.Step, Cores: n.Cores, Old: o.WordsPerSecond, New: n.WordsPerSecond,
		Ratio: ratio(n.WordsPerSecond, o.WordsPerSecond), CPU: ratio(n.WordsPerCPUSecond, o.WordsPerCPUSecond),
		Memory: ratio(float64(n.Peak), float64(o.Peak))}
	// Runs of other texts are compared by their time for a word.
	a, b := float64(max(o.Words, 1)), float64(max(n.Words, 1))
	c.WithinRuns = o.Seconds.Least/a <= n.Seconds.Most/b && n.Seconds.Least/b <= o.Seconds.Most/a
	return c
}

func ratio(a, b float64) float64 {
	if b <= 0 {
		return 0
	}
	return a / b
}

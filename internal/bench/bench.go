// Package bench measures how fast the steps of the program are: it runs cases in
// turn, several times, and tells the median and the spread of each.
//
// What must stay true:
//   - The form of a Report is stable: a reader of an older one finds what it
//     knows, and Schema changes when that cannot be.
//   - Cases take turns, so that what else the machine does in a minute falls on
//     all of them alike.
//   - Time by the clock and time of the processor are both told: on a machine
//     that others use, only the second says what the program needs.
package bench

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"time"
)

// Schema names the form of a Report.
const Schema = "chancery-bench-1"

// Report is what was measured, where and on what.
type Report struct {
	Schema   string    `json:"schema"`
	Started  time.Time `json:"started"`
	Seconds  float64   `json:"seconds"` // all of it took
	Machine  Machine   `json:"machine"`
	Program  Program   `json:"program"`
	Corpus   Corpus    `json:"corpus"`
	Measures []Measure `json:"measures"`
	// AtRest is the memory in bytes that is taken once all is loaded.
	AtRest int64 `json:"at_rest_bytes,omitempty"`
	// Limits are given when they were asked for.
	Limits *Limits `json:"limits,omitempty"`
}

// Program is what was measured.
type Program struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"` // of its repository
	Modified bool   `json:"modified,omitempty"`
	Go       string `json:"go"`
	Level    string `json:"level,omitempty"` // GOAMD64=v1, GOARM64=v8.0 …
	PGO      string `json:"pgo,omitempty"`   // the profile that it was built with
	Coder    string `json:"coder"`           // model, lexicon and registry
}

// Corpus is what it was measured on.
type Corpus struct {
	Name      string `json:"name"`
	Documents int    `json:"documents"`
	Words     int    `json:"words"`
	Text      int64  `json:"text_bytes"`
	Archive   int64  `json:"archive_bytes"` // the same documents as a packed WARC file
	SHA256    string `json:"sha256"`        // of all texts
	// Records is the SHA-256 of what was read from them, as JSON lines.
	Records string `json:"records_sha256,omitempty"`
}

// Measure is one case with what came of its runs.
type Measure struct {
	Step  string `json:"step"`
	Does  string `json:"does"`
	Cores int    `json:"cores"`

	Documents int   `json:"documents"`
	Words     int   `json:"words"`
	Bytes     int64 `json:"bytes"` // that go in

	Runs    []Run  `json:"runs"`
	Seconds Spread `json:"seconds"`
	// The rates are those of the median run.
	WordsPerSecond     float64 `json:"words_per_second"`
	DocumentsPerSecond float64 `json:"documents_per_second"`
	MBPerSecond        float64 `json:"mb_per_second"`
	// CPUSeconds is the median of processor time, which the collector of garbage
	// and all threads add to; 0 where the system does not tell.
	CPUSeconds        float64 `json:"cpu_seconds,omitempty"`
	WordsPerCPUSecond float64 `json:"words_per_cpu_second,omitempty"`
	// Peak is the most memory of any run: of the whole process, so with the models.
	Peak int64 `json:"peak_bytes"`
}

// Run is one run of a case.
type Run struct {
	Seconds    float64 `json:"seconds"`
	CPUSeconds float64 `json:"cpu_seconds,omitempty"`
	Peak       int64   `json:"peak_bytes"`
}

// Spread is the median of the runs with the least and the most.
type Spread struct {
	Median float64 `json:"median"`
	Least  float64 `json:"least"`
	Most   float64 `json:"most"`
}

// Case is something to measure.
type Case struct {
	Step  string
	Does  string
	Cores int

	Documents, Words int
	Bytes            int64

	// Run is measured; Before and After are not, and may be nil.
	Before func(context.Context) error
	Run    func(context.Context) error
	After  func() error
}

// Options say how often to run.
type Options struct {
	Rounds int           // at least; default 3
	For    time.Duration // rounds go on until so much time is gone; 0 is Rounds only
	// Around is called about each measured run, and what it gives behind it; for
	// profiles. Nil is none.
	Around func(c *Case, round int) (func() error, error)
	// Told is called after each run.
	Told func(c *Case, round int)
}

// mostRounds bounds what is kept of fast cases.
const mostRounds = 25

// All runs the cases in turn and gives their measures, in the order given. One
// run of each goes before, unmeasured, so that files and caches are warm.
func All(ctx context.Context, cases []Case, o Options) ([]Measure, error) {
	if o.Rounds <= 0 {
		o.Rounds = 3
	}
	out := make([]Measure, len(cases))
	for i, c := range cases {
		out[i] = Measure{Step: c.Step, Does: c.Does, Cores: c.Cores, Documents: c.Documents, Words: c.Words, Bytes: c.Bytes}
	}
	began := time.Now()
	longest := time.Duration(0) // of a round
	for round := range mostRounds {
		if round >= o.Rounds && time.Since(began)+longest > o.For {
			break
		}
		start := time.Now()
		for i := range cases {
			run, err := once(ctx, &cases[i], round, &o)
			if err != nil {
				return nil, fmt.Errorf("cannot measure %s: %w", cases[i].Step, err)
			}
			out[i].Runs = append(out[i].Runs, run)
		}
		longest = max(longest, time.Since(start))
	}
	for i := range out {
		out[i].sum()
	}
	return out, nil
}

// once runs a case on its number of cores.
func once(ctx context.Context, c *Case, round int, o *Options) (run Run, err error) {
	if c.Before != nil {
		if err := c.Before(ctx); err != nil {
			return run, err
		}
	}
	runtime.GC()
	debug.FreeOSMemory() // what earlier cases left is not this one's memory
	if c.Cores > 0 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(c.Cores))
	}
	done := func() error { return nil }
	if o.Around != nil {
		if done, err = o.Around(c, round); err != nil {
			return run, err
		}
	}
	watch := watchMemory()
	cpu, start := processor(), time.Now()
	err = c.Run(ctx)
	run.Seconds = time.Since(start).Seconds()
	run.CPUSeconds = (processor() - cpu).Seconds()
	run.Peak = watch()
	if failed := done(); err == nil {
		err = failed
	}
	if c.After != nil {
		if failed := c.After(); err == nil {
			err = failed
		}
	}
	if err == nil && o.Told != nil {
		o.Told(c, round)
	}
	return run, err
}

// sum fills in what follows from the runs.
func (m *Measure) sum() {
	var clock, cpu []float64
	for _, r := range m.Runs {
		clock, cpu = append(clock, r.Seconds), append(cpu, r.CPUSeconds)
		m.Peak = max(m.Peak, r.Peak)
	}
	m.Seconds = spread(clock)
	m.CPUSeconds = spread(cpu).Median
	if s := m.Seconds.Median; s > 0 {
		m.WordsPerSecond, m.DocumentsPerSecond, m.MBPerSecond = float64(m.Words)/s, float64(m.Documents)/s, float64(m.Bytes)/1e6/s
	}
	if m.CPUSeconds > 0 {
		m.WordsPerCPUSecond = float64(m.Words) / m.CPUSeconds
	}
}

func spread(in []float64) Spread {
	if len(in) == 0 {
		return Spread{}
	}
	s := slices.Sorted(slices.Values(in))
	mid := s[len(s)/2]
	if len(s)%2 == 0 {
		mid = (mid + s[len(s)/2-1]) / 2
	}
	return Spread{Median: mid, Least: s[0], Most: s[len(s)-1]}
}

package fleet

import (
	"context"
	"encoding/json"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"chancery/archive"
	"chancery/internal/pipeline"
)

// counters are what a worker has done since it was started.
type counters struct {
	begun     time.Time
	works     atomic.Int64 // acknowledged
	documents atomic.Int64 // committed, new or not
	known     atomic.Int64 // passed over without coding
	refused   atomic.Int64 // no document: the reader says why
	failed    atomic.Int64 // the coder or the archive failed
	words     atomic.Int64
	commits   atomic.Int64
	retries   atomic.Int64 // works given that were given out before
	dead      atomic.Int64
	waiting   atomic.Pointer[string]
}

func (c *counters) result(r *pipeline.Result) {
	c.words.Add(int64(r.Words))
	switch {
	case r.Err != nil:
		c.failed.Add(1)
	case r.Page == nil:
		c.refused.Add(1)
	}
}

func (c *counters) outcome(o *archive.Outcome) {
	if o.Err != nil {
		c.failed.Add(1)
	} else {
		c.documents.Add(1)
	}
}

// progress grows whenever something comes out.
func (c *counters) progress() int64 {
	return c.works.Load() + c.documents.Load() + c.known.Load() + c.refused.Load() + c.failed.Load() + c.words.Load() + c.dead.Load()
}

// State is what a worker tells of itself.
type State struct {
	Worker    string    `json:"worker"`
	Host      string    `json:"host"`
	PID       int       `json:"pid"`
	Begun     time.Time `json:"begun"`
	At        time.Time `json:"at"`
	Works     int64     `json:"works"`
	Documents int64     `json:"documents"`
	Known     int64     `json:"known"`
	Refused   int64     `json:"refused"`
	Failed    int64     `json:"failed"`
	Words     int64     `json:"words"`
	Commits   int64     `json:"commits"`
	Retries   int64     `json:"retries"`
	Dead      int64     `json:"dead"`
	Hand      int       `json:"hand"` // works
	Rate      float64   `json:"rate"` // documents a second, of late
	Memory    int64     `json:"memory"`
	Waiting   string    `json:"waiting,omitempty"` // for the archive, and why
}

// State tells what the worker has done and is doing.
func (w *Worker) State() State {
	c := &w.told
	all, _ := w.hand.all()
	s := State{
		Worker: w.opts.Name, PID: os.Getpid(), Begun: c.begun.UTC(), At: time.Now().UTC(), Works: c.works.Load(), Documents: c.documents.Load(),
		Known: c.known.Load(), Refused: c.refused.Load(), Failed: c.failed.Load(), Words: c.words.Load(), Commits: c.commits.Load(),
		Retries: c.retries.Load(), Dead: c.dead.Load(), Hand: len(all), Memory: memory(),
	}
	s.Host, _ = os.Hostname() // shown only
	if p := w.rate.Load(); p != nil {
		s.Rate = *p
	}
	if p := c.waiting.Load(); p != nil {
		s.Waiting = *p
	}
	return s
}

// memory is what the process holds; where the system does not tell, what Go took.
func memory() int64 {
	data, err := os.ReadFile("/proc/self/statm")
	if fields := strings.Fields(string(data)); err == nil && len(fields) > 1 {
		if pages, err := strconv.ParseInt(fields[1], 10, 64); err == nil {
			return pages * int64(os.Getpagesize())
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys - m.HeapReleased)
}

// stateEvery is how often a worker tells of itself.
const stateEvery = 3 * time.Second

// tellState tells the others how this worker does, and that it ended.
func (w *Worker) tellState(ctx context.Context) {
	every := time.NewTicker(stateEvery)
	defer every.Stop()
	before, at := int64(0), time.Now()
	rate := 0.0
	for {
		s := w.State()
		if took := time.Since(at).Seconds(); took > 1 {
			rate = 0.7*rate + 0.3*float64(s.Documents+s.Known-before)/took
			before, at = s.Documents+s.Known, time.Now()
		}
		s.Rate = rate
		w.rate.Store(&s.Rate)
		if data, err := json.Marshal(s); err == nil {
			once, cancel := context.WithTimeout(ctx, stateEvery)
			_, _ = w.q.workers.Put(once, w.opts.Name, data) // the next one comes soon
			cancel()
		}
		select {
		case <-every.C:
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			_ = w.q.workers.Purge(last, w.opts.Name) // it runs out by itself
			cancel()
			return
		}
	}
}

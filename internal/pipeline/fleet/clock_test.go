//go:build linux

package fleet_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// clock notes when the parts of a trial came to their end.
type clock struct {
	begun time.Time
	parts []string
}

func (c *clock) note(format string, args ...any) {
	c.parts = append(c.parts, fmt.Sprintf("%s %.1f", fmt.Sprintf(format, args...), time.Since(c.begun).Seconds()))
}

func (c *clock) String() string { return strings.Join(c.parts, ", ") }

// election is what a fleet did after a node was killed, in time from the kill on;
// what was not seen is 0.
type election struct {
	led  time.Duration // works and what is given out have a leader that answers
	kept time.Duration // the first commit after that
	done time.Duration // no work is left
}

func (e *election) String() string {
	return fmt.Sprintf("after the kill a leader answers at %.1f, first commit %.1f, done %.1f", e.led.Seconds(), e.kept.Seconds(), e.done.Seconds())
}

// watcher looks at a queue after a node was killed.
type watcher struct {
	election
	since time.Time
	end   context.CancelFunc
	over  sync.WaitGroup
}

// watch looks at the queue until it is told to stop.
func (b *bed) watch(schema string) *watcher {
	ctx, cancel := context.WithCancel(b.t.Context())
	w := &watcher{since: time.Now(), end: cancel}
	w.over.Go(func() {
		for ctx.Err() == nil && !b.led(ctx) {
			time.Sleep(20 * time.Millisecond)
		}
		if ctx.Err() != nil {
			return
		}
		w.led = time.Since(w.since)
		for before := b.documents(schema); ctx.Err() == nil && b.documents(schema) <= before; {
			time.Sleep(5 * time.Millisecond)
		}
		if ctx.Err() == nil {
			w.kept = time.Since(w.since)
		}
	})
	return w
}

// led says whether those who lead the works and what is given out answer.
func (b *bed) led(ctx context.Context) bool {
	once, cancel := context.WithTimeout(ctx, 250*time.Millisecond)
	defer cancel()
	s, err := b.js.Stream(once, "chancery-works")
	if err == nil {
		_, err = s.Consumer(once, "workers")
	}
	return err == nil
}

func (w *watcher) stop() {
	w.end()
	w.over.Wait()
}

// elections tells the middle and the longest of some times.
func elections(all []election) string {
	if len(all) == 0 {
		return ""
	}
	var b strings.Builder
	for _, f := range []struct {
		name string
		of   func(*election) time.Duration
	}{
		{"a leader answers", func(e *election) time.Duration { return e.led }},
		{"the first commit after that", func(e *election) time.Duration { return e.kept }},
		{"all is done", func(e *election) time.Duration { return e.done }},
	} {
		var seen []time.Duration
		for i := range all {
			if d := f.of(&all[i]); d > 0 {
				seen = append(seen, d)
			}
		}
		slices.Sort(seen)
		if n := len(seen); n > 0 {
			fmt.Fprintf(&b, "%s: %d times, median %.1f s, longest %.1f s\n", f.name, n, seen[n/2].Seconds(), seen[n-1].Seconds())
		}
	}
	return b.String()
}

package export

import (
	"fmt"
	"io"
	"runtime"
	"testing"

	"chancery/archive"
)

// TestStreams: what is held in memory does not grow with the number of items.
// Networks hold their nodes and edges, which here do not grow either, and notes
// their names.
func TestStreams(t *testing.T) {
	const many = 12_000
	for _, f := range Formats() {
		if f.Name == "parquet" {
			continue // holds a group of rows, which is more than these
		}
		var set Set
		var early, late uint64
		seen := func(n int) {
			if n == many/4 || n == many-1 {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				early, late = late, m.HeapAlloc
			}
		}
		if f.Of&Events != 0 {
			set.Events = generated(many, sampleEvents(), seen, func(e *archive.Event, n int) {
				e.Key, e.Evidence = fmt.Sprintf("%016x:1-2:AID", n), fmt.Sprintf("%d %s", n, e.Evidence)
			})
		} else {
			set.Incidents = generated(many, sampleIncidents(), seen, func(i *archive.Incident, n int) {
				i.ID, i.Earliest = fmt.Sprintf("i%016x", n), fmt.Sprintf("%016x:1-2:AID", n)
			})
			set.Event = sampleSet(Incidents).Event
		}
		tally, err := f.Write(io.Discard, set, options())
		if err != nil || tally.Items != many {
			t.Fatalf("%s: %+v %v", f.Name, tally, err)
		}
		limit := uint64(1 << 20) // a tenth of what the items weigh
		if f.Name == "notes" {
			limit = many * 1000
		}
		if late > early+limit {
			t.Errorf("%s holds %d KB after %d items and %d KB after %d", f.Name, early>>10, many/4, late>>10, many)
		}
	}
}

// generated gives many items made of some samples.
func generated[T any](many int, samples []T, seen func(int), change func(*T, int)) func(func(T, error) bool) {
	return func(yield func(T, error) bool) {
		for n := range many {
			item := samples[n%len(samples)]
			change(&item, n)
			seen(n)
			if !yield(item, nil) {
				return
			}
		}
	}
}

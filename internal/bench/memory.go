package bench

import (
	"os"
	"runtime/metrics"
	"strconv"
	"strings"
	"time"
)

// Memory is what the process takes now: what of it is in memory, or, where the
// system does not tell, what the runtime of Go has taken.
func Memory() int64 {
	if fields := strings.Fields(first("/proc/self/statm")); len(fields) > 1 {
		if pages, err := strconv.ParseInt(fields[1], 10, 64); err == nil {
			return pages * int64(os.Getpagesize())
		}
	}
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return int64(samples[0].Value.Uint64() - samples[1].Value.Uint64())
}

// watchMemory looks at the memory every few milliseconds until what it gives is
// called, which tells the most that was seen.
func watchMemory() func() int64 {
	stop, peak := make(chan struct{}), make(chan int64)
	go func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		most := Memory()
		for {
			select {
			case <-tick.C:
				most = max(most, Memory())
			case <-stop:
				peak <- max(most, Memory())
				return
			}
		}
	}()
	return func() int64 {
		close(stop)
		return <-peak
	}
}

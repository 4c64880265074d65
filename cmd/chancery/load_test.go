package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestLoad has fifty readers at an archive: CHANCERY_LOAD names its file. Run an
// ingest into it at the same time to see both. make load does so.
func TestLoad(t *testing.T) {
	place := os.Getenv("CHANCERY_LOAD")
	if place == "" {
		t.Skip("set CHANCERY_LOAD to the file of an archive to measure")
	}
	f := &serveFlags{anonymous: "read", rate: 100000}
	f.place = place
	address, _, stop := served(t, f)
	defer stop()
	var mu sync.Mutex
	took := map[string][]time.Duration{}
	failed := 0
	var readers sync.WaitGroup
	for n := range 50 {
		readers.Go(func() {
			random := rand.New(rand.NewPCG(uint64(n), 1))
			<-time.After(time.Duration(random.IntN(5000)) * time.Millisecond)
			pause := time.NewTicker(5 * time.Second) // a person reads for a while
			defer pause.Stop()
			for range 12 {
				path := asked(random)
				begun := time.Now()
				ok := reads(address + path)
				mu.Lock()
				name, _, _ := strings.Cut(path, "?")
				took[name] = append(took[name], time.Since(begun))
				if !ok {
					failed++
				}
				mu.Unlock()
				<-pause.C
			}
		})
	}
	readers.Wait()
	for _, name := range []string{"", "incidents", "relation", "api/v1/incidents", "api/v1/events", "api/v1/statements"} {
		d := took[name]
		slices.Sort(d)
		if len(d) > 0 {
			fmt.Printf("/%-20s %5d requests  p50 %4d ms  p95 %4d ms  most %5d ms\n", name, len(d), d[len(d)/2].Milliseconds(), d[len(d)*95/100].Milliseconds(), d[len(d)-1].Milliseconds())
		}
	}
	if failed > 0 {
		t.Errorf("%d requests failed", failed)
	}
}

// asked is what a reader asks for next.
func asked(r *rand.Rand) string {
	countries := []string{"USA", "CHN", "RUS", "GBR", "FRA", "DEU", "IND", "JPN", "TUR", "IRN"}
	a, b := countries[r.IntN(5)], countries[5+r.IntN(5)]
	paths := []string{
		"", "incidents", "relation?a=" + a + "&b=" + b, "api/v1/incidents?limit=50", "api/v1/incidents?limit=50&filter=type:AID",
		"api/v1/events?limit=50&filter=actor:" + a, "api/v1/events?limit=50&filter=between:" + a + "," + b, "api/v1/statements?limit=50",
	}
	return paths[r.IntN(len(paths))]
}

func reads(address string) bool {
	res, err := http.Get(address)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return err == nil && res.StatusCode == http.StatusOK
}

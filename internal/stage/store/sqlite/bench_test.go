package sqlite_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/storetest"
)

// number reads a number from the environment.
func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// worked is the processor time of this program.
func worked(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// built gives the archive of a world with so many events, made when it is not
// there yet, and tells what making it took.
func built(t *testing.T, path string, events, words int) {
	t.Helper()
	if _, err := os.Stat(path); err == nil {
		return
	}
	s := open(t, path+".part", store.Options{})
	w := storetest.NewWorld(1, countries())
	w.Lean = words < 100
	var inside time.Duration
	pages := 0
	for w.Events() < events {
		var batch []archive.Addition
		for range 512 {
			batch = append(batch, w.Page(words))
		}
		before := worked(t)
		out, err := s.Add(t.Context(), batch, w.Link)
		if err != nil {
			t.Fatal(err)
		}
		inside += worked(t) - before
		if pages += len(out); pages%(512*50) == 0 {
			t.Logf("%d pages, %d events, %v a page", pages, w.Events(), inside/time.Duration(pages))
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".part", path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("added %d pages of %d words with %d events: %.2f ms of processor time a page; file %.1f MB, %.2f MB a thousand pages\n",
		pages, words, w.Events(), inside.Seconds()*1000/float64(pages), float64(info.Size())/1e6, float64(info.Size())/1e3/float64(pages))
}

// BenchArchive: CHANCERY_BENCH_EVENTS=1000000 go test -run BenchArchive -timeout 1h
// makes an archive and asks it; make bench-archive does so.
func TestBenchArchive(t *testing.T) {
	n := number("CHANCERY_BENCH_EVENTS", 0)
	if n == 0 {
		t.Skip("set CHANCERY_BENCH_EVENTS to measure")
	}
	dir := os.Getenv("CHANCERY_BENCH_DIR")
	if dir == "" {
		dir = t.TempDir()
	}
	words := number("CHANCERY_BENCH_WORDS", 500)
	path := filepath.Join(dir, fmt.Sprintf("world-%d-%d.db", n, words))
	built(t, path, n, words)
	ask(t, path)
}

// countries are codes that filters know.
func countries() []string {
	return []string{"USA", "CHN", "RUS", "GBR", "FRA", "DEU", "IND", "JPN", "TUR", "IRN", "ISR", "UKR", "BRA", "KOR", "PRK", "SAU", "EGY", "ZAF", "NGA", "KEN", "MEX", "CAN", "AUS", "ITA", "ESP", "POL", "NLD", "SWE", "NOR", "FIN",
		"DNK", "GRC", "HUN", "ROU", "BGR", "SRB", "GEO", "ARM", "AZE", "KAZ", "UZB", "PAK", "AFG", "BGD", "LKA", "MMR", "THA", "VNM", "LAO", "KHM", "MYS", "SGP", "IDN", "PHL", "TWN", "MNG", "NPL", "IRQ", "SYR", "LBN", "JOR", "PSE",
		"YEM", "OMN", "ARE", "QAT", "KWT", "BHR", "LBY", "TUN", "DZA", "MAR", "SDN", "SSD", "ETH", "ERI", "SOM", "UGA", "TZA", "RWA", "BDI", "COD", "COG", "AGO", "ZMB", "ZWE", "MOZ", "MWI", "NAM", "BWA", "GHA", "CIV", "SEN", "MLI",
		"NER", "TCD", "CMR", "GAB", "ARG", "CHL", "PER", "COL", "VEN", "ECU", "BOL", "PRY", "URY", "CUB", "HTI", "DOM", "JAM", "GTM", "HND", "SLV", "NIC", "CRI", "PAN", "NZL", "FJI", "PNG", "WSM", "TON", "VUT"}
}

func pages(w *storetest.World, n int) (out []archive.Addition) {
	for range n {
		out = append(out, w.Page(60))
	}
	return out
}

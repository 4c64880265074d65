package keep_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/stage/link"
	"chancery/internal/stage/link/linktest"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
)

// TestGrowth keeps and links CHANCERY_GROWTH documents, CHANCERY_GROWTH_DAY of them
// a day (500), and tells how much processor time each took as the archive grew, and
// with which power of its size: make link-growth.
func TestGrowth(t *testing.T) {
	most, err := strconv.Atoi(os.Getenv("CHANCERY_GROWTH"))
	if err != nil {
		t.Skip("set CHANCERY_GROWTH to measure")
	}
	perDay, err := strconv.Atoi(os.Getenv("CHANCERY_GROWTH_DAY"))
	if err != nil {
		perDay = 500
	}
	path := filepath.Join(t.TempDir(), "growth.db")
	s, err := sqlite.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	news := linktest.NewNews(1, 120, 1)
	news.PerDay, news.Words, news.Content = perDay, 250, 40000
	var linking, keeping, preparing time.Duration
	timed := func(ctx context.Context, h archive.History, a *archive.Addition) (archive.Links, error) {
		before := worked(t)
		l, err := link.Link(ctx, h, a)
		linking += worked(t) - before
		return l, err
	}
	var points [][2]float64
	fmt.Println("documents   ms a document: prints   linking   keeping and linking")
	for n, next := 0, 1000; n < most; {
		batch := make([]archive.Addition, 64)
		for i := range batch {
			batch[i] = news.Addition()
		}
		before := worked(t)
		for i := range batch {
			link.Prepare(&batch[i])
		}
		middle := worked(t)
		if _, err := s.Add(t.Context(), batch, timed); err != nil {
			t.Fatal(err)
		}
		preparing, keeping = preparing+middle-before, keeping+worked(t)-middle
		if n += len(batch); n < next && n < most {
			if n < next-min(next/2, 5000) { // only the last of each stretch count
				linking, keeping, preparing = 0, 0, 0
			}
			continue
		}
		per := func(d time.Duration) float64 { return d.Seconds() * 1000 / float64(min(next/2, 5000)) }
		fmt.Printf("%9d %18.2f %9.2f %9.2f\n", n, per(preparing), per(linking), per(keeping))
		points = append(points, [2]float64{math.Log(float64(n)), math.Log(per(linking))})
		linking, keeping, preparing = 0, 0, 0
		next = nextStep(next)
	}
	if len(points) > 2 {
		fmt.Printf("linking a document takes time as its number to the power of %.2f\n", slope(points))
	}
}

func worked(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// nextStep goes 1, 2, 5, 10, 20, 50 …
func nextStep(n int) int {
	for top := n; ; top /= 10 {
		switch top {
		case 1, 5:
			return 2 * n
		case 2:
			return 5 * n / 2
		}
	}
}

// slope is that of the line of least squares.
func slope(points [][2]float64) float64 {
	var x, y, xx, xy float64
	for _, p := range points {
		x, y, xx, xy = x+p[0], y+p[1], xx+p[0]*p[0], xy+p[0]*p[1]
	}
	n := float64(len(points))
	return (n*xy - x*y) / (n*xx - x*x)
}

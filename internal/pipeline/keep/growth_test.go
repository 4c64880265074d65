package keep_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/stage/link"
	"chancery/internal/stage/link/linktest"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/postgres"
	"chancery/internal/stage/store/sqlite"
)

// TestGrowth keeps and links CHANCERY_GROWTH documents, CHANCERY_GROWTH_DAY of them
// a day (500), of CHANCERY_GROWTH_WORDS words (250) with CHANCERY_GROWTH_EVENTS events
// (6), and tells how much processor time each took as the archive grew, what was found
// for it and written, and with which power of the size the time grows: make link-growth.
func TestGrowth(t *testing.T) {
	most, err := strconv.Atoi(os.Getenv("CHANCERY_GROWTH"))
	if err != nil {
		t.Skip("set CHANCERY_GROWTH to measure")
	}
	setting := func(name string, usual int) int {
		if n, err := strconv.Atoi(os.Getenv("CHANCERY_GROWTH_" + name)); err == nil {
			return n
		}
		return usual
	}
	path := filepath.Join(t.TempDir(), "growth.db")
	s, err := sqlite.Open(t.Context(), path, store.Options{})
	if at := os.Getenv("CHANCERY_GROWTH_POSTGRES"); at != "" {
		s, err = postgres.Open(t.Context(), at, store.Options{})
	}
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	news := linktest.NewNews(1, 120, 1)
	news.PerDay, news.Words, news.Events, news.Content = setting("DAY", 500), setting("WORDS", 250), setting("EVENTS", 6), 40000
	var linking, keeping, preparing time.Duration
	asked := &counted{}
	timed := func(ctx context.Context, h archive.History, a *archive.Addition) (archive.Links, error) {
		before := worked(t)
		asked.History = h
		l, err := link.Link(ctx, asked, a)
		linking += worked(t) - before
		return l, err
	}
	var points [][2]float64
	wrote, began := diskBytes(), time.Now()
	fmt.Println("documents   ms a document: prints   linking   keeping and linking | found a document: texts   reports   members | KB written a document, KB kept | ms by the clock")
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
		if n += len(batch); n < next {
			if n < next-min(next/2, 5000) { // only the last of each stretch count
				linking, keeping, preparing = 0, 0, 0
				*asked, wrote, began = counted{}, diskBytes(), time.Now()
			}
			continue
		}
		stretch := float64(min(next/2, 5000))
		per := func(d time.Duration) float64 { return d.Seconds() * 1000 / stretch }
		of := func(k int) float64 { return float64(k) / stretch }
		file, _ := os.Stat(path)
		fmt.Printf("%9d %18.2f %9.2f %9.2f | %15.1f %9.1f %9.1f | %9.0f %9.1f | %9.2f\n", n, per(preparing), per(linking), per(keeping),
			of(asked.near), of(asked.blocked), of(asked.members), of(diskBytes()-wrote)/1024, float64(file.Size())/1024/float64(n), per(time.Since(began)))
		*asked, wrote, began = counted{}, diskBytes(), time.Now()
		points = append(points, [2]float64{math.Log(float64(n)), math.Log(per(linking))})
		linking, keeping, preparing = 0, 0, 0
		next = nextStep(next)
	}
	if len(points) > 2 {
		fmt.Printf("linking a document takes time as its number to the power of %.2f\n", slope(points))
	}
}

// counted counts what linking is given.
type counted struct {
	archive.History
	near, blocked, members int
}

func (c *counted) Near(ctx context.Context, bands []uint64, published string) ([]archive.Printed, error) {
	out, err := c.History.Near(ctx, bands, published)
	c.near += len(out)
	return out, err
}

func (c *counted) Blocked(ctx context.Context, blocks []string, from, to string) ([]archive.Event, error) {
	out, err := c.History.Blocked(ctx, blocks, from, to)
	c.blocked += len(out)
	return out, err
}

func (c *counted) Members(ctx context.Context, incidents []string) ([]archive.Event, error) {
	out, err := c.History.Members(ctx, incidents)
	c.members += len(out)
	return out, err
}

// diskBytes is how many bytes this process has given to the disk, on Linux.
func diskBytes() int {
	body, _ := os.ReadFile("/proc/self/io")
	_, after, _ := strings.Cut(string(body), "\nwrite_bytes: ")
	first, _, _ := strings.Cut(after, "\n")
	n, _ := strconv.Atoi(first)
	return n
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

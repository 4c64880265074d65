package web_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/registry"
	"chancery/internal/stage/serve"
	"chancery/internal/stage/serve/complete"
	"chancery/internal/stage/serve/web"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/sqlite"
	"chancery/internal/stage/store/storetest"
)

// setting reads a number from the environment.
func setting(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// TestLoad lets many readers ask for lists, pages and relations of a large archive
// while pages are added to it. .ci/load.sh runs it: CHANCERY_LOAD events (kept in
// CHANCERY_LOAD_DIR), CHANCERY_LOAD_READERS, CHANCERY_LOAD_SECONDS, and the
// milliseconds that a reader looks at a page, CHANCERY_LOAD_LOOKS. With
// CHANCERY_LOAD_GROW=0 no pages are added here: run chancery ingest beside. It fails on an
// answer that is an error; the times are for a person to judge, for they are the
// machine's.
func TestLoad(t *testing.T) {
	events := setting("CHANCERY_LOAD", 0)
	if events == 0 {
		t.Skip(".ci/load.sh runs this")
	}
	dir := cmp.Or(os.Getenv("CHANCERY_LOAD_DIR"), t.TempDir())
	path := filepath.Join(dir, fmt.Sprintf("load-%d.db", events))
	s := loaded(t, path, events)
	world := newWorld(uint64(time.Now().UnixNano()))
	add := func() int { return grow(t, s, world) }
	if setting("CHANCERY_LOAD_GROW", 1) == 0 { // something else adds to it
		add = func() int { time.Sleep(100 * time.Millisecond); return 0 }
	}
	seconds := time.Duration(setting("CHANCERY_LOAD_SECONDS", 20)) * time.Second
	alone := pace(add, seconds/2)
	base := loadDesk(t, s)
	incident, page := firstLink(t, base+"/incidents", `/incident/i[0-9a-f]+`), firstLink(t, base+"/incidents", `/page/[0-9a-f]+`)
	for name, list := range readers(t, base, incident, page, len(asked(incident, page)), 0) {
		slices.Sort(list)
		t.Logf("%-10s asked for the first time: up to %v", name, list[len(list)-1].Round(time.Millisecond))
	}
	stop, done := make(chan struct{}), make(chan float64)
	go func() { done <- paceUntil(add, stop) }()
	times := readers(t, base, incident, page, setting("CHANCERY_LOAD_READERS", 50), seconds)
	close(stop)
	beside := <-done
	t.Logf("%d events; pages added a second: %.0f alone, %.0f beside the readers (%.0f %% less)", events, alone, beside, 100*(1-beside/alone))
	for _, name := range slices.Sorted(maps.Keys(times)) {
		list := times[name]
		slices.Sort(list)
		t.Logf("%-10s %6d answers, p50 %v, p95 %v, most %v", name, len(list), list[len(list)/2].Round(time.Millisecond), list[len(list)*95/100].Round(time.Millisecond), list[len(list)-1].Round(time.Millisecond))
	}
}

func newWorld(seed uint64) *storetest.World {
	return storetest.NewWorld(seed, []string{"USA", "CHN", "RUS", "GBR", "FRA", "DEU", "IND", "JPN", "TUR", "IRN", "BRA", "KOR", "EGY", "ZAF", "MEX", "ITA", "ESP", "POL", "SWE", "KAZ"})
}

// grow adds some pages and says how many.
func grow(t *testing.T, s *store.Store, w *storetest.World) int {
	batch := make([]archive.Addition, 256)
	for i := range batch {
		batch[i] = w.Page(40)
	}
	if _, err := s.Add(context.Background(), batch, w.Link); err != nil {
		t.Error(err)
	}
	return len(batch)
}

// loaded opens an archive of so many events, made when it is not there yet.
func loaded(t *testing.T, path string, events int) *store.Store {
	t.Helper()
	_, err := os.Stat(path)
	made := path
	if err != nil {
		made = path + ".part"
	}
	s, err := sqlite.Open(context.Background(), made, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if made != path {
		for w := newWorld(1); w.Events() < events; {
			grow(t, s, w)
		}
		if err := errors.Join(s.Close(), os.Rename(made, path)); err != nil {
			t.Fatal(err)
		}
		if s, err = sqlite.Open(context.Background(), path, store.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func pace(add func() int, d time.Duration) float64 {
	stop := make(chan struct{})
	time.AfterFunc(d, func() { close(stop) })
	return paceUntil(add, stop)
}

func paceUntil(add func() int, stop <-chan struct{}) float64 {
	n, start := 0, time.Now()
	for {
		select {
		case <-stop:
			return float64(n) / time.Since(start).Seconds()
		default:
			n += add()
		}
	}
}

// loadDesk serves an archive with all that chancery serve gives the pages.
func loadDesk(t *testing.T, s *store.Store) string {
	t.Helper()
	reg, err := registry.Load()
	if err != nil {
		t.Fatal(err)
	}
	full := complete.New(kept{s}, nil, 0)
	mounts, err := web.Mounts(web.Options{Archive: kept{s}, Names: filter.World(reg), Aggregate: s.AggregateBetween,
		Complete: func(ctx context.Context, e filter.Expr) (string, error) {
			c, err := full.Of(ctx, e)
			return c.Line, err
		}})
	if err != nil {
		t.Fatal(err)
	}
	server, err := serve.New(serve.Options{Archive: kept{s}, Mounts: mounts, Access: asReviewer, Rate: 1e6, Burst: 1e6})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}

// readers ask for one view after the other and give the times of their answers.
func readers(t *testing.T, base, incident, page string, n int, d time.Duration) map[string][]time.Duration {
	t.Helper()
	views := asked(incident, page)
	looks := time.Duration(setting("CHANCERY_LOAD_LOOKS", 1000)) * time.Millisecond
	var mu sync.Mutex
	var wg sync.WaitGroup
	times := map[string][]time.Duration{}
	end := time.Now().Add(d)
	for i := range n {
		wg.Go(func() {
			if d > 0 { // people do not come all at one moment
				time.Sleep(time.Duration(i) * looks / time.Duration(n))
			}
			for k := i; k == i || time.Now().Before(end); k++ {
				v := views[k%len(views)]
				start := time.Now()
				res, err := http.Get(base + v[1])
				if err != nil {
					t.Errorf("%s: %v", v[1], err)
					return
				}
				_, err = io.Copy(io.Discard, res.Body)
				_ = res.Body.Close()
				if err != nil || res.StatusCode != http.StatusOK {
					t.Errorf("%s: status %d, %v", v[1], res.StatusCode, err)
				}
				took := time.Since(start)
				mu.Lock()
				times[v[0]] = append(times[v[0]], took)
				mu.Unlock()
				time.Sleep(looks)
			}
		})
	}
	wg.Wait()
	return times
}

// asked is what readers ask for, by the name under which the times are told.
func asked(incident, page string) [][2]string {
	return [][2]string{
		{"today", "/"}, {"list", "/incidents"}, {"list", "/incidents?q=party:USA+type:CONSULT"}, {"list", "/incidents?q=party:FRA+status:planned"}, {"list", "/incidents?q=party:IND+party:TUR"},
		{"incident", incident}, {"page", page}, {"relation", "/relation?a=USA&b=CHN"}, {"relation", "/relation?a=FRA&b=DEU&measure=net"}, {"statements", "/statements?q=speaker:RUS"}, {"agenda", "/agenda?q=party:JPN"},
	}
}

package sqlite_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"chancery/internal/filter"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/storetest"
)

// ask measures a page of 50 and a count up to 10,000 of each filter.
func ask(t *testing.T, path string) {
	s := open(t, path, store.Options{})
	defer s.Close()
	type took struct {
		filter string
		time   time.Duration
		cpu    time.Duration
		page   time.Duration // of cpu, for the page alone
		n      store.Count
	}
	var all []took
	for range 3 {
		for _, text := range storetest.Filters() {
			f, err := filter.Parse(text, filter.Options{For: filter.Events})
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			before, used := time.Now(), worked(t)
			if _, err := s.EventsPage(t.Context(), store.Query{Filter: f}); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			page := worked(t) - used
			n, err := s.CountEvents(t.Context(), f, 10000)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			all = append(all, took{text, time.Since(before), worked(t) - used, page, n})
		}
	}
	slices.SortFunc(all, func(a, b took) int { return int(a.page - b.page) })
	alone := func(share float64) time.Duration {
		return all[int(share*float64(len(all)-1))].page.Round(100 * time.Microsecond)
	}
	fmt.Printf("a page of 50 alone: median %v, 90th in 100 %v, 95th %v, longest %v\n", alone(.5), alone(.9), alone(.95), alone(1))
	slices.SortFunc(all, func(a, b took) int { return int(a.cpu - b.cpu) })
	at := func(share float64) time.Duration {
		return all[int(share*float64(len(all)-1))].cpu.Round(100 * time.Microsecond)
	}
	fmt.Printf("%d filters, three times each, a page of 50 and the count up to 10,000, processor time: median %v, 90th in 100 %v, 95th %v, longest %v\n", len(storetest.Filters()), at(.5), at(.9), at(.95), at(1))
	for _, x := range all[len(all)-24:] {
		fmt.Printf("%10v %10v  %-20v %s\n", x.cpu.Round(100*time.Microsecond), x.time.Round(100*time.Microsecond), x.n, x.filter)
	}
}

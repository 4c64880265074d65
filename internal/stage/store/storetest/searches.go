package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/stage/store"
)

func searchesIn(t *testing.T, rows iter.Seq2[archive.SavedSearch, error]) (out []archive.SavedSearch) {
	t.Helper()
	for x, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
	}
	return out
}

// searches: a search is its owner's; what it has found before is never new again,
// not even under another name; an alert is tried until it is settled.
func searches(t *testing.T, ctx context.Context, s *store.Store) {
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	one := archive.SavedSearch{ID: "s1", Owner: "ann", Name: "Talks", List: "incidents", Filter: "type:CONSULT", Made: time.Unix(1, 0).UTC(), FeedKey: "k", Hook: "https://a.example/", Secret: "x"}
	check(s.SaveSearch(ctx, one, []archive.Match{{ID: "i1", Marks: []string{"e1", "e2"}}}, "ann saved s1"))
	two := one
	two.ID, two.Owner, two.Hook = "s2", "ben", ""
	check(s.SaveSearch(ctx, two, nil, "ben saved s2"))
	stolen := one
	stolen.Owner = "ben"
	if err := s.SaveSearch(ctx, stolen, nil, "x"); !errors.Is(err, archive.ErrUnknown) {
		t.Errorf("another's search was changed: %v", err)
	}
	if err := s.ForgetSearch(ctx, "ben", "s1", "x"); !errors.Is(err, archive.ErrUnknown) {
		t.Errorf("another's search was deleted: %v", err)
	}
	if got := searchesIn(t, s.Searches(ctx, "ann")); len(got) != 1 || got[0] != one {
		t.Errorf("ann has %+v", got)
	}
	if got := searchesIn(t, s.Searches(ctx, "")); len(got) != 2 {
		t.Errorf("all are %+v", got)
	}
	find := func(things ...archive.Match) (fresh []int) {
		t.Helper()
		check(s.Found(ctx, "s1", things, func(list []int) (*archive.Alert, error) {
			fresh = list
			return &archive.Alert{ID: fmt.Sprint("a", list), Body: []byte("body")}, nil
		}))
		return fresh
	}
	if got := find(archive.Match{ID: "i1", Marks: []string{"e1", "e2"}}, archive.Match{ID: "renamed", Marks: []string{"e0", "e2"}}); got != nil {
		t.Errorf("what was found at first is new: %v", got)
	}
	if got := find(archive.Match{ID: "i1", Marks: []string{"e0"}}, archive.Match{ID: "i3", Marks: []string{"e3"}}, archive.Match{ID: "i3", Marks: []string{"e3"}}); !slices.Equal(got, []int{1}) {
		t.Errorf("new are %v", got)
	}
	if got := find(archive.Match{ID: "i3", Marks: []string{"e3"}}); got != nil {
		t.Errorf("told again: %v", got)
	}
	// A failed alert leaves all as it was.
	no := errors.New("no")
	if err := s.Found(ctx, "s1", []archive.Match{{ID: "i4", Marks: []string{"e4"}}}, func([]int) (*archive.Alert, error) { return nil, no }); !errors.Is(err, no) {
		t.Errorf("%v", err)
	}
	if got := find(archive.Match{ID: "i4", Marks: []string{"e4"}}); len(got) != 1 {
		t.Error("what could not be told is lost")
	}
	check(s.Found(ctx, "gone", []archive.Match{{ID: "i5", Marks: []string{"e5"}}}, func([]int) (*archive.Alert, error) { return nil, no }))
	claims(t, ctx, s)
	check(s.ForgetSearch(ctx, "ann", "s1", "ann deleted s1"))
	if a, err := s.Claim(ctx, time.Minute); a != nil || err != nil {
		t.Errorf("of a deleted search: %+v, %v", a, err)
	}
	if report, err := s.Verify(ctx); err != nil || len(report.Faults) > 0 {
		t.Errorf("%+v, %v", report, err)
	}
	if log, err := s.Log(ctx, 10); err != nil || len(log) != 3 || log[0].Note != "ann deleted s1" || log[0].Kind != "search" {
		t.Errorf("the log: %+v, %v", log, err)
	}
}

// claims: one alert is taken by one only, tried again when it did not arrive, and
// stays settled.
func claims(t *testing.T, ctx context.Context, s *store.Store) {
	var mu sync.Mutex
	var group sync.WaitGroup
	taken := map[string]int{}
	for range 4 {
		group.Go(func() {
			for {
				a, err := s.Claim(ctx, time.Hour)
				if err != nil {
					t.Error(err)
				}
				if a == nil || err != nil {
					return
				}
				mu.Lock()
				taken[a.ID]++
				mu.Unlock()
				if string(a.Body) != "body" || a.Search != "s1" || a.Things != 1 {
					t.Errorf("%+v", a)
				}
			}
		})
	}
	group.Wait()
	if len(taken) != 2 || taken["a[1]"] != 1 || taken["a[0]"] != 1 {
		t.Errorf("taken: %v", taken)
	}
	soon := time.UnixMilli(1)
	if err := s.Settle(ctx, "a[0]", false, "the server answers 500", soon); err != nil {
		t.Fatal(err)
	}
	a, err := s.Claim(ctx, time.Hour)
	if err != nil || a == nil || a.ID != "a[0]" || a.Tries != 1 || a.Told || a.Outcome != "the server answers 500" {
		t.Errorf("tried again: %+v, %v", a, err)
	}
	for _, id := range []string{"a[0]", "a[1]"} {
		if err := s.Settle(ctx, id, true, "200", time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	if a, err := s.Claim(ctx, time.Hour); a != nil || err != nil {
		t.Errorf("settled, and taken: %+v, %v", a, err)
	}
	list, err := s.Alerts(ctx, "s1", 10)
	if err != nil || len(list) != 2 || !list[0].Told || !list[0].Due.IsZero() || list[0].Tried.IsZero() {
		t.Errorf("%+v, %v", list, err)
	}
}

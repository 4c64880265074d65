package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"chancery/internal/stage/store"
)

// statesOfTwo: what one program notes another sees at once, and when both change
// a state at the same time both changes stay.
func statesOfTwo(t *testing.T, open Opener) {
	ctx := t.Context()
	var both [2]*store.Store
	for i := range both {
		both[i] = open(t, "states_of_two", store.Options{})
		defer func() {
			if err := both[i].Close(); err != nil {
				t.Error(err)
			}
		}()
	}
	const kind, name, each = "access", "book", 20
	if at, err := both[0].StateAt(ctx, kind, name); at != 0 || err != nil {
		t.Errorf("before anything was noted: %d, %v", at, err)
	}
	seen := map[int64]bool{}
	var mu sync.Mutex
	var group sync.WaitGroup
	for i, s := range both {
		group.Go(func() {
			for n := range each {
				book := map[string]int{}
				at, err := s.ChangeState(ctx, kind, name, &book, func() (string, error) {
					book[fmt.Sprint(i, n)]++
					return fmt.Sprintf("%d noted %d", i, n), nil
				})
				mu.Lock()
				if err != nil || seen[at] {
					t.Errorf("%d, seen %v, %v", at, seen[at], err)
				}
				seen[at] = true
				mu.Unlock()
			}
		})
	}
	group.Wait()
	var last [2]int64
	for i, s := range both {
		book := map[string]int{}
		if found, err := s.State(ctx, kind, name, &book); !found || err != nil || len(book) != 2*each {
			t.Errorf("store %d: %v, %d changes, %v", i, found, len(book), err)
		}
		at, err := s.StateAt(ctx, kind, name)
		if err != nil || !seen[at] {
			t.Errorf("store %d: %d, %v", i, at, err)
		}
		last[i] = at
	}
	if log, err := both[0].Log(ctx, 1000); err != nil || len(log) != 2*each || !strings.Contains(log[0].Note, "noted 19") {
		t.Errorf("%d lines in the log, %v", len(log), err)
	}
	// A change that is refused changes nothing, and what is set alone counts too.
	no := errors.New("no")
	book := map[string]int{}
	if _, err := both[1].ChangeState(ctx, kind, name, &book, func() (string, error) { book["no"] = 1; return "refused", no }); !errors.Is(err, no) {
		t.Errorf("%v", err)
	}
	if at, err := both[0].StateAt(ctx, kind, name); at != last[1] || err != nil {
		t.Errorf("%d after %d, %v", at, last[1], err)
	}
	if err := both[0].SetState(ctx, kind, name, map[string]int{}); err != nil {
		t.Fatal(err)
	}
	if at, err := both[1].StateAt(ctx, kind, name); at <= last[1] || err != nil {
		t.Errorf("%d after %d, %v", at, last[1], err)
	}
	for i, s := range both {
		if report, err := s.Verify(ctx); err != nil || len(report.Faults) > 0 {
			t.Errorf("store %d: %+v, %v", i, report, err)
		}
	}
}

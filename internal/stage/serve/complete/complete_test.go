package complete

import (
	"context"
	"iter"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
)

type fake struct {
	slow     time.Duration
	mu       sync.Mutex
	lines    []archive.Coverage
	revision string
	asked    int
}

// set changes what is there.
func (f *fake) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func (f *fake) Revision(context.Context) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.revision, nil
}

func (f *fake) Coverage(context.Context, filter.Query) iter.Seq2[archive.Coverage, error] {
	var lines []archive.Coverage
	f.set(func() { f.asked++; lines = f.lines })
	time.Sleep(f.slow)
	return func(yield func(archive.Coverage, error) bool) {
		for _, c := range lines {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func world() *fake {
	return &fake{revision: "1", lines: []archive.Coverage{
		{Outlet: "courier", Documents: 2},
		{Day: "2041-03-01", Outlet: "courier", Documents: 3}, {Day: "2041-03-01", Outlet: "herald", Documents: 1},
		{Day: "2041-03-02", Outlet: "courier", Gap: true}, {Day: "2041-03-02", Outlet: "herald", Gap: true},
		{Day: "2041-03-03", Outlet: "courier", Documents: 4}, {Day: "2041-03-03", Outlet: "herald", Gap: true},
	}}
}

func TestOf(t *testing.T) {
	k := New(world(), nil, 0)
	for text, want := range map[string]Completeness{
		"":                                {From: "2041-03-01", Until: "2041-03-03", Documents: 10, Outlets: 2, Days: 3, Covered: 2, Gaps: 3, Undated: 2},
		"since:2041-03-02":                {From: "2041-03-02", Until: "2041-03-03", Documents: 4, Outlets: 1, Days: 2, Covered: 1, Gaps: 3, Undated: 2},
		"on:2041-03-02":                   {From: "2041-03-02", Until: "2041-03-02", Days: 1, Gaps: 2, Undated: 2},
		"outlet:herald type:AID":          {From: "2041-03-01", Until: "2041-03-03", Documents: 1, Outlets: 1, Days: 3, Covered: 1, Gaps: 2},
		"-outlet:herald":                  {From: "2041-03-01", Until: "2041-03-03", Documents: 10, Outlets: 2, Days: 3, Covered: 2, Gaps: 3, Undated: 2},
		"until:2041-02-28":                {From: "2041-03-01", Until: "2041-02-28", Undated: 2},
		"on:2041-03-01,2041-03-03":        {From: "2041-03-01", Until: "2041-03-03", Documents: 8, Outlets: 2, Days: 3, Covered: 2, Gaps: 3, Undated: 2},
		"since:2041-03-01 on:2041-03-03 ": {From: "2041-03-03", Until: "2041-03-03", Documents: 4, Outlets: 1, Days: 1, Covered: 1, Gaps: 1, Undated: 2},
	} {
		e, err := filter.Parse(text, filter.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := k.Of(t.Context(), e)
		if err != nil {
			t.Fatal(err)
		}
		if got.Line == "" || got.AsOf.IsZero() {
			t.Errorf("%q: %+v", text, got)
		}
		got.Line, got.AsOf = "", time.Time{}
		if got != want {
			t.Errorf("%q:\n got %+v\nwant %+v", text, got, want)
		}
	}
}

func TestLine(t *testing.T) {
	c, err := New(world(), nil, 0).Of(t.Context(), nil)
	if want := "Drawn from 10 documents of 2 outlets, 2041-03-01 to 2041-03-03: 2 of 3 days with documents; outlets have 3 days without a document between them."; err != nil || c.Line != want {
		t.Errorf("%q %v", c.Line, err)
	}
	if c, _ := New(&fake{}, nil, 0).Of(t.Context(), nil); c.Line != "No document is in the archive: nothing is known." {
		t.Errorf("%q", c.Line)
	}
}

func TestCountedAgainWhenChangedAndOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := world()
		k := New(f, time.Now, time.Minute)
		documents := func() int {
			c, err := k.Of(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			return c.Documents
		}
		documents()
		f.set(func() { f.revision, f.lines = "2", f.lines[:2] })
		if n := documents(); n != 10 || f.asked != 1 {
			t.Errorf("%d documents after %d counts: numbers that are young stay", n, f.asked)
		}
		time.Sleep(2 * time.Minute)
		documents() // is given the old ones, and counts again
		if n := documents(); n != 5 || f.asked != 2 {
			t.Errorf("%d documents after %d counts", n, f.asked)
		}
		time.Sleep(2 * time.Minute)
		documents()
		if documents(); f.asked != 2 {
			t.Errorf("counted %d times though nothing changed", f.asked)
		}
	})
}

func TestSlowCountsAreRare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := world()
		f.slow = 10 * time.Second
		k := New(f, time.Now, time.Minute)
		for i := range 600 { // ten minutes, in which the archive changes all the time
			f.set(func() { f.revision = time.Duration(i).String() })
			if _, err := k.Of(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
		}
		synctest.Wait()
		f.mu.Lock()
		defer f.mu.Unlock()
		if f.asked < 3 || f.asked > 5 {
			t.Errorf("counted %d times: it takes 10 of 600 seconds each time", f.asked)
		}
	})
}

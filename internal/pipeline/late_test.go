package pipeline

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"chancery/record"
)

// unread gives n items whose pages are read late; of those that odd names, read
// says what becomes.
func unread(n int, odd map[int]func() (Item, error)) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		for i := range n {
			late := odd[i]
			if late == nil {
				late = func() (Item, error) {
					return Item{Page: &record.Page{Document: record.Document{ID: fmt.Sprint("d", i)}, Text: "two words"}}, nil
				}
			}
			if !yield(Item{Place: fmt.Sprint("p", i), File: "f", Resume: fmt.Sprint(i), Late: late, Size: 1 << 20}, nil) {
				return
			}
		}
	}
}

func TestLatePagesAreReadByWorkers(t *testing.T) {
	odd := map[int]func() (Item, error){
		3: func() (Item, error) { return Item{Skip: true, Page: &record.Page{Text: "known"}}, nil },
		5: func() (Item, error) { panic("broken page") },
		7: func() (Item, error) {
			return Item{Diagnostics: []record.Diagnostic{{Code: record.HTMLNoArticle, Severity: record.Error}}}, nil
		},
	}
	var got []string
	counts, err := Run(t.Context(), unread(40, odd), echo, Options{Workers: 4, Budget: 3 << 20}, func(r Result) error {
		if r.File != "f" || "p"+r.Resume != r.Place {
			t.Errorf("%s came out as %s %s", r.Place, r.File, r.Resume)
		}
		got = append(got, r.Place)
		if r.Err != nil && (r.Place != "p5" || !strings.Contains(r.Err.Error(), "broken page")) {
			t.Error(r.Err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for i := range 40 {
		if i != 3 {
			want = append(want, fmt.Sprint("p", i))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if c := (Counts{Documents: 39, Coded: 37, Errors: 1, Failures: 1, Words: 74}); counts != c {
		t.Errorf("counts %+v, want %+v", counts, c)
	}
}

func TestALatePageThatFailsEndsTheRun(t *testing.T) {
	gone := errors.New("the archive is gone")
	n := 0
	_, err := Run(t.Context(), unread(40, map[int]func() (Item, error){4: func() (Item, error) { return Item{}, gone }}), echo, Options{Workers: 2}, func(Result) error { n++; return nil })
	if !errors.Is(err, gone) || n != 4 {
		t.Errorf("%d results, then %v", n, err)
	}
}

// TestWindowTakesThePageForItsText lets few unread pages in, and more once they
// are read.
func TestWindowTakesThePageForItsText(t *testing.T) {
	w := newWindow(10, 100)
	j := &job{size: 90}
	if !w.enter(t.Context(), j.size) {
		t.Fatal("the first does not come in")
	}
	j.item.Page = &record.Page{Text: "short"}
	w.change(j)
	if w.size != 5 || j.size != 5 {
		t.Errorf("%d bytes in flight, want 5", w.size)
	}
	w.leave(j.size)
	if w.size != 0 || w.docs != 0 {
		t.Errorf("%d bytes of %d documents left", w.size, w.docs)
	}
}

package web

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"chancery/internal/filter"
	"chancery/internal/stage/serve"
)

// dated is an archive of which only the revision is asked.
type dated struct {
	serve.Archive
	revision string
}

func (d *dated) Revision(context.Context) (string, error) { return d.revision, nil }

// What has grown old is gathered again beside the requests, when the archive has
// changed; those who ask meanwhile get what there was.
func TestMemo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &dated{revision: "1"}
		d := &desk{o: Options{Archive: a, Now: time.Now}}
		var m memo[int]
		n := 0
		get := func(gather func(context.Context) (int, error)) int {
			t.Helper()
			v, err := m.get(t.Context(), d, gather)
			if err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			return v
		}
		count := func(context.Context) (int, error) { n++; return n, nil }
		if _, err := m.get(t.Context(), d, func(context.Context) (int, error) { return 0, errors.New("no") }); err == nil {
			t.Error("an error is not told")
		}
		for range 2 {
			if get(count) != 1 {
				t.Error("gathered twice")
			}
		}
		a.revision = "2"
		if get(count) != 1 {
			t.Error("gathered again at once")
		}
		time.Sleep(memoAge)
		if get(count) != 1 || get(count) != 2 {
			t.Error("not gathered again when the archive had changed")
		}
		time.Sleep(memoAge)
		for range 2 {
			if get(count) != 2 {
				t.Error("gathered again though nothing had changed")
			}
		}
		a.revision = "3"
		time.Sleep(memoAge)
		if get(func(context.Context) (int, error) { return 0, errors.New("no") }) != 2 {
			t.Error("what is kept is lost by an error")
		}
		if get(count) != 2 || get(count) != 3 {
			t.Error("not gathered again after an error")
		}
	})
}

func TestShelf(t *testing.T) {
	var s shelf[int]
	a := s.of("a")
	if s.of("a") != a || s.of("b") == a {
		t.Error("a question has not its own place")
	}
	for i := range shelfLength {
		s.of(string(rune('A' + i + 100)))
	}
	if len(s.kept) != shelfLength || len(s.order) != shelfLength || s.of("a") == a {
		t.Errorf("%d are kept", len(s.kept))
	}
}

// Counting that takes too long gives way; a request that ends does not.
func TestInTime(t *testing.T) {
	slow := func(ctx context.Context) (filter.Count, error) {
		<-ctx.Done()
		return filter.Count{}, errors.New("interrupted")
	}
	if n, err := inTime(t.Context(), 7, slow); err != nil || n.N != 7 || !n.More {
		t.Errorf("%v, %v", n, err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := inTime(ended, 7, slow); err == nil {
		t.Error("the end of the request is not told")
	}
	if _, err := inTime(t.Context(), 7, func(context.Context) (filter.Count, error) { return filter.Count{}, errors.New("broken") }); err == nil {
		t.Error("a fault is not told")
	}
}

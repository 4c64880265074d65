package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/store"
	"chancery/internal/stage/store/storetest"
)

// TestYoungOfTwoPrograms: what a program knows of young rows holds when another one
// has added some, taken them to their places, or away.
func TestYoungOfTwoPrograms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "two.db")
	lazy := open(t, path, store.Options{Young: 1000})
	defer lazy.Close()
	keen := open(t, path, store.Options{Young: 1}) // it takes all to their places at each commit
	defer keen.Close()
	bands := map[int][]uint64{1: {4, 8, 12}, 2: {100, 104}, 3: {4, 200}, 4: {8, 12}, 5: {4, 8}, 6: {100, 104, 200}}
	var near []string
	link := func(ctx context.Context, h archive.History, a *archive.Addition) (archive.Links, error) {
		found, err := h.Near(ctx, a.Prints.Bands, a.Document.Published)
		near = nil
		for i := range found {
			near = append(near, found[i].Document.SHA256)
		}
		return archive.Links{Prints: *a.Prints}, err
	}
	page := func(n int) archive.Addition {
		a := storetest.Page(n, "courier", "2031-04-30")
		a.Prints = &archive.Prints{Bands: bands[n], Shingles: []uint64{1}}
		return a
	}
	put := func(s *store.Store, a archive.Addition, want ...int) {
		t.Helper()
		out, err := s.Add(t.Context(), []archive.Addition{a}, link)
		if err != nil || out[0].Err != nil {
			t.Fatal(out, err)
		}
		var shas []string
		for _, n := range want {
			shas = append(shas, page(n).Document.SHA256)
		}
		if slices.Sort(shas); !slices.Equal(near, shas) {
			t.Errorf("near are %v, want %v", near, shas)
		}
	}
	put(lazy, page(1))
	put(lazy, page(2))
	put(keen, page(3)) // shares one band with the first: not near
	put(lazy, page(4), 1)
	put(lazy, page(5), 1)
	// The first is coded again, with other bands, by each in turn.
	again := page(1)
	again.Document.Coder, again.Prints = "coder-2", &archive.Prints{Bands: []uint64{100, 104}, Shingles: []uint64{1}}
	put(keen, again, 2)
	put(lazy, page(6), 1, 2)
	again.Document.Coder, again.Prints = "coder-3", &archive.Prints{Bands: []uint64{8, 12}, Shingles: []uint64{1}}
	put(lazy, again, 4)
	again.Document.Coder, again.Prints = "coder-4", &archive.Prints{Bands: []uint64{100, 200}, Shingles: []uint64{1}}
	put(keen, again, 6)
	for _, s := range []*store.Store{lazy, keen} {
		storetest.Sound(t, t.Context(), s)
	}
}

// TestYoungAfterAFailure: an item that is refused, and a batch that fails, leave
// the young rows of the others.
func TestYoungAfterAFailure(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "failed.db"), store.Options{})
	defer s.Close()
	var found []int
	refused := fmt.Errorf("refused")
	link := func(ctx context.Context, h archive.History, a *archive.Addition) (archive.Links, error) {
		near, err := h.Near(ctx, []uint64{4, 8}, "2031-04-30")
		found = append(found, len(near))
		if a.Document.Title == "refused" {
			err = refused
		}
		return archive.Links{Prints: archive.Prints{Bands: []uint64{4, 8}, Shingles: []uint64{1}}}, err
	}
	page := func(n int) archive.Addition {
		a := storetest.Page(n, "courier", "2031-04-30")
		a.Prints = &archive.Prints{Bands: []uint64{4, 8}}
		return a
	}
	bad := page(3)
	bad.Document.Title = "refused"
	out, err := s.Add(t.Context(), []archive.Addition{page(1), page(2), bad, page(4)}, link)
	if err != nil || out[2].Err == nil || out[3].Err != nil {
		t.Fatal(out, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	stop := func(ctx context.Context, h archive.History, a *archive.Addition) (archive.Links, error) {
		cancel()
		return link(t.Context(), h, a)
	}
	if _, err := s.Add(ctx, []archive.Addition{page(5)}, stop); err == nil {
		t.Fatal("a batch that was cancelled is kept")
	}
	if _, err := s.Add(t.Context(), []archive.Addition{page(6)}, link); err != nil {
		t.Fatal(err)
	}
	if want := []int{0, 1, 2, 2, 3, 3}; !slices.Equal(found, want) {
		t.Errorf("near were %v, want %v", found, want)
	}
	storetest.Sound(t, t.Context(), s)
}

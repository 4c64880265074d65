package storetest

import (
	"context"
	"errors"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/store"
)

// nearInABatch: what a batch has changed so far is what linking is told, however
// often it asks for the same documents, and a refused one is not told of.
func nearInABatch(t *testing.T, ctx context.Context, s *store.Store) {
	pages := []archive.Addition{Page(1, "courier", "2031-04-30"), Page(2, "courier", "2031-04-30"), Page(3, "courier", "2031-04-30"), Page(4, "courier", "2031-04-30")}
	sha := func(i int) string { return pages[i].Document.SHA256 }
	refused := errors.New("no such thing")
	var told [][]archive.Printed
	link := func(ctx context.Context, h archive.History, a *archive.Addition) (archive.Links, error) {
		near, err := h.Near(ctx, []uint64{7}, "2031-04-30")
		if err != nil {
			return archive.Links{}, err
		}
		told = append(told, near)
		l := archive.Links{Prints: archive.Prints{Bands: []uint64{7}, Shingles: []uint64{uint64(len(told))}}}
		switch a.Document.SHA256 {
		case sha(1): // the first is a copy of the second, as it turns out
			l.Copies = []archive.Kinship{{Document: sha(0), Original: sha(1), Parent: sha(1), Copy: archive.Syndicated}}
		case sha(2):
			return l, refused
		}
		return l, nil
	}
	if _, err := s.Add(ctx, pages, link); err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{0, 1, 2, 2} {
		if len(told[i]) != want {
			t.Errorf("page %d is told of %d others, want %d", i+1, len(told[i]), want)
		}
	}
	for _, p := range told[3] {
		original, shingle := "", uint64(2)
		if p.Document.SHA256 == sha(0) {
			original, shingle = sha(1), 1
		}
		if p.Document.Original != original || len(p.Prints.Shingles) != 1 || p.Prints.Shingles[0] != shingle {
			t.Errorf("the last page is told %+v", p)
		}
	}
}

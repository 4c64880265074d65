package storetest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/store"
)

// nearInTime: whatever came before, in the batch or long ago, with a day or without,
// and however the day of a text changes as earlier prints of it are found, linking is
// told of those that share enough bands and were printed within reach, and no others.
func nearInTime(t *testing.T, ctx context.Context, s *store.Store) {
	r := NewRandom(11, 300)
	kept := map[string]*nearPage{}
	link := func(ctx context.Context, h archive.History, a *archive.Addition) (archive.Links, error) {
		p := nearPage{sha: a.Document.SHA256, published: a.Document.Published}
		if a.Prints != nil {
			p.bands = a.Prints.Bands
		} else { // the same text at one more place
			p.bands = kept[p.sha].bands
		}
		askNear(t, ctx, h, kept, &p)
		asked := p
		asked.published = r.printDay() // a question that nobody foresaw
		askNear(t, ctx, h, kept, &asked)
		kept[p.sha] = &p
		return archive.Links{Prints: archive.Prints{Bands: p.bands, Shingles: []uint64{1}}}, nil
	}
	for range 12 {
		batch := make([]archive.Addition, 0, 20)
		for range 20 {
			n := r.IntN(150)
			a := Page(n, fmt.Sprintf("outlet%d", r.IntN(3)), r.printDay())
			a.Prints = &archive.Prints{Bands: r.bands(), Shingles: []uint64{uint64(n)}}
			batch = append(batch, a)
		}
		out, err := s.Add(ctx, batch, link)
		if err != nil {
			t.Fatal(err)
		}
		for i := range out {
			if out[i].Err != nil {
				t.Fatal(out[i].Err)
			}
		}
	}
	for _, p := range kept {
		askNear(t, ctx, s.History(), kept, p)
	}
	Sound(t, ctx, s)
}

type nearPage struct {
	sha, published string
	bands          []uint64
}

// askNear compares what a history says with what it should say.
func askNear(t *testing.T, ctx context.Context, h archive.History, kept map[string]*nearPage, p *nearPage) {
	t.Helper()
	near, err := h.Near(ctx, p.bands, p.published)
	if err != nil {
		t.Fatal(err)
	}
	got, want := []string{}, []string{}
	for i := range near {
		got = append(got, near[i].Document.SHA256)
	}
	for sha, q := range kept {
		n := 0
		for _, b := range p.bands {
			switch {
			case !slices.Contains(q.bands, b):
			case archive.PrintedApart(p.published, q.published) && !archive.Timeless(b):
			case archive.Alone(b):
				n += 2
			default:
				n++
			}
		}
		if n > 1 {
			want = append(want, sha)
		}
	}
	if slices.Sort(want); !reflect.DeepEqual(got, want) {
		t.Errorf("near %v of %s are %d documents, want %d", p.bands, p.published, len(got), len(want))
	}
}

// printDay is a day of about a year, one that no calendar has, or none.
func (r *Random) printDay() string {
	switch r.IntN(12) {
	case 0:
		return ""
	case 1:
		return "2031-02-30"
	case 2:
		return "2031-00-10"
	}
	return fmt.Sprintf("2031-%02d-%02d", 1+r.IntN(12), 1+r.IntN(28))
}

// bands are some, of which one in ten counts alone.
func (r *Random) bands() []uint64 {
	var out []uint64
	for range 1 + r.IntN(5) {
		b := uint64(r.IntN(40)) << 2
		if r.IntN(10) == 0 {
			b |= 1 + uint64(r.IntN(2))
		}
		if !slices.Contains(out, b) {
			out = append(out, b)
		}
	}
	return out
}

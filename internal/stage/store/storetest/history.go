package storetest

import (
	"context"
	"reflect"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/store"
)

// historyOf: linking sees all that was added before, in its own batch too.
func historyOf(t *testing.T, ctx context.Context, s *store.Store) {
	pages := []archive.Addition{Page(1, "courier", "2031-04-30"), Page(2, "herald", "2031-05-01"), Page(3, "gazette", "2031-05-02")}
	seen := map[string][]int{}
	link := func(ctx context.Context, h archive.History, a *archive.Addition) (archive.Links, error) {
		near, err := h.Near(ctx, []uint64{1 << 63, 4, 7}, a.Document.Published)
		if err != nil {
			return archive.Links{}, err
		}
		blocked, err := h.Blocked(ctx, []string{"visit FRE SYL", "other"}, "2031-04-30", "2031-05-01")
		if err != nil {
			return archive.Links{}, err
		}
		of, err := h.EventsOf(ctx, []string{pages[0].Document.SHA256, pages[1].Document.SHA256})
		seen[a.Document.SHA256] = []int{len(near), len(blocked), len(of)}
		l := archive.Links{Prints: archive.Prints{Bands: []uint64{1 << 63, 4, 3}, Shingles: []uint64{5, 1<<64 - 1}}, Blocks: map[string][]string{a.Events[0].Key: {"visit FRE SYL"}}}
		if a.Document.SHA256 == pages[1].Document.SHA256 {
			l.Copies = []archive.Kinship{{Document: a.Document.SHA256, Original: pages[0].Document.SHA256, Parent: pages[0].Document.SHA256, Copy: archive.Syndicated}}
		}
		return l, err
	}
	if out, err := s.Add(ctx, pages, link); err != nil || out[2].Err != nil {
		t.Fatalf("%+v, %v", out, err)
	}
	want := map[string][]int{pages[0].Document.SHA256: {0, 0, 0}, pages[1].Document.SHA256: {1, 1, 2}, pages[2].Document.SHA256: {2, 2, 4}}
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("seen %v, want %v", seen, want)
	}
	h := s.History()
	for _, tc := range []struct {
		bands []uint64
		want  int
	}{{[]uint64{4}, 0}, {[]uint64{4, 4, 8}, 0}, {[]uint64{4, 1 << 63}, 3}, {[]uint64{3}, 3}} {
		if near, err := h.Near(ctx, tc.bands, ""); err != nil || len(near) != tc.want {
			t.Errorf("%d documents near %x, want %d, %v", len(near), tc.bands, tc.want, err)
		}
	}
	family, err := h.Family(ctx, pages[0].Document.SHA256)
	if err != nil || len(family) != 2 || family[0].Document.SHA256 > family[1].Document.SHA256 {
		t.Fatalf("family %+v, %v", family, err)
	}
	for _, p := range family {
		if !reflect.DeepEqual(p.Prints.Shingles, []uint64{5, 1<<64 - 1}) || !reflect.DeepEqual(p.Prints.Bands, []uint64{1 << 63, 4, 3}) {
			t.Errorf("prints %+v", p.Prints)
		}
	}
	docs, err := h.Documents(ctx, []string{pages[1].Document.SHA256, pages[2].Document.SHA256})
	if err != nil || len(docs) != 2 {
		t.Fatalf("%+v, %v", docs, err)
	}
	for _, d := range docs {
		copied := d.SHA256 == pages[1].Document.SHA256
		if copied != (d.Copy == archive.Syndicated && d.Original == pages[0].Document.SHA256 && d.Parent == d.Original) {
			t.Errorf("kinship of %+v", d)
		}
	}
	events, err := h.Events(ctx, []string{pages[1].Events[0].Key, pages[0].Events[1].Key, "0000000000000000:1-2:AID"})
	if err != nil || len(events) != 2 || events[0].Key > events[1].Key {
		t.Fatalf("%+v, %v", events, err)
	}
	for _, e := range events {
		if e.Copied != (e.Document == pages[1].Document.SHA256) {
			t.Errorf("copied %v of %s", e.Copied, e.Outlet)
		}
	}
}

// incidents: events follow their incident; merged and changed ones too.
func incidents(t *testing.T, ctx context.Context, s *store.Store) {
	pages := []archive.Addition{Page(1, "courier", "2031-04-30"), Page(2, "herald", "2031-05-01"), Page(3, "gazette", "2031-05-02")}
	visits := []string{pages[0].Events[0].Key, pages[1].Events[0].Key, pages[2].Events[0].Key}
	steps := []archive.Links{
		{Incidents: []archive.Incident{{ID: "i1", Type: "CONSULT", Status: "actual", Start: "2031-04-30", Events: visits[:1]}}, Changes: []archive.Change{{Incident: "i1", Revision: 1, Kind: "created", Note: "1 report"}}},
		{Incidents: []archive.Incident{{ID: "i2", Type: "CONSULT", Status: "actual", Events: visits[1:2]}}},
		{Incidents: []archive.Incident{{ID: "i1", Type: "CONSULT", Status: "actual", Events: visits}}, Removed: []string{"i2"}},
	}
	n := 0
	link := func(context.Context, archive.History, *archive.Addition) (archive.Links, error) {
		n++
		return steps[n-1], nil
	}
	want := [][]string{{"i1"}, {"i1", "i2"}, {"i1", "i1", "i1"}}
	for i := range pages {
		out, err := s.Add(ctx, pages[i:i+1], link)
		if err != nil || out[0].Err != nil || len(out[0].Incidents) != 1 {
			t.Fatalf("%+v, %v", out, err)
		}
		wantIncidents(t, ctx, s, visits[:i+1], want[i])
	}
	if members, err := s.History().Members(ctx, []string{"i1", "i2"}); err != nil || len(members) != 3 || members[0].Key > members[1].Key {
		t.Errorf("members %+v, %v", members, err)
	}
	if kept, err := s.History().Incidents(ctx, []string{"i2", "i1", "i1"}); err != nil || len(kept) != 1 || kept[0].ID != "i1" {
		t.Errorf("incidents %+v, %v", kept, err)
	}
	// A new coding keeps its events in their incident, where linking says nothing else.
	again := Page(2, "herald", "2031-05-01")
	again.Document.Coder = "coder-2"
	if out, err := s.Replace(ctx, []archive.Addition{again}, nil); err != nil || out[0].Err != nil {
		t.Fatalf("%+v, %v", out, err)
	}
	wantIncidents(t, ctx, s, visits, want[2])
	// An event that leaves is in none.
	less := Page(3, "gazette", "2031-05-02")
	less.Document.Coder = "coder-2"
	steps = append(steps, archive.Links{Incidents: []archive.Incident{{ID: "i1", Type: "CONSULT", Status: "actual", Events: visits[:2]}}})
	if out, err := s.Replace(ctx, []archive.Addition{less}, link); err != nil || out[0].Err != nil {
		t.Fatalf("%+v, %v", out, err)
	}
	wantIncidents(t, ctx, s, visits, []string{"i1", "i1", ""})
}

func wantIncidents(t *testing.T, ctx context.Context, s *store.Store, keys, want []string) {
	t.Helper()
	for i, key := range keys {
		if e, err := s.Event(ctx, key); err != nil || e.Incident != want[i] {
			t.Errorf("event %s is in %q, want %q, %v", key, e.Incident, want[i], err)
		}
	}
}

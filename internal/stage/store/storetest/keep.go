package storetest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/store"
)

// forget: texts of an outlet, or of days past, go; all else stays.
func forget(t *testing.T, ctx context.Context, s *store.Store) {
	pages := []archive.Addition{Page(1, "courier", "2031-04-01"), Page(2, "courier", "2031-04-20"), Page(3, "herald", "2031-04-02"), Page(4, "gazette", "2031-04-03")}
	add(t, ctx, s, archive.New, pages...)
	add(t, ctx, s, archive.Appeared, Page(3, "courier", "2031-04-09"))
	left := func(want ...int) {
		t.Helper()
		var got []int
		for i, p := range pages {
			d := document(t, ctx, s, p.Document.SHA256)
			if d.Text != "" {
				got = append(got, i+1)
			}
			if events, err := s.EventsOf(ctx, d.SHA256); err != nil || len(events) != 2 || events[0].Evidence == "" {
				t.Errorf("page %d has lost its events: %v, %v", i+1, events, err)
			}
			if _, err := s.Record(ctx, d.SHA256, 0); err != nil {
				t.Error(err)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("texts of %v are left, want %v", got, want)
		}
		if n := hits(t, ctx, s, "number"); n != len(want) {
			t.Errorf("%d texts are found by a word, want %d", n, len(want))
		}
		Sound(t, ctx, s)
	}
	left(1, 2, 3, 4)
	if f, err := s.Forget(ctx, store.Keeping{Outlets: []string{"Courier"}, Dry: true}); err != nil || f.Texts != 3 || !f.Dry {
		t.Errorf("%+v, %v", f, err)
	}
	left(1, 2, 3, 4)
	f, err := s.Forget(ctx, store.Keeping{Before: "2031-04-02", Reason: "old"})
	if err != nil || f.Texts != 1 || f.Oldest != "2031-04-01" || !slices.Equal(f.Outlets, []string{"courier"}) {
		t.Errorf("%+v, %v", f, err)
	}
	left(2, 3, 4)
	if _, err := s.Forget(ctx, store.Keeping{Outlets: []string{"COURIER"}, Reason: "asked to"}); err != nil {
		t.Error(err)
	}
	left(4) // the third was printed by the courier too
	log, err := s.Log(ctx, 2)
	if err != nil || len(log) != 2 || !strings.Contains(log[0].Note, "asked to") || !strings.Contains(log[0].Note, "2 texts") || !strings.Contains(log[1].Note, "old") {
		t.Errorf("log %+v, %v", log, err)
	}
	if _, err := s.Forget(ctx, store.Keeping{Before: "last week"}); err == nil {
		t.Error("a day that is none was taken")
	}
}

// hits counts the texts that a word is found in.
func hits(t *testing.T, ctx context.Context, s *store.Store, word string) (n int) {
	t.Helper()
	found, err := s.Search(ctx, word, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range found {
		if h.Kind == "text" {
			n++
		}
	}
	return n
}

// retain: rules of retention, the strictest of a text's outlets.
func retain(t *testing.T, ctx context.Context, s *store.Store) {
	today := s.Clock()
	ago := func(days int) string { return today.AddDate(0, 0, -days).Format("2006-01-02") }
	add(t, ctx, s, archive.New, Page(1, "courier", ago(40)), Page(2, "courier", ago(20)), Page(3, "herald", ago(400)), Page(4, "gazette", ago(99)), Page(5, "gazette", ago(101)))
	if f, err := s.Retain(ctx, false); err != nil || f.Texts != 0 {
		t.Errorf("without rules: %+v, %v", f, err)
	}
	rules := []store.Rule{{Outlet: "Courier", Days: 30}, {Outlet: "herald", Days: 1000}, {Days: 100}}
	if err := s.SetRules(ctx, rules); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Rules(ctx); err != nil || !slices.Equal(got, rules) {
		t.Errorf("%+v, %v", got, err)
	}
	if err := s.SetRules(ctx, append(rules, store.Rule{Outlet: "COURIER", Days: 3})); err == nil {
		t.Error("two rules for one outlet were taken")
	}
	if f, err := s.Retain(ctx, false); err != nil || f.Texts != 2 || !slices.Equal(f.Outlets, []string{"courier", "gazette"}) {
		t.Errorf("%+v, %v", f, err)
	}
	if f, err := s.Retain(ctx, false); err != nil || f.Texts != 0 {
		t.Errorf("a second time: %+v, %v", f, err)
	}
}

// doctored: a healthy archive has no faults, and what is to be done is told.
func doctored(t *testing.T, ctx context.Context, s *store.Store) {
	Fill(t, ctx, s, 30)
	far := Page(90, "Courier", "2031-09-01")
	add(t, ctx, s, archive.New, far)
	if err := s.SetRules(ctx, []store.Rule{{Days: 0}}); err != nil {
		t.Fatal(err)
	}
	found, err := s.Doctor(ctx, store.Checkup{Size: 1 << 20, Log: 100 << 20})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]store.Weight{"schema": store.Fine, "structure": store.Fine, "orphans": store.Fine, "index": store.Fine, "backup": store.Warn, "feeds": store.Warn, "gaps": store.Note}
	for _, f := range found {
		if w := want[f.Check]; w != "" && w != f.Weight {
			t.Errorf("%+v, want %s", f, w)
		}
		if f.Weight != store.Fine && f.Do == "" {
			t.Errorf("nothing is said of what to do: %+v", f)
		}
		delete(want, f.Check)
	}
	if len(want) > 0 {
		t.Errorf("nothing is said of %v", want)
	}
}

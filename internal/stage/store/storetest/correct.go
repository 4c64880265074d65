package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/store"
	"chancery/record"
)

func parse(t *testing.T, text string, of filter.Target) filter.Expr {
	t.Helper()
	f, err := filter.Parse(text, filter.Options{For: of})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// wantEvents asks for events and wants those keys.
func wantEvents(t *testing.T, ctx context.Context, s *store.Store, text string, want ...string) {
	t.Helper()
	var got []string
	for e, err := range s.Events(ctx, store.Query{Filter: parse(t, text, filter.Events), Oldest: true}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e.Key)
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%s: %v, want %v", text, got, want)
	}
}

func decide(t *testing.T, ctx context.Context, s *store.Store, c archive.Correction) archive.Correction {
	t.Helper()
	c.Reviewer = "reader"
	out, err := s.Correct(ctx, c, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// corrections are laid over what is read, are found by filters, survive another
// coding, and go when they are taken back.
func corrections(t *testing.T, ctx context.Context, s *store.Store) {
	page := Page(1, "courier", "2031-04-30")
	add(t, ctx, s, archive.New, page)
	visit, aid := page.Events[0].Key, page.Events[1].Key
	planned, threaten := record.Planned, "THREATEN"
	first := decide(t, ctx, s, archive.Correction{Verdict: archive.Correct, Event: visit, Set: &archive.Patch{Status: &planned, Type: &threaten}})
	second := decide(t, ctx, s, archive.Correction{Verdict: archive.Reject, Event: aid, Reason: "not said"})
	if first.ID != 1 || second.ID != 2 || first.Trigger != page.Events[0].TriggerSpan || first.At.IsZero() {
		t.Errorf("kept as %+v and %+v", first, second)
	}
	wantEvents(t, ctx, s, "status:planned type:THREATEN", visit)
	wantEvents(t, ctx, s, "type:CONSULT")
	wantEvents(t, ctx, s, "type:AID")
	wantEvents(t, ctx, s, "review:rejected", aid)
	wantEvents(t, ctx, s, "review:corrected", visit)
	if e, err := s.Event(ctx, visit); err != nil || e.Review != archive.Corrected || e.Key != visit || e.Level != 2 {
		t.Errorf("%+v, %v", e, err)
	}
	// Another coder gives the visit another type: the decision stays on its words.
	again := Page(1, "courier", "2031-04-30")
	again.Document.Coder = "coder-2"
	again.Record.Events[0].Type = "COOPERATE"
	again = recoded(again)
	if out, err := s.Replace(ctx, []archive.Addition{again}, nil); err != nil || out[0].Err != nil {
		t.Fatal(out, err)
	}
	visit = again.Events[0].Key
	wantEvents(t, ctx, s, "status:planned type:THREATEN", visit)
	wantEvents(t, ctx, s, "review:rejected", aid)
	examples(t, ctx, s, map[string]string{"correct": "COOPERATE", "reject": "AID"})
	for _, id := range []int64{1, 2} {
		if err := s.Undo(ctx, id, "reader", "a mistake", nil); err != nil {
			t.Fatal(err)
		}
	}
	wantEvents(t, ctx, s, "type:COOPERATE", visit)
	wantEvents(t, ctx, s, "type:AID", aid)
	wantEvents(t, ctx, s, "review:none", visit, aid)
	if err := s.Undo(ctx, 1, "reader", "", nil); err == nil {
		t.Error("taken back twice")
	}
	n := 0
	for c, err := range s.Decisions(ctx) {
		if n++; err != nil || !c.Undone {
			t.Errorf("%+v, %v", c, err)
		}
	}
	if n != 2 {
		t.Errorf("%d decisions are listed", n)
	}
	if log, err := s.Log(ctx, 5); err != nil || len(log) != 2 || !strings.Contains(log[0].Note, "taken back by reader") {
		t.Errorf("log %+v, %v", log, err)
	}
}

func examples(t *testing.T, ctx context.Context, s *store.Store, want map[string]string) {
	t.Helper()
	got := 0
	for x, err := range s.Examples(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		if got++; want[string(x.Correction.Verdict)] != x.Coded.Type || x.Text == "" || x.Coded.Review != "" {
			t.Errorf("%s of a coded %s", x.Correction.Verdict, x.Coded.Type)
		}
	}
	if got != len(want) {
		t.Errorf("%d examples", got)
	}
}

// badDecisions are refused and leave nothing.
func badDecisions(t *testing.T, ctx context.Context, s *store.Store) {
	page := Page(1, "courier", "2031-04-30")
	add(t, ctx, s, archive.New, page)
	key := page.Events[0].Key
	for _, c := range []archive.Correction{
		{Verdict: "maybe", Event: key},
		{Verdict: archive.Correct, Event: key},
		{Verdict: archive.Correct, Event: key, Set: &archive.Patch{}},
		{Verdict: archive.Merge, Event: key},
		{Verdict: archive.Split, Event: key, Other: key},
		{Verdict: archive.Merge, Event: key, Other: "0000000000000000:1-2:AID"},
		{Verdict: archive.Reject, Event: key, Other: page.Events[1].Key},
		{Verdict: archive.Accept, Event: "0000000000000000:1-2:AID"},
		{Verdict: archive.Accept, Event: "no key"},
	} {
		if _, err := s.Correct(ctx, c, nil); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
	why := errors.New("no")
	_, err := s.Correct(ctx, archive.Correction{Verdict: archive.Reject, Event: key}, func(context.Context, archive.History, *archive.Addition) (archive.Links, error) {
		return archive.Links{}, why
	})
	if !errors.Is(err, why) {
		t.Errorf("%v", err)
	}
	for c := range s.Decisions(ctx) {
		t.Errorf("kept %+v", c)
	}
	wantEvents(t, ctx, s, "review:rejected")
	if err := s.Undo(ctx, 7, "reader", "", nil); !errors.Is(err, store.ErrUnknown) {
		t.Errorf("%v", err)
	}
}

// relinked: linking is asked again about the documents that a decision touches,
// with the events as they are in force, and about merges under the keys of now.
func relinked(t *testing.T, ctx context.Context, s *store.Store) {
	one, two := Page(1, "courier", "2031-04-30"), Page(2, "herald", "2031-04-30")
	var asked []string
	link := func(ctx context.Context, h archive.History, a *archive.Addition) (archive.Links, error) {
		if a.Document.Text != "" {
			return archive.Links{Blocks: map[string][]string{a.Events[0].Key: {"visit"}}}, nil
		}
		decided, err := h.Decided(ctx, []string{a.Document.SHA256})
		line := a.Document.Outlet
		for _, e := range a.Events {
			line += " " + e.Type + string(e.Review)
		}
		for _, c := range decided {
			line += " " + string(c.Verdict) + " " + c.Event + " " + c.Other
		}
		asked = append(asked, line)
		return archive.Links{Blocks: map[string][]string{a.Events[0].Key: {"visit"}}}, err
	}
	if _, err := s.Add(ctx, []archive.Addition{one, two}, link); err != nil {
		t.Fatal(err)
	}
	blocked := func(want int) {
		t.Helper()
		if list, err := s.History().Blocked(ctx, []string{"visit"}, "2031-01-01", "2031-12-31"); err != nil || len(list) != want {
			t.Errorf("%d events in the block, want %d, %v", len(list), want, err)
		}
	}
	blocked(2)
	a, b := one.Events[0].Key, two.Events[0].Key
	if _, err := s.Correct(ctx, archive.Correction{Verdict: archive.Reject, Event: a}, link); err != nil {
		t.Fatal(err)
	}
	blocked(1)
	if err := s.Undo(ctx, 1, "reader", "", nil); err != nil {
		t.Fatal(err)
	}
	blocked(2)
	if _, err := s.Correct(ctx, archive.Correction{Verdict: archive.Merge, Event: a, Other: b}, link); err != nil {
		t.Fatal(err)
	}
	want := []string{"courier CONSULTrejected AID", "courier CONSULT AID merge " + a + " " + b, "herald CONSULT AID merge " + a + " " + b}
	if strings.Join(asked, "\n") != strings.Join(want, "\n") {
		t.Errorf("asked\n%s\nwant\n%s", strings.Join(asked, "\n"), strings.Join(want, "\n"))
	}
	blocked(2)
}

// decidedTwice: only decisions in force on events of two reviewers are given, with
// the event as it was coded, whatever the first of them made of it.
func decidedTwice(t *testing.T, ctx context.Context, s *store.Store) {
	pages := []archive.Addition{Page(1, "courier", "2031-04-30"), Page(2, "herald", "2031-04-30")}
	add(t, ctx, s, archive.New, pages...)
	one, two, other := pages[0].Events[0], pages[0].Events[1], pages[1].Events[0]
	threat := "THREATEN"
	var last int64
	for _, c := range []archive.Correction{
		{Reviewer: "ada", Verdict: archive.Correct, Event: one.Key, Set: &archive.Patch{Type: &threat}},
		{Reviewer: "bob", Verdict: archive.Accept, Event: one.Key},
		{Reviewer: "ada", Verdict: archive.Accept, Event: two.Key},
		{Reviewer: "ada", Verdict: archive.Reject, Event: two.Key},
		{Reviewer: "bob", Verdict: archive.Merge, Event: two.Key, Other: other.Key},
		{Reviewer: "ada", Verdict: archive.Accept, Event: other.Key},
		{Reviewer: "bob", Verdict: archive.Reject, Event: other.Key},
	} {
		kept, err := s.Correct(ctx, c, nil)
		if err != nil {
			t.Fatal(err)
		}
		last = kept.ID
	}
	if err := s.Undo(ctx, last, "bob", "a mistake", nil); err != nil {
		t.Fatal(err)
	}
	var got []string
	for x, err := range s.DecidedTwice(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, x.Correction.Reviewer)
		if x.Coded.Key != one.Key || x.Coded.Type != one.Type || x.Coded.Review != "" || x.Text != "" {
			t.Errorf("%+v", x)
		}
	}
	if strings.Join(got, " ") != "ada bob" {
		t.Errorf("decisions by %q", got)
	}
}

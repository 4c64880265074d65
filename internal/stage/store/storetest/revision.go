package storetest

import (
	"context"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/store"
)

// revision changes with what is shown, and with nothing else.
func revision(t *testing.T, ctx context.Context, s *store.Store) {
	last := ""
	moves := func(what string, want bool) {
		t.Helper()
		now, err := s.Revision(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if (now != last) != want {
			t.Errorf("%s: %q after %q", what, now, last)
		}
		last = now
	}
	moves("empty", true)
	page := Page(1, "courier", "2031-04-30")
	add(t, ctx, s, archive.New, page)
	moves("a page", true)
	add(t, ctx, s, archive.Known, page)
	moves("the same page", false)
	c := decide(t, ctx, s, archive.Correction{Verdict: archive.Accept, Event: page.Events[0].Key})
	moves("a decision", true)
	if err := s.Undo(ctx, c.ID, "reader", "", nil); err != nil {
		t.Fatal(err)
	}
	moves("taken back", true)
	if err := s.Note(ctx, "access", "somebody came in"); err != nil {
		t.Fatal(err)
	}
	moves("a line of the log about access", false)
	if err := s.SetSource(ctx, archive.Source{Outlet: "courier", Country: "FRE"}); err != nil {
		t.Fatal(err)
	}
	moves("a source", true)
}

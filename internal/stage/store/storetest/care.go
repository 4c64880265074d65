package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/store"
	"chancery/record"
)

// Fill makes an archive in which every table has rows: pages with and without
// texts, copies, incidents, revisions, decisions, states, a ledger, foreign events.
func Fill(t testing.TB, ctx context.Context, s *store.Store, n int) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	r := NewRandom(11, 40)
	var keys []string
	for i := range n {
		a := r.Addition(i)
		a.KeepText = i%3 > 0
		if i%7 == 0 {
			a.Document.Extra, a.Record.Document.Extra = extra(), extra()
			a.Document.Diagnostics = []record.Diagnostic{{Code: "published-rough", Severity: record.Warning, Message: "only a month is told"}}
		}
		for _, e := range a.Events {
			keys = append(keys, e.Key)
		}
		_, err := s.Add(ctx, []archive.Addition{a}, joining(r))
		must(err)
		if i%5 == 0 {
			a.Document.Coder, a.Document.Source = "coder-2", a.Document.Outlet
			_, err := s.Replace(ctx, []archive.Addition{a}, joining(r))
			must(err)
		}
	}
	add(t, ctx, s, archive.New, Page(1, "courier", "2031-01-20"))
	add(t, ctx, s, archive.Appeared, Page(1, "herald", "2031-01-21"))
	for i, verdict := range []archive.Verdict{archive.Accept, archive.Reject, archive.Correct, archive.Merge, archive.Accept} {
		c := archive.Correction{Reviewer: "desk", Reason: "seen", Verdict: verdict, Event: keys[3*i]}
		switch verdict {
		case archive.Correct:
			place := "2031-01-03"
			c.Set = &archive.Patch{Start: &place}
		case archive.Merge:
			c.Other = keys[3*i+1]
		}
		_, err := s.Correct(ctx, c, joining(r))
		must(err)
	}
	must(s.Undo(ctx, 5, "desk", "too soon", joining(r)))
	must(s.SetPosition(ctx, "news.warc.gz", "1234"))
	must(s.SetFeed(ctx, "https://courier.example/feed", map[string]any{"url": "https://courier.example/feed", "failures": 7, "problem": "timeout"}))
	must(s.SetSource(ctx, archive.Source{Outlet: "Courier", Country: "FJI", Note: "a paper of record"}))
	must(s.AddForeign(ctx, []archive.Foreign{{Set: archive.GDELT2, ID: "77", Day: "2031-01-05", Type: "AID"}}))
	must(s.SetLedger(ctx, []archive.Identity{{ID: "person/x1", Name: "Selim Arkan"}}, []archive.Tenure{{Person: "person/x1", Name: "Selim Arkan", Title: "minister"}}))
}

// joining is a link that joins events of one type and day, and calls every fourth
// document a copy of an earlier one.
func joining(r *Random) archive.Link {
	return func(ctx context.Context, h archive.History, a *archive.Addition) (archive.Links, error) {
		l := archive.Links{Blocks: map[string][]string{}, Prints: archive.Prints{Bands: []uint64{uint64(r.IntN(50)), uint64(r.IntN(50))}, Shingles: []uint64{r.Uint64(), r.Uint64()}}}
		near, err := h.Near(ctx, l.Prints.Bands, a.Document.Published)
		if err != nil {
			return l, err
		}
		if len(near) > 0 && near[0].Document.Original == "" && near[0].Document.SHA256 != a.Document.SHA256 && r.IntN(4) == 0 {
			l.Copies = []archive.Kinship{{Document: a.Document.SHA256, Original: near[0].Document.SHA256, Parent: near[0].Document.SHA256, Copy: archive.Syndicated}}
		}
		for i := range a.Events {
			e := &a.Events[i]
			block := e.Type + e.Start
			l.Blocks[e.Key] = []string{block}
			others, err := h.Blocked(ctx, []string{block}, e.Start, e.Start)
			if err != nil {
				return l, err
			}
			if i > 0 || len(others) == 0 || others[0].Incident == "" {
				continue
			}
			incs, err := h.Incidents(ctx, []string{others[0].Incident})
			if err != nil || len(incs) == 0 {
				return l, err
			}
			inc := incs[0]
			for _, k := range inc.Events {
				if k == e.Key {
					return l, nil
				}
			}
			inc.Events = append(inc.Events, e.Key)
			inc.Reports++
			if !slices.Contains(inc.OutletNames, e.Outlet) {
				inc.OutletNames = append(slices.Clone(inc.OutletNames), e.Outlet)
			}
			l.Incidents = append(l.Incidents, inc)
			l.Changes = append(l.Changes, archive.Change{Incident: inc.ID, Kind: "joined", Note: fmt.Sprintf("%d reports", len(inc.Events))})
		}
		if len(a.Events) > 1 && len(l.Incidents) == 0 {
			e := &a.Events[1]
			if e.Incident == "" {
				inc := archive.Incident{ID: archive.IncidentID([]string{e.Key}), Type: e.Type, Status: e.Status, Start: e.Start, End: e.End, Events: []string{e.Key}, Earliest: e.Key, Best: e.Key, Reports: 1,
					Actors: e.Actors, Recipients: e.Recipients, OutletNames: []string{a.Document.Outlet}}
				l.Incidents = []archive.Incident{inc}
				l.Changes = []archive.Change{{Incident: inc.ID, Kind: "created", Note: "1 report"}}
			}
		}
		return l, nil
	}
}

// verified: an archive that was used in all ways is found whole.
func verified(t *testing.T, ctx context.Context, s *store.Store) {
	Sound(t, ctx, s)
	Fill(t, ctx, s, 60)
	v := Sound(t, ctx, s)
	if v.Documents != 61 || v.Records <= 61 || v.Texts == 0 || v.Events == 0 || v.Statements == 0 || v.Incidents == 0 || v.Decisions != 5 || len(v.Chain) != 64 {
		t.Errorf("%+v", v)
	}
}

// Sound wants an archive to be whole.
func Sound(t testing.TB, ctx context.Context, s *store.Store) store.Verified {
	t.Helper()
	v, err := s.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range v.Faults {
		if i == 10 {
			break
		}
		t.Errorf("verify: %v", f)
	}
	return v
}

func extra() map[string]json.RawMessage {
	return map[string]json.RawMessage{"desk": json.RawMessage(`"north"`)}
}

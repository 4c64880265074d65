package storetest

import (
	"cmp"
	"context"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/store"
)

// items is a sort of item as the tests of queries see it.
type items[T any] struct {
	of     filter.Target
	leaves []func() string
	have   []T
	item   func(*T) filter.Item
	key    func(*T) string
	day    func(*T) string
	hidden func(filter.Expr, *T) bool
	page   func(context.Context, store.Query) (store.Page[T], error)
	all    func(context.Context, store.Query) iter.Seq2[T, error]
	count  func(context.Context, filter.Expr, int) (store.Count, error)
}

// want are the keys that a filter asks for, in order.
func (x *items[T]) want(f filter.Expr, oldest bool) []string {
	var out []*T
	for i := range x.have {
		if t := &x.have[i]; filter.Matches(f, x.item(t)) && !x.hidden(f, t) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b *T) int {
		days := strings.Compare(x.day(b), x.day(a))
		if oldest {
			days = -days
		}
		return cmp.Or(days, strings.Compare(x.key(a), x.key(b)))
	})
	keys := make([]string, len(out))
	for i, t := range out {
		keys[i] = x.key(t)
	}
	return keys
}

// check asks a random filter in all the ways and compares with filter.Matches.
func (x *items[T]) check(t *testing.T, ctx context.Context, r *Random, n int) {
	t.Helper()
	found := 0
	for range n {
		text := r.Filter(x.leaves, 2)
		f, err := filter.Parse(text, filter.Options{For: x.of})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		oldest := r.IntN(2) == 0
		want := x.want(f, oldest)
		found += len(want)
		var got []string
		q := store.Query{Filter: f, Oldest: oldest, Limit: 20 + r.IntN(200)}
		for {
			p, err := x.page(ctx, q)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			if len(p.Items) > q.Limit {
				t.Fatalf("%s: %d items, %d asked for", text, len(p.Items), q.Limit)
			}
			for i := range p.Items {
				got = append(got, x.key(&p.Items[i]))
			}
			if q.After = p.Next; p.Next == "" {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: by pages %d, want %d: first difference %s", text, len(got), len(want), difference(got, want))
		}
		got = got[:0]
		for item, err := range x.all(ctx, store.Query{Filter: f, Oldest: oldest}) {
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			got = append(got, x.key(&item))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: all %d, want %d: first difference %s", text, len(got), len(want), difference(got, want))
		}
		for _, most := range []int{len(want), len(want) + 5, len(want) - 1} {
			if most < 0 {
				continue
			}
			if c, err := x.count(ctx, f, most); err != nil || c.N != min(most, len(want)) || c.More != (len(want) > most) {
				t.Errorf("%s: counted %v of %d up to %d, %v", text, c, len(want), most, err)
			}
		}
	}
	if found == 0 {
		t.Error("no filter found anything")
	}
}

func difference(got, want []string) string {
	for i := range max(len(got), len(want)) {
		a, b := "nothing", "nothing"
		if i < len(got) {
			a = got[i]
		}
		if i < len(want) {
			b = want[i]
		}
		if a != b {
			return a + ", want " + b
		}
	}
	return "none"
}

// queries: what a filter finds is what filter.Match says.
func queries(t *testing.T, ctx context.Context, s *store.Store) {
	r := NewRandom(11, 60)
	world := fill(t, ctx, s, r, 100)
	n := 1
	if os.Getenv("CHANCERY_LONG") != "" {
		n = 50
	}
	world.events.check(t, ctx, r, 60*n)
	world.statements.check(t, ctx, r, 20*n)
	world.incidents.check(t, ctx, r, 25*n)
	for _, mark := range []string{"?", "bm9uZQ", "e30x"} {
		if _, err := s.EventsPage(ctx, store.Query{After: mark}); err == nil {
			t.Errorf("the mark %q was taken", mark)
		}
	}
}

// world is what is in a store, as it should be.
type world struct {
	events     items[archive.Event]
	statements items[archive.Statement]
	incidents  items[archive.Incident]
}

// fill adds random pages and links them at random: copies, incidents.
func fill(t *testing.T, ctx context.Context, s *store.Store, r *Random, n int) *world {
	t.Helper()
	var events []archive.Event
	var said []archive.Statement
	var incs []archive.Incident
	var first string
	link := func(_ context.Context, _ archive.History, a *archive.Addition) (archive.Links, error) {
		var l archive.Links
		if first == "" {
			first = a.Document.SHA256
		} else if r.IntN(5) == 0 {
			l.Copies = []archive.Kinship{{Document: a.Document.SHA256, Original: first, Parent: first, Copy: archive.Syndicated}}
		}
		for i := range a.Events {
			if e := &a.Events[i]; r.IntN(2) == 0 {
				l.Incidents = append(l.Incidents, incidentOf(r, e))
				e.Incident = l.Incidents[len(l.Incidents)-1].ID
			}
		}
		for i := range a.Events {
			a.Events[i].Copied = l.Copies != nil
		}
		for i := range a.Said {
			a.Said[i].Copied = l.Copies != nil
		}
		incs = append(incs, l.Incidents...)
		return l, nil
	}
	for i := 0; i < n; i += 10 {
		var batch []archive.Addition
		for k := range 10 {
			batch = append(batch, r.Addition(i+k))
		}
		out, err := s.Add(ctx, batch, link)
		if err != nil {
			t.Fatal(err)
		}
		for k := range out {
			if out[k].Err != nil {
				t.Fatal(out[k].Err)
			}
			events, said = append(events, batch[k].Events...), append(said, batch[k].Said...)
		}
	}
	return &world{
		items[archive.Event]{filter.Events, r.OfEvents(), events, filter.OfEvent, func(e *archive.Event) string { return e.Key }, func(e *archive.Event) string { return e.Start },
			func(f filter.Expr, e *archive.Event) bool {
				return e.Review == archive.Rejected && !filter.Uses(f, filter.Review)
			}, s.EventsPage, s.Events, s.CountEvents},
		items[archive.Statement]{filter.Statements, r.OfStatements(), said, filter.OfStatement, func(x *archive.Statement) string { return x.Key }, func(x *archive.Statement) string { return x.Start },
			func(filter.Expr, *archive.Statement) bool { return false }, s.StatementsPage, s.Statements, s.CountStatements},
		items[archive.Incident]{filter.Incidents, r.OfIncidents(), incs, filter.OfIncident, func(x *archive.Incident) string { return x.ID }, func(x *archive.Incident) string { return x.Start },
			func(filter.Expr, *archive.Incident) bool { return false }, s.IncidentsPage, s.Incidents, s.CountIncidents},
	}
}

func incidentOf(r *Random, e *archive.Event) archive.Incident {
	inc := archive.Incident{ID: archive.IncidentID([]string{e.Key}), Type: e.Type, Modes: e.Modes, Contexts: e.Contexts, Status: e.Status, Actors: e.Actors, Recipients: e.Recipients,
		Forum: e.Forum, Start: e.Start, End: e.End, Place: e.Place, Scale: e.Scale, Level: e.Level, Confidence: e.Confidence,
		Reports: 1, Documents: 1, Outlets: 1, Independent: r.IntN(2), Earliest: e.Key, Best: e.Key, Events: []string{e.Key}}
	if e.Status == "planned" {
		inc.Outcome, inc.Announced = pick(r, []string{"", "held", "cancelled"}), r.day()
	}
	return inc
}

package storetest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/stage/store"
)

// states: what readers note comes back, and each store of it is its own.
func states(t *testing.T, ctx context.Context, s *store.Store) {
	if at, err := s.Position(ctx, "a.warc"); err != nil || at != "" {
		t.Errorf("%q, %v", at, err)
	}
	for _, at := range []string{"12", "4711"} {
		if err := s.SetPosition(ctx, "a.warc", at); err != nil {
			t.Fatal(err)
		}
	}
	if at, err := s.Position(ctx, "a.warc"); err != nil || at != "4711" {
		t.Errorf("%q, %v", at, err)
	}
	type feed struct{ ETag string }
	var got feed
	if found, err := s.Feed(ctx, "a.warc", &got); found || err != nil {
		t.Errorf("a feed that was never noted: %v, %v", found, err)
	}
	if err := s.SetFeed(ctx, "https://courier.example/feed", feed{"x"}); err != nil {
		t.Fatal(err)
	}
	if found, err := s.Feed(ctx, "https://courier.example/feed", &got); !found || err != nil || got.ETag != "x" {
		t.Errorf("%v %+v, %v", found, got, err)
	}
	for _, country := range []string{"FRA", "NOR"} {
		for _, outlet := range []string{"herald", "courier"} {
			if err := s.SetSource(ctx, archive.Source{Outlet: outlet, Country: country}); err != nil {
				t.Fatal(err)
			}
		}
	}
	var sources []archive.Source
	for x, err := range s.Sources(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, x)
	}
	if !reflect.DeepEqual(sources, []archive.Source{{Outlet: "courier", Country: "NOR"}, {Outlet: "herald", Country: "NOR"}}) {
		t.Errorf("%+v", sources)
	}
}

// foreign: events of other sets are kept apart, each once.
func foreign(t *testing.T, ctx context.Context, s *store.Store) {
	batch := []archive.Foreign{{Set: archive.ICEWS, ID: "2", Day: "2031-04-02", Line: 1}, {Set: archive.ICEWS, ID: "1", Day: "2031-04-02", Line: 2},
		{Set: archive.ICEWS, ID: "1", Day: "2031-04-02", Line: 3}, {Set: archive.GDELT2, ID: "1", Day: "2031-04-02"}, {Set: archive.ICEWS, ID: "3", Day: "2031-05-02"}}
	for range 2 {
		if err := s.AddForeign(ctx, batch); err != nil {
			t.Fatal(err)
		}
	}
	var got string
	for f, err := range s.Foreign(ctx, archive.ICEWS, "2031-04-01", "2031-04-30") {
		if err != nil {
			t.Fatal(err)
		}
		got += fmt.Sprintf("%s/%d ", f.ID, f.Line)
	}
	if got != "1/3 2/1 " {
		t.Errorf("%s", got)
	}
	sets, err := s.ForeignSets(ctx)
	want := []archive.ForeignCount{{Set: archive.GDELT2, Events: 1, First: "2031-04-02", Last: "2031-04-02"}, {Set: archive.ICEWS, Events: 3, First: "2031-04-02", Last: "2031-05-02"}}
	if err != nil || !slices.Equal(sets, want) {
		t.Errorf("%+v, %v", sets, err)
	}
}

// profiles: documents are counted by outlet, beside what is known of it.
func profiles(t *testing.T, ctx context.Context, s *store.Store) {
	add(t, ctx, s, archive.New, Page(1, "courier", "2031-04-28"), Page(2, "courier", "2031-04-30"), Page(3, "courier", ""))
	herald := archive.Source{Outlet: "herald", Country: "NOR", Note: "slow"}
	if err := s.SetSource(ctx, herald); err != nil {
		t.Fatal(err)
	}
	add(t, ctx, s, archive.New, Page(4, "herald", "2031-04-30"))
	for c, err := range s.Coverage(ctx, store.Query{}) {
		if want := map[string]string{"herald": "NOR"}[c.Outlet]; err != nil || c.Country != want {
			t.Errorf("%+v, %v", c, err)
		}
	}
	got, err := s.Outlets(ctx)
	want := []archive.Outlet{{Source: archive.Source{Outlet: "courier"}, Documents: 3, First: "2031-04-28", Last: "2031-04-30"}, {Source: herald, Documents: 1, First: "2031-04-30", Last: "2031-04-30"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}

// coverage counts by day and outlet and tells what is missing.
func coverage(t *testing.T, ctx context.Context, s *store.Store) {
	add(t, ctx, s, archive.New, Page(1, "courier", "2031-04-28"), Page(2, "courier", "2031-04-28"), Page(3, "herald", "2031-04-30"), Page(4, "courier", ""))
	var got []archive.Coverage
	for c, err := range s.Coverage(ctx, store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, c)
	}
	want := []archive.Coverage{{Outlet: "courier", Documents: 1, Events: 2},
		{Day: "2031-04-28", Outlet: "courier", Documents: 2, Events: 4}, {Day: "2031-04-28", Outlet: "herald", Gap: true},
		{Day: "2031-04-29", Outlet: "courier", Gap: true}, {Day: "2031-04-29", Outlet: "herald", Gap: true},
		{Day: "2031-04-30", Outlet: "courier", Gap: true}, {Day: "2031-04-30", Outlet: "herald", Documents: 1, Events: 2}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	n := 0
	for range s.Coverage(ctx, store.Query{Filter: parse(t, "outlet:courier since:2031-04-01", filter.Events)}) {
		n++
	}
	if n != 1 {
		t.Errorf("%d lines of one outlet and day", n)
	}
}

// agenda lists what was announced, and nothing else.
func agenda(t *testing.T, ctx context.Context, s *store.Store) {
	pages := []archive.Addition{Page(1, "courier", "2031-04-28")}
	link := func(_ context.Context, _ archive.History, a *archive.Addition) (archive.Links, error) {
		return archive.Links{Incidents: []archive.Incident{
			{ID: "i1", Type: "CONSULT", Status: "planned", Start: "2031-05-03"},
			{ID: "i2", Type: "CONSULT", Status: "actual", Start: "2031-05-01", Announced: "2031-04-28", Outcome: "held"},
			{ID: "i3", Type: "CONSULT", Status: "actual", Start: "2031-05-02"}}}, nil
	}
	if _, err := s.Add(ctx, pages, link); err != nil {
		t.Fatal(err)
	}
	var got []string
	for inc, err := range s.Agenda(ctx, store.Query{Oldest: true}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, inc.ID)
	}
	if !reflect.DeepEqual(got, []string{"i2", "i1"}) {
		t.Errorf("%v", got)
	}
}

// queue gives what nobody has looked at, the least confident first.
func queue(t *testing.T, ctx context.Context, s *store.Store) {
	page := Page(1, "courier", "2031-04-28")
	add(t, ctx, s, archive.New, page, Page(2, "courier", "2031-04-28"))
	decide(t, ctx, s, archive.Correction{Verdict: archive.Accept, Event: page.Events[1].Key})
	for text, want := range map[string][]string{"": {"AID", "CONSULT", "CONSULT"}, "type:CONSULT": {"CONSULT", "CONSULT"}, "trigger:met": {"CONSULT", "CONSULT"}} {
		var got []string
		for e, err := range s.Queue(ctx, store.Query{Filter: parse(t, text, filter.Events), Limit: 3}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, e.Type)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// ledger: holdings go out in order, and people and posts come back.
func ledger(t *testing.T, ctx context.Context, s *store.Store) {
	add(t, ctx, s, archive.New, Page(2, "courier", "2031-04-29"), Page(1, "herald", "2031-04-28"))
	var got []string
	for h, err := range s.Holdings(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, h.Name+" "+h.Title+" "+h.Day+" "+h.Outlet)
	}
	if !reflect.DeepEqual(got, []string{"Selim Arkan minister 2031-04-28 herald", "Selim Arkan minister 2031-04-29 courier"}) {
		t.Errorf("%q", got)
	}
	for _, name := range []string{"old", "Selim Arkan"} {
		if err := s.SetLedger(ctx, []archive.Identity{{ID: "x1", Name: name, Documents: 2}}, []archive.Tenure{{Person: "x1", Name: name, Title: "minister"}, {Person: "x1", Name: name, Title: "envoy"}}); err != nil {
			t.Fatal(err)
		}
	}
	for p, err := range s.People(ctx, store.Query{}) {
		if err != nil || p.Name != "Selim Arkan" {
			t.Errorf("%+v, %v", p, err)
		}
	}
	titles := ""
	for x, err := range s.Tenures(ctx, store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		titles += x.Title + " "
	}
	if titles != "minister envoy " {
		t.Errorf("%s", titles)
	}
}

// refreshed: the ledger is made anew when documents came, and only then; filters
// tell persons and posts apart.
func refreshed(t *testing.T, ctx context.Context, s *store.Store) {
	made := 0
	posts := func(held []archive.Holding) ([]archive.Identity, []archive.Tenure) {
		made++
		var people []archive.Identity
		var tenures []archive.Tenure
		for i, h := range held {
			people = append(people, archive.Identity{ID: fmt.Sprint(i), Name: h.Name, Code: h.Code, Documents: i + 1})
			tenures = append(tenures, archive.Tenure{Person: fmt.Sprint(i), Name: h.Name, Title: h.Title, Code: h.Code, First: "2031-04-01", Last: h.Day, Evidence: []archive.Holding{h}})
		}
		return people, tenures
	}
	want := func(again bool) {
		t.Helper()
		if did, err := s.RefreshLedger(ctx, posts); err != nil || did != again {
			t.Fatalf("made anew: %v, %v; want %v", did, err, again)
		}
	}
	want(false) // nothing is there
	add(t, ctx, s, archive.New, Page(1, "courier", "2031-04-28"))
	want(true)
	want(false)
	add(t, ctx, s, archive.New, Page(2, "herald", "2031-04-29"))
	want(true)
	add(t, ctx, s, archive.Known, Page(2, "herald", "2031-04-29"))
	want(false)
	if err := s.SetLedger(ctx, nil, nil); err != nil {
		t.Fatal(err)
	}
	want(true)
	for text, n := range map[string]int{"": 2, "person:Arkan": 2, "person:Ulu": 0, "title:minister": 2, "title:envoy": 0, "outlet:herald": 1,
		"since:2031-04-29": 1, "until:2031-04-01": 2, "until:2031-03-31": 0} {
		q := store.Query{Filter: parse(t, text, filter.Posts)}
		got := 0
		for x, err := range s.Tenures(ctx, q) {
			if err != nil || x.Name != "Selim Arkan" {
				t.Errorf("%q: %+v, %v", text, x, err)
			}
			got++
		}
		if got != n {
			t.Errorf("%q: %d posts, want %d", text, got, n)
		}
	}
	for p, err := range s.People(ctx, store.Query{Filter: parse(t, "person:Arkan", filter.People), Limit: 1}) {
		if err != nil || p.Documents != 2 {
			t.Errorf("%+v, %v: want the one whom most documents name", p, err)
		}
	}
}

// documents are listed once each, in order, however many pages that takes.
func documents(t *testing.T, ctx context.Context, s *store.Store) {
	var batch []archive.Addition
	for i := range 450 {
		p := Page(i, "courier", "2031-04-28")
		p.Events, p.Said, p.Held, p.KeepText = nil, nil, nil, false
		batch = append(batch, p)
	}
	add(t, ctx, s, archive.New, batch...)
	last, n := "", 0
	for d, err := range s.Documents(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		if d.SHA256 <= last {
			t.Fatalf("%s after %s", d.SHA256, last)
		}
		last = d.SHA256
		n++
	}
	if n != 450 {
		t.Errorf("%d documents", n)
	}
}

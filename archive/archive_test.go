package archive

import (
	"slices"
	"testing"

	"chancery/record"
)

func page() (Document, record.Record, string) {
	text := "Élan: minister Selim Arkan met Ruritania's envoy on Monday, the ministry said."
	doc := Document{Document: record.Document{SHA256: "0123456789abcdef0123", URL: "https://www.Courier.example/a?b=1", Published: "2024-03-14T10:00:00Z"}}
	rec := record.Record{
		Entities: []record.Entity{{ID: "e1", Kind: record.Person, Name: "Selim Arkan", Code: "TUR"}, {ID: "e2", Kind: record.Person, Name: "envoy", Code: "RUR"}, {ID: "e3", Kind: record.Organization, Name: "ministry"}},
		Posts:    []record.Post{{ID: "p1", Person: "e1", Title: "minister", Evidence: record.Span{Start: 6, End: 26}}},
		Events: []record.Event{
			{ID: "v1", Type: "CONSULT", Status: record.Actual, Actors: []string{"e1"}, Recipients: []string{"e2"}, Inferred: []string{"e2"}, Trigger: record.Span{Start: 27, End: 30}, Evidence: record.Span{Start: 15, End: 48}, Statement: "s1"},
			{ID: "v2", Type: "CONSULT", Status: record.Actual, Trigger: record.Span{Start: 27, End: 30}, SameAs: "v1"},
		},
		Statements: []record.Statement{{ID: "s1", Speaker: "e3", Cue: record.Span{Start: 73, End: 77}, Content: []record.Span{{Start: 6, End: 58}}}},
	}
	return doc, rec, text
}

func TestFlatten(t *testing.T) {
	add := Flatten(page())
	e := add.Events[0]
	if e.Trigger != "met" || e.Evidence != "Selim Arkan met Ruritania's envoy" {
		t.Errorf("trigger %q, evidence %q: spans count code points", e.Trigger, e.Evidence)
	}
	if e.Outlet != "courier.example" || e.Start != "2024-03-14" || e.Dated {
		t.Errorf("outlet %q, start %q, dated %v", e.Outlet, e.Start, e.Dated)
	}
	if e.Actors[0].Title != "minister" || e.Actors[0].Inferred || !e.Recipients[0].Inferred {
		t.Errorf("parties %+v %+v", e.Actors, e.Recipients)
	}
	if !e.Attributed || e.Speaker == nil || e.Speaker.Name != "ministry" {
		t.Errorf("attributed %v to %+v", e.Attributed, e.Speaker)
	}
	if add.Events[1].Key != e.Key+":1" {
		t.Errorf("two events on one trigger: %q and %q", e.Key, add.Events[1].Key)
	}
	if add.Events[1].SameAs != e.Key || e.SameAs != "" {
		t.Errorf("told again: %q and %q", e.SameAs, add.Events[1].SameAs)
	}
	if got := add.Said[0].Content; got != "minister Selim Arkan met Ruritania's envoy on Monday" {
		t.Errorf("content %q", got)
	}
	if h := add.Held[0]; h.Name != "Selim Arkan" || h.Evidence != "minister Selim Arkan" {
		t.Errorf("holding %+v", h)
	}
}

func TestSketch(t *testing.T) {
	a, b := Sketch("Gunmen attacked the post: 12 soldiers fell."), Sketch("12 soldiers of the post fell; attacks by gunmen")
	if a != b || len(a) != 6*4 {
		t.Errorf("%q and %q: six words each, in any order", a, b)
	}
	doc, rec, text := page()
	rec.Sentences = []record.Span{{Start: 0, End: 78}}
	if got, want := Flatten(doc, rec, text).Events[0].Sketch, Sketch(text); got != want {
		t.Errorf("sketch %q, want that of the sentence %q", got, want)
	}
}

func TestFlattenBadSpans(t *testing.T) {
	doc, rec, _ := page()
	if e := Flatten(doc, rec, "short").Events[0]; e.Trigger != "" || e.Key == "" {
		t.Errorf("a span outside the text cuts out nothing, got %q under %q", e.Trigger, e.Key)
	}
}

func TestIncidentIDIgnoresOrder(t *testing.T) {
	keys := []string{"a:1-2:CONSULT", "b:1-2:CONSULT", "c:4-9:AID"}
	want := IncidentID(keys)
	slices.Reverse(keys)
	if got := IncidentID(keys); got != want {
		t.Errorf("%s and %s", got, want)
	}
}

func TestAppearancesInOrder(t *testing.T) {
	in := []Appearance{{Outlet: "b"}, {Published: "2024-02-01", Outlet: "b"}, {Published: "2024-02-01", Outlet: "a"}, {Published: "2023-12-31", Outlet: "z"}}
	slices.SortFunc(in, func(a, b Appearance) int {
		if a.Before(b) {
			return -1
		}
		return 1
	})
	if in[0].Outlet != "z" || in[1].Outlet != "a" || in[3].Published != "" {
		t.Errorf("order %+v", in)
	}
}

package plover

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"chancery/record"
)

const text = "Ann Lee, premier of Fiji, met Bo in Suva. Fiji will host Bo again."

func sample(status record.Status, kind string, modes ...string) *record.Record {
	return &record.Record{
		Document:  record.Document{ID: "d", Title: "Talks", Source: "Wire", Published: "2024-03-05T10:00:00Z"},
		Sentences: []record.Span{{Start: 0, End: 41}, {Start: 42, End: 66}},
		Entities: []record.Entity{
			{ID: "e1", Kind: record.Person, Name: "Ann Lee", Code: "FJI", Sectors: []string{"GOV", "PTY"}},
			{ID: "e2", Kind: record.Person, Name: "Bo"},
			{ID: "e3", Kind: record.Place, Name: "Suva", Code: "FJI", Mentions: []record.Mention{{Span: record.Span{Start: 36, End: 40}}}},
		},
		Posts: []record.Post{{Person: "e1", Title: "minister", Former: true}, {Person: "e1", Title: "premier"}},
		Events: []record.Event{{ID: "v1", Type: kind, Modes: modes, Status: status, Actors: []string{"e1", "e9"}, Recipients: []string{"e2"},
			Place: "e3", Trigger: record.Span{Start: 26, End: 29}, Evidence: record.Span{Start: 0, End: 32}}},
	}
}

func TestFold(t *testing.T) {
	tests := []struct {
		status record.Status
		kind   string
		mode   string
		want   string
		modes  []string
		quad   int
		scale  float64
	}{
		{record.Actual, "CONSULT", "visit", "CONSULT", []string{"visit"}, 1, 4},
		{record.Planned, "CONSULT", "visit", "AGREE", nil, 1, 2.5},
		{record.Planned, "AID", "", "AGREE", nil, 1, 2.5},
		{record.Planned, "RETREAT", "release", "CONCEDE", nil, 1, 4.5},
		{record.Planned, "AGREE", "", "AGREE", nil, 1, 2.5},
		{record.Planned, "PROTEST", "strike", "PROTEST", []string{"strike", "hypothetical"}, 4, -5},
		{record.Hypothetical, "ASSAULT", "", "ASSAULT", []string{"hypothetical"}, 4, -9},
		{record.Historical, "RETREAT", "withdraw", "RETREAT", []string{"withdraw", "historical"}, 2, 8},
	}
	for _, test := range tests {
		var modes []string
		if test.mode != "" {
			modes = []string{test.mode}
		}
		events := View(sample(test.status, test.kind, modes...), Options{})
		if len(events) != 1 {
			t.Fatalf("%d events", len(events))
		}
		e := events[0]
		if e.Event != test.want || !slices.Equal(e.Mode, test.modes) || e.QuadCode != test.quad || e.EventScale != test.scale {
			t.Errorf("%s %s: %s %v quad %d scale %v", test.status, test.kind, e.Event, e.Mode, e.QuadCode, e.EventScale)
		}
		if folded := e.Act != ""; folded != (test.want != test.kind) {
			t.Errorf("%s %s: act is %q", test.status, test.kind, e.Act)
		}
	}
	if events := View(sample(record.Denied, "CONSULT"), Options{}); len(events) != 0 {
		t.Errorf("a denied act is told: %v", events)
	}
}

// TestJSON reads the line as a person would.
func TestJSON(t *testing.T) {
	rec := sample(record.Actual, "CONSULT", "visit")
	tests := []struct {
		name string
		opt  Options
		want string
	}{
		{"without text", Options{Coder: "chancery"}, `{"id":"d#v1","date":"2024-03-05","actor":[{"code":"FJI","sector":"GOV","entity_text":"Ann Lee","office":"premier"}],` +
			`"recipient":[{"entity_text":"Bo"}],"event":"CONSULT","mode":["visit"],"quad_code":1,"event_scale":4,` +
			`"event_loc":{"resolved_place":"Suva","country_code":"FJI"},"text_info":{"sequence":0,"start":0,"end":32},` +
			`"cite_info":{"title":"Talks","publication":"Wire"},"coder":"chancery","date_from":"published","status":"actual"}`},
		{"with text", Options{Text: text}, `{"id":"d#v1","date":"2024-03-05","actor":[{"code":"FJI","sector":"GOV","entity_text":"Ann Lee","office":"premier"}],` +
			`"recipient":[{"entity_text":"Bo"}],"event":"CONSULT","mode":["visit"],"quad_code":1,"event_scale":4,` +
			`"event_loc":{"extracted_place":"Suva","resolved_place":"Suva","country_code":"FJI"},"event_text":["met"],` +
			`"text":"Ann Lee, premier of Fiji, met Bo","text_info":{"sequence":0,"start":0,"end":32},` +
			`"cite_info":{"title":"Talks","publication":"Wire"},"date_from":"published","status":"actual"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var b strings.Builder
			for _, e := range View(rec, test.opt) {
				if err := json.NewEncoder(&b).Encode(e); err != nil {
					t.Fatal(err)
				}
			}
			if got := strings.TrimSpace(b.String()); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestDate(t *testing.T) {
	tests := []struct {
		time             *record.Time
		published        string
		start, end, from string
	}{
		{&record.Time{Start: "2023-05-23", End: "2023-05-24"}, "2023-05-22", "2023-05-23", "2023-05-24", "text"},
		{&record.Time{Start: "2023-05-23", End: "2023-05-23"}, "", "2023-05-23", "", "text"},
		{&record.Time{}, "2023-05-22", "2023-05-22", "", "published"},
		{nil, "2023-05", "", "", ""},
		{nil, "", "", "", ""},
	}
	for _, test := range tests {
		start, end, from := date(&record.Event{Time: test.time}, &record.Document{Published: test.published})
		if start != test.start || end != test.end || from != test.from {
			t.Errorf("%+v: got %q %q %q", test, start, end, from)
		}
	}
}

package export

import (
	"sync"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/registry"
	"chancery/record"
)

func ptr[T any](v T) *T { return &v }

var world = sync.OnceValue(func() *registry.Registry {
	r, err := registry.Load()
	if err != nil {
		panic(err)
	}
	return r
})

func options() Options {
	return Options{Registry: world(), Coder: "chancery test", Now: time.Date(2024, 4, 1, 12, 0, 0, 0, time.UTC)}
}

// sampleEvents are invented: a planned visit, a march whose page has all that
// breaks tables, a denial, and a call of two ministers.
func sampleEvents() []archive.Event {
	const one, two, three = "1111111111111111111111111111111111111111111111111111111111111111", "2222222222222222222222222222222222222222222222222222222222222222", "3333333333333333333333333333333333333333333333333333333333333333"
	return []archive.Event{
		{
			Key: one[:16] + ":27-34:CONSULT", Document: one, ID: "v1", Type: "CONSULT", Modes: []string{"visit"}, Contexts: []string{"diplomatic", "economic"}, CAMEO: "042",
			Status: record.Planned,
			Actors: []archive.Party{{Name: "Selim Arkan", Kind: record.Person, Code: "TUR", Sectors: []string{"GOV"}, Title: "foreign minister", Person: "person/tur/selim-arkan"}},
			Recipients: []archive.Party{
				{Name: "Ion Vântu", Kind: record.Person, Code: "ROU", Sectors: []string{"GOV"}, Title: "foreign minister"},
				{Name: "European Union", Kind: record.Organization, Code: "EUR", Registry: "org/eu", Inferred: true},
			},
			Forum: &archive.Party{Name: "Blue River Forum", Kind: record.Forum, Edition: 11},
			Start: "2031-05-14", End: "2031-05-15", Grain: record.Day, Dated: true,
			Place: &archive.Where{Name: "Bucharest", Code: "ROU", Registry: "city/rou/bucharest", Latitude: ptr(44.43), Longitude: ptr(26.1)},
			Scale: ptr(4.0), Level: 2, Confidence: ptr(0.91), Trigger: "to visit", Evidence: "Foreign Minister Selim Arkan is to visit Bucharest for the 11th Blue River Forum",
			TriggerSpan: record.Span{Start: 27, End: 34}, EvidenceSpan: record.Span{Start: 0, End: 79},
			Attributed: true, Speaker: &archive.Party{Name: "Foreign Ministry", Kind: record.Organization, Code: "TUR", Sectors: []string{"GOV"}},
			Title: "Arkan to travel", Outlet: "courier.example", URL: "https://courier.example/a?x=1&y=2", Published: "2031-05-02T08:30:00+03:00", Incident: "i1",
		},
		{
			Key: two[:16] + ":40-47:PROTEST", Document: two, ID: "v1", Type: "PROTEST", Modes: []string{"demo"}, CAMEO: "141", Status: record.Actual,
			Actors:     []archive.Party{{Name: "=SUM(A1) \"Dockers|Union\"", Kind: record.Organization, Code: "KEN", Sectors: []string{"LAB"}}},
			Recipients: []archive.Party{{Name: "Kenya", Kind: record.State, Code: "KEN", Sectors: []string{"GOV"}, Registry: "state/ken"}},
			Start:      "2031-05-03", End: "2031-05-03",
			Place: &archive.Where{Name: "Kenya", Code: "KEN", Registry: "state/ken", Latitude: ptr(-0.5), Longitude: ptr(37.9)},
			Size:  &record.Size{Killed: ptr(0), Injured: ptr(3), Participants: ptr(5000)}, Scale: ptr(-6.5), Confidence: ptr(0.8),
			Trigger: "marched", Evidence: "-Dockers,\t\"angry\";\nmarched <b>again</b> 😀 on [[the port]] {x}",
			TriggerSpan: record.Span{Start: 40, End: 47}, EvidenceSpan: record.Span{Start: 10, End: 80},
			Title: "@home\r\nabroad", Outlet: "+Gazette", Published: "2031-05-03", Incident: "i2", Review: archive.Accepted,
		},
		{
			Key: three[:16] + ":5-12:COOPERATE", Document: three, ID: "v2", Type: "COOPERATE", Status: record.Denied, CAMEO: "062",
			Actors: []archive.Party{{Name: "NATO", Kind: record.Organization, Code: "IGO", Registry: "org/nato"}, {Name: "Fiji", Kind: record.State, Code: "FJI", Registry: "state/fji"}},
			Start:  "2031-05-04", End: "2031-05-04", Dated: true, Grain: record.Month, Trigger: "exercise", Evidence: "no exercise was held",
			TriggerSpan: record.Span{Start: 5, End: 12}, EvidenceSpan: record.Span{Start: 2, End: 22}, Title: "Denial", Outlet: "courier.example",
		},
		{
			Key: three[:16] + ":50-54:CONSULT", Document: three, ID: "v3", Type: "CONSULT", Modes: []string{"phone"}, Status: record.Actual, CAMEO: "041",
			Actors: []archive.Party{{Name: "Mere Vula", Kind: record.Person, Code: "FJI", Sectors: []string{"GOV"}}, {Name: "Selim Arkan", Kind: record.Person, Code: "TUR", Sectors: []string{"GOV"}, Person: "person/tur/selim-arkan"}},
			Start:  "2031-05-04", End: "2031-05-04", Dated: true, Grain: record.Day, Scale: ptr(1.5), Trigger: "spoke", Evidence: "Mere Vula spoke with Selim Arkan",
			TriggerSpan: record.Span{Start: 50, End: 54}, EvidenceSpan: record.Span{Start: 40, End: 72}, Title: "Denial", Outlet: "courier.example",
		},
	}
}

func sampleIncidents() []archive.Incident {
	e := sampleEvents()
	incident := func(id string, e archive.Event) archive.Incident {
		return archive.Incident{ID: id, Type: e.Type, Modes: e.Modes, Contexts: e.Contexts, Status: e.Status, Actors: e.Actors, Recipients: e.Recipients, Forum: e.Forum,
			Start: e.Start, End: e.End, Place: e.Place, Scale: e.Scale, Level: e.Level, Confidence: e.Confidence,
			Reports: 1, Documents: 1, Outlets: 1, Independent: 1, Earliest: e.Key, Best: e.Key, Events: []string{e.Key}}
	}
	one, two, three := incident("i1", e[0]), incident("i2", e[1]), incident("i3", e[2])
	one.Outcome, one.Announced = "postponed", "2031-05-02"
	one.Reports, one.Documents, one.Outlets = 2, 2, 2
	one.Events = append(one.Events, sampleCopy().Key)
	two.Conflicts = []archive.Conflict{{Field: "injured", Values: []archive.Variant{{Value: "3"}, {Value: "5"}}}}
	return []archive.Incident{one, two, three, incident("i4", e[3])}
}

// sampleCopy is the first event as another outlet printed it.
func sampleCopy() archive.Event {
	e := sampleEvents()[0]
	e.Key, e.Document = "4444444444444444:27-34:CONSULT", "4444444444444444444444444444444444444444444444444444444444444444"
	e.Outlet, e.URL, e.Published, e.Copied = "gazette.example", "", "2031-05-03", true
	return e
}

func sampleStatements() []archive.Statement {
	return []archive.Statement{
		{Key: "1111111111111111:90-94:said:27", Document: sampleEvents()[0].Document, ID: "s1", Speaker: &archive.Party{Name: "Foreign Ministry", Kind: record.Organization, Code: "TUR", Sectors: []string{"GOV"}},
			SpeakerKind: "body", Cue: "said", Content: "is to visit Bucharest … with an open mind", Kind: "mixed", Polarity: "asserts",
			About: []archive.Party{{Name: "Romania", Kind: record.State, Code: "ROU"}}, Start: "2031-05-02", CueSpan: record.Span{Start: 90, End: 94},
			ContentSpans: []record.Span{{Start: 27, End: 48}, {Start: 60, End: 79}}, Title: "Arkan to travel", Outlet: "courier.example", URL: "https://courier.example/a", Published: "2031-05-02"},
		{Key: "2222222222222222:1-5:said:9", Document: sampleEvents()[1].Document, ID: "s1", SpeakerText: "a docker", SpeakerKind: "anonymous", Cue: "asks", Content: "=why?", Kind: "direct",
			CueSpan: record.Span{Start: 1, End: 5}, ContentSpans: []record.Span{{Start: 9, End: 14}}, Outlet: "+Gazette"},
	}
}

// sampleSet holds one kind, as a command gives it.
func sampleSet(of Kind) Set {
	set := Set{
		Event: func(key string) (archive.Event, bool, error) {
			for _, e := range append(sampleEvents(), sampleCopy()) {
				if e.Key == key {
					return e, true, nil
				}
			}
			return archive.Event{}, false, nil
		},
		Changes: func(id string) ([]archive.Change, error) {
			at := func(day int) time.Time { return time.Date(2031, 5, day, 9, 0, 0, 0, time.UTC) }
			return map[string][]archive.Change{
				"i1":  {{Kind: "renamed", Other: "i17", At: at(3)}},
				"i17": {{Kind: "created", At: at(1)}, {Kind: "joined", At: at(2)}},
			}[id], nil
		},
	}
	switch of {
	case Events:
		set.Events = Slice(sampleEvents())
	case Incidents:
		set.Incidents = Slice(sampleIncidents())
	case Statements:
		set.Statements = Slice(sampleStatements())
	case People:
		set.People = Slice([]archive.Identity{{ID: "person/tur/selim-arkan", Name: "Selim Arkan", Aliases: []string{"S. Arkan", "Árkan"}, Code: "TUR", Documents: 4, First: "2031-05-02", Last: "2031-05-09"}})
	case Posts:
		set.Posts = Slice([]archive.Tenure{{Person: "person/tur/selim-arkan", Name: "Selim Arkan", Title: "foreign minister", Code: "TUR", First: "2031-05-02", Last: "2031-05-09", Reports: 4, Outlets: 2}})
	}
	return set
}

// written runs a format on one kind of the samples.
func written(t *testing.T, format string, of Kind) ([]byte, int) {
	t.Helper()
	f, err := Find(format)
	if err != nil {
		t.Fatal(err)
	}
	var out buffer
	n, err := f.Write(&out, sampleSet(of), options())
	if err != nil {
		t.Fatalf("%s of %s: %v", format, of, err)
	}
	return out, n.Rows
}

type buffer []byte

func (b *buffer) Write(p []byte) (int, error) { *b = append(*b, p...); return len(p), nil }

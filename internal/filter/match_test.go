package filter

import (
	"testing"

	"chancery/archive"
	"chancery/record"
)

func ptr[T any](v T) *T { return &v }

// sample is an invented report: a Ruritanian minister meets a body's envoy.
func sample() archive.Event {
	return archive.Event{
		Key: "0123456789abcdef:27-30:CONSULT", Document: "0123456789abcdef00", ID: "v1",
		Type: "CONSULT", Modes: []string{"visit"}, Contexts: []string{"diplomatic", "cbrn"}, CAMEO: "042", Status: record.Planned,
		Actors: []archive.Party{
			{Name: "Sélim Arkan", Kind: record.Person, Code: "TUR", Sectors: []string{"GOV"}, Title: "foreign minister", Person: "person/tur/selim-arkan"},
			{Name: "General Staff", Kind: record.Organization, Code: "KAZ", Sectors: []string{"MIL", "GOV"}},
		},
		Recipients: []archive.Party{{Name: "Shanghai Cooperation Organisation", Kind: record.Organization, Code: "IGO", Registry: "org/sco"}},
		Forum:      &archive.Party{Name: "Blue River Forum", Kind: record.Forum, Edition: 11},
		Start:      "2024-03-14", End: "2024-03-15", Grain: record.Day, Dated: true,
		Place: &archive.Where{Name: "Vienna", Code: "AUT", Registry: "city/aut/vienna"},
		Size:  &record.Size{Killed: ptr(0), Participants: ptr(50)}, Scale: ptr(4.0), Level: 2, Confidence: ptr(0.91),
		Trigger: "is to meet", Evidence: "Minister Sélim Arkan is to meet the S.C.O.'s envoy for arms-control talks",
		Attributed: true, Speaker: &archive.Party{Name: "Foreign Ministry", Kind: record.Organization, Code: "TUR", Sectors: []string{"GOV"}},
		Via:   &archive.Party{Name: "TASS", Kind: record.Organization, Registry: "outlet/rus/tass"},
		Title: "Minister to travel", Outlet: "RIA Novosti", Published: "2024-03-10T08:00:00Z",
		Copied: true, Incident: "i0123456789abcdef",
	}
}

func TestMatch(t *testing.T) {
	ev := sample()
	for _, tc := range []struct {
		yes bool
		of  []string
	}{
		{true, []string{
			"", "actor:TUR", "actor:Turkey", "actor:TUR/GOV", "actor:/MIL", "actor:KAZ/MIL,CHN", "actor:arkan", `actor:"selim arkan"`, "actor:ark*",
			"recipient:SCO", "recipient:org/sco", "party:TUR party:SCO", "between:SCO,TUR", "between:TUR,KAZ", "actor.bloc:SCO", "party.bloc:NATO",
			"actor.sector:MIL", "forum:\"blue river\"", "edition:11", "person:Arkan", "person:person/tur/selim-arkan", "type:consult", "quad:1", "mode:visit,phone",
			"context:cbrn", "cameo:04", "cameo:042", "status:planned", "since:2024-03-14", "until:2024-03-14", "on:2024-03", "on:2024-w11", "since:20d", "published:2024-03-10",
			"dated:yes", "level:<=2", "level:1..2", "level:4,2", "confidence:>0.9", "scale:4", "killed:0", "killed:<1", "participants:50..60",
			"place:AUT", "place:Vienna", "place:vien*", "place.bloc:EU", "text:\"arms control talks\"", "text:arms text:travel", "text:contr*", "title:minister",
			"trigger:meet", "speaker:Turkey", "speaker:\"foreign ministry\"", "speaker.sector:GOV", "via:TASS", "attributed:yes", "outlet:ria*", `outlet:"ria novosti"`,
			"copied:yes", "review:none", "has:place,coordinates", "-has:coordinates", "incident:i0123456789abcdef", "event:0123456789abcdef:27-30:CONSULT",
			"document:0123", "type:AID or level:2", "-(type:AID or level:3)", "-type:AID -level:3",
		}},
		{false, []string{
			"actor:CHN", "actor:SCO", "actor:TUR/MIL", "recipient:TUR", "between:TUR,CHN", "party.bloc:ASEAN", "recipient.sector:GOV", "person:\"general staff\"",
			"edition:12", "quad:2", "cameo:043", "since:2024-03-15", "until:2024-03-13", "on:2024-02", "on:2024-03-15", "dated:no", "level:>2", "confidence:>0.95",
			"injured:0", "-killed:0", "killed:>0", "place:Linz", "text:\"control arms\"", "text:\"talks minister\"", "text:arm", "text:env", "outlet:ria", "outlet:novosti",
			"review:accepted", "has:cameo -has:level", "incident:i01", "document:1", "-text:arms",
		}},
	} {
		for _, text := range tc.of {
			e, err := Parse(text, options(Events))
			if err != nil {
				t.Errorf("%s: %v", text, err)
			} else if Match(e, &ev) != tc.yes {
				t.Errorf("%s: %v is wrong", text, !tc.yes)
			}
		}
	}
}

// TestUnknownMatchesNoTest: an event without values matches neither a test nor
// its opposite number; only not turns it.
func TestUnknownMatchesNoTest(t *testing.T) {
	ev := archive.Event{Type: "AID", Status: record.Actual}
	for _, text := range []string{"level:<=2", "level:>2", "killed:0", "confidence:<1", "since:0001", "until:9999", "on:2024", "edition:<5", "outlet:a*", "actor:CHN",
		"actor:/GOV", "place:CHN", "speaker:CHN", "incident:x", "has:actor"} {
		e, err := Parse(text, options(Events))
		if err != nil {
			t.Fatal(err)
		}
		if Match(e, &ev) || !Match(Not{e}, &ev) {
			t.Errorf("%s: an unknown value matches", text)
		}
	}
}

func TestMatchIncidentAndStatement(t *testing.T) {
	ev := sample()
	inc := archive.Incident{ID: "i1", Type: ev.Type, Status: ev.Status, Actors: ev.Actors, Recipients: ev.Recipients, Start: ev.Start, Level: 2,
		Outcome: "cancelled", Announced: "2024-02-01", Reports: 5, Documents: 4, Outlets: 3, Independent: 2,
		Conflicts: []archive.Conflict{{Field: "day"}}, Place: ev.Place}
	said := archive.Statement{Key: "k", Speaker: ev.Speaker, SpeakerKind: "body", Via: ev.Via, Cue: "warned", Content: "the talks may fail", Kind: "indirect",
		Polarity: "warns", About: ev.Actors, Start: "2024-03-14", Outlet: "Courier"}
	for _, tc := range []struct {
		of   Target
		item Item
		text string
		want bool
	}{
		{Incidents, OfIncident(&inc), "between:TUR,SCO reports:>4 independent:>=2 outlets:3 documents:4 outcome:cancelled conflict:day announced:2024-02 on:2024-03-14 incident:i1 has:level", true},
		{Incidents, OfIncident(&inc), "outcome:none", false},
		{Incidents, OfIncident(&inc), "conflict:killed", false},
		{Incidents, OfIncident(&inc), "has:cameo", false},
		{Statements, OfStatement(&said), "speaker:TUR speaker.sector:GOV source:body via:TASS cue:warned text:\"talks may\" kind:indirect polarity:warns about:KAZ/MIL since:2024-03 dated:no outlet:courier person:arkan has:about", true},
		{Statements, OfStatement(&said), "about:CHN", false},
		{Statements, OfStatement(&said), "statement:k copied:yes", false},
	} {
		e, err := Parse(tc.text, options(tc.of))
		if err != nil {
			t.Errorf("%s: %v", tc.text, err)
		} else if Matches(e, tc.item) != tc.want {
			t.Errorf("%s: %v is wrong", tc.text, !tc.want)
		}
	}
}

func TestUsesAndBoth(t *testing.T) {
	a, err := Parse("actor:CHN or -(review:rejected)", options(Events))
	if err != nil {
		t.Fatal(err)
	}
	if !Uses(a, Review) || Uses(a, Level) || len(Leaves(a)) != 2 {
		t.Errorf("leaves %v", Leaves(a))
	}
	if got := Both(a, Set{Copied, []string{"no"}}).String(); got != "(actor:CHN or -review:rejected) copied:no" {
		t.Errorf("both: %s", got)
	}
	if got := Both(All{}, a).String(); got != a.String() {
		t.Errorf("both with all: %s", got)
	}
}

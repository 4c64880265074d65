package link_test

import (
	"testing"

	"chancery/archive"
	"chancery/internal/stage/link"
	"chancery/record"
)

// TestFate: what reports tell of a plan.
func TestFate(t *testing.T) {
	plan := talks("a", is(record.Planned), day("2031-03-20"))
	on := func(document string, changes ...change) archive.Event { return talks(document, changes...) }
	putOff := on("b", words("Selim Arkan put off the talks"))
	for _, tc := range []struct {
		name    string
		reports []archive.Event
		status  record.Status
		outcome string
	}{
		{"nothing is heard of it", []archive.Event{plan}, record.Planned, ""},
		{"held", []archive.Event{plan, on("b", day("2031-03-20"))}, record.Actual, "held"},
		{"put off", []archive.Event{plan, putOff}, record.Planned, "postponed"},
		{"another line of the page calls the talks by name", []archive.Event{plan, putOff, on("b", func(e *archive.Event) { e.Key = "b:9-12:CONSULT" })}, record.Planned, "postponed"},
		{"called off at last", []archive.Event{plan, putOff, on("c", words("Arkan called off the talks"), func(e *archive.Event) { e.Published = "2031-03-12" })}, record.Planned, "cancelled"},
		{"a rejection alone is an act", []archive.Event{on("b", typ("REJECT"), words("cancelled the talks"))}, record.Actual, ""},
		{"the sentence says that it is off", []archive.Event{plan, on("b", is(record.Planned), said("visit Vienna postponed spokesperson"))}, record.Planned, "postponed"},
	} {
		inc := link.Build(tc.reports, nil)
		if inc.Status != tc.status || inc.Outcome != tc.outcome {
			t.Errorf("%s: %s, %q; want %s, %q", tc.name, inc.Status, inc.Outcome, tc.status, tc.outcome)
		}
	}
}

package archive

import (
	"slices"
	"testing"

	"chancery/record"
)

func at(typ string, start, end int, status record.Status) Event {
	return Event{Key: EventKey("0123456789abcdef", start, end, typ, 0), Type: typ, Status: status, TriggerSpan: record.Span{Start: start, End: end}}
}

func TestDiff(t *testing.T) {
	old := []Event{at("CONSULT", 5, 8, record.Planned), at("AID", 20, 25, record.Actual), at("ACCUSE", 40, 47, record.Actual), at("REJECT", 60, 68, record.Actual)}
	now := []Event{at("CONSULT", 5, 8, record.Actual), at("COOPERATE", 21, 24, record.Actual), at("THREATEN", 50, 55, record.Actual), at("REJECT", 60, 68, record.Actual)}
	var got []string
	for _, d := range Diff(old, now) {
		got = append(got, d.Kind)
		got = append(got, d.Fields...)
	}
	want := []string{"changed", "status: planned → actual", "changed", "type: AID → COOPERATE", "removed", "added"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if d := Diff(now, now); len(d) != 0 {
		t.Errorf("a coding differs from itself: %+v", d)
	}
}

func TestDiffDoesNotGuessBetweenTwo(t *testing.T) {
	old := []Event{at("AID", 20, 30, record.Actual)}
	now := []Event{at("COOPERATE", 20, 24, record.Actual), at("CONSULT", 25, 30, record.Actual)}
	for _, d := range Diff(old, now) {
		if d.Kind == "changed" {
			t.Errorf("%s became %s, though it could be either", d.Old.Type, d.New.Type)
		}
	}
}

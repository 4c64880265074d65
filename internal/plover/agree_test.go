package plover

import (
	"encoding/json"
	"testing"

	"chancery/archive"
	"chancery/record"
)

// TestFlatAgreesWithView: an event tells the same in chancery code --to plover and
// in chancery export --to plover, but for what an archive names otherwise (id,
// incident) or does not keep (number of the sentence, language, words of the place).
func TestFlatAgreesWithView(t *testing.T) {
	for _, kind := range record.Types() {
		for _, status := range []record.Status{record.Actual, record.Planned, record.Hypothetical, record.Denied, record.Historical} {
			for _, dated := range []*record.Time{nil, {Start: "2024-04-02", End: "2024-04-02"}, {Start: "2024-04-01", End: "2024-04-30"}} {
				for _, modes := range [][]string{nil, record.Modes(kind)[:min(1, len(record.Modes(kind)))]} {
					rec := sample(status, kind, modes...)
					rec.Events[0].Time = dated
					agree(t, rec)
				}
			}
		}
	}
}

func agree(t *testing.T, rec *record.Record) {
	t.Helper()
	opt := Options{Text: text, Coder: "chancery"}
	view := View(rec, opt)
	flat := archive.Flatten(archive.Document{Document: rec.Document}, *rec, text)
	told := 0
	for i := range flat.Events {
		e, ok := Flat(&flat.Events[i], opt.Coder, true)
		if !ok {
			continue
		}
		if told == len(view) {
			t.Fatalf("%s %s is told by export alone", flat.Events[i].Type, flat.Events[i].Status)
		}
		want := view[told]
		told++
		want.ID, e.ID, e.Incident, want.TextInfo.Sequence, want.CiteInfo.Language = "", "", "", nil, ""
		if want.EventLoc != nil {
			want.EventLoc.ExtractedPlace = ""
		}
		a, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if string(a) != string(b) {
			t.Errorf("%s %s:\ncode   %s\nexport %s", flat.Events[i].Type, flat.Events[i].Status, a, b)
		}
	}
	if told != len(view) {
		t.Errorf("%d events by code, %d by export", len(view), told)
	}
}

package plover

import (
	"encoding/json"
	"testing"

	"chancery/archive"
	"chancery/record"
)

func TestFlat(t *testing.T) {
	e := archive.Event{
		Key: "0123456789abcdef:3-7:AID", Type: "AID", Modes: nil, CAMEO: "071", Status: record.Planned, Start: "2031-02-01", End: "2031-02-28", Dated: true,
		Actors: []archive.Party{{Name: "Ann Lee", Code: "FJI", Sectors: []string{"GOV", "PTY"}, Title: "premier"}}, Recipients: []archive.Party{{Name: "Tonga", Code: "TON", Registry: "state/ton"}},
		Trigger: "will send", Evidence: "Ann Lee will send boats to Tonga", EvidenceSpan: record.Span{Start: 3, End: 35}, Incident: "i1",
	}
	flat, ok := Flat(&e, "chancery", false)
	got, err := json.Marshal(flat)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"0123456789abcdef:3-7:AID","date":"2031-02-01","enddate":"2031-02-28","actor":[{"code":"FJI","sector":"GOV","entity_text":"Ann Lee","office":"premier"}],` +
		`"recipient":[{"code":"TON","entity_text":"Tonga","registry":"state/ton"}],"event":"AGREE","quad_code":1,"event_scale":2.5,"text_info":{"start":3,"end":35},"cite_info":{},` +
		`"coder":"chancery","date_from":"text","act":"AID","status":"planned","cameo":"071","incident":"i1"}`
	if !ok || string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if flat, _ := Flat(&e, "", true); flat.Text != e.Evidence || flat.EventText[0] != "will send" {
		t.Errorf("words %q, %q", flat.Text, flat.EventText)
	}
	e.Status = record.Denied
	if _, ok := Flat(&e, "", false); ok {
		t.Error("a denied act is told")
	}
}

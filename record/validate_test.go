package record

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compile reads the embedded schema with an independent implementation.
func compile(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(Schema())))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("record.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("record.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// refusal is what the schema says against the JSON form of a record.
func refusal(t testing.TB, schema *jsonschema.Schema, rec *Record) error {
	t.Helper()
	text, err := json.Marshal(rec)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

func TestSampleIsSound(t *testing.T) {
	rec := sampleRecord(t)
	for _, p := range Validate(rec, sampleText) {
		t.Error(p)
	}
	if err := refusal(t, compile(t), rec); err != nil {
		t.Error(err)
	}
	if got := Validate(&Record{Schema: SchemaV1, Document: Document{ID: "a", SHA256: Digest("")}}, ""); got != nil {
		t.Errorf("an empty record: %v", got)
	}
}

// breaks are changes to the sample, each with the pointer that Validate must
// give, and whether the schema can see it too.
var breaks = []struct {
	name    string
	spoil   func(*Record)
	pointer string
	schema  bool
}{
	{"wrong schema", func(r *Record) { r.Schema = "v0" }, "/schema", true},
	{"no document id", func(r *Record) { r.Document.ID = "" }, "/document/id", true},
	{"date in words", func(r *Record) { r.Document.Published = "22 May" }, "/document/published", true},
	{"no such day", func(r *Record) { r.Document.Published = "2023-02-30" }, "/document/published", false},
	{"language name", func(r *Record) { r.Document.Language = "English" }, "/document/language", true},
	{"no digest", func(r *Record) { r.Document.SHA256 = "" }, "/document/sha256", true},
	{"other digest", func(r *Record) { r.Document.SHA256 = Digest("other") }, "/document/sha256", false},
	{"other text", func(r *Record) { r.Text = "other" }, "/text", false},
	{"sentence reversed", func(r *Record) { r.Sentences[1] = Span{150, 140} }, "/sentences/1", false},
	{"sentence empty", func(r *Record) { r.Sentences[1] = Span{150, 150} }, "/sentences/1", false},
	{"sentences overlap", func(r *Record) { r.Sentences[1].Start = 3 }, "/sentences/1", false},
	{"sentence beyond text", func(r *Record) { r.Sentences[1].End = 900 }, "/sentences/1/end", false},
	{"span below 0", func(r *Record) { r.Sentences[0].Start = -1 }, "/sentences/0/start", true},
	{"entity id form", func(r *Record) { r.Entities[6].ID = "x7" }, "/entities/6/id", true},
	{"entity id zero", func(r *Record) { r.Entities[6].ID = "e07" }, "/entities/6/id", true},
	{"entity id twice", func(r *Record) { r.Entities[6].ID = "e1" }, "/entities/6/id", false},
	{"unknown kind", func(r *Record) { r.Entities[6].Kind = "country" }, "/entities/6/kind", true},
	{"no name", func(r *Record) { r.Entities[6].Name = "" }, "/entities/6/name", true},
	{"unknown code", func(r *Record) { r.Entities[6].Code = "TUK" }, "/entities/6/code", true},
	{"unknown sector", func(r *Record) { r.Entities[0].Sectors = []string{"GVT"} }, "/entities/0/sectors/0", true},
	{"sector twice", func(r *Record) { r.Entities[0].Sectors = []string{"GOV", "GOV"} }, "/entities/0/sectors/1", true},
	{"edition below 1", func(r *Record) { r.Entities[5].Edition = -2 }, "/entities/5/edition", true},
	{"latitude range", func(r *Record) { *r.Entities[3].Latitude = 91 }, "/entities/3/latitude", true},
	{"longitude range", func(r *Record) { *r.Entities[3].Longitude = -181 }, "/entities/3/longitude", true},
	{"latitude alone", func(r *Record) { r.Entities[3].Longitude = nil }, "/entities/3", true},
	{"no mentions", func(r *Record) { r.Entities[2].Mentions = nil }, "/entities/2/mentions", true},
	{"mention twice", func(r *Record) { r.Entities[0].Mentions[1] = r.Entities[0].Mentions[0] }, "/entities/0/mentions/1", true},
	{"unknown form", func(r *Record) { r.Entities[0].Mentions[0].Form = "alias" }, "/entities/0/mentions/0/form", true},
	{"mention beyond text", func(r *Record) { r.Entities[0].Mentions[0].End = 1e6 }, "/entities/0/mentions/0/end", false},
	{"post id form", func(r *Record) { r.Posts[0].ID = "1" }, "/posts/0/id", true},
	{"post without person", func(r *Record) { r.Posts[0].Person = "" }, "/posts/0/person", true},
	{"post of a body", func(r *Record) { r.Posts[0].Person = "e3" }, "/posts/0/person", false},
	{"post dangling", func(r *Record) { r.Posts[0].Person = "e99" }, "/posts/0/person", false},
	{"post without title", func(r *Record) { r.Posts[0].Title = "" }, "/posts/0/title", true},
	{"post at a person", func(r *Record) { r.Posts[0].Organization = "e1" }, "/posts/0/organization", false},
	{"post code", func(r *Record) { r.Posts[0].Code = "SCO" }, "/posts/0/code", true},
	{"post evidence", func(r *Record) { r.Posts[0].Evidence = Span{} }, "/posts/0/evidence", true},
	{"event id twice", func(r *Record) { r.Events[1].ID = "v1" }, "/events/1/id", false},
	{"unknown type", func(r *Record) { r.Events[1].Type = "MEET" }, "/events/1/type", true},
	{"mode of another type", func(r *Record) { r.Events[0].Modes = []string{"riot"} }, "/events/0/modes/0", true},
	{"mode where none is", func(r *Record) { r.Events[1].Modes = []string{"visit"} }, "/events/1/modes/0", true},
	{"mode twice", func(r *Record) { r.Events[0].Modes = []string{"visit", "visit"} }, "/events/0/modes/1", true},
	{"unknown context", func(r *Record) { r.Events[0].Contexts = []string{"sport"} }, "/events/0/contexts/0", true},
	{"cameo form", func(r *Record) { r.Events[0].CAMEO = "42" }, "/events/0/cameo", true},
	{"unknown status", func(r *Record) { r.Events[0].Status = "past" }, "/events/0/status", true},
	{"no status", func(r *Record) { r.Events[0].Status = "" }, "/events/0/status", true},
	{"actor dangling", func(r *Record) { r.Events[0].Actors = []string{"e8"} }, "/events/0/actors/0", false},
	{"actor twice", func(r *Record) { r.Events[0].Actors = []string{"e1", "e1"} }, "/events/0/actors/1", true},
	{"actor empty", func(r *Record) { r.Events[0].Actors = []string{""} }, "/events/0/actors/0", true},
	{"actor an agreement", func(r *Record) { r.Events[0].Actors = []string{"e6"} }, "/events/0/actors/0", false},
	{"recipient dangling", func(r *Record) { r.Events[0].Recipients = []string{"v1"} }, "/events/0/recipients/0", true},
	{"inferred no party", func(r *Record) { r.Events[0].Inferred = []string{"e4"} }, "/events/0/inferred/0", false},
	{"inferred dangling", func(r *Record) { r.Events[0].Inferred = []string{"v1"} }, "/events/0/inferred/0", true},
	{"same as a later event", func(r *Record) { r.Events[0].SameAs = "v2" }, "/events/0/same_as", false},
	{"same as no event", func(r *Record) { r.Events[1].SameAs = "e1" }, "/events/1/same_as", true},
	{"forum a person", func(r *Record) { r.Events[0].Forum = "e1" }, "/events/0/forum", false},
	{"place a body", func(r *Record) { r.Events[0].Place = "e3" }, "/events/0/place", false},
	{"time reversed", func(r *Record) { r.Events[1].Time.Start = "2023-07-01" }, "/events/1/time", false},
	{"time no such day", func(r *Record) { r.Events[1].Time.End = "2023-06-31" }, "/events/1/time/end", false},
	{"time no date", func(r *Record) { r.Events[1].Time.End = "June" }, "/events/1/time/end", true},
	{"time without end", func(r *Record) { r.Events[1].Time.End = "" }, "/events/1/time/end", true},
	{"time without start", func(r *Record) { r.Events[1].Time.Start = "" }, "/events/1/time/start", true},
	{"time without grain", func(r *Record) { r.Events[1].Time.Grain = "" }, "/events/1/time/grain", true},
	{"unknown grain", func(r *Record) { r.Events[1].Time.Grain = "decade" }, "/events/1/time/grain", true},
	{"part of a month", func(r *Record) { r.Events[1].Time.End = "2023-06-29" }, "/events/1/time/grain", false},
	{"part of a week", func(r *Record) { r.Events[1].Time.Grain = Week }, "/events/1/time/grain", false},
	{"part of a quarter", func(r *Record) { r.Events[1].Time.Grain = Quarter }, "/events/1/time/grain", false},
	{"part of a year", func(r *Record) { r.Events[1].Time.Grain = Year }, "/events/1/time/grain", false},
	{"count below 0", func(r *Record) { *r.Events[0].Size.Killed = -1 }, "/events/0/size/killed", true},
	{"sum below 0", func(r *Record) { r.Events[0].Size.Amounts[0].Value = -1 }, "/events/0/size/amounts/0/value", true},
	{"no currency", func(r *Record) { r.Events[0].Size.Amounts[0].Currency = "euro" }, "/events/0/size/amounts/0/currency", true},
	{"sum outside the text", func(r *Record) { r.Events[0].Size.Amounts[0].Text = Span{3, 3} }, "/events/0/size/amounts/0/text", false},
	{"no count", func(r *Record) { *r.Events[0].Size = Size{} }, "/events/0/size", true},
	{"scale range", func(r *Record) { *r.Events[0].Scale = 10.5 }, "/events/0/scale", true},
	{"level range", func(r *Record) { r.Events[0].Level = 5 }, "/events/0/level", true},
	{"confidence range", func(r *Record) { *r.Events[0].Confidence = 1.01 }, "/events/0/confidence", true},
	{"trigger outside evidence", func(r *Record) { r.Events[0].Trigger = Span{0, 4} }, "/events/0/evidence", false},
	{"event statement", func(r *Record) { r.Events[0].Statement = "s3" }, "/events/0/statement", false},
	{"statement id form", func(r *Record) { r.Statements[1].ID = "2" }, "/statements/1/id", true},
	{"speaker dangling", func(r *Record) { r.Statements[1].Speaker = "e44" }, "/statements/1/speaker", false},
	{"speaker text reversed", func(r *Record) { *r.Statements[1].SpeakerText = Span{9, 2} }, "/statements/1/speaker_text", false},
	{"cue empty", func(r *Record) { r.Statements[1].Cue = Span{} }, "/statements/1/cue", true},
	{"no content", func(r *Record) { r.Statements[1].Content = nil }, "/statements/1/content", true},
	{"content unordered", func(r *Record) { c := r.Statements[1].Content; c[0], c[1] = c[1], c[0] }, "/statements/1/content/1", false},
	{"statement kind", func(r *Record) { r.Statements[1].Kind = "quote" }, "/statements/1/kind", true},
	{"speaker kind", func(r *Record) { r.Statements[1].SpeakerKind = "crowd" }, "/statements/1/speaker_kind", true},
	{"polarity", func(r *Record) { r.Statements[1].Polarity = "sings" }, "/statements/1/polarity", true},
	{"parent dangling", func(r *Record) { r.Statements[0].Parent = "s9" }, "/statements/0/parent", false},
	{"answers itself", func(r *Record) { r.Statements[1].Answers = "s2" }, "/statements/1/answers", false},
	{"via a place", func(r *Record) { r.Statements[1].Via = "e4" }, "/statements/1/via", false},
	{"about twice", func(r *Record) { r.Statements[1].About = []string{"e6", "e6"} }, "/statements/1/about/1", true},
}

// TestBreaks spoils the sample in one way at a time: Validate must name the
// place, and the schema must refuse just what it is able to see.
func TestBreaks(t *testing.T) {
	schema := compile(t)
	for _, b := range breaks {
		t.Run(b.name, func(t *testing.T) {
			rec := sampleRecord(t)
			b.spoil(rec)
			found := false
			problems := Validate(rec, sampleText)
			for _, p := range problems {
				found = found || p.Pointer == b.pointer
			}
			if !found {
				t.Errorf("no problem at %s in %v", b.pointer, problems)
			}
			if err := refusal(t, schema, rec); (err != nil) != b.schema {
				t.Errorf("schema refuses: %v, want %v (%v)", err != nil, b.schema, err)
			}
		})
	}
}

// FuzzSchemaAgrees: whatever the schema refuses in a record of Go's own making,
// Validate refuses too.
func FuzzSchemaAgrees(f *testing.F) {
	schema := compile(f)
	for _, b := range breaks {
		rec := sampleRecord(f)
		b.spoil(rec)
		text, err := json.Marshal(rec)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var rec Record
		if json.Unmarshal(data, &rec) != nil {
			return
		}
		refused, problems := refusal(t, schema, &rec), Validate(&rec, "")
		if refused != nil && problems == nil {
			t.Errorf("Validate finds nothing, the schema says %v", refused)
		}
	})
}

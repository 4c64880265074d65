package record

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func recordPage(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("../docs/record.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// TestDocumentedExample: the record in docs/record.md is sound, and was read
// from the text above it.
func TestDocumentedExample(t *testing.T) {
	page := recordPage(t)
	text := page[strings.Index(page, "\n> ")+3:]
	text = text[:strings.Index(text, "\n")]
	example := page[strings.Index(page, "\n    {\n"):]
	example = example[:strings.Index(example, "\n    }\n")+6]
	var rec Record
	if err := json.Unmarshal([]byte(example), &rec); err != nil {
		t.Fatal(err)
	}
	for _, p := range Validate(&rec, text) {
		t.Error(p)
	}
	if err := refusal(t, compile(t), &rec); err != nil {
		t.Error(err)
	}
	for span, want := range map[Span]string{rec.Events[0].Trigger: "met", rec.Statements[0].Cue: "reported",
		rec.Entities[3].Mentions[0].Span: "Wire", rec.Events[0].Time.Text: "Monday"} {
		if got := rec.Cut(text, span); got != want {
			t.Errorf("%v cuts %q, want %q", span, got, want)
		}
	}
}

// TestSchemaIsDocumented: each property of the schema has a description, in
// itself or in what it refers to, and is explained in docs/record.md.
func TestSchemaIsDocumented(t *testing.T) {
	page := recordPage(t)
	var schema map[string]any
	if err := json.Unmarshal(Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	defs := schema["$defs"].(map[string]any)
	defs["record"] = schema
	for name, def := range defs {
		properties, _ := def.(map[string]any)["properties"].(map[string]any)
		for property, value := range properties {
			value := value.(map[string]any)
			if ref, ok := value["$ref"].(string); ok && value["description"] == nil {
				value = defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
			}
			if value["description"] == nil {
				t.Errorf("%s.%s has no description", name, property)
			}
			if !strings.Contains(page, "`"+property+"`") {
				t.Errorf("docs/record.md does not explain `%s` of %s", property, name)
			}
		}
	}
}

package api

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Every answer is as the OpenAPI document says.
func TestAnswersFitTheirSchemas(t *testing.T) {
	d := open(t, 4, reader())
	var doc map[string]any
	if err := json.Unmarshal(d.do("GET", "/api/openapi.json", "").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	page := d.pages[0]
	names := map[string]string{"{sha256}": page.Document.SHA256, "{key}": page.Events[0].Key, "{id}": incidentOf(t, d), "{search}": searchOf(t, d)}
	tried := 0
	for path, ops := range doc["paths"].(map[string]any) {
		op, ok := ops.(map[string]any)["get"].(map[string]any)
		if !ok {
			continue
		}
		at := path
		for name, value := range names {
			at = strings.ReplaceAll(at, name, value)
		}
		if strings.HasSuffix(path, "/search") {
			at += "?words=minister"
		}
		content := op["responses"].(map[string]any)["200"].(map[string]any)["content"].(map[string]any)
		c := jsonschema.NewCompiler()
		if err := c.AddResource("mem:///x.json", content["application/json"].(map[string]any)["schema"]); err != nil {
			t.Fatal(err)
		}
		s, err := c.Compile("mem:///x.json")
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		w := d.do("GET", at, "")
		v, err := jsonschema.UnmarshalJSON(w.Body)
		if err != nil || w.Code != 200 {
			t.Errorf("%s: %d %v", at, w.Code, err)
			continue
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%s: %v", at, err)
		}
		tried++
	}
	if tried < 12 {
		t.Errorf("only %d paths were tried", tried)
	}
}

func incidentOf(t *testing.T, d *desk) string {
	e, err := d.store.Event(t.Context(), d.pages[0].Events[0].Key)
	if err != nil {
		t.Fatal(err)
	}
	return e.Incident
}

// Every example on the page that explains the API can be asked.
func TestExamplesOfThePage(t *testing.T) {
	d := open(t, 2, reader())
	page := d.do("GET", "/api/", "").Body.String()
	if strings.Contains(page, "<script") || strings.Contains(page, "http://") || strings.Contains(page, "style=") {
		t.Error("the page asks for what the policy forbids")
	}
	n := 0
	for _, part := range strings.Split(page, `href="/api/v1/`)[1:] {
		link, _, _ := strings.Cut(part, `"`)
		link = strings.ReplaceAll(link, "&amp;", "&")
		if w := d.do("GET", "/api/v1/"+link, ""); w.Code != 200 {
			t.Errorf("%s: %d %s", link, w.Code, w.Body)
		}
		n++
	}
	if n < 8 {
		t.Errorf("%d examples", n)
	}
	if w := d.do("GET", "/api/docs.css", ""); w.Code != 200 || w.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("style %d %v", w.Code, w.Header())
	}
}

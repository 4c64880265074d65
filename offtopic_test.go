package chancery_test

import (
	"os"
	"path/filepath"
	"testing"

	"chancery"
)

// Pages about sport, films, weather, business, cooking and the like must hardly
// ever give an event: fewer than one in three pages.
func TestOffTopic(t *testing.T) {
	files, err := filepath.Glob("testdata/offtopic/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d pages: %v", len(files), err)
	}
	events := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		doc := chancery.Document{Text: string(text)}
		doc.ID, doc.Published = name, "2024-03-01"
		rec, _, err := coder(t).Code(t.Context(), doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range rec.Events {
			events++
			t.Logf("%s: %s %q", filepath.Base(name), e.Type, string([]rune(doc.Text)[e.Trigger.Start:e.Trigger.End]))
		}
	}
	if 3*events >= len(files) {
		t.Errorf("%d events in %d pages", events, len(files))
	}
}

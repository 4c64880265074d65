package ingest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the pages give as what they should give")

// Each page under testdata/pages has beside it what should be read from it.
func TestPages(t *testing.T) {
	files, err := filepath.Glob("testdata/pages/*.html")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d pages, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			got := show(t, file)
			golden := strings.TrimSuffix(file, ".html") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// show writes an item as a person reads it.
func show(t *testing.T, file string) string {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	for item, err := range Documents(filepath.Base(file), f, Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		d := item.Page.Document
		for _, l := range [][2]string{{"title", d.Title}, {"source", d.Source}, {"author", d.Author}, {"published", d.Published}, {"language", d.Language}, {"url", d.URL}} {
			fmt.Fprintf(&b, "%-10s %s\n", l[0], l[1])
		}
		for _, d := range item.Diagnostics {
			fmt.Fprintf(&b, "%-10s %s\n", d.Severity, d.Code)
		}
		fmt.Fprintf(&b, "\n%s\n", item.Page.Text)
	}
	return b.String()
}

package importer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// fuzz runs one importer on any bytes and holds its files to what must stay true.
func fuzz(f *testing.F, kind string, seeds ...string) {
	for _, name := range seeds {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	for _, text := range []string{"", "\n\n", "\ufeff", "\xff\x00", "<", "</", "<a>b", "<!--", "[", "[[]]", "{}", "{\"id\":\"Q1\"}{}", "{\n}\n{", "+A [B", "A {B [~COP]", "!A! = \nB!A! [~GOV]",
		"_ [USA]", "<Country><CountryCode>", "1\t2\t3", strings.Repeat("\t", 18)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		files, sum := run(t, kind, text, Options{})
		again, _ := run(t, kind, text, Options{})
		var told strings.Builder
		if err := sum.Write(&told); err != nil || !utf8.ValidString(told.String()) && utf8.ValidString(text) {
			t.Fatalf("summary %q, %v", told.String(), err)
		}
		keys := map[string]bool{}
		for name, b := range files {
			if again[name] == nil || again[name].String() != b.String() {
				t.Fatalf("%s differs the second time", name)
			}
			checkFile(t, name, b.String(), sum.Taken(name), keys)
		}
	})
}

func checkFile(t *testing.T, name, text string, rows int, keys map[string]bool) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) != rows+1 {
		t.Fatalf("%s: %d lines for %d rows", name, len(lines), rows)
	}
	head := strings.Split(lines[0], "\t")
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != len(head) || !utf8.ValidString(line) {
			t.Fatalf("%s: %d cells in %q", name, len(cells), line)
		}
		for i, c := range cells {
			if c != strings.TrimSpace(c) {
				t.Fatalf("%s: stray space in %q", name, line)
			}
			if head[i] == "name" && !readable(c) {
				t.Fatalf("%s: name %q", name, c)
			}
		}
		if key := name[:1] + cells[0]; keys[key] || cells[0] == "" || cells[0][0] == '#' {
			t.Fatalf("%s: key %q is empty or twice", name, cells[0])
		} else {
			keys[key] = true
		}
		if name != "offices.tsv" && strings.Trim(cells[0], "abcdefghijklmnopqrstuvwxyz0123456789/-") != "" {
			t.Fatalf("%s: key %q", name, cells[0])
		}
	}
}

func FuzzGeoNames(f *testing.F) { fuzz(f, "geonames", "cities.txt") }
func FuzzWikidata(f *testing.F) { fuzz(f, "wikidata", "wikidata.json") }
func FuzzPETRARCH(f *testing.F) {
	fuzz(f, "petrarch", "actors.txt", "agents.txt", "countryinfo.txt")
}

package ingest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whatever the bytes, each document comes out once and keeps the promises that
// check lists; the same bytes give the same documents.
func FuzzDocuments(f *testing.F) {
	for _, s := range []string{
		"", sentence, "\xFF\xFEA\x00", "<p>" + sentence, "{\"text\":\"a\"}\n{\"text\":", "[{\"text\":\"a\"}]", "\x89PNG\r\n\x1A\n",
		"Ministers meet again\n\n" + sentence + "\n", "\xCC\xE8\xED\xE8\xF1\xF2\xF0", "a\x00b", "<html><meta charset=utf-16><p>x",
	} {
		f.Add([]byte(s), "a", uint8(0))
	}
	formats := []Format{Auto, Text, HTML, JSONL}
	f.Fuzz(func(t *testing.T, raw []byte, name string, from uint8) {
		opts := Options{From: formats[int(from)%len(formats)], MaxBytes: 1 << 16}
		items := read(t, name, raw, opts)
		if opts.From == Text || opts.From == HTML {
			if len(items) != 1 {
				t.Fatalf("%d items of one document", len(items))
			}
		}
		again := read(t, name, raw, opts)
		for i := range items {
			if items[i].Page.SHA256 != again[i].Page.SHA256 || items[i].Page.ID != again[i].Page.ID {
				t.Fatalf("two readings of %q differ", raw)
			}
		}
	})
}

func BenchmarkDocuments(b *testing.B) {
	page, err := os.ReadFile(filepath.Join("testdata", "pages", "jsonld.html"))
	if err != nil {
		b.Fatal(err)
	}
	for name, raw := range map[string][]byte{
		"a.txt":   []byte(strings.Repeat(sentence, 100)),
		"a.html":  page,
		"a.jsonl": []byte(strings.Repeat(`{"id":"x","published":"2023-05-22","text":"`+strings.Repeat(sentence, 50)+"\"}\n", 100)),
	} {
		b.Run(filepath.Ext(name)[1:], func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				for _, err := range Documents(name, bytes.NewReader(raw), Options{}) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

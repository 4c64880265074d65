package chancery_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"chancery"
	"chancery/internal/demo"
	"chancery/record"
)

// pages are the sample dispatches as documents.
func pages() []chancery.Document {
	var out []chancery.Document
	for _, s := range demo.Samples() {
		out = append(out, s.Page)
	}
	return out
}

func encode(t testing.TB, c *chancery.Coder, d chancery.Document) []byte {
	t.Helper()
	rec, _, err := c.Code(context.Background(), d)
	if err != nil {
		t.Error(err)
	}
	b, err := json.Marshal(rec)
	if err != nil {
		t.Error(err)
	}
	return b
}

// The same document gives the same bytes, however many goroutines share a coder.
func TestSameBytesInParallel(t *testing.T) {
	c, docs := coder(t), pages()
	want := make([][]byte, len(docs))
	for i, d := range docs {
		want[i] = encode(t, c, d)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, d := range docs {
				if got := encode(t, c, d); !bytes.Equal(got, want[i]) {
					t.Errorf("document %d: another record", i)
				}
			}
		})
	}
	wg.Wait()
}

// Every record of the samples keeps the contract, and says something.
func TestSamplesAreValid(t *testing.T) {
	c := coder(t)
	for _, d := range pages() {
		rec, _, err := c.Code(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range record.Validate(&rec, d.Text) {
			t.Errorf("%s: %v", d.Title, p)
		}
		if len(rec.Sentences) < 5 {
			t.Errorf("%s: %d sentences", d.Title, len(rec.Sentences))
		}
	}
}

// live is how many bytes are in use.
func live() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestDatelineDates: a date of publication is not missing where the dateline
// holds one with its year.
func TestDatelineDates(t *testing.T) {
	for text, missing := range map[string]bool{
		"OSLO, 12 April 2024 - The minister met the envoy on Monday.":        false,
		"OSLO, 12 April 2024. The minister met the envoy on Monday.":         false,
		"OSLO, April 12, 2024 (Press) - The minister met the envoy.":         false,
		"OSLO, April 12 - The minister met the envoy on Monday.":             true,
		"OSLO - The minister met the envoy on Monday.":                       true,
		"The minister met the envoy on 12 April 2024 in Oslo on a Friday.":   true,
		"On 12 April 2024, the minister met the envoy in Oslo on a Friday.":  true,
		"OSLO, April 2024 - The minister met the envoy on Monday and Friday": true,
	} {
		_, diagnostics, err := coder(t).Code(context.Background(), chancery.Document{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.ContainsFunc(diagnostics, func(d chancery.Diagnostic) bool { return d.Code == record.PublishedMissing }); got != missing {
			t.Errorf("%s: date missing %v, want %v", text, got, missing)
		}
	}
}

func TestBadTexts(t *testing.T) {
	coder(t)
	before := live()
	long := strings.Repeat("The minister met the envoy in Oslo and said that talks would go on ", 160_000)
	for _, c := range []struct {
		name, text, code string
		severity         record.Severity
	}{
		{"empty", "", record.TextEmpty, record.Error},
		{"blank", " \n\t ", record.TextEmpty, record.Error},
		{"Chinese", "中国外交部发言人周二表示，两国将继续加强合作，共同应对地区安全挑战。", record.LanguageUnsupported, record.Error},
		{"Russian", "Министр иностранных дел во вторник прибыл с визитом в Пекин, где проведёт переговоры.", record.LanguageUnsupported, record.Error},
		{"broken UTF-8", "The minister \xff\xfe met the envoy in Oslo on Monday.", record.EncodingRepaired, record.Warning},
		{"no date", "The minister met the envoy in Oslo on Monday.", record.PublishedMissing, record.Warning},
		{"one sentence of 1 MB", long[:1<<20], record.SentenceCut, record.Warning},
		{"one sentence of 10 MB", long[:10<<20], record.TextTooLong, record.Error},
		{"NUL bytes", "The minister\x00 met the envoy\x00 in Oslo.", record.PublishedMissing, record.Warning},
		{"short lines", strings.Repeat("a\n", 100_000), record.PublishedMissing, record.Warning},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec, diagnostics, err := coder(t).Code(context.Background(), chancery.Document{Text: c.text})
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, d := range diagnostics {
				found = found || d.Code == c.code && d.Severity == c.severity
			}
			if !found {
				t.Errorf("no %s %s among %v", c.severity, c.code, diagnostics)
			}
			if c.severity == record.Error && len(rec.Entities)+len(rec.Events)+len(rec.Statements) > 0 {
				t.Errorf("a record in spite of the error: %+v", rec)
			}
			if p := record.Validate(&rec, c.text); len(p) > 0 {
				t.Errorf("invalid: %v", p[0])
			}
		})
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.Sys > 500<<20 {
		t.Errorf("%d MB of memory", m.Sys>>20)
	}
	// Long texts leave nothing behind.
	if more := int64(live()-before) >> 20; more > 60 {
		t.Errorf("%d MB live on after long texts", more)
	}
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := coder(t).Code(ctx, chancery.Document{Text: "x"}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// Whatever the text, the record keeps the contract and the words cut out are
// the words claimed.
func FuzzCode(f *testing.F) {
	for _, d := range pages() {
		f.Add(d.Text)
	}
	f.Add("“The 11th meeting” — al-Sisi’s \u200evisit\x00 to 中国… (SCO) “")
	f.Fuzz(func(t *testing.T, text string) {
		doc := chancery.Document{Document: record.Document{Published: "2024-02-29", Language: "en"}, Text: text}
		rec, _, err := coder(t).Code(context.Background(), doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range record.Validate(&rec, text) {
			t.Errorf("%v in %q", p, text)
		}
	})
}

func BenchmarkCode(b *testing.B) {
	c, docs := coder(b), pages()
	size, words := 0, 0
	for _, d := range docs {
		size += len(d.Text)
		words += len(strings.Fields(d.Text))
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range docs {
			if _, _, err := c.Code(context.Background(), d); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}

package fleet

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"chancery/internal/demo/newsroom"
	"chancery/internal/pipeline"
	"chancery/internal/stage/ingest"
	"chancery/internal/stage/ingest/warc"
)

// news writes dispatches into a web archive, among records that hold none.
func news(t *testing.T, documents int, packed bool) string {
	t.Helper()
	var raw bytes.Buffer
	w := warc.NewWriter(&raw, packed)
	room := newsroom.New(newsroom.TwoYears(documents, 1))
	if err := w.Info(room.Plan.Start, nil); err != nil {
		t.Fatal(err)
	}
	for d := range room.Dispatches() {
		var header warc.Header
		for _, h := range d.Header() {
			header = append(header, warc.Field{Name: h[0], Value: h[1]})
		}
		if err := w.Response(d.URL, d.Fetched(), header, d.HTML()); err != nil {
			t.Fatal(err)
		}
		if d.ID%3 == 0 {
			if err := w.Record(warc.Request, d.Fetched(), nil, []byte("GET / HTTP/1.1\r\n\r\n")); err != nil {
				t.Fatal(err)
			}
		}
	}
	return write(t, "news.warc", raw.String())
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func cut(t *testing.T, path string, c Cutting) []Work {
	t.Helper()
	var out []Work
	if err := Cut(t.Context(), path, path, c, func(w Work) error { out = append(out, w); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

// opened reads works one after the other.
func opened(t *testing.T, works []Work) []pipeline.Item {
	t.Helper()
	var out []pipeline.Item
	for i := range works {
		for item, err := range Open(t.Context(), &works[i], "") {
			if err == nil {
				item, err = item.Read()
			}
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, item)
		}
	}
	return out
}

// whole reads a file as one machine does.
func whole(t *testing.T, path string) []pipeline.Item {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var out []pipeline.Item
	for doc, err := range ingest.Documents(path, file, ingest.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		item := pipeline.Item{Diagnostics: doc.Diagnostics, Place: doc.Place}
		if !doc.Failed() {
			item.Page = &doc.Page
		}
		out = append(out, item)
	}
	return out
}

// The pieces of a file, read one by one, are the file: the same documents from the
// same places with the same diagnostics.
func TestPiecesAreTheWhole(t *testing.T) {
	var lines strings.Builder
	for i := range 100 {
		switch {
		case i%17 == 3:
			lines.WriteString("\n   \n")
		case i%19 == 4:
			lines.WriteString("{ no JSON\n")
		case i%23 == 5:
			fmt.Fprintf(&lines, "{\"text\":%q}\r\n", strings.Repeat("They met again. ", 3000))
		default:
			fmt.Fprintf(&lines, `{"text":"The ministers met in Vessin for meeting %d.","published":"2031-03-0%d"}`+"\n", i, 1+i%9)
		}
	}
	plain, packed := news(t, 60, false), news(t, 60, true)
	data, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Replace(data, []byte("Content-Length: "), []byte("Content-Length: 9"), 1)
	for name, path := range map[string]string{
		"plain": plain, "packed": packed, "damaged": write(t, "damaged.warc", string(damaged)), "cut off": write(t, "short.warc", string(data[:len(data)-500])),
		"lines": write(t, "a.jsonl", lines.String()), "no end of line": write(t, "b.jsonl", strings.TrimSpace(lines.String())),
		"byte-order mark": write(t, "c.jsonl", "\xEF\xBB\xBF"+lines.String()), "array": write(t, "d.json", `[{"text":"They met."},{"text":"They met again."}]`),
		"bad first line": write(t, "e.jsonl", "{ no JSON\n"+lines.String()), "text": write(t, "f.txt", "The ministers met in Vessin."), "empty": write(t, "g.jsonl", ""),
	} {
		want := whole(t, path)
		for _, c := range []Cutting{{}, {Documents: 1}, {Documents: 7}, {Bytes: 3000}} {
			works := cut(t, path, c)
			got := opened(t, works)
			if len(got) != len(want) {
				t.Errorf("%s: %d items of %d works, want %d", name, len(got), len(works), len(want))
				continue
			}
			for i := range got {
				if !reflect.DeepEqual(got[i], want[i]) {
					t.Errorf("%s, %+v: item %d\n got %+v\nwant %+v", name, c, i, got[i], want[i])
					break
				}
			}
			if c.Documents == 7 && len(want) > 20 && len(works) < len(want)/7 {
				t.Errorf("%s: %d works of %d documents", name, len(works), len(want))
			}
		}
	}
}

// A file that was replaced is told, one that has grown is not.
func TestReplacedFile(t *testing.T) {
	path := write(t, "a.jsonl", strings.Repeat(`{"text":"The ministers met in Vessin."}`+"\n", 50))
	works := cut(t, path, Cutting{Documents: 10})
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(`{"text":"They met again."}` + "\n"); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	again := cut(t, path, Cutting{Documents: 10})
	if len(opened(t, works)) != 50 || len(again) != 6 {
		t.Errorf("%d works of the file that has grown", len(again))
	}
	for i := range works {
		if works[i].ID() != again[i].ID() {
			t.Errorf("work %d has another name now that the file has grown", i)
		}
	}
	if err := os.WriteFile(path, []byte(`{"text":"Something else."}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, err := range Open(t.Context(), &works[1], "") {
		if err == nil || !strings.Contains(err.Error(), "not the file that was submitted") {
			t.Errorf("another file is told as: %v", err)
		}
	}
}

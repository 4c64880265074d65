package ingest

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"chancery/internal/stage/ingest/warc"
	"chancery/record"
)

var fetched = time.Date(2031, 3, 4, 5, 6, 7, 0, time.UTC)

// story is a page that has an article.
func story(n int) string {
	return fmt.Sprintf(`<!DOCTYPE html><html lang="en"><head><title>Talks %d</title><meta property="article:published_time" content="2031-03-04"></head><body><nav><a href=/>Home</a></nav><article><h1>Talks %d</h1><p>%s</p><p>It was meeting number %d of the two ministers since the autumn.</p></article></body></html>`, n, n, strings.Repeat(sentence+" ", 4), n)
}

func packed(t testing.TB, name, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch name {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, _ = zstd.NewWriter(&b)
	}
	_, err := io.WriteString(w, s)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func chunked(s string) string {
	return fmt.Sprintf("%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", 100, s[:100], len(s)-100, s[100:])
}

// archive writes records with each way in which a page may be stored.
func archive(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := warc.NewWriter(&b, true)
	html := warc.Field{Name: "Content-Type", Value: "text/html; charset=utf-8"}
	n := 0
	response := func(header warc.Header, body []byte) error {
		n++
		return w.Response(fmt.Sprintf("https://averna.example/%d", n), fetched, header, body)
	}
	http := func(s string) error {
		n++
		return w.Record(warc.Response, fetched, warc.Header{{Name: "WARC-Target-URI", Value: fmt.Sprintf("https://averna.example/%d", n)}, {Name: "Content-Type", Value: "application/http;msgtype=response"}}, []byte(s))
	}
	latin := strings.Replace(story(7), "Talks 7", "Caf\xe9 talks 7", 2)
	bomb := packed(t, "gzip", strings.Repeat("\x00", 4<<20))
	err := errors.Join(
		w.Info(fetched, warc.Header{{Name: "software", Value: "test"}}),
		response(warc.Header{html}, []byte(story(1))),
		response(warc.Header{html, {Name: "Content-Encoding", Value: "gzip"}}, packed(t, "gzip", story(2))),
		response(warc.Header{html, {Name: "Content-Encoding", Value: "br"}}, packed(t, "br", story(3))),
		response(warc.Header{html, {Name: "Content-Encoding", Value: "zstd"}}, packed(t, "zstd", story(4))),
		response(warc.Header{html, {Name: "Transfer-Encoding", Value: "chunked"}}, []byte(chunked(story(5)))),
		response(warc.Header{html, {Name: "Transfer-Encoding", Value: "chunked"}, {Name: "Content-Encoding", Value: "gzip"}}, []byte(chunked(string(packed(t, "gzip", story(6)))))),
		response(warc.Header{{Name: "Content-Type", Value: "text/html; charset=windows-1252"}}, []byte(latin)),
		response(warc.Header{html, {Name: "Content-Encoding", Value: "gzip"}}, bomb),
		response(warc.Header{html, {Name: "Content-Encoding", Value: "gzip"}}, packed(t, "gzip", story(9))[:len(packed(t, "gzip", story(9)))-30]),
		response(warc.Header{html, {Name: "Content-Encoding", Value: "rot13"}}, []byte(story(10))),
		response(warc.Header{{Name: "Content-Type", Value: "image/jpeg"}}, []byte("\xFF\xD8\xFF")),
		http("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html><p>gone"),
		http("HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n"),
		http("no response"),
		http("HTTP/2 200 \nContent-Type: text/html\n\n"+story(15)),
		http("HTTP/1.1 200 OK\r\n\r\n"+story(16)),
		w.Record(warc.Request, fetched, nil, []byte("GET / HTTP/1.1\r\n\r\n")),
		w.Record(warc.Revisit, fetched, warc.Header{{Name: "WARC-Target-URI", Value: "https://averna.example/1"}, {Name: "WARC-Refers-To-Date", Value: "2031-03-01T00:00:00Z"}}, nil),
		w.Record(warc.Conversion, fetched, warc.Header{{Name: "WARC-Target-URI", Value: "https://averna.example/19"}, {Name: "Content-Type", Value: "text/plain"}}, []byte("Talks in Averna today\n\n"+sentence+"\n")),
		w.Record(warc.Resource, fetched, warc.Header{{Name: "WARC-Target-URI", Value: "file:///tmp/20.html"}, {Name: "Content-Type", Value: "text/html"}, {Name: "WARC-Truncated", Value: "length"}}, []byte(story(20))),
	)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestArchive(t *testing.T) {
	var tally Tally
	var notices []string
	items := read(t, "a.warc.gz", archive(t), Options{Tally: &tally, Notice: func(d record.Diagnostic) { notices = append(notices, d.String()) }})
	var got []string
	for _, i := range items {
		if i.Resume == "" || !i.Fetched.Equal(fetched) || !strings.HasPrefix(i.Place, "a.warc.gz@") {
			t.Errorf("%s: fetched %s, resume %q", i.Place, i.Fetched, i.Resume)
		}
		got = append(got, strings.TrimSuffix(fmt.Sprintf("%s %s %s", strings.TrimPrefix(i.Page.URL, "https://averna.example"), i.Page.Title, codes(i)), " "))
	}
	want := []string{
		"/1 Talks 1", "/2 Talks 2", "/3 Talks 3", "/4 Talks 4", "/5 Talks 5", "/6 Talks 6", "/7 Café talks 7",
		"/8  body-bomb", "/9 Talks 9 body-broken", "/10  body-unknown", "/15 Talks 15", "/16 Talks 16",
		"https://averna.example/19 Talks in Averna today", " Talks 20 warc-truncated",
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != strings.TrimPrefix(want[i], "https://averna.example") {
			t.Errorf("item %d: %q, want %q", i, got[min(i, len(got)-1)], want[min(i, len(want)-1)])
		}
	}
	if s := strings.Join(tally.Reasons(), ", "); s != "1 no HTTP response, 1 request, 1 revisit, 1 status 301, 1 status 404, 1 type image/jpeg, 1 warcinfo" {
		t.Errorf("skipped: %s", s)
	}
	if tally.Documents != len(items) || tally.Records["response"] != 16 || tally.Flaws[record.ArchiveRevisit] != 1 {
		t.Errorf("%+v", tally)
	}
	if len(notices) != 1 || !strings.Contains(notices[0], "https://averna.example/1 had not changed since") || !strings.Contains(notices[0], "2031-03-01") {
		t.Errorf("notices: %q", notices)
	}
}

// Reading goes on behind any document, with the documents that follow.
func TestArchiveResume(t *testing.T) {
	raw := archive(t)
	items := read(t, "a.warc.gz", raw, Options{})
	for i, item := range items {
		at, err := warc.ParsePosition(item.Resume)
		if err != nil {
			t.Fatal(err)
		}
		rest := read(t, "a.warc.gz", raw[at.File:], Options{Resume: item.Resume})
		if len(rest) != len(items)-i-1 {
			t.Fatalf("behind %s: %d documents, want %d", item.Place, len(rest), len(items)-i-1)
		}
		for j := range rest {
			if rest[j].Place != items[i+1+j].Place || rest[j].Page.SHA256 != items[i+1+j].Page.SHA256 {
				t.Errorf("behind %s: %s is not %s", item.Place, rest[j].Place, items[i+1+j].Place)
			}
		}
	}
}

// endless gives the same archive again and again.
type endless struct {
	raw  []byte
	at   int
	left int64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := copy(p, e.raw[e.at:])
	e.at = (e.at + n) % len(e.raw)
	e.left -= int64(n)
	return n, nil
}

// Memory does not grow with the length of the archive.
func TestArchiveMemory(t *testing.T) {
	var b bytes.Buffer
	w := warc.NewWriter(&b, true)
	for i := range 50 { // images, so that the time goes into the archive and not into pages
		if err := w.Response(fmt.Sprintf("https://averna.example/%d", i), fetched, warc.Header{{Name: "Content-Type", Value: "image/png"}}, bytes.Repeat([]byte(story(i)), 20)); err != nil {
			t.Fatal(err)
		}
	}
	var tally Tally
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for _, err := range Captures("a.warc.gz", &endless{raw: b.Bytes(), left: 4 << 20}, Options{Tally: &tally}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if n := tally.Skipped["type image/png"]; n < 1000 {
		t.Errorf("%d records", n)
	}
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 8<<20 {
		t.Errorf("the heap grew by %d bytes over %d records", grown, tally.Records["response"])
	}
}

func BenchmarkArchive(b *testing.B) {
	var file bytes.Buffer
	w := warc.NewWriter(&file, true)
	var unpacked int64
	for i := range 200 {
		s := strings.Replace(story(i), "</article>", strings.Repeat(fmt.Sprintf("<p>%s %x</p>", sentence, i*7919), 100)+"</article>", 1)
		unpacked += int64(len(s))
		if err := w.Response(fmt.Sprintf("https://averna.example/%d", i), fetched, warc.Header{{Name: "Content-Type", Value: "text/html"}}, []byte(s)); err != nil {
			b.Fatal(err)
		}
	}
	for _, how := range []string{"captures", "items"} {
		b.Run(how, func(b *testing.B) {
			b.SetBytes(unpacked)
			b.ReportAllocs()
			for b.Loop() {
				for c, err := range Captures("a.warc.gz", bytes.NewReader(file.Bytes()), Options{}) {
					if err != nil {
						b.Fatal(err)
					}
					if how == "items" {
						if item := c.Item(); item.Failed() {
							b.Fatal(item.Diagnostics)
						}
					}
				}
			}
		})
	}
}

// TestUnreadPagesAreReadLater reads all pages when the archive is at its end:
// they are what they are when each is read at once.
func TestUnreadPagesAreReadLater(t *testing.T) {
	var direct, later []Item
	for item, err := range Documents("a.warc.gz", bytes.NewReader(archive(t)), Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		direct = append(direct, item)
	}
	for item, err := range Documents("a.warc.gz", bytes.NewReader(archive(t)), Options{Unread: true}) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Unread == nil || item.Page.Text != "" {
			t.Fatalf("%s was read", item.Place)
		}
		later = append(later, item)
	}
	if len(direct) != len(later) || len(direct) < 5 {
		t.Fatalf("%d pages, %d of them later", len(direct), len(later))
	}
	for i := range later {
		if item := later[i].Unread.Item(); !reflect.DeepEqual(item, direct[i]) {
			t.Errorf("%s\nlater    %+v\nat once  %+v", item.Place, item, direct[i])
		}
	}
}

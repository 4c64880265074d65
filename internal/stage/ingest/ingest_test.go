package ingest

import (
	"strings"
	"testing"

	"chancery/record"
)

func TestFormats(t *testing.T) {
	page := "<!DOCTYPE html><html><body><p>" + sentence + "</p></body></html>"
	for _, c := range []struct {
		what, name, raw string
		from            Format
		want            Format
	}{
		{"text by its name", "a.txt", page, Auto, Text},
		{"page by its name", "a.HTM", sentence, Auto, HTML},
		{"lines by their name", "a.ndjson", sentence, Auto, JSONL},
		{"as the options say", "a.html", page, Text, Text},
		{"plain words", "-", sentence, Auto, Text},
		{"doctype", "-", "\n  " + page, Auto, HTML},
		{"doctype after a comment", "-", "<!-- saved page -->\n" + page, Auto, HTML},
		{"XHTML", "-", "<?xml version=\"1.0\"?>\n" + page, Auto, HTML},
		{"a piece of a page", "-", "<div class=a><p>" + sentence + "</p></div>", Auto, HTML},
		{"page in UTF-16", "-", "\xFE\xFF\x00<\x00h\x00t\x00m\x00l\x00>", Auto, HTML},
		{"text that speaks of a tag", "-", "Use the <p> tag and </p>.", Auto, Text},
		{"text that begins with a sign", "-", "< 5 people came to the talks.", Auto, Text},
		{"JSON lines", "-", `{"id":1,"text":"a"}` + "\n", Auto, JSONL},
		{"JSON array", "-", `[ {"id":1,"text":"a"} ]`, Auto, JSONL},
		{"pretty JSON", "-", "{\n  \"id\": 1,\n  \"text\": \"a\"\n}", Auto, JSONL},
		{"JSON without text", "-", `{"a":1}`, Auto, Text},
		{"text in braces", "-", `{the "text": of it}`, Auto, Text},
	} {
		if got := sniff(c.name, []byte(c.raw), Options{From: c.from}); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
	if got := sniff("-", []byte("<b>x"), Options{ContentType: "text/html; charset=utf-8"}); got != HTML {
		t.Errorf("by the header: %s", got)
	}
}

func TestText(t *testing.T) {
	body := "The foreign ministers met in Geneva on Tuesday.\n\nThey will meet again in May.\n"
	for _, c := range []struct {
		what, raw   string
		opts        Options
		title, text string
	}{
		{"no headline", body, Options{}, "", body},
		{"headline", "Ministers meet in Geneva\n\n" + body, Options{}, "Ministers meet in Geneva", body},
		{"headline with CRLF", "Ministers meet in Geneva\r\n\r\n" + strings.ReplaceAll(body, "\n", "\r\n"), Options{}, "Ministers meet in Geneva", body},
		{"title given", "Ministers meet in Geneva\n\n" + body, Options{Title: "Talks"}, "Talks", "Ministers meet in Geneva\n\n" + body},
		{"same title given", "Ministers meet in Geneva\n\n" + body, Options{Title: "Ministers meet in Geneva"}, "Ministers meet in Geneva", body},
		{"a sentence first", "The ministers met.\n\n" + body, Options{}, "", "The ministers met.\n\n" + body},
		{"a dateline first", "GENEVA, May 22 (Reuters) -\n\n" + body, Options{}, "", "GENEVA, May 22 (Reuters) -\n\n" + body},
		{"a byline first", "By Anna Petrova in Geneva\n\n" + body, Options{}, "", "By Anna Petrova in Geneva\n\n" + body},
		{"one word first", "Geneva\n\n" + body, Options{}, "", "Geneva\n\n" + body},
		{"no blank line", "Ministers meet in Geneva\n" + body, Options{}, "", "Ministers meet in Geneva\n" + body},
		{"headline alone", "Ministers meet in Geneva\n", Options{}, "", "Ministers meet in Geneva\n"},
		{"list below", "Ministers meet in Geneva\n\nBread\nMilk\n", Options{}, "", "Ministers meet in Geneva\n\nBread\nMilk\n"},
		{"lone CR", "One line.\rAnother.", Options{}, "", "One line.\nAnother."},
		{"byte-order mark", "\xEF\xBB\xBFTalks.", Options{}, "", "Talks."},
	} {
		items := read(t, "a.txt", []byte(c.raw), c.opts)
		if p := items[0].Page; len(items) != 1 || p.Title != c.title || p.Text != c.text {
			t.Errorf("%s: title %q, text %q; want %q, %q", c.what, p.Title, p.Text, c.title, c.text)
		}
	}
}

// What the options say wins for a text or a page, and fills gaps in JSON lines.
func TestOptions(t *testing.T) {
	opts := Options{Published: "May 22, 2023", Source: "Global Times", Title: "Talks", Language: "en-GB", URL: "https://a.example/x", Author: "Li Wei"}
	want := record.Document{Title: "Talks", URL: "https://a.example/x", Source: "Global Times", Published: "2023-05-22", Author: "Li Wei", Language: "en"}
	page := `<html lang=fr><title>Other</title><meta property="article:published_time" content="2020-01-01"><p>` + sentence
	for name, raw := range map[string]string{"a.txt": sentence, "a.html": page, "a.jsonl": `{"text":"Talks were held."}`} {
		item := read(t, name, []byte(raw), opts)[0]
		got := item.Page.Document
		got.ID, got.SHA256 = "", ""
		if got.Title != want.Title || got.URL != want.URL || got.Source != want.Source || got.Published != want.Published || got.Author != want.Author || got.Language != want.Language {
			t.Errorf("%s: %+v", name, got)
		}
		if len(item.Diagnostics) != 0 {
			t.Errorf("%s: %v", name, item.Diagnostics)
		}
	}
	item := read(t, "a.jsonl", []byte(`{"text":"Talks.","source":"Wire","published":"2020-01-01"}`), opts)[0]
	if item.Page.Source != "Wire" || item.Page.Published != "2020-01-01" {
		t.Errorf("a line's own facts were lost: %+v", item.Page.Document)
	}
}

func TestPublished(t *testing.T) {
	for _, c := range []struct{ line, published, code string }{
		{`{"text":"Talks.","published":"2023-05-22T10:00:00+08:00"}`, "2023-05-22T10:00:00+08:00", ""},
		{`{"text":"Talks.","published":"Mon, 22 May 2023 10:05:00 GMT"}`, "2023-05-22T10:05:00Z", ""},
		{`{"text":"Talks.","published":1684749900}`, "2023-05-22T10:05:00Z", ""},
		{`{"text":"Talks.","published":null}`, "", record.PublishedMissing},
		{`{"text":"Talks.","published":"  "}`, "", record.PublishedMissing},
		{`{"text":"Talks."}`, "", record.PublishedMissing},
		{`{"text":"Talks.","published":"last week"}`, "", record.PublishedUnreadable},
		{`{"text":"Talks.","published":{"date":"2023"}}`, "", record.PublishedUnreadable},
		{`{"text":"Talks.","published":"2023"}`, "2023", record.PublishedRough},
		{`{"text":"Talks.","published":"2016-10"}`, "2016-10", record.PublishedRough},
		{`{"text":"Talks.","published":"2016-13"}`, "", record.PublishedUnreadable},
		{`{"text":"Talks.","published":"05/06/2023"}`, "", record.PublishedUnreadable},
	} {
		item := read(t, "a.jsonl", []byte(c.line), Options{})[0]
		code := ""
		if len(item.Diagnostics) > 0 {
			code = item.Diagnostics[0].Code
		}
		if item.Page.Published != c.published || code != c.code || item.Failed() {
			t.Errorf("%s: %q, %v", c.line, item.Page.Published, item.Diagnostics)
		}
	}
}

// Stopping early stops the reading.
func TestBreak(t *testing.T) {
	n := 0
	for range Documents("a.jsonl", strings.NewReader(strings.Repeat(`{"text":"a"}`+"\n", 10)), Options{}) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("%d items", n)
	}
}

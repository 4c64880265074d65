package jsonl

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"chancery/record"
)

var limits = Limits{Line: 1 << 20, Text: 1 << 20}

// entries reads all of s.
func entries(t testing.TB, s string) []Entry {
	t.Helper()
	var out []Entry
	for e, err := range Read(strings.NewReader(s), "docs.jsonl", limits) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

// show writes an entry on one line: place, id, text, codes.
func show(e Entry) string {
	s := fmt.Sprintf("%d %s %q", e.Line, e.Page.ID, e.Page.Text)
	for _, d := range e.Diagnostics {
		s += " " + d.Code
	}
	return s
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		what, in string
		want     []string
	}{
		{"nothing", "", nil},
		{"blank lines", "\n \r\n\t\n", nil},
		{"two lines", "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\",\"text\":\"Two.\"}\n", []string{`1 a "One."`, `2 b "Two."`}},
		{"no line end at the end", `{"id":"a","text":"One."}`, []string{`1 a "One."`}},
		{"CRLF and blank lines between", "{\"id\":\"a\",\"text\":\"One.\"}\r\n\r\n{\"id\":\"b\",\"text\":\"Two.\"}\r\n", []string{`1 a "One."`, `3 b "Two."`}},
		{"byte-order mark", "\xEF\xBB\xBF{\"id\":\"a\",\"text\":\"One.\"}", []string{`1 a "One."`}},
		{"id as a number", `{"id":1234567890123456789,"text":"One."}`, []string{`1 1234567890123456789 "One."`}},
		{"id null", `{"id":null,"text":"One."}`, []string{`1  "One."`}},
		{"line ends in the text stay", `{"id":"a","text":"One.\r\nTwo.\rThree. "}`, []string{`1 a "One.\r\nTwo.\rThree. "`}},
		{"astral characters", `{"id":"a","text":"\ud83d\ude00 😀"}`, []string{`1 a "😀 😀"`}},
		{"half a surrogate pair", `{"id":"a","text":"x\ud83dy"}`, []string{`1 a "x�y" encoding-repaired`}},
		{"a U+FFFD given", `{"id":"a","text":"x\ufffdy` + "\uFFFD" + `"}`, []string{`1 a "x�y�"`}},
		{"NUL escaped", `{"id":"a","text":"x\u0000y"}`, []string{`1 a "x�y" encoding-repaired`}},
		{"NUL bare", "{\"id\":\"a\",\"text\":\"x\x00y\"}", []string{`1 a "x�y" encoding-repaired`}},
		{"broken UTF-8", "{\"id\":\"a\",\"text\":\"caf\xE9 x\"}", []string{`1 a "caf� x" encoding-repaired`}},
		{"bad lines between good ones", "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\"\nnonsense\n[1]\n\"x\"\n{\"id\":\"c\",\"text\":\"Three.\"}", []string{
			`1 a "One."`, `2  "" jsonl-line-invalid`, `3  "" jsonl-line-invalid`, `4  "" jsonl-line-invalid`, `5  "" jsonl-line-invalid`, `6 c "Three."`}},
		{"first line bad", "{\"id\":\"a\",\"te\n{\"id\":\"b\",\"text\":\"Two.\"}", []string{`1  "" jsonl-line-invalid`, `2 b "Two."`}},
		{"text missing", `{"id":"a","title":"T"}`, []string{`1 a "" jsonl-line-invalid`}},
		{"text null", `{"id":"a","text":null}`, []string{`1 a "" jsonl-line-invalid`}},
		{"text a number", `{"id":"a","text":5}`, []string{`1 a "" jsonl-line-invalid`}},
		{"text a list", `{"id":"a","text":["x"]}`, []string{`1 a "" jsonl-line-invalid`}},
		{"array on one line", `[{"id":"a","text":"One, [two]."},{"id":"b","text":"\"}"}]`, []string{`1 a "One, [two]."`, `1 b "\"}"`}},
		{"array over lines", "[\n  {\n    \"id\": \"a\",\n    \"text\": \"One.\"\n  },\n  {\"id\": \"b\", \"text\": \"Two.\"}\n]\n", []string{`2 a "One."`, `6 b "Two."`}},
		{"array with a bad element", `[{"id":"a","text":"One."},{"id":},{"id":"c","text":"Three."}]`, []string{`1 a "One."`, `1  "" jsonl-line-invalid`, `1 c "Three."`}},
		{"array cut off", `[{"id":"a","text":"One."},{"id":"b","te`, []string{`1 a "One."`, `1  "" jsonl-line-invalid`}},
		{"empty array", `[]`, nil},
		{"pretty object", "{\n  \"id\": \"a\",\n  \"text\": \"One.\"\n}\n", []string{`1 a "One."`}},
		{"two pretty objects", "{ \"id\": \"a\",\n  \"text\": \"One.\" }\n{\n\"id\": \"b\", \"text\": \"Two.\" }", []string{`1 a "One."`, `3 b "Two."`}},
		{"too long", `{"id":"a","text":"` + strings.Repeat("x", 1<<20) + "\"}\n{\"id\":\"b\",\"text\":\"Two.\"}", []string{`1  "" text-too-long`, `2 b "Two."`}},
		{"too long at the end", `{"id":"a","text":"` + strings.Repeat("x", 1<<20), []string{`1  "" text-too-long`}},
	} {
		var got []string
		for _, e := range entries(t, c.in) {
			got = append(got, show(e))
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n got %s\nwant %s", c.what, strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
		}
	}
}

func TestKeys(t *testing.T) {
	e := entries(t, `{"id":"a","title":"T","url":"u","source":"S","published":"2023-05-22","author":["A","B"],"language":"en","text":"x","tags":["p", 1],"n":{"m":null},"Text":"y"}`)[0]
	p := e.Page
	if p.Title != "T" || p.URL != "u" || p.Source != "S" || p.Published != "2023-05-22" || p.Author != "A, B" || p.Language != "en" {
		t.Errorf("%+v", p.Document)
	}
	extra, _ := json.Marshal(p.Extra)
	if string(extra) != `{"Text":"y","n":{"m":null},"tags":["p",1]}` {
		t.Errorf("extra: %s", extra)
	}
	e = entries(t, `{"title":{"a":1},"author":{"name":"A"},"source":true,"text":"x"}`)[0]
	if len(e.Diagnostics) > 0 || len(e.Page.Extra) != 3 || e.Page.Title != "" {
		t.Errorf("values that cannot be used: %+v", e)
	}
}

func TestReaderError(t *testing.T) {
	broken := errors.New("broken")
	var last error
	for _, err := range Read(iotest.ErrReader(broken), "x", limits) {
		last = err
	}
	if !errors.Is(last, broken) {
		t.Error(last)
	}
}

// A good line is never lost or changed, whatever stands on the lines around it.
func FuzzLines(f *testing.F) {
	f.Add("junk", "The ministers met.", "{\"id\":")
	f.Add("", "a\r\nb\x00\u2028", "\xff\n\n[")
	f.Add("{", "", "\"")
	f.Fuzz(func(t *testing.T, before, text, after string) {
		good, err := json.Marshal(map[string]string{"id": "the good one", "text": text})
		if err != nil || !utf8.ValidString(text) || len(before)+len(after) > 1<<16 {
			t.Skip()
		}
		in := `{"id":"first","text":"x"}` + "\n" + before + "\n" + string(good) + "\n" + after
		want := 0
		for line := range strings.SplitSeq(in, "\n") {
			if strings.Trim(line, blank) != "" {
				want++
			}
		}
		got, found := 0, 0
		for _, e := range entries(t, in) {
			got++
			if !utf8.ValidString(e.Page.Text) || strings.Contains(e.Page.Text, "\x00") {
				t.Fatalf("line %d: text %q", e.Line, e.Page.Text)
			}
			if e.Page.ID == "the good one" && e.Page.Text == strings.ReplaceAll(text, "\x00", "\uFFFD") {
				found++
			}
		}
		if got != want || found < 1 {
			t.Fatalf("%d entries of %d lines, good line found %d times in %q", got, want, found, in)
		}
	})
}

// However a file is laid out, reading ends, and every entry is sound.
func FuzzRead(f *testing.F) {
	for _, s := range []string{`[{"text":"a"},{"text":"b"}]`, "{\n\"text\":\"a\"\n}", `{"text":"\ud800"}`, "[[[[", `[{"a":"\"}]`, "{\"text\":1}\n\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, e := range entries(t, s) {
			failed := false
			for _, d := range e.Diagnostics {
				failed = failed || d.Severity == record.Error
			}
			if failed && e.Page.Text != "" || !utf8.ValidString(e.Page.Text) || e.Line < 1 || e.Line > strings.Count(s, "\n")+1 {
				t.Fatalf("%q: %+v", s, e)
			}
			if _, err := json.Marshal(e.Page); err != nil {
				t.Fatalf("%q: %v", s, err)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	line := `{"id":"x","title":"T","published":"2023-05-22","source":"S","text":"` + strings.Repeat("The ministers met in Geneva on Tuesday. ", 50) + `"}` + "\n"
	in := strings.Repeat(line, 500)
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range Read(strings.NewReader(in), "x", limits) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

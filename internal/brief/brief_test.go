package brief

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"chancery/record"
)

var update = flag.Bool("update", false, "rewrite the briefs in testdata; read the diff")

func TestRender(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			c := readCase(t, file)
			got := Render(c.rec, c.text, c.opts)
			checkLines(t, got, c.opts)
			if *update {
				whole := "-- page --\n" + c.page + "-- record --\n" + c.marks + "-- brief --\n" + got
				if err := os.WriteFile(file, []byte(whole), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != c.brief {
				t.Errorf("the brief changed; if it is better, run go test ./internal/brief -update\ngot:\n%s\nwant:\n%s", got, c.brief)
			}
		})
	}
}

// checkLines holds every brief to what must be true of all of them.
func checkLines(t *testing.T, brief string, opts Options) {
	t.Helper()
	limit := opts.columns()
	bare := brief
	for _, code := range ansi {
		if code != "" {
			bare = strings.ReplaceAll(bare, code, "")
		}
	}
	bare = strings.ReplaceAll(bare, "\x1b[0m", "")
	if !opts.Color && bare != brief {
		t.Error("colour although it is off")
	}
	for line := range strings.Lines(bare) {
		line = strings.TrimSuffix(line, "\n")
		if w := width(line); w > limit {
			t.Errorf("a line of %d columns, %d allowed: %q", w, limit, line)
		}
		if strings.TrimRight(line, " ") != line {
			t.Errorf("space at the end of a line: %q", line)
		}
		if i := strings.IndexFunc(line, func(r rune) bool { return unicode.IsControl(r) || unsafeRune(r) }); i >= 0 {
			t.Errorf("a control reached the terminal: %q", line)
		}
	}
}

func TestColorOnlyAddsEscapes(t *testing.T) {
	c := readCase(t, "testdata/conflict.txt")
	c.opts.Color = true
	got := Render(c.rec, c.text, c.opts)
	checkLines(t, got, c.opts)
	if !strings.Contains(got, "\x1b[1mDENIED\x1b[0m\n") {
		t.Error("headings are not bold")
	}
	for _, code := range append(ansi[1:], "\x1b[0m") {
		got = strings.ReplaceAll(got, code, "")
	}
	if got != c.brief {
		t.Error("colour changes the words of a brief")
	}
}

func TestLongListsAreCounted(t *testing.T) {
	var rec record.Record
	rec.Sentences = []record.Span{{Start: 0, End: 10}}
	rec.Events = append(rec.Events, record.Event{Type: "AID", Status: record.Actual, Actors: []string{"e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7"}})
	for i := range 40 {
		id := fmt.Sprintf("e%d", i)
		rec.Entities = append(rec.Entities, record.Entity{ID: id, Kind: record.Organization, Name: fmt.Sprintf("Body %02d", i),
			Mentions: []record.Mention{{Form: record.Name}}})
		rec.Events = append(rec.Events, record.Event{Type: "AID", Status: record.Actual, Actors: []string{id}})
		rec.Statements = append(rec.Statements, record.Statement{Speaker: id})
		rec.Posts = append(rec.Posts, record.Post{Person: id, Title: "head"})
	}
	got := Render(rec, "", Options{})
	if n := strings.Count(got, "… and 16 more"); n != 3 {
		t.Errorf("%d of 3 lists end with their rest:\n%s", n, got)
	}
	if !strings.Contains(got, "… and 17 more") || !strings.Contains(got, "Body 04 and 3 more") {
		t.Errorf("events or parties do not end with their rest:\n%s", got)
	}
}

func TestWithoutTextOnlyNumbersAreShown(t *testing.T) {
	c := readCase(t, "testdata/talks.txt")
	got := Render(c.rec, "", c.opts)
	checkLines(t, got, c.opts)
	if strings.Contains(got, "“") || !strings.Contains(got, "[2]") {
		t.Errorf("quotes without a text, or no numbers:\n%s", got)
	}
}

// A record from outside may hold spans and ids that point nowhere.
func TestBrokenRecordsAreShownAllTheSame(t *testing.T) {
	rec := record.Record{
		Sentences:  []record.Span{{Start: 5, End: 2}},
		Events:     []record.Event{{Type: "AID", Status: record.Actual, Actors: []string{"nobody"}, Trigger: record.Span{Start: -3, End: 900}, Level: 77}},
		Statements: []record.Statement{{Speaker: "nobody", Content: []record.Span{{Start: 3, End: 1}}}},
		Posts:      []record.Post{{Person: "nobody"}},
	}
	got := Render(rec, "short", Options{})
	checkLines(t, got, Options{})
	if !strings.Contains(got, "unknown") {
		t.Errorf("got:\n%s", got)
	}
}

func TestAroundStaysWithinItsPhrase(t *testing.T) {
	for _, tc := range []struct{ before, trigger, after, want string }{
		{"The minister’s long ", "scheduled", " visit to China", "minister’s long scheduled visit to"},
		{"In May, ", "met", " in Rome.", "met in Rome"},
		{"left Rome and will ", "attend", " the 11th meeting", "will attend the 11th"},
		{"", "talks", " in the", "talks in"},
		{"He said: “we ", "left", "” and went", "left"},
		{"It ended. They ", "signed", ", at last", "They signed"},
		{"北京 会谈 ", "举行", " 了, 并", "北京 会谈 举行 了"},
		{"v  w\n", "x", "  y\tz f", "v w x y z"},
	} {
		text := "xx. " + tc.before + tc.trigger + tc.after + " yy"
		start := len([]rune("xx. " + tc.before))
		at := record.Span{Start: start, End: start + len([]rune(tc.trigger))}
		bounds := record.Span{Start: 4, End: len([]rune(text)) - 3}
		src := newSource(text)
		if got := src.cut(src.around(at, bounds)); got != tc.want {
			t.Errorf("%q: got %q, want %q", text, got, tc.want)
		}
	}
}

func FuzzCleanShortenWrap(f *testing.F) {
	f.Add("plain words", 12)
	f.Add("北京\x1b[31m e\u0301\u202e \xff\t\n", 3)
	f.Add("👨‍👩‍👧 🇳🇴🇰🇪", 2)
	f.Fuzz(func(t *testing.T, s string, n int) {
		n = n%200 + 2
		if n < 2 {
			n += 200
		}
		c := Clean(s)
		if strings.IndexFunc(c, unsafeRune) >= 0 || strings.Contains(c, "\n") || Clean(c) != c {
			t.Fatalf("%q is not clean", c)
		}
		if short := shorten(c, n); width(c) <= n && short != c {
			t.Fatalf("%q was shortened to %q for no reason", c, short)
		}
		head, tail := firstWords(s, 2), lastWords(s, 2)
		if !strings.HasPrefix(s, head) || !strings.HasSuffix(s, tail) {
			t.Fatalf("%q: first words %q, last words %q", s, head, tail)
		}
		var back strings.Builder
		for _, line := range wrap(plain(c), n) {
			if w := line.width(); w > n && len([]rune(text(line))) > 1 && fit(text(line), n) != text(line) {
				t.Fatalf("%q is wider than %d", text(line), n)
			}
			back.WriteString(text(line))
		}
		if strings.ReplaceAll(back.String(), " ", "") != strings.ReplaceAll(c, " ", "") {
			t.Fatalf("wrapping %q lost or changed characters: %q", c, back.String())
		}
	})
}

func BenchmarkRender(b *testing.B) {
	data, err := os.ReadFile("testdata/talks.txt")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	rec := record.Record{Sentences: []record.Span{{Start: 0, End: 1 << 20}}}
	for i := range 30 {
		rec.Events = append(rec.Events, record.Event{Type: "AID", Status: record.Actual, Trigger: record.Span{Start: i * 10, End: i*10 + 8}})
	}
	text := string(data)
	for b.Loop() {
		Render(rec, text, Options{Width: 100})
	}
}

package brief

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"chancery/record"
)

// A case file holds a page, its record and the brief in three parts, so that a
// person can check the brief against the page:
//
//	-- page --      key: value lines, a blank line, then one sentence a line
//	-- record --    one thing a line: what it is, then key=value fields
//	-- brief --     what Render gives (rewritten by -update)
//
// Words in the record stand for their span: talks@3 is "talks" in sentence 3.

type testCase struct {
	page, marks, brief string
	opts               Options
	rec                record.Record
	text               string
}

func readCase(t *testing.T, file string) *testCase {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page, rest, ok := strings.Cut(strings.TrimPrefix(string(data), "-- page --\n"), "-- record --\n")
	if !ok {
		t.Fatalf("%s has no record", file)
	}
	marks, brief, _ := strings.Cut(rest, "-- brief --\n")
	c := &testCase{page: page, marks: marks, brief: brief}
	if err := c.readPage(); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for line := range strings.Lines(marks) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if err := c.readMark(fields(line)); err != nil {
			t.Fatalf("%s: %s: %v", file, strings.TrimSpace(line), err)
		}
	}
	return c
}

func (c *testCase) readPage() error {
	head, text, _ := strings.Cut(c.page, "\n\n")
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "title":
			c.rec.Document.Title = value
		case "source":
			c.rec.Document.Source = value
		case "published":
			c.rec.Document.Published = value
		case "id":
			c.rec.Document.ID = value
		case "width":
			c.opts.Width, _ = strconv.Atoi(value)
		case "color":
			c.opts.Color = value == "true"
		default:
			return fmt.Errorf("unknown key %q", key)
		}
	}
	c.text = strings.TrimRight(text, "\n")
	at := 0
	for line := range strings.Lines(c.text) {
		n := len([]rune(strings.TrimRight(line, "\n")))
		c.rec.Sentences = append(c.rec.Sentences, record.Span{Start: at, End: at + n})
		at += len([]rune(line))
	}
	return nil
}

// span finds "words@sentence" in the text.
func (c *testCase) span(s string) (record.Span, error) {
	words, number, ok := strings.Cut(s, "@")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n < 1 || n > len(c.rec.Sentences) {
		return record.Span{}, fmt.Errorf("%q is not words@sentence", s)
	}
	sent := c.rec.Sentences[n-1]
	in := string([]rune(c.text)[sent.Start:sent.End])
	i := strings.Index(in, words)
	if i < 0 {
		return record.Span{}, fmt.Errorf("sentence %d has no %q", n, words)
	}
	start := sent.Start + len([]rune(in[:i]))
	return record.Span{Start: start, End: start + len([]rune(words))}, nil
}

// readMark adds what one line of the record part says.
func (c *testCase) readMark(f []string) error {
	m := marks{c: c, kv: map[string]string{}}
	for _, kv := range f[1:] {
		k, v, _ := strings.Cut(kv, "=")
		m.kv[k] = v
	}
	r := &c.rec
	switch f[0] {
	case "entity":
		e := record.Entity{ID: m.kv["id"], Kind: record.Kind(m.kv["kind"]), Name: m.kv["name"], Code: m.kv["code"], Edition: m.num("edition")}
		for range max(1, m.num("mentions")) {
			e.Mentions = append(e.Mentions, record.Mention{Form: record.Name})
		}
		r.Entities = append(r.Entities, e)
	case "post":
		r.Posts = append(r.Posts, record.Post{Person: m.kv["person"], Title: m.kv["title"], Organization: m.kv["org"],
			Code: m.kv["code"], Former: m.kv["former"] == "true", Evidence: m.span("at")})
	case "event":
		typ, mode, _ := strings.Cut(m.kv["type"], "/")
		e := record.Event{ID: m.kv["id"], Type: typ, Modes: list1(mode), Status: record.Status(m.kv["status"]),
			Actors: m.ids("from"), Recipients: m.ids("to"), Inferred: m.ids("inferred"), Forum: m.kv["forum"], Place: m.kv["place"], Level: m.num("level"),
			Contexts: m.ids("contexts"), Statement: m.kv["statement"], Time: m.time(), Trigger: m.span("trigger")}
		e.Evidence = e.Trigger
		if m.kv["evidence"] != "" {
			e.Evidence = m.span("evidence")
		}
		if n := m.num("killed"); n > 0 {
			injured := m.num("injured")
			e.Size = &record.Size{Killed: &n, Injured: &injured}
		}
		r.Events = append(r.Events, e)
	case "statement":
		s := record.Statement{ID: m.kv["id"], Speaker: m.kv["by"], Via: m.kv["via"], Kind: m.kv["kind"], Cue: m.span("cue"), Time: m.time(),
			Parent: m.kv["parent"], Answers: m.kv["answers"]}
		for _, words := range strings.Split(m.kv["content"], "|") {
			m.kv["part"] = words
			s.Content = append(s.Content, m.span("part"))
		}
		if m.kv["speaker"] != "" {
			at := m.span("speaker")
			s.SpeakerText = &at
		}
		r.Statements = append(r.Statements, s)
	default:
		return fmt.Errorf("unknown mark")
	}
	return m.err
}

func list1(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// marks are the fields of a line; the first error is kept.
type marks struct {
	c   *testCase
	kv  map[string]string
	err error
}

func (m *marks) span(key string) record.Span {
	at, err := m.c.span(m.kv[key])
	if err != nil && m.err == nil {
		m.err = fmt.Errorf("%s: %w", key, err)
	}
	return at
}

func (m *marks) num(key string) int {
	n, _ := strconv.Atoi(m.kv[key])
	return n
}

func (m *marks) ids(key string) []string {
	if m.kv[key] == "" {
		return nil
	}
	return strings.Split(m.kv[key], ",")
}

// time reads when=2026-03-02..2026-03-04/day.
func (m *marks) time() *record.Time {
	if m.kv["when"] == "" {
		return nil
	}
	days, grain, _ := strings.Cut(m.kv["when"], "/")
	start, end, ranged := strings.Cut(days, "..")
	if !ranged {
		end = start
	}
	return &record.Time{Start: start, End: end, Grain: record.Grain(grain)}
}

// fields splits a line at spaces outside quotation marks.
func fields(line string) []string {
	var out []string
	var b strings.Builder
	inside := false
	for _, r := range strings.TrimSpace(line) + " " {
		switch {
		case r == '\'':
			inside = !inside
		case r == ' ' && !inside:
			if b.Len() > 0 {
				out = append(out, b.String())
				b.Reset()
			}
		default:
			b.WriteRune(r)
		}
	}
	return out
}

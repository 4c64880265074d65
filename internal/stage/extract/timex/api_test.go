package timex

import (
	"strings"
	"testing"

	"chancery/internal/syntax"
	"chancery/record"
)

// first finds and resolves the first expression of a text.
func first(t *testing.T, text string, opt Options, anchor Anchor, tense Tense) Expr {
	t.Helper()
	g := load(t)
	e := g.Find(nil, text, tokenise(text), opt)
	if len(e) == 0 {
		t.Fatalf("%q: nothing found", text)
	}
	g.Resolve(&e[0], anchor, tense)
	return e[0]
}

func TestDayFirst(t *testing.T) {
	for text, want := range map[string][2]string{
		"on 5/6/2023 .":   {"2023-05-06", "2023-06-05"},
		"on 13/6/2023 .":  {"2023-06-13", "2023-06-13"},
		"on 6/13/2023 .":  {"2023-06-13", "2023-06-13"},
		"on 05.06.2023 .": {"2023-06-05", "2023-06-05"},
		"on 2023/05/06 .": {"2023-05-06", "2023-05-06"},
		"on 5/6/23 .":     {"2023-05-06", "2023-06-05"},
	} {
		for i, dayFirst := range []bool{false, true} {
			if e := first(t, text, Options{DayFirst: dayFirst}, Anchor{}, Unknown); e.From.String() != want[i] {
				t.Errorf("%q with DayFirst %v: %v, want %s", text, dayFirst, e.From, want[i])
			}
		}
	}
}

func TestDatelineGoesFirst(t *testing.T) {
	published := Date{2023, 5, 23}
	for _, c := range []struct {
		dateline Date
		want     string
	}{{Date{}, "2023-05-23"}, {Date{2023, 5, 22}, "2023-05-22"}, {Date{2023, 3, 1}, "2023-05-23"}, {Date{2023, 5, 25}, "2023-05-23"}} {
		e := first(t, "They met today", Options{}, Anchor{Published: published, Dateline: c.dateline}, Past)
		if e.From.String() != c.want {
			t.Errorf("dateline %v: today is %v, want %s", c.dateline, e.From, c.want)
		}
	}
	if e := first(t, "They met today", Options{}, Anchor{Dateline: published}, Past); e.From != published {
		t.Errorf("a dateline alone gives %v", e.From)
	}
}

func TestDirection(t *testing.T) {
	anchor := ParseAnchor("2023-05-25")
	for _, c := range []struct {
		text  string
		tense Tense
		want  Direction
	}{
		{"on Monday", Past, Backward}, {"on Monday", Future, Forward}, {"on Monday", Present, Forward},
		{"on Thursday", Past, Settled}, {"in June", Past, Backward}, {"in June", Future, Forward},
		{"in May", Past, Settled}, {"last Monday", Past, Settled}, {"on May 22, 2023", Future, Settled},
	} {
		if e := first(t, c.text, Options{}, anchor, c.tense); e.Direction != c.want || !e.Resolved {
			t.Errorf("%q in tense %d: direction %d, resolved %v", c.text, c.tense, e.Direction, e.Resolved)
		}
	}
}

func TestEnds(t *testing.T) {
	g := load(t)
	anchor := ParseAnchor("2023-05-25")
	text := "The forum runs from May 30 to June 2, and one from June 5-7"
	e := g.Find(nil, text, tokenise(text), Options{})
	if len(e) != 2 {
		t.Fatalf("%d expressions", len(e))
	}
	g.Resolve(&e[0], anchor, Future)
	a, b, ok := g.Ends(&e[0], anchor, Future)
	if !ok || wordsIn(text, a) != "May 30" || wordsIn(text, b) != "June 2" || a.From.String() != "2023-05-30" || b.To.String() != "2023-06-02" {
		t.Errorf("ends %q %v and %q %v", wordsIn(text, a), a.From, wordsIn(text, b), b.To)
	}
	if _, _, ok := g.Ends(&e[1], anchor, Future); ok {
		t.Error("June 5-7 has ends of its own")
	}
}

func wordsIn(text string, e Expr) string { return text[e.Span.Start:e.Span.End] }

// TestRead follows the narrative from sentence to sentence.
func TestRead(t *testing.T) {
	text := "Troops entered the town on May 18. They left two days later. The council, which sits until June 30, met the next day. It will vote on June 5. It was calm the following day."
	doc := &syntax.Doc{Text: text, Words: tokenise(text)}
	from := 0
	for i, w := range doc.Words {
		if text[w.Start:w.End] == "." {
			for k := from; k <= i; k++ {
				doc.Words[k].Sent = int32(len(doc.Sentences))
			}
			doc.Sentences = append(doc.Sentences, syntax.Sentence{First: int32(from), End: int32(i + 1)})
			from = i + 1
		}
	}
	var got []string
	g := load(t)
	for _, e := range g.Read(doc, ParseAnchor("2023-05-25"), Options{}, func(e *Expr) Tense { return g.Tense(doc, e) }) {
		span := syntax.Span{Start: doc.Words[e.First].Start, End: doc.Words[e.End-1].End}
		if span != e.Span {
			t.Errorf("words %d to %d are %v, the span is %v", e.First, e.End, span, e.Span)
		}
		got = append(got, doc.Cut(e.Span)+" "+e.Time().Start)
	}
	want := "May 18 2023-05-18; two days later 2023-05-20; June 30 2023-06-30; the next day 2023-05-21; June 5 2023-06-05; the following day 2023-05-22"
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("got %s, want %s", s, want)
	}
}

// TestNarrativeGrain does not count days from a month.
func TestNarrativeGrain(t *testing.T) {
	anchor := Anchor{Narrative: Date{2023, 3, 1}, NarrativeGrain: record.Month}
	if e := first(t, "two days later", Options{}, anchor, Past); e.Resolved {
		t.Errorf("two days after a month is %v", e.From)
	}
	if e := first(t, "two months later", Options{}, anchor, Past); e.From.String() != "2023-05-01" {
		t.Errorf("two months after March is %v", e.From)
	}
}

func TestBadWords(t *testing.T) {
	for _, bad := range []string{
		"may", "May\tmonth\t5", "may\tmoon\t5", "may\tmonth\tfive", "may\tmonth\t5\t6", "may\tmonth\t5\nmay\tmonth\t6",
		"x day\tfeast\t13-45", "x\tperiod\t2020-01-01/2019-01-01", "\tmonth\t5",
	} {
		if _, err := parse(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

// TestAnyWords gives words that no tokeniser would.
func TestAnyWords(t *testing.T) {
	text := "May 22, 2023 to –"
	g := load(t)
	for a := int32(-1); a < int32(len(text)+2); a++ {
		for b := int32(-1); b < int32(len(text)+2); b++ {
			w := []syntax.Word{{Span: syntax.Span{Start: a, End: b}}, {Span: syntax.Span{Start: 0, End: 3}}, {Span: syntax.Span{Start: 4, End: 6}}}
			g.Find(nil, text, w, Options{})
			g.Number(text, w)
			g.Ordinal(text, w)
		}
	}
}

func TestDated(t *testing.T) {
	g := load(t)
	for _, c := range []struct{ published, text, want string }{
		{"2023-05-23", "MOSCOW, May 22 (TASS) — Russia will send an envoy on Monday.", "2023-05-22"},
		{"2023-05-23", "Beijing, May 23 (Xinhua) -- The premier arrived today.", "2023-05-23"},
		{"", "GENEVA (3 March 2021) – Experts today urged the council to act.", "2021-03-03"},
		{"", "WASHINGTON, D.C., July 4, 2019 - The Senate voted yesterday.", "2019-07-04"},
		{"", "Tuesday, September 22, 2015", "2015-09-22"},
		{"2023-05", "ANKARA, 9 May — The minister spoke today.", "2023-05-09"},
		{"", "MOSCOW, May 22 (TASS) — Russia will send an envoy on Monday.", ""},
		{"", "On May 22, 2019 the envoy left for Kabul.", ""},
		{"", "KYIV, Ukraine (AP) — Missiles struck on 3 May 2022 near the river.", ""},
		{"", "The May 22, 2019 accord - a first - holds.", ""},
	} {
		words := tokenise(c.text)
		doc := &syntax.Doc{Text: c.text, Words: words, Sentences: []syntax.Sentence{{End: int32(len(words))}}}
		if a := g.Dated(doc, ParseAnchor(c.published), Options{}); a.Dateline.String() != c.want {
			t.Errorf("%q, published %q: dateline %q, want %q", c.text, c.published, a.Dateline, c.want)
		}
	}
}

// A page with an older dateline may speak of the day on which it came out.
func TestWeekdayOfPublication(t *testing.T) {
	anchor := Anchor{Published: Date{2024, 1, 31}, Dateline: Date{2024, 1, 30}}
	for text, want := range map[string]string{"It said on Wednesday": "2024-01-31", "It said on Tuesday": "2024-01-30", "It said on Thursday": "2024-01-25"} {
		if e := first(t, text, Options{}, anchor, Past); e.From.String() != want {
			t.Errorf("%q is %v, want %s", text, e.From, want)
		}
	}
}

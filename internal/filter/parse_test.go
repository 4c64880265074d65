package filter

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"chancery/internal/registry"
)

var built = sync.OnceValue(func() Names {
	r, err := registry.Load()
	if err != nil {
		panic(err)
	}
	return World(r)
})

func options(of Target) Options { return Options{For: of, Names: built(), Today: "2024-03-31"} }

// TestCanonical: what is written and its canonical form, which is read as the same.
func TestCanonical(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"", ""},
		{"  \t ", ""},
		{`actor:CHN recipient:RUS type:CONSULT status:planned since:2023-05 level:<=2 text:"nuclear"`,
			`actor:CHN recipient:RUS type:CONSULT status:planned since:2023-05 level:<=2 text:nuclear`},
		{"actor:China", "actor:CHN"},
		{"ACTOR:chinese", "actor:CHN"},
		{"actor:chn", "actor:CHN"},
		{"actor:Moscow", "actor:RUS"},
		{`actor:"United Kingdom"`, "actor:GBR"},
		{"actor:EU", "actor:EUR"},
		{"actor:UN", "actor:UNO"},
		{"actor:SCO", "actor:SCO"},
		{"actor:org/sco", "actor:org/sco"},
		{"actor:Congo", "actor:Congo"},
		{"actor:CHN/MIL", "actor:CHN/MIL"},
		{"actor:China/MIL,/REB", "actor:CHN/MIL,/REB"},
		{`actor:"South Korea"/GOV`, "actor:KOR/GOV"},
		{`actor:"Selim Arkan"`, `actor:"selim arkan"`},
		{`actor:"Selim Ark"*`, `actor:"selim ark"*`},
		{`actor:Arkan/GOV`, `actor:arkan/GOV`},
		{`person:Ken`, `person:"ken"`},
		{"between:CHN,Russia", "party:CHN party:RUS"},
		{"-between:CHN,RUS", "-(party:CHN party:RUS)"},
		{"actor.bloc:SCO", "actor.bloc:SCO"},
		{"type:aid,CONSULT,aid", "type:CONSULT,AID"},
		{`quad:"verbal cooperation",4`, "quad:1,4"},
		{"level:1..2 level<=2 killed>=3 scale:-5.50", "level:1..2 level:<=2 killed:>=3 scale:-5.5"},
		{"scale:−3", "scale:-3"},
		{"since:today until:+30d on:2023-Q2,2023-w21", "since:today until:+30d on:2023-q2,2023-w21"},
		{"on:2023-05-22T10:30:00Z", "on:2023-05-22"},
		{"outlet:RIA*", "outlet:ria*"},
		{`outlet:"RIA  Novosti"`, `outlet:"ria novosti"`},
		{`outlet:"ria*"`, `outlet:"ria*"`},
		{`outlet:"a\"b\\c"`, `outlet:"a\"b\\c"`},
		{`nuclear "arms control"`, `text:nuclear text:"arms control"`},
		{"text:Élysée*", "text:elysee*"},
		{"attributed:true copied:no", "attributed:yes copied:no"},
		{"a or b c", "text:a or text:b text:c"},
		{"(a or b) c", "(text:a or text:b) text:c"},
		{"a AND (b and c)", "text:a text:b text:c"},
		{"a OR (b or c)", "text:a or text:b or text:c"},
		{"not a", "-text:a"},
		{"- - a", "text:a"},
		{"-(a b)", "-(text:a text:b)"},
		{"!(a|b)", `-text:"a b"`},
		{"(a)|(b)", "text:a or text:b"},
		{`"or"`, "text:or"},
		{"orphan android notes", "text:orphan text:android text:notes"},
		{"event:0123456789abcdef:27-30:CONSULT", "event:0123456789abcdef:27-30:CONSULT"},
		{"document:ABCDEF", "document:abcdef"},
		{"cameo:04", "cameo:04"},
		{"status=planned", "status:planned"},
		{"has:place,level", "has:place,level"},
	} {
		e, err := Parse(tc.text, options(Events))
		if err != nil {
			t.Errorf("%s: %v", tc.text, err)
			continue
		}
		if got := e.String(); got != tc.want {
			t.Errorf("%s: written %s, want %s", tc.text, got, tc.want)
		}
		again, err := Parse(e.String(), options(Events))
		if err != nil || !reflect.DeepEqual(again, e) {
			t.Errorf("%s: read again as %#v (%v), was %#v", tc.text, again, err, e)
		}
	}
}

// TestErrors: each names the place and says what to do.
func TestErrors(t *testing.T) {
	for _, tc := range []struct {
		of   Target
		text string
		at   int
		want string
	}{
		{Events, "actr:CHN", 0, `there is no field "actr"; did you mean actor?`},
		{Events, "ñ actr:CHN", 2, "did you mean actor?"},
		{Events, "country:CHN", 0, "it is called party here"},
		{Events, "http://x.example", 0, "words in quotes are searched for"},
		{Events, "type:CONSLUT", 5, "did you mean CONSULT?"},
		{Events, "type:-AID", 5, "write -type:AID to leave it out"},
		{Events, "status:maybe", 7, "it has actual, planned"},
		{Events, "actor:XYZ", 6, "no country or body has the code XYZ"},
		{Events, "actor:", 6, "a value is missing"},
		{Events, `actor:""`, 6, "a value is missing"},
		{Events, "actor:CHN,", 10, "a value is missing"},
		{Events, "actor.bloc:Ruritania", 11, "no body or region with members"},
		{Events, "(actor:CHN", 0, "the parenthesis is not closed"},
		{Events, "actor:CHN)", 9, "too many"},
		{Events, "()", 0, "nothing between the parentheses"},
		{Events, "actor:CHN or", 12, "breaks off"},
		{Events, "or actor:CHN", 0, `a test is missing before "or"`},
		{Events, "-", 1, "breaks off"},
		{Events, `text:"nuclear`, 5, "the quotation mark is not closed"},
		{Events, `text:nu"clear"`, 7, "quotation mark in the middle"},
		{Events, `text:"a"b`, 8, "right behind the quotation mark"},
		{Events, "level:high", 6, "level takes a number"},
		{Events, "level:4..1", 6, "turn it round"},
		{Events, "level:1e3", 6, "level takes a number"},
		{Events, "type:<CONSULT", 5, "cannot be compared"},
		{Events, "since:May", 6, `"may" is no day; write a day such as`},
		{Events, "since:2023-13", 6, "is no day"},
		{Events, "since:2023-02-30", 6, "is no day"},
		{Events, "on:2023-w54", 3, "2023 has no week 54"},
		{Events, "on:2024..2023", 3, "from the later to the earlier"},
		{Events, "since:2023..2024", 6, "a stretch is written on:2023..2024"},
		{Events, "since:2023,2024", 11, "since takes one day"},
		{Events, "since:9999y", 6, "out of the calendar"},
		{Events, "outlet:r*a", 7, "at the end only"},
		{Events, "outlet:*", 7, "missing before the star"},
		{Events, "cameo:4x", 6, "no CAMEO code"},
		{Events, "document:xyz", 9, "no SHA-256"},
		{Events, `text:"?!"`, 5, "no letter or digit"},
		{Events, "between:CHN", 0, "between takes two parties"},
		{Events, "about:CHN", 0, "about is a field of statements, not of events; use party"},
		{Events, "\x00", 0, "control character"},
		{Events, "a\xffb", 1, "not valid UTF-8"},
		{Events, strings.Repeat("(", 200) + "a", 101, "stand more than 100 deep"},
		{Events, strings.Repeat("(a -", 30) + "b" + strings.Repeat(")", 30), 0, "more than 40 deep"},
		{Events, strings.Repeat("a ", 5000), 0, "bytes"},
		{Events, strings.Repeat("a ", 4000), 0, "too long"},
		{Incidents, "text:nuclear", 0, "text is a field of events, statements, posts and people, not of incidents; its events have"},
		{Incidents, "nuclear", 0, "not of incidents"},
		{Statements, "actor:CHN", 0, "use speaker"},
		{Statements, "killed:>3", 0, "killed is a field of events, not of statements"},
	} {
		e, err := Parse(tc.text, options(tc.of))
		var bad *Error
		if !errors.As(err, &bad) {
			t.Errorf("%.40s: read as %v, error %v", tc.text, e, err)
			continue
		}
		if bad.At != tc.at || !strings.Contains(bad.Problem, tc.want) {
			t.Errorf("%.40s: at %d: %s; want %q at %d", tc.text, bad.At, bad.Problem, tc.want, tc.at)
		}
	}
}

func TestErrorShow(t *testing.T) {
	_, err := Parse("ñ\tactr:CHN", options(Events))
	var bad *Error
	if !errors.As(err, &bad) || bad.Show() != "ñ actr:CHN\n  ^" {
		t.Errorf("shown %q", bad.Show())
	}
	if want := `cannot read the filter at character 3: there is no field "actr"`; !strings.HasPrefix(err.Error(), want) {
		t.Errorf("error %q", err)
	}
}

// TestWithoutNamesAndDay: codes and keys are known without a registry; what
// counts from today is an error without a day.
func TestWithoutNamesAndDay(t *testing.T) {
	e, err := Parse("actor:CHN,China,org/sco", Options{})
	if err != nil || e.String() != "actor:CHN,china,org/sco" {
		t.Errorf("%v, %v", e, err)
	}
	if _, err := Parse("since:30d", Options{}); err == nil || !strings.Contains(err.Error(), "which is not given here") {
		t.Errorf("error %v", err)
	}
}

func TestPeriods(t *testing.T) {
	for _, tc := range []struct{ text, from, to string }{
		{"2023-05-22", "2023-05-22", "2023-05-22"},
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"2023", "2023-01-01", "2023-12-31"},
		{"2023-q4", "2023-10-01", "2023-12-31"},
		{"2020-w53", "2020-12-28", "2021-01-03"},
		{"2021-w1", "2021-01-04", "2021-01-10"},
		{"2026-w01", "2025-12-29", "2026-01-04"},
		{"today", "2024-03-31", "2024-03-31"},
		{"yesterday", "2024-03-30", "2024-03-30"},
		{"tomorrow", "2024-04-01", "2024-04-01"},
		{"31d", "2024-02-29", "2024-02-29"},
		{"+2w", "2024-04-14", "2024-04-14"},
		{"1m", "2024-02-29", "2024-02-29"},
		{"+1m", "2024-04-30", "2024-04-30"},
		{"13m", "2023-02-28", "2023-02-28"},
		{"1y", "2023-03-31", "2023-03-31"},
	} {
		got, err := days(tc.text, "2024-03-31")
		if err != nil || got.From != tc.from || got.To != tc.to {
			t.Errorf("%s: %+v, %v", tc.text, got, err)
		}
	}
}

func TestResolve(t *testing.T) {
	for _, tc := range []struct {
		text        string
		codes, keys []string
	}{
		{"actor:Congo", []string{"COD", "COG"}, nil},
		{"actor:Georgia", []string{"GEO"}, nil},
		{"place:Moscow", nil, []string{"city/rus/moscow"}},
		{"place:France", []string{"FRA"}, nil},
		{"actor:NATO", nil, []string{"org/nato"}},
		{`actor:"Soviet Union"`, nil, []string{"state/former/soviet-union"}},
	} {
		e, err := Parse(tc.text, options(Events))
		if err != nil {
			t.Errorf("%s: %v", tc.text, err)
			continue
		}
		p := e.(Parties).Any[0]
		if !reflect.DeepEqual(p.Codes, tc.codes) || !reflect.DeepEqual(p.Keys, tc.keys) {
			t.Errorf("%s: codes %v keys %v", tc.text, p.Codes, p.Keys)
		}
	}
	e, err := Parse("party.bloc:SCO", options(Events))
	if err != nil {
		t.Fatal(err)
	}
	if codes := strings.Join(e.(Parties).Any[0].Codes, " "); !strings.Contains(codes, "CHN") || !strings.Contains(codes, "UZB") || strings.Contains(codes, "USA") {
		t.Errorf("members of the SCO: %s", codes)
	}
}

// TestSpecsAreDocumented: the manual has a row for each field, each example is
// read, and closed lists are those of the record.
func TestSpecsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/filter.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[Field]bool{}
	for _, s := range Specs() {
		if seen[s.Field] {
			t.Errorf("%s stands twice", s.Field)
		}
		seen[s.Field] = true
		if !strings.Contains(string(page), "| `"+string(s.Field)+"` |") {
			t.Errorf("docs/filter.md has no row for %s", s.Field)
		}
		if !strings.HasPrefix(s.Example, string(s.Field)+":") {
			t.Errorf("%s has the example %s", s.Field, s.Example)
		}
		for _, of := range []Target{Events, Incidents, Statements, Posts, People} {
			if _, err := Parse(s.Example, options(of)); (err == nil) != (s.Of&of != 0) {
				t.Errorf("%s of %s: %v", s.Example, of, err)
			}
		}
		if s.Form == SetForm && len(s.Values) == 0 {
			t.Errorf("%s has no values", s.Field)
		}
	}
	for name, f := range otherNames {
		if !seen[f] || seen[Field(name)] {
			t.Errorf("other name %s of %s", name, f)
		}
	}
}

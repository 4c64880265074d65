package evaluate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chancery/record"
)

func TestWordsOf(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"", nil}, {"The President of the U.S.", []string{"president", "s", "u"}}, {"Mr. and Mrs. Şahin", []string{"şahin"}},
		{"Xi’s x_1 ½ Ⅷ 42", []string{"42", "s", "x_1", "xi", "½", "ⅷ"}}, {"習近平 met", []string{"met", "習近平"}},
		{"İstanbul", []string{"i", "stanbul"}}, {"ΝΙΚΟΣ ΣΑΣ Σ", []string{"νικος", "σ", "σας"}}, {"ΣΑΣ’ ΣΑΣ’Α", []string{"α", "σας", "σασ"}},
		{"e\u0301tat", []string{"e", "tat"}}, // a combining mark ends a word
	}
	for _, test := range tests {
		var got []string
		for w := range wordsOf(test.text) {
			got = append(got, w)
		}
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("wordsOf(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestDateAgrees(t *testing.T) {
	tests := []struct {
		gold, got string
		want      bool
	}{
		{"2023-05-22", "2023-05-22", true}, {"2023-05-22", "2023-05-23", false}, {"2023-05-22", "2023-05", true},
		{"2023-05-22", "2023", false}, {"2023", "2023-05-22", true}, {"2023-05", "2023-05-01", true},
		{"2023-05", "2023-06-01", false}, {"2023", "", false}, {"2023", "202", false},
	}
	for _, test := range tests {
		if got := dateAgrees(test.gold, test.got); got != test.want {
			t.Errorf("dateAgrees(%q, %q) = %v", test.gold, test.got, got)
		}
	}
}

// TestLocate: the words nearest before their cue count, when the text repeats them.
func TestLocate(t *testing.T) {
	text := "“Peace” … " + strings.Repeat("é", 700) + " peace, he said. Later: peace, she said."
	doc := &Document{Page: record.Page{Text: text}, ruler: record.NewRuler(text)}
	length := doc.ruler.Len()
	tests := []struct {
		content  string
		sentence int
		want     record.Span
	}{
		{"peace", length - 30, record.Span{Start: 711, End: 716}},
		{"Peace", length - 30, record.Span{Start: 1, End: 6}}, // farther off than 600
		{"Peace", 0, record.Span{Start: 1, End: 6}},
		{"war", 0, record.Span{Start: -1, End: 2}},
	}
	for _, test := range tests {
		if got := locate(test.content, doc, test.sentence); got != test.want {
			t.Errorf("locate(%q, %d) = %v, want %v", test.content, test.sentence, got, test.want)
		}
	}
}

// TestPairIsGreedy: the best pair goes first even where another choice would
// match more, and of equal pairs the earlier gold and then the earlier coding.
func TestPairIsGreedy(t *testing.T) {
	rank := map[[2]int]float64{{0, 0}: 2, {0, 1}: 3, {1, 1}: 2, {2, 2}: 1, {2, 3}: 1, {3, 2}: 1}
	fits := func(g, p *int) bool { return rank[[2]int{*g, *p}] > 0 }
	got := pair([]int{0, 1, 2, 3}, []int{0, 1, 2, 3}, fits, func(g, p *int) float64 { return rank[[2]int{*g, *p}] })
	if want := []match{{0, 1}, {2, 2}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestReport prints the whole table of a second annotation, with warnings.
func TestReport(t *testing.T) {
	answers, err := ReadAnswers(source(t, "second.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	opt := Options{PerType: true, PerDocument: true, Errors: 1, Resamples: 200, Seed: 7}
	gold := Source{"gold.jsonl", strings.NewReader(strings.Replace(readFile(t, "gold.jsonl"), `"trigger": "met"`, `"trigger": "meets"`, 1))}
	rep, err := Run(context.Background(), gold, source(t, "docs.jsonl"), answers, opt)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := rep.WriteTable(&got); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "report.txt")
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := readFile(t, "report.txt"); got.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", got.String(), want)
	}
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestReportIsRepeatable(t *testing.T) {
	print := func(seed uint64) string {
		var b bytes.Buffer
		if err := runSmall(t, "records-3.jsonl", Options{Resamples: 100, Seed: seed, PerDocument: true}).WriteJSON(&b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	if first, second := print(1), print(1); first != second {
		t.Error("the same seed gives two reports")
	}
}

// TestBootstrap: the interval of documents that are all alike is a point, and
// an interval holds its figure when they differ.
func TestBootstrap(t *testing.T) {
	tallyOf := func(hit int) tally { t := newTally(); t.count("events", hit, 10, 10); return t }
	for _, test := range []struct {
		hits []int
		wide bool
	}{{[]int{7, 7, 7}, false}, {[]int{2, 9, 5, 7, 10, 1}, true}} {
		var tallies []tally
		for _, h := range test.hits {
			tallies = append(tallies, tallyOf(h))
		}
		figures := sum(tallies).figures([]string{"events"})
		bootstrap(figures, tallies, 500, 1)
		f := figures[0]
		if *f.Low > f.Value || *f.High < f.Value || (*f.High > *f.Low) != test.wide {
			t.Errorf("%v: %.3f in %.3f–%.3f", test.hits, f.Value, *f.Low, *f.High)
		}
	}
	var tallies []tally
	for hit := range 9 {
		tallies = append(tallies, tallyOf(hit))
	}
	one, other := sum(tallies).figures([]string{"events"}), sum(tallies).figures([]string{"events"})
	bootstrap(one, tallies, 20, 1)
	if bootstrap(other, tallies, 20, 2); *one[0].Low == *other[0].Low && *one[0].High == *other[0].High {
		t.Error("the seed has no effect")
	}
	single := sum([]tally{tallyOf(3)}).figures([]string{"events"})
	if bootstrap(single, []tally{tallyOf(3)}, 500, 1); single[0].Low != nil {
		t.Error("one document cannot give an interval")
	}
}

func TestCodingNow(t *testing.T) {
	var asked []string
	code := func(_ context.Context, p record.Page) (record.Record, error) {
		asked = append(asked, p.ID+" "+p.Published)
		return record.Record{Document: p.Document}, nil
	}
	rep, err := Run(context.Background(), source(t, "gold.jsonl"), source(t, "docs.jsonl"), Coding(code), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"osprey 2024-03-05", "heron ", "plover 2024-03"}; !slices.Equal(asked, want) {
		t.Errorf("coded %q, want %q", asked, want)
	}
	if f := rep.Figures[0]; f.Value != 0 || f.F1.Gold != 16 || f.F1.Got != 0 {
		t.Errorf("empty records score %+v", f)
	}
	broken := errors.New("out of ink")
	_, err = Run(context.Background(), source(t, "gold.jsonl"), source(t, "docs.jsonl"),
		Coding(func(context.Context, record.Page) (record.Record, error) { return record.Record{}, broken }), Options{})
	if !errors.Is(err, broken) {
		t.Errorf("the coder's error is lost: %v", err)
	}
}

func TestBaseline(t *testing.T) {
	rep := runSmall(t, "records-1.jsonl", Options{PerType: true})
	var file bytes.Buffer
	if err := rep.Baseline().Write(&file); err != nil {
		t.Fatal(err)
	}
	same, err := ReadBaseline(Source{"b.json", &file})
	if err != nil {
		t.Fatal(err)
	}
	if drops := same.Drops(rep); drops != nil {
		t.Errorf("the same report drops: %v", drops)
	}
	lower := runSmall(t, "records-4.jsonl", Options{PerType: true})
	if drops := same.Drops(lower); len(drops) == 0 || drops[0].Name != "events" {
		t.Errorf("a worse report drops %v", drops)
	}
	edge := Report{Figures: []Figure{{Name: "events", Value: 0.595}, {Name: "posts", Value: 0.5949}}}
	b := Baseline{Figures: map[string]float64{"events": 0.6, "posts": 0.6, "status": 0.9}}
	drops := b.Drops(edge)
	if len(drops) != 2 || drops[0].Name != "status" || !math.IsNaN(drops[0].Now) || drops[1].Name != "posts" {
		t.Errorf("drops %v, want status (gone) and posts", drops)
	}
	for _, bad := range []string{"", "{}", "[1]"} {
		if _, err := ReadBaseline(Source{"b.json", strings.NewReader(bad)}); err == nil || !strings.HasPrefix(err.Error(), "cannot read the baseline b.json") {
			t.Errorf("ReadBaseline(%q): %v", bad, err)
		}
	}
}

// TestTableIsPlain: words of a text must not steer the terminal.
func TestTableIsPlain(t *testing.T) {
	var b bytes.Buffer
	if err := (Report{Unmatched: []Unmatched{{Side: "extra", Text: "a\x1b[2Jb\r\u009bc"}}}).WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\r\u009b") || !strings.Contains(b.String(), "a[2Jb c") {
		t.Errorf("%q", b.String())
	}
}

// TestErrors: what cannot be used is named with its file and line.
func TestErrors(t *testing.T) {
	doc := `{"id": "a", "text": "He met her.", "sentences": [[0, 11]]}`
	event := func(change string) string {
		e := map[string]any{"s": 0, "trigger": "met", "type": "CONSULT", "mode": nil, "status": "actual", "actors": []any{}, "recipients": []any{}}
		key, value, _ := strings.Cut(change, "=")
		if value == "" {
			delete(e, key)
		} else {
			e[key] = json.RawMessage(value)
		}
		line, _ := json.Marshal(map[string]any{"id": "a", "events": []any{e}})
		return string(line)
	}
	tests := []struct {
		name, gold, docs, records string
		want                      string
	}{
		{"gold is no JSON", "\n\n{", doc, "", "gold:3"},
		{"no gold", "\n", doc, "", "gold: it holds no documents"},
		{"gold without id", `{"events": []}`, doc, "", "gold:1: the id is missing"},
		{"gold twice", "{\"id\": \"a\"}\n{\"id\": \"a\"}", doc, "", `gold:2: document "a" was given before, in line 1`},
		{"gold without text", `{"id": "b"}`, doc, "", `gold:1: document "b" is not in docs`},
		{"no such type", event(`type="MEET"`), doc, "", `gold:1: document "a": events[0]: "MEET" is no event type`},
		{"no such mode", event(`mode="riot"`), doc, "", `events[0]: "riot" is no mode of CONSULT`},
		{"no such status", event(`status="past"`), doc, "", `events[0]: "past" is no status`},
		{"no trigger", event("trigger="), doc, "", "events[0]: the trigger is missing"},
		{"no sentence", event("s="), doc, "", "events[0]: the sentence number s is missing"},
		{"sentence too high", event("s=1"), doc, "", "events[0]: there is no sentence 1: the document has 1"},
		{"no content", `{"id": "a", "statements": [{"s": 0}]}`, doc, "", "statements[0]: the content is missing"},
		{"text in a number", `{"id": "a", "events": [{"s": "0"}]}`, doc, "", "gold:1: json"},
		{"docs no JSON", "", "[1]", "", "docs:1: json"},
		{"docs twice", "", doc + "\n" + doc, "", "docs:2"},
		{"sentence outside", "", `{"id": "a", "text": "é", "sentences": [[0, 2]]}`, "", "docs:1: sentence 0"},
		{"record no JSON", "", doc, "x", "records:1"},
		{"record without id", "", doc, `{"document": {}}`, "records:1: the id is missing"},
		{"second gold", event("x=1"), doc, event(`type="MEET"`), "records:1"},
		{"second gold sentence", event("x=1"), doc, event("s=4"), "records:1"},
		{"trigger outside", event("x=1"), doc, `{"document": {"id": "a"}, "events": [{"trigger": {"start": 5, "end": 55}}]}`, "/events/0/trigger"},
		{"no trigger in record", event("x=1"), doc, `{"document": {"id": "a"}, "events": [{}]}`, "/events/0/trigger"},
		{"content reversed", event("x=1"), doc, `{"document": {"id": "a"}, "statements": [{"content": [{"start": 5, "end": 2}]}]}`, "/statements/0/content/0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := runText(test.gold, test.docs, test.records)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "cannot ") {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
	if err := runText("\ufeff"+event("x=1"), "\ufeff"+doc, "\n \n"); err != nil {
		t.Errorf("byte order marks and blank lines: %v", err)
	}
}

func runText(gold, docs, records string) error {
	answers, err := ReadAnswers(Source{"records", strings.NewReader(records)})
	if err != nil {
		return err
	}
	_, err = Run(context.Background(), Source{"gold", strings.NewReader(gold)}, Source{"docs", strings.NewReader(docs)}, answers,
		Options{PerType: true, PerDocument: true, Errors: 5, Resamples: 10})
	return err
}

// FuzzRun: whatever the files hold, the outcome is a report with figures between
// 0 and 1 or an error that begins "cannot"; and gold scored against itself finds
// every event.
func FuzzRun(f *testing.F) {
	docs := readFile(f, "docs.jsonl")
	f.Add(readFile(f, "gold.jsonl"), docs, readFile(f, "records-3.jsonl"))
	f.Add(readFile(f, "gold.jsonl"), docs, readFile(f, "second.jsonl"))
	f.Add(`{"id":"a","events":[{"s":0,"trigger":"met","type":"AGREE","status":"denied"}]}`, `{"id":"a","text":"met\xff","sentences":[[0,4]]}`, "")
	f.Fuzz(func(t *testing.T, gold, docs, records string) {
		if err := runText(gold, docs, records); err != nil && !strings.HasPrefix(err.Error(), "cannot ") {
			t.Fatalf("error %q", err)
		}
		answers, err := ReadAnswers(Source{"gold", strings.NewReader(gold)})
		if err != nil || strings.Contains(gold, `"document"`) {
			return
		}
		rep, err := Run(context.Background(), Source{"gold", strings.NewReader(gold)}, Source{"docs", strings.NewReader(docs)}, answers, Options{})
		if err != nil {
			return
		}
		for _, f := range rep.Figures {
			if !(f.Value >= 0 && f.Value <= 1) {
				t.Errorf("%s is %v", f.Name, f.Value)
			}
			if (f.Name == "events" || f.Name == "statements" || f.Name == "status") && f.Value != 1 {
				t.Errorf("gold against itself: %s is %v", f.Name, f.Value)
			}
		}
	})
}

func BenchmarkRun(b *testing.B) {
	gold, docs, records := readFile(b, "gold.jsonl"), readFile(b, "docs.jsonl"), readFile(b, "records-3.jsonl")
	b.SetBytes(int64(len(gold) + len(docs) + len(records)))
	b.ReportAllocs()
	for b.Loop() {
		if err := runText(gold, docs, records); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleFigure() {
	t := newTally()
	t.count("events", 3, 4, 6)
	f := t.figures([]string{"events"})[0]
	fmt.Printf("%s F1 %.3f, precision %.3f, recall %.3f\n", f.Name, f.Value, f.F1.Precision, f.F1.Recall)
	// Output: events F1 0.600, precision 0.500, recall 0.750
}

package web

import (
	"strings"
	"testing"

	"chancery/record"
)

func TestParagraphs(t *testing.T) {
	text := "Aé met B.\n\n \nC said: no.\n"
	at := func(words string) record.Span {
		before, _, _ := strings.Cut(text, words)
		n := len([]rune(before))
		return record.Span{Start: n, End: n + len([]rune(words))}
	}
	marks := []mark{
		{record.Span{Start: -1, End: 3}, markEntity, "lost"},
		{at("Aé met B"), markEvidence, "e1"}, {at("Aé"), markEntity, "n1"}, {at("met"), markTrigger, "e1"},
		{at("C"), markEntity, "n2"}, {at("said"), markCue, "s1"}, {at("no"), markContent, "s1"}, {record.Span{Start: 20, End: 400}, markCue, "lost"},
	}
	var got strings.Builder
	for _, p := range paragraphsOf(text, marks) {
		for _, s := range p {
			got.WriteString("[" + s.Text + "|" + s.Class + "|" + s.ID + "|" + s.Card)
			if s.Lead {
				got.WriteString("*")
			}
			got.WriteString("]")
		}
		got.WriteString("\n")
	}
	want := "[Aé|evidence entity|c0|n1*][ |evidence||][met|evidence trigger|c3|e1*][ B|evidence||][.|||]\n" +
		"[C|entity|c13|n2*][ |||][said|cue|c15|s1*][: |||][no|content|c21|][.|||]\n"
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
}

// Whatever the marks are, the segments are the text.
func FuzzParagraphs(f *testing.F) {
	f.Add("Aé met\nB.", []byte{0, 2, 3, 3, 6, 4})
	f.Fuzz(func(t *testing.T, text string, spans []byte) {
		var marks []mark
		for i := 0; i+2 < len(spans); i += 3 {
			m := mark{record.Span{Start: int(spans[i]), End: int(spans[i+1])}, markSort(spans[i+2] % 5), "x"}
			if n := len(marks); n > 0 && marks[n-1].Start > m.Start {
				continue // they come in order
			}
			marks = append(marks, m)
		}
		var got strings.Builder
		for _, p := range paragraphsOf(text, marks) {
			for _, s := range p {
				got.WriteString(s.Text)
			}
		}
		var want strings.Builder
		for line := range strings.SplitSeq(string([]rune(text)), "\n") {
			if strings.TrimSpace(line) != "" {
				want.WriteString(line)
			}
		}
		if got.String() != want.String() {
			t.Errorf("got %q, want %q", got.String(), want.String())
		}
	})
}

func TestBars(t *testing.T) {
	days := tally{"2042-05-01": 2, "2042-05-03": 4, "not a day": 1}
	b := barsOf(days, func(p string) string { return "/" + p })
	if b.Grain != "day" || len(b.List) != 3 || b.Most != 4 || b.List[1].N != 0 || b.List[1].URL != "" || b.List[2].H != barHeight || b.List[0].URL != "/2042-05-01" {
		t.Errorf("%+v", b)
	}
	days["2044-01-01"] = 1
	if b := barsOf(days, func(p string) string { return p }); b.Grain != "month" || b.List[0].N != 6 {
		t.Errorf("%+v", b)
	}
	days["1900-01-01"], days["2100-01-01"] = 1, 1
	if b := barsOf(days, func(p string) string { return p }); b.Grain != "year" || len(b.List) != 201 {
		t.Errorf("%s %d", b.Grain, len(b.List))
	}
}

package record

import (
	"strings"
	"testing"
)

// TestToPoints cuts every span of a record that was built in bytes: each must
// give back the words it was built from. The time is shared by two parts, and
// must be turned only once.
func TestToPoints(t *testing.T) {
	rec := sampleRecord(t)
	if rec.Events[0].Time != rec.Statements[1].Time {
		t.Fatal("the sample no longer shares a time")
	}
	tests := []struct {
		span Span
		want string
	}{
		{rec.Sentences[1], "“We will sign the Kazan Charter,” she told Haber, “in June.”"},
		{rec.Entities[0].Mentions[0].Span, "Ayşe Demir"},
		{rec.Entities[0].Mentions[1].Span, "she"},
		{rec.Posts[0].Evidence, "Ivan Petrov, deputy head of the SCO"},
		{rec.Events[0].Trigger, "met"},
		{rec.Events[0].Evidence, "Ayşe Demir 🕊 met Ivan Petrov"},
		{rec.Events[0].Time.Text, "Monday"},
		{rec.Statements[1].Cue, "told"},
		{*rec.Statements[1].SpeakerText, "she"},
		{rec.Statements[1].Content[1], "in June"},
	}
	for _, test := range tests {
		if got := rec.Cut("", test.span); got != test.want {
			t.Errorf("%v cuts %q, want %q", test.span, got, test.want)
		}
	}
}

// TestEachSpan counts the visits: no span may be forgotten when a field is added.
func TestEachSpan(t *testing.T) {
	seen := map[*Span]int{}
	sampleRecord(t).EachSpan(func(s *Span) { seen[s]++ })
	// 2 sentences, 8 mentions, 1 post, 2×2 event spans, 2 times and 1 amount,
	// 2 cues, 3 contents, 1 speaker; one time is shared.
	if want := 2 + 8 + 1 + 7 + 6; len(seen) != want {
		t.Errorf("visited %d spans, want %d", len(seen), want)
	}
	for s, n := range seen {
		if n != 1 {
			t.Errorf("span %v visited %d times", *s, n)
		}
	}
}

func TestToPointsKeepsOutsideOutside(t *testing.T) {
	rec := &Record{Sentences: []Span{{-3, 100}}}
	rec.ToPoints("Zürich")
	if want := (Span{-3, 99}); rec.Sentences[0] != want {
		t.Errorf("got %v, want %v: an offset outside the text must not be hidden", rec.Sentences[0], want)
	}
}

func BenchmarkToPoints(b *testing.B) {
	text := strings.Repeat("Officials met in Moscow – Russia’s RIA reported. ", 100)
	rec := &Record{}
	for at := 0; at+40 < len(text); at += 40 {
		rec.Sentences = append(rec.Sentences, Span{at, at + 40})
	}
	spans := append([]Span(nil), rec.Sentences...)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		copy(rec.Sentences, spans)
		rec.ToPoints(text)
	}
}

package record

import (
	"strings"
	"testing"
)

// sampleText has words of one to four bytes, so that bytes and code points part.
const sampleText = "Türkiye’s Foreign Minister Ayşe Demir 🕊 met Ivan Petrov, deputy head of the SCO, in Kazan on Monday, " +
	"Haber reported. “We will sign the Kazan Charter,” she told Haber, “in June.”"

// sampleRecord uses every field of the contract, in code points of sampleText.
func sampleRecord(t testing.TB) *Record {
	at := func(words string) Span {
		t.Helper()
		start := strings.Index(sampleText, words)
		if start < 0 {
			t.Fatalf("the sample has no %q", words)
		}
		return Span{start, start + len(words)}
	}
	ptr := func(f float64) *float64 { return &f }
	count := func(n int) *int { return &n }
	monday := &Time{Text: at("Monday"), Start: "2023-05-22", End: "2023-05-22", Grain: Day}
	speaker := at("she")
	rec := &Record{
		Schema: SchemaV1,
		Document: Document{ID: "a1", Title: "Ministers meet", URL: "https://example.org/a1", Source: "Haber",
			Published: "2023-05-22T10:30:00+03:00", Author: "A. Writer", Language: "en", SHA256: Digest(sampleText)},
		Text:      sampleText,
		Sentences: []Span{{0, strings.Index(sampleText, " “We")}, at(sampleText[strings.Index(sampleText, "“We"):])},
		Entities: []Entity{
			{ID: "e1", Kind: Person, Name: "Ayşe Demir", Code: "TUR", Sectors: []string{"GOV"},
				Mentions: []Mention{{at("Ayşe Demir"), Name}, {at("she"), Pronoun}}},
			{ID: "e2", Kind: Person, Name: "Ivan Petrov", Code: "IGO", Mentions: []Mention{{at("Ivan Petrov"), Name}}},
			{ID: "e3", Kind: Organization, Name: "Shanghai Cooperation Organisation", Code: "IGO", Registry: "org/sco",
				Mentions: []Mention{{at("SCO"), Name}}},
			{ID: "e4", Kind: Place, Name: "Kazan", Code: "RUS", Latitude: ptr(55.79), Longitude: ptr(49.12),
				Mentions: []Mention{{at("Kazan"), Name}}},
			{ID: "e5", Kind: Organization, Name: "Haber", Sectors: []string{"JRN"}, Mentions: []Mention{{at("Haber"), Name}}},
			{ID: "e6", Kind: Agreement, Name: "Kazan Charter", Edition: 2, Mentions: []Mention{{at("Kazan Charter"), Name}}},
			{ID: "e7", Kind: State, Name: "Türkiye", Code: "TUR", Mentions: []Mention{{at("Türkiye"), Name}}},
		},
		Posts: []Post{{ID: "p1", Person: "e2", Title: "deputy head", Organization: "e3", Code: "IGO", Former: true,
			Evidence: at("Ivan Petrov, deputy head of the SCO")}},
		Events: []Event{
			{ID: "v1", Type: "CONSULT", Modes: []string{"visit"}, Contexts: []string{"diplomatic"}, CAMEO: "042",
				Status: Actual, Actors: []string{"e1"}, Recipients: []string{"e2"}, Forum: "e3", Time: monday, Place: "e4",
				Size: &Size{Killed: count(0), Injured: count(1), Arrested: count(2), Participants: count(5000),
					Amounts: []Amount{{Value: 2.5e6, Currency: "EUR", Text: at("met")}}},
				Scale: ptr(4), Level: 2, Confidence: ptr(0.9), Trigger: at("met"),
				Evidence: at("Ayşe Demir 🕊 met Ivan Petrov"), Statement: "s1", Inferred: []string{"e2"}},
			{ID: "v2", Type: "SUPPORT", Status: Planned, SameAs: "v1", Trigger: at("sign"), Evidence: at("We will sign the Kazan Charter"),
				Time: &Time{Text: at("June"), Start: "2023-06-01", End: "2023-06-30", Grain: Month}},
		},
		Statements: []Statement{
			{ID: "s1", Speaker: "e5", Cue: at("reported"), Kind: "indirect", SpeakerKind: "outlet", Polarity: "asserts", Parent: "s2",
				Content: []Span{at("Türkiye’s Foreign Minister Ayşe Demir 🕊 met Ivan Petrov")}},
			{ID: "s2", Speaker: "e1", SpeakerText: &speaker, Cue: at("told"), Kind: "direct", Via: "e5", Time: monday,
				SpeakerKind: "named", Polarity: "promises", Answers: "s1",
				Content: []Span{at("We will sign the Kazan Charter"), at("in June")}, About: []string{"e6"}},
		},
	}
	rec.ToPoints(sampleText)
	return rec
}

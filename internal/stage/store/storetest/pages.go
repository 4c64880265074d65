package storetest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"chancery/archive"
	"chancery/record"
)

// Page makes a coded page of invented words: n tells one from another. Its
// record has persons, a visit, a pledge of aid and a statement.
func Page(n int, outlet, published string) archive.Addition {
	text := fmt.Sprintf("Minister Selim Arkan met envoy Ilse Brandt in Vendel on Monday. Freedonia will send aid number %d to Sylvania, he said.", n)
	return Coded(n, text, outlet, published)
}

// Coded makes a page with the record that its words would get.
func Coded(n int, text, outlet, published string) archive.Addition {
	sum := sha256.Sum256([]byte(text))
	doc := archive.Document{
		Document: record.Document{SHA256: hex.EncodeToString(sum[:]), ID: fmt.Sprintf("page-%d", n), Title: fmt.Sprintf("Talks in Vendel, part %d", n),
			URL: fmt.Sprintf("https://%s.example/news/%d", outlet, n), Source: outlet, Published: published, Language: "en"},
		Text: text, Coder: "coder-1", Added: time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC),
	}
	add := archive.Flatten(doc, page(text, doc.Document), text)
	add.KeepText = true
	return add
}

func page(text string, doc record.Document) record.Record {
	at := func(words string) record.Span {
		i := strings.Index(text, words)
		if i < 0 {
			return record.Span{}
		}
		return record.Span{Start: len([]rune(text[:i])), End: len([]rune(text[:i+len(words)]))}
	}
	scale, confidence := 4.0, 0.9
	return record.Record{
		Schema: record.SchemaV1, Document: doc,
		Entities: []record.Entity{
			{ID: "e1", Kind: record.Person, Name: "Selim Arkan", Code: "FRE", Sectors: []string{"GOV"}, Mentions: []record.Mention{{Span: at("Selim Arkan"), Form: record.Name}}},
			{ID: "e2", Kind: record.Person, Name: "Ilse Brandt", Code: "SYL", Sectors: []string{"GOV"}, Mentions: []record.Mention{{Span: at("Ilse Brandt"), Form: record.Name}}},
			{ID: "e3", Kind: record.State, Name: "Freedonia", Code: "FRE", Registry: "state/fre", Mentions: []record.Mention{{Span: at("Freedonia"), Form: record.Name}}},
			{ID: "e4", Kind: record.State, Name: "Sylvania", Code: "SYL", Registry: "state/syl", Mentions: []record.Mention{{Span: at("Sylvania"), Form: record.Name}}},
			{ID: "e5", Kind: record.Place, Name: "Vendel", Code: "SYL", Mentions: []record.Mention{{Span: at("Vendel"), Form: record.Name}}},
		},
		Posts: []record.Post{{ID: "p1", Person: "e1", Title: "minister", Code: "FRE", Evidence: at("Minister Selim Arkan")}},
		Events: []record.Event{
			{ID: "v1", Type: "CONSULT", Modes: []string{"visit"}, Contexts: []string{"diplomatic"}, CAMEO: "042", Status: record.Actual, Actors: []string{"e1"}, Recipients: []string{"e2"},
				Place: "e5", Scale: &scale, Level: 2, Confidence: &confidence, Trigger: at("met"), Evidence: at("Minister Selim Arkan met envoy Ilse Brandt in Vendel")},
			{ID: "v2", Type: "AID", Status: record.Planned, Actors: []string{"e3"}, Recipients: []string{"e4"}, Trigger: at("send aid"), Evidence: at("Freedonia will send aid"), Statement: "s1"},
		},
		Statements: []record.Statement{{ID: "s1", Speaker: "e1", SpeakerKind: "named", Cue: at("said"), Content: []record.Span{at("Freedonia will send aid")}, Kind: "indirect", Polarity: "asserts", About: []string{"e4"}}},
	}
}

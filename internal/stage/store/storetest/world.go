package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"chancery/archive"
	"chancery/record"
)

// World makes the pages of some years of invented news, of the length and with
// the number of acts that pages have: what sizes and times are measured on.
type World struct {
	r      *rand.Rand
	words  []string
	codes  []string
	recent []archive.Incident
	n      int
	events int
	// Lean leaves out statements, most of the records and what links are made by,
	// to make archives of very many events in less time.
	Lean bool
}

// days are those over which a world is spread.
const days = 1500

// NewWorld makes a world, the same for the same seed and codes.
func NewWorld(seed uint64, codes []string) *World {
	w := &World{r: rand.New(rand.NewPCG(seed, 3)), codes: codes}
	for range 20000 {
		w.words = append(w.words, w.invent())
	}
	return w
}

// Events is how many events there have been.
func (w *World) Events() int { return w.events }

// invent makes a word.
func (w *World) invent() string {
	var b strings.Builder
	for range 1 + w.r.IntN(4) {
		b.WriteByte("bcdfghklmnprstvz"[w.r.IntN(16)])
		b.WriteByte("aeiou"[w.r.IntN(5)])
	}
	return b.String()
}

// word is a common word more often than a rare one.
func (w *World) word() string {
	return w.words[int(float64(len(w.words))*w.r.Float64()*w.r.Float64()*w.r.Float64())]
}

func (w *World) text(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.word())
	}
	return b.String()
}

// code is a large state more often than a small one.
func (w *World) code() string {
	return w.codes[int(float64(len(w.codes))*w.r.Float64()*w.r.Float64())]
}

func (w *World) party() archive.Party {
	code := w.code()
	switch w.r.IntN(5) {
	case 0, 1:
		return archive.Party{Name: "Land of " + code, Kind: record.State, Code: code, Registry: "state/" + strings.ToLower(code), Sectors: []string{"GOV"}}
	case 2:
		n := w.r.IntN(6)
		return archive.Party{Name: w.words[n*17+len(code)] + " " + w.words[int(code[0])*3+n], Kind: record.Person, Code: code, Sectors: []string{"GOV"}, Title: "minister", Registry: fmt.Sprintf("person/%s%d", code, n)}
	case 3:
		return archive.Party{Name: "Guild of " + w.words[w.r.IntN(3000)], Kind: record.Organization, Code: code, Sectors: []string{"BUS", "CVL"}[w.r.IntN(2):]}
	}
	return archive.Party{Name: "army of " + code, Kind: record.Group, Code: code, Sectors: []string{"MIL"}, Inferred: w.r.IntN(4) == 0}
}

func (w *World) parties(most int) (out []archive.Party) {
	for range 1 + w.r.IntN(most) {
		out = append(out, w.party())
	}
	return out
}

// Page makes the next page, of about so many words, with its record.
func (w *World) Page(words int) archive.Addition {
	w.n++
	text := fmt.Sprintf("Page %d. ", w.n) + w.text(words)
	sum := sha256.Sum256([]byte(text))
	outlet := fmt.Sprintf("%s courier", w.words[int(200*w.r.Float64()*w.r.Float64())])
	published := time.Date(2027, 1, 1, 8, 0, 0, 0, time.UTC).AddDate(0, 0, w.n*days/300000%days)
	doc := archive.Document{Document: record.Document{SHA256: hex.EncodeToString(sum[:]), Title: w.text(8), Source: outlet, URL: fmt.Sprintf("https://%s.example/news/%d", strings.Fields(outlet)[0], w.n), Published: published.Format(time.RFC3339), Language: "en"},
		Coder: "coder-1", Text: text, Words: words, Added: published}
	doc.ID = doc.SHA256
	doc.Describe()
	rec := record.Record{Schema: record.SchemaV1, Document: doc.Document}
	add := archive.Addition{Document: doc, Record: rec, KeepText: true}
	for i := range 1 + w.r.IntN(6) {
		add.Events = append(add.Events, w.event(&doc, i))
	}
	for i := range w.r.IntN(5) {
		if w.Lean {
			break
		}
		p := w.party()
		add.Said = append(add.Said, archive.Statement{Key: fmt.Sprintf("%.16s:%d-%d:said", doc.SHA256, 90*i, 90*i+4), Document: doc.SHA256, Title: doc.Title, Outlet: doc.Outlet, URL: doc.URL, Published: doc.Published, ID: fmt.Sprintf("s%d", i), Cue: "said", Kind: "indirect",
			Polarity: "asserts", SpeakerKind: "named", Start: archive.Day(doc.Published), Content: w.text(14), ContentSpans: []record.Span{{Start: 90 * i, End: 90*i + 80}}, Speaker: &p, About: w.parties(2)})
	}
	if !w.Lean {
		w.record(&add)
	}
	w.events += len(add.Events)
	return add
}

// record gives the addition a record of the size that coding gives.
func (w *World) record(a *archive.Addition) {
	rec := &a.Record
	for i := range 3 * len(a.Events) {
		p := w.party()
		e := record.Entity{ID: fmt.Sprintf("e%d", i+1), Kind: p.Kind, Name: p.Name, Code: p.Code, Registry: p.Registry, Sectors: p.Sectors}
		for k := range 1 + w.r.IntN(4) {
			e.Mentions = append(e.Mentions, record.Mention{Span: record.Span{Start: 40*i + k, End: 40*i + k + 9}, Form: record.Name})
		}
		rec.Entities = append(rec.Entities, e)
	}
	for i := range a.Events {
		e := &a.Events[i]
		rec.Events = append(rec.Events, record.Event{ID: e.ID, Type: e.Type, Modes: e.Modes, Contexts: e.Contexts, CAMEO: e.CAMEO, Status: e.Status, Actors: []string{fmt.Sprintf("e%d", 3*i+1)},
			Recipients: []string{fmt.Sprintf("e%d", 3*i+2)}, Scale: e.Scale, Level: e.Level, Confidence: e.Confidence, Trigger: e.TriggerSpan, Evidence: record.Span{Start: 90 * i, End: 90*i + 120}})
	}
	for i := range 22 {
		rec.Sentences = append(rec.Sentences, record.Span{Start: 130 * i, End: 130*i + 128})
	}
}

func (w *World) event(doc *archive.Document, i int) archive.Event {
	typ := record.Types()[int(16*w.r.Float64()*w.r.Float64())]
	scale, confidence := float64(w.r.IntN(21)-10), 0.35+0.6*w.r.Float64()
	day := archive.Day(doc.Published)
	e := archive.Event{
		Key: archive.EventKey(doc.SHA256, 90*i, 90*i+6, typ, 0), Document: doc.SHA256, ID: fmt.Sprintf("v%d", i+1), Type: typ, Status: record.Actual,
		Actors: w.parties(2), Recipients: w.parties(2), Trigger: w.word(), Evidence: w.text(18), TriggerSpan: record.Span{Start: 90 * i, End: 90*i + 6},
		Title: doc.Title, Outlet: doc.Outlet, URL: doc.URL, Published: doc.Published, Level: w.r.IntN(w.r.IntN(5) + 1), CAMEO: fmt.Sprintf("%02d%d", 1+w.r.IntN(19), w.r.IntN(5)),
		Start: day, End: day, Scale: &scale, Confidence: &confidence, Contexts: []string{record.Contexts()[w.r.IntN(len(record.Contexts()))]},
	}
	switch w.r.IntN(10) {
	case 0:
		e.Status = record.Planned
	case 1:
		e.Status = []record.Status{record.Hypothetical, record.Denied, record.Historical}[w.r.IntN(3)]
	}
	if modes := record.Modes(typ); len(modes) > 0 {
		e.Modes = []string{modes[w.r.IntN(len(modes))]}
	}
	if w.r.IntN(2) == 0 {
		e.Place = &archive.Where{Name: w.words[w.r.IntN(2000)], Code: w.code()}
	}
	if w.r.IntN(30) == 0 {
		killed := w.r.IntN(w.r.IntN(60) + 1)
		e.Size = &record.Size{Killed: &killed}
	}
	if w.r.IntN(3) == 0 {
		p := w.party()
		e.Speaker, e.Attributed = &p, true
	}
	return e
}

// Link joins three events in ten with an earlier one, and gives prints and blocks
// in the numbers in which linking gives them.
func (w *World) Link(_ context.Context, _ archive.History, a *archive.Addition) (archive.Links, error) {
	l := archive.Links{Blocks: map[string][]string{}}
	if w.Lean {
		return w.lean(a), nil
	}
	for range 26 {
		l.Prints.Bands = append(l.Prints.Bands, w.r.Uint64())
	}
	for range len(a.Document.Text) / 7 {
		l.Prints.Shingles = append(l.Prints.Shingles, w.r.Uint64()>>24)
	}
	slices.Sort(l.Prints.Shingles)
	for i := range a.Events {
		e := &a.Events[i]
		l.Blocks[e.Key] = []string{e.Type + e.Actors[0].Code, e.Type + e.Recipients[0].Code + "/", e.Actors[0].Code + e.Recipients[0].Code, e.Trigger, e.Trigger + e.Type}
		if n := w.r.IntN(max(1, len(w.recent))); i == 0 && len(w.recent) > 0 && w.r.IntN(10) < 6 {
			inc := w.recent[n]
			inc.Events = append(inc.Events[:len(inc.Events):len(inc.Events)], e.Key)
			inc.Reports, inc.Documents, inc.Outlets = len(inc.Events), len(inc.Events), len(inc.Events)
			w.recent[n] = inc
			l.Incidents = append(l.Incidents, inc)
			l.Changes = append(l.Changes, archive.Change{Incident: inc.ID, Kind: "joined", Note: fmt.Sprintf("%d reports", inc.Reports)})
			continue
		}
		inc := archive.Incident{ID: archive.IncidentID([]string{e.Key}), Type: e.Type, Modes: e.Modes, Contexts: e.Contexts, Status: e.Status, Actors: e.Actors, Recipients: e.Recipients, Start: e.Start, End: e.End,
			Scale: e.Scale, Level: e.Level, Confidence: e.Confidence, Reports: 1, Documents: 1, Outlets: 1, Independent: 1, Earliest: e.Key, Best: e.Key, Events: []string{e.Key}}
		l.Incidents = append(l.Incidents, inc)
		l.Changes = append(l.Changes, archive.Change{Incident: inc.ID, Kind: "created", Note: "1 report"})
		if w.recent = append(w.recent, inc); len(w.recent) > 400 {
			w.recent = w.recent[200:]
		}
	}
	return l, nil
}

// lean gives each first event an incident of its own.
func (w *World) lean(a *archive.Addition) archive.Links {
	e := &a.Events[0]
	return archive.Links{Incidents: []archive.Incident{{ID: archive.IncidentID([]string{e.Key}), Type: e.Type, Status: e.Status, Start: e.Start, End: e.End,
		Reports: 1, Documents: 1, Outlets: 1, Independent: 1, Earliest: e.Key, Best: e.Key, Events: []string{e.Key}}}}
}

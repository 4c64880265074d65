package link_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/link"
	"chancery/internal/stage/link/linktest"
	"chancery/record"
)

// world makes documents at random out of few towns, persons, days and phrases,
// so that there is much to join.
type world struct{ *rand.Rand }

func pick[T any](w world, of ...T) T { return of[w.IntN(len(of))] }

var (
	people  = map[string][]string{"TUR": {"Selim Arkan", "Deniz Ulu"}, "GRC": {"Nikos Velas", "Ana Kosta"}, "ITA": {"Carlo Neri"}}
	towns   = []string{"city/aut/vienna", "city/che/geneva", "city/tur/izmir"}
	phrases = []string{
		"ministers discussed the maritime border and fishing rights near the islands",
		"gunmen attacked a checkpoint killing soldiers beside the old bridge",
		"envoys signed a protocol on customs duties and border bridges",
		"he accused the neighbour of violating the airspace above the islands",
		"the two sides promised to restore the ferry line before summer",
	}
)

func (w world) day() string { return fmt.Sprintf("2031-03-%02d", 1+w.IntN(9)) }

func (w world) party() archive.Party {
	code := pick(w, "TUR", "GRC", "ITA")
	if w.IntN(3) == 0 {
		return archive.Party{Name: code, Kind: record.State, Code: code, Registry: "state/" + code}
	}
	return archive.Party{Name: pick(w, people[code]...), Kind: record.Person, Code: code}
}

func (w world) event(sha, published string, n int) archive.Event {
	typ := pick(w, "CONSULT", "CONSULT", "AGREE", "ACCUSE", "ASSAULT", "REJECT")
	e := archive.Event{
		Key: archive.EventKey(sha, n*10, n*10+3, typ, 0), Document: sha, Type: typ, Published: published,
		Status: pick(w, record.Actual, record.Actual, record.Planned, record.Historical), Actors: []archive.Party{w.party()},
		Start: published, End: published, Evidence: pick(w, "met", "held talks", "struck", "spoke", "talks were postponed", "was called off"),
		TriggerSpan: record.Span{Start: n * 10, End: n*10 + 3}, Level: w.IntN(3),
	}
	if w.IntN(4) > 0 {
		e.Recipients = []archive.Party{w.party()}
	}
	if w.IntN(2) == 0 {
		e.Dated, e.Grain, e.Start = true, record.Day, w.day()
		if e.Status == record.Planned && w.IntN(2) == 0 {
			e.Start = fmt.Sprintf("2031-03-%02d", 10+w.IntN(20))
		}
		e.End = e.Start
		if w.IntN(5) == 0 {
			e.Grain, e.Start, e.End = record.Month, "2031-03-01", "2031-03-31"
			if w.IntN(3) == 0 {
				e.Grain, e.Start, e.End = record.Year, "2031-01-01", "2031-12-31"
			}
		}
	}
	if w.IntN(2) == 0 {
		e.Place = &archive.Where{Name: "x", Code: "AUT", Registry: pick(w, towns...)}
		e.Place.Code = map[string]string{"city/aut/vienna": "AUT", "city/che/geneva": "CHE", "city/tur/izmir": "TUR"}[e.Place.Registry]
	}
	if w.IntN(3) == 0 {
		k := w.IntN(4)
		e.Size = &record.Size{Killed: &k}
	}
	e.Sketch = archive.Sketch(pick(w, phrases...) + " " + pick(w, "hotel", "palace", "harbour"))
	return e
}

// text writes a page out of paragraphs that others may share.
func (w world) text() string {
	out := ""
	from := w.IntN(4)
	for i := range 3 + w.IntN(3) {
		out += paragraphs[(from+i)%len(paragraphs)] + "\n"
	}
	if w.IntN(2) == 0 {
		out += fmt.Sprintf("The weather in ward %d was fair and the market of ward %d sold nothing but onions, which %d people bought.", w.IntN(40), w.IntN(40), w.IntN(900))
	}
	return out
}

var paragraphs = func() []string {
	var out []string
	r := rand.New(rand.NewPCG(7, 7))
	for range 9 {
		p := ""
		for range 25 {
			p += fmt.Sprintf("word%d ", r.IntN(3000))
		}
		out = append(out, p)
	}
	return out
}()

func (w world) appearance() archive.Appearance {
	day := w.day()
	switch w.IntN(12) {
	case 0: // about as far apart as copies may be
		day = strings.Replace(day, "-03-", "-04-", 1)
	case 1:
		day = ""
	}
	return archive.Appearance{Outlet: pick(w, "lantern", "courier", "post", ""), Published: day, URL: fmt.Sprintf("https://x.example/%d", w.IntN(30))}
}

// addition codes a text as it first appears; the coding is the same whenever it
// is done.
func addition(seed uint64, text string, seen []archive.Appearance) archive.Addition {
	seen = slices.Clone(seen)
	slices.SortFunc(seen, func(a, b archive.Appearance) int {
		if a.Before(b) {
			return -1
		}
		return 1
	})
	seen = slices.Compact(seen)
	doc := archive.Document{Text: text, Appearances: seen, Outlet: seen[0].Outlet}
	doc.SHA256, doc.URL, doc.Published, doc.Title = record.Digest(text), seen[0].URL, seen[0].Published, seen[0].Title
	w := world{rand.New(rand.NewPCG(seed, 5))}
	add := archive.Addition{Document: doc}
	for n := range w.IntN(4) {
		e := w.event(doc.SHA256, doc.Published, n)
		e.Outlet = doc.Outlet
		if n > 0 && w.IntN(3) == 0 {
			e.SameAs = add.Events[n-1].Key
		}
		add.Events = append(add.Events, e)
	}
	return add
}

// TestLinkEqualsAll: documents that come one by one, in any order, again and
// with new appearances, are linked as All links them at once.
func TestLinkEqualsAll(t *testing.T) {
	kinds, copies, largest := map[string]int{}, map[archive.Copy]int{}, 0
	for round := range uint64(60) {
		w := world{rand.New(rand.NewPCG(round, 1))}
		type arrival struct {
			text int
			at   archive.Appearance
		}
		var texts []string
		var arrivals []arrival
		for i := range 30 {
			texts = append(texts, w.text())
			for range 1 + w.IntN(3) {
				arrivals = append(arrivals, arrival{i, w.appearance()})
			}
		}
		w.Shuffle(len(arrivals), func(i, j int) { arrivals[i], arrivals[j] = arrivals[j], arrivals[i] })
		m := linktest.New()
		seen := map[string][]archive.Appearance{}
		latest := map[string]archive.Addition{}
		for _, a := range arrivals {
			text := texts[a.text]
			seen[text] = append(seen[text], a.at)
			add := addition(uint64(len(text)), text, seen[text])
			if _, err := m.Add(context.Background(), link.Link, add); err != nil {
				t.Fatal(err)
			}
			latest[add.Document.SHA256] = add
		}
		compareWhole(t, round, m, latest)
		decide(t, w, m, latest)
		compareWhole(t, round, m, latest)
		if t.Failed() {
			return
		}
		for _, c := range m.Changes {
			kinds[c.Kind]++
		}
		for _, d := range m.Docs {
			copies[d.Copy]++
		}
		for _, inc := range m.Known {
			largest = max(largest, inc.Reports)
		}
	}
	t.Log(kinds, copies, "largest incident", largest)
	for _, kind := range []string{"created", "joined", "merged", "split", "renamed", "status", "removed"} {
		if kinds[kind] < 20 {
			t.Errorf("only %d changes of kind %s: the sets are too plain to prove anything", kinds[kind], kind)
		}
	}
	if copies[archive.Syndicated] < 50 || copies[archive.Version] < 50 || largest < 5 {
		t.Errorf("copies %v, largest incident %d: the sets are too plain to prove anything", copies, largest)
	}
}

// decide merges, splits and rejects at random, and takes some of it back.
func decide(t *testing.T, w world, m *linktest.Memory, latest map[string]archive.Addition) {
	t.Helper()
	keys := slices.Sorted(maps.Keys(m.Acts))
	relink := func(key string) {
		add := latest[m.Acts[key].Document]
		add.Document.Text = ""
		if _, err := m.Add(context.Background(), link.Link, add); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 12 {
		key := pick(w, keys...)
		switch w.IntN(4) {
		case 0, 1:
			verdict, other := archive.Merge, pick(w, keys...)
			if inc := m.Known[m.Acts[key].Incident]; inc != nil && len(inc.Events) > 1 {
				verdict, other = archive.Split, pick(w, inc.Events...)
			}
			if other == key || m.Acts[other].Document == "" {
				continue
			}
			m.Corrections = append(m.Corrections, archive.Correction{ID: int64(n + 1), Verdict: verdict, Event: key, Other: other})
			relink(key)
		case 2:
			if len(m.Corrections) > 0 {
				c := &m.Corrections[w.IntN(len(m.Corrections))]
				c.Undone = true
				relink(c.Event)
			}
		case 3:
			add := latest[m.Acts[key].Document]
			add.Events = slices.Clone(add.Events)
			i := slices.IndexFunc(add.Events, func(e archive.Event) bool { return e.Key == key })
			add.Events[i].Review = pick(w, archive.Rejected, "")
			latest[add.Document.SHA256] = add
			relink(key)
		}
	}
}

func compareWhole(t *testing.T, round uint64, m *linktest.Memory, latest map[string]archive.Addition) {
	t.Helper()
	var all []archive.Addition
	for _, sha := range slices.Sorted(maps.Keys(latest)) {
		all = append(all, latest[sha])
	}
	want := link.All(all, m.Corrections)
	for _, k := range want.Copies {
		d := m.Docs[k.Document]
		if got := (archive.Kinship{Document: k.Document, Original: d.Original, Parent: d.Parent, Copy: d.Copy}); got != k {
			t.Errorf("round %d: copies: got %+v, want %+v", round, got, k)
		}
	}
	for i := range want.Incidents {
		inc := &want.Incidents[i]
		got := m.Known[inc.ID]
		if got == nil {
			t.Errorf("round %d: no incident %s of %v", round, inc.ID, inc.Events)
			continue
		}
		if !reflect.DeepEqual(got, inc) {
			t.Errorf("round %d: got %+v\nwant %+v", round, got, inc)
		}
		for _, key := range inc.Events {
			if m.Acts[key].Incident != inc.ID {
				t.Errorf("round %d: event %s points to %q, want %q", round, key, m.Acts[key].Incident, inc.ID)
			}
		}
	}
	if len(m.Known) != len(want.Incidents) {
		t.Errorf("round %d: %d incidents, want %d", round, len(m.Known), len(want.Incidents))
	}
}

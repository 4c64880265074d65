package link_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"chancery/archive"
	"chancery/internal/stage/link"
	"chancery/internal/stage/link/linktest"
	"chancery/record"
)

// newsroom writes additions at random: texts of 400 words, some of them copies,
// with six events each.
type newsroom struct {
	*rand.Rand
	words  []string
	recent []string
	codes  []string
	days   int
	towns  int
}

func newNewsroom(seed uint64, codes, days int) *newsroom {
	n := &newsroom{Rand: rand.New(rand.NewPCG(seed, 9)), days: days, towns: 60}
	for i := range 12000 {
		n.words = append(n.words, fmt.Sprintf("w%s", strconv.FormatInt(int64(i)*7919, 36)))
	}
	n.codes = []string{"USA", "CHN", "RUS", "TUR"}[:min(codes, 4)]
	for i := 4; i < codes; i++ {
		n.codes = append(n.codes, fmt.Sprintf("C%02d", i))
	}
	return n
}

func (n *newsroom) word() string {
	f := n.Float64()
	return n.words[int(f*f*f*float64(len(n.words)))]
}

func (n *newsroom) sentence(k int) string {
	var b strings.Builder
	for range k {
		b.WriteString(n.word())
		b.WriteByte(' ')
	}
	return b.String()
}

func (n *newsroom) text() string {
	if len(n.recent) > 0 && n.IntN(6) == 0 {
		words := strings.Fields(n.recent[n.IntN(len(n.recent))])
		return n.sentence(12) + strings.Join(words[:len(words)/2+n.IntN(len(words)/2)], " ")
	}
	t := n.sentence(400)
	if len(n.recent) < 200 {
		n.recent = append(n.recent, t)
	} else {
		n.recent[n.IntN(len(n.recent))] = t
	}
	return t
}

func (n *newsroom) day() string {
	return time.Date(2031, 1, 1+n.IntN(n.days), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

func (n *newsroom) party() archive.Party {
	code := n.codes[n.IntN(len(n.codes))]
	if n.IntN(2) == 0 {
		return archive.Party{Name: fmt.Sprintf("Person%d Of%s", n.IntN(8), code), Kind: record.Person, Code: code}
	}
	return archive.Party{Name: code, Kind: record.State, Code: code, Registry: "state/" + code}
}

func (n *newsroom) addition() archive.Addition {
	text, day := n.text(), n.day()
	doc := archive.Document{Text: text, Outlet: fmt.Sprintf("outlet%d", n.IntN(300))}
	doc.SHA256, doc.Published = record.Digest(text), day
	doc.Appearances = []archive.Appearance{doc.Appears()}
	add := archive.Addition{Document: doc}
	for i := range 6 {
		types := []string{"CONSULT", "CONSULT", "AGREE", "ACCUSE", "REQUEST", "SUPPORT", "ASSAULT", "AID"}
		typ := types[n.IntN(len(types))]
		e := archive.Event{
			Key: archive.EventKey(doc.SHA256, i*30, i*30+4, typ, 0), Document: doc.SHA256, Type: typ, Status: record.Actual, Published: day, Outlet: doc.Outlet,
			Actors: []archive.Party{n.party()}, Recipients: []archive.Party{n.party()}, Start: day, End: day, Evidence: n.sentence(6), Level: n.IntN(4),
			Sketch: archive.Sketch(n.sentence(18)),
		}
		if n.IntN(2) == 0 {
			e.Dated, e.Grain = true, record.Day
		}
		if n.IntN(2) == 0 {
			e.Place = &archive.Where{Name: "town", Code: n.codes[0], Registry: fmt.Sprintf("city/x/%d", n.IntN(n.towns))}
		}
		add.Events = append(add.Events, e)
	}
	return add
}

func BenchmarkPrints(b *testing.B) {
	n := newNewsroom(1, 2, 7)
	text := n.sentence(500)
	doc := &archive.Document{Outlet: "lantern"}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		link.PrintsOf(doc, text)
	}
}

// history fills an archive in memory; LINK_DOCS sets the number of documents.
func history(b *testing.B, n *newsroom, docs int) *linktest.Memory {
	if v, err := strconv.Atoi(os.Getenv("LINK_DOCS")); err == nil {
		docs = v
	}
	m := linktest.New()
	for range docs {
		if _, err := m.Add(context.Background(), link.Link, n.addition()); err != nil {
			b.Fatal(err)
		}
	}
	return m
}

// BenchmarkLink links documents of a year's news of forty states.
func BenchmarkLink(b *testing.B) {
	n := newNewsroom(2, 40, 365)
	m := history(b, n, 5000)
	benchmarkLink(b, n, m)
}

// BenchmarkLinkDense links documents of which all are about two states in one week.
func BenchmarkLinkDense(b *testing.B) {
	n := newNewsroom(3, 2, 7)
	m := history(b, n, 1700)
	benchmarkLink(b, n, m)
}

func benchmarkLink(b *testing.B, n *newsroom, m *linktest.Memory) {
	adds := make([]archive.Addition, 200)
	for i := range adds {
		adds[i] = n.addition()
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		if _, err := link.Link(context.Background(), m, &adds[i%len(adds)]); err != nil {
			b.Fatal(err)
		}
	}
}

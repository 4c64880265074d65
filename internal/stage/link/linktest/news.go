package linktest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"chancery/archive"
	"chancery/record"
)

// News writes additions at random, the same for the same seed: texts of which one
// in six is cut from an earlier one, with some events each. It is what the cost of
// linking is measured on.
type News struct {
	*rand.Rand
	// Words is the length of a text, 400 unless it is set.
	Words int
	// Events is how many events a text has, 6 unless it is set.
	Events int
	// PerDay is how many are of one day, one day after the other; 0 spreads them at
	// random over the days.
	PerDay int
	// Content is how many words the sketches of events are made of, rare and less
	// rare ones as in real sentences without their small words; 0 takes those of the
	// texts, of which a few are in nearly every sentence.
	Content int

	vocabulary []string
	recent     []string
	codes      []string
	days       int
	n          int
}

// NewNews writes about so many states, over so many days.
func NewNews(seed uint64, codes, days int) *News {
	n := &News{Rand: rand.New(rand.NewPCG(seed, 9)), Words: 400, Events: 6, days: days}
	for i := range 12000 {
		n.vocabulary = append(n.vocabulary, fmt.Sprintf("w%s", strconv.FormatInt(int64(i)*7919, 36)))
	}
	n.codes = []string{"USA", "CHN", "RUS", "TUR"}[:min(codes, 4)]
	for i := 4; i < codes; i++ {
		n.codes = append(n.codes, fmt.Sprintf("C%02d", i))
	}
	return n
}

func (n *News) word() string {
	f := n.Float64()
	return n.vocabulary[int(f*f*f*float64(len(n.vocabulary)))]
}

// Sentence is some words in a row.
func (n *News) Sentence(k int) string {
	var b strings.Builder
	for range k {
		b.WriteString(n.word())
		b.WriteByte(' ')
	}
	return b.String()
}

// content is words of an event's sentence.
func (n *News) content(k int) string {
	if n.Content == 0 {
		return n.Sentence(k)
	}
	var b strings.Builder
	for range k {
		f := n.Float64()
		fmt.Fprintf(&b, "c%s ", strconv.FormatInt(int64(f*f*float64(n.Content))*7919, 36))
	}
	return b.String()
}

func (n *News) text() string {
	if len(n.recent) > 0 && n.IntN(6) == 0 {
		words := strings.Fields(n.recent[n.IntN(len(n.recent))])
		return n.Sentence(12) + strings.Join(words[:len(words)/2+n.IntN(len(words)/2)], " ")
	}
	t := n.Sentence(n.Words)
	if len(n.recent) < 200 {
		n.recent = append(n.recent, t)
	} else {
		n.recent[n.IntN(len(n.recent))] = t
	}
	return t
}

func (n *News) day() string {
	day := n.IntN(n.days)
	if n.PerDay > 0 {
		day = n.n / n.PerDay
	}
	n.n++
	return time.Date(2031, 1, 1+day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

func (n *News) party() archive.Party {
	code := n.codes[n.IntN(len(n.codes))]
	if n.IntN(2) == 0 {
		return archive.Party{Name: fmt.Sprintf("Person%d Of%s", n.IntN(8), code), Kind: record.Person, Code: code}
	}
	return archive.Party{Name: code, Kind: record.State, Code: code, Registry: "state/" + code}
}

// Addition is the next document.
func (n *News) Addition() archive.Addition {
	text, day := n.text(), n.day()
	doc := archive.Document{Text: text, Outlet: fmt.Sprintf("outlet%d", n.IntN(300))}
	doc.SHA256, doc.Published = record.Digest(text), day
	add := archive.Addition{Document: doc}
	for i := range n.Events {
		types := []string{"CONSULT", "CONSULT", "AGREE", "ACCUSE", "REQUEST", "SUPPORT", "ASSAULT", "AID"}
		typ := types[n.IntN(len(types))]
		e := archive.Event{
			Key: archive.EventKey(doc.SHA256, i*30, i*30+4, typ, 0), Document: doc.SHA256, Type: typ, Status: record.Actual, Published: day, Outlet: doc.Outlet,
			Actors: []archive.Party{n.party()}, Recipients: []archive.Party{n.party()}, Start: day, End: day, Evidence: n.Sentence(6), Level: n.IntN(4),
			Sketch: archive.Sketch(n.content(18)),
		}
		if n.IntN(2) == 0 {
			e.Dated, e.Grain = true, record.Day
		}
		if n.IntN(2) == 0 {
			e.Place = &archive.Where{Name: "town", Code: n.codes[0], Registry: fmt.Sprintf("city/x/%d", n.IntN(60))}
		}
		add.Events = append(add.Events, e)
	}
	return add
}

package storetest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"chancery/archive"
	"chancery/record"
)

// Random makes the archive of an invented world, the same for the same seed.
type Random struct {
	*rand.Rand
	Days int // over which it is spread
}

// NewRandom seeds a world.
func NewRandom(seed uint64, days int) *Random {
	return &Random{rand.New(rand.NewPCG(seed, 7)), days}
}

func pick[T any](r *Random, list []T) T { return list[r.IntN(len(list))] }

// Vocabulary of the invented world. The codes are real ones, for filters know no
// other; what they do is not.
func codes() []string {
	return []string{"CHN", "RUS", "USA", "FRA", "TUR", "BRA", "FJI", "UNO", "EUR", "KEN", "NOR", "PER"}
}

func outlets() []string {
	return []string{"Courier", "Herald", "Gazette", "Élan", "Morning Star", "Bulletin"}
}

func nouns() []string {
	return strings.Fields("treaty harbour envoy talks border fleet grain loan summit accord ferry bridge nuclear pipeline railway fishery visa tariff museum census école Straße naïve")
}

// Words are some words in a row.
func (r *Random) Words(n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = pick(r, nouns())
	}
	return strings.Join(out, " ")
}

func (r *Random) day() string {
	return time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(r.Days)).Format(time.DateOnly)
}

// skewed is a small number more often than a large one.
func (r *Random) skewed(n int) int { return r.IntN(r.IntN(n) + 1) }

func (r *Random) party() archive.Party {
	code := codes()[r.skewed(len(codes()))]
	switch r.IntN(4) {
	case 0:
		return archive.Party{Name: "Land of " + code, Kind: record.State, Code: code, Registry: "state/" + strings.ToLower(code)}
	case 1:
		return archive.Party{Name: pick(r, []string{"Selim Arkan", "Ilse Brandt", "Ōta Ren", "Mara Quist"}), Kind: record.Person, Code: code, Sectors: []string{"GOV"}, Title: "minister", Person: pick(r, []string{"", "person/x1"})}
	case 2:
		return archive.Party{Name: "Guild of " + pick(r, nouns()), Kind: record.Organization, Sectors: []string{"BUS", "CVL"}[:r.IntN(3)]}
	}
	return archive.Party{Name: "army of " + code, Kind: record.Group, Code: code, Sectors: []string{"MIL"}, Inferred: r.IntN(2) == 0}
}

func (r *Random) parties(most int) (out []archive.Party) {
	for range r.IntN(most + 1) {
		out = append(out, r.party())
	}
	return out
}

func (r *Random) maybe(p *archive.Party) *archive.Party {
	if r.IntN(4) > 0 {
		return nil
	}
	return p
}

// Addition makes a page with some events and statements.
func (r *Random) Addition(n int) archive.Addition {
	text := fmt.Sprintf("Page %d: ", n) + r.Words(40)
	sum := sha256.Sum256([]byte(text))
	doc := archive.Document{Document: record.Document{SHA256: hex.EncodeToString(sum[:]), Title: r.Words(4), Source: pick(r, outlets()), Published: r.day() + "T08:00:00Z"},
		Coder: "coder-1", Text: text, Added: time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC)}
	if r.IntN(10) == 0 {
		doc.Published = ""
	}
	doc.URL = fmt.Sprintf("https://%s.example/%d", strings.ToLower(strings.Fields(doc.Source)[0]), n)
	doc.ID = doc.SHA256
	doc.Describe()
	add := archive.Addition{Document: doc, Record: record.Record{Schema: record.SchemaV1, Document: doc.Document}, KeepText: true}
	for i := range 1 + r.IntN(6) {
		add.Events = append(add.Events, r.event(&doc, i))
	}
	for i := range r.IntN(4) {
		add.Said = append(add.Said, r.statement(&doc, i))
	}
	return add
}

func (r *Random) event(doc *archive.Document, i int) archive.Event {
	typ := pick(r, record.Types())
	e := archive.Event{
		Key: archive.EventKey(doc.SHA256, 10*i, 10*i+4, typ, 0), Document: doc.SHA256, ID: fmt.Sprintf("v%d", i), Type: typ,
		Status: []record.Status{record.Actual, record.Planned, record.Hypothetical, record.Denied, record.Historical}[r.skewed(5)],
		Actors: r.parties(2), Recipients: r.parties(2), Forum: r.maybe(&archive.Party{Name: "Council of " + pick(r, nouns()), Kind: record.Forum, Edition: r.IntN(3)}),
		Trigger: pick(r, nouns()), Evidence: r.Words(8), TriggerSpan: record.Span{Start: 10 * i, End: 10*i + 4},
		Title: doc.Title, Outlet: doc.Outlet, URL: doc.URL, Published: doc.Published, Level: r.IntN(5), CAMEO: pick(r, []string{"", "042", "0421", "19"}),
	}
	e.Start, e.End = archive.Day(doc.Published), archive.Day(doc.Published)
	if r.IntN(2) == 0 {
		e.Start, e.Dated, e.Grain = r.day(), true, record.Day
		e.End = e.Start
	}
	if modes := record.Modes(typ); len(modes) > 0 && r.IntN(2) == 0 {
		e.Modes = []string{pick(r, modes)}
	}
	if r.IntN(2) == 0 {
		e.Contexts = []string{pick(r, record.Contexts())}
	}
	if r.IntN(3) == 0 {
		e.Place = &archive.Where{Name: pick(r, []string{"Vendel", "Port Élise"}), Code: pick(r, codes())}
	}
	if r.IntN(3) > 0 {
		scale, confidence := float64(r.IntN(21)-10), float64(r.IntN(100))/100
		e.Scale, e.Confidence = &scale, &confidence
	}
	if r.IntN(6) == 0 {
		killed := r.IntN(20)
		e.Size = &record.Size{Killed: &killed}
	}
	if e.Speaker = r.maybe(new(archive.Party)); e.Speaker != nil {
		*e.Speaker, e.Attributed = r.party(), true
	}
	return e
}

func (r *Random) statement(doc *archive.Document, i int) archive.Statement {
	s := archive.Statement{
		Key: fmt.Sprintf("%.16s:%d-%d:said:%d", doc.SHA256, 10*i, 10*i+4, i), Document: doc.SHA256, ID: fmt.Sprintf("s%d", i),
		Cue: pick(r, []string{"said", "warned"}), Content: r.Words(9), Kind: pick(r, []string{"direct", "indirect"}), Polarity: pick(r, []string{"asserts", "warns", ""}),
		SpeakerKind: pick(r, []string{"named", "office"}), Start: archive.Day(doc.Published), About: r.parties(2),
		Title: doc.Title, Outlet: doc.Outlet, URL: doc.URL, Published: doc.Published, ContentSpans: []record.Span{{Start: i, End: i + 9}},
	}
	if p := r.party(); r.IntN(3) > 0 {
		s.Speaker = &p
	}
	return s
}

// Filter writes a random filter of a target: fields are what it may test.
func (r *Random) Filter(leaves []func() string, depth int) string {
	switch n := r.IntN(6); {
	case depth == 0 || n < 2:
		return pick(r, leaves)()
	case n == 2:
		return "(" + r.Filter(leaves, depth-1) + " or " + r.Filter(leaves, depth-1) + ")"
	case n == 3:
		return "-" + r.Filter(leaves, 0)
	default:
		return r.Filter(leaves, depth-1) + " " + r.Filter(leaves, depth-1)
	}
}

// common are tests that events, statements and incidents take.
func (r *Random) common() []func() string {
	return []func() string{
		func() string { return "since:" + r.day() },
		func() string { return "until:" + r.day() },
		func() string { return "on:" + r.day()[:7] },
		func() string { return `person:"` + pick(r, []string{"selim", "ren", "mara quist"}) + `"` },
	}
}

// paged are tests of what a page prints: events and statements.
func (r *Random) paged() []func() string {
	return []func() string{
		func() string {
			return "outlet:" + pick(r, []string{"élan", "elan", "cour*", `"morning star"`, "nobody"})
		},
		func() string { return "text:" + pick(r, nouns()) },
		func() string { return `text:"` + r.Words(2) + `"` },
		func() string { return "text:" + pick(r, []string{"t", "gr", "é", "b"}) + "*" },
		func() string { return "title:" + pick(r, nouns()) },
		func() string { return "published:" + r.day()[:7] },
		func() string { return "speaker:" + pick(r, codes()) },
		func() string { return "copied:" + pick(r, []string{"yes", "no"}) },
		func() string { return "dated:yes" },
		func() string { return "document:" + fmt.Sprintf("%x", r.IntN(256)) },
		func() string { return "has:" + pick(r, []string{"speaker", "date"}) },
	}
}

// acts are tests of what was done: events and incidents.
func (r *Random) acts() []func() string {
	role := func() string { return pick(r, []string{"actor", "recipient", "party", "place"}) }
	return []func() string{
		func() string { return role() + ":" + pick(r, codes()) },
		func() string { return "actor:" + pick(r, codes()) + "," + pick(r, codes()) },
		func() string { return "party:" + pick(r, codes()) + "/" + pick(r, []string{"GOV", "MIL"}) },
		func() string {
			return role() + `:"` + pick(r, []string{"guild", "guild of " + pick(r, nouns()), "army of", "land", "port elise", "arkan"}) + `"`
		},
		func() string { return "actor:state/" + strings.ToLower(pick(r, codes())) },
		func() string { return "actor:person/x1" },
		func() string { return "recipient.sector:" + pick(r, []string{"GOV", "MIL", "BUS"}) },
		func() string { return "type:" + pick(r, record.Types()) + "," + pick(r, record.Types()) },
		func() string { return "quad:" + pick(r, []string{"1", "4"}) },
		func() string { return "status:" + pick(r, []string{"actual", "planned", "denied,historical"}) },
		func() string { return "context:" + pick(r, record.Contexts()) },
		func() string { return "forum:council" },
		func() string { return "level:" + pick(r, []string{"<=2", ">1", "3"}) },
		func() string { return "scale:" + pick(r, []string{"<0", "-5..5", ">=8"}) },
		func() string { return "confidence:" + pick(r, []string{">=0.5", "<0.1"}) },
		func() string { return "has:" + pick(r, []string{"actor", "place", "forum", "level", "coordinates"}) },
	}
}

// OfEvents are the tests that events take.
func (r *Random) OfEvents() []func() string {
	return append(append(append(r.common(), r.paged()...), r.acts()...),
		func() string { return "cameo:" + pick(r, []string{"04", "042", "1", "7"}) },
		func() string { return "killed:>" + fmt.Sprint(r.IntN(20)) },
		func() string { return "trigger:" + pick(r, nouns()) },
		func() string { return "attributed:" + pick(r, []string{"yes", "no"}) },
		func() string { return "review:" + pick(r, []string{"none", "accepted", "rejected"}) },
		func() string { return "has:" + pick(r, []string{"incident", "size", "cameo"}) },
	)
}

// OfStatements are the tests that statements take.
func (r *Random) OfStatements() []func() string {
	return append(append(r.common(), r.paged()...),
		func() string { return "kind:" + pick(r, []string{"direct", "indirect"}) },
		func() string { return "polarity:" + pick(r, []string{"asserts", "warns"}) },
		func() string { return "source:named" },
		func() string { return "about:" + pick(r, codes()) },
		func() string { return "cue:warned" },
	)
}

// OfIncidents are the tests that incidents take.
func (r *Random) OfIncidents() []func() string {
	return append(append(r.common(), r.acts()...),
		func() string { return "outcome:" + pick(r, []string{"held", "none", "cancelled"}) },
		func() string { return "reports:>1" },
		func() string { return "independent:>=1" },
		func() string { return "announced:" + r.day()[:7] },
	)
}

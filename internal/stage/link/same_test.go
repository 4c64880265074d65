package link_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/link"
	"chancery/record"
)

// change is what makes one report another.
type change func(*archive.Event)

// talks is the report that the others are compared with.
func talks(document string, changes ...change) archive.Event {
	e := archive.Event{
		Key: document + ":1-4:CONSULT", Document: document, Type: "CONSULT", Status: record.Actual, Published: "2031-03-11",
		Actors: []archive.Party{person("Selim Arkan", "TUR")}, Recipients: []archive.Party{person("Nikos Velas", "GRC")},
		Place: &archive.Where{Name: "Vienna", Code: "AUT", Registry: "city/aut/vienna"}, Level: 2,
		Evidence: "Selim Arkan met Nikos Velas", Trigger: "met", Sketch: archive.Sketch("Arkan Velas Vienna fishing rights islands"),
	}
	day("2031-03-10")(&e)
	for _, c := range changes {
		c(&e)
	}
	return e
}

func person(name, code string) archive.Party {
	return archive.Party{Name: name, Kind: record.Person, Code: code}
}

func state(code string) archive.Party {
	return archive.Party{Name: code, Kind: record.State, Code: code, Registry: "state/" + code}
}

func between(a, b archive.Party) change {
	return func(e *archive.Event) { e.Actors, e.Recipients = []archive.Party{a}, []archive.Party{b} }
}

func day(d string) change {
	return func(e *archive.Event) { e.Start, e.End, e.Grain, e.Dated = d, d, record.Day, true }
}

func undated(published string) change {
	return func(e *archive.Event) {
		e.Start, e.End, e.Grain, e.Dated, e.Published = published, published, "", false, published
	}
}

func at(name, code, key string) change {
	return func(e *archive.Event) { e.Place = &archive.Where{Name: name, Code: code, Registry: key} }
}

func said(words string) change {
	return func(e *archive.Event) { e.Sketch = archive.Sketch(words) }
}

func is(s record.Status) change    { return func(e *archive.Event) { e.Status = s } }
func typ(t string) change          { return func(e *archive.Event) { e.Type = t } }
func rank(n int) change            { return func(e *archive.Event) { e.Level = n } }
func words(evidence string) change { return func(e *archive.Event) { e.Evidence = evidence } }
func series(name string, n int) change {
	return func(e *archive.Event) {
		e.Forum = &archive.Party{Name: name, Kind: record.Forum, Edition: n}
	}
}

func killed(n int) change { return func(e *archive.Event) { e.Size = &record.Size{Killed: &n} } }

func call(e *archive.Event) { e.Modes = []string{"phone"} }

// attack is a report of force with parties that no one names.
func attack(e *archive.Event) {
	e.Type, e.Actors, e.Level = "ASSAULT", []archive.Party{{Name: "Gunmen", Kind: record.Person, Code: "MLI"}}, 0
	e.Recipients = []archive.Party{{Name: "soldiers", Kind: record.Group, Code: "MLI"}}
	at("Gao", "MLI", "city/mli/gao")(e)
	said("gunmen attacked checkpoint soldiers Gao")(e)
}

func accuses(e *archive.Event) {
	e.Type, e.Place, e.Level = "ACCUSE", nil, 0
	between(state("ARM"), state("AZE"))(e)
	said("Armenia accused Azerbaijan flying drone village Tegh")(e)
}

func TestSame(t *testing.T) {
	arkan, velas, ulu := person("Selim Arkan", "TUR"), person("Nikos Velas", "GRC"), person("Deniz Ulu", "TUR")
	tests := []struct {
		name string
		a, b []change
		want bool
	}{
		{"the same in other words", nil, []change{said("ministers dinner border"), words("held talks")}, true},
		{"sides of a meeting in the other order", nil, []change{between(velas, arkan)}, true},
		{"a surname alone", nil, []change{between(person("Arkan", "TUR"), velas)}, true},
		{"states for ministers, same place and rank", nil, []change{between(state("TUR"), state("GRC"))}, true},
		{"another minister of the same state", nil, []change{between(ulu, velas), said("Ulu Velas defence")}, false},
		{"two other ministers", nil, []change{between(ulu, person("Ana Kosta", "GRC")), said("defence exercises")}, false},
		{"a third state", nil, []change{between(arkan, person("Carlo Neri", "ITA"))}, false},
		{"another town", nil, []change{at("Geneva", "CHE", "city/che/geneva")}, false},
		{"a year later", nil, []change{day("2032-03-10")}, false},
		{"the next day, in the same words", nil, []change{day("2031-03-11")}, true},
		{"the next day, in other words", nil, []change{day("2031-03-11"), said("second meeting trade")}, false},
		{"presidents for ministers", []change{between(state("TUR"), state("GRC"))}, []change{between(state("TUR"), state("GRC")), rank(1), said("presidents gas pipeline")}, false},
		{"undated, printed the next day", nil, []change{undated("2031-03-11")}, true},
		{"undated, printed two weeks later", nil, []change{undated("2031-03-24")}, false},
		{"its plan", nil, []change{is(record.Planned), func(e *archive.Event) { e.Published = "2031-03-01" }}, true},
		{"the plan of another day", nil, []change{is(record.Planned), day("2031-03-20")}, false},
		{"a plan without a day that names only the states, other days, other words", []change{between(state("TUR"), state("GRC"))},
			[]change{between(state("TUR"), state("GRC")), is(record.Planned), undated("2031-03-06"), said("summit on customs"), rank(0)}, false},
		{"the same, and words", []change{between(state("TUR"), state("GRC"))},
			[]change{between(state("TUR"), state("GRC")), is(record.Planned), undated("2031-03-06"), said("summit on fishing rights"), rank(0)}, true},
		{"a plan for the month", nil, []change{is(record.Planned), func(e *archive.Event) { e.Start, e.End, e.Grain = "2031-03-01", "2031-03-31", record.Month }}, true},
		{"denied", nil, []change{is(record.Denied)}, false},
		{"told as history, of the same day", nil, []change{is(record.Historical)}, true},
		{"the next edition", []change{series("border talks", 8)}, []change{series("border talks", 9)}, false},
		{"the same edition", []change{series("border talks", 8)}, []change{series("border talks", 8), said("other words entirely")}, true},
		{"called off, and the plan", []change{is(record.Planned)}, []change{typ("REJECT"), words("the meeting was cancelled")}, true},
		{"put off, told days before the day of the plan", []change{is(record.Planned), day("2031-03-24")},
			[]change{words("Selim Arkan put off the talks"), func(e *archive.Event) { e.Place = nil }}, true},
		{"put off between states in other words, days before", []change{is(record.Planned), day("2031-03-24"), between(state("TUR"), state("GRC"))},
			[]change{between(state("TUR"), state("GRC")), words("they put off talks"), said("delay grain quota"), func(e *archive.Event) { e.Place = nil }}, false},
		{"put off, and a meeting that was held", nil, []change{words("Selim Arkan put off the talks")}, false},
		{"a plan of which the sentence says that it is off, and the meeting", nil, []change{is(record.Planned), said("Arkan Velas Vienna fishing rights islands postponed")}, false},
		{"a call, told from two capitals", []change{call, at("Ankara", "TUR", "city/tur/ankara")}, []change{call, at("Athens", "GRC", "city/grc/athens")}, true},
		{"a call, and a visit of the same day", []change{call}, []change{func(e *archive.Event) { e.Modes = []string{"visit"} }}, false},
		{"a call, and talks of which a page says no more", []change{call}, nil, true},
		{"rejected, which is another act", nil, []change{typ("REJECT"), words("turned down the offer")}, false},
		{"an attack, other numbers", []change{attack, killed(3)}, []change{attack, killed(5)}, true},
		{"an attack, other words, same number", []change{attack, killed(3)}, []change{attack, killed(3), said("men stormed post river")}, true},
		{"an attack in another town", []change{attack}, []change{attack, at("Kidal", "MLI", "city/mli/kidal")}, false},
		{"an accusation, shortened", []change{accuses}, []change{accuses, said("Armenia accused Azerbaijan drone border village")}, true},
		{"another accusation of the day", []change{accuses}, []change{accuses, said("closing canal brings water farmers")}, false},
		{"who accuses whom the other way round", []change{accuses}, []change{accuses, between(state("AZE"), state("ARM"))}, false},
		{"nobody is named, no place", []change{attack, func(e *archive.Event) { e.Place, e.Actors, e.Recipients = nil, nil, nil }},
			[]change{attack, func(e *archive.Event) { e.Place, e.Actors, e.Recipients = nil, nil, nil }, said("gunmen attacked checkpoint yesterday near river")}, false},
	}
	for _, test := range tests {
		a, b := talks("a", test.a...), talks("b", test.b...)
		if got := link.Same(a, b); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
		if link.Same(b, a) != link.Same(a, b) {
			t.Errorf("%s: not symmetric", test.name)
		}
		if test.want && !slices.ContainsFunc(link.Blocks(a), func(k string) bool {
			return slices.ContainsFunc(link.Blocks(b), func(l string) bool { return k[1:] == l[1:] })
		}) {
			t.Errorf("%s: no block brings them together", test.name)
		}
	}
}

// TestSameIsSymmetric tries pairs at random.
func TestSameIsSymmetric(t *testing.T) {
	w := world{rand.New(rand.NewPCG(11, 4))}
	joined := 0
	for range 20000 {
		a, b := w.event("aaaa", w.day(), 0), w.event("bbbb", w.day(), 0)
		if w.IntN(4) == 0 {
			b.Type, b.Actors, b.Recipients = a.Type, a.Actors, a.Recipients
		}
		if w.IntN(3) == 0 { // a page gives a person the other one's country
			b.Actors = append(slices.Clone(b.Actors), a.Actors[0])
			b.Actors[0].Code = pick(w, "TUR", "GRC", "ITA")
		}
		x, y := link.Same(a, b), link.Same(b, a)
		if x != y {
			t.Fatalf("%v and %v\n%+v\n%+v", x, y, a, b)
		}
		if x {
			joined++
		}
	}
	if joined < 150 {
		t.Errorf("only %d pairs were one act", joined)
	}
}

func TestSameOnOnePage(t *testing.T) {
	a, b := talks("a"), talks("a")
	b.Key = "a:9-12:CONSULT"
	if link.Same(a, b) {
		t.Error("two acts of one page were joined")
	}
	b.SameAs = a.Key
	if !link.Same(a, b) {
		t.Error("an act told again on one page was not joined")
	}
}

func TestBuild(t *testing.T) {
	plan := talks("p", is(record.Planned), func(e *archive.Event) { e.Published, e.Outlet, e.Place = "2031-03-01", "lantern", nil })
	first := talks("a", killed(3), func(e *archive.Event) { e.Published, e.Outlet = "2031-03-10", "courier" })
	copied := talks("b", killed(3), func(e *archive.Event) { e.Published, e.Outlet = "2031-03-11", "post" })
	other := talks("c", killed(5), day("2031-03-11"), func(e *archive.Event) { e.Published, e.Outlet, e.Level = "2031-03-12", "herald", 0 })
	docs := map[string]*archive.Document{
		"a": {Document: record.Document{SHA256: "a"}, Appearances: []archive.Appearance{{Outlet: "courier"}, {Outlet: "evening"}}},
		"b": {Document: record.Document{SHA256: "b"}, Original: "a", Copy: archive.Syndicated},
	}
	inc := link.Build([]archive.Event{other, copied, plan, first}, docs)
	if inc.Status != record.Actual || inc.Outcome != "held" || inc.Announced != "2031-03-01" || inc.Start != "2031-03-10" {
		t.Errorf("%s, %s, announced %s, on %s", inc.Status, inc.Outcome, inc.Announced, inc.Start)
	}
	if inc.Reports != 4 || inc.Documents != 4 || inc.Outlets != 5 || inc.Independent != 3 {
		t.Errorf("%d reports in %d documents, %d outlets, %d independent", inc.Reports, inc.Documents, inc.Outlets, inc.Independent)
	}
	if inc.Earliest != plan.Key || inc.Best != first.Key {
		t.Errorf("earliest %s, best %s", inc.Earliest, inc.Best)
	}
	want := []archive.Conflict{
		{Field: "killed", Values: []archive.Variant{{Value: "3", Events: []string{first.Key, copied.Key}}, {Value: "5", Events: []string{other.Key}}}},
		{Field: "day", Values: []archive.Variant{{Value: "2031-03-10", Events: []string{first.Key, copied.Key}}, {Value: "2031-03-11", Events: []string{other.Key}}}},
	}
	if !reflect.DeepEqual(inc.Conflicts, want) {
		t.Errorf("conflicts %+v", inc.Conflicts)
	}
}

func TestBuildTellsWhatBecameOfAPlan(t *testing.T) {
	plan := talks("p", is(record.Planned), func(e *archive.Event) { e.Published = "2031-03-01" })
	later := func(evidence string) archive.Event {
		return talks("q", is(record.Planned), words(evidence), func(e *archive.Event) { e.Published = "2031-03-05" })
	}
	off := talks("r", typ("REJECT"), words("a meeting has been called off"), func(e *archive.Event) { e.Published = "2031-03-06" })
	for _, test := range []struct {
		events []archive.Event
		want   string
	}{
		{[]archive.Event{plan}, ""},
		{[]archive.Event{plan, later("has postponed the visit")}, "postponed"},
		{[]archive.Event{plan, later("has postponed the visit"), off}, "cancelled"},
		{[]archive.Event{plan, later("has postponed the visit"), talks("s")}, "held"},
	} {
		if inc := link.Build(test.events, nil); inc.Outcome != test.want {
			t.Errorf("%d reports: %q (%s), want %q", len(test.events), inc.Outcome, inc.Status, test.want)
		}
	}
}

func TestCredit(t *testing.T) {
	for text, want := range map[string]string{
		"KIRSTAD (RNA) — Ministers met on Monday.":               "rna",
		"KIRSTAD, 3 March (RNA) - Ministers met on Monday.":      "rna",
		"Ministers met on Monday. (Ruritanian News Agency)":      "ruritanian news agency",
		"Ministers met on Monday. — RNA":                         "rna",
		"Ministers met.\nSource: the Ruritanian News Agency.":    "ruritanian news agency",
		"KIRSTAD — Ministers met on Monday (and on Tuesday).":    "",
		"The minister — who is new — said nothing.":              "",
		"Ministers met in the old town (Kirstad)":                "",
		"Ministers met on Monday. (RNA)\n\nAll rights reserved.": "rna",
		"": "",
	} {
		if got := link.Credit(text); got != want {
			t.Errorf("%q: credit %q, want %q", text, got, want)
		}
	}
	if a, b := link.Body("KIRSTAD (RNA) — Ministers met.\nAll rights reserved."), "Ministers met."; a != b {
		t.Errorf("body %q, want %q", a, b)
	}
}

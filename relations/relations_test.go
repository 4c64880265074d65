package relations

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/record"
)

// inc makes an incident: "RUR AID LOR 2031-03-04 a,b" with codes of invented
// states, one outlet or more.
func inc(actors []string, typ string, recipients []string, day string, outlets ...string) *archive.Incident {
	i := &archive.Incident{Type: typ, Status: record.Actual, Start: day, End: day, Reports: max(1, len(outlets)), OutletNames: outlets, Outlets: len(outlets)}
	for _, c := range actors {
		i.Actors = append(i.Actors, archive.Party{Code: c, Name: c})
	}
	for _, c := range recipients {
		i.Recipients = append(i.Recipients, archive.Party{Code: c, Name: c})
	}
	i.ID = fmt.Sprint(actors, typ, recipients, day)
	return i
}

func one(c string) []string { return []string{c} }

func aggregate(t *testing.T, g record.Grain, list ...*archive.Incident) *Aggregate {
	t.Helper()
	a, err := NewAggregate(g)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range list {
		a.Add(i)
	}
	return a
}

func seriesOf(t *testing.T, a *Aggregate, c *Calendar, q Question) Series {
	t.Helper()
	s, err := NewSeries(a, c, q)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func measure(t *testing.T, name string) Measure {
	t.Helper()
	m, err := MeasureNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// same compares numbers, NaN with NaN.
func same(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool {
		return math.IsNaN(x) && math.IsNaN(y) || math.Abs(x-y) < 1e-9
	})
}

var nan = math.NaN()

func docs(outlet string, n int, days ...string) (out []archive.Coverage) {
	for _, d := range days {
		out = append(out, archive.Coverage{Day: d, Outlet: outlet, Documents: n})
	}
	return out
}

func TestDays(t *testing.T) {
	for s, want := range map[string]Day{"1970-01-01": 0, "1969-12-31": -1, "2000-02-29": 11016, "2024-03-14T10:00:00Z": 19796, "1900-03-01": -25508} {
		d, ok := ParseDay(s)
		if !ok || d != want || d.String() != s[:10] {
			t.Errorf("%s is day %d (%v), written %s; want %d", s, d, ok, d, want)
		}
	}
	for _, s := range []string{"", "2023-02-29", "2023-13-01", "2023-00-01", "2023-01-00", "20230101", "2023/01/01", "abcd-01-01", "1900-02-29"} {
		if d, ok := ParseDay(s); ok {
			t.Errorf("%q is read as %s", s, d)
		}
	}
}

func TestPeriods(t *testing.T) {
	for _, tc := range []struct {
		day                string
		grain              record.Grain
		label, first, last string
	}{
		{"2024-12-30", record.Week, "2025-W01", "2024-12-30", "2025-01-05"},
		{"2027-01-01", record.Week, "2026-W53", "2026-12-28", "2027-01-03"},
		{"2024-02-29", record.Month, "2024-02", "2024-02-01", "2024-02-29"},
		{"1969-11-15", record.Quarter, "1969-Q4", "1969-10-01", "1969-12-31"},
		{"2024-03-31", record.Quarter, "2024-Q1", "2024-01-01", "2024-03-31"},
		{"1968-05-05", record.Year, "1968", "1968-01-01", "1968-12-31"},
		{"1968-05-05", record.Day, "1968-05-05", "1968-05-05", "1968-05-05"},
	} {
		d, _ := ParseDay(tc.day)
		p := PeriodOf(d, tc.grain)
		if p.Label(tc.grain) != tc.label || p.First(tc.grain).String() != tc.first || p.Last(tc.grain).String() != tc.last {
			t.Errorf("%s by %s: %s from %s to %s", tc.day, tc.grain, p.Label(tc.grain), p.First(tc.grain), p.Last(tc.grain))
		}
	}
}

// Which acts are between two sides.
func TestSides(t *testing.T) {
	eu := SideOf("EU members", "DEU", "FRA", "ITA")
	china := SideOf("CHN")
	for _, tc := range []struct {
		name     string
		from, to []string
		typ      string
		a, b     Side
		both     bool // counts either way
		directed bool // counts as an act by a towards b
	}{
		{"towards", one("CHN"), one("DEU"), "AID", china, eu, true, true},
		{"the other way", one("CHN"), one("DEU"), "AID", eu, china, true, false},
		{"meeting together", []string{"CHN", "DEU"}, nil, "CONSULT", eu, china, true, true},
		{"agreeing together", []string{"CHN", "DEU"}, nil, "AGREE", eu, china, true, true},
		{"against a third", []string{"CHN", "DEU"}, one("IND"), "ACCUSE", eu, china, false, false},
		{"with a third", []string{"CHN", "DEU"}, one("IND"), "CONSULT", eu, china, true, true},
		{"guests of a third", one("IND"), []string{"CHN", "DEU"}, "CONSULT", eu, china, true, true},
		{"both aided by a third", one("IND"), []string{"CHN", "DEU"}, "AID", eu, china, false, false},
		{"within a bloc", one("FRA"), one("DEU"), "AID", eu, eu, true, true},
		{"one state is no pair", one("FRA"), one("FRA"), "COERCE", eu, eu, false, false},
		{"at home, with others", one("CHN"), one("CHN"), "COERCE", china, Others(), false, false},
		{"with others", one("CHN"), one("IND"), "COERCE", china, Others(), true, true},
		{"by others", one("IND"), one("CHN"), "COERCE", china, Others(), true, false},
		{"a bloc's member is no other", one("FRA"), one("DEU"), "AID", eu, Others(), false, false},
		{"whoever", one("CHN"), one("CHN"), "COERCE", china, Side{}, true, true},
		{"nobody", one("CHN"), nil, "MOBILIZE", china, Side{}, true, true},
	} {
		a := aggregate(t, record.Month, inc(tc.from, tc.typ, tc.to, "2024-03-14"))
		q := Ask(tc.a, tc.b, record.Month)
		count := func() int { return seriesOf(t, a, nil, q).Points[0].Incidents }
		got := count() == 1
		q.Directed = true
		if directed := count() == 1; got != tc.both || directed != tc.directed {
			t.Errorf("%s: counts %v, directed %v", tc.name, got, directed)
		}
	}
}

func TestMembershipHasDates(t *testing.T) {
	left, _ := ParseDay("2020-01-31")
	eu := Side{Name: "EU", Members: []Member{{"GBR", NoDay, left}, {"FRA", NoDay, NoDay}}}
	a := aggregate(t, record.Month, inc(one("GBR"), "AID", one("CHN"), "2020-01-15"), inc(one("GBR"), "AID", one("CHN"), "2020-03-15"), inc(one("FRA"), "AID", one("CHN"), "2020-03-15"))
	s := seriesOf(t, a, nil, Ask(eu, SideOf("CHN"), record.Month))
	if got := s.Values(measure(t, "incidents"), Raw); !same(got, []float64{1, nan, 1}) {
		t.Errorf("a former member: %v", got)
	}
}

func TestSeriesTellsGapsFromZeros(t *testing.T) {
	a := aggregate(t, record.Day,
		inc(one("CHN"), "AID", one("RUS"), "2024-01-10", "a"),
		inc(one("CHN"), "AID", one("RUS"), "2024-03-10", "a"), // told by a later page: March has none
		inc(one("IND"), "AID", one("RUS"), "2024-02-10", "a"))
	cal := CalendarOf(slices.Concat(docs("a", 50, "2024-01-09", "2024-01-11", "2024-02-11"), docs("b", 100, "2024-02-12", "2024-04-01")))
	s := seriesOf(t, a, cal, Ask(SideOf("CHN"), SideOf("RUS"), record.Month))
	if got := s.Values(measure(t, "incidents"), Raw); !same(got, []float64{1, 0, nan, 0}) || s.Gaps() != 1 {
		t.Errorf("values %v, %d gaps", got, s.Gaps())
	}
	if got := s.Values(measure(t, "incidents"), PerThousand); !same(got, []float64{10, 0, nan, 0}) {
		t.Errorf("per thousand documents %v", got)
	}
	if got := s.Values(measure(t, "incidents"), Share); !same(got, []float64{1, 0, nan, nan}) {
		t.Errorf("share %v: no acts at all have no shares", got)
	}
	if got := s.Values(measure(t, "mean"), Raw); !same(got, []float64{scaleOf("AID"), nan, nan, nan}) {
		t.Errorf("mean score %v", got)
	}
	if p := s.Points[2]; p.Incidents != 1 || p.Label != "2024-03" {
		t.Errorf("what is known of a gap: %+v", p)
	}
	if s.Points[0].Covered != 2 || s.Points[0].Documents != 100 {
		t.Errorf("coverage %+v", s.Points[0])
	}
}

func TestOnlyActualActsCount(t *testing.T) {
	denied, planned := inc(one("CHN"), "AID", one("RUS"), "2024-01-10"), inc(one("CHN"), "AID", one("RUS"), "2024-01-11")
	denied.Status, planned.Status = record.Denied, record.Planned
	a := aggregate(t, record.Month, denied, planned, inc(one("CHN"), "AID", one("RUS"), "2024-01-12"))
	q := Ask(SideOf("CHN"), SideOf("RUS"), record.Month)
	for _, tc := range []struct {
		statuses []record.Status
		want     int
	}{{nil, 1}, {[]record.Status{record.Planned}, 1}, {[]record.Status{record.Denied, record.Actual}, 2}} {
		q.Statuses = tc.statuses
		if s := seriesOf(t, a, nil, q); s.Points[0].Incidents != tc.want || s.Points[0].All != 1 {
			t.Errorf("%v: %d of %d", tc.statuses, s.Points[0].Incidents, s.Points[0].All)
		}
	}
}

func TestMeasures(t *testing.T) {
	a := aggregate(t, record.Month,
		inc(one("CHN"), "CONSULT", one("RUS"), "2024-01-10", "a", "b"), // 2.5
		inc(one("CHN"), "AID", one("RUS"), "2024-01-11"),
		inc(one("RUS"), "ACCUSE", one("CHN"), "2024-01-12"),
		inc(one("RUS"), "COERCE", one("CHN"), "2024-01-12", "a", "b", "c"))
	s := seriesOf(t, a, nil, Ask(SideOf("CHN"), SideOf("RUS"), record.Month))
	scale := func(typ string) float64 { return scaleOf(typ) }
	coop, conf := scale("CONSULT")+scale("AID"), -scale("ACCUSE")-scale("COERCE")
	for name, want := range map[string]float64{
		"incidents": 4, "reports": 7, "cooperation": coop, "conflict": conf, "net": coop - conf, "mean": (coop - conf) / 4,
		"verbal net": scale("CONSULT") + scale("ACCUSE"), "material net": scale("AID") + scale("COERCE"),
		"verbal conflict": 1, "material conflict": 1, "conflict incidents": 2, "CONSULT": 1, "reports COERCE": 3,
	} {
		if got := s.Values(measure(t, name), Raw); !same(got, []float64{want}) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if _, err := MeasureNamed("warmth"); err == nil {
		t.Error("no error for a measure that there is not")
	}
}

func TestBroadDatesAreNotPlaced(t *testing.T) {
	i := inc(one("CHN"), "AID", one("RUS"), "2024-03-01")
	i.End = "2024-03-31"
	j := inc(one("CHN"), "AID", one("RUS"), "")
	a := aggregate(t, record.Week, i, j)
	if a.Broad != 1 || a.Undated != 1 || len(a.Rows()) != 0 {
		t.Errorf("%d broad, %d undated, %d rows: an act of March is no act of its first week", a.Broad, a.Undated, len(a.Rows()))
	}
	if b := aggregate(t, record.Month, i); b.Broad != 0 {
		t.Error("an act of March has a month")
	}
}

// An aggregate that is kept by rows, with incidents changed and removed on the
// way, is the one that is counted at once.
func TestAggregateIsIncremental(t *testing.T) {
	list := someIncidents(400)
	kept := map[string]Row{}
	change := func(i *archive.Incident, sign int) {
		rows, err := RowsOf(i, record.Month)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if sign < 0 {
				r = r.Minus()
			}
			k := fmt.Sprint(r.Period, "|", r.Actors, "|", r.Recipients, "|", r.Type, r.Scale, r.Status, r.Outlet)
			old := kept[k]
			r.Incidents, r.Reports, r.Squares, r.Part, r.Sole = r.Incidents+old.Incidents, r.Reports+old.Reports, r.Squares+old.Squares, r.Part+old.Part, r.Sole+old.Sole
			kept[k] = r
		}
	}
	for n, i := range list {
		change(i, 1)
		if n%3 == 0 { // joined with another report
			change(i, -1)
			i.Reports++
			i.OutletNames = append(i.OutletNames, "late")
			change(i, 1)
		}
	}
	b, _ := NewAggregate(record.Month)
	for _, r := range kept {
		if r.Incidents != 0 || r.Part != 0 {
			if err := b.AddRow(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got, want := b.Rows(), aggregate(t, record.Month, list...).Rows(); !slices.Equal(got, want) {
		t.Errorf("%d rows kept, %d counted at once, or they differ", len(got), len(want))
	}
	for _, i := range list {
		b.Remove(i)
	}
	if rest := b.Rows(); len(rest) != 0 {
		t.Errorf("%d rows left of nothing: %+v", len(rest), rest[0])
	}
}

func TestKey(t *testing.T) {
	for _, tc := range []struct {
		code, registry, want string
	}{
		{"CHN", "org/chn/ministry", "CHN"}, {"XAV", "state/xav", "XAV"}, {"UNO", "org/unsc", "UNO"}, {"EUR", "org/eu", "EUR"},
		{"IGO", "org/nato", "org/nato"}, {"IGO", "", "IGO"}, {"", "forum/lakes", "forum/lakes"}, {"MNC", "org/a b", "MNC"}, {"", "", ""},
	} {
		if got := Key(&archive.Party{Code: tc.code, Registry: tc.registry}); got != tc.want {
			t.Errorf("%s %s is counted as %q, want %q", tc.code, tc.registry, got, tc.want)
		}
	}
}

// What is kept of the parties of a question gives the same series as all.
func TestPartOfAnAggregate(t *testing.T) {
	list := someIncidents(800)
	full := aggregate(t, record.Month, list...)
	rows := full.Rows()
	part, err := NewPart(record.Month, full.Totals())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if strings.Contains(r.Actors+" "+r.Recipients, "CHN") {
			if err := part.AddRow(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	q := Ask(SideOf("CHN"), SideOf("RUS"), record.Month)
	want, got := seriesOf(t, full, calendarOf(list), q), seriesOf(t, part, calendarOf(list), q)
	for _, r := range []Resampling{{Replicates: 50}, {By: ByOutlet, Replicates: 50}} {
		if m := measure(t, "net"); !slices.Equal(want.Intervals(m, Share, r), got.Intervals(m, Share, r)) || !same(want.Values(m, Share), got.Values(m, Share)) {
			t.Errorf("another series from the rows of one party: %v", got.Values(m, Share))
		}
	}
	if _, err := NewPart(record.Month, []Total{{Period: "soon"}}); err == nil {
		t.Error("a total of no day")
	}
}

package measure_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"

	"chancery/archive"
	"chancery/internal/filter"
	"chancery/internal/registry"
	"chancery/internal/stage/measure"
	"chancery/record"
	"chancery/relations"
)

// memory is an archive of slices.
type memory struct {
	incidents  []archive.Incident
	coverage   []archive.Coverage
	statements []archive.Statement
}

func (m *memory) Incidents(_ context.Context, q filter.Query) iter.Seq2[archive.Incident, error] {
	return func(yield func(archive.Incident, error) bool) {
		for _, inc := range m.incidents {
			if filter.Matches(q.Filter, filter.OfIncident(&inc)) && !yield(inc, nil) {
				return
			}
		}
	}
}

func (m *memory) Coverage(_ context.Context, q filter.Query) iter.Seq2[archive.Coverage, error] {
	return func(yield func(archive.Coverage, error) bool) {
		for _, c := range m.coverage {
			if filter.Match(q.Filter, &archive.Event{Start: c.Day, Outlet: c.Outlet}) && !yield(c, nil) {
				return
			}
		}
	}
}

func (m *memory) Statements(_ context.Context, q filter.Query) iter.Seq2[archive.Statement, error] {
	return func(yield func(archive.Statement, error) bool) {
		for _, s := range m.statements {
			if filter.Matches(q.Filter, filter.OfStatement(&s)) && !yield(s, nil) {
				return
			}
		}
	}
}

// monthly is an archive that keeps counts by month.
type monthly struct{ memory }

func (m *monthly) Aggregate(context.Context, ...string) (*relations.Aggregate, error) {
	agg, err := relations.NewAggregate(record.Month)
	for i := range m.incidents {
		agg.Add(&m.incidents[i])
	}
	return agg, err
}

func world(t testing.TB) measure.World {
	t.Helper()
	r, err := registry.Load()
	if err != nil {
		t.Fatal(err)
	}
	return measure.World{Registry: r}
}

func party(code string) []archive.Party {
	return []archive.Party{{Name: code, Code: code, Kind: record.State}}
}

// act makes an incident of one report.
func act(n int, day, typ, from, to string) archive.Incident {
	return archive.Incident{ID: fmt.Sprintf("i%016x", n), Type: typ, Status: record.Actual, Actors: party(from), Recipients: party(to), Start: day, End: day,
		Reports: 1, Documents: 1, Outlets: 1, OutletNames: []string{"Post"}}
}

// twoYears has one meeting of CHN and RUS a month more each half year, an act of
// others in each month, documents on the first and the 28th of each month, and none in 2031-06.
func twoYears() memory {
	var m memory
	n := 0
	add := func(inc archive.Incident) { m.incidents = append(m.incidents, inc); n++ }
	for i := range 24 {
		day := fmt.Sprintf("%d-%02d-01", 2031+i/12, i%12+1)
		if day != "2031-06-01" {
			m.coverage = append(m.coverage, archive.Coverage{Day: day, Outlet: "Post", Documents: 10}, archive.Coverage{Day: day[:8] + "28", Outlet: "Wire", Documents: 5})
		}
		for range 1 + i/6 {
			inc := act(n, day, "CONSULT", "CHN", "RUS")
			inc.Level, inc.Place = 2, &archive.Where{Name: "Beijing", Code: "CHN"}
			add(inc)
		}
		add(act(n, day, "ACCUSE", "USA", "RUS"))
	}
	return m
}

func ask(t testing.TB, w measure.World, a, b string) measure.RelationQuestion {
	t.Helper()
	q := measure.RelationQuestion{Span: measure.Span{Grain: record.Month, From: relations.NoDay, Until: relations.NoDay}, Seed: 1}
	var err error
	if q.A, err = w.Side(a); err != nil {
		t.Fatal(err)
	}
	if b != "" {
		if q.B, err = w.Side(b); err != nil {
			t.Fatal(err)
		}
	}
	return q
}

func TestSides(t *testing.T) {
	w := world(t)
	for _, tc := range []struct{ text, name, keys string }{
		{"CHN", "China", "CHN"},
		{"china", "China", "CHN"},
		{"Moscow", "Russia", "RUS"},
		{"NATO", "North Atlantic Treaty Organization", "org/nato"},
		{"EU", "European Union", "EUR"},
		{"UN", "United Nations", "UNO"},
		{"POL+CZE", "Poland + Czech Republic", "POL CZE"},
	} {
		s, err := w.Side(tc.text)
		if err != nil || s.Name != tc.name || strings.Join(s.Keys(), " ") != tc.keys {
			t.Errorf("%s: %q %v, %v; want %q %s", tc.text, s.Name, s.Keys(), err, tc.name, tc.keys)
		}
	}
	for _, text := range []string{"EU members", "bloc:EU", "members of the European Union"} {
		s, err := w.Side(text)
		if err != nil || len(s.Members) < 27 {
			t.Errorf("%s: %d members, %v", text, len(s.Members), err)
			continue
		}
		i := slices.IndexFunc(s.Members, func(m relations.Member) bool { return m.Key == "GBR" })
		if i < 0 || s.Members[i].Until.String() != "2020-01-31" {
			t.Errorf("%s: the United Kingdom is not a member until 2020-01-31: %v", text, s.Members)
		}
	}
	if s, err := w.Side("Central Asia"); err != nil || !slices.Contains(s.Keys(), "KAZ") {
		t.Errorf("Central Asia: %v, %v", s.Keys(), err)
	}
	if s, err := w.Side("others"); err != nil || !s.Others {
		t.Errorf("others: %v %v", s, err)
	}
	for _, text := range []string{"", "Nowhereland", "bloc:Nowhere", "CHN+"} {
		if _, err := w.Side(text); err == nil {
			t.Errorf("%q was taken for a side", text)
		}
	}
}

func TestRelation(t *testing.T) {
	w := world(t)
	m := twoYears()
	r, err := measure.RelationOf(t.Context(), &m, w, ask(t, w, "CHN", "RUS"))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Points) != 24 || r.Total.Gaps != 1 || !r.Points[5].Gap || r.Points[5].Value.Known() {
		t.Fatalf("%d points, %d gaps, June %+v", len(r.Points), r.Total.Gaps, r.Points[5])
	}
	for i, p := range r.Points {
		if len(p.IDs) != p.Incidents || !p.Gap && int(p.Value) != 1+i/6 {
			t.Errorf("%s: value %v, %d incidents, ids %v", p.Period, p.Value, p.Incidents, p.IDs)
		}
	}
	if r.Trend.Verdict != string(relations.Rising) || r.Trend.Slope < 0.1 || r.Trend.Slope > 0.2 {
		t.Errorf("trend %+v", r.Trend)
	}
	if r.Contact.AtA != len(r.Contact.Meetings) || len(r.Contact.Meetings) != 60 || r.Contact.Levels[0].N != 60 {
		t.Errorf("contact %+v", r.Contact)
	}
	if r.Filter != "party:CHN party:RUS status:actual since:2031-01-01 until:2032-12-31" {
		t.Errorf("filter %q", r.Filter)
	}
	text, err := json.Marshal(r)
	if err != nil || !strings.Contains(string(text), `"value":null`) || strings.Contains(string(text), "NaN") {
		t.Errorf("%v: %s", err, text)
	}
}

// TestHalfPeriods: a month that has just begun is no month with little in it,
// unless it is asked for.
func TestHalfPeriods(t *testing.T) {
	w := world(t)
	m := twoYears()
	m.coverage = append(m.coverage, archive.Coverage{Day: "2033-01-02", Outlet: "Post", Documents: 1})
	q := ask(t, w, "CHN", "RUS")
	for _, tc := range []struct {
		until string
		last  string
	}{{"", "2032-12"}, {"2033-01-02", "2033-01"}} {
		q.Until, _ = relations.ParseDay(tc.until)
		r, err := measure.RelationOf(t.Context(), &m, w, q)
		if err != nil || r.Points[len(r.Points)-1].Period != tc.last {
			t.Errorf("until %q: the last period is %v, %v", tc.until, r.Points[len(r.Points)-1], err)
		}
	}
}

// TestKeptCounts: an archive that keeps counts by month gives the same relation.
func TestKeptCounts(t *testing.T) {
	w := world(t)
	plain := twoYears()
	kept := monthly{twoYears()}
	for _, by := range []record.Grain{record.Month, record.Quarter, record.Year, record.Week} {
		for _, sides := range [][2]string{{"CHN", "RUS"}, {"RUS", "others"}, {"USA", ""}, {"bloc:SCO", "USA"}} {
			q := ask(t, w, sides[0], sides[1])
			q.Grain, q.Measure = by, "net"
			a, err1 := measure.RelationOf(t.Context(), &plain, w, q)
			b, err2 := measure.RelationOf(t.Context(), &kept, w, q)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			x, _ := json.Marshal(a)
			y, _ := json.Marshal(b)
			if string(x) != string(y) {
				t.Errorf("%s %v:\n%s\n%s", by, sides, x, y)
			}
		}
	}
}

func TestRelationOfNothing(t *testing.T) {
	w := world(t)
	for _, m := range []*memory{{}, {coverage: []archive.Coverage{{Day: "2031-01-01", Outlet: "Post", Documents: 1}}}} {
		r, err := measure.RelationOf(t.Context(), m, w, ask(t, w, "CHN", "RUS"))
		if err != nil || r.Trend.Needs == "" || r.Shocks.Needs == "" || r.Changes.Needs == "" || r.Total.Incidents != 0 {
			t.Errorf("%+v %v", r, err)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, tc := range []struct {
		n    measure.Number
		want string
	}{{measure.Unknown(), "null"}, {measure.Number(math.Inf(1)), "null"}, {0, "0"}, {1.0 / 3, "0.333333"}, {-1234567.8, "-1234570"}, {1e-12, "1e-12"}} {
		if got, err := json.Marshal(tc.n); err != nil || string(got) != tc.want {
			t.Errorf("%v: %s %v, want %s", float64(tc.n), got, err, tc.want)
		}
	}
	var n measure.Number
	if err := json.Unmarshal([]byte("null"), &n); err != nil || n.Known() {
		t.Error("null is read as a number")
	}
}

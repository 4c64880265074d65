package relations

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"chancery/archive"
	"chancery/internal/ontology"
	"chancery/record"
)

func scaleOf(typ string) float64 { return ontology.Scale(typ, nil) }

// someIncidents makes n incidents of three years among five states, by three
// outlets of which "loud" prints most.
func someIncidents(n int) (list []*archive.Incident) {
	rng := rand.New(rand.NewPCG(7, 7))
	states := []string{"CHN", "RUS", "IND", "BRA", "ZAF"}
	types := []string{"CONSULT", "AID", "ACCUSE", "COERCE", "COOPERATE"}
	for k := range n {
		a := rng.IntN(5)
		b := (a + 1 + rng.IntN(4)) % 5
		day := Day(18262 + rng.IntN(1096)) // from 2020-01-01
		outlets := []string{"loud"}
		if rng.IntN(3) == 0 {
			outlets = []string{"calm", "other"}[:1+rng.IntN(2)]
		}
		i := inc(one(states[a]), types[rng.IntN(len(types))], one(states[b]), day.String(), outlets...)
		i.ID = fmt.Sprint("i", k)
		list = append(list, i)
	}
	return list
}

func calendarOf(list []*archive.Incident) *Calendar {
	c := NewCalendar()
	for _, i := range list {
		for _, o := range i.OutletNames {
			c.Add(archive.Coverage{Day: i.Start, Outlet: o, Documents: 5})
		}
	}
	return c
}

func TestIntervalsHoldTheValue(t *testing.T) {
	list := someIncidents(3000)
	s := seriesOf(t, aggregate(t, record.Month, list...), calendarOf(list), Ask(SideOf("CHN"), SideOf("RUS"), record.Quarter))
	for _, by := range []By{ByIncident, ByOutlet} {
		for _, name := range []string{"incidents", "reports", "net", "mean", "conflict"} {
			for _, norm := range []Norm{Raw, Share, PerThousand} {
				m := measure(t, name)
				r := Resampling{By: by, Replicates: 400, Seed: 3}
				values, got := s.Values(m, norm), s.Intervals(m, norm, r)
				for i, v := range values {
					if !got[i].Has(v) || got[i].Low >= got[i].High {
						t.Errorf("%s %s by %v in %s: %v not in %v", name, norm, by, s.Points[i].Label, v, got[i])
					}
				}
				if again := s.Intervals(m, norm, r); !slices.Equal(got, again) {
					t.Errorf("%s: another interval of the same seed", name)
				}
			}
		}
	}
}

// The interval by incidents of a count of n is that of a Poisson variable.
func TestIntervalByIncidentIsPoisson(t *testing.T) {
	var list []*archive.Incident
	for k := range 100 {
		list = append(list, inc(one("CHN"), []string{"AID", "CONSULT"}[k%2], one("RUS"), "2024-01-10", "a"))
	}
	s := seriesOf(t, aggregate(t, record.Month, list...), nil, Ask(SideOf("CHN"), SideOf("RUS"), record.Month))
	got := s.Intervals(measure(t, "incidents"), Raw, Resampling{Replicates: 4000, Seed: 1})[0]
	if math.Abs(got.Low-81) > 1.5 || math.Abs(got.High-120) > 1.5 { // qpois(c(.025,.975),100)
		t.Errorf("interval %v, want about 81 to 120", got)
	}
}

func TestOneOutletHasNoIntervalByOutlet(t *testing.T) {
	s := seriesOf(t, aggregate(t, record.Month, inc(one("CHN"), "AID", one("RUS"), "2024-01-10", "a")), nil, Ask(SideOf("CHN"), SideOf("RUS"), record.Month))
	if got := s.Intervals(measure(t, "incidents"), Raw, Resampling{By: ByOutlet})[0]; !math.IsNaN(got.Low) {
		t.Errorf("one outlet alone cannot tell how outlets differ, got %v", got)
	}
}

func TestWithoutEach(t *testing.T) {
	list := []*archive.Incident{
		inc(one("CHN"), "AID", one("RUS"), "2024-01-10", "a"),
		inc(one("CHN"), "AID", one("RUS"), "2024-01-11", "a", "b"),
		inc(one("CHN"), "AID", one("RUS"), "2024-02-11", "b"),
	}
	cal := CalendarOf(slices.Concat(docs("a", 10, "2024-01-10"), docs("b", 30, "2024-01-11", "2024-02-11")))
	s := seriesOf(t, aggregate(t, record.Month, list...), cal, Ask(SideOf("CHN"), SideOf("RUS"), record.Month))
	got, err := s.WithoutEach(measure(t, "incidents"), Raw)
	if err != nil || len(got) != 2 {
		t.Fatal(got, err)
	}
	want := map[string][]float64{"a": {1, 1}, "b": {2, nan}}
	for _, l := range got {
		if !same(l.Values, want[l.Outlet]) {
			t.Errorf("without %s: %v", l.Outlet, l.Values)
		}
	}
	if _, err := s.WithoutEach(measure(t, "reports"), Raw); err == nil {
		t.Error("reports cannot be told apart by outlet")
	}
}

func TestSmooth(t *testing.T) {
	for _, tc := range []struct {
		window   int
		in, want []float64
	}{
		{1, []float64{1, nan, 3}, []float64{1, nan, 3}},
		{3, []float64{1, 2, 6, nan, 4}, []float64{1.5, 3, 4, nan, nan}},
		{3, nil, []float64{}},
		{3, []float64{nan, nan}, []float64{nan, nan}},
	} {
		if got := Smooth(tc.in, tc.window); !same(got, tc.want) {
			t.Errorf("%v over %d: %v, want %v", tc.in, tc.window, got, tc.want)
		}
	}
}

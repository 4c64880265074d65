package relations

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"chancery/archive"
	"chancery/record"
)

func day(t *testing.T, s string) Day {
	t.Helper()
	d, ok := ParseDay(s)
	if !ok {
		t.Fatalf("%q is no day", s)
	}
	return d
}

// talks is a meeting of CHN and RUS in a country.
func talks(on, country string, level int, change ...func(*archive.Incident)) *archive.Incident {
	i := inc(one("CHN"), "CONSULT", one("RUS"), on, "a")
	i.Level = level
	if country != "" {
		i.Place = &archive.Where{Name: "Capital of " + country, Code: country}
	}
	for _, f := range change {
		f(i)
	}
	return i
}

func announced(on string) func(*archive.Incident) {
	return func(i *archive.Incident) { i.Announced, i.Outcome = on, "held" }
}

func planned(outcome string) func(*archive.Incident) {
	return func(i *archive.Incident) { i.Status, i.Outcome = record.Planned, outcome }
}

func TestContacts(t *testing.T) {
	c := NewContacts(SideOf("CHN"), SideOf("RUS"))
	for _, i := range []*archive.Incident{
		talks("2024-01-10", "CHN", 1),
		talks("2024-02-09", "RUS", 2, announced("2024-02-01")),
		talks("2024-03-10", "CHN", 2, announced("2024-02-20")),
		talks("2024-03-10", "", 0, func(i *archive.Incident) { i.Modes = one("phone") }),
		talks("2024-04-09", "KAZ", 9),
		talks("2024-05-01", "", 3, planned("cancelled")),
		talks("2024-05-02", "", 3, planned("postponed")),
		talks("2024-05-03", "", 3, planned("")),
		talks("2024-07-01", "RUS", 1, planned("")),
		talks("2024-04-20", "RUS", 1, func(i *archive.Incident) { i.Status = record.Denied }),
		inc(one("CHN"), "AID", one("RUS"), "2024-01-11", "a"),
		inc(one("CHN"), "CONSULT", one("IND"), "2024-01-11", "a"),
		talks("", "CHN", 1),
	} {
		c.Add(i)
	}
	r := c.Report(day(t, "2024-06-01"))
	if len(r.Meetings) != 5 || len(r.Planned) != 1 || r.Levels != [5]int{2, 1, 2, 0, 0} {
		t.Errorf("%d meetings, %d planned, levels %v", len(r.Meetings), len(r.Planned), r.Levels)
	}
	if want := []Tally{{string(AtA), 2}, {string(AtB), 1}, {string(ByPhone), 1}, {string(AtThird), 1}}; !reflect.DeepEqual(r.Venues, want) {
		t.Errorf("venues %v", r.Venues)
	}
	if r.AtA != 2 || r.AtB != 1 || r.Reciprocity != 2.0/3 || r.EvenP != 1 || !reflect.DeepEqual(r.Thirds, []Tally{{"KAZ", 1}}) {
		t.Errorf("reciprocity %+v", r)
	}
	if s := r.Spacing; !slices.Equal(s.Days, []int{30, 30, 30}) || s.Variation != 0 || s.Burstiness != -1 || s.Since != 53 || s.Median != 30 {
		t.Errorf("spacing %+v: meetings by the calendar", s)
	}
	p := r.Plans
	if p.Due != 5 || p.Held.Of != 2 || p.Held.Value != 0.4 || p.Cancelled != 1 || p.Postponed != 1 || p.Unreported != 1 || !slices.Equal(p.Lead, []int{8, 19}) || p.MedianLead != 13.5 {
		t.Errorf("plans %+v", p)
	}
}

func TestNoContacts(t *testing.T) {
	r := NewContacts(SideOf("CHN"), SideOf("RUS")).Report(day(t, "2024-06-01"))
	if r.Spacing.Since != -1 || !math.IsNaN(r.Spacing.Mean) || !math.IsNaN(r.Reciprocity) || !math.IsNaN(r.Plans.Held.Value) || !math.IsNaN(r.Plans.MedianLead) {
		t.Errorf("nothing is known of no contacts: %+v", r)
	}
	c := NewContacts(SideOf("CHN"), SideOf("RUS"))
	c.Add(talks("2024-01-10", "CHN", 1))
	if s := c.Report(day(t, "2024-01-10")).Spacing; s.Since != 0 || len(s.Days) != 0 || !math.IsNaN(s.Median) {
		t.Errorf("one contact has no spacing: %+v", s)
	}
}

func TestBurstiness(t *testing.T) {
	burst := []Day{0, 1, 2, 3, 4, 400, 401, 402, 403, 404, 405}
	if s := SpacingOf(burst, 500); s.Burstiness < 0.9 || s.Variation < 2 {
		t.Errorf("two bursts: %+v", s)
	}
}

// meeting is a forum's edition, "the 11th …".
func edition_(n int, on string, status record.Status) *archive.Incident {
	i := inc([]string{"CHN", "RUS", "IND"}, "CONSULT", nil, on, "a")
	i.Status, i.Forum = status, &archive.Party{Name: "Lakes Forum", Registry: "forum/lakes", Edition: n}
	i.Place = &archive.Where{Name: "Lakeside"}
	return i
}

func TestForums(t *testing.T) {
	f := NewForums()
	for _, i := range []*archive.Incident{
		edition_(8, "2020-05-10", record.Actual), edition_(9, "2021-05-12", record.Actual), edition_(9, "2021-05-12", record.Actual),
		edition_(9, "2021-06-20", record.Actual), // speaks of it later
		edition_(11, "2023-05-11", record.Actual), edition_(12, "2024-05-20", record.Planned), edition_(0, "2023-09-01", record.Actual),
		edition_(13, "2025-05-20", record.Hypothetical),
		inc(one("CHN"), "CONSULT", one("RUS"), "2020-01-01", "a"),
	} {
		f.Add(i)
	}
	all := f.Report(day(t, "2024-01-01"))
	if len(all) != 1 {
		t.Fatalf("%d forums", len(all))
	}
	r := all[0]
	if r.Key != "forum/lakes" || r.Name != "Lakes Forum" || r.Incidents != 6 || !slices.Equal(r.Missing, []int{10}) || !slices.Equal(r.Parties, []string{"CHN", "IND", "RUS"}) {
		t.Errorf("forum %+v", r)
	}
	if len(r.Editions) != 4 || r.Editions[1].Day != day(t, "2021-05-12") || r.Editions[1].Incidents != 3 || !r.Editions[3].Planned {
		t.Errorf("editions %+v", r.Editions)
	}
	n := r.Next // 367 days for one step, 729 for two
	if n.Number != 12 || n.Announced != day(t, "2024-05-20") || n.Every != (367+364.5)/2 || n.Expected != day(t, "2023-05-11")+366 || n.Earliest != day(t, "2023-05-11")+365 {
		t.Errorf("next %+v", n)
	}
}

func TestForumOfFewEditions(t *testing.T) {
	f := NewForums()
	f.Add(edition_(3, "2020-05-10", record.Actual))
	f.Add(edition_(4, "2021-05-10", record.Actual))
	if n := f.Report(day(t, "2024-01-01"))[0].Next; n.Number != 5 || n.Expected != NoDay || n.Announced != NoDay {
		t.Errorf("two editions tell no time of the next: %+v", n)
	}
}

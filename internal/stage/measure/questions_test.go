package measure_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"

	"chancery/archive"
	"chancery/internal/stage/measure"
	"chancery/record"
	"chancery/relations"
)

// withForeign is an archive that keeps another data set.
type withForeign struct {
	memory
	foreign []archive.Foreign
}

func (m *withForeign) Foreign(_ context.Context, set archive.ForeignSet, from, to string) iter.Seq2[archive.Foreign, error] {
	return func(yield func(archive.Foreign, error) bool) {
		for _, e := range m.foreign {
			if e.Set == set && e.Day >= from && (to == "" || e.Day <= to) && !yield(e, nil) {
				return
			}
		}
	}
}

func months() measure.Span {
	return measure.Span{Grain: record.Month, From: relations.NoDay, Until: relations.NoDay}
}

// TestCompareWithAnotherSet: events of others are counted by CAMEO code or PLOVER
// type, and months in which they have nothing are gaps.
func TestCompareWithAnotherSet(t *testing.T) {
	w := world(t)
	m := withForeign{memory: twoYears()}
	for i := range 24 {
		day := fmt.Sprintf("%d-%02d-05", 2031+i/12, i%12+1)
		if i == 9 {
			continue
		}
		for k := range 1 + i/6 {
			m.foreign = append(m.foreign, archive.Foreign{Set: archive.GDELT2, ID: fmt.Sprint(i, k), Day: day, CAMEO: "043",
				Actor: archive.ForeignParty{Country: "CHN"}, Recipient: archive.ForeignParty{Country: "Russia"}})
		}
	}
	a := ask(t, w, "CHN", "RUS")
	c, err := measure.CompareOf(t.Context(), &m, w, measure.CompareQuestion{Pairs: [][2]relations.Side{{a.A, a.B}}, With: []archive.ForeignSet{archive.GDELT2}, Span: months(), Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Lines) != 2 || c.Lines[1].Source != "gdelt2" || c.Lines[1].Total != 58 || !c.Lines[1].Points[9].Gap || c.Lines[1].Points[9].Value.Known() {
		t.Fatalf("%+v", c.Lines)
	}
	if len(c.Ties) != 1 || c.Ties[0].Rho < 0.99 || c.Ties[0].Periods != 22 {
		t.Errorf("%+v", c.Ties)
	}
	if ids := c.Lines[0].Points[0].IDs; len(ids) != c.Lines[0].Points[0].Incidents {
		t.Errorf("ids %v", ids)
	}
}

// TestTriad: two that take turns with one partner are zero-sum, and with few
// months nothing is told but what is needed.
func TestTriad(t *testing.T) {
	w := world(t)
	m := twoYears()
	m.incidents = nil
	n := 0
	for i := range 24 {
		day := fmt.Sprintf("%d-%02d-03", 2031+i/12, i%12+1)
		for k := range 12 {
			from := "CHN"
			if k >= []int{2, 9, 4, 11, 1, 7}[i%6] {
				from = "USA"
			}
			m.incidents = append(m.incidents, act(n, day, "CONSULT", from, "RUS"))
			n++
		}
	}
	q := measure.TriadQuestion{A: relations.SideOf("CHN"), B: relations.SideOf("USA"), C: relations.SideOf("RUS"), Span: months(), Seed: 1}
	got, err := measure.TriadOf(t.Context(), &m, w, q)
	if err != nil || got.Verdict != string(relations.ZeroSum) || got.Rho > -0.9 {
		t.Errorf("%v %+v", err, got)
	}
	for i, p := range got.Series[0].Points {
		if len(p.IDs)+len(got.Series[1].Points[i].IDs) != 12 {
			t.Errorf("%s: ids %v", p.Period, p.IDs)
		}
	}
	q.Until, _ = relations.ParseDay("2031-04-30")
	if got, err = measure.TriadOf(t.Context(), &m, w, q); err != nil || got.Verdict != string(relations.NotEnough) || got.Needs == "" {
		t.Errorf("%v %+v", err, got)
	}
}

func TestNetwork(t *testing.T) {
	w := world(t)
	m := twoYears()
	kept := monthly{twoYears()}
	for _, a := range []measure.Archive{&m, &kept} {
		n, err := measure.NetworkOf(t.Context(), a, w, measure.NetworkQuestion{Span: months(), Weight: "incidents", States: true, Seed: 1})
		if err != nil || len(n.Nodes) != 3 || n.Nodes[0].Key != "RUS" || n.Nodes[0].Betweenness != 1 || len(n.Ties) != 2 {
			t.Fatalf("%v %+v", err, n)
		}
		if n.Ties[0].A != "CHN" || n.Ties[0].Incidents != 60 || n.Ties[0].Sign != 1 || n.Ties[1].Sign != -1 {
			t.Errorf("%+v", n.Ties)
		}
	}
	if _, err := measure.NetworkOf(t.Context(), &m, w, measure.NetworkQuestion{Span: months(), Weight: "love"}); err == nil {
		t.Error("a weight that is none was taken")
	}
	n, err := measure.NetworkOf(t.Context(), &memory{}, w, measure.NetworkQuestion{Span: months()})
	if err != nil || len(n.Nodes) != 0 || n.Density.Known() {
		t.Errorf("%v %+v", err, n)
	}
}

func TestForums(t *testing.T) {
	w := world(t)
	m := twoYears()
	for i, year := range []int{2027, 2028, 2030, 2031} {
		inc := act(1000+i, fmt.Sprintf("%d-07-04", year), "CONSULT", "CHN", "KAZ")
		inc.Forum = &archive.Party{Name: "Rim Dialogue", Kind: record.Forum, Edition: year - 2020}
		m.incidents = append(m.incidents, inc)
	}
	list, err := measure.ForumsOf(t.Context(), &m, w, measure.ForumQuestion{Name: "rim dialogue", Span: months()})
	if err != nil || len(list) != 1 {
		t.Fatalf("%v %+v", err, list)
	}
	f := list[0]
	if len(f.Editions) != 4 || !slices.Equal(f.Missing, []int{9}) || f.Next.Number != 12 || f.Next.Expected != "2032-07-03" || len(f.IDs) != 4 || f.Parties[0].Editions != 4 {
		t.Errorf("%+v", f)
	}
}

func TestClaims(t *testing.T) {
	w := world(t)
	m := twoYears()
	china, russia := archive.Party{Name: "China", Code: "CHN"}, archive.Party{Name: "Russia", Code: "RUS"}
	for i, outlet := range []string{"Post", "Wire"} {
		m.statements = append(m.statements, archive.Statement{Key: fmt.Sprint("s", i), Speaker: &china, About: []archive.Party{russia}, Content: "relations with Russia have strong momentum", Start: "2031-02-01", Outlet: outlet})
	}
	a := ask(t, w, "CHN", "RUS")
	c, err := measure.ClaimsOf(t.Context(), &m, w, measure.ClaimsQuestion{A: a.A, B: a.B, Span: months(), Seed: 1})
	if err != nil || len(c.Claims) != 1 || len(c.Claims[0].Outlets) != 2 || c.Claims[0].Kind != "momentum" {
		t.Fatalf("%v %+v", err, c.Claims)
	}
	if c.Beside[1].Claims["momentum"] != 1 || c.Beside[1].Incidents != 1 || c.Trend.Verdict != "rising" || !c.Beside[5].Gap {
		t.Errorf("%+v", c.Beside)
	}
}

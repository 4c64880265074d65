package relations

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/path"

	"chancery/archive"
	"chancery/record"
)

func dyad(a, b string, incidents int, cooperation, conflict float64) Dyad {
	return Dyad{A: a, B: b, Incidents: incidents, Cooperation: cooperation, Conflict: conflict, squares: 1}
}

// camps are two groups of four, each well tied, joined by one tie: d to e.
func camps() (list []Dyad) {
	for _, group := range []string{"abcd", "efgh"} {
		for i := range group {
			for j := i + 1; j < 4; j++ {
				list = append(list, dyad(group[i:i+1], group[j:j+1], 10+i+j, 20, 1))
			}
		}
	}
	return append(list, dyad("d", "e", 2, 1, 5))
}

func TestNetwork(t *testing.T) {
	n := NetworkOf(camps(), ByIncidents, 0, 1)
	if want := [][]string{{"a", "b", "c", "d"}, {"e", "f", "g", "h"}}; !reflect.DeepEqual(n.Communities, want) {
		t.Errorf("communities %v", n.Communities)
	}
	node := map[string]Node{}
	for _, x := range n.Nodes {
		node[x.Key] = x
	}
	// 4·3 pairs of others lead through d, and through e; of 7·6/2 = 21.
	if d := node["d"]; math.Abs(d.Betweenness-12.0/21) > 1e-12 || d.Degree != 4 || d.Strength != 13+14+15+2 || d.Community != 0 {
		t.Errorf("the broker %+v", d)
	}
	if node["a"].Betweenness != 0 || node["h"].Community != 1 || n.Nodes[0].Strength < n.Nodes[1].Strength {
		t.Errorf("nodes %+v", n.Nodes)
	}
	if n.Density != 13.0/28 || n.Edges[len(n.Edges)-1].Weight != 2 {
		t.Errorf("density %v, edges %+v", n.Density, n.Edges)
	}
	for range 20 {
		if again := NetworkOf(camps(), ByIncidents, 0, 1); !reflect.DeepEqual(n, again) {
			t.Fatal("another network of the same dyads")
		}
	}
	if n := NetworkOf(camps(), ByConflict, 5, 1); len(n.Edges) != 1 {
		t.Errorf("ties by conflict %+v", n.Edges)
	}
	if n := NetworkOf(nil, ByIncidents, 0, 1); len(n.Nodes) != 0 || !math.IsNaN(n.Modularity) {
		t.Errorf("of nothing %+v", n)
	}
}

// Betweenness and modularity are those of gonum's own functions, on networks
// with ties of many lengths.
func TestNetworkAgainstGonum(t *testing.T) {
	for n := 4; n < 16; n += 3 {
		var dyads []Dyad
		for i := range n {
			for j := i + 1; j < n; j++ {
				if w := (i*7 + j*13) % 6; w > 1 {
					dyads = append(dyads, dyad(fmt.Sprintf("k%02d", i), fmt.Sprintf("k%02d", j), w, 0, 0))
				}
			}
		}
		got := NetworkOf(dyads, ByIncidents, 0, 3)
		var keys []string
		for _, x := range got.Nodes {
			keys = append(keys, x.Key)
		}
		slices.Sort(keys)
		g := newTies(keys, got.Edges)
		lengths := &ties{make([][]tie, len(keys))}
		for i, list := range g.to {
			for _, x := range list {
				lengths.to[i] = append(lengths.to[i], tie{x.to, 1 / x.weight})
			}
		}
		want := network.BetweennessWeighted(lengths, path.DijkstraAllPaths(lengths))
		scale := float64((len(keys) - 1) * (len(keys) - 2))
		var groups [][]graph.Node
		for _, c := range got.Communities {
			var nodes []graph.Node
			for _, k := range c {
				i, _ := slices.BinarySearch(keys, k)
				nodes = append(nodes, g.Node(int64(i)))
			}
			groups = append(groups, nodes)
		}
		for _, x := range got.Nodes {
			i, _ := slices.BinarySearch(keys, x.Key)
			if w := want[int64(i)] / scale; math.Abs(x.Betweenness-w) > 1e-9 {
				t.Errorf("%d nodes: betweenness of %s is %v, gonum's %v", n, x.Key, x.Betweenness, w)
			}
		}
		if q := community.Q(g, groups, 1); math.Abs(q-got.Modularity) > 1e-9 {
			t.Errorf("%d nodes: modularity %v, gonum's %v", n, got.Modularity, q)
		}
	}
}

func TestDyads(t *testing.T) {
	a := aggregate(t, record.Month,
		inc([]string{"RUS", "CHN"}, "CONSULT", nil, "2024-01-10"),
		inc(one("RUS"), "AID", []string{"CHN", "IND"}, "2024-01-10"),
		inc(one("CHN"), "ACCUSE", one("RUS"), "2024-02-10"),
		inc(one("CHN"), "COERCE", one("CHN"), "2024-02-10"))
	var got []string
	for _, d := range Dyads(a, DyadQuestion{From: NoDay, Until: NoDay}) {
		got = append(got, fmt.Sprintf("%s %s %d %d %d %v", d.A, d.B, d.Incidents, d.ByA, d.ByB, d.Net() == d.Cooperation-d.Conflict))
	}
	if want := []string{"CHN RUS 3 1 1 true", "IND RUS 1 0 1 true"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := Dyads(a, DyadQuestion{From: day(t, "2024-02-01"), Until: NoDay, Only: []string{"CHN", "RUS"}}); len(got) != 1 || got[0].Quads[VerbalConflict] != 1 || got[0].Conflict != -scaleOf("ACCUSE") {
		t.Errorf("of February %+v", got)
	}
}

// What is between two parties as a series counts it, is what their dyad counts.
func TestDyadsAgreeWithSeries(t *testing.T) {
	list := someIncidents(500)
	for k := range 60 {
		list = append(list, inc([]string{"CHN", "RUS", "IND"}[:1+k%3], []string{"CONSULT", "AGREE", "AID"}[k%3], []string{"RUS", "BRA"}[:k%3], "2020-05-05", "a"))
	}
	a := aggregate(t, record.Month, list...)
	for _, d := range Dyads(a, DyadQuestion{From: NoDay, Until: NoDay}) {
		s := seriesOf(t, a, nil, Ask(SideOf(d.A), SideOf(d.B), record.Year))
		n, net := 0, 0.0
		for i := range s.Points {
			n += s.Points[i].Incidents
			net += s.Points[i].Value(measure(t, "net"), Raw)
		}
		if n != d.Incidents || math.Abs(net-d.Net()) > 1e-9 {
			t.Errorf("%s %s: %d incidents in the series, %d in the dyad; net %v and %v", d.A, d.B, n, d.Incidents, net, d.Net())
		}
	}
}

func TestBalance(t *testing.T) {
	signs := func(list string) (out []Dyad) {
		for _, f := range strings.Fields(list) {
			d := dyad(f[0:1], f[1:2], 1, 100, 0)
			if f[2] == '-' {
				d = dyad(f[0:1], f[1:2], 1, 0, 100)
			}
			if f[2] == '0' {
				d = dyad(f[0:1], f[1:2], 1, 1, 1)
			}
			out = append(out, d)
		}
		return out
	}
	for _, tc := range []struct {
		ties     string
		triads   [4]int
		balanced float64
	}{
		{"ab+ ac+ bc+", [4]int{1, 0, 0, 0}, 1},
		{"ab+ ac+ bc-", [4]int{0, 1, 0, 0}, 0},
		{"ab+ ac- bc-", [4]int{0, 0, 1, 0}, 1},
		{"ab- ac- bc-", [4]int{0, 0, 0, 1}, 0},
		{"ab- ac0 bc-", [4]int{}, math.NaN()},
		{"ab+ ac- bc- ad- bd- cd+", [4]int{0, 0, 4, 0}, 1}, // two camps
	} {
		b := BalanceOf(signs(tc.ties), 1)
		if b.Triads != tc.triads || !same([]float64{b.Balanced.Value}, []float64{tc.balanced}) {
			t.Errorf("%s: %+v", tc.ties, b)
		}
	}
	if b := BalanceOf(signs("ab+ ac+ bc-"), 1); !reflect.DeepEqual(b.Unbalanced, [][3]string{{"a", "b", "c"}}) || b.Weakly != 0 {
		t.Errorf("unbalanced %+v", b)
	}
}

func TestFrames(t *testing.T) {
	f := NewFrames(record.Month)
	for _, i := range []*archive.Incident{edition_(3, "2020-05-10", record.Actual), inc(one("CHN"), "AID", one("RUS"), "2020-01-01")} {
		if err := f.Add(i); err != nil {
			t.Fatal(err)
		}
	}
	if got := Dyads(f.Of("forum/lakes"), DyadQuestion{From: NoDay, Until: NoDay}); len(got) != 3 {
		t.Errorf("dyads in the frame of the forum: %+v", got)
	}
	if f.Of("forum/other") != nil {
		t.Error("a forum that nobody met in")
	}
}

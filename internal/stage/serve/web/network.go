package web

import (
	"cmp"
	"math"
	"net/http"
	"slices"
	"strconv"

	"chancery/internal/filter"
	"chancery/relations"
)

// networkPage shows who deals with whom, as a picture and as tables.
type networkPage struct {
	Weight   string
	Weights  []relations.Weight
	From     string
	Until    string
	Wrong    string
	Nodes    []netNode
	Edges    []netEdge
	Left     int // nodes that the picture leaves out
	Groups   int
	Density  string
	Modular  string
	Size     int
	Complete string
}

type netNode struct {
	relations.Node
	Name, X, Y, LabelX, LabelY, R string
	Right                         bool
	URL                           string
}

type netEdge struct {
	A, B, Weight, Width, X1, Y1, X2, Y2, URL string
}

const (
	drawnNodes = 30
	drawnEdges = 150
	netSize    = 720
)

func (d *desk) network(r *http.Request) (shown, error) {
	ctx := r.Context()
	p := networkPage{Weight: word(r, "weight"), From: word(r, "from"), Until: word(r, "until"), Size: netSize,
		Weights: []relations.Weight{relations.ByIncidents, relations.ByCooperation, relations.ByConflict}}
	if !slices.Contains(p.Weights, relations.Weight(p.Weight)) {
		p.Weight = string(relations.ByIncidents)
	}
	question := relations.DyadQuestion{From: relations.NoDay, Until: relations.NoDay}
	out := shown{View: "network", Title: "Network"}
	for _, bound := range []struct {
		text string
		into *relations.Day
	}{{p.From, &question.From}, {p.Until, &question.Until}} {
		day, ok := relations.ParseDay(bound.text)
		if bound.text != "" && !ok {
			p.Wrong = "Give days as 2024-05-31."
			out.Status, out.Data = http.StatusUnprocessableEntity, p
			return out, nil
		}
		*bound.into = day
	}
	agg, err := d.allSums(ctx)
	if err != nil {
		return shown{}, err
	}
	names, err := d.stateNames(ctx)
	if err != nil {
		return shown{}, err
	}
	net := relations.NetworkOf(relations.Dyads(agg, question), relations.Weight(p.Weight), 0, 1)
	p.Groups, p.Density, p.Modular = len(net.Communities), number(100*net.Density), number(net.Modularity)
	p.place(&net, names)
	if p.Complete, err = d.completeness(ctx, filter.All{}); err != nil {
		return shown{}, err
	}
	out.Data = p
	return out, nil
}

// place puts the strongest nodes on a circle, those of a group side by side.
func (p *networkPage) place(net *relations.Network, names map[string]string) {
	nodes := slices.Clone(net.Nodes[:min(len(net.Nodes), drawnNodes)])
	p.Left = len(net.Nodes) - len(nodes)
	strongest := 0.0
	for _, n := range nodes {
		strongest = max(strongest, n.Strength)
	}
	slices.SortStableFunc(nodes, func(a, b relations.Node) int { return cmp.Compare(a.Community, b.Community) })
	at := map[string][2]float64{}
	places := map[string]netNode{}
	for i, n := range nodes {
		angle := 2*math.Pi*float64(i)/float64(len(nodes)) - math.Pi/2
		const radius = netSize/2 - 70
		x, y := netSize/2+radius*math.Cos(angle), netSize/2+radius*math.Sin(angle)
		at[n.Key] = [2]float64{x, y}
		name := nameOf(names, n.Key)
		places[n.Key] = netNode{Node: n, Name: name, X: place(x), Y: place(y), LabelX: place(netSize/2 + (radius+18)*math.Cos(angle)), LabelY: place(netSize/2 + (radius+18)*math.Sin(angle) + 4),
			R: place(4 + 10*math.Sqrt(n.Strength/max(strongest, 1e-9))), Right: math.Cos(angle) < 0, URL: to("/incidents", "q", "party:"+quoted(name))}
	}
	for _, n := range net.Nodes[:len(nodes)] {
		p.Nodes = append(p.Nodes, places[n.Key])
	}
	for _, e := range net.Edges {
		a, known := at[e.A]
		b, both := at[e.B]
		if !known || !both || len(p.Edges) == drawnEdges {
			continue
		}
		nameA, nameB := nameOf(names, e.A), nameOf(names, e.B)
		p.Edges = append(p.Edges, netEdge{nameA, nameB, number(e.Weight), place(.6 + 6*e.Weight/net.Edges[0].Weight), place(a[0]), place(a[1]), place(b[0]), place(b[1]), to("/relation", "a", nameA, "b", nameB)})
	}
}

func place(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

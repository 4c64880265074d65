package relations

import (
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	"gonum.org/v1/gonum/graph/simple"
)

// ties is a weighted undirected graph that always gives its nodes and edges in
// the same order, as gonum's own, which are maps, do not. It is a
// graph.WeightedUndirected.
type ties struct {
	to [][]tie // by node, each in order of number
}

type tie struct {
	to     int
	weight float64
}

// newTies makes a graph of sorted keys and edges among them, each pair once.
func newTies(keys []string, edges []Edge) *ties {
	g := &ties{make([][]tie, len(keys))}
	for _, e := range edges {
		a, _ := slices.BinarySearch(keys, e.A)
		b, _ := slices.BinarySearch(keys, e.B)
		g.to[a] = append(g.to[a], tie{b, e.Weight})
		g.to[b] = append(g.to[b], tie{a, e.Weight})
	}
	for _, list := range g.to {
		slices.SortFunc(list, func(a, b tie) int { return a.to - b.to })
	}
	return g
}

func (g *ties) find(x, y int64) (tie, bool) {
	if x < 0 || x >= int64(len(g.to)) {
		return tie{}, false
	}
	i, ok := slices.BinarySearchFunc(g.to[x], int(y), func(t tie, y int) int { return t.to - y })
	if !ok {
		return tie{}, false
	}
	return g.to[x][i], true
}

func (g *ties) Node(id int64) graph.Node {
	if id < 0 || id >= int64(len(g.to)) {
		return nil
	}
	return simple.Node(id)
}

func (g *ties) Nodes() graph.Nodes {
	nodes := make([]graph.Node, len(g.to))
	for i := range nodes {
		nodes[i] = simple.Node(i)
	}
	return iterator.NewOrderedNodes(nodes)
}

func (g *ties) From(id int64) graph.Nodes {
	nodes := make([]graph.Node, len(g.to[id]))
	for i, t := range g.to[id] {
		nodes[i] = simple.Node(t.to)
	}
	return iterator.NewOrderedNodes(nodes)
}

func (g *ties) HasEdgeBetween(x, y int64) bool { _, ok := g.find(x, y); return ok }

func (g *ties) Edge(u, v int64) graph.Edge { return g.EdgeBetween(u, v) }

func (g *ties) EdgeBetween(x, y int64) graph.Edge {
	if e := g.WeightedEdgeBetween(x, y); e != nil {
		return e
	}
	return nil
}

func (g *ties) WeightedEdge(u, v int64) graph.WeightedEdge { return g.WeightedEdgeBetween(u, v) }

func (g *ties) WeightedEdgeBetween(x, y int64) graph.WeightedEdge {
	t, ok := g.find(x, y)
	if !ok {
		return nil
	}
	return simple.WeightedEdge{F: simple.Node(x), T: simple.Node(y), W: t.weight}
}

func (g *ties) Weight(x, y int64) (float64, bool) {
	t, ok := g.find(x, y)
	return t.weight, ok || x == y
}

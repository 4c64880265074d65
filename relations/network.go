package relations

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/graph/community"
)

// Weight is what ties two parties in a network.
type Weight string

// The weights.
const (
	ByIncidents   Weight = "incidents"
	ByCooperation Weight = "cooperation" // sum of scores
	ByConflict    Weight = "conflict"
)

func (w Weight) of(d *Dyad) float64 {
	switch w {
	case ByCooperation:
		return d.Cooperation
	case ByConflict:
		return d.Conflict
	}
	return float64(d.Incidents)
}

// Network is who is tied to whom and who stands where.
type Network struct {
	Nodes []Node // by strength, then by key
	Edges []Edge // by weight, then by keys
	// Communities are the groups that Louvain's method finds (Blondel et al. 2008),
	// the largest first, the best of ten orders of the nodes. Modularity is
	// Newman's Q of them (2006): 0 for groups that chance would make.
	Communities [][]string
	Modularity  float64
	// Density is the share of pairs that are tied.
	Density float64
}

// Node is one party in a network.
type Node struct {
	Key      string
	Degree   int     // parties it is tied to
	Strength float64 // sum of its ties' weights
	// Eigenvector is Bonacich's centrality (1972): tied to those who are well
	// tied; 1 for the most central.
	Eigenvector float64
	// Betweenness is Freeman's (1977), the share of shortest ways between others
	// that lead through it; a tie is as long as one over its weight (Newman 2001).
	// Who has much of it is a broker.
	Betweenness float64
	Community   int // index in Communities
}

// Edge is a tie.
type Edge struct {
	A, B   string
	Weight float64
}

// NetworkOf makes a network of dyads, leaving out ties lighter than least.
func NetworkOf(dyads []Dyad, w Weight, least float64, seed uint64) Network {
	var n Network
	var keys []string
	for i := range dyads {
		if x := w.of(&dyads[i]); x > 0 && x >= least {
			n.Edges = append(n.Edges, Edge{dyads[i].A, dyads[i].B, x})
			keys = append(keys, dyads[i].A, dyads[i].B)
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	if len(keys) == 0 {
		n.Modularity, n.Density = math.NaN(), math.NaN()
		return n
	}
	g := newTies(keys, n.Edges)
	between, eigen := g.betweenness(), g.eigenvector()
	for i, k := range keys {
		node := Node{Key: k, Degree: len(g.to[i]), Betweenness: between[i], Eigenvector: eigen[i]}
		for _, t := range g.to[i] {
			node.Strength += t.weight
		}
		n.Nodes = append(n.Nodes, node)
	}
	n.group(g, keys, seed)
	n.Density = float64(len(n.Edges)) / (float64(len(keys)) * float64(len(keys)-1) / 2)
	slices.SortStableFunc(n.Nodes, func(a, b Node) int { return cmp.Compare(b.Strength, a.Strength) })
	slices.SortStableFunc(n.Edges, func(a, b Edge) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.A, b.A), strings.Compare(a.B, b.B))
	})
	return n
}

const louvainOrders = 10

// group finds the communities. Nodes are in the order of keys.
func (n *Network) group(g *ties, keys []string, seed uint64) {
	n.Modularity = math.Inf(-1)
	for k := range uint64(louvainOrders) {
		reduced := community.Modularize(g, 1, source(seed, 100+k))
		var groups [][]string
		for _, c := range reduced.Communities() {
			var names []string
			for _, node := range c {
				names = append(names, keys[node.ID()])
			}
			slices.Sort(names)
			groups = append(groups, names)
		}
		slices.SortFunc(groups, func(a, b []string) int { return cmp.Or(len(b)-len(a), slices.Compare(a, b)) })
		if q := g.modularity(groups, keys); q > n.Modularity+1e-9 {
			n.Modularity, n.Communities = q, groups
		}
	}
	of := map[string]int{}
	for i, c := range n.Communities {
		for _, k := range c {
			of[k] = i
		}
	}
	for i := range n.Nodes {
		n.Nodes[i].Community = of[n.Nodes[i].Key]
	}
}

// modularity is Q = Σ over groups of (inside/W − (strength/2W)²).
func (g *ties) modularity(groups [][]string, keys []string) float64 {
	group := make([]int, len(keys))
	for c, names := range groups {
		for _, k := range names {
			i, _ := slices.BinarySearch(keys, k)
			group[i] = c
		}
	}
	inside, strength, all := make([]float64, len(groups)), make([]float64, len(groups)), 0.0
	for i, list := range g.to {
		for _, t := range list {
			all += t.weight // twice each tie
			strength[group[i]] += t.weight
			if group[i] == group[t.to] {
				inside[group[i]] += t.weight
			}
		}
	}
	q := 0.0
	for c := range groups {
		q += inside[c]/all - strength[c]/all*(strength[c]/all)
	}
	return q
}

// eigenvector is the first eigenvector of the weights by power iteration, with
// the identity added so that it converges on bipartite networks too.
func (g *ties) eigenvector() []float64 {
	x, next := make([]float64, len(g.to)), make([]float64, len(g.to))
	for i := range x {
		x[i] = 1
	}
	heaviest := 0.0
	for _, list := range g.to {
		for _, t := range list {
			heaviest = max(heaviest, t.weight)
		}
	}
	for range 2000 {
		most, moved := 0.0, 0.0
		for i, list := range g.to {
			next[i] = x[i]
			for _, t := range list {
				next[i] += t.weight / heaviest * x[t.to]
			}
			most = max(most, next[i])
		}
		for i := range next {
			next[i] /= most
			moved = max(moved, math.Abs(next[i]-x[i]))
		}
		x, next = next, x
		if moved < 1e-12 {
			break
		}
	}
	return x
}

// betweenness is Brandes' algorithm (2001) with Dijkstra's distances, divided by
// the number of pairs of others.
func (g *ties) betweenness() []float64 {
	n := len(g.to)
	out := make([]float64, n)
	b := brandes{g: g, dist: make([]float64, n), paths: make([]float64, n), share: make([]float64, n), before: make([][]int, n), done: make([]bool, n)}
	for s := range n {
		b.from(s, out)
	}
	if n > 2 {
		for i := range out {
			out[i] /= float64(n-1) * float64(n-2) // each pair was taken from both ends
		}
	}
	return out
}

type brandes struct {
	g           *ties
	dist, paths []float64
	share       []float64
	before      [][]int
	done        []bool
	order       []int
	queue       wayQueue
}

func (b *brandes) from(s int, out []float64) {
	for i := range b.dist {
		b.dist[i], b.paths[i], b.share[i], b.done[i] = math.Inf(1), 0, 0, false
		b.before[i] = b.before[i][:0]
	}
	b.order, b.queue = b.order[:0], append(b.queue[:0], way{s, 0})
	b.dist[s], b.paths[s] = 0, 1
	for len(b.queue) > 0 {
		u := heap.Pop(&b.queue).(way).to
		if b.done[u] {
			continue
		}
		b.done[u] = true
		b.order = append(b.order, u)
		for _, t := range b.g.to[u] {
			b.relax(u, t)
		}
	}
	for _, u := range slices.Backward(b.order) {
		for _, v := range b.before[u] {
			b.share[v] += b.paths[v] / b.paths[u] * (1 + b.share[u])
		}
		if u != s {
			out[u] += b.share[u]
		}
	}
}

func (b *brandes) relax(u int, t tie) {
	const same = 1e-10
	switch d := b.dist[u] + 1/t.weight; {
	case b.done[t.to]:
	case d < b.dist[t.to]*(1-same):
		b.dist[t.to], b.paths[t.to] = d, b.paths[u]
		b.before[t.to] = append(b.before[t.to][:0], u)
		heap.Push(&b.queue, way{t.to, d})
	case d <= b.dist[t.to]*(1+same):
		b.paths[t.to] += b.paths[u]
		b.before[t.to] = append(b.before[t.to], u)
	}
}

type way struct {
	to   int
	dist float64
}

type wayQueue []way

func (q wayQueue) Len() int { return len(q) }
func (q wayQueue) Less(i, j int) bool {
	return q[i].dist < q[j].dist || q[i].dist == q[j].dist && q[i].to < q[j].to
}
func (q wayQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *wayQueue) Push(x any)   { *q = append(*q, x.(way)) }
func (q *wayQueue) Pop() any     { w := (*q)[len(*q)-1]; *q = (*q)[:len(*q)-1]; return w }

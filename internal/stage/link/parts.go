package link

import (
	"cmp"
	"slices"

	"chancery/archive"
)

// tie is an edge between two acts, by their places in a list.
type tie struct {
	a, b     int
	strength float64
}

// decided are the reviewers' decisions on acts, by key.
type decided struct{ merge, split [][2]string }

// readDecisions takes the merges and splits out of corrections; of two on one
// pair the later holds.
func readDecisions(corrections []archive.Correction) decided {
	last := map[[2]string]archive.Verdict{}
	for _, c := range corrections {
		if c.Undone || c.Other == "" || c.Verdict != archive.Merge && c.Verdict != archive.Split {
			continue
		}
		last[pairOf(c.Event, c.Other)] = c.Verdict
	}
	pairs := make([][2]string, 0, len(last))
	for p := range last {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, comparePairs)
	var d decided
	for _, p := range pairs {
		if last[p] == archive.Merge {
			d.merge = append(d.merge, p)
		} else {
			d.split = append(d.split, p)
		}
	}
	return d
}

func pairOf(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

func comparePairs(a, b [2]string) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
}

// partition divides acts into incidents: the components of the ties, where none
// of the splits may end in one part. Ties are then taken in order of strength,
// decisions to merge first, and one that would bring a split pair together is
// left out. acts are in order of key.
func partition(acts []*act, ties []tie, d decided) [][]*act {
	at := map[string]int{}
	for i, a := range acts {
		at[a.ev.Key] = i
	}
	for _, m := range d.merge {
		i, okA := at[m[0]]
		j, okB := at[m[1]]
		if okA && okB {
			ties = append(ties, tie{i, j, 1000})
		}
	}
	f := forest{up: make([]int, len(acts)), barred: map[int][]int{}}
	for i := range f.up {
		f.up[i] = i
	}
	for _, s := range d.split {
		i, okA := at[s[0]]
		j, okB := at[s[1]]
		if okA && okB {
			f.barred[i] = append(f.barred[i], j)
			f.barred[j] = append(f.barred[j], i)
		}
	}
	if len(f.barred) > 0 {
		slices.SortFunc(ties, func(x, y tie) int {
			return cmp.Or(cmp.Compare(y.strength, x.strength),
				comparePairs(pairOf(acts[x.a].ev.Key, acts[x.b].ev.Key), pairOf(acts[y.a].ev.Key, acts[y.b].ev.Key)))
		})
	}
	for _, t := range ties {
		f.join(t.a, t.b)
	}
	parts := map[int]int{}
	var out [][]*act
	for i, a := range acts {
		root := f.root(i)
		n, ok := parts[root]
		if !ok {
			n = len(out)
			parts[root] = n
			out = append(out, nil)
		}
		out[n] = append(out[n], a)
	}
	return out
}

// forest is union and find, with pairs that must stay apart.
type forest struct {
	up     []int
	barred map[int][]int // by root: members that may not come in
}

func (f *forest) root(i int) int {
	for f.up[i] != i {
		f.up[i] = f.up[f.up[i]]
		i = f.up[i]
	}
	return i
}

func (f *forest) join(a, b int) {
	a, b = f.root(a), f.root(b)
	if a == b {
		return
	}
	for _, other := range f.barred[a] {
		if f.root(other) == b {
			return
		}
	}
	f.up[b] = a
	if len(f.barred[b]) > 0 {
		f.barred[a] = append(f.barred[a], f.barred[b]...)
		delete(f.barred, b)
	}
}

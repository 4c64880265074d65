package relations

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Balance tells how far friends of friends are friends.
type Balance struct {
	// Triads of three parties that all have a sign to one another, by the number of
	// their negative ties.
	Triads [4]int
	N      int
	// Balanced is the share of triads with an even number of negative ties
	// (Heider 1946; Cartwright and Harary 1956). Weakly also counts those with three
	// (Davis 1967).
	Balanced Proportion
	Weakly   float64
	// Expected is the mean share of balanced triads when the same signs are dealt
	// to the same ties at random, and P how often they are as balanced or more.
	Expected, P float64
	// Unbalanced are the triads with one negative tie, at most maxUnbalanced.
	Unbalanced [][3]string
}

// maxUnbalanced bounds the list of unbalanced triads.
const maxUnbalanced = 200

// BalanceOf counts the triads of signed dyads (Dyad.Sign); those without a sign
// are no ties.
func BalanceOf(dyads []Dyad, seed uint64) Balance {
	var keys []string
	var edges []Edge
	for i := range dyads {
		if s := dyads[i].Sign(); s != 0 {
			edges = append(edges, Edge{dyads[i].A, dyads[i].B, float64(s)})
			keys = append(keys, dyads[i].A, dyads[i].B)
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	triangles, signs := trianglesOf(keys, edges)
	b := Balance{N: len(triangles), Balanced: ProportionOf(0, 0), Weakly: math.NaN(), Expected: math.NaN(), P: math.NaN()}
	if b.N == 0 {
		return b
	}
	for _, t := range triangles {
		n := t.negatives(signs)
		b.Triads[n]++
		if n == 1 && len(b.Unbalanced) < maxUnbalanced {
			b.Unbalanced = append(b.Unbalanced, [3]string{keys[t.nodes[0]], keys[t.nodes[1]], keys[t.nodes[2]]})
		}
	}
	b.Balanced = ProportionOf(b.Triads[0]+b.Triads[2], b.N)
	b.Weakly = float64(b.N-b.Triads[1]) / float64(b.N)
	b.deal(triangles, signs, seed)
	return b
}

// triangle is three nodes with the numbers of their ties.
type triangle struct{ nodes, ties [3]int }

func (t *triangle) negatives(signs []int) (n int) {
	for _, e := range t.ties {
		if signs[e] < 0 {
			n++
		}
	}
	return n
}

func trianglesOf(keys []string, edges []Edge) (list []triangle, signs []int) {
	number := map[[2]int]int{}
	to := make([][]int, len(keys)) // neighbours with greater numbers
	for i, e := range edges {
		a, _ := slices.BinarySearch(keys, e.A)
		b, _ := slices.BinarySearch(keys, e.B)
		number[[2]int{a, b}] = i
		to[a] = append(to[a], b)
		signs = append(signs, int(e.Weight))
	}
	for a, next := range to {
		slices.Sort(next)
		for i, b := range next {
			for _, c := range next[i+1:] {
				if bc, ok := number[[2]int{b, c}]; ok {
					list = append(list, triangle{[3]int{a, b, c}, [3]int{number[[2]int{a, b}], number[[2]int{a, c}], bc}})
				}
			}
		}
	}
	return list, signs
}

// deal sets Expected and P.
func (b *Balance) deal(triangles []triangle, signs []int, seed uint64) {
	deals := max(39, min(499, 50_000_000/len(triangles)))
	rng := rand.New(source(seed, 7))
	dealt := slices.Clone(signs)
	as, sum := 1, 0.0
	for range deals {
		rng.Shuffle(len(dealt), func(i, j int) { dealt[i], dealt[j] = dealt[j], dealt[i] })
		even := 0
		for i := range triangles {
			if triangles[i].negatives(dealt)%2 == 0 {
				even++
			}
		}
		sum += float64(even) / float64(len(triangles))
		if even >= b.Balanced.Of {
			as++
		}
	}
	b.Expected, b.P = sum/float64(deals), float64(as)/float64(deals+1)
}

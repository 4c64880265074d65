package depend

import (
	"math/rand/v2"
	"testing"
)

// tree says whether heads form a tree with one root.
func tree(heads []int32) bool {
	roots := 0
	for i := range heads {
		if heads[i] < 0 {
			roots++
		}
		at, n := int32(i), 0
		for at >= 0 {
			if at = heads[at]; n > len(heads) {
				return false
			}
			n++
		}
	}
	return roots == 1
}

func TestAnyLegalStepsGiveATree(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var s State
	for range 2000 {
		n := 1 + rng.IntN(20)
		s.Reset(n)
		for !s.Done() {
			step := Step(rng.IntN(Steps))
			if s.Legal()&(1<<step) != 0 {
				s.Take(step, 1)
			}
		}
		if !tree(s.Head) {
			t.Fatalf("no tree: %v", s.Head)
		}
	}
}

// random gives a random projective tree over [from, to), and its root.
func random(rng *rand.Rand, heads []int32, from, to int32) int32 {
	root := from + rng.Int32N(to-from)
	for _, side := range [2][2]int32{{from, root}, {root + 1, to}} {
		for at := side[0]; at < side[1]; {
			end := at + 1 + rng.Int32N(side[1]-at)
			heads[random(rng, heads, at, end)] = root
			at = end
		}
	}
	heads[root] = -1
	return root
}

func TestFreeStepsReachAProjectiveTree(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var s State
	for range 2000 {
		n := 1 + rng.Int32N(15)
		gold := make([]int32, n)
		random(rng, gold, 0, n)
		s.Reset(int(n))
		for !s.Done() {
			free := s.Free(gold)
			step := Step(rng.IntN(Steps))
			if free&(1<<step) != 0 {
				s.Take(step, 1)
			}
		}
		for i := range gold {
			if gold[i] != s.Head[i] {
				t.Fatalf("gold %v, got %v", gold, s.Head)
			}
		}
	}
}

func TestFreeIsNeverEmpty(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	var s State
	for range 2000 {
		n := 2 + rng.IntN(10)
		gold := make([]int32, n) // any heads, crossing ones too
		for i := range gold {
			gold[i] = rng.Int32N(int32(n)) - 1
		}
		s.Reset(n)
		for !s.Done() {
			if s.Free(gold)&s.Legal() == 0 {
				t.Fatal("no step left")
			}
			step := Step(rng.IntN(Steps))
			if s.Legal()&(1<<step) != 0 {
				s.Take(step, 1)
			}
		}
	}
}

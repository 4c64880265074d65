// Package depend draws the dependency tree of a sentence: an arc-hybrid
// transition system whose next step a small neural net chooses.
//
// What must stay true:
//   - Any run of legal steps ends in a tree with one root.
//   - The net's arithmetic is plain float32 in a fixed order, without fused
//     operations, so that every machine gives the same trees.
//   - Nothing is allocated per word once the scratch has grown.
package depend

// Step is a transition.
type Step uint8

// The steps.
const (
	Shift   Step = iota // the buffer's first word goes on the stack
	Left                // the buffer's first word becomes head of the stack's top, which goes
	Right               // the word under the top becomes head of the top, which goes
	Steps   = iota
	noChild = -1
)

// State is a sentence partly parsed.
type State struct {
	Head        []int32 // -1 where none is drawn yet
	Rel         []uint8
	stack       []int32
	next        int32 // first word of the buffer
	left, right []int32
	nLeft       []uint8
	nRight      []uint8
}

// Reset begins a sentence of n words.
func (s *State) Reset(n int) {
	if cap(s.Head) < n {
		m := 2 * n
		s.Head, s.left, s.right = make([]int32, m), make([]int32, m), make([]int32, m)
		s.Rel, s.nLeft, s.nRight = make([]uint8, m), make([]uint8, m), make([]uint8, m)
		s.stack = make([]int32, 0, m)
	}
	s.Head, s.left, s.right = s.Head[:n], s.left[:n], s.right[:n]
	s.Rel, s.nLeft, s.nRight = s.Rel[:n], s.nLeft[:n], s.nRight[:n]
	for i := range n {
		s.Head[i], s.left[i], s.right[i] = -1, noChild, noChild
	}
	clear(s.Rel)
	clear(s.nLeft)
	clear(s.nRight)
	s.stack, s.next = s.stack[:0], 0
}

// Done says whether one word is left, the root.
func (s *State) Done() bool { return int(s.next) == len(s.Head) && len(s.stack) <= 1 }

// Legal says which steps may be taken, a bit each.
func (s *State) Legal() uint8 {
	legal, more := uint8(0), int(s.next) < len(s.Head)
	if more {
		legal |= 1 << Shift
		if len(s.stack) > 0 {
			legal |= 1 << Left
		}
	}
	if len(s.stack) > 1 {
		legal |= 1 << Right
	}
	return legal
}

// Arc gives the head and the dependent of the arc that a step would draw.
func (s *State) Arc(t Step) (head, dependent int32) {
	top := s.stack[len(s.stack)-1]
	if t == Left {
		return s.next, top
	}
	return s.stack[len(s.stack)-2], top
}

// Take takes a legal step; rel is the label of the arc that Left and Right draw.
func (s *State) Take(t Step, rel uint8) {
	if t == Shift {
		s.stack = append(s.stack, s.next)
		s.next++
		return
	}
	h, d := s.Arc(t)
	s.Head[d], s.Rel[d] = h, rel
	s.stack = s.stack[:len(s.stack)-1]
	if t == Left {
		if s.left[h] == noChild || d < s.left[h] {
			s.left[h] = d
		}
		s.nLeft[h] = min(s.nLeft[h]+1, 200)
		return
	}
	if d > s.right[h] {
		s.right[h] = d
	}
	s.nRight[h] = min(s.nRight[h]+1, 200)
}

// Free gives the legal steps that lose no gold arc that is still reachable, a
// bit each; gold holds the heads, -1 for the root.
func (s *State) Free(gold []int32) uint8 {
	legal, top, under := s.Legal(), int32(-2), int32(-2)
	if n := len(s.stack); n > 0 {
		top = s.stack[n-1]
		if n > 1 {
			under = s.stack[n-2]
		}
	}
	waiting := false // a word of the buffer has the top as its head
	if top >= 0 {
		for _, h := range gold[s.next:] {
			if h == top {
				waiting = true
				break
			}
		}
	}
	free := uint8(0)
	if legal&(1<<Shift) != 0 && !s.shiftLoses(gold) {
		free |= 1 << Shift
	}
	if legal&(1<<Left) != 0 && !waiting {
		if h := gold[top]; h == s.next || h != -1 && h != under && h < s.next {
			free |= 1 << Left
		}
	}
	if legal&(1<<Right) != 0 && !waiting {
		if h := gold[top]; h != -1 && h < s.next {
			free |= 1 << Right
		}
	}
	if free == 0 {
		return legal
	}
	return free
}

func (s *State) shiftLoses(gold []int32) bool {
	n := s.next
	for i, k := range s.stack {
		if gold[k] == n || gold[n] == k && i < len(s.stack)-1 {
			return true
		}
	}
	return false
}

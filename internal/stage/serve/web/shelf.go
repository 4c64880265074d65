package web

import "sync"

// shelfLength is how many answers a shelf keeps.
const shelfLength = 64

// shelf keeps what takes long to gather for questions that are asked again, each
// in a memo of its own; the one that came first goes first.
type shelf[T any] struct {
	mu    sync.Mutex
	kept  map[string]*memo[T]
	order []string
}

// of is the place of a question.
func (s *shelf[T]) of(question string) *memo[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.kept[question]; m != nil {
		return m
	}
	if s.kept == nil {
		s.kept = map[string]*memo[T]{}
	}
	if len(s.order) == shelfLength {
		delete(s.kept, s.order[0])
		s.order = s.order[1:]
	}
	m := &memo[T]{}
	s.kept[question] = m
	s.order = append(s.order, question)
	return m
}

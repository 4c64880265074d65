package relations

import (
	"slices"
	"strings"

	"chancery/archive"
	"chancery/internal/ontology"
)

// Key is by what a party is counted: its code, which is that of its country, UNO
// or EUR; a body of another sort (IGO, NGO, MNC, …) by its registry key, so that
// NATO and ASEAN are not one. It is empty for a party of which nothing is known.
func Key(p *archive.Party) string {
	several := p.Code == "" || ontology.ValidBody(p.Code) && p.Code != "UNO" && p.Code != "EUR"
	if several && p.Registry != "" && !strings.ContainsAny(p.Registry, " \t\n") {
		return p.Registry
	}
	return p.Code
}

// Side is a state, a body or a group of them: CHN, the members of ASEAN, Central
// Asia. It is the zero Side when it is not given.
type Side struct {
	Name    string
	Members []Member
	// Others makes it everyone who is not of the other side.
	Others bool
}

// Member is one key of a side, with the days from which and until which it
// belonged; NoDay is open.
type Member struct {
	Key         string
	From, Until Day
}

// SideOf makes a side of keys without dates. A single key may be its own name.
func SideOf(name string, keys ...string) Side {
	s := Side{Name: name}
	if len(keys) == 0 {
		keys = []string{name}
	}
	for _, k := range keys {
		s.Members = append(s.Members, Member{Key: k, From: NoDay, Until: NoDay})
	}
	return s
}

// Others is everyone who is not of the other side of a question.
func Others() Side { return Side{Name: "others", Others: true} }

// given says whether a side was given at all.
func (s *Side) given() bool { return s.Others || len(s.Members) > 0 }

// dated says whether membership changed with time.
func (s *Side) dated() bool {
	return slices.ContainsFunc(s.Members, func(m Member) bool { return m.From != NoDay || m.Until != NoDay })
}

// has says whether a key belongs to the side on a day.
func (s *Side) has(key string, d Day) bool {
	for i := range s.Members {
		m := &s.Members[i]
		if m.Key == key && (m.From == NoDay || d >= m.From) && (m.Until == NoDay || d <= m.Until) {
			return true
		}
	}
	return false
}

// pair is a question's two sides, as acts are held against them.
type pair struct{ a, b *Side }

// inB says whether a key is of the second side.
func (p pair) inB(key string, d Day) bool {
	if p.b.Others {
		return !p.a.has(key, d)
	}
	return p.b.has(key, d)
}

// sense tells which way an act goes between two sides.
type sense uint8

const (
	forth  sense = 1 << iota // by the first side, towards the second
	back                     // by the second, towards the first
	mutual                   // by both together
)

// symmetric acts have no one who does and no one who suffers: whoever takes part
// meets or works with everyone else.
func symmetric(t ontology.Type) bool { return t == ontology.Consult || t == ontology.Cooperate }

// senseOf holds an act against two sides. An act is between them when one of the
// first does it towards another of the second, or the other way, or when both do
// it together: always so for meetings and cooperation, for other types only when
// it is towards nobody else ("China and Russia agreed"; but China and Russia
// accusing a third are not in conflict). Without a second side, any act by or
// towards the first counts.
func (p pair) senseOf(t ontology.Type, from, to []string, d Day) (s sense) {
	if !p.b.given() {
		if p.any(from, d) {
			s |= forth
		}
		if p.any(to, d) {
			s |= back
		}
		return s
	}
	if p.two(from, to, d) {
		s |= forth
	}
	if p.two(to, from, d) {
		s |= back
	}
	if (symmetric(t) || len(to) == 0) && (p.two(from, from, d) || symmetric(t) && p.two(to, to, d)) {
		s |= mutual
	}
	return s
}

func (p pair) any(keys []string, d Day) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return p.a.has(k, d) })
}

// two says whether the first list has one of side a and the second another one,
// of side b.
func (p pair) two(x, y []string, d Day) bool {
	for _, k := range x {
		if !p.a.has(k, d) {
			continue
		}
		for _, l := range y {
			if l != k && p.inB(l, d) {
				return true
			}
		}
	}
	return false
}

package filter

import (
	"slices"
	"strings"
)

// Expr is a parsed filter: All, And, Or, Not, or one of the leaves Parties, Set,
// Pattern, Words, Numbers and Days. It is not changed after Parse.
type Expr interface {
	// String is the canonical short form.
	String() string
	write(b *strings.Builder, inside binding)
}

// binding says how tight the place is that an expression is written in.
type binding int

const (
	loose  binding = iota // top, or in parentheses
	inOr                  // operand of or
	inAnd                 // operand of and
	inside                // operand of not
)

// All is the empty filter: everything matches.
type All struct{}

// And matches what all of its operands match; it has at least two.
type And struct{ Of []Expr }

// Or matches what one of its operands matches; it has at least two.
type Or struct{ Of []Expr }

// Not matches what its operand does not match.
type Not struct{ X Expr }

// Leaf is an expression that tests one field. Its tests are alternatives.
type Leaf interface {
	Expr
	On() Field
}

// Keyed is a leaf that is decided on one stored string at a time: an item
// matches when MatchKey is true of one of its Keys under the field.
type Keyed interface {
	Leaf
	MatchKey(key string) bool
}

// Parties tests who takes part, or the place: one of the parties of the field
// is one of Any.
type Parties struct {
	Field Field
	Any   []Party
}

// Set tests a field with a closed list of values, in the order of that list.
type Set struct {
	Field Field
	Any   []string
}

// Pattern tests a field by its whole text or the beginning of it.
type Pattern struct {
	Field Field
	Any   []Text
}

// Words tests running text for words and phrases.
type Words struct {
	Field Field
	Any   []Phrase
}

// Numbers tests a number.
type Numbers struct {
	Field Field
	Any   []Range
}

// Days tests a day; since and until have one period that is open at one side.
type Days struct {
	Field Field
	Any   []Period
}

// On is the field that a leaf tests.
func (l Parties) On() Field { return l.Field }

// On is the field that a leaf tests.
func (l Set) On() Field { return l.Field }

// On is the field that a leaf tests.
func (l Pattern) On() Field { return l.Field }

// On is the field that a leaf tests.
func (l Words) On() Field { return l.Field }

// On is the field that a leaf tests.
func (l Numbers) On() Field { return l.Field }

// On is the field that a leaf tests.
func (l Days) On() Field { return l.Field }

func (e All) String() string     { return text(e) }
func (e And) String() string     { return text(e) }
func (e Or) String() string      { return text(e) }
func (e Not) String() string     { return text(e) }
func (l Parties) String() string { return text(l) }
func (l Set) String() string     { return text(l) }
func (l Pattern) String() string { return text(l) }
func (l Words) String() string   { return text(l) }
func (l Numbers) String() string { return text(l) }
func (l Days) String() string    { return text(l) }

func text(e Expr) string {
	var b strings.Builder
	e.write(&b, loose)
	return b.String()
}

func (All) write(*strings.Builder, binding) {}

func (e And) write(b *strings.Builder, place binding) {
	join(b, e.Of, " ", inAnd, place >= inAnd)
}

func (e Or) write(b *strings.Builder, place binding) {
	join(b, e.Of, " or ", inOr, place >= inOr)
}

func (e Not) write(b *strings.Builder, _ binding) {
	b.WriteByte('-')
	e.X.write(b, inside)
}

func join(b *strings.Builder, of []Expr, by string, place binding, parentheses bool) {
	if parentheses {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	for i, x := range of {
		if i > 0 {
			b.WriteString(by)
		}
		x.write(b, place)
	}
}

func (l Parties) write(b *strings.Builder, _ binding) { list(b, l.Field, l.Any, Party.String) }
func (l Set) write(b *strings.Builder, _ binding) {
	list(b, l.Field, l.Any, func(s string) string { return s })
}
func (l Pattern) write(b *strings.Builder, _ binding) { list(b, l.Field, l.Any, Text.String) }
func (l Words) write(b *strings.Builder, _ binding)   { list(b, l.Field, l.Any, Phrase.String) }
func (l Numbers) write(b *strings.Builder, _ binding) { list(b, l.Field, l.Any, Range.String) }
func (l Days) write(b *strings.Builder, _ binding)    { list(b, l.Field, l.Any, Period.String) }

func list[T any](b *strings.Builder, f Field, any []T, show func(T) string) {
	b.WriteString(string(f))
	b.WriteByte(':')
	for i, v := range any {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(show(v))
	}
}

// quoted writes a value so that it is read as one again.
func quoted(s string) string {
	if s != "" && !strings.ContainsFunc(s, special) && !strings.Contains(s, "..") {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// Uses says whether a filter tests a field anywhere.
func Uses(e Expr, f Field) bool {
	return slices.ContainsFunc(Leaves(e), func(l Leaf) bool { return l.On() == f })
}

// Leaves are the tests of a filter from left to right.
func Leaves(e Expr) []Leaf {
	switch e := e.(type) {
	case And:
		return leavesOf(e.Of)
	case Or:
		return leavesOf(e.Of)
	case Not:
		return Leaves(e.X)
	case Leaf:
		return []Leaf{e}
	}
	return nil
}

func leavesOf(of []Expr) (out []Leaf) {
	for _, x := range of {
		out = append(out, Leaves(x)...)
	}
	return out
}

// Both joins two filters by and: the one that a user gives with the one that a
// command adds.
func Both(a, b Expr) Expr { return and([]Expr{a, b}) }

// and joins operands; nested ones are laid flat, and All adds nothing.
func and(of []Expr) Expr {
	var flat []Expr
	for _, x := range of {
		switch x := x.(type) {
		case All:
		case And:
			flat = append(flat, x.Of...)
		default:
			flat = append(flat, x)
		}
	}
	switch len(flat) {
	case 0:
		return All{}
	case 1:
		return flat[0]
	}
	return And{flat}
}

// or joins operands; nested ones are laid flat, and All swallows the rest.
func or(of []Expr) Expr {
	var flat []Expr
	for _, x := range of {
		switch x := x.(type) {
		case All:
			return x
		case Or:
			flat = append(flat, x.Of...)
		default:
			flat = append(flat, x)
		}
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return Or{flat}
}

func not(x Expr) Expr {
	if n, twice := x.(Not); twice {
		return n.X
	}
	return Not{x}
}

package ner

import "chancery/record"

// Label says what part of what kind of name a word is.
type Label uint8

// The labels: a word outside names is Out; a name of one word is Whole, a
// longer one is First, Inner …, Last, each of one of the classes.
const (
	Out    Label = 0
	Labels       = 1 + parts*classes
)

// Class is what a name is a name of.
type Class uint8

// The classes. Other is what has a name and is none of the rest: peoples,
// works, events, days; it is learnt for the contrast and not reported.
const (
	Person Class = iota
	Place
	Body
	Other
	classes = iota
)

// Part is the place of a word in a name.
type Part uint8

// The parts.
const (
	First Part = iota
	Inner
	Last
	Whole
	parts = iota
)

// LabelOf is the label of a part of a class.
func LabelOf(c Class, p Part) Label { return Label(1 + uint8(c)*parts + uint8(p)) }

// Class gives the class of a label that is not Out.
func (l Label) Class() Class { return Class((l - 1) / parts) }

// Part gives the part of a label that is not Out.
func (l Label) Part() Part { return Part((l - 1) % parts) }

// Kind is the kind of entity, or "" for none that is reported.
func (l Label) Kind() record.Kind {
	if l == Out {
		return ""
	}
	return l.Class().Kind()
}

// Kind is the kind of entity, or "" for Other.
func (c Class) Kind() record.Kind {
	switch c {
	case Person:
		return record.Person
	case Place:
		return record.Place
	case Body:
		return record.Organization
	}
	return ""
}

// open says whether a name goes on behind the word.
func (l Label) open() bool { return l != Out && l.Part() <= Inner }

// continues says whether a name goes on from the word before.
func (l Label) continues() bool { return l != Out && (l.Part() == Inner || l.Part() == Last) }

// Follows says whether a label may stand right after another. The words before
// and after a sentence are Out.
func Follows(before, l Label) bool {
	if !before.open() {
		return !l.continues()
	}
	return l.continues() && before.Class() == l.Class()
}

// Mark sets the labels of a name over words.
func Mark(labels []Label, c Class) {
	switch n := len(labels); n {
	case 0:
	case 1:
		labels[0] = LabelOf(c, Whole)
	default:
		for i := range labels {
			labels[i] = LabelOf(c, Inner)
		}
		labels[0], labels[n-1] = LabelOf(c, First), LabelOf(c, Last)
	}
}

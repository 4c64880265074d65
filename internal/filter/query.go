package filter

import (
	"errors"
	"fmt"
)

// ErrCursor is an After that no page gave.
var ErrCursor = errors.New("the mark of the next page is not one that the archive gave; begin again with the first page")

// Query says which items are wanted, in which order, and how many.
type Query struct {
	// Filter is a filter of the items asked for; nil is all.
	Filter Expr
	// Oldest asks for the oldest day first; else it is the newest. Items without
	// a day count as older than all. In a day they come in order of key.
	Oldest bool
	// After is the Next of the page before.
	After string
	// Limit is how many items a page has; DefaultLimit when it is 0.
	Limit int
}

// DefaultLimit is the length of a page when nobody says.
const DefaultLimit = 50

// Page is one page of an answer.
type Page[T any] struct {
	Items []T
	// Next is what After must be for the next page; empty when this is the last.
	Next string
}

// Count is how many items there are, or that there are more than were counted.
type Count struct {
	N    int
	More bool
}

func (c Count) String() string {
	if c.More {
		return fmt.Sprintf("more than %d", c.N)
	}
	return fmt.Sprint(c.N)
}

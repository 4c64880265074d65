package complete

import "chancery/internal/filter"

// bounds are the days and outlets that a filter asks for.
type bounds struct {
	from, until string // empty is open
	outlets     []filter.Pattern
}

// boundsOf reads the tests that must all hold; what stands under or and not
// narrows nothing.
func boundsOf(e filter.Expr) bounds {
	var b bounds
	b.add(e)
	return b
}

func (b *bounds) add(e filter.Expr) {
	switch e := e.(type) {
	case filter.And:
		for _, x := range e.Of {
			b.add(x)
		}
	case filter.Pattern:
		if e.Field == filter.Outlet {
			b.outlets = append(b.outlets, e)
		}
	case filter.Days:
		switch e.Field {
		case filter.Since, filter.Until, filter.Day, filter.Published:
			b.narrow(e.Any)
		}
	}
}

// narrow keeps what lies in the stretch that the alternatives span.
func (b *bounds) narrow(any []filter.Period) {
	from, until := any[0].From, any[0].To
	for _, p := range any[1:] {
		if p.From < from {
			from = p.From // empty is least: open
		}
		if until != "" && (p.To == "" || p.To > until) {
			until = p.To
		}
	}
	if from > b.from {
		b.from = from
	}
	if until != "" && (b.until == "" || until < b.until) {
		b.until = until
	}
}

func (b *bounds) wants(outlet string) bool {
	for _, p := range b.outlets {
		if !p.MatchKey(outlet) {
			return false
		}
	}
	return true
}

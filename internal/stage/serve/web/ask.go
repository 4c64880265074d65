package web

import (
	"context"
	"iter"
	"net/http"
	"strings"
	"time"

	"chancery/archive"
	"chancery/internal/filter"
)

// question is what a list was asked: its filter is the parameter q of its
// address, with after for the next pages.
type question struct {
	Path  string
	Text  string // canonical
	Typed string // as typed
	Chips []chip
	After string
	// Hint is an example of a filter of this list.
	Hint string
	// Save is where this filter is saved; empty when the caller may not.
	Save string
	expr filter.Expr
	of   filter.Target
}

// chip is one condition of a filter, with the address of the list without it.
type chip struct{ Text, Without string }

// ask reads the filter of a request.
func (d *desk) ask(r *http.Request, of filter.Target, hint string) (question, error) {
	q := question{Path: r.URL.Path, Typed: strings.TrimSpace(r.FormValue("q")), After: r.FormValue("after"), Hint: hint, of: of}
	q.Save = d.saveURL(r, &q)
	expr, err := d.parse(q.Typed, of)
	if err != nil {
		return q, err
	}
	q.expr, q.Text = expr, expr.String()
	for i, part := range conditions(expr) {
		q.Chips = append(q.Chips, chip{part.String(), to(q.Path, "q", without(expr, i))})
	}
	return q, nil
}

func (d *desk) parse(text string, of filter.Target) (filter.Expr, error) {
	return filter.Parse(text, filter.Options{For: of, Names: d.o.Names, Today: d.o.Now().Format(time.DateOnly)})
}

// conditions are the parts of a filter that all must hold.
func conditions(e filter.Expr) []filter.Expr {
	switch e := e.(type) {
	case filter.All:
		return nil
	case filter.And:
		return e.Of
	}
	return []filter.Expr{e}
}

// without is a filter without one of its conditions.
func without(e filter.Expr, leave int) string {
	var rest filter.Expr = filter.All{}
	for i, part := range conditions(e) {
		if i != leave {
			rest = filter.Both(rest, part)
		}
	}
	return rest.String()
}

// With is the address of the list with one condition more. One that is there
// already is not added again, and one that cannot be asked has no address.
func (q question) With(d *desk, condition string) (url string, there bool) {
	more, err := d.parse(condition, q.of)
	if err != nil {
		return "", false
	}
	for _, part := range conditions(q.expr) {
		if part.String() == more.String() {
			return "", true
		}
	}
	return to(q.Path, "q", filter.Both(q.expr, more).String()), false
}

// Next is the address of the next page.
func (q question) Next(after string) string {
	if after == "" {
		return ""
	}
	return to(q.Path, "q", q.Text, "after", after)
}

// First says whether this is the first page of the list.
func (q question) First() bool { return q.After == "" }

func (q question) query(limit int) filter.Query {
	return filter.Query{Filter: q.expr, After: q.After, Limit: limit}
}

// completeness tells what the answer was drawn from.
func (d *desk) completeness(ctx context.Context, e filter.Expr) (string, error) {
	if d.o.Complete == nil {
		return "", nil
	}
	return d.o.Complete(ctx, e)
}

// first takes at most n items of a sequence and says whether there are more.
func first[T any](rows iter.Seq2[T, error], n int) (list []T, more bool, err error) {
	for row, err := range rows {
		if err != nil {
			return nil, false, err
		}
		if len(list) == n {
			return list, true, nil
		}
		list = append(list, row)
	}
	return list, false, nil
}

// told is an incident with the report that tells it best.
type told struct {
	archive.Incident
	Words *archive.Event // nil when it is gone
}

// tell looks up the words of incidents.
func (d *desk) tell(ctx context.Context, list []archive.Incident) ([]told, error) {
	best := make([]string, len(list))
	for i := range list {
		best[i] = list[i].Best
	}
	events, err := d.o.Archive.EventsNamed(ctx, best)
	if err != nil {
		return nil, err
	}
	words := make(map[string]*archive.Event, len(events))
	for i := range events {
		words[events[i].Key] = &events[i]
	}
	out := make([]told, len(list))
	for i, inc := range list {
		out[i] = told{inc, words[inc.Best]}
	}
	return out, nil
}

package filter

import (
	"slices"

	"chancery/internal/registry"
	"chancery/record"
)

// Names says what a name stands for.
type Names interface {
	// Named gives codes of the countries and keys of what else has the name; none
	// when it is not known. Field tells what it is asked for: a place, or a party.
	Named(name string, field Field) (codes, keys []string)
	// Members gives the codes of the members of a body or region; none when it has none.
	Members(name string) []string
}

// World resolves names by the registry: Moscow is Russia as an actor, and the
// city as a place.
func World(r *registry.Registry) Names { return world{r} }

type world struct{ *registry.Registry }

func (w world) Named(name string, field Field) (codes, keys []string) {
	if e := w.State(name); e != nil && field != Person {
		return []string{e.Code}, nil // a code of a user's registry
	}
	for _, ref := range w.Registry.Named(name) {
		e := w.Entry(ref.Entry)
		isPlace := e.Kind == record.Place
		switch {
		case field == Person:
			if e.Kind == record.Person {
				keys = with(keys, e.Key)
			}
		case field == Place && (ref.Role == registry.Capital || ref.Role == registry.Seat || e.Kind != record.State && !isPlace):
		case e.Kind == record.State && e.Standing != "former":
			codes = with(codes, e.Code)
		case e.Key == "org/un" || e.Key == "org/eu":
			codes = with(codes, e.Code) // the code is theirs
		case field != Place && isPlace && len(codes) > 0: // Georgia as an actor is the state
		default:
			keys = with(keys, e.Key)
		}
	}
	if field != Place && len(codes) > 0 {
		keys = nil // "China" is no newspaper called China
	}
	return codes, keys
}

func (w world) Members(name string) []string {
	if e := w.ByKey(name); e != nil {
		return e.Members
	}
	for _, ref := range w.Registry.Named(name) {
		if e := w.Entry(ref.Entry); len(e.Members) > 0 {
			return e.Members
		}
	}
	return nil
}

func with(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

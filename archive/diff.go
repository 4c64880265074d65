package archive

import (
	"fmt"
	"slices"
	"strings"
)

// Difference is what a new coding of a document changes in one event.
type Difference struct {
	Kind string `json:"kind"` // added, removed, changed
	Old  *Event `json:"old,omitempty"`
	New  *Event `json:"new,omitempty"`
	// Fields that differ, each as "status: planned → actual".
	Fields []string `json:"fields,omitempty"`
}

// Diff compares two codings of one document. Events are the same when they have
// one key, else when they are the only ones whose triggers overlap: such a pair
// has changed its type. The differences come in the order of the text.
func Diff(old, new []Event) []Difference {
	taken := make([]bool, len(new))
	var out []Difference
	for i := range old {
		j := counterpart(&old[i], old, new, taken)
		if j < 0 {
			out = append(out, Difference{Kind: "removed", Old: &old[i]})
			continue
		}
		taken[j] = true
		if fields := differ(&old[i], &new[j]); len(fields) > 0 {
			out = append(out, Difference{Kind: "changed", Old: &old[i], New: &new[j], Fields: fields})
		}
	}
	for j := range new {
		if !taken[j] {
			out = append(out, Difference{Kind: "added", New: &new[j]})
		}
	}
	slices.SortStableFunc(out, func(a, b Difference) int { return a.at() - b.at() })
	return out
}

func (d *Difference) at() int {
	if d.New != nil {
		return d.New.TriggerSpan.Start
	}
	return d.Old.TriggerSpan.Start
}

// counterpart finds the event of a new coding that an old one has become, or -1.
func counterpart(e *Event, old, new []Event, taken []bool) int {
	found := -1
	for j := range new {
		if taken[j] {
			continue
		}
		if new[j].Key == e.Key {
			return j
		}
		if !overlap(e, &new[j]) || slices.ContainsFunc(old, func(o Event) bool { return o.Key == new[j].Key }) {
			continue
		}
		if found >= 0 {
			return -1 // two candidates: neither is sure
		}
		found = j
	}
	return found
}

func overlap(a, b *Event) bool {
	return a.TriggerSpan.Start < b.TriggerSpan.End && b.TriggerSpan.Start < a.TriggerSpan.End
}

// differ lists the fields in which two events differ for a reader.
func differ(a, b *Event) (out []string) {
	say := func(field, x, y string) {
		if x != y {
			out = append(out, fmt.Sprintf("%s: %s → %s", field, orNone(x), orNone(y)))
		}
	}
	say("type", a.Type, b.Type)
	say("modes", strings.Join(a.Modes, ", "), strings.Join(b.Modes, ", "))
	say("status", string(a.Status), string(b.Status))
	say("actors", partyNames(a.Actors), partyNames(b.Actors))
	say("recipients", partyNames(a.Recipients), partyNames(b.Recipients))
	say("day", a.Start+"/"+a.End, b.Start+"/"+b.End)
	say("place", placeName(a.Place), placeName(b.Place))
	return out
}

func orNone(s string) string {
	if s == "" || s == "/" {
		return "none"
	}
	return s
}

func partyNames(parties []Party) string {
	var out []string
	for _, p := range parties {
		text := p.Name
		if p.Code != "" {
			text += " (" + p.Code + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

func placeName(w *Where) string {
	if w == nil {
		return ""
	}
	return w.Name
}

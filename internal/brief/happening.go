package brief

import (
	"slices"

	"chancery/record"
)

// happening is one act as the page tells it, perhaps several times. The first
// telling leads: it names its parties best.
type happening struct {
	tellings []*record.Event
}

func (h *happening) lead() *record.Event { return h.tellings[0] }

// time, place, forum and level are the lead's, else those of the first telling
// that has them.
func (h *happening) time() *record.Time {
	for _, e := range h.tellings {
		if e.Time != nil {
			return e.Time
		}
	}
	return nil
}

func (h *happening) place() string {
	for _, e := range h.tellings {
		if e.Place != "" {
			return e.Place
		}
	}
	return ""
}

// level is the highest rank that a telling gives; 1 is the highest.
func (h *happening) level() int {
	level := 0
	for _, e := range h.tellings {
		if e.Level > 0 && (level == 0 || e.Level < level) {
			level = e.Level
		}
	}
	return level
}

// happenings groups the events that pick accepts, in the order of the page.
func (v *view) happenings(pick func(*record.Event) bool) []*happening {
	var out []*happening
	for i := range v.rec.Events {
		e := &v.rec.Events[i]
		if !pick(e) {
			continue
		}
		at := slices.IndexFunc(out, func(h *happening) bool { return v.sameAct(h, e) })
		if at < 0 {
			out = append(out, &happening{tellings: []*record.Event{e}})
			continue
		}
		out[at].tellings = append(out[at].tellings, e)
	}
	for _, h := range out {
		slices.SortStableFunc(h.tellings, func(a, b *record.Event) int { return v.persons(b) - v.persons(a) })
	}
	return out
}

// sameAct says whether an event tells a happening again: the same type, status,
// parties and time. For meetings a telling that names only states or groups is
// the same as one that names their people, on the same dated day.
func (v *view) sameAct(h *happening, e *record.Event) bool {
	for _, o := range h.tellings {
		if o.Type != e.Type || o.Status != e.Status || o.Forum != e.Forum || !sameModes(o, e) || !fits(o, e) {
			return false
		}
	}
	o := h.lead()
	if len(parties(e))+len(e.Forum) == 0 || len(parties(o))+len(o.Forum) == 0 {
		return false
	}
	if sameParties(o, e) {
		return true
	}
	dated := o.Time != nil && e.Time != nil && o.Time.Start != "" && o.Time.Grain == record.Day
	codes := v.codes(e)
	return meeting(e) && dated && len(codes) > 0 && (v.generic(o) || v.generic(e)) && sameSet(v.codes(o), codes)
}

// sameModes lets meetings differ in mode, since "met" and "visited" may tell
// the same one; other acts must share a mode when both have one.
func sameModes(a, b *record.Event) bool {
	if meeting(a) || len(a.Modes) == 0 || len(b.Modes) == 0 {
		return true
	}
	return slices.ContainsFunc(a.Modes, func(m string) bool { return slices.Contains(b.Modes, m) })
}

// fits says whether time and place of two tellings agree, as far as given.
func fits(a, b *record.Event) bool {
	if a.Place != "" && b.Place != "" && a.Place != b.Place {
		return false
	}
	if a.Time == nil || b.Time == nil || a.Time.Start == "" || b.Time.Start == "" {
		return true
	}
	return a.Time.Start == b.Time.Start && a.Time.End == b.Time.End
}

func parties(e *record.Event) []string { return append(slices.Clone(e.Actors), e.Recipients...) }

// sameParties says whether two tellings have the same parties; who did it to
// whom matters, unless they did it to each other.
func sameParties(a, b *record.Event) bool {
	if mutual(a) && mutual(b) {
		return sameSet(parties(a), parties(b))
	}
	return sameSet(a.Actors, b.Actors) && sameSet(a.Recipients, b.Recipients)
}

func sameSet(a, b []string) bool {
	in := func(xs []string) func(string) bool {
		return func(x string) bool { return !slices.Contains(xs, x) }
	}
	return !slices.ContainsFunc(a, in(b)) && !slices.ContainsFunc(b, in(a))
}

// generic says that an event names no person and no body, only states and groups.
func (v *view) generic(e *record.Event) bool {
	for _, id := range parties(e) {
		n := v.entities[id]
		if n == nil || n.Kind != record.State && n.Kind != record.Group {
			return false
		}
	}
	return true
}

// codes are the countries and bodies that take part, at least two of them, or
// none: one side alone does not tell which meeting is meant.
func (v *view) codes(e *record.Event) []string {
	var codes []string
	for _, id := range parties(e) {
		n := v.entities[id]
		if n == nil || n.Code == "" {
			return nil
		}
		if !slices.Contains(codes, n.Code) {
			codes = append(codes, n.Code)
		}
	}
	if len(codes) < 2 {
		return nil
	}
	return codes
}

func (v *view) persons(e *record.Event) (n int) {
	for _, id := range parties(e) {
		if p := v.entities[id]; p != nil && p.Kind == record.Person {
			n++
		}
	}
	return n
}

package watch

import (
	"cmp"
	"slices"
	"time"
)

// Due gives the places in the list of the feeds that are to be polled now, the
// one that has waited longest first. A feed without a state is due.
func Due(sources []Source, states map[string]State, now time.Time) []int {
	var out []int
	for i := range sources {
		if s, ok := states[sources[i].URL]; !ok || !s.Gone && !s.Next.After(now) {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int {
		x, y := states[sources[a].URL].Next, states[sources[b].URL].Next
		return cmp.Or(x.Compare(y), cmp.Compare(a, b))
	})
	return out
}

// Wait is how long nothing is due; ok is false when nothing ever will be.
func Wait(sources []Source, states map[string]State, now time.Time) (wait time.Duration, ok bool) {
	for i := range sources {
		s, known := states[sources[i].URL]
		if s.Gone {
			continue
		}
		left := max(0, s.Next.Sub(now))
		if !known {
			left = 0
		}
		if !ok || left < wait {
			wait, ok = left, true
		}
	}
	return wait, ok
}

// Spread gives feeds that have no state yet a first moment within a span, so
// that a long list does not begin with all at once.
func Spread(sources []Source, states map[string]State, now time.Time, span time.Duration, chance func() float64) {
	for i := range sources {
		if _, ok := states[sources[i].URL]; !ok {
			states[sources[i].URL] = State{URL: sources[i].URL, Next: now.Add(time.Duration(chance() * float64(span)))}
		}
	}
}

package store

import (
	"fmt"
	"strings"

	"chancery/archive"
	"chancery/record"
)

// overlay lays decisions over the events of a coding, in the order in which they
// were made. Each finds its event by the key, or by the words when a newer coder
// gave them another type.
func overlay(events []archive.Event, decided []archive.Correction) []laid {
	out := make([]laid, len(events))
	for i := range events {
		out[i].event = &events[i]
	}
	patched := make([]bool, len(events))
	for i := range decided {
		c := &decided[i]
		at := anchor(events, c.Event, c.Trigger)
		if at < 0 || c.Undone {
			continue
		}
		e := out[at].event
		if out[at].under == nil {
			under := *e
			out[at].under = &under
		}
		switch c.Verdict {
		case archive.Reject:
			e.Review = archive.Rejected
		case archive.Correct:
			patched[at] = true
			c.Set.Apply(e)
			e.Review = archive.Corrected
		case archive.Accept:
			if e.Review = archive.Accepted; patched[at] {
				e.Review = archive.Corrected
			}
		}
	}
	return out
}

// anchor finds the event of a key, else the one whose trigger shares most with
// the span; -1 when there is none.
func anchor(events []archive.Event, key string, trigger record.Span) int {
	best, most := -1, 0
	for i := range events {
		if events[i].Key == key {
			return i
		}
		t := events[i].TriggerSpan
		if n := min(t.End, trigger.End) - max(t.Start, trigger.Start); n > most {
			best, most = i, n
		}
	}
	return best
}

// triggerOf reads the span from the key of an event.
func triggerOf(key string) (span record.Span, ok bool) {
	_, tail, _ := strings.Cut(key, ":")
	span0, _, _ := strings.Cut(tail, ":")
	n, err := fmt.Sscanf(span0, "%d-%d", &span.Start, &span.End)
	return span, err == nil && n == 2
}

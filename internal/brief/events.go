package brief

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/ontology"
	"chancery/record"
)

func (v *view) held(p *printer) {
	v.section(p, "HELD", "", v.happenings(func(e *record.Event) bool {
		return e.Status == record.Actual && meeting(e)
	}))
}

// done shows what was done besides meeting, one part for each class of act.
func (v *view) done(p *printer) {
	for _, q := range quads {
		v.section(p, "DONE", q.String(), v.happenings(func(e *record.Event) bool {
			return e.Status == record.Actual && !meeting(e) && quad(e) == q
		}))
	}
}

// planned is an agenda: by date, and what has no date at the end.
func (v *view) planned(p *printer) {
	hs := v.happenings(func(e *record.Event) bool { return e.Status == record.Planned })
	slices.SortStableFunc(hs, func(a, b *happening) int {
		return strings.Compare(agendaKey(a.time()), agendaKey(b.time()))
	})
	v.section(p, "PLANNED", "", hs)
}

func agendaKey(t *record.Time) string {
	if t == nil || t.Start == "" {
		return "~" // after every date
	}
	return t.Start + " " + t.End
}

func (v *view) denied(p *printer)     { v.byStatus(p, "DENIED", record.Denied) }
func (v *view) possible(p *printer)   { v.byStatus(p, "POSSIBLE", record.Hypothetical) }
func (v *view) background(p *printer) { v.byStatus(p, "BACKGROUND", record.Historical) }

func (v *view) byStatus(p *printer, title string, status record.Status) {
	v.section(p, title, "", v.happenings(func(e *record.Event) bool { return e.Status == status }))
}

// who shows the parties: ↔ between those who act together, → from those who act
// to those who are acted upon.
func (v *view) who(e *record.Event) flow {
	actors, others := v.names(e.Actors, e.Inferred), v.names(e.Recipients, e.Inferred)
	if v.attends(e) {
		others = []string{v.name(e.Forum)}
		if len(actors) == 0 {
			return flow{{bold, others[0]}}
		}
	}
	switch {
	case len(actors) == 0 && len(others) == 0:
		return flow{{dim, "parties not named"}}
	case len(actors) == 0:
		return flow{{dim, "not said who"}, {normal, " → "}, {bold, list(others, ", ")}}
	case len(others) == 0 && mutual(e):
		return flow{{bold, list(actors, " ↔ ")}}
	case len(others) == 0:
		return flow{{bold, list(actors, ", ")}}
	}
	arrow := " → "
	if mutual(e) && !v.visits(e) {
		arrow = " ↔ "
	}
	return flow{{bold, list(actors, ", ")}, {normal, arrow}, {bold, list(others, ", ")}}
}

// attends says that the meeting itself stands for the other side: one party, or
// none, is named besides it.
func (v *view) attends(e *record.Event) bool {
	return e.Forum != "" && len(e.Recipients) == 0 && len(v.names(e.Actors, nil)) < 2
}

// mutual says that the parties of such an act do the same to each other.
func mutual(e *record.Event) bool {
	return meeting(e) || e.Type == "COOPERATE" || e.Type == "AGREE" && len(e.Recipients) == 0
}

// visits says that an event is a visit to a state, a place or a meeting, which
// has a direction, and not one between people, who meet each other.
func (v *view) visits(e *record.Event) bool {
	if len(e.Recipients) == 0 {
		return e.Forum != ""
	}
	n := v.entities[e.Recipients[0]]
	place := n != nil && (n.Kind == record.State || n.Kind == record.Place || n.Kind == record.Forum)
	return place && slices.Contains(e.Modes, "visit")
}

// what tells the act: plain words for it, rank, the page's words, frame, sizes
// and who reports it.
func (v *view) what(h *happening, extra []string, columns int) flow {
	e := h.lead()
	label := act(e.Type, e.Modes)
	if meeting(e) && slices.Contains(e.Modes, "visit") && !v.visits(e) {
		label = "meeting"
	}
	parts := []flow{plain(label)}
	if rank := ontology.Rank(h.level()); rank != "" && meeting(e) {
		parts = append(parts, plain(rank))
	}
	for _, s := range extra {
		parts = append(parts, plain(s))
	}
	parts = append(parts, v.told(e, columns))
	if e.Forum != "" && !v.attends(e) && !slices.Contains(parties(e), e.Forum) {
		parts = append(parts, plain("frame: "+v.name(e.Forum)))
	}
	if s := sizes(e.Size); s != "" {
		parts = append(parts, plain(s))
	}
	if s := v.reporter(e); s != "" {
		parts = append(parts, plain("reported by "+s))
	}
	return join(dot, parts...)
}

// told quotes the words that show the act: the stretch with its parties when it
// is short, else the words of the act with a little of what stands around them.
func (v *view) told(e *record.Event, columns int) flow {
	limit := max(36, columns*2/5)
	if s := v.text.cut(e.Evidence); s != "" && width(s) <= limit {
		return v.quote(e.Evidence, limit)
	}
	return v.quote(v.text.around(e.Trigger, e.Evidence), max(60, limit))
}

// again lists the other tellings of a happening.
func (v *view) again(h *happening, columns int) flow {
	var parts []flow
	who := text(v.who(h.lead()))
	for _, e := range h.tellings[1:] {
		f := v.told(e, columns)
		if s := v.who(e); text(s) != who {
			f = join(" ", plain(text(s)), f)
		}
		parts = append(parts, f)
	}
	if len(parts) == 0 {
		return nil
	}
	return append(flow{{dim, "also told as: "}}, join(dot, parts...)...)
}

func text(f flow) string {
	var b strings.Builder
	for _, p := range f {
		b.WriteString(p.text)
	}
	return b.String()
}

// sizes tells the counts and sums that the page states.
func sizes(s *record.Size) string {
	if s == nil {
		return ""
	}
	var parts []string
	for _, c := range []struct {
		n    *int
		word string
	}{{s.Killed, "killed"}, {s.Injured, "injured"}, {s.Arrested, "arrested"}, {s.Participants, "taking part"}} {
		if c.n != nil {
			parts = append(parts, fmt.Sprintf("%d %s", *c.n, c.word))
		}
	}
	for _, a := range s.Amounts {
		parts = append(parts, a.Currency+" "+thousands(a.Value))
	}
	return strings.Join(parts, ", ")
}

// thousands writes a sum with commas, its fraction left out: 1,500,000.
func thousands(value float64) string {
	digits := strconv.FormatFloat(math.Round(value), 'f', 0, 64)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// reporter names who tells of an act that the page only attributes.
func (v *view) reporter(e *record.Event) string {
	if s := v.statements[e.Statement]; s != nil && e.Statement != "" {
		return v.speaker(s)
	}
	return ""
}

package brief

import (
	"fmt"
	"slices"
	"strings"

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

// Widths of the columns for date and place; what is wider goes into the text.
const (
	maxWhen  = 14
	maxWhere = 16
	narrow   = 60 // below this there are no columns
)

// section writes happenings in rows: when, where, who with whom, what.
func (v *view) section(p *printer, title, note string, hs []*happening) {
	if len(hs) == 0 {
		return
	}
	p.heading(title, note)
	shown := hs[:min(len(hs), most)]
	cols := v.columns(p, shown)
	for _, h := range shown {
		v.row(p, h, cols)
	}
	if rest := len(hs) - len(shown); rest > 0 {
		p.body(2, flow{{dim, fmt.Sprintf("… and %d more", rest)}})
	}
}

// columns are the widths that the rows of a section share; zero: no column.
type columns struct{ when, where, who int }

func (v *view) columns(p *printer, hs []*happening) (c columns) {
	if p.width < narrow {
		return c
	}
	placed := 0
	for _, h := range hs {
		if w := width(v.when(h.time())); w <= maxWhen {
			c.when = max(c.when, w)
		}
		if w := width(v.where(h)); w > 0 && w <= maxWhere {
			c.where = max(c.where, w)
			placed++
		}
	}
	if placed*2 < len(hs) { // a column that stands mostly empty helps nobody
		c.where = 0
	}
	left := p.width - 2
	for _, w := range []int{c.when, c.where} {
		if w > 0 {
			left -= w + 2
		}
	}
	limit := left * 2 / 5
	for _, h := range hs {
		if w := v.who(h.lead()).width(); w <= limit {
			c.who = max(c.who, w)
		}
	}
	return c
}

// where names the place of a happening, or is "".
func (v *view) where(h *happening) string {
	if id := h.place(); id != "" {
		return v.name(id)
	}
	return ""
}

// row writes one happening, and below it how else the page tells it.
func (v *view) row(p *printer, h *happening, c columns) {
	var cells []cell
	var extra []string
	add := func(s string, w int) {
		switch {
		case w > 0 && width(s) <= w:
			cells = append(cells, cell{flow{{dim, s}}, w})
		case w > 0:
			cells = append(cells, cell{nil, w})
			extra = append(extra, s)
		case s != "":
			extra = append(extra, s)
		}
	}
	add(orDash(v.when(h.time()), c.when), c.when)
	add(v.where(h), c.where)

	who := v.who(h.lead())
	what := v.what(h, extra, p.width)
	if c.who > 0 && who.width() <= c.who && 2+total(cells)+c.who+2+what.width() <= p.width {
		p.row(2, append(cells, cell{who, c.who}), what)
	} else {
		p.row(2, cells, who)
		p.body(2+total(cells)+2, what)
	}
	if again := v.again(h, p.width); len(again) > 0 {
		p.body(2+total(cells)+2, again)
	}
}

func total(cells []cell) (n int) {
	for _, c := range cells {
		n += c.width + 2
	}
	return n
}

// orDash fills the column of dates: no date is shown as a dash.
func orDash(s string, column int) string {
	if s == "" && column > 0 {
		return "–"
	}
	return s
}

// who shows the parties: ↔ between those who act together, → from those who act
// to those who are acted upon.
func (v *view) who(e *record.Event) flow {
	actors, others := v.names(e.Actors), v.names(e.Recipients)
	if e.Forum != "" && len(others) == 0 && len(actors) < 2 {
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
	if l := h.level(); l > 0 && l < len(levels) && meeting(e) {
		parts = append(parts, plain(levels[l]))
	}
	for _, s := range extra {
		parts = append(parts, plain(s))
	}
	parts = append(parts, v.told(e, columns))
	if e.Forum != "" && (len(e.Recipients) > 0 || len(e.Actors) > 1) {
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
	return v.quote(v.text.around(e.Trigger, e.Evidence), limit)
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

// sizes tells the counts that the page states.
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
	return strings.Join(parts, ", ")
}

// reporter names who tells of an act that the page only attributes.
func (v *view) reporter(e *record.Event) string {
	if s := v.statements[e.Statement]; s != nil && e.Statement != "" {
		return v.speaker(s)
	}
	return ""
}

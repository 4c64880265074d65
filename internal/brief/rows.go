package brief

import "fmt"

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

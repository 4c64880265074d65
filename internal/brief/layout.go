package brief

import "strings"

// style is how a piece of text looks where colour is on.
type style uint8

const (
	normal style = iota
	bold         // names and headings
	dim          // numbers, dates, cues: what one looks at second
	quoted       // words of the page
)

var ansi = [...]string{normal: "", bold: "\x1b[1m", dim: "\x1b[2m", quoted: "\x1b[36m"}

// piece is a stretch of text in one style; flow is a line before it is wrapped.
type piece struct {
	style style
	text  string
}

type flow []piece

func plain(s string) flow { return flow{{normal, s}} }

// hard stands for a space at which a line is not broken.
const hard = "\u00a0"

// dot stands between the parts of a line; it stays with the part before it.
const dot = hard + "· "

func (f flow) width() (n int) {
	for _, p := range f {
		n += width(p.text)
	}
	return n
}

// join puts sep between the flows that are not empty.
func join(sep string, flows ...flow) flow {
	var out flow
	for _, f := range flows {
		if len(f) == 0 {
			continue
		}
		if len(out) > 0 {
			out = append(out, piece{normal, sep})
		}
		out = append(out, f...)
	}
	return out
}

// printer collects lines. It is the only place that writes escapes.
type printer struct {
	b     strings.Builder
	width int
	color bool
}

func newPrinter(opts Options) *printer {
	return &printer{width: opts.columns(), color: opts.Color}
}

// columns is the width that is used for the width asked for.
func (o Options) columns() int {
	if o.Width == 0 {
		return 80
	}
	return min(max(o.Width, 40), 120)
}

// Rule is the line that stands between two briefs.
func Rule(opts Options) string {
	p := newPrinter(opts)
	p.line(0, flow{{dim, strings.Repeat("─", p.width)}})
	return p.String()
}

func (p *printer) String() string { return p.b.String() }

func (p *printer) gap() { p.b.WriteByte('\n') }

// heading opens a section.
func (p *printer) heading(title, note string) {
	p.gap()
	f := flow{{bold, title}}
	if note != "" {
		f = append(f, piece{dim, "  " + note})
	}
	p.line(0, f)
}

// body writes a flow, wrapped, every line at the indent.
func (p *printer) body(indent int, f flow) { p.row(indent, nil, f) }

// cell is a column of a row: a flow that is not wider than its width.
type cell struct {
	flow  flow
	width int
}

// row writes cells side by side and then the body, wrapped beside them.
func (p *printer) row(indent int, cells []cell, f flow) {
	var first flow
	left := indent
	for _, c := range cells {
		first = append(first, c.flow...)
		first = append(first, piece{normal, strings.Repeat(" ", max(0, c.width-c.flow.width())+2)})
		left += c.width + 2
	}
	for i, l := range wrap(f, p.width-left) {
		if i == 0 && len(first) > 0 {
			p.line(indent, append(first, l...))
			continue
		}
		p.line(left, l)
	}
}

// sides writes one flow at the left and one at the right of the same line, or
// below each other when they do not fit.
func (p *printer) sides(l, r flow) {
	if gap := p.width - l.width() - r.width(); r.width() > 0 && gap >= 2 {
		p.line(0, append(append(l, piece{normal, strings.Repeat(" ", gap)}), r...))
		return
	}
	p.body(0, l)
	if r.width() > 0 {
		p.body(0, r)
	}
}

// line writes one line as it is.
func (p *printer) line(indent int, f flow) {
	p.b.WriteString(strings.Repeat(" ", indent))
	f = merge(f)
	for i, q := range f {
		text := strings.ReplaceAll(q.text, hard, " ")
		if i == len(f)-1 {
			text = strings.TrimRight(text, " ")
		}
		if !p.color || q.style == normal || text == "" {
			p.b.WriteString(text)
			continue
		}
		p.b.WriteString(ansi[q.style] + text + "\x1b[0m")
	}
	p.b.WriteByte('\n')
}

// merge joins neighbours of one style, so that each style is turned on once.
func merge(f flow) flow {
	var out flow
	for _, q := range f {
		if n := len(out); n > 0 && out[n-1].style == q.style {
			out[n-1].text += q.text
			continue
		}
		out = append(out, q)
	}
	return out
}

package table

import (
	"bufio"
	"iter"
	"slices"
	"strings"

	"github.com/rivo/uniseg"
)

// sample is how many rows decide on the widths of the columns.
const sample = 100

// gap is the number of spaces between columns.
const gap = 2

// least is the width below which no column is pressed.
const least = 8

// table draws rows in columns.
func (l List[T]) table(w *bufio.Writer, rows iter.Seq2[T, error], opts Options) (n int, err error) {
	columns := slices.DeleteFunc(slices.Clone(l.Columns), func(c Column[T]) bool { return c.CSV && !c.Table })
	d := drawer[T]{list: l, columns: columns, w: w, opts: opts}
	for row, err := range rows {
		if err != nil {
			d.start()
			return n, err
		}
		d.row(row)
		n++
	}
	d.start()
	if n == 0 && l.Empty != "" {
		_, _ = w.WriteString(l.Empty + "\n")
	}
	return n, nil
}

// drawer holds the first rows back until it knows how wide their columns are.
type drawer[T any] struct {
	list    List[T]
	columns []Column[T]
	w       *bufio.Writer
	opts    Options
	held    []T
	widths  []int
}

func (d *drawer[T]) row(row T) {
	if d.widths != nil {
		d.draw(&row)
		return
	}
	if d.held = append(d.held, row); len(d.held) == sample {
		d.start()
	}
}

// start fixes the widths and draws what was held back.
func (d *drawer[T]) start() {
	if d.widths != nil || len(d.held) == 0 {
		return
	}
	d.measure()
	cells := make([]string, len(d.columns))
	for i, c := range d.columns {
		cells[i] = strings.ToUpper(c.Name)
	}
	d.line(cells, "\x1b[2m")
	for i := range d.held {
		d.draw(&d.held[i])
	}
	d.held = nil
}

// measure gives each column what it needs and takes from the wide ones, the
// widest first, what the terminal does not have.
func (d *drawer[T]) measure() {
	d.widths = make([]int, len(d.columns))
	total := gap * (len(d.columns) - 1)
	for i, c := range d.columns {
		d.widths[i] = width(c.Name)
		for j := range d.held {
			d.widths[i] = max(d.widths[i], width(clean(c.Text(&d.held[j]))))
		}
		total += d.widths[i]
	}
	for over := total - d.columnsWide(); over > 0; over-- {
		widest := -1
		for i, c := range d.columns {
			if c.Wide && d.widths[i] > least && (widest < 0 || d.widths[i] > d.widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		d.widths[widest]--
	}
}

func (d *drawer[T]) columnsWide() int {
	if d.opts.Width == 0 {
		return 100
	}
	return max(d.opts.Width, 40)
}

func (d *drawer[T]) draw(row *T) {
	cells := make([]string, len(d.columns))
	for i, c := range d.columns {
		cells[i] = clean(c.Text(row))
	}
	d.line(cells, "")
	if d.list.Below == nil {
		return
	}
	if below := clean(d.list.Below(row)); below != "" {
		d.paint("    "+shorten(below, d.columnsWide()-4), "\x1b[2m")
	}
}

// line writes cells in their columns.
func (d *drawer[T]) line(cells []string, style string) {
	var b strings.Builder
	for i, text := range cells {
		text = shorten(text, d.widths[i])
		pad := strings.Repeat(" ", d.widths[i]-width(text))
		if d.columns[i].Right {
			b.WriteString(pad + text)
		} else {
			b.WriteString(text + pad)
		}
		b.WriteString(strings.Repeat(" ", gap))
	}
	d.paint(strings.TrimRight(b.String(), " "), style)
}

func (d *drawer[T]) paint(line, style string) {
	if d.opts.Color && style != "" {
		line = style + line + "\x1b[0m"
	}
	_, _ = d.w.WriteString(line + "\n") // a bufio.Writer keeps its error for Flush
}

// shorten cuts a text to n columns, with an ellipsis in the last.
func shorten(s string, n int) string {
	if width(s) <= n {
		return s
	}
	var b strings.Builder
	used, state := 0, -1
	for s != "" {
		var cluster string
		var wide int
		cluster, s, wide, state = uniseg.FirstGraphemeClusterInString(s, state)
		if used+wide > n-1 {
			break
		}
		b.WriteString(cluster)
		used += wide
	}
	return strings.TrimRight(b.String(), " ") + "…"
}

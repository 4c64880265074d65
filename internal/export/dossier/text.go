package dossier

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// Text writes a dossier for a terminal of some columns, at least 40. Figures are
// left out.
func (d *Dossier) Text(columns int) string {
	t := text{columns: max(columns, 40)}
	t.line(d.Title)
	t.line(d.Subtitle)
	for _, b := range d.Blocks {
		t.block(b)
	}
	return t.b.String()
}

type text struct {
	b       strings.Builder
	columns int
}

// line writes one line, if there is something in it.
func (t *text) line(s string) {
	if s = clean(s); s != "" {
		t.b.WriteString(s + "\n")
	}
}

func (t *text) blank() {
	if t.b.Len() > 0 && !strings.HasSuffix(t.b.String(), "\n\n") {
		t.b.WriteByte('\n')
	}
}

func (t *text) block(b Block) {
	switch b := b.(type) {
	case Heading:
		t.blank()
		t.line(strings.ToUpper(b.Text))
	case Text:
		t.wrapped("", "", words(b.Spans))
	case Table:
		t.table(&b)
	case List:
		for _, it := range b.Items {
			t.wrapped("  ", "    ", words(it.Spans))
		}
	case Notes:
		t.blank()
		for _, n := range b.Lines {
			t.wrapped("· ", "  ", n)
		}
	}
}

// wrapped breaks words into lines.
func (t *text) wrapped(first, other, s string) {
	in, used := first, 0
	t.b.WriteString(first)
	for _, word := range strings.Fields(clean(s)) {
		w := uniseg.StringWidth(word)
		if used > 0 && len(in)+used+1+w > t.columns {
			in, used = other, 0
			t.b.WriteString("\n" + other)
		}
		if used > 0 {
			t.b.WriteByte(' ')
			used++
		}
		t.b.WriteString(word)
		used += w
	}
	t.b.WriteByte('\n')
}

// table puts cells into columns; the widest gives way when the terminal is
// narrow, and its cells are cut.
func (t *text) table(b *Table) {
	t.blank()
	t.line(b.Caption)
	widths := make([]int, len(b.Columns))
	total := 2 * (len(widths) - 1)
	for i, c := range b.Columns {
		widths[i] = uniseg.StringWidth(c.Name)
		for _, row := range b.Rows {
			widths[i] = max(widths[i], uniseg.StringWidth(clean(row[i].Words)))
		}
		total += widths[i]
	}
	for ; total > t.columns; total-- {
		widest := 0
		for i, w := range widths {
			if w > widths[widest] {
				widest = i
			}
		}
		if widths[widest] <= 8 {
			break
		}
		widths[widest]--
	}
	head := make([]Span, len(b.Columns))
	for i, c := range b.Columns {
		head[i].Words = strings.ToUpper(c.Name)
	}
	t.row(b.Columns, widths, head)
	for _, row := range b.Rows {
		t.row(b.Columns, widths, row)
	}
}

func (t *text) row(columns []Column, widths []int, cells []Span) {
	var b strings.Builder
	for i, c := range cells {
		s := cut(clean(c.Words), widths[i])
		pad := strings.Repeat(" ", widths[i]-uniseg.StringWidth(s))
		if columns[i].Right {
			s = pad + s
		} else {
			s += pad
		}
		b.WriteString(s + "  ")
	}
	t.b.WriteString(strings.TrimRight(b.String(), " ") + "\n")
}

// cut shortens a text to some columns, with an ellipsis.
func cut(s string, width int) string {
	if uniseg.StringWidth(s) <= width {
		return s
	}
	var b strings.Builder
	used, state := 0, -1
	for s != "" {
		var cluster string
		var w int
		cluster, s, w, state = uniseg.FirstGraphemeClusterInString(s, state)
		if used+w > width-1 {
			break
		}
		b.WriteString(cluster)
		used += w
	}
	return b.String() + "…"
}

// clean takes out what would move a terminal's cursor or hide text.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

package dossier

import (
	"fmt"
	"io"
	"strings"
)

// Markdown writes a dossier in CommonMark with tables (GitHub's). Anchors and
// pictures are HTML within it.
func (d *Dossier) Markdown(w io.Writer) error {
	m := markdown{at: d.anchors()}
	fmt.Fprintf(&m.b, "# %s\n\n%s\n\n", escape(d.Title), escape(d.Subtitle))
	for _, b := range d.Blocks {
		m.block(b)
	}
	_, err := io.WriteString(w, m.b.String())
	return err
}

type markdown struct {
	b       strings.Builder
	at      map[string]bool
	figures int
}

// escape keeps a text from being read as Markdown or HTML.
func escape(s string) string {
	var b strings.Builder
	for _, r := range clean(s) {
		if strings.ContainsRune("\\`*_{}[]<>#|~&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	out := b.String()
	// What would begin a list or a rule at the beginning of a line.
	if out != "" && strings.ContainsRune("-+=", rune(out[0])) && !(len(out) > 1 && out[1] >= '0' && out[1] <= '9') {
		out = "\\" + out
	}
	return out
}

func (m *markdown) spans(list []Span) string {
	var b strings.Builder
	for _, s := range list {
		inner := escape(s.Words)
		if s.Strong && inner != "" {
			inner = "**" + inner + "**"
		}
		if to := target(s.Link, m.at); to != "" {
			inner = "[" + inner + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", "|", "%7C").Replace(to) + ">)"
		}
		if strings.HasPrefix(s.Words, " ") {
			inner = " " + inner
		}
		if strings.HasSuffix(s.Words, " ") {
			inner += " "
		}
		b.WriteString(inner)
	}
	return b.String()
}

func anchor(id string) string {
	if id == "" {
		return ""
	}
	return `<a id="` + safe(id) + `"></a>`
}

func (m *markdown) block(b Block) {
	switch b := b.(type) {
	case Heading:
		fmt.Fprintf(&m.b, "%s%s %s\n\n", lineOf(anchor(b.ID)), strings.Repeat("#", b.Level), escape(b.Text))
	case Text:
		fmt.Fprintf(&m.b, "%s\n\n", m.spans(b.Spans))
	case Table:
		m.table(&b)
	case List:
		for _, it := range b.Items {
			fmt.Fprintf(&m.b, "- %s%s\n", anchor(it.ID), m.spans(it.Spans))
		}
		m.b.WriteString("\n")
	case Figure:
		m.figures++
		svg := strings.ReplaceAll(inline(b.SVG, b.Caption, m.figures), "\n\n", "\n")
		fmt.Fprintf(&m.b, "<figure>\n%s\n</figure>\n\n*%s*\n\n", strings.TrimSpace(svg), escape(b.Caption))
	case Notes:
		for _, n := range b.Lines {
			fmt.Fprintf(&m.b, "> %s\n>\n", escape(n))
		}
		m.b.WriteString("\n")
	}
}

func lineOf(s string) string {
	if s == "" {
		return ""
	}
	return s + "\n\n"
}

func (m *markdown) table(b *Table) {
	m.b.WriteString(lineOf(anchor(b.ID)))
	if b.Caption != "" {
		fmt.Fprintf(&m.b, "%s\n\n", escape(b.Caption))
	}
	rule := "|"
	m.b.WriteString("|")
	for _, c := range b.Columns {
		fmt.Fprintf(&m.b, " %s |", escape(c.Name))
		if c.Right {
			rule += " ---: |"
		} else {
			rule += " --- |"
		}
	}
	m.b.WriteString("\n" + rule + "\n")
	for k, row := range b.Rows {
		m.b.WriteString("|")
		for i := range row {
			id := ""
			if i == 0 && k < len(b.IDs) {
				id = anchor(b.IDs[k])
			}
			fmt.Fprintf(&m.b, " %s%s |", id, m.spans(row[i:i+1]))
		}
		m.b.WriteString("\n")
	}
	m.b.WriteString("\n")
}

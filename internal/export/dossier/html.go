package dossier

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"
)

// style is the whole look of a page: readable on a screen, and on two sheets of
// A4 in print, with links that show where they lead by their colour alone.
const style = `
:root { color-scheme: light; }
body { font: 15px/1.5 Georgia, "Times New Roman", serif; color: #222; background: #fff; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .2rem; }
h2 { font-size: 1.2rem; margin: 1.8rem 0 .4rem; border-bottom: 1px solid #ccc; }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
p { margin: .4rem 0; }
.sub { color: #555; margin-bottom: 1.2rem; }
a { color: #005a8e; text-decoration: none; }
a:hover, a:focus { text-decoration: underline; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font: 13px/1.4 system-ui, sans-serif; margin: .5rem 0; }
caption { text-align: left; color: #555; padding-bottom: .2rem; }
th, td { text-align: left; padding: .15rem .7rem .15rem 0; vertical-align: top; border-bottom: 1px solid #eee; }
th { font-weight: 600; border-bottom: 1px solid #999; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: .8rem 0; }
figure svg { width: 100%; height: auto; }
figcaption, .notes { font: 12px/1.45 system-ui, sans-serif; color: #555; }
.notes { border-left: 3px solid #ddd; padding-left: .8rem; margin-top: .8rem; }
ul { padding-left: 1.1rem; margin: .4rem 0; }
ul.dense { font: 12px/1.45 system-ui, sans-serif; list-style: none; padding: 0; }
ul.dense li { margin-bottom: .35rem; }
:target { background: #fff3bf; }
@media print {
  body { font-size: 10.5pt; margin: 0; max-width: none; }
  h2, h3 { break-after: avoid; } figure, tr, li { break-inside: avoid; } a { color: inherit; }
}
@page { size: A4; margin: 18mm; }
`

// HTML writes one page that needs nothing else: no script, no font, no picture
// from elsewhere.
func (d *Dossier) HTML(w io.Writer) error {
	p := page{at: d.anchors()}
	fmt.Fprintf(&p.b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"+
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n<h1>%s</h1>\n<p class=\"sub\">%s</p>\n",
		safe(d.Title), style, safe(d.Title), safe(d.Subtitle))
	for _, b := range d.Blocks {
		p.block(b)
	}
	p.b.WriteString("</body>\n</html>\n")
	_, err := w.Write(p.b.Bytes())
	return err
}

type page struct {
	b       bytes.Buffer
	at      map[string]bool
	figures int
}

// safe escapes a text, after what a page cannot show is taken out.
func safe(s string) string { return html.EscapeString(clean(s)) }

// kept is safe, but spaces at the ends stay, as spans are written one after another.
func kept(s string) string {
	inner := safe(s)
	if strings.HasPrefix(s, " ") {
		inner = " " + inner
	}
	if strings.HasSuffix(s, " ") && strings.TrimSpace(s) != "" {
		inner += " "
	}
	return inner
}

func (p *page) id(id string) string {
	if id == "" {
		return ""
	}
	return ` id="` + html.EscapeString(id) + `"`
}

func (p *page) spans(list []Span) string {
	var b strings.Builder
	for _, s := range list {
		inner := kept(s.Words)
		if s.Strong {
			inner = "<strong>" + inner + "</strong>"
		}
		if to := target(s.Link, p.at); to != "" {
			inner = `<a href="` + html.EscapeString(to) + `">` + inner + "</a>"
		}
		b.WriteString(inner)
	}
	return b.String()
}

func (p *page) block(b Block) {
	switch b := b.(type) {
	case Heading:
		fmt.Fprintf(&p.b, "<h%d%s>%s</h%d>\n", b.Level, p.id(b.ID), safe(b.Text), b.Level)
	case Text:
		fmt.Fprintf(&p.b, "<p>%s</p>\n", p.spans(b.Spans))
	case Table:
		p.table(&b)
	case List:
		class := ""
		if b.Dense {
			class = ` class="dense"`
		}
		fmt.Fprintf(&p.b, "<ul%s>\n", class)
		for _, it := range b.Items {
			fmt.Fprintf(&p.b, "<li%s>%s</li>\n", p.id(it.ID), p.spans(it.Spans))
		}
		p.b.WriteString("</ul>\n")
	case Figure:
		p.figures++
		fmt.Fprintf(&p.b, "<figure>\n%s\n<figcaption>%s</figcaption>\n</figure>\n", inline(b.SVG, b.Caption, p.figures), safe(b.Caption))
	case Notes:
		p.b.WriteString("<div class=\"notes\">\n")
		for _, n := range b.Lines {
			fmt.Fprintf(&p.b, "<p>%s</p>\n", safe(n))
		}
		p.b.WriteString("</div>\n")
	}
}

func (p *page) table(b *Table) {
	fmt.Fprintf(&p.b, "<div class=\"wide\"><table%s>\n", p.id(b.ID))
	if b.Caption != "" {
		fmt.Fprintf(&p.b, "<caption>%s</caption>\n", safe(b.Caption))
	}
	cell := func(tag string, i int, inner string) {
		class := ""
		if b.Columns[i].Right {
			class = ` class="n"`
		}
		fmt.Fprintf(&p.b, "<%s%s>%s</%s>", tag, class, inner, tag)
	}
	p.b.WriteString("<thead><tr>")
	for i, c := range b.Columns {
		cell("th", i, safe(c.Name))
	}
	p.b.WriteString("</tr></thead>\n<tbody>\n")
	for k, row := range b.Rows {
		id := ""
		if k < len(b.IDs) {
			id = b.IDs[k]
		}
		fmt.Fprintf(&p.b, "<tr%s>", p.id(id))
		for i := range row {
			cell("td", i, p.spans(row[i:i+1]))
		}
		p.b.WriteString("</tr>\n")
	}
	p.b.WriteString("</tbody>\n</table></div>\n")
}

// inline makes an SVG file a part of a page: without its prologue, with a name
// for those who cannot see it, and with ids that no other picture has.
func inline(svg []byte, caption string, number int) string {
	s := string(svg)
	if i := strings.Index(s, "<svg"); i >= 0 {
		s = s[i:]
	}
	prefix := fmt.Sprintf("f%d-", number)
	for _, ref := range []string{` id="`, `"#`, `url(#`} {
		s = strings.ReplaceAll(s, ref, ref+prefix)
	}
	return strings.Replace(s, "<svg", `<svg role="img" aria-label="`+safe(caption)+`"`, 1)
}

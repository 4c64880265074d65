// Package dossier writes findings with their evidence: headings, sentences,
// tables, pictures and lists, as text for a terminal, as one HTML page that needs
// nothing else, or as Markdown.
//
// What must stay true:
//   - All that comes from outside is escaped; no script is in a page.
//   - A link within a dossier leads to a place that the dossier has, and a link
//     to the outside is one of the web.
//   - The same blocks give the same bytes.
package dossier

import (
	"net/url"
	"slices"
	"strings"
)

// Dossier is a title with what stands below it.
type Dossier struct {
	Title    string
	Subtitle string
	Blocks   []Block
}

// Block is one of Heading, Text, Table, List, Figure and Notes.
type Block interface{ isBlock() }

// Heading begins a section. Level is 2 or 3; ID is its anchor, and may be empty.
type Heading struct {
	Level int
	Text  string
	ID    string
}

// Text is a paragraph.
type Text struct{ Spans []Span }

// Span is some words, which may lead somewhere: to "#anchor" or to a page of the
// web. Strong words are the finding.
type Span struct {
	Words  string
	Link   string
	Strong bool
}

// Table is rows of cells.
type Table struct {
	ID      string
	Caption string
	Columns []Column
	Rows    [][]Span
	// IDs are the anchors of the rows; nil for none.
	IDs []string
}

// Column is the head of a column. Right is for numbers.
type Column struct {
	Name  string
	Right bool
}

// List is items one below the other.
type List struct {
	Items []Item
	// Dense is set small, for evidence at the end.
	Dense bool
}

// Item is one line, with its anchor.
type Item struct {
	ID    string
	Spans []Span
}

// Figure is a picture as SVG, left out of text. Markdown takes it too, as most
// readers show the HTML in it.
type Figure struct {
	SVG     []byte
	Caption string
}

// Notes are method and completeness, set apart and small.
type Notes struct{ Lines []string }

func (Heading) isBlock() {}
func (Text) isBlock()    {}
func (Table) isBlock()   {}
func (List) isBlock()    {}
func (Figure) isBlock()  {}
func (Notes) isBlock()   {}

// Say is a paragraph of plain words.
func Say(words string) Text { return Text{[]Span{{Words: words}}} }

// Plain is a cell or words without a link.
func Plain(words string) Span { return Span{Words: words} }

// anchors are the places that a dossier has.
func (d *Dossier) anchors() map[string]bool {
	at := map[string]bool{}
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case Heading:
			at[b.ID] = true
		case Table:
			at[b.ID] = true
			for _, id := range b.IDs {
				at[id] = true
			}
		case List:
			for _, it := range b.Items {
				at[it.ID] = true
			}
		}
	}
	delete(at, "")
	return at
}

// target is the link of a span if it may be one: a place of the dossier, or an
// address of the web.
func target(link string, at map[string]bool) string {
	if id, ok := strings.CutPrefix(link, "#"); ok {
		if at[id] {
			return link
		}
		return ""
	}
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || !slices.Contains([]string{"http", "https"}, u.Scheme) {
		return ""
	}
	return u.String()
}

// words joins spans without their links.
func words(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Words)
	}
	return b.String()
}

package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// block is one paragraph, heading, item or cell of the page.
type block struct {
	text    string
	linked  int  // runes of the text that stand in links
	heading bool // h1 to h6
	para    bool // a <p>
}

// render turns an element into its blocks, in order. Words are broken where a
// browser breaks them: at blocks and <br>, never at an inline element.
func render(n *html.Node) []block {
	var r renderer
	r.walk(n)
	r.flush()
	return r.blocks
}

type renderer struct {
	blocks []block
	line   strings.Builder
	space  bool // white space is owed before the next word
	linked int
	inLink int
	inPre  int
	kind   atom.Atom
	limit  int // bytes after which no more is read; 0 for none
	size   int // bytes read so far
}

// walk is recursive; the tree is at most 512 deep.
func (r *renderer) walk(n *html.Node) {
	switch {
	case r.limit > 0 && r.size > r.limit:
		return
	case n.Type == html.TextNode:
		if r.size += len(n.Data); r.limit == 0 || r.size <= r.limit {
			r.text(n.Data)
		}
		return
	case n.Type == html.ElementNode && silent[n.DataAtom]:
		return
	case n.DataAtom == atom.Br:
		r.lineBreak()
		return
	}
	outer := r.enter(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.walk(c)
	}
	r.leave(n, outer)
}

// enter opens an element and returns the kind of the block around it.
func (r *renderer) enter(n *html.Node) atom.Atom {
	outer := r.kind
	if breaks(n) {
		r.flush()
		r.kind = n.DataAtom
	}
	switch n.DataAtom {
	case atom.A:
		r.inLink++
	case atom.Pre:
		r.inPre++
	}
	return outer
}

func (r *renderer) leave(n *html.Node, outer atom.Atom) {
	if breaks(n) {
		r.flush()
		r.kind = outer
	}
	switch n.DataAtom {
	case atom.A:
		r.inLink--
	case atom.Pre:
		r.inPre--
	}
}

// breaks tells whether an element begins and ends a paragraph.
func breaks(n *html.Node) bool {
	custom := n.DataAtom == 0 && strings.ContainsAny(n.Data, "-:")
	return n.Type == html.ElementNode && !inline[n.DataAtom] && !custom
}

// text adds words with single spaces between them.
func (r *renderer) text(s string) {
	for _, c := range s {
		switch {
		case c == '\n' && r.inPre > 0:
			r.lineBreak()
		case c == '\u2029':
			r.flush()
		case unicode.IsSpace(c):
			r.space = true
		case c == '\u00AD', c == '\u200B', c == '\u2060', c == '\uFEFF', unicode.Is(unicode.Cc, c):
			// hyphenation hints and other marks that are no part of the words
		default:
			r.rune(c)
		}
	}
}

func (r *renderer) rune(c rune) {
	if r.space && r.line.Len() > 0 && !strings.HasSuffix(r.line.String(), "\n") {
		r.line.WriteByte(' ')
		r.count(1)
	}
	r.space = false
	r.line.WriteRune(c)
	r.count(1)
}

func (r *renderer) count(n int) {
	if r.inLink > 0 {
		r.linked += n
	}
}

// lineBreak ends a line; a second one in a row ends the paragraph.
func (r *renderer) lineBreak() {
	r.space = false
	if strings.HasSuffix(r.line.String(), "\n") {
		r.flush()
	} else if r.line.Len() > 0 {
		r.line.WriteByte('\n')
	}
}

// flush ends the paragraph.
func (r *renderer) flush() {
	text := strings.TrimSpace(strings.ReplaceAll(r.line.String(), " \n", "\n"))
	if text != "" {
		heading := len(r.kind.String()) == 2 && r.kind.String()[0] == 'h' && r.kind != atom.Hr
		r.blocks = append(r.blocks, block{text: text, linked: r.linked, heading: heading, para: r.kind == atom.P})
	}
	r.line.Reset()
	r.space, r.linked = false, 0
}

// mostlyLink tells whether a block is a link to something else.
func (b block) mostlyLink() bool {
	return b.linked*10 >= utf8.RuneCountInString(b.text)*8
}

// join sets paragraphs apart by a blank line.
func join(blocks []block) string {
	texts := make([]string, len(blocks))
	for i, b := range blocks {
		texts[i] = b.text
	}
	return strings.Join(texts, "\n\n")
}

// inner returns the text of an element on one line. It is for names, dates and
// headlines, so a text that is longer than those can be gives nothing.
func inner(n *html.Node) string {
	r := renderer{limit: 1000}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.walk(c)
	}
	r.flush()
	if r.size > r.limit {
		return ""
	}
	return strings.Join(strings.Fields(join(r.blocks)), " ")
}

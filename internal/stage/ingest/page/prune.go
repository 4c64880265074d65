package page

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds on the tree that is built of a page. Real articles stay far below.
const (
	maxDepth      = 100     // open elements; the parser itself stops at 512
	maxElements   = 100_000 // elements in the tree
	maxFormatting = 16      // open <b>, <i> and the like, which reopen in every block
	maxAttributes = 40      // of one tag
	maxValue      = 8 << 10 // bytes of one attribute
	maxLinkedData = 1 << 20 // bytes of all JSON-LD
)

// pruned is a page without what is no text, safe to build a tree of.
type pruned struct {
	html       []byte
	linkedData [][]byte // the JSON-LD scripts
	cut        bool     // tags were dropped for a bound; their text is kept
	elements   int
}

// prune copies a page token by token. It leaves out scripts, styles and
// comments, keeps JSON-LD aside, and holds the tree within bounds, so that no
// page, however built, overflows the stack or takes more than linear time.
func prune(page string, depth int) pruned {
	p := pruner{z: html.NewTokenizer(strings.NewReader(page)), depth: depth}
	p.out.Grow(len(page) / 2)
	for {
		switch p.z.Next() {
		case html.ErrorToken:
			p.html = p.out.Bytes()
			return p.pruned
		case html.TextToken:
			p.text()
		case html.StartTagToken:
			p.start(false)
		case html.SelfClosingTagToken:
			p.start(true)
		case html.EndTagToken:
			p.end()
		case html.DoctypeToken:
			p.rawSkip = notRaw
		}
	}
}

// rawKind says what the raw text after a start tag is.
type rawKind int

const (
	notRaw rawKind = iota
	dropRaw
	keepLinkedData
)

type pruner struct {
	pruned
	z       *html.Tokenizer
	out     bytes.Buffer
	depth   int
	stack   []atom.Atom // open elements; those from depth on were not copied
	bold    int         // open formatting elements among them
	seen    map[atom.Atom]bool
	data    int // bytes of JSON-LD so far
	rawSkip rawKind
	drawing int  // open <svg> elements, whose content is left out
	gap     bool // a block boundary was dropped since the last text
}

// text copies a text, or puts it aside, or drops it.
func (p *pruner) text() {
	raw := p.z.Raw()
	kind := p.rawSkip
	p.rawSkip = notRaw
	switch {
	case kind == keepLinkedData && p.data+len(raw) <= maxLinkedData:
		p.data += len(raw)
		p.linkedData = append(p.linkedData, bytes.Clone(raw))
	case kind == notRaw && p.drawing == 0:
		if p.gap && len(bytes.TrimSpace(raw)) > 0 {
			p.out.WriteString("\u2029") // PARAGRAPH SEPARATOR; the renderer breaks there
			p.gap = false
		}
		p.out.Write(raw)
	}
}

// start copies a start tag, as far as the bounds allow.
func (p *pruner) start(closed bool) {
	name, more := p.z.TagName()
	a := atom.Lookup(name)
	p.rawSkip = notRaw
	if a == atom.Svg && !closed {
		p.drawing++
	}
	if p.drawing > 0 && breaksDrawing[a] {
		p.drawing = 0 // a block cannot stand in a drawing: it was never closed
	}
	switch {
	case rawText[a]:
		p.raw(a, more)
		return
	case p.drawing > 0, a == atom.Svg, a == atom.Plaintext:
		return
	case a == atom.Html || a == atom.Body || a == atom.Head:
		if p.seen[a] {
			return
		}
		if p.seen == nil {
			p.seen = make(map[atom.Atom]bool)
		}
		p.seen[a] = true
		p.copyTag(name, a, more) // never on the stack: its end tag is optional
		return
	case void[a]:
		if p.elements < maxElements {
			p.copyTag(name, a, more)
		} else {
			p.cut, p.gap = true, p.gap || a == atom.Br
		}
		return
	}
	p.impliedEnd(a)
	if formatting[a] {
		if p.bold >= maxFormatting {
			return
		}
		p.bold++
	}
	if len(p.stack) < p.depth && p.elements < maxElements {
		p.copyTag(name, a, more)
		p.stack = append(p.stack, a)
		return
	}
	p.cut = true
	p.gap = p.gap || !formatting[a] && a != atom.Span && a != atom.A
	p.stack = append(p.stack, a)
}

// raw takes a start tag whose content is no HTML.
func (p *pruner) raw(a atom.Atom, more bool) {
	p.rawSkip = dropRaw
	for more && a == atom.Script {
		var key, value []byte
		key, value, more = p.z.TagAttr()
		if string(key) == "type" && strings.Contains(strings.ToLower(string(value)), "ld+json") {
			p.rawSkip = keepLinkedData
		}
	}
}

// end copies an end tag when its element is open and was copied.
func (p *pruner) end() {
	name, _ := p.z.TagName()
	a := atom.Lookup(name)
	p.rawSkip = notRaw
	if a == atom.Svg {
		p.drawing = max(0, p.drawing-1)
	}
	const reach = 512 // bounds the search among elements that are never closed
	for i := len(p.stack) - 1; i >= 0 && i >= len(p.stack)-reach; i-- {
		if p.stack[i] != a {
			continue
		}
		p.pop(i)
		if i < p.depth {
			p.out.WriteString("</")
			p.out.Write(name)
			p.out.WriteByte('>')
		} else {
			p.gap = p.gap || !formatting[a]
		}
		return
	}
}

// pop closes the elements from i on.
func (p *pruner) pop(i int) {
	for _, a := range p.stack[i:] {
		if formatting[a] {
			p.bold--
		}
	}
	p.stack = p.stack[:i]
}

// impliedEnd closes what a start tag closes without saying so, as a browser does:
// a paragraph before a block, an item before the next one.
func (p *pruner) impliedEnd(a atom.Atom) {
	top := len(p.stack) - 1
	if top < 0 {
		return
	}
	if p.stack[top] == atom.P && closesParagraph(a) {
		p.pop(top)
		top--
	}
	siblings := closes[a]
	for i := top; i >= 0 && i > top-4; i-- {
		if siblings == nil || scope[p.stack[i]] && !siblings[p.stack[i]] {
			return
		}
		if siblings[p.stack[i]] {
			p.pop(i)
			return
		}
	}
}

// copyTag writes a start tag with the attributes that are of use.
func (p *pruner) copyTag(name []byte, a atom.Atom, more bool) {
	p.elements++
	p.out.WriteByte('<')
	p.out.Write(name)
	for n := 0; more && n < maxAttributes; n++ {
		var key, value []byte
		key, value, more = p.z.TagAttr()
		if !useful[string(key)] || formatting[a] || len(value) > maxValue {
			continue
		}
		p.out.WriteByte(' ')
		p.out.Write(key)
		p.out.WriteString(`="`)
		p.out.WriteString(html.EscapeString(string(value)))
		p.out.WriteByte('"')
	}
	p.out.WriteByte('>')
}

package page

import "golang.org/x/net/html/atom"

type tags map[atom.Atom]bool

func setOf(atoms ...atom.Atom) tags {
	s := make(tags, len(atoms))
	for _, a := range atoms {
		s[a] = true
	}
	return s
}

// What the HTML standard says of the elements, as far as text needs it.
var (
	rawText = setOf(atom.Script, atom.Style, atom.Noscript, atom.Iframe, atom.Noembed, atom.Noframes, atom.Xmp, atom.Textarea)

	void = setOf(atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input,
		atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr)

	formatting = setOf(atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.S, atom.Small,
		atom.Strike, atom.Strong, atom.Tt, atom.U, atom.Nobr)

	// inline elements stand within a line of text; every other one begins a paragraph.
	inline = setOf(atom.A, atom.Abbr, atom.Acronym, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Cite, atom.Code,
		atom.Data, atom.Del, atom.Dfn, atom.Em, atom.Font, atom.I, atom.Ins, atom.Kbd, atom.Label, atom.Mark,
		atom.Nobr, atom.Output, atom.Q, atom.Ruby, atom.Rb, atom.S, atom.Samp, atom.Small, atom.Span, atom.Strike,
		atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.Tt, atom.U, atom.Var, atom.Wbr, atom.Img)

	// silent elements hold no words of the article.
	silent = setOf(atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Title, atom.Figure, atom.Figcaption,
		atom.Nav, atom.Aside, atom.Footer, atom.Form, atom.Button, atom.Select, atom.Option, atom.Input, atom.Textarea,
		atom.Svg, atom.Math, atom.Video, atom.Audio, atom.Canvas, atom.Object, atom.Iframe, atom.Map, atom.Menu,
		atom.Dialog, atom.Rp, atom.Rt)

	// scope elements stop the search for an open sibling.
	scope = setOf(atom.Ul, atom.Ol, atom.Dl, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Div, atom.Section, atom.Article, atom.Select)

	// breaksDrawing lists what can stand in no drawing: an <svg> before it was never closed.
	breaksDrawing = setOf(atom.P, atom.Div, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Table, atom.Blockquote, atom.Pre, atom.Body,
		atom.Article, atom.Section, atom.Main, atom.Header, atom.Nav, atom.Br, atom.Hr, atom.Center,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6)

	// closes names the open siblings that a start tag closes.
	closes = map[atom.Atom]tags{
		atom.Li: setOf(atom.Li), atom.Dd: setOf(atom.Dd, atom.Dt), atom.Dt: setOf(atom.Dd, atom.Dt),
		atom.Option: setOf(atom.Option), atom.Tr: setOf(atom.Tr),
		atom.Td: setOf(atom.Td, atom.Th), atom.Th: setOf(atom.Td, atom.Th),
		atom.A: setOf(atom.A),
	}
)

// useful attributes tell where the article is and what is known about it.
var useful = map[string]bool{
	"class": true, "id": true, "role": true, "style": true, "hidden": true, "aria-hidden": true, "aria-modal": true,
	"href": true, "rel": true, "name": true, "property": true, "content": true, "itemprop": true, "itemtype": true,
	"datetime": true, "lang": true, "xml:lang": true, "pubdate": true,
}

// closesParagraph tells whether an open <p> ends where a begins.
func closesParagraph(a atom.Atom) bool {
	return a != 0 && !inline[a] && !formatting[a] && !silentInline[a]
}

// silentInline elements may stand in a paragraph although they are not text.
var silentInline = setOf(atom.Button, atom.Select, atom.Svg, atom.Math, atom.Video, atom.Audio, atom.Canvas, atom.Object, atom.Map, atom.Label)

package page

import (
	"net/url"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Up to these sizes the library is asked. Its time grows faster than the page,
// and only odd pages are larger.
const (
	largestTree = 20_000  // elements
	largestPage = 1 << 20 // bytes without scripts and styles
)

// stub is the length in runes under which an article is looked for elsewhere too.
const stub = 400

// articleText finds the paragraphs of the article: those that the library finds,
// else our own reading of the page, else the text that the page's data repeats.
func articleText(doc *html.Node, p pruned, a about, address string) []block {
	var found []block
	if p.elements <= largestTree && len(p.html) <= largestPage {
		found = tidy(extract(doc, parseURL(firstAddress(address, a.url))), a)
	}
	if size(found) < stub {
		if own := tidy(fallback(doc), a); size(own) > 2*size(found) {
			found = own
		}
	}
	if n := utf8.RuneCountInString(a.body); size(found) < stub && n > 2*size(found) {
		found = []block{{text: a.body, para: true}}
	}
	return found
}

func size(blocks []block) int {
	n := 0
	for _, b := range blocks {
		n += utf8.RuneCountInString(b.text)
	}
	return n
}

// extract asks the library for the article. It works on a copy of the page. A
// panic in it is a page that it cannot read, not the end of the program.
func extract(doc *html.Node, address *url.URL) (blocks []block) {
	defer func() {
		if recover() != nil {
			blocks = nil
		}
	}()
	if address == nil {
		address = &url.URL{}
	}
	parser := readability.NewParser()
	parser.DisableJSONLD = true
	parser.CharThresholds = stub
	article, err := parser.ParseDocument(doc, address)
	if err != nil || article.Node == nil {
		return nil
	}
	return render(article.Node)
}

// fallback reads the page without the library: the paragraphs of its main part,
// or where it has no <p>, the blocks that look like running text.
func fallback(doc *html.Node) []block {
	blocks := render(mainPart(doc))
	if proseOf(blocks, isParagraph) != nil {
		return proseOf(blocks, isParagraph)
	}
	return proseOf(blocks, isProse)
}

// mainPart returns the element that says it is the article, else the whole page.
func mainPart(doc *html.Node) *html.Node {
	var best *html.Node
	longest := 0
	elements(doc, func(n *html.Node) bool {
		named := n.DataAtom == atom.Article || n.DataAtom == atom.Main || attr(n, "role") == "main" || attr(n, "itemprop") == "articleBody"
		if named {
			if l := size(render(n)); l > longest {
				best, longest = n, l
			}
		}
		return !named
	})
	if longest >= stub/4 {
		return best
	}
	return doc
}

func isParagraph(b block) bool { return b.para && !b.mostlyLink() }

// isProse tells running text from labels: it is long, or ends a sentence.
func isProse(b block) bool {
	n := utf8.RuneCountInString(b.text)
	return !b.heading && !b.mostlyLink() && (n >= 80 || n >= 25 && endsSentence(b.text))
}

// proseOf keeps the blocks that qualify, and the headings between them.
func proseOf(blocks []block, qualifies func(block) bool) []block {
	var out, headings []block
	for _, b := range blocks {
		switch {
		case qualifies(b):
			if out != nil {
				out = append(out, headings...)
			}
			out, headings = append(out, b), nil
		case b.heading:
			headings = append(headings[:0:0], b)
		default:
			headings = nil
		}
	}
	return out
}

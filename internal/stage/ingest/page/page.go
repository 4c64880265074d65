// Package page reads the article in an HTML page: its text, and what the page
// says of its title, outlet, author, language and date.
//
// What must stay true:
//   - The text is the article's words in their order, paragraphs set apart by a
//     blank line, without menus, captions, banners and lists of other articles.
//   - What is known about the article is taken from the page and never guessed.
//   - Any input ends in linear time and bounded depth, however it is built.
package page

import (
	"bytes"
	"net/url"

	"golang.org/x/net/html"

	"chancery/record"
)

// Found is what was read from a page.
type Found struct {
	// Page has an empty Text when no article was found. Published is as written.
	Page record.Page
	// Cut tells that tags were passed over because there were too many or too deep.
	Cut bool
	// Partial tells that the page says its article goes on for subscribers.
	Partial bool
}

// Read reads a page that is already decoded. address is where it came from, if known.
func Read(page, address string) Found {
	doc, p := tree(page)
	if doc == nil {
		return Found{Cut: true}
	}
	about := gather(doc, readLinkedData(p.linkedData), address)
	found := Found{Cut: p.cut, Partial: about.partial}
	found.Page.Document = about.document()
	sweep(doc)
	found.Page.Text = join(articleText(doc, p, about, address))
	return found
}

// tree builds the element tree of a page, more shallow if the parser refuses it.
func tree(page string) (*html.Node, pruned) {
	var p pruned
	for _, depth := range []int{maxDepth, maxDepth / 5} {
		p = prune(page, depth)
		doc, err := html.Parse(bytes.NewReader(p.html))
		if err == nil {
			return doc, p
		}
	}
	return nil, p
}

// parseURL returns an absolute web address, or nil.
func parseURL(s string) *url.URL {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}

package page

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"chancery/internal/stage/ingest/date"
)

// clutter names, by class or id, the parts of a page that are not its article.
var clutter = regexp.MustCompile(`(?i)(^|[\s_-])(cookies?|consent|gdpr|newsletter|subscribe|subscription|paywall|related|recommend(ed|ations?)?|` +
	`promo|share|sharing|social|breadcrumbs?|captions?|credit|advert(isement)?|ads?|sponsored|comments?|disqus|trending|popular|` +
	`most-read|mostread|read-?more|read-?also|see-?also|more-?on|sidebar|tags|keywords|sr-only|visually-hidden|visuallyhidden|` +
	`screen-reader-text|skip-link|toolbar|pagination|navigation|nav|menu|masthead|teaser|signup|donate|print-only|noprint|editsection|references)([\s_-]|$)`)

// hidden styles take an element off the screen.
var hidden = regexp.MustCompile(`(?i)(display\s*:\s*none|visibility\s*:\s*hidden)`)

// sweep takes out of the page what is never part of an article. An element that
// holds much of the page's text stays, whatever it is called: names mislead.
func sweep(doc *html.Node) {
	total := textLength(doc)
	var doomed []*html.Node
	elements(doc, func(n *html.Node) bool {
		if silent[n.DataAtom] && n.DataAtom != atom.Head && n.DataAtom != atom.Title {
			// A form may wrap the whole page, and an unclosed <figure> the rest of it.
			if textLength(n)*5 > total*2 {
				n.Data, n.DataAtom = "div", atom.Div
				return true
			}
			doomed = append(doomed, n)
			return false
		}
		if isHeading(n.DataAtom) && textLength(n) > longestHeading {
			n.Data, n.DataAtom = "div", atom.Div // old pages set whole articles in <h3>
		}
		if isClutter(n) && textLength(n)*5 <= total*2 {
			doomed = append(doomed, n)
			return false
		}
		return true
	})
	for _, n := range doomed {
		n.Parent.RemoveChild(n)
	}
}

// longestHeading is the length in bytes over which a heading is running text.
const longestHeading = 500

// isClutter tells by its marks whether an element is no part of an article.
func isClutter(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Head, atom.Body, atom.Main, atom.Article, atom.Meta, atom.Link, atom.Br, atom.P, atom.Time:
		return false
	}
	switch attr(n, "role") {
	case "navigation", "complementary", "dialog", "alertdialog", "menu", "contentinfo", "search":
		return true
	}
	if strings.HasPrefix(n.Data, "amp-") && n.Data != "amp-layout" && n.Data != "amp-img" {
		return true
	}
	return attr(n, "hidden") != "" || hidden.MatchString(attr(n, "style")) ||
		clutter.MatchString(attr(n, "class")) || clutter.MatchString(attr(n, "id"))
}

// textLength counts the bytes of an element's text.
func textLength(n *html.Node) int {
	if n.Type == html.TextNode {
		return len(strings.TrimSpace(n.Data))
	}
	total := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		total += textLength(c)
	}
	return total
}

// furniture is what stands between the paragraphs of an article and belongs to
// the page: calls to read, share, follow and subscribe, credits, adverts.
var furniture = regexp.MustCompile(`(?i)^(` + strings.Join([]string{
	`advertisement`, `story continues below( advertisement)?`, `continue reading.*`, `(read (more|also|next)|also read|see also)( (about|here|on this)\b.*|\s*[:»>→|…].*)?`,
	`related( articles| stories| news| topics)?:?`, `related:.*`, `more (on this story|from).*`, `recommended:?.*`, `watch( more| now)?:.*`, `listen:.*`,
	`share( this)?( article| story| on .*)?`, `follow us( on\b.*)?`, `follow .{1,40} on (twitter|facebook|x|telegram|instagram)\b.*`,
	`sign up (for|to)\b.*`, `subscribe (to|for|now)\b.*`, `already a subscriber.*`, `log in to continue.*`, `click here\b.*`, `this article is (for|available to) subscribers.*`,
	`to (continue|keep) reading.{0,60}(subscri|sign|log|register).*`, `(image|photo|picture|video|file photo|media caption|image source|image caption)s?( credit)?: .*`,
	`\(?(photo|picture) (by|credit|courtesy).*`, `we use cookies.*`, `by using this (site|website).*`, `accept( all)?( cookies)?`, `copyright ©.*`, `©.*`, `all rights reserved.*`,
	`print`, `e-?mail`, `comments?( \(\d+\))?`, `\d+ comments?`, `tags:.*`, `topics:.*`, `loading.{0,3}`, `skip to .{1,30}`, `\d+ min(ute)?s? read`, `\d{1,2}[.:]\d{2}( ?[ap]\.?m\.?)?( [A-Z]{2,4})?`, `reading time:.*`,
}, "|") + `)$`)

// tidy drops the blocks that are no words of the article.
func tidy(blocks []block, a about) []block {
	var out []block
	for i, b := range blocks {
		if isFurniture(b) || i < opening && isOpening(b, a) {
			continue
		}
		out = append(out, b)
	}
	for len(out) > 0 && out[len(out)-1].heading {
		out = out[:len(out)-1] // a heading over nothing: "Related"
	}
	return out
}

// opening is how many blocks at the top may be headline, byline and date.
const opening = 6

func isFurniture(b block) bool {
	n := utf8.RuneCountInString(b.text)
	return n <= 200 && furniture.MatchString(b.text) || n <= 200 && b.mostlyLink() && !endsSentence(b.text)
}

// isOpening tells whether a block at the top repeats what is known of the article.
func isOpening(b block, a about) bool {
	if b.text == a.title || b.text == a.heading || b.text == a.outlet {
		return true
	}
	if _, ok := date.Normalize(b.text); ok {
		return true
	}
	if len(strings.Fields(b.text)) > 12 || endsSentence(b.text) && !b.heading {
		return false
	}
	name, _ := cutPrefixFold(b.text, "by ")
	return name != b.text || a.author != "" && (strings.HasPrefix(name, a.author) || name == a.author)
}

// endsSentence tells whether a text ends like running text does.
func endsSentence(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "\"'”’»)]"))
	return strings.ContainsRune(".!?…:;。！？", last)
}

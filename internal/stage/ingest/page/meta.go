package page

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"chancery/internal/stage/ingest/date"
	"chancery/record"
)

// about is what a page says of its article, each fact from the most trusted
// place that has it.
type about struct {
	title, outlet, author, language, published, url string
	// heading is the visible headline, which may differ from the title.
	heading string
	body    string // the text in the page's data, if it is there
	partial bool
}

func (a about) document() record.Document {
	return record.Document{
		Title: a.title, URL: a.url, Source: a.outlet,
		Published: a.published, Author: a.author, Language: a.language,
	}
}

// gather reads the metadata of a page.
func gather(doc *html.Node, ld linkedData, address string) about {
	s := survey(doc)
	a := about{heading: s.heading, body: ld.body, partial: ld.partial}
	a.outlet = s.outletName(ld)
	a.title = s.headline(ld, a.outlet)
	a.author = withoutBy(firstOf(ld.author, noAddress(s.meta("author", "article:author", "citation_author", "dc.creator", "parsely-author", "sailthru.author", "byl"))))
	if a.author == "" {
		a.author = byline(firstOf(s.prop["author"], s.byline))
	}
	a.language = firstOf(s.lang, s.meta("og:locale", "content-language", "dc.language", "language"), ld.language)
	a.url = firstAddress(s.canonical, s.meta("og:url"), ld.url, address)
	a.published = firstDate(
		ld.published,
		s.meta("article:published_time", "og:published_time", "og:article:published_time"),
		s.prop["datepublished"],
		s.meta("citation_publication_date", "citation_online_date", "citation_date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date",
			"dcterms.issued", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "parsely-pub-date", "sailthru.date", "date", "article.published", "published_time"),
		s.time, s.visibleDate, addressDate(a.url),
	)
	return a
}

// outletName returns the outlet's name; an address is none.
func (s *surveyed) outletName(ld linkedData) string {
	name := firstOf(ld.outlet, s.meta("og:site_name", "citation_journal_title", "application-name", "dc.publisher", "publisher"))
	return firstOf(noAddress(name), s.titleSuffix())
}

// headline returns the article's title without the outlet's name. The title in
// the page's data is believed when the page shows it too, for some put a
// description there.
func (s *surveyed) headline(ld linkedData, outlet string) string {
	shown := []string{plain(s.meta("og:title", "twitter:title")), s.heading, s.title}
	candidates := []string{shown[0], plain(s.meta("citation_title", "dc.title", "dcterms.title")), plain(s.prop["headline"]), s.heading, s.title}
	for _, t := range shown {
		if strings.Contains(t, ld.headline) || strings.Contains(ld.headline, t) && t != "" {
			candidates = append([]string{ld.headline}, candidates...)
			break
		}
	}
	for _, c := range append(candidates, ld.headline) {
		if c = cutOutlet(c, outlet); c != "" && !sameName(c, outlet) {
			return c
		}
	}
	return ""
}

func firstOf(candidates ...string) string {
	for _, c := range candidates {
		if c = plain(c); c != "" {
			return c
		}
	}
	return ""
}

// firstDate returns the first candidate that is a date, else the first that is
// anything, so that it can be reported as unreadable.
func firstDate(candidates ...string) string {
	for _, c := range candidates {
		if _, ok := date.Normalize(c); ok {
			return c
		}
	}
	return firstOf(candidates...)
}

func firstAddress(candidates ...string) string {
	for _, c := range candidates {
		if c = strings.TrimSpace(c); parseURL(c) != nil {
			return c
		}
	}
	return ""
}

// datePath finds the day that many outlets put in an address: /2023/05/22/.
var datePath = regexp.MustCompile(`/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?:/|-|$)`)

func addressDate(address string) string {
	if m := datePath.FindStringSubmatch(address); m != nil {
		return m[1] + "-" + m[2] + "-" + m[3]
	}
	return ""
}

func noAddress(s string) string {
	if parseURL(s) != nil {
		return ""
	}
	return s
}

// byline reduces a visible line to the names: "By Anna Petrova 22 Dec 2016" to
// "Anna Petrova".
func byline(s string) string {
	s = withoutBy(s)
	if i := strings.IndexAny(s, "0123456789@|"); i >= 0 {
		s = trailingMonth.ReplaceAllString(s[:i], "")
	}
	s = strings.Trim(s, " ,;:-–—·")
	if len(s) > 100 || strings.Contains(strings.ToLower(s), "updated") {
		return ""
	}
	return s
}

// trailingMonth is what is left of a date after its numbers are cut off.
var trailingMonth = regexp.MustCompile(`(?i)[\s,]*\b(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s*$`)

func withoutBy(s string) string {
	for _, word := range []string{"by ", "by: ", "written by ", "por ", "von ", "par "} {
		s, _ = cutPrefixFold(s, word)
	}
	return s
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) > len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return strings.TrimSpace(s[len(prefix):]), true
	}
	return s, false
}

// separators stand between a headline and the outlet's name in a page title.
var separators = []string{" | ", " - ", " – ", " — ", " :: ", " · ", " » "}

// cutOutlet takes the outlet's name off the end of a title.
func cutOutlet(title, outlet string) string {
	for _, sep := range separators {
		i := strings.LastIndex(title, sep)
		if i > 0 && outlet != "" && sameName(title[i+len(sep):], outlet) {
			return strings.TrimSpace(title[:i])
		}
	}
	return title
}

// sameName tells whether two names are the same but for case, "The" and ".com".
func sameName(a, b string) bool {
	bare := func(s string) string {
		s = strings.ToLower(strings.TrimSpace(s))
		s = strings.TrimPrefix(s, "the ")
		s = strings.TrimSuffix(s, ".com")
		return strings.ReplaceAll(s, " ", "")
	}
	return bare(a) == bare(b)
}

// attr returns an attribute of an element, or nothing.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// elements calls visit for each element of a tree, in order, until it says
// that it has seen enough of a branch.
func elements(n *html.Node, visit func(*html.Node) (deeper bool)) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && visit(c) {
			elements(c, visit)
		}
	}
}

// isHeading tells h1 to h6.
func isHeading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

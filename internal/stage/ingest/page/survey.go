package page

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"chancery/internal/stage/ingest/date"
)

// surveyed is what one walk over the page finds of metadata, as written.
type surveyed struct {
	metas       map[string]string // by lower-case name or property
	prop        map[string]string // by lower-case itemprop
	title       string            // <title>
	heading     string            // the first <h1>
	lang        string
	canonical   string
	byline      string
	time        string // the first <time datetime>, one below the headline before others
	timeBelow   bool   // it stands below the headline
	visibleDate string // a line that is nothing but a date, below the headline
}

// survey walks over the page once.
func survey(doc *html.Node) *surveyed {
	s := &surveyed{metas: make(map[string]string), prop: make(map[string]string)}
	elements(doc, func(n *html.Node) bool {
		s.head(n)
		s.property(n)
		s.body(n)
		return n.DataAtom != atom.Nav && n.DataAtom != atom.Footer && n.DataAtom != atom.Aside
	})
	return s
}

// meta returns the first of these names that the page gives.
func (s *surveyed) meta(names ...string) string {
	for _, name := range names {
		if v := s.metas[name]; v != "" {
			return v
		}
	}
	return ""
}

// head reads the elements that stand in a page's head.
func (s *surveyed) head(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		s.lang = firstOf(attr(n, "lang"), attr(n, "xml:lang"))
	case atom.Title:
		if s.title == "" {
			s.title = inner(n)
		}
	case atom.Link:
		if s.canonical == "" && strings.EqualFold(attr(n, "rel"), "canonical") {
			s.canonical = attr(n, "href")
		}
	case atom.Meta:
		content := strings.TrimSpace(attr(n, "content"))
		for _, key := range []string{"property", "name", "http-equiv"} {
			name := strings.ToLower(strings.TrimSpace(attr(n, key)))
			if name != "" && content != "" && s.metas[name] == "" {
				s.metas[name] = content
			}
		}
	}
}

// property reads a microdata property.
func (s *surveyed) property(n *html.Node) {
	name := strings.ToLower(attr(n, "itemprop"))
	switch name {
	case "datepublished", "author", "headline":
	default:
		return
	}
	value := firstOf(attr(n, "content"), attr(n, "datetime"))
	if value == "" && n.DataAtom != atom.Meta {
		value = inner(n)
	}
	if s.prop[name] == "" && len(value) < 300 {
		s.prop[name] = value
	}
}

// signature finds the byline by its class.
var signature = regexp.MustCompile(`(?i)(^|[\s_-])(byline|author|author-name|article__author|autor)([\s_-]|$)`)

// body reads the visible signs: headline, byline, dates.
func (s *surveyed) body(n *html.Node) {
	switch {
	case n.DataAtom == atom.H1 && s.heading == "":
		s.heading = inner(n)
	case n.DataAtom == atom.Time:
		if s.time == "" || !s.timeBelow && s.heading != "" {
			s.time, s.timeBelow = firstOf(attr(n, "datetime"), inner(n)), s.heading != ""
		}
	case s.byline == "" && (attr(n, "rel") == "author" || signature.MatchString(attr(n, "class"))):
		if t := inner(n); t != "" && len(t) <= 80 && len(strings.Fields(t)) <= 8 {
			s.byline = t
		}
	}
	if s.visibleDate == "" && s.heading != "" && !isHeading(n.DataAtom) {
		s.visibleDate = dateLine(n)
	}
}

// dateLine returns the text of an element that holds nothing but a date.
func dateLine(n *html.Node) string {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			line := strings.Join(strings.Fields(c.Data), " ")
			if _, ok := date.Normalize(line); ok && strings.ContainsAny(line, " /.-年") {
				return line
			}
		}
	}
	return ""
}

// titleSuffix returns the outlet's name where the page title is the headline,
// a separator, and one thing more.
func (s *surveyed) titleSuffix() string {
	for _, headline := range []string{s.heading, plain(s.meta("og:title"))} {
		rest, ok := strings.CutPrefix(s.title, headline)
		if !ok || headline == "" {
			continue
		}
		for _, sep := range separators {
			if name, ok := strings.CutPrefix(rest, sep); ok && len(name) < 60 && !strings.ContainsAny(name, "|–—") {
				return strings.TrimSpace(name)
			}
		}
	}
	return ""
}

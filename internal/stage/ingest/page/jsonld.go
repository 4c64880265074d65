package page

import (
	"bytes"
	"encoding/json"
	"html"
	"regexp"
	"slices"
	"strings"
)

// linkedData is what JSON-LD says of the article.
type linkedData struct {
	headline, published, outlet, author, language, url, body string
	partial                                                  bool
}

// ldNode is one object of JSON-LD, as written.
type ldNode map[string]any

// readLinkedData finds the article among the objects of all scripts.
func readLinkedData(scripts [][]byte) linkedData {
	var g ldGraph
	for _, s := range scripts {
		if v, ok := parseScript(s); ok {
			g.collect(v, 0)
		}
	}
	best, rank := ldNode(nil), 0
	for _, n := range g.nodes {
		if r := articleRank(n); r > rank {
			best, rank = n, r
		}
	}
	if best == nil {
		return linkedData{}
	}
	return g.convert(best)
}

// parseScript reads one script, forgiving what pages get wrong: comments around
// it, a semicolon after it, and bare line ends within strings.
func parseScript(s []byte) (any, bool) {
	s = bytes.Trim(scriptWrapping.ReplaceAll(s, nil), "; \t\r\n")
	var v any
	if json.Unmarshal(s, &v) == nil {
		return v, true
	}
	flat := bytes.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
	return v, json.Unmarshal(flat, &v) == nil
}

var scriptWrapping = regexp.MustCompile(`^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*$`)

// ldGraph holds all objects, and finds those that others refer to by @id.
type ldGraph struct {
	nodes []ldNode
	byID  map[string]ldNode
}

// collect gathers the objects of a value, in order.
func (g *ldGraph) collect(v any, depth int) {
	const deepest, most = 8, 2000
	if depth > deepest || len(g.nodes) >= most {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			g.collect(e, depth+1)
		}
	case map[string]any:
		n := ldNode(v)
		g.nodes = append(g.nodes, n)
		if id, ok := n["@id"].(string); ok && len(n) > 1 {
			if g.byID == nil {
				g.byID = make(map[string]ldNode)
			}
			g.byID[id] = n
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"} {
			g.collect(n[key], depth+1)
		}
	}
}

// articleRank says how likely an object is the page's article; 0 is never.
func articleRank(n ldNode) int {
	rank := 0
	for _, t := range texts(n["@type"]) {
		switch {
		case strings.HasSuffix(t, "NewsArticle"):
			rank = max(rank, 4)
		case slices.Contains([]string{"Article", "LiveBlogPosting", "BlogPosting", "Report", "SocialMediaPosting"}, t), strings.HasSuffix(t, "Article"):
			rank = max(rank, 3)
		case t == "WebPage":
			rank = max(rank, 1)
		}
	}
	if rank > 1 && first(n["headline"]) == "" && first(n["datePublished"]) == "" {
		return 0 // a teaser in a list
	}
	return rank
}

// convert makes our own type of the article's object.
func (g *ldGraph) convert(n ldNode) linkedData {
	d := linkedData{
		headline:  plain(first(n["headline"])),
		published: first(n["datePublished"]),
		outlet:    g.names(n["publisher"], 1),
		author:    g.names(n["author"], 5),
		language:  first(n["inLanguage"]),
		url:       first(n["url"]),
		body:      n.body(),
	}
	if d.published == "" {
		d.published = first(n["dateCreated"])
	}
	if d.author == "" {
		d.author = g.names(n["creator"], 5)
	}
	if d.url == "" {
		d.url = g.address(n["mainEntityOfPage"])
	}
	free := n["isAccessibleForFree"]
	text, _ := free.(string)
	d.partial = free == false || strings.EqualFold(text, "false")
	return d
}

// body returns the article's text where the page repeats it in its data.
func (n ldNode) body() string {
	s, _ := n["articleBody"].(string)
	var paragraphs []string
	for line := range strings.Lines(html.UnescapeString(s)) {
		if line = plain(line); line != "" {
			paragraphs = append(paragraphs, line)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// names reads the names of people or bodies: texts, objects, references, lists.
func (g *ldGraph) names(v any, most int) string {
	var out []string
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	for _, e := range list {
		name, _ := e.(string)
		if m, ok := e.(map[string]any); ok {
			if id, ok := m["@id"].(string); ok && m["name"] == nil && g.byID[id] != nil {
				m = g.byID[id]
			}
			name = first(m["name"])
		}
		if name = plain(name); name != "" && parseURL(name) == nil && !slices.Contains(out, name) && len(out) < most {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// address reads a page's address: a text or the id of an object.
func (g *ldGraph) address(v any) string {
	if m, ok := v.(map[string]any); ok {
		if id := first(m["@id"]); parseURL(id) != nil {
			return id
		}
		return first(m["url"])
	}
	return first(v)
}

// texts returns the strings of a string or a list of them.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// first returns the first text of a value, without white space around it.
func first(v any) string {
	for _, s := range texts(v) {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

var markup = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)

// plain takes tags and entities out of a text and puts it on one line.
func plain(s string) string {
	s = markup.ReplaceAllString(html.UnescapeString(s), " ")
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00AD", "")), " ")
}
